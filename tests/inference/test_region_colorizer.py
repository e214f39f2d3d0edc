import cv2
import numpy as np
import pytest
import torch

from pegbar.inference.region_colorizer import Kept, RegionColorizer, seen_size
from pegbar.inference.region_decisions import Company, Decisions, as_expected, drawn_colors, palette_shares
from pegbar.inference.region_paints import drawn_palette, likeliest_scheme, offer
from pegbar.params.color_schemes import color_schemes
from pegbar.regions.color_bins import soft_labels, to_lab
from tests.inference.region_colorizer_case import dab, drawing, region_colorizer

RED, BLUE = (200, 30, 40), (40, 60, 200)


@pytest.fixture(scope="module")
def colorizer() -> RegionColorizer:
    return region_colorizer()


def test_a_hint_is_its_regions_colour_to_the_bit(colorizer: RegionColorizer) -> None:
    lines = drawing()
    proposal = colorizer.propose(lines, dab(lines, 100, 48, BLUE, dab(lines, 30, 48, RED)))
    assert (proposal.flats[44:52, 26:34] == RED).all()
    assert (proposal.flats[40:56, 95:105] == BLUE).all()
    assert len(proposal.colors) == int(proposal.regions.max()) >= 4


def test_everything_else_has_the_colours_of_a_palette(colorizer: RegionColorizer) -> None:
    lines, palette = drawing(), np.uint8([[250, 250, 240], [90, 40, 20], [20, 90, 160]])
    proposal = colorizer.propose(lines, dab(lines, 30, 48, RED), palette, paper=False)
    assert {tuple(color) for color in proposal.colors} <= {RED, *map(tuple, palette.tolist())}
    assert (proposal.flats[44:52, 26:34] == RED).all()


def test_seeds_give_other_proposals_and_the_same_ones_again(colorizer: RegionColorizer) -> None:
    lines = drawing()
    none = np.zeros((*lines.shape, 4), np.uint8)
    first, again, other, likeliest = (colorizer.propose(lines, none, seed=seed).colors for seed in (1, 1, 2, None))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert not np.array_equal(first, likeliest)


def test_a_seed_with_a_palette_draws_from_it_and_mixes_few_paints(colorizer: RegionColorizer) -> None:
    lines = drawing()
    none, palette = np.zeros((*lines.shape, 4), np.uint8), np.uint8([[250, 250, 240], [90, 40, 20], [20, 90, 160]])
    for seed in range(3):
        colors = colorizer.propose(lines, none, palette, seed, paper=False).colors
        assert {tuple(color) for color in colors} <= set(map(tuple, palette.tolist()))
    grid = np.full((256, 256), 255, np.uint8)
    grid[::16] = grid[:, ::16] = 0
    proposal = colorizer.propose(grid, np.zeros((256, 256, 4), np.uint8), seed=3)
    assert len(proposal.colors) > 200 and len(np.unique(proposal.colors, axis=0)) <= 12


def test_ground_stays_paper_until_a_hint_lies_in_it(colorizer: RegionColorizer) -> None:
    lines = drawing()
    none = np.zeros((*lines.shape, 4), np.uint8)
    for hints in (none, dab(lines, 30, 48, RED)):
        for seed in (None, 1, 2):
            proposal = colorizer.propose(lines, hints, seed=seed)
            assert (proposal.flats[0] == 255).all() and (proposal.flats[:, -1] == 255).all()
            assert proposal.ground[proposal.regions[0, 0] - 1] and not proposal.ground[proposal.regions[48, 30] - 1]
    hinted = colorizer.propose(lines, dab(lines, 3, 3, BLUE, dab(lines, 30, 48, RED)))
    assert (hinted.flats[0] == BLUE).all() and (hinted.flats[44:52, 26:34] == RED).all()
    painted = colorizer.propose(lines, none, paper=False)
    assert not (painted.flats[0] == 255).all()


def test_paper_goes_on_behind_what_cuts_it_in_two(colorizer: RegionColorizer) -> None:
    lines = np.full((96, 128), 255, np.uint8)
    cv2.line(lines, (64, 8), (64, 95), 0, 2)
    cv2.ellipse(lines, (64, 60), (24, 24), 0, 0, 360, 0, 2)
    none = np.zeros((*lines.shape, 4), np.uint8)
    flats = colorizer.propose(lines, none).flats
    assert (flats[5, [3, 124]] == 255).all() and (flats[60, [3, 124]] == 255).all()
    hinted = colorizer.propose(lines, dab(lines, 5, 5, BLUE)).flats
    assert (hinted[5, 3] == BLUE).all() and (hinted[5, 124] == BLUE).all()


