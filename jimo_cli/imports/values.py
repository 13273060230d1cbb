"""The figure of a claim as a fact states it: the digits that are printed, with the sign that the words give them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.claims import Sort
from jimo_cli.claims.phrases import MOVES
from jimo_cli.figures import units
from jimo_cli.figures.amount import printed_amount
from jimo_cli.figures.decimals import plain as written
from jimo_cli.figures.numerals import MAGNITUDES
from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from decimal import Decimal

    from jimo_cli.claims import Claim

_MAGNITUDE = re.compile(rf"\s?({'|'.join(map(re.escape, MAGNITUDES))})", re.IGNORECASE)
_DIGITS = re.compile("[0-9][0-9,.]*")
_FALL_REACH = 8
DEEDS = re.compile("缩短|压缩|压减")
"""Verbs of a fall that is what was done, as the label says: 建设周期缩短 by 5 months is no change of -5."""

_BIG = "大"
_LONGEST_NOUN = 6


class Value(NamedTuple):
    """What a fact states: value, value_max and unit as they go into TOML, the hedge, and the figure as printed."""

    value: str
    value_max: str | None
    unit: str | None
    qualifier: str | None
    as_written: str


def value_of(claim: Claim, written_text: str, plain: str) -> Value:
    """Return what a claim of a paragraph states; `plain` is the paragraph normalized, as long as it is written."""
    amount, as_written = claim.amount, claim.as_written
    unit, power = _unit(claim)
    low, high = amount.low, amount.high
    start = claim.start
    if is_fall(claim) and low > 0:
        low, high = -low, None if high is None else -high
        start = _start_of_fall(claim, plain)
    if unit == _BIG:  # 4大共富模式
        unit, as_written = _thing(claim, written_text)
    elif start < claim.start and printed_amount(written_text[start : claim.end]):
        as_written = written_text[start : claim.end]
    low, high = (high, low) if high is not None and high < low else (low, high)
    hedge = amount.qualifier
    return Value(
        _digits(claim, low, power),
        None if high is None else _digits(claim, high, power),
        unit or None,
        None if hedge in {None, Qualifier.EXACT} else str(hedge),
        as_written,
    )


def is_fall(claim: Claim) -> bool:
    """Tell whether a claim is of a change below zero."""
    is_change = claim.sort in {Sort.GROWTH, Sort.CHANGE} and claim.direction < 0
    return is_change and not (claim.sort is Sort.CHANGE and DEEDS.search(claim.near))


def _digits(claim: Claim, number: Decimal, power: int) -> str:
    return claim.amount.digits(number, power) if number else written(number)


def _unit(claim: Claim) -> tuple[str, int]:
    """The unit with the magnitude that is printed, and the power of ten of it: 万人 of 139万人."""
    amount = claim.amount
    if amount.power:
        return amount.full_unit, amount.power
    folded = unicodedata.normalize("NFKC", claim.as_written).lower()
    number = _DIGITS.search(folded)
    magnitude = _MAGNITUDE.match(folded, number.end()) if number else None
    if magnitude is None or not amount.full_unit or _is_unit_alone(folded, magnitude.start(1), amount.full_unit):
        return amount.full_unit, amount.power
    between = " " if magnitude[1].isascii() else ""
    unit = magnitude[1] + between + amount.full_unit
    power, name = units.without_magnitude(unit)
    return (unit, power) if name == units.without_magnitude(amount.full_unit)[1] else (amount.full_unit, amount.power)


def _is_unit_alone(folded: str, start: int, unit: str) -> bool:
    """Tell whether what looks like a magnitude begins the unit: 千瓦 is no thousand of anything."""
    return folded.startswith(unit, start) and not unit.startswith(("万", "亿"))


def _start_of_fall(claim: Claim, plain: str) -> int:
    """Where the word for the fall begins that stands right before a figure, so that it is printed with it."""
    found = None
    begin = max(0, claim.start - _FALL_REACH)
    for found in MOVES.finditer(plain, begin, claim.start):  # noqa: B007
        pass
    is_beside = found is not None and found.lastgroup == "fall" and found.end() == claim.start
    return found.start() if found is not None and is_beside else claim.start


def _thing(claim: Claim, written_text: str) -> tuple[str, str]:
    """The noun that a figure with 大 counts, which is its unit, and the figure with it: 七大领域."""
    behind = written_text[claim.end : claim.end + _LONGEST_NOUN]
    lengths = range(2, len(behind) + 1)
    length = next((each for each in lengths if units.is_known(behind[:each])), 0)
    length = length or next((each for each in lengths if units.is_known(behind[each - 2 : each])), 0)
    if not length:
        return "个", claim.as_written
    return behind[:length], written_text[claim.start : claim.end + length]
