"""The words for times: years, parts of a year, this and last year, ranges, the latest."""

from __future__ import annotations

from functools import cache

from jimo_cli import text
from jimo_cli.search.times import (
    AGO,
    EVERY,
    LAST,
    LATEST,
    LINK,
    OF_ANY_YEAR,
    PART,
    POINT,
    RANGE,
    SINCE,
    TO,
    UNREADABLE,
    YEAR,
    Time,
)
from jimo_cli.search.words import COUNTERS
from jimo_cli.text.concepts import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DIGITS = dict(zip("0零一二三四五六七八九", "00123456789", strict=True))  # a folded 〇 is a 0
_ONES = ("", *"一二三四五六七八九")
_NUMERALS = {
    f"{tens}{one}": 10 * at + number
    for at, tens in enumerate(("", "十", "二十", "三十"))
    for number, one in enumerate(_ONES)
    if tens or one
} | {"两": 2}
_LONGEST_NUMERAL = 3
_NUMBERS = {word: at for at, word in enumerate(listed("one|two|three|four|five|six|seven|eight|nine|ten"), 1)}
_NUMBERS |= {"twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30}

# ---- years

_YEAR_WORDS = ("年度", "年的", "年")
_DECADE = ("年代", "s")
_FISCAL = ("fy", "cy")
_CENTURIES = ("19", "20")
# 21年 is a year where it begins a question; 21年来 and 60年代 are none, and before 2000 nobody writes so.
_SHORT_YEAR = 3
_NO_YEAR = ("代", "来", "间", "内", "以", "后", "前", "期", "多", "余")
_IN_A_NUMBER = (".", "$", "¥")

# ---- parts of a year

_MONTHS, _QUARTERS = 12, 4
_MOST_MONTHS = 100  # 13月 is no month; 2000月 is something else
_ENGLISH_MONTHS = listed("january|february|march|april|may|june|july|august|september|october|november|december")
_WHOLE_YEAR = f"01/{OF_ANY_YEAR}-12"
# May is a verb as well, S1 a line of the metro, Q5 a car.
_ONLY_WITH_YEAR = {*_ENGLISH_MONTHS, "s1", "s2", *(f"q{at}" for at in range(5, 10))}
# They mean the year that stands somewhere else in the query, and may be part of a name: annual GDP 2024.
_OF_WHOLE_YEAR = listed("annual|whole year|full year|full-year")
_BEFORE_A_PART = ("前", "近", "过去")
_UNTIL = "-至到~"
_NO_MONTH = ("龄",)

# ---- relative to today, and ranges

_BACK = {
    "Y0": listed("今年以来|今年度|今年|本年度|本年|this year so far|so far this year|this year|current year"),
    "Y1": listed("去年度|去年|上年度|上年|上一年度|上一年|上个年度|last year|previous year|prior year"),
    "Y2": listed("前年|the year before last|year before last"),
    "Y3": ("大前年",),
    "Y-1": listed("明年|next year"),
    "M0": listed("本月|这个月|this month|current month"),
    "M1": listed("上个月|上一月|上月|last month|previous month"),
    "Q0": listed("本季度|这个季度|这季度|this quarter|current quarter"),
    "Q1": listed("上个季度|上一季度|上季度|last quarter|previous quarter"),
}
_SAME_PERIOD = listed("去年同期|上年同期|同期|same period last year|same period of last year|same period")
"""The same part of another year, whichever that is."""

# Other words end or begin with the same characters: 以上年龄, 资本年金, 三年前年均, 过去年份, 昆明年末人口, 学历年限.
_NOT_BEHIND = {
    "上": "以网线岸船晚早身之",
    "本": "日基资成版文样根原剧",
    "前": f"以之目年{''.join(_NUMERALS)}",
    "去": "过失",
    "明": "说透文聪证发清光表声昆三",
    "近": "附临接靠邻将远",
    "历": "经学简阅农",
}
_NOT_BEFORE = ("轻", "龄", "代", "级", "鉴")
_COMPARING = listed("""
    比|较|高于|低于|超过|多于|少于|好于|than|over|vs|versus|against|on|compared with|compared to|relative to
""")
_NOT_COMPARING = ("占比", "之比", "配比")
_COMPARED_LATER = ("与", "和", "跟", "同", "及")
_COMPARED = ("相比", "比较", "持平")

_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_YEARS_OF_A_PLAN = 5
_EVERY = listed("""
    历年来|历年|各年度|各年|逐年|over the years|through the years|over time|all years|by year|year by year
    each year|every year
""")
_LATEST = listed("最新一期|最近一期|最新的|最新|最近|most recent|latest|newest")
_NOW = listed("currently|at present|right now|nowadays")
"""They ask for nothing that is not asked without them."""

_PAST = ("最近的", "最近", "近", "过去的", "过去", "这")
_PAST_LATIN = listed("last|past|recent|previous|latest|preceding")
_PAST_LEAD = ("over the ", "during the ", "in the ", "for the ", "the ", "")
_A_FEW = 5
"""How many years 近几年 is read as."""
_FEW = ("几", "数", "些")
_FEW_LATIN = ("few", "several")
_PAST_UNITS = {"年": "Y", "个季度": "Q", "个月": "M"}
_PAST_UNITS_LATIN = {"year": "Y", "quarter": "Q", "month": "M"}
_PAST_END = ("以来", "来", "间", "内", "期间")
_SPAN_END = ("来", "间")

_RANGE_ENDS = {"到", "至", "-", "--", "~", "/", "to", "through", "until", "till"}
_LINKS = {*"和与及、,&跟或;", "以及", "还有", "and", "or", "vs", "versus"}
_SINCE = ("以来", "至今", "到现在", "到目前", "onwards", "onward", "to date", "to present", "to the present", "to now")
_SINCE_LAST = ("起", "开始")
"""They end what they follow: 起重机 begins a name."""
_OPEN = ("以前", "之前", "以后", "之后")
_OPEN_BEFORE = ("before", "after", "prior to")
_LEADS = ("between", "from", "从", "自", "截至", "截止到", "截止", "as of", "as at")
_BEHIND_RANGE = ("期间", "时期", "之间", "年间", "间")

_TIMES = frozenset((YEAR, PART, POINT, AGO))


@cache
def _words() -> Mapping[str, Sequence[tuple[str, str, str]]]:
    """Words with a kind and a value, by their first character, the longest first."""
    every: list[tuple[str, str, str]] = []
    for value, words in _BACK.items():
        every += [(word, AGO, value) for word in words]
    every += [(word, UNREADABLE, "") for word in _SAME_PERIOD]
    every += [(word, EVERY, "") for word in _EVERY]
    every += [(word, LATEST, "") for word in _LATEST]
    every += [(word, LINK, "") for word in _NOW]
    for plan, first in _PLANS.items():
        every += [(plan + suffix, RANGE, f"{first}/{first + 4}") for suffix in ("期间", "时期", "")]
        every.append((f"{plan}末", YEAR, str(first + _YEARS_OF_A_PLAN - 1)))
    every += [(word, PART, value) for word, value in _named_parts().items()]
    every += [(f"q{at}", UNREADABLE, "") for at in range(5, 10)]
    found: dict[str, list[tuple[str, str, str]]] = {}
    for entry in sorted(every, key=lambda entry: -len(entry[0])):
        found.setdefault(entry[0][0], []).append(entry)
    return found


def _named_parts() -> dict[str, str]:
    """Words for a part of a year without a number of their own, and what follows the year in its time period."""
    parts = {"上半年": "S1", "下半年": "S2", "first half": "S1", "second half": "S2", "全年": _WHOLE_YEAR}
    parts |= {f"{half}{at}": f"S{at}" for half in "hs" for at in (1, 2)}
    for at, ordinal in enumerate(("first", "second", "third", "fourth"), 1):
        parts |= dict.fromkeys((f"q{at}", f"{ordinal} quarter"), f"Q{at}")
    parts |= {month: f"{at:02}" for at, month in enumerate(_ENGLISH_MONTHS, 1)}
    for word, number in {**_NUMBERS, **{str(at): at for at in range(2, 13)}}.items():
        if 1 < number <= _MONTHS:
            parts[f"first {word} months"] = _until(number)
        if 1 < number <= _QUARTERS:
            parts[f"first {word} quarters"] = _until(3 * number)
    return parts | dict.fromkeys(_OF_WHOLE_YEAR, _WHOLE_YEAR)


def _until(month: int, first: int = 1) -> str:
    return f"{first:02}/{OF_ANY_YEAR}-{month:02}"


def read(core: str) -> list[Time]:
    """Return the times that a folded text names, in their order, with the words that join them.

    None where the text is nothing but a time.
    """
    found: list[Time] = []
    at = 0
    while at < len(core):
        if time := _at(core, at):
            found.append(time)
            at = time.end
        else:
            at = _past_run(core, at)
    found = _joined(core, [time for time in found if _counts(core, time, found)])
    rest = core
    for time in found:
        if time.is_marked:
            rest = rest[: time.start] + " " * (time.end - time.start) + rest[time.end :]
    return found if text.key(rest) else []


def _past_run(core: str, at: int) -> int:
    """Return the place behind a number or a Latin word, neither of which has a time within; else the next one."""
    same = str.isdecimal if core[at].isdecimal() else _is_latin if _is_latin(core[at]) else None
    end = at + 1
    while same and end < len(core) and same(core[end]):
        end += 1
    return end


def _is_latin(char: str) -> bool:
    return "a" <= char <= "z"


def _at(core: str, at: int) -> Time | None:
    return _year(core, at) or _spelt_year(core, at) or _last(core, at) or _numbered_part(core, at) or _word(core, at)


def _number(core: str, at: int) -> tuple[int, int]:
    """Return the number, in digits or numerals, that stands at a place, and where it ends; -1 where none does."""
    end = at
    while core[end : end + 1].isdecimal() and core[end].isascii():
        end += 1
    if end > at:
        return (int(core[at:end]), end) if end - at <= _LONGEST_NUMERAL else (-1, at)
    for size in range(_LONGEST_NUMERAL, 0, -1):
        if core[at : at + size] in _NUMERALS:
            return _NUMERALS[core[at : at + size]], at + size
    return -1, at


# ---- years


def _year(core: str, at: int) -> Time | None:
    """A year in digits, with the month or day that ISO 8601 has behind it."""
    start = next((at + len(word) for word in _FISCAL if core.startswith(word, at)), at)
    end = start
    while core[end : end + 1].isdecimal():
        end += 1
    digits = core[start:end]
    is_in_number = core[:start].endswith(_IN_A_NUMBER) or _has_fraction(core, end)
    if not digits.isascii() or not digits or is_in_number:
        return None
    if not digits.strip("0") and (core.startswith("年", end) or core[:start].endswith("year ")):
        return Time(at, _past(core, end, _YEAR_WORDS), UNREADABLE)
    if _is_short_year(core, at, digits):
        return Time(at, _past(core, end, _YEAR_WORDS), YEAR, f"20{digits}")
    if len(digits) != 4 or not digits.startswith(_CENTURIES) or len(core) <= 5 or not _is_year(core, end):  # noqa: PLR2004
        return None
    if core.startswith(_DECADE, end) and not _is_letter(core[end + 1 : end + 2]):
        return Time(at, _past(core, end, _DECADE), UNREADABLE)
    return _iso(core, at, digits, end) or Time(at, _past(core, end, _YEAR_WORDS), YEAR, digits)


def _has_fraction(core: str, end: int) -> bool:
    """Tell whether a number goes on behind its point, and not with a month: 2019.5, but 2019.5月."""
    return core[end : end + 1] == "." and core[end + 1 : end + 2].isdecimal() and not _numbered_part(core, end + 1)


def _past(core: str, at: int, words: Sequence[str]) -> int:
    return next((at + len(word) for word in words if core.startswith(word, at)), at)


def _is_year(core: str, end: int) -> bool:
    """Tell whether a number of four digits that ends there is a year, and counts nothing."""
    rest = core[end:].lstrip()
    return not rest.startswith((*COUNTERS[:-6], "亿", "万", "%", "余", "多", "元"))


def _is_short_year(core: str, at: int, digits: str) -> bool:
    """Tell whether a year of two digits, in this century, begins a text or is joined to one that does: 21年到23年."""
    end = at + len(digits)
    if len(digits) != 2 or not core.startswith("年", end) or len(core) <= _SHORT_YEAR or digits[0] >= "5":  # noqa: PLR2004
        return False
    if at:
        begun = core[:2].isdecimal() and core.startswith("年", 2)
        return begun and core[_SHORT_YEAR:at].strip() in _RANGE_ENDS | _LINKS and _is_short_year(core, 0, core[:2])
    part = _numbered_part(core, _SHORT_YEAR)
    return not core.startswith(_NO_YEAR, _SHORT_YEAR) or (part is not None and part.kind == PART)


def _iso(core: str, start: int, year: str, end: int) -> Time | None:
    """A year with the number of a month, and a day: 2024-03. What is written likewise is none: 2019-20, 2024/3."""
    written = year
    while core[end : end + 1] in ("-", "/") and core[end + 1 : end + 2].isdecimal():
        after = _past_run(core, end + 1)
        if after - end > 3:  # noqa: PLR2004  # another year: 2019-2023
            break
        written, end = written + core[end:after], after
    if written == year or core.startswith("月", end):
        return None
    return Time(start, end, POINT, written) if _is_time_period(written) else Time(start, end, UNREADABLE)


def _is_time_period(written: str) -> bool:
    from jimo_cli.figures.period import Period  # noqa: PLC0415  # few queries write one

    try:
        Period.parse(written)
    except ValueError:
        return False
    return True


def _spelt_year(core: str, at: int) -> Time | None:
    """A year of four numerals: 二〇二二年."""
    spelt = core[at : at + 4]
    if not core.startswith("年", at + 4) or spelt.isdecimal() or not all(char in _DIGITS for char in spelt):
        return None
    year = "".join(_DIGITS[char] for char in spelt)
    return Time(at, _past(core, at + 4, _YEAR_WORDS), YEAR, year) if year.startswith(_CENTURIES) else None


# ---- parts of a year


def _numbered_part(core: str, at: int) -> Time | None:
    """A month, a day, a quarter or a stretch of either by their numbers: 3月, 3月5日, 第一季度, 1-11月, 前三季度."""
    lead = core[at] if core[at : at + 1] in ("第", "前") else ""
    number, end = _number(core, at + len(lead))
    if number < 0 or (not lead and core[:at].endswith((*_BEFORE_A_PART, "第"))):
        return None
    unit, after = _unit(core, end, lead)
    if stretch := _stretch_to(core, number, unit, after, lead):
        return Time(at, *stretch)
    if not unit or number >= _MOST_MONTHS:
        return None
    if lead == "前":
        return Time(at, after, *_stretch(unit, 1, number))
    return Time(at, after, *_stretch(unit, number, number)) if unit == "Q" else _month(core, at, number, after)


def _stretch_to(core: str, first: int, unit: str, end: int, lead: str) -> tuple[int, str, str] | None:
    """Where a stretch of months or quarters that begins with one ends, its kind and value: 至11月."""
    if core[end : end + 1] not in tuple(_UNTIL):
        return None
    last, after = _number(core, end + 1)
    last_unit, after = _unit(core, after, lead)
    return (after, *_stretch(last_unit, first, last)) if last > 0 and last_unit and unit in {"", last_unit} else None


def _month(core: str, start: int, month: int, end: int) -> Time | None:
    """A month, or the day of it that follows; none that counts or names something else: 3月龄."""
    if not 1 <= month <= _MONTHS:
        return Time(start, end, UNREADABLE)
    day, day_end = _number(core, end)
    if day >= 0 and core[day_end : day_end + 1] in ("日", "号"):
        is_day = _is_time_period(f"2024-{month:02}-{day:02}")  # a leap year
        return Time(start, day_end + 1, *((PART, f"{month:02}-{day:02}") if is_day else (UNREADABLE,)))
    return None if core.startswith(_NO_MONTH, end) else Time(start, end, PART, f"{month:02}")


def _unit(core: str, at: int, lead: str) -> tuple[str, int]:
    """Return the unit of a numbered part that stands at a place, and where it ends."""
    quarters = ("个季度", "季度") if lead == "前" else ("季度", "季") if lead else ("季度",)
    months = ("个月", "月份", "月") if lead == "前" else ("月份", "月") if not lead else ()
    for unit, words in (("Q", quarters), ("M", months)):
        if (end := _past(core, at, words)) > at:
            return unit, end
    return "", at


def _stretch(unit: str, first: int, last: int) -> tuple[str, str]:
    """Return kind and value of the months, or quarters, from one to another of a year."""
    most = _QUARTERS if unit == "Q" else _MONTHS
    if not 1 <= first <= last <= most:
        return UNREADABLE, ""
    if first == last:
        return PART, f"{unit}{last}" if unit == "Q" else f"{last:02}"
    return PART, _until(3 * last, 3 * first - 2) if unit == "Q" else _until(last, first)


# ---- words


def _last(core: str, at: int) -> Time | None:
    """So many years, quarters or months until now: 近五年, 近年来, 三年来, last 5 years."""
    if _is_latin(core[at]):
        return _last_in_english(core, at)
    start = _past(core, at, _PAST)
    is_led = start > at
    if core.startswith("近半年", start - 1) and is_led:
        value, end = "M6", start + 2
    elif core.startswith("近年", start - 1) and is_led:
        value, end = f"Y{_A_FEW}", start + 1
    else:
        number, end = (_A_FEW, start + 1) if is_led and core[start : start + 1] in _FEW else _number(core, start)
        unit = next((unit for unit in _PAST_UNITS if number > 0 and core.startswith(unit, end)), "")
        end += len(unit)
        if not unit or not (is_led or (unit == "年" and core.startswith(_SPAN_END, end))):
            return None
        value = f"{_PAST_UNITS[unit]}{number}"
    is_other_word = core[at - 1 : at] in {*_NOT_BEHIND.get(core[at], "")} or core.startswith(_NOT_BEFORE, end)
    return None if is_other_word else Time(at, _past(core, end, _PAST_END), LAST, value)


def _last_in_english(core: str, at: int) -> Time | None:
    if at and _is_latin(core[at - 1]):
        return None
    lead = next(lead for lead in _PAST_LEAD if core.startswith(lead, at))
    start = at + len(lead)
    spoken, count, unit, *_ = (*core[start : start + 40].split(" ", 3), "", "", "")
    end = start + len(spoken) + 1 + len(count)
    if spoken not in _PAST_LATIN:
        return None
    if count == "decade":
        return Time(at, end, LAST, "Y10")
    if spoken == "recent" and count == "years":
        return Time(at, end, LAST, f"Y{_A_FEW}")
    number = int(count) if count.isascii() and count.isdecimal() and len(count) < 3 else _NUMBERS.get(count, 0)  # noqa: PLR2004
    number = _A_FEW if count in _FEW_LATIN else number
    name = unit.rstrip(",.?").removesuffix("s")
    if not number or name not in _PAST_UNITS_LATIN:
        return None
    return Time(at, end + 1 + len(unit.rstrip(",.?")), LAST, f"{_PAST_UNITS_LATIN[name]}{number}")


def _word(core: str, at: int) -> Time | None:
    """A word that is listed, where it is no piece of another one and compares nothing."""
    for word, kind, value in _words().get(core[at], ()):
        end = at + len(word)
        if not core.startswith(word, at) or not _stands_alone(core, at, end):
            continue
        if core[:at].endswith(_BEFORE_A_PART) if kind == PART else core[at - 1 : at] in {*_NOT_BEHIND.get(word[0], "")}:
            continue
        if (kind == AGO or word in _SAME_PERIOD) and _is_compared(core, at, end):
            return Time(at, end, LINK, is_marked=False)
        return Time(at, end + 2 * (kind == AGO and core.startswith("'s", end)), kind, value)
    return None


def _stands_alone(core: str, start: int, end: int) -> bool:
    before, after = core[:start][-1:], core[end : end + 1]
    if core[start].isascii():
        return not (before.isascii() and before.isalpha()) and not _is_letter(after)
    is_average = core.startswith("今年均", start) and before in ("至", "迄", "如", "当")
    return not is_average and not (core[end - 1] == "年" and after in _NOT_BEFORE)


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _is_compared(core: str, start: int, end: int) -> bool:
    """Tell whether a rate is against that time, and not of it: 比去年增长, 与上年相比, than last year."""
    before = core[:start].rstrip().removesuffix(" the")
    if any(word in core[end:] for word in _COMPARED) and before.endswith(_COMPARED_LATER):
        return True
    return not before.endswith(_NOT_COMPARING) and any(
        before.endswith(word) and (not word.isascii() or not _is_letter(before[: -len(word)][-1:]))
        for word in _COMPARING
    )


# ---- what joins them


def _counts(core: str, time: Time, found: Sequence[Time]) -> bool:
    """Tell whether a word that names a part only where there is a year has one, a word such as May beside it."""
    word = core[time.start : time.end]
    if word in _OF_WHOLE_YEAR:
        return any(other.kind in {YEAR, AGO} for other in found)
    return word not in _ONLY_WITH_YEAR or _is_beside_year(core, time, found)


def _is_beside_year(core: str, time: Time, found: Sequence[Time]) -> bool:
    years = [other for other in found if other.kind in {YEAR, AGO}]
    return any(is_beside(core, time, year) or is_beside(core, year, time) for year in years)


def is_beside(core: str, one: Time, other: Time) -> bool:
    """Tell whether nothing but an "of" or a blank parts a time from the next."""
    between = core[one.end : other.start].strip(" ,.-/的")
    return one.end <= other.start and between in {"", "of", "in", "of the"}


def _joined(core: str, found: Sequence[Time]) -> list[Time]:
    """Return times with what joins them: until, since, and, and what leads and ends them."""
    joined: list[Time] = []
    is_between = False
    for number, time in enumerate(found):
        before = found[number - 1] if number else None
        if lead := _lead(core, time, before):
            is_between = is_between or core[lead.start : lead.end] == "between"
            joined.append(lead)
        if before and (link := _link(core, before, time, is_between=is_between)):
            joined.append(link)
        may_be_of_name = core[time.start : time.end] in _OF_WHOLE_YEAR and not _is_beside_year(core, time, found)
        joined.append(
            Time(time.start, time.end, time.kind, time.value, is_marked=time.is_marked and not may_be_of_name)
        )
        following = found[number + 1] if number + 1 < len(found) else None
        if trail := _trail(core, time, following, is_range=any(one.kind in {TO, RANGE} for one in joined)):
            joined.append(trail)
    return joined


def _lead(core: str, time: Time, before: Time | None) -> Time | None:
    """What leads to a time: since, from, before."""
    start = before.end if before else 0
    led = core[start : time.start].rstrip()
    if time.kind not in _TIMES:
        return None
    for words, kind in ((("since",), SINCE), (_OPEN_BEFORE, UNREADABLE), (_LEADS, LINK)):
        for word in words:
            if led.endswith(word) and not (word.isascii() and _is_letter(led[: -len(word)][-1:])):
                end = start + len(led)
                return Time(end - len(word), end, kind)
    return None


def _link(core: str, before: Time, time: Time, *, is_between: bool) -> Time | None:
    """What joins two times to a range or a list."""
    between = core[before.end : time.start].strip()
    start = before.end + (len(core[before.end : time.start]) - len(core[before.end : time.start].lstrip()))
    end = start + len(between)
    if not {before.kind, time.kind} <= _TIMES or not between:
        return None
    is_of_year = before.kind in {YEAR, AGO} and time.kind == PART
    if between in _RANGE_ENDS and not (is_of_year and between in "-/"):
        return Time(start, end, TO)
    if between in _LINKS and not (is_of_year and between == ","):
        return Time(start, end, TO if is_between and between == "and" else LINK)
    return None


def _trail(core: str, time: Time, following: Time | None, *, is_range: bool) -> Time | None:
    """What ends a time: 以来, 至今, 以前, 期间."""
    rest = core[time.end : following.start if following else len(core)]
    start = time.end + len(rest) - len(rest.lstrip())
    if time.kind in _TIMES:
        for words, kind in ((_SINCE, SINCE), (_OPEN, UNREADABLE)):
            if (end := _past(core, start, words)) > start:
                return Time(start, end, kind)
        end = _past(core, start, _SINCE_LAST)
        if end > start and core[end : end + 1] in ("", " ", "的"):
            return Time(start, end, SINCE)
    if is_range and (end := _past(core, start, _BEHIND_RANGE)) > start:
        return Time(start, end, LINK)
    return None
