"""``pegbar survey`` and ``pegbar summarize-ratings``: a blind page for raters, and mean opinion scores of their ratings."""

import json
from collections.abc import Sequence
from pathlib import Path

from pegbar.cli.sheets import pictures_in
from pegbar.errors import PegbarError, brief
from pegbar.production.pictures import is_hidden, read_rgb
from pegbar.report.survey import codes_of, opinions, read_ratings, survey_page
from pegbar.storage.reading import parse_json, read_text
from pegbar.storage.records import check_not_inputs
from pegbar.storage.results import write_json
from pegbar.storage.writing import check_file, write_files


def survey(folder: Path, out: Path, seed: int) -> None:
    """Write the page, and beside it the key that tells which code is which model.

    Raises
    ------
    PegbarError
        There are not two models, or they did not colour the same pictures.
    """
    check_page_name(out)
    models = sorted(p.name for p in folder.iterdir() if p.is_dir() and not is_hidden(Path(p.name))) if folder.is_dir() else []
    if len(models) < 2:
        raise PegbarError(f"{folder}: found {len(models)} folders, expected one for each of at least two models")
    names = {m: [p.name for p in pictures_in(folder / m)] for m in models}
    for model in models[1:]:
        if names[model] != names[models[0]]:
            raise PegbarError(f"{folder / model}: found {len(names[model])} pictures, expected the {len(names[models[0]])} of {models[0]}")
    if not names[models[0]]:
        raise PegbarError(f"{folder / models[0]}: found no pictures, expected the colourings of a model")
    key = out.with_suffix(".key.json")
    check_not_inputs([folder / m / n for m in models for n in names[m]], [out, key])
    check_file(out)
    pictures = {m: {n: read_rgb(folder / m / n) for n in names[m]} for m in models}
    codes = codes_of(models, seed)
    page = survey_page(pictures, codes).encode()
    write_files(out.parent, {out.name: page, key.name: (json.dumps(dict(codes), indent=2) + "\n").encode()})
    print(f"{out}: {len(models)} models, {len(names[models[0]])} pictures each; the key is {key}")


def check_page_name(path: Path) -> None:
    """Refuse a name under which a page would not be opened."""
    if path.suffix.lower() not in (".html", ".htm"):
        raise PegbarError(f"--out: found {path.name!r}, expected a name that ends in .html, which is what is written")


def _key(path: Path) -> dict[str, str]:
    """Model by code."""
    expected = "the key that `pegbar survey` wrote"
    content = parse_json(read_text(path, expected=expected), str(path))
    if not isinstance(content, dict) or not content or not all(isinstance(model, str) for model in content.values()):
        raise PegbarError(f"{path}: found {brief(content)}, expected {expected}: a model's name by code")
    return content


def summarize_ratings(files: Sequence[Path], key: Path, reference: str, out: Path) -> None:
    """Write mean opinion scores of the collected ratings.

    Raises
    ------
    PegbarError
        A table or the key is damaged, or the reference is none of the models.
    """
    check_not_inputs([*files, key], [out])
    check_file(out)
    scores = opinions(read_ratings(files), _key(key), reference)
    write_json(out, scores)
    for model, row in scores["models"].items():
        print(f"{model}: {row['mean']:.2f} ± {row['deviation']:.2f} of {row['ratings']} ratings")
