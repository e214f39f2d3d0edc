"""A film taken apart drawing by drawing: read ahead, done by workers, written as soon as it is finished, resumed where it stopped."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from pegbar.films.ahead import ahead
from pegbar.films.drawing_work import FilmDrawing, Making, digest_of, prepare
from pegbar.films.output_folder import EXPOSURE_SHEET, FilmFolder
from pegbar.films.sources import Film
from pegbar.films.workers import Crew
from pegbar.footage.drawings import FootageFrame
from pegbar.footage.exposure_sheet import ExposureSheet
from pegbar.storage.folder_lock import hold_folder

_AHEAD = 4
"""Frames that are read before they are asked for."""


class Run(NamedTuple):
    """How a film is taken apart.

    Attributes
    ----------
    out
        Folder for the sheets.
    making
        What is made of each drawing.
    made_of
        Hash of models and options.
    workers
        Processes at work.
    force
        Whether to write over what is not of this film.
    """

    out: Path
    making: Making
    made_of: str
    workers: int = 1
    force: bool = False


@dataclass
class FilmResult:
    """What came of a film: frames read, names of its drawings, how many were there already, and what could not be read."""

    frames: int = 0
    drawings: list[str] = field(default_factory=list)
    kept: int = 0
    lost: list[str] = field(default_factory=list)


def _with_neighbors(drawings: Iterator[FilmDrawing]) -> Iterator[tuple[FilmDrawing, tuple[FilmDrawing, ...]]]:
    """Each drawing with those that came before and after it in its cut."""
    before: FilmDrawing | None = None
    now = next(drawings, None)
    while now is not None:
        after = next(drawings, None)
        yield now, tuple(other for other in (before, after) if other is not None and other.cut == now.cut)
        before, now = now, after


class _Reconstructing:
    """One run over a film."""

    def __init__(self, film: Film, run: Run, folder: FilmFolder, crew: Crew[dict[str, bytes]]) -> None:
        self.film, self.run, self.folder, self.crew = film, run, folder, crew
        self.result, self.sheet = FilmResult(), ExposureSheet(film.footage)
        self._pending: dict[str, tuple[str, int]] = {}
        self._position = 0
        self._bar = tqdm(total=film.footage.timeline or None, desc="reconstruct", unit="frame")

    def all(self, keep_going: bool) -> FilmResult:
        """Take every drawing apart, then write the exposure sheet and remove what is left over from other drawings."""
        lost = self.result.lost if keep_going else None
        with closing(self._bar), ahead(self.film.frames(lost), _AHEAD) as frames:
            drawings = self._drawings(frames)
            smooth = self.run.making.smooth
            for drawing, neighbors in _with_neighbors(drawings) if smooth else ((drawing, ()) for drawing in drawings):
                self._begin(drawing, neighbors)
            while self._pending:
                self._finish()
            self._advance()
        self.folder.write(EXPOSURE_SHEET, self.sheet.files())
        if not self.result.lost:
            self.folder.prune(set(self.result.drawings))
        return self.result

    def _drawings(self, frames: Iterator[FootageFrame]) -> Iterator[FilmDrawing]:
        """Frames that show something new; every one goes into the exposure sheet."""
        for frame in frames:
            self.sheet.add(frame)
            self.result.frames += 1
            self._position = frame.number + 1
            if frame.is_new:
                yield FilmDrawing(self.film.cut_name(frame.cut), frame.drawing, frame.rgb, digest_of(frame.rgb))
            self._advance()

    def _begin(self, drawing: FilmDrawing, neighbors: tuple[FilmDrawing, ...]) -> None:
        """Hand a drawing over to the workers, unless it is finished already."""
        key = hashlib.sha256("".join([drawing.digest, *(other.digest for other in neighbors), self.run.made_of]).encode()).hexdigest()
        self.result.drawings.append(drawing.name)
        if self.folder.has(self.run.making.set_name(drawing.name), key):
            self.result.kept += 1
            return
        while self.crew.full:
            self._finish()
        self._pending[drawing.name] = (key, self._position - 1)
        self.crew.submit(drawing.name, drawing, neighbors)

    def _finish(self) -> None:
        """Write what a worker has finished."""
        name, files = self.crew.next()
        self.folder.write(self.run.making.set_name(name), files, self._pending.pop(name)[0])
        self._advance()

    def _advance(self) -> None:
        """Move the bar to the first frame whose drawing is not finished."""
        finished = min((frame for _, frame in self._pending.values()), default=self._position)
        self._bar.update(max(0, finished - self._bar.n))


def reconstruct_film(film: Film, run: Run, keep_going: bool = False) -> FilmResult:
    """Take a film apart, each drawing once; what is finished already and made from the same is kept.

    Memory does not grow with the film, but for a row of the exposure sheet an exposure. Each drawing's files are written all or none, so
    that a run that was killed goes on with the next drawing, and ends with the same bytes.

    Parameters
    ----------
    film
        From :func:`pegbar.films.sources.open_film`.
    run
        What is made, and where.
    keep_going
        Whether to leave out what cannot be read.

    Returns
    -------
    FilmResult
        Counts and names.

    Raises
    ------
    PegbarError
        The film cannot be read, the folder is not its own or another run is at work in it, the disk is full, or workers were lost
        again and again over a drawing; what is finished stays.

    Examples
    --------
    >>> from pegbar.films.sources import open_film
    >>> from pegbar.inference.reconstruction_models import ModelChoice
    >>> run = Run(Path("out"), Making(ModelChoice(Path("models"))), "models and options")
    >>> done = reconstruct_film(open_film(Path("film.mp4")), run)
    >>> done.frames, len(done.drawings), done.kept
    (16, 6, 0)
    """
    with hold_folder(run.out):
        folder = FilmFolder(run.out, film.path.name, run.force)
        with Crew(partial(prepare, run.making), run.workers) as crew:
            return _Reconstructing(film, run, folder, crew).all(keep_going)
