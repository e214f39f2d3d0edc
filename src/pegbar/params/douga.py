"""Parameters of douga decoding, decision and post-processing."""

from pydantic import Field

from pegbar.params.base import Section


class DougaParams(Section):
    """Palette, decoding, decision and post-processing (``douga`` in ``params.yaml``)."""

    palette: str = Field(min_length=1, max_length=1000, description="file of the palette that drawings are coded in")
    tolerance: int = Field(ge=0, le=441, description="RGB distance beyond which a colour is foreign")
    foreign_limit: float = Field(ge=0, le=1, description="largest share of foreign pixels in a drawing")
    line_certainty: float = Field(ge=0, le=1, description="probability that all line classes together need for a line")
    fill_share: float = Field(ge=0, le=1, description="share that fills of like colour have in what an area is; 0: each pixel by itself")
    color_reach: float = Field(gt=0, le=400, description="how far like colours lie apart, CIELAB")
    light_favor: float = Field(
        gt=0, le=1000, description="factor on the probability of shading and highlights where it is decided what an area is"
    )
    line_width: int = Field(ge=1, le=15, description="width of post-processed lines, pixels")
    solid_width: int = Field(ge=1, le=1000, description="predicted lines at least this wide stay solid, pixels")
    agreement: float = Field(ge=0, le=1, description="share of an area's pixels that must agree for a vote to rule it")
