"""What the library makes of drawn pictures, written for the tests of the page's engine, which must make the same of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.morphology import skeletonize
from skimage.segmentation import watershed

from pegbar.arrays.nearest_fill import nearest_known
from pegbar.douga.color_region_pooling import pool_by_color_region
from pegbar.douga.postprocess import postprocess
from pegbar.douga.strokes import vote_by_stroke
from pegbar.inference.letterbox import find_content
from pegbar.inference.mask_refinement import refine_mask
from pegbar.inference.predictor import decide_cel, remove_specks
from pegbar.inference.region_colorizer import seen_size
from pegbar.inference.region_decisions import Decisions, as_expected, drawn_colors, palette_shares
from pegbar.inference.region_paints import drawn_palette, likeliest_scheme, offer
from pegbar.layers.soft_alpha import extract_soft_cel
from pegbar.lineart.cleaning import clean_lines
from pegbar.lineart.ink import lay_ink, separate_ink
from pegbar.params.color_schemes import color_schemes
from pegbar.params.decision import CelDecision, DougaDecision
from pegbar.params.palettes import load_palette
from pegbar.regions.color_bins import color_bins, soft_labels, to_lab, to_rgb
from pegbar.regions.colors import region_medians
from pegbar.regions.ground import ground_of, with_ground
from pegbar.regions.hinted_regions import hinted_regions
from pegbar.regions.light import enlarge_within, lay_light, shadow_colors
from pegbar.regions.parted_regions import PartedRegions, parted_regions, with_parts
from pegbar.regions.region_shapes import cover, shapes
from pegbar.transforms.preprocessing import pad_to_stride, resize, standardize, to_tensor

Array = NDArray[Any]
Rgba = NDArray[np.uint8]


class Fixtures:
    """Cases in a folder: ``cases.json``, and a file of bytes for each array."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.cases, self._count = folder, list[dict[str, Any]](), 0

    def _stored(self, value: Any) -> Any:
        if not isinstance(value, np.ndarray):
            return value
        kept = value.astype({"b": np.uint8, "u": np.uint8, "i": np.int32, "f": np.float32}[value.dtype.kind])
        name = f"{self._count}.bin"
        self._count += 1
        (self.folder / name).write_bytes(np.ascontiguousarray(kept).tobytes())
        return {"file": name, "type": kept.dtype.name, "shape": list(kept.shape)}

    def add(
        self, what: str, given: dict[str, Any], expected: dict[str, Any], within: float = 0.0, differing: float = 0.0, name: str = ""
    ) -> None:
        """A case: at most a part `differing` of all values may be farther off than `within`."""
        stored = [{key: self._stored(value) for key, value in values.items()} for values in (given, expected)]
        self.cases.append({"what": what, "name": name, "given": stored[0], "expected": stored[1], "within": within, "differing": differing})

    def write(self) -> None:
        """Write the list of cases."""
        (self.folder / "cases.json").write_text(json.dumps(self.cases), encoding="utf-8")


def drawn_lines(width: int, height: int, seed: int) -> Rgba:
    """Line art (H, W, 4) of figures with open lines, dots and a frame, antialiased, on white paper."""
    rng = np.random.default_rng(seed)
    picture = np.full((height, width), 255, np.uint8)
    unit = min(width, height)
    for _ in range(14):
        middle = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        axes = (int(rng.uniform(0.05, 0.3) * unit) + 2, int(rng.uniform(0.05, 0.3) * unit) + 2)
        start = float(rng.uniform(0, 360))
        cv2.ellipse(
            picture,
            middle,
            axes,
            float(rng.uniform(0, 180)),
            start,
            start + float(rng.uniform(200, 358)),
            0,
            int(rng.integers(1, 4)),
            cv2.LINE_AA,
        )
    for _ in range(6):
        ends = [(int(rng.integers(0, width)), int(rng.integers(0, height))) for _ in range(2)]
        cv2.line(picture, *ends, int(rng.integers(0, 120)), int(rng.integers(1, 4)), cv2.LINE_AA)
    for _ in range(30):
        cv2.circle(picture, (int(rng.integers(0, width)), int(rng.integers(0, height))), 1, 0, -1)
    return np.dstack([picture, picture, picture, np.full_like(picture, 255)])


