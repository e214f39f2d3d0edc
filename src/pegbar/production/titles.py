"""Titles and years of cuts, which a production may name in its ``cuts.csv``, and the split by title (thesis 4.1: films of many years)."""

import re
from pathlib import Path

import pandas as pd

from pegbar.errors import PegbarError, brief
from pegbar.params.production import ProductionParams
from pegbar.production.index import LISTING
from pegbar.production.manifest import split_by_cut
from pegbar.production.store import Store
from pegbar.storage.tables import looks_like_formula, parse_table, read_table

CUTS = "cuts.csv"
"""A production's own table of cuts."""
COLUMNS = ("cut", "title", "year")
"""Of ``data/cuts.csv``: a row a cut of the manifest, title and year blank where nobody named them."""
MIN_TITLES = 3
"""From so many titles on, each split gets whole ones."""
_YEAR = re.compile(r"(1[89]|20)[0-9]{2}")


def _listed(store: Store) -> pd.DataFrame:
    """The production's own table of cuts, checked; without rows where there is none."""
    if CUTS not in store.members():
        return pd.DataFrame(columns=list(COLUMNS), dtype=object)
    name = store.name_of(CUTS)
    rows = parse_table(store.text(CUTS), name)
    if "cut" not in rows:
        raise PegbarError(f"{name}: found no column cut, expected {', '.join(COLUMNS)} (title and year where you know them)")
    if rows["cut"].duplicated().any():
        raise PegbarError(f"{name}: found the cut {brief(rows.loc[rows['cut'].duplicated(), 'cut'].iloc[0])} twice, expected each once")
    rows = rows.reindex(columns=list(COLUMNS), fill_value="")
    odd = [title for title in rows["title"] if looks_like_formula(title) or not title.isprintable()]
    if odd:
        raise PegbarError(f"{name}: title: found {brief(odd[0])}, expected a name that no spreadsheet takes for a formula")
    odd = [year for year in rows["year"] if year and not _YEAR.fullmatch(year)]
    if odd:
        raise PegbarError(f"{name}: year: found {brief(odd[0])}, expected a year such as 1998, or nothing")
    return rows


def titles_of(store: Store, rows: pd.DataFrame, on_bad_frame: str) -> pd.DataFrame:
    """Title and year of every cut of a production.

    Parameters
    ----------
    store
        The production; its ``cuts.csv`` has the columns ``cut`` and, where known, ``title`` and ``year``.
    rows
        Its manifest.
    on_bad_frame
        ``skip``: cuts without a frame left may be named.

    Returns
    -------
    pandas.DataFrame
        The columns :data:`COLUMNS`, sorted by cut.

    Raises
    ------
    PegbarError
        The table has no column ``cut``, names a cut twice or one that is not there, or has a year that is none.
    """
    listed = _listed(store)
    cuts = sorted(set(rows["cut"]))
    unknown = sorted(set(listed["cut"]) - set(cuts))
    if unknown and on_bad_frame != "skip":
        raise PegbarError(f"{store.name_of(CUTS)}: found the cut {brief(unknown[0])}, expected only cuts that have frames")
    return listed.set_index("cut").reindex(cuts, fill_value="").rename_axis("cut").reset_index()


def split_by_title(store: Store, rows: pd.DataFrame, titles: pd.DataFrame, params: ProductionParams) -> pd.DataFrame:
    """The manifest with whole titles in each split, where at least three are named; a cut without a title counts as one of its own.

    With fewer titles the split stays one by cut. A split that the production's own table fixes stays too.

    Parameters
    ----------
    store, rows
        The production and its manifest, split by cut.
    titles
        See :func:`titles_of`.
    params
        Fractions and seed of the split.

    Raises
    ------
    PegbarError
        The production's own table puts a title into two splits.
    """
    title = rows["cut"].map(titles.set_index("cut")["title"])
    if title[title != ""].nunique() < MIN_TITLES:
        return rows
    if LISTING in store.members() and "split" in parse_table(store.text(LISTING), store.name_of(LISTING)):
        splits = rows[title != ""].groupby(title)["split"].nunique()
        if (splits > 1).any():
            leaking = splits.index[splits > 1][0]
            raise PegbarError(f"{store.name_of(LISTING)}: split: found the title {brief(leaking)} in two splits, expected it in one")
        return rows
    group = title.where(title != "", "cut " + rows["cut"])
    dealt = split_by_cut(list(group), (params.val_fraction, params.test_fraction), params.split_seed)
    return rows.assign(split=group.map(dealt))


def load_titles(path: Path) -> pd.DataFrame:
    """Read the table of cuts.

    Raises
    ------
    PegbarError
        The file is missing or damaged, or has other columns.
    """
    rows = read_table(path, "the table of cuts")
    if tuple(rows) != COLUMNS:
        raise PegbarError(f"{path}: found the columns {', '.join(map(str, rows))}, expected {', '.join(COLUMNS)}")
    return rows
