"""The grammar of ``pegbar finetune``."""

import argparse
from pathlib import Path

from pegbar.cli.arguments import add_palette, integer


def add_finetune(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The grammar of ``pegbar finetune``."""
    verb = verbs.add_parser(
        "finetune",
        help="learn on from a few corrected frames of a production",
        description="Train the models that come with the program on, from a production's own masks (cels/) and douga (douga/), among "
        "frames of the studio so that they do not forget. A quarter of the frames, whole cuts where there are several, is held out; the "
        "scores on it before and after are printed, and a model that is no better is not kept. The same command again goes on where it "
        "stopped.",
        epilog="examples:\n  pegbar annotate import annotation && pegbar finetune footage\n"
        "  pegbar finetune my_production --palette production_rgb --out my_models\n"
        "  pegbar reconstruct cut/ --models my_models",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("production", nargs="?", type=Path, default=Path("footage"), help="folder with labelled frames (default: footage)")
    verb.add_argument("--out", type=Path, metavar="DIR", help="folder for the models (default: PRODUCTION/models)")
    verb.add_argument("--models", type=Path, metavar="DIR", help="models to start from (default: those that come with the program)")
    verb.add_argument("--steps", type=integer(1, 100_000), help="steps of each network (default: 60)")
    verb.add_argument("--replay", type=integer(0, 10_000), help="frames of the studio mixed in (default: 16)")
    verb.add_argument("--threads", type=integer(1, 256), help="CPU threads (default: 2)")
    verb.add_argument("--keep-anyway", action="store_true", help="keep models that are no better on the held-out frames")
    add_palette(verb)
