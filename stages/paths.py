"""Where the stages read and write."""

from pathlib import Path

DATA = Path("data")
PRODUCTION = DATA / "production"
MANIFEST = DATA / "production.csv"
CUT_TABLE = DATA / "cuts.csv"
FLAGS = DATA / "frame_flags.csv"
ROUNDS = DATA / "rounds"
TRAINING_FRAMES = DATA / "training_frames.csv"
DOUGA = DATA / "douga"
CELS = DATA / "cels_predicted"
RAW_DOUGA = DATA / "douga_raw"
FINAL_DOUGA = DATA / "douga_final"
ILLUSTRATIONS = DATA / "illustrations"
ILLUSTRATION_TABLE = DATA / "illustrations.csv"
LINEART = DATA / "lineart"
REGIONS = DATA / "regions"
SCENES = DATA / "scenes"
SCENE_TABLE = DATA / "scenes.csv"
FOOTAGE = Path("footage")
ILLUSTRATION_FOLDER = Path("illustrations")
MODELS = Path("models")
TRAINED = MODELS / "trained"
PILOTS = MODELS / "pilots"
CEL_FOLDS = MODELS / "cel_folds"
CHECKPOINTS = MODELS / "checkpoints"
CODE_HASHES = Path("code_hashes")
METRICS = Path("metrics")
GALLERY = METRICS / "gallery"
PLOTS = METRICS / "plots"
REPORT = METRICS / "report.md"


def choices_of(number: int) -> Path:
    """Choices of the rounds up to one, the seed set being round 0."""
    return ROUNDS / f"{number}.csv"