def _pictures() -> dict[str, Rgba]:
    """Line art as users bring it, by what is special about it."""
    plain = drawn_lines(160, 128, 1)
    scanned = drawn_lines(210, 140, 2)
    shade = np.linspace(150, 235, 210)[None, :, None]
    scanned[..., :3] = np.clip(scanned[..., :3] / 255 * shade, 0, 255).astype(np.uint8)
    inverted = drawn_lines(96, 130, 3)
    inverted[..., :3] = 255 - inverted[..., :3]
    clear = drawn_lines(120, 90, 4)
    clear[..., 3] = 255 - clear[..., 0]
    clear[..., :3] = (20, 30, 90)
    white = clear.copy()
    white[..., :3] = 250
    colored = drawn_lines(131, 97, 5)
    colored[..., 0] = np.maximum(colored[..., 0], 120)
    large = cv2.resize(drawn_lines(690, 540, 6), (1380, 1080), interpolation=cv2.INTER_LINEAR)
    return {
        "plain": plain,
        "scanned": scanned,
        "inverted": inverted,
        "transparent": clear,
        "white ink": white,
        "colored": colored,
        "blank": np.dstack([np.full((40, 60), 255, np.uint8)] * 3 + [np.tile(np.uint8([255, 255, 0]), (40, 20))]),
        "tall": drawn_lines(61, 500, 7),
        "wide": drawn_lines(530, 140, 8),
        "large": np.asarray(large, np.uint8),
    }


def _add_arrays(fixtures: Fixtures) -> None:
    """Primitives: components, distances, windows, blur, floods."""
    rng = np.random.default_rng(11)
    for width, height, seed in ((160, 128, 1), (97, 61, 2), (33, 200, 3)):
        lines = drawn_lines(width, height, seed)[..., 0]
        ink = (lines < 160).astype(np.uint8)
        for neighbours in (4, 8):
            _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=neighbours)
            areas = stats[:, cv2.CC_STAT_AREA].copy()
            areas[0] = 0
            fixtures.add("components", {"mask": ink, "neighbours": neighbours}, {"labels": labels, "areas": areas})
        free = (1 - ink).astype(np.uint8)
        for size in (3, 5):
            distances = cv2.distanceTransform(free, cv2.DIST_L2, size)
            fixtures.add("distances", {"mask": free, "size": size}, {"distances": distances}, within=1e-6)
        fixtures.add("nearest", {"unknown": free}, {"places": nearest_known(ink > 0)})
        fixtures.add("skeleton", {"mask": ink}, {"thin": skeletonize(ink > 0)})
        values = rng.random((height, width)).astype(np.float32)
        for side in (3, 5, 21):
            window = np.ones((side, side), np.uint8)
            fixtures.add("dilate", {"values": values, "side": side}, {"result": cv2.dilate(values, window)})
            fixtures.add("erode", {"values": values, "side": side}, {"result": cv2.erode(values, window)})
        for side in (3, 5, 7, 11):
            disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
            fixtures.add("dilateByEllipse", {"mask": ink, "side": side}, {"result": cv2.dilate(ink, disc)})
            fixtures.add("openByEllipse", {"mask": free, "side": side}, {"result": cv2.morphologyEx(free, cv2.MORPH_OPEN, disc)})
        for sigma in (2.5, 10.5):
            blurred = cv2.GaussianBlur(values * 255, (0, 0), sigma)
            fixtures.add("blur", {"values": values * 255, "sigma": sigma}, {"result": blurred}, within=1e-3)
        markers = np.where(rng.random((height, width)) < 0.01, rng.integers(1, 9, (height, width)), 0).astype(np.int32)
        stepped = np.round(values * 8).astype(np.float32)
        flooded = watershed(stepped, markers, mask=free > 0)
        fixtures.add("floodByValue", {"values": stepped, "markers": markers, "mask": free}, {"labels": flooded})
        walls = np.where(ink > 0, np.uint8(255), np.uint8(0))[..., None].repeat(3, axis=2)
        fixtures.add("floodWithRidges", {"walls": ink, "seeds": markers}, {"labels": cv2.watershed(walls, markers.copy())})


def _add_resizing(fixtures: Fixtures) -> None:
    rng = np.random.default_rng(12)
    for size, new in (((128, 160), (64, 80)), ((100, 90), (96, 96)), ((131, 97), (128, 96)), ((90, 80), (96, 96)), ((500, 61), (512, 64))):
        picture = rng.integers(0, 256, size, np.uint8)
        # fixed point and vector instructions round a tie differently now and then, by one level
        fixtures.add("resizePicture", {"picture": picture, "wide": new[1], "high": new[0]}, {"result": resize(picture, new)}, 0, 2e-3)
        numbers = rng.integers(0, 5000, size).astype(np.int32)
        nearest = cv2.resize(numbers, new[::-1], interpolation=cv2.INTER_NEAREST_EXACT)
        fixtures.add("resizeNearest", {"values": numbers, "wide": new[1], "high": new[0]}, {"result": nearest})
    ink = (rng.random((216, 330)) < 0.3).astype(np.float32)
    for wide, high in ((110, 72), (161, 105)):
        area = cv2.resize(ink, (wide, high), interpolation=cv2.INTER_AREA)
        fixtures.add("shrunk", {"values": ink, "wide": wide, "high": high}, {"result": area}, within=1e-6)


