"""The sentences of a paragraph, their clauses, and what stands around each figure."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.claims.aspects import Aspect, aspect_of
from jimo_cli.claims.phrases import NounPhrase, noun_before, noun_behind
from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.claims.figures import Figure
    from jimo_cli.claims.periods import Mention

_END = re.compile(
    r"[。!?]+\"?|\n|(?<=[a-z%0-9)])\.(?=\s[A-Za-z\"]|$)|;(?=\s*(?:[一二三四五六七八九]是|[(（]?[0-9]{1,2}[)）.、]))"
)
_LONGEST = 600
"""Characters of the longest sentence that is read as one, so that the work stays linear in the text."""

_CUT = re.compile(r"[,;:()【】|]|--|、|(?<=[\u3400-\u9fff0-9%])(?:以及|和|及|与)")
_JOINING = {"、", "和", "及", "以及", "与"}
_LONGEST_REMARK, _WIDE = 40, 160
_HEDGED = re.compile("约(?:占|有|为|合)[^,。;0-9]{0,12}$")


class Sentence(NamedTuple):
    """A sentence of a normalized paragraph from `start` to `end`, its figures, periods, and where its clauses begin.

    `blank` is the paragraph with its periods left blank.
    """

    plain: str
    blank: str
    start: int
    end: int
    figures: Sequence[Figure]
    periods: Sequence[Mention]
    cuts: Sequence[int]
    is_english: bool = False


class Spot(NamedTuple):
    """What stands around a figure: `gap` before it in its clause, `between` it and the figure before, and behind it.

    `left` is where the gap begins, `right` where what belongs to the figure ends, and `clause_end` its clause.
    """

    sentence: Sentence
    at: int
    figure: Figure
    previous_end: int
    left: int
    right: int
    clause_end: int
    gap: str
    between: str
    phrase: NounPhrase
    behind: str
    aspect: Aspect

    @property
    def near(self) -> str:
        """The clause around the figure."""
        return self.sentence.plain[self.left : self.right]

    @property
    def wide(self) -> str:
        """What stands before the clause in the paragraph."""
        return self.sentence.plain[max(0, self.left - _WIDE) : self.left]


def sentences_of(
    plain: str, blank: str, figures: Sequence[Figure], periods: Sequence[Mention], *, english: bool = False
) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph in its order, those without a figure too."""
    bounds = _bounds(plain)
    figure_at = period_at = 0
    for start, end in pairwise(bounds):
        first, first_period = figure_at, period_at
        while figure_at < len(figures) and figures[figure_at].start < end:
            figure_at += 1
        while period_at < len(periods) and periods[period_at].start < end:
            period_at += 1
        own = figures[first:figure_at]
        cuts = _clauses(plain, start, end, own) if own else ()
        yield Sentence(plain, blank, start, end, own, periods[first_period:period_at], cuts, english)


def _bounds(plain: str) -> list[int]:
    """Where sentences begin, and where the last one ends."""
    bounds = [0]
    for end in [*(match.end() for match in _END.finditer(plain)), len(plain)]:
        while end - bounds[-1] > _LONGEST:
            half = bounds[-1] + _LONGEST // 2
            cut = max(plain.rfind(sign, half, bounds[-1] + _LONGEST) for sign in ";,、 ")
            bounds.append(cut + 1 if cut > 0 else bounds[-1] + _LONGEST)
        bounds.append(end)
    return bounds


def _clauses(plain: str, start: int, end: int, figures: Sequence[Figure]) -> list[int]:
    """Where the clauses of a sentence begin, and its end: behind commas, between two figures behind 和 too."""
    cuts = [start]
    numbers = [figure.start for figure in figures]
    at = 0
    for match in _CUT.finditer(plain, start, end):
        position = match.start()
        while at < len(figures) and figures[at].end <= position:
            at += 1
        if at < len(figures) and figures[at].start <= position:
            continue
        if match[0] in _JOINING and not (at and numbers[at - 1] >= cuts[-1] and at < len(figures)):
            continue
        if match[0] in ",:;" and _is_in_remark(plain, start, position, numbers):
            continue
        if match[0] in "()" and _is_remark(plain, start, position, numbers):
            continue
        cuts.append(match.end())
    return [*cuts, end]


def _is_remark(plain: str, start: int, position: int, numbers: Sequence[int]) -> bool:
    """Tell whether a bracket is one of a remark without a figure, which parts nothing."""
    if plain[position] == "(":
        first, last = position, plain.find(")", position, position + _LONGEST_REMARK)
    else:
        first, last = plain.rfind("(", max(start, position - _LONGEST_REMARK), position), position
    return first >= 0 and last >= 0 and not any(first < number < last for number in numbers)


def _is_in_remark(plain: str, start: int, position: int, numbers: Sequence[int]) -> bool:
    """Tell whether a sign stands within brackets of a remark without a figure: (法人口径,下同)."""
    opened = plain.rfind("(", max(start, position - _LONGEST_REMARK), position)
    return opened >= 0 and plain.find(")", opened, position) < 0 and _is_remark(plain, start, opened, numbers)


def spots_of(sentence: Sentence) -> Iterator[Spot]:
    """Yield what stands around each figure of a sentence, in its order."""
    previous_end, cut = sentence.start, 0
    for at, figure in enumerate(sentence.figures):
        while cut + 1 < len(sentence.cuts) - 1 and sentence.cuts[cut + 1] <= figure.start:
            cut += 1
        clause_end = sentence.cuts[cut + 1]
        left = max(sentence.cuts[cut], previous_end)
        following = sentence.figures[at + 1].start if at + 1 < len(sentence.figures) else sentence.end
        right = max(min(clause_end, following), figure.end)
        gap = sentence.blank[left : figure.start]
        figure = _hedged(figure, gap)  # noqa: PLW2901
        yield Spot(
            sentence,
            at,
            figure,
            previous_end,
            left,
            right,
            max(clause_end, figure.end),
            gap,
            sentence.plain[previous_end : figure.start],
            noun_before(gap),
            noun_behind(sentence.blank, figure.end, right),
            aspect_of(figure, gap, sentence.plain),
        )
        previous_end = figure.end


def _hedged(figure: Figure, gap: str) -> Figure:
    """A figure with the hedge that does not stand beside it: 约占全国的13%."""
    if figure.amount.qualifier is not Qualifier.EXACT or not _HEDGED.search(gap):
        return figure
    return figure._replace(amount=figure.amount._replace(qualifier=Qualifier.ABOUT))


def clauses_before(spot: Spot) -> Iterator[str]:
    """Yield the clauses between the figure before and the clause of a figure, the nearest first, without periods."""
    inner = [cut for cut in spot.sentence.cuts if spot.previous_end <= cut <= spot.left]
    for start, end in zip(reversed(inner[:-1]), reversed(inner[1:]), strict=True):
        yield spot.sentence.blank[start:end]
