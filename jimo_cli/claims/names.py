"""How far the words of a claim are those of a fact's name."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import measures, text
from jimo_cli.claims.claim import Sort
from jimo_cli.model import Aspect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.claims.claim import Claim
    from jimo_cli.model import Fact

ASPECT_WORDS = re.compile(
    "同比|环比|增长率?|下降|增减|位次|比重|占比|近三年变化|变化|平均|总数|数量|[种项套户人个家件]数|目标|预期|净增|增速|增幅|降幅"
    "|的|growth|share|rate"
)
"""Words of a name that say what a figure says of its measure, and not which measure that is."""

_SORTS = (
    (Sort.RANK, re.compile("位次|排名|名次|(?<![a-z])rank")),
    (Sort.SHARE, re.compile("占(?!地|用)|比重|份额|(?<![a-z])share")),
    (Sort.GROWTH, re.compile("增长|增速|增幅|降幅|同比|growth")),
    (
        Sort.CHANGE,
        re.compile(
            "增减|净增|提高|缩短|增加(?!值)|减少|变化|下降|上升|回落|下跌|偏[多少高低]|高于|低于|change|increase|decrease"
        ),
    ),
)
_OF_ASPECT = {Aspect.GROWTH: Sort.GROWTH, Aspect.SHARE: Sort.SHARE, Aspect.RANK: Sort.RANK}
_WORDS = re.compile("[\u3400-\u9fff]+|[a-z0-9]*[a-z][a-z0-9]*|[0-9]{2,}")
_WORTHLESS = frozenset(text.words("the and for with from into that of in a an to by on was is were are"))
_GDP = re.compile("(?:国内|地区)?生产总值|gross (?:domestic|regional) product")
_FILLING = re.compile("(?<=占)[到了据]|全部|悉数")
"""What adds nothing to the words that it stands among."""

_STEM = 6
"""Letters of an English word that are compared: employed, employees."""

_MOST_NAMES = 10
_LONGEST_SHORT = 4
_CACHED = 2**14

# What a piece of a name is worth by where a sentence has it: in the measure, in what that is a part of, in the
# clause, before the clause.
_OF, _NEAR, _WIDE = 0.7, 0.6, 0.3
_FOREIGN = 0.25
"""What the words of a measure cost that are in no name of the fact, against those of the name."""

_HEAD, _SHORTENED = 0.1, 0.6
"""What the same last word is worth, and a name that is the measure shortened: 营收 of 营业收入."""


class Name(NamedTuple):
    """A folded name of a fact, its `grams` without those that only say its aspect, `every` one, and its last word."""

    text: str
    grams: frozenset[str]
    every: frozenset[str]
    head: str


@lru_cache(_CACHED)
def name_of(written: str) -> Name:
    """Return a name as it is compared."""
    folded = text.fold(written)
    every = grams_of(folded)
    core = grams_of(ASPECT_WORDS.sub(" ", folded))
    head = folded[-2:] if "\u3400" <= folded[-1:] <= "\u9fff" else folded.rpartition(" ")[2]
    return Name(ASPECT_WORDS.sub("", folded).strip(), core or every, every, head)


def names_of(fact: Fact, *, loosely: bool = False) -> list[Name]:
    """Return the names of a fact, and those of the measure that its label names, `loosely` the everyday ones too."""
    written = [name for name in (fact.label, fact.label_en, *fact.aliases) if name]
    return [name_of(name) for name in (*written, *terms_of(fact.label, loosely=loosely))[:_MOST_NAMES]]


@lru_cache(_CACHED)
def terms_of(label: str, *, loosely: bool = False) -> Sequence[str]:
    """Return other names of the measure that a label is, without its words for growth; `loosely` wider ones too."""
    core = ASPECT_WORDS.sub("", text.fold(label)).strip()
    same = [measure for measure, how in measures.ids_of(core) if how == measures.SAME]
    found = [name for measure in same for name in measures.names_of(measure)]
    return [*(measures.loose_names_of(same[0]) if loosely and same else ()), *found]


@lru_cache(_CACHED)
def grams_of(folded: str) -> frozenset[str]:
    """Return the pairs of neighbouring Han characters, and the stems of the words, of folded text.

    GDP is one word by all its names, since most shares are of it.
    """
    return frozenset(_grams(_FILLING.sub("", gdp_as_word(folded))))


def gdp_as_word(folded: str) -> str:
    """Return folded text with GDP for all its names: the 生产 in 生产总值 is no production."""
    return _GDP.sub(" gdp ", folded)


def _grams(folded: str) -> Iterator[str]:
    for run in _WORDS.findall(folded):
        if run.isascii():
            if run not in _WORTHLESS:
                yield run[:_STEM].rstrip("s")
        elif len(run) == 1:
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))


class Weights:
    """How much each piece of a name tells: one that few of some texts have more than one that many have."""

    def __init__(self, of: Iterable[frozenset[str]]) -> None:
        counts = Counter[str]()
        self._all = 0
        for grams in of:
            counts.update(grams)
            self._all += 1
        self._weights = {gram: self._of(count) for gram, count in counts.items()}
        self._of_none = self._of(0.5)

    def _of(self, count: float) -> float:
        return log(1 + self._all / count) + 0.1

    def __call__(self, gram: str) -> float:
        """Return the weight of a piece."""
        return self._weights.get(gram, self._of_none)


def likeness(name: Name, claim: Claim, weight: Weights) -> float:
    """Return how far the words of a claim are those of a name: 1 for all of them and no other one.

    A little more where both end alike.
    """
    there, foreign = overlap(name, claim, weight)
    is_head = name.head and (claim.measure.endswith(name.head) or claim.of.endswith(name.head))
    if there < _SHORTENED and is_short_for(name.text, claim.measure):
        there, foreign = _SHORTENED, 0.0
    return there - _FOREIGN * min(1.0, foreign) + (_HEAD if is_head else 0.0)


def overlap(name: Name, claim: Claim, weight: Weights) -> tuple[float, float]:
    """Return the share of a name that a claim has, 0 to 1, and how much it has beside it, as a multiple of the name."""
    own, whole = grams_of(claim.measure), grams_of(claim.of)
    there = total = 0.0
    parts = ((own, 1.0), (whole, _OF), (grams_of(claim.near), _NEAR), (grams_of(claim.wide), _WIDE))
    for gram in name.grams:
        worth = weight(gram)
        total += worth
        for grams, share in parts:
            if gram in grams:
                there += worth * share
                break
    total = total or 1.0
    foreign = 0.0
    for gram in own - whole or own:
        if gram not in name.every:
            foreign += weight(gram)
    return there / total, foreign / total


@lru_cache(_CACHED)
def is_short_for(name: str, measure: str) -> bool:
    """Tell whether a name has characters of a measure in their order, or its initials: 营收 of 营业收入, gdp."""
    if name.isascii():
        return "".join(word[0] for word in measure.split() if word not in _WORTHLESS)[:_LONGEST_SHORT] in name.split()
    rest = iter(measure)
    return 2 <= len(name) <= _LONGEST_SHORT and name[0] == measure[:1] and all(char in rest for char in name)  # noqa: PLR2004


def sort_of(fact: Fact) -> Sort:
    """Return what the figure of a fact says of its measure: by its aspect, else by the words of its label."""
    return sort_of_label(fact.label) if fact.aspect is None else _OF_ASPECT[fact.aspect]


@lru_cache(_CACHED)
def sort_of_label(label: str) -> Sort:
    """Return what the figures of a label say of its measure, by its words."""
    folded = text.fold(label)
    return next((sort for sort, pattern in _SORTS if pattern.search(folded)), Sort.LEVEL)
