"""The grammar of ``pegbar web``."""

import argparse
from pathlib import Path

from pegbar.cli.arguments import integer

DEFAULT_PORT = 8347


def add_web(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The artist's page."""
    verb = verbs.add_parser(
        "web",
        help="colour line art and take frames apart in a browser",
        description="Open the artist's page: line art, hints and masks on layers, pass after pass, coloured by the networks in the "
        "browser itself. It is served to this computer only, and no picture leaves it. The first start makes the networks' files, which "
        "takes about a minute.",
        epilog="examples:\n  pegbar web\n  pegbar web --port 9000 --no-browser\n  pegbar web --export site",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("--models", type=Path, default=Path("models"), help="folder of trained models (default: models)")
    verb.add_argument("--port", type=integer(0, 65535), default=DEFAULT_PORT, help=f"0 takes any that is free (default: {DEFAULT_PORT})")
    verb.add_argument("--open", action=argparse.BooleanOptionalAction, default=True, help="open the page in the browser (default: yes)")
    verb.add_argument("--no-browser", dest="open", action="store_false", help="the same as --no-open")
    verb.add_argument("--export", type=Path, metavar="DIR", help="write the page as files for any web host in place of serving it")
