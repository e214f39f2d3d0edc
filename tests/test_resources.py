"""Package data: what lies in the package is found, valid and equal to what the pipeline uses."""

from pathlib import Path

import pytest
import yaml

from pegbar.orders.words import load_denied_words, load_words
from pegbar.params.base import load_section
from pegbar.params.palettes import load_palette
from pegbar.params.regions import RegionParams
from pegbar.params.studio import StudioParams
from pegbar.resources import DEFAULTS, built_in, resolve

ROOT = Path(__file__).parent.parent


def test_defaults_of_verbs_are_the_pipelines() -> None:
    defaults, params = (yaml.safe_load(path.read_text()) for path in (DEFAULTS, ROOT / "params.yaml"))
    assert defaults == {section: params[section] for section in ("studio", "regions")}
    assert load_section("studio", StudioParams, DEFAULTS).cuts > 0
    assert load_section("regions", RegionParams, DEFAULTS).clusters > 0


def test_names_stand_for_built_in_files_and_paths_for_themselves(tmp_path: Path) -> None:
    assert built_in("palettes") == ("production_rgb", "thesis")
    assert built_in("words") == ("denied", "denied_japanese", "scenery_english", "scenery_japanese")
    assert resolve("palettes", "thesis").is_file()
    assert resolve("palettes", tmp_path / "thesis") == tmp_path / "thesis"


@pytest.mark.parametrize("name", built_in("palettes"))
def test_built_in_palettes_are_valid(name: str) -> None:
    assert load_palette(name).name == name == load_palette(resolve("palettes", name)).name


def test_words_of_ones_own_are_read_in_place_of_the_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("[Mud]\n")
    assert load_denied_words(tmp_path / "words.yaml") == {"mud"}
    assert "mud" not in load_denied_words()
    assert load_words(resolve("words", "scenery_english")).meanings == load_words().meanings
