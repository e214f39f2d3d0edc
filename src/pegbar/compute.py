"""Where batch work is computed: in processes of this machine, or by the workers of a Dask cluster.

Whatever calls :func:`pegbar.parallel.in_parallel` inside :func:`computing` need not know: joblib hands the calls to the cluster. Dask is
imported only then.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from joblib import parallel_config

from pegbar.errors import PegbarError
from pegbar.params.compute import ComputeParams

CONNECT_SECONDS = 10
"""How long the scheduler, and then a first worker, is waited for."""
_EXTRA = 'compute.backend: found dask, but it is not installed, expected the extra "cluster" (pip install "pegbar[cluster]")'


def _backend(client: Any) -> Any:
    """Joblib's backend for Dask, whose calls carry their own arguments.

    Joblib lays larger arguments, such as pictures, down in the memory of one worker and sends calls a reference. If that worker dies,
    nobody can make them again, and the calls fail. What a call carries itself the scheduler sends anew.
    """
    from joblib._dask import DaskDistributedBackend

    class Recoverable(DaskDistributedBackend):  # type: ignore[misc]  # joblib has no types
        def start_call(self) -> None:
            super().start_call()
            self.call_data_futures: dict[Any, Any] | None = None

        def stop_call(self) -> None:
            self.call_data_futures = {}
            super().stop_call()

    return Recoverable(client=client, wait_for_workers_timeout=CONNECT_SECONDS)


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise PegbarError(_EXTRA) from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as fault:
        raise PegbarError(
            f"compute.address: found no Dask scheduler at {address} ({type(fault).__name__}), expected one that answers (dask scheduler)"
        ) from None
    try:
        yield client
    finally:
        client.close(timeout=CONNECT_SECONDS)


def _check_folders(client: Any) -> None:
    """Refuse workers that work in another folder: stages name files from the folder that they run in.

    Raises
    ------
    PegbarError
        Naming a worker and its folder.
    """
    here = str(Path.cwd())
    for worker, folder in sorted(client.run(os.getcwd).items()):
        if folder != here:
            raise PegbarError(
                f"compute.address: found the worker {worker} in the folder {folder}, "
                f"expected all of them in {here}, on a disk that they share"
            )


@contextmanager
def computing(params: ComputeParams) -> Iterator[None]:
    """Let everything inside that works in parallel be computed where the parameters say.

    Results are the same, in the same order, wherever they are computed, and also when a worker dies: what it had not finished is sent to
    another.

    Parameters
    ----------
    params
        Backend, and the address of the scheduler.

    Raises
    ------
    PegbarError
        Dask is not installed, no scheduler answers, it has no worker or one in another folder, or one piece of work kills worker after
        worker.

    Examples
    --------
    >>> from pegbar.parallel import in_parallel
    >>> with computing(ComputeParams(backend="joblib", address=None)):
    ...     list(in_parallel(divmod, [(7, 3), (9, 4)], 1))
    [(2, 1), (2, 1)]
    """
    if params.backend == "joblib":
        yield
        return
    assert params.address is not None
    with _connected(params.address) as client:
        _check_folders(client)
        from distributed import CancelledError, KilledWorker
        from distributed.comm.core import CommClosedError

        try:
            with parallel_config(backend=_backend(client)):
                yield
        except TimeoutError:
            raise PegbarError(
                f"compute.address: found no worker at {params.address}, expected at least one (dask worker {params.address})"
            ) from None
        except KilledWorker as fault:
            raise PegbarError(
                f"compute.address: found that work killed its workers {fault.allowed_failures + 1} times, "
                "expected workers that live through it (more memory, or one thread each: dask worker --nthreads 1)"
            ) from None
        except (CommClosedError, CancelledError) as fault:
            raise PegbarError(
                f"compute.address: found that the scheduler at {params.address} went away ({type(fault).__name__}), expected it to stay; "
                "nothing was half-written, run the same command again"
            ) from None
