"""The critic of StencilTorch's conditional WGAN-GP (section 3.3), and its gradient penalty (Gulrajani et al. 2017)."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class _Pair(nn.Module):
    """Two ResNeXt blocks without normalisation, the second with stride 2 and more channels."""

    def __init__(self, channels: int, outputs: int, cardinality: int) -> None:
        super().__init__()
        half = channels // 2

        def block(stride: int) -> nn.Sequential:
            return nn.Sequential(
                nn.Conv2d(channels, half, 1),
                nn.LeakyReLU(0.2),
                nn.Conv2d(half, half, 3, stride, 1, groups=max(1, cardinality)),
                nn.LeakyReLU(0.2),
                nn.Conv2d(half, channels, 1),
            )

        self.first, self.second = block(1), block(2)
        self.widen = nn.Conv2d(channels, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(B, channels, H, W) → (B, outputs, H/2, W/2)."""
        x = F.leaky_relu(torch.add(x, self.first(x)), 0.2)
        x = F.leaky_relu(torch.add(F.avg_pool2d(x, 2), self.second(x)), 0.2)
        return torch.as_tensor(self.widen(x))


class Critic(nn.Module):
    """Scores pictures, given illustration features of their inputs.

    The paper's reduces a 512² picture to one pixel by strides; ours averages over positions, so that it takes crops of
    any size.

    Parameters
    ----------
    channels
        F, a multiple of 8.
    features
        Channels of the features (B, C, H/16, W/16); 0 for none.
    """

    def __init__(self, channels: int, features: int) -> None:
        super().__init__()
        f = channels
        self.features = features
        self.enter = nn.Sequential(nn.Conv2d(3, f, 7, padding=3), nn.LeakyReLU(0.2), nn.Conv2d(f, f, 4, 2, 1), nn.LeakyReLU(0.2))
        self.pairs = nn.Sequential(_Pair(f, 2 * f, f // 8), _Pair(2 * f, 4 * f, f // 8), _Pair(4 * f, 4 * f, f // 8))
        self.join = nn.Sequential(nn.Conv2d(4 * f + features, 8 * f, 3, padding=1), nn.LeakyReLU(0.2))
        self.blocks = nn.Sequential(
            _Pair(8 * f, 8 * f, f // 8), nn.LeakyReLU(0.2), nn.Conv2d(8 * f, 8 * f, 3, padding=1), nn.LeakyReLU(0.2)
        )
        self.score = nn.Linear(8 * f, 1)

    def forward(self, pictures: Tensor, features: Tensor) -> Tensor:
        """Pictures (B, 3, H, W) in [−1, 1] and features → scores (B,)."""
        maps = self.pairs(self.enter(pictures))
        if self.features:
            maps = torch.cat([maps, features], dim=1)
        return self.score(self.blocks(self.join(maps)).mean(dim=(2, 3)))[:, 0]


def gradient_penalty(critic: Critic, real: Tensor, fake: Tensor, features: Tensor, mix: Tensor) -> Tensor:
    """Mean of (‖∇ critic‖ − 1)² at ``mix · real + (1 − mix) · fake``, mix (B, 1, 1, 1) in [0, 1] (Eq. 4)."""
    between = (mix * real + (1 - mix) * fake).detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(critic(between, features).sum(), between, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
