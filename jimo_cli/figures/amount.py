"""What a statistic states and what its source prints, in one measure, so that they can be compared."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import text
from jimo_cli.figures import printed, say, typed
from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from jimo_cli.model import Fact


_LONGEST = 100
_HEDGES = {Qualifier.OVER, Qualifier.UNDER, Qualifier.ABOUT}


class Amount(NamedTuple):
    """A figure without magnitude: 345亿元 is 34500000000 元.

    `unit` is empty where none is said and `unit_said` has its magnitude; `qualifier` is None where
    it cannot be told, `or_else` what the same words may mean as well; `step` is what one more in the
    last digit would be; `way` is -1 where a fall is said, 1 where a rise is.
    """

    low: Decimal
    high: Decimal | None
    unit: str
    unit_said: str
    qualifier: Qualifier | None
    step: Decimal
    or_else: Qualifier | None = None
    way: int = 0

    @property
    def power(self) -> int:
        """The power of ten of the unit that is said."""
        return _measured(self.unit_said)[0]

    @property
    def name(self) -> str:
        """The unit as it is said, without its magnitude: `years` may be 年 or 岁."""
        return self.unit if self.unit == "%" else typed.without_magnitude(self.unit_said)[1]

    def shown(self, value: Decimal, power: int) -> str:
        """Return a number of this amount in multiples of 10^power, with the digits that were printed."""
        whole, _, decimals = say.plain(say.shifted(value, -power)).partition(".")
        kept = decimals[: max(0, power - self.step.adjusted())]
        if not self.step.adjusted():  # printed as a whole number: what is behind a point was before it
            kept = kept.rstrip("0")
        return f"{whole}.{kept}" if kept else whole

    def __str__(self) -> str:
        ends = [self.shown(end, self.power) for end in (self.low, self.high) if end is not None]
        hedge = f"{self.qualifier} " if self.qualifier in _HEDGES else ""
        return f"{hedge}{' to '.join(ends)} {self.unit_said}".rstrip()


def stated_amount(fact: Fact) -> Amount | None:
    """Return what the fields of a fact say, None where it has no value."""
    if fact.value is None:
        return None
    unit = fact.unit or ""
    power, base = _measured(unit)
    high = None if fact.value_max is None else say.shifted(fact.value_max, power)
    step = Decimal(1).scaleb(_places(fact.value) + power)
    return Amount(say.shifted(fact.value, power), high, base, unit, fact.qualifier, step)


def printed_amount(as_written: str) -> Amount | None:
    """Return what a source prints as the amount that it is, None where that cannot be read."""
    if len(as_written) > _LONGEST or _has_odd_digits(as_written):
        return None
    try:
        low, high, unit, hedges, way = printed.read(_simplified(unicodedata.normalize("NFKC", as_written)))
    except ValueError:
        return None
    power, base = _measured(unit)
    ends = [say.shifted(end.number, say.power_of(end.magnitude) + power) for end in (low, high) if end]
    step = Decimal(1).scaleb(_places(low.number) + say.power_of(low.magnitude) + power)
    said = say.joined(low.magnitude, unit) if printed.is_money(unit) or not unit else unit
    meant = [Qualifier(hedge) for hedge in hedges]
    or_else = meant[1] if meant[1:] else None
    return Amount(ends[0], ends[1] if high else None, base, said, meant[0], step, or_else, way)


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


def _measured(unit: str) -> tuple[int, str]:
    """The power of ten of a unit and what it is of; 成 is a tenth, that is 10 %."""
    return (1, "%") if unit == "成" else typed.split_unit(unit)


def _places(number: Decimal) -> int:
    return int(number.as_tuple().exponent)
