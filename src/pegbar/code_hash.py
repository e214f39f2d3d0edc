"""Hashes of code that comments, docstrings and layout do not change.

Owns the reading of syntax trees; which files a stage runs is ``pegbar.import_closure``'s. Imports only the standard library and
``pegbar.errors``.
"""

import ast
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pegbar.errors import PegbarError

_DIGITS = 16


@lru_cache(maxsize=2048)
def parsed(source: bytes) -> ast.Module:
    """Syntax tree of Python source, which must not be changed: it is kept."""
    return ast.parse(source)


def syntax_tree(path: Path) -> ast.Module:
    """Syntax tree of a file.

    Raises
    ------
    PegbarError
        It is no Python source.
    """
    try:
        return parsed(path.read_bytes())
    except (SyntaxError, ValueError) as fault:
        raise PegbarError(f"{path}: found {fault}, expected Python source") from None


def _canonical(node: object) -> object:
    """A syntax tree as nested tuples, without positions, bare strings and empty fields (which differ between versions of Python)."""
    if isinstance(node, ast.AST):
        kept = {name: value for name, value in ast.iter_fields(node) if value not in (None, []) or isinstance(node, ast.Constant)}
        return (type(node).__name__, *((name, _canonical(value)) for name, value in kept.items() if name not in ("type_ignores", "kind")))
    if isinstance(node, list):
        return [_canonical(item) for item in node if not _is_bare_string(item)]
    return repr(node)


def _is_bare_string(node: object) -> bool:
    """A docstring of a module, class, function or attribute: a statement that does nothing."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


@lru_cache(maxsize=2048)
def _digest(content: bytes, is_source: bool) -> str:
    return hashlib.sha256(repr(_canonical(parsed(content))).encode() if is_source else content).hexdigest()[:_DIGITS]


def file_hash(path: Path) -> str:
    """Hash of one file: of its syntax tree if it is Python source, else of its bytes."""
    if path.suffix == ".py":
        syntax_tree(path)
    return _digest(path.read_bytes(), path.suffix == ".py")


def ast_hash(paths: Iterable[Path]) -> str:
    """SHA-256 of files (their order does not matter, their names do not count), but for comments, docstrings and layout."""
    return hashlib.sha256("\n".join(sorted(file_hash(path) for path in paths)).encode()).hexdigest()


def short_hash(text: str) -> str:
    """First digits of the SHA-256 of a listing, which name all the code in it."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
