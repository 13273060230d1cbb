"""Which lines of a text a reader sees, and as what: text, or the row of a table."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.documents import is_read_as_it_is
from jimo_cli.documents.lines import LINE_BREAK, has_sentence, is_caption
from jimo_cli.documents.rows import BORDER, has_figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jimo_cli.documents import Block, Document
    from jimo_cli.verify.passages import Passage

ROW = "row"
_MOST_HEADINGS = 2
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
    """A row of a table: the passage that it is, the block that it was read from, and the cells of that."""

    passage: Passage
    block: Block
    cells: Sequence[str]

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
    """Return the tables of a text in its order: rows that follow each other are one.

    Rows of figures behind a line or two without a sentence go on with the table before: these are headings in it.
    """
    found: list[Table] = []
    between: list[Passage] = []
    is_open, last = False, 0
    for passage in passages:
        number = passage.lines[0].number
        block = blocks.get(number)
        if block is None or block.kind != ROW:
            if set(passage.text) <= BORDER:
                last = number
            else:
                is_open = False
                between.append(passage)
            continue
        row = TableRow(passage, block, block.cells)
        is_open, last = is_open and last + 1 == number, number  # a blank line may end a table
        if is_open:
            found[-1].rows.append(row)
        elif found and _goes_on(found[-1].rows[-1], between, row):
            headings = ((each, blocks.get(each.lines[0].number)) for each in between)
            found[-1].rows.extend(TableRow(each, of, (of.text,)) for each, of in headings if of)
            found[-1].rows.append(row)
        else:
            _end(found, between)
            found.append(Table([row], between[-_AROUND:], []))
        is_open, between = True, []
    _end(found, between)
    return found


def _end(found: Sequence[Table], behind: Sequence[Passage]) -> None:
    if found:
        found[-1].below.extend(behind[:_AROUND])


def _goes_on(last: TableRow, between: Sequence[Passage], row: TableRow) -> bool:
    """Tell whether a row is one of the same table as the last one, and what stands between them are headings in it."""
    if len(row.cells) != len(last.cells) or len(between) > _MOST_HEADINGS or not has_figure(row.cells):
        return False
    return not any(has_sentence(each.text) or is_caption(each.text) for each in between)
