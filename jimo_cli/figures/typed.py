"""Figures as people type them, whole or within a query.

`345`, `345亿`, `345亿元`, `34.5 billion yuan`, `42.4%`, `8600余人次`, `5至6个月` are
figures: a number, perhaps its magnitude, perhaps its unit. Numbers stay exact
(`Decimal`) until they are compared with the index.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from jimo_cli.figures.numerals import DIGIT_VALUES, MAGNITUDES, STEPS, UNITS_LIKE_MAGNITUDES, leading_numeral
from jimo_cli.figures.units import COUNTING, TYPED
from jimo_cli.text import is_han
from jimo_cli.text.concepts import FALLS, RISES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

_NUMBER = r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?"
_MAGNITUDE = "|".join(sorted(MAGNITUDES, key=len, reverse=True))
_DOWN, _UP = f"{'|'.join(FALLS)}|down|fell|fall", f"{'|'.join(RISES)}|up|grew|rose"
_OVER, _UNDER = "超过|超|逾|over|more than|above|at least", "不到|不足|低于|少于|under|below|less than|up to|at most"
# The characters of a unit: Han, Latin letters and signs. A range of Han would take longer to compile than all the rest,
# so these are what else there is in a text of which `_is_foreign` tells that it has nothing of another script.
_LETTER = r"[^\s\d\x00-$&-`{-\xaf\xb1-\xb4\xb6-\xff]"
_OF_UNIT = r"(?:[^\s\d\x00-$&-`{-\xaf\xb1\xb4\xb6\xb8-\xff]|[0-9/])"
_SIGNS, _MONEY_ALONE = "‰‱℃μω", "￥"
_FIGURE = re.compile(
    rf"(?:同比|环比)?(?:(?P<down>{_DOWN})|(?P<up>{_UP})|占)?(?P<reached>了?到|至)?了?\s*"
    rf"(?:(?P<over>{_OVER})|(?P<under>{_UNDER})|"
    r"达到|大约|接近|将近|近|约|达|about|around|nearly|almost|by|\+)?\s*"
    r"(?P<money>cny|rmb|usd|¥|￥|\$|人民币)?\s*"
    rf"(?P<low>{_NUMBER})\s*(?P<odd>余|多|来)?\s*(?:%(?=\s*(?:至|到|~|-|to)))?(?:\s*(?:至|到|~|-|to|\.\.)\s*(?P<high>{_NUMBER}))?\s*"
    rf"(?P<more>余|多|来)?\s*(?P<magnitude>{_MAGNITUDE})?"
    r"\s*(?:余|多|来)?\s*"
    r"(?P<unit>per cent|" + _LETTER + _OF_UNIT + r"{0,15}?)?\s*整?"
    r"(?:(?P<above>以上|之多|\+|or more)|(?P<below>以下|以内|or less)|左右|上下)?"
)

# What stands around a figure that is copied from a text.
_AROUND = " \t。，；、：！？,;:!?.…\"'()[]（）【】《》「」『』"


class Figure:
    """A typed figure: both ends where it is a range, as written, and its magnitude.

    `magnitude` is a power of ten, None if none was typed. `bound` is `over`, `under` or empty;
    `direction` is -1 for a fall, 1 for a rise, else 0.
    """

    __slots__ = ("bound", "direction", "high", "low", "magnitude", "unit")

    def __init__(self, low: Decimal, high: Decimal | None, magnitude: int | None, unit: str) -> None:
        self.low = low
        self.high = high
        self.magnitude = magnitude
        self.unit = unit
        self.bound = ""
        self.direction = 0


def parse(folded: str, units: Collection[str] = ()) -> Figure | None:
    """Return the figure that folded text is; None if it is anything else, or more than a figure.

    A word in Latin letters is a unit where it is one of the usual ones or of these, which are folded.
    """
    # Blanks may stand between any two parts: many in a row could be shared out in ways without number.
    written = _with_digits(" ".join(folded.strip(_AROUND).split()))
    match = None if _is_foreign(written) else _FIGURE.fullmatch(written)
    if match is None:
        return None
    low, high, magnitude = match["low"], match["high"], match["magnitude"]
    unit = (match["unit"] or "").strip()
    if _MONEY_ALONE in unit:
        return None
    name = match["money"] or unit
    if magnitude and (magnitude + unit).startswith(UNITS_LIKE_MAGNITUDES):
        name, magnitude = magnitude + unit, None
    if name and name.isascii() and name not in TYPED and name not in {"%", *units}:
        return None
    figure = Figure(
        Decimal(low.replace(",", "")),
        Decimal(high.replace(",", "")) if high else None,
        MAGNITUDES[magnitude] if magnitude else None,
        TYPED.get(name, name),
    )
    figure.bound = _bound(match)
    figure.direction = _direction(match)
    return figure


def _is_foreign(written: str) -> bool:
    """Tell whether text has a character that is in no figure and no unit, such as a letter of another script."""
    others = (char for char in written if char > "\xff" and not is_han(char) and char not in _SIGNS + _MONEY_ALONE)
    return not all(char.isspace() or char.isdecimal() for char in others)


def _bound(match: re.Match[str]) -> str:
    if match["under"] or match["below"]:
        return "under"
    return "over" if match["over"] or match["above"] or match["odd"] or match["more"] else ""


def _direction(match: re.Match[str]) -> int:
    if match["reached"]:  # what it fell or rose to
        return 0
    if match["down"] or match["low"].startswith("-"):
        return -1
    return 1 if match["up"] else 0


_BEGIN_NUMBERS = frozenset((*"0123456789", *DIGIT_VALUES, *STEPS))


def _with_digits(folded: str) -> str:
    """Return text with the first Chinese numeral in Arabic digits: 六百五十家 is 650家.

    So are ranges (五到六个月), points (四十二点四), hundredths (百分之七点七) and tenths (七成). A
    whole number alone, or one spelt digit by digit as in a name, stays.
    """
    start = next((start for start, char in enumerate(folded) if char in _BEGIN_NUMBERS), len(folded))
    before, rest = folded[:start], folded[start:]
    if rest[:1].isdigit():
        return f"{before}{rest[0]}0%{rest[2:]}" if rest[1:2] == "成" else folded
    if rest.startswith("百分之"):
        number, rest = leading_numeral(rest.removeprefix("百分之"))
        return f"{before}{number}%{rest}" if number else folded
    return before + _counted(rest)


def _counted(spelt: str) -> str:
    """Return text with the numeral or the range that it begins with in digits, if it counts something."""
    number, rest = leading_numeral(spelt)
    if not number or (not rest and "." not in number):
        return spelt
    if rest[:1] == "成" and len(number) == 1:
        return f"{number}0%{rest[1:]}"
    if rest[:1] in tuple("到至"):
        high, after = leading_numeral(rest[1:])
        return f"{number}到{high}{after}" if high else spelt
    return number + rest


@cache
def _within() -> re.Pattern[str]:
    """What finds a figure within a text: compiled where one is looked for, as a query that is a figure needs none."""
    units = sorted({*COUNTING, *TYPED, *TYPED.values()}, key=lambda unit: (-len(unit), unit))
    return re.compile(
        rf"(?<![a-z\d.])(?:{_NUMBER})(?:\s*(?:至|到|~|-)\s*(?:{_NUMBER}))?\s*(?:余|多)?"
        rf"\s*(?:{_MAGNITUDE})?\s*(?:余|多)?\s*(?:{'|'.join(map(re.escape, units))})?"
    )


def cut_out(folded: str) -> tuple[str, str]:
    """Return the first figure in folded text and the text without it; two empty ones if there is none."""
    match = _within().search(folded)
    if match is None:
        return "", ""
    return match.group(), f"{folded[: match.start()]} {folded[match.end() :]}".strip()
