"""The words of a page as lines in the order of reading: columns one after another, cells of a row side by side."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from jimo_cli.documents.flow import RAISED
from jimo_cli.documents.lines import is_entry_mark
from jimo_cli.documents.pdf import joined, library
from jimo_cli.documents.pdf.columns import parts
from jimo_cli.documents.pdf.grid import Table, take_tables
from jimo_cli.documents.pdf.joined import HAN
from jimo_cli.documents.pdf.library import Run

_SAME_BASE = 0.3
_CELL_GAP, _BEHIND_MARK = 0.6, 3
_TWICE = 0.15
_OVERLAP, _HALF = 0.9, 0.6
_FIRST_HAN = "\u2e80"
_SMALLER, _HIGHEST, _LOWEST, _LIFT, _NEAR = 0.85, 0.75, 0.4, 0.02, 0.3
"""A sign that is raised or lowered is smaller than its word, and near it."""

_LONGEST_SIGN, _REACH, _MOST_NEAR = 6, 2, 500


class Line(NamedTuple):
    """A line of words without a wide gap, or several cells; `is_row` says that lines are drawn around those."""

    cells: tuple[Run, ...]
    is_row: bool = False

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.cells[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.cells[-1].right

    @property
    def base(self) -> float:
        """Its height on the page."""
        return self.cells[0].base

    @property
    def size(self) -> float:
        """The size of its letters."""
        return self.cells[0].size

    @property
    def text(self) -> str:
        """What it says."""
        return " ".join(cell.text for cell in self.cells)


class Region(NamedTuple):
    """Lines below one another; `is_column` says that others stand beside them."""

    lines: list[Line]
    is_column: bool


class Page(NamedTuple):
    """The lines of a page in the order of reading."""

    number: int
    regions: list[Region]


class Rows(NamedTuple):
    """What stands on the base lines of a page from the top, each from the left, whatever columns there are.

    What stands in the tables of a page is not among it.
    """

    number: int
    rows: list[list[Run]]
    tables: list[list[Line]]


def rows(page: library.Page) -> Rows:
    """Return the rows of a page."""
    tables, runs = take_tables(list(_with_signs(page.runs)), page.rules)
    return Rows(page.number, [list(_joined(row)) for row in _rows(runs)], [list(_rows_of(table)) for table in tables])


def lines(page: Rows) -> Page:
    """Return the lines of a page."""
    pieces = [piece for row in page.rows for piece in row]
    regions = [Region(list(_lines(_rows(part))), column) for part, column in parts(pieces)]
    regions = [region for region in regions if region.lines]
    for table in page.tables:
        _put(table, regions)
    return Page(page.number, regions)


def _rows_of(table: Table) -> Iterator[Line]:
    """Yield the rows of a table that have text."""
    for row, bottom in zip(table.rows, table.grid.ys[1:], strict=True):
        if any(row):
            cells = (_cell(runs, left, bottom) for runs, left in zip(row, table.grid.xs, strict=False))
            yield Line(tuple(cells), is_row=True)


def _cell(runs: Sequence[Run], left: float, bottom: float) -> Run:
    pieces = [piece for row in _rows(runs) for piece in _joined(row)]
    return _stacked(pieces) if pieces else Run("", left, left, bottom, 1, "")


def _stacked(every: Sequence[Run]) -> Run:
    """The pieces of a cell from the top as one."""
    return every[0]._replace(
        text=joined.cell(every), left=min(each.left for each in every), right=max(each.right for each in every)
    )


def _put(table: list[Line], regions: list[Region]) -> None:
    """Put a table before the first line that stands below it."""
    left, right, top = table[0].left, max(line.right for line in table), table[0].base
    for region in regions:
        for number, line in enumerate(region.lines):
            if line.base < top and line.left < right and left < line.right:
                region.lines[number:number] = table
                return
    regions.append(Region(table, is_column=False))


def _lines(rows: Iterable[list[Run]]) -> Iterator[Line]:
    """Yield the lines of rows of pieces; those beside each other, though not level, have cells of several lines."""
    every = list(rows)
    distances = [upper[0].base - lower[0].base for upper, lower in pairwise(every)]
    usual = median(distances) if distances else 0
    several = every[:1]
    for (upper, lower), distance in zip(pairwise(every), distances, strict=True):
        if distance > max(_OVERLAP * upper[0].size, _HALF * usual) or not _are_beside(upper, lower):
            yield _line(several)
            several = []
        several.append(lower)
    if several:
        yield _line(several)


def _are_beside(upper: Iterable[Run], lower: Sequence[Run]) -> bool:
    return not any(one.left < other.right and other.left < one.right for one in upper for other in lower)


def _line(rows: Sequence[list[Run]]) -> Line:
    """A line of one row, or of the cells of several: what stands below one another is one cell."""
    cells = list(rows[0])
    for piece in (piece for row in rows[1:] for piece in row):
        above = next((at for at, cell in enumerate(cells) if cell.left < piece.right and piece.left < cell.right), None)
        if above is None:
            cells.append(piece)
            continue
        cells[above] = _stacked([cells[above], piece])
    return Line(tuple(sorted(cells, key=lambda cell: cell.left)))


def _with_signs(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs, raised and lowered signs, 10⁸ or the mark of a note, on the base line of their words."""
    ordered = sorted(runs, key=lambda run: run.base)
    bases = [run.base for run in ordered]
    for run in runs:
        word = None
        if len(run.text) <= _LONGEST_SIGN:
            start = bisect_left(bases, run.base - run.size * _REACH)
            near = ordered[start : min(start + _MOST_NEAR, bisect_left(bases, run.base + run.size * _REACH))]
            word = next((word for word in near if _is_sign_of(run, word)), None)
        if word is None:
            yield run
            continue
        text = run.text.translate(RAISED) if run.base > word.base else run.text
        yield run._replace(text=text, base=word.base, size=word.size)


