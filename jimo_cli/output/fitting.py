"""A table that fits the width it is given: it drops columns before it cuts a digit."""

from __future__ import annotations

import os
import re
import sys
from functools import partial
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group
from rich.rule import Rule
from rich.segment import Segment, SegmentLines
from rich.text import Text

from jimo_cli.output.console import printable
from jimo_cli.output.headings import header

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from rich.console import ConsoleOptions, RenderableType, RenderResult
    from rich.style import Style


GAP = 2  # cells between two columns
_MOST_CELLS = 1000  # cells: a line is built cell by cell, and `COLUMNS` may be any number
_WIDTH = 80  # of what is no terminal and says nothing
_HEIGHT = 25  # of no effect on what is printed
_AT_ONCE = 50  # lines: more would be longer in coming, fewer cost more each
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


class Chunk(NamedTuple):
    """Some rows of a table with its columns, which get their cells out of these rows."""

    columns: Sequence[Column]
    rows: Sequence[Any]


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


class _Layout(NamedTuple):
    """The columns that a width has room for, how wide each is, and what goes under the names of the rows.

    Without widths the columns do not fit beside each other. `under` is the width of the widest text under a name.
    """

    kept: Sequence[_Filled]
    below: Sequence[str]
    under: int
    widths: Sequence[int]

    def goes_on(self, above: _Layout | None) -> bool:
        """Whether rows stand right under those of another layout, with the heading of these."""
        return above is not None and (self.heads(), self.widths) == (above.heads(), above.widths)

    def heads(self) -> list[tuple[str, str]]:
        """The name and the heading of each column."""
        return [(filled.column.name, filled.header) for filled in self.kept]


class FittingTable:
    """A table that chooses its columns by the width that it is given; empty ones are left out.

    It is drawn chunk by chunk, each as it is read. Those behind the first keep the columns and widths of the rows
    above; where these have no room, the heading is repeated with wider ones, so nothing is cut.

    Where not even those that stay fit, the cells of a row go one below another; `named` puts their headings
    before them then.
    """

    def __init__(self, chunks: Iterable[Chunk], lang: str, *, named: bool = False) -> None:
        self._chunks = chunks
        self._lang = lang
        self._named = named

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        filled: list[_Filled] = []
        above = None
        for chunk in self._chunks:
            filled = [*_filled(chunk, self._lang, {each.column.name: each for each in filled})]
            layout = _layout(filled, options.max_width, above)
            if above is not None and not layout.goes_on(above):
                yield Segment.line()
            if layout.widths:
                frame = box.SIMPLE_HEAD.substitute(options, safe=console.safe_box)
                if not layout.goes_on(above):
                    yield from _heading(layout, frame, console)
                yield from _side_by_side(layout, frame, console)
            elif self._named:
                yield _records(layout.kept)
            else:
                yield _one_below_another(layout)
            above = layout


def _filled(chunk: Chunk, lang: str, above: Mapping[str, _Filled]) -> Iterator[_Filled]:
    """Yield the columns that have text; what the rows above have stays, and gets no narrower."""
    for column in chunk.columns:
        head = header(column.name, lang) if column.title is None else printable(column.title)
        cells = [printable(column.get(row)) for row in chunk.rows]
        before = above.get(column.name)
        if not (any(cells) or before or not chunk.rows):
            continue
        width, folds = max(map(_cells, [head, *cells])), not column.right and not column.rank
        least = max(min(_NARROWEST, width), _widest_number("\n".join(cells))) if folds else width
        if before:
            width, least = max(width, before.width), max(least, before.narrowest)
        yield _Filled(column, head, cells, width, least, folds)


def _cells(text: str) -> int:
    """How many cells a printable text has on a terminal."""
    return len(text) if text.isascii() else cell_len(text)


def _layout(filled: Sequence[_Filled], width: int, above: _Layout | None) -> _Layout:
    kept = _kept(filled, width)
    dropped = [each.cells for each in filled if each.column.vital and each not in kept]
    below = [" · ".join(filter(None, cells)) for cells in zip(*dropped, strict=True)]
    under = max((GAP + _cells(cell) for cell in below if cell), default=0)
    if above is not None and below:
        under = max(under, above.under)
    return _Layout(kept, below, under, _widths(kept, under, width))


def _kept(filled: Sequence[_Filled], width: int) -> list[_Filled]:
    """The columns that must stay, then the rest by rank as far as the width goes.

    A text that must stay gives way down to a good part of the width, and is folded there.
    """
    needed = partial(_needed, width)
    kept = [each for each in filled if each.column.rank == 0]
    for each in sorted(filled, key=lambda each: each.column.rank):
        if each.column.rank:
            if sum(map(needed, [*kept, each])) - GAP > width:
                break
            kept.append(each)
    return [each for each in filled if each in kept]


def _needed(width: int, filled: _Filled) -> int:
    """How many cells of the width a column needs, with the gap behind it."""
    most = max(_FOLDED_LEAST, int(width * _SHARE), filled.narrowest) if filled.folds else filled.width
    return min(filled.width, most) + GAP


