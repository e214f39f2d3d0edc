"""``pegbar background``: words or labels in, a background out, with a cel composited on it; and edits of it."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pegbar.cli.background_engine import PAINTER, Engine, EngineChoice, engine_of, painted_plate
from pegbar.cli.background_grammar import MAX_GENERATED
from pegbar.cli.sheets import device_of
from pegbar.errors import PegbarError
from pegbar.inference.condition_recognizer import Recognizer
from pegbar.inference.reranking import Candidate, candidates, preference_of
from pegbar.layers.openraster import openraster_bytes
from pegbar.layers.placing import place_cel
from pegbar.layers.psd import psd_bytes
from pegbar.layers.scene_compositing import GROUPS, composite_in_scene, ground_of
from pegbar.networks.starters import find_model
from pegbar.orders.edit_words import EditReading, read_edit
from pegbar.orders.order import Reading
from pegbar.orders.reading import read_labels, read_prompt
from pegbar.orders.similar import load_word_vectors, with_known_words
from pegbar.plans.editing import Setting, apply
from pegbar.plans.plan_files import load_plan, plan_bytes
from pegbar.plans.planning import camera_for
from pegbar.production.pictures import encode_png, read_rgb, read_rgba
from pegbar.scenery.camera import Camera
from pegbar.scenery.painting import Painted, light_in, paint
from pegbar.scenery.places import place_of
from pegbar.scenery.plan import Plan
from pegbar.storage.ownership import check_ours, write_ours
from pegbar.storage.records import check_not_inputs
from pegbar.storage.writing import check_folder

Picture = NDArray[np.uint8]
_CHARACTER = tuple(f"{name.replace(' ', '_')}.png" for group in ("character", "foreground") for name in GROUPS[group])
SHEETS = ("background.png", "plan.json", *_CHARACTER, "composite.png", "sheets.ora", "sheets.psd")
_SET = "background"
"""Name of the record of what is written."""
_USUAL = (1920, 1080)
_LONG = 40
"""Letters of a word that are repeated."""


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
    vocabulary: str
    denied_words: str
    device: str
    engine: EngineChoice = PAINTER
    similar_words: str | None = None
    force: bool = False


def parse_request(options: Options) -> Reading:
    """The order in a prompt or in labels; says what was not understood, then how the rest was read."""
    if options.prompt is not None and options.labels:
        raise PegbarError("prompt: found a prompt and labels, expected one of them")
    if options.prompt is None and not options.labels:
        raise PegbarError("prompt: found neither a prompt nor labels, expected a prompt, or --place, --time, --element …")
    if options.prompt is None:
        reading = read_labels(options.labels)
    else:
        prompt, guessed = _known_prompt(options, options.prompt)
        reading = read_prompt(prompt, words=options.vocabulary, denied=options.denied_words)
        reading = replace(reading, ignored=(*guessed, *reading.ignored))  # a guess lowers the score as a word that is left out does
    print("\n".join([*reading_lines(reading), *(f"assumed: {what}" for what in reading.assumed)]))
    return reading


def _known_prompt(options: Options, prompt: str) -> tuple[str, tuple[str, ...]]:
    """The prompt, unknown words exchanged for similar ones where that is asked for, and these words; says which."""
    if options.similar_words is None:
        return prompt, ()
    vectors = load_word_vectors(options.similar_words)
    known, swaps = with_known_words(prompt, vectors, options.vocabulary, options.denied_words)
    for swap in swaps:
        print(f"not known: {swap.word!r}, taken for {swap.known!r} (similarity {swap.cosine})")
    return known, tuple(swap.word for swap in swaps)


def reading_lines(reading: Reading | EditReading) -> list[str]:
    """What was not understood first, then what was, a line each."""
    words = [word if len(word) <= _LONG else f"{word[:_LONG]}…" for word in reading.ignored]
    lost = [f"not understood: {', '.join(words)}"] if words else []
    return lost + [f"understood: {words!r} as {meaning}" for words, meaning in reading.understood]


def _foreground(options: Options) -> Picture | None:
    if options.foreground is None:
        return None
    cel = read_rgba(options.foreground, MAX_GENERATED)
    if cel[..., 3].min() == 255:
        raise PegbarError(f"{options.foreground}: found no transparency, expected a cel (`pegbar reconstruct` cuts one out)")
    if cel[..., 3].max() == 0:
        raise PegbarError(f"{options.foreground}: found nothing on it, expected a cel")
    return cel


def fitted(cel: Picture | None, size: tuple[int, int] | None, camera: Camera) -> tuple[Picture | None, tuple[int, int]]:
    """The cel in a picture of the size asked for, on the ground that a camera sees, or as it is where no other is; and that size."""
    if cel is None:
        return None, size or _USUAL
    own = (cel.shape[1], cel.shape[0])
    return (cel, own) if size in (None, own) else (place_cel(cel, size or own, camera=camera), size or own)


def recognizer_of(options: Options) -> Recognizer | None:
    """The recognizer that looks at candidates, where there is one; scores of the user need it."""
    folder = find_model(options.models, "recognizer")
    return Recognizer(folder, device_of(options.device)) if _is_trained(folder) else None


def _is_trained(folder: Path) -> bool:
    return any((folder / f"recognizer.{end}").exists() for end in ("safetensors", "json"))


def choose(options: Options, reading: Reading, size: tuple[int, int], mask: NDArray[np.bool_] | None) -> tuple[Plan, dict[str, bytes]]:
    """The best candidate's plan, and all candidates as PNG bytes by name, to be scored."""
    recognizer = recognizer_of(options)
    preference = None if options.ratings is None or recognizer is None else preference_of(options.ratings, recognizer)
    seeds = [(options.seed + number) % 2**32 for number in range(options.candidates)]
    ranked = candidates(reading.order, recognizer, seeds, size[0] / size[1], mask, preference, len(reading.ignored))
    for rank, candidate in enumerate(ranked):
        print(_scored(rank, candidate, recognizer is not None))
    return ranked[0].plan, {f"candidates/{rank:02d}.png": encode_png(candidate.picture) for rank, candidate in enumerate(ranked)}


