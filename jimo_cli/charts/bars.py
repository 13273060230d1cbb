"""Bars of text: a row for each period or place, a column of figures and bars for each of the others."""

from __future__ import annotations

from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.charts.cells import folded, in_a_line, left, placed, right, widest
from jimo_cli.charts.points import NO_PERIODS, SETTLED, grid
from jimo_cli.charts.scale import bar_scale
from jimo_cli.charts.words import LEFT_OUT
from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.charts.cells import Pen
    from jimo_cli.charts.points import Grid, Panel, Point
    from jimo_cli.charts.scale import Scale

MOST_ROWS = 200
"""Rows of a panel that are drawn; more are counted."""

_GAP = 2
_LEAST = 10  # cells of a bar, below which a column goes under the others, and a figure above its bar
_LABELS = 2 / 5  # of the width, which labels may have before they are folded
_STEPS = 6
_EIGHTHS = 8
_ZERO = Decimal(0)
_AT_THE_END = {Qualifier.OVER, Qualifier.UNDER, Qualifier.ABOUT}


class _Table(NamedTuple):
    """Rows and columns of figures, each as it is written and as a point."""

    rows: Sequence[str]
    heads: Sequence[str]
    cells: Sequence[Sequence[Sequence[tuple[str, Point]]]]


class _Axis(NamedTuple):
    """The cells of a bar: `before` those left of zero, `room` those of the whole scale, `edge` one for a hedge.

    `ticks` are the cells of its ticks, `labels` what stands below them, by where it begins; `lead` cells of figures
    stand before the bar.
    """

    pen: Pen
    scale: Scale
    lead: int
    width: int
    room: int
    before: int
    edge: int
    ticks: Sequence[int]
    labels: Sequence[tuple[int, str]]

    def cell(self, value: Decimal) -> int:
        """Return in which cell of the bar a value is."""
        return min(self.before + round((self.scale.part(value) - self.scale.zero) * self.room), self.width - 1)

    def eighths(self, value: Decimal) -> float:
        """Return how far from zero a value is, in eighths of a cell; only zero itself is 0."""
        far = abs(self.scale.part(value) - self.scale.zero) * self.room * _EIGHTHS
        return max(1.0, far) if value else 0.0


