"""The whole of ``params.yaml``, and scales as experiment flags."""

from pathlib import Path
from typing import Any

from pegbar.errors import PegbarError
from pegbar.params.base import PARAMS_FILE, Section, read_yaml, validate
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
    return validate(Params, read_yaml(path), f"{path}: ")


def _leaves(content: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in content.items():
        name = f"{prefix}{key}"
        found += _leaves(value, f"{name}.") if isinstance(value, dict) else [(name, value)]
    return found


def _merged(base: dict[str, Any], changes: dict[str, Any], name: str) -> dict[str, Any]:
    merged = dict(base)
    for key, value in changes.items():
        if key not in base:
            raise PegbarError(f"{name}: found unknown key {key!r}, expected one of {', '.join(sorted(base))}")
        merged[key] = _merged(base[key], value, f"{name}: {key}") if isinstance(value, dict) and isinstance(base[key], dict) else value
    return merged


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ",".join(_literal(v) for v in value) + "]"
    return str(value)


def scale_flags(scale: Path, path: Path = PARAMS_FILE) -> list[str]:
    """``-S key=value`` flags that turn the parameter file into a scale.

    Raises
    ------
    PegbarError
        The scale names an unknown key, or its result is not valid.
    """
    changes = read_yaml(scale)
    validate(Params, _merged(read_yaml(path), changes, str(scale)), f"{scale}: ")
    return [part for key, value in _leaves(changes) for part in ("-S", f"{key}={_literal(value)}")]
