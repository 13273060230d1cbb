"""What a base of facts says of the figures of a draft."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.check.base import SAME, Base, Match, Stated, is_expected
from jimo_cli.check.rounding import Fit, agrees, fit_of
from jimo_cli.claims import INHERITED, OF_A_PLAN, Origin, compare, places
from jimo_cli.claims.periods import YEARLESS
from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.claims import Claim

AGREES, DIFFERS, UNKNOWN = "agrees", "differs", "unknown"

_AS_GOOD = 0.15
"""Measures that match a claim nearly as well as the best one may be meant too."""

_MORE_THAN_CHANCE, _TELLING_DIGITS = 2, 3
"""Digits of a figure that is hardly the same by chance."""


_YEAR = re.compile(f"{YEARLESS}|(?:19|20)[0-9]{{2}}(?![0-9])")
_TIMES = 10
"""How far a figure may be from that of a fact to be a wrong one of its measure, rather than one of something else.

What the table of measures has the same term for is the same measure however far the figures are apart.
"""


class Judgement(NamedTuple):
    """What the facts say of a figure: it agrees, differs in `what`, or no fact speaks to it.

    `stated` is the fact that it agrees with or differs from. `is_sure` where that fact alone may be meant: the
    sentence names its measure word by word, and no other place or period of it is left.
    """

    claim: Claim
    result: str
    what: str = ""
    stated: Stated | None = None
    is_sure: bool = False


def judge(claim: Claim, base: Base) -> Judgement:
    """Return what the facts of a base say of a claim. A target contradicts nothing, and is contradicted by nothing."""
    matches = base.measures_of(claim)
    candidates = [(match, stated) for match in matches for stated in base.facts_of(match.measure)]
    if claim.status and claim.status != OF_A_PLAN:
        candidates = [(match, stated) for match, stated in candidates if is_expected(stated)]
    meant = [(match, stated) for match, stated in candidates if _is_of(stated, claim)]
    if any(match.is_sure for match, _ in meant):
        best = max(match.score for match, _ in meant if match.is_sure)
        meant = [(match, stated) for match, stated in meant if match.is_sure and match.score > best - _AS_GOOD]
    if agreed := _agreed(claim, [stated for _, stated in meant]):
        return Judgement(claim, AGREES, "", agreed)
    if claim.status:
        slipped = _slipped(claim, meant) if claim.status == OF_A_PLAN else None
        return slipped or Judgement(claim, UNKNOWN)
    found = _differing(claim, meant, candidates)
    if found is None or (claim.frame in INHERITED and _is_of_another(claim, found, base)):
        return Judgement(claim, UNKNOWN)
    return found


def judge_pinned(claim: Claim, stated: Stated | None) -> Judgement:
    """Return what the fact that a comment names says of a claim, whatever it calls its measure; unknown without one.

    Where the sentence states another period or place, the comment names the wrong fact, and its figure tells nothing.
    """
    if stated is None:
        return Judgement(claim, UNKNOWN)
    own, area = stated.fact.time_period, stated.fact.reference_area
    if own and claim.period and claim.period_origin >= Origin.SENTENCE and compare.are_apart(own, claim.period):
        return Judgement(claim, DIFFERS, "period", stated)
    is_around = area is not None and compare.is_around(area, claim.place)
    if claim.place_origin >= Origin.SENTENCE and not _place_fits(stated, claim) and not is_around:
        return Judgement(claim, DIFFERS, "place", stated)
    fit = fit_of(claim.amount, stated.amount)
    if fit is Fit.AGREES and not compare.direction(stated.fact, claim):
        return Judgement(claim, AGREES, "", stated)
    what = "direction" if fit is Fit.AGREES else "value" if fit is Fit.OPEN else str(fit)
    return Judgement(claim, DIFFERS, what, stated, is_sure=True)


def _agreed(claim: Claim, facts: Sequence[Stated]) -> Stated | None:
    """The fact that a claim agrees with, of the place and the period that the text seems to be about."""
    for stated in _guessed(claim, facts):
        if agrees(claim.amount, stated.amount) and not compare.direction(stated.fact, claim):
            return stated
    return None


def _is_of(stated: Stated, claim: Claim) -> bool:
    """Tell whether a fact may be of the place and the period of a claim, as far as that states them."""
    return _place_fits(stated, claim) and _period_fits(stated, claim)


def _place_fits(stated: Stated, claim: Claim) -> bool:
    area = stated.fact.reference_area
    return area is None or claim.place_origin <= Origin.GUESS or places.is_same(area, claim.place)


def _period_fits(stated: Stated, claim: Claim) -> bool:
    own = stated.fact.time_period
    if own is None or not claim.period:
        return True
    if claim.period_origin is Origin.PART:
        return _is_part_alike(own, claim.period)
    if claim.period_origin <= Origin.GUESS:
        return True
    return compare.is_same_period(own, claim.period) or _is_loose(own, claim.period)


def _is_part_alike(own: str, there: str) -> bool:
    """Tell whether two periods are the same part of a year, whatever the year is: the first half, a whole year."""
    one, other = (_YEAR.sub("", period).removesuffix("-12-31") for period in (own, there))
    return one == other


def _is_loose(own: str, there: str) -> bool:
    """Tell whether two periods may be the same: the year and its last day, this year and since January."""
    return not compare.are_apart(own, there) and (
        own.startswith("P") or own.endswith(("..", "-12-31")) or there.endswith("-12-31")
    )


def _differing(
    claim: Claim, meant: Sequence[tuple[Match, Stated]], candidates: Sequence[tuple[Match, Stated]]
) -> Judgement | None:
    sure = [(match, stated) for match, stated in meant if match.is_sure]
    if not sure:
        return _slipped(claim, meant) or _misplaced(claim, candidates)
    first = sure[0][0].measure
    same = [stated for match, stated in sure if match.measure == first]
    facts = _guessed(claim, same)
    if not _is_settled(claim, facts):
        return None
    if other := _misplaced(claim, [(match, stated) for match, stated in candidates if match.measure == first]):
        return other._replace(is_sure=False)
    if _agrees_elsewhere(claim, [one for one in same if one not in facts]):
        return None
    stated = facts[-1]
    fit = fit_of(claim.amount, stated.amount)
    is_apart = fit is Fit.VALUE and sure[0][0].score < SAME and not _is_near(claim, stated)
    if fit is Fit.OPEN or is_apart:  # 咨询量40次 is not what 4500余万次 counts
        return None
    what = "direction" if fit is Fit.AGREES else str(fit)
    is_sure = len(facts) == 1 and sure[0][0].is_named and claim.frame not in INHERITED - {"same"}
    is_dated = claim.period_origin not in {Origin.PART, Origin.GUESS} or stated.fact.time_period is None
    return Judgement(claim, DIFFERS, what, stated, is_sure=is_sure and is_dated)


def _is_of_another(claim: Claim, found: Judgement, base: Base) -> bool:
    """Tell whether the facts have the figure of a claim for another measure of that place and period.

    Where a sentence leaves out its measure, that may be the one it is of.
    """
    fact = found.stated.fact if found.stated else None
    others = base.facts_at(fact.reference_area, fact.time_period) if fact else ()
    return any(other.fact != fact and agrees(claim.amount, other.amount) for other in others)


def _agrees_elsewhere(claim: Claim, others: Sequence[Stated]) -> bool:
    """Tell whether a figure is that of another place or period, which a text may mean that states neither."""
    is_bound = claim.amount.qualifier in {Qualifier.OVER, Qualifier.UNDER}
    return not is_bound and any(
        agrees(claim.amount, one.amount) and not compare.direction(one.fact, claim) for one in others
    )


def _slipped(claim: Claim, meant: Sequence[tuple[Match, Stated]]) -> Judgement | None:
    """The fact of a likely measure with the very digits of a claim, but another unit, magnitude, hedge or direction."""
    if _digits(claim) < _MORE_THAN_CHANCE:
        return None
    for _, stated in meant:
        fit = fit_of(claim.amount, stated.amount)
        if fit in {Fit.UNIT, Fit.MAGNITUDE, Fit.QUALIFIER} and _is_settled(claim, [stated]):
            return Judgement(claim, DIFFERS, str(fit), stated)
        if fit is Fit.AGREES and compare.direction(stated.fact, claim) and _is_settled(claim, [stated]):
            return Judgement(claim, DIFFERS, "direction", stated)
    return None


def _guessed(claim: Claim, facts: Sequence[Stated]) -> Sequence[Stated]:
    """The facts of the place and the period that a text seems to be about, where it does not state them.

    Whether a figure agrees or differs is said of these; it differs only where it agrees with none of any other.
    """
    if claim.place_origin is Origin.GUESS:
        facts = [one for one in facts if places.is_same(one.fact.reference_area or claim.place, claim.place)] or facts
    if claim.period_origin in {Origin.PART, Origin.GUESS}:
        facts = [one for one in facts if one.fact.time_period == claim.period] or facts
    elif claim.period_origin is Origin.NONE and facts:
        latest = max(one.fact.time_period or "" for one in facts)
        facts = [one for one in facts if (one.fact.time_period or "") == latest]
    return facts


def _is_settled(claim: Claim, facts: Sequence[Stated]) -> bool:
    """Tell whether a claim is surely of the place and the period of the facts, which then are of one of each.

    A draft that names no place at all is about that of the facts.
    """
    areas = {stated.fact.reference_area for stated in facts}
    periods = {stated.fact.time_period for stated in facts}
    if len(areas) > 1 or len(periods) > 1:
        return False
    area = areas.pop()
    return area is None or claim.place_origin != Origin.GUESS or places.is_same(area, claim.place)


def _misplaced(claim: Claim, candidates: Sequence[tuple[Match, Stated]]) -> Judgement | None:
    """The fact with just this figure of the same measure, in another place or in another period."""
    if _digits(claim) < _TELLING_DIGITS:
        return None
    for match, stated in candidates:
        if not (match.is_sure and _is_exact(claim, stated)) or not agrees(claim.amount, stated.amount):
            continue
        is_place, is_period = _place_fits(stated, claim), _period_fits(stated, claim)
        if is_place and not is_period and claim.period_origin >= Origin.SENTENCE:
            return Judgement(claim, DIFFERS, "period", stated)
        if is_period and not is_place and _is_another_place(claim, stated):
            return Judgement(claim, DIFFERS, "place", stated)
    return None


def _is_another_place(claim: Claim, stated: Stated) -> bool:
    """Tell whether a claim names a place beside that of a fact, and none around or in it: another city for a city."""
    area = stated.fact.reference_area or ""
    is_alike = area[-1:] == claim.place[-1:] or places.are_known(area, claim.place)
    return claim.place_origin >= Origin.SENTENCE and is_alike and not compare.is_around(area, claim.place)


def _digits(claim: Claim) -> int:
    """How many digits a figure has without zeros at its end, of a range both numbers."""
    ends = [end for end in (claim.amount.low, claim.amount.high) if end is not None]
    return sum(len(end.normalize().as_tuple().digits) for end in ends)


def _is_near(claim: Claim, stated: Stated) -> bool:
    """Tell whether a figure is within ten times of that of a fact, by their magnitudes."""
    own, fact = abs(claim.amount.low), abs(stated.amount.low)
    return fact / _TIMES <= own <= fact * _TIMES


def _is_exact(claim: Claim, stated: Stated) -> bool:
    return abs(claim.amount.low) == abs(stated.amount.low)
