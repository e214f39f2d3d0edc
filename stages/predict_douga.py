"""predict_douga: douga of the held-out synthetic cels, raw and decided."""

from pegbar.errors import guarded
from pegbar.inference.batch import predict_douga
from pegbar.inference.predict import Predictor
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.params.evaluation import EvaluationParams
from pegbar.production.drawings import write_maps
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store, distinct, rows_of, spread
from pegbar.storage.records import atomic_folder
from stages.places import CELS, MANIFEST, MODELS, PRODUCTION, RAW_DOUGA


def main() -> None:
    """Write ``data/douga_raw``."""
    params = load_section("evaluation", EvaluationParams)
    rows = spread(distinct(rows_of(load_manifest(MANIFEST), "test", needs="mask")), params.frames)
    with Store(PRODUCTION) as store, Store(CELS) as cels, atomic_folder(RAW_DOUGA) as folder:
        found = predict_douga(Predictor(MODELS, "douga"), store, cels, rows, load_section("douga", DougaParams))
        write_maps(folder, found)


if __name__ == "__main__":
    guarded(main)
