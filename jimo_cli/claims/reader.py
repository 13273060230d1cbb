"""Paragraphs to claims: each figure bound to its measure, place and period, one sentence after the other."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from jimo_cli.claims import english
from jimo_cli.claims.aspects import basis_of, basis_of_sentence, is_from_another_year, status_of
from jimo_cli.claims.claim import ANOTHER_YEAR, OF_A_PLAN, About, Claim
from jimo_cli.claims.document import document_of
from jimo_cli.claims.figures import figures_in
from jimo_cli.claims.frames import Binder
from jimo_cli.claims.periods import is_day, periods_in
from jimo_cli.claims.phrases import BLANK, noun_before
from jimo_cli.claims.places import places_in
from jimo_cli.claims.plain import is_chinese, plain_of
from jimo_cli.claims.sentences import sentences_of, spots_of
from jimo_cli.claims.times import NUMBERED, Times
from jimo_cli.claims.whereabouts import Whereabouts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.claims.claim import Paragraph
    from jimo_cli.claims.document import Document
    from jimo_cli.claims.frames import Bound
    from jimo_cli.claims.periods import Mention
    from jimo_cli.claims.sentences import Sentence, Spot

# What looks like a figure and is a part of a name: titles, 3+3+2, ratios, 725所…实验室, 第三产业.
_NAMES = re.compile(
    r"《[^》\n]{0,80}》|(?<![0-9])[0-9]{1,9}(?:\+[0-9]{1,9})+|(?<![0-9])[0-9]{1,9}(?:\.[0-9]{1,9})?(?::[0-9]{1,9}(?:\.[0-9]{1,9})?)+"
    r"|第[一二三四五六七八九十0-9]{1,3}(?=产业|季度|届|次|批|条|章|十|大道)|[一二三四五六七八九十0-9]等奖|[一二三]次产业"
    r"|(?<=(?<![a-z])aged )(?:from )?[0-9]{1,3}(?: to [0-9]{1,3})?(?: years)?|[0-9]{1,3}-years?-old"
    r"|[0-9]{1,3}(?:[-~至到][0-9]{1,3}周?岁|周?岁(?:及?以[上下]|[-~至到]))|每[0-9.]{1,6}[千万]?[人名户](?!次)"
    r'|"[0-9]+"|(?<![0-9])[0-9]{1,9}号(?:线|楼|令|文)?|[0-9]{3,4}所(?=[^,。;、]{0,12}(?:实验室|研究室))'
)


_ABOUT = re.compile("(?:有关)?(?:情况|排行榜?|排名|一览|数据|比较|对比|概况|形势|分析|观察|简报|通报|快报|榜)+$")
_OF_SEVERAL = re.compile("^(?:[两三四五六七八九十0-9]+|各|全部)(?:个)?(?:省份?|城?市|区县?|县|地区?|国)")
_REPORTED = re.compile(
    "[^,。;0-9]{0,12}?(?:公告|发布|讯|电|消息|公布|披露|表示|获悉|宣布|召开|举行|印发|报道|晚间|介绍|通报|透露|审议|said|reported|released)"
)
_RUNNING = re.compile("[,。;!?]")
_LONGEST_HEADING = 40
_OF_A_LIST = 2
"""Figures in what looks like a heading that make an entry of a list of it."""


def read(paragraphs: Sequence[Paragraph], about: About | None = None) -> list[list[Claim]]:
    """Return the claims of each paragraph, in the order of their figures; spans count within the paragraph.

    `about` is what is known of the document beforehand.
    """
    document = document_of(paragraphs, about or About())
    times, places, memory = Times(document), Whereabouts(document), Memory()
    return [[*_of_paragraph(paragraph, document, times, places, memory)] for paragraph in paragraphs]


class Memory:
    """What was named before: the measures of the document, the last one, and what the heading is about."""

    def __init__(self) -> None:
        self.named: list[str] = []
        self.topic = ""


def _of_paragraph(
    paragraph: Paragraph, document: Document, times: Times, places: Whereabouts, memory: Memory
) -> Iterator[Claim]:
    plain = plain_of(paragraph.text)
    chinese = is_chinese(plain)
    names = [match.span() for match in _NAMES.finditer(plain)]
    periods = [
        mention
        for mention in periods_in(plain, times.year, bare=times.bare_year, chinese=chinese)
        if not _is_within(mention.start, names)
    ]
    periods = [mention for mention in periods if not _is_dateline(plain, mention)]
    figures = figures_in(plain, _merged([*names, *((mention.start, mention.end) for mention in periods)]))
    is_entry = any(plain[: figure.start].rstrip().endswith(":") for figure in figures[:1])
    if _opens_section(plain) or (paragraph.is_heading and len(figures) < _OF_A_LIST and not is_entry):
        times.enter_section(plain)
        places.enter_section(plain)
        memory.topic = topic_of(plain)
    elif _is_place_alone(plain, document):
        places.enter_section(plain)
    times.enter_paragraph(plain, periods)
    places.enter_paragraph()
    topic, group = memory.topic, list[str]()
    for sentence in sentences_of(plain, _blanked(plain, periods), figures, periods, english=not chinese):
        if sentence.figures:
            reader = _of_sentence if chinese else english.claims_of
            binder = Binder(topic, group, memory.named, document.places)
            yield from _written(paragraph.text, reader(sentence, binder, document, times, places))
            topic, group = binder.topic, binder.group
            memory.topic = topic or memory.topic
        else:
            places.pass_sentence(sentence)
        times.leave_sentence(sentence)


def _is_dateline(plain: str, mention: Mention) -> bool:
    """Tell whether a day is that of the news, and of no figure: 8月23日晚间公告."""
    return is_day(mention.period) and _REPORTED.match(plain, mention.end) is not None


def topic_of(heading: str) -> str:
    """Return what a normalized heading is about, without period, place and 情况; empty for one of these alone."""
    blank = _blanked(heading, periods_in(heading, None))
    named = places_in(blank)
    words = noun_before(blank[named[-1].end :] if named else blank).words
    return _OF_SEVERAL.sub("", _ABOUT.sub("", words))


def _opens_section(plain: str) -> bool:
    """Tell whether a paragraph is a numbered heading rather than an entry of a list: short, and no sentence."""
    return len(plain) < _LONGEST_HEADING and bool(NUMBERED.match(plain)) and not _RUNNING.search(plain)


def _is_place_alone(plain: str, document: Document) -> bool:
    """Tell whether a paragraph is the name of a place, which those below it are of."""
    name = plain.strip(" :*#【】")
    return len(name) < _LONGEST_HEADING and any(
        (one.start, one.end) == (0, len(name)) for one in places_in(name, document.places)
    )


def _written(text: str, claims: Iterator[Claim]) -> Iterator[Claim]:
    for claim in claims:
        yield claim._replace(as_written=text[claim.start : claim.end])


def _of_sentence(
    sentence: Sentence, binder: Binder, document: Document, times: Times, places: Whereabouts
) -> Iterator[Claim]:
    times.enter_sentence(sentence)
    places.enter_sentence()
    topic = binder.topic
    for spot in spots_of(sentence):
        figure, bound = spot.figure, binder.bind(spot)
        status = status_of(spot, document.year) or (OF_A_PLAN if document.is_plan else "")
        measure, place, place_origin = places.of(spot, bound)
        measure = measure if bound.listed == "part" else binder.in_full(measure)
        period, period_origin = times.of(spot, is_target=bool(status))
        basis = basis_of(sentence.plain[spot.left : figure.start])
        basis = ANOTHER_YEAR if is_from_another_year(spot, period) else basis or basis_of_sentence(sentence, spot.left)
        yield Claim(
            figure.start, figure.number, figure.end, "", figure.amount, bound.sort or spot.aspect.sort,
            _direction(spot, bound), basis, measure, bound.of, spot.near, f"{topic} {spot.wide}", bound.frame,
            bound.listed, place, place_origin, period, period_origin, status,
        )  # fmt: skip


def _direction(spot: Spot, bound: Bound) -> int:
    return spot.aspect.direction if bound.direction is None else bound.direction


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _is_within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a position lies in one of some spans, which are in order and apart."""
    at = bisect_right(spans, position, key=lambda span: span[0]) - 1
    return at >= 0 and position < spans[at][1]


def _blanked(plain: str, periods: Sequence[Mention]) -> str:
    content = list(plain)
    for mention in periods:
        content[mention.start : mention.end] = BLANK * (mention.end - mention.start)
    return "".join(content)
