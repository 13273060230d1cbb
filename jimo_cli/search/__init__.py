"""From a query to ranked hits, given the names of an index. Pure: nothing is printed, cached or written."""

from __future__ import annotations

from jimo_cli.search.match import ANSWER, Matches
from jimo_cli.search.query import Query
from jimo_cli.search.stages import STAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.search.match import Match
    from jimo_cli.store.interface import NameIndex


def find(index: NameIndex, text: str, *, limit: int = 20) -> Matches:
    """Return the hits for a query, best first, at most `limit`.

    The stages are tried in order until one has an answer. Hits of the same score keep the order of
    their ids, so the order is reproducible. Any text is a query; what is longer than a sentence is cut.
    """
    query = Query(text)
    if not query.runs:
        return Matches(query)
    name = ""
    hits: Sequence[Match] = ()
    for stage in STAGES:
        if stage.reads_place and not query.is_placed:
            query = query.placed(index)
        if found := stage.run(index, query, limit):
            name, hits = stage.name, found
        if hits and (hits[0].decision == ANSWER or stage.is_final):
            if stage.is_literal:
                return Matches(query, name, hits, is_literal=True)
            break
    return Matches(query, name, hits[:limit], area=query.area)
