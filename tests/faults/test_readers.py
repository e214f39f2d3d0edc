"""Every reader of users' files, on good files that were spoiled: a value, or one sentence that names the file."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from pegbar.cli.hints import points_hints
from pegbar.errors import PegbarError
from pegbar.inference.reranking import read_scores
from pegbar.networks.background_generator_files import load_background
from pegbar.networks.colorizer_files import load_generator, load_tag_encoder
from pegbar.networks.gcn_files import load_model
from pegbar.networks.region_colorizer_files import load_region_colorizer_networks
from pegbar.orders.words import load_denied_words, load_words
from pegbar.params.base import load_section
from pegbar.params.illustrations import IllustrationParams
from pegbar.params.palettes import load_palette
from pegbar.params.schema import check_params, scale_flags
from pegbar.plans.plan_files import load_plan
from pegbar.production.illustrations import decode_color_map, encode_color_map, index_illustrations, load_illustrations, save_illustrations
from pegbar.production.importing import copy_production
from pegbar.production.index import index_production
from pegbar.production.manifest import load_manifest, save_manifest
from pegbar.production.pictures import decode_mask, decode_rgb, decode_rgba, encode_png
from pegbar.production.scenes import load_scenes
from pegbar.production.store import write_shard
from pegbar.report.survey import read_ratings
from pegbar.resources import resolve
from pegbar.storage.records import check_complete, check_replaceable, is_current
from pegbar.storage.writing import remove
from pegbar.training.runs import read_checkpoint, write_checkpoint
from tests.conftest import PRODUCTION
from tests.faults.mutations import edited, spoiled, table
from tests.faults.running import LONG, ROOT

Reader = Callable[[Path], object]
EXAMPLES = 300 if LONG else 20
often = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def value_or_sentence(read: Callable[[], object], name: str) -> None:
    """A reader's only ways to end; anything else it raises fails the test."""
    try:
        read()
    except PegbarError as fault:
        assert name in str(fault)
        assert "found" in str(fault)
        assert "expected" in str(fault)
        assert len(str(fault)) < 1200


_PICTURE = np.random.default_rng(0).integers(0, 256, (9, 13, 3), np.uint8)


def _encoded(kind: str, picture: Image.Image, **how: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **how)
    return buffer.getvalue()


PICTURES = {
    "png": encode_png(_PICTURE),
    "mask": encode_png(_PICTURE[..., 0] > 127),
    "palette": _encoded("PNG", Image.fromarray(_PICTURE).quantize(7)),
    "jpeg": _encoded("JPEG", Image.fromarray(_PICTURE)),
    "webp": _encoded("WEBP", Image.fromarray(_PICTURE), lossless=True),
    "tiff": _encoded("TIFF", Image.fromarray(_PICTURE)),
    "tiff, packed": _encoded("TIFF", Image.fromarray(_PICTURE), compression="tiff_lzw"),
    "tiff, floats": _encoded("TIFF", Image.fromarray(_PICTURE[..., 0].astype(np.float32) / 255)),
}


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("decode", [decode_rgb, decode_rgba, decode_mask], ids=lambda decode: decode.__name__)
def test_pictures(decode: Callable[[bytes, str], object], kind: str) -> None:
    @often
    @given(spoiled(PICTURES[kind]))
    def check(data: bytes) -> None:
        value_or_sentence(lambda: decode(data, "a.png"), "a.png")

    check()


@often
@given(spoiled(encode_color_map(np.arange(12, dtype=np.uint8).reshape(3, 4), np.arange(36, dtype=np.uint8).reshape(12, 3))))
def test_colour_maps(data: bytes) -> None:
    value_or_sentence(lambda: decode_color_map(data, "a.png"), "a.png")


