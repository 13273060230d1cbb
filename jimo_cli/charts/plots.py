"""Lines of text: a plot for each place, of a period or more in a column."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.charts.cells import folded, in_a_line, left, placed, right, widest
from jimo_cli.charts.points import SETTLED, first_places
from jimo_cli.charts.scale import line_scale
from jimo_cli.charts.words import MANY_PERIODS, NOT_FROM_ZERO, PLACES_LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from jimo_cli.charts.cells import Pen
    from jimo_cli.charts.points import Panel, Point
    from jimo_cli.charts.scale import Scale

MOST_PLACES = 60
"""Places of a panel that are drawn; more are counted."""

_ALONE, _BESIDE = 12, 8  # lines of a plot, and of one of several
_LEAST = 40  # cells of a plot beside another
_GAP = 2
_LABELS = (8, 6, 5, 4, 3, 2, 1)  # periods below an axis, in steps
_HALVES = 2  # of a cell: a line is drawn in them


class _Frame(NamedTuple):
    """The room for a plot: how many lines, the cells of its scale and of a period, and how many periods share one."""

    pen: Pen
    scale: Scale
    says: Mapping[int, str]
    height: int
    lead: int
    wide: int
    size: int

    def level(self, value: Decimal) -> int:
        """Return in which half of a line a value is, from the lowest on."""
        return round(self.scale.part(value) * (self.height * _HALVES - 1))


def drawn(panel: Panel, width: int, pen: Pen, lang: str) -> Iterator[str]:
    """Yield the lines of a panel, as many plots beside each other as the width has room for."""
    hidden = len(panel.places) - MOST_PLACES
    panel = first_places(panel, MOST_PLACES)
    scale, lead = _scale(panel, width)
    across = max(1, min(len(panel.places), (width + _GAP) // (max(_LEAST, lead + 1 + len(panel.periods)) + _GAP)))
    column = (width - _GAP * (across - 1)) // across
    frame = _frame(panel, scale, lead, column, pen)
    for first in range(0, len(panel.places), across):
        yield ""
        places = range(first, min(first + across, len(panel.places)))
        plots = [_plot(panel, place, frame, column) for place in places]
        for parts in zip_longest(*plots, fillvalue=""):
            yield (" " * _GAP).join(left(part, column) for part in parts)
    told = [NOT_FROM_ZERO[lang]] if frame.scale.low > 0 or frame.scale.high < 0 else []
    told += [MANY_PERIODS[lang].format(frame.size)] if frame.size > 1 else []
    told += [PLACES_LEFT_OUT[lang].format(hidden)] if hidden > 0 else []
    if told:
        yield ""
    for note in told:
        yield from folded(note, width)


def _scale(panel: Panel, width: int) -> tuple[Scale, int]:
    """The scale of all plots of a panel, and how many cells its labels have."""
    values = [end for points in panel.points.values() for point in points for end in (point.low, point.high)]
    scale = line_scale(values, _height(panel) // _HALVES)
    return scale, min(widest([panel.say(tick) for tick in scale.ticks]), width // 2)


def _height(panel: Panel) -> int:
    return _ALONE if len(panel.places) == 1 else _BESIDE


def _frame(panel: Panel, scale: Scale, lead: int, column: int, pen: Pen) -> _Frame:
    cells = max(1, column - lead - 1)
    size = -(-len(panel.periods) // cells)
    wide = max(1, cells // -(-len(panel.periods) // size))
    frame = _Frame(pen, scale, {}, _height(panel), lead, wide, size)
    return frame._replace(says={frame.level(tick) // _HALVES: panel.say(tick) for tick in scale.ticks})


def _plot(panel: Panel, place: int, frame: _Frame, width: int) -> Iterator[str]:
    """Yield the lines of the plot of a place, its name above and the periods below."""
    if len(panel.places) > 1:
        yield from folded(panel.places[place], width)
    columns = _columns(panel, place, frame)
    for line in range(frame.height - 1, -1, -1):
        says = frame.says.get(line)
        axis = frame.pen.axis if says is None else frame.pen.mark
        yield right(says or "", frame.lead) + axis + "".join(column.get(line, " ") for column in columns)
    yield " " * frame.lead + frame.pen.corner + frame.pen.floor * len(columns)
    yield from _below(panel, frame, width)


def _below(panel: Panel, frame: _Frame, width: int) -> Sequence[str]:
    """The line below an axis: as many periods as have room, the first and the last among them."""
    last = len(panel.periods) - 1
    for steps in _LABELS:
        numbers = sorted({last * step // steps for step in range(steps + 1)})
        marks = [(frame.lead + 1 + at // frame.size * frame.wide, panel.periods[at]) for at in numbers]
        found = placed(marks, 0, width)
        if found is not None:
            return [in_a_line(found)]
    return folded(f"{panel.periods[0]} {frame.pen.gap} {panel.periods[-1]}", width)


def _columns(panel: Panel, place: int, frame: _Frame) -> list[dict[int, str]]:
    """What each column of a plot has in which line."""
    columns: list[dict[int, str]] = []
    before: int | None = None
    for first in range(0, len(panel.periods), frame.size):
        numbers = range(first, min(first + frame.size, len(panel.periods)))
        points = [point for at in numbers for point in panel.points.get((place, at), ())]
        cells = _marks(points, frame)
        if points and before is not None:
            _join(cells, before, frame.level(points[0].low), frame.pen.rise)
        columns += [cells, *[_marks(points, frame)] * (frame.wide - 1)]
        before = frame.level(points[-1].high) if points else None
    return columns


def _marks(points: Sequence[Point], frame: _Frame) -> dict[int, str]:
    """What the points of one column have in which line."""
    if not points:
        return {}
    levels = {frame.level(end) for point in points for end in (point.low, point.high)}
    mark = _mark(points, frame.pen)
    cells = {}
    for line in range(min(levels) // _HALVES, max(levels) // _HALVES + 1):
        has_lower = min(levels) <= line * _HALVES
        has_upper = max(levels) > line * _HALVES
        half = frame.pen.fills[SETTLED] if has_lower and has_upper else (frame.pen.lower, frame.pen.upper)[has_upper]
        cells[line] = mark or half
    return cells


def _mark(points: Sequence[Point], pen: Pen) -> str:
    """What marks a column with a figure that is not final or not exact: the least settled one; none for any other."""
    stage = max(point.stage for point in points)
    hedges = [pen.hedges[point.hedge] for point in points if point.hedge in pen.hedges]
    return pen.fills[stage] if stage != SETTLED else next(iter(hedges), "")


def _join(cells: dict[int, str], before: int, now: int, rise: str) -> None:
    """Draw the line from the level of the column before up or down to that of this one."""
    low, high = sorted((before // _HALVES, now // _HALVES))
    for line in range(low + 1, high):
        cells.setdefault(line, rise)
