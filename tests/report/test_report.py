import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from pegbar.errors import PegbarError
from pegbar.evaluation.segmentation import DougaEvaluation, evaluate_cels
from pegbar.production.pictures import decode_rgb
from pegbar.regions.colors import ColorMap
from pegbar.report.assemble import assemble
from pegbar.report.markdown import percent, table
from pegbar.report.provenance import Provenance, read_provenance
from pegbar.report.speed import _SPEED
from pegbar.storage.results import write_confusion, write_json
from pegbar.visualization.galleries import cel_row, contact_sheet, douga_row, error_picture, write_gallery
from pegbar.visualization.regions import CAPTIONS, region_row
from pegbar.visualization.sheets import closest_to_fraction, on_checkers, taken_apart
from pegbar.vocabulary.palette import Palette
from tests.tiny_pipeline import MEASURED

CURRENT = Provenance("desk", {"evaluate_cels": "a" * 16, "benchmarks.real_art": "b" * 16}, {"models/cel.safetensors": "c" * 16})
MASK = np.zeros((18, 32), np.bool_)
MASK[4:12, 5:20] = True
FRAME = np.random.default_rng(0).integers(0, 256, (18, 32, 3), np.uint8)

SELECTION = {
    "frames": 40, "cuts": 10, "titles": 3, "years": {"1988": 12, "1997": 28},
    "kept_out": {"hold": 7, "long_shot": 2, "dark": 0}, "resolutions": {"640 × 360": 40},
    "figure_height": [1, 2, 3, 4, 5], "training": 12, "validation": 4,
    "rounds": [
        {"round": 0, "why": "seed", "frames": 8, "entropy": None}, {"round": 1, "why": "confident", "frames": 2, "entropy": 0.1},
        {"round": 1, "why": "unsure", "frames": 2, "entropy": 0.34567},
    ],
}  # fmt: skip


def test_errors_are_coloured_as_in_the_thesis() -> None:
    shown = error_picture(MASK, np.roll(MASK, 4, axis=1))
    assert tuple(shown[6, 6]) == (40, 80, 220)
    assert tuple(shown[6, 22]) == (214, 40, 40)
    assert tuple(shown[6, 12]) == (255, 255, 255)
    assert tuple(shown[0, 0]) == (150, 150, 150)


def test_contact_sheets_keep_every_aspect(tmp_path: Path, palette: Palette) -> None:
    douga = np.random.default_rng(0).integers(0, 10, (18, 32)).astype(np.uint8)
    tall = np.zeros((60, 20, 3), np.uint8)
    rows = [cel_row(FRAME, MASK, ~MASK), douga_row(FRAME, douga, douga, palette), [tall] * 4]
    sheet = contact_sheet(rows, ("a", "b", "c", "d"), 64)
    assert sheet.shape == (22 + 3 * 36, 4 * 64, 3)
    write_gallery(tmp_path / "g.jpg", rows, (), 64)
    assert decode_rgb((tmp_path / "g.jpg").read_bytes(), "g").shape == (3 * 36, 4 * 64, 3)


def test_a_frame_taken_apart(palette: Palette) -> None:
    pictures = taken_apart(FRAME, MASK, np.zeros((18, 32), np.uint8), palette)
    assert all(p.shape == FRAME.shape for row in pictures for p in row)
    assert np.array_equal(pictures[0][1][MASK], FRAME[MASK])
    assert closest_to_fraction([0.0, 0.9, 0.3]) == 2
    assert on_checkers(np.zeros((30, 30, 4), np.uint8)).std() > 0


REGIONS = {
    "pictures": 4, "boundary_f": 0.9, "achievable_segmentation_accuracy": 0.95, "under_segmentation_error": 0.06, "regions": 41.0,
}  # fmt: skip
SCORES = {
    "fid_encoder": 3.0, "encoder_distance": 0.2, "hint_error": 4.0, "bleed": 0.05, "psnr_outside_hints": 20.0,
    "colorfulness": 30.0, "colorfulness_ratio": 0.9, "palette_distance": 8.0, "shading_correlation": 0.4,
}  # fmt: skip
COLORING = {"pictures": 2, "none": SCORES, "225": SCORES, "iteration": {"before": 30.0, "after": 5.0, "changed_outside": 0.0}}
LEFT = {"regions": 3.0, "plain_kmeans": 5.0, "picture": 6.0}

