"""Which scale, code and models the numbers of a table are of, and whether these are the current ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pegbar.code_hash import short_hash
from pegbar.storage.records import digest

_SHOWN = 8
"""Hexadecimal digits that the report prints of each hash."""


@dataclass(frozen=True)
class Provenance:
    """What the tables of a report can be compared with.

    Attributes
    ----------
    scale
        Of the current parameters.
    code
        Hash of what each stage and each benchmark (as ``benchmarks.NAME``) runs now.
    models
        First digits of the SHA-256 of each current weight file, by path.
    """

    scale: str
    code: Mapping[str, str]
    models: Mapping[str, str]

    def of_stage(self, stage: str, models: Iterable[str] = ()) -> str:
        """The line beside a table that a stage of the pipeline measured, of the models with these names."""
        parts = [f"{self.scale} scale", f"code of {stage} {self.code.get(stage, 'unknown')[:_SHOWN]}"]
        parts += [f"{path} {self.models[path][:_SHOWN]}" for path in map(_weights, models) if path in self.models]
        return f"*{'; '.join(parts)}*"

    def of_benchmark(self, benchmark: str, measured: Mapping[str, Any]) -> str:
        """The line beside a table that a benchmark measured earlier, with what has changed since."""
        source = measured.get("source", {})
        code = str(source.get("code", "unknown"))
        models = {str(path): str(value) for path, value in source.get("models", {}).items()}
        parts = [f"{source.get('scale', 'unknown')} scale", f"`{source.get('command', f'python -m benchmarks.{benchmark}')}`"]
        parts += [f"code {code[:_SHOWN]}", *(f"{path} {value[:_SHOWN]}" for path, value in models.items())]
        changes = [] if code == self.code.get(f"benchmarks.{benchmark}") else ["with earlier code than the current"]
        changes += [f"with another {path} than the current one" for path, value in models.items() if self.models.get(path, value) != value]
        changes += [f"at another scale than {self.scale}"] if source.get("scale", self.scale) != self.scale else []
        stale = f"; **measured {' and '.join(changes)}**: `dvc repro benchmarks/dvc.yaml` measures again" if changes else ""
        return f"*{'; '.join(parts)}*{stale}"

    def of_rows(self, benchmark: str, measured: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """The lines beside a table whose rows were measured one by one; what rows have in common is said once."""
        return list(dict.fromkeys(self.of_benchmark(benchmark, measured[row]) for row in sorted(measured)))


def _weights(model: str) -> str:
    return f"models/{model}.safetensors"


def read_provenance(scale: str, root: Path = Path()) -> Provenance:
    """What is current in a checkout: hashes of code as ``stages.hash_code`` wrote them, and of the models that exist."""
    stages = {path.stem: path for path in (root / "code_hashes").glob("*.txt")}
    benchmarks = {f"benchmarks.{path.stem}": path for path in (root / "benchmark_code_hashes").glob("*.txt")}
    code = {name: short_hash(path.read_text(encoding="utf-8")) for name, path in sorted((stages | benchmarks).items())}
    weights = sorted((root / "models").glob("*.safetensors"))
    return Provenance(scale, code, {path.relative_to(root).as_posix(): digest(path)[:16] for path in weights})
