"""The folder that a film's sheets are written into: whose it is, what in it is finished, what in it is left over."""

from collections.abc import Collection, Mapping
from pathlib import Path

from pegbar.errors import PegbarError
from pegbar.storage.ownership import check_ours
from pegbar.storage.records import FOLDER, files_in, is_current, write_set
from pegbar.storage.writing import sweep

_FILM = "film"
"""Name of the record that says which film a folder belongs to."""
EXPOSURE_SHEET = "exposure_sheet"
"""Name of the record of the exposure sheet."""


class FilmFolder:
    """Where a film's sheets are written; the caller holds its lock (:func:`pegbar.storage.folder_lock.hold_folder`).

    Parameters
    ----------
    path
        The folder.
    film
        Name of the film.
    force
        Whether to write over what is not of this film, or was changed by hand.

    Raises
    ------
    PegbarError
        The folder holds anything that this film's run did not write.
    """

    def __init__(self, path: Path, film: str, force: bool = False) -> None:
        self.path, self.force = path, force
        sweep(path)
        advice = "choose another --out, or --force to write into it; nothing was changed"
        record = path / FOLDER / f"{_FILM}.json"
        present = files_in(path)
        if not force and not record.exists() and present:
            raise PegbarError(f"{path}: found {present[0]}, which is of no film's run, expected a new or empty folder; {advice}")
        if not force and record.exists() and not is_current(path, _FILM, film):
            raise PegbarError(f"{path}: found the sheets of another film than {film}, expected its own or a new folder; {advice}")
        write_set(path, _FILM, {}, film)

    def has(self, name: str, key: str) -> bool:
        """Whether the files under a name are there, whole, and were made from the same."""
        return is_current(self.path, name, key)

    def write(self, name: str, files: Mapping[str, bytes], key: str = "") -> None:
        """Write the files under a name, all or none.

        Raises
        ------
        PegbarError
            One of them is there and was not written by this film's run, or the disk is full.
        """
        check_ours(self.path, name, list(files), self.force)
        write_set(self.path, name, files, key)

    def prune(self, drawings: Collection[str]) -> None:
        """Remove what earlier runs made of drawings that the film does not have (any more); what was changed by hand stays."""
        records = self.path / FOLDER
        known = {path.relative_to(records).with_suffix("").as_posix(): path for path in sorted(records.rglob("*.json"))}
        for name, record in known.items():
            if name.partition("+")[0] not in drawings and name not in (_FILM, EXPOSURE_SHEET):
                write_set(self.path, name, {})
                record.unlink()
                self._remove_empty(name)

    def _remove_empty(self, name: str) -> None:
        """Remove the folders of a cut of which nothing is left."""
        for root in (self.path, self.path / FOLDER):
            cut = root / Path(name).parent
            if cut != root and cut.is_dir():
                for folder in sorted((path for path in cut.rglob("*") if path.is_dir()), reverse=True):
                    if not any(folder.iterdir()):
                        folder.rmdir()
                if not any(cut.iterdir()):
                    cut.rmdir()
