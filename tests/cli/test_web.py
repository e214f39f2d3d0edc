"""``pegbar web``: what is served, to whom, and the page as plain files."""

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pegbar.cli import web as web_module
from pegbar.cli.main import main
from pegbar.cli.web import Options, web
from pegbar.cli.web_server import PageServer, served_file
from pegbar.errors import PegbarError
from pegbar.resources.page import PAGE


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder as the export of networks leaves it, with one file."""
    folder = tmp_path / "onnx"
    folder.mkdir()
    (folder / "cel.onnx").write_bytes(b"weights")
    (folder / "manifest.json").write_text(json.dumps({"format_version": 1, "models": {"cel": {"file": "cel.onnx"}}}), encoding="utf-8")
    return folder


@pytest.fixture
def server(models: Path) -> Iterator[PageServer]:
    """Any free port."""
    with PageServer(PAGE, models, 0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def ask(server: PageServer, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def test_the_page_is_isolated_so_that_threads_work(server: PageServer) -> None:
    status, headers, body = ask(server, "/")
    assert status == 200 and b"<title>Pegbar</title>" in body
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-embedder-policy"] == "require-corp"
    assert headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "kind", "packed"),
    [
        ("/runtime/ort-wasm-simd-threaded.wasm", "application/wasm", True),
        ("/runtime/ort-wasm-simd-threaded.mjs", "text/javascript; charset=utf-8", False),
        ("/models/cel.onnx", "application/octet-stream", False),
        ("/models/manifest.json", "application/json", False),
        ("/icon.svg", "image/svg+xml", False),
        ("/app.webmanifest", "application/manifest+json", False),
    ],
)
def test_every_kind_of_file_has_its_type(server: PageServer, path: str, kind: str, packed: bool) -> None:
    status, headers, _ = ask(server, path)
    assert (status, headers["content-type"], headers.get("content-encoding") == "gzip") == (200, kind, packed)


def test_what_did_not_change_is_not_sent_again(server: PageServer, models: Path) -> None:
    _, headers, body = ask(server, "/models/cel.onnx")
    assert body == b"weights"
    assert ask(server, "/models/cel.onnx", If_None_Match=headers["etag"])[::2] == (304, b"")
    (models / "cel.onnx").write_bytes(b"other weights")
    assert ask(server, "/models/cel.onnx", If_None_Match=headers["etag"])[::2] == (200, b"other weights")
    script = next(PAGE.glob("assets/*.js")).name
    assert "immutable" in ask(server, f"/assets/{script}")[1]["cache-control"]


@pytest.mark.parametrize(
    "path", ["/../pyproject.toml", "/%2e%2e/%2e%2e/secret", "/models/../../secret", "/.pegbar/record.json", "/none.js", "/assets"]
)
def test_nothing_outside_the_folders_is_served(server: PageServer, tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    assert ask(server, path)[0] == 404


def test_a_link_out_of_the_folder_is_not_followed(models: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (models / "linked.json").symlink_to(tmp_path / "secret")
    assert served_file({"": PAGE, "models": models}, "/models/linked.json") is None
    assert served_file({"": PAGE, "models": models}, "/models/cel.onnx?v=1") == (models / "cel.onnx", False)


def test_a_page_elsewhere_that_points_here_gets_nothing(server: PageServer) -> None:
    assert ask(server, "/", Host="pegbar.example:80")[0] == 403
    assert ask(server, "/", Host=f"localhost:{server.server_address[1]}")[0] == 200


def test_the_export_works_from_any_host(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(web_module, "page_models", lambda _: models)
    out = tmp_path / "site"
    with pytest.raises(SystemExit, match="0"):
        main(["web", "--export", str(out)])
    assert "upload this folder" in capsys.readouterr().out
    assert (out / "runtime/ort-wasm-simd-threaded.wasm").read_bytes()[:4] == b"\0asm"
    assert (out / "models/cel.onnx").read_bytes() == b"weights"
    assert not list(out.rglob("*.gz"))
    for name in json.loads((out / "files.json").read_text(encoding="utf-8")):
        assert (out / name).is_file(), name
    web(Options(Path("models"), 0, False, out))
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PegbarError, match=r"mine\.txt"):
        web(Options(Path("models"), 0, False, out))
    assert (out / "mine.txt").is_file()


def test_a_taken_port_is_told(server: PageServer, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_module, "page_models", lambda _: models)
    port = server.server_address[1]
    with pytest.raises(PegbarError, match=f"--port: found {port} in use, expected a free port"):
        web(Options(Path("models"), port, False, None))


def test_a_page_that_was_not_built_is_told(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_module, "PAGE", tmp_path)
    with pytest.raises(PegbarError, match=r"found no index\.html, expected the built page"):
        web(Options(Path("models"), 0, False, None))
