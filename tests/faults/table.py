"""The table: verbs, the places where they take input, and every bad input in each."""

import shutil
from pathlib import Path

import numpy as np

from pegbar.production.pictures import write_png
from tests.faults.pictures import BAD, GOOD, Maker
from tests.faults.running import Case
from tests.faults.texts import MAPPINGS, SHARDS, TABLES

MODELS = ("--models", "{world}/models", "--device", "cpu")
ONE = ("--candidates", "1")
PICTURES: dict[str, tuple[str, tuple[str, ...]]] = {
    "reconstruct": ("bad.png", ("reconstruct", "bad.png", "--out", "out", *MODELS)),
    "lineart": ("bad.png", ("lineart", "bad.png", "--out", "out")),
    "regions": ("bad.png", ("regions", "bad.png", "--out", "out", *MODELS)),
    "colorize": ("bad.png", ("colorize", "bad.png", "--hints", "hints.png", "--out", "out.png", *MODELS)),
    "colorize --hints": ("bad.png", ("colorize", "lines.png", "--hints", "bad.png", "--out", "out.png", *MODELS)),
    "colorize --mask": (
        "bad.png",
        ("colorize", "lines.png", "--hints", "hints.png", "--mask", "bad.png", "--base", "frame.png", "--out", "out.png", *MODELS),
    ),
    "colorize --base": (
        "bad.png",
        ("colorize", "lines.png", "--hints", "hints.png", "--mask", "mask.png", "--base", "bad.png", "--out", "out.png", *MODELS),
    ),
    "colorize --palette": ("bad.png", ("colorize", "lines.png", "--palette", "bad.png", "--out", "out.png", *MODELS)),
    "background --foreground": ("bad.png", ("background", "a sea by day", "--foreground", "bad.png", "--out", "out", *ONE, *MODELS)),
    "roundtrip": ("bad.png", ("roundtrip", "bad.png", "--background", "a sea by day", "--out", "out", *ONE, *MODELS)),
    "clean-plate": ("bad.png", ("clean-plate", "frame.png", "bad.png", "--masks", "masks", "--out", "plate.png", *MODELS)),
    "clean-plate --masks": (
        "masks/frame_mask.png",
        ("clean-plate", "frame.png", "other.png", "--masks", "masks", "--out", "plate.png", *MODELS),
    ),
    "survey": ("painted/ours/a.png", ("survey", "painted", "--out", "survey.html")),
    "import": ("src/frames/c0/0000.png", ("import", "src", "--out", "footage")),
    "import, a mask": ("src/cels/c0/0000.png", ("import", "src", "--out", "footage")),
    "background, a rated picture": (
        "other.png",
        ("background", "a sea by day", "--ratings", "scores.csv", "--out", "out", *ONE, *MODELS),
    ),
}
"""Where a verb takes a picture: the file's name in the case's folder, and the command line."""
_UNSEEN = {("survey", "missing"), ("import", "missing"), ("import, a mask", "missing"), ("import", "folder"), ("import, a mask", "folder")}
"""A file that is not there is none in a folder that is listed; a folder of that name is one more folder."""


def laid(name: str, make: Maker) -> Maker:
    """Lay a bad input under a name in the case's folder, in place of what is there."""

    def setup(folder: Path) -> None:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        make(path)

    return setup


def picture_cases() -> list[Case]:
    """Every bad picture in every place where a verb takes one."""
    cases = []
    for verb, (name, arguments) in PICTURES.items():
        for fault, (make, match) in BAD.items():
            unseen = (verb, fault) in _UNSEEN
            status = (0, 1) if unseen or (fault.startswith("text chunk") or ("header" in fault and "of" not in fault)) else (1,)
            wanted = match if verb not in ("survey", "import", "import, a mask", "clean-plate --masks") else f"{match}|expected"
            cases.append(Case(f"{verb}: {fault}", arguments, laid(name, make), status, wanted))
    return cases


def good_cases() -> list[Case]:
    """Odd pictures that are taken, or refused for what they are to be."""
    return [
        Case(f"{verb}: odd but good, {kind}", arguments, laid(name, make), (0, 1), "expected")
        for verb, (name, arguments) in PICTURES.items()
        for kind, make in GOOD.items()
    ]


