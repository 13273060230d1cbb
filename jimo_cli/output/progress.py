"""A progress bar for a long build."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager

from jimo_cli.output.console import is_terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any


_PATIENCE_S = 1.0  # a build shorter than this needs no bar
_REFRESH_S = 0.1  # more often than an eye notices


class Progress:
    """A bar on stderr for a build that takes more than a second, if stderr is a terminal."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._shown = self._start + _PATIENCE_S - _REFRESH_S
        self._bar: Any = None
        self._task: Any = None

    def files(self, done: int, total: int) -> None:
        """Show how many of the fact files are read, how fast, and how long it will take."""
        self.show("reading fact files", "files", done, total)

    def show(self, what: str, unit: str, done: int, total: int | None) -> None:
        """Show how much is done, how fast, and where the total is known how long it will take."""
        now = time.monotonic()
        if now - self._shown < _REFRESH_S or not is_terminal(sys.stderr):
            return
        self._shown = now
        if self._bar is None:
            self._bar = _bar()
            self._task = self._bar.add_task(_in_their_language(what), total=total, rate="")
            self._bar.start()
        rate = f"{done / (now - self._start):.0f} {unit}/s"
        self._bar.update(self._task, completed=done, total=total, rate=rate, refresh=True)

    def close(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def counting(what: str, unit: str) -> Iterator[Callable[[int], None]]:
    """Yield a function that shows how much is done of what may take long; the bar is removed in the end."""
    bar = Progress()
    try:
        yield lambda done: bar.show(what, unit, done, None)
    finally:
        bar.close()


def _in_their_language(what: str) -> str:
    from jimo_cli import messages  # noqa: PLC0415

    return messages.told(what, messages.of_reader(sys.stderr))


def _bar() -> Any:  # noqa: ANN401  # rich is imported only where a bar is drawn
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    # No thread refreshes it: the build forks, which is not safe beside threads.
    return Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
