"""evaluate_cels: score predicted cel masks on held-out cuts, and cross-fitted masks of training cuts beside them."""

from pegbar.errors import guarded
from pegbar.evaluation.segmentation import cel_iou, evaluate_cels
from pegbar.params.base import load_section
from pegbar.params.evaluation import EvaluationParams
from pegbar.production.drawings import read_mask, records
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, subsample
from pegbar.storage.results import write_confusion, write_json
from pegbar.visualization.galleries import cel_row, write_gallery
from stages.paths import CELS, GALLERY, MANIFEST, METRICS, PRODUCTION, SEEDS


def main() -> None:
    """Write ``metrics/cel.json``, its confusion matrix and the gallery."""
    params = load_section("evaluation", EvaluationParams)
    rows = subsample(distinct(rows_of(load_manifest(MANIFEST), "test", needs="mask")), params.frames)
    with Store(PRODUCTION) as store, Store(CELS) as cels:
        result = evaluate_cels((store.mask(r["mask"]), read_mask(cels, r["frame_id"])) for r in records(rows))
        seeds = subsample(distinct(rows_of(load_manifest(SEEDS), "train", needs="mask")), params.frames)
        cross_fit_iou = cel_iou((store.mask(r["mask"]), read_mask(cels, r["frame_id"])) for r in records(seeds))
        gallery = [
            cel_row(store.frame(r["path"]), store.mask(r["mask"]), read_mask(cels, r["frame_id"]))
            for r in records(subsample(rows, params.gallery_rows))
        ]
    write_json(METRICS / "cel.json", {"cel": result.metrics | {"cross_fit_iou": cross_fit_iou}})
    write_confusion(METRICS / "cel_confusion.csv", result.counts, ("background", "cel"))
    write_gallery(GALLERY / "cel.jpg", gallery, ("input", "truth", "prediction", "error"), params.gallery_width)


if __name__ == "__main__":
    guarded(main)
