"""report: every table of the papers beside ours, and one frame taken apart."""

from pathlib import Path

from pegbar.douga.palette import load_palette
from pegbar.errors import guarded
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.params.evaluation import EvaluationParams
from pegbar.production.drawings import read_map, read_mask, records
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, spread
from pegbar.report.assemble import assemble
from pegbar.report.galleries import write_gallery
from pegbar.report.sheets import most_telling, taken_apart
from pegbar.storage.writing import atomic
from stages.places import CELS, FINAL_DOUGA, GALLERY, MANIFEST, METRICS, MODELS, PRODUCTION, REPORT


def main() -> None:
    """Write ``metrics/report.md`` and ``metrics/gallery/taken_apart.jpg``."""
    params = load_section("evaluation", EvaluationParams)
    palette = load_palette(Path(load_section("douga", DougaParams).palette))
    rows = spread(distinct(rows_of(load_manifest(MANIFEST), "test", needs="mask")), params.frames)
    with Store(PRODUCTION) as store, Store(CELS) as cels, Store(FINAL_DOUGA) as drawings:
        shares = [float(store.mask(r["mask"]).mean()) for r in records(rows)]
        row = records(rows)[most_telling(shares)]
        shown = taken_apart(store.frame(row["path"]), read_mask(cels, row["frame_id"]), read_map(drawings, row["frame_id"]), palette)
    write_gallery(GALLERY / "taken_apart.jpg", shown, (), params.gallery_width)
    with atomic(REPORT) as temporary:
        temporary.write_text(assemble(METRICS, MODELS / "cel.safetensors", shares, REPORT), encoding="utf-8")


if __name__ == "__main__":
    guarded(main)
