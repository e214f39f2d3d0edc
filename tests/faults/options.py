"""Bad options, outputs in bad places, and bad models."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save

from pegbar.production.pictures import write_png
from tests.faults.running import Case, nothing
from tests.faults.table import MODELS, ONE

_SEA = ("background", "a sea by day", "--out", "out", *ONE, *MODELS)
_LINES = ("lineart", "frame.png", "--out", "out")
_FRAME = ("reconstruct", "frame.png", "--out", "out", *MODELS)
_NUMBERS = {
    "word": "many",
    "fraction": "1.5",
    "minus": "-1",
    "huge": "9" * 30,
    "superscript": "²",
    "NaN": "nan",
    "empty": "",
    "endless": "9" * 5000,
}


def _bad(option: str, base: tuple[str, ...], values: dict[str, str]) -> list[Case]:
    return [Case(f"{base[0]} {option} {kind}", (*base, option, value), nothing, (2,), "found|expected") for kind, value in values.items()]


def option_cases() -> list[Case]:
    """Values that no option takes; grammar is status 2, what only the verb can know is 1."""
    cases = [
        *_bad("--seed", _SEA, _NUMBERS),
        *_bad("--candidates", _SEA, _NUMBERS | {"many": "100000", "zero": "0"}),
        *_bad(
            "--size",
            _SEA,
            {"word": "big", "zero": "0x0", "huge": "100000x100000", "most of both": "8192x8192", "long": "8192x32x3", "superscript": "²x²"},
        ),
        *_bad("--flow", _LINES, {"word": "much", "minus": "-1", "NaN": "nan", "infinity": "inf", "huge": "1e300"}),
        *_bad("--clusters", ("regions", "frame.png", "--out", "out", *MODELS), _NUMBERS | {"many": "100000", "zero": "0"}),
        *_bad("--cel-height", ("reconstruct", "frame.png", "--out", "out", *MODELS), _NUMBERS | {"many": "50000", "one": "1"}),
        *_bad("--douga-height", ("reconstruct", "frame.png", "--out", "out", *MODELS), _NUMBERS | {"many": "50000", "one": "1"}),
        *_bad("--layers", _FRAME, {"empty": "", "unknown": "krita", "one unknown": "psd,krita", "only commas": ",,"}),
        *_bad("--line-width", (*_FRAME, "--layers", "paint-douga"), _NUMBERS | {"zero": "0", "wide": "11"}),
        *_bad("--close-gaps", (*_FRAME, "--layers", "paint-douga"), _NUMBERS | {"wide": "41"}),
        Case("unknown paper", (*_FRAME, "--layers", "paint-douga", "--paper", "brown"), nothing, (2,), "invalid choice"),
        Case("a line width without layers", (*_FRAME, "--line-width", "2"), nothing, (1,), "expected paint-douga"),
        Case("lines only of a PSD", (*_FRAME, "--layers", "psd", "--lines-only"), nothing, (1,), "expected paint-douga"),
        *_bad("--count", ("studio", "preview", "--out", "out"), _NUMBERS | {"many": "100000", "zero": "0"}),
        *_bad("--seed", ("studio", "preview", "--out", "out"), _NUMBERS),
        *_bad("--seed", ("survey", "painted"), _NUMBERS),
        Case("no verb", (), nothing, (2,), "required"),
        Case("unknown verb", ("dream",), nothing, (2,), "invalid choice"),
        Case("unknown device", ("reconstruct", "frame.png", "--out", "out", "--device", "abacus"), nothing, (2,), "invalid choice"),
        Case("no CUDA", ("reconstruct", "frame.png", "--out", "out", "--models", "{world}/models", "--device", "cuda"), nothing, (0, 1)),
        Case("unknown preset", (*_LINES, "--preset", "best"), nothing, (2,), "invalid choice"),
    ]
    prompts = {
        "empty words": "", "blank words": "   ", "foreign words": "под деревом", "only signs": "!!! ???", "unknown words": "xyzzy plugh",
        "emoji": "🌲🌊", "control letters": "\x1b[31m\x07", "10,000 trees": "10000 trees", "long": "tree " * 5000,
        "contradiction": "a starry noon",
    }  # fmt: skip
    cases += [Case(f"background, {kind}", ("background", words, *_SEA[2:]), nothing, (1,), "expected") for kind, words in prompts.items()]
    packages = {"not installed": "vectors_of_nowhere", "without vectors": "json", "no name": "a b", "empty": "", "path": "../words"}
    cases += [
        Case(f"--similar-words {k}", (*_SEA, "--similar-words", v), nothing, (1,), "--similar-words: found") for k, v in packages.items()
    ]
    labels = {"place": "moonbase", "time": "teatime", "weather": "plague", "season": "fifth", "medium": "oil", "element": "dragon"}
    cases += [Case(f"background, {k} {v}", ("background", f"--{k}", v, *_SEA[2:]), nothing, (1,), v) for k, v in labels.items()]
    scales = {"missing": "nowhere", "leads out": "../../etc/passwd", "empty": "", "slash": "/", "long": "x" * 400, "NUL": "a\0b"}
    cases += [Case(f"params flags {kind}", ("params", "flags", name), nothing, (1,), "expected") for kind, name in scales.items()]
    return cases


def _file(name: str) -> Callable[[Path], None]:
    def setup(folder: Path) -> None:
        (folder / name).write_text("a file of the user's")

    return setup


def _folder_with_letter(name: str) -> Callable[[Path], None]:
    def setup(folder: Path) -> None:
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "letter.txt").write_text("mine")

    return setup


def _linked(name: str, target: str) -> Callable[[Path], None]:
    def setup(folder: Path) -> None:
        (folder / name).symlink_to(target)

    return setup


def _empty_cel(folder: Path) -> None:
    write_png(folder / "cel.png", np.zeros((48, 64, 4), np.uint8))
    (folder / "out").mkdir()
    (folder / "out" / "background.png").write_bytes(b"old")
    (folder / "out" / "plan.json").write_text("old")


def _overwriting(folder: Path) -> None:
    shutil.copy(folder / "frame.png", folder / "frame_lineart.png")


def output_cases() -> list[Case]:
    """Outputs that cannot be written, or that would take the place of something."""
    writers: dict[str, tuple[str, ...]] = {
        "reconstruct": ("reconstruct", "frame.png", *MODELS),
        "lineart": ("lineart", "frame.png"),
        "regions": ("regions", "frame.png", *MODELS),
        "background": ("background", "a sea by day", "--size", "64x64", *ONE, *MODELS),
        "roundtrip": ("roundtrip", "frame.png", "--background", "a sea by day", *ONE, *MODELS),
        "import": ("import", "src"),
        "studio preview": ("studio", "preview", "--kind", "plates"),
    }
    cases = []
    for verb, arguments in writers.items():
        cases += [
            Case(f"{verb}, out is a file", (*arguments, "--out", "letter.txt"), nothing, (1,), "letter.txt"),
            Case(f"{verb}, out below a file", (*arguments, "--out", "letter.txt/deep/er"), nothing, (1,), "letter.txt"),
            Case(f"{verb}, out too long", (*arguments, "--out", "x" * 300), nothing, (1,), "too long|shorter"),
            Case(f"{verb}, out in proc", (*arguments, "--out", "/proc/nowhere/out"), nothing, (1,), "/proc/nowhere"),
        ]
    singles = {
        "colorize": ("colorize", "lines.png", "--hints", "hints.png", *MODELS),
        "clean-plate": ("clean-plate", "frame.png", "other.png", "--masks", "masks", *MODELS),
    }
    for verb, arguments in singles.items():
        cases += [
            Case(f"{verb}, out is a folder", (*arguments, "--out", "src"), nothing, (1,), "src"),
            Case(f"{verb}, out below a file", (*arguments, "--out", "letter.txt/out.png"), nothing, (1,), "letter.txt"),
            Case(f"{verb}, out is a JPEG's name", (*arguments, "--out", "out.jpg"), nothing, (1,), "ends in .png"),
            Case(f"{verb}, out has no ending", (*arguments, "--out", "out"), nothing, (1,), "ends in .png"),
            Case(f"{verb}, out too long", (*arguments, "--out", "x" * 300 + ".png"), nothing, (1,), "too long|shorter"),
            Case(f"{verb}, out is an input", (*arguments, "--out", arguments[1]), nothing, (1,), "an input"),
        ]
    cases += [
        Case(f"import onto {kind}", ("import", "src", "--out", out), setup, (1,), "nothing was changed")
        for kind, out, setup in (
            ("here", ".", nothing), ("the source", "src", nothing), ("a parent", "..", nothing), ("a child", "src/frames", nothing),
            ("a new child", "src/new", nothing), ("the root", "/", nothing), ("pictures", "painted", nothing),
            ("a folder with a letter", "mine", _folder_with_letter("mine")), ("a file", "letter.txt", nothing),
            ("a link to the source", "link", _linked("link", "src")), ("a link to pictures", "link", _linked("link", "painted")),
        )
    ]  # fmt: skip
    cases += [
        Case(
            "lineart of its own output's name", ("lineart", "frame.png", "frame_lineart.png", "--out", "."), _overwriting, (1,), "an input"
        ),
        Case("background over its foreground", (*_SEA[:2], "--foreground", "cel.png", "--out", ".", *_SEA[4:]), nothing, (1,), "an input"),
        Case("background, empty cel", (*_SEA[:2], "--force", "--foreground", "cel.png", *_SEA[2:]), _empty_cel, (1,), "cel.png: found"),
        Case("background over somebody's own", _SEA, _empty_cel, (1,), "did not write"),
        Case("background, opaque cel", (*_SEA[:2], "--foreground", "frame.png", *_SEA[2:]), nothing, (1,), "no transparency"),
        Case("background, edit of nothing", ("background", "add a tree", "--edit", "nowhere", *_SEA[2:]), nothing, (1,), "nowhere"),
        Case("survey over a picture", ("survey", "painted", "--out", "painted/ours/a.png"), nothing, (1,), "an input|expected"),
        Case("survey of nothing", ("survey", "nowhere"), nothing, (1,), "nowhere"),
        Case("two pictures of one name", ("lineart", "frame.png", "src/../frame.png", "--out", "o"), nothing, (0, 1), "distinct"),
        Case("a folder without pictures", ("lineart", "palettes", "--out", "o"), nothing, (1,), "without pictures"),
        Case("hidden pictures only", ("lineart", "hidden", "--out", "o"), _hidden, (1,), "without pictures"),
    ]
    return cases


def _hidden(folder: Path) -> None:
    (folder / "hidden").mkdir()
    (folder / "hidden" / "._frame.png").write_bytes(b"a resource fork")


def world_models(folder: Path) -> Path:
    """Links to the good models in the case's folder."""
    world = Path((folder / "world.txt").read_text())
    (folder / "models").mkdir()
    for path in (world / "models").iterdir():
        (folder / "models" / path.name).symlink_to(path)
    return folder / "models"


