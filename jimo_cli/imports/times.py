"""The period that a cell or a head of a table names, in the forms that tables have."""

from __future__ import annotations

import calendar
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import text
from jimo_cli.claims.periods import YEARLESS, periods_in
from jimo_cli.figures.period import Period
from jimo_cli.imports.cells import has_odd_digits, status_of, without_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class When(NamedTuple):
    """A period as ISO 8601, with the status that stands beside it; without one, `why` says why it cannot be told."""

    period: str
    status: str = ""
    why: str = ""


BEGUN = "may mean the month, quarter or year that begins then"
FISCAL = "may be a fiscal or school year, which does not begin in January"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民国": 1911}
_LAST_OF_ERA = {"平成": 31, "昭和": 64, "大正": 15, "明治": 45}
_ERA = re.compile(f"({'|'.join(_ERAS)})([0-9]{{1,3}}|元)年?(.*)")
_BEHIND = re.compile(r"\s*(?:\(([^()]*)\)|\[yr[0-9]{4}\]|(\*+)|(?<=[0-9年])([pefr]))$")
_PART = re.compile(r"([0-9]{4})[-./ ]?([qshm])-?([0-9]{1,2})")
_PART_FIRST = re.compile(r"([qsh])([1-4])[-/. ]+([0-9]{4})")
_DAY = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[t ]00:00(?::00)?z?)?")
_MONTH = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})")
_RUN = re.compile("((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])?")
_YEARS = re.compile("([0-9]{4}) ?[-/~] ?([0-9]{4})")
_FISCAL_WORDS = re.compile(r"\bfy ?'?[0-9]|[0-9]fy\b|fiscal|财年|财政年度|学年|会计年度|[0-9]{4}[-/][0-9]{2}学")
_WEEK = re.compile(r"[0-9]{4}-?w[0-9]{1,2}")
_SHORT_YEAR = re.compile(r"[a-z]{3,9}[-/ ']+[0-9]{2}")
_NAMES = {name.lower(): name.lower() for name in calendar.month_name[1:]}
_NAMES |= {name.lower()[:3]: name.lower() for name in calendar.month_name[1:]} | {"sept": "september"}
NAMES_OF_MONTHS = tuple(name.lower()[:3] for name in calendar.month_name[1:])
ENGLISH_MONTHS = "|".join(sorted(_NAMES, key=len, reverse=True))
_ENGLISH_MONTH = re.compile(rf"(?<![a-z])({ENGLISH_MONTHS})\.?(?![a-z])")
_YEAR_FIRST = re.compile("([0-9]{4}) ([a-z]+)")
_LONGEST = 40
_MONTHS = 12


_TO_NEXT = re.compile("[0-9]{2}([0-9]{2})[-/]([0-9]{2})")


def are_fiscal(shown: Iterable[str], fewest: int = 2) -> bool:
    """Tell whether some texts, as 2010-11 and 2011-12, may each be a year and the next one rather than a month."""
    found = {text.strip() for text in shown if text.strip()}
    pairs = [match.groups() for text in found if (match := _TO_NEXT.fullmatch(text))]
    return len(pairs) == len(found) >= fewest and all((int(first) + 1) % 100 == int(last) for first, last in pairs)


_OF_YEARS = re.compile(r"\byears?\b|年份|财年|\bann?o\b|\bjahr|\bannee")
_FISCAL_HEAD = re.compile(
    r"\b(?:fiscal|financial|school|academic|crop|marketing|water)[ _]?years?|\bfy(?![a-z])|财年|财政年度|会计年度|学年"
)


def says_fiscal(said: str) -> bool:
    """Tell whether a head or a title says that the years of its figures are no calendar years: Fiscal year, 财年."""
    return _FISCAL_HEAD.search(text.fold(said)) is not None


_PARTS_OF_YEAR = {"Q": re.compile("季|quarter|quartal|trim"), "S": re.compile("半年|half|halbjahr|semest")}
_MONTHLY = re.compile("月|month|monat|mes|mois")
_NUMBERED = re.compile(r"([0-9]{4}) ?[-./] ?([0-9]{1,2})")


