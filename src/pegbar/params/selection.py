"""Parameters of frame selection: the seed set, rounds by entropy, their pilots, filters."""

from typing import Literal

from pydantic import Field, model_validator

from pegbar.errors import PegbarError
from pegbar.params.base import Count, Section, Seed, Workers


class RoundParams(Section):
    """One round of selection by entropy."""

    after: int = Field(ge=0, le=98, description="round whose choices it learns from; 0 is the seed set")
    frames: Count = Field(description="frames of least entropy, and as many of greatest")


class SelectionParams(Section):
    """Frames chosen for labelling (``selection`` in ``params.yaml``)."""

    seed: Seed
    labels: Literal["ask", "given"] = Field(description="choose among all frames and ask for masks, or among those that have one")
    seed_frames: Count = Field(description="frames of round 0, chosen by their edge images")
    edge_width: int = Field(ge=8, le=256, description="width of the edge images, pixels; height is 9/16 of it")
    method: Literal["kmeans", "kmeans_plus_plus", "random"]
    rule: Literal["entropy", "cut_diverse", "least_confident"]
    pool: Count = Field(description="frames that a pilot looks at in each round, evenly spaced; a large number: all")
    stop_below: float = Field(ge=0, le=1, description="a round chooses nothing if its unsure frames have less entropy, bits a pixel")
    rounds: dict[str, RoundParams]
    douga_frames: Count = Field(description="labelled frames whose douga is learnt from, evenly spaced: drawings are dearer than masks")

    @model_validator(mode="after")
    def _in_order(self) -> "SelectionParams":
        for number, (name, each) in enumerate(self.rounds.items(), 1):
            if name != str(number) or each.after != number - 1:
                raise ValueError(f"rounds must be '1', '2', … each after the one before, found {name!r} after {each.after}")
        return self

    def round(self, number: str) -> RoundParams:
        """Parameters of a round.

        Raises
        ------
        PegbarError
            There is no such round.
        """
        if number not in self.rounds:
            raise PegbarError(f"selection.rounds: found no round {number!r}, expected {', '.join(self.rounds) or 'none'}")
        return self.rounds[number]

    @property
    def last_round(self) -> int:
        """Number of the last round."""
        return len(self.rounds)


class PilotParams(Section):
    """Pilot networks of the rounds (``pilot`` in ``params.yaml``); all that is not here is as in ``cel``."""

    steps: Count
    low_res_fraction: float = Field(ge=0, lt=1, description="fraction of these steps, the first ones, at half size")


class FilterParams(Section):
    """What keeps a frame out of labelling (``frame_filters`` in ``params.yaml``); thesis 5.2's criteria as limits."""

    hold_tolerance: float = Field(ge=0, le=255, description="largest difference inside a hold, 8-bit levels averaged to 120 pixels across")
    max_combing: float = Field(ge=0, le=1, description="fraction of combed pixels, as interlaced video has")
    max_blur: float = Field(ge=0, le=1, description="0 sharp, 1 without an edge")
    max_text: int = Field(ge=0, le=100_000, description="letters in the longest line of text")
    min_brightness: float = Field(ge=0, le=1)
    max_brightness: float = Field(ge=0, le=1)
    min_contrast: float = Field(ge=0, le=1, description="between the 5th and the 95th percentile of the gray levels")
    min_figure: float = Field(ge=0, le=1, description="height of what moves by the frame's; 0: long shots are kept")
    max_figure: float = Field(ge=0, le=1, description="1: extreme close-ups are kept")
    workers: Workers

    def limits(self) -> dict[str, float]:
        """The limits by name, as :func:`pegbar.selection.filters.reasons` takes them."""
        names = ("max_combing", "max_blur", "max_text", "min_brightness", "max_brightness", "min_contrast", "min_figure", "max_figure")
        return {name: float(getattr(self, name)) for name in names}
