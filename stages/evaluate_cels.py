"""evaluate_cels: score predicted cel masks on held-out cuts."""

from pegbar.errors import guarded
from pegbar.metrics.evaluation import evaluate_cels
from pegbar.metrics.tables import write_confusion, write_json
from pegbar.params.base import load_section
from pegbar.params.evaluation import EvaluationParams
from pegbar.production.drawings import read_mask, records
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, spread
from pegbar.report.galleries import cel_row, write_gallery
from stages.places import CELS, GALLERY, MANIFEST, METRICS, PRODUCTION


def main() -> None:
    """Write ``metrics/cel.json``, its confusion matrix and the gallery."""
    params = load_section("evaluation", EvaluationParams)
    rows = spread(distinct(rows_of(load_manifest(MANIFEST), "test", needs="mask")), params.frames)
    with Store(PRODUCTION) as store, Store(CELS) as cels:
        result = evaluate_cels((store.mask(r["mask"]), read_mask(cels, r["frame_id"])) for r in records(rows))
        shown = [
            cel_row(store.frame(r["path"]), store.mask(r["mask"]), read_mask(cels, r["frame_id"]))
            for r in records(spread(rows, params.gallery_rows))
        ]
    write_json(METRICS / "cel.json", {"cel": result.metrics})
    write_confusion(METRICS / "cel_confusion.csv", result.counts, ("background", "cel"))
    write_gallery(GALLERY / "cel.jpg", shown, ("input", "truth", "prediction", "error"), params.gallery_width)


if __name__ == "__main__":
    guarded(main)
