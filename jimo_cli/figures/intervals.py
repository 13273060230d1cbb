"""The numbers that a printed figure may stand for.

7.7 % is printed for all from 7.65 to 7.75, 50余所 for 50 and more. What is counted one by one is
exact: 112家 is 112.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.figures import typed
from jimo_cli.figures.amount import printed_amount, stated_amount
from jimo_cli.figures.say import SILENT
from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from jimo_cli.model import Fact


_COUNTED = {*SILENT, "人", "人次"}


class Interval(NamedTuple):
    """The numbers that a figure may stand for, ends included; None is no end."""

    low: Fraction | None
    high: Fraction | None

    def meets(self, other: Interval) -> bool:
        """Whether a number lies in both."""
        return not (self.above(other) or other.above(self))

    def above(self, other: Interval) -> bool:
        """Whether every number here is larger than any there."""
        return self.low is not None and other.high is not None and self.low > other.high

    def shown(self, like: Fact) -> str:
        """Return both ends in the unit of a fact."""
        unit = like.unit or ""
        power = 10 ** typed.split_unit(unit)[0]
        low, high = ("" if end is None else _shown(end / power) for end in self)
        ends = f"{low} to {high}" if low and high else f"{'over' if low else 'under'} {low or high}"
        ends = low if low == high else ends
        return f"{ends} {unit}".rstrip()


def _shown(end: Fraction) -> str:
    shown = f"{Decimal(end.numerator) / Decimal(end.denominator):.6g}"
    return shown.rstrip("0").rstrip(".") if "." in shown and "e" not in shown.lower() else shown


def interval(fact: Fact) -> Interval | None:
    """Return the numbers that the figure of a fact may stand for, without magnitude; None where any may."""
    said = stated_amount(fact)
    if said is None or said.qualifier is Qualifier.ABOUT:
        return None
    shown = printed_amount(fact.as_written) if fact.as_written else None
    step = shown.step if shown and abs(shown.low) == abs(said.low) else said.step
    half = Fraction(0) if said.unit in _COUNTED and step == 1 else Fraction(step) / 2
    low, high = Fraction(said.low), Fraction(said.low if said.high is None else said.high)
    # A fall of more than 5 % lies below -5.
    falls = low < 0
    if said.qualifier is (Qualifier.UNDER if falls else Qualifier.OVER):
        return Interval(low, None)
    if said.qualifier is (Qualifier.OVER if falls else Qualifier.UNDER):
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
