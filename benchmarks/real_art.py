"""Measure cel masks and lines on drawings that the studio did not draw, with trained models and with starters, beside its own.

The art lies outside the repository and stays there; only the numbers are written, to ``metrics/real_art.json``.
It runs what ``pegbar reconstruct`` runs. Settings may be chosen by the part ``validation``; ``test`` is reported.

    python -m benchmarks.real_art --art ../shared/art                        # under ten minutes on two cores
    python -m benchmarks.real_art --part validation --out /tmp/chosen_by.json
    python -m benchmarks.real_art --quick --sheet /tmp/real_art              # a few pictures, and frames at 100 % to look at
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.real_art_lines import HEIGHTS, LinePicture, LineScore, MaskKind, line_pictures
from benchmarks.real_art_lines import TOLERANCE as LINE_TOLERANCE
from benchmarks.real_art_masks import TOLERANCE as BOUNDARY_TOLERANCE
from benchmarks.real_art_masks import CelScore
from benchmarks.real_art_pictures import HEIGHT, LARGE, PARTS, CelPicture, Mask, Part, Picture, art_of, cel_pictures, large_pictures
from benchmarks.real_art_sheets import check_sheet, write_cel_sheet, write_line_sheet
from benchmarks.studio_frames import held_out_frames, line_scores
from pegbar.errors import PegbarError, guarded
from pegbar.evaluation.segmentation import DougaEvaluation
from pegbar.evaluation.source import DIGITS, source_of
from pegbar.inference.letterbox import find_content, put_back
from pegbar.inference.predictor import Predictor
from pegbar.inference.reconstruction import CelResult, find_cel, reconstruct_frame
from pegbar.networks.starters import newest, read_starter
from pegbar.params.base import load_section
from pegbar.params.studio import StudioParams
from pegbar.resources.starters import STARTERS
from pegbar.storage.reading import parse_json, read_text
from pegbar.storage.records import digest
from pegbar.storage.results import write_json

FACES = 8
"""Faces whose lines are measured."""
LARGE_SPRITES = 6
QUICK = 9
"""Each how many composites is taken by ``--quick``."""
NETWORKS = ("cel", "douga")
STUDIO_FRAMES = 48
"""Frames of the studio that are measured."""
SECONDS_PER_MEGAPIXEL = {"mask": 0.8, "douga": 5.0}
"""About what two old cores take; only the shares matter, to the progress bar."""
Classes = NDArray[np.uint8]


class Networks(NamedTuple):
    """The two networks that take a frame apart."""

    cel: Predictor
    douga: Predictor


@dataclass(frozen=True)
class CelJob:
    """A composite that measures masks, and the sets that it counts in."""

    sets: tuple[str, ...]
    picture: CelPicture

    @property
    def seconds(self) -> float:
        """About how long it takes."""
        return self.picture.height**2 * 16 / 9e6 * SECONDS_PER_MEGAPIXEL["mask"]


@dataclass(frozen=True)
class LineJob:
    """A frame that measures lines, and the set that it counts in."""

    name: str
    picture: LinePicture

    @property
    def seconds(self) -> float:
        """About how long it takes."""
        return len(self.picture.masks) * self.picture.pixels / 1e6 * SECONDS_PER_MEGAPIXEL["douga"]


@dataclass(frozen=True)
class StudioJob:
    """A frame of the studio that measures masks and lines."""

    number: int
    params: StudioParams

    @property
    def seconds(self) -> float:
        """About how long it takes."""
        return self.params.width * self.params.height / 1e6 * 2 * sum(SECONDS_PER_MEGAPIXEL.values())


Job = CelJob | LineJob | StudioJob


class Scores:
    """Sums of one pair of networks over all jobs."""

    def __init__(self) -> None:
        self.cels: dict[str, CelScore] = {}
        self.lines: dict[str, dict[MaskKind, LineScore]] = {}
        self.studio, self.studio_cels = DougaEvaluation(), CelScore()

    def add_cel(self, name: str, truth: Mask, predicted: Mask, certainty: NDArray[np.float32] | None = None) -> None:
        """Count a mask in a set."""
        self.cels.setdefault(name, CelScore()).add(truth, predicted, certainty)

    def add_lines(self, name: str, mask_kind: MaskKind, truth: Classes, douga: Classes) -> None:
        """Count a douga in a set."""
        self.lines.setdefault(name, {}).setdefault(mask_kind, LineScore()).add(truth, douga)

    def metrics(self) -> dict[str, dict[str, Any]]:
        """``cels`` by set, ``lines`` by set and mask (faces have no classes of lines), and ``studio`` where its frames were measured."""
        lines = {}
        for name, scored in self.lines.items():
            kinds = ("any",) if name.startswith("faces") else ("any", "visible", "shading", "color_edge")
            lines[name] = {mask: score.metrics(kinds) for mask, score in scored.items()}
        metrics: dict[str, dict[str, Any]] = {"cels": {name: score.metrics() for name, score in self.cels.items()}, "lines": lines}
        if self.studio.frames:
            cel_iou = self.studio_cels.metrics()["iou"]
            metrics["studio"] = {"frames": self.studio.frames, "cel_iou": cel_iou, **line_scores(self.studio)}
        return metrics


def cel_jobs(art: Path, part: Part) -> list[CelJob]:
    """Sprites and faces over Ren'Py's plates and over ``plates_test``, and a few sprites at full height."""
    files, jobs = art_of(art, part), []
    for backdrop, plates in files.plates.items():
        for picture in cel_pictures(files.sprites, files.faces, plates):
            jobs.append(CelJob((f"{picture.kind}_{backdrop}", f"all_{backdrop}"), picture))
    both = [plate for pair in zip(*files.plates.values(), strict=False) for plate in pair]
    return jobs + [CelJob((f"sprites_{LARGE}",), picture) for picture in large_pictures(files.sprites, both, LARGE_SPRITES)]


def line_jobs(art: Path, part: Part, quick: bool) -> list[LineJob]:
    """The figure of ``morevna_cc0`` and a few faces; quickly, one of each, and no frame of the largest height."""
    jobs = [LineJob(f"{p.kind}_{p.height}", p) for p in line_pictures(art, art_of(art, part), part, 1 if quick else FACES)]
    return [job for job in jobs if len(job.picture.masks) == 2 and job.picture.height != HEIGHTS[-1]] if quick else jobs


def studio_jobs(part: Part, quick: bool) -> list[StudioJob]:
    """Frames of the studio at its present size, others for each part."""
    params = load_section("studio", StudioParams)
    first = PARTS.index(part) * STUDIO_FRAMES
    return [StudioJob(number, params) for number in range(first, first + STUDIO_FRAMES)][:: QUICK if quick else 1]


def mask_of(cel: Predictor, frame: Picture) -> CelResult:
    """The mask of a frame as ``pegbar reconstruct`` finds it, without the douga."""
    content, size = find_content(frame), (frame.shape[0], frame.shape[1])
    found = find_cel(cel, np.ascontiguousarray(frame[content.window]))
    return CelResult(put_back(found.mask, content, size), put_back(found.certainty, content, size))


def run_cel(job: CelJob, networks: dict[str, Networks], scores: dict[str, Scores], sheet: Path | None, number: int) -> None:
    """Measure one composite by every pair of networks."""
    frame, truth = job.picture.make()
    for name, pair in networks.items():
        found = mask_of(pair.cel, frame)
        for group in job.sets:
            scores[name].add_cel(group, truth, found.mask, found.certainty)
        if sheet is not None and number % 4 == 0:
            write_cel_sheet(sheet / f"{name}_{job.sets[0]}_{number:03d}.png", frame, truth, found.mask)


def run_lines(job: LineJob, networks: dict[str, Networks], scores: dict[str, Scores], sheet: Path | None, number: int) -> None:
    """Measure the lines of one frame by every pair of networks, with each kind of mask."""
    made = job.picture.make()
    for name, pair in networks.items():
        for kind in job.picture.masks:
            done = reconstruct_frame(*pair, made.frame, made.mask if kind == "true_mask" else None)
            scores[name].add_lines(job.name, kind, made.lines, done.douga)
            if kind == "predicted_mask":
                scores[name].add_cel(job.name, made.mask, done.mask)
            if sheet is not None:
                write_line_sheet(sheet / f"{name}_{job.name}_{number:03d}_{kind}.png", made, done.douga)


def run_studio(job: StudioJob, networks: dict[str, Networks], scores: dict[str, Scores]) -> None:
    """Measure mask and lines of one frame of the studio by every pair of networks."""
    (frame,) = held_out_frames(job.params, 1, job.number)
    for name, pair in networks.items():
        done = reconstruct_frame(*pair, frame.rgb)
        scores[name].studio_cels.add(frame.mask, done.mask)
        scores[name].studio.add(frame.douga, done.douga)


def run(jobs: Sequence[Job], networks: dict[str, Networks], sheet: Path | None = None) -> dict[str, dict[str, Any]]:
    """Metrics of every pair of networks over all jobs."""
    scores = {name: Scores() for name in networks}
    form = "{desc}: {percentage:3.0f}% |{bar}| {elapsed}, about {remaining} left"
    with tqdm(total=sum(job.seconds for job in jobs), desc=f"real art, {len(jobs)} pictures", bar_format=form) as bar:
        for number, job in enumerate(jobs):
            if isinstance(job, CelJob):
                run_cel(job, networks, scores, sheet, number)
            elif isinstance(job, LineJob):
                run_lines(job, networks, scores, sheet, number)
            else:
                run_studio(job, networks, scores)
            bar.update(job.seconds)
    return {name: score.metrics() for name, score in scores.items()}


def scores(art: Path, cel: Predictor, part: Part = "test") -> dict[str, dict[str, float]]:
    """Metrics of a cel network alone, by set: sprites, faces and both, over Ren'Py's plates and over ``plates_test``.

    Parameters
    ----------
    art
        Folder with the openly licensed art.
    cel
        The network.
    part
        To choose anything by the numbers, ``validation``.
    """
    sums = Scores()
    for job in tqdm(cel_jobs(art, part), desc=f"real art, {part}", unit="picture"):
        frame, truth = job.picture.make()
        found = mask_of(cel, frame)
        for group in job.sets:
            sums.add_cel(group, truth, found.mask, found.certainty)
    return sums.metrics()["cels"]


def starter_folders(starters: Path) -> dict[str, Path]:
    """Folder of the newest starter of each network by its label; empty where one is missing."""
    found = [folder for name in NETWORKS if (folder := newest(name, starters)) is not None]
    return {read_starter(folder).label: folder for folder in found} if len(found) == len(NETWORKS) else {}


def _content(path: Path) -> dict[str, Any]:
    return parse_json(read_text(path), str(path)) if path.exists() else {}


def load(models: Path, starters: dict[str, Path]) -> dict[str, Networks]:
    """The networks to measure: those of `models`, and the starters if there are any."""
    networks = {"desk": Networks(*(Predictor(models, name) for name in NETWORKS))}
    if starters:
        folders = zip(starters.values(), NETWORKS, strict=True)
        networks["starters"] = Networks(*(Predictor(folder, name) for folder, name in folders))
    return networks


def earlier_block(out: Path, earlier: Path | None) -> dict[str, Any] | None:
    """What an earlier program measured, to stand beside: `desk` of another file, or what `out` has kept of one.

    Raises
    ------
    PegbarError
        The file has no such numbers.
    """
    if earlier is None:
        kept: dict[str, Any] | None = _content(out).get("real_art", {}).get("before")
        return kept
    content = _content(earlier)
    if "desk" not in content.get("real_art", {}):
        raise PegbarError(f"{earlier}: found no real_art.desk, expected what an earlier run of this benchmark wrote")
    return {**content["real_art"]["desk"], "source": content.get("source", {})}


@dataclass(frozen=True)
class Options:
    """What was asked for."""

    art: Path
    models: Path
    starters: Path
    out: Path | None
    part: Part = "test"
    quick: bool = False
    sheet: Path | None = None
    earlier: Path | None = None


def measure(options: Options) -> dict[str, Any]:
    """Score the models, write the numbers if a file was named, and return what was or would have been written."""
    check_sheet(options.sheet)
    before = None if options.out is None else earlier_block(options.out, options.earlier)
    starters = starter_folders(options.starters)
    source = source_of("real_art", [options.models / f"{name}.safetensors" for name in NETWORKS])
    source["command"] += (f" --part {options.part}" if options.part != "test" else "") + (" --quick" if options.quick else "")
    source["starters"] = {
        label: digest(folder / f"{name}.safetensors")[:DIGITS] for (label, folder), name in zip(starters.items(), NETWORKS, strict=False)
    }
    jobs: list[Job] = [*cel_jobs(options.art, options.part)[:: QUICK if options.quick else 1]]
    jobs += line_jobs(options.art, options.part, options.quick)
    settings = {
        "part": options.part,
        "composite_height": HEIGHT,
        "boundary_tolerance": BOUNDARY_TOLERANCE,
        "line_tolerance": LINE_TOLERANCE,
    }
    jobs += studio_jobs(options.part, options.quick)
    measured = run(jobs, load(options.models, starters), options.sheet)
    content = {"real_art": {**settings, **measured, **({} if before is None else {"before": before})}, "source": source}
    if options.out is not None:
        write_json(options.out, content)
    return content


def show(content: dict[str, Any]) -> None:
    """Print the numbers that matter."""
    for networks in ("desk", "starters"):
        for name, cel in content["real_art"].get(networks, {}).get("cels", {}).items():
            print(
                f"{networks} {name}: cel IoU {cel['iou']:.3f} (least {cel['min_iou']:.3f}), precision {cel['precision']:.3f}, "
                f"recall {cel['recall']:.3f}, boundary F {cel['boundary_f']:.3f} over {cel['pictures']} pictures"
            )
        for name, masks in content["real_art"].get(networks, {}).get("lines", {}).items():
            for mask, lines in masks.items():
                f1 = ", ".join(f"{kind} {value['f1']:.3f}" for kind, value in lines.items() if isinstance(value, dict))
                print(f"{networks} {name}, {mask.replace('_', ' ')}: F1 {f1}; lines {lines['line_width']} px wide")


def main() -> None:
    """Parse, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--art", type=Path, default=Path("../shared/art"))
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--starters", type=Path, default=STARTERS, help="folder of packed starters (default: those of the program)")
    parser.add_argument("--part", choices=PARTS, default="test", help="validation: to choose settings by; test: to report (default)")
    parser.add_argument("--quick", action="store_true", help="a few pictures, for a look")
    parser.add_argument("--out", type=Path, help="default: metrics/real_art.json for all of the test part, else nothing is written")
    parser.add_argument("--earlier", type=Path, help="what this benchmark wrote for an earlier program, to stand beside in the report")
    parser.add_argument("--sheet", type=Path, help="also write frames at 100 %% into this folder, outside the repository")
    chosen = parser.parse_args()
    reported = chosen.part == "test" and not chosen.quick
    out = chosen.out or (Path("metrics/real_art.json") if reported else None)
    options = Options(chosen.art, chosen.models, chosen.starters, out, chosen.part, chosen.quick, chosen.sheet, chosen.earlier)
    content = measure(options)
    show(content)
    if out is None:
        print(json.dumps({"part": chosen.part, "quick": chosen.quick, "written": None}))


if __name__ == "__main__":
    guarded(main)
