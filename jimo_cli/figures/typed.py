"""Figures as people type them, and the facts that have them.

`345`, `345亿`, `345亿元`, `34.5 billion yuan`, `42.4%`, `8600余人次`, `5至6个月` are
figures: a number, perhaps its magnitude, perhaps its unit. Numbers stay exact
(`Decimal`) until they are compared with the index.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from jimo_cli import text
from jimo_cli.fields import MAGNITUDES, UNITS_LIKE_MAGNITUDES
from jimo_cli.text.concepts import FALLS, RISES

_SAID = {
    "元": ("yuan", "rmb", "cny", "元人民币", "人民币", "块", "¥"),
    "美元": ("usd", "dollar", "dollars", "$"),
    "%": ("percent", "pct", "per cent"),
    "个月": ("month", "months", "月"),
    "年": ("year", "years"),
    "天": ("day", "days", "日"),
    "小时": ("hour", "hours", "个小时", "h"),
    "人": ("people", "person", "persons", "个人"),
    "次": ("times",),
    "公里": ("km", "千米"),
    "平方公里": ("km2", "平方千米"),
    "吨": ("ton", "tons", "tonnes"),
    "千瓦时": ("kwh", "度"),
}
"""What people write for a unit."""

_UNIT_WORDS = {word: unit for unit, words in _SAID.items() for word in words}
_COUNTERS = (
    frozenset("个件只台处家层座户所批支条款种站类艘辆间项"),
    frozenset("人名位"),
    frozenset(("次", "人次", "场")),
)
"""Counting words that may stand for one another: of things, of people, of occasions."""

COUNTING = {word: number for number, words in enumerate(_COUNTERS) for word in sorted(words)}
_LONGEST = 15

_NUMBER = r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?"
_MAGNITUDE = "|".join(sorted(MAGNITUDES, key=len, reverse=True))
_DOWN, _UP = f"{'|'.join(FALLS)}|down|fell|fall", f"{'|'.join(RISES)}|up|grew|rose"
_OVER, _UNDER = "超过|超|逾|over|more than|above|at least", "不到|不足|低于|少于|under|below|less than|up to|at most"
_FIGURE = re.compile(
    rf"(?:同比|环比)?(?:(?P<down>{_DOWN})|(?P<up>{_UP})|占)?(?P<reached>了?到|至)?了?\s*"
    rf"(?:(?P<over>{_OVER})|(?P<under>{_UNDER})|"
    r"达到|大约|接近|将近|近|约|达|about|around|nearly|almost|by|\+)?\s*"
    r"(?P<money>cny|rmb|usd|¥|\$)?\s*"
    rf"(?P<low>{_NUMBER})\s*(?P<odd>余|多|来)?\s*(?:%(?=\s*(?:至|到|~|-|to)))?(?:\s*(?:至|到|~|-|to)\s*(?P<high>{_NUMBER}))?\s*"
    rf"(?P<more>余|多|来)?\s*(?P<magnitude>{_MAGNITUDE})?"
    r"\s*(?:余|多|来)?\s*"
    r"(?P<unit>per cent|[\u3400-\u9fff%]{1,6}?|[a-z][a-z0-9]*)?\s*"
    r"(?:(?P<above>以上|之多|\+|or more)|(?P<below>以下|以内|or less)|左右|上下)?"
)

_DIGITS = {char: str(number) for number, char in enumerate("零一二三四五六七八九")} | {"两": "2"}
_TENS = {"十": 10, "百": 100, "千": 1000}
_UNITS = sorted({*COUNTING, *_SAID, *_UNIT_WORDS, "亩", "公顷"}, key=lambda unit: (-len(unit), unit))
_WITHIN = re.compile(
    rf"(?:{_NUMBER})(?:\s*(?:至|到|~|-)\s*(?:{_NUMBER}))?\s*(?:余|多)?"
    rf"\s*(?:{_MAGNITUDE})?\s*(?:余|多)?\s*(?:{'|'.join(map(re.escape, _UNITS))})?"
)


class Figure:
    """A figure that was typed: both ends where it is a range, as written and with its magnitude.

    `bound` is `over`, `under` or nothing; `direction` is -1 for a fall, 1 for a rise, else 0.
    """

    __slots__ = ("bound", "direction", "high", "low", "magnitude", "unit")

    def __init__(self, low: Decimal, high: Decimal | None, magnitude: int | None, unit: str) -> None:
        """Keep the parts; `magnitude` is a power of ten, None if none was typed."""
        self.low = low
        self.high = high
        self.magnitude = magnitude
        self.unit = unit
        self.bound = ""
        self.direction = 0


@cache  # a million facts have a few dozen units
def split_unit(unit: str) -> tuple[int, str]:
    """Return the power of ten that a unit begins with, and what is left by the name that it goes by here."""
    power, rest = without_magnitude(unit)
    return power, _UNIT_WORDS.get(rest, rest)


@cache
def without_magnitude(unit: str) -> tuple[int, str]:
    """Return the power of ten that a unit begins with, and the folded unit without it: 亿元, 10,000 tons."""
    first, rest = _leading_power(text.fold(unit).strip())
    second, rest = _leading_power(rest)  # hundred million; no more, a unit may be of any length
    power = first + second
    measured, _, last = rest.rpartition(" ")
    if measured and last in MAGNITUDES:  # USD billion
        return power + MAGNITUDES[last], measured
    return power, rest


def _leading_power(folded: str) -> tuple[int, str]:
    """Return the power of ten of the word or number that a unit begins with, and the rest."""
    number, _, rest = folded.partition(" ")
    digits = number.replace(",", "")
    if rest and len(digits) < _LONGEST and digits[:1] == digits.strip("0") == "1":
        return len(digits) - 1, rest.strip()
    for word, power in MAGNITUDES.items():
        rest = folded[len(word) :]
        ends_there = not (word.isascii() and "a" <= rest[:1] <= "z")
        if folded.startswith(word) and ends_there and not folded.startswith(UNITS_LIKE_MAGNITUDES):
            return power, rest.strip()
    return 0, folded


def quantity_key(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return the number and the dimension by which a figure is found.

    345 亿元 is 34500000000 元, 42.4 % is 42.4 %; exact. Only the index rounds the number,
    to the nearest binary fraction.
    """
    power, base = split_unit(unit)
    return value.scaleb(power), base


