"""Many look-ups in one process: queries or ids from stdin, one a line, answered as they come.

Every line gets at least one row, in the order of the lines, led by what was asked; what is not
answered has a row with nothing but that.
"""

from __future__ import annotations

import sys

from jimo_cli.errors import FOUND, NOTHING_FOUND, NotFoundError, UsageError
from jimo_cli.output import console, lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jimo_cli.catalog import Catalog
    from jimo_cli.search.answers import Ranked
    from jimo_cli.store.interface import Row

    Answer = Callable[[str], list[Row]]


def search(catalog: Catalog, ranked: Callable[[str], list[Ranked]], names: Sequence[str], form: str) -> Answer:
    """Return what answers one query: rows of those fields, the best hits first."""

    def answer(query: str) -> list[Row]:
        return catalog.hit_rows(names, ranked(query), ends=not form.startswith("json"))

    return answer


def get(catalog: Catalog, names: Sequence[str], form: str) -> Answer:
    """Return what answers one id: a row of those fields, if it has the first."""

    def answer(name: str) -> list[Row]:
        try:
            rows = catalog.rows(names, ids=(catalog.fact_id(name),), ends=not form.startswith("json"))
            return [row for row in rows if row[0] is not None]
        except (NotFoundError, UsageError) as error:
            console.say(str(error))
            return []

    return answer


def _lines() -> Iterator[str]:
    if sys.stdin is None:
        raise UsageError("there is no stdin to read from", "write one a line into it")
    try:
        yield from sys.stdin
    except OSError as error:
        raise UsageError(f"stdin cannot be read ({error})", "write one a line into it") from None


def run(answer: Answer, asked_by: str, names: Sequence[str], form: str, *, header: bool) -> int:
    """Answer stdin line by line and return the exit code: found where any line was answered.

    `asked_by` is the name of the field that leads each row.
    """
    if form == "table":
        raise UsageError("many answers make no table", "leave --format away, or say tsv or jsonl")
    found = False

    def rows() -> Iterator[Row]:
        nonlocal found
        nothing = (None,) * len(names)
        for line in _lines():
            asked = line.rstrip("\r\n")
            answers = answer(asked) if asked.strip() else []
            found = found or bool(answers)
            for row in answers or [nothing]:
                yield (asked, *row)

    written = lines.formatted(rows(), (asked_by, *names), form, header=header, ascii_only=not console.speaks_unicode())
    console.write(written, at_once=True)
    return FOUND if found else NOTHING_FOUND
