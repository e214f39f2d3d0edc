"""``pegbar import``: check a user's footage and pack it for the pipeline."""

from pathlib import Path

from pegbar.params.production import ProductionParams
from pegbar.production.importing import copy_production
from pegbar.production.index import index_store
from pegbar.production.store import Store
from pegbar.storage.records import atomic_folder, check_apart

KEPT = ("README.md",)
"""Stays in the target: it says what belongs there."""


def import_footage(source: Path, target: Path, skip_bad: bool) -> None:
    """Validate all of `source`, then replace `target` by it; on an error `target` stays as it was.

    Raises
    ------
    PegbarError
        Naming the first file that breaks the contract.
    """
    params = ProductionParams(
        source="footage", on_bad_frame="skip" if skip_bad else "stop", val_fraction=0.1, test_fraction=0.1, split_seed=0
    )
    check_apart(source, target)
    with atomic_folder(target, kept=KEPT) as folder:
        names = copy_production(source, folder)
        with Store(folder, source, names) as store:
            rows, listing = index_store(store, params)
    for reason in listing.skipped:
        print(f"skipped: {reason}")
    for name in listing.unused:
        print(f"unused: {name} belongs to no frame")
    labelled = int((rows["mask"] != "").sum())
    print(f"{target}: {len(names)} files, {len(rows)} frames in {rows['cut'].nunique()} cuts, {labelled} with a cel mask")
    print("set production.source to footage in params.yaml, or: dvc exp run -S production.source=footage")
