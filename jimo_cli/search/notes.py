"""What stderr says of the answers to a query: how it was read, and what of it they leave open."""

from __future__ import annotations

from jimo_cli.errors import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jimo_cli.search.answers import Answers
    from jimo_cli.store.interface import Store


def of_time(found: Answers) -> list[str]:
    """Return how the times of the query were read, and what was asked for of them and is not stated."""
    asked = found.asked
    open_ones = [f"nothing found for {quoted(query)}" for query in found.unanswered]
    if asked is None:
        return open_ones
    if asked.unreadable:
        return [f"{quoted(asked.unreadable)} is no period, or may be one of several; give it as in 2024 or 2024-06"]
    read = [f"{one.words} read as {_spoken(one.period or '')}" for one in asked.wanted if one.words]
    missing = [f"{_spoken(period)} is not stated" for period in found.missing]
    return [*read, *missing, *open_ones]


def left_out(found: Answers, limit: int) -> list[str]:
    """Return how much of a series the limit left out, and how it is printed."""
    more = found.left_out
    return [f"{more} more are left out; --limit {limit + more} prints them"] if more else []


def _spoken(period: str) -> str:
    return period.replace("/", " to ")


def open_questions(store: Store, query: str, found: Answers) -> list[str]:
    """Return what the first hit leaves open of what was asked."""
    position, _, matched, _, fit = found.hits[0]
    [(label, period)] = store.rows_at(("label", "time_period"), [position])
    if matched == "term/loose":
        return [f"{quoted(query)} is a loose name of {label}"]
    if fit == "within" and found.asked and found.asked.is_series:
        return [f"{label} is not stated for each of the years; {period} is within them"]
    if fit == "within":
        return [f"{label} is not stated for the whole year; {period} is a part of it"]
    return [f"the source states no period for {label}"] if fit == "unstated" else []
