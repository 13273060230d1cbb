"""What a whole document is about: its title, place, year and period, and whether it plans or reports."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.claims import places
from jimo_cli.claims.claim import Origin
from jimo_cli.claims.periods import is_day, periods_in, says_year
from jimo_cli.claims.plain import YEAR, is_chinese, is_dateline, plain_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.claims.claim import About, Paragraph
    from jimo_cli.claims.periods import Mention

_PLAN = re.compile("意见|规划|方案|计划(?!执行)|纲要|(?<![a-z])(?:plan|outline|strategy)(?![a-z])")
_NO_PLAN = re.compile("公报|统计|执行情况|报告")
_REPORT = "工作报告"
_NATIONAL = re.compile(
    "国务院|国家[\u3400-\u9fff]{2,6}局(?![\u3400-\u9fff]{1,4}(?:调查)?总?队)|海关总署|中国(?:人民银行|民航局)(?![\u3400-\u9fff]{1,6}[分支]行)|(?:财政|商务|教育|科技|交通运输|水利|农业农村|工业和信息化|人力资源和?社会保障"
    "|生态环境|住房和?城乡建设|自然资源|文化和旅游|民政)部(?![门分级])"
)
"""The offices that report on the whole country."""

_LONGEST_TITLE = 60
_BEGIN = 4000
"""Characters at the begin of a text among which the year and the place are looked for that it names most."""

_MAKER = re.compile(
    "统计局|(?:'s)? (?:national |central |federal )?"
    "(?:(?:bureau|office|institute|department|ministry) (?:of|for) |census)"
)
"""Behind a place, the office that reports on it: 青岛市统计局, the U.S. Bureau of Labor Statistics."""

_THIS_YEAR = re.compile("今年[^。;\n0-9]{0,16}((?:19|20)[0-9]{2})年")
_UNTIL = re.compile("(?:到|(?<!截)至|(?<![a-z])by )$")
_SCANNED = 200_000
_OFTEN = 3
_FIRST_WORDS = 40
_MONTH = re.compile("[0-9]{4}-[0-9]{2}")
_END_OF_SENTENCE = re.compile(r"\.\s")
_LONGEST_SENTENCE = 240
_ISSUED = re.compile("((?:19|20)[0-9]{2})[-年/.]([0-9]{1,2})")
_MONTH_OF = re.compile("XXXX-([0-9]{2})")
_LEAD = 40
"""Characters at the begin of the first sentence in which the period stands that a report is about."""


class Document(NamedTuple):
    """What a document is about; each part with where it was found, `NONE` where it was not.

    `is_year_sure` tells that its year was given, stands in the title or is the only one; else it is the one most named.
    `lead` are the words of the first sentence that say the period, where the title says none. `rolling_year` is the
    last of “the past five years”, in a work report the year before. `is_plan` says that its figures are to come.
    """

    title: str
    year: int | None
    is_year_sure: bool
    rolling_year: int | None
    period: str
    period_origin: Origin
    place: str
    place_origin: Origin
    is_plan: bool
    places: places.Known
    lead: str = ""


def document_of(paragraphs: Sequence[Paragraph], about: About) -> Document:
    """Return what a document is about, as far as `about` does not say it."""
    title = _title(paragraphs)
    known = places.Known({**_shaped(title, paragraphs), **about.places})
    begin = plain_of("\n".join(paragraph.text for paragraph in paragraphs[:60])[:_BEGIN])
    in_title = YEAR.search(title)
    years = _years_in(begin)
    often = max(years, key=lambda one: years[one], default=None)
    said = _year_of_lead(paragraphs, title) or _year_of_date(paragraphs, title)
    year = about.year or (int(in_title[1]) if in_title else said or often)
    is_plan = bool(_PLAN.search(title)) and not _NO_PLAN.search(title)
    is_report = _REPORT in title
    if not (about.year or in_title) and year:  # a report is on the year that it names most
        is_report |= _this_year(begin) == year + 1
        year += is_report
    period, lead = "" if is_plan or is_report else _period(title, year), ""
    if not (period or is_plan or is_report):
        period, lead = _period_of_lead(paragraphs, title, year)
    place, origin = (about.place, Origin.DOCUMENT) if about.place else _place(title, begin, known)
    return Document(
        title,
        year,
        bool(about.year or in_title) or (len(years) == 1 and not is_report),
        year - 1 if year and is_report else year,
        period,
        Origin.DOCUMENT if period else Origin.NONE,
        place,
        origin,
        is_plan,
        known,
        lead,
    )


def _shaped(title: str, paragraphs: Sequence[Paragraph]) -> dict[str, str]:
    """The places that no table has: in the title, or named more than once."""
    begin = plain_of("\n".join(paragraph.text for paragraph in paragraphs)[:_SCANNED])
    counts = places.shaped_in(begin)
    return {name: name for name in (*places.shaped_in(title), *(name for name in counts if counts[name] > 1))}


def _title(paragraphs: Sequence[Paragraph]) -> str:
    """The first line, where it is one of a title: short, and no sentence; with a second one that is no sentence too."""
    lines = [paragraph.text.strip() for paragraph in paragraphs[:8]]
    lines = [line for line in lines if line and not is_dateline(line)]
    title = []
    for line in lines[:3] if len(lines) > 1 else ():
        if len(line) > _LONGEST_TITLE or line.endswith(("。", "；", ";", "！", ".")):
            break
        title.append(line.strip("#* "))
    return plain_of("\n".join(title))


def _years_in(begin: str) -> Counter[int]:
    """The years that a text names, but for those of targets and of comparisons, with how often it does."""
    compared = [one for one in periods_in(begin, None, chinese=is_chinese(begin)) if one.is_compared]
    within = {at for one in compared for at in range(one.start, one.end)}
    return Counter(
        int(match[1])
        for match in YEAR.finditer(begin)
        if match.start() not in within and not _UNTIL.search(begin, max(0, match.start() - 4), match.start())
    )


def _this_year(begin: str) -> int:
    """The year that a text calls this one where it names it beside: 今年政府工作要求，会议提出，2020年…; else 0."""
    found = _THIS_YEAR.search(begin)
    return int(found[1]) if found else 0


def _period(title: str, year: int | None) -> str:
    """The period that a title names first; a day is the one on which the document was issued."""
    mentions = periods_in(title, year, chinese=is_chinese(title))
    found = [mention.period for mention in mentions if says_year(mention.period) and not is_day(mention.period)]
    return found[0] if found else ""


def _period_of_lead(paragraphs: Sequence[Paragraph], title: str, year: int | None) -> tuple[str, str]:
    """The part of the year that the first sentence is about, as a report on one begins, and its words: 今年上半年，….

    Empty where it is about a year, or a day or a month in which something was said.
    """
    lead = _lead(paragraphs, title)
    mentions = periods_in(lead[:_LEAD], year, chinese=is_chinese(lead))
    if not is_chinese(lead):
        mentions = _first_in_english(lead, year)
    elif mentions and is_day(mentions[0].period):  # 7月19日，…通报2016年上半年经济运行情况
        mentions = periods_in(lead[: lead.find("。") + 1][: 2 * _LEAD], year)
    found = [one for one in mentions if not one.is_compared and says_year(one.period) and not is_day(one.period)]
    period, end = (found[0].period, found[0].end) if found else ("", 0)
    is_of_year = period[:4] == str(year) and not period.endswith("..")
    is_part = len(period) > len("2024") or (bool(found) and found[0].start == 0)  # 2011年，全市…
    is_date = _MONTH.fullmatch(period) and is_chinese(lead) and lead[end - 1 : end] != "份"  # 8月，记者获悉…
    return (period, lead[:end]) if is_of_year and is_part and not is_date else ("", "")


def _lead(paragraphs: Sequence[Paragraph], title: str) -> str:
    """The first paragraph below the title that is no date line."""
    bodies = (plain_of(paragraph.text.strip()) for paragraph in paragraphs[:8])
    return next((body for body in bodies if body and not is_dateline(body) and body not in title), "")


def _first_in_english(lead: str, year: int | None) -> list[Mention]:
    """The periods of the first sentence, whose words stand further from its begin than in Chinese."""
    return periods_in(_END_OF_SENTENCE.split(lead)[0][:_LONGEST_SENTENCE], year, chinese=False)


def _year_of_lead(paragraphs: Sequence[Paragraph], title: str) -> int | None:
    """The year that the first sentence of an English text names first, but for one that it compares with."""
    lead = _lead(paragraphs, title)
    mentions = [] if is_chinese(lead) else _first_in_english(lead, None)
    named = (one.period[:4] for one in mentions if one.is_dated and not one.is_compared and says_year(one.period))
    return next((int(year) for year in named if year.isdecimal()), None)


def _year_of_date(paragraphs: Sequence[Paragraph], title: str) -> int | None:
    """The year of the day above a text whose first sentence says a month without its year: the last such month."""
    dated = (_ISSUED.search(paragraph.text) for paragraph in paragraphs[:4] if is_dateline(paragraph.text.strip()))
    date = next(filter(None, dated), None)
    lead = _lead(paragraphs, title)
    mentions = periods_in(lead[:_LONGEST_SENTENCE], None, chinese=is_chinese(lead)) if date else []
    own = [mention for mention in mentions if not mention.is_compared and mention.period]
    if date is None or not own or any(mention.is_dated for mention in own):
        return None
    month = _MONTH_OF.match(own[0].period)
    return int(date[1]) - (month is not None and int(month[1]) > int(date[2]))


def _place(title: str, begin: str, known: places.Known) -> tuple[str, Origin]:
    """The place that the title names, else the one that the text does most often; that is a guess."""
    in_title = [mention.name for mention in places.places_in(title, known)]
    if in_title:
        return in_title[0], Origin.DOCUMENT
    if any(mention.rank == "国" for mention in places.relatives_in(title)):
        return places.CHINA, Origin.DOCUMENT
    mentions = [] if _NATIONAL.search(title) else places.places_in(begin, known)
    counts = Counter(mention.name for mention in mentions)
    most = max(counts, key=lambda name: counts[name], default="")
    if most and counts[most] >= _OFTEN:
        return most, Origin.GUESS
    makers = [mention.name for mention in mentions if _MAKER.match(begin, mention.end)]
    if makers:
        return makers[0], Origin.GUESS
    if mentions and mentions[0].start < _FIRST_WORDS:
        return mentions[0].name, Origin.GUESS
    is_national = places.NATION.search(begin) or _NATIONAL.search(begin)
    return (places.CHINA, Origin.GUESS) if is_national and not most else ("", Origin.NONE)
