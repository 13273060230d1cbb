"""Whether a text states a figure of the measure, the place and the period that a fact says.

Each figure of a text is a claim (`jimo_cli.claims`). A fact is compared with the claims that have its figure,
and with the other ones around them: where another figure fits its name better, the two may have been exchanged.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import text
from jimo_cli.claims import About, Origin, Paragraph, Sort, compare, places, read
from jimo_cli.claims.names import Name, Weights, grams_of, likeness, names_of, sort_of
from jimo_cli.claims.periods import says_year
from jimo_cli.claims.plain import YEAR
from jimo_cli.figures import units
from jimo_cli.figures.amount import printed_amount, stated_amount
from jimo_cli.model import Qualifier
from jimo_cli.verify.index import members

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from decimal import Decimal

    from jimo_cli.claims import Claim
    from jimo_cli.figures.amount import Amount
    from jimo_cli.model import Fact
    from jimo_cli.verify.passages import Passages

_MARGIN = 0.15
"""How much better another claim of a paragraph must fit the name of a fact, for the fact's figure to be another's."""

_OTHER_UNIT, _OF_WHOLE, _NEVER = 0.15, 0.2, 9.0

_NEIGHBOURS = 12
"""Claims on either side of one that are compared with it: figures that are exchanged stand near each other."""

_NAMED = 0.25
"""How well a claim must fit a fact where no whole word of its names is there: 营收 for 营业收入."""

_MOST_CLAIMS, _MOST_AREAS = 40, 1000
_CACHED = 1024
"""Figures whose claims are kept: many facts may have one."""

# How well the words of a claim are those of a name, less where it has other words, another aspect or period.
_OTHER_MOVE, _OTHER_SORT, _NARROWER = 0.35, 0.15, 0.2
_SAME_PERIOD, _OTHER_PERIOD = 0.25, 0.2
_SAME_PLACE, _OTHER_PLACE = 0.1, 0.25

_YEAR_OF_PERIOD = re.compile("[0-9]{4}")
_TO_COME = re.compile("目标|计划|预期|规划|任务|预计|target|plan|goal|forecast")
_RATE = re.compile("(?:率|比重|占比|增速|增幅|降幅|比例|率变化)$|(?<![a-z])(?:rate|share|growth|proportion)(?![a-z])")


class Finding(NamedTuple):
    """What a text says of a fact whose figure it has: how it `differs`, what is `open`, and what is only `guessed`."""

    differs: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()


class Statements:
    """The claims of a text, and what it says of facts."""

    def __init__(self, passages: Passages, facts: Sequence[Fact]) -> None:
        areas = dict.fromkeys(fact.reference_area for fact in facts if fact.reference_area)
        paragraphs = [Paragraph(each.text, each.section, each.number is None) for each in passages.all]
        self._claims = read(paragraphs, About(places=places.spelt([*areas][:_MOST_AREAS])))
        self._plain = text.fold("\n".join(paragraph.text for paragraph in paragraphs))
        self._weights: dict[int, Weights] = {}
        self._by_number: dict[Decimal, dict[Amount, list[tuple[int, int]]]] = {}
        for number, claims in enumerate(self._claims):
            for at, claim in enumerate(claims):
                alike = self._by_number.setdefault(_key(claim.amount), {})
                alike.setdefault(claim.amount, []).append((number, at))
        self._places_of = lru_cache(_CACHED)(self._with_amount)
        self.names_place = lru_cache(None)(self._names_place)
        self.names_places = any(claim.place for claims in self._claims for claim in claims)
        self._years_in = [frozenset(YEAR.findall(text.fold(paragraph.text))) for paragraph in paragraphs]
        self._years = frozenset().union(*self._years_in)
        self._every = passages.index.every
        self._set_of = passages.index.set_of

    def names(self, fact: Fact, cited: int) -> bool:
        """Tell whether a figure of the cited passages is said of what a name of the fact says, in whatever words."""
        names = names_of(fact, loosely=True)
        return any(self._score(fact, names, place) > _NAMED for place in self._with_figure(fact, cited))

    def falls(self, fact: Fact, cited: int) -> bool:
        """Tell whether the words around the figure of a fact say that it is a fall."""
        return any(self._claims[number][at].direction < 0 for number, at in self._with_figure(fact, cited))

    def of(self, fact: Fact, cited: int) -> Finding:
        """Return what the cited passages say of a fact with a figure; nothing where the figure cannot be read."""
        own = self._with_figure(fact, cited)
        if not own:
            return Finding()
        names = names_of(fact, loosely=True)
        scored = [(self._score(fact, names, place), place) for place in own]
        best, place = max(scored, key=lambda each: (each[0], -each[1][0], -each[1][1]))
        claim = self._claims[place[0]][place[1]]
        if rival := self._rival(fact, place, best):
            return Finding((_of_other(claim, rival),))
        return _compared(fact, claim, self, cited)

    def _with_figure(self, fact: Fact, cited: int) -> list[tuple[int, int]]:
        """The places of the claims of some passages with the figure of a fact."""
        printed = printed_amount(fact.as_written or "") or stated_amount(fact)
        if printed is None:
            return []
        by_passage, passages = self._places_of(printed)
        own = ((number, at) for number in members(cited & passages) for at in by_passage[number])
        return [*islice(own, _MOST_CLAIMS)]

    def _with_amount(self, printed: Amount) -> tuple[Mapping[int, Sequence[int]], int]:
        """The claims with a figure by their passage, and the set of these passages."""
        alike = self._by_number.get(_key(printed), {})
        found = [place for amount, places in alike.items() if _is_same_figure(printed, amount) for place in places]
        by_passage: dict[int, list[int]] = {}
        for number, at in sorted(found):
            by_passage.setdefault(number, []).append(at)
        return by_passage, self._set_of(by_passage)

    def _rival(self, fact: Fact, place: tuple[int, int], best: float) -> Claim | None:
        """The claim with another figure near one that fits a fact clearly better, by names that mean just that."""
        names = names_of(fact)
        number, at = place
        claims = self._claims[number]
        amount = claims[at].amount
        near = range(max(0, at - _NEIGHBOURS), min(len(claims), at + _NEIGHBOURS + 1))
        others = [
            other
            for other in near
            if not _is_same_figure(amount, claims[other].amount)
            and not compare.turned(fact.label, claims[other]._replace(of="", near=""))[0]
            and not _is_elsewhere(fact, claims[other])
            and not _says_less(names, claims[other], claims[at])
        ]
        scored = [(self._score(fact, names, (number, other)), other) for other in others]
        most, rival = max(scored, default=(0.0, at))
        return claims[rival] if most > best + _margin(fact, claims[at], claims[rival]) else None

    def _score(self, fact: Fact, names: Sequence[Name], place: tuple[int, int]) -> float:
        number, at = place
        claim = self._claims[number][at]
        weights = self._weights_of(number)
        score = max(likeness(name, claim, weights) for name in names)
        score -= _of_sort(sort_of(fact), claim.sort)
        score -= _NARROWER if compare.is_narrower(fact.label, claim) else 0
        score -= (
            _OTHER_MOVE
            if compare.is_per_head(text.fold(fact.label)) is not compare.is_per_head(claim.measure + claim.near)
            else 0
        )
        if fact.time_period and claim.period:
            if fact.time_period == claim.period:
                score += _SAME_PERIOD
            elif claim.period_origin >= Origin.SENTENCE:
                score -= _OTHER_PERIOD
        if fact.reference_area and claim.place and claim.place_origin >= Origin.PRECEDING:
            is_same = places.is_same(fact.reference_area, claim.place)
            is_beside = claim.place_origin is Origin.CLAUSE
            score += _SAME_PLACE * (1 + is_beside) if is_same else -_OTHER_PLACE * is_beside
        return score

    def _weights_of(self, number: int) -> Weights:
        """The weights of words in a passage."""
        if number not in self._weights:
            claims = self._claims[number]
            self._weights[number] = Weights(grams_of(claim.measure) | grams_of(claim.of) for claim in claims)
        return self._weights[number]

    def _names_place(self, area: str) -> bool:
        """Tell whether the text names a place, by any of its names, or a place around or in it."""
        names = {text.fold(area), *(name for one in _ids(area) for name in _place_names(one))}
        return any(name in self._plain for name in names if len(name) > 1)

    def names_year_of(self, period: str, cited: int | None = None) -> bool:
        """Tell whether the text, or the cited passages of it, writes out a year of a period, or no year at all."""
        if not self._years:
            return True
        return not self._years_of(cited).isdisjoint(_YEAR_OF_PERIOD.findall(period))

    def _years_of(self, cited: int | None) -> frozenset[str]:
        if cited is None or cited == self._every:
            return self._years
        return frozenset(year for number in members(cited) for year in self._years_in[number])


def _is_elsewhere(fact: Fact, claim: Claim) -> bool:
    """Tell whether a claim names another place in its clause than that of a fact."""
    area = fact.reference_area
    if not area or claim.place_origin is not Origin.CLAUSE:
        return False
    return not places.is_same(area, claim.place) and not compare.is_around(area, claim.place)


def _says_less(names: Sequence[Name], claim: Claim, other: Claim) -> bool:
    """Tell whether a claim has, with all before it in its sentence, only a part of what another has of each name.

    第一产业拉动经济增长0.2个百分点；第二产业…，拉动1.2个百分点: the second leaves out 经济增长, and has it before.
    """
    said, more = (_said_up_to(one) for one in (claim, other))
    return all(said & name.every < more & name.every for name in names)


def _said_up_to(claim: Claim) -> frozenset[str]:
    return grams_of(claim.measure) | grams_of(claim.of) | grams_of(claim.near) | grams_of(claim.wide)


def _margin(fact: Fact, claim: Claim, rival: Claim) -> float:
    """How much better a claim must fit: more where it counts something else, or is the whole of the other."""
    margin = _MARGIN
    if _is_difference(claim) is not _is_difference(rival) and _is_rate(claim) and _is_rate(rival):
        return _NEVER if _is_difference(rival) else margin
    if _RATE.search(text.fold(fact.label)) and _is_rate(claim) is not _is_rate(rival):
        return margin - _OTHER_UNIT if _is_rate(rival) else _NEVER
    if units.ratio(rival.amount.name, claim.amount.name, of_growth=True) is None:
        margin += _OTHER_UNIT
    own = {gram for name in names_of(fact, loosely=True) for gram in name.grams} & grams_of(claim.measure)
    if rival.measure and rival.measure in claim.of and own - grams_of(rival.measure):
        margin += _OF_WHOLE
    return margin


def _is_difference(claim: Claim) -> bool:
    return "百分点" in claim.amount.full_unit or "point" in claim.amount.full_unit


def _is_rate(claim: Claim) -> bool:
    return claim.amount.unit in {"%", "‰"} or "百分点" in claim.amount.full_unit or "percent" in claim.amount.full_unit


def _key(amount: Amount) -> Decimal:
    return abs(amount.low).normalize()


def _is_same_figure(one: Amount, other: Amount) -> bool:
    if abs(one.low) != abs(other.low) or (one.high is None) is not (other.high is None):
        return False
    if one.high is not None and other.high is not None and abs(one.high) != abs(other.high):
        return False
    bare = not one.unit or not other.unit
    return bare or units.ratio(one.name, other.name, of_growth=True) is not None or one.unit == other.unit


def _of_sort(own: Sort, claimed: Sort) -> float:
    if own is claimed or {own, claimed} == {Sort.GROWTH, Sort.CHANGE}:
        return 0.0
    return _OTHER_MOVE if {own, claimed} & {Sort.GROWTH, Sort.RANK, Sort.CHANGE} else _OTHER_SORT


def _of_other(claim: Claim, rival: Claim) -> str:
    what = claim.measure if claim.sort is Sort.LEVEL else f"the {claim.sort} of {claim.measure}"
    return f"the figure of this is {rival.as_written} there; {claim.as_written} is that of {what}"


def _compared(fact: Fact, claim: Claim, statements: Statements, cited: int) -> Finding:
    """How a fact differs from the claim that states its figure."""
    differs, still_open, guessed = list[str](), list[str](), list[str]()
    for part, sure in (_of_period(fact, claim, statements, cited), _of_place(fact, claim, statements)):
        if part and sure is None:
            still_open.append(part)
        elif part:
            (differs if sure else guessed).append(part)
    differs += [*filter(None, (_aspect(fact, claim), _status(fact, claim))), *_words(fact, claim)]
    return Finding(tuple(differs), tuple(still_open), tuple(guessed))


def _of_period(fact: Fact, claim: Claim, statements: Statements, cited: int) -> tuple[str, bool | None]:
    """How the period differs, and whether that is sure: None where the text states none."""
    own = fact.time_period
    if own is None:
        return "", True
    if not says_year(claim.period):
        missing = f"{own} is nowhere in the text"
        return ("period not stated there", None) if statements.names_year_of(own) else (missing, True)
    if claim.period_origin >= Origin.SENTENCE and not claim.status and _is_other_stretch(own, claim.period):
        return f"the figure is of {claim.period} there, not of {own}", True
    if not compare.are_apart(own, claim.period):
        return ("period not stated there", None) if claim.period_origin <= Origin.GUESS else ("", True)
    is_sure = claim.period_origin >= Origin.SENTENCE or (
        claim.period_origin > Origin.GUESS and not statements.names_year_of(own, cited)
    )
    return f"the figure is of {claim.period} there, not of {own}", is_sure


def _is_other_stretch(own: str, there: str) -> bool:
    return compare.is_widened(own, there) or compare.is_narrowed(own, there)


def _of_place(fact: Fact, claim: Claim, statements: Statements) -> tuple[str, bool | None]:
    """How the place differs, and whether that is sure: None where the text states none."""
    own = fact.reference_area
    if own is None:
        return "", True
    if claim.place and (places.is_same(own, claim.place) or text.fold(claim.place) in text.fold(fact.label)):
        return "", True
    is_named = statements.names_place(own) or places.is_same(own, places.CHINA)
    if not is_named and not compare.is_around(own, claim.place or own) and statements.names_places:
        about = f", which is about {claim.place}" if claim.place else ""
        # 柳林 may be a county, and the name of a well.
        is_sure = claim.place_origin > Origin.GUESS and not places.may_be_a_word(claim.place)
        return f"{own} is nowhere in the text{about}", is_sure
    if not claim.place:
        return "place not stated there", None
    if claim.place_origin is Origin.CLAUSE and not compare.is_around(own, claim.place):
        return f"the figure is of {claim.place} there, not of {own}", True
    return "", True


def _aspect(fact: Fact, claim: Claim) -> str:
    own = sort_of(fact)
    if fact.aspect is None or Sort.LEVEL in {own, claim.sort} or not _of_sort(own, claim.sort):
        return ""
    return f"the figure is a {claim.sort} there, not a {own}"


def _status(fact: Fact, claim: Claim) -> str:
    """What a text says to come, where a fact says that it has happened."""
    is_to_come = claim.status in {"target", "forecast", "condition"} and fact.status is None
    if not is_to_come or _TO_COME.search(text.fold(fact.label)):
        return ""
    return f"it is a {claim.status} there"


def _words(fact: Fact, claim: Claim) -> Iterator[str]:
    """Yield how basis, direction, hedge and the sense of the label differ."""
    if basis := compare.basis(fact.label, claim, fact.basis):
        yield f"the rate is {basis} there"
    if direction := compare.direction(fact, claim):
        yield f"it is a {direction} there"
    if there := compare.hedge(fact, claim):
        is_hedged = there is not Qualifier.EXACT
        yield f"the figure is {claim.as_written} there" if is_hedged else f"no word for {fact.qualifier} is there"
    if scope := compare.scope(fact.label, claim):
        yield f"it is a share of {scope} there"
    own, other = compare.turned(fact.label, claim)
    if own:
        yield f"{other} is said there, the label says {own}"


@lru_cache(4096)
def _ids(area: str) -> Sequence[str]:
    from jimo_cli import places as table  # noqa: PLC0415

    return table.ids_named(text.fold(area))


@lru_cache(4096)
def _place_names(place_id: str) -> Collection[str]:
    from jimo_cli import places as table  # noqa: PLC0415

    return table.names_of(place_id)
