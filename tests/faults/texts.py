"""Bad YAML, JSON, CSV and ZIP files, and what the sentence must say of each."""

import os
import zipfile
from itertools import pairwise
from pathlib import Path

from tests.faults.pictures import Maker, data, encoded, linked, sparse

_LETTERS = "abcdefghi"
LAUGHS = "a: &a [x]\n" + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in pairwise(_LETTERS))
MAPPINGS: dict[str, tuple[Maker, str]] = {
    "missing": (lambda path: None, "no such file"),
    "empty": (data(b""), "found"),
    "list": (data(b"- 1\n- 2\n"), "found list"),
    "number": (data(b"7"), "found int"),
    "text": (data(b"just words"), "found"),
    "not UTF-8": (data(b"a: \xff\xfe\xfa"), "expected text in UTF-8"),
    "UTF-16": (data("a: 1".encode("utf-16")), "expected text in UTF-8"),
    "NUL": (data(b"a: \0"), "expected valid"),
    "open bracket": (data(b"a: [1, 2"), "expected valid"),
    "tab": (data(b"a:\n\t- 1"), "expected valid"),
    "alias bomb": (data(LAUGHS.encode()), "aliases that stand for more"),
    "deep": (data(b"a: " + b"[" * 5000 + b"]" * 5000), "nest|expected valid"),
    "key twice": (data(b'{"a": 1, "a": 2}'), "the key 'a' twice"),
    "key that is a list": (data(b"? [1, 2]\n: 3\n"), "expected valid|found"),
    "python object": (data(b"a: !!python/object/apply:os.system ['touch hacked']"), "expected valid"),
    "folder": (lambda path: path.mkdir(), "found a folder"),
    "pipe": (lambda path: os.mkfifo(path), "a pipe or device"),
    "endless device": (linked("/dev/zero"), "a pipe or device"),
    "sparse": (sparse(1 << 36), "bytes, expected at most"),
    "unknown keys": (data(b'{"colour": 3, "zzz": 1}'), "found"),
    "huge number": (data(b'{"a": ' + b"9" * 6000 + b"}"), "found"),
    "binary": (data(encoded("PNG")), "expected text in UTF-8"),
}

TABLES: dict[str, tuple[Maker, str]] = {
    "missing": (lambda path: None, "no such file"),
    "empty": (data(b""), "found nothing in it"),
    "not UTF-8": (data(b"a,b\n\xff,1\n"), "expected text in UTF-8"),
    "other columns": (data(b"x,y\n1,2\n"), "found no column"),
    "column twice": (data(b"x,x\n1,2\n"), "the column 'x' twice"),
    "binary": (data(encoded("PNG")), "expected text in UTF-8"),
    "open quote": (data(b'a,b\n"1,2\n'), "found"),
    "folder": (lambda path: path.mkdir(), "found a folder"),
    "pipe": (lambda path: os.mkfifo(path), "a pipe or device"),
    "endless device": (linked("/dev/zero"), "a pipe or device"),
    "sparse": (sparse(1 << 36), "bytes, expected at most"),
    "a cell of 200,000 letters": (data(b"a,b\n" + b"x" * 200_000 + b",1\n"), "found"),
}

PNG = encoded("PNG")
Members = list[tuple[str, bytes]]


def archive(members: Members, flag: bool = False, method: int = zipfile.ZIP_STORED) -> Maker:
    """Write a ZIP of members, marked as encrypted if asked for."""

    def make(path: Path) -> None:
        import warnings

        with warnings.catch_warnings(), zipfile.ZipFile(path, "w", method) as file:
            warnings.simplefilter("ignore")
            for name, content in members:
                file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, method)
        if flag:
            changed = bytearray(path.read_bytes())
            changed[changed.index(b"PK\1\2") + 8] |= 1
            changed[6] |= 1
            path.write_bytes(bytes(changed))

    return make


def flipped(offset_from: bytes, offset: int, value: int) -> Maker:
    """A ZIP of one frame with a byte changed after a signature."""

    def make(path: Path) -> None:
        archive([("frames/z/0001.png", PNG)])(path)
        content = bytearray(path.read_bytes())
        content[content.index(offset_from) + offset] = value
        path.write_bytes(bytes(content))

    return make


SHARDS: dict[str, tuple[Maker, str]] = {
    "no zip": (data(b"PK no zip"), "found a damaged shard"),
    "empty file": (data(b""), "found a damaged shard"),
    "cut": (lambda path: _cut(path), "found a damaged shard"),
    "a member twice": (archive([("frames/z/0001.png", PNG), ("frames/z/0001.png", PNG)]), "a second time"),
    "a member beside a file": (archive([("frames/c0/0000.png", PNG)]), "in the folder and in"),
    "leads out": (archive([("../../frames/z/0001.png", PNG)]), "leads out of its folder"),
    "absolute": (archive([("/frames/z/0001.png", PNG)]), "leads out of its folder"),
    "backslash": (archive([("frames\\..\\..\\0001.png", PNG)]), "leads out of its folder"),
    "encrypted": (archive([("frames/z/0001.png", PNG)], flag=True), "found it encrypted"),
    "changed content": (flipped(b"IDAT", 8, 0x33), "found a damaged"),
    "unknown method": (flipped(b"PK\1\2", 10, 77), "found a damaged"),
    "bomb": (archive([("frames/z/0001.png", bytes(1 << 30))], method=zipfile.ZIP_DEFLATED), "bytes, expected at most"),
    "damaged picture inside": (archive([("frames/z/0001.png", PNG[:200])]), "damaged picture"),
    "pipe": (lambda path: os.mkfifo(path), "no regular file"),
    "folder": (lambda path: path.mkdir(), "no regular file"),
}


def _cut(path: Path) -> None:
    archive([("frames/z/0001.png", PNG)])(path)
    path.write_bytes(path.read_bytes()[:-30])