def _described(models: Path, name: str, change: Callable[[dict[str, Any]], Any]) -> None:
    path = models / f"{name}.json"
    content = json.loads(path.read_text())
    changed = change(content)
    path.unlink()
    path.write_text(json.dumps(content if changed is None else changed))


def _weights(models: Path, name: str, change: Callable[[dict[str, torch.Tensor]], Any], honest: bool = True) -> None:
    path = models / f"{name}.safetensors"
    state = {key: value.clone() for key, value in load_file(path).items()}
    change(state)
    written = save(state)
    path.unlink()
    path.write_bytes(written)
    if honest:
        _described(models, name, lambda content: content.update(weights_sha256=hashlib.sha256(written).hexdigest()))


def _fill(value: float) -> Callable[[dict[str, torch.Tensor]], None]:
    def change(state: dict[str, torch.Tensor]) -> None:
        next(v for v in state.values() if v.is_floating_point()).flatten()[0] = value

    return change


def _other(models: Path, name: str, other: str) -> None:
    for end in ("json", "safetensors"):
        (models / f"{name}.{end}").unlink()
        shutil.copy(models / f"{other}.{end}", models / f"{name}.{end}")


def _raw(models: Path, file: str, content: bytes | None) -> None:
    (models / file).unlink()
    if content is not None:
        (models / file).write_bytes(content)


