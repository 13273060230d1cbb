"""The period of each claim: the one named last before its figure, else that of its sentence, section or document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jimo_cli.claims.claim import Origin
from jimo_cli.claims.periods import YEARLESS, is_day, periods_in, says_year
from jimo_cli.claims.plain import is_chinese, is_dateline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.claims.document import Document
    from jimo_cli.claims.periods import Mention
    from jimo_cli.claims.sentences import Sentence, Spot

_YEAR_END = "-12-31"
_OF_STOCK = re.compile("其中|[从分按][^,。]{1,8}[看分],|人员中,|这一")
_BY_PART = re.compile("分(?:季度|月)|逐(?:季|月)")
_ANNUAL_AVERAGE = "年均"
_FROM = ("从", "由")
_BEGIN = 3
"""Characters before a period that a paragraph may begin with for the period to hold for its section."""

_RANGE = re.compile("([0-9]{4})/([0-9]{4})")
_GOES_ON = re.compile("(?:此外|另外|其中|与此同时|同时),")
_ALONE = re.compile("[为是的则达到约近仅只有]{0,4}")
_OF = re.compile("的?[约近]?")
_YEAR_BEFORE = re.compile(r"(?<![a-z])years? (?:ago|earlier|before)\s?\((?:at )?$")
"""Right before a figure of the year before, which no words name: than for a year earlier (75.0%)."""

_BEGUN, _REACHED = re.compile(r"[从由]\s*$"), re.compile("(?:到|至|为)了?约?\\s*$")
NUMBERED = re.compile(
    r"\s*(?:[0-9]{1,2}、|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十0-9]{1,3}\)|第[一二三四五六七八九十]+[章节部])"
)


class Times:
    """The periods that hold while a document is read, from its begin to its end."""

    def __init__(self, document: Document) -> None:
        self.year = document.year
        self._document = document
        self._section: tuple[str, Origin] = "", Origin.NONE
        self._is_numbered = False
        self._carried = ""
        self._instant = ""
        self._carried_from = Origin.PRECEDING

    @property
    def _is_year_sure(self) -> bool:
        """Whether a period without its year is one of a year that the text says, and not of the one most named."""
        return self._document.is_year_sure or self._section[0][:4].isdecimal()

    def _is_of_a_known_year(self, mention: Mention) -> bool:
        if YEARLESS in mention.period:
            return False
        return mention.is_dated or mention.follows_year or self._is_year_sure or not mention.period

    @property
    def bare_year(self) -> int | None:
        """The year of a part of a year without one: that of the section, in a work report the year before."""
        return int(self._section[0][:4]) if self._section[0][:4].isdecimal() else self._document.rolling_year

    def enter_section(self, heading: str) -> None:
        """Take the period of a heading for what follows it; a heading without one ends that of the one before."""
        found = periods_in(heading, self._document.year, chinese=is_chinese(heading))
        is_of_text = not is_dateline(heading)
        named = [one.period for one in found if says_year(one.period) and not is_day(one.period) and is_of_text]
        self._section = (named[-1], Origin.SECTION) if named else ("", Origin.NONE)
        self._is_numbered = bool(NUMBERED.match(heading))

    def enter_paragraph(self, plain: str, periods: Sequence[Mention]) -> None:
        """Begin a paragraph; one that opens with a year sets the period of a numbered section.

        What the one before was about holds on where it goes on with 此外.
        """
        if not _GOES_ON.match(plain):
            self._carried = self._instant = ""
        first = periods[0] if periods else None
        if first and self._is_numbered and not self._document.period and _sets_section(first):
            self._section = first.period.removesuffix(_YEAR_END), Origin.SECTION

    def enter_sentence(self, sentence: Sentence) -> None:
        """Begin a sentence; the parts of a stock are a stock of the same day."""
        if self._instant and _OF_STOCK.search(sentence.plain, sentence.start, min(sentence.end, sentence.start + 30)):
            self._carried = self._instant

    def leave_sentence(self, sentence: Sentence) -> None:
        """Keep the period that a sentence named last for the next one."""
        mentions = [
            mention
            for mention in sentence.periods
            if not (mention.is_compared or _is_begin_of_course(sentence, mention))
        ]
        if not mentions:
            return
        named = [mention.period for mention in mentions]
        kept = mentions[0]
        last = kept.period
        self._instant = last if last.endswith(_YEAR_END) else ""
        self._carried_from = Origin.PRECEDING if len({*named}) == 1 else Origin.GUESS
        if not self._is_of_a_known_year(kept):
            self._carried_from = Origin.PART
        if not last:
            self._carried = ""
        elif not self._instant and not _BY_PART.search(sentence.plain, sentence.start, sentence.end):
            self._carried = last

    @staticmethod
    def _behind(spot: Spot) -> Mention | None:
        """The period that follows a figure in its clause, as English has it: 3.61 million tonnes in 2023."""
        behind = (
            mention
            for mention in spot.sentence.periods
            if not mention.is_compared and spot.figure.end <= mention.start and mention.end <= spot.right
        )
        return next(behind, None)

    def of(self, spot: Spot, *, is_target: bool, is_english: bool = False) -> tuple[str, Origin]:
        """Return the period of a figure and where it stands."""
        if is_english and _YEAR_BEFORE.search(spot.sentence.plain, spot.sentence.start, spot.figure.start):
            return "", Origin.NONE
        named = _in_reach(spot, [mention for mention in spot.sentence.periods if self._holds(mention, spot)])
        behind = self._behind(spot) if is_english else None
        # One that follows the figure before is of that: up to 834,600 in 2024 from 589,100 in 2023.
        if behind and (spot.at or not any(mention.start >= spot.left for mention in named)):
            return behind.period, Origin.CLAUSE if self._is_of_a_known_year(behind) else Origin.PART
        if named:
            return self._named(spot, named)
        if self._carried:
            return self._carried, self._carried_from
        return self._of_text(is_target=is_target)

    def _of_text(self, *, is_target: bool) -> tuple[str, Origin]:
        """The period that the section or the document is about."""
        if is_target and self._document.rolling_year != self.year:  # a report on last year sets the targets of this one
            return str(self.year), Origin.DOCUMENT
        if self._section[0]:
            return self._section
        if self._document.period:
            return self._document.period, self._document.period_origin
        year = self._document.rolling_year
        if not year:
            return "", Origin.NONE
        return str(year), Origin.DOCUMENT if self._document.is_year_sure else Origin.GUESS

    @staticmethod
    def _holds(mention: Mention, spot: Spot) -> bool:
        """Tell whether a period may be that of a figure: 由2022年的7.18张增加到7.46张 has one of the first alone."""
        plain, figures = spot.sentence.plain, spot.sentence.figures
        if mention.end > spot.figure.start:
            return False
        if mention.is_compared:  # 比2023年的2670亿元有所增长
            return _OF.fullmatch(plain, mention.end, spot.figure.start) is not None
        return _RANGE.fullmatch(mention.period) is not None or not (
            plain[mention.start - 1 : mention.start] in _FROM
            and any(mention.end <= figure.start < spot.figure.start for figure in figures)
            and not any(
                other.start > mention.start and other.end <= spot.figure.start for other in spot.sentence.periods
            )
        )

    def _named(self, spot: Spot, named: Sequence[Mention]) -> tuple[str, Origin]:
        dated = [mention.period for mention in named if mention.is_dated and mention.period]
        before = spot.sentence.plain[max(spot.sentence.start, spot.figure.start - 12) : spot.figure.start]
        if len(dated) >= 2:  # noqa: PLR2004
            if _ANNUAL_AVERAGE in before:
                from_year, to_year = sorted((dated[-2][:4], dated[-1][:4]))
                return (f"{from_year}/{to_year}" if from_year < to_year else to_year), Origin.SENTENCE
            if re.search(r"[从由]\s*$", before):  # 从A增加到B again: the years stand with the first pair
                return dated[0], Origin.SENTENCE
        last = _still_holding(spot, named)
        period = _end_of_range(last.period or "", before, spot.between)
        if period.startswith("P") and self._document.rolling_year:
            period = f"{period.partition('/')[0]}/{self._document.rolling_year}"
        if not self._is_of_a_known_year(last):
            return period, Origin.PART
        if last.start >= spot.left:
            return period, Origin.CLAUSE
        return period, Origin.SENTENCE if len({mention.period for mention in named}) == 1 else Origin.GUESS


def _is_begin_of_course(sentence: Sentence, mention: Mention) -> bool:
    """Tell whether a period without its year is only where something has come from: 由上年的3.1调整为3.4."""
    return not mention.is_dated and sentence.plain[mention.start - 1 : mention.start] in _FROM


def _in_reach(spot: Spot, named: Sequence[Mention]) -> list[Mention]:
    """The periods between the same semicolons as a figure, else those before the first: 2024年，…；2019年，…；…."""
    plain, start = spot.sentence.plain, spot.sentence.start
    own = plain.rfind(";", start, spot.figure.start)
    beside = [mention for mention in named if mention.start > own]
    first = plain.find(";", start, spot.figure.start)
    before = [mention for mention in named if mention.start < first and not _is_used_up(mention, spot)]
    dated = [mention for mention in before if mention.is_dated] or before
    # 从2019年的…增加到2024年的…;: what the text is about is where that has come to.
    is_course = dated and plain[dated[0].start - 1 : dated[0].start] in _FROM
    return beside or (dated[-1:] if is_course else dated[:1])


def _still_holding(spot: Spot, named: Sequence[Mention]) -> Mention:
    """The period named last, but for one of the figure before alone: 收入2771亿元，2023年2670亿元，支出5766亿元."""
    last = named[-1]
    if len(named) < 2 or last.start >= spot.left or len(spot.phrase.words) < 2:  # noqa: PLR2004
        return last
    return named[-2] if _is_used_up(last, spot) else last


def _is_used_up(mention: Mention, spot: Spot) -> bool:
    """Tell whether a period stands right before an earlier figure than the first, which it then is of alone."""
    plain, figures = spot.sentence.plain, spot.sentence.figures
    behind = next((figure for figure in figures if figure.start >= mention.end), spot.figure)
    is_first = bool(figures) and behind is figures[0]
    return not is_first and behind is not spot.figure and _ALONE.fullmatch(plain, mention.end, behind.start) is not None


def _end_of_range(period: str, before: str, between: str) -> str:
    """The year at which a figure stands, of those from which to which a measure went: 由…增加到…."""
    years = _RANGE.fullmatch(period)
    if years and _BEGUN.search(before):
        return years[1]
    return years[2] if years and _REACHED.search(between) else period


def _sets_section(first: Mention) -> bool:
    """Tell whether the period that a paragraph opens with holds for its section: one with its year, that has ended."""
    is_open = first.is_compared or not first.is_dated or first.period.endswith("..")
    return first.start < _BEGIN and bool(first.period) and not is_open
