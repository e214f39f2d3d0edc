"""``pegbar starters``: pack trained models to ship with the program, and list what ships."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from pegbar.cli.starter_cards import card, changelog
from pegbar.cli.starter_kinds import KINDS, Kind, number_at
from pegbar.cli.starter_origins import first_weights, goes_on, parse_art, read_newest, training_art
from pegbar.errors import PegbarError, brief
from pegbar.networks.blending import blend
from pegbar.networks.model_files import HASH, read_checked, write_model
from pegbar.networks.starters import CARD, FORMAT, MAX_BYTES, METADATA, Art, Metadata, newest, read_starter, starter_names, versions
from pegbar.params.base import load_scale
from pegbar.storage.mappings import read_mapping
from pegbar.storage.reading import parse_json, read_bytes, read_text
from pegbar.storage.writing import write_files

CHANGELOG = "CHANGELOG.md"
LICENCE = "Apache-2.0"
_REAL_ART = "real_art"


@dataclass(frozen=True)
class Packing:
    """What the user asked to pack.

    Attributes
    ----------
    names
        Starters, each one of :data:`pegbar.cli.starter_kinds.KINDS`.
    models, params, metrics, lock
        Trained models; the parameters, measurements and ``dvc.lock`` that belong to them.
    art
        Art learnt from beside the studio's, each ``SET; LICENCE; CREDIT``.
    command
        What trained them; by default that of the parameters' scale.
    out
        Folder of starters.
    blend
        Fraction of the newest starter's weights in what is packed, for a training that went on from it.
    """

    names: Sequence[str]
    models: Path
    params: Path
    metrics: Path
    lock: Path
    art: Sequence[str]
    command: str | None
    out: Path
    blend: float = 0.0


@dataclass(frozen=True)
class _Packed:
    """A starter in memory: its files by name, and the folders of versions that it replaces."""

    metadata: Metadata
    files: Mapping[str, bytes]
    replaced: Sequence[Path]
    is_new: bool

    @property
    def size(self) -> int:
        return sum(map(len, self.files.values()))


def _weights(data: bytes, path: Path) -> dict[str, Tensor]:
    try:
        return load(data)
    except (SafetensorError, ValueError, KeyError, TypeError, RuntimeError) as fault:
        raise PegbarError(f"{path}: found {str(fault).splitlines()[0]}, expected weights") from None


def _halved(state: dict[str, Tensor], path: Path) -> dict[str, Tensor]:
    """Weights in half precision; vectors (biases, statistics, which may lie beyond it, and are few) and integers stay as they are."""
    halved = {key: value.half() if value.is_floating_point() and value.ndim > 1 else value for key, value in state.items()}
    for key, value in halved.items():
        if value.is_floating_point() and not bool(torch.isfinite(value).all()):
            raise PegbarError(f"{path}: {key}: found a weight beyond half precision, expected values up to {torch.finfo(torch.half).max:g}")
    return halved


def _read_model(folder: Path, name: str) -> tuple[dict[str, Any], bytes]:
    """Sidecar without its hash, and the weights that it was written with."""
    path = folder / f"{name}.json"
    sidecar = parse_json(read_text(path, expected="a trained model (run `make repro` first)"), str(path))
    if not isinstance(sidecar, dict):
        raise PegbarError(f"{path}: found {type(sidecar).__name__}, expected the sidecar of a model")
    return sidecar, read_checked(folder / f"{name}.safetensors", str(sidecar.pop(HASH, None)))


def _model_files(
    options: Packing, name: str, models: Sequence[str], kind: Kind
) -> tuple[dict[str, bytes], list[dict[str, Any]], list[bytes]]:
    """Files of a starter's models in half precision, their sidecars, and the weights they were packed from; loaded once, as a proof."""
    sources = [_read_model(options.models, name) for name in models]
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for model, (sidecar, data) in zip(models, sources, strict=True):
            path = options.models / f"{model}.safetensors"
            state = _weights(data, path)
            state = blend(state, read_newest(name, model, options.out)[1], options.blend) if options.blend else state
            write_model(folder, model, save(_halved(state, path)), sidecar)
        kind.load(folder)
        files = {f"{model}.{end}": (folder / f"{model}.{end}").read_bytes() for model in models for end in ("safetensors", "json")}
    return files, [sidecar for sidecar, _ in sources], [data for _, data in sources]


