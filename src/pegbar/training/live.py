"""Following a run while it trains: DVCLive writes its metrics and plots, which ``dvc exp show`` and the editor extension read."""

import importlib
import json
import logging
from pathlib import Path
from typing import Any

from tqdm import tqdm

from pegbar.training.callbacks import Callback
from pegbar.training.distributed import is_main
from pegbar.training.trainer import Run

FOLDER = Path("dvclive")
"""Where they go; git ignores it and no stage depends on it, so that nothing here reaches ``dvc.lock``."""


class LiveMetrics(Callback):
    """Writes losses and validation scores under ``dvclive/<name>``; does nothing where DVCLive is not installed."""

    def __init__(self, name: str, folder: Path = FOLDER) -> None:
        self._folder = folder / name
        self._live: Any = None

    def resumed(self, run: Run) -> None:
        """Open the folder; a run that goes on adds to what it had written."""
        if not is_main():
            return
        try:
            live = importlib.import_module("dvclive")
        except ImportError:
            tqdm.write("dvclive: found no such package, expected it for live metrics; training goes on without")
            return
        logging.getLogger("dvclive").setLevel(logging.ERROR)
        self._forget_damaged_summary()
        self._live = live.Live(
            str(self._folder), resume=run.step > 0, report=None, save_dvc_exp=False, dvcyaml=None, cache_images=False, monitor_system=False
        )

    def _forget_damaged_summary(self) -> None:
        """Remove a summary that a killed run left half-written: DVCLive refuses it, and writes none whole or not at all."""
        summary = self._folder / "metrics.json"
        try:
            json.loads(summary.read_bytes())
        except ValueError:
            summary.unlink()
        except OSError:
            return

    def at_losses(self, run: Run, means: dict[str, float]) -> None:
        """Add the losses of the last steps."""
        self._write(run.step, means)

    def at_report(self, run: Run, row: dict[str, float]) -> None:
        """Add the validation scores."""
        self._write(run.step, {name: value for name, value in row.items() if name.startswith("val_")})

    def _write(self, step: int, values: dict[str, float]) -> None:
        if self._live is None or not values:
            return
        self._live.step = step
        for name, value in values.items():
            self._live.log_metric(name, value)
        self._live.make_summary()
