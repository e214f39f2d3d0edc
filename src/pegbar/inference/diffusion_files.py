"""Diffusion models of others read from folders on this disk: Stable Diffusion 1.5 or XL, with a ControlNet beside it; no hub is asked."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import torch

from pegbar.errors import PegbarError, brief

PACKAGES = ("diffusers", "transformers", "accelerate")
_FAMILY = re.compile(r"StableDiffusion(XL)?(?:ControlNet)?(?:Img2Img|Inpaint)?Pipeline")
_WEIGHTS = "diffusion_pytorch_model"


class Pipelines(NamedTuple):
    """Two pipelines of diffusers with the same networks.

    Attributes
    ----------
    painter
        Paints a picture from a picture.
    editor
        Paints inside a mask.
    """

    painter: Any
    editor: Any


def _is_memory(fault: Exception) -> bool:
    """Whether an exception means too little memory; the CPU's and the libraries' allocators have no class of their own for it."""
    said = str(fault).lower()
    return isinstance(fault, (torch.OutOfMemoryError, MemoryError)) or "tried to allocate" in said or "alloc_failed" in said


@contextmanager
def enough_memory(device: torch.device, doing: str, remedy: str) -> Iterator[None]:
    """Turn what too little memory raises, on either device, into one sentence."""
    try:
        yield
    except (RuntimeError, MemoryError) as fault:
        if not _is_memory(fault):
            raise
        raise PegbarError(f"{device.type}: found too little memory to {doing}, expected {remedy}") from None


def _described(path: Path, file: str) -> str:
    """The class that a folder's description names."""
    described = path / file
    if not path.is_dir():
        raise PegbarError(f"{path}: found no folder, expected one with a {file}, as diffusers saves them")
    if not described.is_file():
        raise PegbarError(f"{path}: found no {file} in it, expected a folder as diffusers saves them")
    try:
        content = json.loads(described.read_text(encoding="utf-8"))
    except ValueError:
        raise PegbarError(f"{described}: found no JSON, expected the description of a model, as diffusers saves it") from None
    name = content.get("_class_name") if isinstance(content, dict) else None
    return name if isinstance(name, str) else ""


def family_of(model: Path) -> str:
    """What the names of a model's pipelines begin with: ``StableDiffusion`` or ``StableDiffusionXL``.

    Raises
    ------
    PegbarError
        There is no such folder, it is no model of diffusers, or it is one of another family.
    """
    name = _described(model, "model_index.json")
    found = _FAMILY.fullmatch(name)
    if not found:
        raise PegbarError(f"{model / 'model_index.json'}: _class_name: found {brief(name)}, expected Stable Diffusion 1.5 or XL")
    return f"StableDiffusion{found[1] or ''}"


def _check_controlnet(controlnet: Path) -> None:
    name = _described(controlnet, "config.json")
    if name != "ControlNetModel":
        raise PegbarError(f"{controlnet / 'config.json'}: _class_name: found {brief(name)}, expected 'ControlNetModel'")


def _library() -> ModuleType:
    """Diffusers, quiet and imported only now."""
    for name in PACKAGES:
        if (name in sys.modules and sys.modules[name] is None) or find_spec(name) is None:
            raise PegbarError(f"{name}: found no such package, expected it to be installed: pip install 'pegbar[diffusion]'")
    for logging in (import_module("diffusers.utils.logging"), import_module("transformers.utils.logging")):
        logging.set_verbosity_error()
        logging.disable_progress_bar()
    return import_module("diffusers")


def _variant(folder: Path) -> str | None:
    """Which of several weights to read: half precision, where a folder has no others."""
    whole = any(folder.glob(f"{_WEIGHTS}.[sb]*")) or any(folder.glob(f"{_WEIGHTS}-*"))
    return "fp16" if not whole and any(folder.glob(f"{_WEIGHTS}.fp16*")) else None


def _read(loader: Any, folder: Path, weights: Path, **options: Any) -> Any:
    try:
        return loader.from_pretrained(str(folder), local_files_only=True, variant=_variant(weights), **options)
    except Exception as fault:  # what a damaged folder makes of three libraries has no common class
        if _is_memory(fault):
            raise
        reason = (str(fault).strip().splitlines() or [""])[0].rstrip(". ") or type(fault).__name__
        raise PegbarError(f"{folder}: found {brief(reason)}, expected a model that diffusers can read") from None


def load_pipelines(model: Path, controlnet: Path | None, device: torch.device) -> Pipelines:
    """Read a model, once for both pipelines: in half precision on a GPU.

    Raises
    ------
    PegbarError
        A folder is missing or holds something else, the extra is not installed, or memory is too small.
    """
    family = family_of(model)
    if controlnet is not None:
        _check_controlnet(controlnet)
    library = _library()
    precision = torch.float16 if device.type == "cuda" else torch.float32
    family += "ControlNet" if controlnet is not None else ""
    with enough_memory(device, f"load {model}", "a smaller model or more memory"):
        parts: dict[str, Any] = {}
        if controlnet is not None:
            parts["controlnet"] = _read(library.ControlNetModel, controlnet, controlnet, dtype=precision)
        painter = _read(getattr(library, f"{family}Img2ImgPipeline"), model, model / "unet", dtype=precision, **parts)
        _check_fit(painter, model, controlnet)
        painter.to(device)
        editor = getattr(library, f"{family}InpaintPipeline").from_pipe(painter, dtype=precision)
    for pipeline in (painter, editor):
        pipeline.set_progress_bar_config(disable=True)
    return Pipelines(painter, editor)


def _check_fit(pipeline: Any, model: Path, controlnet: Path | None) -> None:
    latents = pipeline.unet.config.in_channels
    if latents != pipeline.vae.config.latent_channels:
        raise PegbarError(
            f"{model / 'unet'}: in_channels: found {latents}, expected {pipeline.vae.config.latent_channels}: a model that paints whole "
            "pictures, not one made for inpainting"
        )
    if controlnet is None:
        return
    own, other = pipeline.unet.config.cross_attention_dim, pipeline.controlnet.config.cross_attention_dim
    if own != other:
        raise PegbarError(f"{controlnet}: cross_attention_dim: found {other}, expected {own}, a ControlNet made for {model}")
