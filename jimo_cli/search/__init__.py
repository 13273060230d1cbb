"""From a query to ranked hits, given the names of an index. Pure: nothing is printed, cached or written."""

from __future__ import annotations

from jimo_cli.search.match import ANSWER, Matches
from jimo_cli.search.query import Query
from jimo_cli.search.stages import STAGES
from jimo_cli.search.weights import SUGGESTION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jimo_cli.search.match import Match
    from jimo_cli.store.interface import NameIndex

_MOST_READ = 50


def find(
    index: NameIndex,
    text: str,
    *,
    limit: int = 20,
    split: Callable[[Query], Sequence[str]] | None = None,
    least: float = 0.0,
) -> Matches:
    """Return the hits for a query, best first, at most `limit`.

    The stages are tried in order until one has an answer. Hits of the same score keep the order of
    their ids, so the order is reproducible. Any text is a query; what is longer than a sentence is cut.
    `split` is asked where no name is there as it was typed: the queries into which it takes the query apart are
    returned instead of hits. What only resembles an answer and scores less than `least`, which is no more than a
    suggestion does, may be left out, but for the first hit: it need not be compared.
    """
    return _found(index, Query(text, least), limit, split, _as_if_in_characters)


def _found(
    index: NameIndex,
    query: Query,
    limit: int,
    split: Callable[[Query], Sequence[str]] | None,
    confirm: Callable[[NameIndex, Sequence[Match]], Sequence[Match]],
) -> Matches:
    """Return the hits for a query, those of each stage as `confirm` leaves them."""
    if not query.runs:
        return Matches(query)
    name = ""
    hits: Sequence[Match] = ()
    for stage in STAGES:
        query = _placed(index, query) if stage.reads_place else query
        if split and not stage.is_literal:
            if queries := split(query):
                return Matches(query, queries=queries)
            split = None
        if found := stage.run(index, query, limit):
            name, hits = stage.name, confirm(index, found)
        if hits and (hits[0].decision == ANSWER or stage.is_final):
            if stage.is_literal:
                return Matches(query, name, hits, is_literal=True)
            break
    return Matches(query, name, hits[:limit], area=query.area)


def _as_if_in_characters(index: NameIndex, hits: Sequence[Match]) -> Sequence[Match]:
    """Return hits of which answers only those that would answer the characters that pinyin was read as, too.

    So diqu shengchan zongzhi is not answered by 人均地区生产总值, as 地区生产总值 is not.
    """
    answered: dict[str, set[int]] = {}
    for hit in hits:
        read = hit.evidence.read_as if hit.evidence and hit.decision == ANSWER else ""
        if read and read not in answered:
            # What it was read as may be read as something else in turn: that is not asked again.
            found = _found(index, Query(read, SUGGESTION), _MOST_READ, None, lambda _, hits: hits).hits
            answered[read] = {other.label_id for other in found if other.decision == ANSWER}
    if not answered:
        return hits
    return [
        hit.suggested()
        if hit.evidence and hit.evidence.read_as in answered and hit.label_id not in answered[hit.evidence.read_as]
        else hit
        for hit in hits
    ]


def _placed(index: NameIndex, query: Query) -> Query:
    return query if query.is_placed else query.placed(index)
