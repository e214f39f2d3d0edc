"""``pegbar background``: words or labels in, a painted plate out, the cel on top; and changes to it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.cli.grammar import MOST_PAINTED
from pegbar.cli.sheets import device_of
from pegbar.errors import PegbarError
from pegbar.inference.backgrounds import Backdrops, repaint
from pegbar.inference.choosing import candidates, taste_of
from pegbar.inference.recognition import Recognizer
from pegbar.layers.openraster import openraster_bytes
from pegbar.layers.staging import Staged, stage
from pegbar.params.base import load_section
from pegbar.params.scenes import OrderParams
from pegbar.production.pictures import encode_png, read_rgb, read_rgba
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenes.edits import change, changed_region
from pegbar.scenes.library import Library
from pegbar.scenes.orders import Reading, order_of_labels
from pegbar.scenes.plans import Plan, load_plan, plan_bytes
from pegbar.scenes.words import load_denied, load_vocabulary, read_words
from pegbar.storage.records import check_not_inputs, write_set
from pegbar.storage.writing import check_folder

Picture = NDArray[np.uint8]
SHEETS = ("background.png", "plan.json", "shadow.png", "cel.png", "composite.png", "sheets.ora")


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
    cel = read_rgba(options.foreground, MOST_PAINTED)
    if cel[..., 3].min() == 255:
        raise PegbarError(f"{options.foreground}: found no transparency, expected a cel (`pegbar reconstruct` cuts one out)")
    if cel[..., 3].max() == 0:
        raise PegbarError(f"{options.foreground}: found nothing on it, expected a cel")
    return cel


def _size(options: Options, cel: Picture | None) -> tuple[int, int]:
    own = None if cel is None else (cel.shape[1], cel.shape[0])
    if own is not None and options.size not in (None, own):
        wanted, found = (f"{width}×{height}" for width, height in (own, options.size or own))
        raise PegbarError(f"--size: found {found}, expected the foreground's {wanted}")
    return own or options.size or (1920, 1080)


def choose(options: Options, shop: Shop, reading: Reading, mask: NDArray[np.bool_] | None) -> tuple[Plan, dict[str, bytes]]:
    """The best candidate's plan, and all candidates as PNG bytes by name, to be scored."""
    order = reading.order
    never = [wish.label for wish in order.elements if not shop.library.instances(wish.label, order.place)]
    if never:
        raise PegbarError(f"order: found {never[0]}, which no learnt scene shows; expected another element, or more scenes (scenes.count)")
    taste = None if options.liked is None else taste_of(options.liked, shop.recognizer)
    seeds = [(options.seed + turn) % 2**32 for turn in range(options.candidates)]
    found = candidates(order, shop.backdrops, shop.recognizer, seeds, mask, taste)
    files = {}
    for place, own in enumerate(found):
        files[f"candidates/{place:02d}.png"] = encode_png(own.picture)
        print(f"candidate {place:02d}: seed {own.plan.seed}, conditions met {own.met:.0%}, sure {own.sure:.0%}, liking {own.liking:+.2f}")
    return found[0].plan, files


def sheets_of(plate: Picture, cel: Picture | None, plan: Plan) -> dict[str, bytes]:
    """Files of a background and its plan; with a cel all sheets, one by one and in register as OpenRaster."""
    files = {"background.png": encode_png(plate), "plan.json": plan_bytes(plan)}
    if cel is None:
        return files
    staged: Staged = stage(cel, plate)
    files |= {f"{name}.png": encode_png(getattr(staged, name)) for name in ("shadow", "cel")}
    files["composite.png"] = encode_png(staged.flattened())
    files["sheets.ora"] = openraster_bytes([("background", plate), ("shadow", staged.shadow), ("cel", staged.cel)])
    return files


def check_inputs(options: Options, *others: Path | None) -> None:
    """Refuse outputs that would overwrite an input, and a folder that cannot be written into."""
    inputs = [path for path in (options.foreground, options.liked, *others) if path is not None]
    check_not_inputs(inputs, (options.out / name for name in SHEETS))
    check_folder(options.out)


def background(options: Options) -> None:
    """Paint a background to order, or change one."""
    check_inputs(options)
    cel = _foreground(options)
    shop = Shop(options.models, options.scenes, options.params, options.device)
    if options.edit is not None:
        _edit(options, shop, options.edit, cel)
        return
    size = _size(options, cel)
    mask = None if cel is None else cel[..., 3] > 127
    if options.plan:
        plan, files = load_plan(options.plan, shop.library), dict[str, bytes]()
    else:
        plan, files = choose(options, shop, reading_of(options, shop), mask)
    with tqdm(total=1, desc=f"paint {size[0]}×{size[1]}", unit="picture") as bar:
        plate = shop.backdrops.ordered(plan, size)
        bar.update()
    write_set(options.out, "background", files | sheets_of(plate, cel, plan))
    print(f"{options.out}: background.png and plan.json" + ("" if cel is None else ", cel, shadow, composite and sheets.ora"))


def _edit(options: Options, shop: Shop, folder: Path, cel: Picture | None) -> None:
    """Change what the words name in the background that lies in `folder`; all other pixels stay, to the bit."""
    if options.prompt is None:
        raise PegbarError("--edit: found no words, expected what to change, such as 'make the sky a sunset'")
    plan = load_plan(folder / "plan.json", shop.library)
    before = read_rgb(folder / "background.png", MOST_PAINTED)
    if cel is not None and cel.shape[:2] != before.shape[:2]:
        found, wanted = (f"{p.shape[1]}×{p.shape[0]}" for p in (cel, before))
        raise PegbarError(f"{options.foreground}: found {found} pixels, expected {wanted} as {folder / 'background.png'} has")
    reading = shop.read(options.prompt, whole=False)
    print("\n".join(reading.lines()))
    changed = change(plan, reading, shop.library, options.seed)
    region = changed_region(plan, changed, (before.shape[1], before.shape[0]))
    after = repaint(shop.backdrops, before, plan, changed.plan, region)
    write_set(options.out, "background", sheets_of(after, cel, changed.plan))
    print(f"{options.out}: {changed.told}; {region.mean():.0%} of the picture painted anew, the rest as it was")
