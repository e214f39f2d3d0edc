"""A diffusion model as engine: any size, the same bytes for a seed, edits inside their mask only, every fault one sentence."""

import json
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
import torch

from pegbar.errors import PegbarError
from pegbar.inference.diffusion import DiffusionEngine, DiffusionSettings, _settled, segmentation_map
from pegbar.vocabulary.ade20k import CLASS_OF_LABELS, COLORS, class_of
from pegbar.vocabulary.scene_labels import LABELS
from tests.inference.diffusion_case import painted_plan, save_controlnet, save_model

CPU = torch.device("cpu")
SIZE = (72, 45)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Networks as small as these lose more than they gain by sharing their work."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("diffusion")
    return {
        "small": save_model(root / "small"), "large": save_model(root / "large", large=True),
        "small control": save_controlnet(root / "small control"), "large control": save_controlnet(root / "large control", large=True),
    }  # fmt: skip


@pytest.fixture(scope="module")
def engines(folders: dict[str, Path]) -> dict[str, DiffusionEngine]:
    return {
        name: DiffusionEngine(folders[name.split()[0]], folders[name] if "control" in name else None, CPU) for name in folders
    }  # fmt: skip


def difference(one: np.ndarray, two: np.ndarray) -> float:
    return float(np.abs(one.astype(np.float32) - two).mean())


@pytest.mark.parametrize("name", ["small", "large", "small control", "large control"])
@pytest.mark.parametrize("size", [SIZE, (64, 64), (5, 3)])
def test_pictures_have_the_size_of_the_plan(engines: dict[str, DiffusionEngine], name: str, size: tuple[int, int]) -> None:
    picture = engines[name].paint(painted_plan(size), "a tree on a field", 1, 0.5, 2)
    assert picture.shape == (size[1], size[0], 3) and picture.dtype == np.uint8


@pytest.mark.parametrize("name", ["small", "large control"])
def test_the_seed_decides_the_bytes(engines: dict[str, DiffusionEngine], folders: dict[str, Path], name: str) -> None:
    plan = painted_plan(SIZE)
    first = engines[name].paint(plan, "a tree", 1, 0.5, 3)
    assert np.array_equal(first, engines[name].paint(plan, "a tree", 1, 0.5, 3))
    assert not np.array_equal(first, engines[name].paint(plan, "a tree", 2, 0.5, 3))
    assert not np.array_equal(first, engines[name].paint(plan, "a house", 1, 0.5, 3))
    again = DiffusionEngine(folders[name.split()[0]], folders[name] if "control" in name else None, CPU)
    assert np.array_equal(first, again.paint(plan, "a tree", 1, 0.5, 3))


def through_the_coder(folder: Path, picture: np.ndarray) -> np.ndarray:
    from diffusers import AutoencoderKL

    coder = AutoencoderKL.from_pretrained(str(folder / "vae")).eval()
    with torch.inference_mode():
        values = torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 127.5 - 1
        seen = coder.decode(coder.encode(values).latent_dist.mode()).sample[0].permute(1, 2, 0)
    return np.asarray((seen.clamp(-1, 1) + 1) * 127.5)


@pytest.mark.parametrize("name", ["small", "large"])
def test_the_less_the_strength_the_nearer_the_plan(engines: dict[str, DiffusionEngine], folders: dict[str, Path], name: str) -> None:
    plan = painted_plan((64, 48))
    assert np.array_equal(engines[name].paint(plan, "a tree", 1, 0.0, 10), plan.picture)
    kept = through_the_coder(folders[name], plan.picture)
    changed = [difference(engines[name].paint(plan, "a tree", 1, strength, 10), kept) for strength in (0.01, 0.3, 0.9)]
    assert changed[0] < changed[1] < changed[2] and changed[0] < 0.2 * changed[2]


@pytest.mark.parametrize("name", ["small", "large"])
def test_the_layout_steers_where_there_is_a_controlnet(engines: dict[str, DiffusionEngine], name: str) -> None:
    plan, other = painted_plan(SIZE), painted_plan(SIZE)
    other.labels[:] = LABELS.index("water")
    alone, steered = ([engines[which].paint(start, "a tree", 1, 0.6, 3) for start in (plan, other)] for which in (name, f"{name} control"))
    assert np.array_equal(*alone)
    assert not np.array_equal(*steered)


