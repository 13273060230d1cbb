"""Sharing work between processes, none of which can block it or outlive it.

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
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from typing import Any, TypeVar

    Item = TypeVar("Item")

    Result = TypeVar("Result")


WORTH_PROCESSES = 4_000_000
"""Below this many bytes of work, starting processes costs more than they save."""

_TASKS = 3  # a processor: so many results may wait for an earlier one, and no worker does


def shared(work: Callable[[Item], Result], items: Iterable[Item], size: int) -> Generator[Result, None, None]:
    """Yield the result of the work for each item, in order, holding a few items a processor at most.

    `size` is how many bytes of work there are. What workers do not finish, because the system killed
    one or lets none start, is done here. No result is None.
    """
    if size < WORTH_PROCESSES or processors() == 1:
        yield from map(work, items)
        return
    for item, result in spread(work, items):
        yield work(item) if result is None else result


def processors() -> int:
    """Return how many processes can share work: one for each processor that this one may use, or only this one.

    Other systems than Linux start a process by importing the program anew, which an interactive
    session or a script without a guard cannot bear; and a daemon may start none.
    """
    if sys.platform != "linux" or (count := len(os.sched_getaffinity(0))) == 1:
        return 1
    from multiprocessing import current_process  # noqa: PLC0415  # only much work needs it

    return 1 if current_process().daemon else count


def spread(
    work: Callable[[Item], Result], items: Iterable[Item | None], begin: Callable[[], object] | None = None
) -> Generator[tuple[Item, Result | None], None, None]:
    """Yield each item with the result of the work by a worker, in order; None where no worker finished it.

    There is at most one worker a processor, with one item, and a few results wait for an earlier one. A worker
    calls `begin` first, and ends where that or the work raises something. A None among the items says that the
    next one may have to be waited for: all before it are yielded first.
    """
    crew = _Crew(work, begin)
    try:
        for item in items:
            if item is None:
                yield from crew.rest()
                continue
            while crew.is_full():
                crew.receive()
            crew.start(item)
            yield from crew.finished()
        yield from crew.rest()
    finally:
        crew.stop()


class _Task:
    """An item and its result, None while there is none or where no worker finished it."""

    def __init__(self, item: Any, *, is_done: bool) -> None:  # noqa: ANN401  # whatever is worked on
        self.item = item
        self.result: Any = None
        self.is_done = is_done


class _Crew:
    """Workers, started as they are needed, and the tasks that they do; some wait for an earlier one to be done."""

    def __init__(self, work: Callable[[Any], Any], begin: Callable[[], object] | None) -> None:
        self._work, self._begin = work, begin
        self._most = count if (count := processors()) > 1 else 0
        self._workers: list[_Worker] = []
        self._idle: list[_Worker] = []
        self._busy: dict[Connection[Any, Any], tuple[_Worker, _Task]] = {}
        self._tasks: deque[_Task] = deque()

    def is_full(self) -> bool:
        """Whether another task has to wait until a worker has done its own."""
        return bool(self._busy) and (len(self._busy) >= self._most or len(self._tasks) >= _TASKS * self._most)

    def start(self, item: object) -> None:
        """Give an item to a worker; where there is none it is done at once, without a result."""
        worker = self._idle.pop() if self._idle else self._new()
        self._tasks.append(_Task(item, is_done=worker is None))
        if worker:
            self._busy[worker.pipe] = worker, self._tasks[-1]
            worker.start(item)

    def receive(self) -> None:
        """Wait until workers have done their tasks; one that has ended gets no other."""
        from multiprocessing.connection import wait  # noqa: PLC0415

        ended = wait([*self._busy])
        for pipe in [pipe for pipe in self._busy if pipe in ended]:
            worker, task = self._busy.pop(pipe)
            task.result, task.is_done = worker.result(), True
            if task.result is None:
                self._most -= 1
            else:
                self._idle.append(worker)

    def finished(self) -> Iterator[tuple[Any, Any]]:
        """Yield the first items that are done, with their results."""
        while self._tasks and self._tasks[0].is_done:
            task = self._tasks.popleft()
            yield task.item, task.result

    def rest(self) -> Iterator[tuple[Any, Any]]:
        """Yield all other items with their results, each as soon as those before it."""
        while self._busy:
            self.receive()
            yield from self.finished()

    def stop(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.stop()

    def _new(self) -> _Worker | None:
        """Return a worker more, None where there is one a processor or the system lets no more start."""
        if len(self._busy) >= self._most:
            return None
        try:
            self._workers.append(_Worker(self._work, self._begin, self._workers))
        except OSError:
            self._most = len(self._busy)
            return None
        return self._workers[-1]


class _Worker:
    """A process that works on one item at a time."""

    def __init__(
        self, work: Callable[[Any], Any], begin: Callable[[], object] | None, others: Sequence[_Worker]
    ) -> None:
        from multiprocessing import get_context  # noqa: PLC0415

        fork = get_context("fork")
        self.pipe, theirs = fork.Pipe()
        pipes = [self.pipe, *(other.pipe for other in others)]
        self._process = fork.Process(target=_serve, args=(work, begin, theirs, pipes), daemon=True)
        try:
            self._process.start()
        finally:
            theirs.close()

    def start(self, item: object) -> None:
        """Let it work on an item."""
        with suppress(OSError):
            self.pipe.send(item)

    def result(self) -> Any:  # noqa: ANN401  # whatever the work returns
        """Return the result for the item that was started last, None where the process has ended."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            return None

    def stop(self) -> None:
        """End the process."""
        self.pipe.close()
        self._process.kill()
        self._process.join()


def _serve(
    work: Callable[[Any], Any],
    begin: Callable[[], object] | None,
    pipe: Connection[Any, Any],
    pipes: Sequence[Connection[Any, Any]],
) -> None:
    """Work on what comes until the pipe ends; a fork holds the other ends of its own and earlier pipes."""
    from signal import SIG_IGN, SIGINT, signal  # noqa: PLC0415

    signal(SIGINT, SIG_IGN)
    for inherited in pipes:
        inherited.close()
    # What goes wrong here does so once more where the item is done instead, and is reported there.
    with suppress(Exception):
        if begin:
            begin()
        while True:
            pipe.send(work(pipe.recv()))
