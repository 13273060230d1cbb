"""Which lines of a text a reader sees, and as what: text, or the row of a table."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.documents import is_read_as_it_is
from jimo_cli.documents.lines import LINE_BREAK
from jimo_cli.documents.rows import BORDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jimo_cli.documents import Block, Document
    from jimo_cli.verify.passages import Passage

ROW = "row"
_AROUND = 4
"""Passages before and behind a table that may be about it."""


def blocks_of_lines(document: Document) -> Mapping[int, Block]:
    """Return the block that each line of the text of a document is of, without lines that a reader does not see.

    The text is that of `verify.texts.of`: of a page or a Word document each block is a line of it.
    """
    if not is_read_as_it_is(document.path):
        return dict(enumerate(document.blocks, 1))
    starts = [0, *(match.end() for match in LINE_BREAK.finditer(document.content))]
    found: dict[int, Block] = {}
    for block in document.blocks:
        first, last = (bisect_right(starts, block.positions[at]) for at in (0, -1))
        found.update(dict.fromkeys(range(first, last + 1), block))
    return found


class TableRow(NamedTuple):
    """A row of a table: the passage that it is, and the block that has its cells."""

    passage: Passage
    block: Block

    @property
    def number(self) -> int:
        """The line of the text."""
        return self.passage.lines[0].number


class Table(NamedTuple):
    """A table of a text, and the passages before and behind it that no other table has."""

    rows: list[TableRow]
    above: list[Passage]
    below: list[Passage]


def tables_of(passages: Sequence[Passage], blocks: Mapping[int, Block]) -> list[Table]:
    """Return the tables of a text in its order: rows that follow each other are one."""
    found: list[Table] = []
    between: list[Passage] = []
    is_open = False
    for passage in passages:
        block = blocks.get(passage.lines[0].number)
        if block is None or block.kind != ROW:
            if set(passage.text) <= BORDER:
                continue
            is_open = False
            between.append(passage)
            if found and len(between) <= _AROUND:
                found[-1].below.append(passage)
        elif is_open:
            found[-1].rows.append(TableRow(passage, block))
        else:
            found.append(Table([TableRow(passage, block)], between[-_AROUND:], []))
            is_open, between = True, []
    return found
