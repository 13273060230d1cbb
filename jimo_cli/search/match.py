"""What a search returns."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.search.query import Query
    from jimo_cli.store.labels import Names


ANSWER, SUGGEST, NONE = "answer", "suggest", "none"


class Match:
    """A label that matches: how well from 0 to 100, which of its names how, and what that is worth.

    `fact` is the row of the one fact that was meant, where a figure says so.
    """

    __slots__ = ("decision", "fact", "label", "label_id", "matched", "score")

    def __init__(self, names: Names, score: float, matched: str, decision: str, fact: int | None = None) -> None:
        """Keep what was found."""
        self.label_id = names.label_id
        self.label = names.label
        self.score = score
        self.matched = matched
        self.decision = decision
        self.fact = fact

    def __repr__(self) -> str:
        """Return the hit for a reader of a test."""
        return f"Match({self.label_id}, {self.label!r}, {self.score}, {self.matched!r}, {self.decision!r})"


class Matches:
    """The hits of a query, best first, and the period and the place that it named."""

    __slots__ = ("_query", "area", "hits", "period")

    def __init__(self, hits: Sequence[Match], query: Query) -> None:
        """Keep the hits."""
        self.hits = list(hits)
        self.period = query.period
        self.area = query.area
        self._query = query

    @property
    def bare(self) -> list[str]:
        """What the query may name, as keys: without the place, the period and the words of a question."""
        return self._query.bare()

    @property
    def decision(self) -> str:
        """What the best hit is worth: `answer`, `suggest` or `none`."""
        return self.hits[0].decision if self.hits else NONE
