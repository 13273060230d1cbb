"""Paragraphs, headings and rows of tables of the lines of a PDF file."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from statistics import quantiles
from typing import NamedTuple, TypeVar

from jimo_cli.documents.builder import Builder
from jimo_cli.documents.flow import is_wide
from jimo_cli.documents.lines import ends_sentence, is_entry
from jimo_cli.documents.pdf import joined
from jimo_cli.documents.pdf.joined import HAN
from jimo_cli.documents.pdf.order import Line, Page, Region
from jimo_cli.documents.rows import in_columns
from jimo_cli.documents.rows import placed as in_place

_INDENT, _DEEPEST_INDENT = 0.8, 8
_ASIDE = 0.6
_SLACK = 0.6
"""Of the size: what a full line may lack for want of a place to break it."""

_WIDER_LEADING = 1.3
_LARGER = 1.1
_OTHER_SIZE = 0.07
_LONGEST_HEADING = 80
_MOST_LEVELS = 6
_LEADING = 1.5
_FEWEST = 3
_FAR = 5
"""Of the size: rows of one table are nearer to each other."""

_NOTE_MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨"
_LATIN_WIDTH = 0.5
_FIRST_WORD = re.compile(r"[^\s\u2e80-\uffff]++|.")
_CLOSING = re.compile(r"[，。！？；：、”’》）」』】〉%℃]*")
_Key = TypeVar("_Key", str, float)


class Style(NamedTuple):
    """The size, fonts and leading of the running text, and the spans from left to right that its lines have."""

    size: float
    han: str
    latin: str
    leading: float
    spans: list[tuple[float, float]]


class _Placed(NamedTuple):
    """A line with the page it is on and the edges of its column."""

    line: Line
    page: int
    left: float
    right: float


class _Paragraph(NamedTuple):
    lines: list[_Placed]
    is_row: bool


def build(builder: Builder, pages: Sequence[Page]) -> None:
    """Add the blocks of the pages to a document."""
    style = _style(pages)
    paragraphs = list(_carried_over(_paragraphs(pages, style), style))
    levels = _levels(paragraphs, style)
    writer = _Writer(builder)
    for is_row, group in groupby(paragraphs, key=attrgetter("is_row")):
        if is_row:
            writer.rows([paragraph.lines[0] for paragraph in group])
            continue
        for paragraph in group:
            writer.paragraph(paragraph, levels.get(_look(paragraph, style)) if _may_head(paragraph, style) else None)


class _Writer:
    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._page = self._count = self._tables = self._rows = 0
        self._in_table = False

    def _turn_to(self, page: int) -> None:
        if page != self._page:
            self._page, self._count, self._tables, self._in_table = page, 0, 0, False

    def paragraph(self, paragraph: _Paragraph, level: int | None) -> None:
        """Add a paragraph, or a heading."""
        self._turn_to(paragraph.lines[0].page)
        self._in_table = False
        self._count += 1
        self._builder.place = f"page {self._page}, paragraph {self._count}"
        self._builder.begin("heading" if level else "paragraph", level or 0)
        lines = (placed.line for placed in paragraph.lines)
        text = joined.paragraph((line.text, line.cells[-1].ends_blank) for line in lines)
        self._builder.flow.add(text, range(len(text)))
        self._builder.end()

    def rows(self, lines: Sequence[_Placed]) -> None:
        """Add the rows of tables, each of its cells in the column that it stands below."""
        for _, group in groupby(lines, key=attrgetter("page")):
            table = [*group]
            width = max(len(placed.line.cells) for placed in table)
            columns = in_columns([[(cell.left, cell.right) for cell in placed.line.cells] for placed in table])
            for placed, at in zip(table, columns, strict=True):
                self._row(placed, in_place([cell.text for cell in placed.line.cells], at, width))

    def _row(self, placed: _Placed, cells: Sequence[str]) -> None:
        self._turn_to(placed.page)
        if not self._in_table:
            self._in_table, self._rows = True, 0
            self._tables += 1
        self._rows += 1
        self._builder.place = f"page {self._page}, table {self._tables} row {self._rows}"
        self._builder.begin_row()
        for cell in placed.line.cells:
            self._builder.begin_cell()
            self._builder.flow.add(cell.text, range(len(cell.text)))
        self._builder.end_row(is_data=True, cells=cells)


# ---- what is usual in the file


def _style(pages: Iterable[Page]) -> Style:
    plain = [line for page in pages for region in page.regions for line in region.lines if len(line.cells) == 1]
    every = plain or [line for page in pages for region in page.regions for line in region.lines]
    sizes, han, latin = Counter[float](), Counter[str](), Counter[str]()
    for line in every:
        sizes[round(line.size, 1)] += len(line.text)
        (han if HAN.search(line.text) else latin)[line.cells[0].font] += len(line.text)
    size = _usual(sizes) or 1.0
    return Style(size, _usual(han) or "", _usual(latin) or "", _leading(pages), _spans(pages, size))


def _leading(pages: Iterable[Page]) -> float:
    """The usual distance between two lines, in sizes of their letters."""
    pairs = (pair for page in pages for region in page.regions for pair in pairwise(region.lines))
    distances = Counter(round((upper.base - lower.base) / upper.size, 1) for upper, lower in pairs)
    return _usual(Counter({key: count for key, count in distances.items() if 0 < key < _FAR})) or _LEADING


def _spans(pages: Iterable[Page], size: float) -> list[tuple[float, float]]:
    """Where the lines of running text begin and end, the narrowest first: of each column, and of what is in none."""
    spans, plain = list[tuple[float, float]](), list[Line]()
    for page in pages:
        for region in page.regions:
            running = [line for line in region.lines if _is_running(line, size)]
            if not region.is_column:
                plain += running
            elif len(running) >= _FEWEST:
                spans.append(_edges(running))
    spans += [_edges(plain)] if len(plain) >= _FEWEST else []
    return sorted({(round(left), round(right)) for left, right in spans}, key=lambda span: span[1] - span[0])


def _is_running(line: Line, size: float) -> bool:
    return len(line.cells) == 1 and abs(line.size - size) <= size * _OTHER_SIZE


def _span(region: Region, style: Style) -> tuple[float, float]:
    """The narrowest span that holds the lines of a region; its own where none does."""
    lines = [line for line in region.lines if _is_running(line, style.size)] or region.lines
    left, right = _edges(lines)
    for start, end in style.spans:
        if start - style.size < left and right < end + style.size:
            return start, end
    return left, right


def _usual(counts: Counter[_Key]) -> _Key | None:
    return max(counts, key=lambda key: counts[key], default=None)


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    """Where the lines begin and end, but for a few that stand out."""
    if len(lines) < 2:  # noqa: PLR2004
        return (lines[0].left, lines[0].right) if lines else (0.0, 0.0)
    lefts = quantiles((line.left for line in lines), n=20, method="inclusive")
    rights = quantiles((line.right for line in lines), n=20, method="inclusive")
    return lefts[1], rights[17]


# ---- paragraphs


def _paragraphs(pages: Iterable[Page], style: Style) -> Iterator[_Paragraph]:
    for page in pages:
        for region in page.regions:
            yield from _of_region(region, page.number, style)


def _of_region(region: Region, page: int, style: Style) -> Iterator[_Paragraph]:
    found: list[_Placed] = []
    left, right = _span(region, style)
    rows = _row_numbers(region.lines)
    for number, line in enumerate(region.lines):
        placed = _Placed(line, page, left, right)
        if number in rows:
            if found:
                yield _Paragraph(found, is_row=False)
                found = []
            yield _Paragraph([placed], is_row=True)
            continue
        if found and _begins(found, placed, style):
            yield _Paragraph(found, is_row=False)
            found = []
        found.append(placed)
    if found:
        yield _Paragraph(found, is_row=False)


def _row_numbers(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that are rows of a table: of several cells, below or above another such line."""
    found = {number for number, line in enumerate(lines) if line.is_row}
    several = [number for number, line in enumerate(lines) if len(line.cells) > 1 and not line.is_row]
    for upper, lower in pairwise(several):
        if lines[upper].base - lines[lower].base < _FAR * lines[upper].size and _are_aligned(
            lines[upper], lines[lower]
        ):
            found |= {upper, lower}
    return found


