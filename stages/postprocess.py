"""postprocess: lines of one width, one class for each stroke and area (thesis 5.7)."""

from pegbar.errors import guarded
from pegbar.inference.postprocess_production import postprocess_douga
from pegbar.networks.sidecars import load_decision
from pegbar.params.base import load_section
from pegbar.params.decision import DougaDecision
from pegbar.params.evaluation import EvaluationParams
from pegbar.production.drawings import write_maps
from pegbar.production.manifest import load_manifest
from pegbar.production.store import Store
from pegbar.selection.held_out import test_frames
from pegbar.storage.records import atomic_folder
from stages.paths import CELS, FINAL_DOUGA, MANIFEST, MODELS, PRODUCTION, RAW_DOUGA


def main() -> None:
    """Write ``data/douga_final``."""
    frames = load_section("evaluation", EvaluationParams).frames
    rows = test_frames(load_manifest(MANIFEST), frames)
    decision = load_decision(MODELS, "douga", DougaDecision)
    with Store(PRODUCTION) as store, Store(RAW_DOUGA) as raw, Store(CELS) as cels, atomic_folder(FINAL_DOUGA) as folder:
        write_maps(folder, postprocess_douga(store, raw, cels, rows, decision))


if __name__ == "__main__":
    guarded(main)
