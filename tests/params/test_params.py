from pathlib import Path

import pytest
import yaml

from pegbar.errors import PegbarError
from pegbar.params.base import load_section
from pegbar.params.schema import check_params, scale_flags
from pegbar.params.studio import StudioParams

ROOT = Path(__file__).parents[2]


@pytest.fixture
def content() -> dict:
    return yaml.safe_load((ROOT / "params.yaml").read_text())


def written(folder: Path, content: dict) -> Path:
    path = folder / "params.yaml"
    path.write_text(yaml.safe_dump(content))
    return path


def test_the_committed_parameters_are_valid() -> None:
    assert check_params(ROOT / "params.yaml").studio.cuts > 0


def test_parameters_are_frozen() -> None:
    params = load_section("studio", StudioParams, ROOT / "params.yaml")
    with pytest.raises(ValueError, match="frozen"):
        params.cuts = 3  # type: ignore[misc]


def test_a_misspelt_key_is_named(tmp_path: Path, content: dict) -> None:
    content["cel"]["learning_rte"] = 1
    with pytest.raises(PegbarError, match=r"params\.yaml: found unknown key 'cel\.learning_rte'"):
        check_params(written(tmp_path, content))


def test_a_misspelt_section_is_named(tmp_path: Path, content: dict) -> None:
    content["studoi"] = content.pop("studio")
    with pytest.raises(PegbarError, match="studio"):
        check_params(written(tmp_path, content))


def test_a_bad_value_says_what_was_found(tmp_path: Path, content: dict) -> None:
    content["studio"]["cuts"] = 0
    with pytest.raises(PegbarError, match=r"studio\.cuts: found 0, .*greater than 0"):
        load_section("studio", StudioParams, written(tmp_path, content))


def test_contradictions_are_refused(tmp_path: Path, content: dict) -> None:
    content["cel"]["network"] |= {"start": "imagenet", "norm": "group"}
    with pytest.raises(PegbarError, match="ImageNet weights need norm: batch or folded"):
        check_params(written(tmp_path, content))


def test_numbers_written_as_yaml_strings_are_numbers(tmp_path: Path, content: dict) -> None:
    content["cel"]["learning_rate"] = ["1e-04", "1e-05"]
    assert check_params(written(tmp_path, content)).cel.learning_rate == (1e-4, 1e-5)


def test_a_missing_file_and_no_mapping_are_named(tmp_path: Path) -> None:
    with pytest.raises(PegbarError, match="no such file"):
        check_params(tmp_path / "none.yaml")
    (tmp_path / "list.yaml").write_text("- 1")
    with pytest.raises(PegbarError, match="found list, expected a mapping"):
        check_params(tmp_path / "list.yaml")


@pytest.mark.parametrize("scale", sorted((ROOT / "scales").glob("*.yaml")), ids=lambda p: p.stem)
def test_every_scale_is_valid_and_holds_only_what_differs(scale: Path, content: dict) -> None:
    flags = scale_flags(scale, ROOT / "params.yaml")
    assert flags[0] == "-S"
    for setting in flags[1::2]:
        key, value = setting.split("=", 1)
        own: object = content
        for part in key.split("."):
            own = own[part]  # type: ignore[index]
        assert yaml.safe_load(value) != own, f"{setting} is what params.yaml has"


def test_a_scale_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("studio: {cuts: 3, cust: 4}")
    with pytest.raises(PegbarError, match="'cust'"):
        scale_flags(tmp_path / "odd.yaml", ROOT / "params.yaml")


@pytest.mark.parametrize("change", [{"start": "random"}, {"backbone": "resnet18"}])
def test_norms_are_folded_only_where_there_are_some(tmp_path: Path, content: dict, change: dict[str, str]) -> None:
    content["cel"]["network"] |= {"norm": "folded"} | change
    with pytest.raises(PegbarError, match="norm: folded needs efficientnet_lite0 and first weights to fold"):
        check_params(written(tmp_path, content))
