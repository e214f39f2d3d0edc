"""Learning brushwork."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from pegbar.datasets.brushwork import Painting, brushwork, paintings, random_crop
from pegbar.errors import PegbarError
from pegbar.networks.finisher import FinisherInputs
from pegbar.params.scenes import FinisherParams
from pegbar.training.finishing import FinishingTask
from pegbar.training.gan import train_gan
from pegbar.training.loading import Draw, StepSampler

PARAMS = FinisherParams.model_validate(
    {
        "seed": 3, "threads": 1, "precision": "float32", "init": "random", "start_fraction": 0, "folder": None, "pictures": 2, "stroked": 1,
        "workers": 1, "width": 128, "height": 96, "crop": 64, "channels": 4, "batch": 2, "steps": 2, "learning_rate": 1e-3, "lr_decay": 0.5,
        "color_weight": 10.0, "content_weight": 1.0, "adversarial_weight": 1.0, "ema_decay": 0.5, "save_every": 1,
    }
)  # fmt: skip


def _drawn() -> list[Painting]:
    rng = np.random.default_rng(1)
    flat = [np.full((96, 128, 3), color, np.uint8) for color in (90, 160)]
    return [Painting(picture, rng.integers(0, 25, (96, 128), np.uint8)) for picture in flat]


def test_paintings_are_those_of_the_seed() -> None:
    first, again, other = paintings(PARAMS), paintings(PARAMS), paintings(PARAMS.model_copy(update={"seed": 4}))
    assert all((one.picture == two.picture).all() and (one.layout == two.layout).all() for one, two in zip(first, again, strict=True))
    assert first[0].picture.shape == (96, 128, 3)
    assert any((one.picture != two.picture).any() for one, two in zip(first, other, strict=True))


def test_without_a_folder_brushwork_is_that_of_our_strokes() -> None:
    drawn = _drawn()
    drawn[0].picture[:, 64:] = (200, 40, 40)
    (stroked,) = brushwork(PARAMS, drawn)
    assert stroked.shape == drawn[0].picture.shape
    assert (stroked != drawn[0].picture).any()


def test_a_folder_of_paintings_is_brought_to_our_size(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "one.png"), np.zeros((300, 200, 3), np.uint8))
    (picture,) = brushwork(PARAMS.model_copy(update={"folder": str(tmp_path)}), _drawn())
    assert abs(picture.shape[0] * picture.shape[1] - 128 * 96) < 400
    with pytest.raises(PegbarError, match=r"no such folder.*finisher\.folder"):
        brushwork(PARAMS.model_copy(update={"folder": str(tmp_path / "none")}), _drawn())


def test_crops_of_a_painting_and_its_layout_stay_in_register() -> None:
    layout = np.zeros((96, 128), np.uint8)
    layout[:, 64:] = 7
    picture = np.repeat((layout * 30)[..., None], 3, axis=2)
    for seed in range(6):
        crop, classes = random_crop([picture, layout], 64, np.random.default_rng(seed))
        assert crop.shape == (64, 64, 3) and classes.shape == (64, 64)
        assert ((crop[..., 0] > 105) != (classes == 7)).mean() < 0.04


def test_a_step_moves_the_finisher_and_the_heads_but_no_frozen_feature(tmp_path: Path) -> None:
    task = FinishingTask(_drawn(), [np.random.default_rng(2).integers(0, 255, (96, 128, 3), np.uint8)], PARAMS)
    models = task.models()
    before = {name: value.clone() for name, value in models.named_parameters()}
    train_gan(models, task, tmp_path / "finisher.pt", "mark")
    moved = {name for name, value in models.named_parameters() if not torch.equal(value, before[name])}
    assert "generator.head.weight" in moved
    assert any(name.startswith("critic.heads") for name in moved)
    assert not any(name.startswith("critic.features") for name in moved)


def test_colours_stay_where_only_they_count() -> None:
    params = PARAMS.model_copy(update={"adversarial_weight": 0.0, "steps": 1})
    task = FinishingTask(_drawn(), [np.zeros((96, 128, 3), np.uint8)], params)
    models = task.models()
    picture = torch.full((1, 3, 64, 64), 0.2)
    batch = task.batch(_draw(task))
    inputs = FinisherInputs(picture, torch.zeros(1, 64, 64, dtype=torch.int64))
    batch = batch._replace(inputs=inputs)
    same = task.generator_loss(models, batch, picture, None).detach()
    shifted = task.generator_loss(models, batch, picture + 0.1, None).detach()
    assert float(same) == pytest.approx(0, abs=1e-6)
    assert float(shifted) > 0.9


def _draw(task: FinishingTask) -> Draw:
    return StepSampler(len(task), 2, 1, 1).draw(0)
