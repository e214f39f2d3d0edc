"""``pegbar``: one command, a few verbs."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pegbar.cli.grammar import parser
from pegbar.errors import guarded

Action = Callable[[], None]


def _pictures(arguments: argparse.Namespace) -> Action:
    """Verbs that make sheets of many pictures."""
    if arguments.verb == "reconstruct":
        from pegbar.cli import reconstruct as taking

        options = taking.Options(
            arguments.images, arguments.out, arguments.models, arguments.palette, arguments.params,
            arguments.device, arguments.height, arguments.keep_going,
        )  # fmt: skip
        return partial(taking.reconstruct, options)
    from pegbar.cli import illustrations

    if arguments.verb == "lineart":
        return partial(
            illustrations.lineart, arguments.images, arguments.out, arguments.preset, arguments.flow, not arguments.gray,
            arguments.keep_going,
        )  # fmt: skip
    return partial(
        illustrations.regions, arguments.images, arguments.out, arguments.models, arguments.params, arguments.clusters,
        arguments.device, arguments.keep_going,
    )  # fmt: skip


def _one(arguments: argparse.Namespace) -> Action:
    """Verbs that make one picture."""
    if arguments.verb == "colorize":
        from pegbar.cli import colorize as painting

        options = painting.Options(
            arguments.lines, arguments.out, arguments.hints, arguments.points, arguments.mask, arguments.previous,
            arguments.models, arguments.device,
        )  # fmt: skip
        return partial(painting.colorize, options)
    from pegbar.cli import plate as cleaning

    return partial(cleaning.plate, cleaning.Options(arguments.frames, arguments.out, arguments.masks, arguments.models, arguments.device))


def _survey(arguments: argparse.Namespace) -> Action:
    from pegbar.cli import survey as asking

    if arguments.verb == "survey":
        return partial(asking.survey, arguments.folder, arguments.out, arguments.seed)
    return partial(asking.ratings, arguments.files, arguments.key, arguments.reference, arguments.out)


def _footage(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.footage import import_footage

    return partial(import_footage, arguments.folder, arguments.out, arguments.skip_bad)


def _studio(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.studio import preview

    return partial(preview, arguments.out, arguments.kind or [], arguments.count, arguments.seed, arguments.params)


def _params(arguments: argparse.Namespace) -> Action:
    from pegbar.params.schema import check_params, scale_flags

    def act() -> None:
        if arguments.action == "check":
            check_params(arguments.file)
            print(f"{arguments.file}: all parameters are valid")
        else:
            print(" ".join(scale_flags(Path("scales") / f"{arguments.scale}.yaml")))

    return act


def _order(arguments: argparse.Namespace) -> Action:
    """Backgrounds to order, alone or at the end of a round trip."""
    from pegbar.cli.background import Options, background

    labels = {key: getattr(arguments, key) for key in ("place", "time", "weather", "season", "medium") if getattr(arguments, key)}
    labels |= {"elements": arguments.element} if arguments.element else {}
    labels |= {"without": arguments.without} if arguments.without else {}
    trip = arguments.verb == "roundtrip"
    prompt = arguments.background if trip else arguments.prompt
    asked = (None, None, None, None) if trip else (arguments.foreground, arguments.size, arguments.plan, arguments.edit)
    order = Options(
        prompt, labels, arguments.out, asked[0], asked[1], arguments.candidates, arguments.seed, arguments.liked, asked[2], asked[3],
        arguments.models, arguments.scenes, arguments.params, arguments.device,
    )  # fmt: skip
    if trip:
        from pegbar.cli import round_trip

        options = round_trip.Options(arguments.frame, order, arguments.points, arguments.hints, arguments.palette)
        return partial(round_trip.round_trip, options)
    return partial(background, order)


_VERBS: dict[str, Callable[[argparse.Namespace], Action]] = {
    **dict.fromkeys(("reconstruct", "lineart", "regions"), _pictures),
    **dict.fromkeys(("colorize", "plate"), _one),
    **dict.fromkeys(("background", "roundtrip"), _order),
    **dict.fromkeys(("survey", "ratings"), _survey),
    "import": _footage,
    "studio": _studio,
    "params": _params,
}
"""What each verb does; it imports what it needs only then."""


def _act(arguments: Sequence[str] | None) -> None:
    chosen = parser().parse_args(arguments)
    _VERBS[chosen.verb](chosen)()


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of ``pegbar``."""
    guarded(lambda: _act(arguments))
