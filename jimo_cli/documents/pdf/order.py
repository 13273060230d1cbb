"""The words of a page as lines in the order of reading: columns one after another, cells of a row side by side."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from jimo_cli.documents.flow import RAISED
from jimo_cli.documents.pdf import joined, library
from jimo_cli.documents.pdf.grid import Table, take_tables
from jimo_cli.documents.pdf.joined import HAN
from jimo_cli.documents.pdf.library import Run

_SAME_BASE = 0.3
_CELL_GAP = 0.6
_TWICE = 0.15
_OVERLAP, _HALF = 0.9, 0.6
_FIRST_HAN = "\u2e80"
_SMALLER, _HIGHEST, _LOWEST, _LIFT, _NEAR = 0.85, 0.75, 0.4, 0.02, 0.3
"""A sign that is raised or lowered is smaller than its word, and near it."""

_LONGEST_SIGN, _REACH, _MOST_NEAR = 6, 2, 500

_FEWEST = 3
"""Lines beside each other that make columns of them."""

_NARROWEST = 9
"""Of the size: a column of running text is wider."""

_FULL = 0.6
_MOST_FIGURES = 0.4
_NEIGHBOURS = 20
_DEEPEST = 3


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
    regions = [Region(list(_lines(_rows(part))), column) for part, column in _parts(pieces, 0)]
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
            continue
        gap, size = run.left - piece.right, max(piece.size, run.size)
        if gap > size * (library.WIDEST_BLANK if piece.ends_blank else _CELL_GAP):
            yield piece
            piece = run
        elif not (run.text == piece.text and abs(run.left - piece.left) < size * _TWICE):  # printed twice to be bold
            piece = _one(piece, run, gap / size)
    if piece:
        yield piece


def _one(piece: Run, run: Run, gap: float) -> Run:
    """A piece with the run behind it; its font is that of its Han characters, "" where there are several.

    A gap beside a Han character is no blank: it is made by the typesetter.
    """
    is_blank = gap > library.BLANK and max(piece.text[-1], run.text[0]) < _FIRST_HAN
    between = " " if piece.ends_blank or is_blank else ""
    main = piece if len(piece.text) >= len(run.text) else run
    has_han = [bool(HAN.search(each.text)) for each in (piece, run)]
    font = run.font if has_han == [False, True] else piece.font
    if has_han[0] is has_han[1] and piece.font != run.font:
        font = ""
    text, right = piece.text + between + run.text, max(piece.right, run.right)
    return Run(text, piece.left, right, main.base, main.size, font, run.ends_blank)


# ---- columns


def _parts(pieces: Sequence[Run], depth: int) -> Iterator[tuple[list[Run], bool]]:
    """Yield the parts of a page in the order of reading, and whether each is a column."""
    gutter = _gutter(pieces) if depth < _DEEPEST else None
    if gutter is None:
        yield list(pieces), depth > 0
        return
    plain: list[Run] = []
    for band, crosses in _bands(pieces, gutter):
        left, right = _sides(band, gutter)
        if crosses or not _are_columns(left, right, at_least=1):
            plain += band
            continue
        if plain:
            yield plain, depth > 0
            plain = []
        yield from _parts(left, depth + 1)
        yield from _parts(right, depth + 1)
    if plain:
        yield plain, depth > 0


def _gutter(pieces: Sequence[Run]) -> float | None:
    """Where the gap between two columns is, None where there are none."""
    ends: list[tuple[float, int]] = []
    for start, end in _gaps(pieces):
        ends += [(start, 1), (end, -1)]
    best = depth = 0
    gutter = None
    for (here, change), (there, _) in pairwise(sorted(ends)):
        depth += change
        if depth > best:
            best, gutter = depth, (here + there) / 2
    if gutter is None or best < _FEWEST:
        return None
    left, right = _sides(pieces, gutter)
    return gutter if _are_columns(left, right, at_least=_FEWEST) else None


def _gaps(pieces: Sequence[Run]) -> Iterator[tuple[float, float]]:
    """Yield the gaps between pieces that stand beside each other."""
    ordered = sorted(pieces, key=lambda piece: -piece.base)
    for number, piece in enumerate(ordered):
        beside = ordered[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS]
        starts = [
            other.left
            for other in beside
            if other.left >= piece.right and abs(other.base - piece.base) < max(piece.size, other.size)
        ]
        if starts:
            yield piece.right, min(starts)


def _sides(pieces: Iterable[Run], gutter: float) -> tuple[list[Run], list[Run]]:
    left, right = list[Run](), list[Run]()
    for piece in pieces:
        if piece.right <= gutter:
            left.append(piece)
        elif piece.left >= gutter:
            right.append(piece)
    return left, right


def _bands(pieces: Iterable[Run], gutter: float) -> Iterator[tuple[list[Run], bool]]:
    """Yield from the top the pieces that cross a gutter, and those between them that do not."""
    band: list[Run] = []
    crosses = False
    for piece in sorted(pieces, key=lambda piece: -piece.base):
        if band and (piece.left < gutter < piece.right) is not crosses:
            yield band, crosses
            band = []
        crosses = piece.left < gutter < piece.right
        band.append(piece)
    if band:
        yield band, crosses


def _are_columns(left: Sequence[Run], right: Sequence[Run], *, at_least: int) -> bool:
    return all(len(side) >= at_least and _is_running(side) for side in (left, right))


def _is_running(side: Sequence[Run]) -> bool:
    """Tell whether the pieces are lines of running text and not the cells of a table."""
    widths = sorted(piece.right - piece.left for piece in side)
    width = widths[len(widths) * 9 // 10]  # of a full line: the longest may be a head over several columns
    if width < _NARROWEST * median(piece.size for piece in side):
        return False
    figures = sum(not any(char.isalpha() for char in piece.text) for piece in side)
    full = sum(each >= width * _FULL for each in widths)
    return figures <= len(side) * _MOST_FIGURES and full * 2 >= len(side)
