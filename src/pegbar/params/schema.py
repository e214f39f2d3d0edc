"""All of ``params.yaml``, and scales as experiment flags."""

import shlex
from pathlib import Path
from typing import Any

from pegbar.errors import PegbarError, brief
from pegbar.params.base import PARAMS_FILE, Scale, validate
from pegbar.params.coloring import ColoringEvaluationParams, ColorizerParams, RegionColorizerParams, TagEncoderParams
from pegbar.params.compute import ComputeParams
from pegbar.params.cross_fit import CelFoldParams
from pegbar.params.decision import DecisionParams
from pegbar.params.douga import DougaParams
from pegbar.params.douga_network import DougaNetworkParams
from pegbar.params.evaluation import EvaluationParams
from pegbar.params.gcn import CelParams, RegionNetworkParams
from pegbar.params.illustrations import IllustrationParams
from pegbar.params.plates import PlateParams
from pegbar.params.production import ProductionParams
from pegbar.params.regions import LineartParams, RegionParams
from pegbar.params.scenes import BackgroundEvaluationParams, BackgroundParams, FinisherParams, RecognizerParams, SceneParams
from pegbar.params.selection import FilterParams, PilotParams, SelectionParams
from pegbar.params.studio import StudioParams
from pegbar.resources import built_in
from pegbar.storage.mappings import read_mapping

_FILE = "a YAML file of parameters"
_FOOTAGE = "footage"


class Params(Scale):
    """Every section; a misspelt or missing one is an error."""

    production: ProductionParams
    studio: StudioParams
    selection: SelectionParams
    frame_filters: FilterParams
    pilot: PilotParams
    douga: DougaParams
    decision: DecisionParams
    plates: PlateParams
    cel_folds: CelFoldParams
    cel: CelParams
    douga_network: DougaNetworkParams
    illustrations: IllustrationParams
    lineart: LineartParams
    region_network: RegionNetworkParams
    regions: RegionParams
    tag_encoder: TagEncoderParams
    colorizer: ColorizerParams
    region_colorizer: RegionColorizerParams
    coloring_evaluation: ColoringEvaluationParams
    scenes: SceneParams
    recognizer: RecognizerParams
    judge: RecognizerParams
    background: BackgroundParams
    finisher: FinisherParams
    background_evaluation: BackgroundEvaluationParams
    compute: ComputeParams
    evaluation: EvaluationParams


def check_params(path: Path = PARAMS_FILE) -> Params:
    """Validate the whole parameter file.

    Raises
    ------
    PegbarError
        Naming file and key, what was found and what was expected.
    """
    params = validate(Params, read_mapping(path, _FILE), f"{path}: ")
    palette = params.douga.palette
    if palette not in built_in("palettes") and Path(palette).parts[0] != _FOOTAGE:
        expected = f"{', '.join(built_in('palettes'))}, or a file in {_FOOTAGE}/, which the pipeline watches"
        raise PegbarError(f"{path}: douga.palette: found {brief(palette)}, expected {expected}")
    return params


def leaves(content: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Dotted keys of nested mappings with their values.

    Examples
    --------
    >>> leaves({"cel": {"network": {"kernel": 49}}, "scale": "desk"})
    [('cel.network.kernel', 49), ('scale', 'desk')]
    """
    pairs: list[tuple[str, Any]] = []
    for key, value in content.items():
        name = f"{prefix}{key}"
        pairs += leaves(value, f"{name}.") if isinstance(value, dict) else [(name, value)]
    return pairs


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
    return [part for key, value in leaves(changes) for part in ("-S", shlex.quote(f"{key}={_literal(value)}"))]
