"""``pegbar import``: check a user's folder and pack it for the pipeline."""

from pathlib import Path

from pegbar.params.production import ProductionParams
from pegbar.production.importing import copy_production
from pegbar.production.index import index_production
from pegbar.production.pictures import atomic_folder


def import_footage(source: Path, target: Path, skip_bad: bool) -> None:
    """Validate `source` whole, then put it in place of `target`; on an error `target` stays as it was.

    Raises
    ------
    PegbarError
        Naming the first file that breaks the contract.
    """
    params = ProductionParams(source="footage", on_bad_frame="skip" if skip_bad else "stop", val_share=0.1, test_share=0.1, split_seed=0)
    readme = target / "README.md"
    kept = readme.read_bytes() if readme.exists() else None
    with atomic_folder(target) as folder:
        count = copy_production(source, folder)
        rows, skipped = index_production(folder, params)
        if kept is not None:
            (folder / "README.md").write_bytes(kept)
    for reason in skipped:
        print(f"skipped: {reason}")
    labelled = int((rows["mask"] != "").sum())
    print(f"{target}: {count} files, {len(rows)} frames in {rows['cut'].nunique()} cuts, {labelled} with a cel mask")
    print("set production.source to footage in params.yaml, or: dvc exp run -S production.source=footage")
