"""A table that fits the width it is given: it drops columns before it cuts a digit."""

from __future__ import annotations

import re
from functools import partial
from shutil import get_terminal_size
from typing import TYPE_CHECKING, NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group
from rich.containers import Lines
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from jimo_cli.output.console import printable
from jimo_cli.output.headings import header

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from rich.console import ConsoleOptions, RenderableType, RenderResult


GAP = 2  # cells between two columns
_MOST_CELLS = 1000  # cells: a line is built cell by cell, and `COLUMNS` may be any number
_HEIGHT = 25  # of no effect on what is printed
_SHARE = 2 / 5  # of the width: a text that must stay is folded before it takes more
_FOLDED_LEAST = 24  # cells below which folding a text makes room for nothing
_WIDEST = 2  # cells of a character
_NARROWEST = 8  # cells below which a folded text is worse than rows one below another
_WORD = re.compile(r"\s*\S+\s*")
# A range may be broken behind its dash.
_NUMBER = r"[+\-−]?\d(?:[\d,.]*\d)?[%‰–]*"
_NUMBERS = re.compile(_NUMBER)
_PIECE = re.compile(rf"{_NUMBER}|.", re.DOTALL)


class Column(NamedTuple):
    """A column: the higher its `rank`, the sooner it goes where the width is short; 0 stays.

    A column that is `vital` is not dropped altogether: its cells go under those of the first column then.
    The cells of an `aligned` one bring their own blanks. A `title` stands in place of the heading of the field.
    """

    name: str
    get: Callable[[Any], str]
    rank: int = 0
    right: bool = False
    style: str = ""
    vital: bool = False
    aligned: bool = False
    title: str | None = None


class _Filled(NamedTuple):
    """A column with its heading and its cells, the width of the widest, and the least width that it can have.

    It `folds` if its cells may be folded: figures may not, nor what only stays where there is room.
    """

    column: Column
    header: str
    cells: list[str]
    width: int
    narrowest: int
    folds: bool


class FittingTable:
    """A table that chooses its columns by the width that it is given; empty ones are left out.

    Where not even those that stay fit, the cells of a row go one below another; `named` puts their headings
    before them then.
    """

    def __init__(self, columns: Sequence[Column], rows: Sequence[Any], lang: str, *, named: bool = False) -> None:
        self._named = named
        self._filled = []
        for column in columns:
            head = header(column.name, lang) if column.title is None else printable(column.title)
            cells = [printable(column.get(row)) for row in rows]
            if any(cells) or not rows:
                width, folds = max(map(cell_len, [head, *cells])), not column.right and not column.rank
                least = max(min(_NARROWEST, width), *map(_widest_number, cells), 0) if folds else width
                self._filled.append(_Filled(column, head, cells, width, least, folds))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        kept = self._kept(options.max_width)
        dropped = [filled.cells for filled in self._filled if filled.column.vital and filled not in kept]
        below = [" · ".join(filter(None, cells)) for cells in zip(*dropped, strict=True)]
        widths = _widths(kept, below, options.max_width)
        if widths:
            yield _side_by_side(kept, below, widths)
        elif self._named:
            yield _records(kept)
        else:
            yield _one_below_another([*(filled.cells for filled in kept), *([below] if below else [])])

    def _kept(self, width: int) -> list[_Filled]:
        """The columns that must stay, then the rest by rank as far as the width goes.

        A text that must stay gives way down to a good part of the width, and is folded there.
        """
        needed = partial(_needed, width)
        kept = [filled for filled in self._filled if filled.column.rank == 0]
        for filled in sorted(self._filled, key=lambda filled: filled.column.rank):
            if filled.column.rank:
                if sum(map(needed, [*kept, filled])) - GAP > width:
                    break
                kept.append(filled)
        return [filled for filled in self._filled if filled in kept]


def _needed(width: int, filled: _Filled) -> int:
    """How many cells of the width a column needs, with the gap behind it."""
    most = max(_FOLDED_LEAST, int(width * _SHARE), filled.narrowest) if filled.folds else filled.width
    return min(filled.width, most) + GAP


def _widths(kept: Sequence[_Filled], below: Sequence[str], width: int) -> list[int]:
    """The widths of the columns, none where they do not fit: the widest of those that may be folded give way."""
    room = width - GAP * (len(kept) - 1)
    under = max((GAP + cell_len(cell) for cell in below if cell), default=0)
    full = [max(filled.width, under) if at == _name(kept) else filled.width for at, filled in enumerate(kept)]
    least = [filled.narrowest for filled in kept]
    for most in range(room, 0, -1):
        widths = [max(low, min(high, most)) for low, high in zip(least, full, strict=True)]
        if sum(widths) <= room:
            return widths
    return []


def _name(kept: Sequence[_Filled]) -> int:
    """The column of the names, under which go the cells of those that are dropped."""
    return next((index for index, filled in enumerate(kept) if filled.folds), 0)


