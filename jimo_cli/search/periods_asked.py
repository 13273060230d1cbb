"""The periods that a query asks for: its times put together, resolved by today and by what is stated."""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.figures.period import Period, earlier
from jimo_cli.search.time_words import is_beside
from jimo_cli.search.times import (
    AGO,
    EVERY,
    LAST,
    LATEST,
    OF_ANY_YEAR,
    PART,
    POINT,
    RANGE,
    SINCE,
    TO,
    UNREADABLE,
    YEAR,
)
from jimo_cli.text import is_han

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Final

    from jimo_cli.search.times import Time
    from jimo_cli.store.labels import Form, Names

UNITS = {"Y": 12, "S": 6, "Q": 3, "M": 1}
"""The months of a year, a half, a quarter and a month."""

_TIMES = frozenset((YEAR, PART, POINT, AGO))


class Wanted:
    """A period that is asked for, or a series: all periods of a `unit` (Y, S, Q, M) within it, or within any.

    A period may be one of any year: `Y-S1`. `words` are those of the query, where a reader is to be told what
    they were read as.
    """

    __slots__ = ("period", "unit", "words")

    def __init__(self, period: str | None, unit: str = "", words: str = "") -> None:
        self.period: Final = period
        self.unit: Final = unit
        self.words: Final = words


class Asked:
    """What a query asks for of time: the periods in their order, whether `latest`, and words that name none."""

    __slots__ = ("is_latest", "unreadable", "wanted")

    def __init__(self, wanted: Sequence[Wanted], *, is_latest: bool, unreadable: str) -> None:
        self.wanted: Final = wanted
        self.is_latest: Final = is_latest
        self.unreadable: Final = unreadable

    @property
    def is_series(self) -> bool:
        """Whether a series is asked for."""
        return any(one.unit for one in self.wanted)

    @property
    def period(self) -> str | None:
        """The period, where just one is asked for."""
        return self.wanted[0].period if len(self.wanted) == 1 and not self.wanted[0].unit else None


class _Node:
    """A year, a part of one or both, or a time period, from the words that say it."""

    def __init__(self, time: Time) -> None:
        self.times = [time]
        self.year = self.part = self.point = ""
        self.since: Time | None = None
        self.is_end = False

    @property
    def start(self) -> int:
        return self.times[0].start

    @property
    def end(self) -> int:
        return self.times[-1].end

    @property
    def span(self) -> tuple[int, int]:
        """Where the words stand, with those that leave the end open."""
        every = [*self.times, self.since] if self.since else self.times
        return min(time.start for time in every), max(time.end for time in every)

    @property
    def is_year(self) -> bool:
        return bool(self.year and not self.part)

    @property
    def period(self) -> str:
        if self.point:
            return self.point
        year = self.year or OF_ANY_YEAR
        return f"{year}-{self.part.replace(OF_ANY_YEAR, year)}" if self.part else year


class _UnreadableError(Exception):
    """The words name no period, or one of several."""


def asked(core: str, times: Sequence[Time], today: str, stated: Iterable[str | None] = ()) -> Asked:
    """Return the periods that the times of a text ask for, on a day (ISO 8601).

    The last five years are those up to the newest that is `stated` for, and not after today.
    """
    is_latest = any(time.kind == LATEST for time in times)
    unreadable = next((time for time in times if time.kind == UNREADABLE), None)
    if unreadable:
        return Asked((), is_latest=is_latest, unreadable=_words(core, times, unreadable))
    try:
        found = [*_series(core, times, today, stated), *_wanted(core, _nodes(core, times, today), today)]
        if not found and any(time.kind == EVERY for time in times):
            found = [Wanted(None, "Y")]
    except (_UnreadableError, ValueError):
        return Asked((), is_latest=is_latest, unreadable=core[times[0].start : times[-1].end])
    return Asked(list({one.period or "": one for one in found}.values()), is_latest=is_latest, unreadable="")


def _words(core: str, times: Sequence[Time], unreadable: Time) -> str:
    """The words that name no period, with the year beside them: 2024年13月, 2019年以前."""
    near = [time for time in times if time.kind in {YEAR, AGO, PART} and _touches(core, time, unreadable)]
    return core[min(time.start for time in (*near, unreadable)) : max(time.end for time in (*near, unreadable))]


def _touches(core: str, one: Time, other: Time) -> bool:
    first, last = sorted((one, other), key=lambda time: time.start)
    return not core[first.end : last.start].strip()


# ---- single periods, and ranges from one to another


def _nodes(core: str, times: Sequence[Time], today: str) -> list[_Node]:
    nodes: list[_Node] = []
    is_end = False
    since: Time | None = None
    for time in times:
        if time.kind == TO:
            is_end = True
        elif time.kind == SINCE and core[time.start : time.end] != "since" and nodes:
            nodes[-1].since = time
        elif time.kind == SINCE:
            since = time
        elif time.kind in _TIMES:
            node = nodes[-1] if nodes and not is_end and _joins(core, nodes[-1], time) else None
            if node is None:
                nodes.append(node := _Node(time))
                node.is_end, node.since = is_end, since
                is_end, since = False, None
            else:
                node.times.append(time)
            _read(node, time, today)
    return _with_years(nodes)


def _joins(core: str, node: _Node, time: Time) -> bool:
    """Tell whether a time says more of the one before it."""
    if node.point or not is_beside(core, node.times[-1], time):
        return False
    return (time.kind == PART and not node.part) or (_is_year(time) and not node.year)


def _is_year(time: Time) -> bool:
    return time.kind == YEAR or (time.kind == AGO and time.value[0] == "Y")


