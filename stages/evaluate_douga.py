"""evaluate_douga: score reconstructed douga, before and after decision and post-processing, on held-out cuts."""

from pathlib import Path

from pegbar.douga.classes import CLASS_NAMES
from pegbar.douga.palette import load_palette
from pegbar.errors import guarded
from pegbar.metrics.evaluation import DougaEvaluation
from pegbar.metrics.tables import write_confusion, write_json
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.params.evaluation import EvaluationParams
from pegbar.production.drawings import decided, read_map, records
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, spread
from pegbar.report.galleries import douga_row, write_gallery
from stages.places import DOUGA, FINAL_DOUGA, GALLERY, MANIFEST, METRICS, PRODUCTION, RAW_DOUGA


def main() -> None:
    """Write ``metrics/douga.json``, confusion matrices and the gallery."""
    params = load_section("evaluation", EvaluationParams)
    palette = load_palette(Path(load_section("douga", DougaParams).palette))
    rows = spread(distinct(rows_of(load_manifest(MANIFEST), "test", needs="douga")), params.frames)
    before, between, after = DougaEvaluation(), DougaEvaluation(), DougaEvaluation()
    with Store(PRODUCTION) as store, Store(DOUGA) as truths, Store(RAW_DOUGA) as raw, Store(FINAL_DOUGA) as final:
        for row in records(rows):
            truth = read_map(truths, row["frame_id"])
            before.add(truth, read_map(raw, row["frame_id"]))
            between.add(truth, read_map(raw, decided(row["frame_id"])))
            after.add(truth, read_map(final, row["frame_id"]))
        shown = [
            douga_row(store.frame(r["path"]), read_map(truths, r["frame_id"]), read_map(final, r["frame_id"]), palette)
            for r in records(spread(rows, params.gallery_rows))
        ]
    scores = {"douga": after.metrics(), "douga_decided": between.metrics(), "douga_raw": before.metrics()}
    write_json(METRICS / "douga.json", scores)
    write_confusion(METRICS / "douga_confusion.csv", after.counts, CLASS_NAMES)
    write_confusion(METRICS / "douga_raw_confusion.csv", before.counts, CLASS_NAMES)
    write_gallery(GALLERY / "douga.jpg", shown, ("input", "truth", "prediction", "error"), params.gallery_width)


if __name__ == "__main__":
    guarded(main)
