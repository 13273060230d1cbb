"""The period that a query names."""

from __future__ import annotations

from functools import cache

from jimo_cli.search.words import COUNTERS
from jimo_cli.text.concepts import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Spans = list[tuple[int, int]]
    """Where in a text something is written."""

OF_ANY_YEAR = "Y"
"""In place of the year in a period that names none: Y-S1."""

_DIGITS = dict(zip("0零一二三四五六七八九", "00123456789", strict=True))  # a folded 〇 is a 0
_NUMERALS = ("", *listed("一|二|三|四|五|六|七|八|九|十|十一|十二"))
_ORDINALS = ("", *listed("first|second|third|fourth"))
_ENGLISH_MONTHS = listed("january|february|march|april|may|june|july|august|september|october|november|december")
_YEAR_WORDS = ("年度", "年的", "年")
_FISCAL = ("fy", "cy")
# 21年 is a year where it begins a question; 21年来 and 60年代 are none, and before 2000 nobody writes so.
_SHORT_YEAR = 3
_NO_YEAR = ("代", "来", "间", "内", "以", "后", "前", "期", "多", "余")
# May is a verb as well, and S1 a line of the metro.
_ONLY_WITH_YEAR = {*_ENGLISH_MONTHS, "s1", "s2", "annual", "whole year", "full year"}
# One of these is in every word for a part of a year that needs no year beside it.
_SIGNS = ("月", "季", "半年", "全年", "q", "half", "h1", "h2", "months")
_BEFORE_A_PART = ("前", "近", "过去")


@cache
def _parts() -> Mapping[str, str]:
    """Words for a part of a year and what follows the year in its time period, the longest first.

    A stretch from its beginning has the year twice: 01/Y-09.
    """
    parts = {"上半年": "S1", "下半年": "S2", "first half": "S1", "second half": "S2"}
    parts |= {f"{half}{at}": f"S{at}" for half in "hs" for at in (1, 2)}
    for at in range(1, 5):
        parts |= {f"{before}{number}季度": f"Q{at}" for number in (at, _NUMERALS[at]) for before in ("第", "")}
        parts |= {f"q{at}": f"Q{at}", f"{_ORDINALS[at]} quarter": f"Q{at}"}
    for at, month in enumerate(_ENGLISH_MONTHS, 1):
        parts |= {word: f"{at:02}" for number in (at, f"{at:02}", _NUMERALS[at]) for word in _as_month(str(number))}
        parts[month] = f"{at:02}"
    for at in range(2, 13):
        until = f"01/{OF_ANY_YEAR}-{at:02}"
        numbers = (str(at), _NUMERALS[at])
        parts |= {f"{one}{to}{number}月": until for number in numbers for one in ("1", "一", "1月") for to in "-至到~"}
        parts |= {f"前{number}{month}": until for number in numbers for month in ("个月", "月")}
        parts[f"first {at} months"] = until
    parts |= dict.fromkeys(("全年", "annual", "whole year", "full year"), f"01/{OF_ANY_YEAR}-12")
    parts |= {f"{words}季度": f"01/{OF_ANY_YEAR}-09" for words in ("前三", "前3", "前三个")}
    return dict(sorted(parts.items(), key=lambda part: -len(part[0])))


def _as_month(number: str) -> Iterator[str]:
    yield f"{number}月份"
    yield f"{number}月"


def period(core: str, pieces: Sequence[str]) -> tuple[str | None, Spans]:
    """Return the time that a text of those runs names, and where."""
    at = 0
    for run in pieces:
        at = core.index(run, at)
        end = at + len(run)
        if len(run) == 4 and run[:2] in ("19", "20") and len(core) > 5 and _is_year(core, end):  # noqa: PLR2004
            return _of_year(run, core, at, end)
        at = end
    return _of_short_year(core) or _of_spelt_year(core) or _without_year(core)


def _is_year(core: str, end: int) -> bool:
    """Tell whether a number of four digits that ends there is a year, and counts nothing."""
    rest = core[end:].lstrip()
    return not rest.startswith((*COUNTERS[:-6], "亿", "万", "%", "余", "多", "元"))


def _of_short_year(core: str) -> tuple[str, Spans] | None:
    """A year of two digits at the begin, in this century: 21年."""
    is_one = len(core) > _SHORT_YEAR and core[:2].isdecimal() and core[2] == "年" and core[0] < "5"
    counts = core.startswith(_NO_YEAR, _SHORT_YEAR) and not core.startswith(tuple(_parts()), _SHORT_YEAR)
    if not is_one or counts:
        return None
    return _of_year(f"20{core[:2]}", core, 0, 2)


def _of_spelt_year(core: str) -> tuple[str, Spans] | None:
    """A year of four numerals: 二〇二二年."""
    at = core.find("年")
    spelt = core[at - 4 : at] if at >= 4 else ""  # noqa: PLR2004
    if not spelt or not all(char in _DIGITS for char in spelt):
        return None
    year = "".join(_DIGITS[char] for char in spelt)
    return _of_year(year, core, at - 4, at) if year[:2] in {"19", "20"} else None


def _of_year(year: str, core: str, start: int, end: int) -> tuple[str, Spans]:
    """Return the part that is named with a year, else the year."""
    month = core[end + 1 : end + 3]
    if core[end : end + 1] == "-" and month in set(_parts().values()) and not core[end + 3 : end + 4].isdigit():
        return f"{year}-{month}", [(start, end + 3)]
    end = next((end + len(word) for word in _YEAR_WORDS if core.startswith(word, end)), end)
    start -= next((len(word) for word in _FISCAL if core[:start].endswith(word)), 0)
    rest = core[end:].lstrip(" -/")
    at = len(core) - len(rest)
    for word, part in _parts().items():
        if rest.startswith(word) and _stands_alone(word, "", rest[len(word) :]):
            return _with_year(part, year), [(start, at + len(word))]
    before = core[:start].rstrip(" ,")
    before = before.removesuffix(" of").removesuffix(" in").rstrip()
    for word, part in _parts().items():
        if before.endswith(word) and _stands_alone(word, before[: -len(word)], ""):
            return _with_year(part, year), [(len(before) - len(word), end)]
    return year, [(start, end)]


def _with_year(part: str, year: str) -> str:
    return f"{year}-{part.replace(OF_ANY_YEAR, year)}"


def _stands_alone(word: str, before: str, after: str) -> bool:
    """Tell whether a word for a part of a year is no piece of another word or number."""
    if word[0] <= "z" and word[0].isalpha():
        return not (_is_letter(before[-1:]) or _is_letter(after[:1]))
    return not (before[-1:].isdecimal() and word[0].isdecimal()) and not after.startswith(("日", "度"))


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _without_year(core: str) -> tuple[str | None, Spans]:
    """Return the part of a year that a text names without the year."""
    if not any(sign in core for sign in _SIGNS):
        return None, []
    for word, part in _parts().items():
        at = core.find(word)
        end = at + len(word)
        if at < 0 or len(core) <= len(word) or word in _ONLY_WITH_YEAR or core[:at].endswith(_BEFORE_A_PART):
            continue
        if _stands_alone(word, core[:at], core[end:]):
            return f"{OF_ANY_YEAR}-{part}", [(at, end)]
    return None, []
