"""How a fact differs from a claim in period, place, direction, hedge and the sense of its label."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from jimo_cli import text
from jimo_cli.claims import places
from jimo_cli.claims.claim import ANOTHER_YEAR, Sort
from jimo_cli.claims.names import gdp_as_word
from jimo_cli.figures.period import Period
from jimo_cli.model import Aspect, Qualifier
from jimo_cli.text import concepts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.claims.claim import Claim
    from jimo_cli.model import Fact

_BASES = {"year": "year_on_year", "period": "period_on_period"}
_YEAR_IN_LABEL = re.compile("(?:19|20)[0-9]{2}|近[一二三四五六七八九十两]+年|变化")
_WHOLE = re.compile("占(?:整个)?(全[国省市区县])")
_COMPARISONS = frozenset(("year_on_year", "period_on_period", "since_year_end", "annual_average"))
_LOWER = re.compile("低于|少于|慢于")
_PER_HEAD = re.compile("每[一千万百]|(?<![0-9])[千万]人|人均|户均|平均每|(?<![a-z])per (?:capita|head|person|thousand)")
_CACHED = 2**13


@lru_cache(_CACHED)
def is_same_period(one: str, other: str) -> bool:
    """Tell whether two periods are the same days."""
    return one == other or Period.parse(one) == Period.parse(other)


@lru_cache(_CACHED)
def are_apart(one: str, other: str) -> bool:
    """Tell whether a figure of one period is none of the other: they have no day in common, or neither has the other.

    What “the past three years” are often cannot be told from a text to the year.
    """
    first, second = Period.parse(one), Period.parse(other)
    if one.startswith("P") and other.startswith("P"):
        return one[:2] == other[:2] and abs(first.until.year - second.until.year) > 1
    if _is_part(first, second) or _is_part(second, first):
        return False
    is_stretch = not one.startswith("P") and not other.startswith("P")
    return first.until < second.start or second.until < first.start or is_stretch


@lru_cache(_CACHED)
def is_widened(own: str, there: str) -> bool:
    """Tell whether a period is longer than the one of a text that lies in it: the year for its first half."""
    if any(period.startswith("P") or period.endswith("..") for period in (own, there)):
        return False
    outer, inner = Period.parse(own), Period.parse(there)
    return inner != outer and inner.start != inner.end and outer.start != outer.end and _is_part(inner, outer)


@lru_cache(_CACHED)
def is_narrowed(own: str, there: str) -> bool:
    """Tell whether a period is a part of the one of a text that is no whole year: a quarter of its half."""
    if any(period.startswith("P") or period.endswith("..") for period in (own, there)) or "-" not in there:
        return False
    inner, outer = Period.parse(own), Period.parse(there)
    return (
        inner != outer and inner.start != inner.end and outer.start.year == outer.until.year and _is_part(inner, outer)
    )


def _is_part(inner: Period, outer: Period) -> bool:
    return outer.start <= inner.start and (outer.end is None or inner.until <= outer.end)


def is_around(one: str, other: str) -> bool:
    """Tell whether one of two places lies in the other."""
    return places.lies_in(one, other) or places.lies_in(other, one)


@lru_cache(_CACHED)
def is_per_head(folded: str) -> bool:
    """Tell whether words say that a figure is per person or per thousand of something."""
    return bool(_PER_HEAD.search(folded))


def falls(fact: Fact) -> bool:
    """Tell whether a fact states a fall: by its sign, or by its label."""
    label = text.fold(f"{fact.label} {fact.label_en or ''} {fact.as_written or ''}")
    below = fact.value is not None and fact.value < 0
    return below or "down" in concepts.directions_of(label) or bool(_LOWER.search(label))


def direction(fact: Fact, claim: Claim) -> str:
    """Return how the direction differs from that of a claim, `rise` or `fall` there; empty where it does not."""
    if not claim.direction or fact.value is None or claim.sort not in {Sort.GROWTH, Sort.CHANGE}:
        return ""
    label = text.fold(f"{fact.label} {fact.label_en or ''}")
    if claim.direction > 0:
        return "rise" if falls(fact) and not (fact.value < 0 and "down" in concepts.directions_of(label)) else ""
    is_directed = fact.aspect is Aspect.GROWTH or "up" in concepts.directions_of(label)
    return "fall" if not falls(fact) and fact.value > 0 and is_directed else ""


def hedge(fact: Fact, claim: Claim) -> Qualifier | None:
    """Return the hedge of a claim where it is another one than the fact's; 近 may be meant as about or as under."""
    own, there = fact.qualifier or Qualifier.EXACT, claim.amount.qualifier or Qualifier.EXACT
    return None if own in {there, claim.amount.or_else} else there


def turned(label: str, claim: Claim) -> tuple[str, str]:
    """Return the word of a label that a claim has the opposite of, and that: 出口 for 进出口; else two empty ones."""
    # Before 分别 stand all that are listed, each with its own figure.
    there = f"{claim.of} {claim.measure} {'' if claim.listed == 'respective' else claim.near}"
    pairs = _contrasts(label)
    if not pairs or not concepts.has_opposite(there, pairs):
        return "", ""
    return next(pair for pair in pairs if concepts.has_opposite(there, [pair]))


@lru_cache(_CACHED)
def _contrasts(label: str) -> tuple[tuple[str, str], ...]:
    return tuple(concepts.contrasts_of(text.fold(label)))


@lru_cache(_CACHED)
def _basis_of(label: str) -> str:
    return _BASES.get(concepts.basis_of(text.fold(label)), "")


def scope(label: str, claim: Claim) -> str:
    """Return the whole that a claim says a share of, where a label says that of another: 全区 for 全市; else empty."""
    own, there = (_WHOLE.findall(words) for words in (text.fold(label), claim.measure))
    return there[0] if own and there and set(own).isdisjoint(there) else ""


def is_narrower(label: str, claim: Claim) -> bool:
    """Tell whether a claim is of one of two opposites of which a label names neither: 城镇居民 for 居民."""
    folded = text.fold(label)
    pairs = concepts.contrasts_of(gdp_as_word(claim.measure))
    return any(
        own not in concepts.SUMS and own not in folded and not concepts.has_opposite(folded, [(own, other)])
        for own, other in pairs
    )


def is_wider(label: str, claim: Claim) -> bool:
    """Tell whether a label is of one of two opposites of which a claim names neither: 城镇居民 for 全体居民."""
    said = f"{claim.of} {claim.measure} {claim.near} {claim.wide}"
    return any(
        own not in concepts.SUMS and own not in said and other not in said and own in text.fold(label)
        for own, other in concepts.contrasts_of(gdp_as_word(text.fold(label)))
    )


def basis(label: str, claim: Claim, stated: Sequence[str] = ()) -> str:
    """Return what a claim compares with where a label says something else, else an empty text: 环比 is no 同比."""
    if claim.basis == ANOTHER_YEAR and claim.sort is Sort.GROWTH:
        return "" if _YEAR_IN_LABEL.search(label) else claim.basis
    own = next((one for one in stated if one in _COMPARISONS), "") or _basis_of(label)
    is_other = own and claim.basis in _COMPARISONS and own != claim.basis
    return claim.basis if is_other else ""
