"""The periods that running text names, resolved against the year that the text is about."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.figures.numerals import DIGIT_VALUES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NUMBERS = {
    word: at for at, word in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)
} | {"两": 2, "元": 1}
_COUNT = "十[一二]?|[一二两三四五六七八九]|[0-9]{1,2}"

_FIRST = "(?<![0-9万亿千百十美欧日港])元"
"""January, in 元月 and 元至7月."""

# Parts of a year. Where no year stands before them, some are too common as words to be one: 初, 末.
_PART = (
    rf"(?:前(?P<first>{_COUNT})个月|(?P<half>上半年|下半年)|前(?P<quarters>[二三23])个?季度|第?(?P<quarter>[一二三四1-4])季度(?P<quarter_end>末)?"
    rf"|(?P<from>[0-9]{{1,2}}|{_FIRST}) ?月?(?: ?[-~至到] ?|份?至)(?P<to>[0-9]{{1,2}}) ?月份?"
    rf"|(?P<month>[0-9]{{1,2}}|{_FIRST}) ?月"
    rf"(?: ?(?P<day>[0-9]{{1,2}}) ?[日号]|(?P<month_end>末|底)|份)?|(?P<whole>全年))"
)
_YEAR_PART = rf"(?:{_PART}|(?P<year_end>年?[末底])|(?P<since>以来)|(?P<year_begin>初))"
_CHINESE = re.compile(
    r"(?<![0-9.])(?:"
    rf"(?P<year>(?:19|20)[0-9]{{2}})(?: ?年?[-~至到]年?(?P<last>(?:19|20)[0-9]{{2}}))? ?年(?:度)?(?: ?{_YEAR_PART})?"
    rf"|(?P<ago>今年|本年|去年|上年|前年|过去的?一年)(?:度)?{_YEAR_PART.replace('?P<', '?P<ago_')}?"
    rf"|(?:近|过去|最近|这)(?P<years>{_COUNT})年(?!级)"
    r"|(?P<that>当年)"
    rf"|(?<!半){_PART.replace('?P<', '?P<bare_')}|(?P<bare_year_end>年[末底])"
    r"|(?P<now>目前|现有|截至目前|眼下))"
)
_MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4"}
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_MAY = (
    r"(?:(?<=in )|(?<=since )|(?<=during )|(?<=-)|(?<=to ))may|may(?= (?:19|20)?[0-9]{1,2}(?![0-9%.])"
    rf"|\s?(?:-|to |through )(?:{'|'.join(_MONTHS)}))"
)
"""The month, and not the verb."""

_MONTH = "|".join([_MAY, *(month for month in _MONTHS if month != "may")])
_ENGLISH = re.compile(
    r"(?<![a-z0-9])(?:(?:(?P<nth>first|second|third|fourth)[- ](?P<unit>half|quarter)"
    rf"|first (?P<count>three|two) quarters|first (?P<months>{'|'.join(_SMALL)}) months"
    rf"|(?P<from>{_MONTH})(?:\s?(?:to|-|through)\s?(?P<to>{_MONTH}))?(?:\s(?P<day>[0-9]{{1,2}}),?)?|q(?P<q>[1-4])|(?P<q_first>[1-4])q)"
    r"(?: of| in)?(?:(?: the year)? (?P<year>(?:19|20)[0-9]{2})| (?P<ago>the year|this year|last year))?"
    r"|(?:(?:in|during|for|of|by|since|and|fiscal|fy) ?)?(?P<alone>(?:19|20)[0-9]{2})"
    r"(?![0-9%]|[,.][0-9]| ?[a-z]*(?:people|yuan|tonnes|million))"
    r"|(?P<before>(?:the )?(?:previous|preceding|prior) (?:quarter|month|half|week))"
    r"|(?P<last_year>last year|the previous year)|(?P<this_year>this year))(?![a-z0-9])"
)
_COMPARED = re.compile(
    r"(?:[比较与同由于]|恢复到|相当于"
    r"|(?<![a-z])(?:than (?:in |at |for |the end of )?|over|from|compared (?:with|to)|against|of the|below|above)"
    r"(?: the| its| an?)?(?: (?:[a-z]+ly )?(?:revised|adjusted|downward|upward))*"
    r"(?: same (?:period|quarter|month|half|week))?(?: in| of)?(?: the)?"
    r"|(?<![a-z])(?:peak|high|low|record)(?: [a-z]+){0,2} (?:in|of))\s?$"
)
_AND = re.compile("(?:同期)?(?:、|和|及|与)")
"""Between two periods that a rate compares with: 较去年同期、去年全年分别加快."""

_FROM = re.compile(r"[从由]$")
_AGO = {"今年": 0, "本年": 0, "当年": 0, "去年": 1, "上年": 1, "前年": 2, "过去一年": 0, "过去的一年": 0}
YEARLESS = "XXXX"
"""The year of a period whose year a text does not say, as EDTF (ISO 8601-2) writes unspecified digits."""

_STAND_IN = 2000
_STOOD_IN = re.compile("(?:1998|1999|2000)(?![0-9])")
"""The years that a period may have which is counted from the one that stands in: its own, and the two before it."""

_BEFORE = 48
_MONTHS_A_YEAR = 12
_PARTS_OF = {3: "-Q", 6: "-S", 12: ""}
"""What so many months are called, where they begin with the first, or where another one of them ends."""


class Mention(NamedTuple):
    """A period of a text as ISO 8601; empty where it cannot be told, and with the year `XXXX` where that cannot.

    `is_dated` says that its year is written out, `follows_year` that it belongs to a year that was written out before
    it, `is_compared` that a rate compares with it.
    """

    start: int
    end: int
    period: str
    is_dated: bool
    is_compared: bool
    follows_year: bool = False


def periods_in(plain: str, year: int | None, *, bare: int | None = None, chinese: bool = True) -> list[Mention]:
    """Return the periods of a normalized text in its order.

    This and last year are those of `year`. A part of a year without one belongs to the year that was last written
    out, else to the year `bare`, which is `year` where it is not given, and to none where neither is. What cannot be
    resolved is left out.
    """
    found: list[Mention] = []
    named, is_out = bare or year, False
    for match in (_CHINESE if chinese else _ENGLISH).finditer(plain):
        groups = {name: value for name, value in match.groupdict().items() if value is not None}
        led = _COMPARED.search(plain, max(0, match.start() - _BEFORE), match.start())
        is_compared = led is not None and not _FROM.search(led[0])
        is_compared |= bool(found and found[-1].is_compared and _AND.fullmatch(plain, found[-1].end, match.start()))
        is_compared |= plain.startswith("以来的", match.end())  # 延续去年四季度以来的增势
        dated = groups.get("year") or groups.get("alone")
        if dated and not is_compared and plain[match.start() - 1 : match.start()] not in ("到", "至"):
            named, is_out = int(groups.get("last", dated)), True
        is_relative = any(name in groups for name in ("ago", "years", "last_year", "this_year"))
        resolve = _chinese if chinese else _english
        is_rolling = groups.get("ago", "").startswith("过去")
        of = bare or year if is_rolling else year if is_relative and year else named
        period = resolve(groups, of or _STAND_IN)
        if of is None and not dated and period:
            period = _STOOD_IN.sub(YEARLESS, period)
        if period is not None:
            found.append(
                Mention(match.start(), match.end(), period, bool(dated), is_compared, is_out and not is_relative)
            )
    return found


def says_year(period: str) -> bool:
    """Tell whether a period is one, of a year that the text says."""
    return bool(period) and YEARLESS not in period


def is_day(period: str) -> bool:
    """Tell whether a period is one day: in a heading that on which a document was issued."""
    return len(period) == len("2024-01-08") and period[-3:-2] == "-"


def _chinese(groups: Mapping[str, str], year: int) -> str | None:
    if "now" in groups:
        return ""
    if "that" in groups:
        return f"{year}"
    if "years" in groups:
        count = _number(groups["years"])
        return None if count < 1 else f"P{count}Y/{year}" if count > 1 else f"{year}"
    if "last" in groups:
        return f"{groups['year']}/{groups['last']}" if groups["year"] < groups["last"] else None
    of = int(groups["year"]) if "year" in groups else year - _AGO.get(groups.get("ago", ""), 0)
    return _part({name.removeprefix("ago_").removeprefix("bare_"): value for name, value in groups.items()}, of)


def _part(part: Mapping[str, str], year: int) -> str | None:
    """The period of a part of a year, the year where none is named, None where there is no such month."""
    return next((resolve(year, part) for name, resolve in _PARTS.items() if name in part), f"{year}")


# Each part of a year by the group that tells it, and the period that it is.
_PARTS: Mapping[str, Callable[[int, Mapping[str, str]], str | None]] = {
    "half": lambda year, part: f"{year}-S{2 if part['half'] in ('下半年', '2') else 1}",
    "quarter_end": lambda year, part: _month(year, 3 * _number(part["quarter"]), {"month_end": ""}),
    "quarter": lambda year, part: f"{year}-Q{_number(part['quarter'])}",
    "quarters": lambda year, part: _until(year, 1, 3 * _number(part["quarters"])),
    "first": lambda year, part: _until(year, 1, _number(part["first"])),
    "to": lambda year, part: _until(year, _number(part["from"]), int(part["to"])),
    "month": lambda year, part: _month(year, _number(part["month"]), part),
    "since": lambda year, _: f"{year}-01-01/..",
    "year_begin": lambda year, _: f"{year}-01-01",
    "year_end": lambda year, _: f"{year}-12-31",
}


def _until(year: int, first: int, last: int) -> str | None:
    """The months of a year from one to another; a quarter, a half or the year where they are just that."""
    if not 1 <= first <= last <= _MONTHS_A_YEAR:
        return None
    count = last - first + 1
    kind = _PARTS_OF.get(count) if last % count == 0 else None
    if kind is not None:
        return f"{year}{kind}{last // count}" if kind else f"{year}"
    return f"{year}-{first:02}/{year}-{last:02}" if first < last else f"{year}-{first:02}"


def _month(year: int, month: int, part: Mapping[str, str]) -> str | None:
    if not 1 <= month <= _MONTHS_A_YEAR:
        return None
    days = calendar.monthrange(year, month)[1]
    if "month_end" in part:
        return f"{year}-{month:02}-{days}"
    if "day" not in part:
        return f"{year}-{month:02}"
    day = int(part["day"])
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= days else None


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else _NUMBERS.get(written) or DIGIT_VALUES[written]


def _english(groups: Mapping[str, str], year: int) -> str | None:
    if "before" in groups:
        return ""
    if "alone" in groups:
        return groups["alone"]
    if "last_year" in groups or "this_year" in groups:
        return str(year - ("last_year" in groups))
    of = int(groups["year"]) if "year" in groups else year - (groups.get("ago") == "last year")
    return _part(_part_in_english(groups), of)


def _part_in_english(groups: Mapping[str, str]) -> dict[str, str]:
    """The groups that tell a part of a year, as Chinese has them."""
    if "nth" in groups:
        return {groups["unit"]: _ORDINALS[groups["nth"]]}
    if quarter := groups.get("q") or groups.get("q_first"):
        return {"quarter": quarter}
    if "count" in groups:
        return {"quarters": str(_SMALL.index(groups["count"]) + 2)}
    if "months" in groups:
        return {"first": str(_SMALL.index(groups["months"]) + 2)}
    first = str(_MONTHS.index(groups["from"]) + 1)
    if "to" in groups:
        return {"from": first, "to": str(_MONTHS.index(groups["to"]) + 1)}
    return {"month": first, **({"day": groups["day"]} if "day" in groups else {})}
