"""``pegbar background``: a prompt or labels in, a background out, with a cel composited on it; and edits of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.cli.grammar import MAX_GENERATED
from pegbar.cli.sheets import device_of
from pegbar.errors import PegbarError
from pegbar.inference.background_synthesis import BackgroundSynthesizer, repaint
from pegbar.inference.condition_recognizer import Recognizer
from pegbar.inference.reranking import candidates, preference_of
from pegbar.layers.compositing import composite_cel
from pegbar.layers.openraster import openraster_bytes
from pegbar.networks.starters import find_model
from pegbar.production.pictures import encode_png, read_rgb, read_rgba
from pegbar.production.scenes import load_scenes
from pegbar.production.store import Store, rows_of
from pegbar.scenes.edits import change, changed_region
from pegbar.scenes.prompt_parser import load_denied_words, load_vocabulary, parse_prompt
from pegbar.scenes.render_plan import RenderPlan, load_plan, plan_bytes
from pegbar.scenes.scene_library import SceneLibrary
from pegbar.scenes.scene_spec import ParseResult, spec_from_labels
from pegbar.storage.records import check_not_inputs, write_set
from pegbar.storage.writing import check_folder

Picture = NDArray[np.uint8]
SHEETS = ("background.png", "plan.json", "shadow.png", "cel.png", "composite.png", "sheets.ora")


@dataclass(frozen=True)
class Options:
    """What the user asked for."""

    prompt: str | None
    labels: dict[str, Any]
    out: Path
    foreground: Path | None
    size: tuple[int, int] | None
    candidates: int
    seed: int
    ratings: Path | None
    plan: Path | None
    edit: Path | None
    models: Path
    scenes: Path
    vocabulary: str
    denied_words: str
    device: str


class BackgroundModels:
    """Library, generator and recognizer, loaded once.

    Parameters
    ----------
    models
        Folder of the trained generator and, unless `recognizer` is another, of the recognizer.
    scenes
        Folder of training scenes, with their table beside it (``<scenes>.csv``).
    device
        ``auto``, ``cpu`` or ``cuda``.
    vocabulary, denied_words
        Names of built-in word lists, or YAML files.
    recognizer
        Folder of the trained recognizer.

    Raises
    ------
    PegbarError
        A model, the scenes or a word list is missing or damaged.
    """

    def __init__(
        self,
        models: Path,
        scenes: Path,
        device: str,
        vocabulary: str = "english",
        denied_words: str = "denied",
        recognizer: Path | None = None,
    ) -> None:
        self.vocabulary, self.denied_words = load_vocabulary(vocabulary), load_denied_words(denied_words)
        table = scenes.with_suffix(".csv")
        for path in (scenes, table):
            if not path.exists():
                raise PegbarError(f"{path}: found no training scenes, expected those of `make repro`, or their folder as --scenes")
        self.store = Store(scenes)
        self.library = SceneLibrary(self.store, rows_of(load_scenes(table), "train"))
        self.synthesizer = BackgroundSynthesizer(models, self.library, device_of(device))
        self.recognizer = Recognizer(recognizer or models, self.synthesizer.size, self.synthesizer.device)

    def parse(self, prompt: str, complete: bool = True) -> ParseResult:
        """Parse a prompt; see :func:`pegbar.scenes.prompt_parser.parse_prompt`."""
        return parse_prompt(prompt, self.vocabulary, self.denied_words, complete)


def load_background_models(options: Options) -> BackgroundModels:
    """Load what the options name, or starters where their folder of models has none."""
    models, recognizer = (find_model(options.models, name) for name in ("background", "recognizer"))
    return BackgroundModels(models, options.scenes, options.device, options.vocabulary, options.denied_words, recognizer)


def parse_request(options: Options, models: BackgroundModels) -> ParseResult:
    """The specification of a prompt or of labels; prints how it was understood."""
    if options.prompt is not None and options.labels:
        raise PegbarError("prompt: found a prompt and labels, expected one of them")
    if options.prompt is None and not options.labels:
        raise PegbarError("prompt: found neither a prompt nor labels, expected a prompt, or --place, --time, --element …")
    parsed = spec_from_labels(options.labels) if options.prompt is None else models.parse(options.prompt)
    print("\n".join(parsed.lines()))
    return parsed


def _foreground(options: Options) -> Picture | None:
    if options.foreground is None:
        return None
    cel = read_rgba(options.foreground, MAX_GENERATED)
    if cel[..., 3].min() == 255:
        raise PegbarError(f"{options.foreground}: found no transparency, expected a cel (`pegbar reconstruct` cuts one out)")
    if cel[..., 3].max() == 0:
        raise PegbarError(f"{options.foreground}: found nothing on it, expected a cel")
    return cel


def _size(options: Options, cel: Picture | None) -> tuple[int, int]:
    cel_size = None if cel is None else (cel.shape[1], cel.shape[0])
    if cel_size is not None and options.size not in (None, cel_size):
        expected, found = (f"{width}×{height}" for width, height in (cel_size, options.size or cel_size))
        raise PegbarError(f"--size: found {found}, expected the foreground's {expected}")
    return cel_size or options.size or (1920, 1080)


def choose(
    options: Options, models: BackgroundModels, parsed: ParseResult, mask: NDArray[np.bool_] | None
) -> tuple[RenderPlan, dict[str, bytes]]:
    """The best candidate's plan, and all candidates as PNG bytes by name, to be scored."""
    spec = parsed.spec
    missing = [requested.label for requested in spec.elements if not models.library.instances(requested.label, spec.place)]
    if missing:
        raise PegbarError(
            f"scene: found {missing[0]}, which no training scene shows, expected another element, or more scenes (scenes.count)"
        )
    preference = None if options.ratings is None else preference_of(options.ratings, models.recognizer)
    seeds = [(options.seed + number) % 2**32 for number in range(options.candidates)]
    ranked = candidates(spec, models.synthesizer, models.recognizer, seeds, mask, preference)
    files = {}
    for rank, candidate in enumerate(ranked):
        files[f"candidates/{rank:02d}.png"] = encode_png(candidate.picture)
        scores = f"conditions met {candidate.conditions_met:.0%}, certainty {candidate.certainty:.0%}"
        print(f"candidate {rank:02d}: seed {candidate.plan.seed}, {scores}, preference {candidate.preference:+.2f}")
    return ranked[0].plan, files