def _add_colors(fixtures: Fixtures) -> None:
    rng = np.random.default_rng(13)
    colors = rng.integers(0, 256, (500, 3), np.uint8)
    fixtures.add("toLab", {"colors": colors}, {"lab": to_lab(colors)}, within=1e-4)
    lab = (to_lab(colors) + rng.normal(0, 20, (500, 3))).astype(np.float32)
    fixtures.add("toRgb", {"lab": lab}, {"colors": to_rgb(lab)}, differing=1e-3)
    fixtures.add("shadowColors", {"colors": colors}, {"colors": shadow_colors(colors)})
    shadow, highlight = (rng.random((25, 20)).astype(np.float32) for _ in range(2))
    flats = colors.reshape(25, 20, 3)
    fixtures.add("lit", {"colors": flats, "shadow": shadow, "highlight": highlight}, {"colors": lay_light(flats, shadow, highlight)})
    seeds = {seed: np.random.default_rng(seed).random(200) for seed in (0, 1, 7, 2**40 + 3)}
    for seed, draws in seeds.items():
        fixtures.add("draws", {"seed": seed, "count": 200}, {"draws": draws})
    wide = soft_labels((to_lab(colors[:60]) + rng.normal(0, 25, (60, 3))).astype(np.float32))
    mixed = (0.5 * wide + 0.5 * np.roll(wide, 7, axis=0)).astype(np.float32)
    palette = to_lab(colors[70:76])
    asked = np.concatenate([wide, mixed])
    given = {"probabilities": asked, "bins": color_bins(), "palette": palette, "seed": 5}
    shares, expected = palette_shares(asked, palette), as_expected(asked, palette)
    lab = drawn_colors(asked, palette, np.random.default_rng(5))
    fixtures.add("drawnColors", given, {"lab": lab, "shares": shares, "expected": expected}, within=1e-3)
    decided, sizes, drawn = rng.random(60) < 0.2, rng.integers(1, 400, 60).astype(np.int32), to_lab(colors[:60])
    known = np.where(decided[:, None], to_lab(colors[60:120]), np.float32(0))
    paints = drawn_palette(drawn, Decisions(decided, known), sizes.astype(np.float64))
    given = {"lab": drawn, "decided": decided.astype(np.uint8), "known": known, "sizes": sizes}
    fixtures.add("drawnPalette", given, {"palette": paints}, within=1e-6)
    alike = rng.normal(-2, 3, (60, 60)).astype(np.float32)
    decisions = Decisions(decided.copy(), known.copy())
    for left in (3, 2, 1):
        decisions.take(shares[60:].astype(np.float64), alike, palette, sizes.astype(np.float64), left)
    given = {"shares": shares[60:], "alike": alike, "palette": palette, "decided": decided.astype(np.uint8), "known": known, "sizes": sizes}
    fixtures.add("decide", given, {"lab": decisions.lab}, within=1e-3)
    _add_schemes(fixtures, mixed, sizes)


def _add_schemes(fixtures: Fixtures, probabilities: Array, sizes: Array) -> None:
    schemes = [to_lab(scheme) for scheme in color_schemes()]
    known = {"bins": color_bins(), "colors": np.concatenate(schemes), "lengths": np.array([len(scheme) for scheme in schemes], np.int32)}
    for seed in (None, 5, 6):
        found = likeliest_scheme(probabilities, sizes.astype(np.float64), None if seed is None else np.random.default_rng(seed))
        given = {"probabilities": probabilities, "sizes": sizes, "seed": seed, **known}
        fixtures.add("likeliestScheme", given, {"scheme": found}, within=1e-4)
    decided = np.arange(len(sizes)) % 9 == 0
    given_colors = np.where(decided[:, None], schemes[7][np.arange(len(sizes)) % 3], np.float32(0))
    offered = offer(schemes[7], Decisions(decided, given_colors), sizes.astype(np.float64))
    given = {"scheme": schemes[7], "decided": decided.astype(np.uint8), "known": given_colors, "sizes": sizes}
    fixtures.add("offer", given, {"palette": offered}, within=1e-4)


