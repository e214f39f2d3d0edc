"""Cross-fitting by cut: every training cut is predicted by a network that was trained on the other cuts only.

The douga network trains on predicted cel masks. Masks of frames that their network was trained on are better than those of
frames it never saw, which is all that it meets afterwards.
"""

import hashlib
from collections.abc import Iterable

import pandas as pd

from pegbar.errors import PegbarError


def deal_cuts(cuts: Iterable[str], folds: int, seed: int) -> dict[str, int]:
    """Deal cuts into folds of about equal size.

    Parameters
    ----------
    cuts
        Their names; repetitions count once, and their order does not matter.
    folds
        How many, at least 1.
    seed
        Decides which cuts go together, by a hash of seed and name.

    Returns
    -------
    dict
        Cut → fold, 0 to `folds` − 1; no fold is empty.

    Raises
    ------
    PegbarError
        There are fewer cuts than folds.
    """
    shuffled = sorted(set(cuts), key=lambda cut: hashlib.sha256(f"{seed} {cut}".encode()).hexdigest())
    if len(shuffled) < folds:
        raise PegbarError(f"cel_folds.folds: found {folds} for {len(shuffled)} training cuts, expected one cut a fold at least")
    return {cut: number % folds for number, cut in enumerate(shuffled)}


def split_folds(rows: pd.DataFrame, folds: int, seed: int) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    """(trained on, left out) rows of each fold; none with one fold, where the final network predicts what it was trained on.

    Parameters
    ----------
    rows
        Rows of a manifest, with a column ``cut``.
    folds, seed
        As for :func:`deal_cuts`.

    Raises
    ------
    PegbarError
        There are fewer cuts than folds.
    """
    if folds == 1:
        return []
    fold = rows["cut"].map(deal_cuts(rows["cut"], folds, seed))
    return [(rows[fold != number], rows[fold == number]) for number in range(folds)]
