"""Measure cel masks and lines on drawings that the studio did not draw, with trained models and with starters.

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
from pegbar.errors import PegbarError, guarded
from pegbar.evaluation.source import DIGITS, source_of
from pegbar.inference.letterbox import find_content, put_back
from pegbar.inference.predictor import Predictor
from pegbar.inference.reconstruction import CelResult, find_cel, reconstruct_frame
from pegbar.networks.starters import newest, read_starter
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
STUDIO = Path("metrics/douga.json")
"""What the pipeline measured of the trained models on the studio's held-out frames."""
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


Job = CelJob | LineJob


class Scores:
    """Sums of one pair of networks over all jobs."""

    def __init__(self) -> None:
        self.cels: dict[str, CelScore] = {}
        self.lines: dict[str, dict[MaskKind, LineScore]] = {}

    def add_cel(self, name: str, truth: Mask, predicted: Mask, certainty: NDArray[np.float32] | None = None) -> None:
        """Count a mask in a set."""
        self.cels.setdefault(name, CelScore()).add(truth, predicted, certainty)

    def add_lines(self, name: str, mask_kind: MaskKind, truth: Classes, douga: Classes) -> None:
        """Count a douga in a set."""
        self.lines.setdefault(name, {}).setdefault(mask_kind, LineScore()).add(truth, douga)

    def metrics(self) -> dict[str, dict[str, Any]]:
        """``cels`` by set and ``lines`` by set and mask; faces have no classes of lines."""
        lines = {}
        for name, scored in self.lines.items():
            kinds = ("any",) if name.startswith("faces") else ("any", "visible", "shading", "color_edge")
            lines[name] = {mask: score.metrics(kinds) for mask, score in scored.items()}
        return {"cels": {name: score.metrics() for name, score in self.cels.items()}, "lines": lines}


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


def run(jobs: Sequence[Job], networks: dict[str, Networks], sheet: Path | None = None) -> dict[str, dict[str, Any]]:
    """Metrics of every pair of networks over all jobs."""
    scores = {name: Scores() for name in networks}
    form = "{desc}: {percentage:3.0f}% |{bar}| {elapsed}, about {remaining} left"
    with tqdm(total=sum(job.seconds for job in jobs), desc=f"real art, {len(jobs)} pictures", bar_format=form) as bar:
        for number, job in enumerate(jobs):
            if isinstance(job, CelJob):
                run_cel(job, networks, scores, sheet, number)
            else:
                run_lines(job, networks, scores, sheet, number)
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


def studio_scores(metrics: dict[str, Any]) -> dict[str, float] | None:
    """Of what ``evaluate_douga`` wrote: any line, line classes and mean IoU of eight classes, or nothing where it is not there."""
    final = metrics.get("douga")
    if final is None:
        return None
    lines = final["lines"]
    return {"any_line": lines["any"]["1px"]["f1"], "line_classes": lines["macro"]["1px"]["f1"], "miou": final["miou"]}


def with_studio(measured: dict[str, dict[str, Any]], starters: dict[str, Path]) -> dict[str, dict[str, Any]]:
    """Add what was measured on the studio of each pair of networks: by the pipeline here, and where the starter was packed."""
    metrics = {"desk": _content(STUDIO)}
    if starters:
        metrics["starters"] = read_starter(list(starters.values())[NETWORKS.index("douga")]).metrics.get("douga", {})
    found = {name: studio_scores(content) for name, content in metrics.items() if name in measured}
    return {name: block | ({} if found.get(name) is None else {"studio": found[name]}) for name, block in measured.items()}


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
    measured = with_studio(run(jobs, load(options.models, starters), options.sheet), starters)
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