def test_a_scheme_is_taken_in_which_regions_find_what_is_likely_for_them() -> None:
    schemes = [to_lab(scheme) for scheme in color_schemes()]
    for number in (3, 200, 400):
        asked = schemes[number]
        regions = soft_labels(asked)
        far = [float(np.linalg.norm(asked[:, None] - scheme[None], axis=2).min(axis=1).mean()) for scheme in schemes]
        chosen = likeliest_scheme(regions, np.ones(len(regions)), None)
        own = float(np.linalg.norm(asked[:, None] - chosen[None], axis=2).min(axis=1).mean())
        assert own <= np.quantile(far, 0.1), "its own, or one as good and more vivid"
    open_ = np.tile(soft_labels(np.concatenate(schemes)).mean(axis=0), (5, 1))
    others = [likeliest_scheme(open_, np.ones(5), np.random.default_rng(seed)).tobytes() for seed in (1, 1, 2, 3, 4)]
    assert others[0] == others[1] and len(set(others)) > 1


def test_what_is_decided_is_offered_first_and_a_scheme_fills_up() -> None:
    rng = np.random.default_rng(2)
    lab = (rng.random((40, 3)) * (100, 160, 160) - (0, 80, 80)).astype(np.float32)
    offered = offer(lab[20:32], Decisions(np.arange(40) < 12, lab), np.arange(40.0))
    assert len(offered) == 16 and np.array_equal(offered[0], lab[11])
    apart = np.linalg.norm(offered[:9, None] - offered[None, :9], axis=2)[np.triu_indices(9, 1)]
    assert apart.min() > 15


def test_the_paints_of_a_proposal_are_those_given_and_a_few_new_ones() -> None:
    rng = np.random.default_rng(1)
    lab = (rng.random((200, 3)) * (100, 160, 160) - (0, 80, 80)).astype(np.float32)
    given = Decisions(np.arange(200) < 3, lab)
    paints = drawn_palette(lab, given, np.ones(200))
    apart = np.linalg.norm(paints[:, None] - paints[None], axis=2)[np.triu_indices(len(paints), 1)]
    assert len(paints) == 10 and np.array_equal(paints[:3], lab[:3]) and apart.min() > 15
    vivid, grey = np.float32([[60, 60, 40]]), np.float32([[60, 0, 0]])
    nothing = Decisions(np.zeros(2, np.bool_), np.zeros((2, 3), np.float32))
    assert np.array_equal(drawn_palette(np.concatenate([grey, vivid]), nothing, np.ones(2))[0], vivid[0])


def test_what_is_painted_keeps_its_colours(colorizer: RegionColorizer) -> None:
    lines = drawing()
    picture = np.full((*lines.shape, 3), BLUE, np.uint8)
    where = np.zeros(lines.shape, np.bool_)
    where[:, 70:] = True
    flats = colorizer.propose(lines, np.zeros((*lines.shape, 4), np.uint8), kept=Kept(picture, where)).flats
    assert (flats[40:56, 95:105] == BLUE).all(), "the box lies where it is kept"


def test_blank_paper_is_painted_too(colorizer: RegionColorizer) -> None:
    proposal = colorizer.propose(np.full((40, 50), 255, np.uint8), np.zeros((40, 50, 4), np.uint8))
    assert proposal.flats.shape == (40, 50, 3)
    assert len(np.unique(proposal.flats.reshape(-1, 3), axis=0)) == 1


@pytest.mark.parametrize("size", [(96, 128), (700, 900)])
def test_light_has_the_size_of_the_line_art_and_no_strength_means_none(colorizer: RegionColorizer, size: tuple[int, int]) -> None:
    lines = drawing(size)
    proposal = colorizer.propose(lines, np.zeros((*size, 4), np.uint8))
    light = colorizer.light(lines, proposal, (1.0, 0.0))
    assert light.shadow.shape == light.highlight.shape == size
    assert 0 <= light.shadow.min() <= light.shadow.max() <= 1
    assert np.array_equal(light.scaled(0).on(proposal.flats), proposal.flats)
    ground = proposal.regions == proposal.regions[0, 0]
    assert not light.shadow[ground].any() and not light.highlight[ground].any(), "no form shadow falls on paper"
    assert light.shadow[~ground].any()


