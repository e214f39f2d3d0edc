"""evaluate_douga: score reconstructed douga, before and after decoding and post-processing, on held-out cuts.

Frames without douga are not scored; where no test frame has one, the gallery shows them all the same.
"""

from pathlib import Path

from pegbar.douga.palette import encode
from pegbar.errors import guarded
from pegbar.evaluation.segmentation import DougaEvaluation
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.params.evaluation import EvaluationParams
from pegbar.params.palettes import load_palette
from pegbar.production.drawings import decided, read_map, records
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, subsample
from pegbar.selection.held_out import test_frames
from pegbar.storage.results import write_confusion, write_json
from pegbar.visualization.galleries import douga_row, write_gallery
from pegbar.visualization.unscored import unscored_row
from pegbar.vocabulary.douga_classes import CLASS_NAMES
from stages.paths import DOUGA, FINAL_DOUGA, GALLERY, MANIFEST, METRICS, PRODUCTION, RAW_DOUGA


def main() -> None:
    """Write ``metrics/douga.json``, confusion matrices and the gallery."""
    params = load_section("evaluation", EvaluationParams)
    palette = load_palette(Path(load_section("douga", DougaParams).palette))
    rows = test_frames(load_manifest(MANIFEST), params.frames)
    shown = subsample(rows[rows["douga"] != ""] if (rows["douga"] != "").any() else rows, params.gallery_rows)
    raw_scores, decoded_scores, final_scores = DougaEvaluation(), DougaEvaluation(), DougaEvaluation()
    with Store(PRODUCTION) as store, Store(DOUGA) as truths, Store(RAW_DOUGA) as raw, Store(FINAL_DOUGA) as final:
        for row in records(rows[rows["douga"] != ""]):
            truth = read_map(truths, row["frame_id"])
            raw_scores.add(truth, read_map(raw, row["frame_id"]))
            decoded_scores.add(truth, read_map(raw, decided(row["frame_id"])))
            final_scores.add(truth, read_map(final, row["frame_id"]))
        gallery = []
        for row in records(shown):
            frame, found = store.frame(row["path"]), read_map(final, row["frame_id"])
            scored = row["douga"] != ""
            gallery.append(
                douga_row(frame, read_map(truths, row["frame_id"]), found, palette)
                if scored
                else unscored_row(frame, encode(found, palette))
            )
    scores = {"douga": final_scores, "douga_decided": decoded_scores, "douga_raw": raw_scores}
    write_json(METRICS / "douga.json", {name: each.metrics() if each.frames else {"frames": 0} for name, each in scores.items()})
    write_confusion(METRICS / "douga_confusion.csv", final_scores.counts, CLASS_NAMES)
    write_confusion(METRICS / "douga_raw_confusion.csv", raw_scores.counts, CLASS_NAMES)
    write_gallery(GALLERY / "douga.jpg", gallery, ("input", "truth", "prediction", "error"), params.gallery_width)


if __name__ == "__main__":
    guarded(main)
