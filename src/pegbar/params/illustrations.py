"""Parameters of the illustrations that the region network and the colouriser are trained on."""

from typing import Literal

from pydantic import Field, model_validator

from pegbar.params.base import MAX_DRAWN, Count, Section, Seed, Workers


class IllustrationParams(Section):
    """Where illustrations come from and which are kept (``illustrations`` in ``params.yaml``)."""

    source: Literal["studio", "folder"] = Field(description="studio: the program draws; folder: the folder illustrations/")
    seed: Seed
    artists: Count = Field(description="artists of the studio, each with a drawing style; the split is by artist")
    per_artist: Count
    width: int = Field(ge=64, le=4096)
    height: int = Field(ge=64, le=4096)
    supersampling: int = Field(ge=1, le=4)
    min_side: int = Field(ge=1, le=8192, description="shorter sides are left out, pixels")
    max_pixels: int = Field(ge=1, le=40_000_000, description="larger pictures are refused by name")
    max_aspect: float = Field(ge=1, le=32, description="longer side over shorter side; longer ones are left out")
    duplicate_bits: int = Field(ge=0, le=64, description="perceptual hashes that differ in no more of their 64 bits are duplicates")
    on_bad_picture: Literal["stop", "skip"]
    val_fraction: float = Field(gt=0, lt=1)
    test_fraction: float = Field(gt=0, lt=1)
    split_seed: Seed
    workers: Workers = Field(description="processes; the drawn bytes do not depend on it")

    @model_validator(mode="after")
    def _room_to_train(self) -> "IllustrationParams":
        if self.val_fraction + self.test_fraction >= 1:
            raise ValueError("val_fraction + test_fraction must leave artists to train on")
        if self.width * self.height * self.supersampling**2 > MAX_DRAWN:
            raise ValueError(f"width, height and supersampling must draw at most {MAX_DRAWN:,} raster pixels")
        if self.source == "studio" and self.artists < 3:
            raise ValueError(f"artists must be at least 3 for train, val and test, found {self.artists}")
        return self