def _is_sign_of(sign: Run, word: Run) -> bool:
    rise = sign.base - word.base
    is_aside = word.size * _LIFT < rise < word.size * _HIGHEST or -word.size * _LOWEST < rise < -word.size * _LIFT
    gap = min(abs(sign.left - word.right), abs(word.left - sign.right))
    return is_aside and sign.size <= word.size * _SMALLER and gap < word.size * _NEAR


def _rows(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Yield runs on one base line, from the top, each from the left."""
    row: list[Run] = []
    for run in sorted(runs, key=lambda run: -run.base):
        if row and row[0].base - run.base > _SAME_BASE * min(row[0].size, run.size):
            yield sorted(row, key=lambda run: run.left)
            row = []
        row.append(run)
    if row:
        yield sorted(row, key=lambda run: run.left)


def _joined(row: Iterable[Run]) -> Iterator[Run]:
    """Yield the pieces of a row between which there are wide gaps."""
    piece: Run | None = None
    for run in row:
        if piece is None:
            piece = run
        elif run.text == piece.text and abs(run.left - piece.left) < piece.size * _TWICE:
            continue  # printed twice to be bold
        elif run.left - piece.right > max(piece.size, run.size) * _widest_gap(piece, run):
            yield piece
            piece = run
        else:
            piece = _one(piece, run)
    if piece:
        yield piece


def _widest_gap(piece: Run, run: Run) -> float:
    """The widest gap within a cell; behind the mark of an entry its text is set off."""
    if is_entry_mark(piece.text) and any(map(str.isalpha, run.text)):
        return _BEHIND_MARK
    return library.WIDEST_BLANK if piece.ends_blank else _CELL_GAP


def _one(piece: Run, run: Run) -> Run:
    """A piece with the run behind it; its font is that of its Han characters, "" where there are several.

    A gap beside a Han character is no blank: it is made by the typesetter.
    """
    gap = (run.left - piece.right) / max(piece.size, run.size)
    is_blank = gap > library.BLANK and max(piece.text[-1], run.text[0]) < _FIRST_HAN
    between = " " if piece.ends_blank or is_blank else ""
    main = piece if len(piece.text) >= len(run.text) else run
    has_han = [bool(HAN.search(each.text)) for each in (piece, run)]
    font = run.font if has_han == [False, True] else piece.font
    if has_han[0] is has_han[1] and piece.font != run.font:
        font = ""
    text, right = piece.text + between + run.text, max(piece.right, run.right)
    return Run(text, piece.left, right, main.base, main.size, font, run.ends_blank)
