"""The figure of a fact as an exact amount, as its fields state it and as its source prints it.

An amount may stand for an interval: 7.7 % is printed for all from 7.65 to 7.75, 50余所 for 50 and
more. What is counted one by one is exact: 112家 is 112.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import text
from jimo_cli.figures import printed
from jimo_cli.figures.decimals import last_place, plain, shifted
from jimo_cli.figures.numerals import MAGNITUDES
from jimo_cli.figures.units import COUNTING, split_unit, without_magnitude
from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from jimo_cli.model import Fact

_LONGEST = 100
"""Characters of the longest text that is read as a figure."""

_HEDGES = {Qualifier.OVER, Qualifier.UNDER, Qualifier.ABOUT}


class Amount(NamedTuple):
    """A figure without magnitude: 345亿元 is 34500000000 元.

    `unit` is empty where there is none, and `full_unit` has its magnitude. `qualifier` is None where the
    fact has none, `or_else` another one that the same words may mean. `step` is one in the last digit.
    `direction` is -1 where the words name a fall, 1 where they name a rise.
    """

    low: Decimal
    high: Decimal | None
    unit: str
    full_unit: str
    qualifier: Qualifier | None
    step: Decimal
    or_else: Qualifier | None = None
    direction: int = 0

    @property
    def power(self) -> int:
        """The power of ten of the full unit."""
        return _split(self.full_unit)[0]

    @property
    def name(self) -> str:
        """The unit as it is written, without its magnitude: `years` may be 年 or 岁."""
        return self.unit if self.unit == "%" else without_magnitude(self.full_unit)[1]

    def digits(self, value: Decimal, power: int) -> str:
        """Return a number of this amount in multiples of 10^power, with the digits that were printed."""
        whole, _, decimals = plain(shifted(value, -power)).partition(".")
        kept = decimals[: max(0, power - self.step.adjusted())]
        if not self.step.adjusted():  # a whole number is printed: its decimals stood before the point
            kept = kept.rstrip("0")
        return f"{whole}.{kept}" if kept else whole

    def __str__(self) -> str:
        ends = [self.digits(end, self.power) for end in (self.low, self.high) if end is not None]
        hedge = f"{self.qualifier} " if self.qualifier in _HEDGES else ""
        return f"{hedge}{' to '.join(ends)} {self.full_unit}".rstrip()


def stated_amount(fact: Fact) -> Amount | None:
    """Return the amount that the fields of a fact state, None where it has no value."""
    if fact.value is None:
        return None
    unit = fact.unit or ""
    power, base = _split(unit)
    high = None if fact.value_max is None else shifted(fact.value_max, power)
    step = Decimal(1).scaleb(last_place(fact.value) + power)
    return Amount(shifted(fact.value, power), high, base, unit, fact.qualifier, step)


def printed_amount(as_written: str) -> Amount | None:
    """Return the amount that a source prints, None where the text cannot be read as one.

    In `full_unit`, money keeps the magnitude that is printed (345亿元), anything else does not (1万人).
    """
    if len(as_written) > _LONGEST or _has_odd_digits(as_written):
        return None
    try:
        low, high, unit, hedges, direction = printed.parse(_simplified(unicodedata.normalize("NFKC", as_written)))
    except ValueError:
        return None
    power, base = _split(unit)
    ends = [shifted(end.number, MAGNITUDES.get(end.magnitude, 0) + power) for end in (low, high) if end]
    step = Decimal(1).scaleb(last_place(low.number) + MAGNITUDES.get(low.magnitude, 0) + power)
    full_unit = _multiplied(low.magnitude, unit) if printed.is_money(unit) or not unit else unit
    qualifier, *others = map(Qualifier, hedges)
    or_else = others[0] if others else None
    return Amount(ends[0], ends[1] if high else None, base, full_unit, qualifier, step, or_else, direction)


def printed_shares(as_written: str) -> tuple[Decimal, ...]:
    """Return the terms of a printed ratio that are shares of one whole, in per cent; none for another text."""
    return printed.shares(text.fold(unicodedata.normalize("NFKC", as_written[:_LONGEST])))


def _has_odd_digits(as_written: str) -> bool:
    """Whether there are digits that are more than digits: 5², ½, ③; behind a letter they are its power: km²."""
    before = " "
    for char in as_written:
        if unicodedata.category(char) == "No" and not before.isalpha():
            return True
        before = char
    return False


def _simplified(plain: str) -> str:
    return "".join(text.fold(char) if "\u3400" <= char <= "\u9fff" else char for char in plain)


def _multiplied(magnitude: str, unit: str) -> str:
    """A unit with the magnitude before it: 亿元, billion yuan."""
    return f"{magnitude} {unit}".strip() if magnitude.isascii() else magnitude + unit


def _split(unit: str) -> tuple[int, str]:
    """The power of ten of a unit and what it is of; 成 is a tenth, that is 10 %."""
    return (1, "%") if unit == "成" else split_unit(unit)


class Interval(NamedTuple):
    """The numbers that a figure may stand for, ends included; None is no end."""

    low: Fraction | None
    high: Fraction | None

    def meets(self, other: Interval) -> bool:
        """Return whether a number lies in both."""
        return not (self.above(other) or other.above(self))

    def above(self, other: Interval) -> bool:
        """Return whether every number here is larger than any there."""
        return self.low is not None and other.high is not None and self.low > other.high

    def shown(self, like: Fact) -> str:
        """Return both ends in the unit of a fact."""
        unit = like.unit or ""
        power = 10 ** split_unit(unit)[0]
        low, high = ("" if end is None else _six_digits(end / power) for end in self)
        ends = f"{low} to {high}" if low and high else f"{'over' if low else 'under'} {low or high}"
        ends = low if low == high else ends
        return f"{ends} {unit}".rstrip()


def _six_digits(end: Fraction) -> str:
    shown = f"{Decimal(end.numerator) / Decimal(end.denominator):.6g}"
    return shown.rstrip("0").rstrip(".") if "." in shown and "e" not in shown.lower() else shown


def interval(fact: Fact) -> Interval | None:
    """Return the numbers that the figure of a fact may stand for, without magnitude; None where any may."""
    stated = stated_amount(fact)
    if stated is None or stated.qualifier is Qualifier.ABOUT:
        return None
    shown = printed_amount(fact.as_written) if fact.as_written else None
    step = shown.step if shown and abs(shown.low) == abs(stated.low) else stated.step
    half = Fraction(0) if stated.unit in COUNTING and step == 1 else Fraction(step) / 2
    low, high = Fraction(stated.low), Fraction(stated.low if stated.high is None else stated.high)
    # A fall of more than 5 % lies below -5.
    falls = low < 0
    if stated.qualifier is (Qualifier.UNDER if falls else Qualifier.OVER):
        return Interval(low, None)
    if stated.qualifier is (Qualifier.OVER if falls else Qualifier.UNDER):
        return Interval(None, high)
    return Interval(low - half, high + half)


def may_be_the_same(one: Fact, other: Fact) -> bool:
    """Return whether the figures of two facts may be one, printed in two ways."""
    first, second = interval(one), interval(other)
    if first is None or second is None:
        return True
    if first == second:
        return stated_amount(one) == stated_amount(other)
    lows = [end for end in (first.low, second.low) if end is not None]
    highs = [end for end in (first.high, second.high) if end is not None]
    # Where they only touch, they are printed as two numbers.
    return not lows or not highs or max(lows) < min(highs) or _is_point(first, second) or _is_point(second, first)


def _is_point(one: Interval, other: Interval) -> bool:
    return one.low is not None and one.low == one.high and one.meets(other)
