"""The critic of StencilTorch's conditional WGAN-GP (section 3.3), and its gradient penalty (Gulrajani et al. 2017)."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class _Pair(nn.Module):
    """Two ResNeXt blocks without normalisation, the second with stride 2 and other width."""

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
    """Rates pictures, given illustration features of what was asked for.

    The paper's goes on with strides to one pixel of a 512² picture; ours takes the mean over places, so that it
    fits crops of any size.

    Parameters
    ----------
    width
        F, a multiple of 8.
    features
        Channels of the features (B, C, H/16, W/16); 0 for none.
    """

    def __init__(self, width: int, features: int) -> None:
        super().__init__()
        f = width
        self.features = features
        self.enter = nn.Sequential(nn.Conv2d(3, f, 7, padding=3), nn.LeakyReLU(0.2), nn.Conv2d(f, f, 4, 2, 1), nn.LeakyReLU(0.2))
        self.pairs = nn.Sequential(_Pair(f, 2 * f, f // 8), _Pair(2 * f, 4 * f, f // 8), _Pair(4 * f, 4 * f, f // 8))
        self.join = nn.Sequential(nn.Conv2d(4 * f + features, 8 * f, 3, padding=1), nn.LeakyReLU(0.2))
        self.judge = nn.Sequential(_Pair(8 * f, 8 * f, f // 8), nn.LeakyReLU(0.2), nn.Conv2d(8 * f, 8 * f, 3, padding=1), nn.LeakyReLU(0.2))
        self.score = nn.Linear(8 * f, 1)

    def forward(self, pictures: Tensor, features: Tensor) -> Tensor:
        """Pictures (B, 3, H, W) in [−1, 1] and features → scores (B,)."""
        at = self.pairs(self.enter(pictures))
        if self.features:
            at = torch.cat([at, features], dim=1)
        return self.score(self.judge(self.join(at)).mean(dim=(2, 3)))[:, 0]


def gradient_penalty(critic: Critic, real: Tensor, fake: Tensor, features: Tensor, shares: Tensor) -> Tensor:
    """Mean of (‖∇ critic‖ − 1)² at ``shares · real + (1 − shares) · fake``, shares (B, 1, 1, 1) in [0, 1] (Eq. 4)."""
    between = (shares * real + (1 - shares) * fake).detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(critic(between, features).sum(), between, create_graph=True)
    return ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
