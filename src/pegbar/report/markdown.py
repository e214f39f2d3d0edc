"""``metrics/report.md``: Markdown that its sections are made of."""

from collections.abc import Sequence
from pathlib import Path


def percent(value: float | None) -> str:
    """A fraction as a percentage with one digit; a dash for what does not exist."""
    return "–" if value is None else f"{100 * value:.1f} %"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, first column left, others right."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def write_report(path: Path, sections: Sequence[str]) -> str:
    """Join the sections under the report's title."""
    return "\n\n".join(["# Pegbar: report", f"Written by the pipeline into `{path.as_posix()}`; do not edit.", *sections]) + "\n"
