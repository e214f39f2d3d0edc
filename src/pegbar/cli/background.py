"""``pegbar background``: words or labels in, a painted plate out, the cel on top; and changes to it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.cli.sheets import device_of
from pegbar.errors import PegbarError
from pegbar.inference.backgrounds import Backdrops, repaint
from pegbar.inference.choosing import candidates, taste_of
from pegbar.inference.recognition import Recognizer
from pegbar.layers.openraster import write_openraster
from pegbar.layers.staging import Staged, stage
from pegbar.params.base import load_section
from pegbar.params.scenes import OrderParams
from pegbar.production.pictures import decode_rgb, decode_rgba, write_png
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenes.edits import change, changed_region
from pegbar.scenes.library import Library
from pegbar.scenes.orders import Reading, order_of_labels
from pegbar.scenes.plans import Plan, load_plan, save_plan
from pegbar.scenes.words import load_denied, load_vocabulary, read_words
from pegbar.storage.reading import read_bytes

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Options:
    """What the user asked for."""

    prompt: str | None
    labels: dict[str, Any]
    out: Path
    foreground: Path | None
    size: tuple[int, int] | None
    candidates: int
    seed: int
    liked: Path | None
    plan: Path | None
    edit: Path | None
    models: Path
    scenes: Path
    params: Path
    device: str


class Shop:
    """Library, painter and recognizer, loaded once."""

    def __init__(self, models: Path, scenes: Path, params: Path, device: str) -> None:
        table = scenes.with_suffix(".csv")
        self.store = Store(scenes)
        self.library = Library(self.store, rows_of(load_scenes(table), "train"))
        self.backdrops = Backdrops(models, self.library, device_of(device))
        self.recognizer = Recognizer(models, self.backdrops.size, self.backdrops.device)
        self.denied = load_denied(load_section("orders", OrderParams, params).denied)

    def read(self, prompt: str, whole: bool = True) -> Reading:
        """Read words by the vocabulary."""
        return read_words(prompt, load_vocabulary(), self.denied, whole)


def reading_of(options: Options, shop: Shop) -> Reading:
    """The order, out of words or labels; prints how it was understood."""
    if options.prompt is not None and options.labels:
        raise PegbarError("order: found a prompt and labels, expected one of them")
    if options.prompt is None and not options.labels:
        raise PegbarError("order: found neither words nor labels, expected a prompt, or --place, --time, --element …")
    reading = order_of_labels(options.labels) if options.prompt is None else shop.read(options.prompt)
    print("\n".join(reading.lines()))
    return reading


def _foreground(options: Options) -> Picture | None:
    if options.foreground is None:
        return None
    cel = decode_rgba(read_bytes(options.foreground), str(options.foreground))
    if cel[..., 3].min() == 255:
        raise PegbarError(f"{options.foreground}: found no transparency, expected a cel (`pegbar reconstruct` cuts one out)")
    return cel


def _size(options: Options, cel: Picture | None) -> tuple[int, int]:
    own = None if cel is None else (cel.shape[1], cel.shape[0])
    if own is not None and options.size not in (None, own):
        wanted, found = (f"{width}×{height}" for width, height in (own, options.size or own))
        raise PegbarError(f"--size: found {found}, expected the foreground's {wanted}")
    return own or options.size or (1920, 1080)


def choose(options: Options, shop: Shop, reading: Reading, mask: NDArray[np.bool_] | None) -> Plan:
    """The best candidate's plan; writes all candidates, to be scored."""
    order = reading.order
    never = [wish.label for wish in order.elements if not shop.library.instances(wish.label, order.place)]
    if never:
        raise PegbarError(f"order: found {never[0]}, which no learnt scene shows; expected another element, or more scenes (scenes.count)")
    taste = None if options.liked is None else taste_of(options.liked, shop.recognizer)
    seeds = [options.seed + turn for turn in range(options.candidates)]
    found = candidates(order, shop.backdrops, shop.recognizer, seeds, mask, taste)
    for place, own in enumerate(found):
        write_png(options.out / "candidates" / f"{place:02d}.png", own.picture)
        print(f"candidate {place:02d}: seed {own.plan.seed}, conditions met {own.met:.0%}, sure {own.sure:.0%}, liking {own.liking:+.2f}")
    return found[0].plan


def write_sheets(out: Path, plate: Picture, cel: Picture | None) -> None:
    """Write the background, and with a cel all sheets, one by one and in register as OpenRaster."""
    write_png(out / "background.png", plate)
    if cel is None:
        return
    staged: Staged = stage(cel, plate)
    for name in ("shadow", "cel"):
        write_png(out / f"{name}.png", getattr(staged, name))
    write_png(out / "composite.png", staged.flattened())
    write_openraster(out / "sheets.ora", [("background", plate), ("shadow", staged.shadow), ("cel", staged.cel)])


def background(options: Options) -> None:
    """Paint a background to order, or change one."""
    shop = Shop(options.models, options.scenes, options.params, options.device)
    if options.edit is not None:
        _edit(options, shop, options.edit)
        return
    cel = _foreground(options)
    size = _size(options, cel)
    mask = None if cel is None else cel[..., 3] > 127
    plan = load_plan(options.plan, shop.library) if options.plan else choose(options, shop, reading_of(options, shop), mask)
    with tqdm(total=1, desc=f"paint {size[0]}×{size[1]}", unit="picture") as bar:
        plate = shop.backdrops.ordered(plan, size)
        bar.update()
    write_sheets(options.out, plate, cel)
    save_plan(plan, options.out / "plan.json")
    print(f"{options.out}: background.png and plan.json" + ("" if cel is None else ", cel, shadow, composite and sheets.ora"))


def _edit(options: Options, shop: Shop, folder: Path) -> None:
    """Change what the words name in the background that lies in `folder`; all other pixels stay, to the bit."""
    if options.prompt is None:
        raise PegbarError("--edit: found no words, expected what to change, such as 'make the sky a sunset'")
    plan = load_plan(folder / "plan.json", shop.library)
    before = decode_rgb(read_bytes(folder / "background.png"), str(folder / "background.png"))
    reading = shop.read(options.prompt, whole=False)
    print("\n".join(reading.lines()))
    changed = change(plan, reading, shop.library, options.seed)
    region = changed_region(plan, changed, (before.shape[1], before.shape[0]))
    after = repaint(shop.backdrops, before, plan, changed.plan, region)
    write_sheets(options.out, after, _foreground(options))
    save_plan(changed.plan, options.out / "plan.json")
    print(f"{options.out}: {changed.told}; {region.mean():.0%} of the picture painted anew, the rest as it was")
