"""Thesis Table 5.5: line extractors on the same frames in one run, filters without learning beside ours, with and without classes.

    python -m benchmarks.line_methods                      # a few minutes on two cores
    python -m benchmarks.line_methods --frames 8 --art ../shared/art

Networks that ``benchmarks.line_extractors`` trained join the filters; so do published weights, where you have them:
``--published sketchkeras=model.pth``. Every method sees the cel on white paper, cut out by the predicted mask on the studio's held-out
frames and by the true one on real art. Thresholds are chosen on validation frames of the studio: as the thesis does, where as many pixels
are named line as there are, and where lines match best. Ours has no threshold to choose: it is scored as predicted and as post-processed.
"""

import argparse
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.line_extractors import FOLDER as EXTRACTOR_FOLDER
from benchmarks.pipeline_frames import held_out_rows
from benchmarks.real_art import line_jobs
from benchmarks.real_art_lines import LineScore
from pegbar.errors import guarded
from pegbar.evaluation.line_methods import Example, Thresholds, choose_thresholds, decide_lines, line_scores
from pegbar.evaluation.segmentation import DougaEvaluation
from pegbar.evaluation.source import source_of
from pegbar.inference.predictor import Predictor
from pegbar.inference.reconstruction import find_douga
from pegbar.lineart.edges import FILTERS
from pegbar.networks.line_extractors import EXTRACTORS, ExtractorName, ink_of, load_extractor, load_published
from pegbar.params.base import load_section
from pegbar.params.evaluation import EvaluationParams
from pegbar.production.drawings import read_map, read_mask, records
from pegbar.production.store import Store
from pegbar.storage.results import write_json
from pegbar.transforms.preprocessing import on_paper

VALIDATION = 24
"""Frames on which thresholds are chosen."""
Picture = NDArray[np.uint8]
Respond = Callable[[Picture], NDArray[np.float32]]


def examples(split: str, count: int) -> Iterator[tuple[str, Example]]:
    """Frames of a split with their predicted masks, as every method sees them, by frame id."""
    rows = held_out_rows(Path("data"), split, count)
    with Store(Path("data/production")) as store, Store(Path("data/cels_predicted")) as cels, Store(Path("data/douga")) as drawings:
        for row in records(rows):
            mask = read_mask(cels, row["frame_id"])
            yield row["frame_id"], Example(on_paper(store.frame(row["path"]), mask), read_map(drawings, row["frame_id"]))


def responses(published: dict[ExtractorName, Path], folder: Path = EXTRACTOR_FOLDER) -> dict[str, Respond]:
    """Every filter, the networks that were trained here, and those whose published weights were given, by name."""
    found: dict[str, Respond] = dict(FILTERS)
    for name in EXTRACTORS:
        if (folder / f"{name}.json").exists():
            found[name.replace("_", " ")] = partial(ink_of, load_extractor(folder, name))
        if name in published:
            found[f"{name.replace('_', ' ')}, published"] = partial(ink_of, load_published(name, published[name]))
    return found


def decided(name: str, respond: Respond, thresholds: Thresholds, picture: Picture) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """A method's lines on a picture at each of its thresholds, by name; its network looks once."""
    response = respond(picture)
    for kind in Thresholds._fields:
        yield f"{name}, {kind}", decide_lines(response, getattr(thresholds, kind))


def on_studio(known: dict[str, Respond], thresholds: dict[str, Thresholds], count: int) -> dict[str, dict[str, float]]:
    """Scores of every method on held-out frames, and of ours on the same."""
    listed = list(examples("test", count))
    evaluations: dict[str, DougaEvaluation] = {}
    for name, respond in known.items():
        for _, example in tqdm(listed, desc=name, unit="frame"):
            for kind, lines in decided(name, respond, thresholds[name], example.picture):
                evaluations.setdefault(kind, DougaEvaluation()).add(example.truth, lines)
    for name, folder in (("ours, as predicted", "data/douga_raw"), ("ours, post-processed", "data/douga_final")):
        evaluations[name] = DougaEvaluation()
        with Store(Path(folder)) as found:
            for frame_id, example in listed:
                evaluations[name].add(example.truth, read_map(found, frame_id))
    return {name: line_scores(evaluation) for name, evaluation in evaluations.items()}


def on_real_art(known: dict[str, Respond], thresholds: dict[str, Thresholds], art: Path) -> dict[str, dict[str, float]]:
    """F1 of any line within one pixel by method and set of frames, cut out by the true mask."""
    douga = Predictor(Path("models"), "douga")
    jobs = [job for job in line_jobs(art, "test", quick=False) if "true_mask" in job.picture.masks]
    found: dict[str, dict[str, LineScore]] = {}
    for job in tqdm(jobs, desc="real art", unit="frame"):
        made = job.picture.make()
        cel = on_paper(made.frame, made.mask)
        for name, respond in known.items():
            for kind, lines in decided(name, respond, thresholds[name], cel):
                found.setdefault(kind, {}).setdefault(job.name, LineScore()).add(made.lines, lines)
        ours = find_douga(douga, made.frame, made.mask).classes
        found.setdefault("ours, post-processed", {}).setdefault(job.name, LineScore()).add(made.lines, ours)
    return {name: {kind: score.metrics(("any",))["any"]["f1"] for kind, score in sets.items()} for name, sets in found.items()}


def measure(
    out: Path,
    count: int,
    art: Path,
    published: dict[ExtractorName, Path],
    extractors: Path = EXTRACTOR_FOLDER,
    validation: int = VALIDATION,
) -> None:
    """Choose thresholds, score and write; without the art only the studio is measured."""
    torch.set_num_threads(2)
    known = responses(published, extractors)
    models = [Path("models/douga.safetensors"), *sorted(extractors.glob("*.safetensors"))]
    source: dict[str, Any] = source_of("line_methods", models, {"frames": count})
    seen = [example for _, example in examples("val", validation)]
    thresholds = {name: choose_thresholds(seen, respond) for name, respond in tqdm(known.items(), desc="thresholds", unit="method")}
    real = on_real_art(known, thresholds, art) if art.is_dir() else {}
    result = {"frames": count, "studio": on_studio(known, thresholds, count), "real_art": real}
    write_json(out, {"line_methods": result, "source": source})
    for name, scores in result["studio"].items():
        print(name, {key: round(value, 3) for key, value in scores.items()})


def _published(text: str) -> tuple[ExtractorName, Path]:
    name, _, path = text.partition("=")
    for known in EXTRACTORS:
        if known == name and path:
            return known, Path(path)
    raise argparse.ArgumentTypeError(f"found {text!r}, expected NAME=FILE with one of {', '.join(EXTRACTORS)}")


def main() -> None:
    """Parse and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--art", type=Path, default=Path("../shared/art"))
    parser.add_argument("--out", type=Path, default=Path("metrics/thesis/line_methods.json"))
    parser.add_argument("--frames", type=int, default=load_section("evaluation", EvaluationParams).frames)
    parser.add_argument("--published", action="append", type=_published, default=[], metavar="NAME=FILE", help="may be repeated")
    chosen = parser.parse_args()
    measure(chosen.out, chosen.frames, chosen.art, dict(chosen.published))


if __name__ == "__main__":
    guarded(main)
