"""``pegbar reconstruct`` of a film: a video file, or a folder of numbered frames."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import cv2
import joblib
import torch

from pegbar.cli.reconstruct import Options, index_dataset, print_confidence
from pegbar.cli.wording import counted
from pegbar.errors import PegbarError
from pegbar.films.drawing_work import Making
from pegbar.films.reconstructing import FilmResult, Run, reconstruct_film
from pegbar.films.sources import open_film
from pegbar.inference.reconstruction_models import ReconstructionModels, load_models
from pegbar.layers.frame_sheets import CONFIDENCE
from pegbar.storage.records import check_apart
from pegbar.storage.writing import check_folder

_WORKER_BYTES = 3 << 30
"""Memory that a worker may take: one that takes a frame of 8K apart took 2.9 GB."""
_GPU_WORKERS = 4
"""More do not help a single GPU, and each holds the models."""


def _default_workers(device: torch.device) -> int:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    many = min(joblib.cpu_count(), max(1, memory // _WORKER_BYTES))
    return int(many if device.type == "cpu" else min(many, _GPU_WORKERS))


@contextmanager
def _threads_restored() -> Iterator[None]:
    """A worker inside this process sets libraries to one thread each; afterwards they have as many as before."""
    before = torch.get_num_threads(), cv2.getNumThreads()
    try:
        yield
    finally:
        torch.set_num_threads(before[0])
        cv2.setNumThreads(before[1])


def _say(options: Options, result: FilmResult) -> None:
    """Print what came of a film; with confidence also which drawings to mend first."""
    if options.confidence:
        print_confidence([(options.out / f"{name}_{CONFIDENCE}.png", name) for name in result.drawings])
    for reason in result.lost:
        print(f"left out: {reason}", file=sys.stderr)
    cuts = counted(len({name.rpartition("/")[0] for name in result.drawings}), "cut")
    kept = f" ({result.kept} were there already)" if result.kept else ""
    found = f"{counted(result.frames, 'frame')}, {counted(len(result.drawings), 'drawing')}{kept} in {cuts}"
    print(f"{options.out}: {found}, with their exposure sheet")


def _run(options: Options, models: ReconstructionModels) -> Run:
    film, device = options.film, models.cel.device
    making = Making(replace(options.choice(), device=device), options.confidence, film.smooth, options.layers)
    workers = film.workers or _default_workers(device)
    return Run(options.out, making, options.made_of(models, "film", film.smooth), workers, options.force)


def reconstruct_films(options: Options) -> None:
    """Take a film apart (see :func:`pegbar.films.reconstructing.reconstruct_film`), and say what came of it.

    Raises
    ------
    PegbarError
        There are several paths; as :func:`pegbar.films.reconstructing.reconstruct_film`; or with ``--keep-going``, at the end, parts of
        the film could not be read.
    """
    path, *others = options.images
    if others:
        raise PegbarError(f"{others[0]}: found another path beside a film, expected one film alone")
    if path.is_dir():
        check_apart(path, options.out)
    check_folder(options.out)
    film = open_film(path, options.film.rate, options.film.scan)
    run = _run(options, load_models(options.choice()))
    with _threads_restored():
        result = reconstruct_film(film, run, options.keep_going)
    index_dataset(options)
    _say(options, result)
    if result.lost:
        raise PegbarError(f"{path}: found {len(result.lost)} faults in it, expected none; what could be read was taken apart")