_DAMAGE: dict[str, tuple[Callable[[Path, str], None], str]] = {
    "NaN": (lambda m, n: _weights(m, n, _fill(float("nan"))), "no number"),
    "infinity": (lambda m, n: _weights(m, n, _fill(float("inf"))), "no number"),
    "edited weights": (lambda m, n: _weights(m, n, _fill(0.5), honest=False), "found other weights than"),
    "a tensor less": (lambda m, n: _weights(m, n, lambda s: s.pop(next(iter(s)))), "weights that fit"),
    "a tensor more": (lambda m, n: _weights(m, n, lambda s: s.update(extra=torch.zeros(2))), "weights that fit"),
    "no weights": (lambda m, n: _raw(m, f"{n}.safetensors", None), "no such file"),
    "empty weights": (lambda m, n: _raw(m, f"{n}.safetensors", b""), "found other weights than"),
    "no sidecar": (lambda m, n: _raw(m, f"{n}.json", None), "no such file"),
    "empty sidecar": (lambda m, n: _raw(m, f"{n}.json", b""), "expected"),
    "a list": (lambda m, n: _raw(m, f"{n}.json", b"[]"), "expected the sidecar"),
    "another task": (lambda m, n: _described(m, n, lambda c: c.update(task="dreaming")), "task: found 'dreaming'"),
    "no hash": (lambda m, n: _described(m, n, lambda c: c.pop("weights_sha256") and None), "weights_sha256: found None"),
    "no network": (lambda m, n: _described(m, n, lambda c: c.pop("network") and None), "network: found nothing"),
    "unknown key": (lambda m, n: _described(m, n, lambda c: c.update(extra=1)), "extra: found 1"),
    "unknown key of the network": (lambda m, n: _described(m, n, lambda c: c["network"].update(extra=1)), "network.extra: found 1"),
    "network of another type": (lambda m, n: _described(m, n, lambda c: c.update(network=[1])), "network"),
}
_USERS: dict[str, tuple[str, ...]] = {
    "cel": ("reconstruct", "frame.png", "--out", "out", "--models", "models", "--device", "cpu"),
    "douga": ("reconstruct", "frame.png", "--out", "out", "--models", "models", "--device", "cpu"),
    "regions": ("regions", "frame.png", "--out", "out", "--models", "models", "--device", "cpu"),
    "region_colorizer": ("colorize", "lines.png", "--hints", "hints.png", "--out", "out.png", "--models", "models", "--device", "cpu"),
    "colorizer": ("colorize", "lines.png", "--method", "stenciltorch", "--out", "out.png", "--models", "models", "--device", "cpu"),
    "recognizer": ("background", "a sea by day", "--out", "out", *ONE, "--models", "models", "--device", "cpu"),
}


