"""Mean opinion scores (StencilTorch, section 5.3): a page that shows colourings blind, and what its ratings say."""

import base64
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import ttest_rel

from pegbar.errors import PegbarError, brief
from pegbar.storage.tables import looks_like_formula, read_table

COLUMNS = ("rater", "picture", "code", "rating")
_WIDTH = 512


def codes_of(models: Sequence[str], seed: int) -> dict[str, str]:
    """A code for each model that does not tell its name: (code, model)."""
    numbers = np.random.default_rng(seed).permutation(len(models))
    return {f"m{int(number):02d}": model for number, model in sorted(zip(numbers, models, strict=True))}


def _data_url(picture: NDArray[np.uint8]) -> str:
    scale = min(1.0, _WIDTH / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    _, data = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 90])
    return "data:image/jpeg;base64," + base64.b64encode(data.tobytes()).decode("ascii")


def _for_script(content: object) -> str:
    """JSON that can stand inside a page's script: no ``</script>``, no ``<!--``, no line separators."""
    text = json.dumps(content)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def survey_page(pictures: Mapping[str, Mapping[str, NDArray[np.uint8]]], codes: Mapping[str, str]) -> str:
    """The page, self-contained: of each model's pictures (H, W, 3) by name, under the models' codes."""
    items = [
        {"picture": name, "code": code, "image": _data_url(picture)}
        for code, model in codes.items()
        for name, picture in pictures[model].items()
    ]
    page = files("pegbar.report").joinpath("survey.html").read_text(encoding="utf-8")
    return page.replace("__ITEMS__", _for_script(items))


def _unmarked(text: str) -> str:
    """A cell without blanks around it and without the mark of what looks like a formula."""
    text = text.strip()
    return text[1:] if text.startswith("'") and looks_like_formula(text[1:]) else text


def read_ratings(paths: Sequence[Path]) -> pd.DataFrame:
    """Ratings of all raters in one table.

    Raises
    ------
    PegbarError
        A file is missing a column, holds a rating outside 1 to 5 or a blank name, or a rater rated a picture twice.
    """
    tables = []
    for path in paths:
        table = read_table(path, "a CSV file of ratings")
        missing = [name for name in COLUMNS if name not in table]
        if missing:
            raise PegbarError(f"{path}: found no column {missing[0]!r}, expected {', '.join(COLUMNS)}")
        table = table[list(COLUMNS)].apply(lambda column: column.map(_unmarked))
        for column in COLUMNS:
            wrong = table.index[table[column] == ""] if column != "rating" else table.index[~table[column].str.fullmatch(r"[1-5](\.0*)?")]
            if len(wrong):
                expected = "1 to 5" if column == "rating" else "a name"
                value = brief(table.loc[wrong[0], column])
                raise PegbarError(f"{path}: row {wrong[0] + 2}: found a {column} of {value}, expected {expected}")
        tables.append(table.assign(rating=table["rating"].astype(float).astype(int), file=str(path)))
    ratings = pd.concat(tables, ignore_index=True)
    twice = ratings[ratings.duplicated(["rater", "picture", "code"])]
    if len(twice):
        row = twice.iloc[0]
        raise PegbarError(f"{row['file']}: found {brief(row['rater'])} rating {brief(row['picture'])} twice, expected one rating of each")
    return ratings.drop(columns="file")


def opinions(ratings: pd.DataFrame, codes: Mapping[str, str], reference: str) -> dict[str, Any]:
    """Mean, deviation and paired t-test against `reference` of each model, as in Table 2.

    Raises
    ------
    PegbarError
        A code is not in the key, or the reference was never rated.
    """
    if ratings.empty:
        raise PegbarError("ratings: found none, expected one at least")
    unknown = sorted(set(ratings["code"]) - set(codes))
    if unknown:
        raise PegbarError(f"ratings: found the code {unknown[0]!r}, expected one of {', '.join(codes)}")
    wide = ratings.assign(model=ratings["code"].map(dict(codes))).pivot(index=["rater", "picture"], columns="model", values="rating")
    if reference not in wide:
        raise PegbarError(f"reference: found no rating of {reference!r}, expected one of {', '.join(wide.columns)}")
    models: dict[str, Any] = {}
    for model in wide.columns:
        scores = wide[model].dropna()
        deviation = float(scores.std(ddof=1)) if len(scores) > 1 else 0.0
        models[str(model)] = {"ratings": len(scores), "mean": float(scores.mean()), "deviation": deviation}
        pairs = wide[[model, reference]].dropna() if model != reference else wide.iloc[:0]
        if len(pairs) > 1:
            p_value = float(ttest_rel(pairs[model], pairs[reference]).pvalue)
            models[str(model)]["p_value"] = None if np.isnan(p_value) else p_value
    return {"raters": int(ratings["rater"].nunique()), "reference": reference, "models": models}
