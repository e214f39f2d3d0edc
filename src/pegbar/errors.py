"""The one exception whose message is meant for the user, and how a program ends with it."""

import errno
import sys
from collections.abc import Callable
from typing import NoReturn


class PegbarError(Exception):
    """A fault the user can mend; its message is one sentence.

    The sentence names the file or key, says what was found and what was expected. The command line
    and the stages print it without a traceback and exit with status 1.
    """


def guarded(action: Callable[[], None]) -> NoReturn:
    """Run a stage or command; end with one sentence on stderr and a status instead of a traceback.

    Status 0 is success, 1 a :class:`PegbarError` or a full disk, 130 an interruption.
    """
    try:
        action()
    except PegbarError as fault:
        sys.exit(f"error: {fault}")
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
            raise
        sys.exit(f"error: {fault.filename or 'disk'}: found {fault.strerror}, expected room to write")
    except KeyboardInterrupt:
        print("\ninterrupted: nothing is half-written; run the same command again to go on", file=sys.stderr)
        sys.exit(130)
    sys.exit(0)
