"""Parameters of douga decoding."""

from pydantic import Field

from pegbar.params.base import Section


class DougaParams(Section):
    """Palette and decoding of drawings (``douga`` in ``params.yaml``)."""

    palette: str = Field(min_length=1, max_length=1000, description="palette that drawings are coded in")
    tolerance: int = Field(ge=0, le=441, description="RGB distance beyond which a colour is foreign")
    foreign_limit: float = Field(ge=0, le=1, description="largest fraction of foreign pixels in a drawing")