def sheets_of(plate: Picture, cel: Picture | None, plan: RenderPlan) -> dict[str, bytes]:
    """Files of a background and its plan; with a cel all sheets, one by one and in register as OpenRaster."""
    files = {"background.png": encode_png(plate), "plan.json": plan_bytes(plan)}
    if cel is None:
        return files
    layers = composite_cel(cel, plate)
    files |= {f"{name}.png": encode_png(getattr(layers, name)) for name in ("shadow", "cel")}
    files["composite.png"] = encode_png(layers.flattened())
    files["sheets.ora"] = openraster_bytes([("background", plate), ("shadow", layers.shadow), ("cel", layers.cel)])
    return files


def check_inputs(options: Options, *others: Path | None) -> None:
    """Refuse outputs that would overwrite an input, and a folder that cannot be written into."""
    inputs = [path for path in (options.foreground, options.ratings, *others) if path is not None]
    check_not_inputs(inputs, (options.out / name for name in SHEETS))
    check_folder(options.out)


def background(options: Options) -> None:
    """Generate a background, or edit one, and write its sheets.

    Raises
    ------
    PegbarError
        An input, a model or the training scenes are missing or damaged, or the prompt cannot be met.
    """
    check_inputs(options)
    cel = _foreground(options)
    models = load_background_models(options)
    if options.edit is not None:
        _edit(options, models, options.edit, cel)
        return
    size = _size(options, cel)
    mask = None if cel is None else cel[..., 3] > 127
    if options.plan:
        plan, files = load_plan(options.plan, models.library), dict[str, bytes]()
    else:
        plan, files = choose(options, models, parse_request(options, models), mask)
    with tqdm(total=1, desc=f"paint {size[0]}×{size[1]}", unit="picture") as bar:
        plate = models.synthesizer.synthesize_in_medium(plan, size)
        bar.update()
    write_set(options.out, "background", files | sheets_of(plate, cel, plan))
    print(f"{options.out}: background.png and plan.json" + ("" if cel is None else ", cel, shadow, composite and sheets.ora"))


def _edit(options: Options, models: BackgroundModels, folder: Path, cel: Picture | None) -> None:
    """Change what the prompt names in the background in `folder`; all other pixels stay, to the bit."""
    if options.prompt is None:
        raise PegbarError("--edit: found no prompt, expected what to change, such as 'make the sky a sunset'")
    plan = load_plan(folder / "plan.json", models.library)
    before = read_rgb(folder / "background.png", MAX_GENERATED)
    if cel is not None and cel.shape[:2] != before.shape[:2]:
        found, expected = (f"{p.shape[1]}×{p.shape[0]}" for p in (cel, before))
        raise PegbarError(f"{options.foreground}: found {found} pixels, expected {expected} as {folder / 'background.png'} has")
    parsed = models.parse(options.prompt, complete=False)
    print("\n".join(parsed.lines()))
    changed = change(plan, parsed, models.library, options.seed)
    region = changed_region(plan, changed, (before.shape[1], before.shape[0]))
    after = repaint(models.synthesizer, before, plan, changed.plan, region)
    write_set(options.out, "background", sheets_of(after, cel, changed.plan))
    print(f"{options.out}: {changed.summary}; {region.mean():.0%} of the picture repainted, the rest unchanged")
