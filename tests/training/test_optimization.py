import copy

import numpy as np
import pytest
import torch
from torch import nn

from pegbar.training.optimization import Descent, averaged_model, backbone_groups, ema_decay_at, late_decay, linear_decay


def test_the_rate_falls_linearly_after_a_warm_up() -> None:
    rates = [1e-3 * linear_decay((1e-3, 1e-4), 6, 0)(step) for step in range(6)]
    assert rates[0] == pytest.approx(1e-3)
    assert rates[-1] == pytest.approx(1e-4)
    assert np.allclose(np.diff(rates), np.diff(rates)[0])
    warm = [1e-3 * linear_decay((1e-3, 1e-4), 6, 2)(step) for step in range(6)]
    assert warm[0] == pytest.approx(rates[0] / 3)
    assert warm[2:] == pytest.approx(rates[2:])


def test_the_rate_of_gans_drops_once() -> None:
    assert [late_decay(0.1, 5)(step) for step in range(5)] == [1.0, 1.0, 1.0, 0.1, 0.1]


def test_a_descent_follows_its_schedule_and_clips() -> None:
    weight = nn.Parameter(torch.zeros(1))
    descent = Descent(torch.optim.SGD([{"name": "all", "params": [weight]}], lr=1.0), late_decay(0.5, 4))
    values = []
    for _ in range(4):
        descent.lower(100 * weight.sum())
        values.append(float(weight.detach()))
    assert values == pytest.approx([-5.0, -10.0, -12.5, -15.0], rel=1e-4)


def test_a_restored_descent_goes_on_with_its_rate() -> None:
    def descent(weight: nn.Parameter) -> Descent:
        return Descent(torch.optim.Adam([{"name": "all", "params": [weight]}], lr=0.1), linear_decay((0.1, 0.01), 10, 0))

    weight = nn.Parameter(torch.ones(1))
    first = descent(weight)
    for _ in range(4):
        first.lower((weight**2).sum())
    restored = nn.Parameter(weight.detach().clone())
    second = descent(restored)
    second.load_state_dict(copy.deepcopy(first.state_dict()))
    for each, value in ((first, weight), (second, restored)):
        each.lower((value**2).sum())
    assert torch.equal(weight, restored)
    assert second.schedule.get_last_lr() == first.schedule.get_last_lr()


def test_groups_are_named_and_cover_every_parameter() -> None:
    network = nn.ModuleDict({"backbone": nn.Linear(2, 2), "head": nn.Linear(2, 1)})
    head, backbone = backbone_groups(network, 0.1, 0.3)
    assert (head["name"], backbone["name"]) == ("head", "backbone")
    assert backbone["lr"] == pytest.approx(0.03)
    assert len(head["params"]) + len(backbone["params"]) == len(list(network.parameters()))


def test_young_averages_follow_faster_and_buffers_too() -> None:
    """Against the recursion written out: a ← a + (1 − d)(w − a), d = min(decay, (1 + n) / (10 + n))."""
    network = nn.BatchNorm1d(1)
    model = averaged_model(network, 0.5)
    weight, mean = 1.0, 0.0
    for update in range(12):
        with torch.no_grad():
            network.weight.fill_(float(update))
            network.running_mean.fill_(float(-update))  # type: ignore[union-attr]
            network.num_batches_tracked.fill_(update)  # type: ignore[union-attr]
        model.update_parameters(network)
        decay = min(0.5, (1 + update) / (10 + update))
        assert ema_decay_at(update, 0.5) == decay
        weight += (1 - decay) * (update - weight)
        mean += (1 - decay) * (-update - mean)
    state = model.module.state_dict()
    assert float(state["weight"]) == pytest.approx(weight, rel=1e-5)
    assert float(state["running_mean"]) == pytest.approx(mean, rel=1e-5)
    assert int(state["num_batches_tracked"]) == 11
