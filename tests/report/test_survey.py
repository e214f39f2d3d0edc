import json
from pathlib import Path

import numpy as np
import pytest

from pegbar.errors import PegbarError
from pegbar.report.survey import codes_of, opinions, read_ratings, survey_page

CODES = {"m00": "ours", "m01": "theirs"}


def written(folder: Path, text: str) -> Path:
    path = folder / "r.csv"
    path.write_text(text)
    return path


def test_the_page_shows_every_picture_and_no_name() -> None:
    picture = np.zeros((8, 8, 3), np.uint8)
    page = survey_page({"ours": {"a": picture, "b": picture}, "theirs": {"a": picture, "b": picture}}, CODES)
    assert page.count("data:image/jpeg;base64,") == 4
    assert "ours" not in page and "theirs" not in page
    assert "://" not in page, "self-contained"


def test_codes_are_the_same_for_a_seed() -> None:
    models = ["a", "b", "c", "d"]
    assert codes_of(models, 1) == codes_of(models, 1)
    assert sorted(codes_of(models, 1).values()) == models
    assert len({tuple(codes_of(models, seed).values()) for seed in range(8)}) > 1


def test_means_and_the_paired_test(tmp_path: Path) -> None:
    rows = ["rater,picture,code,rating"]
    for rater in "ab":
        for number, (ours, theirs) in enumerate([(5, 3), (4, 2), (5, 2), (4, 3)]):
            rows += [f"{rater},{number},m00,{ours}", f"{rater},{number},m01,{theirs}"]
    found = opinions(read_ratings([written(tmp_path, "\n".join(rows))]), CODES, "ours")
    assert found["raters"] == 2
    assert found["models"]["ours"]["mean"] == 4.5
    assert found["models"]["theirs"]["mean"] == 2.5
    assert found["models"]["theirs"]["p_value"] < 0.001
    assert "p_value" not in found["models"]["ours"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("rater,picture,rating\na,1,3\n", "found no column 'code'"),
        ("rater,picture,code,rating\na,1,m00,7\n", "row 2: found a rating of '7', expected 1 to 5"),
        ("rater,picture,code,rating\na,1,m00,3\na,1,m00,4\n", "rating '1' twice"),
        ("rater,picture,code,rating\n,1,m00,3\n", "row 2: found a rater of '', expected a name"),
        ("rater,picture,code,rating\na,1,m00,3\na,2,m00,\n", "row 3: found a rating of '', expected 1 to 5"),
        ("rater,picture,code,rating\na,1,m00,3.5\n", "found a rating of '3.5'"),
        ("rater,picture,code,rating\na,b,c.png,m00,3\n", "row 2: found 5 cells, expected 4"),
    ],
)
def test_bad_ratings_are_named(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(PegbarError, match=why):
        read_ratings([written(tmp_path, text)])


def test_unknown_codes_and_references_are_named(tmp_path: Path) -> None:
    table = read_ratings([written(tmp_path, "rater,picture,code,rating\na,1,m00,3\n")])
    with pytest.raises(PegbarError, match="found the code 'm00'"):
        opinions(table, {"m07": "ours"}, "ours")
    with pytest.raises(PegbarError, match="found no rating of 'theirs'"):
        opinions(table, CODES, "theirs")


def test_names_that_look_like_nothing_still_count(tmp_path: Path) -> None:
    path = written(tmp_path, 'rater,picture,code,rating\nNA,"a,b",m00,3\nnan,\'=cmd(),m00,4.0\n')
    table = read_ratings([path])
    assert list(table["rater"]) == ["NA", "nan"]
    assert list(table["picture"]) == ["a,b", "=cmd()"]
    assert list(table["rating"]) == [3, 4]
    assert opinions(table, CODES, "ours")["raters"] == 2


def test_names_cannot_end_the_pages_script() -> None:
    picture = np.zeros((8, 8, 3), np.uint8)
    names = ("<!--<script>", "</script><img src=x>", "a\u2028b", "&amp;")
    shown = {name: picture for name in names}
    page = survey_page({"ours": shown, "theirs": shown}, CODES)
    script = page[page.index("const items = ") + len("const items = ") :]
    items = script[: script.index(";\nconst rated")]
    assert not set("<>&\u2028") & set(items)
    assert [item["picture"] for item in json.loads(items)] == [*names, *names]
    assert page.count("</script>") == 1
