"""How the period of a fact fits the one that a query names."""

from __future__ import annotations

from jimo_cli.search.times import OF_ANY_YEAR

EXACT, WITHIN, UNSTATED, NEAR = "exact", "within", "unstated", "near"
"""How a fact fits what was asked: the very period and place, a part of the year, nothing stated, another."""

_ENDS = {"": "-12", "S1": "-06", "S2": "-12", "Q1": "-03", "Q2": "-06", "Q3": "-09", "Q4": "-12"}


def end_of(stated: str | None) -> tuple[str, bool, int]:
    """Return a key by which a later period comes after an earlier one, and of those that end together the year last.

    Nothing is parsed: every look-up of a label with several facts passes here.
    """
    if not stated:
        return "", False, 0
    point = stated.removesuffix("/..").rpartition("/")[2]
    part = point[5:]
    return point[:4] + _ENDS.get(part, f"-{part}"), len(point) == len(stated), -len(part)


def period_fit(asked: str | None, stated: str | None, *, lasts: bool) -> str:
    """Return how a fact of one period fits a query for another; "Y-S2" names the half of any year.

    A figure is one of its period: the half, quarter or month of an asked year is within it, and a figure so
    far within the year that it began in; a larger, another or an overlapping one is near. What `lasts`, as a
    policy does, fits whatever period it reaches into.
    """
    if asked is None:
        return EXACT
    if stated is None:
        return UNSTATED
    from jimo_cli.figures.period import Period  # noqa: PLC0415  # few queries name one

    own = Period.parse(stated)
    try:
        wanted = Period.parse(asked.replace(OF_ANY_YEAR, str(own.start.year)))
    except ValueError:  # of no calendar: 0000
        return NEAR
    if own == wanted:
        return EXACT
    if lasts:
        return EXACT if own.start <= wanted.until and (own.end is None or own.until >= wanted.start) else NEAR
    is_year = asked.isdigit()
    return WITHIN if is_year and wanted.start <= own.start and own.until <= wanted.until else NEAR
