"""evaluate_douga: score reconstructed douga, before and after decoding and post-processing, on held-out cuts."""

from pathlib import Path

from pegbar.errors import guarded
from pegbar.evaluation.segmentation import DougaEvaluation
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.params.evaluation import EvaluationParams
from pegbar.params.palettes import load_palette
from pegbar.production.drawings import decided, read_map, records
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, subsample
from pegbar.storage.results import write_confusion, write_json
from pegbar.visualization.galleries import douga_row, write_gallery
from pegbar.vocabulary.douga_classes import CLASS_NAMES
from stages.paths import DOUGA, FINAL_DOUGA, GALLERY, MANIFEST, METRICS, PRODUCTION, RAW_DOUGA


def main() -> None:
    """Write ``metrics/douga.json``, confusion matrices and the gallery."""
    params = load_section("evaluation", EvaluationParams)
    palette = load_palette(Path(load_section("douga", DougaParams).palette))
    rows = subsample(distinct(rows_of(load_manifest(MANIFEST), "test", needs="douga")), params.frames)
    raw_scores, decoded_scores, final_scores = DougaEvaluation(), DougaEvaluation(), DougaEvaluation()
    with Store(PRODUCTION) as store, Store(DOUGA) as truths, Store(RAW_DOUGA) as raw, Store(FINAL_DOUGA) as final:
        for row in records(rows):
            truth = read_map(truths, row["frame_id"])
            raw_scores.add(truth, read_map(raw, row["frame_id"]))
            decoded_scores.add(truth, read_map(raw, decided(row["frame_id"])))
            final_scores.add(truth, read_map(final, row["frame_id"]))
        gallery = [
            douga_row(store.frame(r["path"]), read_map(truths, r["frame_id"]), read_map(final, r["frame_id"]), palette)
            for r in records(subsample(rows, params.gallery_rows))
        ]
    scores = {"douga": final_scores.metrics(), "douga_decided": decoded_scores.metrics(), "douga_raw": raw_scores.metrics()}
    write_json(METRICS / "douga.json", scores)
    write_confusion(METRICS / "douga_confusion.csv", final_scores.counts, CLASS_NAMES)
    write_confusion(METRICS / "douga_raw_confusion.csv", raw_scores.counts, CLASS_NAMES)
    write_gallery(GALLERY / "douga.jpg", gallery, ("input", "truth", "prediction", "error"), params.gallery_width)


if __name__ == "__main__":
    guarded(main)
