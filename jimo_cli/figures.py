"""Figures as people type them, and the facts that have them.

`345`, `345亿`, `345亿元`, `34.5 billion yuan`, `42.4%`, `8600余人次`, `5至6个月` are
figures: a number, perhaps its magnitude, perhaps its unit. Numbers stay exact
(`Decimal`) until they are compared with the index.
"""

from __future__ import annotations

import re
from decimal import Decimal

from jimo_cli import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jimo_cli.grams import Grams

_MAGNITUDES = {
    "万亿": 12,
    "千亿": 11,
    "百亿": 10,
    "十亿": 9,
    "亿": 8,
    "千万": 7,
    "百万": 6,
    "十万": 5,
    "万": 4,
    "千": 3,
    "百": 2,
    "trillion": 12,
    "billion": 9,
    "bn": 9,
    "million": 6,
    "mn": 6,
    "thousand": 3,
    "hundred": 2,
}
_AS_WRITTEN = tuple(dict.fromkeys((0, *_MAGNITUDES.values())))
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
_COUNTING = frozenset(
    [
        "个",
        "人",
        "人次",
        "件",
        "位",
        "只",
        "台",
        "名",
        "场",
        "处",
        "家",
        "层",
        "座",
        "户",
        "所",
        "批",
        "支",
        "条",
        "次",
        "款",
        "种",
        "站",
        "类",
        "艘",
        "辆",
        "间",
        "项",
    ]
)
_NOT_MAGNITUDE = "瓦克米分卡伏"
_TOLERANCE = 1e-12

_NUMBER = r"(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)"
_MAGNITUDE = "(" + "|".join(sorted(_MAGNITUDES, key=len, reverse=True)) + ")?"
_FIGURE = re.compile(
    r"(?:同比|环比)?(?:下降|增长|上升|减少|增加|缩短|提高|占)?(?:了|到|至)?\s*"
    r"(?:超过|达到|大约|接近|将近|不到|不足|近|约|超|达|逾|"
    r"over|about|around|nearly|almost|more than|under|up to|\+)?\s*"
    r"(?P<money>cny|rmb|usd|¥|\$)?\s*"
    rf"{_NUMBER}\s*(?:余|多|来)?\s*(?:(?:至|到|~|-|to)\s*{_NUMBER})?\s*(?:余|多|来)?\s*{_MAGNITUDE}\s*(?:余|多|来)?\s*"
    r"(?P<unit>per cent|[\u3400-\u9fff%]{1,6}?|[a-z][a-z0-9]*)?\s*(?:以上|以下|左右|之多|\+)?"
)


_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_UNITS = sorted({*_COUNTING, *_SAID, *_UNIT_WORDS, "亩", "公顷"}, key=lambda unit: (-len(unit), unit))
_WITHIN = re.compile(rf"{_NUMBER}\s*(?:余|多)?\s*{_MAGNITUDE}\s*(?:余|多)?\s*(?:{'|'.join(map(re.escape, _UNITS))})?")


class Figure:
    """A figure that was typed: both ends where it is a range, as written and with its magnitude."""

    __slots__ = ("high", "low", "magnitude", "unit")

    def __init__(self, low: Decimal, high: Decimal | None, magnitude: int | None, unit: str) -> None:
        """Keep the parts; `magnitude` is a power of ten, None if none was typed."""
        self.low = low
        self.high = high
        self.magnitude = magnitude
        self.unit = unit


def split_unit(unit: str) -> tuple[int, str]:
    """Return the power of ten that a unit begins with, and the unit without it."""
    folded = text.fold(unit).strip()
    for word, power in _MAGNITUDES.items():
        rest = folded[len(word) :].strip()
        if folded.startswith(word) and rest[:1] not in tuple(_NOT_MAGNITUDE):
            return power, _UNIT_WORDS.get(rest, rest)
    return 0, _UNIT_WORDS.get(folded, folded)


