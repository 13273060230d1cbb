"""Time periods: ISO 8601 with the halves and quarters of SDMX, as days, and in words."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from jimo_cli.errors import quoted
from jimo_cli.figures.numerals import ONES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self

FORMS = "2024, 2024-06, 2024-06-30, 2024-S1, 2024-Q2, 2023/2024, 2024-01-01/.. or P3Y/2024"

_POINT = "([0-9]{4})(?:-(?:(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?|S([12])|Q([1-4])))?"
_YEARS_TO = "P([1-9][0-9]?)Y/([0-9]{4})"
PATTERN = rf"({_POINT}(/({_POINT}|\.\.))?|{_YEARS_TO})"
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
        if years := _years_to(text):
            count, last = map(int, years)
            return cls(date(last - count + 1, 1, 1), date(last, 12, 31))
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
    found = _parts(text)
    if found is None:
        raise ValueError(f"{quoted(text)} is not a time period")
    year, month, day, half, quarter = (int(part) if part else 0 for part in found)
    months = 6 if half else 3 if quarter else _MONTHS
    last = months * (half or quarter or 1)
    try:
        if found[2]:
            return date(year, month, day), date(year, month, day)
        if found[1]:
            return date(year, month, 1), _last_day(year, month)
        return date(year, last - months + 1, 1), _last_day(year, last)
    except ValueError:  # each version of Python has its own words for it
        part = "day" if year and 1 <= month <= _MONTHS else "month" if year else "year"
        raise ValueError(f"{quoted(text)} is not a time period (there is no such {part})") from None


def _parts(text: str) -> tuple[str, str, str, str, str] | None:
    """The year, month, day, half and quarter that a point in time names, each in digits or empty; None for no point.

    Any two digits are a month or a day, so that the error is about these. There is no pattern: importing what
    compiles one costs a look-up a fifth of its time.
    """
    year, dash, rest = text.partition("-")
    if not _is_number(year, 4) or (dash and not rest):
        return None
    kind, number = rest[:1], rest[1:]
    if kind in _IN_A_YEAR and kind:
        is_part = _is_number(number, 1) and 1 <= int(number) <= _IN_A_YEAR[kind]
        return (year, "", "", *((number, "") if kind == "S" else ("", number))) if is_part else None
    month, second, day = rest.partition("-")
    if not dash or (_is_number(month, 2) and (not second or _is_number(day, 2))):
        return year, month, day, "", ""
    return None


def _years_to(text: str) -> tuple[str, str] | None:
    """How many years up to which one a period names, P3Y/2024; None for any other."""
    count, _, last = text[1:].partition("Y/")
    is_count = _is_number(count, len(count)) and count[0] != "0" and len(count) <= 2  # noqa: PLR2004
    return (count, last) if text[:1] == "P" and is_count and _is_number(last, 4) else None


def _is_number(text: str, digits: int) -> bool:
    return len(text) == digits and text.isascii() and text.isdigit()


def _last_day(year: int, month: int) -> date:
    if month == _MONTHS:  # the year 9999 has no first day after it
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


def duration(start: date, end: date) -> str:
    """Return how long it is from one day to another, both included, as ISO 8601 writes it: P1Y, P6M, P10D."""
    behind = end + timedelta(1)
    months = _MONTHS * (behind.year - start.year) + behind.month - start.month
    if (start.day, behind.day) != (1, 1):
        return f"P{(behind - start).days}D"
    return f"P{months}M" if months % _MONTHS else f"P{months // _MONTHS}Y"


def earlier(text: str, *, years: int = 0, parts: int = 0) -> str | None:
    """Return a period so many years and parts earlier: one part before 2024-Q2 is 2024-Q1.

    Parts are halves, quarters or months, of a year itself the years. None for any other period, and before the year 1.
    """
    found = _parts(text)
    if found is None or found[2]:
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
    if years := _years_to(text):
        count, last = years
        return f"至{last}年的{count}年" if zh else f"{count} years to {last}"
    first, slash, last = text.partition("/")
    if not slash:
        return _point_in_words(first, zh=zh)
    if last == "..":
        return f"{_point_in_words(first, zh=zh)}以来" if zh else f"since {_point_in_words(first, zh=zh)}"
    return f"{_point_in_words(first, zh=zh)}–{_point_in_words(last, zh=zh)}"


def _point_in_words(text: str, *, zh: bool) -> str:
    found = _parts(text)
    if found is None:
        return text
    year, month, day, half, quarter = found
    if half:
        return f"{year}年{'上下'[int(half) - 1]}半年" if zh else f"{_ORDINALS[int(half)]} half of {year}"
    if quarter:
        return f"{year}年第{ONES[int(quarter) - 1]}季度" if zh else f"{_ORDINALS[int(quarter)]} quarter of {year}"
    if zh:
        return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
    return text
