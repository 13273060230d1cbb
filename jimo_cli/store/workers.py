"""Sharing the work of a build between processes, none of which can hold it up or outlive it.

Each helper has a line of its own to this process and no lock in common with the others: one that
the system ends is noticed by the end of its line, whatever it was about, and so is the end of this
process by the helpers. The pools of the standard library wait for ever for a helper that was killed.
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
"""Below this many bytes of what there is to do, starting processes costs more than they save."""


def shared(work: Callable[[Item], Result], items: Iterable[Item], size: int) -> Generator[Result, None, None]:
    """Yield what the work makes of each item, in order, never holding more than one a processor.

    `size` is how many bytes there are to do. What helpers do not get done, because the system ended
    one or lets none begin, is done here.
    """
    helpers = _begun(work, size)
    if not helpers:
        yield from map(work, items)
        return
    waiting: deque[tuple[Item, _Helper]] = deque()
    try:
        for item in items:
            if len(waiting) < len(helpers):
                helper = helpers[len(waiting)]
                helper.begin(item)
                waiting.append((item, helper))
                continue
            first, helper = waiting.popleft()
            result = helper.result(first)
            helper.begin(item)
            waiting.append((item, helper))
            yield result
        for item, helper in waiting:
            yield helper.result(item)
    finally:
        for helper in helpers:
            helper.end()


def _begun(work: Callable[[Any], Any], size: int) -> list[_Helper]:
    """As many helpers as there are processors, none where it is not worth it, fewer where no more can begin.

    Other systems than Linux begin a process by importing the program anew, which an interactive
    session or a script without a guard cannot stand; and a daemon may begin none.
    """
    processors = os.cpu_count() or 1
    if processors == 1 or size < WORTH_PROCESSES or sys.platform != "linux":
        return []
    from multiprocessing import current_process  # noqa: PLC0415  # only a large build needs it

    helpers: list[_Helper] = []
    with suppress(OSError):
        while not current_process().daemon and len(helpers) < processors:
            helpers.append(_Helper(work, helpers))
    return helpers


class _Helper:
    """A process that works on one item at a time."""

    def __init__(self, work: Callable[[Any], Any], others: Sequence[_Helper]) -> None:
        from multiprocessing import get_context  # noqa: PLC0415

        fork = get_context("fork")
        self._work = work
        self.line, theirs = fork.Pipe()
        lines = [self.line, *(other.line for other in others)]
        self._process = fork.Process(target=_serve, args=(work, theirs, lines), daemon=True)
        try:
            self._process.start()
        finally:
            theirs.close()

    def begin(self, item: object) -> None:
        """Let it work on an item."""
        with suppress(OSError):
            self.line.send(item)

    def result(self, item: object) -> Any:  # noqa: ANN401  # what the work makes of it
        """What the work has made of the item that was begun last."""
        try:
            return self.line.recv()
        except (EOFError, OSError):
            return self._work(item)

    def end(self) -> None:
        """Let go of the process."""
        self.line.close()
        self._process.kill()
        self._process.join()


def _serve(work: Callable[[Any], Any], line: Connection[Any, Any], lines: Sequence[Connection[Any, Any]]) -> None:
    """Work on what comes, until the line ends; a fork holds ends of lines that are not its own."""
    from signal import SIG_IGN, SIGINT, signal  # noqa: PLC0415

    signal(SIGINT, SIG_IGN)
    for each in lines:
        each.close()
    with suppress(EOFError, OSError):
        while True:
            line.send(work(line.recv()))
