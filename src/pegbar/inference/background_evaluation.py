"""Backgrounds for the orders of held-out scenes, made in several ways, and their scores (the paper's Table 3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.inference.backgrounds import Backdrops, Picture
from pegbar.inference.choosing import candidates
from pegbar.inference.recognition import Recognizer
from pegbar.metrics.generation import Balls, balls_of, coverage, macro_f1, nearest, precision
from pegbar.networks.backgrounds import NOISE, Conditions
from pegbar.networks.preprocessing import resize, standardize, to_tensor
from pegbar.networks.tagger import Tagger, pooled
from pegbar.params.scenes import BackgroundEvaluationParams
from pegbar.scenes.conditions import GROUPS, order_of, tags_of
from pegbar.scenes.library import Library
from pegbar.scenes.plans import make_plan
from pegbar.studio.plates.canvas import Hour
from pegbar.studio.plates.scene import INDOORS, paint_scene
from pegbar.training.recognition import Scenes

Way = Callable[[dict[str, str], int], Picture]


class Eye:
    """The illustration encoder, which took no part in choosing: one feature vector a picture."""

    def __init__(self, tagger: Tagger, device: torch.device, size: tuple[int, int]) -> None:
        self.tagger, self.device, self.size = tagger.to(device).eval(), device, size

    @torch.inference_mode()
    def see(self, pictures: Sequence[Picture]) -> NDArray[np.float64]:
        """(N, 1024)."""
        rows = []
        for picture in pictures:
            x = standardize(to_tensor(resize(picture, self.size[::-1]))[None], "fixed").to(self.device)
            rows.append(pooled(self.tagger.features(x))[0].double().cpu().numpy())
        return np.stack(rows)


@dataclass(frozen=True)
class Painters:
    """Everything that ways of making backgrounds need."""

    backdrops: Backdrops
    recognizer: Recognizer
    params: BackgroundEvaluationParams

    @property
    def library(self) -> Library:
        """Scenes that were learnt."""
        return self.backdrops.library

    def ways(self) -> dict[str, Way]:
        """Ways of making a background for a row of the table, by name; each takes the row and a seed."""
        return {
            "ours": self._chosen,
            "ours_first": lambda row, seed: self.backdrops.paint(make_plan(order_of(row), self.library, seed)),
            "network_alone": lambda row, seed: self.backdrops.paint(make_plan(order_of(row), self.library, seed), lent=False),
            "unconditional": self._unconditional,
            "nearest_neighbor": self._nearest,
            "procedural": self._procedural,
        }

    def _chosen(self, row: dict[str, str], seed: int) -> Picture:
        seeds = [seed + 1000 * turn for turn in range(self.params.candidates)]
        return candidates(order_of(row), self.backdrops, self.recognizer, seeds)[0].picture

    @torch.inference_mode()
    def _unconditional(self, row: dict[str, str], seed: int) -> Picture:
        """The same network, told nothing: as it was taught on the share of scenes without conditions."""
        network, (width, height) = self.backdrops.network, self.backdrops.size
        shape, device = network.shape, self.backdrops.device
        random = torch.Generator().manual_seed(seed)
        noise, grain = torch.randn(1, NOISE, generator=random), torch.randn(1, 1, height, width, generator=random)
        blank = torch.zeros(1, 3, height, width)
        given = Conditions(torch.zeros(1, shape.labels, height, width), torch.zeros(1, shape.facts), blank, blank, noise, grain)
        made = network(Conditions(*(part.to(device) for part in given)))[0].float().cpu().permute(1, 2, 0).numpy()
        return np.asarray(np.clip((made + 1) * 127.5, 0, 255), np.uint8)

    def _nearest(self, row: dict[str, str], seed: int) -> Picture:
        """The learnt scene that meets most conditions and fewest others."""
        wanted = tags_of(row)
        best = max(sorted(self.library.rows), key=lambda name: -len(wanted ^ tags_of(self.library.rows[name])))
        return self.library.source(best).picture

    def _procedural(self, row: dict[str, str], seed: int) -> Picture:
        """A new scene by the studio, of the same place and hour; which elements it shows is its own affair."""
        hour = None if row["place"] in INDOORS else Hour(row["time"], row["weather"] or "clear", row["season"] or "summer")
        width, height = self.backdrops.size
        scene = paint_scene(np.random.default_rng([seed, 41]), row["place"], (2 * width, 2 * height), hour=hour)
        return resize(scene.picture, self.backdrops.size[::-1])


@dataclass(frozen=True)
class Judge:
    """Scores against held-out scenes."""

    recognizer: Recognizer
    eye: Eye
    held_out: Scenes
    memory: NDArray[np.float64]
    neighbors: int

    @cached_property
    def balls(self) -> Balls:
        """The held-out scenes in the eye's space."""
        return balls_of(self.eye.see(self.held_out.pictures), self.neighbors)

    def judge(self, pictures: Sequence[Picture], rows: Sequence[int]) -> dict[str, float]:
        """Scores of pictures made for the held-out scenes of these numbers."""
        seen, _ = self.recognizer.see(pictures)
        wanted = self.recognizer.wanted([self.held_out.tags[n] for n in rows])
        found = seen > 0.5
        features = self.eye.see(pictures)
        scores = {
            "accuracy": macro_f1(wanted, found),
            "diversity": coverage(self.balls, features),
            "authenticity": precision(self.balls, features),
            "newness": float(np.median(nearest(features, self.memory)) / np.median(nearest(self.balls.centers, self.memory))),
        }
        for group in GROUPS:
            own = np.array([tag.startswith(f"{group}:") for tag in self.recognizer.tags])
            if wanted[:, own].any():
                scores[f"accuracy_{group}"] = macro_f1(wanted[:, own], found[:, own])
        return scores


def evaluate(painters: Painters, judge: Judge) -> tuple[dict[str, dict[str, float]], dict[str, list[Picture]]]:
    """Scores of every way, and what each made; ``real`` are the held-out scenes themselves, what the recognizer allows at most."""
    params = painters.params
    numbers = list(range(min(params.pictures, len(judge.held_out))))
    scores = {"real": judge.judge([judge.held_out.pictures[n] for n in numbers], numbers)}
    made: dict[str, list[Picture]] = {}
    for name, way in painters.ways().items():
        made[name] = [way(judge.held_out.rows[n], params.seed + n) for n in tqdm(numbers, desc=name, unit="picture")]
        scores[name] = judge.judge(made[name], numbers)
    scores["real"].pop("newness")
    return scores, made