def parse(folded: str) -> Figure | None:
    """Return the figure that folded text is; None if it is anything else, or more than a figure."""
    # Blanks may stand between any two parts: many in a row could be shared out in ways without number.
    found = _FIGURE.fullmatch(_in_digits(" ".join(folded.split())))
    if found is None:
        return None
    low, high, magnitude = found.group("low"), found.group("high"), found.group("magnitude")
    unit = (found.group("unit") or "").strip()
    rest = found.group("money") or unit
    if magnitude and (magnitude + unit).startswith(UNITS_LIKE_MAGNITUDES):
        unit, magnitude = magnitude + unit, None
        rest = unit
    if rest and rest.isascii() and rest not in _UNIT_WORDS and rest != "%":
        return None
    figure = Figure(
        Decimal(low.replace(",", "")),
        Decimal(high.replace(",", "").lstrip("-")) if high else None,
        MAGNITUDES[magnitude] if magnitude else None,
        _UNIT_WORDS.get(rest, rest),
    )
    figure.bound = _bound(found)
    figure.direction = _direction(found)
    return figure


def _bound(found: re.Match[str]) -> str:
    """Return whether a figure was typed as one that is exceeded, or not reached."""
    if found.group("under") or found.group("below"):
        return "under"
    return "over" if found.group("over") or found.group("above") or found.group("odd") or found.group("more") else ""


def _direction(found: re.Match[str]) -> int:
    """Return -1 for a fall, 1 for a rise by a figure; 0 for neither, or what it fell or rose to."""
    if found.group("reached"):
        return 0
    if found.group("down") or found.group("low").startswith("-"):
        return -1
    return 1 if found.group("up") else 0


def _in_digits(folded: str) -> str:
    """Return text with the Chinese numerals that it begins with in digits: 六百五十家 is 650家.

    So are ranges (五到六个月), points (四十二点四), hundredths (百分之七点七) and tenths (七成). A
    whole number alone, or one spelt digit by digit as in a name, stays.
    """
    for start in range(len(folded)):
        if "0" <= folded[start] <= "9":
            return (
                f"{folded[:start]}{folded[start]}0%{folded[start + 2 :]}" if folded[start + 1 :][:1] == "成" else folded
            )
        if folded.startswith("百分之", start):
            number, rest = _numeral(folded[start + 3 :])
            return f"{folded[:start]}{number}%{rest}" if number else folded
        if folded[start] in _DIGITS or folded[start] in _TENS:
            return folded[:start] + _counted(folded[start:])
    return folded


def _counted(spelt: str) -> str:
    """Return text with the numeral or the range that it begins with in digits, if it counts something."""
    number, rest = _numeral(spelt)
    if not number or (not rest and "." not in number):
        return spelt
    if rest[:1] == "成" and len(number) == 1:
        return f"{number}0%{rest[1:]}"
    if rest[:1] in tuple("到至"):
        high, after = _numeral(rest[1:])
        return f"{number}到{high}{after}" if high else spelt
    return number + rest


def _numeral(spelt: str) -> tuple[str, str]:
    """Return the Chinese numeral that text begins with, in digits, and the rest; empty if there is none."""
    number, digit, size = 0, "", 0
    for char in spelt:
        if char in _DIGITS and (not digit or digit == "0"):
            digit = _DIGITS[char]
        elif char in _TENS:
            number += int(digit or "1") * _TENS[char]
            digit = ""
        else:
            break
        size += 1
    rest = spelt[size:]
    if not size or rest[:1] in _DIGITS:
        return "", spelt
    point = len(rest[1:]) - len(rest[1:].lstrip("".join(_DIGITS))) if rest[:1] == "点" else 0
    decimals = "".join(_DIGITS[char] for char in rest[1 : point + 1])
    whole = str(number + int(digit or "0"))
    return (f"{whole}.{decimals}", rest[point + 1 :]) if decimals else (whole, rest)


def cut_out(folded: str) -> tuple[str, str]:
    """Return the first figure in folded text and the text without it; two empty ones if there is none."""
    found = _WITHIN.search(folded)
    if found is None:
        return "", ""
    return found.group(), f"{folded[: found.start()]} {folded[found.end() :]}".strip()
