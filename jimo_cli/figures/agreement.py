"""Whether the fields of a statistic say the figure that its source prints."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import text
from jimo_cli.figures import units
from jimo_cli.figures.amount import Amount, printed_amount, stated_amount
from jimo_cli.model import Aspect, Qualifier

if TYPE_CHECKING:
    from jimo_cli.model import Fact

_OF_TABLES = (3, 4, 6, 8, 9, 12)
"""The powers of ten that the head of a table may say: 千, 万, million, 亿, billion, 万亿."""

# Nouns and verbs by their stems: what a label may say is more than what stands before a figure.
_FALLS = ("降", "跌", "减", "缩", "滑", "decline", "decrease", "fall", "drop", "cut", "save", "reduc")


class Disagreement(NamedTuple):
    """How a fact differs from what its source prints: the key that is wrong, and what to write instead."""

    message: str
    key: str
    paste: str


def disagreement(fact: Fact) -> Disagreement | None:
    """Return how value, unit and qualifier of a fact differ from `as_written`, None where they agree.

    None too where there is nothing to compare, or what is printed cannot be read.
    """
    said = stated_amount(fact)
    shown = printed_amount(fact.as_written) if fact.as_written else None
    if said is None or shown is None:
        return None
    wrong = _mended(fact, said, shown)
    if not wrong:
        return None
    message = f"as_written {fact.as_written!r} reads as {shown}, the fact says {said}"
    key = next((key for key in wrong if getattr(fact, key) is not None), "as_written")
    # No line makes one figure of a range: one has to be taken away.
    paste = "" if said.high is not None and shown.high is None else "\n".join(wrong.values())
    return Disagreement(message, key, paste)


def _mended(fact: Fact, said: Amount, shown: Amount) -> dict[str, str]:
    """The keys that say another thing than what is printed, with the lines that would say it."""
    times = _times(fact, said, shown)
    agrees = _agrees(fact, said, shown, times or 1)
    in_its_unit = times is None or (not agrees and times != 1 and shown.unit != "")
    power = shown.power if in_its_unit or not shown.unit_said else said.power
    moved = in_its_unit and (not agrees or shown.power != said.power)
    wrong = {}
    ends = ("value", fact.value, shown.low), ("value_max", fact.value_max, shown.high)
    for key, ours, theirs in ends if moved or not agrees else ():
        digits = shown.shown(theirs, power) if theirs is not None else None
        if (digits and moved) or ours != (digits and Decimal(digits)):
            wrong[key] = f"{key} = {digits}"
    if (said.qualifier or Qualifier.EXACT) not in {shown.qualifier, shown.or_else}:
        wrong["qualifier"] = f'qualifier = "{shown.qualifier}"'
    if in_its_unit:
        wrong["unit"] = f'unit = "{shown.unit_said}"'
    return wrong


def _times(fact: Fact, said: Amount, shown: Amount) -> Fraction | None:
    """How many of the unit that is said one that is printed is; None where they measure different things."""
    if not shown.unit_said:  # a cell of a table, with the unit at its head
        return Fraction(10) ** said.power
    if not shown.unit or shown.unit == said.unit:
        return Fraction(1)
    return units.ratio(shown.name, said.name, of_growth=fact.aspect is Aspect.GROWTH or shown.way != 0)


def _agrees(fact: Fact, said: Amount, shown: Amount, times: Fraction | int) -> bool:
    """Whether the numbers are the same where one that is printed is so many."""
    if times == 1 and (said.low, said.high) == (shown.low, shown.high):
        return True
    ours = [Fraction(end) for end in (said.low, said.high) if end is not None]
    theirs = [Fraction(end) * times for end in (shown.low, shown.high) if end is not None]
    if ours == theirs or (_falls(fact, shown) and [-end for end in reversed(ours)] == theirs):
        return True
    if shown.unit_said:
        return False
    whole = [Fraction(end) for end in (shown.low, shown.high) if end is not None]
    return ours == whole or (not said.power and any([end * 10**power for end in whole] == ours for power in _OF_TABLES))


def _falls(fact: Fact, shown: Amount) -> bool:
    """Whether a fall is said by something else than the sign: the label, or words around what is printed."""
    spoken = text.fold(f"{fact.label} {fact.label_en or ''}")
    around = fact.aspect is Aspect.GROWTH and shown.low > 0 and not shown.way
    return around or any(word in spoken for word in _FALLS)
