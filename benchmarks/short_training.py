"""A production drawn for a measurement, and short trainings on it from ImageNet's weights: what ablation and learning curves share."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from pegbar.datasets.douga_drawings import decode_drawings
from pegbar.datasets.extra_plates import with_extra_plates
from pegbar.datasets.frames import Frames
from pegbar.datasets.segmentation_loaders import cel_loader, douga_loader, load_plates
from pegbar.networks.blending import blend, snapshot
from pegbar.networks.sidecars import save_model
from pegbar.params.base import load_section
from pegbar.params.douga import DougaParams
from pegbar.params.douga_network import DougaNetworkParams
from pegbar.params.gcn import CelParams
from pegbar.params.palettes import load_palette
from pegbar.params.plates import PlateParams
from pegbar.params.production import ProductionParams
from pegbar.params.studio import StudioParams
from pegbar.production.drawings import records, write_maps
from pegbar.production.index import index_production
from pegbar.production.store import Store, rows_of
from pegbar.studio.produce import draw_production
from pegbar.training.cel_segmentation import CelSegmentation, cel_classes
from pegbar.training.segmentation import Segmentation, build_network, sidecar_of
from pegbar.training.supervised import train_network
from pegbar.vocabulary.douga_classes import BOOKS, CLASS_NAMES

SHORT: dict[str, Any] = {"learning_rate": (1.5e-3, 1e-6), "warmup": 40, "patience": 99}
"""How to train a few hundred steps from ImageNet's weights; starters have learnt from every ingredient."""
LOW_RES = {"cel": 0.8, "douga_network": 0.2}
"""Fraction of steps at half size, which are faster and see more context."""


class Drawn(NamedTuple):
    """A production: its manifest, frames, decoded douga, and true masks in place of predicted ones."""

    rows: pd.DataFrame
    frames: Store
    drawings: Store
    masks: Store

    def training_rows(self, cuts: int | None = None) -> pd.DataFrame:
        """Rows to learn from: of all training cuts, or of the first `cuts`."""
        rows = rows_of(self.rows, "train")
        return rows if cuts is None else rows[rows["cut"].isin(sorted(set(rows["cut"]))[:cuts])]


def _short(params: Any, section: str, steps: int) -> Any:
    first = params.network.model_copy(update={"init": "imagenet"})
    changes = {"steps": steps, "validate_every": max(1, steps // 4), "warmup": min(SHORT["warmup"], steps // 4), "network": first}
    return params.model_copy(update=SHORT | {"low_res_fraction": LOW_RES[section]} | changes)


def short_cel(steps: int) -> CelParams:
    """The cel network's parameters for a short training."""
    params: CelParams = _short(load_section("cel", CelParams), "cel", steps)
    return params


def short_douga(steps: int) -> DougaNetworkParams:
    """The douga network's parameters for a short training."""
    params: DougaNetworkParams = _short(load_section("douga_network", DougaNetworkParams), "douga_network", steps)
    return params


@contextmanager
def drawn(studio: StudioParams, work: Path) -> Iterator[Drawn]:
    """Draw, index and decode a production into the folder `work`, and open it."""
    palette_params = load_section("douga", DougaParams)
    palette = load_palette(Path(palette_params.palette))
    draw_production(studio, palette, work / "production")
    rows = index_production(work / "production", load_section("production", ProductionParams))[0]
    with Store(work / "production") as frames:
        for name in ("douga", "masks"):
            (work / name).mkdir()
        decode_drawings(frames, rows, palette, palette_params, work / "douga")
        write_maps(work / "masks", ((row["frame_id"], frames.mask(row["mask"])) for row in records(rows)))
        with Store(work / "douga") as drawings, Store(work / "masks") as masks:
            yield Drawn(rows, frames, drawings, masks)


def train_cel(data: Drawn, rows: pd.DataFrame, params: CelParams, extra: PlateParams, folder: Path) -> None:
    """Train a cel network on `rows` and save it into `folder`."""
    load = cel_loader(data.frames, data.drawings, params.working_height, 1 + len(CLASS_NAMES))
    seen, held_out = (Frames(part, load, params.cache_mb) for part in (rows, rows_of(data.rows, "val")))
    plates = with_extra_plates(load_plates(data.frames, rows, params), extra, params.working_height)
    task, classes = CelSegmentation(seen, held_out, plates, len(CLASS_NAMES), params), cel_classes(CLASS_NAMES, params)
    network = build_network(params, len(classes), folder, "cel")
    first = snapshot(network)
    trained = train_network(network, task, folder / "cel.pt", "short training")
    save_model(folder, "cel", blend(trained.weights, first, params.kept_fraction), sidecar_of(network, "cel", classes, trained, params))


def train_douga(data: Drawn, rows: pd.DataFrame, params: DougaNetworkParams, folder: Path) -> None:
    """Train a douga network on `rows`, cut out by their true masks, and save it into `folder`."""
    load = douga_loader(data.frames, data.masks, data.drawings, params.working_height)
    seen, held_out = (Frames(part, load, params.cache_mb) for part in (rows, rows_of(data.rows, "val")))
    task = Segmentation(seen, held_out, [], len(CLASS_NAMES), params, unweighted=BOOKS)
    network = build_network(params, len(CLASS_NAMES), folder, "douga")
    trained = train_network(network, task, folder / "douga.pt", "short training")
    weights = task.adjusted(trained.weights, params.logit_adjustment)
    save_model(folder, "douga", weights, sidecar_of(network, "douga", CLASS_NAMES, trained, params))
