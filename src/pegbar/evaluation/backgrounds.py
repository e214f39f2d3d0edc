"""Backgrounds for held-out orders, by our painter and by baselines, and their scores (the paper's Table 3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.datasets.scene_dataset import SceneDataset
from pegbar.inference.background_synthesis import BackgroundSynthesizer, Picture
from pegbar.inference.condition_recognizer import Recognizer
from pegbar.inference.reranking import Sketch, ranked, sketches
from pegbar.metrics.generation import KNNManifold, coverage, knn_manifold, mean_found, nearest_distance, precision
from pegbar.networks.background_generator import NOISE, Conditions
from pegbar.networks.tag_encoder import TagEncoder, pooled
from pegbar.orders.order import Order
from pegbar.parallel import in_parallel
from pegbar.params.scenes import BackgroundEvaluationParams
from pegbar.plans.order_tags import condition_tags_of_order
from pegbar.plans.random_orders import random_order
from pegbar.scenery.painting import paint
from pegbar.scenery.plan import Plan
from pegbar.scenes.condition_tags import GROUPS, condition_tags_of_row, spec_of_row
from pegbar.scenes.render_plan import make_render_plan
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.transforms.preprocessing import resize, standardize, to_tensor

_SEED_STEP = 1000
"""Between the seeds of one order's candidates."""
Baseline = Callable[[dict[str, str], int], Picture]


class PooledFeatureExtractor:
    """Pooled features of the illustration tag encoder, which takes no part in reranking: one vector for each picture."""

    def __init__(self, tag_encoder: TagEncoder, device: torch.device, size: tuple[int, int]) -> None:
        self.tag_encoder, self.device, self.size = tag_encoder.to(device).eval(), device, size

    @torch.inference_mode()
    def extract_features(self, pictures: Sequence[Picture]) -> NDArray[np.float64]:
        """Pictures (H, W, 3) uint8 of any size → (N, 1024) float64."""
        rows = []
        for picture in pictures:
            pixels = standardize(to_tensor(resize(picture, self.size[::-1]))[None], "fixed").to(self.device)
            rows.append(pooled(self.tag_encoder.features(pixels))[0].double().cpu().numpy())
        return np.stack(rows)


def order_of(row: dict[str, str], order_seed: int) -> Order:
    """The order that a scene of the table of scenes was painted from."""
    return random_order(int(row["scene_id"]), order_seed)


def sketches_of(
    rows: Sequence[dict[str, str]], order_seed: int, params: BackgroundEvaluationParams, size: tuple[int, int]
) -> dict[str, list[Sketch]]:
    """Candidates for each scene's order, sketched in as many processes as the parameters name threads; by ``scene_id``.

    Parameters
    ----------
    rows
        Of the table of scenes.
    order_seed
        Seed that their orders were drawn from.
    params
        Of the evaluation: how many candidates, from which seed on.
    size
        (width, height) of the scenes.
    """
    seeds = [[params.seed + number + _SEED_STEP * candidate for candidate in range(params.candidates)] for number in range(len(rows))]
    calls = [(order_of(row, order_seed), own, size[0] / size[1]) for row, own in zip(rows, seeds, strict=True)]
    made = tqdm(in_parallel(sketches, calls, params.threads), total=len(calls), desc="sketches", unit="order")
    return {row["scene_id"]: own for row, own in zip(rows, made, strict=True)}


@dataclass(frozen=True)
class Baselines:
    """Our method and the baselines that it is compared with; each makes a background for a row of the table of scenes and a seed.

    Attributes
    ----------
    synthesizer
        The network that paints from layouts, with the scenes it learnt from.
    recognizer
        Chooses among candidates.
    params
        Of the evaluation.
    order_seed
        Seed that the scenes' orders were drawn from.
    size
        (width, height) of the scenes.
    sketches
        Those of each held-out scene's order, by ``scene_id`` (:func:`sketches_of`).
    """

    synthesizer: BackgroundSynthesizer
    recognizer: Recognizer
    params: BackgroundEvaluationParams
    order_seed: int
    size: tuple[int, int]
    sketches: dict[str, list[Sketch]]

    @property
    def library(self) -> SceneLibrary:
        """The training scenes."""
        return self.synthesizer.library

    def methods(self) -> dict[str, Baseline]:
        """Methods by the names of ``metrics/background.json``."""
        return {
            "ours": self._reranked,
            "ours_first": self._first,
            "collage": self._collage,
            "network_alone": partial(self._collage, sampled=False),
            "unconditional": self._unconditional,
            "nearest_neighbor": self._nearest_neighbor,
        }

    def _sized(self, plan: Plan, sketched: Picture) -> Picture:
        """A plan painted at the size of the scenes, which may be that of its sketch."""
        return sketched if sketched.shape[:2] == self.size[::-1] else paint(plan, self.size).picture

    def _first(self, row: dict[str, str], seed: int) -> Picture:
        """One plan, painted."""
        first = self.sketches[row["scene_id"]][0]
        return self._sized(first.planned.plan, first.picture)

    def _reranked(self, row: dict[str, str], seed: int) -> Picture:
        """The best of several candidates, as ``pegbar background`` picks it."""
        best = ranked(order_of(row, self.order_seed), self.sketches[row["scene_id"]], self.recognizer)[0]
        return self._sized(best.plan, best.picture)

    def _collage(self, row: dict[str, str], seed: int, sampled: bool = True) -> Picture:
        """A layout of learnt scenes, textures cut from them, and the network; without `sampled` textures all of it is the network's."""
        return self.synthesizer.synthesize(make_render_plan(spec_of_row(row), self.library, seed), sampled=sampled)

    @torch.inference_mode()
    def _unconditional(self, row: dict[str, str], seed: int) -> Picture:
        """The same network without conditions, as in training under condition dropout."""
        network, (width, height) = self.synthesizer.network, self.synthesizer.size
        device = self.synthesizer.device
        random = torch.Generator().manual_seed(seed)
        noise, grain = torch.randn(1, NOISE, generator=random), torch.randn(1, 1, height, width, generator=random)
        blank = torch.zeros(1, 3, height, width)
        conditions = Conditions(
            torch.zeros(1, network.config.labels, height, width), torch.zeros(1, network.config.condition), blank, blank, noise, grain
        )
        generated = network(Conditions(*(part.to(device) for part in conditions)))[0].float().cpu().permute(1, 2, 0).numpy()
        return np.asarray(np.clip((generated + 1) * 127.5, 0, 255), np.uint8)

    def _nearest_neighbor(self, row: dict[str, str], seed: int) -> Picture:
        """The training scene whose conditions differ least from those of the row: retrieval without a network."""
        tags = condition_tags_of_row(row)
        best = min(sorted(self.library.rows), key=lambda name: len(tags ^ condition_tags_of_row(self.library.rows[name])))
        return self.library.source(best).picture


