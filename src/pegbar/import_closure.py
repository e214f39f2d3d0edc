"""What code a stage runs: the files that importing it executes or reads, and their hashes.

DVC compares files byte by byte, so a stage that depended on its source files would rerun for a comment, and one whose files are listed by
hand forgets some. The first stage of the pipeline (``stages.hash_code``) writes what :func:`listing` says of every stage, and the stages
depend on that. Owns the reading of imports from syntax trees; imports only the standard library, ``pegbar.code_hash`` and
``pegbar.errors``.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from pegbar.code_hash import file_hash, parsed, short_hash, syntax_tree
from pegbar.errors import PegbarError

_FOLDERS = {"pegbar": "src", "stages": ".", "benchmarks": "."}
"""Packages of this project and the folder of the checkout that each is imported from; imports of others are not followed."""


def _file_of(module: str, root: Path) -> Path | None:
    """File of a module of this project; nothing for other modules and for names that are no modules."""
    top = module.split(".")[0]
    if top not in _FOLDERS:
        return None
    stem = root / _FOLDERS[top] / module.replace(".", "/")
    return next((path for path in (stem / "__init__.py", stem.with_suffix(".py")) if path.is_file()), None)


def _is_typing_only(node: ast.If) -> bool:
    return "TYPE_CHECKING" in {getattr(node.test, "id", ""), getattr(node.test, "attr", "")}


def _executed(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but for the bodies of ``if TYPE_CHECKING``, which never run."""
    for child in ast.iter_child_nodes(tree):
        yield child
        if isinstance(child, ast.If) and _is_typing_only(child):
            yield from (node for part in child.orelse for node in (part, *_executed(part)))
        else:
            yield from _executed(child)


def _with_packages(module: str) -> Iterator[str]:
    """A module and the packages it lies in, whose ``__init__`` an import runs too."""
    parts = module.split(".")
    yield from (".".join(parts[:count]) for count in range(1, len(parts) + 1))


@lru_cache(maxsize=2048)
def _imported_names(source: bytes) -> frozenset[str]:
    """Dotted names that a module may import, at its head or inside functions; some may be attributes, not modules."""
    names: set[str] = set()
    for node in _executed(parsed(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise PegbarError(f"line {node.lineno}: found a relative import, expected an absolute one, which the code hash can follow")
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def _imports(path: Path, root: Path) -> set[Path]:
    """Files of this project that importing `path` runs next, with the ``__init__`` of their packages."""
    syntax_tree(path)
    try:
        names = _imported_names(path.read_bytes())
    except PegbarError as fault:
        raise PegbarError(f"{path}: {fault}") from None
    modules = {module for name in names for module in _with_packages(name)}
    return {file for file in (_file_of(module, root) for module in modules) if file is not None}


@lru_cache(maxsize=2048)
def _names_in(source: bytes) -> frozenset[str]:
    """Strings and imported names of a module, in small letters."""
    words: set[str] = set()
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.add(node.value.lower())
        elif isinstance(node, ast.alias):
            words.add(node.name.lower())
    return frozenset(words)


def _data_files(package: Path) -> list[Path]:
    """Files of a package that are neither code nor prose; a folder with an ``__init__.py`` is a package of its own.

    Folders of models are left out: a stage that reads a model depends on its weights by path, and a number on its card trains nothing.
    """
    found = []
    for path in package.iterdir():
        if path.is_dir():
            is_other = (path / "__init__.py").exists() or path.name == "__pycache__" or any(path.glob("*.safetensors"))
            found += [] if is_other else _data_files(path)
        elif path.suffix not in (".py", ".md"):
            found.append(path)
    return found


def _data_of(package: Path, readers: Iterable[Path]) -> set[Path]:
    """Data files of a package that some reader names by file name, stem or folder."""
    files = _data_files(package)
    named = {name for reader in readers for name in _names_in(reader.read_bytes())} if files else set()
    return {file for file in files if named & {part.lower() for part in (file.stem, *file.relative_to(package).parts)}}


Edges = dict[Path, set[Path]]
"""Files that each file imports, to be shared between closures of one moment."""


def closure(module: str, root: Path = Path(), known: Edges | None = None) -> list[Path]:
    """Files that running a module may execute or read as package data.

    Parameters
    ----------
    module
        Dotted name, such as ``stages.train_cel``.
    root
        Checkout that the packages are looked for in.
    known
        Imports that earlier calls found, which this one adds to; the files must not change between such calls.

    Returns
    -------
    list of Path
        Sorted: the module, what it imports directly or through others (inside functions too), the ``__init__`` of every package on the
        way, and data files of those packages that a module of the closure names.

    Raises
    ------
    PegbarError
        There is no such module, or one of them is no Python or imports relatively.
    """
    start = _file_of(module, root)
    if start is None:
        raise PegbarError(f"{module}: found no such module under {root.resolve()}, expected one")
    packages = {file for file in (_file_of(name, root) for name in _with_packages(module)) if file is not None}
    known = {} if known is None else known
    edges: Edges = {}
    waiting = sorted(packages)
    while waiting:
        path = waiting.pop()
        if path not in edges:
            edges[path] = known[path] if path in known else known.setdefault(path, _imports(path, root))
            waiting += sorted(edges[path])
    data: set[Path] = set()
    for package in (path for path in edges if path.name == "__init__.py"):
        readers = [path for path in edges if path != package and (package in edges[path] or path.parent == package.parent)]
        data |= _data_of(package.parent, readers)
    return sorted(set(edges) | data)


def listing(module: str, root: Path = Path(), known: Edges | None = None) -> str:
    """One line for each file of a module's closure, its hash and its path, so that a difference names what was edited."""
    return "".join(f"{file_hash(path)}  {path.relative_to(root).as_posix()}\n" for path in closure(module, root, known))


def code_of(module: str, root: Path = Path()) -> str:
    """The short hash of a module's whole closure, as it stands beside the numbers that the module wrote."""
    return short_hash(listing(module, root))
