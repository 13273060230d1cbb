"""Lines of SVG: the places of a panel over time, each named at its end, so that no colour has to be told apart."""

from __future__ import annotations

from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.charts.plots import MOST_PLACES
from jimo_cli.charts.points import AHEAD, SETTLED, first_places
from jimo_cli.charts.scale import line_scale
from jimo_cli.charts.svg_parts import (
    COLOURS,
    LINE,
    Piece,
    dot,
    kind_of,
    label,
    longest,
    moved,
    paragraph,
    rule,
    span,
    stroke,
)
from jimo_cli.charts.words import NOT_FROM_ZERO, PLACES_LEFT_OUT
from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from jimo_cli.charts.points import Panel, Point
    from jimo_cli.charts.scale import Scale

_WIDTH, _HEIGHT = 520, 260
_STEPS = 5
_NAME = 160  # of a place at the end of its line, before it is folded
_MOST_DOTS = 60
"""Figures of a place; of more, only those that are not plain have a mark of their own."""
_PERIODS = (8, 6, 5, 4, 3, 2, 1)  # below an axis, in steps


class _Frame(NamedTuple):
    """Where the axes cross, and how far apart the periods are, which have these names."""

    left: float
    scale: Scale
    step: float
    periods: Sequence[str]
    unit: str

    def x(self, at: int) -> float:
        """Return where a period is."""
        return self.left + self.step * (at + 0.5)

    def y(self, value: Decimal) -> float:
        """Return where a value is."""
        return 10 + (1 - self.scale.part(value)) * _HEIGHT


class _Place(NamedTuple):
    """The points of a place by their periods, in order of time."""

    name: str
    colour: int
    points: Sequence[tuple[int, Point]]


def pieces(panel: Panel, lang: str) -> Iterator[Piece]:
    """Yield the parts of a panel, one below another: as many places in each as there are colours."""
    hidden = len(panel.places) - MOST_PLACES
    panel = first_places(panel, MOST_PLACES)
    values = [end for points in panel.points.values() for point in points for end in (point.low, point.high)]
    scale = line_scale(values, _STEPS)
    left = max(longest(map(panel.say, scale.ticks)) + 8, span(panel.periods[0]) / 2)
    frame = _Frame(left, scale, _WIDTH / len(panel.periods), panel.periods, panel.unit)
    points: dict[int, list[tuple[int, Point]]] = {}
    for (place, at), cell in sorted(panel.points.items(), key=lambda item: item[0]):
        points.setdefault(place, []).extend((at, point) for point in cell)
    for first in range(0, len(panel.places), len(COLOURS)):
        numbers = range(first, min(first + len(COLOURS), len(panel.places)))
        places = [_Place(panel.places[at], at - first, points.get(at, ())) for at in numbers]
        yield _plot(places, frame, panel)
    if scale.low > 0 or scale.high < 0:
        yield paragraph(NOT_FROM_ZERO[lang], _WIDTH, "d")
    if hidden > 0:
        yield paragraph(PLACES_LEFT_OUT[lang].format(hidden), _WIDTH, "d")


def _plot(places: Sequence[_Place], frame: _Frame, panel: Panel) -> Piece:
    elements = [*_axes(frame, panel)]
    for place in places:
        elements += _line(place, frame)
    right = frame.left + _WIDTH
    beyond = max(0, (span(panel.periods[-1]) - frame.step) / 2)
    names = [*_names(places, frame, right + beyond + 8)] if any(place.name for place in places) else []
    width = max(right + beyond, *(piece.width for piece in names), 0)
    below = max([10 + _HEIGHT + 28, *(piece.height for piece in names)])
    return Piece(width, below, [*elements, *(part for piece in names for part in piece.elements)])


