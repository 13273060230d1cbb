"""From candidates to a decision: answer, suggestion or nothing."""

from __future__ import annotations

from jimo_cli.search.match import ANSWER, NONE, SUGGEST, Match
from jimo_cli.search.weights import FEW, FULL_ANSWER, LOOSE_ANSWER, MARGIN, NEAR_ANSWER, SUGGEST_FROM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.search.evidence import Found


def decided(ranked: Sequence[Found]) -> list[Match]:
    """Return the hits with their decisions."""
    hits = []
    for place, found in enumerate(ranked):
        margin = _margin(ranked) if place == 0 else 0.0
        if place == 0 and found.score >= NEAR_ANSWER and _all_slips(ranked):
            margin = 1.0
        hits.append(Match(found.names, round(100 * min(found.score, 1.0), 1), found.matched, _decision(found, margin)))
    return hits


def _all_slips(ranked: Sequence[Found]) -> bool:
    """Tell whether all that are about as good as the best take the query for a slip.

    Then one of them was meant: what was typed is no word. A character in known company
    is one, perhaps of another place that is not in the base; and what is as near to many
    is near to none.
    """
    near = [found for found in ranked if found.score > ranked[0].score - MARGIN]
    return len(near) <= FEW and all(found.slip for found in near)


def _margin(ranked: Sequence[Found]) -> float:
    """Return how far the best is ahead of the next that is not the same name continued."""
    best = ranked[0]
    others = (other for other in ranked[1:] if not best.key or best.key not in other.key)
    return best.score - next((other.score for other in others), 0.0)


def _decision(found: Found, margin: float) -> str:
    """Return what a candidate is worth."""
    if found.full and found.gap < 2 and found.score >= FULL_ANSWER and not found.short:  # noqa: PLR2004
        return ANSWER
    one_off = found.gap < 2 and not found.conflict and not found.short  # noqa: PLR2004
    if one_off and found.score >= LOOSE_ANSWER and margin >= MARGIN:
        return ANSWER
    return SUGGEST if found.score >= SUGGEST_FROM else NONE
