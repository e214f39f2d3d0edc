from pathlib import Path

import cv2
import numpy as np
import pytest

import pegbar.inference.reconstruction as reconstruction
from pegbar.douga.skeletons import is_line, skeleton
from pegbar.errors import PegbarError
from pegbar.inference.drawing_scale import douga_height, stroke_width
from pegbar.inference.drawing_view import view_drawing, widen
from pegbar.inference.letterbox import Content, find_content, put_back
from pegbar.inference.mask_refinement import BAND, complete_outlines, near_edge, refine_mask
from pegbar.inference.predictor import Predictor, background_probability, tile_side
from pegbar.inference.reconstruction import CelResult, combine_confidence, find_cel, find_douga, frame_confidence, reconstruct_frame
from pegbar.metrics.boundaries import boundary_hits, f_score
from pegbar.params.decision import DougaDecision
from pegbar.transforms.film_grain import grain_level
from pegbar.transforms.interlacing import MAX_COMBING, combing
from pegbar.transforms.preprocessing import resize_mask
from pegbar.vocabulary.douga_classes import Douga
from tests.inference.test_predictor import small_model


@pytest.fixture
def models(tmp_path: Path) -> tuple[Predictor, Predictor]:
    small_model(tmp_path, "cel", 2)
    small_model(tmp_path, "douga", 10)
    return Predictor(tmp_path, "cel"), Predictor(tmp_path, "douga")


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(0).integers(30, 256, (height, width, 3), np.uint8)


def disc(size: int, radius: float) -> np.ndarray:
    y, x = np.mgrid[:size, :size]
    return (x - size / 2) ** 2 + (y - size / 2) ** 2 < radius**2


# black bars


@pytest.mark.parametrize("bars", [(20, 20, 0, 0), (0, 0, 30, 30), (12, 13, 8, 8)])
@pytest.mark.parametrize("black", [0, 16])
def test_bars_are_found_and_put_back(bars: tuple[int, int, int, int], black: int) -> None:
    above, below, before, behind = bars
    frame = np.full((120, 200, 3), black, np.uint8)
    inner = noise(120 - above - below, 200 - before - behind)
    frame[above : 120 - below, before : 200 - behind] = inner
    content = find_content(frame)
    assert content == Content(above, 120 - below, before, 200 - behind)
    assert np.array_equal(frame[content.window], inner)
    whole = put_back(np.ones(inner.shape[:2], np.bool_), content, (120, 200))
    assert whole.sum() == inner.shape[0] * inner.shape[1]
    assert not whole[:above].any()


def test_what_is_no_pair_of_bars_stays() -> None:
    night = noise(120, 200)
    night[:30] = 0
    dark, gray = np.zeros((120, 200, 3), np.uint8), noise(120, 200)
    gray[:20] = gray[100:] = 60
    for frame in (night, dark, gray, noise(120, 200)):
        assert find_content(frame) == (0, 120, 0, 200)


def test_bars_are_neither_cel_nor_drawing(models: tuple[Predictor, Predictor]) -> None:
    frame = np.zeros((90, 120, 3), np.uint8)
    frame[15:75] = noise(60, 120)
    boxed, alone = reconstruct_frame(*models, frame), reconstruct_frame(*models, np.ascontiguousarray(frame[15:75]))
    assert np.array_equal(boxed.mask[15:75], alone.mask)
    assert np.array_equal(boxed.douga[15:75], alone.douga)
    assert boxed.score == alone.score
    bars = np.r_[0:15, 75:90]
    assert not boxed.mask[bars].any()
    assert (boxed.douga[bars] == Douga.FLAT_AREA).all()
    assert (boxed.confidence[bars] == 1).all()


# interlacing