_BACKGROUND = ("background", "--out", "out", "--size", "64x64", *ONE, *MODELS)
_TEXTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "colorize --points": ("points.yaml", ("colorize", "lines.png", "--points", "points.yaml", "--out", "out.png", *MODELS)),
    "colorize --points, JSON": ("points.json", ("colorize", "lines.png", "--points", "points.json", "--out", "out.png", *MODELS)),
    "reconstruct --palette": (
        "palettes/own.yaml", ("reconstruct", "frame.png", "--palette", "palettes/own.yaml", "--out", "out", *MODELS)),
    "regions --params": ("own.yaml", ("regions", "frame.png", "--params", "own.yaml", "--out", "out", *MODELS)),
    "params check": ("own.yaml", ("params", "check", "--file", "own.yaml")),
    "params flags": ("scales/own.yaml", ("params", "flags", "own")),
    "background --plan": ("plan.json", ("background", "--plan", "plan.json", "--out", "out", "--size", "64x64", *ONE, *MODELS)),
    "background --plan, YAML": ("own.yaml", ("background", "--plan", "own.yaml", "--out", "out", "--size", "64x64", *ONE, *MODELS)),
    "summarize-ratings --key": ("key.json", ("summarize-ratings", "ratings.csv", "--key", "key.json", "--out", "scores.json")),
    "background --vocabulary": (
        "own.yaml", ("background", "a sea by day", "--vocabulary", "own.yaml", *_BACKGROUND[1:])),
    "background --denied-words": (
        "own.yaml", ("background", "a sea by day", "--denied-words", "own.yaml", *_BACKGROUND[1:])),
    "studio preview --params": ("own.yaml", ("studio", "preview", "--params", "own.yaml", "--out", "out", "--kind", "plates")),
}  # fmt: skip


def text_cases() -> list[Case]:
    """Every bad YAML or JSON file in every place where a verb takes one."""
    cases = []
    for verb, (name, arguments) in _TEXTS.items():
        for fault, (make, match) in MAPPINGS.items():
            plain = "expected" if name.endswith(".json") or verb == "background --denied-words" else f"{match}|expected valid"
            status = (0, 1) if verb == "background --denied-words" and fault in ("list",) else (1,)
            cases.append(Case(f"{verb}: {fault}", arguments, laid(name, make), status, plain))
    return cases


_POINTS = {
    "infinite": "points: [{x: .inf, y: 1, color: '#ff0000'}]",
    "no number": "points: [{x: .nan, y: 1, color: '#ff0000'}]",
    "outside": "points: [{x: 64, y: 1, color: '#ff0000'}]",
    "minus": "points: [{x: -1, y: 1, color: '#ff0000'}]",
    "huge": "points: [{x: 1, y: 1.0e+300, color: '#ff0000'}]",
    "no colour": "points: [{x: 1, y: 1}]",
    "odd colour": "points: [{x: 1, y: 1, color: reddish}]",
    "foreign digits": "points: [{x: 1, y: 1, color: '#²²²²²²'}]",
    "huge radius": "points: [{x: 1, y: 1, color: '#ff0000', radius: 1000000000}]",
    "no points": "points: []",
    "a radius below zero": "points: [{x: 1, y: 1, color: '#ff0000', radius: -1}]",
    "a number as colour": "points: [{x: 1, y: 1, color: 7}]",
    "misspelt": "points: [{x: 1, y: 1, colour: '#ff0000'}]",
    "a date": "points: [{x: 2020-01-01, y: 1, color: '#ff0000'}]",
}
_PLANS = {
    "NaN": ('"azimuth":', '"azimuth": NaN, "old":'), "infinity": ('"azimuth":', '"azimuth": Infinity, "old":'),
    "misspelt": ('"azimuth":', '"azimut":'), "huge seed": ('"seed":', '"seed": 1e300, "old":'),
    "a thing of NaN": ('"x": ', '"x": NaN, "old": '), "a thing without end": ('"width": ', '"width": 1e308, "old": '),
    "no things": ('"things": [', '"old": ['), "an unknown kind": ('"kind": "', '"kind": "un'),
    "no camera": ('"camera": {', '"camera": 7, "old": {'),
}  # fmt: skip


