"""Rows of adversarial training in the report, the one without a discriminator first."""

from typing import Any

from pegbar.report.adversarial import adversarial_section
from pegbar.report.provenance import Provenance

DECODED = {"accuracy": 0.9, "miou": 0.4, "line_f1": 0.7, "line_recall": 0.8, "line_precision": 0.6, "line_classes": 0.5}


def test_the_baseline_stands_first_and_settings_are_told() -> None:
    source = {"scale": "desk", "command": "python -m benchmarks.adversarial --steps 240", "code": "x"}
    rows = {
        name: {
            "row": name, "changes": {"encoding": "argmax"}, "scores": {"as_predicted": DECODED, "decoded": DECODED},
            "real_art": {"morevna_1080": 0.75} if name == "thesis_argmax" else {}, "source": source,
        }
        for name in ("projected_argmax", "pixel_wise", "thesis_argmax")
    }  # fmt: skip
    text = adversarial_section(rows, Provenance("desk", {"benchmarks.adversarial": "x"}, {}))
    lines = text.splitlines()
    assert [line.split(" | ")[0] for line in lines if line.startswith("| p")][:2] == ["| pixel wise", "| projected argmax"]
    assert "| thesis argmax | 90.0 % | 40.0 % | 70.0 % | 80.0 % | 60.0 % | 50.0 % | 75.0 % | – |" in text
    assert "| thesis argmax | encoding argmax |" in text
    assert text.count("python -m benchmarks.adversarial --steps 240") == 1, "one line where all rows have one source"


def test_rows_that_find_lines_better_are_named() -> None:
    source = {"scale": "desk", "command": "x", "code": "x"}
    scores = {"pixel_wise": DECODED, "lines_only": DECODED | {"line_f1": 0.8, "line_recall": 0.9, "accuracy": 0.89}}
    scores["projected"] = DECODED | {"line_f1": 0.715, "line_recall": 0.81}
    rows = {name: {"changes": {}, "scores": {"decoded": found}, "real_art": {}, "source": source} for name, found in scores.items()}
    text = adversarial_section(rows, Provenance("desk", {"benchmarks.adversarial": "x"}, {}))
    assert "no less accuracy on the studio's frames: projected (+1.5 points of F1). One seed" in text
    assert "no less accuracy" not in adversarial_section({"pixel_wise": rows["pixel_wise"]}, Provenance("desk", {}, {}))


def row(line_f1: float) -> dict[str, Any]:
    """A row that finds so many of any line."""
    source = {"scale": "desk", "command": "x", "code": "x"}
    return {"changes": {}, "scores": {"decoded": DECODED | {"line_f1": line_f1}}, "real_art": {}, "source": source}


def test_what_a_network_of_its_own_draws_alone_and_beside_a_pixel_wise_loss_is_said() -> None:
    rows = {"thesis_colors": row(0.44), "thesis_softmax": row(0.26), "resnet_wgan_gp": row(0.37), "thesis_mixed": row(0.5)}
    rows["thesis_mixed"]["changes"] |= {"pixel_weight": 1.0}
    text = adversarial_section(rows, Provenance("desk", {"benchmarks.adversarial": "x"}, {}))
    assert "alone the 3 settings find from 26.0 % (thesis softmax) to 44.0 % (thesis colors) of any line" in text
    assert "beside a pixel-wise loss thesis mixed finds 50.0 %" in text
    assert "Against a ResNet-34 alone" not in adversarial_section({"pixel_wise": row(0.7)}, Provenance("desk", {}, {}))
