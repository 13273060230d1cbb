"""Labels found by what a query names and the figure that it tells of that."""

from __future__ import annotations

from functools import partial

from jimo_cli.figures.typed import cut_out
from jimo_cli.search.by_figure import facts_rounding_to, facts_with_figure
from jimo_cli.search.by_measure import measure
from jimo_cli.search.by_name import stripped_name, whole_name
from jimo_cli.search.by_pieces import piece_cover
from jimo_cli.search.fits import is_about, is_opposite_direction, is_other_measure
from jimo_cli.search.match import ANSWER, Match
from jimo_cli.search.query import Query
from jimo_cli.search.similar import most_like
from jimo_cli.search.weights import PIECES
from jimo_cli.store.terms import name_tokens
from jimo_cli.text import is_latin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from jimo_cli.store.interface import NameIndex

_ENOUGH = 10
# In a name up and down tell no direction: start-ups. Before a figure they do.
_UP = ("up", "up by", "higher by", "gained", "added")


def figure_and_name(index: NameIndex, query: Query, limit: int) -> list[Match]:
    """Return the labels that a query names and whose figure it tells: 112家高端创新平台."""
    typed, rest = cut_out(query.without_times())
    is_up = query.direction == "up" or any(f"{word} {typed}" in query.core for word in _UP)
    is_rise = is_up and "-" not in typed
    found = facts_with_figure(index, typed, is_rise=is_rise) or facts_rounding_to(index, typed) if rest else []
    facts = {label: position for position, label, _ in reversed(found)}
    if not facts:
        return []
    name = Query(rest, query.least).placed(index)
    if not name.runs:
        return []
    if query.direction == "down":
        name.direction = ""  # a negative growth is a fall too

    def may_be_meant(label: int) -> bool:
        return query.direction != "down" or _may_fall(index, label, facts[label], query)

    ways = (whole_name, stripped_name, measure, partial(most_like, only_wanted=True))
    named = next((hits for way in ways if (hits := way(index, name, _ENOUGH))), [])
    hits = [hit.of_fact(facts[hit.label_id]) for hit in named if hit.label_id in facts and hit.decision == ANSWER]
    meant = [hit for hit in hits if may_be_meant(hit.label_id)]
    return (meant or [hit for hit in _sharing_pieces(index, name, facts) if may_be_meant(hit.label_id)])[:limit]


def _may_fall(index: NameIndex, label: int, position: int, query: Query) -> bool:
    """Tell whether a fact may be a fall: below zero, or by a name that speaks of no rise."""
    value, *_ = index.figure(position)
    return str(value).startswith("-") or not any(
        is_opposite_direction(index, names, query) for names in index.of_ids((label,))
    )


def _sharing_pieces(index: NameIndex, name: Query, facts: Mapping[int, int]) -> list[Match]:
    """Those of some labels whose names share what was typed: the figure tells which is meant."""
    tokens = name.tokens()
    asked = [token for token, free in tokens if not free]
    words = {token for token in asked if is_latin(token[0])}
    others = [token for token in asked if token not in words]
    hits = []
    for names in index.of_ids(facts.keys()):
        # Of thousands few have all that was typed: nothing else is asked of the others.
        if not (all(map(names.folded.__contains__, others)) and (not words or words <= names.words)):
            continue
        if is_other_measure(index, names, name):
            continue
        if is_about(index, names, name.area) and piece_cover(
            tokens, [name_tokens(form.folded) for form in names.forms]
        ):
            hits.append(Match(names, 100 * PIECES, "label/part", ANSWER, facts[names.label_id]))
    return hits