def value_cases() -> list[Case]:
    """Points and plans that are well written and say what cannot be."""
    cases = []
    for fault, text in _POINTS.items():
        arguments = ("colorize", "lines.png", "--points", "points.yaml", "--out", "out.png", *MODELS)
        setup = laid("points.yaml", lambda path, text=text: path.write_text(text, encoding="utf-8") and None)  # type: ignore[misc]
        cases.append(Case(f"points: {fault}", arguments, setup, (0, 1) if fault == "no points" else (1,), r"points\.yaml: "))
    for fault, (old, new) in _PLANS.items():

        def setup(folder: Path, old: str = old, new: str = new) -> None:
            text = (folder / "plan.json").read_text()
            assert old in text
            (folder / "plan.json").write_text(text.replace(old, new, 1))

        arguments = ("background", "--plan", "plan.json", "--out", "out", "--size", "64x64", *ONE, *MODELS)
        cases.append(Case(f"plan: {fault}", arguments, setup, (1,), r"plan\.json: .*found|plan\.json: unknown key"))
    return cases


_TABLES: dict[str, tuple[str, tuple[str, ...], str, str]] = {
    "summarize-ratings": (
        "ratings.csv", ("summarize-ratings", "ratings.csv", "--key", "key.json", "--out", "o.json"),
        "rater,picture,code,rating", "ann,a,m00,"),
    "background --ratings": (
        "scores.csv", ("background", "a sea by day", "--ratings", "scores.csv", *_BACKGROUND[1:]), "picture,score", "frame.png,"),
    "import, production.csv": ("src/production.csv", ("import", "src", "--out", "footage"), "frame_id,split", "c0/0000,"),
}  # fmt: skip
_CELLS = {
    "blank": "", "NA": "NA", "a word": "good", "NaN": "nan", "infinity": "inf", "minus": "-1", "fraction": "3.5", "huge": "1e400",
    "formula": "=cmd()", "superscript": "²", "six": "6", "emoji": "🙂",
}  # fmt: skip


def table_cases() -> list[Case]:
    """Every bad table in every place where a verb takes one, and every bad last cell."""
    cases = []
    for verb, (name, arguments, head, row) in _TABLES.items():
        for fault, (make, match) in TABLES.items():
            unseen = verb.startswith("import") and fault in ("missing", "folder")
            cases.append(Case(f"{verb}: {fault}", arguments, laid(name, make), (0, 1) if unseen else (1,), f"{match}|expected"))
        for fault, cell in _CELLS.items():
            content = f"{head}\n{row}{cell}\n".encode()
            fine = verb == "background --ratings" and fault in ("minus", "fraction", "six")
            setup = laid(name, lambda path, content=content: path.write_bytes(content) and None)  # type: ignore[misc]
            cases.append(Case(f"{verb}: last cell {fault}", arguments, setup, (1,) if not fine else (0, 1), "expected"))
        for fault, text in (("short row", row.split(",")[0]), ("long row", f"{row}3,4,5,6")):
            content = f"{head}\n{text}\n".encode()
            setup = laid(name, lambda path, content=content: path.write_bytes(content) and None)  # type: ignore[misc]
            cases.append(Case(f"{verb}: {fault}", arguments, setup, (1,), "cells, expected"))
    return cases


def _second(folder: Path, name: str) -> None:
    write_png(folder / name, np.zeros((48, 64, 3), np.uint8))


def production_cases() -> list[Case]:
    """Bad shards and names in a folder that is imported."""
    arguments = ("import", "src", "--out", "footage")
    cases = [Case(f"import, shard: {f}", arguments, laid("src/more.zip", make), (1,), match) for f, (make, match) in SHARDS.items()]
    names = {
        "frame beside the same loose one": (("src/frames/0001.png", "src/0001.png"), "becomes frames/0001.png"),
        "frame in two formats": (("src/frames/c0/0000.jpg",), "a second time|damaged"),
        "frame under two numbers": (("src/frames/c0/1.png",), "a second time"),
        "superscript": (("src/frames/c0/².png",), "expected a number as index"),
        "word": (("src/frames/c0/first.png",), "expected a number as index"),
        "long number": ((f"src/frames/c0/{'1' * 30}.png",), "expected a number as index"),
        "formula": (("src/frames/=cmd/0001.png",), "takes for a formula"),
        "line break": (("src/frames/a\nb/0001.png",), "takes for a formula"),
        "second mask": (("src/cels/c0/0.png",), "a second mask"),
    }
    for fault, (files, match) in names.items():

        def setup(folder: Path, files: tuple[str, ...] = files) -> None:
            for file in files:
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                _second(folder, file)

        cases.append(Case(f"import, names: {fault}", arguments, setup, (1,), match))
    return cases