@pytest.mark.parametrize("name", ["small", "large", "small control", "large control"])
def test_edits_leave_what_is_outside_their_mask(engines: dict[str, DiffusionEngine], name: str) -> None:
    before = np.random.default_rng(0).integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8)
    plan = painted_plan(SIZE)
    mask = plan.owners == 2
    after = engines[name].edit(before, plan, mask, "a tree", 1, 0.7, 3)
    assert np.array_equal(after[~mask], before[~mask])
    assert difference(after[mask], before[mask]) > 1
    assert np.array_equal(after, engines[name].edit(before, plan, mask, "a tree", 1, 0.7, 3))


def test_even_a_thin_mask_is_repainted(engines: dict[str, DiffusionEngine]) -> None:
    plan = painted_plan(SIZE)
    mask = np.zeros(plan.labels.shape, bool)
    mask[5, 3:60] = True
    one, two = (engines["small"].edit(plan.picture, plan, mask, "a wire", seed, 0.9, 3) for seed in (1, 2))
    assert not np.array_equal(one[mask], two[mask])


def test_a_shift_of_all_colors_shows_no_seam() -> None:
    before = np.linspace(60, 140, 160, dtype=np.float32)[None, :, None].repeat(128, 0).repeat(3, 2).astype(np.uint8)
    repainted = np.zeros(before.shape[:2], bool)
    repainted[:, 40:] = True
    settled = _settled(before + np.uint8(12), before, repainted)
    seam = np.abs(settled.astype(int)[:, 40] - before.astype(int)[:, 39])
    assert seam.max() <= 3
    assert np.abs(settled.astype(int)[64, 150] - before[64, 150] - 12).max() <= 1, "far inside, what was painted stays"


def test_edits_of_nothing_or_with_no_strength_add_no_noise(engines: dict[str, DiffusionEngine]) -> None:
    before, plan = painted_plan(SIZE).picture, painted_plan(SIZE, shade=1)
    mask = plan.owners == 2
    assert np.array_equal(engines["small"].edit(before, plan, np.zeros_like(mask), "a tree", 1), before)
    assert np.array_equal(engines["small"].edit(before, plan, mask, "a tree", 1, 0.0), np.where(mask[..., None], plan.picture, before))


def test_large_pictures_may_be_painted_smaller(folders: dict[str, Path]) -> None:
    engine = DiffusionEngine(folders["small"], folders["small control"], CPU, DiffusionSettings(longest=50))
    plan = painted_plan((130, 91))
    assert engine.paint(plan, "a tree", 1, 0.5, 2).shape == plan.picture.shape
    mask = plan.owners == 2
    after = engine.edit(plan.picture, plan, mask, "a tree", 1, 0.5, 2)
    assert np.array_equal(after[~mask], plan.picture[~mask]) and not np.array_equal(after, plan.picture)


def test_prompts_say_what_is_too_much(engines: dict[str, DiffusionEngine]) -> None:
    assert engines["small"].unread("a tree") == ""
    assert engines["small"].unread("tree " * 18 + "by a lake").endswith("lake")


def test_every_label_and_kind_has_a_class() -> None:
    assert set(CLASS_OF_LABELS) == set(LABELS)
    assert set(CLASS_OF_LABELS.values()) - {""} <= set(COLORS)
    assert len(COLORS) == 150 and len(set(COLORS.values())) == 149
    assert class_of("school_chair", "furniture") == "chair" and class_of("cherry_tree", "tree") == "tree"
    assert class_of("street_lamp", "light") == "streetlight" and class_of("thing_unheard_of", "furniture") == "cabinet"


def test_the_segmentation_map_is_in_the_colors_that_controlnets_know() -> None:
    plan = painted_plan(SIZE)
    colors = segmentation_map(plan)
    assert colors.shape == (SIZE[1], SIZE[0], 3) and colors.dtype == np.uint8
    for number, color in ((0, (6, 230, 230)), (1, (4, 250, 7)), (2, (4, 200, 3))):
        assert (colors[plan.owners == number] == color).all()
    bush = segmentation_map(plan, ["sky", "grass", "bush"])
    assert (bush[plan.owners == 2] == (204, 255, 4)).all()
    assert np.array_equal(bush[plan.owners < 2], colors[plan.owners < 2])


