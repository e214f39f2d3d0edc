"""Parameters of the plates that backgrounds are replaced by, beyond the production's own."""

from pydantic import Field

from pegbar.params.base import Count, Section, Seed


class PlateParams(Section):
    """Plates of the user's own, and painted versions of all plates (``plates`` in ``params.yaml``)."""

    folder: str | None = Field(description="folder with paintings or photographs without characters; null: none")
    photographs: bool = Field(description="also photographs that came with installed packages, see pegbar.datasets.photographs")
    crops: Count = Field(description="crops taken of each picture in the folder and of each photograph, at random places and sizes")
    painted_fraction: float = Field(ge=0, le=4, description="painted versions of plates added, as a fraction of all plates")
    seed: Seed
