"""Whether the fields of a statistic state the figure that its source prints."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import text
from jimo_cli.figures import units
from jimo_cli.figures.amount import Amount, printed_amount, printed_shares, stated_amount
from jimo_cli.model import Aspect, Qualifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.model import Fact

_LONGEST_ABBREVIATION = 4
_OF_TABLES = (3, 4, 6, 8, 9, 12)
"""The powers of ten that the head of a table may state: 千, 万, million, 亿, billion, 万亿."""

# Nouns and verbs by their stems: a label uses more words than those printed before a figure.
_FALLS = ("降", "跌", "减", "缩", "滑", "decline", "decrease", "fall", "drop", "cut", "save", "reduc")


class Disagreement(NamedTuple):
    """How a fact differs from what its source prints: the wrong key, and the lines to write instead."""

    message: str
    key: str
    paste: str


def disagreement(fact: Fact) -> Disagreement | None:
    """Return how value, unit and qualifier of a fact differ from `as_written`, None where they agree.

    None too where there is nothing to compare, or `as_written` cannot be read.
    """
    stated = stated_amount(fact)
    printed = printed_amount(fact.as_written) if fact.as_written else None
    if stated is not None and fact.as_written and (terms := printed_shares(fact.as_written)):
        return _of_no_term(fact.as_written, stated, terms)
    if stated is None or printed is None or _is_unknown_abbreviation(printed.name, stated.name):
        return None
    fixed = _fixed(fact, stated, printed)
    if not fixed:
        return None
    message = f"as_written {fact.as_written!r} reads as {printed}, the fact says {stated}"
    key = next((key for key in fixed if getattr(fact, key) is not None), "as_written")
    # No line makes one figure of a range: one has to be removed.
    paste = "" if stated.high is not None and printed.high is None else "\n".join(fixed.values())
    return Disagreement(message, key, paste)


def is_without_direction(fact: Fact) -> bool:
    """Return whether a fact states a figure below zero, and what its source prints has no word or sign for that."""
    printed = printed_amount(fact.as_written) if fact.as_written else None
    below_zero = fact.value is not None and fact.value < 0
    return below_zero and printed is not None and printed.low > 0


def _of_no_term(as_written: str, stated: Amount, terms: Sequence[Decimal]) -> Disagreement | None:
    """How a share differs from all terms of the ratio that its source prints."""
    if stated.unit != "%" or (stated.high is None and stated.low in terms):
        return None
    listed = ", ".join(map(str, terms))
    return Disagreement(f"as_written {as_written!r} has the terms {listed}, the fact says {stated}", "value", "")


def _is_unknown_abbreviation(printed: str, stated: str) -> bool:
    """Whether a unit is one like Mt, which may be a multiple of the stated one, or its own name."""
    is_short = printed.isascii() and printed.isalpha() and len(printed) <= _LONGEST_ABBREVIATION
    return is_short and not units.is_known(printed) and printed != stated


def _fixed(fact: Fact, stated: Amount, printed: Amount) -> dict[str, str]:
    """The keys that differ from what is printed, with the lines that agree with it."""
    times = _times(fact, stated, printed)
    agrees = _agrees(fact, stated, printed, times or 1)
    in_its_unit = times is None or (not agrees and times != 1 and printed.unit != "")
    power = printed.power if in_its_unit or not printed.full_unit else stated.power
    moved = in_its_unit and (not agrees or printed.power != stated.power)
    fixed = {}
    ends = ("value", fact.value, printed.low), ("value_max", fact.value_max, printed.high)
    for key, ours, theirs in ends if moved or not agrees else ():
        digits = printed.digits(theirs, power) if theirs is not None else None
        if (digits and moved) or ours != (digits and Decimal(digits)):
            fixed[key] = f"{key} = {digits}"
    if (stated.qualifier or Qualifier.EXACT) not in {printed.qualifier, printed.or_else}:
        fixed["qualifier"] = f'qualifier = "{printed.qualifier}"'
    if in_its_unit:
        fixed["unit"] = f'unit = "{printed.full_unit}"'
    return fixed


def _times(fact: Fact, stated: Amount, printed: Amount) -> Fraction | None:
    """How many of the stated unit a printed one is; None where they measure different things."""
    if not printed.full_unit:  # a cell of a table, with the unit at its head
        return Fraction(10) ** stated.power
    if not printed.unit or printed.unit == stated.unit:
        return Fraction(1)
    of_growth = fact.aspect is Aspect.GROWTH or printed.direction != 0
    return units.ratio(printed.name, stated.name, of_growth=of_growth)


def _agrees(fact: Fact, stated: Amount, printed: Amount, times: Fraction | int) -> bool:
    """Whether the numbers are the same where a printed unit is so many stated ones."""
    if times == 1 and (stated.low, stated.high) == (printed.low, printed.high):
        return True
    ours = _ends(stated)
    theirs = [end * times for end in _ends(printed)]
    if ours == theirs or (_falls(fact, printed) and [-end for end in reversed(ours)] == theirs):
        return True
    if printed.full_unit:
        return False
    bare = _ends(printed)
    return ours == bare or (not stated.power and any([end * 10**power for end in bare] == ours for power in _OF_TABLES))


def _ends(amount: Amount) -> list[Fraction]:
    return [Fraction(end) for end in (amount.low, amount.high) if end is not None]


def _falls(fact: Fact, printed: Amount) -> bool:
    """Whether something else than the sign names a fall: the label, or words around the printed figure."""
    names = text.fold(f"{fact.label} {fact.label_en or ''}")
    around = fact.aspect is Aspect.GROWTH and printed.low > 0 and not printed.direction
    return around or any(word in names for word in _FALLS)
