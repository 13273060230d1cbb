"""Many look-ups in one run: queries or ids from stdin, one a line, answered as they come, by all processors.

Every line gets at least one row, in the order of the lines, that begins with the line; an unanswered one has
nothing else. What is there at once is shared between processes; one line at a time is answered in this one.
"""

from __future__ import annotations

import codecs
import gc
import io
import sys
import time
from collections import deque

from jimo_cli import resolve
from jimo_cli.commands.session import Answer
from jimo_cli.errors import NotFoundError, StoreDamagedError, UsageError, shortened
from jimo_cli.output import console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from typing import TextIO

    from jimo_cli.commands.session import Session
    from jimo_cli.store.interface import Row

    LookUp = Callable[[str, bool], Sequence[Row]]
    """Returns the rows for a line; may raise NotFoundError or UsageError, which suggests what was meant if told to."""

    Line = tuple[str, bool]
    """A line, of a very long one the beginning, and whether it was cut."""

    Result = tuple[list[str], bool, str | None]
    """What is written for a line, whether it was answered, and what was wrong with it."""


_LONGEST = 1_000_000
"""Characters of a line that is looked up: a stdin without line breaks may be of any size."""

_READ = 1 << 16
_READ_AHEAD = 1 << 18  # characters that wait to be answered: enough to know whether there is much to do
_ALONE = 32  # lines between two looks at how much there is to do
_WORTH_S = 0.1  # seconds of work below which starting processes costs more than they save
_SHARED_S = 0.01  # seconds of work that a process is given at a time
_MOST_SHARED = 512  # lines that a process is given at a time


class BatchAnswer(Answer):
    """Rows for the lines of stdin, `look_up` gives those of a line; `found` once any line was answered.

    `column` is the name of the field that the line itself becomes. `look_up` takes the store from the session
    each time, which may have opened another.
    """

    def __init__(self, session: Session, column: str, fields: Sequence[str], look_up: LookUp) -> None:
        if session.chosen_format == "table":
            raise UsageError("a batch cannot print a table", "use --format tsv or jsonl")
        gc.enable()  # stdin may have no end
        super().__init__(found=False, fields=(column, *fields))
        self.lines = self._blocks()
        self._session, self._look_up = session, look_up
        self._write = session.line_writer(self.fields)
        self._unanswered: Row = (None,) * len(fields)
        self._count = self._wrong = 0

    def _blocks(self) -> Iterator[list[str]]:
        """Yield what is written for the lines: for each by itself, or for as many as were answered together."""
        _ = self._session.store  # the facts as they are now
        lines = _Lines()
        spent = 0.0
        while some := lines.take(_ALONE):
            begun = time.process_time()
            for line in some:
                yield self._told(line, self._answer(line))
            spent = (time.process_time() - begun) / len(some)
            if len(some) == _ALONE and lines.ready() * spent > _WORTH_S:
                break
        else:
            return
        from contextlib import closing  # noqa: PLC0415  # a short batch is answered alone

        at_once = max(1, min(_MOST_SHARED, int(_SHARED_S / spent))) if spent else _MOST_SHARED
        with closing(self._shared(lines, at_once)) as shared:
            yield from shared

    def _shared(self, lines: _Lines, at_once: int) -> Generator[list[str], None, None]:
        """Yield what is written for the other lines, so many of which each process is given at once."""
        from contextlib import closing  # noqa: PLC0415

        from jimo_cli.store import workers  # noqa: PLC0415

        with closing(workers.spread(self._answers, lines.parts(at_once), self._session.reopen)) as answered:
            for some, results in answered:
                written: list[str] = []
                for at, line in enumerate(some):
                    written += self._told(line, self._settled(line, results[at] if results else None))
                yield written

    def _answers(self, lines: Sequence[Line]) -> list[Result]:
        """Return the answers to some lines without suggestions: another process cannot know which are the first."""
        return [self._tried(line, suggest=False) for line in lines]

    def _settled(self, line: Line, result: Result | None) -> Result:
        """Return the answer of another process; where there is none, or suggestions are due, one of this."""
        is_due = result is not None and result[2] is not None and self._wrong < resolve.MOST_SUGGESTED
        return self._answer(line) if result is None or is_due else result

    def _answer(self, line: Line) -> Result:
        """Return the answer to a line; damage of the index in mid batch costs a rebuild, and no line."""
        suggest = self._wrong < resolve.MOST_SUGGESTED
        try:
            return self._tried(line, suggest=suggest)
        except StoreDamagedError as damage:
            self._session.rebuild(damage)
            return self._tried(line, suggest=suggest)

    def _tried(self, line: Line, *, suggest: bool) -> Result:
        text, is_cut = line
        rows: Sequence[Row] = ()
        wrong = None
        try:
            rows = self._look_up(text, suggest) if text.strip() and not is_cut else ()
        except (NotFoundError, UsageError) as error:
            wrong = str(error)
        return self._write([(text, *row) for row in rows or (self._unanswered,)]), bool(rows), wrong

    def _told(self, line: Line, result: Result) -> list[str]:
        """Return what is written for a line, and say what was wrong with it."""
        written, is_answered, wrong = result
        self._count += 1
        if line[1]:
            console.say(f"line {self._count} of stdin is longer than {_LONGEST} characters; shorten it")
        if wrong:
            self._wrong += 1
            console.say(wrong)
        self.found = self.found or is_answered
        return written


