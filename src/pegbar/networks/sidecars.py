"""Sidecars of segmentation models: architecture, classes, preprocessing and decision thresholds."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import ConfigDict, Discriminator, Field, Tag
from torch import Tensor

from pegbar.networks.gcn_config import GcnConfig
from pegbar.networks.model_files import read_checked, read_sidecar, save_weights, write_model
from pegbar.params.decision import CelDecision, DougaDecision
from pegbar.transforms.preprocessing import Preprocessing

DecisionT = TypeVar("DecisionT", CelDecision, DougaDecision)


DECISIONS = {"cel": CelDecision, "douga": DougaDecision}


def _task_of_decision(content: Any) -> str:
    return "douga" if isinstance(content, dict) and "line_threshold" in content else "cel"


Decision = Annotated[Annotated[CelDecision, Tag("cel")] | Annotated[DougaDecision, Tag("douga")], Discriminator(_task_of_decision)]


@dataclass(frozen=True)
class Sidecar:
    """Everything beside the weights.

    Attributes
    ----------
    task
        ``cel``, ``douga`` or ``regions``.
    classes
        What the network's outputs stand for, in order.
    network, preprocessing
        The architecture, and how pictures reach it.
    training
        Facts of the training run.
    decision
        Thresholds that turn its probabilities into a result; ``None`` takes the defaults of the code.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    task: str
    classes: Annotated[tuple[str, ...], Field(min_length=2, max_length=256)]
    network: GcnConfig
    preprocessing: Preprocessing
    training: dict[str, Any]
    decision: Decision | None = None

    def decision_as(self, kind: type[DecisionT]) -> DecisionT:
        """The thresholds, or the code's defaults where the sidecar has none."""
        return self.decision if isinstance(self.decision, kind) else kind()


def _described(sidecar: Sidecar) -> dict[str, Any]:
    decision = None if sidecar.decision is None else sidecar.decision.model_dump()
    return asdict(replace(sidecar, decision=None)) | {"decision": decision}


def save_model(folder: Path, name: str, state: dict[str, Tensor], sidecar: Sidecar) -> None:
    """Write a GCN's weights and sidecar, both or neither.

    Parameters
    ----------
    folder, name
        ``<folder>/<name>.safetensors`` and ``<folder>/<name>.json``.
    state
        Weights by name.
    sidecar
        What describes them.
    """
    save_weights(folder, name, state, _described(sidecar))


def load_decision(folder: Path, name: str, kind: type[DecisionT]) -> DecisionT:
    """Decision thresholds of the model ``<folder>/<name>``, from its sidecar alone; raises as :func:`load_model`."""
    return read_sidecar(folder, name, Sidecar, name)[0].decision_as(kind)


def package_model(source: Path, folder: Path, name: str, decision: CelDecision | DougaDecision) -> None:
    """Copy a trained model and give its sidecar decision thresholds; the weights keep their bytes.

    Parameters
    ----------
    source, folder
        Where training left ``<name>.safetensors`` and its sidecar, and where both go.
    decision
        The thresholds.

    Raises
    ------
    PegbarError
        The sidecar or the weights are missing or damaged, or do not belong together.
    """
    sidecar, mark = read_sidecar(source, name, Sidecar, name)
    data = read_checked(source / f"{name}.safetensors", mark)
    write_model(folder, name, data, _described(replace(sidecar, decision=decision)))