def _axes(frame: _Frame, panel: Panel) -> Iterator[str]:
    """Yield the lines of the ticks with what they are, and the periods below that have room."""
    for tick in frame.scale.ticks:
        yield rule(frame.left, frame.y(tick), frame.left + _WIDTH, frame.y(tick))
        yield label(frame.left - 6, frame.y(tick) + 5, panel.say(tick), "d", "end")
    for at in _periods(frame):
        yield label(frame.x(at), 10 + _HEIGHT + 20, frame.periods[at], "d", "middle")


def _periods(frame: _Frame) -> list[int]:
    """As many periods as have room beside each other, the first and the last among them where both have."""
    last = len(frame.periods) - 1
    room = longest(frame.periods) + 12
    for steps in _PERIODS:
        shown = sorted({last * step // steps for step in range(steps + 1)})
        if all((after - before) * frame.step >= room for before, after in pairwise(shown)):
            return shown
    return [0]


def _line(place: _Place, frame: _Frame) -> Iterator[str]:
    """Yield the line of a place, broken where a period is missing and dashed to what lies ahead, then its marks."""
    run: list[tuple[int, Point]] = []
    for at, point in place.points:
        is_ahead = point.stage == AHEAD
        if run and (at - run[-1][0] > 1 or is_ahead != (run[-1][1].stage == AHEAD)):
            yield _stroke(run, place.colour, frame)
            run = run[-1:] if at - run[-1][0] == 1 and is_ahead else []
        run.append((at, point))
    yield _stroke(run, place.colour, frame)
    has_dots = len(place.points) <= _MOST_DOTS
    alone = _alone([at for at, _ in place.points])
    for at, point in place.points:
        if has_dots or at in alone or point.stage != SETTLED or point.hedge is not Qualifier.EXACT:
            yield _dot(at, point, place, frame)


def _alone(periods: Sequence[int]) -> set[int]:
    """The periods with neither the one before nor the one after: a line would not show them."""
    known = {*periods}
    return {at for at in known if at - 1 not in known and at + 1 not in known}


def _stroke(run: Sequence[tuple[int, Point]], colour: int, frame: _Frame) -> str:
    """A line through points, through the middle of a range; nothing through fewer than two."""
    places = [(frame.x(at), (frame.y(point.low) + frame.y(point.high)) / 2) for at, point in run]
    is_ahead = bool(run) and run[-1][1].stage == AHEAD
    return stroke(_thinned(places), f"l c{colour}{' a' if is_ahead else ''}") if len(run) > 1 else ""


def _thinned(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The places of a line without those that change nothing: of each half pixel the ends and the extremes are left."""
    kept: list[tuple[float, float]] = []
    for _, group in groupby(places, key=lambda place: int(place[0] * 2)):
        here = [*group]
        ends = {min(here, key=itemgetter(1)), max(here, key=itemgetter(1)), here[0], here[-1]}
        kept += [place for place in here if place in ends]
    return kept


def _dot(at: int, point: Point, place: _Place, frame: _Frame) -> str:
    """The mark of a figure, which reads it out to who points at it."""
    unit = f" {frame.unit}" if frame.unit else ""
    about = " · ".join(filter(None, (place.name, frame.periods[at])))
    told = f"{about}  {f'{point.written} {point.flag}'.rstrip()}{unit}"
    return dot(point, frame.x(at), (frame.y(point.low), frame.y(point.high)), kind_of(point.stage, place.colour), told)


def _names(places: Sequence[_Place], frame: _Frame, x: float) -> Iterator[Piece]:
    """Yield the names of places beside the ends of their lines, pushed down where they would overlap."""
    free = 0.0
    for place in sorted(places, key=lambda place: frame.y(place.points[-1][1].low) if place.points else _HEIGHT):
        text = paragraph(place.name, _NAME, f"n{place.colour}")
        y = max(free, (frame.y(place.points[-1][1].low) if place.points else _HEIGHT) - LINE / 2)
        free = y + text.height
        yield Piece(x + text.width, free, [moved(text, x, y)])
