"""A folder of illustrations by several artists, drawn by the studio (contract: ``pegbar.production.illustrations``)."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from pegbar.params.illustrations import IllustrationParams
from pegbar.params.studio import StudioParams
from pegbar.production.illustrations import encode_regions
from pegbar.production.pictures import encode_png
from pegbar.production.store import write_shard
from pegbar.storage.writing import atomic
from pegbar.studio.illustration import draw_illustration
from pegbar.workers import in_parallel


def _draw(number: int, artist: int, studio: StudioParams) -> tuple[list[tuple[str, bytes]], dict[str, str]]:
    """Contract members of an illustration, and its row of ``tags.csv``."""
    drawn = draw_illustration(number, studio, artist)
    place = f"artist_{artist:03d}/{number:05d}"
    layers = {"pictures": drawn.picture, "regions": encode_regions(drawn.regions), "lines": drawn.lines, "flat": drawn.flat}
    members = [(f"{layer}/{place}.png", encode_png(picture)) for layer, picture in layers.items()]
    return members, {"illustration_id": place, "tags": " ".join(drawn.tags)}


def draw_portfolio(studio: StudioParams, params: IllustrationParams, root: Path) -> None:
    """Draw the illustrations of all artists into `root`; the bytes do not depend on the number of workers."""
    root.mkdir(parents=True, exist_ok=True)
    own = {name: getattr(params, name) for name in ("seed", "width", "height", "supersampling")}
    studio = studio.model_copy(update=own)
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