def damage_cases() -> list[Case]:
    """Every damage to every model, by a verb that uses it."""
    cases = []
    for name, arguments in _USERS.items():
        for fault, (damage, match) in _DAMAGE.items():
            cases.append(Case(f"model {name}: {fault}", arguments, _spoiled(name, damage), (1,), match))
    swaps = (
        ("cel", "douga"),
        ("douga", "cel"),
        ("regions", "cel"),
        ("recognizer", "tag_encoder"),
        ("region_colorizer", "colorizer"),
    )
    cases += [
        Case(
            f"model {other} under the name {name}", _USERS[name], _spoiled(name, lambda m, n, o=other: _other(m, n, o)), (1,), "task: found"
        )  # type: ignore[misc]
        for name, other in swaps
    ]
    changes: dict[str, Callable[[dict[str, Any]], Any]] = {
        "one class": lambda c: c.update(classes=["cel"]),
        "classes swapped": lambda c: c.update(classes=c["classes"][::-1]),
        "unknown standardisation": lambda c: c["preprocessing"].update(standardize="none"),
        "a height of 50,000": lambda c: c["preprocessing"].update(working_height=50_000),
        "a width of a million": lambda c: c["network"].update(channels=1_000_000),
        "a kernel of minus one": lambda c: c["network"].update(kernel=-1),
        "an unknown backbone": lambda c: c["network"].update(backbone="vgg"),
        "a width of text": lambda c: c["network"].update(channels="wide"),
    }
    cases += [
        Case(f"model cel: {fault}", _USERS["cel"], _spoiled("cel", lambda m, n, c=change: _described(m, n, c)), (1,), r"cel\.json")  # type: ignore[misc]
        for fault, change in changes.items()
    ]
    cases.append(Case("models in a file", ("regions", "frame.png", "--out", "out", "--models", "letter.txt"), nothing, (1,), "letter.txt"))
    cases.append(
        Case("models in a pipe", _USERS["cel"], _spoiled("cel", lambda m, n: _pipe(m / f"{n}.safetensors")), (1,), "a pipe or device")
    )
    return cases


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _spoiled(name: str, damage: Callable[[Path, str], None]) -> Callable[[Path], None]:
    return lambda folder: damage(world_models(folder), name)
