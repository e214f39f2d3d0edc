"""Table 5.5 in the report: rows of ours and of the thesis, and of real art where it was measured."""

from pegbar.report.line_methods import line_methods_section
from pegbar.report.provenance import Provenance

SCORES = {"accuracy": 0.9, "recall": 0.8, "precision": 0.5, "f1": 0.615, "any_line": 0.7}
MEASURED = {
    "line_methods": {
        "frames": 96,
        "studio": {"canny, matched": SCORES, "ours, post-processed": SCORES | {"f1": 0.9}},
        "real_art": {"canny, matched": {"figure_1080": 0.25}, "ours, post-processed": {"figure_1080": 0.5}},
    },
    "source": {},
}


def test_rows_of_ours_and_of_the_thesis() -> None:
    text = line_methods_section(MEASURED, Provenance("desk", {}, {}))
    assert "| canny, matched | 90.0 % | 80.0 % | 50.0 % | 61.5 % | 70.0 % |" in text
    assert "| *thesis: sketchKeras* | 77.7 % | 92.3 % | 11.2 % | 20.0 % | – |" in text
    assert "| method | figure, 1080 |" in text
    assert "| canny, matched | 25.0 % |" in text
    assert "canny, matched draws the best lines, any line 70.0 % against our 70.0 %" in text
    assert "has F1 61.5 % against our 90.0 %" in text
    assert "figure, 1080 canny, matched 25.0 %, ours 50.0 %" in text


def test_without_the_art_there_is_no_table_of_it() -> None:
    measured = {"line_methods": MEASURED["line_methods"] | {"real_art": {}}, "source": {}}
    assert "other people's drawings" not in line_methods_section(measured, Provenance("desk", {}, {}))
