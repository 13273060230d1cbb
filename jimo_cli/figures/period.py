"""Time periods: ISO 8601 with the halves and quarters of SDMX, as days, and in words."""

import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from jimo_cli.errors import quoted

FORMS = "2024, 2024-06, 2024-06-30, 2024-S1, 2024-Q2, 2023/2024, 2024-01-01/.. or P3Y/2024"

_STRICT = r"[0-9]{4}(-((0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?|S[12]|Q[1-4]))?"
PATTERN = rf"({_STRICT}(/({_STRICT}|\.\.))?|P[1-9][0-9]?Y/[0-9]{{4}})"
"""The forms for programs that know patterns only, such as editors: every month is taken to have 31 days."""

_POINT = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|S([12])|Q([1-4])))?", re.ASCII)
_YEARS_TO = re.compile(r"P([1-9]\d?)Y/(\d{4})", re.ASCII)
_ORDINAL_ZH = ("", "一", "二", "三", "四")
_ORDINAL_EN = ("", "first", "second", "third", "fourth")


class Period(NamedTuple):
    """The first and the last day; `end` is None where the period has not ended."""

    start: date
    end: date | None

    @property
    def until(self) -> date:
        """The last day that the period is sure to reach into: without an end, that of its first year.

        "So far this year" thus lies in the year, and not in its first half.
        """
        return self.end or date(self.start.year, 12, 31)


@cache  # a pack of a million facts has a few dozen periods
def parse(text: str) -> Period:
    """Return the days that a time period names.

    Raises ValueError where the text is none of `FORMS`, names no day of the calendar, or ends
    before it starts.
    """
    if years := _YEARS_TO.fullmatch(text):
        last = int(years[2])
        return Period(date(last - int(years[1]) + 1, 1, 1), date(last, 12, 31))
    first, slash, last_point = text.partition("/")
    start, end = _point(first)
    if not slash:
        return Period(start, end)
    if last_point == "..":
        return Period(start, None)
    last_start, end = _point(last_point)
    if last_start < start:
        message = f"{quoted(text)} ends before it starts"
        raise ValueError(message)
    return Period(start, end)


def _point(text: str) -> tuple[date, date]:
    """The first and last day of a year, half, quarter, month or day."""
    match = _POINT.fullmatch(text)
    if match is None:
        message = f"{quoted(text)} is not a time period"
        raise ValueError(message)
    year, month, day, half, quarter = (int(part) if part else 0 for part in match.groups())
    if day:
        return date(year, month, day), date(year, month, day)
    if half:
        return date(year, half * 6 - 5, 1), _last_day(year, half * 6)
    if quarter:
        return date(year, quarter * 3 - 2, 1), _last_day(year, quarter * 3)
    if match[2]:
        return date(year, month, 1), _last_day(year, month)
    return date(year, 1, 1), date(year, 12, 31)


def _last_day(year: int, month: int) -> date:
    if month == 12:  # noqa: PLR2004  # the year 9999 has no first day after it
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


def in_words(text: str, lang: str) -> str:
    """Return the time period as a reader of Chinese ("zh") or English ("en") says it."""
    zh = lang == "zh"
    if years := _YEARS_TO.fullmatch(text):
        return f"至{years[2]}年的{years[1]}年" if zh else f"{years[1]} years to {years[2]}"
    first, slash, last = text.partition("/")
    if not slash:
        return _point_in_words(first, zh=zh)
    if last == "..":
        return f"{_point_in_words(first, zh=zh)}以来" if zh else f"since {_point_in_words(first, zh=zh)}"
    return f"{_point_in_words(first, zh=zh)}–{_point_in_words(last, zh=zh)}"


def _point_in_words(text: str, *, zh: bool) -> str:
    match = _POINT.fullmatch(text)
    if match is None:
        return text
    year, month, day, half, quarter = match.groups()
    if half:
        return f"{year}年{'上下'[int(half) - 1]}半年" if zh else f"{_ORDINAL_EN[int(half)]} half of {year}"
    if quarter:
        return f"{year}年第{_ORDINAL_ZH[int(quarter)]}季度" if zh else f"{_ORDINAL_EN[int(quarter)]} quarter of {year}"
    if zh:
        return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
    return text
