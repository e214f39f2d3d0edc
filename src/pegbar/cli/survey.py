"""``pegbar survey`` and ``pegbar ratings``: a blind page for raters, and what they said."""

import json
from collections.abc import Sequence
from pathlib import Path

from pegbar.errors import PegbarError
from pegbar.metrics.tables import write_json
from pegbar.production.pictures import EXTENSIONS, decode_rgb
from pegbar.report.survey import codes_of, opinions, read_ratings, survey_page
from pegbar.storage.reading import read_bytes
from pegbar.storage.writing import atomic


def survey(folder: Path, out: Path, seed: int) -> None:
    """Write the page, and beside it the key that tells which code is which model.

    Raises
    ------
    PegbarError
        There are not two models, or they did not colour the same pictures.
    """
    models = sorted(p.name for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []
    if len(models) < 2:
        raise PegbarError(f"{folder}: found {len(models)} folders, expected one for each of at least two models")
    names = {m: sorted(p.name for p in (folder / m).iterdir() if p.suffix.lower() in EXTENSIONS) for m in models}
    for model in models[1:]:
        if names[model] != names[models[0]]:
            raise PegbarError(f"{folder / model}: found {len(names[model])} pictures, expected the {len(names[models[0]])} of {models[0]}")
    if not names[models[0]]:
        raise PegbarError(f"{folder / models[0]}: found no pictures, expected the colourings of a model")
    pictures = {m: {n: decode_rgb(read_bytes(folder / m / n), str(folder / m / n)) for n in names[m]} for m in models}
    codes = codes_of(models, seed)
    with atomic(out) as temporary:
        temporary.write_text(survey_page(pictures, codes), encoding="utf-8")
    write_json(out.with_suffix(".key.json"), dict(codes))
    print(f"{out}: {len(models)} models, {len(names[models[0]])} pictures each; the key is {out.with_suffix('.key.json')}")


def ratings(files: Sequence[Path], key: Path, reference: str, out: Path) -> None:
    """Write mean opinion scores of the ratings collected."""
    try:
        codes = json.loads(read_bytes(key))
    except ValueError as fault:
        raise PegbarError(f"{key}: found {fault}, expected the key that `pegbar survey` wrote") from None
    found = opinions(read_ratings(files), codes, reference)
    write_json(out, found)
    for model, own in found["models"].items():
        print(f"{model}: {own['mean']:.2f} ± {own['deviation']:.2f} of {own['ratings']} ratings")