WAYS = ("real", "ours", "ours_first", "collage", "network_alone", "unconditional", "nearest_neighbor")
MADE = {"accuracy": 0.8, "diversity": 0.7, "authenticity": 0.6, "novelty": 0.9, "accuracy_place": 0.95}
PLATE = {"cuts": 4, "seen": 0.25, "clean_plate": 31.26, "inpaint": 20.0, "temporal_median": 15.0, "clean_plate_where_seen": 60.0}


def filled(folder: Path) -> Path:
    cel = evaluate_cels([(MASK, np.roll(MASK, 1, axis=1))])
    write_json(folder / "cel.json", {"cel": cel.metrics})
    write_confusion(folder / "cel_confusion.csv", cel.counts, ("background", "cel"))
    drawn = np.random.default_rng(0).integers(0, 10, (18, 32)).astype(np.uint8)
    douga = DougaEvaluation()
    douga.add(drawn, drawn)
    write_json(folder / "douga.json", {key: douga.metrics() for key in ("douga", "douga_decided", "douga_raw")})
    names = {n: 0.1 for n in ("flat_area", "visible_line", "shading_line", "color_edge", "highlight_line")}
    names |= {n: 0.1 for n in ("book_line", "shading_fill", "color_fill", "highlight_fill", "book_fill")}
    for name in MEASURED:
        write_json(folder / f"{name}.json", {})
    write_json(folder / "selection.json", {"selection": SELECTION})
    write_json(folder / "regions.json", {"regions": {"ours": REGIONS}, "shading_left": LEFT})
    write_json(folder / "colorizer.json", {"colorizer": COLORING})
    write_json(folder / "background.json", {"background": {"pictures": 9, **dict.fromkeys(WAYS, MADE)}, "plate": PLATE})
    write_json(folder / "decode.json", {"decode": {"drawings": 3, "foreign_max": 0.0, "class_frequency": names}})
    return folder


def test_the_report_has_the_papers_numbers_beside_ours(tmp_path: Path) -> None:
    text = assemble(filled(tmp_path), CURRENT, [0.1, 0.5], tmp_path / "report.md")
    for words in (
        "95.4 % → 89.4 %",
        "32.65 % (Table 5.1)",
        "40.8 %",
        "change, points",
        "Table 4.1",
        "boundary_f",
        "highlight_line",
        "gallery/douga.jpg",
    ):
        assert words in text
    assert "Real art" not in text


def test_regions_stand_beside_other_methods_and_vector_art(tmp_path: Path) -> None:
    filled(tmp_path)
    text = assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    assert "| ours | 90.0 % | 95.0 % | 6.0 % | 41 |" in text
    assert "| 6.00 | 5.00 | 3.00 |" in text
    write_json(tmp_path / "regions_measured.json", {"seconds": {"ours": 0.1234}, "art": {"faces": {"ours": REGIONS}}})
    text = assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    assert "| ours | 123.4 |" in text
    assert "Real art, faces (4 pictures)" in text


def test_a_region_row_has_the_pictures_of_the_paper() -> None:
    colors = ColorMap(MASK.astype(np.uint8), np.array([[9, 9, 9], [200, 90, 10]], np.uint8))
    gray = np.zeros(MASK.shape, np.uint8)
    row = region_row(FRAME, gray, FRAME, MASK.astype(np.int32), colors, np.random.default_rng(0))
    assert len(row) == len(CAPTIONS)
    assert all(p.shape == FRAME.shape for p in row)


def real_art(folder: Path, more: Mapping[str, object] | None = None, /, **changes: object) -> None:
    cel = {"pictures": 3, "iou": 0.5, "min_iou": 0.4, "accuracy": 0.6, "precision": 0.5, "recall": 0.9, "boundary_f": None}
    line = {"frames": 3, "line_width": 3.0, "any": {"precision": 0.5, "recall": 0.5, "f1": 0.5}}
    block = {
        "cels": {"sprites_plates_test": cel, "all_renpy": cel | {"iou": 0.75}},
        "lines": {
            "morevna_1080": {"predicted_mask": line | {"shading": {"f1": 0.25}}, "true_mask": line},
            "faces_1080": {"predicted_mask": line | {"line_width": None}},
        },
    }
    source = {
        "command": "python -m benchmarks.real_art", "scale": "desk", "code": "b" * 16, "models": {"models/cel.safetensors": "c" * 16},
    }  # fmt: skip
    settings = {"part": "test", "composite_height": 720, "boundary_tolerance": 3.0, "line_tolerance": 1}
    write_json(folder / "real_art.json", {"real_art": settings | {"desk": block} | dict(more or {}), "source": source | changes})


