"""evaluate_cels: score predicted cel masks on held-out cuts, and cross-fitted masks of training cuts beside them."""

from pegbar.errors import guarded
from pegbar.evaluation.segmentation import cel_iou, evaluate_cels
from pegbar.params.base import load_section
from pegbar.params.evaluation import EvaluationParams
from pegbar.production.drawings import read_mask, records
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, subsample
from pegbar.selection.held_out import test_frames
from pegbar.storage.results import write_confusion, write_json
from pegbar.visualization.galleries import Picture, cel_row, error_picture, write_gallery
from pegbar.visualization.unscored import unscored_row
from stages.paths import CELS, GALLERY, MANIFEST, METRICS, PRODUCTION, TRAINING_FRAMES


def _row(store: Store, cels: Store, row: dict[str, str]) -> list[Picture]:
    frame, predicted = store.frame(row["path"]), read_mask(cels, row["frame_id"])
    if not row["mask"]:
        return unscored_row(frame, error_picture(predicted, predicted))
    return cel_row(frame, store.mask(row["mask"]), predicted)


def main() -> None:
    """Write ``metrics/cel.json``, its confusion matrix and the gallery; frames without a mask are shown and not scored."""
    params = load_section("evaluation", EvaluationParams)
    rows = test_frames(load_manifest(MANIFEST), params.frames)
    scored = rows[rows["mask"] != ""]
    with Store(PRODUCTION) as store, Store(CELS) as cels:
        result = evaluate_cels((store.mask(r["mask"]), read_mask(cels, r["frame_id"])) for r in records(scored))
        training = subsample(distinct(rows_of(load_manifest(TRAINING_FRAMES), "train")), params.frames)
        cross_fit_iou = cel_iou((store.mask(r["mask"]), read_mask(cels, r["frame_id"])) for r in records(training))
        gallery = [_row(store, cels, r) for r in records(subsample(rows, params.gallery_rows))]
    write_json(METRICS / "cel.json", {"cel": result.metrics | {"cross_fit_iou": cross_fit_iou}})
    write_confusion(METRICS / "cel_confusion.csv", result.counts, ("background", "cel"))
    write_gallery(GALLERY / "cel.jpg", gallery, ("input", "truth", "prediction", "error"), params.gallery_width)


if __name__ == "__main__":
    guarded(main)
