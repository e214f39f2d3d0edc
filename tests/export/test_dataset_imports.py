"""Our own export imports as a production: frames, masks and douga equal to the bit."""

from pathlib import Path

import numpy as np

from pegbar.cli.footage import import_footage
from pegbar.douga.palette import decode
from pegbar.export.frame_files import LayerOptions, Slot, frame_files
from pegbar.export.panoptic import write_panoptic_index
from pegbar.params.production import ProductionParams
from pegbar.production.index import index_store
from pegbar.production.store import Store
from pegbar.storage.records import write_set
from pegbar.vocabulary.palette import Palette
from tests.export.frame_case import drawn_parts

SHIFTS = {("c0001", 1): 0, ("c0001", 3): 6, ("c0002", 0): -7, ("c0003", 12_345): 9}


def test_round_trip(tmp_path: Path, palette: Palette) -> None:
    out = tmp_path / "out"
    for (cut, number), shift in SHIFTS.items():
        made = frame_files(drawn_parts(shift), Slot(cut, number), LayerOptions(("psd", "dataset"), palette))
        write_set(out, f"layers_{cut}_{number:04d}", made)
    assert write_panoptic_index(out / "dataset") == len(SHIFTS)
    import_footage(out / "dataset", tmp_path / "footage", skip_bad=False)
    params = ProductionParams(source="footage", on_bad_frame="stop", val_fraction=0.1, test_fraction=0.1, split_seed=0)
    with Store(tmp_path / "footage") as store:
        rows, listing = index_store(store, params)
        assert not listing.unused and not listing.skipped
        assert sorted(rows["frame_id"]) == sorted(f"{cut}/{number:04d}" for cut, number in SHIFTS)
        for row in rows.to_dict("records"):
            parts = drawn_parts(SHIFTS[row["cut"], row["index"]])
            assert np.array_equal(store.frame(row["path"]), parts.frame)
            assert np.array_equal(store.mask(row["mask"]), parts.mask)
            decoded = decode(store.frame(row["douga"]), palette)
            assert np.array_equal(decoded.classes, parts.classes) and not decoded.foreign.any()