def _dabs(lines: Array, rng: np.random.Generator, several: int) -> Rgba:
    """Hints (H, W, 4): dabs of colour, some of them in one region."""
    hints = np.zeros((*lines.shape, 4), np.uint8)
    for _ in range(several):
        place = int(rng.integers(0, lines.shape[1])), int(rng.integers(0, lines.shape[0]))
        cv2.circle(hints, place, int(rng.integers(1, 6)), (*(int(v) for v in rng.integers(0, 256, 3)), 255), -1)
    return hints


def _add_regions(fixtures: Fixtures, name: str, lines: Array, parted: PartedRegions) -> None:
    size = (lines.shape[0], lines.shape[1])
    rng = np.random.default_rng(14)
    pairs, widths = parted.pairs, parted.widths
    expected = {"regions": parted.regions, "pairs": pairs.astype(np.int32), "widths": widths}
    # beyond 1,024 pixels OpenCV's nearest place is either of two that are equally near, and its distances end in another digit
    fixtures.add("partedRegions", {"lines": lines}, expected, within=1e-3, differing=1e-3 if max(size) > 1024 else 0.0, name=name)
    high, wide = seen_size(size)
    covers = {}
    for stride in (4, 8, 16):
        found = cover(parted.regions, (high // stride, wide // stride))
        covers |= {f"tokens_{stride}": found.regions, f"cells_{stride}": found.cells, f"weights_{stride}": found.weights}
    expected = {"shapes": shapes(parted.regions), **covers}
    fixtures.add("described", {"regions": parted.regions, "wide": wide, "high": high}, expected, within=1e-5, name=name)
    for count in (1, 12, 40):
        hints = _dabs(lines, rng, count)
        found = hinted_regions(lines, hints, parted.regions)
        expected = {"regions": found.regions, "colors": found.colors, "hinted": found.hinted, "origins": found.origins}
        given = {"lines": lines, "hints": hints, "regions": parted.regions}
        # walkers meet where both are equally likely, to the last digits of a solution that is only so exact
        fixtures.add("hintedRegions", given, expected, differing=1e-3, name=f"{name}, {count} dabs")
        divided = with_parts(parted, found.regions, found.origins)
        given = {"regions": parted.regions, "pairs": pairs.astype(np.int32), "widths": widths, "origins": found.origins}
        fixtures.add("withParts", given, {"pairs": divided.pairs.astype(np.int32), "widths": divided.widths}, within=1e-6, name=name)
        ground = ground_of(divided)
        told = with_ground(found, divided, ground)
        given = {"regions": divided.regions, "pairs": divided.pairs.astype(np.int32), "widths": divided.widths}
        given |= {"colors": found.colors, "hinted": found.hinted}
        expected = {"ground": ground, "colors": told.colors, "hinted": told.hinted}
        fixtures.add("groundOf", given, expected, name=f"{name}, {count} dabs")
    picture = rng.integers(0, 256, (*size, 3), np.uint8)
    medians = region_medians(picture, parted.regions)[1:]
    fixtures.add("medians", {"picture": picture, "regions": parted.regions}, {"colors": medians}, name=name)
    small = np.asarray(cv2.resize(parted.regions, (wide, high), interpolation=cv2.INTER_NEAREST_EXACT), np.int32)
    values = rng.normal(0, 3, (high, wide)).astype(np.float32)
    enlarged = enlarge_within(values, small, parted.regions)
    fixtures.add("enlargeWithin", {"values": values, "small": small, "regions": parted.regions}, {"result": enlarged}, 1e-4, name=name)


def _add_pictures(fixtures: Fixtures) -> None:
    for name, picture in _pictures().items():
        lines = clean_lines(picture, name)
        # a blur sums in another order: where a level lies halfway, it may round to the one beside it
        fixtures.add("cleanLines", {"picture": picture}, {"lines": lines}, differing=1e-3, name=name)
        ink = separate_ink(lines)
        fixtures.add("ink", {"lines": lines}, {"color": ink.color, "cover": ink.cover}, within=1e-6, name=name)
        flats = np.random.default_rng(15).integers(0, 256, (*lines.shape, 3), np.uint8)
        fixtures.add("layInk", {"painting": flats, "lines": lines}, {"colors": lay_ink(flats, ink)}, name=name)
        _add_regions(fixtures, name, lines, parted_regions(lines, 1200))


def _add_strokes(fixtures: Fixtures) -> None:
    rng = np.random.default_rng(16)
    thin = skeletonize(drawn_lines(160, 128, 9)[..., 0] < 160)
    classes = (rng.integers(1, 6, thin.shape) * thin).astype(np.uint8)
    classes[:, :80] = np.where(thin[:, :80], 1, 0)
    fixtures.add("voteByStroke", {"classes": classes, "thin": thin}, {"classes": vote_by_stroke(classes, thin)})


def _add_frames(fixtures: Fixtures) -> None:
    """Decisions of a frame: bars, cel, douga, soft edges, the network's input."""
    rng = np.random.default_rng(17)
    width, height = 150, 96
    smooth = cv2.GaussianBlur(rng.random((height, width)).astype(np.float32), (0, 0), 6)
    background = np.clip((smooth - smooth.mean()) / smooth.std() * 0.5 + 0.5, 0, 1)
    decision = CelDecision()
    fixtures.add(
        "decideCel", {"background": background, **decision.model_dump(exclude={"scales"})}, {"mask": decide_cel(background, decision)}
    )
    mask = (background < 0.5) ^ (rng.random(background.shape) < 0.02)
    fixtures.add("removeSpecks", {"mask": mask.astype(np.uint8), "fraction": 2e-3}, {"mask": remove_specks(mask.copy(), 2e-3)})
    classes = np.where(background < 0.4, 6, np.where(background < 0.6, 0, 8)).astype(np.uint8)
    lines = drawn_lines(width, height, 18)[..., 0] < 200
    classes[lines] = np.where(smooth < smooth.mean(), 1, 3)[lines]
    douga = DougaDecision()
    given = {"classes": classes, **{name: value for name, value in douga.model_dump().items() if value is not None}}
    fixtures.add("postprocess", given, {"classes": postprocess(classes, douga)})
    frame = cv2.GaussianBlur(np.where(mask[..., None], (200, 120, 90), (40, 90, 130)).astype(np.uint8), (0, 0), 0.8)
    frame = np.clip(frame + rng.integers(-3, 4, frame.shape), 0, 255).astype(np.uint8)
    drawn = cv2.GaussianBlur(np.where(smooth[..., None] > smooth.mean(), (220, 170, 150), (90, 110, 160)).astype(np.uint8), (0, 0), 0.7)
    drawn[lines] = 20
    given = {"probabilities": np.stack([background, 1 - background]), "frame": drawn, "mask": np.ones_like(classes), "fraction": 0.7}
    pooled = pool_by_color_region(given["probabilities"], drawn, mask | True, 0.7, 3.0)
    fixtures.add("poolByColorRegion", given, {"pooled": pooled.reshape(-1)}, 2e-3, 1e-2)  # smoothed in other fractions, a border may move
    for factor in (1.0, 2.0, 3.3):  # a pixel on the threshold may fall to either side
        given = {"frame": frame, "mask": mask.astype(np.uint8), "factor": factor}
        fixtures.add("refineMask", given, {"mask": refine_mask(frame, mask, factor)}, 0, 1e-3)
    # where two pairs of colours explain a pixel equally well, either may be taken
    fixtures.add("softCel", {"frame": frame, "mask": mask.astype(np.uint8)}, {"cel": extract_soft_cel(frame, mask)}, 1, 2e-3)
    for above, below, before, behind in ((0, 0, 0, 0), (12, 13, 0, 0), (0, 0, 20, 20), (10, 10, 15, 16), (12, 30, 0, 0)):
        whole = cv2.copyMakeBorder(frame, above, below, before, behind, cv2.BORDER_CONSTANT, value=(16, 16, 17))
        fixtures.add("findContent", {"frame": whole}, {"box": np.array(find_content(whole), np.int32)})
    seen = resize(frame, (64, 100))
    tensor = pad_to_stride(standardize(to_tensor(seen)[None], "fixed")).numpy()[0]
    fixtures.add("pictureInput", {"frame": frame, "working": 64}, {"picture": tensor}, 1e-5, 1e-3)
    defaults = [kind().model_dump() for kind in (CelDecision, DougaDecision)]
    names = dict.fromkeys([*defaults[0], *defaults[1]], 0)
    cel, douga_defaults = (np.hstack([np.float64(each[name]) for name in names if name in each]) for each in defaults)
    fixtures.add("decisions", names, {"cel": cel, "douga": douga_defaults}, within=1e-6)
    colors = np.array([load_palette("thesis").colors[entry] for entry in load_palette("thesis").entry_table()[:, 0]], np.uint8)
    fixtures.add("palette", {}, {"colors": colors})


PARTS: tuple[Callable[[Fixtures], None], ...] = (_add_arrays, _add_resizing, _add_colors, _add_pictures, _add_strokes, _add_frames)


def write_fixtures(folder: Path) -> int:
    """Write all cases to a folder; returns how many there are."""
    fixtures = Fixtures(folder)
    for add in PARTS:
        add(fixtures)
    fixtures.write()
    return len(fixtures.cases)
