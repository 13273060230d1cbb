"""Checks within a fact and between facts: figures as printed, duplicates, shared names, missing fields."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from jimo_cli import text
from jimo_cli.errors import listed
from jimo_cli.figures.agreement import disagreement, is_without_direction
from jimo_cli.figures.amount import may_be_the_same, stated_amount
from jimo_cli.model import Aspect, Kind, Problem, Status
from jimo_cli.packs import rules
from jimo_cli.packs.links import once_each
from jimo_cli.text.concepts import bases_of, concepts_of, is_basis
from jimo_cli.text.names import name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.model import Fact, Topic


_RANKED_IN = (None, "位", "名")


def check(facts: Sequence[Fact], topics: Sequence[Topic]) -> Iterator[Problem]:
    """Yield the inconsistencies of facts and topics that could be read, without their places."""
    of_series_once = once_each(facts)
    for fact in facts:
        yield from as_written(fact)
        yield from without_direction(fact)
        yield from impossible_rank(fact)
    for fact in of_series_once:
        yield from missing(fact)
        yield from of_no_rate(fact)
        yield from other_basis(fact)
    yield from duplicates(facts)
    yield from shared_aliases([(fact.id, fact.label, fact.label_en, fact.aliases) for fact in of_series_once])
    yield from shared_aliases([(topic.id, topic.label, topic.label_en, topic.aliases) for topic in topics])
    yield from chain.from_iterable(no_english(topic.id, topic.label, topic.label_en) for topic in topics)


def _problem(fact_id: str, key: str | None, message_and_hint: tuple[str, str], code: str, paste: str = "") -> Problem:
    return Problem("", None, *message_and_hint, code, paste=paste, fact_id=fact_id, key=key)


def as_written(fact: Fact) -> Iterator[Problem]:
    """Yield a problem where the fields of a statistic contradict the figure that its source prints."""
    if wrong := disagreement(fact):
        yield _problem(fact.id, wrong.key, (wrong.message, "check the source"), rules.AS_WRITTEN, wrong.paste)


def without_direction(fact: Fact) -> Iterator[Problem]:
    """Yield a problem where a figure is below zero, and neither a word nor a sign that is printed says so."""
    if is_without_direction(fact):
        what = f"as_written {fact.as_written!r} does not say that the figure is below zero"
        hint = "keep the words beside it: 下降13.5%"
        yield _problem(fact.id, "as_written", (what, hint), rules.NO_DIRECTION)


def missing(fact: Fact) -> Iterator[Problem]:
    """Yield the fields that a reader of the fact would miss."""
    if fact.kind is Kind.STATISTIC and fact.time_period is None:
        what = "a statistic without time_period", "add it if the source states it"
        yield _problem(fact.id, None, what, rules.NO_PERIOD, 'time_period = "…"')
    if fact.kind is Kind.STATISTIC and fact.reference_area is None:
        what = "a statistic without reference_area", "add it here or under [topic]"
        yield _problem(fact.id, None, what, rules.NO_AREA, 'reference_area = "…"')
    yield from no_english(fact.id, fact.label, fact.label_en)


def of_no_rate(fact: Fact) -> Iterator[Problem]:
    """Yield a problem for a basis of what is no rate, and for each other word that says nothing of an aspect."""
    is_rate = fact.aspect is Aspect.GROWTH or (fact.aspect is None and "growth" in concepts_of(text.fold(fact.label)))
    if fact.basis and not is_rate:
        what = "a basis of what is no growth rate", 'set aspect = "growth", or remove it'
        yield _problem(fact.id, "basis", what, rules.OF_NO_RATE)
    if fact.among and fact.aspect is not Aspect.RANK:
        what = "among what, but no rank", 'set aspect = "rank", or remove it'
        yield _problem(fact.id, "among", what, rules.OF_NO_RATE)
    if fact.aspect is Aspect.RANK and not fact.among:
        what = "a rank among what?", "add among as the source says it"
        yield _problem(fact.id, None, what, rules.AMONG_WHAT, 'among = "…"')


def other_basis(fact: Fact) -> Iterator[Problem]:
    """Yield a problem where the words of a label contradict the basis that is stated."""
    for label in filter(None, (fact.label, fact.label_en) if fact.basis else ()):
        if not is_basis(bases_of(text.fold(label)), fact.basis, ()):
            what = f"{label!r} is not {listed(fact.basis)}", "check the source, and correct one of the two"
            yield _problem(fact.id, "basis", what, rules.OTHER_BASIS)
            return


def impossible_rank(fact: Fact) -> Iterator[Problem]:
    """Yield a problem for a rank that is no whole number from 1 on, or is counted in something."""
    ends = [end for end in (fact.value, fact.value_max) if end is not None]
    if fact.aspect is not Aspect.RANK or not ends:
        return
    if any(end < 1 or end != end.to_integral_value() for end in ends):
        what = f"a rank of {fact.value}", "write a whole number from 1 on"
        yield _problem(fact.id, "value", what, rules.NO_RANK)
    elif fact.unit not in _RANKED_IN:
        what = f"a rank in {fact.unit}", f"write {', '.join(filter(None, _RANKED_IN))}, or no unit"
        yield _problem(fact.id, "unit", what, rules.NO_RANK)


def no_english(fact_id: str, label: str, label_en: str | None) -> Iterator[Problem]:
    """Yield a problem where a fact or topic has no English label, nor a label in Latin letters."""
    is_english = any(char.isalpha() for char in label) and not any(text.is_han(char) for char in text.fold(label))
    if label_en is None and not is_english:
        yield _problem(fact_id, None, ("no English label", "add one"), rules.NO_ENGLISH, 'label_en = "…"')


def duplicates(facts: Iterable[Fact]) -> Iterator[Problem]:
    """Yield a problem for each fact that repeats an earlier one, or differs from it only in the figure."""
    alike: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        stated = stated_amount(fact)
        status = None if fact.status is Status.FINAL else fact.status
        rate = fact.aspect, fact.basis, fact.among, status
        about = (fact.kind, name(fact.label), fact.of, *rate, fact.time_period, fact.reference_area)
        alike[*about, stated.unit if stated else (fact.description, fact.parts)].append(fact)
    for first, *others in alike.values():
        for other in others:
            if _figure(other) == _figure(first):
                what = f"duplicate of {first.id}", "keep one of the two"
                yield _problem(other.id, None, what, rules.DUPLICATE)
            elif other.topic == first.topic and not may_be_the_same(first, other):
                figures = f"{stated_amount(other)}, {stated_amount(first)} there"
                hint = "correct the figure, or state what distinguishes the two"
                what = f"differs from {first.id} only in the figure: {figures}", hint
                yield _problem(other.id, "value", what, rules.CONTRADICTION)


def _figure(fact: Fact) -> tuple[object, ...] | None:
    stated = stated_amount(fact)
    return stated and (stated.low, stated.high, stated.qualifier)


def shared_aliases(named: Sequence[tuple[str, str, str | None, Sequence[str]]]) -> Iterator[Problem]:
    """Yield a problem for each alias that also matches another label; takes id, both labels and aliases."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for fact_id, label, label_en, aliases in named:
        for word in filter(None, (label, label_en, *aliases)):
            labels[name(word)].setdefault(name(label), fact_id)
    for fact_id, label, _, aliases in named:
        for alias in aliases:
            own = name(label)
            other = next((other for known, other in labels[name(alias)].items() if known != own), None)
            if other:
                what = f"alias {alias!r} also matches {other}", "make it more specific, or remove it"
                yield _problem(fact_id, "aliases", what, rules.SHARED_ALIAS)
