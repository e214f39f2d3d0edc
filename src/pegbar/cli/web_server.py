"""The server of ``pegbar web``: files of two folders, to this computer only, with the headers that threads in a browser need."""

import hashlib
import mimetypes
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOST = "127.0.0.1"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".onnx": "application/octet-stream",
    ".webmanifest": "application/manifest+json",
}
_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'self' blob: data:; script-src 'self' 'wasm-unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'",
}
_NAMES = {"localhost", HOST}
_CHUNK = 1 << 18


@lru_cache(maxsize=256)
def _tag(path: Path, size: int, changed: int) -> str:
    """What a browser compares to know whether its copy is still right."""
    with path.open("rb") as file:
        return f'"{hashlib.file_digest(file, "sha256").hexdigest()[:24]}"'


def served_file(roots: dict[str, Path], url: str) -> tuple[Path, bool] | None:
    """The file that an address names, and whether it is stored packed by gzip.

    Parameters
    ----------
    roots
        Folders by the first part of the address; ``""`` is that of all others.
    url
        Path and query as a browser asks for them.

    Returns
    -------
    tuple of Path and bool, or None
        None where there is no such file inside the folder.

    Examples
    --------
    >>> served_file({"": Path("site")}, "/../secret") is None
    True
    """
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part] or ["index.html"]
    if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    apart = len(parts) > 1 and parts[0] in roots
    root = roots[parts[0] if apart else ""]
    path = root.joinpath(*parts[apart:])
    for candidate, packed in ((path, False), (path.with_name(f"{path.name}.gz"), True)):
        if candidate.is_file() and root.resolve() in candidate.resolve().parents:
            return candidate, packed
    return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "pegbar", ""
    server: "PageServer"

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, *_: object) -> None:
        """Say nothing: an artist's terminal is no log."""

    def _answer(self, body: bool) -> None:
        # Another name than this computer's is a page elsewhere that was pointed here.
        if self.headers.get("Host", "").rsplit(":", 1)[0] not in _NAMES:
            return self._refuse(HTTPStatus.FORBIDDEN)
        found = served_file(self.server.roots, self.path)
        if found is None:
            return self._refuse(HTTPStatus.NOT_FOUND)
        path, packed = found
        state = path.stat()
        tag = _tag(path, state.st_size, state.st_mtime_ns)
        fresh = self.headers.get("If-None-Match") == tag
        self.send_response(HTTPStatus.NOT_MODIFIED if fresh else HTTPStatus.OK)
        self._head(path, tag, packed)
        if not fresh:
            self.send_header("Content-Length", str(state.st_size))
        self.end_headers()
        if body and not fresh:
            self._send(path)

    def _head(self, path: Path, tag: str, packed: bool) -> None:
        ending = path.with_suffix("").suffix if packed else path.suffix
        self.send_header("Content-Type", _TYPES.get(ending) or mimetypes.guess_type(path.name)[0] or "application/octet-stream")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        # The name of an asset changes with what is in it; everything else is asked for again, and costs no bytes if unchanged.
        self.send_header("Cache-Control", "max-age=31536000, immutable" if path.parent.name == "assets" else "no-cache")
        self.send_header("ETag", tag)
        for name, value in _HEADERS.items():
            self.send_header(name, value)

    def _send(self, path: Path) -> None:
        with path.open("rb") as file:
            try:
                while block := file.read(_CHUNK):
                    self.wfile.write(block)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

    def _refuse(self, status: HTTPStatus) -> None:
        text = f"{status.value} {status.phrase}\n".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)


class PageServer(ThreadingHTTPServer):
    """Serves the page and its networks to this computer only.

    Parameters
    ----------
    site
        The built page.
    models
        Folder of ONNX files, found under ``models/``.
    port
        0 takes any that is free.

    Raises
    ------
    OSError
        The port is taken.
    """

    daemon_threads = True

    def __init__(self, site: Path, models: Path, port: int) -> None:
        self.roots = {"": site, "models": models}
        super().__init__((HOST, port), _Handler)

    @property
    def address(self) -> str:
        """Where a browser finds the page."""
        return f"http://{HOST}:{self.server_address[1]}/"
