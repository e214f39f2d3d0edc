"""Learn the colour schemes that proposals are mixed from, out of illustrations that the studio draws.

    python -m benchmarks.color_schemes               # writes src/pegbar/resources/color_schemes.yaml (a minute)

Each illustration gives its flat colours: under a tint skin is grey or blue, and light is laid over a proposal anyway. Their numbers are far
from all that train, validate or test anything.
"""

import argparse
from pathlib import Path

import numpy as np
from tqdm import tqdm

from pegbar.errors import guarded
from pegbar.params.base import load_section
from pegbar.params.color_schemes import MOST_COLORS
from pegbar.params.studio import StudioParams
from pegbar.regions.palette import picture_palette
from pegbar.resources.schemes import SCHEMES
from pegbar.storage.writing import atomic
from pegbar.studio.illustration import draw_illustration

FIRST, SIDE = 50_000, 256
FEWEST = 3
HEAD = "# Colours that go together, a picture a line, the commonest first: `python -m benchmarks.color_schemes` wrote them.\nschemes:\n"


def scheme_of(number: int, params: StudioParams) -> bytes | None:
    """Flat colours of an illustration as RGB triples; what has fewer than three has no scheme."""
    drawn = draw_illustration(number, params)
    palette = picture_palette(np.dstack([drawn.flat, np.full(drawn.lines.shape, 255, np.uint8)]), MOST_COLORS)
    return palette.tobytes() if len(palette) >= FEWEST else None


def learn(pictures: int, out: Path) -> None:
    """Draw illustrations and write their schemes, sorted."""
    params = load_section("studio", StudioParams).model_copy(update={"width": SIDE, "height": SIDE})
    numbers = tqdm(range(FIRST, FIRST + pictures), desc="illustrations", unit="picture")
    found = {scheme for number in numbers if (scheme := scheme_of(number, params)) is not None}
    with atomic(out) as partial:
        partial.write_text(HEAD + "".join(f'  - "{scheme.hex()}"\n' for scheme in sorted(found)), encoding="utf-8")
    print(f"{out}: {len(found)} colour schemes of {pictures} illustrations")


def main() -> None:
    """Parse and learn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=520, help="illustrations to draw; default: %(default)s")
    parser.add_argument("--out", type=Path, default=SCHEMES, help="default: the package's own")
    chosen = parser.parse_args()
    guarded(lambda: learn(chosen.pictures, chosen.out))


if __name__ == "__main__":
    main()