def _are_aligned(upper: Line, lower: Line) -> bool:
    """Tell whether a cell of a row, not its first, stands above one of another."""
    return any(
        one.left < other.right and other.left < one.right for one in upper.cells[1:] for other in lower.cells[1:]
    )


def _begins(found: Sequence[_Placed], placed: _Placed, style: Style) -> bool:
    """Tell whether a line begins a paragraph and does not go on with the one before it."""
    last, line = found[-1].line, placed.line
    if max(len(last.cells), len(line.cells)) > 1 or line.text[0] in _NOTE_MARKS or _differs(last, line, style):
        return True
    distance = (last.base - line.base) / last.size
    if distance > style.leading * _WIDER_LEADING:
        return True
    if _is_centred(found[-1]) and _is_centred(placed):
        return line.size <= style.size * _LARGER
    if is_entry(line.text) and _is_ended(last.text):
        return True
    return _is_indented(found, placed) or _is_short(found[-1], line)


def _differs(last: Line, line: Line, style: Style) -> bool:
    if abs(last.size - line.size) > _OTHER_SIZE * style.size:
        return True
    return _is_set_apart(last, style) is not _is_set_apart(line, style)


def _is_set_apart(line: Line, style: Style) -> bool:
    """Tell whether the letters of a line are of another font than those of running text."""
    usual = style.han if HAN.search(line.text) else style.latin
    return line.cells[0].font not in {usual, ""}


