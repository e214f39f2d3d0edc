"""The whole of ``params.yaml``, and scales as experiment flags."""

import shlex
from pathlib import Path
from typing import Any

from pegbar.errors import PegbarError, brief
from pegbar.params.base import PARAMS_FILE, Section, validate
from pegbar.params.coloring import ColoringEvaluationParams, ColorizerParams, EncoderParams
from pegbar.params.douga import DougaParams
from pegbar.params.evaluation import EvaluationParams
from pegbar.params.illustrations import IllustrationParams
from pegbar.params.production import ProductionParams
from pegbar.params.regions import LineartParams, RegionParams
from pegbar.params.scenes import BackgroundEvaluationParams, BackgroundParams, OrderParams, RecognizerParams, SceneParams
from pegbar.params.selection import SelectionParams
from pegbar.params.studio import StudioParams
from pegbar.params.training import CelParams, TrainingParams
from pegbar.storage.mappings import read_mapping

_FILE = "a YAML file of parameters"


class Params(Section):
    """Every section; a misspelt or missing one is an error."""

    production: ProductionParams
    studio: StudioParams
    selection: SelectionParams
    douga: DougaParams
    cel: CelParams
    douga_network: TrainingParams
    illustrations: IllustrationParams
    lineart: LineartParams
    region_network: TrainingParams
    regions: RegionParams
    encoder: EncoderParams
    colorizer: ColorizerParams
    coloring_evaluation: ColoringEvaluationParams
    scenes: SceneParams
    recognizer: RecognizerParams
    background: BackgroundParams
    background_evaluation: BackgroundEvaluationParams
    orders: OrderParams
    evaluation: EvaluationParams


def check_params(path: Path = PARAMS_FILE) -> Params:
    """Validate the whole parameter file.

    Raises
    ------
    PegbarError
        Naming file and key, what was found and what was expected.
    """
    return validate(Params, read_mapping(path, _FILE), f"{path}: ")


def _leaves(content: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in content.items():
        name = f"{prefix}{key}"
        found += _leaves(value, f"{name}.") if isinstance(value, dict) else [(name, value)]
    return found


def _merged(base: dict[str, Any], changes: dict[str, Any], file: Path, prefix: str = "") -> dict[str, Any]:
    merged = dict(base)
    for key, value in changes.items():
        if key not in base:
            raise PegbarError(f"{file}: found unknown key {brief(f'{prefix}{key}')}, expected one of {', '.join(sorted(base))}")
        if isinstance(base[key], dict) != isinstance(value, dict):
            kind = "a mapping" if isinstance(base[key], dict) else "a value"
            raise PegbarError(f"{file}: {prefix}{key}: found {brief(value)}, expected {kind}")
        merged[key] = _merged(base[key], value, file, f"{prefix}{key}.") if isinstance(value, dict) else value
    return merged


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ",".join(_literal(v) for v in value) + "]"
    return str(value)


def scale_flags(scale: Path, path: Path = PARAMS_FILE) -> list[str]:
    """``-S key=value`` flags, quoted for the shell, that turn the parameter file into a scale.

    Raises
    ------
    PegbarError
        The scale names an unknown key, or its result is not valid.
    """
    changes = read_mapping(scale, "the changes of a scale")
    validate(Params, _merged(read_mapping(path, _FILE), changes, scale), f"{scale}: ")
    return [part for key, value in _leaves(changes) for part in ("-S", shlex.quote(f"{key}={_literal(value)}"))]
