"""Diffusion models of a few thousand random weights, saved as diffusers saves large ones: Stable Diffusion, its XL, and ControlNets."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from pegbar.scenery.painting import Painted
from pegbar.vocabulary.scene_labels import LABELS

WIDTH = 32
UNET = {
    "block_out_channels": (8, 16), "layers_per_block": 1, "sample_size": 8, "norm_num_groups": 4, "attention_head_dim": 2,
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
}  # fmt: skip
XL = {
    "use_linear_projection": True, "addition_embed_type": "text_time", "addition_time_embed_dim": 4,
    "projection_class_embeddings_input_dim": 6 * 4 + WIDTH,
}  # fmt: skip


def painted_plan(size: tuple[int, int], shade: int = 0) -> Painted:
    """A sky over a field with a tree before them, painted by hand at (width, height)."""
    width, height = size
    labels = np.full((height, width), LABELS.index("sky"), np.uint8)
    labels[height // 2 :] = LABELS.index("field")
    owners = np.where(labels == LABELS.index("sky"), 0, 1).astype(np.int32)
    tree = np.s_[height // 4 : 3 * height // 4, width // 4 : width // 2]
    labels[tree], owners[tree] = LABELS.index("tree"), 2
    picture = np.array([(130, 180, 230), (110, 170, 80), (30, 90, 50)], np.uint8)[owners] // (1 + shade)
    return Painted(picture, np.full((height, width), 255, np.uint8), labels, owners)


def _tokenizer(folder: Path) -> Any:
    from transformers import CLIPTokenizer

    signs = [chr(number) for number in range(33, 127)]
    words = [*signs, *(f"{sign}</w>" for sign in signs), "<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(words)}), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    return CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=77)


def _text_encoder(kind: str, words: int) -> Any:
    import transformers

    config = transformers.CLIPTextConfig(
        vocab_size=words, hidden_size=WIDTH, intermediate_size=WIDTH, num_hidden_layers=2, num_attention_heads=2, projection_dim=WIDTH,
        bos_token_id=words - 2, eos_token_id=words - 1, pad_token_id=words - 1,
    )  # fmt: skip
    return getattr(transformers, kind)(config).eval()


def _coder() -> Any:
    """A coder whose latents are sure and of a deviation of one, as a trained one's are."""
    from diffusers import AutoencoderKL

    coder = AutoencoderKL(
        block_out_channels=(4, 4, 8, 8), norm_num_groups=2, latent_channels=4, down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4, sample_size=64,
    ).eval()  # fmt: skip
    with torch.no_grad():
        coder.quant_conv.weight[4:] = 0
        coder.quant_conv.bias[4:] = -30
        picture = torch.from_numpy(painted_plan((64, 48)).picture).permute(2, 0, 1)[None].float() / 127.5 - 1
        coder.register_to_config(scaling_factor=float(1 / coder.encode(picture).latent_dist.mode().std()))
    return coder


def _unet(**options: Any) -> Any:
    from diffusers import UNet2DConditionModel

    wide = 2 * WIDTH if "addition_embed_type" in options else WIDTH
    settings = {**UNET, "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"), "cross_attention_dim": wide, **options}
    return UNet2DConditionModel(**settings).eval()


def save_model(folder: Path, large: bool = False, channels: int = 4) -> Path:
    """A Stable Diffusion, or its XL, of random weights; with 9 channels one as made for inpainting."""
    import diffusers

    torch.manual_seed(3)
    tokenizer = _tokenizer(folder.parent / "words")
    words = len(tokenizer)
    schedule = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
    parts: dict[str, Any] = {"vae": _coder(), "tokenizer": tokenizer, "text_encoder": _text_encoder("CLIPTextModel", words)}
    if large:
        parts |= {"text_encoder_2": _text_encoder("CLIPTextModelWithProjection", words), "tokenizer_2": tokenizer}
        pipeline = diffusers.StableDiffusionXLPipeline(
            unet=_unet(in_channels=channels, **XL), scheduler=diffusers.EulerDiscreteScheduler(**schedule), **parts
        )
    else:
        scheduler = diffusers.DDIMScheduler(**schedule, clip_sample=False, set_alpha_to_one=False, steps_offset=1)
        pipeline = diffusers.StableDiffusionPipeline(
            unet=_unet(in_channels=channels), scheduler=scheduler, safety_checker=None, feature_extractor=None,
            requires_safety_checker=False, **parts,
        )  # fmt: skip
    pipeline.save_pretrained(folder)
    return folder


def save_controlnet(folder: Path, large: bool = False) -> Path:
    """A ControlNet for :func:`save_model` whose last layers are not zero, as if it had been taught."""
    from diffusers import ControlNetModel

    torch.manual_seed(4)
    settings = {**UNET, "cross_attention_dim": 2 * WIDTH, **XL} if large else {**UNET, "cross_attention_dim": WIDTH}
    settings.pop("sample_size")
    network = ControlNetModel(conditioning_embedding_out_channels=(4, 8, 8, 8), **settings)
    with torch.no_grad():
        for block in (*network.controlnet_down_blocks, network.controlnet_mid_block):
            torch.nn.init.normal_(block.weight, std=0.3)
        for layer in network.controlnet_cond_embedding.modules():
            if isinstance(layer, torch.nn.Conv2d):
                torch.nn.init.normal_(layer.weight, std=0.5)
    network.save_pretrained(folder)
    return folder
