"""The axis of a chart: exact ticks at round figures."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEPS = (1, 2, 5, 10)
_DIGITS = 1200  # a figure has up to 500 digits before its point, and as many behind it


class Scale(NamedTuple):
    """An axis from the first of its ticks to the last."""

    ticks: tuple[Decimal, ...]

    @property
    def low(self) -> Decimal:
        """Where the axis begins."""
        return self.ticks[0]

    @property
    def high(self) -> Decimal:
        """Where the axis ends."""
        return self.ticks[-1]

    @property
    def zero(self) -> float:
        """Where on the axis zero is, as `part` says it."""
        return self.part(Decimal(0))

    def part(self, value: Decimal) -> float:
        """Return where on the axis a figure is, from 0.0 at its beginning to 1.0 at its end."""
        with localcontext(prec=_DIGITS):
            share = (value - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, float(share)))


def bar_scale(values: Iterable[Decimal], most: int) -> Scale:
    """Return an axis for bars: it has zero, all values, and `most` steps or one more."""
    return line_scale([Decimal(0), *values], most)


def line_scale(values: Iterable[Decimal], most: int) -> Scale:
    """Return an axis for lines: it has zero too, unless more than half of it would be empty then."""
    low, high = _ends(values)
    with localcontext(prec=_DIGITS):
        step = _step(high - low, most)
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        return Scale(tuple(_rounded(step * (first + at)) for at in range(int(last - first) + 1)))


def _ends(values: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    """The least and the greatest value, one of them zero where that is near, and always apart."""
    known = [*values]
    low, high = min(known), max(known)
    if low == high or (low <= high / 2 and high >= low / 2):
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    return low, high if low != high else Decimal(1)


def _step(span: Decimal, most: int) -> Decimal:
    """The least of 1, 2 and 5 times a power of ten of which `most` cover the span."""
    base = Decimal(1).scaleb((span / most).adjusted())
    return next(base * times for times in _STEPS if base * times * most >= span)


def _rounded(tick: Decimal) -> Decimal:
    """A tick without the zeros behind its point, in plain digits."""
    return tick.quantize(Decimal(1)) if tick == tick.to_integral_value() else tick.normalize()
