"""Our colouriser as rows of StencilTorch's Table 1, with what a palette makes of the same pictures.

Lit; as flats; with the light's side told, as an artist tells it by ``--light``; with lines in a shade of what they lie on
(``--color-lines``), as rivals paint them, who draw the line art anew.

    python -m benchmarks.own_colorizer ours                # what `make repro` trained
    python -m benchmarks.own_colorizer ours_flat --starter # what came with the program

Writes ``metrics/colorizers/ROW.json`` and ``ROW.jpg``, and for *ours* ``palettes.jpg``.
"""

import argparse

import numpy as np

from benchmarks.colorizer_rows import MODELS, SHOWN, Made, opened, parsed, score
from pegbar.errors import guarded
from pegbar.evaluation.colorizer import Case
from pegbar.evaluation.own_colorizer import LightSides, painter
from pegbar.evaluation.source import source_of
from pegbar.inference.region_colorizer import RegionColorizer, load_region_colorizer
from pegbar.layers.painting import PaintRequest, paint
from pegbar.lineart.ink import separate_ink
from pegbar.networks.region_colorizer_files import NAME
from pegbar.networks.starters import starter_folder
from pegbar.params.base import load_section
from pegbar.params.coloring import ColoringEvaluationParams
from pegbar.regions.light import light_vector
from pegbar.regions.palette import picture_palette
from pegbar.visualization.galleries import write_gallery

LIT, FLAT, TOLD, SHADED_LINES = ROWS = ("ours", "ours_flat", "ours_light_told", "ours_color_lines")
_LIGHTS = (300.0, 60.0)


def proposals(case: Case, colorizer: RegionColorizer) -> list[np.ndarray]:
    """Line art, two proposals, by the illustration's palette, flat, and lit from two sides, beside the illustration."""
    none, paper = np.zeros((*case.lines.shape, 4), np.uint8), case.lines[..., None].repeat(3, axis=2)
    palette = picture_palette(np.dstack([case.picture, np.full(case.lines.shape, 255, np.uint8)]))
    free = PaintRequest(case.lines, separate_ink(case.lines), none, np.ones(case.lines.shape, np.float32), paper, False, paper=False)
    chosen = PaintRequest(case.lines, free.ink, none, free.weights, paper, False, palette, paper=False)
    shown = [paint(colorizer, free), paint(colorizer, free, seed=1), paint(colorizer, chosen, shading=0.0)]
    shown += [paint(colorizer, chosen, direction=light_vector(degrees)) for degrees in _LIGHTS]
    return [paper, *(sheets.painting() for sheets in shown), case.picture]


def measure(options: argparse.Namespace) -> None:
    """Score our colouriser and write."""
    folder = starter_folder(NAME) if options.starter else MODELS
    shading = load_section("coloring_evaluation", ColoringEvaluationParams).shading
    source = source_of("own_colorizer", [MODELS / "tag_encoder.safetensors", folder / f"{NAME}.safetensors"])
    with opened() as bench:
        colorizer = load_region_colorizer(folder, bench.device)
        sides = LightSides(bench.evaluator.cases if options.row == TOLD else ())
        strength = 0.0 if options.row in (FLAT, SHADED_LINES) else shading
        ways = [painter(colorizer, strength, sides, options.row != SHADED_LINES, paper) for paper in (False, True)]
        made = Made(ways[0], [], on_paper=ways[1])
        score(options.row, made, bench, options, source)
        if options.row == LIT:
            cases = bench.evaluator.cases[:: max(1, len(bench.evaluator.cases) // SHOWN)][:SHOWN]
            captions = ("line art", "proposal", "another", "by palette", "light from left", "from right", "illustration")
            write_gallery(options.out / "palettes.jpg", [proposals(case, colorizer) for case in cases], captions, 192, (1, 1))


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starter", action="store_true", help="what came with the program")
    chosen = parsed(parser, ROWS)
    guarded(lambda: measure(chosen))


if __name__ == "__main__":
    main()
