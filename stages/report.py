"""report: every table of the papers beside ours, and one frame taken apart."""

from pathlib import Path

from pegbar.errors import guarded
from pegbar.params.base import load_scale, load_section
from pegbar.params.douga import DougaParams
from pegbar.params.evaluation import EvaluationParams
from pegbar.params.palettes import load_palette
from pegbar.production.drawings import read_map, read_mask, records
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store
from pegbar.report.assemble import assemble
from pegbar.report.plots import write_plots
from pegbar.report.provenance import read_provenance
from pegbar.selection.held_out import test_frames
from pegbar.storage.writing import atomic
from pegbar.visualization.galleries import write_gallery
from pegbar.visualization.sheets import closest_to_fraction, taken_apart
from stages.paths import CELS, FINAL_DOUGA, GALLERY, MANIFEST, METRICS, PLOTS, PRODUCTION, REPORT


def main() -> None:
    """Write ``metrics/report.md``, ``metrics/plots`` and ``metrics/gallery/taken_apart.jpg``."""
    params = load_section("evaluation", EvaluationParams)
    palette = load_palette(Path(load_section("douga", DougaParams).palette))
    rows = test_frames(load_manifest(MANIFEST), params.frames)
    with Store(PRODUCTION) as store, Store(CELS) as cels, Store(FINAL_DOUGA) as drawings:
        fractions = [float((store.mask(r["mask"]) if r["mask"] else read_mask(cels, r["frame_id"])).mean()) for r in records(rows)]
        row = records(rows)[closest_to_fraction(fractions)]
        layers = taken_apart(store.frame(row["path"]), read_mask(cels, row["frame_id"]), read_map(drawings, row["frame_id"]), palette)
    write_gallery(GALLERY / "taken_apart.jpg", layers, (), params.gallery_width)
    PLOTS.mkdir(exist_ok=True)
    write_plots(METRICS, PLOTS)
    text = assemble(METRICS, read_provenance(load_scale()), fractions, REPORT)
    with atomic(REPORT) as temporary:
        temporary.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    guarded(main)
