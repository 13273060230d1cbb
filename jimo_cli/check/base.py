"""The facts of a base by measure, and which measures a claim may be of."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import measures, text
from jimo_cli.claims import Sort, compare
from jimo_cli.claims.names import ASPECT_WORDS, Weights, grams_of, name_of, overlap, sort_of_label, terms_of
from jimo_cli.figures.amount import stated_amount
from jimo_cli.model import Status
from jimo_cli.text import concepts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from jimo_cli.claims import Claim
    from jimo_cli.claims.names import Name
    from jimo_cli.figures.amount import Amount
    from jimo_cli.model import Fact

_ORDINAL = re.compile("第[一二三四五六七八九十0-9]+")
_DOING = re.compile("建|新|引进|完成|竣工|开工|培育|增|投产|启用|入列|获")
"""What was done in a period, and is no stock of what it was done to."""

_MOST_CANDIDATES = 12
_COMMON = 200
"""Measures with a piece of a name above which it finds none, since others do."""

_WORTH_A_LOOK = 0.2
"""What a measure must have in common with a claim, as a part of what the one has that has most."""

_KEPT = 64
"""Measures whose facts are kept: a draft is about few."""

# A claim is of a measure for sure where it has nearly all of a name and little beside it, and may be of one where it
# has more than half.
_SURE, _LITTLE = 0.7, 0.35
_LIKELY, _MUCH = 0.6, 1.0

SAME, LOOSE = 2.0, 0.5
"""Scores of a measure that a claim names by a term for it, and by a wider word, which is sure where it alone fits."""


class Label(NamedTuple):
    """A label of a base with its other names; `key` is what its facts are loaded by."""

    key: int
    label: str
    names: tuple[str, ...]


class Stated(NamedTuple):
    """A fact with its amount."""

    fact: Fact
    amount: Amount


class Measure(NamedTuple):
    """What a label measures: its names, the terms for it, and what its figures say of it."""

    label: Label
    names: tuple[Name, ...]
    terms: frozenset[str]
    sort: Sort


class Match(NamedTuple):
    """A measure that a claim may be of.

    `is_sure` where it has nearly all words of a name and hardly another one, `is_named` where it is a name in full.
    """

    measure: Measure
    score: float
    is_sure: bool
    is_named: bool = False


class Base:
    """The statistics of a base by measure; the facts of one are loaded when a claim may be of it.

    `load` returns those of a label by its key, and `load_at` those of a place and a period, of any measure.
    """

    def __init__(
        self,
        labels: Iterable[Label],
        load: Callable[[int], Sequence[Fact]],
        load_at: Callable[[str | None, str | None], Sequence[Fact]],
    ) -> None:
        self._load = load
        self.facts_at = lru_cache(_KEPT)(lambda area, period: stated(load_at(area, period)))
        self._measures = [_measure(label) for label in labels]
        self.facts_of = lru_cache(_KEPT)(self._facts_of)
        every = [frozenset().union(*(name.grams for name in measure.names)) for measure in self._measures]
        self._weight = Weights(every)
        self._with_gram: dict[str, list[int]] = {}
        self._of_term: dict[str, list[int]] = {}
        for number, (measure, grams) in enumerate(zip(self._measures, every, strict=True)):
            for gram in grams:
                self._with_gram.setdefault(gram, []).append(number)
            for term in measure.terms:
                self._of_term.setdefault(term, []).append(number)

    def _facts_of(self, measure: Measure) -> tuple[Stated, ...]:
        """Return the figures of a measure."""
        return stated(self._load(measure.label.key))

    def measures_of(self, claim: Claim) -> list[Match]:
        """Return the measures that a claim may be of, the likeliest first."""
        found = [match for number in self._candidates(claim) if (match := self._match(self._measures[number], claim))]
        if len(found) == 1 and found[0].score == LOOSE and _is_most_of(_core(claim.measure), found[0].measure):
            return [found[0]._replace(is_sure=True)]
        return sorted(found, key=lambda match: (-match.is_sure, -match.score))

    def _candidates(self, claim: Claim) -> Iterable[int]:
        tally = dict[int, float]()
        for gram in grams_of(claim.measure) | grams_of(claim.of) | grams_of(claim.near):
            numbers = self._with_gram.get(gram, ())
            if len(numbers) <= _COMMON:
                weight = self._weight(gram)
                for number in numbers:
                    tally[number] = tally.get(number, 0.0) + weight
        most = Counter(tally).most_common(_MOST_CANDIDATES)
        likely = [number for number, weight in most if weight >= _WORTH_A_LOOK * most[0][1]]
        return dict.fromkeys([*likely, *self._of_terms(claim)])

    def _of_terms(self, claim: Claim) -> Iterator[int]:
        """Yield the measures whose label means the same as a claim's words: GDP and 地区生产总值 share no piece."""
        for term in _terms(_core(claim.measure)) | _terms(_core(claim.measure), measures.LOOSE):
            yield from self._of_term.get(term, ())

    def _match(self, measure: Measure, claim: Claim) -> Match | None:
        if not _may_be(measure.sort, claim.sort) or _is_other(measure.label.label, claim):
            return None
        core = _core(claim.measure)
        if not measure.terms.isdisjoint(_terms(core)):
            return Match(measure, SAME, is_sure=True, is_named=not claim.of)
        if not measure.terms.isdisjoint(_terms(core, measures.LOOSE)):
            return Match(measure, LOOSE, is_sure=False)
        # 床位 may be 医疗卫生机构床位.
        if len(core) > 1 and not _terms(core) and any(_ends_with(name.text, core) for name in measure.names):
            return Match(measure, LOOSE, is_sure=False)
        return self._likened(measure, claim)

    def _likened(self, measure: Measure, claim: Claim) -> Match | None:
        """Match a measure by how many words of its names a claim has, and how many others."""
        own = grams_of(claim.measure)
        said = own | grams_of(claim.of) | grams_of(claim.near)
        overlaps = [(*overlap(name, claim, self._weight), name) for name in measure.names if said & name.grams]
        there, foreign, best = max(overlaps, key=lambda each: each[0] - each[1] / 4, default=(0.0, 0.0, None))
        is_end = any(name.text and claim.measure.endswith(name.text) for name in measure.names)  # 重点产业的数字化率
        if best is None or there < _LIKELY or (foreign > _MUCH and not is_end):
            return None
        label = measure.label.label
        # 项目开工182个、投产55个: the name has the whole, and not what is said of it.
        is_of_whole = bool(claim.of and own) and len(own & best.every) < len(own) / 2
        is_of_whole |= claim.listed == "part" and bool(claim.of) and best.grams <= grams_of(claim.of)
        is_near = there >= _SURE and foreign <= _LITTLE and not is_of_whole and _has_part(best.text, claim)
        is_sure = is_near and not compare.is_narrower(label, claim) and not compare.is_wider(label, claim)
        is_named = is_sure and not foreign and not claim.of and best.grams <= own
        return Match(measure, there - foreign / 4, is_sure, is_named)


