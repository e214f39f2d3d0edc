"""Texts that go with starters: the model card of each, and one changelog for all."""

import re

from pegbar.cli.starter_kinds import KINDS
from pegbar.networks.starters import Metadata
from pegbar.params.schema import leaves

_TITLE = (
    "# Starters: changelog\n\nWhat ships with the program, the newest first. Written by `pegbar starters pack`; "
    "only the newest version of each starter is kept.\n"
)
_ENTRY = re.compile(r"^## ([a-z][a-z0-9_]*_v[1-9][0-9]*)\n", re.MULTILINE)


def _number(value: float) -> str:
    return f"{value:.3f}"


def _numbers(metadata: Metadata) -> str:
    if not metadata.summary:
        return "Not scored by itself when it was packed."
    rows = "\n".join(f"| {label} | {_number(value)} |" for label, value in metadata.summary.items())
    return f"| measured | |\n|---|---:|\n{rows}\n\nAll numbers, with what they were measured on, are in `metadata.json` under `metrics`."


def _art(metadata: Metadata) -> str:
    rows = [f"- {art.set}: {art.licence}; {art.credit}" for art in metadata.training_art]
    return "\n".join(rows) or "- none: everything it learnt from was drawn by the program"


def _origin(metadata: Metadata) -> str:
    named = "names these weights" if metadata.lock_names_weights else "does not name these weights: they were trained outside the pipeline"
    steps = [f"`{key}` {value}" for key, value in leaves(metadata.params) if key.split(".")[-1] == "steps"]
    rows = [
        f"- command: `{metadata.command}`, scale {metadata.scale}" + (f"; {', '.join(steps)}" if steps else ""),
        f"- `dvc.lock`: SHA-256 {metadata.lock_sha256}, which {named}",
        *(f"- first weights: {weights}" for weights in metadata.first_weights),
    ]
    return "\n".join(rows)


def card(metadata: Metadata) -> str:
    """The model card of a starter, in Markdown; everything in it stands in its metadata or its kind.

    Parameters
    ----------
    metadata
        Of a starter whose name is one of :data:`pegbar.cli.starter_kinds.KINDS`.

    Returns
    -------
    str
        What it does, what it was trained on, measured numbers, limits and licence.
    """
    kind = KINDS[metadata.name]
    files = ", ".join(f"`{name}.safetensors` and `{name}.json`" for name in metadata.models)
    parts = [
        f"# {metadata.label}",
        kind.does,
        f"Files: {files}; weights in half precision but for biases and statistics, networks built of them compute in float32. "
        "`pegbar` takes this starter where the folder `models/` has no such model, and says so.",
        f"## Trained on\n\n{_origin(metadata)}\n\nArt beside what the studio draws:\n\n{_art(metadata)}",
        f"## Measured\n\n{_numbers(metadata)}",
        "## Limits\n\n" + "\n".join(f"- {limit}" for limit in kind.limits),
        f"## Licence\n\n{metadata.licence}, as the program. Credits for art are under *Trained on*.",
    ]
    return "\n\n".join(parts) + "\n"


def _entry(metadata: Metadata) -> str:
    art = ", ".join(f"{art.set} ({art.licence})" for art in metadata.training_art) or "none"
    numbers = "; ".join(f"{label} {_number(value)}" for label, value in metadata.summary.items())
    return f"- scale {metadata.scale}, `{metadata.command}`; real art learnt from: {art}\n- {numbers or 'not scored by itself'}\n"


def changelog(earlier: str, packed: list[Metadata]) -> str:
    """The changelog with an entry for each packed starter: a new one on top, that of the same version in place of the old.

    Examples
    --------
    >>> changelog("", []).splitlines()[0]
    '# Starters: changelog'
    """
    parts = _ENTRY.split(earlier)[1:]
    entries = dict(zip(parts[::2], (text.strip("\n") + "\n" for text in parts[1::2]), strict=True))
    new = {metadata.label: _entry(metadata) for metadata in packed}
    entries = {label: text for label, text in new.items() if label not in entries} | entries | new
    return _TITLE + "".join(f"\n## {label}\n\n{text}" for label, text in entries.items())
