"""Time periods: ISO 8601 with the halves and quarters of SDMX, as days, and in words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from jimo_cli.errors import quoted
from jimo_cli.figures.numerals import ONES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self

FORMS = "2024, 2024-06, 2024-06-30, 2024-S1, 2024-Q2, 2023/2024, 2024-01-01/.. or P3Y/2024"

_POINT_OF = "([0-9]{{4}})(?:-(?:({month})(?:-({day}))?|S([12])|Q([1-4])))?"
# Any two digits, so that the error is about the month or the day.
_POINT = _POINT_OF.format(month="[0-9]{2}", day="[0-9]{2}")
_YEARS_TO = "P([1-9][0-9]?)Y/([0-9]{4})"
_STRICT_POINT = _POINT_OF.format(month="0[1-9]|1[0-2]", day="0[1-9]|[12][0-9]|3[01]")
PATTERN = rf"({_STRICT_POINT}(/({_STRICT_POINT}|\.\.))?|{_YEARS_TO})"
"""All forms, for programs that know regular expressions only, such as editors: every month has 31 days here."""

_MONTHS = 12
_IN_A_YEAR = {"S": 2, "Q": 4, "": _MONTHS}
_ORDINALS = ("", "first", "second", "third", "fourth")


class Period(tuple[date, date | None]):
    """The first and the last day; `end` is None where the period has not ended."""

    # A NamedTuple but for the import of `typing`, which costs a query with a year a tenth of its time.
    __slots__ = ()

    def __new__(cls, start: date, end: date | None) -> Self:
        """Return the period between two days."""
        return super().__new__(cls, (start, end))

    @property
    def start(self) -> date:
        """The first day."""
        return self[0]

    @property
    def end(self) -> date | None:
        """The last day, None where it has not ended."""
        return self[1]

    @property
    def until(self) -> date:
        """The last day that the period is sure to reach into: without an end, that of its first year.

        "So far this year" thus lies in the year, and not in its first half.
        """
        return self.end or date(self.start.year, 12, 31)

    @classmethod
    @cache  # a pack of a million facts has a few dozen periods
    def parse(cls, text: str) -> Period:
        """Return the days that a time period names.

        Raises ValueError where the text is none of `FORMS`, names no day of the calendar, or ends
        before it starts.
        """
        if text[:1] == "P" and (years := re.fullmatch(_YEARS_TO, text)):
            last = int(years[2])
            return cls(date(last - int(years[1]) + 1, 1, 1), date(last, 12, 31))
        first, slash, last_point = text.partition("/")
        start, end = _point(first)
        if not slash:
            return cls(start, end)
        if last_point == "..":
            return cls(start, None)
        last_start, end = _point(last_point)
        if last_start < start:
            raise ValueError(f"{quoted(text)} ends before it starts")
        return cls(start, end)


def _point(text: str) -> tuple[date, date]:
    """The first and last day of a year, half, quarter, month or day."""
    if len(text) == len("2024") and text.isascii() and text.isdigit() and text != "0000":
        return date(int(text), 1, 1), date(int(text), _MONTHS, 31)  # without a pattern, which takes a while to compile
    match = re.fullmatch(_POINT, text)
    if match is None:
        raise ValueError(f"{quoted(text)} is not a time period")
    year, month, day, half, quarter = (int(part) if part else 0 for part in match.groups())
    months = 6 if half else 3 if quarter else _MONTHS
    last = months * (half or quarter or 1)
    try:
        if match[3]:
            return date(year, month, day), date(year, month, day)
        if match[2]:
            return date(year, month, 1), _last_day(year, month)
        return date(year, last - months + 1, 1), _last_day(year, last)
    except ValueError:  # each version of Python has its own words for it
        part = "day" if year and 1 <= month <= _MONTHS else "month" if year else "year"
        raise ValueError(f"{quoted(text)} is not a time period (there is no such {part})") from None


def _last_day(year: int, month: int) -> date:
    if month == _MONTHS:  # the year 9999 has no first day after it
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


def earlier(text: str, *, years: int = 0, parts: int = 0) -> str | None:
    """Return a period so many years and parts earlier: one part before 2024-Q2 is 2024-Q1.

    Parts are halves, quarters or months, of a year itself the years. None for any other period, and before the year 1.
    """
    match = re.fullmatch(_POINT, text)
    if match is None or match[3]:
        return None
    year, dash, part = text.partition("-")
    kind = part.rstrip("0123456789")
    in_a_year = _IN_A_YEAR[kind] if dash else 1
    number = int(part.removeprefix(kind) or 1)
    year_then, number_then = divmod((int(year) - years) * in_a_year + number - 1 - parts, in_a_year)
    if year_then < 1:
        return None
    width = len(part) - len(kind)
    return f"{year_then:04}" + (f"-{kind}{number_then + 1:0{width}}" if dash else "")


def in_words(text: str, lang: str) -> str:
    """Return the time period as a reader of Chinese ("zh") or English ("en") says it."""
    zh = lang == "zh"
    if years := re.fullmatch(_YEARS_TO, text):
        return f"至{years[2]}年的{years[1]}年" if zh else f"{years[1]} years to {years[2]}"
    first, slash, last = text.partition("/")
    if not slash:
        return _point_in_words(first, zh=zh)
    if last == "..":
        return f"{_point_in_words(first, zh=zh)}以来" if zh else f"since {_point_in_words(first, zh=zh)}"
    return f"{_point_in_words(first, zh=zh)}–{_point_in_words(last, zh=zh)}"


def _point_in_words(text: str, *, zh: bool) -> str:
    match = re.fullmatch(_POINT, text)
    if match is None:
        return text
    year, month, day, half, quarter = match.groups()
    if half:
        return f"{year}年{'上下'[int(half) - 1]}半年" if zh else f"{_ORDINALS[int(half)]} half of {year}"
    if quarter:
        return f"{year}年第{ONES[int(quarter) - 1]}季度" if zh else f"{_ORDINALS[int(quarter)]} quarter of {year}"
    if zh:
        return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
    return text
