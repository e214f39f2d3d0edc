"""Parameters of the procedural studio."""

from typing import Literal

from pydantic import Field, model_validator

from pegbar.params.base import MAX_DRAWN, Count, Factor, Section, Seed, Workers


class StudioParams(Section):
    """What the studio draws (``studio`` in ``params.yaml``)."""

    seed: Seed
    cuts: Count = Field(description="number of cuts; the split into train, val and test is by cut")
    frames_per_cut: Count = Field(description="frames of a cut, held drawings included")
    width: int = Field(ge=64, le=7680, description="frame width in pixels")
    height: int = Field(ge=64, le=4320, description="frame height in pixels")
    supersampling: int = Field(ge=1, le=4, description="raster pixels per frame pixel and axis")
    line_width: tuple[Factor, Factor] = Field(description="thinnest and thickest visible line, pixels")
    douga_line_width: int = Field(ge=1, le=9, description="width of every douga line, pixels")
    book_fraction: float = Field(ge=0, le=1, description="fraction of cuts with a book in front")
    backgrounds: int = Field(ge=0, le=1_000_000, description="extra plates without any cel, for replacement")
    ingredients: tuple[Literal["lines", "light", "detail", "compositing", "backgrounds", "shot_layout"], ...] = Field(
        description="what the studio varies beyond plain cels; leave some out to see what each one buys"
    )
    workers: Workers = Field(description="processes; the drawn bytes do not depend on it")

    @model_validator(mode="after")
    def _ordered(self) -> "StudioParams":
        if self.width * self.height * self.supersampling**2 > MAX_DRAWN:
            drawn = f"{self.width}×{self.height} at {self.supersampling} raster pixels an axis"
            raise ValueError(f"width, height and supersampling must draw at most {MAX_DRAWN:,} raster pixels, found {drawn}")
        low, high = self.line_width
        if not 0.5 <= low <= high:
            raise ValueError(f"line_width must be ordered and at least 0.5, found {low}, {high}")
        if len(set(self.ingredients)) < len(self.ingredients):
            raise ValueError(f"ingredients must differ, found {', '.join(self.ingredients)}")
        return self
