"""The place of each claim: the one named in its clause, else what its sentence, section or document is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jimo_cli.claims import places
from jimo_cli.claims.claim import Origin, Sort
from jimo_cli.claims.phrases import SHARED
from jimo_cli.claims.places import Mention, places_in, relatives_in

if TYPE_CHECKING:
    from jimo_cli.claims.document import Document
    from jimo_cli.claims.frames import Bound
    from jimo_cli.claims.places import Known
    from jimo_cli.claims.sentences import Sentence, Spot

_RELATED = re.compile(
    "(?:对|向|从|来自|出口|进口|与|同|和|比|较|至|往|赴|高于|低于|占|居|列|排|位于|地处|坐落[在于]|隶?属于?|毗邻|距)\\s?(?:整个)?$|(?<![a-z])(?:to|from|with|than|of)\\s(?:the\\s)?$"
)
# 比全国2.8%的平均增速高: the place is that of the figure, which the other one is compared with.
_OF_FIGURE = re.compile("的?(?:平均)?(?:水平)?的?")
_ALL_OF = re.compile("全(?![国省市区县])[\u3400-\u9fff]{2,4}[省市区县]")
_WHOLE = re.compile(SHARED)
_RANKING = re.compile("居|列|排|高于|低于|比(?!重|例)")
_OF_IT = re.compile(
    r"\s*(?:其|该[省市县区]|当地|这里|这[个座](?:城市|县|区)|its |their |the (?:city|county|district|province)(?:'s)? )"
)
"""A sentence that begins with it goes on about the place of the one before."""

_HAVE = re.compile("^(?:[的 ]|[共拥现]?有(?![机色线效轨]))*")
_JOINED = re.compile(r"\s(?:of|in|for|at)\s*$")
_BEFORE, _BEGIN, _LONGEST, _LONGEST_LATIN = 8, 40, 24, 80


class Whereabouts:
    """The places that hold while a document is read, from its begin to its end."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._section: tuple[str, Origin] = "", Origin.NONE
        self._sentence: tuple[str, Origin] = "", Origin.NONE
        self._preceding = ""
        self._named_here = set[str]()

    def enter_section(self, heading: str) -> None:
        """Take the place of a heading for what follows it."""
        named = places_in(heading, self._document.places)
        address = [one for one, before in zip(named[1:], named, strict=False) if one.start == before.end]
        self._section = ((address or named)[-1 if address else 0].name, Origin.SECTION) if named else ("", Origin.NONE)

    def enter_paragraph(self) -> None:
        """Begin a paragraph: no place of the one before holds on."""
        self._preceding = ""
        self._sentence = "", Origin.NONE
        self._named_here = set()

    def enter_sentence(self) -> None:
        """Begin a sentence: the place of the one before, if it named just one, holds where this one names none."""
        if len(self._named_here) == 1:
            self._preceding = self._sentence[0]
        elif self._named_here:
            self._preceding = ""
        self._sentence = "", Origin.NONE
        self._named_here = set()

    def pass_sentence(self, sentence: Sentence) -> None:
        """Pass a sentence without a figure: Take Heyang. Its exports …; 再看鹿溪市。当地…."""
        named = {one.name for one in places_in(sentence.plain[sentence.start : sentence.end], self._document.places)}
        if len(named) == 1:
            self._preceding = named.pop()
            self._sentence = "", Origin.NONE
            self._named_here = set()

    def of(self, spot: Spot, bound: Bound) -> tuple[str, str, Origin]:
        """Return the measure of a figure without the place that it begins with, the place, and where it stands."""
        scope = self._scope(spot)
        beside = self._named(scope, is_percent=spot.figure.amount.unit == "%")
        measure, in_measure = self._in_measure(bound, spot.sentence.plain[spot.left : spot.figure.start])
        in_measure = bound.place or self._behind(spot) or in_measure or self._at_brackets(spot)
        if in_measure:
            return measure, self._found(in_measure), Origin.CLAUSE
        if beside:
            return measure, self._found(beside), Origin.CLAUSE
        if not self._sentence[0]:
            earlier = self._named(spot.sentence.plain[spot.sentence.start : spot.left])
            self._sentence = (earlier, Origin.SENTENCE) if earlier else self._sentence
        if self._preceding and not self._sentence[0] and _OF_IT.match(spot.sentence.plain, spot.sentence.start):
            return measure, self._preceding, Origin.PRECEDING
        return (measure, *self._held())

    def _found(self, place: str) -> str:
        self._sentence = place, Origin.SENTENCE
        self._named_here.add(place)
        return place

    def _at_brackets(self, spot: Spot) -> str:
        """The place that stands right before the brackets of a figure: 均少于黄岛（分别为63个）."""
        plain, start = spot.sentence.plain, spot.sentence.start
        opened = plain.rfind("(", start, spot.figure.start)
        if opened < 0 or plain.find(")", opened, spot.figure.start) >= 0:
            return ""
        before = plain[max(start, opened - _LONGEST) : opened]
        return next((one.name for one in places_in(before, self._document.places) if one.end == len(before)), "")

    def _behind(self, spot: Spot) -> str:
        """The place behind a figure, as English has it: 762,900 new jobs in Cangning."""
        if not spot.sentence.is_english:
            return ""
        behind = spot.sentence.plain[spot.figure.end : spot.right]
        named = places_in(behind, self._document.places)
        return next((one.name for one in named if behind[: one.start].endswith((" in ", " in the "))), "")

    def _held(self) -> tuple[str, Origin]:
        if self._sentence[0]:
            return self._sentence
        if self._section[0]:
            return self._section
        if self._preceding:
            return self._preceding, Origin.PRECEDING
        return self._document.place, self._document.place_origin

    @staticmethod
    def _scope(spot: Spot) -> str:
        """What before a figure may name its place: not what a share is of, what it ranks among or is compared with."""
        scope = spot.sentence.plain[spot.left : spot.figure.start]
        ends = {Sort.SHARE: _WHOLE, Sort.RANK: _RANKING, Sort.CHANGE: _RANKING, Sort.GROWTH: _RANKING}
        stop = ends[spot.aspect.sort].search(scope) if spot.aspect.sort in ends else None
        return scope[: stop.start()] if stop else scope

    def _named(self, scope: str, *, is_percent: bool = False) -> str:
        """The place that a text names last; of an address the narrowest: 山东省青岛市.

        Right before a percentage stands what that is a share of: 不到全省5%.
        """
        found = [
            (mention.start, self._resolved(mention))
            for mention in relatives_in(scope)
            if not (is_percent and _OF_FIGURE.fullmatch(scope, mention.end)) and _is_of_it(mention, scope)
        ]
        found += [
            (mention.start, mention.name)
            for mention in places_in(scope, self._document.places)
            if _is_of_it(mention, scope)
        ]
        return max((each for each in found if each[1]), default=(-1, ""))[1]

    def _resolved(self, mention: Mention) -> str:
        home = self._section[0] or self._document.place
        if mention.rank == "国":
            return places.around("", "国")
        around = places.around(home, mention.rank) if home else ""
        if around:
            return around
        return self._document.places.only_one(mention.rank)

    def _in_measure(self, bound: Bound, scope: str) -> tuple[str, str]:
        """The measure without the places and 全市 that it begins with, and the last of the places.

        `scope` is the text before the figure, with the quotation marks that the measure has lost.
        """
        measure, named = bound.measure.removeprefix("全" if _ALL_OF.match(bound.measure) else ""), ""
        while measure:
            found = next((one for one in places_in(measure[:_BEGIN], self._document.places) if one.start == 0), None)
            relative = next((one for one in relatives_in(measure[:4]) if one.start == 0), None)
            if found and places.may_be_a_word(found.name) and f'"{measure[: found.end + 1]}' in scope:
                break  # of a brand in quotation marks: “江源巧姑”家政服务品牌
            begins = found or relative
            rest = _HAVE.sub("", measure[begins.end :].removeprefix("'s")) if begins else ""
            if begins is None or len(rest) < 2:  # noqa: PLR2004
                break
            named, measure = (begins.name or self._resolved(begins)), rest
        if not named and (ends := _place_at_end(measure, self._document.places)):
            return _JOINED.sub("", measure[: ends.start]), ends.name
        return measure, named


def _is_of_it(mention: Mention, scope: str) -> bool:
    """Tell whether a place is that of a figure behind the scope, and not only what that is compared with: 高于全国."""
    is_of_figure = _OF_FIGURE.fullmatch(scope, mention.end) is not None
    return is_of_figure or not _RELATED.search(scope, max(0, mention.start - _BEFORE), mention.start)


def _place_at_end(measure: str, known: Known) -> Mention | None:
    """The place that a measure ends with: 人均GDP云浦."""
    measure = measure.rstrip(": ")
    if not known or len(measure) > (_LONGEST_LATIN if measure.isascii() else _LONGEST):
        return None
    return next((one for one in places_in(measure, known) if one.end == len(measure) and one.start > 1), None)