def _shard(folder: Path) -> bytes:
    frames = [(f"frames/c{c}/{i:04d}.png", PICTURES["png"]) for c in range(3) for i in range(2)]
    write_shard(folder / "good.zip", [*frames, ("cels/c0/0000.png", PICTURES["mask"])])
    data = (folder / "good.zip").read_bytes()
    (folder / "good.zip").unlink()
    return data


def _import(folder: Path) -> None:
    remove(folder.parent / "copy")
    (folder.parent / "copy").mkdir()
    copy_production(folder, folder.parent / "copy")


def _illustration_params() -> IllustrationParams:
    return load_section("illustrations", IllustrationParams, ROOT / "params.yaml")


def _index_illustrations(folder: Path) -> None:
    index_illustrations(folder, _illustration_params())


@pytest.mark.parametrize(
    "read", [lambda f: index_production(f, PRODUCTION), _import, _index_illustrations], ids=["index", "import", "illustrations"]
)
def test_shards(read: Reader, tmp_path: Path) -> None:
    folder = tmp_path / "src"
    folder.mkdir()

    @often
    @given(spoiled(_shard(tmp_path)))
    def check(data: bytes) -> None:
        (folder / "frames.zip").write_bytes(data)
        value_or_sentence(lambda: read(folder), "src")

    check()


def _plan(path: Path) -> None:
    load_plan(path)


def _points(path: Path) -> object:
    return points_hints(path, (48, 64))


MAPPINGS: dict[str, tuple[str, Reader, Callable[[], Any]]] = {
    "palette": ("own.yaml", load_palette, lambda: yaml.safe_load(resolve("palettes", "thesis").read_text())),
    "parameters": ("own.yaml", check_params, lambda: yaml.safe_load((ROOT / "params.yaml").read_text())),
    "scale": ("own.yaml", lambda p: scale_flags(p, ROOT / "params.yaml"), lambda: yaml.safe_load((ROOT / "scales/smoke.yaml").read_text())),
    "points": ("own.json", _points, lambda: {"palette": {"a": "#ff0000"}, "points": [{"x": 3, "y": 4, "color": "a", "radius": 2}]}),
    "vocabulary": ("own.yaml", load_words, lambda: yaml.safe_load(resolve("words", "scenery_english").read_text())),
    "denied words": ("own.yaml", load_denied_words, lambda: yaml.safe_load(resolve("words", "denied").read_text())),
}


def _read_mapping(name: str, content: Any, read: Reader, folder: Path) -> None:
    path = folder / name
    path.write_text(json.dumps(content) if name.endswith(".json") else yaml.safe_dump(content), encoding="utf-8")
    value_or_sentence(lambda: read(path), name)


@pytest.mark.parametrize("kind", MAPPINGS)
def test_mappings(kind: str, tmp_path: Path) -> None:
    name, read, good = MAPPINGS[kind]

    @often
    @given(edited(good()))
    def check(content: Any) -> None:
        _read_mapping(name, content, read, tmp_path)

    check()


def test_plans(faults_world: Path, tmp_path: Path) -> None:
    @often
    @given(edited(json.loads((faults_world / "good/plan.json").read_text())))
    def check(content: Any) -> None:
        _read_mapping("plan.json", content, _plan, tmp_path)

    check()


def _manifest(folder: Path) -> str:
    for cut in range(3):
        path = folder / f"made/frames/c{cut}/0000.png"
        path.parent.mkdir(parents=True)
        path.write_bytes(PICTURES["png"])
    save_manifest(index_production(folder / "made", PRODUCTION)[0], folder / "good.csv")
    return (folder / "good.csv").read_text()


def _illustrations(folder: Path) -> str:
    for artist in range(3):
        path = folder / f"made/pictures/a{artist}/0000.png"
        path.parent.mkdir(parents=True)
        path.write_bytes(encode_png(np.random.default_rng(artist).integers(0, 256, (600, 600, 3), np.uint8)))
    save_illustrations(index_illustrations(folder / "made", _illustration_params()).rows, folder / "good.csv")
    return (folder / "good.csv").read_text()