def test_the_network_sees_sides_that_fit() -> None:
    for size in ((1, 1), (33, 2000), (512, 512), (4000, 3000)):
        height, width = seen_size(size)
        assert height % 32 == width % 32 == 0
        assert max(height, width) <= 512


def test_the_surest_and_largest_are_decided_first_and_like_colours_become_one() -> None:
    palette = np.float32([[52, 42, 31], [80, 0, 0], [20, 0, 0]])
    decisions = Decisions(np.array([True, False, False, False]), np.float32([[50, 40, 30], [0, 0, 0], [0, 0, 0], [0, 0, 0]]))
    shares, alike = np.array([[1, 1, 1], [9, 0.5, 0.5], [1, 4, 1], [1, 1, 5]], np.float64), np.zeros((4, 4), np.float32)
    alike[0, 1] = alike[1, 0] = 4
    importance = np.array([1.0, 1.0, 4.0, 1.0])
    decisions.take(shares, alike, palette, importance, 3)
    assert decisions.decided.tolist() == [True, False, True, False]
    decisions.take(shares, alike, palette, importance, 1)
    assert decisions.decided.all()
    assert decisions.lab.tolist() == [[50, 40, 30], [50, 40, 30], [80, 0, 0], [20, 0, 0]]


def test_what_is_one_thing_gets_one_paint_and_what_is_not_gets_another() -> None:
    palette = np.float32([[30, 20, 20], [60, -30, 30], [80, 0, 0]])
    alike = np.full((6, 6), -4, np.float32)
    alike[:3, :3] = alike[3:5, 3:5] = 3
    shares = np.tile([[0.4, 0.3, 0.3]], (6, 1)) * np.random.default_rng(0).uniform(0.8, 1.2, (6, 3))
    decisions = Decisions(np.zeros(6, np.bool_), np.zeros((6, 3), np.float32))
    for left in (6, 5, 4, 3, 2, 1):
        decisions.take(shares, alike, palette, np.array([6.0, 5, 1, 4, 2, 3]), left)
    hair, coat, scarf = ({tuple(color) for color in decisions.lab[part].tolist()} for part in (slice(3), slice(3, 5), slice(5, 6)))
    assert len(hair) == len(coat) == len(scarf) == 1
    assert len(hair | coat | scarf) == 3


def test_a_paint_that_nobody_has_is_fresh() -> None:
    company = Company(np.full((3, 3), 5, np.float32), 2, np.ones(3))
    first = company.factors(np.arange(3))
    assert (first == first[0, 0]).all(), "none is likelier where nobody has one"
    company.join(0, 1)
    assert (company.factors(np.array([1, 2]))[:, 1] > 0.9).all() and (company.factors(np.array([1]))[:, 0] < 0.1).all()


def test_a_colour_that_is_nearly_known_is_met_and_an_open_one_says_nothing() -> None:
    skin, open_ = soft_labels(np.float32([[76, 11, 12]])), soft_labels(np.float32([[20, 0, 0], [90, 0, 0], [50, 60, 40], [50, -40, 40]]))
    colors = np.float32([[80, 10, 12], [60, 26, 4], [72, -8, -20]])
    near, rose, blue = as_expected(skin, colors)[0].tolist()
    assert near > 3 * rose and near > 3 * blue
    assert (as_expected(open_.mean(axis=0, keepdims=True), colors) == 1).all()


def test_a_palette_answers_for_colours_that_it_does_not_have() -> None:
    palette = to_lab(np.uint8([[250, 250, 250], [120, 30, 30]]))
    asked = soft_labels(to_lab(np.uint8([[230, 60, 60], [200, 210, 220]])))
    assert palette_shares(asked, palette).argmax(axis=1).tolist() == [1, 0]


def test_sampling_follows_the_probabilities() -> None:
    palette = np.float32([[50, 60, 40], [50, -40, 40]])
    probabilities = np.tile(soft_labels(palette).T @ np.float32([0.6, 0.4]), (4000, 1)).astype(np.float32)
    lab = drawn_colors(probabilities, palette, np.random.default_rng(0))
    share = float((lab == palette[0]).all(axis=1).mean())
    assert 0.6 < share < 0.95, "likely ones a little more often"


@pytest.mark.gpu
def test_it_runs_on_cuda() -> None:
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")
    networks = region_colorizer().networks
    lines = drawing()
    colorizer = RegionColorizer(networks, torch.device("cuda"))
    proposal = colorizer.propose(lines, dab(lines, 30, 48, RED))
    assert (proposal.flats[44:52, 26:34] == RED).all()
    assert colorizer.light(lines, proposal).shadow.shape == lines.shape
