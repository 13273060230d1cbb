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
from jimo_cli.query import directions_of
from jimo_cli.vocabulary import FALLS, MAGNITUDES, RISES, UNITS_LIKE_MAGNITUDES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.grams import Grams

    _Valued = tuple[int, int, str, int]

_AS_WRITTEN = tuple(dict.fromkeys((0, *MAGNITUDES.values())))
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

_COUNTING = {word: number for number, words in enumerate(_COUNTERS) for word in sorted(words)}
_LONGEST = 15
_TOLERANCE = 1e-12
_ONE_END = 0.95

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
_UNITS = sorted({*_COUNTING, *_SAID, *_UNIT_WORDS, "亩", "公顷"}, key=lambda unit: (-len(unit), unit))
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


def find(index: Grams, folded: str) -> list[tuple[int, int, float]]:
    """Return row, label and score of the facts that have the figure, best first.

    A number without magnitude is held against the numbers as they are printed: 345
    is 345亿元 as well as 345家; then against the whole number. A unit has to be the
    fact's own; one counting word may stand for another of its kind with a lower score.
    Both ends of a range have to be the fact's; one figure may be either end of a range.
    A fall of 13.5 % is found as 13.5 %, but not as a rise.
    """
    figure = parse(folded)
    if figure is None:
        return []
    found: dict[int, tuple[int, float]] = {}
    bare = figure.magnitude is None and not figure.unit
    powers = _AS_WRITTEN if bare else (figure.magnitude or 0,)
    for power in powers:
        for row, label, unit, sign in _valued(index, figure, power):
            score = (100.0 if sign > 0 else 97.0) * _unit_worth(figure, power, unit)
            if score > found.get(row, (0, 0.0))[1]:
                score *= _agreement(index, figure, (row, label, unit, sign), power)
            if score > found.get(row, (0, 0.0))[1]:
                found[row] = (label, score)
    ranked = [(row, label, round(score, 1)) for row, (label, score) in found.items()]
    return sorted(ranked, key=lambda hit: (-hit[2], hit[1], hit[0]))


def _valued(index: Grams, figure: Figure, power: int) -> Iterator[_Valued]:
    """Yield row, label, unit and sign of the facts with the number of a figure."""
    units = [unit for unit in index.units if _unit_worth(figure, power, unit)]
    for sign in (1, -1):
        number = float((abs(figure.low) * sign).scaleb(power))
        spread = abs(number) * _TOLERANCE
        for row, label, unit in index.facts_valued(number - spread, number + spread, units):
            yield row, label, unit, sign


def _agreement(index: Grams, figure: Figure, fact: _Valued, power: int) -> float:
    """Return how far a fact with the number agrees in its other end, its bound and its direction, 0 to 1."""
    row, label, unit, sign = fact
    if figure.high is not None and not _ends_there(figure.high.scaleb(power), index.value_max(row), unit):
        return 0.0
    if figure.direction and not _goes(index, label, figure, sign):
        return 0.0
    qualifier = index.qualifier(row)
    if figure.bound:
        return _bound_agrees(figure.bound, qualifier)
    return _ONE_END if figure.high is None and qualifier == "range" else 1.0


def _bound_agrees(bound: str, qualifier: str | None) -> float:
    """Return how far a fact with this qualifier is over or under its figure, 0 to 1."""
    if qualifier in {None, bound}:
        return 1.0
    return 0.95 if bound == "over" and qualifier != "under" else 0.0


def _ends_there(high: Decimal, end: str | None, unit: str) -> bool:
    """Tell whether the upper end of a fact's range is the one that was typed."""
    return end is not None and Decimal(end).scaleb(split_unit(unit)[0]) == high


def _goes(index: Grams, label: int, figure: Figure, sign: int) -> bool:
    """Tell whether a fact with a number of that sign goes the way that was typed.

    What is counted may have increased to its figure without saying so; a percentage may not.
    """
    if sign < 0:
        return figure.direction < 0
    spoken = set().union(*(directions_of(form.folded) for one in index.names((label,)) for form in one.forms))
    if figure.direction < 0:
        return "down" in spoken
    return "up" in spoken or (not spoken and figure.unit != "%")


def _unit_worth(figure: Figure, power: int, unit: str) -> float:
    """Return how far a fact's unit is the one that was typed, 0 to 1."""
    own_power, own = split_unit(unit)
    if not figure.unit:
        if figure.magnitude is not None or own_power == power:
            return 0.98
        return 0.96 if power == 0 else 0.0
    if figure.unit == own:
        return 1.0
    if figure.unit in _COUNTING and _COUNTING[figure.unit] == _COUNTING.get(own):
        return 0.9 if figure.unit in own or own in figure.unit else 0.85
    return 0.0
