"""YAML and JSON files that hold a mapping: bounded aliases and depth, no duplicate key."""

from pathlib import Path
from typing import Any

import yaml

from pegbar.errors import PegbarError, brief
from pegbar.storage.reading import parse_json, read_text

DEPTH = 32
MAX_VALUES = 1_000_000
"""An alias can stand for a billion values."""


def _count(node: yaml.Node, known: dict[int, int]) -> int:
    """Number of values that a node expands to, aliases included."""
    if id(node) in known:
        if not known[id(node)]:
            raise yaml.YAMLError("an alias of what it lies in")
        return known[id(node)]
    known[id(node)] = 0
    parts = node.value if isinstance(node, yaml.CollectionNode) else []
    children = [child for part in parts for child in (part if isinstance(part, tuple) else (part,))]
    total = 1 + sum(_count(child, known) for child in children)
    if total > MAX_VALUES:
        raise yaml.YAMLError(f"aliases that stand for more than {MAX_VALUES:,} values")
    known[id(node)] = total
    return total


class _Loader(yaml.SafeLoader):
    """Plain values, of bounded number and depth; a key that stands twice hides one and is refused."""

    depth = 0

    def get_single_node(self) -> yaml.Node | None:
        node: yaml.Node | None = super().get_single_node()
        if node is not None:
            _count(node, {})
        return node

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        self.depth += 1
        if self.depth > DEPTH:
            raise yaml.YAMLError(f"more than {DEPTH} levels of nesting")
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            try:
                twice = name in seen
            except TypeError:
                raise yaml.YAMLError(f"the key {brief(name)}, which is no plain value") from None
            if twice:
                raise yaml.YAMLError(f"the key {brief(name)} twice")
            seen.add(name)
        return super().construct_mapping(node, deep)


def _plain(text: str, name: str) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        where = f" in line {mark.line + 1}" if mark is not None else ""
        raise PegbarError(f"{name}: found {fault.problem or fault.context}{where}, expected valid YAML") from None
    except RecursionError:
        raise PegbarError(f"{name}: found more than {DEPTH} levels of nesting, expected valid YAML") from None
    except (yaml.YAMLError, ValueError, OverflowError, AttributeError) as fault:
        what = " ".join(str(fault).split())[:160]
        raise PegbarError(f"{name}: found {what}, expected valid YAML") from None


def read_values(path: Path, expected: str = "a YAML file") -> Any:
    """Read a YAML file, or one in JSON if its name ends in ``.json``.

    Raises
    ------
    PegbarError
        The file is missing, too large, no UTF-8, no YAML; it has a key twice, or aliases or nesting without end.
    """
    text = read_text(path, expected=expected)
    return parse_json(text, str(path)) if path.suffix.lower() == ".json" else _plain(text, str(path))


def read_mapping(path: Path, expected: str = "a YAML file") -> dict[str, Any]:
    """Read a file that holds a mapping; raises as :func:`read_values`, or if it holds something else."""
    content = read_values(path, expected)
    if not isinstance(content, dict):
        raise PegbarError(f"{path}: found {type(content).__name__}, expected a mapping")
    return {str(key): value for key, value in content.items()}