TABLES: dict[str, tuple[Reader, Callable[[Path], str]]] = {
    "manifest": (load_manifest, _manifest),
    "illustrations": (load_illustrations, _illustrations),
    "ratings": (lambda path: read_ratings([path]), lambda folder: "rater,picture,code,rating\nann,a,m00,3\nbob,a,m00,4\n"),
    "scores": (read_scores, lambda folder: "picture,score\nframe.png,1\nother.png,0\n"),
}


@pytest.mark.parametrize("kind", TABLES)
def test_tables(kind: str, tmp_path: Path) -> None:
    read, good = TABLES[kind]
    content = good(tmp_path)

    @often
    @given(table(content) | spoiled(content.encode()).map(lambda data: data.decode("latin-1")))
    def check(text: str) -> None:
        (tmp_path / "own.csv").write_text(text, encoding="utf-8")
        value_or_sentence(lambda: read(tmp_path / "own.csv"), "own.csv")

    check()


def test_scenes(faults_world: Path, tmp_path: Path) -> None:
    @often
    @given(table((faults_world / "scenes.csv").read_text()))
    def check(text: str) -> None:
        (tmp_path / "own.csv").write_text(text, encoding="utf-8")
        value_or_sentence(lambda: load_scenes(tmp_path / "own.csv"), "own.csv")

    check()


CPU = torch.device("cpu")
MODELS: dict[str, Callable[[Path], object]] = {
    "cel": lambda folder: load_model(folder, "cel", CPU),
    "colorizer": lambda folder: load_generator(folder, "colorizer", CPU),
    "region_colorizer": lambda folder: load_region_colorizer_networks(folder, CPU),
    "tag_encoder": lambda folder: load_tag_encoder(folder, "tag_encoder", CPU),
    "background": lambda folder: load_background(folder, "background", CPU),
}


@pytest.mark.parametrize("model", MODELS)
def test_sidecars(model: str, faults_world: Path, tmp_path: Path) -> None:
    good = json.loads((faults_world / f"models/{model}.json").read_text())
    (tmp_path / f"{model}.safetensors").symlink_to(faults_world / f"models/{model}.safetensors")

    @settings(often, max_examples=EXAMPLES // 4)
    @given(edited(good))
    def check(content: Any) -> None:
        (tmp_path / f"{model}.json").write_text(json.dumps(content), encoding="utf-8")
        value_or_sentence(lambda: MODELS[model](tmp_path), model)

    check()


@often
@given(st.data())
def test_checkpoints(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "own.pt"
    write_checkpoint(path, "run", {"step": 3, "network": {"w": torch.ones(4)}})
    path.write_bytes(data.draw(spoiled(path.read_bytes())))
    found = read_checkpoint(path, "run", CPU)
    assert found is None or isinstance(found, dict)


_RECORD = {"key": "k", "files": {"a.png": "0" * 64, "b/c.png": "1" * 64}}


@often
@given(st.one_of(edited(_RECORD).map(lambda value: json.dumps(value).encode()), spoiled(json.dumps(_RECORD).encode())))
def test_records(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "recorded"
    (folder / ".pegbar").mkdir(parents=True, exist_ok=True)
    (folder / "a.png").write_text("mine")
    for name in ("folder.json", "set.json"):
        (folder / ".pegbar" / name).write_bytes(data)
    with pytest.raises(PegbarError, match="expected"):
        check_replaceable(folder)
    value_or_sentence(lambda: check_complete(folder), "recorded")
    assert is_current(folder, "set", "k") is (not json.loads(data)["files"] and json.loads(data)["key"] == "k" if _whole(data) else False)
    assert (folder / "a.png").read_text() == "mine"


def _whole(data: bytes) -> bool:
    try:
        content = json.loads(data)
        return isinstance(content["files"], dict) and isinstance(content["key"], str)
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