def _widths(kept: Sequence[_Filled], under: int, width: int) -> list[int]:
    """The widths of the columns, none where they do not fit: the widest of those that may be folded give way."""
    room = width - GAP * (len(kept) - 1)
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


def _heading(layout: _Layout, frame: box.Box, console: Console) -> Iterator[Segment]:
    """Yield the headings, those of fewer lines at the bottom, and the rule below them."""
    bold = console.get_style("bold")
    cells = []
    for filled, width in zip(layout.kept, layout.widths, strict=True):
        head = " " * (filled.width - _cells(filled.header)) + filled.header if filled.column.aligned else filled.header
        cells.append([(line, bold) for line in _lines(filled, head, width)])
    height = max(map(len, cells))
    yield from _beside([[("", bold)] * (height - len(lines)) + lines for lines in cells], layout.widths, frame)
    *gapped, last = layout.widths
    # The box separates columns by a blank of its own.
    yield Segment(frame.get_row([*(width + GAP - 1 for width in gapped), last], "head", edge=False))
    yield Segment.line()


def _side_by_side(layout: _Layout, frame: box.Box, console: Console) -> Iterator[Segment]:
    """Yield the rows as lines, of one whose cells are folded as many as the highest has."""
    name, dim = _name(layout.kept), console.get_style("dim")
    styles = [console.get_style(each.column.style) if each.column.style else None for each in layout.kept]
    for index, row in enumerate(zip(*(filled.cells for filled in layout.kept), strict=True)):
        cells = [
            [(line, style) for line in _lines(filled, cell, width)]
            for filled, cell, width, style in zip(layout.kept, row, layout.widths, styles, strict=True)
        ]
        if layout.below and layout.below[index]:
            under = _folded(Text(f"  {layout.below[index]}"), layout.widths[name])
            cells[name] += [(line.plain, dim) for line in under]
        yield from _beside(cells, layout.widths, frame)


def _lines(filled: _Filled, cell: str, width: int) -> list[str]:
    """The lines of a cell or a heading in its column."""
    if filled.column.right and not filled.column.aligned:
        cell = cell.rstrip()
        return [" " * (width - _cells(cell)) + cell]
    if not filled.folds or _cells(cell) <= width:
        return [cell]
    return [line.plain for line in _folded(Text(cell), width)]


def _beside(
    cells: Sequence[Sequence[tuple[str, Style | None]]], widths: Sequence[int], frame: box.Box
) -> Iterator[Segment]:
    """Yield the lines of cells beside each other; each fills its column, and only its text has a style."""
    between, last = " " * (GAP - 1) + frame.mid_vertical, len(cells) - 1
    for line in zip_longest(*cells, fillvalue=("", None)):
        for at, ((text, style), width) in enumerate(zip(line, widths, strict=True)):
            behind = " " * (width - _cells(text)) + (between if at < last else "")
            if style is None:
                yield Segment(text + behind)
            else:
                yield Segment(text, style)
                yield Segment(behind)
        yield Segment.line()


def _records(kept: Sequence[_Filled]) -> Group:
    """The rows as records: each field on a line of its own, after its heading."""
    fields: list[RenderableType] = []
    for row in zip(*(filled.cells for filled in kept), strict=True):
        pairs = [(filled.header, cell) for filled, cell in zip(kept, row, strict=True) if cell]
        fields += [Rule(style="dim"), *headed(pairs)]
    return Group(*fields)


def _one_below_another(layout: _Layout) -> Group:
    """The rows without columns: where not even the figures fit beside each other, each goes on a line of its own."""
    lines: list[RenderableType] = []
    columns = [*(filled.cells for filled in layout.kept), *([layout.below] if layout.below else [])]
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
    return max(map(_cells, _NUMBERS.findall(text)), default=0)


def terminal_width() -> int:
    """Return the width of the terminal, or that of `COLUMNS`, as far as a line is ever wide."""
    try:
        width = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        width = 0
    if width <= 0:
        try:
            width = os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
        except (OSError, ValueError, AttributeError):  # no terminal, or a closed stream
            width = 0
    return min(width if width > 0 else _WIDTH, _MOST_CELLS)


def render(parts: Iterable[RenderableType]) -> Iterator[str]:
    """Yield the lines of the parts as the terminal takes them, a blank line between two of them.

    Each part is read and drawn as its lines are taken.
    """
    # Rich assumes that a dumb terminal is 80 wide, unless it gets both its width and its height.
    console = Console(highlight=False, width=terminal_width(), height=_HEIGHT)
    lines = iter(Segment.split_lines(_segments(console, parts)))
    for first in lines:
        some = SegmentLines([first, *islice(lines, _AT_ONCE - 1)], new_lines=True)
        with console.capture() as capture:
            console.print(some, crop=False, end="")
        for line in capture.get().split("\n")[:-1]:
            yield line.rstrip(" ")


def _segments(console: Console, parts: Iterable[RenderableType]) -> Iterator[Segment]:
    for index, part in enumerate(parts):
        if index:
            yield Segment.line()
        yield from console.render(part)