@dataclass(frozen=True)
class Evaluator:
    """Scores of backgrounds that were made for the orders of held-out scenes.

    Attributes
    ----------
    judge
        Reads the conditions that a picture meets; it took no part in choosing.
    feature_extractor
        The space in which pictures are compared.
    held_out
        Scenes that took no part in training.
    reference
        Features (N, 1024) of the training scenes, to measure novelty by.
    neighbors
        k of the manifold.
    order_seed
        Seed that the scenes' orders were drawn from.
    """

    judge: Recognizer
    feature_extractor: PooledFeatureExtractor
    held_out: SceneDataset
    reference: NDArray[np.float64]
    neighbors: int
    order_seed: int

    @cached_property
    def manifold(self) -> KNNManifold:
        """The held-out scenes in feature space, radii cut at their median (:func:`knn_manifold`)."""
        return knn_manifold(self.feature_extractor.extract_features(self.held_out.pictures), self.neighbors)

    def wanted(self, number: int) -> set[str]:
        """What the order of a held-out scene asks for, as far as it can be seen there: its conditions, and the elements it names.

        A rock is asked for as the element that it counts as, *hill*, but where the scene itself shows too little of that no picture need.
        """
        row = self.held_out.rows[number]
        order = order_of(row, self.order_seed)
        shown, named = condition_tags_of_row(row), condition_tags_of_order(order)
        return {tag for tag in shown if not tag.startswith("element:") or tag in named}

    def score(self, pictures: Sequence[Picture], rows: Sequence[int]) -> dict[str, float]:
        """Scores of pictures made for the held-out scenes of these numbers.

        ``accuracy`` is the mean over conditions of the F1 with which the judge reads them, and over elements of the part of those asked
        for that it finds; ``diversity`` is coverage and ``authenticity`` precision on the manifold, ``novelty`` the median distance to
        the nearest training scene, by that of the held-out scenes.
        """
        probabilities, _ = self.judge.recognize(pictures)
        truth, predicted = self.judge.targets([self.wanted(n) for n in rows]), self.judge.read(probabilities)
        features = self.feature_extractor.extract_features(pictures)
        novelty = np.median(nearest_distance(features, self.reference))
        open_tags = np.array([tag.startswith("element:") for tag in self.judge.tags])
        scores = {
            "accuracy": mean_found(truth, predicted, open_tags),
            "diversity": coverage(self.manifold, features),
            "authenticity": precision(self.manifold, features),
            "novelty": float(novelty / np.median(nearest_distance(self.manifold.centers, self.reference))),
        }
        for group in GROUPS:
            columns = np.array([tag.startswith(f"{group}:") for tag in self.judge.tags])
            if truth[:, columns].any():
                scores[f"accuracy_{group}"] = mean_found(truth[:, columns], predicted[:, columns], open_tags[columns])
        return scores


def evaluate(baselines: Baselines, evaluator: Evaluator) -> tuple[dict[str, dict[str, float]], dict[str, list[Picture]]]:
    """Score every method on the same held-out orders.

    Returns
    -------
    Scores by method, with ``real`` for the held-out scenes themselves (the judge's upper bound), and each method's pictures.
    """
    params = baselines.params
    numbers = list(range(min(params.pictures, len(evaluator.held_out))))
    scores = {"real": evaluator.score([evaluator.held_out.pictures[n] for n in numbers], numbers)}
    pictures: dict[str, list[Picture]] = {}
    for name, method in baselines.methods().items():
        pictures[name] = [method(evaluator.held_out.rows[n], params.seed + n) for n in tqdm(numbers, desc=name, unit="picture")]
        scores[name] = evaluator.score(pictures[name], numbers)
    scores["real"].pop("novelty")
    return scores, pictures
