"""Sharing the work of a build between processes, none of which can block it or outlive it.

Each worker has its own pipe to this process and no lock in common with the others. If the system kills
a worker, whatever it was doing, this process notices by the end of the pipe; so do workers if this
process dies. The pools of the standard library wait for ever for a worker that was killed.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from multiprocessing.connection import Connection
    from typing import Any, TypeVar

    Item = TypeVar("Item")

    Result = TypeVar("Result")


WORTH_PROCESSES = 4_000_000
"""Below this many bytes of work, starting processes costs more than they save."""


def shared(work: Callable[[Item], Result], items: Iterable[Item], size: int) -> Generator[Result, None, None]:
    """Yield the result of the work for each item, in order, holding at most one item a processor.

    `size` is how many bytes of work there are. What workers do not finish, because the system killed
    one or lets none start, is done here.
    """
    workers = _started(work, size)
    if not workers:
        yield from map(work, items)
        return
    busy: deque[tuple[Item, _Worker]] = deque()
    try:
        for item in items:
            if len(busy) < len(workers):
                worker = workers[len(busy)]
                worker.start(item)
                busy.append((item, worker))
                continue
            earlier, worker = busy.popleft()
            result = worker.result(earlier)
            worker.start(item)
            busy.append((item, worker))
            yield result
        for item, worker in busy:
            yield worker.result(item)
    finally:
        for worker in workers:
            worker.stop()


def _started(work: Callable[[Any], Any], size: int) -> list[_Worker]:
    """Return a worker for each processor, none where it is not worth it, fewer where no more can start.

    Other systems than Linux start a process by importing the program anew, which an interactive
    session or a script without a guard cannot bear; and a daemon may start none.
    """
    processors = os.cpu_count() or 1
    if processors == 1 or size < WORTH_PROCESSES or sys.platform != "linux":
        return []
    from multiprocessing import current_process  # noqa: PLC0415  # only a large build needs it

    workers: list[_Worker] = []
    with suppress(OSError):
        while not current_process().daemon and len(workers) < processors:
            workers.append(_Worker(work, workers))
    return workers


class _Worker:
    """A process that works on one item at a time."""

    def __init__(self, work: Callable[[Any], Any], others: Sequence[_Worker]) -> None:
        from multiprocessing import get_context  # noqa: PLC0415

        fork = get_context("fork")
        self._work = work
        self.pipe, theirs = fork.Pipe()
        pipes = [self.pipe, *(other.pipe for other in others)]
        self._process = fork.Process(target=_serve, args=(work, theirs, pipes), daemon=True)
        try:
            self._process.start()
        finally:
            theirs.close()

    def start(self, item: object) -> None:
        """Let it work on an item."""
        with suppress(OSError):
            self.pipe.send(item)

    def result(self, item: object) -> Any:  # noqa: ANN401  # whatever the work returns
        """Return the result for the item that was started last."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            return self._work(item)

    def stop(self) -> None:
        """End the process."""
        self.pipe.close()
        self._process.kill()
        self._process.join()


def _serve(work: Callable[[Any], Any], pipe: Connection[Any, Any], pipes: Sequence[Connection[Any, Any]]) -> None:
    """Work on what comes until the pipe ends; a fork holds the other ends of its own and earlier pipes."""
    from signal import SIG_IGN, SIGINT, signal  # noqa: PLC0415

    signal(SIGINT, SIG_IGN)
    for inherited in pipes:
        inherited.close()
    with suppress(EOFError, OSError):
        while True:
            pipe.send(work(pipe.recv()))