def drawn(panel: Panel, width: int, pen: Pen, lang: str) -> Iterator[str]:
    """Yield the lines of a panel, as many columns beside each other as the width has room for."""
    whole = grid(panel)
    table = _table(whole)
    label = min(widest(table.rows), int(width * _LABELS))
    figures = widest([text for row in table.cells for cell in row for text, _ in cell])
    groups = _groups(len(table.heads), (width - label) // (_GAP + figures + 1 + _LEAST))
    column = (width - label) // len(groups[0]) - _GAP
    is_narrow = column - figures - 1 < _LEAST
    axis = _axis(table, panel, 0 if is_narrow else figures + 1, width if is_narrow else column, pen)
    for group in groups:
        yield ""
        yield from _narrow(table, group[0], axis, width) if is_narrow else _beside(table, group, axis, label)
    if len(whole.rows) > MOST_ROWS:
        yield from ["", *folded(LEFT_OUT[lang].format(len(whole.rows) - MOST_ROWS), width)]


def _table(whole: Grid) -> _Table:
    """The rows to draw; where any figure has the letter of a status, the others leave room for one."""
    rows = whole.cells[:MOST_ROWS]
    has_flags = any(point.flag for row in rows for cell in row for point in cell)

    def figure(point: Point) -> str:
        return f"{point.written} {point.flag or ' '}" if has_flags else point.written

    cells = [[[(figure(point), point) for point in cell] for cell in row] for row in rows]
    return _Table(whole.rows[:MOST_ROWS], whole.heads, cells)


def _groups(columns: int, most: int) -> list[range]:
    """The numbers of columns in groups of about the same size that have room beside each other."""
    count = -(-columns // max(1, most))
    size = -(-columns // count)
    return [range(first, min(first + size, columns)) for first in range(0, columns, size)]


def _beside(table: _Table, group: range, axis: _Axis, label: int) -> Iterator[str]:
    """Yield the columns of a group beside each other, with the axis below each."""
    column = axis.lead + axis.width

    def line(name: str, parts: Iterable[str]) -> str:
        return left(name, label) + "".join(" " * _GAP + left(part, column) for part in parts)

    for parts in zip_longest(*(folded(table.heads[at], column) for at in group), fillvalue=""):
        yield line("", parts)
    for row, cells in zip(table.rows, table.cells, strict=True):
        lines = [_cell(cells[at], axis, is_many=row == NO_PERIODS) for at in group]
        beside = [*zip_longest(*lines, fillvalue=" " * axis.lead + _bar(None, axis))]
        names = folded(_named(row, axis.pen), label)
        empty = (" " * axis.lead + _bar(None, axis),) * len(group)
        for at in range(max(len(names), len(beside))):
            yield line(names[at] if at < len(names) else "", beside[at] if at < len(beside) else empty)
    for part in _below(axis):
        yield line("", [part] * len(group))


def _narrow(table: _Table, at: int, axis: _Axis, width: int) -> Iterator[str]:
    """Yield a column with each figure above its bar."""
    yield from folded(table.heads[at], width)
    for row, cells in zip(table.rows, table.cells, strict=True):
        name = _named(row, axis.pen)
        if not cells[at]:
            yield from folded(name if row == NO_PERIODS else f"{name}  {axis.pen.gap}", width)
        for text, point in cells[at]:
            yield from _beside_or_below(name, text.strip(), width)
            yield _bar(point, axis)
    yield from _below(axis)


def _beside_or_below(name: str, figure: str, width: int) -> list[str]:
    """A figure behind its name, or where they do not fit on a line of its own: no digits are broken."""
    together = f"{name}  {figure}"
    return [together] if widest([together]) <= width else [*folded(name, width), figure]


def _named(row: str, pen: Pen) -> str:
    return pen.many if row == NO_PERIODS else row


def _cell(cell: Sequence[tuple[str, Point]], axis: _Axis, *, is_many: bool) -> list[str]:
    """The figures of a cell, each before its bar; where there is none, a dash."""
    shown: Sequence[tuple[str, Point | None]] = cell or [("" if is_many else axis.pen.gap, None)]
    return [f"{right(text, axis.lead - 1)} {_bar(point, axis)}" for text, point in shown]


def _axis(table: _Table, panel: Panel, lead: int, column: int, pen: Pen) -> _Axis:
    """The axis of all bars of a table: as many steps as their labels have room beside each other."""
    points = [point for row in table.cells for cell in row for _, point in cell]
    values = [end for point in points for end in (point.low, point.high)]
    edge = int(any(point.hedge in _AT_THE_END for point in points))
    scale = bar_scale(values, _STEPS)
    is_two_sided = scale.low < 0 < scale.high
    room = column - lead - 1 - edge * (1 + is_two_sided)
    before = round(room * scale.zero)
    if is_two_sided:
        before = min(max(before, 1), room - 1)
    before += edge * (scale.low < 0)
    return _labelled(_Axis(pen, scale, lead, column - lead, room, before, edge, (), ()), panel, column)


def _labelled(axis: _Axis, panel: Panel, column: int) -> _Axis:
    """The axis with the ticks whose labels have room beside each other: zero and as many others, evenly."""
    ticks = axis.scale.ticks
    zero = ticks.index(_ZERO)
    for every in range(1, len(ticks) + 1):
        shown = [tick for at, tick in enumerate(ticks) if (at - zero) % every == 0]
        labels = placed([(axis.lead + axis.cell(tick), panel.say(tick)) for tick in shown], 0, column)
        if labels is not None:
            return axis._replace(ticks=[axis.cell(tick) for tick in shown], labels=labels)
    return axis


def _below(axis: _Axis) -> list[str]:
    """The axis below bars, and the labels of its ticks."""
    floor = "".join(axis.pen.tick if at in axis.ticks else axis.pen.floor for at in range(axis.width))
    return [" " * axis.lead + floor, in_a_line(axis.labels)]


def _bar(point: Point | None, axis: _Axis) -> str:
    """A figure as a bar from zero, to the left where it is negative; without one, the axis alone."""
    before = behind = ""
    if point is not None:
        above, below = (max(point.low, _ZERO), max(point.high, _ZERO)), (min(point.high, _ZERO), min(point.low, _ZERO))
        behind = _side(point, axis, above, axis.width - axis.before - 1 - axis.edge, axis.pen.parts)
        before = _side(point, axis, below, axis.before - axis.edge, "")[::-1]
    return right(before, axis.before) + axis.pen.axis + left(behind, axis.width - axis.before - 1)


def _side(point: Point, axis: _Axis, ends: tuple[Decimal, Decimal], most: int, parts: str) -> str:
    """The bar of a figure on one side of zero, from there outwards: to its near end, then to its far one if it has two.

    `parts` are the eighths of a block, where there are such for this side; `most` is how many cells it may have.
    """
    near, far = ends
    if not far:
        return ""
    fill = axis.pen.fills[point.stage]
    text = _filled(axis.eighths(near), fill, parts if point.stage == SETTLED and near == far else "")[:most]
    if near != far:
        return text + axis.pen.hedges[Qualifier.RANGE] * min(
            max(1, round(axis.eighths(far) / _EIGHTHS) - len(text)), most - len(text)
        )
    return text + axis.pen.hedges.get(point.hedge, "")


def _filled(eighths: float, fill: str, parts: str) -> str:
    """A bar of so many eighths of a cell: hardly anything is still more than nothing."""
    if not eighths:
        return ""
    if not parts:
        return fill * max(1, round(eighths / _EIGHTHS))
    full, rest = divmod(max(1, round(eighths)), _EIGHTHS)
    return fill * full + (parts[rest - 1] if rest else "")
