"""The facts of a label that fit the periods of a query, in the order in which they answer it."""

from __future__ import annotations

from jimo_cli.figures.period import Period
from jimo_cli.search.period_fits import EXACT, NEAR, UNSTATED, WITHIN, period_fit
from jimo_cli.search.periods_asked import UNITS, asked, months, times_beside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.search.periods_asked import Asked, Wanted
    from jimo_cli.search.query import Query
    from jimo_cli.store.interface import Placed
    from jimo_cli.store.labels import Names

    Fit = tuple[Placed, str]

_BEST_FIRST = (EXACT, UNSTATED, WITHIN, NEAR)
_NO_YEARS: frozenset[int] = frozenset()


def fitting(
    query: Query, names: Names, rows: Sequence[Placed], today: str
) -> tuple[Asked | None, list[Fit], Sequence[str]]:
    """Return what a query asks of time beside the names of a label, and the facts of that label, each with its fit.

    The facts of each period come in the order in which it was asked for, those of a series in order of time, a
    place after the other; the latest of each place first where the latest is asked for. The near ones come last.
    The third are the periods that were asked for beside others and that no fact has.
    """
    beside = times_beside(query.core, query.named_times, names)
    if not beside:
        return None, [(row, EXACT) for row in rows], ()
    periods = [row[1] for row in rows]
    found = asked(query.core, beside, today, periods)
    if len(beside) < len(query.named_times):  # 上半年 is of the name and of the period: 2024年上半年出口
        whole = asked(query.core, query.named_times, today, periods).period
        if whole and any(stated and period_fit(whole, stated, lasts=False) == EXACT for stated in periods):
            return found, _of_period(whole, rows), ()
    if found.unreadable:
        return found, [(row, NEAR) for row in rows], ()
    if found.is_latest:
        rows = _latest_first(rows, today)
    if not found.wanted:
        return found, [(row, EXACT) for row in rows], ()
    fits, missing = _of_each(found.wanted, rows)
    return found, fits, missing if len(found.wanted) > 1 and len(missing) < len(found.wanted) else ()


def _of_each(every: Sequence[Wanted], rows: Sequence[Placed]) -> tuple[list[Fit], list[str]]:
    """The facts of each period in turn, then the others; and the periods that none has."""
    found: dict[int, Fit] = {}
    missing: list[str] = []
    for wanted in every:
        fits = _of_series(wanted, rows) if wanted.unit else _of_period(wanted.period, rows)
        if wanted.period and not any(fit in {EXACT, WITHIN} for _, fit in fits):
            missing.append(wanted.period)
        for row, fit in fits:
            if fit != NEAR and (row[0] not in found or found[row[0]][1] == UNSTATED):
                found[row[0]] = row, fit
    answers = sorted(found.values(), key=lambda fact: fact[1] == UNSTATED)
    return answers + [(row, NEAR) for row in rows if row[0] not in found], missing


def _of_period(period: str | None, rows: Sequence[Placed]) -> list[Fit]:
    """The facts of one period, the best fit first; a part of a year only where the year is not stated."""
    fits = [(row, period_fit(period, row[1], lasts=row[3] != "statistic")) for row in rows]
    stated = {row[2] for row, fit in fits if fit == EXACT}
    placed = [(row, NEAR if fit == WITHIN and row[2] in stated else fit) for row, fit in fits]
    return sorted(placed, key=lambda fact: _BEST_FIRST.index(fact[1]))


def _of_series(wanted: Wanted, rows: Sequence[Placed]) -> list[Fit]:
    """The facts of a series, a place after the other, in order of time.

    A part of a year, or several years, only answer where no figure of a year that they reach into is stated.
    """
    fits = [(row, _series_fit(wanted, row)) for row in rows]
    stated: dict[str | None, set[int]] = {}
    for row, fit in fits:
        if fit == EXACT and row[1] and months(Period.parse(row[1])) == UNITS[wanted.unit]:
            stated.setdefault(row[2], set()).update(_years(row))
    kept = [
        (row, NEAR if fit == WITHIN and not stated.get(row[2], _NO_YEARS).isdisjoint(_years(row)) else fit)
        for row, fit in fits
    ]
    areas = {area: at for at, area in enumerate(dict.fromkeys(row[2] for row in rows))}
    return sorted(kept, key=lambda fact: (areas[fact[0][2]], _days(fact[0][1])))


def _series_fit(wanted: Wanted, row: Placed) -> str:
    _, stated, _, kind = row
    if stated is None:
        return UNSTATED
    if kind != "statistic":
        return period_fit(wanted.period, stated, lasts=True)
    own = Period.parse(stated)
    if wanted.period is not None:
        bounds = Period.parse(wanted.period)
        if own == bounds or (own.end is None and own.start == bounds.start):
            return EXACT
        if own.start < bounds.start or own.until > bounds.until:
            return NEAR
    if months(own) == UNITS[wanted.unit]:
        return EXACT
    return WITHIN if wanted.unit == "Y" else NEAR


def _years(row: Placed) -> range:
    """The years that the period of a fact reaches into."""
    own = Period.parse(row[1] or "")
    return range(own.start.year, own.until.year + 1)


def _days(stated: str | None) -> tuple[str, str]:
    if stated is None:
        return "", ""
    own = Period.parse(stated)
    return own.start.isoformat(), own.until.isoformat()


def _latest_first(rows: Sequence[Placed], today: str) -> list[Placed]:
    """The facts with the latest of each place first, then the others, later ones first; what is yet to come last."""

    def days(row: Placed) -> tuple[bool, str, str]:
        start, until = _days(row[1])
        return start <= today, until, start

    areas = {area: at for at, area in enumerate(dict.fromkeys(row[2] for row in rows))}
    by_time = sorted(rows, key=days, reverse=True)
    latest: dict[str | None, Placed] = {}
    for row in by_time:
        latest.setdefault(row[2], row)
    first = sorted(latest.values(), key=lambda row: areas[row[2]])
    known = {row[0] for row in first}
    return first + [row for row in by_time if row[0] not in known]
