"""How a section of ``params.yaml`` becomes a frozen, validated object."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from pegbar.errors import PegbarError

PARAMS_FILE = Path("params.yaml")


class Section(BaseModel):
    """A section of ``params.yaml``: immutable, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


SectionT = TypeVar("SectionT", bound=Section)


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML mapping.

    Raises
    ------
    PegbarError
        The file is missing, is not YAML, or holds something other than a mapping.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PegbarError(f"{path}: found no such file, expected a YAML file of parameters") from None
    except yaml.YAMLError as fault:
        what = " ".join(str(fault).split())
        raise PegbarError(f"{path}: found invalid YAML ({what}), expected a mapping") from None
    if not isinstance(content, dict):
        raise PegbarError(f"{path}: found {type(content).__name__}, expected a mapping of sections")
    return content


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
        faults = fault.errors()
        first = next((f for f in faults if f["type"] == "extra_forbidden"), faults[0])
        key = ".".join(str(part) for part in (where.split(": ")[-1], *first["loc"]) if part)
        file = where.split(": ")[0]
        if first["type"] == "extra_forbidden":
            missing = [str(f["loc"][-1]) for f in faults if f["type"] == "missing" and f["loc"][:-1] == first["loc"][:-1]]
            wanted = f"expected {', '.join(missing)}" if missing else "expected only known keys"
            raise PegbarError(f"{file}: found unknown key {key!r}, {wanted}") from None
        message = first["msg"][0].lower() + first["msg"][1:]
        if isinstance(first["input"], dict) and first["type"] == "value_error":
            contradiction = message.removeprefix("value error, ")
            raise PegbarError(f"{file}: {key}: found values that do not fit together: {contradiction}") from None
        found = "nothing" if first["type"] == "missing" else repr(first["input"])
        raise PegbarError(f"{file}: {key}: found {found}, expected otherwise: {message}") from None


def load_section(name: str, model: type[SectionT], path: Path = PARAMS_FILE) -> SectionT:
    """Load one section of the parameter file, so that a stage depends on its own section only."""
    content = read_yaml(path)
    if name not in content:
        raise PegbarError(f"{path}: found no section {name!r}, expected one")
    return validate(model, content[name], f"{path}: {name}")
