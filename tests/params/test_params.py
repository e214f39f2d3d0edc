import shlex
import subprocess
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
    with pytest.raises(PegbarError, match=r"studio\.cuts: found 0, .*greater than or equal to 1"):
        load_section("studio", StudioParams, written(tmp_path, content))


def test_a_palette_that_the_pipeline_does_not_watch_is_refused(tmp_path: Path, content: dict) -> None:
    content["douga"]["palette"] = "footage/own.yaml"
    check_params(written(tmp_path, content))
    content["douga"]["palette"] = "elsewhere/own.yaml"
    with pytest.raises(PegbarError, match=r"douga\.palette: found 'elsewhere/own\.yaml', expected production_rgb, thesis, or a file in"):
        check_params(written(tmp_path, content))


def test_contradictions_are_refused(tmp_path: Path, content: dict) -> None:
    content["cel"]["network"] |= {"init": "imagenet", "norm": "group"}
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
        key, value = shlex.split(setting)[0].split("=", 1)
        here: object = content
        for part in key.split("."):
            here = here[part]  # type: ignore[index]
        assert yaml.safe_load(value) != here, f"{setting} is what params.yaml has"


def test_a_scale_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("studio: {cuts: 3, cust: 4}")
    with pytest.raises(PegbarError, match=r"'studio\.cust'"):
        scale_flags(tmp_path / "odd.yaml", ROOT / "params.yaml")


@pytest.mark.parametrize("change", [{"init": "random"}, {"backbone": "resnet18"}])
def test_norms_are_folded_only_where_there_are_some(tmp_path: Path, content: dict, change: dict[str, str]) -> None:
    content["cel"]["network"] |= {"norm": "folded"} | change
    with pytest.raises(PegbarError, match="norm: folded needs efficientnet_lite0 and first weights to fold"):
        check_params(written(tmp_path, content))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("cel.crop", [0, 64]), ("cel.crop", [-32, 64]), ("cel.crop", [1 << 20, 64]), ("cel.working_height", 50_000), ("cel.batch", 10**6),
        ("cel.batch", 0), ("cel.seed", -1), ("cel.seed", 2**32), ("cel.threads", 10**6), ("cel.steps", 10**12), ("cel.cache_mb", 10**9),
        ("cel.learning_rate", [2.0, 1e-6]), ("cel.augment.scale", [1e-3, 1e9]), ("cel.network.channels", 10**6),
        ("cel.network.kernel", 1001), ("background.batch", 10**5), ("background.channels", 10**5),
        ("background_evaluation.candidates", 10**4),
        ("colorizer.size", 10**5), ("colorizer.batch", 10**6), ("colorizer.channels", 10**5), ("background.content_weight", 1e30),
        ("studio.workers", 10**4), ("studio.cuts", 10**12), ("studio.seed", 2**64), ("illustrations.max_pixels", 10**12),
        ("scenes.width", 10**5), ("lineart.sigma", 1e9), ("lineart.flow", 1e9), ("lineart.epsilon", float("nan")),
        ("decision.douga.color_sigma", float("inf")), ("douga.palette", ""), ("regions.clusters", 10**4), ("tag_encoder.size", 10**5),
    ],
)  # fmt: skip
def test_absurd_values_are_refused_by_key(tmp_path: Path, content: dict, key: str, value: object) -> None:
    target = content
    *parents, last = key.split(".")
    for part in parents:
        target = target[part]
    target[last] = value
    with pytest.raises(PegbarError, match=rf"params\.yaml: {key}(\[\d\])?: found .*, expected otherwise"):
        check_params(written(tmp_path, content))


def test_frames_are_not_drawn_larger_than_memory(tmp_path: Path, content: dict) -> None:
    content["studio"] |= {"width": 7680, "height": 4320, "supersampling": 4}
    with pytest.raises(PegbarError, match="must draw at most 100,000,000 raster pixels"):
        check_params(written(tmp_path, content))


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("studio: 3", "studio: found 3, expected a mapping"),
        ("studio: {cuts: {a: 1}}", r"studio\.cuts: found .*, expected a value"),
        ("studio:", "studio: found None, expected a mapping"),
        ("- studio", "found list, expected a mapping"),
        ("", "found NoneType, expected a mapping"),
        ("studio: {cuts: 0}", r"studio\.cuts: found 0"),
        ("studio: {cuts: 3, cuts: 4}", "the key 'cuts' twice"),
    ],
)
def test_scales_with_faults_are_named(tmp_path: Path, text: str, match: str) -> None:
    (tmp_path / "odd.yaml").write_text(text)
    with pytest.raises(PegbarError, match=rf"odd\.yaml: .*{match}|odd\.yaml: {match}"):
        scale_flags(tmp_path / "odd.yaml", ROOT / "params.yaml")


def test_flags_are_quoted_for_the_shell(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("douga: {palette: 'my $(touch x) palette.yaml'}\ncel: {crop: [64, 64]}\n")
    flags = " ".join(scale_flags(tmp_path / "odd.yaml", ROOT / "params.yaml"))
    said = subprocess.run(["bash", "-c", f"printf '%s|' {flags}"], capture_output=True, text=True, cwd=tmp_path, check=True).stdout
    assert said == "-S|douga.palette=my $(touch x) palette.yaml|-S|cel.crop=[64,64]|"
    assert not (tmp_path / "x").exists()
