"""What a fact says about itself and beside others: figures as printed, doubles, names, what is missing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from jimo_cli import text
from jimo_cli.figures.agreement import disagreement
from jimo_cli.figures.amount import stated_amount
from jimo_cli.figures.intervals import may_be_the_same
from jimo_cli.model import Kind, Problem
from jimo_cli.packs import rules
from jimo_cli.text.names import name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.model import Fact, Topic


def check(facts: Sequence[Fact], topics: Sequence[Topic]) -> Iterator[Problem]:
    """Yield what does not make sense in facts and topics that could be read."""
    for fact in facts:
        yield from as_written(fact)
        yield from missing(fact)
    yield from doubles(facts)
    yield from shared_aliases([(fact.id, fact.label, fact.label_en, fact.aliases) for fact in facts])
    yield from shared_aliases([(topic.id, topic.label, topic.label_en, topic.aliases) for topic in topics])
    for topic in topics:
        if topic.label_en is None and not _is_english(topic.label):
            yield _no_english(topic.id)


def _problem(  # noqa: PLR0913, PLR0917
    fact_id: str, key: str | None, message: str, hint: str, code: str, paste: str = ""
) -> Problem:
    return Problem("", None, message, hint, code, paste=paste, fact_id=fact_id, key=key)


def as_written(fact: Fact) -> Iterator[Problem]:
    """Yield a misfit where the fields of a statistic say another figure than its source prints."""
    if wrong := disagreement(fact):
        hint = "look into the source which of the two is right"
        yield _problem(fact.id, wrong.key, wrong.message, hint, rules.AS_WRITTEN, wrong.paste)


def missing(fact: Fact) -> Iterator[Problem]:
    """Yield what a reader of the fact would miss."""
    if fact.kind is Kind.STATISTIC and fact.time_period is None:
        hint = "say it where the source does"
        yield _problem(fact.id, None, "a statistic without time_period", hint, rules.NO_PERIOD, 'time_period = "…"')
    if fact.kind is Kind.STATISTIC and fact.reference_area is None:
        hint = "say of what place it is, here or under [topic]"
        yield _problem(fact.id, None, "a statistic without reference_area", hint, rules.NO_AREA, 'reference_area = "…"')
    if fact.label_en is None and not _is_english(fact.label):
        yield _no_english(fact.id)


def _is_english(label: str) -> bool:
    """Whether a label is its own English one: letters, and no character of Chinese."""
    return any(char.isalpha() for char in label) and not any(text.is_han(char) for char in text.fold(label))


def _no_english(own: str) -> Problem:
    return _problem(own, None, "no English label", "add one", rules.NO_ENGLISH, 'label_en = "…"')


def doubles(facts: Iterable[Fact]) -> Iterator[Problem]:
    """Yield a misfit for each fact that says what an earlier one says, or the same with another figure."""
    alike: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        said = stated_amount(fact)
        about = (fact.kind, name(fact.label), fact.of, fact.aspect, fact.time_period, fact.reference_area)
        alike[*about, said.unit if said else (fact.description, fact.parts)].append(fact)
    for first, *others in alike.values():
        for other in others:
            if _figure(other) == _figure(first):
                message = f"says the same as {first.id}"
                yield _problem(other.id, None, message, "keep one of the two", rules.DUPLICATE)
            elif other.topic == first.topic and not may_be_the_same(first, other):
                figures = f"{stated_amount(other)}, {stated_amount(first)} there"
                message = f"differs from {first.id} in nothing but the figure: {figures}"
                hint = "mend the figure, or say what sets the two apart"
                yield _problem(other.id, "value", message, hint, rules.CONTRADICTION)


def _figure(fact: Fact) -> tuple[object, ...] | None:
    said = stated_amount(fact)
    return said and (said.low, said.high, said.qualifier)


def shared_aliases(named: Sequence[tuple[str, str, str | None, Sequence[str]]]) -> Iterator[Problem]:
    """Yield a misfit for each alias that leads to another label as well; takes id, both labels and aliases."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for own, label, label_en, aliases in named:
        for word in filter(None, (label, label_en, *aliases)):
            labels[name(word)].setdefault(name(label), own)
    for own, label, _, aliases in named:
        for alias in aliases:
            others = [other for said, other in labels[name(alias)].items() if said != name(label)]
            if others:
                message = f"alias {alias!r} leads to {others[0]} as well"
                hint = "say it more exactly, or take it away"
                yield _problem(own, "aliases", message, hint, rules.SHARED_ALIAS)