def _scored(rank: int, candidate: Candidate, judged: bool) -> str:
    """A candidate's line: how much of the whole order it meets."""
    missing = f", not seen: {', '.join(kind.replace('_', ' ') for kind in candidate.missing)}" if candidate.missing else ""
    seen = f", certainty {candidate.certainty:.0%}, preference {candidate.preference:+.2f}" if judged else ", light and weather as painted"
    return f"candidate {rank:02d}: seed {candidate.plan.seed}, {candidate.met:.0%} of the order met{missing}{seen}"


def sheets_of(plate: Picture, cel: Picture | None, plan: Plan, painted: Painted) -> dict[str, bytes]:
    """Files of a background and its plan; with a cel all sheets, one by one and in register as OpenRaster and PSD."""
    files = {"background.png": encode_png(plate), "plan.json": plan_bytes(plan)}
    if cel is None:
        return files
    tinted = {} if plan.medium == "color" else {"match": 0.0, "wrap": 0.0}
    layers = composite_in_scene(cel, plate, plan.camera, light_in(plan), ground_of(plan, painted.owners), plan=plan, **tinted)
    files |= {f"{name.replace(' ', '_')}.png": encode_png(sheet) for name, sheet in layers.sheets()[1:]}
    files["composite.png"] = encode_png(layers.flattened())
    return files | {"sheets.ora": openraster_bytes(layers.sheets()), "sheets.psd": psd_bytes(layers.sheets(), groups=GROUPS)}


def said_of(plan: Plan, options: Options) -> str:
    """What the picture is called: the prompt, or place and light."""
    light = plan.conditions
    return options.prompt or f"{plan.place.replace('_', ' ')}, {light.time}, {light.weather}, {light.season}"


def check_inputs(options: Options, *others: Path | None) -> None:
    """Refuse outputs that would overwrite an input, and a folder that cannot be written into."""
    inputs = [path for path in (options.foreground, options.ratings, *others) if path is not None]
    check_not_inputs(inputs, (options.out / name for name in SHEETS))
    check_folder(options.out)
    folder = find_model(options.models, "recognizer")
    if options.ratings is not None and not _is_trained(folder):
        raise PegbarError(f"--ratings: found no recognizer in {folder}, expected one (`make repro` trains it)")


def background(options: Options) -> None:
    """Paint a background, or edit one, and write its sheets.

    Raises
    ------
    PegbarError
        An input or a model is missing or damaged, or the order cannot be met.
    """
    check_inputs(options)
    check_ours(options.out, _SET, SHEETS, options.force)  # before minutes of painting
    cel, engine = _foreground(options), engine_of(options.engine)
    if options.edit is not None:
        _edit(options, options.edit, cel, engine)
        return
    if options.plan:
        plan, files = load_plan(options.plan), dict[str, bytes]()
        cel, size = fitted(cel, options.size, plan.camera)
    else:
        reading = parse_request(options)
        cel, size = fitted(cel, options.size, camera_for(place_of(reading.order.place), reading.order.view))
        plan, files = choose(options, reading, size, None if cel is None else cel[..., 3] > 127)
    with tqdm(total=1, desc=f"paint {size[0]}×{size[1]}", unit="picture") as bar:
        plate, painted = painted_plate(plan, size, said_of(plan, options), engine)
        bar.update()
    write_ours(options.out, _SET, files | sheets_of(plate, cel, plan, painted), force=options.force)
    print(f"{options.out}: background.png and plan.json" + ("" if cel is None else ", cel, shadows, composite, sheets.ora and sheets.psd"))


def _edit(options: Options, folder: Path, cel: Picture | None, engine: Engine) -> None:
    """Change what the prompt names in the background in `folder`; everything else stays."""
    if options.prompt is None:
        raise PegbarError("--edit: found no prompt, expected what to change, such as 'make the sky a sunset'")
    if options.plan is not None:
        raise PegbarError("--edit: found --plan as well, expected one of them")
    plan, before = load_plan(folder / "plan.json"), read_rgb(folder / "background.png", MAX_GENERATED)
    size = (before.shape[1], before.shape[0])
    if options.size not in (None, size):
        asked, own = (f"{width}×{height}" for width, height in (options.size or size, size))
        raise PegbarError(f"--size: found {asked}, expected {own} as {folder / 'background.png'} has (paint its plan.json at another size)")
    cel, _ = fitted(cel, size, plan.camera)
    reading = read_edit(_known_prompt(options, options.prompt)[0], plan.place, words=options.vocabulary, denied=options.denied_words)
    print("\n".join(reading_lines(reading)))
    changed = apply(plan, reading.edits, Setting(size[0] / size[1], options.seed, None if cel is None else cel[..., 3] > 127))
    old, new = paint(plan, size), paint(changed.plan, size)
    region = (old.picture != new.picture).any(axis=2)
    after = engine.edit(before, changed.plan, new, region, said_of(changed.plan, replace(options, prompt=None)))
    write_ours(options.out, _SET, sheets_of(after, cel, changed.plan, new), force=options.force)
    other = (after != before).any(axis=2)
    rest = "all of the picture changed" if other.all() else f"{other.mean():.0%} of the picture changed, the rest as it was, to the bit"
    print(f"{options.out}: {changed.summary}; {rest}")