def _sections(options: Packing, kind: Kind) -> dict[str, Any]:
    """Sections of the parameter file that the training read; of a folder of art its name alone, which means the same on any machine."""
    content = read_mapping(options.params, "a YAML file of parameters")
    missing = [section for section in kind.sections if section not in content]
    if missing:
        raise PegbarError(f"{options.params}: found no section {missing[0]!r}, expected one")
    sections = {section: content[section] for section in kind.sections}
    plates = sections.get("plates")
    if not isinstance(plates, dict) or plates.get("folder") is None:
        return sections
    folder = plates["folder"]
    if not options.art:
        raise PegbarError(f"{options.params}: plates.folder: found {brief(folder)}, expected --art-credit with its licence and credit")
    return sections | {"plates": plates | {"folder": Path(str(folder)).name}}


def _metrics(options: Packing, kind: Kind, weights: Sequence[bytes]) -> dict[str, Any]:
    """What was measured of a kind; of real art only numbers of these very weights, full or half."""
    files = sorted({key.split(".")[0] for _, key in kind.numbers})
    metrics = {name: read_mapping(options.metrics / f"{name}.json", "what the pipeline measured") for name in files}
    path = options.metrics / f"{_REAL_ART}.json"
    if path.exists():
        content = read_mapping(path, "what a benchmark measured")
        source = content.get("source")
        measured = source.get("models") if isinstance(source, dict) else None
        marks = {hashlib.sha256(data).hexdigest()[:16] for data in weights}
        if isinstance(measured, dict) and marks & {str(mark)[:16] for mark in measured.values()}:
            metrics[_REAL_ART] = content
    return metrics


def _in_lock(lock: Path, models: Sequence[str], weights: Sequence[bytes]) -> bool:
    """Whether ``dvc.lock`` names every one of these weights as an output."""
    stages = read_mapping(lock, "the dvc.lock of the run that trained the models").get("stages")
    outs = [out for stage in stages.values() for out in stage.get("outs", ())] if isinstance(stages, dict) else []
    named = {(Path(str(out.get("path"))).name, out.get("md5")) for out in outs if isinstance(out, dict)}
    digests = [hashlib.md5(data, usedforsecurity=False).hexdigest() for data in weights]
    return {(f"{name}.safetensors", digest) for name, digest in zip(models, digests, strict=True)} <= named


def _version(name: str, files: Mapping[str, bytes], out: Path) -> tuple[int, bool]:
    """Version to write and whether it is a new one: models as the newest has them keep its number."""
    known = versions(name, out)
    if not known:
        return 1, True
    number, folder = max(known.items())
    same = all((folder / file).is_file() and read_bytes(folder / file) == data for file, data in files.items())
    return (number, False) if same else (number + 1, True)


