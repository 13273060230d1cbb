"""From labels to facts: those of the place and period that a query names, and those that are only near."""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.search import find
from jimo_cli.search.match import ANSWER, SUGGEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.search.match import Match, Matches
    from jimo_cli.store.interface import Filters, Store

    Ranked = tuple[int, float, str, str | None]
    """The position of a fact, its score, what matched how, and what counted for it and against it."""

DEFAULT_LIMIT = 10
_NEAREST = 3
_CANDIDATES = 50
_OF_TOPIC = 50.0
_LONGEST_NAME = 200


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
            meant, other = _of_label(store, match, matches, filters)
            why = _explanation(match, matches) if explained else None
            (hits if answers else near).extend((position, match.score, match.matched, why) for position in meant)
            near += [(position, match.score, match.matched, why) for position in other]
    if limit is None or len(hits) < limit:
        known = {hit[0] for hit in hits}
        of_topic = _of_topic(store, (query,) if hits else (query, *matches.query.stripped()), filters)
        why = "topic: the query names it" if explained else None
        hits += [(position, _OF_TOPIC, "topic/exact", why) for position in of_topic if position not in known]
    return hits[:limit], [] if hits else near[:_NEAREST]


def _explanation(match: Match, matches: Matches) -> str:
    from jimo_cli.search.score import explain  # noqa: PLC0415  # few searches ask for it

    return explain(match, matches.stage)


def _of_label(store: Store, match: Match, matches: Matches, filters: Filters) -> tuple[list[int], list[int]]:
    """The facts of a label that may be of the period that the query names, and those of another.

    Those of the place that it names come first, then the latest.
    """
    only_fact = match.fact is not None
    found = store.placed(filters, label_id=None if only_fact else match.label_id, position=match.fact)
    found.sort(key=lambda row: row[1] or "", reverse=True)
    found.sort(key=lambda row: matches.area is not None and row[2] != matches.area)
    meant: list[int] = []
    other: list[int] = []
    for position, stated, _, kind in found:
        lasts = kind != "statistic"
        may_be = matches.period is None or stated is None or _meets(matches.period, stated, lasts=lasts)
        (meant if may_be else other).append(position)
    return meant, other


def _of_topic(store: Store, names: Sequence[str], filters: Filters) -> list[int]:
    """The facts of the topic that one of the names is, statistics first; none where none is one."""
    keys = dict.fromkeys(text.key(text.fold(name[:_LONGEST_NAME])) for name in names)
    topic = next((found for key in keys if (found := store.topic_named(key))), None)
    if topic is None or topic not in (filters.topic or (topic,)):
        return []
    placed = sorted(store.placed(filters.within(topic)), key=lambda row: row[3] != "statistic")
    return [position for position, *_ in placed]


def _meets(period: str, stated: str, *, lasts: bool) -> bool:
    """Whether a fact of one period may answer a query for another; "-S2" names no year.

    What `lasts` holds on where its period has no end; a figure so far is one of the year it began in.
    """
    from jimo_cli.figures.period import Period  # noqa: PLC0415  # few queries name one

    try:
        own = Period.parse(stated)
        wanted = Period.parse(f"{own.start.year}{period}" if period.startswith("-") else period)
    except ValueError:
        return True
    ended = wanted.start > own.until and not (lasts and own.end is None)
    return own.start <= wanted.until and not ended
