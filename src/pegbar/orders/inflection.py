"""Plurals of English phrases, regular and irregular."""

_IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "goose": "geese", "mouse": "mice",
    "leaf": "leaves", "shelf": "shelves", "bookshelf": "bookshelves", "knife": "knives", "loaf": "loaves", "wolf": "wolves",
    "scarf": "scarves",
    "potato": "potatoes", "tomato": "tomatoes", "bus": "buses", "gas": "gases", "lens": "lenses",
    "sheep": "sheep", "deer": "deer", "fish": "fish", "torii": "torii", "bonsai": "bonsai", "koi": "koi", "bamboo": "bamboo",
    "furniture": "furniture", "grass": "grass", "laundry": "laundry", "ivy": "ivy", "snow": "snow", "water": "water", "sand": "sand",
}  # fmt: skip
_VOWELS = "aeiou"


def plural_of(phrase: str) -> str:
    """The plural of a phrase, of which the last word changes; a plural stays what it is.

    Examples
    --------
    >>> [plural_of(phrase) for phrase in ("cherry tree", "bush", "city", "bookshelf", "power lines", "torii")]
    ['cherry trees', 'bushes', 'cities', 'bookshelves', 'power lines', 'torii']
    """
    head, _, last = phrase.rpartition(" ")
    return f"{head} {_plural(last)}".strip()


def _plural(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not word or not word[-1].isascii() or not word[-1].isalpha():
        return word
    if word.endswith(("ss", "sh", "ch", "x", "z")):
        return f"{word}es"
    if word.endswith("s"):
        return word
    if word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}s"
