"""Which lines of a text a reader sees, and as what: text, or the row of a table."""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.documents import is_read_as_it_is
from jimo_cli.documents.builder import BETWEEN_CELLS
from jimo_cli.documents.lines import LINE_BREAK
from jimo_cli.tables.sheet import Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jimo_cli.documents import Block, Document

ROW = "row"


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
    """A table of a document: its rows, and the last words before it, which often are its name and its unit."""

    sheet: Sheet
    before: str


def tables_of(document: Document) -> list[Table]:
    """Return the tables of a document in its order: rows that follow each other are one."""
    found, before = [], ""
    for kind, group in groupby(document.blocks, key=lambda block: block.kind):
        blocks = [*group]
        if kind != ROW:
            before = blocks[-1].text
            continue
        found.append(Table(_sheet(before, blocks), before))
    return found


def _sheet(name: str, blocks: Sequence[Block]) -> Sheet:
    def rows() -> Iterator[Row]:
        for number, block in enumerate(blocks, 1):
            yield Row(number, [cell.strip() for cell in block.text.split(BETWEEN_CELLS)])

    return Sheet(name, rows)
