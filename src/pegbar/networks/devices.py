"""Which device and precision this machine offers."""

import torch


def best_device() -> torch.device:
    """CUDA where there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def computes_in_bfloat16(device: torch.device, precision: str) -> bool:
    """Whether to autocast to bfloat16: asked for, or ``auto`` on CUDA or a CPU with matrix tiles."""
    if precision != "auto":
        return precision == "bfloat16"
    return device.type == "cuda" or bool(torch.cpu._is_amx_tile_supported())
