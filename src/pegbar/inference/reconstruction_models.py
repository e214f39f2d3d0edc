"""Everything that taking frames apart needs, loaded once."""

from dataclasses import dataclass
from pathlib import Path

import torch

from pegbar.inference.onnx_predictor import load_predictor
from pegbar.inference.predictor import Predictor
from pegbar.networks.devices import best_device
from pegbar.networks.starters import find_model
from pegbar.params.palettes import load_palette
from pegbar.vocabulary.palette import Palette


@dataclass(frozen=True)
class ModelChoice:
    """Which models, and how they run.

    Attributes
    ----------
    models
        Folder of trained models; a starter takes the place of one that is not there.
    palette
        Name or file.
    device
        Where to run; by default CUDA if there is one.
    cel_height, douga_height
        Heights at which the networks work, pixels; by default the cel model's own, and chosen from each drawing.
    engine
        What they run in, one of :data:`pegbar.inference.onnx_predictor.ENGINES`.
    """

    models: Path
    palette: str | Path = "thesis"
    device: torch.device | None = None
    cel_height: int | None = None
    douga_height: int | None = None
    engine: str = "torch"


@dataclass(frozen=True)
class ReconstructionModels:
    """Everything loaded once, and the height at which the douga network works; ``None``: chosen from each drawing."""

    cel: Predictor
    douga: Predictor
    palette: Palette
    douga_height: int | None = None


def load_models(choice: ModelChoice) -> ReconstructionModels:
    """Load everything, what is small first; decision thresholds come from the models' sidecars.

    Raises
    ------
    PegbarError
        A model or the palette is missing, damaged or another task's.

    Examples
    --------
    >>> load_models(ModelChoice(Path("models"))).cel.sidecar.task
    'cel'
    """
    colors, device = load_palette(choice.palette), choice.device or best_device()
    cel = load_predictor(find_model(choice.models, "cel"), "cel", device, choice.cel_height, choice.engine)
    douga = load_predictor(find_model(choice.models, "douga"), "douga", device, engine=choice.engine)
    return ReconstructionModels(cel, douga, colors, choice.douga_height)
