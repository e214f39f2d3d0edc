"""The built page that is committed belongs to its sources, and is whole."""

import gzip
import hashlib
import json
import re
from pathlib import Path

from pegbar.resources.page import PAGE

WEB = Path(__file__).parents[2] / "web"
MAX_BYTES = 12_000_000
"""Of the built page as it is stored."""


def source_hash() -> str:
    """As ``web/scripts/sources.mjs`` computes it."""
    files = [WEB / name for name in ("index.html", "package-lock.json", "package.json", "tsconfig.json", "vite.config.ts")]
    files += [path for folder in ("public", "scripts", "src") for path in (WEB / folder).rglob("*") if path.is_file()]
    whole = hashlib.sha256()
    for name, path in sorted((path.relative_to(WEB).as_posix(), path) for path in files):
        whole.update(f"{name}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).hexdigest().encode())
        whole.update(b"\n")
    return whole.hexdigest()


def test_the_committed_build_was_made_of_these_sources() -> None:
    built = json.loads((PAGE / "sources.json").read_text(encoding="utf-8"))
    assert built["sha256"] == source_hash(), "run `make web` and commit src/pegbar/resources/page/web"


def test_the_build_is_whole_and_small() -> None:
    stored = [path for path in PAGE.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in stored) < MAX_BYTES
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    linked = re.findall(r'(?:src|href)="\./([^"#]+)"', page)
    kept = json.loads((PAGE / "files.json").read_text(encoding="utf-8"))
    assert any(name.endswith(".js") for name in linked)
    for name in {*linked, *kept}:
        assert (PAGE / name).is_file() or (PAGE / f"{name}.gz").is_file(), name
    runtime = gzip.decompress((PAGE / "runtime/ort-wasm-simd-threaded.wasm.gz").read_bytes())
    assert runtime[:4] == b"\0asm"


def test_the_build_asks_nobody_else() -> None:
    for path in (*PAGE.glob("*.html"), *PAGE.glob("*.js"), *PAGE.glob("assets/*")):
        found = set(re.findall(r"https?://[\w.-]+", path.read_text(encoding="utf-8")))
        assert found <= {"http://www.w3.org"}, path.name


def test_the_lock_names_no_registry() -> None:
    assert '"resolved"' not in (WEB / "package-lock.json").read_text(encoding="utf-8")