def test_goals_stand_beside_trained_models_starters_and_an_earlier_program(tmp_path: Path) -> None:
    starters = {
        "cels": {"all_renpy": {"pictures": 2, "iou": 0.97}},
        "lines": {},
        "studio": {"any_line": 0.9, "line_classes": 0.7, "miou": 0.6},
    }
    before = {"cels": {}, "lines": {}, "source": {"code": "f" * 16, "models": {"old.safetensors": "d" * 16}}}
    real_art(filled(tmp_path), {"starters": starters, "before": before}, starters={"cel_v1": "e" * 16})
    text = assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    assert "| measured | before | desk | starters | goal |" in text
    assert "| cel IoU, sprites and faces over Ren'Py plates | – | 0.75 | 0.97 | 0.93 / 0.96 |" in text
    assert "| any-line F1 1 px at 1080, `morevna_cc0` / faces | – / – | 0.50 / 0.50 | – / – | 0.80 / 0.90 |" in text
    assert "| shading F1 1 px at 1080, `morevna_cc0` | – | 0.25 | – | 0.50 / 0.70 |" in text
    assert "| median width of a drawn line at 1080, `morevna_cc0` / faces | – / – | 3.0 px / – | – / – | 3 px / 3 px |" in text
    assert "| – / – / – | – / – / – | 0.90 / 0.70 / 0.60 | 0.80, 0.58, 0.50 / 0.90, 0.70, 0.62 |" in text
    assert "*starters: cel_v1 eeeeeeee; before: code ffffffff, old.safetensors dddddddd*" in text
    assert "| all_renpy, desk | 3 | 75.0 % | 40.0 % | 50.0 % | 90.0 % | – | – |" in text
    assert "| morevna_1080, predicted mask, desk | 3 | 50.0 % | – | 25.0 % | – | 3.0 px |" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"code": "d" * 16}, "measured with earlier code than the current"),
        ({"models": {"models/cel.safetensors": "e" * 16}}, "measured with another models/cel.safetensors than the current one"),
        ({"scale": "smoke"}, "measured at another scale than desk"),
    ],
)
def test_a_table_says_where_it_comes_from_and_what_changed_since(changes: dict[str, object], said: str, tmp_path: Path) -> None:
    real_art(filled(tmp_path), **changes)
    text = assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    line = next(line for line in text.splitlines() if "benchmarks.real_art" in line)
    assert line.startswith("*")
    assert said in line if said else "measured" not in line
    assert "*desk scale; code of evaluate_cels aaaaaaaa; models/cel.safetensors cccccccc*" in text


def test_numbers_without_a_source_are_of_earlier_code(tmp_path: Path) -> None:
    filled(tmp_path)
    write_json(tmp_path / "speed.json", {"speed": dict.fromkeys(_SPEED, 1.5)})
    write_json(tmp_path / "limits.json", {"limits": {"lineart 1x1": {"megabytes": 1234, "seconds": 5.0}}})
    timed = dict.fromkeys(("torch_network_cpu_seconds", "onnx_network_cpu_seconds", "torch_network_over_onnx", "torch_over_onnx"), 1.625)
    write_json(tmp_path / "onnx_engine.json", {"onnx_engine": {"cel": {"2": timed | {"largest_difference_levels": 0.0018}}}})
    text = assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    assert "| cel | 2 | 1.62 | 1.62 | 1.62 | 1.62 | 0.0018 |" in text
    assert text.count("measured with earlier code") == 3
    assert "| ≤ 150 |" in text
    assert "| lineart 1x1 | 1,234 | 5.0 |" in text


