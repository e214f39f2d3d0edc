from pathlib import Path

from pegbar.params.base import load_section
from pegbar.params.studio import StudioParams
from pegbar.production.illustrations import index_illustrations, region_ids
from pegbar.production.store import Store
from pegbar.studio.illustration import draw_illustration, plan_illustration
from pegbar.studio.portfolio import draw_portfolio
from tests.production.test_illustrations import PARAMS


def test_a_portfolio_keeps_the_contract_whatever_the_workers(tmp_path: Path) -> None:
    studio = load_section("studio", StudioParams)
    for workers in (1, 2):
        draw_portfolio(studio, PARAMS.model_copy(update={"workers": workers}), tmp_path / str(workers))
    shards = [(tmp_path / w / "illustrations.zip").read_bytes() for w in ("1", "2")]
    assert shards[0] == shards[1]
    rows = index_illustrations(tmp_path / "1", PARAMS).rows
    assert len(rows) == PARAMS.artists * PARAMS.per_artist
    assert (rows[["regions", "lines", "flat", "light", "tags"]] != "").all().all()
    with Store(tmp_path / "1") as store:
        row = rows.iloc[0]
        regions, flat = region_ids(store.frame(row["regions"])), store.frame(row["flat"])
    assert len({tuple(c) for c in flat[regions == 1]}) == 1, "a region has one flat colour"


def test_an_artists_illustrations_share_a_style() -> None:
    studio = load_section("studio", StudioParams)
    styles = [plan_illustration(n, studio, artist).style for n, artist in ((0, 0), (1, 0), (2, 1))]
    assert styles[0] == styles[1] != styles[2]
    assert plan_illustration(0, studio).style != styles[0]
    assert draw_illustration(0, studio.model_copy(update={"width": 96, "height": 64}), 0).picture.shape == (64, 96, 3)
