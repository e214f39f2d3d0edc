"""Rules of post-processing in the report, each against its own input."""

from pegbar.report.post_processing import post_processing_section
from pegbar.report.provenance import Provenance

KEYS = ("accuracy", "miou", "line_f1", "line_classes", "edge_recall", "edge_precision")
RULES = {
    name: dict.fromkeys(KEYS, value)
    for name, value in {"as predicted": 0.9, "the thesis's rule": 0.85, "decoded": 0.91, "ours": 0.92, "ours, closed": 0.915}.items()
}


def test_each_rule_stands_beside_its_input() -> None:
    text = post_processing_section({"post_processing": {"frames": 5, "rules": RULES}, "source": {}}, Provenance("desk", {}, {}))
    assert "| as predicted | 90.0 % |" in text
    assert "| the thesis's rule | 85.0 % (-5.0) |" in text
    assert "| ours | 92.0 % (+1.0) |" in text
    assert "| ours, closed | 91.5 % (-0.5) |" in text
