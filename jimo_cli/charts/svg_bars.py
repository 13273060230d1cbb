"""Bars of SVG: a row for each period or place, in it a bar for each of the others."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.charts.bars import MOST_ROWS
from jimo_cli.charts.cells import folded
from jimo_cli.charts.points import grid
from jimo_cli.charts.scale import bar_scale
from jimo_cli.charts.svg_parts import COLOURS, LINE, MARK, Piece, hedge, kind_of, label, longest, rectangle, rule, span
from jimo_cli.charts.words import LEFT_OUT
from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.charts.points import Grid, Panel, Point
    from jimo_cli.charts.scale import Scale

_LABEL = 28  # cells of a label before it is folded
_KEY = 60  # and of what a colour means
_LENGTH = 380  # of the axis
_BAR, _PITCH = 14, 20
_ROW_GAP = 8
_STEPS = 6
_ZERO = Decimal(0)


class _Frame(NamedTuple):
    """Where the axis begins, and the axis; figures are read out with their unit."""

    left: float
    scale: Scale
    unit: str

    def x(self, value: Decimal) -> float:
        """Return where a value is."""
        return self.left + self.scale.part(value) * _LENGTH


def pieces(panel: Panel, lang: str) -> Iterator[Piece]:
    """Yield the parts of a panel, one below another: as many columns in each as there are colours."""
    whole = grid(panel)
    table = whole._replace(rows=whole.rows[:MOST_ROWS], cells=whole.cells[:MOST_ROWS])
    points = [point for row in table.cells for cell in row for point in cell]
    figures = [_figure(point) for point in points]
    lowest = [_figure(point) for point in points if point.low < 0]
    names = [part for row in table.rows for part in folded(row, _LABEL)]
    scale = bar_scale([end for point in points for end in (point.low, point.high)], _STEPS)
    ends = max(span(panel.say(tick)) / 2 for tick in scale.ticks)
    left = longest(names) + 12 + max(longest(lowest) + MARK + 6 if lowest else 0, ends if not names else 0)
    frame = _Frame(left, scale, panel.unit)
    width = left + _LENGTH + max(longest(figures) + MARK + 10, ends)
    for first in range(0, len(table.heads), len(COLOURS)):
        heads = range(first, min(first + len(COLOURS), len(table.heads)))
        keys = longest([part for head in heads for part in folded(table.heads[head], _KEY)]) + LINE
        yield Piece(max(width, keys), *_group(table, heads, frame, panel))
    if len(whole.rows) > MOST_ROWS:
        told = LEFT_OUT[lang].format(len(whole.rows) - MOST_ROWS)
        yield Piece(span(told), LINE, [label(0, 15, told, "d")])


def _figure(point: Point) -> str:
    return f"{point.written} {point.flag}".rstrip()


def _group(table: Grid, heads: range, frame: _Frame, panel: Panel) -> tuple[float, list[str]]:
    """How high a group of columns is, and its elements: keys of the colours, rows, the axis."""
    elements, y = _keys([table.heads[head] for head in heads])
    top = y
    rows: list[str] = []
    for name, cells in zip(table.rows, table.cells, strict=True):
        below, parts = _row(name, [cells[head] for head in heads], [table.heads[head] for head in heads], frame, y)
        rows += parts
        y = below + _ROW_GAP
    return y + 24, [*elements, *_axis(frame, panel, top, y), *rows]


def _keys(heads: Sequence[str]) -> tuple[list[str], float]:
    """The keys of the colours, one below another where they are several, and where they end."""
    elements: list[str] = []
    y = 0.0
    for at, head in enumerate(heads):
        lines = folded(head, _KEY)
        if len(heads) > 1:
            elements.append(rectangle((0, y + 4), (12, 12), f"c{at}"))
        elements += [label(20 if len(heads) > 1 else 0, y + 15 + LINE * at, one) for at, one in enumerate(lines)]
        y += LINE * len(lines)
    return elements, y + 8 if elements else 0.0


def _row(
    name: str, cells: Sequence[Sequence[Point]], heads: Sequence[str], frame: _Frame, y: float
) -> tuple[float, list[str]]:
    """Where a row ends, and its elements: the name beside its bars, in the colours of their columns."""
    lines = folded(name, _LABEL)
    elements = [label(0, y + 15 + LINE * at, line) for at, line in enumerate(lines)]
    below = y
    for colour, (cell, head) in enumerate(zip(cells, heads, strict=True)):
        for point in cell:
            told = f"{' · '.join(filter(None, (name, head)))}  {_figure(point)} {frame.unit}".rstrip()
            elements += _bar(point, colour, frame, below + 3, told)
            below += _PITCH
        if not cell:
            elements.append(label(frame.x(_ZERO) + 6, below + 15, "–", "d"))
            below += _PITCH
    return max(below, y + LINE * len(lines)), elements


def _bar(point: Point, colour: int, frame: _Frame, y: float, told: str) -> Iterator[str]:
    """Yield a bar from zero, the line of a range from its lower to its higher end, the hedge and the figure."""
    zero, low, high = frame.x(_ZERO), frame.x(point.low), frame.x(point.high)
    near = min(max(zero, low), high)
    middle = y + _BAR / 2
    first, last = min(zero, near), max(zero, near)
    yield rectangle((first, y), (max(last - first, 1 if point.low else 0), _BAR), kind_of(point.stage, colour), told)
    if point.hedge is Qualifier.RANGE:
        path = f"M{low:.1f} {middle:.1f}H{high:.1f}M{low:.1f} {y + 2:.1f}v10M{high:.1f} {y + 2:.1f}v10"
        yield f'<path d="{path}" class="m c{colour}"/>'
    is_marked = point.hedge not in {Qualifier.EXACT, Qualifier.RANGE}
    if point.low < 0 and point.high <= 0:
        yield hedge(point.hedge, low - 3 - MARK / 2, middle, colour) if is_marked else ""
        yield label(low - 4 - MARK * is_marked, y + 12, _figure(point), anchor="end")
    else:
        yield hedge(point.hedge, high + 3 + MARK / 2, middle, colour) if is_marked else ""
        yield label(high + 5 + MARK * is_marked, y + 12, _figure(point))


def _axis(frame: _Frame, panel: Panel, top: float, bottom: float) -> Iterator[str]:
    """Yield the lines of the ticks, and below them the labels that have room: zero and as many others, evenly."""
    ticks = frame.scale.ticks
    zero = ticks.index(_ZERO)
    for tick in ticks:
        yield rule(frame.x(tick), top, frame.x(tick), bottom)
    for every in range(1, len(ticks) + 1):
        shown = [tick for at, tick in enumerate(ticks) if (at - zero) % every == 0]
        if every * _LENGTH / (len(ticks) - 1) >= longest(map(panel.say, shown)) + 12:
            break
    for tick in shown:
        yield label(frame.x(tick), bottom + 16, panel.say(tick), "d", "middle")
