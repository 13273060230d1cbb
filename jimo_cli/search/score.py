"""From evidence to a score, and from scores to a decision."""

from __future__ import annotations

from jimo_cli.search.match import ANSWER, NONE, SUGGEST, Match
from jimo_cli.search.weights import (
    BARRED,
    CONTIGUITY,
    FULL_ANSWER,
    IN_DOUBT,
    LOOSE_ANSWER,
    MARGIN,
    NAME_SHARE,
    SCANT_NAME_SHARE,
    SUGGESTION,
    UNASKED,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jimo_cli.search.evidence import Evidence
    from jimo_cli.search.weights import Weight


class Penalty:
    """What speaks against a candidate: the factor, and whether it `bars` an answer and leaves a suggestion at most.

    `needs` is a query that is answered otherwise without it.
    """

    __slots__ = ("bars", "factor", "needs")

    def __init__(self, factor: Weight, *, bars: bool, needs: str) -> None:
        self.factor = factor
        self.bars = bars
        self.needs = needs


PENALTIES: Mapping[str, Penalty] = {
    "another place": Penalty(BARRED, bars=True, needs="青岛海羊生产总值"),
    "only the end of a name beside a place": Penalty(BARRED, bars=True, needs="qingdao base chery"),
    "no growth or share": Penalty(BARRED, bars=True, needs="高端创新平台增速"),
    "share of another whole": Penalty(BARRED, bars=True, needs="海洋生产总值占全国比重"),
    "growth or share of a longer name": Penalty(BARRED, bars=True, needs="进出口 纺织服装"),
    "unasked growth or share": Penalty(UNASKED, bars=False, needs="haiyangshegnchanzongzhi"),
    "opposite direction": Penalty(BARRED, bars=True, needs="海洋生产总值下降了多少"),
    "contrast": Penalty(BARRED, bars=True, needs="纺织服装进口东盟国家同比增长"),
    "another basis": Penalty(BARRED, bars=True, needs="海洋生产总值环比增长"),
    "another thing": Penalty(BARRED, bars=True, needs="地铁8号线"),
    "in doubt": Penalty(IN_DOUBT, bars=True, needs="metro line 8"),
    "too short": Penalty(BARRED, bars=True, needs="即墨工人"),
    "foreign script": Penalty(BARRED, bars=True, needs="口袋公园 привет"),
}
"""What speaks against a candidate, by the name that `evidence` gives it."""


class Candidate:
    """A label with the evidence of its best name, and the score from 0 to 1 that it comes to."""

    __slots__ = ("evidence", "is_barred", "score")

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.score = score(evidence)
        self.is_barred = any(PENALTIES[seen].bars for seen in evidence.against)

    @property
    def is_whole(self) -> bool:
        """Whether all of the query is all of a name."""
        return self.evidence.is_all_of_name and self.score >= FULL_ANSWER

    @property
    def is_elsewhere(self) -> bool:
        """Whether all of the query but its place is all of a name, whose facts are about other places."""
        found = self.evidence
        return "another place" in found.against and found.name_coverage == 1 and found.complete


def score(evidence: Evidence) -> float:
    """Return what evidence is worth, from 0 to 1: its likeness times the factors of all penalties."""
    found = likeness(evidence)
    for seen in evidence.against:
        found *= PENALTIES[seen].factor
    return found


def factor_of(against: Iterable[str]) -> float:
    """Return what is left of a likeness when so much speaks against it: the product of the factors."""
    found = 1.0
    for seen in against:
        found *= PENALTIES[seen].factor
    return found


def likeness(evidence: Evidence) -> float:
    """Return how much of the query a name answers; less where it stands apart there, or is a lesser part of it."""
    words, share = evidence.word_coverage, evidence.word_share
    if not evidence.coverage:
        return share * words * _of_name(evidence.name_coverage, scant=evidence.scant)
    aligned = aligned_likeness(evidence.coverage, evidence.contiguity, evidence.name_coverage, scant=evidence.scant)
    return aligned * (1 - share) + words * share


def aligned_likeness(coverage: float, contiguity: float, name_coverage: float, *, scant: bool) -> float:
    """Return the likeness of what is aligned, words aside."""
    return coverage * (1 - CONTIGUITY + CONTIGUITY * contiguity) * _of_name(name_coverage, scant=scant)


def _of_name(name_coverage: float, *, scant: bool) -> float:
    share = SCANT_NAME_SHARE if scant else NAME_SHARE
    return 1 - share + share * name_coverage


def decided(ranked: Sequence[Candidate]) -> list[Match]:
    """Return the candidates, best first, as matches with their decisions.

    Where the whole name is one that other places have, no longer name that the place has is what was asked.
    Where pinyin is part of one name, and with an accent all of another, it cannot be told which was meant.
    """
    is_elsewhere = any(candidate.is_elsewhere for candidate in ranked)
    is_either = bool(ranked) and bool(ranked[0].evidence.read_as) and any(one.is_whole for one in ranked[1:])
    matches = []
    for place, candidate in enumerate(ranked):
        margin = _margin(ranked) if place == 0 else 0.0
        found = candidate.evidence
        shown = round(100 * min(candidate.score, 1.0), 1)
        decision = _decision(candidate, margin)
        if decision == ANSWER and (is_either or (is_elsewhere and found.name_coverage < 1)):
            decision = SUGGEST
        matches.append(Match(found.names, shown, found.matched, decision, evidence=found))
    return matches


def _margin(ranked: Sequence[Candidate]) -> float:
    """How far the best is ahead of the next that is not the same name continued."""
    best = ranked[0]
    key = best.evidence.form.key if best.evidence.coverage else ""
    others = (other for other in ranked[1:] if not key or key not in other.evidence.form.key)
    return best.score - next((other.score for other in others), 0.0)


def _decision(candidate: Candidate, margin: float) -> str:
    is_clear = candidate.score >= LOOSE_ANSWER and margin >= MARGIN
    is_full = candidate.score >= FULL_ANSWER and candidate.evidence.complete
    if not candidate.is_barred and (is_full or is_clear):
        return ANSWER
    return SUGGEST if candidate.score >= SUGGESTION else NONE


def explain(match: Match, stage: str) -> str:
    """Return in one line what counted for a match, and which penalties against it."""
    found = match.evidence
    if found is None:
        return f"{stage}: {match.matched}"
    counted = [f"coverage {found.coverage:.2f}, contiguity {found.contiguity:.2f}"] if found.coverage else []
    counted += [f"words {found.word_coverage:.2f}"] if found.word_share else []
    counted.append(f"share of the name {found.name_coverage:.2f}")
    against = [
        f"{seen} ×{float(PENALTIES[seen].factor):g}{', cannot be an answer' if PENALTIES[seen].bars else ''}"
        for seen in found.against
    ]
    against += [] if found.complete else ["not all of the query"]
    return "; ".join([f"{stage}: {', '.join(counted)}", *against])