def quantity_key(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return the number and the dimension by which a figure is found.

    345 亿元 is 34500000000 元, 42.4 % is 42.4 %; exact. The index keeps the number as
    `value_num`, rounded to the nearest binary fraction as late as there.
    """
    power, base = split_unit(unit)
    return value.scaleb(power), base


def parse(folded: str) -> Figure | None:
    """Return the figure that folded text is; None if it is anything else, or more than a figure."""
    found = _FIGURE.fullmatch(_in_digits(folded.strip()))
    if found is None:
        return None
    low, high, magnitude = found.group(2), found.group(3), found.group(4)
    unit = (found.group("unit") or "").strip()
    rest = found.group("money") or unit
    if magnitude and unit and unit[0] in _NOT_MAGNITUDE:
        unit, magnitude = magnitude + unit, None
        rest = unit
    if rest and rest.isascii() and rest not in _UNIT_WORDS and rest != "%":
        return None
    return Figure(
        Decimal(low.replace(",", "")),
        Decimal(high.replace(",", "").lstrip("-")) if high else None,
        _MAGNITUDES[magnitude] if magnitude else None,
        _UNIT_WORDS.get(rest, rest),
    )


def _in_digits(folded: str) -> str:
    """Return text with a Chinese numeral that it begins with in digits: 六百五十家 is 650家.

    A numeral alone, or one spelt digit by digit as in a name, stays.
    """
    number, digit, size = 0, -1, 0
    for char in folded:
        if char in _DIGITS and digit < 0:
            digit = _DIGITS[char]
        elif char in _TENS:
            number += max(1, digit) * _TENS[char]
            digit = -1
        else:
            break
        size += 1
    if not size or size == len(folded) or folded[size] in _DIGITS:
        return folded
    return f"{number + max(0, digit)}{folded[size:]}"


def cut_out(folded: str) -> tuple[str, str]:
    """Return the first figure in folded text and the text without it; two empty ones if there is none."""
    found = _WITHIN.search(folded)
    if found is None:
        return "", ""
    return found.group(), f"{folded[: found.start()]} {folded[found.end() :]}".strip()


def find(index: Grams, folded: str) -> list[tuple[int, int, float]]:
    """Return row, label and score of the facts that have the figure, best first.

    A number without magnitude is held against the numbers as they are printed: 345
    is 345亿元 as well as 345家; then against the whole number. A unit has to be the
    fact's own; one counting word may stand for another with a lower score. A fall of
    13.5 % is found as 13.5 %.
    """
    figure = parse(folded)
    if figure is None:
        return []
    found: dict[int, tuple[int, float]] = {}
    bare = figure.magnitude is None and not figure.unit
    powers = _AS_WRITTEN if bare else (figure.magnitude or 0,)
    for power in powers:
        for sign, worth in ((1, 100.0), (-1, 97.0)):
            number = float((figure.low * sign).scaleb(power))
            spread = abs(number) * _TOLERANCE
            for row, label, unit in index.facts_valued(number - spread, number + spread):
                score = worth * _unit_worth(figure, power, unit)
                if score > found.get(row, (0, 0.0))[1]:
                    found[row] = (label, score)
    ranked = [(row, label, round(score, 1)) for row, (label, score) in found.items()]
    return sorted(ranked, key=lambda hit: (-hit[2], hit[1], hit[0]))


def _unit_worth(figure: Figure, power: int, unit: str) -> float:
    """Return how far a fact's unit is the one that was typed, 0 to 1."""
    own_power, own = split_unit(unit)
    if not figure.unit:
        if figure.magnitude is not None or own_power == power:
            return 0.98
        return 0.96 if power == 0 else 0.0
    if figure.unit == own:
        return 1.0
    if figure.unit in _COUNTING and own in _COUNTING:
        return 0.9 if figure.unit in own or own in figure.unit else 0.85
    return 0.0