def test_nothing_is_asked_of_a_network(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a network was asked")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    DiffusionEngine(folders["small"], folders["small control"], CPU)


def refused(*folders: Path | None, controlnet: Path | None = None) -> str:
    with pytest.raises(PegbarError) as caught:
        DiffusionEngine(*folders, controlnet=controlnet, device=CPU)  # type: ignore[arg-type, misc]
    said = str(caught.value)
    assert "\n" not in said and ": found " in said and "expected " in said
    return said


def test_folders_that_are_no_models(folders: dict[str, Path], tmp_path: Path) -> None:
    assert "found no folder" in refused(tmp_path / "none")
    assert "found no model_index.json" in refused(tmp_path)
    (tmp_path / "model_index.json").write_text("{", encoding="utf-8")
    assert "found no JSON" in refused(tmp_path)
    for content in ([], {}, {"_class_name": "FluxPipeline"}, {"_class_name": ["x", "y"]}):
        (tmp_path / "model_index.json").write_text(json.dumps(content), encoding="utf-8")
        assert "expected Stable Diffusion 1.5 or XL" in refused(tmp_path)
    assert "found no config.json" in refused(folders["small"], controlnet=folders["small"])
    assert "expected 'ControlNetModel'" in refused(folders["small"], controlnet=folders["small"] / "unet")
    assert "found no folder" in refused(folders["small"], controlnet=tmp_path / "none")


def test_models_that_do_not_fit(folders: dict[str, Path], tmp_path: Path) -> None:
    assert "cross_attention_dim: found 32, expected 64" in refused(folders["large"], controlnet=folders["small control"])
    assert "not one made for inpainting" in refused(save_model(tmp_path / "inpainting", channels=9))


def test_damaged_models(folders: dict[str, Path], tmp_path: Path) -> None:
    damaged = shutil.copytree(folders["small"], tmp_path / "damaged")
    weights = damaged / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    assert "expected a model that diffusers can read" in refused(damaged)
    shutil.rmtree(damaged / "unet")
    assert "expected a model that diffusers can read" in refused(damaged)


@pytest.mark.parametrize("package", ["diffusers", "transformers", "accelerate"])
def test_a_missing_extra(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    assert refused(folders["small"]) == f"{package}: found no such package, expected it to be installed: pip install 'pegbar[diffusion]'"


@pytest.mark.parametrize("fault", [
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"), MemoryError(),
    RuntimeError("[enforce fail at alloc_cpu.cpp:124] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes."),
])  # fmt: skip
def test_too_little_memory(
    engines: dict[str, DiffusionEngine], folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    import diffusers

    def exhausted(*_: object, **__: object) -> NoReturn:
        raise fault

    monkeypatch.setattr(diffusers.AutoencoderKL, "encode", exhausted)
    plan = painted_plan(SIZE)
    with pytest.raises(PegbarError, match=r"^cpu: found too little memory to paint 72x48, expected a smaller picture"):
        engines["small"].paint(plan, "a tree", 1)
    with pytest.raises(PegbarError, match="too little memory"):
        engines["large control"].edit(plan.picture, plan, plan.owners == 2, "a tree", 1)
    monkeypatch.setattr(diffusers.AutoencoderKL, "from_pretrained", exhausted)
    assert "found too little memory to load" in refused(folders["small"])


@pytest.mark.parametrize(("strength", "steps", "said"), [(-0.1, 5, "strength: found -0.1"), (1.5, 5, "strength: found 1.5"),
                                                       (float("nan"), 5, "strength: found nan"), (0.5, 0, "steps: found 0"),
                                                       (0.5, 2000, "steps: found 2000")])  # fmt: skip
def test_numbers_out_of_range(engines: dict[str, DiffusionEngine], strength: float, steps: int, said: str) -> None:
    with pytest.raises(PegbarError, match=said):
        engines["small"].paint(painted_plan(SIZE), "a tree", 1, strength, steps)


def test_sizes_that_differ(engines: dict[str, DiffusionEngine]) -> None:
    plan = painted_plan(SIZE)
    with pytest.raises(PegbarError, match="edit: found"):
        engines["small"].edit(plan.picture[1:], plan, plan.owners == 2, "a tree", 1)


def test_a_refused_picture_is_said(engines: dict[str, DiffusionEngine], monkeypatch: pytest.MonkeyPatch) -> None:
    painter = engines["small"]._pipelines.painter
    monkeypatch.setattr(type(painter), "run_safety_checker", lambda _, image, *__: (image, [True]))
    with pytest.raises(PegbarError, match="safety checker refused"):
        engines["small"].paint(painted_plan(SIZE), "a tree", 1, 0.5, 2)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_half_precision_on_a_gpu(folders: dict[str, Path]) -> None:
    engine = DiffusionEngine(folders["large"], folders["large control"], torch.device("cuda"))
    plan = painted_plan(SIZE)
    assert engine._pipelines.editor.unet.dtype == torch.float16
    assert engine.paint(plan, "a tree", 1, 0.5, 3).shape == plan.picture.shape
    mask = plan.owners == 2
    assert np.array_equal(engine.edit(plan.picture, plan, mask, "a tree", 1, 0.5, 3)[~mask], plan.picture[~mask])
