"""What is near a query without answering it, and why it is not the answer."""

from __future__ import annotations

from jimo_cli.search import answers, find
from jimo_cli.search.by_measure import bare_measure, is_of_subject
from jimo_cli.search.period_fits import NEAR, period_fit
from jimo_cli.search.places import inner
from jimo_cli.search.query import Query
from jimo_cli.search.weights import SUGGESTION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.search.answers import Answers
    from jimo_cli.search.match import Match, Matches
    from jimo_cli.search.periods_asked import Asked
    from jimo_cli.store.filters import Filters
    from jimo_cli.store.interface import NameIndex, Row, Store

    Reason = tuple[str, str]
    """What differs (`place`, `period`, `measure`, `aspect`, `direction`, `basis` or `name`), and how, in words."""

_ABOUT = ("label", "reference_area", "time_period")
_MOST = 50
_MOST_OPPOSITES = 3
"""Opposites of words of a query that are looked up; few words have more."""

_AGAINST = {
    "another place": ("place", "its facts are about another place"),
    "only the end of a name beside a place": ("name", "only the end of its name is what was asked for"),
    "share of another whole": ("measure", "it is a share of another whole"),
    "growth or share of a longer name": ("measure", "it is the growth or share of another figure"),
    "opposite direction": ("direction", "it speaks of the opposite direction"),
    "another basis": ("basis", "it is against another period, or in other prices"),
    "another thing": ("name", "its name says another thing"),
    "in doubt": ("name", "its name lacks a part of what was asked for"),
    "too short": ("name", "what was asked for is too short to tell"),
    "foreign script": ("name", "a part of the query is in a script that no name is written in"),
}
"""What speaks against a name that is near, of `score.PENALTIES`; the others are told with the words of the query."""

_ONLY_LIKE = ("name", "it only resembles what was asked for")
_NAME_LACKS = ("name", "its name does not have all of what was asked for")


def near(store: Store, query: str, filters: Filters, found: Answers, *, today: str) -> list[tuple[int, list[Reason]]]:
    """Return the positions of the facts that are near a query without an answer, each with why it is not the answer.

    Where its answers name none, these are what answers with a word for its opposite: 服装出口额 for 服装进口额.
    """
    index = store.names(filters)
    each = _found(index, query)
    positions = [position for position, *_ in found.near]
    rows = zip(positions, store.rows_at(_ABOUT, positions), strict=True)
    named = [(position, _of_fact(index, row, each, found.asked) or [_ONLY_LIKE]) for position, row in rows]
    return named or _opposites(store, query, filters, today)


def _opposites(store: Store, query: str, filters: Filters, today: str) -> list[tuple[int, list[Reason]]]:
    asked = Query(query)
    opposites: dict[int, list[Reason]] = {}
    for own, other in asked.contrasts[:_MOST_OPPOSITES]:
        swapped = asked.core.replace(own, other)
        for position, *_ in answers.ranked(store, swapped, filters, today=today, limit=1).hits:
            opposites.setdefault(position, [("measure", f"it is of {other}, not {own}")])
    return [*opposites.items()]


def places_unknown(store: Store, query: str, filters: Filters) -> list[str]:
    """Return the places that a query names, that no fact is about and that no name of what is like it holds."""
    return [place for matches in _found(store.names(filters), query) if (place := _outside(matches, matches.hits))]


def _outside(matches: Matches, hits: Sequence[Match]) -> str:
    """The place that a query names and no fact is about, empty where a name of a hit holds it: 青岛港吞吐量."""
    query = matches.query
    place = inner(query.core[slice(*query.outside)]) if query.outside else ""
    is_named = any(place in form.folded for hit in hits for form in hit.names.forms)
    return "" if is_named else place.title()  # a query is compared in lower case


def _found(index: NameIndex, query: str) -> list[Matches]:
    """What is found for a query, or for each of those that it makes together."""
    first = find(index, query, limit=_MOST, least=SUGGESTION)
    return [find(index, one, limit=_MOST, least=SUGGESTION) for one in answers.separate(index, first)] or [first]


def _of_fact(index: NameIndex, row: Row, each: Sequence[Matches], asked: Asked | None) -> list[Reason]:
    """Why a fact is not what any of some queries asks for: for each of them the first reason of a kind."""
    label, area, period = row
    why: dict[Reason, None] = {}
    for matches in each:
        kinds: dict[str, str] = {}
        hit = next((hit for hit in matches.hits if hit.label == label), None)
        for kind, words in _of_one(index, hit, matches, area, period, asked) if hit else ():
            kinds.setdefault(kind, words)
        why.update(dict.fromkeys(kinds.items()))
    return [*why]


def _of_one(  # noqa: PLR0913, PLR0917  # what is known of a fact and of a query
    index: NameIndex, hit: Match, matches: Matches, area: str | None, period: str | None, asked: Asked | None
) -> Iterator[Reason]:
    if outside := _outside(matches, [hit]):
        yield "place", f"it is about {area}, and no fact is about {outside}" if area else f"no fact is about {outside}"
    elif matches.area and area not in {None, matches.area}:
        yield "place", f"it is about {area}, not {matches.area}"
    yield from _of_period(period, asked)
    yield from _of_name(index, hit, matches.query)


def _of_period(stated: str | None, asked: Asked | None) -> Iterator[Reason]:
    wanted = [one.period for one in asked.wanted if one.period] if asked else []
    if asked and asked.unreadable:
        yield "period", f"{asked.unreadable} is no period that can be read"
    elif stated and wanted and all(period_fit(period, stated, lasts=False) == NEAR for period in wanted):
        yield "period", f"it is of {stated}, not {' or '.join(wanted)}"


def _of_name(index: NameIndex, hit: Match, query: Query) -> Iterator[Reason]:
    """Yield what speaks against a name that is like the query, what differs in substance first."""
    if hit.matched == "term/related":
        yield "measure", "it is a part of the measure that was asked for, or a wider one"
    evidence = hit.evidence
    if evidence is None:
        return
    against = set(evidence.against)
    if "contrast" in against:
        yield "measure", _contrast(hit, query)
    asked = bare_measure(index, Query(evidence.read_as) if evidence.read_as else query)
    if asked and is_of_subject(evidence.form, asked):
        yield "measure", f"it measures something else, or only a part of what was asked for: {hit.label}"
    if "no growth or share" in against:
        wanted = [aspect for aspect in ("growth", "share", "rank") if aspect in query.concepts - hit.names.concepts]
        yield "aspect", f"it is no {' or '.join(wanted or ['growth or share'])}, which was asked for"
    if "unasked growth or share" in against:
        yield "aspect", "it is a growth, a share or a rank, which was not asked for"
    yield from (_AGAINST[seen] for seen in evidence.against if seen in _AGAINST)
    if not evidence.complete:
        yield _NAME_LACKS


def _contrast(hit: Match, query: Query) -> str:
    """Of the words of a query that have an opposite, the one whose opposite is in the name."""
    names = "\n".join(form.folded for form in hit.names.forms)
    longest_first = sorted(query.contrasts, key=lambda pair: -len(pair[1]))
    own, other = next((pair for pair in longest_first if pair[1] in names), query.contrasts[0])
    return f"it is of {other}, not {own}"