def _side_by_side(kept: Sequence[_Filled], below: Sequence[str], widths: Sequence[int]) -> Table:
    # The box separates columns by a blank of its own.
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for filled, width in zip(kept, widths, strict=True):
        column, head = filled.column, filled.header
        table.add_column(
            " " * (filled.width - cell_len(head)) + head if column.aligned else head,
            style=column.style,
            justify="right" if column.right and not column.aligned else "left",
            no_wrap=not filled.folds,
            overflow="fold",
            width=width,
        )
    name = _name(kept)
    for index, row in enumerate(zip(*(filled.cells for filled in kept), strict=True)):
        under = [(f"\n  {below[index]}", "dim")] if below and below[index] else []
        cells: list[Text] = [_Cell(cell) for cell in row]
        cells[name] = _Cell.assemble(row[name], *under)
        table.add_row(*cells)
    return table


def _records(kept: Sequence[_Filled]) -> Group:
    """The rows as records: each field on a line of its own, after its heading."""
    fields: list[RenderableType] = []
    for row in zip(*(filled.cells for filled in kept), strict=True):
        pairs = [(filled.header, cell) for filled, cell in zip(kept, row, strict=True) if cell]
        fields += [Rule(style="dim"), *headed(pairs)]
    return Group(*fields)


def _one_below_another(columns: Sequence[Sequence[str]]) -> Group:
    """The rows without columns: where not even the figures fit beside each other, each goes on a line of its own."""
    lines: list[RenderableType] = []
    for first, *rest in zip(*columns, strict=True):
        below = " ".join(cell.strip() for cell in rest if cell)
        lines += [Folded(Text(first)), Folded(Text(below), Text(" " * GAP))]
    return Group(*lines)


def headed(pairs: Sequence[tuple[str, str]], indent: int = 0) -> list[Folded]:
    """Return texts behind their headings, one below another."""
    lead = max((cell_len(heading) for heading, _ in pairs), default=0)
    return [
        Folded(Text(text), Text(f"{' ' * indent}{heading}{' ' * (lead - cell_len(heading) + GAP)}", style="dim"))
        for heading, text in pairs
    ]


class Folded:
    """A text that is folded beside its lead, or below it where the width is short; no number in it is broken.

    One that is wider than the terminal is left to it.
    """

    def __init__(self, text: Text, lead: Text | None = None) -> None:
        self._text = text
        self._lead = lead or Text()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        least, lead, margin = _widest_number(self._text.plain), self._lead, cell_len(self._lead.plain)
        if options.max_width - margin < max(least, min(_NARROWEST, cell_len(self._text.plain))):
            if lead.plain.strip():
                yield Text(lead.plain.rstrip(), style=lead.style)
            margin = GAP if margin and options.max_width - GAP >= max(least, _WIDEST) else 0
            lead = Text(" " * margin)
        for line in _folded(self._text, max(options.max_width - margin, 1)):
            yield Text.assemble(lead, line, no_wrap=True, overflow="ignore")
            lead = Text(" " * margin)


class _Cell(Text):
    """A text in a column that is folded without breaking a number."""

    def wrap(self, console: Console, width: int, *, no_wrap: bool | None = None, **options: Any) -> Lines:  # noqa: ANN401
        if no_wrap:
            return super().wrap(console, width, no_wrap=no_wrap, **options)
        return Lines(_folded(self, width))


def _folded(text: Text, width: int) -> Iterator[Text]:
    for line in text.split(allow_blank=True):
        for part in line.divide(_breaks(line.plain, width)):
            part.rstrip()
            yield part


def _breaks(line: str, width: int) -> Iterator[int]:
    """Yield where to break a line: between words, and where one is too long anywhere but in a number."""
    begin = 0
    for word in _WORD.finditer(line):
        start, end = word.start(), word.start() + len(word[0].rstrip())
        if cell_len(line[begin:end]) <= width:
            continue
        if start > begin:
            yield start
            begin = start
        for piece in _PIECE.finditer(line, start, end):
            if piece.start() > begin and cell_len(line[begin : piece.end()]) > width:
                yield piece.start()
                begin = piece.start()


def _widest_number(text: str) -> int:
    return max((cell_len(number) for number in _NUMBERS.findall(text)), default=0)


def terminal_width() -> int:
    """Return the width of the terminal, or that of `COLUMNS`, as far as a line is ever wide."""
    return min(get_terminal_size().columns, _MOST_CELLS)


def render(parts: Sequence[RenderableType]) -> list[str]:
    """Return the lines of the parts as the terminal takes them, a blank line between two of them."""
    # Rich assumes that a dumb terminal is 80 wide, unless it gets both its width and its height.
    console = Console(highlight=False, width=terminal_width(), height=_HEIGHT)
    with console.capture() as capture:
        for index, part in enumerate(parts):
            if index:
                console.print()
            console.print(part, crop=False)
    return [line.rstrip(" ") for line in capture.get().rstrip("\n").split("\n")]
