"""An ONNX file, run by ONNX Runtime on the CPU."""

from pathlib import Path

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from torch import Tensor

from pegbar.errors import PegbarError
from pegbar.onnx_models.cached_files import onnx_files

_ERRORS = 3
"""Least severe of what the runtime prints: faults."""


class OnnxNetwork:
    """One graph, ready to run.

    Parameters
    ----------
    path
        The ONNX file.
    threads
        At work in one operator; by default as many as PyTorch has.

    Raises
    ------
    PegbarError
        The file is missing or damaged.

    Examples
    --------
    >>> network = OnnxNetwork(onnx_files(Path("models"), "cel")[0])
    >>> network(torch.zeros(1, 3, 32, 64))[0].shape[2:]
    torch.Size([32, 64])
    """

    def __init__(self, path: Path, threads: int | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or torch.get_num_threads()
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as fault:
            raise PegbarError(f"{path}: found {str(fault).splitlines()[0]}, expected an ONNX model") from None
        self.names = [port.name for port in self.session.get_inputs()]

    def __call__(self, *inputs: Tensor) -> list[Tensor]:
        """Outputs of inputs in the order of the graph's ports; those that the graph does not have are left out by the caller."""
        values: list[NDArray[np.generic]] = [each.detach().cpu().contiguous().numpy() for each in inputs]
        found = self.session.run(None, dict(zip(self.names, values, strict=True)))
        return [torch.from_numpy(each) for each in found]


def load_onnx(folder: Path, model: str) -> tuple[OnnxNetwork, ...]:
    """The graphs of a model, made if needed, and once more if a file that was made earlier is damaged.

    Parameters
    ----------
    folder, model
        ``<folder>/<model>.safetensors`` and its sidecar.

    Returns
    -------
    tuple of OnnxNetwork
        Named in :data:`pegbar.onnx_models.catalog.FILES`.

    Raises
    ------
    PegbarError
        The model is missing or damaged, or the files cannot be written.

    Examples
    --------
    >>> len(load_onnx(Path("models"), "region_colorizer"))
    3
    """
    paths = onnx_files(folder, model)
    try:
        return tuple(OnnxNetwork(path) for path in paths)
    except PegbarError:
        return tuple(OnnxNetwork(path) for path in onnx_files(folder, model, fresh=True))
