"""``pegbar web``: the artist's page, from this computer or as files for any web host."""

import gzip
import hashlib
import json
import shutil
import webbrowser
from dataclasses import dataclass
from pathlib import Path

from pegbar.cli.web_server import PageServer
from pegbar.errors import PegbarError
from pegbar.resources.page import PAGE
from pegbar.storage.records import atomic_folder, check_apart

_INDEX = "index.html"
_MARK = 16


@dataclass(frozen=True)
class Options:
    """What the command line asks for.

    Attributes
    ----------
    models
        Folder of trained models.
    port
        Of the server; 0 takes any that is free.
    open_browser
        Whether to open the page.
    export
        A folder to write the page into, for a web host, in place of serving it.
    """

    models: Path
    port: int
    open_browser: bool
    export: Path | None


def _page() -> Path:
    if not (PAGE / _INDEX).is_file():
        raise PegbarError(f"{PAGE}: found no {_INDEX}, expected the built page (`make web` builds it, or install pegbar again)")
    return PAGE


def page_models(models: Path) -> Path:
    """The networks for the page, made on first use and kept in the user's cache until the weights change.

    Parameters
    ----------
    models
        Folder of trained models; starters step in for the default folder's.

    Returns
    -------
    Path
        Of a folder with ``manifest.json`` and ONNX files.

    Raises
    ------
    PegbarError
        There is no model, one is damaged, or the cache cannot be written.

    Examples
    --------
    >>> (page_models(Path("models")) / "manifest.json").is_file()
    True
    """
    from pegbar.networks.starters import find_model  # torch takes seconds to load
    from pegbar.onnx_models.cached_files import FORMAT, user_cache
    from pegbar.onnx_models.catalog import FILES
    from pegbar.onnx_models.web import MANIFEST, export_web_models

    sidecars = [find_model(models, name) / f"{name}.json" for name in FILES]
    mark = hashlib.sha256(f"{FORMAT}".encode())
    for path in sidecars:
        mark.update(path.read_bytes() if path.is_file() else b"-")
    folder = user_cache().parent / "web" / mark.hexdigest()[:_MARK]
    if not (folder / MANIFEST).is_file():
        print("Making the networks for the browser, once; this takes about a minute.", flush=True)
        export_web_models(models, folder)
    return folder


def _export(site: Path, models: Path, out: Path) -> None:
    """Write the page with its networks as plain files, whole or not at all."""
    check_apart(site, out)
    with atomic_folder(out) as folder:
        for path in sorted(site.rglob("*")):
            target = folder / path.relative_to(site)
            if path.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            elif path.suffix == ".gz":
                target.with_suffix("").write_bytes(gzip.decompress(path.read_bytes()))
            else:
                target.write_bytes(path.read_bytes())
        (folder / "models").mkdir()
        for name in json.loads((models / "manifest.json").read_text(encoding="utf-8"))["models"]:
            shutil.copyfile(models / f"{name}.onnx", folder / "models" / f"{name}.onnx")
        shutil.copyfile(models / "manifest.json", folder / "models" / "manifest.json")


def _serve(site: Path, models: Path, options: Options) -> None:
    try:
        server = PageServer(site, models, options.port)
    except OSError as fault:
        raise PegbarError(f"--port: found {options.port} in use, expected a free port, or 0 for any") from fault
    with server:
        print(f"{server.address}  (nothing leaves this computer; Ctrl+C stops)", flush=True)
        if options.open_browser:
            webbrowser.open(server.address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


def web(options: Options) -> None:
    """Serve the page, or write it as files for any web host.

    Parameters
    ----------
    options
        What the command line asks for.

    Raises
    ------
    PegbarError
        The page or a network is missing, the port is taken, or the folder cannot be written.

    Examples
    --------
    >>> web(Options(Path("models"), port=0, open_browser=False, export=Path("site")))
    site: upload this folder to any web host
    """
    site, models = _page(), page_models(options.models)
    if options.export is None:
        return _serve(site, models, options)
    _export(site, models, options.export)
    print(f"{options.export}: upload this folder to any web host")
