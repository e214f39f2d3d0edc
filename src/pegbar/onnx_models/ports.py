"""Inputs and outputs of an ONNX graph: names, types, shapes and what they mean."""

from dataclasses import dataclass
from typing import Any, Literal

from torch import Tensor, nn

SIDE = 32
"""Heights and widths of pictures are multiples of this."""
HEIGHT, WIDTH = "height", "width"
"""Names of the free dimensions that are multiples of ``SIDE``."""


@dataclass(frozen=True)
class Port:
    """One input or output.

    Attributes
    ----------
    name
        As the graph has it.
    shape
        Numbers, and names of free dimensions.
    meaning
        What the values are, with their range.
    dtype
        Of its values.
    """

    name: str
    shape: tuple[int | str, ...]
    meaning: str
    dtype: Literal["float32", "int32"] = "float32"

    def described(self) -> dict[str, Any]:
        """As the manifest has it.

        Examples
        --------
        >>> Port("direction", (1, 2), "unit vector").described()["shape"]
        [1, 2]
        """
        return {"name": self.name, "dtype": self.dtype, "shape": list(self.shape), "meaning": self.meaning}


@dataclass(frozen=True)
class Graph:
    """A network that becomes one ONNX file.

    Attributes
    ----------
    name
        Of the file, without ending.
    summary
        What it does, a sentence for its card.
    module
        In evaluation mode, on the CPU; takes and gives tensors in the order of the ports.
    inputs, outputs
        The ports.
    example
        Inputs to trace the module with.
    facts
        Everything that using it needs and its tensors do not say, ready for JSON.
    """

    name: str
    summary: str
    module: nn.Module
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    example: tuple[Tensor, ...]
    facts: dict[str, Any]


def picture_port(channels: int, name: str, meaning: str) -> Port:
    """A map of the picture's own size.

    Examples
    --------
    >>> picture_port(3, "picture", "RGB").shape
    (1, 3, 'height', 'width')
    """
    return Port(name, (1, channels, HEIGHT, WIDTH), meaning)