def _json(metadata: Metadata) -> bytes:
    return (json.dumps(metadata.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n").encode()


def _command(options: Packing, name: str, scale: str) -> str:
    """What made the weights."""
    command = options.command or ("make repro" if scale == "desk" else f"make repro SCALE={scale}")
    return command + (f", then {options.blend:g} of {read_newest(name, name, options.out)[0]} blended in" if options.blend else "")


def _pack(options: Packing, name: str, art: tuple[Art, ...]) -> _Packed:
    kind = KINDS[name]
    models = [name] if kind.companion is None else [name, kind.companion]
    files, sidecars, weights = _model_files(options, name, models, kind)
    version, is_new = _version(name, files, options.out)
    metrics = _metrics(options, kind, [*weights, *(files[f"{model}.safetensors"] for model in models)])
    scale = load_scale(options.params)
    numbers = ((label, number_at(metrics, key)) for label, key in kind.numbers)
    params = _sections(options, kind)
    known = newest(name, options.out)
    before = read_starter(known) if known is not None and goes_on(params) else None
    metadata = Metadata(
        format_version=FORMAT,
        name=name,
        version=version,
        models=tuple(models),
        scale=scale,
        command=_command(options, name, scale),
        params=params,
        lock_sha256=hashlib.sha256(read_bytes(options.lock)).hexdigest(),
        lock_names_weights=_in_lock(options.lock, models, weights),
        metrics=metrics,
        summary={label: round(value, 6) for label, value in numbers if value is not None},
        training_art=training_art(params, art, before),
        first_weights=first_weights(sidecars, before, is_new, kind.backbone),
        licence=LICENCE,
    )
    texts = {METADATA: _json(metadata), CARD: card(metadata).encode()}
    replaced = [folder for number, folder in versions(name, options.out).items() if number != version]
    return _Packed(metadata, {**files, **texts}, replaced, is_new)


def _sizes(packed: Sequence[_Packed], out: Path) -> dict[str, int]:
    """Bytes of every starter as it will be, by label."""
    names = {one.metadata.name for one in packed}
    folders = [folder for name in starter_names(out) if name not in names for folder in versions(name, out).values()]
    kept = {folder.name: sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) for folder in folders}
    return dict(sorted((kept | {one.metadata.label: one.size for one in packed}).items()))


def _check_sizes(sizes: Mapping[str, int], out: Path) -> None:
    total = sum(sizes.values())
    if total > MAX_BYTES:
        each = ", ".join(f"{label} {size / 1e6:.1f}" for label, size in sizes.items())
        raise PegbarError(f"{out}: found {total / 1e6:.1f} MB in all ({each}), expected at most {MAX_BYTES / 1e6:g}; nothing was changed")


def pack_starters(options: Packing) -> None:
    """Pack models as starters, all or none, and print their sizes.

    Models that differ from the newest starter of their name become its next version and replace it; for the same models only metadata and
    card are written again.

    Parameters
    ----------
    options
        What to pack, and from where.

    Raises
    ------
    PegbarError
        A model, a measurement, the parameters or ``dvc.lock`` is missing or damaged; art was learnt from without a credit; a weight does
        not fit half precision; or all starters together would be larger than :data:`pegbar.networks.starters.MAX_BYTES`.
    """
    art = parse_art(options.art)
    packed = [_pack(options, name, art) for name in dict.fromkeys(options.names)]
    sizes = _sizes(packed, options.out)
    _check_sizes(sizes, options.out)
    files = {f"{one.metadata.label}/{file}": data for one in packed for file, data in one.files.items()}
    log = options.out / CHANGELOG
    files[CHANGELOG] = changelog(read_text(log) if log.exists() else "", [one.metadata for one in packed]).encode()
    folders = [folder for one in packed for folder in one.replaced]
    removed = [f"{folder.name}/{path.name}" for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    write_files(options.out, files, removed)
    for folder in folders:
        with suppress(OSError):  # something that no starter has lies in it
            folder.rmdir()
    for one in packed:
        said = "packed" if one.is_new else "models unchanged, metadata and card written again"
        print(f"{options.out / one.metadata.label}: {said}, {one.size / 1e6:.1f} MB")
    print(f"{options.out}: {sum(sizes.values()) / 1e6:.1f} of {MAX_BYTES / 1e6:g} MB")


def list_starters(out: Path) -> None:
    """Print name, version, size, scale and key metric of each starter.

    Raises
    ------
    PegbarError
        A starter is of another format version or damaged.
    """
    folders = [folder for folder in (newest(name, out) for name in starter_names(out)) if folder is not None]
    if not folders:
        print(f"{out}: no starters; `make repro` trains models")
        return
    rows = [("name", "version", "MB", "scale", "measured")]
    for folder in folders:
        metadata, size = read_starter(folder), sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
        label, value = next(iter(metadata.summary.items()), ("", None))
        measured = "" if value is None else f"{label} {value:.3f}"
        rows.append((metadata.name, str(metadata.version), f"{size / 1e6:.1f}", metadata.scale, measured))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]).rstrip())