def _read(node: _Node, time: Time, today: str) -> None:
    if time.kind == PART:
        node.part = time.value
    elif time.kind == POINT:
        node.point = time.value
    elif time.kind == YEAR:
        node.year = time.value
    elif _is_year(time):
        node.year = _year(int(today[:4]) - int(time.value[1:]))
    else:
        node.point = _before(_now(time.value[0], today), int(time.value[1:]))


def _year(number: int) -> str:
    return f"{number:04}"


def _now(unit: str, today: str) -> str:
    """The year, quarter or month of a day."""
    month = int(today[5:7])
    return {"Y": today[:4], "Q": f"{today[:4]}-Q{(month + 2) // 3}", "M": today[:7]}[unit]


def _before(period: str, parts: int) -> str:
    found = earlier(period, parts=parts)
    if found is None:
        raise _UnreadableError
    return found


def _with_years(nodes: list[_Node]) -> list[_Node]:
    """Give the parts that name no year the one that the query names.

    Where a year and a part of another are named, the year may be either: 2019和2021年上半年.
    """
    lone = [node for node in nodes if node.part and not node.year]
    years = [node for node in nodes if node.is_year]
    whole = [node for node in nodes if node.year and node.part]
    if years and (whole or (lone and len(years) > 1)):
        raise _UnreadableError
    if lone and years:
        for node in lone:
            node.year = years[0].year
        return [node for node in nodes if node not in years]
    if lone and whole:
        for node in lone:
            before = [one for one in whole if one.start < node.start]
            node.year = (before[-1] if before else whole[0]).year
    return nodes


def _wanted(core: str, nodes: Sequence[_Node], today: str) -> Iterator[Wanted]:
    for number, node in enumerate(nodes):
        words = core[node.start : node.end] if any(time.kind == AGO for time in node.times) else ""
        if number + 1 < len(nodes) and nodes[number + 1].is_end:
            continue
        if node.is_end:
            first = nodes[number - 1]
            if _unit(first.period) != _unit(node.period):
                raise _UnreadableError
            is_told = words or any(time.kind == AGO for time in first.times)
            yield _range(first.period, node.period, core[first.start : node.end] if is_told else "")
        elif node.since and not (node.is_year and node.year == today[:4]):
            yield _range(node.period, today[:4] if node.is_year else today[:7], core[slice(*node.span)])
        else:
            if node.period[0] != OF_ANY_YEAR:
                Period.parse(node.period)
            yield Wanted(node.period, words=words)


def _range(first: str, last: str, words: str) -> Wanted:
    """All periods from one to another; raises ValueError where there are none."""
    period = f"{first}/{last}"
    Period.parse(period)
    return Wanted(period, _unit(first), words)


def _unit(point: str) -> str:
    part = point[5:]
    return "Y" if not part else part[0] if part[0] in UNITS else "M"


# ---- the last years, plans, all


def _series(core: str, times: Sequence[Time], today: str, stated: Iterable[str | None]) -> Iterator[Wanted]:
    for time in times:
        words = core[time.start : time.end]
        if time.kind == RANGE:
            yield Wanted(time.value, "Y", words)
        elif time.kind == LAST:
            if any(other.kind in _TIMES for other in times):
                raise _UnreadableError
            unit, number = time.value[0], int(time.value[1:])
            last = _newest(unit, today, stated)
            yield Wanted(f"{_before(last, number - 1)}/{last}", unit, words)


def _newest(unit: str, today: str, stated: Iterable[str | None]) -> str:
    """The newest year, quarter or month that a whole figure is stated for, or a part of one, and not after today."""
    periods = [Period.parse(one) for one in stated if one is not None]
    begun = [own for own in periods if own.start.isoformat() <= today]
    whole = [own for own in begun if months(own) >= UNITS[unit]]
    if not begun:
        return _now(unit, today)
    return _now(unit, min(max(own.until for own in whole or begun).isoformat(), _end_of(today)))


def _end_of(today: str) -> str:
    return f"{today[:4]}-12-31"


def months(own: Period) -> int:
    """Return how many months a period has, 0 where it has not ended or is shorter."""
    if own.end is None:
        return 0
    whole = 12 * (own.end.year - own.start.year) + own.end.month - own.start.month
    return whole + (own.end.day - own.start.day >= 27)  # noqa: PLR2004  # a month has 28 days or more


# ---- the times that are part of a name


def times_beside(core: str, times: Sequence[Time], names: Names) -> Sequence[Time]:
    """Return the times of a text that are no part of the names of a label.

    上年 in 上年结转资金 is part of a name: it stands there before the same character. So are both years in
    2011 PPP.
    """
    keys = {form.key for form in names.forms}
    if text.key(core) in keys:
        return ()
    kept = [time for time in times if not any(_is_in(core, time, form) for form in names.forms)]
    return kept if any(time.kind in {*_TIMES, RANGE, LAST, EVERY, LATEST, UNREADABLE} for time in kept) else ()


def _is_in(core: str, time: Time, form: Form) -> bool:
    """Tell whether a name has a time with what follows it in the text, or ends with it and what is before it."""
    words, name = core[time.start : time.end], form.folded
    before, after = _before_it(core, time.start), _behind_it(core, time.end)
    at = name.find(words)
    while at >= 0:
        following = _behind_it(name, at + len(words))
        if after and after == following:
            return True
        if not following and before and before == _before_it(name, at):
            return True
        at = name.find(words, at + 1)
    return False


def _behind_it(folded: str, at: int) -> str:
    """The character, word or number that follows a place; nothing where the text ends."""
    rest = text.runs(folded[at:])
    return (rest[0][0] if is_han(rest[0][0]) else rest[0]) if rest else ""


def _before_it(folded: str, at: int) -> str:
    rest = text.runs(folded[:at])
    return (rest[-1][-1] if is_han(rest[-1][-1]) else rest[-1]) if rest else ""
