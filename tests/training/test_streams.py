from itertools import product

import numpy as np
import torch

from pegbar.training.streams import seed_torch, stream, torch_seed, torch_stream

NAMES = ("sampler", "augment", "crop", "dropout", "noise", "penalty", "weights", "textures")


def test_no_two_names_or_places_share_numbers() -> None:
    """Once the order of epoch 5 was the augmentation of the fifth picture of step 5 (as [seed, 5, 4])."""
    first = {}
    for name, seed, step, position in product(NAMES, range(2), range(12), range(12)):
        for place in ((), (step,), (step, position)):
            first[(name, seed, *place)] = int(stream(seed, name, *place).integers(1 << 62))
    assert len(set(first.values())) == len(first)
    seeds = {torch_seed(*key[1:2], key[0], *key[2:]) for key in first}
    assert len(seeds) == len(first)


def test_places_are_not_run_together() -> None:
    keys = [(1, "a", 1, 23), (1, "a", 12, 3), (1, "a", 123), (11, "a", 23), (1, "a/1", 23)]
    assert len({torch_seed(*key) for key in keys}) == len(keys)


def test_streams_are_a_function_of_their_arguments() -> None:
    assert np.array_equal(stream(3, "augment", 7, 1).random(4), stream(3, "augment", 7, 1).random(4))
    assert torch.equal(torch.rand(4, generator=torch_stream(3, "noise", 7)), torch.rand(4, generator=torch_stream(3, "noise", 7)))
    seed_torch(3, "dropout", 7)
    first = torch.rand(4)
    seed_torch(3, "dropout", 8)
    assert not torch.equal(first, torch.rand(4))


def test_known_values() -> None:
    """Streams must not change with library versions, or no run can be repeated."""
    assert torch_seed(11, "dropout", 3) == 6864465484179024022
    assert int(stream(11, "sampler", 0).integers(1 << 31)) == 1430871945
