"""A table that fits the width it is given: it drops columns before it cuts a digit."""

from __future__ import annotations

from functools import partial
from shutil import get_terminal_size
from typing import TYPE_CHECKING, NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from jimo_cli.output.console import printable
from jimo_cli.output.headings import header

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from rich.console import ConsoleOptions, RenderableType, RenderResult


GAP = 2  # cells between two columns
_SHARE = 2 / 5  # of the width: a text that must stay is folded before it takes more
_FOLDED_LEAST = 24  # cells below which folding a text makes room for nothing
_NARROWEST = 8  # cells below which a folded text is worse than rows one below another


class Column(NamedTuple):
    """A column: the higher its `rank`, the sooner it goes where the width is short; 0 stays.

    A column that is `vital` is not dropped altogether: its cells go under those of the first column then.
    The cells of an `aligned` one bring their own blanks.
    """

    name: str
    get: Callable[[Any], str]
    rank: int = 0
    right: bool = False
    style: str = ""
    vital: bool = False
    aligned: bool = False


class _Filled(NamedTuple):
    """A column with its heading, its cells and the width of the widest."""

    column: Column
    header: str
    cells: list[str]
    width: int

    @property
    def folds(self) -> bool:
        """Whether its cells may be folded: figures may not, nor what only stays where there is room."""
        return not self.column.right and not self.column.rank


class FittingTable:
    """A table that chooses its columns by the width that it is given; empty ones are left out.

    Where not even those that stay fit, the cells of a row go one below another; `named` puts their headings
    before them then.
    """

    def __init__(self, columns: Sequence[Column], rows: Sequence[Any], lang: str, *, named: bool = False) -> None:
        self._named = named
        self._filled = []
        for column in columns:
            head, cells = header(column.name, lang), [printable(column.get(row)) for row in rows]
            if any(cells) or not rows:
                self._filled.append(_Filled(column, head, cells, max(map(cell_len, [head, *cells]))))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        kept = self._kept(options.max_width)
        below = [filled.cells for filled in self._filled if filled.column.vital and filled not in kept]
        least = sum((min(_NARROWEST, filled.width) if filled.folds else filled.width) + GAP for filled in kept)
        if least - GAP <= options.max_width:
            yield _side_by_side(kept, below)
        elif self._named:
            yield _records(kept)
        else:
            yield _one_below_another([*(filled.cells for filled in kept), *below])

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
    most = max(_FOLDED_LEAST, int(width * _SHARE)) if filled.folds else filled.width
    return min(filled.width, most) + GAP


def _side_by_side(kept: Sequence[_Filled], below: Sequence[Sequence[str]]) -> Table:
    # The box separates columns by a blank of its own.
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for filled in kept:
        column, head, width = filled.column, filled.header, filled.width
        table.add_column(
            " " * (width - cell_len(head)) + head if column.aligned else head,
            style=column.style,
            justify="right" if column.right and not column.aligned else "left",
            no_wrap=not filled.folds,
            overflow="fold",
            min_width=None if filled.folds else width,
        )
    name = next((index for index, filled in enumerate(kept) if filled.folds), 0)
    for index, row in enumerate(zip(*(filled.cells for filled in kept), strict=True)):
        under = [(f"\n  {cells[index]}", "dim") for cells in below if cells[index]]
        cells = [Text(cell) for cell in row]
        cells[name] = Text.assemble(row[name], *under)
        table.add_row(*cells)
    return table


def _records(kept: Sequence[_Filled]) -> Group:
    """The rows as records: each field on a line of its own, after its heading."""
    lead = max(cell_len(filled.header) for filled in kept)
    records: list[RenderableType] = []
    for row in zip(*(filled.cells for filled in kept), strict=True):
        grid = Table.grid(padding=(0, GAP, 0, 0))
        grid.add_column(style="dim", no_wrap=True, min_width=lead)
        grid.add_column(overflow="fold")
        for filled, cell in zip(kept, row, strict=True):
            if cell:
                grid.add_row(filled.header, Text(cell))
        records += [Rule(style="dim"), grid]
    return Group(*records)


def _one_below_another(columns: Sequence[Sequence[str]]) -> Group:
    """The rows without columns: where not even the figures fit beside each other, each goes on a line of its own."""
    lines: list[RenderableType] = []
    for first, *rest in zip(*columns, strict=True):
        lines.append(Text(first))
        # A range may be broken between its ends.
        below = " ".join(cell.strip().replace("–", "– ") for cell in rest if cell)
        lines.append(Padding(Text(below), (0, 0, 0, GAP)) if below else Text())
    return Group(*lines)


def render(parts: Sequence[RenderableType]) -> list[str]:
    """Return the lines of the parts as the terminal takes them, a blank line between two of them."""
    # Rich assumes that a dumb terminal is 80 wide, unless it gets both its width and its height.
    size = get_terminal_size()
    console = Console(highlight=False, width=size.columns, height=size.lines)
    with console.capture() as capture:
        for index, part in enumerate(parts):
            if index:
                console.print()
            console.print(part)
    return [line.rstrip(" ") for line in capture.get().rstrip("\n").split("\n")]
