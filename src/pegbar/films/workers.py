"""Worker processes that load what they need once, take one call at a time, and are replaced when they are lost."""

import multiprocessing
import pickle
import signal
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, TypeVar

from pegbar.errors import PegbarError
from pegbar.parallel import leave_with

R = TypeVar("R")
Work = Callable[..., R]
_ATTEMPTS = 2
"""A call at which so many workers were lost is given up: it is the call that ends them."""


@dataclass
class _Call:
    """A call under a name, and how many workers were lost over it."""

    name: str
    arguments: tuple[Any, ...]
    lost: int = 0


def _sendable(fault: Exception) -> Exception:
    """The exception, or one that says the same where it cannot be sent to another process."""
    try:
        pickle.loads(pickle.dumps(fault))
    except Exception:
        return RuntimeError("".join(traceback.format_exception(fault)))
    return fault


def _serve(calls: Connection, prepare: Callable[[], Work[Any]], parent: int) -> None:
    """Body of a worker process: answers calls until the pipe ends."""
    leave_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; who started them ends them
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    work: Work[Any] | None = None
    while True:
        try:
            arguments = calls.recv()
        except EOFError:
            return
        try:
            work = work or prepare()
            answer: tuple[bool, Any] = (True, work(*arguments))
        except Exception as fault:
            answer = (False, _sendable(fault))
        calls.send(answer)


class _Worker:
    """A process with its end of the pipe, and the call that it is at."""

    def __init__(self, prepare: Callable[[], Work[Any]]) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would inherit the lock of the folder and torch's threads
        self.calls, theirs = context.Pipe()
        parent = multiprocessing.current_process().pid
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, prepare, parent), daemon=True)
        self.process.start()
        theirs.close()
        self.call: _Call | None = None

    def begin(self, call: _Call) -> None:
        """Send a call; a worker that is gone is noticed when its answer is waited for."""
        self.call = call
        try:
            self.calls.send(call.arguments)
        except (BrokenPipeError, ConnectionResetError):
            return

    def end(self) -> None:
        """Kill the process."""
        self.process.kill()
        self.process.join()
        self.calls.close()


class Crew(Generic[R]):
    """Workers that share calls.

    Parameters
    ----------
    prepare
        Called once in each worker, it loads what is needed and gives the function that answers calls; both can be pickled.
    workers
        Processes; with one, calls are answered in this process.

    Examples
    --------
    >>> from functools import partial
    >>> with Crew(partial(partial, pow, 2), 1) as crew:
    ...     crew.submit("cube", 3)
    ...     crew.next()
    ('cube', 8)
    """

    def __init__(self, prepare: Callable[[], Work[R]], workers: int) -> None:
        self.prepare, self.count = prepare, workers
        self._workers: list[_Worker] = []
        self._waiting: deque[_Call] = deque()
        self._own: Work[R] | None = None

    def __enter__(self) -> "Crew[R]":
        if self.count > 1:
            self._workers = [_Worker(self.prepare) for _ in range(self.count)]
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            worker.end()

    @property
    def under_way(self) -> int:
        """Calls whose results were not fetched yet."""
        return len(self._waiting) + sum(worker.call is not None for worker in self._workers)

    @property
    def full(self) -> bool:
        """Whether a result should be fetched before more is submitted: each worker has a call, and another one waits for it."""
        return self.under_way >= (2 * self.count if self._workers else 1)

    def submit(self, name: str, *arguments: Any) -> None:
        """Hand over a call under a name, which faults show."""
        self._waiting.append(_Call(name, arguments))
        self._hand_out()

    def next(self) -> tuple[str, R]:
        """Name and result of a call that has ended; waits for one.

        Raises
        ------
        PegbarError
            The call raised it, or worker processes were lost over it again and again.
        """
        if not self._workers:
            call = self._waiting.popleft()
            self._own = self._own or self.prepare()
            return call.name, self._own(*call.arguments)
        while True:
            busy = {worker.calls: worker for worker in self._workers if worker.call is not None}
            for ready in wait(list(busy)):
                answer = self._take(next(worker for calls, worker in busy.items() if calls is ready))
                if answer is not None:
                    return answer

    def _take(self, worker: _Worker) -> tuple[str, R] | None:
        """Take the answer of a worker and give it the next call; none where it was lost."""
        call = worker.call
        assert call is not None
        try:
            good, value = worker.calls.recv()
        except (EOFError, ConnectionResetError):
            self._replace(worker, call)
            return None
        worker.call = None
        self._hand_out()
        if not good:
            raise value
        return call.name, value

    def _hand_out(self) -> None:
        for worker in self._workers:
            if worker.call is None and self._waiting:
                worker.begin(self._waiting.popleft())

    def _replace(self, worker: _Worker, call: _Call) -> None:
        """Put a new process in the place of one that is gone, and let its call be done again."""
        worker.process.join()
        status = worker.process.exitcode
        worker.calls.close()
        self._workers.remove(worker)
        call.lost += 1
        if call.lost >= _ATTEMPTS:
            ended = f"ended by signal {-status}" if status is not None and status < 0 else f"ended with status {status}"
            raise PegbarError(
                f"{call.name}: found its worker process {ended} {call.lost} times, expected an answer "
                "(too little memory? try fewer --workers); what is finished was kept"
            )
        self._workers.append(_Worker(self.prepare))
        self._waiting.appendleft(call)
        self._hand_out()