def stated(facts: Iterable[Fact]) -> tuple[Stated, ...]:
    """Return those facts that have a figure, with their amounts."""
    amounts = ((fact, stated_amount(fact)) for fact in facts)
    return tuple(Stated(fact, amount) for fact, amount in amounts if amount is not None)


def _measure(label: Label) -> Measure:
    written = (label.label, *label.names, *terms_of(label.label))
    names = {name.text: name for name in map(name_of, written)}
    return Measure(label, tuple(names.values()), _terms(_core(text.fold(label.label))), sort_of_label(label.label))


def _core(folded: str) -> str:
    return ASPECT_WORDS.sub("", folded).strip()


@lru_cache(2**14)
def _terms(folded: str, how: str = measures.SAME) -> frozenset[str]:
    return frozenset(measure for measure, means in measures.ids_of(folded) if means == how)


def _has_part(name: str, claim: Claim) -> bool:
    """Tell whether a claim has what a name says a share of: 青岛占全省的17% is no share of 第三产业."""
    part, _, whole = name.partition("占")
    grams = grams_of(part) if whole else frozenset()
    said = grams_of(claim.measure) | grams_of(claim.of) | grams_of(claim.near) | grams_of(claim.wide)
    return 2 * len(grams & said) >= len(grams)


def _is_most_of(core: str, measure: Measure) -> bool:
    """Tell whether a wider word is at least half of the name that it ends, and leaves out nothing that was done.

    投资 may be any of 固定资产投资, and 学校 are not 新建学校.
    """
    rests = [(name.text, name.text.removesuffix(core)) for name in measure.names if name.text.endswith(core)]
    return any(2 * len(core) >= len(name) and not _DOING.search(rest) for name, rest in rests)


def _ends_with(name: str, core: str) -> bool:
    return name != core and name.endswith(core) and not _is_sum(name, core)


def _is_sum(name: str, core: str) -> bool:
    """Tell whether a name is of a sum of which a word is one term: total imports and exports for exports."""
    return concepts.has_opposite(name, concepts.contrasts_of(core))


def _may_be(own: Sort, claimed: Sort) -> bool:
    return own is claimed or {own, claimed} <= {Sort.GROWTH, Sort.CHANGE}


def _is_other(label: str, claim: Claim) -> bool:
    """Tell whether a claim is of the opposite, compares with another period, or is per head where the label is not."""
    ordinals = {*_ORDINAL.findall(text.fold(label))}, {*_ORDINAL.findall(claim.measure)}
    if all(ordinals) and ordinals[0].isdisjoint(ordinals[1]):  # 第二产业 is not 第三产业
        return True
    if compare.turned(label, claim)[0] or compare.basis(label, claim) or compare.scope(label, claim):
        return True
    return compare.is_per_head(text.fold(label)) is not compare.is_per_head(claim.measure)


def is_expected(one: Stated) -> bool:
    """Tell whether a fact is a target or a forecast."""
    return one.fact.status in {Status.TARGET, Status.FORECAST}