def part_named(head: str) -> str:
    """Return of which parts of the year a head says that numbers below it are: Q, S or M; empty where it does not."""
    folded = text.fold(head)
    found = [kind for kind, words in _PARTS_OF_YEAR.items() if words.search(folded)]
    found += ["M"] if _MONTHLY.search(folded) and not re.search("semest|trim", folded) else []
    return found[0] if len(found) == 1 else ""


def below(head: str, shown: str) -> str:
    """Return a cell as it reads below its head: 2005 - 1 below Quarter is 2005Q1, and any other text as it is.

    2005-03 there may be a month, and reads as nothing.
    """
    numbered = _NUMBERED.fullmatch(shown.strip())
    kind = part_named(head) if numbered else ""
    if _TO_NEXT.fullmatch(shown.strip()) and are_fiscal([shown], 1) and _OF_YEARS.search(text.fold(head)) and not kind:
        return f"FY{shown.strip()}"  # 2010-11 below Year is no month
    if numbered is None or kind not in _PARTS_OF_YEAR:
        return shown
    return f"{numbered[1]}{kind}{numbered[2]}" if len(numbered[2]) == 1 else ""


@lru_cache(16384)
def when(shown: str, year: str = "") -> When | None:
    """Return the period that a text names and nothing beside it, None for any other text.

    `year` is the one of which it may name just a part: 一季度.
    """
    if not shown or len(shown) > _LONGEST:
        return None
    bare, _ = without_mark(shown.strip())
    if has_odd_digits(bare):
        return None
    plain = text.fold(unicodedata.normalize("NFKC", bare)).strip()
    if both := _of_two_calendars(plain):
        return both
    behind = _BEHIND.search(plain)
    if behind and behind.start():
        word = next((group for group in behind.groups() if group), "")
        status = "" if word.startswith("*") else status_of(word)
        found = None if status is None else _period(plain[: behind.start()], year)
        if found is not None:
            return found._replace(status=status or "")
    return _period(plain, year)


def _period(plain: str, year: str) -> When | None:
    for read in (_iso, _era, _numeric, _fiscal, _of_part):
        found = read(plain)
        if found is not None:
            return found
    return _in_words(plain, year)


def _iso(plain: str) -> When | None:
    """A period in a form that fact files have; of two years behind each other nobody knows when they begin."""
    if years := _YEARS.fullmatch(plain):
        first, last = map(int, years.groups())
        return None if last <= first else When("", why=FISCAL) if last == first + 1 else When(f"{first}/{last}")
    if _MONTH.fullmatch(plain) and "-" not in plain:
        return None
    try:
        Period.parse(plain.upper())
    except ValueError:
        return None
    return When(plain.upper())


def _era(plain: str) -> When | None:
    match = _ERA.fullmatch(plain.replace(" ", ""))
    if match is None:
        return None
    era, count, rest = match.groups()
    number = 1 if count == "元" else int(count)
    if number == 1 or number >= _LAST_OF_ERA.get(era, 1000):
        return When("", why="an era begins or ends in that year")
    if rest.startswith("度") and era != "民国":
        return When("", why=FISCAL)
    return _period(f"{_ERAS[era] + number}年{rest}", "")


def _of_two_calendars(plain: str) -> When | None:
    """A year by an era with the same by the common calendar beside it: 昭和25年(1950), 2019(平成31/令和元)年."""
    parts = [part for part in re.split(r"[()/\s]+", plain) if part]
    eras = [match for part in parts if (match := _ERA.fullmatch(part))]
    if not eras or len(eras) == len(parts):
        return None
    rest = "".join(part for part in parts if not _ERA.fullmatch(part))
    found = _period(rest, "") if re.match("[0-9]{4}", rest) else None
    if found is None:
        return None
    if "年度" in plain and "民国" not in plain:
        return When("", why=FISCAL)
    years = {str(_ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))) for era in eras}
    parts_of_year = {era[3] for era in eras} - {""}
    differs = any(not rest.endswith(part) for part in parts_of_year)
    return When("", why="two years that differ") if years != {found.period[:4]} or differs else found


