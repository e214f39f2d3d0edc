"""Parameters of where batch work is computed: results do not depend on them, so no stage declares them to DVC."""

from typing import Literal

from pydantic import Field, model_validator

from pegbar.params.base import Section


class ComputeParams(Section):
    """Where work on many files is computed (``compute`` in ``params.yaml``)."""

    backend: Literal["joblib", "dask"] = Field(description="joblib: processes of this machine; dask: workers of a Dask cluster")
    address: str | None = Field(
        max_length=1000, description="of the cluster's scheduler, such as tcp://10.0.0.5:8786, where every worker sees the same folders"
    )

    @model_validator(mode="after")
    def _reachable(self) -> "ComputeParams":
        if self.backend == "dask" and not self.address:
            raise ValueError("backend: dask needs the address of its scheduler, found none")
        return self
