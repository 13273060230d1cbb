"""From a query to ranked hits, given an index. Pure: nothing is printed, kept or written.

A figure is looked up among the numbers of facts, a name among the names; else each
way to read the query finds candidates by the grams they share, and these are ranked
by aligning them with it. What is found is an answer, a suggestion, or nothing.
"""

from __future__ import annotations

from jimo_cli.search.by_likeness import is_answer, liked
from jimo_cli.search.by_name import bared, continued, exact, literal, of_figure, of_people
from jimo_cli.search.by_pieces import by_pieces
from jimo_cli.search.match import Match, Matches
from jimo_cli.search.query import Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jimo_cli.store.interface import NameIndex

_NUMERALS = tuple("一二两三四五六七八九十百千")
_NUMERAL_BEFORE = 4


def search(index: NameIndex, query: str, *, limit: int = 20) -> Matches:
    """Return the hits for a query, best first, at most `limit`.

    Hits of the same score keep the order of their ids, so the order is reproducible.
    Any text is a query; what is longer than a sentence is cut.
    """
    asked = Query(query)
    if not asked.runs:
        return Matches([], asked)
    hits = exact(index, asked)
    if hits:
        asked.period = None  # it is part of the name
        return Matches([*hits, *continued(index, asked, hits)][:limit], asked)
    # A whole name needs no place beside it, and the places of a large base take a while to read.
    asked.locate(index.areas)
    if asked.province and not index.count(asked.province):
        asked.locate(())  # a place of that name elsewhere
    hits = literal(index, asked, limit)
    if hits:
        asked.period = asked.area = None
        return Matches(hits[:limit], asked)
    hits = of_people(index, asked) or bared(index, asked) or _by_figure(index, asked) or liked(index, asked, limit)
    if not is_answer(hits) and asked.of_kind("d"):
        from jimo_cli.search.by_figure import by_figure_and_name  # noqa: PLC0415  # only figures need it

        hits = by_figure_and_name(index, asked) or hits
    if not is_answer(hits):
        hits = by_pieces(index, asked, limit) or of_figure(index, asked) or hits
    return Matches(hits[:limit], asked)


def _by_figure(index: NameIndex, asked: Query) -> list[Match]:
    """Return the facts with this figure, if the query is one."""
    if not asked.of_kind("d") and not any(char in _NUMERALS for char in asked.core[:_NUMERAL_BEFORE]):
        return []
    from jimo_cli.search.by_figure import by_figure  # noqa: PLC0415  # only figures need it

    return by_figure(index, asked)
