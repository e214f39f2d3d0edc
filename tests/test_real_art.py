"""The real-art benchmark: composites and lines keep their truth; the art itself only where it lies beside the project."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.real_art import STUDIO_FRAMES, Options, cel_jobs, line_jobs, measure, starter_folders, studio_jobs
from benchmarks.real_art_lines import LineScore, flat_fills, has_one_hue, inked_lines, line_pictures, shrink_lines, true_lines
from benchmarks.real_art_masks import CelScore
from benchmarks.real_art_pictures import ALL, HEIGHT, PARTS, art_of, composites, figure_of, half, place_of, read_plate
from benchmarks.real_art_sheets import ROOT, check_sheet
from benchmarks.realism import accuracy
from pegbar.douga.skeletons import dilate_classes
from pegbar.errors import PegbarError
from pegbar.import_closure import code_of
from pegbar.production.pictures import write_png
from pegbar.vocabulary.douga_classes import Douga
from tests.conftest import STUDIO
from tests.inference.test_predictor import small_model

ART = ROOT.parent / "shared" / "art"
needs_art = pytest.mark.skipif(not ART.is_dir(), reason="the openly licensed art does not lie beside this checkout")
RED, DARK_RED, BLUE, BLACK, WHITE = (200, 40, 40), (120, 24, 24), (0, 0, 255), (0, 0, 0), (255, 255, 255)


def figure_layers(size: tuple[int, int] = (144, 256)) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    """Colour, line and paint of a box: red, dark red in its lower half, blue at its right, with a black outline."""
    paint = np.zeros((*size, 4), np.uint8)
    paint[24:120, 60:200] = (*RED, 255)
    paint[72:120, 60:200] = (*DARK_RED, 255)
    paint[24:120, 160:200] = (*BLUE, 255)
    lines = np.where(paint[..., 3:] > 0, np.uint8(255), np.uint8(0)).repeat(4, axis=2)
    for rows, columns in ((slice(24, 27), slice(60, 200)), (slice(117, 120), slice(60, 200)), (slice(24, 120), slice(60, 63))):
        lines[rows, columns] = (*BLACK, 255)
    color = np.where((lines[..., :1] == 0) & (lines[..., 3:] > 0), lines, paint)
    return color, lines, paint


@pytest.fixture
def art(tmp_path: Path) -> Path:
    """A folder laid out like the art: red figures, faces with a line, blue plates, one boxy figure in two views."""
    folder = tmp_path / "art"
    figure = np.zeros((300, 100, 4), np.uint8)
    figure[20:, 10:90] = (255, 0, 0, 255)
    plate = np.full((150, 260, 3), BLUE, np.uint8)
    for name in ("anna_a", "anna_b", "bert_a"):
        write_png(folder / f"renpy_mit/sprites_alpha/{name}.png", figure)
    face, black = np.zeros((90, 90, 4), np.uint8), np.zeros((90, 90, 4), np.uint8)
    face[10:80, 10:80], black[10:80, 10:80] = (255, 0, 0, 255), 255
    face[44:47, 20:70] = black[44:47, 20:70] = (0, 0, 0, 255)
    for name in ("00", "01"):
        write_png(folder / f"dicebear_adventurer_ccby/color/{name}.png", face)
        write_png(folder / f"dicebear_adventurer_ccby/line/{name}.png", black)
    for path in ("backgrounds/bg_here", "backgrounds/bg_there", "backgrounds_old_dafool/old_here"):
        write_png(folder / f"renpy_mit/{path}.png", plate)
    for name in ("1", "2"):
        write_png(folder / f"mikanixonable_cc0/plates_test/{name}.png", np.full((200, 200, 3), BLUE, np.uint8))
    for view in ("front", "side"):
        for layer, picture in zip(("color", "line", "paint"), figure_layers(), strict=True):
            write_png(folder / f"morevna_cc0/saha_{view}_{layer}.png", picture)
    return folder


def test_the_mask_is_where_the_figure_stands(art: Path) -> None:
    made = list(composites(art))
    assert [name for name, _, _ in made] == ["sprites"] * 9 + ["faces"] * 2
    for name, frame, mask in made:
        assert frame.shape[0] == HEIGHT
        assert 0.01 < mask.mean() < 0.9
        if name == "sprites":
            red = frame[..., 0] > 127
            assert (red == mask).mean() > 0.999


def test_a_part_of_the_art_can_be_taken(art: Path) -> None:
    assert [name for name, _, _ in composites(art, slice(0, 1))] == ["sprites"] * 3 + ["faces"]
    assert len(list(composites(art, ALL))) == 11


def test_no_figure_face_place_or_plate_is_in_both_parts(art: Path) -> None:
    chosen, reported = (art_of(art, part) for part in PARTS)
    assert [p.stem for p in chosen.sprites] == ["anna_a", "anna_b"]
    assert [p.stem for p in reported.sprites] == ["bert_a"]
    assert [p.stem for p in chosen.plates["renpy"]] == ["bg_here", "old_here"]
    assert [p.stem for p in reported.plates["renpy"]] == ["bg_there"]
    for first, second in ((chosen.faces, reported.faces), (chosen.plates["plates_test"], reported.plates["plates_test"])):
        assert len(first) == len(second) == 1
        assert set(first).isdisjoint(second)


def test_the_larger_half_is_for_validation() -> None:
    assert half(["b", "a", "c", "a"], "validation") == {"a", "b"}
    assert half(["b", "a", "c", "a"], "test") == {"c"}


def test_a_narrow_plate_is_cut_as_a_frame_is(art: Path) -> None:
    assert read_plate(art / "mikanixonable_cc0/plates_test/1.png", 90).shape == (90, 160, 3)
    assert read_plate(art / "renpy_mit/backgrounds/bg_here.png", 90).shape == (90, 156, 3)
    assert read_plate(art / "renpy_mit/backgrounds/bg_here.png", 90, (1, 1)).shape == (90, 90, 3)


@pytest.mark.parametrize(
    ("color", "other", "one"),
    [
        ((244, 188, 157), (178, 137, 114), True),
        ((158, 158, 159), (115, 115, 116), True),
        ((255, 10, 0), (255, 0, 12), True),
        (RED, BLUE, False),
        ((244, 188, 157), (158, 158, 159), False),
        (BLACK, (115, 115, 116), False),
    ],
)
def test_shading_has_the_hue_of_what_it_shades(color: tuple[int, int, int], other: tuple[int, int, int], one: bool) -> None:
    assert has_one_hue(color, other) is has_one_hue(other, color) is one


def test_soft_edges_belong_to_the_nearest_fill() -> None:
    paint = figure_layers()[2]
    paint[24:120, 159] = (150, 30, 120, 255)
    fills, colors = flat_fills(paint)
    assert sorted(map(tuple, colors.tolist())) == sorted([RED, DARK_RED, BLUE])
    assert fills[0, 0] == 0
    assert (fills[:, 159] == fills[:, 158]).all()


def test_exact_lines_have_their_classes() -> None:
    color, lines, paint = figure_layers()
    exact = true_lines(color, lines, paint)
    assert exact[25, 100] == Douga.VISIBLE_LINE
    assert (exact[70:74, 100] == Douga.SHADING_LINE).sum() == 1
    assert (exact[50, 155:165] == Douga.COLOR_EDGE).sum() == 1
    assert not exact[:, :60].any()
    assert not exact[40:60, 64:155].any()


def test_a_line_under_a_translucent_shadow_is_a_line() -> None:
    color, lines, paint = figure_layers()
    washed = lines.copy()
    washed[116:121, 60:130, :3] //= 4
    washed[116:121, 60:130, :3] += 150  # as white laid over it
    assert not (true_lines(color, washed, paint) != true_lines(color, lines, paint))[:, 66:126].any()
    assert not inked_lines(np.full_like(color, 255), washed)[116:121, 66:126].any(), "where the picture has no ink there is no line"


def test_lines_are_kept_where_a_smaller_frame_has_less_than_a_pixel_for_them() -> None:
    thin = np.zeros((90, 160), np.uint8)
    thin[45, 10:150], thin[10:40, 80] = Douga.VISIBLE_LINE, Douga.SHADING_LINE
    small = shrink_lines(thin, (30, 53))
    assert (small[15, 4:49] == Douga.VISIBLE_LINE).all()
    assert (small[4:12, 26] == Douga.SHADING_LINE).all()
    assert (small > 0).sum() < 60
    assert shrink_lines(thin, thin.shape) is thin


def test_the_true_lines_drawn_again_score_full_and_moved_ones_do_not() -> None:
    color, lines, paint = figure_layers()
    exact = true_lines(color, lines, paint)
    drawn = dilate_classes(exact > 0, exact, 3)
    good, bad = LineScore(), LineScore()
    good.add(exact, drawn)
    bad.add(exact, np.roll(drawn, 4, axis=(0, 1)))
    scores, moved = good.metrics(), bad.metrics()
    assert scores["any"]["f1"] > 0.97
    assert scores["shading"]["f1"] > 0.9
    assert scores["line_width"] == 3
    assert moved["any"]["f1"] < 0.2
    assert good.metrics(("any",)).keys() == {"frames", "line_width", "any"}


def test_masks_are_scored_together_and_the_worst_is_named() -> None:
    truth = np.zeros((80, 80), np.bool_)
    truth[20:60, 20:60] = True
    score = CelScore()
    score.add(truth, truth, np.ones(truth.shape, np.float32))
    score.add(truth, np.roll(truth, 10, axis=1), np.ones(truth.shape, np.float32))
    metrics = score.metrics()
    assert metrics["min_iou"] == pytest.approx(0.6)
    assert metrics["iou"] == pytest.approx(2800 / 3600)
    assert 0.5 < metrics["boundary_f"] < 0.9
    assert metrics["calibration_error"] == pytest.approx(800 / 12800)


def test_the_figure_has_a_true_mask_once_at_each_height(art: Path) -> None:
    made = line_pictures(art, art_of(art, "test"), "test", 5)
    with_truth = [p.height for p in made if p.kind == "morevna" and "true_mask" in p.masks]
    assert with_truth == [540, 1080, 1440]
    assert {p.layers[0].stem for p in made if p.kind == "morevna"} == {"saha_side_color"}
    face = made[-1].make()
    assert made[-1].kind == "faces"
    assert face.frame.shape == (1080, 1080, 3)
    assert face.lines.any()
    assert face.mask[face.lines > 0].all()


def quick(art: Path, folder: Path, **more: object) -> Options:
    small_model(folder / "models", "cel", 2)
    small_model(folder / "models", "douga", 10)
    (folder / "starters").mkdir(exist_ok=True)
    return Options(art, folder / "models", folder / "starters", folder / "real_art.json", "test", True, **more)  # type: ignore[arg-type]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames of the drawn art small enough for a test."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("benchmarks.real_art_lines.HEIGHTS", (72, 144))
    monkeypatch.setattr("benchmarks.real_art.HEIGHTS", (72, 144))
    monkeypatch.setattr("benchmarks.real_art_lines.LARGE", 90)
    monkeypatch.setattr("benchmarks.real_art_pictures.HEIGHT", 72)
    monkeypatch.setattr("benchmarks.real_art_pictures.LARGE", 90)
    monkeypatch.setattr("benchmarks.real_art.STUDIO_FRAMES", 2)
    monkeypatch.setattr("benchmarks.real_art.load_section", lambda name, kind: STUDIO)


def test_scores_say_where_they_come_from(art: Path, tmp_path: Path, few: None) -> None:
    returned = measure(quick(art, tmp_path, sheet=tmp_path / "sheet"))
    content = json.loads((tmp_path / "real_art.json").read_text())
    real_art, source = content["real_art"], content["source"]
    assert set(real_art) == {"part", "composite_height", "boundary_tolerance", "line_tolerance", "desk"}
    assert "all_renpy" in real_art["desk"]["cels"]
    assert set(real_art["desk"]["lines"]) == {"morevna_72", "faces_90"}
    assert set(real_art["desk"]["lines"]["morevna_72"]) == {"predicted_mask", "true_mask"}
    assert set(real_art["desk"]["studio"]) == {"frames", "cel_iou", "any_line", "line_classes", "miou"}
    assert source["command"] == "python -m benchmarks.real_art --quick"
    assert source["scale"] == "desk"
    assert source["code"] == code_of("benchmarks.real_art")
    assert list(source["models"]) == [str(tmp_path / f"models/{name}.safetensors") for name in ("cel", "douga")]
    assert source["starters"] == {}
    assert returned["source"] == source
    assert {p.suffix for p in (tmp_path / "sheet").iterdir()} == {".png"}


def test_an_earlier_measurement_stands_beside_and_stays(art: Path, tmp_path: Path, few: None) -> None:
    earlier = tmp_path / "earlier.json"
    earlier.write_text(json.dumps({"real_art": {"desk": {"cels": {}, "lines": {}}}, "source": {"code": "old"}}))
    measure(quick(art, tmp_path, earlier=earlier))
    measured = measure(quick(art, tmp_path))
    assert measured["real_art"]["before"] == {"cels": {}, "lines": {}, "source": {"code": "old"}}
    earlier.write_text("{}")
    with pytest.raises(PegbarError, match=r"found no real_art.desk, expected what an earlier run"):
        measure(quick(art, tmp_path, earlier=earlier))


def test_without_the_art_the_numbers_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    options = quick(tmp_path / "nowhere", tmp_path)
    (tmp_path / "real_art.json").write_text("{}")
    with pytest.raises(PegbarError, match="found no pictures, expected the openly licensed art"):
        measure(options)
    assert (tmp_path / "real_art.json").read_text() == "{}"


@pytest.mark.parametrize("folder", [ROOT, ROOT / "metrics" / "sheet", ROOT / "src" / ".." / "sheet"])
def test_pictures_made_of_the_art_stay_out_of_the_repository(folder: Path) -> None:
    with pytest.raises(PegbarError, match="which lies in the repository, expected a folder outside"):
        check_sheet(folder)


def test_frames_of_the_studio_are_in_one_part_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    numbers = [{job.number for job in studio_jobs("validation" if part == "validation" else "test", quick=False)} for part in PARTS]
    assert [len(part) for part in numbers] == [STUDIO_FRAMES, STUDIO_FRAMES]
    assert not numbers[0] & numbers[1]


def test_starters_are_measured_where_both_are_there(tmp_path: Path) -> None:
    assert starter_folders(tmp_path / "nowhere") == {}
    (tmp_path / "cel_v1").mkdir()
    (tmp_path / "cel_v1" / "cel.json").write_text("{}")
    assert starter_folders(tmp_path) == {}


@needs_art
@pytest.mark.parametrize("part", PARTS)
def test_the_real_art_is_read(part: str) -> None:
    jobs = cel_jobs(ART, "validation" if part == "validation" else "test")
    frame, mask = jobs[0].picture.make()
    assert jobs[0].sets == ("sprites_renpy", "all_renpy")
    assert frame.shape[:2] == mask.shape
    assert 0.02 < mask.mean() < 0.6


@needs_art
def test_the_real_art_shares_nothing_between_its_parts() -> None:
    chosen, reported = (art_of(ART, part) for part in PARTS)
    assert {figure_of(p) for p in chosen.sprites}.isdisjoint(figure_of(p) for p in reported.sprites)
    assert {place_of(p) for p in chosen.plates["renpy"]}.isdisjoint(place_of(p) for p in reported.plates["renpy"])
    assert min(len(a.sprites) for a in (chosen, reported)) >= 5
    assert all(len(a.plates["plates_test"]) == 4 for a in (chosen, reported))
    views = [{job.picture.layers[0] for job in line_jobs(ART, part, False) if job.name == "morevna_1080"} for part in PARTS]
    assert len(views[0] & views[1]) == 0


def test_the_realism_classifier_tells_stripes_from_noise_and_not_noise_from_noise() -> None:
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 256, (96, 96, 3), np.uint8) for _ in range(120)]
    stripes = [np.ascontiguousarray(np.broadcast_to(rng.integers(0, 256, (96, 1, 3), np.uint8), (96, 96, 3))) for _ in range(40)]
    assert accuracy((noise[:20], stripes[:20]), (noise[20:40], stripes[20:]), 70) > 0.9
    assert 0.2 < accuracy((noise[:40], noise[40:80]), (noise[80:100], noise[100:]), 10) < 0.8
