"""How a section of ``params.yaml`` becomes a frozen, validated object."""

import os
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from pegbar.errors import PegbarError, brief
from pegbar.storage.mappings import read_mapping

PARAMS_FILE = Path("params.yaml")
READS = "PEGBAR_PARAMETER_READS"
"""Environment variable that names a folder for the keys that a process reads, with which a test finds parameters that nothing reads."""
MAX_DRAWN = 100_000_000
"""Raster pixels of a drawn picture before it is brought to its size."""


class Section(BaseModel):
    """A section of ``params.yaml``: immutable, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    _path: str = PrivateAttr("")

    if READS in os.environ:

        def __getattribute__(self, name: str) -> Any:
            value = super().__getattribute__(name)
            if not name.startswith(("_", "model_")) and name in type(self).model_fields:
                _record(f"{self._path or type(self).__name__}.{name}")
            return value


_recorded: set[str] = set()


def _record(key: str) -> None:
    """Note once for each process that a parameter was read."""
    if key not in _recorded:
        _recorded.add(key)
        with Path(os.environ[READS], f"{os.getpid()}.txt").open("a", encoding="utf-8") as file:
            file.write(f"{key}\n")


def _name_parts(section: Section, path: str) -> None:
    """Tell a section and those inside it which keys of the file they are."""
    for name, value in section.__dict__.items():
        if isinstance(value, Section):
            _name_parts(value, f"{path}.{name}")
    section._path = path


class Scale(Section):
    """What the parameters are sized for: ``desk``, or one of ``scales/``."""

    scale: str = Field(pattern=r"^[a-z0-9_]{1,32}$")


SectionT = TypeVar("SectionT", bound=Section)
Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]
Workers = Annotated[int, Field(ge=1, le=256)]
Count = Annotated[int, Field(ge=1, le=100_000_000)]
Batch = Annotated[int, Field(ge=1, le=4096)]
CropSide = Annotated[int, Field(ge=32, le=4096)]
Weight = Annotated[float, Field(ge=0, le=1e6)]
Rate = Annotated[float, Field(gt=0, le=1)]
Factor = Annotated[float, Field(gt=0, le=64)]


def validate(model: type[SectionT], content: Any, where: str) -> SectionT:
    """Validate `content` against `model`; `where` names the file and section in the error.

    Raises
    ------
    PegbarError
        With the first offending key, the value found and what was expected.
    """
    try:
        return model.model_validate(content)
    except ValidationError as fault:
        raise PegbarError(_sentence(fault, where)) from None


def _sentence(fault: ValidationError, where: str) -> str:
    """The first fault: a key that is unknown before any other, since it tells why one is missing."""
    faults = fault.errors()
    first = next((f for f in faults if f["type"] == "extra_forbidden"), faults[0])
    file, _, section = where.partition(": ")
    key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in (section, *first["loc"]) if part != "").lstrip(".")
    if first["type"] == "extra_forbidden":
        missing = [str(f["loc"][-1]) for f in faults if f["type"] == "missing" and f["loc"][:-1] == first["loc"][:-1]]
        return f"{file}: found unknown key {brief(key)}, " + (f"expected {', '.join(missing)}" if missing else "expected only known keys")
    message = first["msg"][0].lower() + first["msg"][1:]
    if first["type"] == "value_error":
        contradiction = message.removeprefix("value error, ")
        return f"{file}: {key}: found values that do not fit together, expected otherwise: {contradiction}"
    found = "nothing" if first["type"] == "missing" else brief(first["input"])
    return f"{file}: {key}: found {found}, expected otherwise: {message}"


def load_section(name: str, model: type[SectionT], path: Path = PARAMS_FILE) -> SectionT:
    """Load one section of the parameter file, so that a stage depends on its own section only."""
    content = read_mapping(path, "a YAML file of parameters")
    if name not in content:
        raise PegbarError(f"{path}: found no section {name!r}, expected one")
    section = validate(model, content[name], f"{path}: {name}")
    if READS in os.environ:
        _name_parts(section, name)
    return section


def load_scale(path: Path = PARAMS_FILE) -> str:
    """Name of the scale that a parameter file is of, as it stands beside measured numbers."""
    content = read_mapping(path, "a YAML file of parameters").get("scale")
    if READS in os.environ:
        _record("scale")
    return validate(Scale, {"scale": content}, f"{path}: ").scale
