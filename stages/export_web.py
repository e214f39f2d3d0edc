"""export_web: ONNX of the models that the page in the browser runs, from the trained ones or, where there are none, from starters."""

from pegbar.errors import guarded
from pegbar.onnx_models.web import export_web_models
from stages.paths import MODELS


def main() -> None:
    """Write ``models/web``."""
    export_web_models(MODELS, MODELS / "web")


if __name__ == "__main__":
    guarded(main)
