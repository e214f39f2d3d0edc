"""What the page in the browser loads: ONNX files with a manifest, facts as JSON and model cards, in one folder."""

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from tqdm import tqdm

from pegbar.errors import PegbarError
from pegbar.networks.starters import find_model
from pegbar.onnx_models.cached_files import FORMAT
from pegbar.onnx_models.catalog import FILES, graphs_of
from pegbar.onnx_models.exporting import export_graph, store_in_half
from pegbar.onnx_models.facts import weights_mark
from pegbar.onnx_models.ports import Graph
from pegbar.parallel import in_parallel
from pegbar.storage.records import atomic_folder

MANIFEST, CARD = "manifest.json", "README.md"
PRECISION = "float16 weights, computed in float32"
_WORKERS = 2
"""Processes: tracing takes one core, and the bytes do not depend on it."""


class _Exported(NamedTuple):
    """A graph as the page loads it: its name, the bytes of its file, and what the manifest says of it."""

    name: str
    data: bytes
    entry: dict[str, Any]


def _present(models: Path) -> list[str]:
    """Models that are there, or have a starter that steps in for them."""
    found = [name for name in FILES if (find_model(models, name) / f"{name}.json").is_file()]
    return [name for name in found if name != "colorizer" or "tag_encoder" in found]


def _exported(folder: Path, name: str) -> list[_Exported]:
    """The graphs of a model in a folder."""
    made = []
    for graph in graphs_of(folder, name):
        data = store_in_half(export_graph(graph)).SerializeToString(deterministic=True)
        made.append(_Exported(graph.name, data, _entry(graph, data)))
    return made


def _entry(graph: Graph, data: bytes) -> dict[str, Any]:
    return {
        "file": f"{graph.name}.onnx",
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "task": graph.facts["task"],
        "summary": graph.summary,
        "precision": PRECISION,
        "inputs": [port.described() for port in graph.inputs],
        "outputs": [port.described() for port in graph.outputs],
        "facts": graph.facts,
    }


def _ports(ports: list[dict[str, Any]]) -> str:
    return "\n".join(f"- `{port['name']}` {port['dtype']} {tuple(port['shape'])}: {port['meaning']}".replace("'", "") for port in ports)


def _card(entries: dict[str, dict[str, Any]]) -> str:
    """A section a model: what it does, what goes in and out, what it was made of."""
    parts = [
        "# Models of the page\n\nMade by `python -m stages.export_web` from Pegbar's networks; manifest.json says the same for programs.\n"
    ]
    for name, entry in entries.items():
        facts = entry["facts"]
        lines = [f"## {name}\n", f"{entry['summary']} {entry['bytes'] / 1e6:.1f} MB, {entry['precision']}.\n"]
        lines += ["In:\n", _ports(entry["inputs"]), "\nOut:\n", _ports(entry["outputs"]), ""]
        lines.append(f"Made from weights {weights_mark(facts)[:12]}; heights and widths in multiples of {facts['multiple']}.\n")
        parts.append("\n".join(lines))
    return "\n".join(parts)


def _write(folder: Path, models: Path, names: list[str]) -> None:
    entries = {}
    found = [(find_model(models, name), name) for name in names]  # here: each process would say anew that a starter steps in
    exported = in_parallel(_exported, found, min(_WORKERS, len(found)))
    for graphs in tqdm(exported, total=len(names), desc="ONNX", unit="model"):
        for graph in graphs:
            (folder / f"{graph.name}.onnx").write_bytes(graph.data)
            (folder / f"{graph.name}.json").write_text(_json(graph.entry["facts"]), encoding="utf-8")
            entries[graph.name] = graph.entry
    (folder / MANIFEST).write_text(_json({"format_version": FORMAT, "models": entries}), encoding="utf-8")
    (folder / CARD).write_text(_card(entries), encoding="utf-8")


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def export_web_models(models: Path, out: Path) -> Path:
    """Export every model that the page can use.

    Parameters
    ----------
    models
        Folder of trained models; a starter takes the place of one that is not there, if it is the default folder.
    out
        The folder to write, whole or not at all; one that was not written by the program is kept.

    Returns
    -------
    Path
        Of the manifest, which names each file, its length, hash, inputs, outputs and facts.

    Raises
    ------
    PegbarError
        There is no model, one is damaged, or the folder cannot be replaced.

    Examples
    --------
    >>> export_web_models(Path("models"), Path("models/web")).name
    'manifest.json'
    """
    names = _present(models)
    if not names:
        raise PegbarError(f"{models}: found no model, expected some of {', '.join(FILES)} (run `make repro` first)")
    with atomic_folder(out) as folder:
        _write(folder, models, names)
    return out / MANIFEST
