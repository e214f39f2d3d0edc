"""A folder of illustrations by several artists, drawn by the studio (contract: ``pegbar.production.illustrations``)."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from pegbar.parallel import in_parallel
from pegbar.params.illustrations import IllustrationParams
from pegbar.params.studio import StudioParams
from pegbar.production.illustrations import encode_regions
from pegbar.production.light_layer import encode_light
from pegbar.production.pictures import encode_png
from pegbar.production.store import write_shard
from pegbar.storage.writing import atomic
from pegbar.studio.illustration import draw_illustration


def _draw(number: int, artist: int, studio: StudioParams) -> tuple[list[tuple[str, bytes]], dict[str, str]]:
    """Contract members of an illustration, and its row of ``tags.csv``."""
    drawn = draw_illustration(number, studio, artist)
    place = f"artist_{artist:03d}/{number:05d}"
    layers = {
        "pictures": drawn.picture,
        "regions": encode_regions(drawn.regions),
        "lines": drawn.lines,
        "flat": drawn.flat,
        "light": encode_light(drawn.light),
    }
    members = [(f"{layer}/{place}.png", encode_png(picture)) for layer, picture in layers.items()]
    return members, {"illustration_id": place, "tags": " ".join(drawn.tags)}


def draw_portfolio(studio: StudioParams, params: IllustrationParams, root: Path) -> None:
    """Draw the illustrations of all artists into `root`, in the contract of ``production.illustrations``.

    Parameters
    ----------
    studio
        Ingredients and line widths; seed, size and supersampling are taken from `params`.
    params
        Number of artists and of illustrations by each; the bytes do not depend on ``workers``.
    root
        Folder, made if it is missing; takes ``illustrations.zip`` and ``tags.csv``.

    Examples
    --------
    >>> from pegbar.params.base import load_section
    >>> studio = load_section("studio", StudioParams)
    >>> params = load_section("illustrations", IllustrationParams)
    >>> small = {"artists": 3, "per_artist": 1, "width": 64, "height": 64, "supersampling": 1, "workers": 1}
    >>> draw_portfolio(studio, params.model_copy(update=small), Path("portfolio"))
    >>> sorted(path.name for path in Path("portfolio").iterdir())
    ['illustrations.zip', 'tags.csv']
    """
    root.mkdir(parents=True, exist_ok=True)
    size_and_seed = {name: getattr(params, name) for name in ("seed", "width", "height", "supersampling")}
    studio = studio.model_copy(update=size_and_seed)
    count = params.artists * params.per_artist
    drawn = in_parallel(_draw, ((number, number // params.per_artist, studio) for number in range(count)), params.workers)
    rows: list[dict[str, str]] = []

    def members() -> Iterator[tuple[str, bytes]]:
        for made, row in tqdm(drawn, total=count, desc="draw", unit="picture"):
            rows.append(row)
            yield from made

    write_shard(root / "illustrations.zip", members())
    with atomic(root / "tags.csv") as temporary:
        pd.DataFrame(rows).to_csv(temporary, index=False, lineterminator="\n")