def _is_centred(placed: _Placed) -> bool:
    line = placed.line
    before, behind = line.left - placed.left, placed.right - line.right
    return before > line.size * 2 and abs(before - behind) < line.size


def _is_indented(found: Sequence[_Placed], placed: _Placed) -> bool:
    line, last = placed.line, found[-1].line
    if _INDENT * line.size <= line.left - last.left <= _DEEPEST_INDENT * line.size:
        return not is_entry(found[0].line.text)  # the lines of an entry hang behind its mark
    is_level = abs(line.left - last.left) < _ASIDE * line.size
    is_inside = line.left - placed.left >= _INDENT * line.size
    return is_level and is_inside and len(found) == 1 and (_is_ended(last.text) or is_entry(line.text))


def _is_short(last: _Placed, line: Line) -> bool:
    """Tell whether the first word of a line had found room on the line before it."""
    word = _FIRST_WORD.match(line.text)
    first = word[0] if word else ""
    closing = _CLOSING.match(line.text, len(first))
    first += closing[0] if closing else ""
    width = sum(1 if is_wide(char) else _LATIN_WIDTH for char in first)
    return last.line.right + (width + _SLACK) * line.size < last.right


def _carried_over(paragraphs: Iterable[_Paragraph], style: Style) -> Iterator[_Paragraph]:
    """Yield the paragraphs, those joined that a page or a column breaks; notes at its foot stand behind them."""
    last: _Paragraph | None = None
    between: list[_Paragraph] = []
    for paragraph in paragraphs:
        if last is None:
            last = paragraph
        elif _goes_on(last, paragraph, style):
            last.lines.extend(paragraph.lines)
        elif last.lines[-1].line.size - paragraph.lines[0].line.size > _OTHER_SIZE * style.size and _is_open(
            last, style
        ):
            between.append(paragraph)
        else:
            yield last
            yield from between
            last, between = paragraph, []
    if last:
        yield last
    yield from between


def _is_ended(text: str) -> bool:
    """Tell whether a text ends with a sentence, and not within a figure: 12.|6亿元."""
    return ends_sentence(text) and not joined.is_within_figure(text)


def _is_open(paragraph: _Paragraph, style: Style) -> bool:
    """Tell whether a paragraph may go on elsewhere: running text whose last line is full and ends no sentence."""
    placed = paragraph.lines[-1]
    is_running = len(placed.line.cells) == 1 and abs(placed.line.size - style.size) <= _OTHER_SIZE * style.size
    is_full = placed.line.right >= placed.right - 2 * placed.line.size
    return is_running and is_full and not _is_ended(placed.line.text) and not _is_set_apart(placed.line, style)


def _goes_on(last: _Paragraph, paragraph: _Paragraph, style: Style) -> bool:
    first, end = paragraph.lines[0], last.lines[-1]
    if (
        paragraph.is_row
        or len(first.line.cells) > 1
        or not _is_open(last, style)
        or _differs(end.line, first.line, style)
    ):
        return False
    is_elsewhere = first.page != end.page or first.line.base > end.line.base
    return is_elsewhere and first.line.left - first.left < _INDENT * first.line.size


# ---- headings


def _look(paragraph: _Paragraph, style: Style) -> tuple[float, str]:
    """How a heading looks: its size, and its font where that is not the usual one."""
    line = paragraph.lines[0].line
    return round(line.size, 1), line.cells[0].font if _is_set_apart(line, style) else ""


def _may_head(paragraph: _Paragraph, style: Style) -> bool:
    lines = [placed.line for placed in paragraph.lines]
    text = "".join(line.text for line in lines)
    is_marked = lines[0].size >= style.size * _LARGER or (
        _is_set_apart(lines[0], style) and abs(lines[0].size - style.size) <= _OTHER_SIZE * style.size
    )
    return is_marked and len(text) <= _LONGEST_HEADING and not _is_ended(text) and any(map(str.isalpha, text))


def _levels(paragraphs: Iterable[_Paragraph], style: Style) -> dict[tuple[float, str], int]:
    """The levels of headings by how they look: larger ones are higher, of one size the first."""
    looks = [_look(one, style) for one in paragraphs if not one.is_row and _may_head(one, style)]
    ordered = sorted(dict.fromkeys(looks), key=lambda look: -look[0])
    return {look: min(level, _MOST_LEVELS) for level, look in enumerate(ordered, 1)}
