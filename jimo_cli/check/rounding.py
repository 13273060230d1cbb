"""Whether a figure of a draft agrees with a fact, by the digits and the words of the draft.

A draft may round: 42 % is right for 42.4 %, 约345亿元 and 近350亿元 are for 345.2亿元, 超过300亿元 is for 345亿元.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from jimo_cli.figures import units
from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from jimo_cli.figures.amount import Amount

_FAR = Fraction(1, 2)
"""How far above a lower bound a fact may be: 超过300亿元 for 345亿元, and not for 900亿元."""

_ABOUT = Fraction(1, 20)
"""How far a hedged figure may be from a fact, as a part of it, whatever its digits allow."""

_ROUNDED = Fraction(1, 500)
"""How far a figure that ends in zeros may be from a fact without a word that says so, as a part of it."""

_BOUNDS = {Qualifier.OVER, Qualifier.UNDER}
_FARTHEST, _NEAR = 2.1, 0.06
"""Within which ratio a bound and a figure may agree, and how far two figures that are none may be apart."""

_THINGS = {unit for unit, counts in units.COUNTING.items() if counts == "things"} | units.NOUNS.keys()
"""Units that count things one by one."""

_POWERS = (*range(-8, 0), *range(1, 9))


class Fit(StrEnum):
    """How a figure of a draft and one of a fact compare; `OPEN` is neither right nor wrong."""

    AGREES = "agrees"
    OPEN = "open"
    VALUE = "value"
    UNIT = "unit"
    MAGNITUDE = "magnitude"
    QUALIFIER = "qualifier"


def agrees(drafted: Amount, stated: Amount) -> bool:
    """Tell whether a figure of a draft agrees with the amount of a fact; of most of many that is told at once."""
    return _may_agree(drafted, stated) and fit_of(drafted, stated) is Fit.AGREES


def _may_agree(drafted: Amount, stated: Amount) -> bool:
    """Tell whether two figures in one unit are near enough to agree; in two units that is not looked at."""
    if drafted.unit != stated.unit or drafted.high is not None or stated.high is not None:
        return True
    own, fact = abs(float(drafted.low)), abs(float(stated.low))
    is_hedged = _BOUNDS & {drafted.qualifier, stated.qualifier}
    return fact / _FARTHEST <= own <= fact * _FARTHEST if is_hedged else abs(own - fact) <= fact * _NEAR


def fit_of(drafted: Amount, stated: Amount) -> Fit:
    """Return how a figure of a draft fits the amount of a fact; signs are not compared."""
    ratio = _ratio(drafted, stated)
    if ratio is None:  # 345亿美元 for 345亿元: the digits tell what is meant
        return Fit.UNIT if _fit(drafted, stated, Fraction(1)) is Fit.AGREES else Fit.OPEN
    return _fit(drafted, stated, ratio)


def _fit(drafted: Amount, stated: Amount, ratio: Fraction) -> Fit:
    if drafted.high is not None or stated.high is not None:
        return _of_ranges(drafted, stated, ratio)
    own, fact = abs(Fraction(drafted.low)) * ratio, abs(Fraction(stated.low))
    step = Fraction(drafted.step) * ratio
    if drafted.or_else is Qualifier.UNDER and stated.qualifier is Qualifier.OVER and own >= fact:
        return Fit.QUALIFIER  # 近1万人 for 超过1万人
    fit = _of_hedged(drafted.qualifier, stated.qualifier, own, fact, step)
    if fit in {Fit.VALUE, Fit.OPEN} and own and any(own * Fraction(10) ** power == fact for power in _POWERS):
        return Fit.MAGNITUDE
    return fit


def _ratio(drafted: Amount, stated: Amount) -> Fraction | None:
    """How many of the unit of a fact one of a draft is, None where they measure different things.

    What counts things may be any word: 4大模式 are 4种.
    """
    own, other = drafted.unit, stated.unit
    counts = units.COUNTING.get(own)
    if not (_is_told(own) and _is_told(other)) or (own in _THINGS and other in _THINGS):
        return Fraction(1)
    if counts and counts == units.COUNTING.get(other):
        return Fraction(1)
    return units.ratio(drafted.name, stated.name)


def _is_told(unit: str) -> bool:
    """Tell whether a unit is one of the table or a rate; any other word may be what a fact counts in its own words."""
    return unit in units.meanings() or "/" in unit


def _of_ranges(drafted: Amount, stated: Amount, ratio: Fraction) -> Fit:
    low, high = (None if end is None else abs(Fraction(end)) * ratio for end in (drafted.low, drafted.high))
    ends = [None if end is None else abs(Fraction(end)) for end in (stated.low, stated.high)]
    if {low, high} == {*ends}:
        return Fit.AGREES
    if high is None and low is not None and ends[1] is not None and ends[0] is not None:
        return Fit.OPEN if min(ends[0], ends[1]) <= low <= max(ends[0], ends[1]) else Fit.VALUE
    return Fit.VALUE


def _of_hedged(
    own_word: Qualifier | None, fact_word: Qualifier | None, own: Fraction, fact: Fraction, step: Fraction
) -> Fit:
    own_word, fact_word = own_word or Qualifier.EXACT, fact_word or Qualifier.EXACT
    if own_word is Qualifier.OVER:
        return _of_lower_bound(fact_word, own, fact)
    if own_word is Qualifier.UNDER:
        return _of_upper_bound(fact_word, own, fact)
    if own_word is Qualifier.ABOUT:
        return _of_rounded(own, fact, max(step, _unit_of_last_digit(own)))
    return _of_plain(fact_word, own, fact, step)


def _of_plain(fact_word: Qualifier, own: Fraction, fact: Fraction, step: Fraction) -> Fit:
    """How a figure without a hedge fits: rounded at its last digit, or beyond the bound that the fact states."""
    if own == fact:
        return Fit.QUALIFIER if fact_word in {Qualifier.OVER, Qualifier.UNDER} else Fit.AGREES
    if abs(own - fact) <= min(step / 2, fact * _ABOUT) and fact_word is Qualifier.EXACT:
        return Fit.AGREES
    if abs(own - fact) <= min(_unit_of_last_digit(own) / 2, fact * _ROUNDED) and fact_word is Qualifier.EXACT:
        return Fit.AGREES  # 5570 for 5573: its last digit is a 7
    is_over = fact_word is Qualifier.OVER and fact < own <= fact * (1 + _FAR)
    is_under = fact_word is Qualifier.UNDER and fact / 2 < own < fact
    return Fit.OPEN if is_over or is_under else Fit.VALUE


def _of_upper_bound(fact_word: Qualifier, own: Fraction, fact: Fraction) -> Fit:
    if own > fact or (own == fact and fact_word is Qualifier.UNDER):
        return Fit.AGREES if own <= fact * 2 else Fit.OPEN
    return Fit.QUALIFIER if own == fact else Fit.VALUE


def _of_lower_bound(fact_word: Qualifier, own: Fraction, fact: Fraction) -> Fit:
    if own == fact:
        return Fit.QUALIFIER if fact_word in {Qualifier.EXACT, Qualifier.UNDER} else Fit.AGREES
    if own < fact:
        return Fit.AGREES if fact <= own * (1 + _FAR) else Fit.OPEN
    return Fit.VALUE


def _of_rounded(own: Fraction, fact: Fraction, step: Fraction) -> Fit:
    off = abs(own - fact)
    if off <= step / 2 and off <= fact * _ABOUT:
        return Fit.AGREES
    return Fit.OPEN if off <= fact * 2 * _ABOUT else Fit.VALUE


def _unit_of_last_digit(number: Fraction) -> Fraction:
    """One in the last digit that is not a zero: 10 of 350."""
    step = Fraction(1)
    while number and number % (step * 10) == 0:
        step *= 10
    return step
