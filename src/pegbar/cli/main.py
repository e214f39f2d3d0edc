"""``pegbar``: the entry point of the command line; each verb imports what it needs only when it is called."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pegbar.cli.grammar import parser
from pegbar.errors import guarded

Action = Callable[[], None]
_LABELS = ("place", "time", "weather", "season", "medium", "view")


def _reconstruct(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.layers import layer_options
    from pegbar.cli.reconstruct import FilmOptions, Options, reconstruct

    return partial(
        reconstruct,
        Options(
            images=arguments.images,
            out=arguments.out,
            models=arguments.models,
            palette=arguments.palette,
            device=arguments.device,
            cel_height=arguments.cel_height,
            douga_height=arguments.douga_height,
            confidence=arguments.confidence,
            keep_going=arguments.keep_going,
            engine=arguments.engine,
            layers=layer_options(arguments),
            film=FilmOptions(arguments.film, arguments.fps, arguments.scan, arguments.smooth, arguments.workers),
            force=arguments.force,
        ),
    )


def _lineart(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.illustrations import Run, lineart

    run = Run(arguments.images, arguments.out, arguments.keep_going, arguments.force)
    return partial(lineart, run, arguments.preset, arguments.flow, not arguments.gray)


def _regions(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.illustrations import Run, regions

    run = Run(arguments.images, arguments.out, arguments.keep_going, arguments.force)
    return partial(regions, run, arguments.models, arguments.params, arguments.clusters, arguments.device)


def _colorize(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.colorize import Options, colorize

    return partial(
        colorize,
        Options(
            lines=arguments.lines,
            out=arguments.out,
            hints=arguments.hints,
            points=arguments.points,
            mask=arguments.mask,
            base=arguments.base,
            palette=arguments.palette,
            locks=tuple(arguments.lock or ()),
            seed=arguments.seed,
            count=arguments.count,
            light=arguments.light,
            shading=arguments.shading,
            only_colors=arguments.only_colors,
            color_lines=arguments.color_lines,
            paint_ground=arguments.paint_ground,
            method=arguments.method,
            models=arguments.models,
            device=arguments.device,
            engine=arguments.engine,
        ),
    )


def _clean_plate(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.clean_plate import Options, write_clean_plate

    return partial(write_clean_plate, Options(arguments.frames, arguments.out, arguments.masks, arguments.models, arguments.device))


def _survey(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.survey import survey

    return partial(survey, arguments.folder, arguments.out, arguments.seed)


def _summarize_ratings(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.survey import summarize_ratings

    return partial(summarize_ratings, arguments.files, arguments.key, arguments.reference, arguments.out)


def _import(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.footage import import_footage

    return partial(import_footage, arguments.source, arguments.out, arguments.skip_bad, arguments.scan)


def _exposure_sheet(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.footage import write_exposure_sheet

    return partial(
        write_exposure_sheet, arguments.video, arguments.out, arguments.scan, arguments.remove_pans, arguments.skip_bad, arguments.force
    )


def _annotate(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.annotate import Handing, Taking, export, take_back

    if arguments.action == "import":
        return partial(take_back, Taking(arguments.folder, arguments.into, arguments.force, arguments.accept_unchanged))
    return partial(
        export,
        Handing(
            production=arguments.production,
            out=arguments.out,
            frames=arguments.frame,
            chosen=arguments.chosen,
            count=arguments.count,
            models=arguments.models,
            palette=arguments.palette,
            device=arguments.device,
        ),
    )


def _finetune(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.finetune import run

    return partial(run, arguments)


def _web(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.web import Options, web

    return partial(web, Options(arguments.models, arguments.port, arguments.open, arguments.export))


def _studio(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.studio import preview

    return partial(preview, arguments.out, arguments.kind or [], arguments.count, arguments.seed, arguments.params, arguments.palette)


def _params(arguments: argparse.Namespace) -> Action:
    from pegbar.params.schema import check_params, scale_flags

    def act() -> None:
        if arguments.action == "check":
            check_params(arguments.file)
            print(f"{arguments.file}: all parameters are valid")
        else:
            print(" ".join(scale_flags(Path("scales") / f"{arguments.scale}.yaml")))

    return act


def _starters(arguments: argparse.Namespace) -> Action:
    from pegbar.cli.starters import Packing, list_starters, pack_starters

    if arguments.action == "list":
        return partial(list_starters, arguments.out)
    return partial(
        pack_starters,
        Packing(
            names=arguments.names,
            models=arguments.models,
            params=arguments.params,
            metrics=arguments.metrics,
            lock=arguments.lock,
            art=arguments.art_credit,
            command=arguments.command,
            out=arguments.out,
            blend=arguments.blend,
        ),
    )


def _background(arguments: argparse.Namespace) -> Action:
    """A background alone, or at the end of a round trip."""
    from pegbar.cli.background import Options, background
    from pegbar.cli.background_engine import EngineChoice

    labels = {key: getattr(arguments, key) for key in _LABELS if getattr(arguments, key)}
    labels |= {"elements": arguments.element} if arguments.element else {}
    labels |= {"without": arguments.without} if arguments.without else {}
    alone = arguments.verb == "background"
    options = Options(
        prompt=arguments.prompt if alone else arguments.background,
        labels=labels,
        out=arguments.out,
        foreground=arguments.foreground if alone else None,
        size=arguments.size if alone else None,
        candidates=arguments.candidates,
        seed=arguments.seed,
        ratings=arguments.ratings,
        plan=arguments.plan if alone else None,
        edit=arguments.edit if alone else None,
        models=arguments.models,
        vocabulary=arguments.vocabulary,
        similar_words=arguments.similar_words,
        denied_words=arguments.denied_words,
        device=arguments.device,
        engine=EngineChoice(
            name=arguments.engine,
            model=arguments.model,
            controlnet=arguments.controlnet,
            strength=arguments.strength,
            device=arguments.device,
            finish=arguments.finish,
            models=arguments.models,
        ),
        force=arguments.force,
    )
    if alone:
        return partial(background, options)
    from pegbar.cli import round_trip

    return partial(
        round_trip.round_trip, round_trip.Options(arguments.frame, options, arguments.points, arguments.hints, arguments.palette)
    )


_VERBS: dict[str, Callable[[argparse.Namespace], Action]] = {
    "reconstruct": _reconstruct,
    "lineart": _lineart,
    "regions": _regions,
    "colorize": _colorize,
    "clean-plate": _clean_plate,
    "background": _background,
    "roundtrip": _background,
    "survey": _survey,
    "summarize-ratings": _summarize_ratings,
    "import": _import,
    "exposure-sheet": _exposure_sheet,
    "annotate": _annotate,
    "finetune": _finetune,
    "web": _web,
    "studio": _studio,
    "starters": _starters,
    "params": _params,
}


def _act(arguments: Sequence[str] | None) -> None:
    parsed = parser().parse_args(arguments)
    _VERBS[parsed.verb](parsed)()


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of ``pegbar``.

    Parameters
    ----------
    arguments
        The command line without the program's name; by default that of the process.
    """
    guarded(lambda: _act(arguments))