def test_combs_are_told_from_texture() -> None:
    still = np.asarray(cv2.GaussianBlur(noise(120, 160), (0, 0), 4), np.uint8)
    drawn = still.copy()
    drawn[30:90, 40:90] = (220, 40, 40)
    later = np.roll(drawn, 12, axis=1)
    combed = drawn.copy()
    combed[1::2] = later[1::2]
    fabric = np.tile(np.array([[0, 200], [200, 0]], np.uint8), (60, 80))[..., None].repeat(3, axis=2)
    assert combing(combed) > 5 * MAX_COMBING
    assert max(combing(still), combing(drawn), combing(fabric), combing(np.zeros((3, 3, 3), np.uint8))) < MAX_COMBING


# line width and working height


@pytest.mark.parametrize("width", [2, 3, 4, 6, 9])
def test_width_of_lines_is_measured(width: int) -> None:
    drawing = np.full((600, 600, 3), 220, np.uint8)
    for x in range(40, 560, 60):
        drawing[40:560, x : x + width] = 30
    assert stroke_width(drawing, np.ones((600, 600), np.bool_)) == pytest.approx(width, abs=0.3)


def test_pieces_of_background_have_no_say_in_the_width_of_lines() -> None:
    drawing = np.full((600, 600, 3), 220, np.uint8)
    for x in range(40, 260, 60):
        drawing[40:560, x : x + 8] = 30
    drawing[40:560:12, 320:580] = 30
    everywhere, sure = np.ones((600, 600), np.bool_), np.zeros((600, 600), np.float32)
    sure[:, :300] = 0.9
    assert stroke_width(drawing, everywhere) == pytest.approx(1, abs=0.5)
    assert stroke_width(drawing, everywhere, sure) == pytest.approx(8, abs=0.5)
    assert stroke_width(drawing, everywhere, np.zeros((600, 600), np.float32)) == stroke_width(drawing, everywhere)


def test_a_drawing_without_lines_keeps_its_size() -> None:
    assert stroke_width(np.full((200, 200, 3), 220, np.uint8), np.ones((200, 200), np.bool_)) is None
    assert douga_height((200, 200), None) == 200


def test_a_cel_is_cut_out_wider_by_a_part_of_the_frames_height() -> None:
    mask, frame = disc(200, 60), np.full((200, 200, 3), 90, np.uint8)
    exact, wide = (view_drawing(frame, mask, margin) for margin in (0.0, 0.013))
    assert exact is not None and wide is not None
    assert np.array_equal(exact.cel, mask[exact.box])
    assert np.array_equal(wide.cel, widen(exact.cel, 2))
    assert (wide.picture[wide.cel] == 90).all()
    assert (wide.picture[~wide.cel] == 255).all()
    assert [int(DougaDecision().mask_margin * height) for height in (360, 540, 720, 1080, 2160)] == [0, 1, 1, 2, 4]


def test_a_drawing_is_seen_without_the_grain_of_its_frame() -> None:
    mask = disc(200, 80)
    frame = np.where(mask[..., None], np.uint8(200), np.uint8(90)).repeat(3, axis=2)
    frame = (frame + np.random.default_rng(0).normal(0, 6, (200, 200, 1))).clip(0, 255).astype(np.uint8)
    view = view_drawing(frame, mask)
    assert view is not None
    assert grain_level(view.picture, view.cel) < grain_level(frame, mask) / 4
    assert (view.picture[~view.cel] == 255).all()


def test_lines_are_brought_to_what_the_network_knows() -> None:
    sizes = [douga_height((1080, 1080), width) for width in (2.5, 4.0, 8.0)]
    assert sizes[0] > sizes[1] == 1080 > sizes[2] == round(1080 * 3.6 / 8)
    assert douga_height((2160, 3840), 1.0) == 2160, "too large to enlarge"
    assert douga_height((100, 100), 0.5) == 200, "twice at most"


def test_tiles_overlap_little() -> None:
    assert tile_side((1080, 1920)) == 1088
    assert tile_side((1000, 1000)) == 1024


# masks