class _Lines:
    """The lines of stdin; what is there by now is read ahead, within bounds."""

    def __init__(self) -> None:
        if sys.stdin is None:
            raise UsageError("there is no stdin to read from", "write one a line into it")
        self._texts = _texts(sys.stdin)
        self._waiting: deque[Line] = deque()
        self._size = 0  # characters of what is waiting
        self._rest = ""  # of a line whose end was not read yet
        self._is_first = True
        self._is_at_end = False

    def take(self, most: int) -> list[Line]:
        """Return the next lines, `most` at most; none at the end. Only where none is there it waits for one."""
        while not self._waiting and not self._is_at_end:
            self._read()
        taken = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
        self._size -= sum(len(text) for text, _ in taken)
        return taken

    def ready(self) -> int:
        """Return how many lines are there to be taken, or enough of them."""
        while self._size < _READ_AHEAD and not self._is_at_end and _has_more(sys.stdin):
            self._read()
        return len(self._waiting)

    def parts(self, most: int) -> Iterator[list[Line] | None]:
        """Yield the lines, so many at a time, and None where the next have to be waited for."""
        while True:
            if not self.ready():
                yield None
            if not (some := self.take(most)):
                return
            yield some

    def _read(self) -> None:
        """Read once, and split what came into lines."""
        text = next(self._texts, None)
        self._is_at_end = text is None
        if text and self._is_first:
            # Editors of Windows, and its pipes, put a byte order mark before the first line.
            text, self._is_first = text.removeprefix("\ufeff"), False
        first, *others = ("" if text is None else text).split("\n")
        if len(self._rest) <= _LONGEST:
            self._rest += first
        if text is None and self._rest:
            self._add(self._rest)
        elif others:
            self._add(self._rest)
            for line in others[:-1]:
                self._add(line)
            self._rest = others[-1]

    def _add(self, text: str) -> None:
        is_cut = len(text) > _LONGEST
        self._waiting.append((shortened(text) if is_cut else text, is_cut))
        self._size += len(self._waiting[-1][0])


def _texts(stdin: TextIO) -> Iterator[str]:
    """Yield the text that each read of a stream brings, decoded as the stream itself does; wait for none that is there.

    Raises UsageError where it cannot be read.
    """
    decoder, read = None, stdin.read
    if hasattr(getattr(stdin, "buffer", None), "read1"):  # all but one that a program put in its place
        decoder = codecs.getincrementaldecoder(stdin.encoding)(stdin.errors or "strict")
        read = stdin.buffer.read1  # type: ignore[attr-defined]  # as asked above
    decode = io.IncrementalNewlineDecoder(decoder, translate=True).decode
    try:
        while part := read(_READ):
            yield decode(part)
    except OSError as error:
        raise UsageError(f"stdin cannot be read ({error.strerror})", "write one a line into it") from None
    yield decode(part, final=True)


def _has_more(stdin: TextIO) -> bool:
    """Return whether a read would not wait; False where the system does not tell."""
    import select  # noqa: PLC0415

    try:
        return bool(select.select([stdin], [], [], 0)[0])
    except (OSError, ValueError):
        return False