def _numeric(plain: str) -> When | None:
    """Months and days in digits: 2023/5, 2023.05, 202305, 2023/5/31."""
    if day := _DAY.fullmatch(plain):
        return _checked(f"{day[1]}-{int(day[3]):02}-{int(day[4]):02}")
    if run := _RUN.fullmatch(plain):
        return _checked("-".join(filter(None, run.groups())))
    month = _MONTH.fullmatch(plain)
    if month is None:
        return None
    first, mark, number = month.groups()
    is_next_year = len(number) > 1 and int(number) == (int(first) + 1) % 100
    if is_next_year and (mark == "/" or int(number) > _MONTHS):
        return When("", why=FISCAL)
    if mark == "." and number == "1":
        return When("", why="January, or October without its 0")
    return _checked(f"{first}-{int(number):02}")


def _checked(period: str) -> When | None:
    try:
        Period.parse(period)
    except ValueError:
        return None
    return When(period)


def _fiscal(plain: str) -> When | None:
    if _FISCAL_WORDS.search(plain):
        return When("", why=FISCAL)
    if _WEEK.fullmatch(plain):
        return When("", why="a week, which no period can say")
    short = _SHORT_YEAR.fullmatch(plain)
    return When("", why="a year of two digits") if short and _ENGLISH_MONTH.match(plain) else None


def _of_part(plain: str) -> When | None:
    """Parts of a year by a letter: 2023Q1, 2023M05, 2023H1, Q1 2023."""
    if first := _PART_FIRST.fullmatch(plain):
        letter, number, year = first.groups()
    elif part := _PART.fullmatch(plain):
        year, letter, number = part.groups()
    else:
        return None
    if letter == "m":
        return _checked(f"{year}-{int(number):02}")
    return _checked(f"{year}-{'Q' if letter == 'q' else 'S'}{int(number)}")


def _in_words(plain: str, year: str) -> When | None:
    """A period in Chinese or English words that are all of a text."""
    if plain.isascii():
        return _in_english(plain)
    joined = plain.replace(" ", "").removeprefix("截至").removeprefix("截止")
    found = periods_in(joined, None, bare=int(year) if year else None)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(joined)) or not found[0].period:
        return None
    if YEARLESS in found[0].period:
        return When("", why="of which year is not said")
    return When(found[0].period)


def _in_english(plain: str) -> When | None:
    if not re.search("[a-z]", plain):
        return None
    named = _ENGLISH_MONTH.sub(lambda match: _NAMES[match[1]], plain)
    named = re.sub(r"(?<=[a-z])[-/.,' ]+(?=[0-9])|(?<=[0-9])[-/.,' ]+(?=[a-z])", " ", named)
    if swapped := _YEAR_FIRST.fullmatch(named):
        named = f"{swapped[2]} {swapped[1]}"
    found = periods_in(named, None, chinese=False)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(named)) or not found[0].is_dated:
        return None
    return When(found[0].period) if re.search("[a-z]", named) else None


def begun(shown: Sequence[str]) -> str:
    """Return what days that all begin a month are taken for, by the steps between them; empty for other days.

    That is month, quarter or year, as of 2020-01-01, 2020-04-01 …, or `none` where the steps do not tell.
    """
    if not shown or not all(re.fullmatch("[0-9]{4}-[0-9]{2}-01", day) for day in shown):
        return ""
    months = sorted({int(day[:4]) * 12 + int(day[5:7]) - 1 for day in shown})
    steps = [after - before for before, after in pairwise(months)]
    step = gcd(*steps)
    kind = {12: "year", 3: "quarter", 1: "month"}.get(step, "")
    is_sure = len(steps) > 1 and min(steps) == step and months[0] % step == 0
    return kind if kind and is_sure else "none"


def within(day: str, kind: str) -> str:
    """Return the month, quarter or year that a day begins; empty for another kind."""
    of = {"year": day[:4], "quarter": f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}", "month": day[:7]}
    return of.get(kind, "")
