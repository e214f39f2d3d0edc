import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pegbar.errors import PegbarError
from pegbar.storage.mappings import read_mapping
from pegbar.storage.reading import parse_json, read_bytes
from pegbar.storage.tables import parse_table

_LAUGHS = "a: &a [x]\n" + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    ("name", "data", "match"),
    [
        ("a.yaml", _LAUGHS.encode(), "aliases that stand for more than 1,000,000 values"),
        ("a.yaml", b"a: &a [*a]\n", "an alias of what it lies in"),
        ("a.yaml", b"a: 1\na: 2\n", "found the key 'a' twice"),
        ("a.yaml", b"{{}: 1}", "which is no plain value|found unhashable"),
        ("a.yaml", b"[" * 3000, "more than 32 levels of nesting"),
        ("a.yaml", b"a: " + b"[" * 40 + b"]" * 40, "more than 32 levels of nesting"),
        ("a.yaml", b"a: \xff\xfe", "found byte 0xff at 3, expected text in UTF-8"),
        ("a.yaml", b"a: [1", "in line 1, expected valid YAML"),
        ("a.yaml", b"a: \x00", "expected valid YAML"),
        ("a.yaml", b"a: !!python/object:os.system {}", "could not determine a constructor"),
        ("a.yaml", b"a: 2020-99-99", "expected valid YAML"),
        ("a.yaml", b"", "found NoneType, expected a mapping"),
        ("a.yaml", b"- 1", "found list, expected a mapping"),
        ("a.json", b"[" * 100_000, "nested too deeply|expected valid JSON"),
        ("a.json", b'{"a": NaN}', "the value NaN, which is no number"),
        ("a.json", b'{"a": -Infinity}', "the value -Infinity"),
        ("a.json", b'{"a": 1, "a": 2}', "the key 'a' twice"),
        ("a.json", b'{"a": 1', "expected valid JSON"),
        ("a.json", b'{"a": ' + b"9" * 5000 + b"}", "expected valid JSON"),
    ],
)
def test_faults_are_one_sentence(tmp_path: Path, name: str, data: bytes, match: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(PegbarError, match=match) as fault:
        read_mapping(tmp_path / name)
    assert str(tmp_path / name) in str(fault.value)
    assert len(str(fault.value)) < 400


def test_a_few_aliases_are_fine(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: &a [1, 2]\nb: *a\n")
    assert read_mapping(tmp_path / "a.yaml") == {"a": [1, 2], "b": [1, 2]}


def test_what_is_no_file_is_told_apart(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 40)
    for name, found in (("pipe", "a pipe or device"), ("sparse", "1,099,511,627,776 bytes"), ("none", "no such file"), ("", "a folder")):
        with pytest.raises(PegbarError, match=f"found {found}"):
            read_bytes(tmp_path / name)
    for path, found in (("/dev/zero", "a pipe or device"), ("x" * 300, "File name too long"), ("a\0b", "null")):
        with pytest.raises(PegbarError, match=f"found .*{found}"):
            read_bytes(Path(path))


@given(st.binary(max_size=80))
def test_any_bytes_are_a_mapping_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    for name in ("any.yaml", "any.json"):
        (folder / name).write_bytes(data)
        try:
            assert isinstance(read_mapping(folder / name), dict)
        except PegbarError as fault:
            assert "expected" in str(fault)


@given(st.text(max_size=80))
def test_any_text_is_a_table_or_a_sentence(text: str) -> None:
    try:
        table = parse_table(text, "t.csv")
    except PegbarError as fault:
        assert str(fault).startswith("t.csv: ")
    else:
        assert not table.isna().any().any()


@given(st.text(max_size=60))
def test_any_text_is_json_or_a_sentence(text: str) -> None:
    try:
        parse_json(text, "a.json")
    except PegbarError as fault:
        assert str(fault).startswith("a.json: found")
