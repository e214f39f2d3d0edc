"""Tables 4.2 and 5.2 to 5.4 in the report: thesis, ours and difference, seeds together, and only what was measured."""

from typing import Any

from pegbar.report.provenance import Provenance
from pegbar.report.variants import cel_variants_section, douga_variants_section

BEST = {
    "train_accuracy": 0.99, "val_accuracy": 0.93, "train_miou": 0.6, "val_miou": 0.4, "steps_to_best": 240, "minutes_to_best": 1.5,
}  # fmt: skip
SOURCE = {"scale": "desk", "command": "python -m benchmarks.x", "code": "x"}
NOW = Provenance("desk", {"benchmarks.cel_variants": "x", "benchmarks.douga_variants": "x"}, {})
SCORES = {"accuracy": 0.9, "miou": 0.4, "miou_ten": 0.3, "line_f1": 0.7, "line_classes": 0.5}
NAMES = (
    "flat_area", "visible_line", "shading_line", "color_edge", "highlight_line", "shading_fill", "color_fill", "highlight_fill",
)  # fmt: skip


def douga_row(accuracy: float, real: dict[str, float] | None = None) -> dict[str, Any]:
    return {
        "best": BEST | {"val_accuracy": accuracy}, "scores": SCORES, "real_art": real or {}, "source": SOURCE,
        "per_class": {name: {"recall": 0.5} for name in NAMES} | {"book_fill": {"iou": accuracy / 10}},
    }  # fmt: skip


def test_rows_stand_beside_the_thesis() -> None:
    scores = {"raw": {"iou": 0.8}, "decided": {"iou": 0.85}}
    row = {"first_weights": "resnet101, random", "best": BEST, "scores": scores, "source": SOURCE}
    art = {"first_weights": "efficientnet_lite0, imagenet", "best": BEST, "scores": scores | {"real_art": {"all_renpy": 0.7}}}
    text = cel_variants_section({"resnet101": row, "combination": art | {"source": SOURCE}}, NOW)
    assert (
        "| resnet101 (resnet101, random) | ResNet-101 | 99.6 %, 99.0 % | 91.2 %, 93.0 % | +1.8 | 240, 1.5 | 80.0 % | 85.0 % | – | – |"
        in text
    )
    assert "| 93.9 %, 93.0 % | -0.9 | 240, 1.5 | 80.0 % | 85.0 % | 70.0 % | – |" in text
    assert "| dropout" not in text


def test_what_a_setting_changes_is_said_beside_the_thesis() -> None:
    def row(accuracy: float, real: float) -> dict[str, Any]:
        scores = {"raw": {"iou": 0.8}, "decided": {"iou": 0.85}, "real_art": {"all_renpy": real}}
        return {"first_weights": "x", "best": BEST | {"val_accuracy": accuracy}, "scores": scores, "source": SOURCE}

    text = cel_variants_section({"baseline": row(0.93, 0.5), "background": row(0.94, 0.7), "erasure": row(0.92, 0.4)}, NOW)
    assert "background replacement +2.1, +1.0, +20.0 and –; rectangle erasure +2.5, -1.0, -10.0 and –" in text
    assert "Change from" not in cel_variants_section({"baseline": row(0.93, 0.5)}, NOW)
    assert "Change from" not in cel_variants_section({"background": row(0.93, 0.5)}, NOW)


def test_seeds_are_one_row_with_their_deviation_and_the_order_is_told() -> None:
    accuracies = {"color": 0.90, "synthetic_cel": 0.94, "concatenated": 0.92, "manual_cel": 0.93}
    rows = {f"{name}_{seed}": douga_row(value + seed / 100) for name, value in accuracies.items() for seed in range(3)}
    text = douga_variants_section(rows, NOW)
    assert "| synthetic cel | 97.5 %, 99.0 ± 0.0 | 95.4 %, 95.0 ± 1.0 | -0.4 |" in text
    assert "synthetic cel ≥ manual cel ≥ concatenated ≥ color; in the thesis manual cel ≥" in text
    assert "IoU of book fill, which the thesis leaves out: color 9.1 ± 0.1, synthetic cel 9.5 ± 0.1, concatenated 9.3" in text


def test_a_loss_alone_has_no_deviation_and_no_order() -> None:
    text = douga_variants_section({"weighted_cross_entropy": douga_row(0.9, {"morevna_1080": 0.75, "faces_1080": 0.6})}, NOW)
    assert "| weighted cross entropy | 94.1 %, 99.0 | 91.4 %, 90.0 | -1.4 |" in text
    assert "75.0, 60.0 |" in text
    assert "By mean validation accuracy" not in text
    assert "Recall by class" not in text


def test_recalls_stand_beside_tables_5_1_and_5_2() -> None:
    text = douga_variants_section({"synthetic_cel_0": douga_row(0.9), "weighted_cross_entropy": douga_row(0.9)}, NOW)
    assert "| visible line | 60.4 % | 50.0 % | 90.8 % | 50.0 % |" in text


def test_differences_from_the_thesis_are_told_of_what_was_measured() -> None:
    rows = {"synthetic_cel_0": douga_row(0.9), "weighted_cross_entropy": douga_row(0.7), "kernel_25": douga_row(0.9)}
    text = douga_variants_section(rows, NOW)
    assert "training accuracy is +9.0 points from validation accuracy, in the thesis +2.1" in text
    assert "change validation accuracy by -20.0 points, in the thesis by -4.0" in text
    assert "50.0 % with kernel 49, 50.0 % with kernel 25" in text
    assert "Recall of shading fills" not in douga_variants_section({"synthetic_cel_0": douga_row(0.9)}, NOW)
