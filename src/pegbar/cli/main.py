"""``pegbar``: one command, a few verbs."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from pegbar.cli.grammar import parser
from pegbar.errors import guarded


def _run(arguments: argparse.Namespace) -> None:
    if arguments.verb == "reconstruct":
        from pegbar.cli.reconstruct import Options, reconstruct

        reconstruct(
            Options(
                arguments.images, arguments.out, arguments.models, arguments.palette, arguments.params,
                arguments.device, arguments.height, arguments.keep_going,
            )
        )  # fmt: skip
    elif arguments.verb == "lineart":
        from pegbar.cli.illustrations import lineart

        lineart(arguments.images, arguments.out, arguments.preset, arguments.flow, not arguments.gray, arguments.keep_going)
    elif arguments.verb == "regions":
        from pegbar.cli.illustrations import regions

        regions(
            arguments.images, arguments.out, arguments.models, arguments.params,
            arguments.clusters, arguments.device, arguments.keep_going,
        )  # fmt: skip
    elif arguments.verb == "colorize":
        from pegbar.cli import colorize as painting

        painting.colorize(
            painting.Options(
                arguments.lines, arguments.out, arguments.hints, arguments.points, arguments.mask, arguments.previous,
                arguments.models, arguments.device,
            )
        )  # fmt: skip
    elif arguments.verb in ("background", "roundtrip"):
        _order(arguments)
    elif arguments.verb == "plate":
        from pegbar.cli import plate as cleaning

        cleaning.plate(cleaning.Options(arguments.frames, arguments.out, arguments.masks, arguments.models, arguments.device))
    elif arguments.verb == "survey":
        from pegbar.cli.survey import survey

        survey(arguments.folder, arguments.out, arguments.seed)
    elif arguments.verb == "ratings":
        from pegbar.cli.survey import ratings

        ratings(arguments.files, arguments.key, arguments.reference, arguments.out)
    elif arguments.verb == "import":
        from pegbar.cli.footage import import_footage

        import_footage(arguments.folder, arguments.out, arguments.skip_bad)
    elif arguments.verb == "studio":
        from pegbar.cli.studio import preview

        preview(arguments.out, arguments.kind or [], arguments.count, arguments.seed, arguments.params)
    else:
        from pegbar.params.schema import check_params, scale_flags

        if arguments.action == "check":
            check_params(arguments.file)
            print(f"{arguments.file}: all parameters are valid")
        else:
            print(" ".join(scale_flags(Path("scales") / f"{arguments.scale}.yaml")))


def _order(arguments: argparse.Namespace) -> None:
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

        round_trip.round_trip(round_trip.Options(arguments.frame, order, arguments.points, arguments.hints, arguments.palette))
    else:
        background(order)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of ``pegbar``."""
    chosen = parser().parse_args(arguments)
    guarded(lambda: _run(chosen))