def coarse_disc(center: tuple[int, int, int], around: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A disc with a notch, its frame, and its mask as decided at an eighth of the size, one such pixel off."""
    truth = disc(320, 110)
    truth[150:170, 160:] = False
    frame = np.where(truth[..., None], np.array(center, np.uint8), np.array(around, np.uint8))
    frame = np.clip(frame + np.random.default_rng(0).normal(0, 4, frame.shape), 0, 255).astype(np.uint8)
    return truth, frame, np.roll(resize_mask(resize_mask(truth, (40, 40)), (320, 320)), 8, axis=0)


def test_refined_masks_follow_colours() -> None:
    truth, frame, coarse = coarse_disc((200, 80, 80), (60, 110, 150))
    refined = refine_mask(frame, coarse, 8.0)
    before, after = (f_score(boundary_hits(truth, mask, 3)) for mask in (coarse, refined))
    assert before < 0.5
    assert after > 0.9
    assert (refined != truth).mean() < 0.3 * (coarse != truth).mean()
    assert not ((refined != coarse) & ~near_edge(coarse, round(8 * BAND))).any()


def test_masks_as_fine_as_the_picture_and_empty_ones_stay() -> None:
    _, frame, coarse = coarse_disc((200, 80, 80), (60, 110, 150))
    assert refine_mask(frame, coarse, 1.0) is coarse
    assert not refine_mask(frame, np.zeros_like(coarse), 8.0).any()
    assert refine_mask(frame, np.ones_like(coarse), 8.0).all()


@pytest.mark.parametrize("width", [2, 3, 5, 8])
@pytest.mark.parametrize("lost", [0.0, 0.5, 1.0])
def test_an_outline_that_a_mask_cut_is_taken_whole(width: int, lost: float) -> None:
    frame, inside = np.full((400, 500, 3), (140, 170, 120), np.uint8), np.zeros((400, 500), np.uint8)
    cv2.circle(inside, (250, 200), 120, 1, -1)
    outline = (cv2.dilate(inside, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1))) - inside) > 0
    frame[inside > 0], frame[outline] = (240, 210, 190), 25
    frame[:, 40:44] = 25  # a line of the background, far from the cel
    cv2.line(frame, (250, 200), (250, 260), (25, 25, 25), width)  # and one inside it
    cut = round(lost * width)
    mask = cv2.dilate(inside, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * (width - cut) + 1,) * 2)) > 0
    done = complete_outlines(frame, mask)
    whole = (inside > 0) | outline
    assert done[mask].all()
    assert done[whole].mean() > 0.995
    assert done[~whole].mean() < 0.002


def test_a_mask_in_a_picture_without_lines_stays() -> None:
    frame = np.random.default_rng(3).integers(100, 130, (120, 160, 3)).astype(np.uint8)
    mask = np.zeros((120, 160), np.bool_)
    assert not complete_outlines(frame, mask).any()
    mask[40:80, 40:80] = True
    assert (complete_outlines(frame, mask) == mask).all()


def test_a_frame_of_one_colour_has_no_cel(models: tuple[Predictor, Predictor]) -> None:
    done = reconstruct_frame(*models, np.full((60, 90, 3), 77, np.uint8))
    assert not done.mask.any()
    assert (done.douga == Douga.FLAT_AREA).all()
    assert done.score == 1


# the whole frame


def known(monkeypatch: pytest.MonkeyPatch, line: np.ndarray) -> list[int]:
    """A douga network that sees lines where the drawing is dark; collects the heights at which it is asked."""
    heights: list[int] = []

    def predict(predictor: Predictor, picture: np.ndarray) -> np.ndarray:
        heights.append(predictor.height)
        dark = picture.max(axis=2) < 100
        probabilities = np.full((10, *dark.shape), 0.01, np.float32)
        probabilities[Douga.VISIBLE_LINE] = np.where(dark, 0.91, 0.01)
        probabilities[Douga.FLAT_AREA] = np.where(dark, 0.01, 0.91)
        return probabilities

    monkeypatch.setattr(reconstruction, "predict_with_flip", predict)
    return heights


def grid(height: int, width: int, line: int) -> tuple[np.ndarray, np.ndarray]:
    frame, mask = np.full((height, width, 3), (90, 140, 200), np.uint8), np.zeros((height, width), np.bool_)
    mask[height // 8 : -height // 8, width // 8 : -width // 8] = True
    frame[mask] = (240, 200, 180)
    for x in range(width // 4, 3 * width // 4, 10 * line):
        frame[height // 4 : 3 * height // 4, x : x + line] = 20
    return frame, mask


@pytest.mark.parametrize(("line", "limit"), [(4, 10**9), (8, 10**9), (8, 100_000)])
def test_lines_are_three_pixels_wide_at_any_size(
    models: tuple[Predictor, Predictor], monkeypatch: pytest.MonkeyPatch, line: int, limit: int
) -> None:
    monkeypatch.setattr(reconstruction, "MAX_DECIDED", limit)
    frame, mask = grid(480, 640, line)
    heights = known(monkeypatch, frame)
    classes = find_douga(models[1], frame, mask).classes
    drawn = is_line(classes)
    assert 2.5 < drawn.sum() / skeleton(drawn).sum() < 3.6
    true = cv2.dilate((frame.max(axis=2) < 100).view(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert (skeleton(drawn) & ~true).sum() == 0, "a line lies elsewhere"
    assert not drawn[~mask].any()
    assert len(heights) == 1
    inside = int(mask.any(axis=1).sum()) + 64
    assert heights[0] == inside if line == 4 else heights[0] < 0.6 * inside


def test_heights_can_be_chosen(models: tuple[Predictor, Predictor], monkeypatch: pytest.MonkeyPatch) -> None:
    frame, mask = grid(480, 640, 4)
    heights = known(monkeypatch, frame)
    find_douga(models[1], frame, mask, height=240)
    assert heights == [round((mask.any(axis=1).sum() + 64) / 2)]
    assert models[1].height == 64, "the predictor that was handed over is as it was"


def test_too_large_heights_are_refused(models: tuple[Predictor, Predictor]) -> None:
    frame, mask = grid(64, 600, 2)
    with pytest.raises(PegbarError, match="working height"):
        find_douga(models[1], frame, mask, height=3000)


@pytest.mark.parametrize("size", [(1, 1), (37, 53), (90, 20)])
def test_any_size(models: tuple[Predictor, Predictor], size: tuple[int, int]) -> None:
    done = reconstruct_frame(*models, noise(*size))
    assert done.mask.shape == done.douga.shape == done.confidence.shape == size
    assert 0 <= done.confidence.min() <= done.confidence.max() <= 1


def test_frames_above_the_limit_are_decided_smaller(models: tuple[Predictor, Predictor], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, ...]] = []
    probability = background_probability

    def watched(predictor: Predictor, picture: np.ndarray, decision: object) -> np.ndarray:
        seen.append(picture.shape)
        return probability(predictor, picture, decision)  # type: ignore[arg-type]

    monkeypatch.setattr(reconstruction, "background_probability", watched)
    monkeypatch.setattr(reconstruction, "MAX_DECIDED", 5000)
    assert find_cel(models[0], noise(100, 200)).mask.shape == (100, 200)
    assert seen == [(50, 100, 3)]


# confidence


def test_confidence_is_low_where_either_network_doubts() -> None:
    mask = disc(100, 30)
    sure, half = np.ones((100, 100), np.float32), np.full((100, 100), 0.5, np.float32)
    empty = np.zeros((100, 100), np.uint8)
    both = combine_confidence(CelResult(mask, half), reconstruction.DougaResult(empty, half))
    assert (both[mask] == 0.25).all()
    assert (both[~mask] == 0.5).all()
    unsure = frame_confidence(combine_confidence(CelResult(mask, sure), reconstruction.DougaResult(empty, half)), mask)
    assert frame_confidence(both, mask) < unsure < frame_confidence(sure, mask) == 1
