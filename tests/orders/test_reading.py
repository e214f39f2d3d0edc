"""Prompts in English and Japanese become orders; what was not understood is counted, and what cannot be is refused in one sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pegbar.errors import PegbarError
from pegbar.orders.order import Order, Wanted
from pegbar.orders.reading import read_labels, read_prompt
from pegbar.orders.words import load_words
from pegbar.scenery.catalogue import KINDS
from pegbar.scenery.places import PLACES

RED = "#c0392f"


def order(prompt: str) -> Order:
    return read_prompt(prompt).order


def only(prompt: str) -> Wanted:
    (wanted,) = order(prompt).wanted
    return wanted


def test_places_hours_and_positions() -> None:
    found = order("a field at sunset, trees on the left, far mountains")
    assert (found.place, found.time) == ("field", "sunset")
    assert found.wanted == (Wanted("tree", 3, side="left"), Wanted("mountain", distance="far"))


@pytest.mark.parametrize(
    ("prompt", "place"),
    [
        ("ocean", "beach"), ("the sea", "beach"), ("a coast", "beach"), ("a seaside", "beach"), ("a city", "town"), ("a skyline", "town"),
        ("a village", "village"), ("a temple", "shrine"), ("a room", "living_room"), ("her room", "bedroom"), ("a hallway", "corridor"),
        ("a teahouse", "cafe"), ("a jungle", "forest"), ("the woods", "forest"), ("a train station", "station"), ("a platform", "station"),
        ("inside a train", "train"), ("a train carriage", "train"), ("a café", "cafe"), ("school", "classroom"), ("mountains", "mountains"),
        ("a mountain village", "village"), ("a school rooftop", "rooftop"), ("a forest shrine", "shrine"), ("city street", "street"),
        ("a shrine in the forest", "shrine"), ("a village in the mountains", "village"), ("a street, city, night", "street"),
        ("a river in a town", "town"), ("PARKS", "park"), ("Rice-fields", "rice_field"), ("a castle", "castle"), ("stars", "sky"),
        ("the neighbouring harbour's coast", "beach"),
    ],
)  # fmt: skip
def test_places_have_synonyms(prompt: str, place: str) -> None:
    assert order(prompt).place == place


@pytest.mark.parametrize(
    ("prompt", "key", "value"),
    [
        ("a field in the morning", "time", "day"), ("a field at noon", "time", "day"), ("a field at dawn", "time", "sunset"),
        ("a field at dusk", "time", "sunset"), ("a moonlit field", "time", "night"), ("a sunny field", "weather", "clear"),
        ("a foggy field", "weather", "cloudy"), ("a stormy field", "weather", "rain"), ("a snow-covered field", "weather", "snow"),
        ("a field with no rain", "weather", "clear"), ("a field under a grey sky", "weather", "cloudy"),
        ("a field in fall", "season", "autumn"),
        ("a field, cherry blossoms", "season", "spring"), ("a field from above", "view", "from_above"),
        ("a bird’s-eye view of a field", "view", "from_above"), ("low-angle field", "view", "low_angle"),
        ("a close-up of a field", "view", "close"),
        ("a panorama of a field", "view", "wide"), ("a wide view of a field from above", "view", "from_above"),
        ("a field, line art", "medium", "lines"), ("a line drawing of a field", "medium", "lines"),
        ("a field, black-and-white", "medium", "screentone"), ("a field in manga style", "medium", "screentone"),
        ("a field in colour", "medium", "color"),
    ],
)  # fmt: skip
def test_conditions_views_and_mediums(prompt: str, key: str, value: str) -> None:
    assert getattr(order(prompt), key) == value


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("a park with three big trees", Wanted("tree", 3, size="big")),
        ("a park with a pair of trees", Wanted("tree", 2)),
        ("a park, 4 trees", Wanted("tree", 4)),
        ("a park with several bushes", Wanted("bush", 4)),
        ("a park with many tiny trees in the distance", Wanted("tree", 6, size="small", distance="far")),
        ("on the left a tree, in a park", Wanted("tree", side="left")),
        ("in the foreground, a tree; a park", Wanted("tree", distance="near")),
        ("a distant tree in the middle of a field", Wanted("tree", side="center", distance="far")),
        ("a house with colours in a field", Wanted("house")),
        ("two dogs in a meadow with a tree", Wanted("tree")),
        ("a field with a red house", Wanted("house", color="#c0392f")),
        ("a field, the house is red", Wanted("house", color="#c0392f")),
        ("a field with a dark green house", Wanted("house", color="#395c2c")),
        ("a field with a grey house", Wanted("house", color="#8c8f94")),
        ("a field with a gray house", Wanted("house", color="#8c8f94")),
        ("a field with a red and white house", Wanted("house", color="#c0392f")),
        ("a field with two light-blue houses on the right-hand side", Wanted("house", 2, side="right", color="#9bb5d8")),
    ],
)
def test_counts_colours_sizes_and_sides(prompt: str, wanted: Wanted) -> None:
    assert only(prompt) == wanted


@pytest.mark.parametrize(
    ("prompt", "subject", "relation", "anchor"),
    [
        ("a field, a tree behind the house", "tree", "behind", "house"),
        ("a field with a house and a tree behind it", "tree", "behind", "house"),
        ("a field with a tree in front of three houses", "tree", "in_front_of", "house"),
        ("a field, a bush next to a tree", "bush", "next_to", "tree"),
        ("a field, a bush beside the tree", "bush", "next_to", "tree"),
        ("a field, a bush near the tree", "bush", "next_to", "tree"),
        ("a field; behind the house, a tree", "tree", "behind", "house"),
        ("家の後ろに木がある草原", "tree", "behind", "house"),
        ("草原、家の前の木", "tree", "in_front_of", "house"),
        ("草原、家の隣に木", "tree", "next_to", "house"),
        ("草原、木が家の後ろにある", "tree", "behind", "house"),
    ],
)
def test_relations(prompt: str, subject: str, relation: str, anchor: str) -> None:
    wanted = {one.kind: one for one in order(prompt).wanted}
    assert set(wanted) == {subject, anchor}
    assert (wanted[subject].relation, wanted[subject].anchor) == (relation, anchor)
    assert wanted[anchor].relation == ""


def test_a_side_of_another_thing_is_a_relation_and_a_side() -> None:
    for prompt in ("a field, a tree to the left of the house", "草原、家の左に木"):
        (tree,) = (one for one in order(prompt).wanted if one.kind == "tree")
        assert (tree.relation, tree.anchor, tree.side) == ("next_to", "house", "left")


def test_nothing_stands_on_the_sky() -> None:
    (tree,) = (one for one in order("a field, a tree on a hill").wanted if one.kind == "tree")
    assert tree.relation == ""


def test_both_sides_are_two_wishes() -> None:
    assert order("a park with four trees on both sides").wanted == (Wanted("tree", 2, "left"), Wanted("tree", 2, "right"))


@pytest.mark.parametrize(
    "prompt",
    ["a quiet street without people, no trees", "a street without any trees", "a street with no trees", "don't show trees in the street",
     "a street, not a tree", "a street, remove the trees", "木のない通り", "通り、木なし", "木がない通り"],
)  # fmt: skip
def test_what_is_not_wanted(prompt: str) -> None:
    found = order(prompt)
    assert (found.without[0], found.place) == ("tree", "street")
    assert {"cherry_tree", "pine"} <= set(found.without), "no trees are no pines either"


def test_a_negation_ends() -> None:
    found = order("a field without trees or bushes but with a house, a hill")
    assert {"tree", "bush"} <= set(found.without)
    assert "cherry_tree" not in order("a field with a cherry tree, but no trees").without
    assert [one.kind for one in found.wanted] == ["house", "hill"]


def test_dialogue_has_a_mood_and_says_what_it_assumed() -> None:
    reading = read_prompt("Goodbye... I will miss you")
    assert (reading.order.time, reading.order.weather) == ("sunset", "cloudy")
    assert any(line.startswith("place") and "mood sad" in line for line in reading.assumed)


def test_what_is_named_beats_the_mood() -> None:
    found = order("a peaceful forest at night")
    assert (found.time, found.weather) == ("night", "clear")
    assert order("a happy snowy village").season == "winter", "a mood of summer fits no snow"


def test_what_follows_is_assumed_and_said() -> None:
    stars = read_prompt("stars")
    assert (stars.order.time, stars.order.weather) == ("night", "clear")
    assert "time night" in stars.assumed
    assert order("snow in a village").season == "winter"
    assert order("a tree").place
    assert order("a bed").place in PLACES
    assert PLACES[order("a bed").place].indoors
    assert read_prompt("a tree", complete=False).order == Order(wanted=(Wanted("tree"),))


def test_the_share_counts_content_words_only() -> None:
    assert read_prompt("a picture of the field").share == 1
    reading = read_prompt("a blorp field with gleaming trees")
    assert reading.ignored == ("blorp", "gleaming")
    assert reading.share == 0.5
    assert read_prompt("two purple dragons in a field").ignored == ("two", "purple", "dragons")


def test_a_neighbouring_place_brings_its_things() -> None:
    reading = read_prompt("a shrine in the forest")
    assert [one.kind for one in reading.order.wanted] == ["tree"]
    assert reading.share == 1


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("", "empty prompt"),
        (" \n\t", "empty prompt"),
        ("flurb glomp", "found no place in 'flurb glomp', expected one of sky, field"),
        ("submarine base", "nearest: beach"),
        ("a peaceful submarine base", "nearest: beach"),
        ("a submarine base with a tree", "found no place"),
        ("a tree in a spaceship", "found no place"),
        ("a hospital room", "nearest: corridor, office"),
        ("a grey harbour", "nearest: beach, riverbank"),
        ("a shrin", "nearest: shrine"),
        ("潜水艦基地", "nearest: beach"),
        ("a starry noon", "stars and day"),
        ("a sunny night with the sun", "sun and night"),
        ("a snowy summer field", "snow and summer"),
        ("真夏の雪", "snow and summer"),
        ("a forest and a beach", "both forest and beach"),
        ("森と砂浜", "both forest and beach"),
        ("a field at noon and at night", "both day and night"),
        ("rain and snow in a park", "both rain and snow"),
        ("a field in spring and in autumn", "both spring and autumn"),
        ("a bedroom with a house", "house in bedroom"),
        ("a field with a sofa", "sofa in field"),
        ("a tree, no trees, field", "both asked for and excluded"),
        ("лес ночью", "Cyrillic letters"),
        ("숲", "Hangul letters"),
        ("a bloody room", "bloody"),
        ("a room full of corpses", "corpses"),
        ("死体のある森", "死体"),
        ("10000 trees in a field", "found 10000, expected a number from 1 to 9"),
        ("0 trees in a field", "found 0, expected a number from 1 to 9"),
        (f"a field with {'9' * 1000} trees", "found 9+, expected a number"),
        ("tree " * 1000, "found 5,000 letters, expected at most 2,000"),
        ("\0\x1b[m", "found no place"),
        ("🌲🌲", "found no place"),
        ("²³", "found no place"),
    ],
)
def test_bad_prompts_are_one_sentence(prompt: str, found: str) -> None:
    with pytest.raises(PegbarError, match=found) as fault:
        read_prompt(prompt)
    assert "\n" not in str(fault.value)
    assert "expected" in str(fault.value)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("夜の森", Order("forest", "night")),
        ("夕焼けの海辺、左に木", Order("beach", "sunset", wanted=(Wanted("tree", side="left"),))),
        ("上から見た雨の街、線画", Order("town", "day", "rain", view="from_above", medium="lines")),
        ("三本の木が右にある草原", Order("field", "day", wanted=(Wanted("tree", 3, "right"),))),
        ("赤い家が二軒、草原", Order("field", "day", wanted=(Wanted("house", 2, color="#c0392f"),))),
        ("草原、遠くに大きな山", Order("field", "day", wanted=(Wanted("mountain", distance="far", size="big"),))),
        ("静かな秋の神社", Order("shrine", "day", "clear", "autumn")),
        ("人のいない夜の廊下", Order("corridor", "night")),
        ("冬の村、雪", Order("village", "day", "snow", "winter")),
        ("夜のforest", Order("forest", "night")),
        ("もりのなか", Order("forest", "day")),
        ("ＰＡＲＫの木", Order("park", "day", wanted=(Wanted("tree"),))),
        ("濃い緑の家、野原", Order("field", "day", wanted=(Wanted("house", color="#395c2c"),))),
        ("雨のない公園", Order("park", "day", "clear")),
        ("左に木、右に家、原っぱ", Order("field", "day", wanted=(Wanted("tree", side="left"), Wanted("house", side="right")))),
    ],
)
def test_japanese(prompt: str, expected: Order) -> None:
    reading = read_prompt(prompt)
    assert reading.order == expected
    assert reading.share == 1


def test_unknown_japanese_words_are_counted() -> None:
    reading = read_prompt("草原の犬")
    assert (reading.ignored, reading.share) == (("犬",), 0.5)
    assert read_prompt("さようなら、元気でね").order.time == "sunset"


def test_labels_need_no_words() -> None:
    reading = read_labels({"place": "field", "season": "autumn", "elements": ["moon"], "without": ["tree"], "view": "low_angle"})
    assert reading.order == Order("field", "night", "clear", "autumn", (Wanted("moon"),), ("tree",), "low_angle")
    assert reading.share == 1
    assert read_labels({"elements": ["stars"]}).order.place == "sky"
    assert read_labels({"place": "beach", "weather": "snow", "medium": "lines"}).order.season == "winter"


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ({"place": "moonbase"}, "place: found 'moonbase', expected one of"),
        ({"elements": ["dragon"]}, "found 'dragon'"),
        ({"place": "field", "without": ["dragon"]}, "found 'dragon'"),
        ({"place": "bedroom", "elements": ["house"]}, "house in bedroom"),
        ({"place": "field", "time": "day", "elements": ["stars"]}, "stars and day"),
        ({"place": "field", "elements": "tree"}, "expected a list of names"),
        ({"time": "night"}, "found no place"),
        ({"colour": "red"}, "labels: found 'colour'"),
    ],
)
def test_bad_labels_are_one_sentence(labels: dict[str, object], found: str) -> None:
    with pytest.raises(PegbarError, match=found):
        read_labels(labels)


WORDS = sorted(
    {*load_words().meanings, *load_words("scenery_japanese").meanings, "blorp", "3", "12", ",", "、", "。", "é", "²", "🌲", "潜"}
)


def _reads(prompt: str) -> None:
    for complete in (True, False):
        try:
            reading = read_prompt(prompt, complete)
        except PegbarError as fault:
            assert "\n" not in str(fault)
            assert "expected" in str(fault)
        else:
            assert 0 < reading.share <= 1
            assert reading.order.place in PLACES or not complete


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_ends_in_an_order_or_a_sentence(prompt: str) -> None:
    _reads(prompt)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(WORDS), max_size=9), st.sampled_from((" ", "")))
def test_any_known_words_end_in_an_order_or_a_sentence(words: list[str], between: str) -> None:
    _reads(between.join(words))


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(KINDS)), max_size=3))
def test_labels_end_in_an_order_or_a_sentence(elements: list[str]) -> None:
    try:
        assert read_labels({"elements": elements}).order.place in PLACES
    except PegbarError as fault:
        assert "expected" in str(fault)


@pytest.mark.parametrize(
    ("prompt", "parts"),
    [
        ("a house with a red roof", (("roof", RED),)),
        ("a house with a blue door and a red roof", (("door", "#4a78b8"), ("roof", RED))),
        ("赤い屋根の家", (("roof", RED),)),
        ("家の赤い屋根", (("roof", RED),)),
    ],
)
def test_parts_have_colours_of_their_own(prompt: str, parts: tuple[tuple[str, str], ...]) -> None:
    reading = read_prompt(prompt)
    house = reading.order.wanted[0]
    assert (house.kind, house.parts, house.color, reading.ignored) == ("house", parts, "", ())


def test_a_part_that_a_colour_is_of_is_that_colour() -> None:
    assert read_prompt("a farmhouse with a red roof").order.wanted[0].color == RED
    assert read_prompt("a house with red walls").order.wanted[0].color == RED


def test_a_part_that_nothing_has_is_not_understood() -> None:
    assert "roof" in read_prompt("a field with a red roof").ignored
    assert read_prompt("a bench with a red roof").order.wanted[0].parts == ()


def test_a_place_that_it_shall_not_be_is_understood() -> None:
    reading = read_prompt("not a forest but a beach")
    assert (reading.order.place, reading.ignored) == ("beach", ())
    assert ("forest", "not forest") in reading.understood
    assert "coast" in read_prompt("a beach, not a coast").ignored, "both are one place here"
