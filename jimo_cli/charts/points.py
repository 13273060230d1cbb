"""The figures of a series as points: what a chart has where, and how settled each figure is."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.figures import period
from jimo_cli.figures.period import Period
from jimo_cli.figures.say import amount, number
from jimo_cli.model import Qualifier, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from jimo_cli.model import Fact

FLAGS = {
    Status.TARGET: "t",
    Status.FORECAST: "f",
    Status.ESTIMATED: "e",
    Status.PRELIMINARY: "p",
    Status.REVISED: "r",
}
"""What marks a figure that is not final: the letters that Eurostat sets behind one, and t."""

SETTLED, UNSETTLED, AHEAD = range(3)
"""How settled a figure is: counted, counted but likely to be revised, said before it could be counted."""

STAGES = {
    Status.TARGET: AHEAD,
    Status.FORECAST: AHEAD,
    Status.ESTIMATED: UNSETTLED,
    Status.PRELIMINARY: UNSETTLED,
}
"""How settled the figures of a status are, if not SETTLED."""

_MOST_PERIODS = 50_000  # days of a century: a period is looked for no further back
_LONGEST_GAP = 3  # missing periods that have a row each; more share one
_DAY = 10
NO_PERIODS = "⋮"
"""The row that stands for many missing periods."""


class Point(NamedTuple):
    """A figure: both ends, which are equal but for a range, how it is written, what hedges it, how settled it is."""

    low: Decimal
    high: Decimal
    written: str
    hedge: Qualifier
    status: Status

    @property
    def stage(self) -> int:
        """How settled it is: SETTLED, UNSETTLED or AHEAD."""
        return STAGES.get(self.status, SETTLED)

    @property
    def flag(self) -> str:
        """The letter of a status that is not final, else empty."""
        return FLAGS.get(self.status, "")


class Panel(NamedTuple):
    """The figures of one unit whose periods are alike, by the numbers of their place and period.

    `periods` are in order of time, with those that are missing between them where it is known which these are; figures
    may be `joined` by a line where each period follows the one before. `say` writes a figure as the axis has it.
    """

    unit: str
    places: Sequence[str]
    periods: Sequence[str]
    points: Mapping[tuple[int, int], Sequence[Point]]
    say: Callable[[Decimal], str]
    joined: bool


class Grid(NamedTuple):
    """Points in rows and columns: the more of places and periods go down, the others across."""

    rows: Sequence[str]
    heads: Sequence[str]
    cells: Sequence[Sequence[Sequence[Point]]]


class Chart(NamedTuple):
    """A series to be drawn; every text in it can be shown as it is.

    `statuses` and `hedges` are those of its figures that are not final and not exact, with what they are called.
    """

    title: str
    unit_head: str
    panels: Sequence[Panel]
    statuses: Mapping[Status, str]
    hedges: Mapping[Qualifier, str]
    sources: Sequence[str]
    lang: str


def panels(facts: Iterable[Fact], lang: str, shown: Callable[[str], str]) -> list[Panel]:
    """Return the statistics among facts as panels, one for each unit and kind of period, in the order of the facts.

    `shown` makes a text one that can be shown.
    """
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.value is not None:
            groups.setdefault((fact.unit or "", _kind(fact.time_period)), []).append(fact)
    return [_panel(group, lang, shown) for group in groups.values()]


def _panel(facts: Sequence[Fact], lang: str, shown: Callable[[str], str]) -> Panel:
    places = {place: at for at, place in enumerate(dict.fromkeys(fact.reference_area for fact in facts))}
    line = timeline({fact.time_period for fact in facts})
    periods = {written: at for at, written in enumerate(line)}
    points: dict[tuple[int, int], list[Point]] = {}
    for fact in facts:
        points.setdefault((places[fact.reference_area], periods[fact.time_period]), []).append(
            _point(fact, lang, shown)
        )
    plain = facts[0]._replace(value_max=None, qualifier=Qualifier.EXACT)

    def say(value: Decimal) -> str:
        fact = plain._replace(value=value)
        return (amount(fact, lang) if lang == "en" else number(fact)) if value else "0"

    return Panel(
        shown(facts[0].unit or ""),
        [shown(place or "") for place in places],
        [shown(period.in_words(written, lang)) if written else "" for written in periods],
        points,
        lambda value: shown(say(value)),
        all(written and _before(written) == before for before, written in pairwise(line)),
    )


def _point(fact: Fact, lang: str, shown: Callable[[str], str]) -> Point:
    status, low = fact.status or Status.FINAL, fact.value
    if low is None:  # `panels` passes none such
        message = f"{fact.id} has no figure"
        raise TypeError(message)
    written = amount(fact, lang) if lang == "en" else number(fact)
    high = low if fact.value_max is None else fact.value_max
    return Point(low, high, shown(written), fact.qualifier or Qualifier.EXACT, status)


def _kind(written: str | None) -> str:
    """What periods that belong on one axis share: each is a year, a half, a quarter, a month or a day."""
    if written is None or "/" in written:
        return "other"
    return str(len(written)) + written[5:6].strip("0123456789")


def timeline(periods: Iterable[str | None]) -> list[str | None]:
    """Return periods in order of time, of years, halves, quarters, months or days with all those between them."""
    known = sorted(set(periods), key=in_time)
    first, last = known[0], known[-1]
    if first is None or last is None or len({_kind(written) for written in known}) > 1:
        return known
    every = [last]
    while every[-1] != first and len(every) < _MOST_PERIODS:
        before = _before(every[-1])
        if before is None:
            return known
        every.append(before)
    return [*reversed(every)] if every[-1] == first else known


def _before(written: str) -> str | None:
    """The period before a year, a half, a quarter, a month or a day; None before any other."""
    if len(written) == _DAY and "/" not in written:
        day = date.fromisoformat(written)
        return None if day == date.min else (day - timedelta(days=1)).isoformat()
    return period.earlier(written, parts=1)


def in_time(written: str | None) -> tuple[str, str]:
    """Return what periods are sorted by: their first and last days; none comes before any."""
    if written is None:
        return "", ""
    days = Period.parse(written)
    return days.start.isoformat(), days.until.isoformat()


def grid(panel: Panel) -> Grid:
    """Return the points of a panel in rows; of a long run of missing periods one row is left, without a point."""
    columns = [*_columns(panel)]
    periods = [label for label, _ in columns]
    cells = [cells for _, cells in columns]
    if len(panel.places) <= len(periods):
        return Grid(periods, panel.places, cells)
    return Grid(panel.places, periods, [[of_period[at] for of_period in cells] for at in range(len(panel.places))])


def _columns(panel: Panel) -> Iterator[tuple[str, list[Sequence[Point]]]]:
    """Yield each period with what each place has in it."""
    known = {at for _, at in panel.points}
    for is_known, run in groupby(range(len(panel.periods)), key=known.__contains__):
        numbers = [*run]
        if not is_known and len(numbers) > _LONGEST_GAP:
            yield NO_PERIODS, [()] * len(panel.places)
            continue
        for at in numbers:
            yield panel.periods[at], [panel.points.get((place, at), ()) for place in range(len(panel.places))]


def has_line(panel: Panel, most: int) -> bool:
    """Return whether a panel is to be drawn as a line: where it can be, and has figures of more periods than `most`."""
    return panel.joined and len({at for _, at in panel.points}) > most


def first_places(panel: Panel, most: int) -> Panel:
    """Return a panel with the first of its places, `most` at most."""
    points = {key: cell for key, cell in panel.points.items() if key[0] < most}
    return panel._replace(places=panel.places[:most], points=points)
