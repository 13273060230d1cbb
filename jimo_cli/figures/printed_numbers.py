"""Numbers as sources print them: in digits, in Chinese numerals, and in English words."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from jimo_cli.figures.numerals import (
    DIGIT_VALUES,
    EN_ONES,
    EN_TENS,
    EN_VALUES,
    MAGNITUDES,
    NUMERALS,
    ONES,
    UNITS_LIKE_MAGNITUDES,
    below_myriad,
    in_digits,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

IN_NUMBERS = f"{NUMERALS}廿几半"
"""Characters with which a number goes on, of those too that are not read."""

_DIGIT = f"[{ONES}两]"
# 百 and 千 belong to the unit where it begins with them: 百万千瓦, 五十百帕.
_STEP = f"(?!{'|'.join(UNITS_LIKE_MAGNITUDES)})"
_TENS = f"{_DIGIT}?十{_DIGIT}?"
_HUNDREDS = f"{_DIGIT}?{_STEP}百(?:[零〇]{_DIGIT}|[零〇]?{_TENS})?"
_THOUSANDS = f"{_DIGIT}?{_STEP}千(?:[零〇]{_DIGIT}|[零〇]?{_HUNDREDS}|[零〇]?{_TENS})?"
# 三百五 is 350 where it is spoken, 三四 is three or four: neither is a numeral here.
_BELOW_MYRIAD = re.compile(f"(?:{_THOUSANDS}|{_HUNDREDS}|{_TENS}|{_DIGIT}|[零〇])(?!{_STEP}[零〇{ONES}两十百千廿几])")
_PART = f"({_THOUSANDS}|{_HUNDREDS}|{_TENS}|{_DIGIT})"
_MYRIADS = re.compile(f"(?:{_PART}亿[零〇]?)?(?:{_PART}万[零〇]?)?{_PART}?(?!{_STEP}[{IN_NUMBERS}])")
_OF_HUNDRED_MILLIONS = re.compile(f"()(?:{_PART}万[零〇]?){_PART}(?=亿)")
_POINT = re.compile(f"点([零〇{ONES}]+)")
_TENTHS = re.compile(f"成({_DIGIT}|半)?(?![{IN_NUMBERS}])")
_PARTS = re.compile("(百|千|万)分之 ?")
_OF_PARTS = {"百": "%", "千": "‰", "万": "‱"}
_ARABIC = re.compile(r"([0-9]++(?:,[0-9]{3})*(?:\.[0-9]++)?)(?![0-9.,:×]|e[0-9])", re.IGNORECASE)
_TERM = re.compile(
    rf"([0-9]++(?:\.[0-9]++)?)(?: ?({_STEP}(?:千万|百万|十万|千亿|百亿|十亿|万亿|亿|万|千|百)))?( ?零)?(?= ?(.?))"
)
_MOST_TERMS = 5  # 1万亿2千亿3亿4万5
_HUNDRED_MILLION = 8
_SPOKEN = 3
"""With so many digits fewer than there is room for, a last number without magnitude is not decided: 3万2, 3亿5000."""

_ENGLISH = re.compile(
    f"({'|'.join(EN_TENS)})-({'|'.join(EN_ONES)})(?![-a-z])|({'|'.join(EN_VALUES)})(?![-a-z])", re.IGNORECASE
)


def number_at(plain: str, pos: int) -> tuple[Decimal, str, int] | None:
    """Return the number at a position, the unit that it brings (百分之五), and where it stops; None for no number."""
    parts = _PARTS.match(plain, pos)
    pos = parts.end() if parts else pos
    found = _mixed_at(plain, pos) or _digits_at(plain, pos) or _numeral_at(plain, pos) or _english_at(plain, pos)
    if found is None or parts:
        return found and parts and (found[0], _OF_PARTS[parts[1]], found[1])
    number, pos = found
    tenths = _TENTHS.match(plain, pos)
    if not tenths or not tenths[1]:
        return number, "", pos
    if len(str(number)) > 1:
        return None
    more = 5 if tenths[1] == "半" else DIGIT_VALUES[tenths[1]]
    return Decimal(f"{number}.{more}"), "成", tenths.end()


def _digits_at(plain: str, pos: int) -> tuple[Decimal, int] | None:
    match = _ARABIC.match(plain, pos)
    return match and (Decimal(match[1].replace(",", "")), match.end())


def _mixed_at(plain: str, pos: int) -> tuple[Decimal, int] | None:
    """Digits with magnitudes between them, in multiples of the last one, which is left: 10亿3000 of 10亿3000万."""
    terms = []
    for _ in range(_MOST_TERMS):
        term = _TERM.match(plain, pos)
        if term is None:
            return None
        terms.append(term)
        if not term[2] or not term[4].isdigit():
            break
        pos = term.end() + plain.startswith(" ", term.end())
    last = terms[-1]
    powers = [MAGNITUDES.get(term[2] or "", 0) for term in terms]
    if len(terms) > 1 and powers[0] < _HUNDRED_MILLION <= powers[-1]:  # 1万5千亿 is 15000 times 亿
        powers[-1] -= _HUNDRED_MILLION
    if len(terms) == 1 or last[3] or not _descend(terms, powers):
        return None
    total = sum(Decimal(term[1]).scaleb(power - powers[-1]) for term, power in zip(terms, powers, strict=True))
    return Decimal(total), last.end(1)


def _descend(terms: Sequence[re.Match[str]], powers: Sequence[int]) -> bool:
    """Whether each term is a whole one below the last digit of the one before; 3万2 is 32000 where it is spoken."""
    for (term, power), (after, below) in pairwise(zip(terms, powers, strict=True)):
        if "." in term[1] or Decimal(after[1]).scaleb(below) >= Decimal(1).scaleb(power):
            return False
        is_padded = term[3] or after[1][0] == "0" or len(after[1]) > power - _SPOKEN
        if not below and not is_padded:
            return False
    return True


def _english_at(plain: str, pos: int) -> tuple[Decimal, int] | None:
    match = _ENGLISH.match(plain, pos)
    return match and (Decimal(sum(EN_VALUES[word.lower()] for word in match.groups() if word)), match.end())


def _numeral_at(plain: str, pos: int) -> tuple[Decimal, int] | None:
    """Chinese numerals, of which 万 and 亿 are a part only where more of the number is behind them: 三万二千."""
    long, short = _OF_HUNDRED_MILLIONS.match(plain, pos) or _MYRIADS.match(plain, pos), _BELOW_MYRIAD.match(plain, pos)
    if long and long.lastindex and any(long.groups()[: long.lastindex - 1]):
        # 三万二 is 32000 where it is spoken.
        spoken = long[3] and plain[long.start(3) - 1] not in "零〇" and (not long[2] or long[3] in DIGIT_VALUES)
        total = sum(below_myriad(part or "") * 10**power for part, power in zip(long.groups(), (8, 4, 0), strict=True))
        return None if spoken else (Decimal(total), long.end())
    if short is None:
        return None
    if short[0] in DIGIT_VALUES and plain.startswith(UNITS_LIKE_MAGNITUDES, short.end()):
        return None  # 三千瓦 is 3000 瓦, or 3 千瓦
    point = _POINT.match(plain, short.end())
    number = Decimal(f"{below_myriad(short[0])}.{in_digits(point[1]) if point else ''}")
    return number, point.end() if point else short.end()