def test_what_is_current_is_read_from_the_checkout(tmp_path: Path) -> None:
    for name in ("code_hashes/index.txt", "benchmark_code_hashes/speed.txt", "models/cel.safetensors"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    current = read_provenance("smoke", tmp_path)
    assert set(current.code) == {"index", "benchmarks.speed"}
    assert list(current.models) == ["models/cel.safetensors"]
    assert read_provenance("smoke", tmp_path / "empty") == Provenance("smoke", {}, {})


def test_what_each_ingredient_buys_is_told_in_points(tmp_path: Path) -> None:
    filled(tmp_path)
    variants = {"all": {"sprites": 0.5, "studio": 0.8}, "without light": {"sprites": 0.45, "studio": 0.82}}
    write_json(tmp_path / "ablation.json", {"ablation": {"budget": {"cuts": 9, "steps": 7}, "variants": variants}})
    write_json(tmp_path / "realism.json", {"realism": {"accuracy": 0.9, "test_crops": 12}})
    text = assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    assert "| without light | 45.0 % (-5.0) | 82.0 % (+2.0) |" in text
    assert "| 90.0 % | 12 |" in text


def test_the_training_that_both_learning_curves_share_stands_in_both(tmp_path: Path) -> None:
    filled(tmp_path)
    points = {
        "steps 9 4": {"curve": "steps", "cuts": 9, "steps": 4, "scores": {"studio_iou": 0.7}},
        "steps 9 8": {"curve": "steps", "cuts": 9, "steps": 8, "scores": {"studio_iou": 0.8}},
        "data 5 8": {"curve": "data", "cuts": 5, "steps": 8, "scores": {"studio_iou": 0.75}},
    }
    write_json(tmp_path / "learning_curves.json", {"learning_curves": {"cel": points}})
    text = assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    assert "| 9 | 4 | 70.0 % |\n| 9 | 8 | 80.0 % |" in text
    assert "| 5 | 8 | 75.0 % |\n| 9 | 8 | 80.0 % |" in text


def test_post_processing_is_compared_with_its_own_input(tmp_path: Path) -> None:
    filled(tmp_path)
    douga = json.loads((tmp_path / "douga.json").read_text())
    for key, accuracy, miou_ten in (("douga_raw", 0.90, 0.3), ("douga_decided", 0.922, 0.38), ("douga", 0.919, 0.37)):
        douga[key] |= {"accuracy": accuracy, "miou_ten": miou_ten}
    write_json(tmp_path / "douga.json", douga)
    text = assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    assert "| accuracy | 90.0 % | 92.2 % | 91.9 % | -0.3 |" in text
    assert "| mean IoU, ten classes | 30.0 % | 38.0 % | 37.0 % | -1.0 | 32.65 % (Table 5.1), 29.1 % (Table 5.2) |" in text


def test_propagated_hints_alone_stand_under_each_metric(tmp_path: Path) -> None:
    filled(tmp_path)
    alone = dict.fromkeys(("none", "225"), SCORES | {"hint_error": 9.5})
    write_json(tmp_path / "colorizer.json", {"colorizer": COLORING, "propagation_only": alone})
    text = assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    assert "| hint error, ΔE | 4.0 | 4.0 |\n| … propagation only | 9.5 | 9.5 |" in text


def test_missing_metrics_are_named(tmp_path: Path) -> None:
    with pytest.raises(PegbarError, match=r"selection\.json: found no such file"):
        assemble(tmp_path, CURRENT, [], tmp_path / "r.md")
    (tmp_path / "selection.json").write_text(json.dumps({})[:1])
    with pytest.raises(PegbarError, match=r"selection\.json: found"):
        assemble(tmp_path, CURRENT, [], tmp_path / "r.md")


def test_tables() -> None:
    assert percent(0.1234) == "12.3 %"
    assert percent(None) == "–"
    assert table(["a", "b"], [["x", "1"]]) == "| a | b |\n|---|---:|\n| x | 1 |"


def test_colourings_stand_beside_rivals_and_opinions_only_when_measured(tmp_path: Path) -> None:
    filled(tmp_path)
    text = assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    assert "| hint error, ΔE | 4.0 | 4.0 |" in text
    assert "Table 1): not run" in text
    assert "Table 2): not run" in text
    scores = dict.fromkeys(("none", "9", "225", "full"), SCORES)
    for name, curve in (("stenciltorch", [{"step": 9, "hint_error": 7.0}]), ("ours", [])):
        row = {"pictures": 2, "steps": 9 if curve else 0, "curve": curve, "scores": scores, "real": scores if name == "ours" else {}}
        write_json(tmp_path / "colorizers" / f"{name}.json", row)
    models = {
        "ours": {"ratings": 4, "mean": 4.5, "deviation": 0.5},
        "StencilTorch": {"ratings": 4, "mean": 3, "deviation": 1, "p_value": 0.01},
    }
    write_json(tmp_path / "ratings.json", {"raters": 2, "reference": "ours", "models": models})
    text = assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    assert "| StencilTorch | 9 | 0.200 / 0.200 / 0.200 / 0.200 | 4.0 / 4.0 | 5.0 % | 90.0 % / 90.0 % | 8.0 / 8.0 | 0.40 |" in text
    assert "| **ours**, lit | – | 0.200" in text
    assert "| StencilTorch | 3.00 / 3.00 / 3.00 | 51.16 / 94.4 / 106.05 | 0.16 / 0.51 / 0.58 |" in text
    assert "| **ours**, lit | 0.200 / 0.200 / 0.200 | 4.0 / 4.0 / 4.0 |" in text
    assert "plots/colorizers.svg" in text
    assert "inverted colours" in text
    assert "| StencilTorch | 3.00 | 1.00 | 0.01 | 3.71 ± 0.28 |" in text


def test_backgrounds_stand_beside_the_papers_table(tmp_path: Path) -> None:
    filled(tmp_path)
    text = assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    assert "| Zhang 2024 | 76.0 % | 65.0 % | 40.0 % |" in text
    assert "| **ours**, the plan painted, best of the candidates | 80.0 % | 70.0 % | 60.0 % | 0.90 | place 95.0 % |" in text
    assert "| clean plate | 31.3 | 60.0 |" in text
    write_json(tmp_path / "background.json", {"background": {"pictures": 9, **dict.fromkeys(WAYS, MADE)}, "plate": {}})
    assert "Clean plates" not in assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    edits = {"edits": 24, "outside": 0, "seam": 1.04}
    write_json(tmp_path / "background.json", {"background": {"pictures": 9, **dict.fromkeys(WAYS, MADE)}, "edits": edits, "plate": {}})
    moved = {"corner_error": 0.06, "corner_error_pans_only": 36.3, "psnr": 48.6, "psnr_pans_only": 21.3, "seen": 0.5}
    filled_in = {"psnr": 20.0, "ssim": 0.6, "roughness": 0.26, "seconds": 8.0}
    write_json(tmp_path / "clean_plates.json", {"cuts": 16, "registration": {"zoom_in": moved}, "completion": {"patchmatch": filled_in}})
    stood = {"visible": 0.8, "interpenetrating": 0.1, "wrong_ground": 0.05, "spread": 0.25, "seconds": 0.7}
    write_json(tmp_path / "placement.json", {"ways": {"templates": stood}, "visible_from": 0.6, "orders": 36, "seeds": 2})
    told = {way: {"accuracy": 0.91, "distance": 30.0, "test_crops": 50} for way in ("plans", "finished", "finished_0.5")}
    told |= {"finished": {"accuracy": 0.8, "distance": 20.0}, "paintings": {"distance": 7.0}}
    write_json(tmp_path / "plate_realism.json", {"ways": told})
    text = assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")
    assert "the largest change of a channel is 0 levels" in text and "1.04 of that across" in text
    assert "| zoom in | 0.06 / 36.3 | 48.6 / 21.3 | 50.0 % |" in text and "| patchmatch | 20.0 | 0.60 | 0.26 | 8.0 |" in text
    assert "| spots of the place's areas, judged by boxes | 80.0 % | 10.0 % | 5.0 % | 0.25 |  | 0.70 |" in text
    assert "| **ours**, random orders painted | 91.0 % | 30.0 |" in text and "| other paintings by the same person | – | 7.0 |" in text
    assert "resembles paintings more and is told from them less" in text
    told["finished"]["distance"] = 31.0
    write_json(tmp_path / "plate_realism.json", {"ways": told})
    assert "does not beat strength 0" in assemble(tmp_path, CURRENT, [0.1], tmp_path / "r.md")


def test_the_report_says_what_was_kept_out_and_what_each_round_chose(tmp_path: Path) -> None:
    text = assemble(filled(tmp_path), CURRENT, [0.5], tmp_path / "report.md")
    assert "40 frames in 10 cuts of 3 titles. Kept out of labelling: 7 hold, 2 long shot." in text
    assert "| year | 1988 | 1997 |" in text
    assert "| 0 | visually distinct | 8 | – |" in text
    assert "| 1 | least sure | 2 | 0.3457 |" in text


def test_without_douga_nothing_is_scored(tmp_path: Path) -> None:
    filled(tmp_path)
    write_json(tmp_path / "douga.json", {name: {"frames": 0} for name in ("douga", "douga_decided", "douga_raw")})
    assert "No held-out frame has a douga" in assemble(tmp_path, CURRENT, [0.5], tmp_path / "report.md")
