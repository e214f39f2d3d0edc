"""Label efficiency: which frames a rule labels, one run on a few cuts, and what the report makes of several."""

from pathlib import Path

import pandas as pd
import pytest

from benchmarks import label_efficiency
from benchmarks.label_efficiency import RULES, cells, held_out_iou, table_of
from benchmarks.short_training import drawn
from pegbar.errors import PegbarError
from pegbar.params.gcn import CelParams
from pegbar.report.label_efficiency import label_efficiency_section
from pegbar.report.provenance import Provenance
from tests.conftest import STUDIO
from tests.training.small_run import PARAMS

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_labels_more_at_each_budget_and_is_scored(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(label_efficiency, "BUDGETS", (4, 6, 8))
    small = CelParams.model_validate(PARAMS.model_dump() | {"parts_weight": 0.5, "steps": 2})
    monkeypatch.setattr(label_efficiency, "cel_params", lambda start, steps, seed: small.model_copy(update={"seed": seed}))
    seen: list[pd.DataFrame] = []
    train = label_efficiency.train_cel
    monkeypatch.setattr(label_efficiency, "train_cel", lambda data, rows, *rest: (seen.append(rows), train(data, rows, *rest)))
    with drawn(STUDIO.model_copy(update={"cuts": 12, "frames_per_cut": 2}), tmp_path) as data:
        row = data.training_rows().iloc[0]
        pictures = [(data.frames.frame(row["path"]), data.frames.mask(row["mask"]))]
        found = list(cells(data, pictures, rule, "starter", 1, 2))
    assert [frames for frames, _ in found] == [4, 6, 8]
    assert all(0 <= iou <= 1 for _, iou in found)
    assert all(rows["frame_id"].is_unique and set(rows["split"]) == {"train"} for rows in seen)
    if rule != "kmeans":
        assert set(seen[0]["frame_id"]) < set(seen[1]["frame_id"]) < set(seen[2]["frame_id"])


def test_the_report_says_how_many_frames_a_rule_saves() -> None:
    runs = {
        f"{rule} starter {seed}": {"rule": rule, "start": "starter", "seed": seed, "frames": [20, 40], "iou": [low, high]}
        for rule, low, high in (("random", 0.80, 0.90), ("entropy", 0.91, 0.94), ("least_confident", 0.70, 0.80))
        for seed in (0, 1)
    }
    assert len(table_of(runs)) == 12
    text = label_efficiency_section({"label_efficiency": runs, "source": {}}, Provenance("desk", {}, {}))
    assert "| at random | 80.0 % ± 0.0 | 90.0 % ± 0.0 |" in text
    assert "(thesis): 20, k-means, then highest entropy: not." in text


def test_scores_need_a_network(tmp_path: Path) -> None:
    with pytest.raises(PegbarError, match=r"cel\.json"):
        held_out_iou(tmp_path, [])
