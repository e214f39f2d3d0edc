import pytest
import torch
import torch.nn.functional as F

from pegbar.training.losses import class_weights, pixel_loss

LOGITS = torch.randn(2, 4, 5, 6, generator=torch.Generator().manual_seed(0))
TARGET = torch.randint(0, 4, (2, 5, 6), generator=torch.Generator().manual_seed(1))


def test_without_focus_it_is_cross_entropy() -> None:
    weights = torch.tensor([1.0, 2.0, 0.5, 3.0])
    assert torch.allclose(pixel_loss(LOGITS, TARGET, weights), F.cross_entropy(LOGITS, TARGET, weights))
    nearly = pixel_loss(LOGITS, TARGET, weights, gamma=1e-7)
    assert torch.allclose(nearly, F.cross_entropy(LOGITS, TARGET, weights), atol=1e-5)


def test_known_focal_value() -> None:
    logits = torch.log(torch.tensor([0.8, 0.2])).reshape(1, 2, 1, 1)
    loss = pixel_loss(logits, torch.zeros(1, 1, 1, dtype=torch.int64), gamma=2.0)
    assert float(loss) == pytest.approx(-(0.2**2) * float(torch.log(torch.tensor(0.8))), rel=1e-5)


def test_focus_discounts_easy_pixels() -> None:
    easy, hard = torch.tensor([4.0, 0.0]), torch.tensor([0.0, 0.5])
    target = torch.zeros(1, 1, 1, dtype=torch.int64)
    ratio = [float(pixel_loss(x.reshape(1, 2, 1, 1), target, gamma=g)) for g in (0.0, 2.0) for x in (easy, hard)]
    assert ratio[2] / ratio[3] < ratio[0] / ratio[1]


def test_weights_average_to_one_over_pixels() -> None:
    counts = torch.tensor([900.0, 90.0, 10.0, 0.0])
    weights = class_weights(counts, 1.0)
    share = counts / counts.sum()
    assert float((weights * share).sum()) == pytest.approx(1.0, abs=1e-3)
    assert weights[0] < weights[1] < weights[2] < weights[3]
    assert torch.allclose(class_weights(counts, 0.0), torch.ones(4), atol=1e-4)


def test_shapes_are_quoted() -> None:
    with pytest.raises(ValueError, match=r"\(2, 4, 5, 6\).*\(2, 5, 5\)"):
        pixel_loss(LOGITS, TARGET[..., :5])
