"""From labels to facts: those of the place and period that a query names, and those that are only near."""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.search import find
from jimo_cli.search.match import ANSWER, SUGGEST
from jimo_cli.search.period_fits import EXACT, NEAR, UNSTATED, WITHIN, period_fit
from jimo_cli.search.places import count_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.search.match import Match, Matches
    from jimo_cli.search.query import Query
    from jimo_cli.store.interface import Filters, Placed, Store

    Ranked = tuple[int, float, str, str | None, str]
    """The position of a fact, its score, what matched how, what counted for it and against it, and its fit."""

DEFAULT_LIMIT = 10
_NEAREST = 3
_CANDIDATES = 50
_OF_TOPIC = 50.0
_LONGEST_NAME = 200
_BEST_FIRST = (EXACT, UNSTATED, WITHIN, NEAR)


def ranked(  # noqa: PLR0913  # the options of a search
    store: Store,
    query: str,
    filters: Filters,
    *,
    limit: int | None = DEFAULT_LIMIT,
    below: bool = False,
    explained: bool = False,
) -> tuple[list[Ranked], list[Ranked]]:
    """Return the answers to a query, best first, and where there are none up to three near ones.

    With `below` also what only resembles an answer; `explained` says why each is ranked where it is.
    """
    matches = find(store.names(filters), query, limit=max(_CANDIDATES, limit or 0))
    hits: list[Ranked] = []
    near: list[Ranked] = []
    for match in matches.hits:
        answers = below or match.decision == ANSWER
        if limit is not None and len(hits) >= limit:
            break
        if answers or (not hits and match.decision == SUGGEST):
            why = _explanation(match, matches) if explained else None
            found = [
                (position, match.score, match.matched, why, fit)
                for position, fit in _of_label(store, match, matches, filters)
            ]
            meant = [hit for hit in found if answers and hit[-1] != NEAR]
            hits += meant
            near += found[len(meant) :]
    if limit is None or len(hits) < limit:
        known = {hit[0] for hit in hits}
        of_topic = _of_topic(store, (query,) if hits else (query, *matches.query.stripped()), filters)
        why = "topic: the query names it" if explained else None
        hits += [(position, _OF_TOPIC, "topic/exact", why, EXACT) for position in of_topic if position not in known]
    return hits[:limit], [] if hits else near[:_NEAREST]


def _explanation(match: Match, matches: Matches) -> str:
    from jimo_cli.search.score import explain  # noqa: PLC0415  # few searches ask for it

    return explain(match, matches.stage)


def _of_label(store: Store, match: Match, matches: Matches, filters: Filters) -> list[tuple[int, str]]:
    """The facts of a label, each with how it fits the place and period of the query.

    The best fit comes first, then the place that was asked, then the latest.

    A part of the year that was asked only answers where the year itself is not stated.
    """
    only_fact = match.fact is not None
    found = store.placed(filters, label_id=None if only_fact else match.label_id, position=match.fact)
    is_named = matches.area is None or _is_in_name(match, matches.query, matches.area)
    found.sort(key=lambda row: row[1] or "", reverse=True)
    found.sort(key=lambda row: matches.area is not None and row[2] != matches.area)
    is_of_subject = _is_of_subject(match, matches.query)
    fits = [
        (row, NEAR if is_of_subject and row[3] == "statistic" else _fit(row, matches, is_named=is_named))
        for row in found
    ]
    stated = {row[2] for row, fit in fits if fit == EXACT}
    placed = [(row[0], NEAR if fit == WITHIN and row[2] in stated else fit) for row, fit in fits]
    return sorted(placed, key=lambda fact: _BEST_FIRST.index(fact[1]))


def _is_of_subject(match: Match, query: Query) -> bool:
    """Tell whether a query asks for nothing but a measure, and a label is one of a part of it: 海洋GDP for GDP."""
    if match.evidence is None:
        return False
    from jimo_cli.search.by_measure import bare_measure, is_of_subject  # noqa: PLC0415  # a whole name needs no measure

    asked = bare_measure(query)
    return bool(asked) and is_of_subject(match.evidence.form, asked)


def _is_in_name(match: Match, query: Query, area: str) -> bool:
    """Tell whether a place that a query names is part of a name of the label, and not named once more beside it."""
    asked = max(1, count_of(query.core, area))
    return any(count_of(form.folded, area) >= asked for form in match.names.forms)


def _fit(row: Placed, matches: Matches, *, is_named: bool) -> str:
    """How a fact fits the place and the period of a query; `is_named` where its label names that place."""
    _, stated, area, kind = row
    if not is_named and area not in {None, matches.area}:
        return NEAR
    return period_fit(matches.period, stated, lasts=kind != "statistic")


def _of_topic(store: Store, names: Sequence[str], filters: Filters) -> list[int]:
    """The facts of the topic that one of the names is, statistics first; none where none is one."""
    keys = dict.fromkeys(text.key(text.fold(name[:_LONGEST_NAME])) for name in names)
    topic = next((found for key in keys if (found := store.topic_named(key))), None)
    if topic is None or topic not in (filters.topic or (topic,)):
        return []
    placed = sorted(store.placed(filters.of_topic(topic)), key=lambda row: row[3] != "statistic")
    return [position for position, *_ in placed]
