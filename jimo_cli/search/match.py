"""What a search finds."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from jimo_cli.search.evidence import Evidence
    from jimo_cli.search.query import Query
    from jimo_cli.store.labels import Names

ANSWER, SUGGEST, NONE = "answer", "suggest", "none"


class Match:
    """A label that matches: how well from 0 to 100, which of its names how, and the decision on that.

    `fact` is the position of the one fact that was meant, where a figure says so. `evidence` is what was
    seen of the name, where names were compared.
    """

    __slots__ = ("decision", "evidence", "fact", "label", "label_id", "matched", "names", "score")

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        names: Names,
        score: float,
        matched: str,
        decision: str,
        fact: int | None = None,
        evidence: Evidence | None = None,
    ) -> None:
        self.names: Final = names
        self.label_id: Final = names.label_id
        self.label: Final = names.label
        self.score: Final = score
        self.matched: Final = matched
        self.decision: Final = decision
        self.fact: Final = fact
        self.evidence: Final = evidence

    def suggested(self) -> Match:
        """Return the same match as a suggestion."""
        return Match(self.names, self.score, self.matched, SUGGEST, self.fact, self.evidence)

    def of_fact(self, position: int) -> Match:
        """Return the same match of just one fact."""
        return Match(self.names, self.score, self.matched, self.decision, position, self.evidence)

    def __repr__(self) -> str:
        return f"Match({self.label_id}, {self.label!r}, {self.score}, {self.matched!r}, {self.decision!r})"


class Matches:
    """The hits of a query, best first, the stage that found them, and the place that it names.

    `is_literal` tells that a name is there as it was typed; `queries` are those that a query was taken apart into.
    """

    __slots__ = ("area", "hits", "is_literal", "queries", "query", "stage")

    def __init__(  # noqa: PLR0913  # each is named where it is given
        self,
        query: Query,
        stage: str = "",
        hits: Sequence[Match] = (),
        *,
        area: str | None = None,
        is_literal: bool = False,
        queries: Sequence[str] = (),
    ) -> None:
        self.query: Final = query
        self.queries: Final = queries
        self.stage: Final = stage
        self.is_literal: Final = is_literal
        self.hits: Final = list(hits)
        self.area: Final = area

    @property
    def decision(self) -> str:
        """The decision on the best hit."""
        return self.hits[0].decision if self.hits else NONE
