"""Many look-ups in one process: queries or ids from stdin, one a line, answered as they come.

Every line gets at least one row, in the order of the lines, that begins with the line; an unanswered one has
nothing else.
"""

from __future__ import annotations

import gc
import sys

from jimo_cli.commands.session import Answer
from jimo_cli.errors import StoreDamagedError, UsageError, shortened
from jimo_cli.output import console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jimo_cli.commands.session import Session
    from jimo_cli.store.interface import Row


_LONGEST = 1_000_000
"""Characters of a line that is looked up: a stdin without line breaks may be of any size."""


class BatchAnswer(Answer):
    """Rows for the lines of stdin, `answer(line)` gives those of a line; `found` once any line was answered.

    `column` is the name of the field that the line itself becomes. `answer` takes the store from the session
    each time, which may have opened another.
    """

    at_once = True

    def __init__(
        self, session: Session, column: str, fields: Sequence[str], answer: Callable[[str], Sequence[Row]]
    ) -> None:
        if session.chosen_format == "table":
            raise UsageError("a batch cannot print a table", "use --format tsv or jsonl")
        gc.enable()  # stdin may have no end
        self._session = session
        super().__init__(self._rows(answer, (None,) * len(fields)), found=False, fields=(column, *fields))

    def _rows(self, answer: Callable[[str], Sequence[Row]], unanswered: Row) -> Iterator[Row]:
        for number, (line, is_cut) in enumerate(_lines(), 1):
            # Editors of Windows, and its pipes, put a byte order mark before the first line.
            text = line.removeprefix("\ufeff" if number == 1 else "").rstrip("\r\n")
            if is_cut:
                text = shortened(text)
                console.say(f"line {number} of stdin is longer than {_LONGEST} characters; shorten it")
            rows = self._rows_of(text, answer) if text.strip() and not is_cut else ()
            self.found = self.found or bool(rows)
            for row in rows or (unanswered,):
                yield (text, *row)

    def _rows_of(self, text: str, answer: Callable[[str], Sequence[Row]]) -> Sequence[Row]:
        """The rows of a line; damage of the index in mid batch costs a rebuild, and no line."""
        try:
            return answer(text)
        except StoreDamagedError as damage:
            self._session.rebuild(damage)
            return answer(text)


def _lines() -> Iterator[tuple[str, bool]]:
    """Yield the lines, of a very long one the beginning, and whether more of it follows."""
    if sys.stdin is None:
        raise UsageError("there is no stdin to read from", "write one a line into it")
    try:
        while line := sys.stdin.readline(_LONGEST):
            part, is_cut = line, False
            while len(part) == _LONGEST and part[-1] != "\n":
                part = sys.stdin.readline(_LONGEST)
                is_cut = is_cut or bool(part.rstrip("\r\n"))
            yield line, is_cut
    except OSError as error:
        raise UsageError(f"stdin cannot be read ({error.strerror})", "write one a line into it") from None
