"""Checks within a fact and between facts: figures as printed, duplicates, shared names, missing fields."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from jimo_cli import text
from jimo_cli.figures.agreement import disagreement
from jimo_cli.figures.amount import may_be_the_same, stated_amount
from jimo_cli.model import Kind, Problem
from jimo_cli.packs import rules
from jimo_cli.packs.links import once_each
from jimo_cli.text.names import name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.model import Fact, Topic


def check(facts: Sequence[Fact], topics: Sequence[Topic]) -> Iterator[Problem]:
    """Yield the inconsistencies of facts and topics that could be read, without their places."""
    of_series_once = once_each(facts)
    for fact in facts:
        yield from as_written(fact)
    for fact in of_series_once:
        yield from missing(fact)
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


def missing(fact: Fact) -> Iterator[Problem]:
    """Yield the fields that a reader of the fact would miss."""
    if fact.kind is Kind.STATISTIC and fact.time_period is None:
        what = "a statistic without time_period", "add it if the source states it"
        yield _problem(fact.id, None, what, rules.NO_PERIOD, 'time_period = "…"')
    if fact.kind is Kind.STATISTIC and fact.reference_area is None:
        what = "a statistic without reference_area", "add it here or under [topic]"
        yield _problem(fact.id, None, what, rules.NO_AREA, 'reference_area = "…"')
    yield from no_english(fact.id, fact.label, fact.label_en)


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
        about = (fact.kind, name(fact.label), fact.of, fact.aspect, fact.time_period, fact.reference_area)
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
