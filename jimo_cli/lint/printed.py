"""What a statistic states and what its source prints, in one measure, so that they can be compared."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import figures, quantity, text
from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from jimo_cli.model import Fact

_BOUNDS = {"over": Qualifier.OVER, "under": Qualifier.UNDER}
_LONGEST = 100
_HEDGES = {*_BOUNDS.values(), Qualifier.ABOUT}


class Amount(NamedTuple):
    """A figure without magnitude: 345亿元 is 34500000000 元.

    `unit` is empty where none is said and `unit_said` has its magnitude; `qualifier` is None where
    it cannot be told; `step` is what one more in the last digit would be.
    """

    low: Decimal
    high: Decimal | None
    unit: str
    unit_said: str
    qualifier: Qualifier | None
    step: Decimal

    def shown(self, value: Decimal, power: int) -> str:
        """Return a number of this amount in multiples of 10^power, with the digits that were printed."""
        whole, _, decimals = quantity.plain(quantity.shifted(value, -power)).partition(".")
        kept = decimals[: max(0, power - self.step.adjusted())]
        return f"{whole}.{kept}" if kept else whole

    def __str__(self) -> str:
        power, _ = figures.split_unit(self.unit_said)
        ends = [self.shown(end, power) for end in (self.low, self.high) if end is not None]
        hedge = f"{self.qualifier} " if self.qualifier in _HEDGES else ""
        return f"{hedge}{' to '.join(ends)} {self.unit_said}".rstrip()


def stated(fact: Fact) -> Amount | None:
    """Return what the fields of a fact say, None where it has no value."""
    if fact.value is None:
        return None
    step = Decimal(1).scaleb(int(fact.value.as_tuple().exponent))
    return _amount(fact.value, fact.value_max, fact.unit or "", fact.qualifier, step)


def printed(as_written: str) -> Amount | None:
    """Return what a source prints as the amount that it is, None where that cannot be read."""
    if len(as_written) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", as_written).strip()
    if "分之" in plain or any("a" <= char <= "z" for char in plain.lower()):
        return _in_english(plain)
    try:
        read = quantity.parse(plain)
    except ValueError:
        return _in_english(plain)
    if any(char.isdigit() for char in read.unit or ""):
        return None
    return _amount(read.value, read.value_max, read.unit or "", read.qualifier, quantity.last_place(plain))


def _in_english(plain: str) -> Amount | None:
    """34.5 billion yuan, and the numerals that people spell in full: 百分之七点七."""
    # Between the parts of a figure blanks may stand anywhere: of many, the ways to part them are without number.
    figure = figures.parse(" ".join(text.fold(plain).split()))
    if figure is None:
        return None
    power = figure.magnitude or 0
    low = figure.low if figure.direction >= 0 else -abs(figure.low)
    qualifier = Qualifier.RANGE if figure.high is not None else _BOUNDS.get(figure.bound)
    step = Decimal(1).scaleb(int(figure.low.as_tuple().exponent) + power)
    high = None if figure.high is None else quantity.shifted(figure.high, power)
    return Amount(quantity.shifted(low, power), high, figure.unit, figure.unit, qualifier, step)


def _amount(low: Decimal, high: Decimal | None, unit: str, qualifier: Qualifier | None, step: Decimal) -> Amount:
    power, base = (1, "%") if unit == "成" else figures.split_unit(unit)
    whole = None if high is None else quantity.shifted(high, power)
    return Amount(quantity.shifted(low, power), whole, base, unit, qualifier, step.scaleb(power))
