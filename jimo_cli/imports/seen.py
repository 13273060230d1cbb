"""Which lines of a text a reader sees, and as what: text, or the row of a table."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.documents import is_read_as_it_is
from jimo_cli.documents.lines import LINE_BREAK
from jimo_cli.tables.sheet import Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jimo_cli.documents import Document
    from jimo_cli.verify.passages import Passage

ROW = "row"
_BORDER = frozenset("|-: ")
"""What the line between the head and the rows of a table in Markdown is made of."""


def kinds_of_lines(document: Document) -> Mapping[int, str]:
    """Return the kind of the block that each line of the text of a document is of, without those a reader does not see.

    The text is that of `verify.texts.of`: of a page or a Word document each block is a line of it.
    """
    if not is_read_as_it_is(document.path):
        return {number: block.kind for number, block in enumerate(document.blocks, 1)}
    starts = [0, *(match.end() for match in LINE_BREAK.finditer(document.content))]
    found: dict[int, str] = {}
    for block in document.blocks:
        first, last = (bisect_right(starts, block.positions[at]) for at in (0, -1))
        found.update(dict.fromkeys(range(first, last + 1), block.kind))
    return found


class Table(NamedTuple):
    """A table of a text: the passages that are its rows, and the last words before it, often its name and its unit."""

    rows: list[Passage]
    before: str


def tables_of(passages: Sequence[Passage], kinds: Mapping[int, str]) -> list[Table]:
    """Return the tables of a text in its order: rows that follow each other are one."""
    found: list[Table] = []
    before, is_open = "", False
    for passage in passages:
        kind = kinds.get(passage.lines[0].number)
        if kind != ROW:
            is_border = kind is None and set(passage.text) <= _BORDER
            before, is_open = (before, is_open) if is_border else (passage.text, False)
        elif is_open:
            found[-1].rows.append(passage)
        else:
            found.append(Table([passage], before))
            is_open = True
    return found


def sheet_of(table: Table) -> Sheet:
    """Return a table of a text as a sheet, by the name that stands before it."""

    def rows() -> Iterator[Row]:
        for number, passage in enumerate(table.rows, 1):
            yield Row(number, cells_of(passage.text))

    return Sheet(table.before.strip(), rows)


def cells_of(row: str) -> list[str]:
    """Return the cells of a row of a table, as a text has it: | 云泽市 | 345.2 |."""
    return [cell.strip() for cell in row.strip().strip("|").split("|")]
