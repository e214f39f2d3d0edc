"""Predictors whose network runs in ONNX Runtime."""

from pathlib import Path

import torch
from torch import Tensor

from pegbar.errors import PegbarError
from pegbar.inference.predictor import Predictor
from pegbar.networks.model_files import read_sidecar
from pegbar.networks.sidecars import Sidecar
from pegbar.onnx_models.running import load_onnx
from pegbar.transforms.preprocessing import pad_to_stride

ENGINES = ("torch", "onnx")
"""What networks can run in."""


class OnnxPredictor(Predictor):
    """A trained network in ONNX Runtime on the CPU; all else is as in :class:`pegbar.inference.predictor.Predictor`.

    Parameters
    ----------
    folder, name
        ``<folder>/<name>.safetensors`` and its sidecar; ONNX is made of them on first use.
    height
        Working height in place of the trained one, pixels.

    Raises
    ------
    PegbarError
        The model is missing, damaged or another task's.

    Examples
    --------
    >>> import numpy as np
    >>> predictor = OnnxPredictor(Path("models"), "cel")
    >>> predictor.probabilities(np.zeros((36, 64, 3), np.uint8)).shape[1:]
    (36, 64)
    """

    def __init__(self, folder: Path, name: str, height: int | None = None) -> None:
        # the network in PyTorch, which super().__init__ loads, is what this one does without
        self.device, self.bfloat16 = torch.device("cpu"), False
        self.sidecar, _ = read_sidecar(folder, name, Sidecar, name)
        (self.graph,) = load_onnx(folder, name)
        self.height = height or self.sidecar.preprocessing.working_height

    def _logits(self, batch: Tensor) -> Tensor:
        """As the predictor in PyTorch."""
        height, width = batch.shape[-2:]
        (logits,) = self.graph(pad_to_stride(batch))
        return logits[..., :height, :width]


def check_engine(engine: str, device: str) -> None:
    """Refuse ONNX Runtime on another device than the CPU.

    Parameters
    ----------
    engine
        One of ``ENGINES``.
    device
        ``auto``, ``cpu`` or ``cuda``.

    Raises
    ------
    PegbarError
        Naming both.

    Examples
    --------
    >>> check_engine("onnx", "auto")
    """
    if engine == "onnx" and device == "cuda":
        raise PegbarError("--engine: found onnx with --device cuda, expected --device cpu or auto with it")


def load_predictor(folder: Path, name: str, device: torch.device | None, height: int | None = None, engine: str = "torch") -> Predictor:
    """A predictor in either engine.

    Parameters
    ----------
    folder, name
        Of the model.
    device
        Where PyTorch runs, by default on CUDA if there is one; ONNX Runtime always runs on the CPU.
    height
        Working height in place of the trained one, pixels.
    engine
        One of ``ENGINES``.

    Returns
    -------
    Predictor
        Ready for pictures.

    Raises
    ------
    PegbarError
        The model is missing, damaged or another task's.

    Examples
    --------
    >>> load_predictor(Path("models"), "cel", torch.device("cpu"), engine="onnx").height > 0
    True
    """
    return OnnxPredictor(folder, name, height) if engine == "onnx" else Predictor(folder, name, device, height)
