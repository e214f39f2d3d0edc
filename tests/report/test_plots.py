"""Plots of the report: what is drawn, that it is the same twice, and nothing of what nobody measured."""

from pathlib import Path
from xml.etree import ElementTree

from pegbar.report.plots import write_plots
from pegbar.storage.results import write_json

SELECTION = {"resolutions": {"640 × 360": 40}, "figure_height": [1, 2, 3, 4, 5], "years": {"1988": 12, "1997": 28}}
RUNS = {
    f"{rule} {start} {seed}": {"rule": rule, "start": start, "seed": seed, "frames": [20, 40], "iou": [0.8 + seed / 100, 0.9]}
    for rule in ("random", "entropy")
    for start in ("starter", "scratch")
    for seed in (0, 1)
}
POINTS = {
    f"steps 8 {steps}": {"curve": "steps", "cuts": 8, "steps": steps, "scores": {"studio_iou": 0.5, "real_iou": 0.4}} for steps in (50, 100)
}


def texts(path: Path) -> list[str]:
    """Every text of an SVG."""
    return ["".join(each.itertext()) for each in ElementTree.fromstring(path.read_text()).iter() if each.tag.endswith("text")]


def measured(folder: Path, runs: object, points: object) -> Path:
    folder.mkdir()
    write_json(folder / "selection.json", {"selection": SELECTION})
    write_json(folder / "label_efficiency.json", {"label_efficiency": runs} if runs else {})
    write_json(folder / "learning_curves.json", {"learning_curves": {"cel": points}} if points else {})
    return folder


def test_what_was_measured_is_drawn_the_same_twice(tmp_path: Path) -> None:
    metrics = measured(tmp_path / "metrics", RUNS, POINTS)
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        write_plots(metrics, tmp_path / name)
    drawn = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert drawn == ["label_efficiency.svg", "learning_curves.svg", "selection.svg"]
    assert all((tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes() for name in drawn)
    assert {"640 × 360", "0.2–0.4", "1997", "year"} <= set(texts(tmp_path / "first" / "selection.svg"))
    efficiency = texts(tmp_path / "first" / "label_efficiency.svg")
    assert {"From ImageNet's weights", "at random", "labelled frames", "20", "40"} <= set(efficiency)
    assert "k-means" not in efficiency, "no line for a rule without a run"
    assert {"cel, more steps at fixed data", "studio iou", "100"} <= set(texts(tmp_path / "first" / "learning_curves.svg"))


def test_what_nobody_measured_is_not_drawn(tmp_path: Path) -> None:
    (tmp_path / "learning_curves.svg").write_text("of earlier")
    write_plots(measured(tmp_path / "metrics", None, None), tmp_path)
    assert [path.name for path in tmp_path.glob("*.svg")] == ["selection.svg"]


def test_training_is_drawn_where_its_rows_are_there(tmp_path: Path) -> None:
    metrics = measured(tmp_path / "metrics", None, None)
    rows = metrics / "thesis" / "cel_variants"
    rows.mkdir(parents=True)
    curves = {"step": [5, 10], "train_loss": [0.5, 0.4], "train_accuracy": [0.8, 0.9], "val_accuracy": [0.7, 0.8], "val_loss": [0.6, 0.5]}
    write_json(rows / "combination.json", {"curves": curves})
    write_plots(metrics, tmp_path)
    drawn = texts(tmp_path / "training.svg")
    assert {"Cel network, combination", "accuracy, %", "loss", "train", "val"} <= set(drawn)
    assert "Synthetic cel model" not in drawn
