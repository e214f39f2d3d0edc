"""The one exception whose message is meant for the user, and how a program ends with it."""

import errno
import os
import reprlib
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

Handler = Callable[[int, FrameType | None], object]
_REPR = reprlib.Repr()
_REPR.maxstring = _REPR.maxother = 80
_PERMISSION = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


class PegbarError(Exception):
    """A fault that the user can correct; its message is one sentence.

    The sentence names the file or key, says what was found and what was expected. The command line
    and the stages print it without a traceback and exit with status 1.
    """


class Terminated(KeyboardInterrupt):
    """SIGTERM, which ends a program as Ctrl-C does."""


def brief(value: object) -> str:
    """A value as a message shows it, shortened however long it is."""
    return _REPR.repr(value)


def writing_fault(path: Path, fault: OSError, kept: str = "nothing was changed") -> PegbarError:
    """The sentence for a failed write to `path`, with what it takes for it to succeed."""
    if fault.errno in _FULL:
        expected = "room to write"
    elif fault.errno in _PERMISSION:
        expected = "permission to write"
    elif fault.errno == errno.ENAMETOOLONG:
        expected = "a shorter name"
    elif fault.errno in (errno.ENOTDIR, errno.EEXIST):
        expected = "a folder to write into"
    else:
        expected = "to write it"
    return PegbarError(f"{path}: found {fault.strerror or fault}, expected {expected}; {kept}")


_interrupted: list[type[KeyboardInterrupt]] = []


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    _interrupted.append(Terminated if number == signal.SIGTERM else KeyboardInterrupt)
    raise _interrupted[-1]


def _leave_at_once(number: int, frame: FrameType | None) -> NoReturn:
    os.write(2, b"\ninterrupted before anything was done\n")
    os._exit(128 + number)


def _on_signals(interrupted: Handler, terminated: Handler) -> None:
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, interrupted)
        signal.signal(signal.SIGTERM, terminated)


def starting() -> None:
    """Let Ctrl-C and SIGTERM end a program that still imports its libraries: nothing was written yet."""
    _on_signals(_leave_at_once, _leave_at_once)


def _escape_unprintable() -> None:
    """Let text that a terminal's encoding lacks come out escaped instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _end(status: int, message: str) -> NoReturn:
    """Say a last line and leave; a terminal that is gone is no fault."""
    try:
        sys.stdout.flush()
        if message:
            print(" ".join(message.splitlines()), file=sys.stderr, flush=True)
    except OSError:
        pass
    sys.exit(status)


def _mute() -> None:
    """Send further output nowhere: whoever read it is gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):
            continue


def guarded(action: Callable[[], None]) -> NoReturn:
    """Run a stage or command; end with one sentence on stderr and a status instead of a traceback.

    Status 0 is success, 1 a :class:`PegbarError`, a file system's refusal or too little memory, 130 Ctrl-C,
    143 SIGTERM and 141 a reader of the output that went away (``pegbar … | head``).
    """
    _escape_unprintable()
    _interrupted.clear()
    _on_signals(_interrupt, _interrupt)
    try:
        try:
            action()
        except Exception:
            if _interrupted:  # libraries turn an interruption of their import into other exceptions
                raise _interrupted[-1] from None
            raise
        sys.stdout.flush()
    except PegbarError as fault:
        _end(1, f"error: {fault}")
    except BrokenPipeError:
        _mute()
        sys.exit(128 + signal.SIGPIPE)
    except OSError as fault:
        where = fault.filename if fault.filename is not None else "disk"
        _end(1, f"error: {os.fsdecode(where)}: found {fault.strerror or fault}, expected a file that can be used")
    except MemoryError:
        _end(1, "error: memory: found too little of it, expected smaller pictures or fewer at a time")
    except Terminated:
        _end(128 + signal.SIGTERM, "terminated: nothing is half-written; run the same command again to go on")
    except KeyboardInterrupt:
        _end(128 + signal.SIGINT, "interrupted: nothing is half-written; run the same command again to go on")
    sys.exit(0)
