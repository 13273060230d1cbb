"""What a fact says about itself and beside others: figures as printed, doubles, names, what is missing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from jimo_cli import text
from jimo_cli.figures.agreement import disagreement
from jimo_cli.figures.amount import may_be_the_same, stated_amount
from jimo_cli.model import Kind
from jimo_cli.packs import rules
from jimo_cli.packs.links import Misfit
from jimo_cli.text.names import name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.model import Fact, Topic


def check(facts: Sequence[Fact], topics: Sequence[Topic]) -> Iterator[Misfit]:
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


def as_written(fact: Fact) -> Iterator[Misfit]:
    """Yield a misfit where the fields of a statistic say another figure than its source prints."""
    if wrong := disagreement(fact):
        hint = "look into the source which of the two is right"
        yield Misfit(fact.id, wrong.message, hint, rules.AS_WRITTEN, wrong.key, wrong.paste)


def missing(fact: Fact) -> Iterator[Misfit]:
    """Yield what a reader of the fact would miss."""
    if fact.kind is Kind.STATISTIC and fact.time_period is None:
        hint = "say it where the source does"
        yield Misfit(fact.id, "a statistic without time_period", hint, rules.NO_PERIOD, None, 'time_period = "…"')
    if fact.kind is Kind.STATISTIC and fact.reference_area is None:
        hint = "say of what place it is, here or under [topic]"
        yield Misfit(fact.id, "a statistic without reference_area", hint, rules.NO_AREA, None, 'reference_area = "…"')
    if fact.label_en is None and not _is_english(fact.label):
        yield _no_english(fact.id)


def _is_english(label: str) -> bool:
    """Whether a label is its own English one: letters, and no character of Chinese."""
    return any(char.isalpha() for char in label) and not any(text.is_han(char) for char in text.fold(label))


def _no_english(own: str) -> Misfit:
    return Misfit(own, "no English label", "add one", rules.NO_ENGLISH, None, 'label_en = "…"')


def doubles(facts: Iterable[Fact]) -> Iterator[Misfit]:
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
                yield Misfit(other.id, message, "keep one of the two", rules.DUPLICATE, None)
            elif other.topic == first.topic and not may_be_the_same(first, other):
                figures = f"{stated_amount(other)}, {stated_amount(first)} there"
                message = f"differs from {first.id} in nothing but the figure: {figures}"
                hint = "mend the figure, or say what sets the two apart"
                yield Misfit(other.id, message, hint, rules.CONTRADICTION, "value")


def _figure(fact: Fact) -> tuple[object, ...] | None:
    said = stated_amount(fact)
    return said and (said.low, said.high, said.qualifier)


def shared_aliases(named: Sequence[tuple[str, str, str | None, Sequence[str]]]) -> Iterator[Misfit]:
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
                yield Misfit(own, message, "say it more exactly, or take it away", rules.SHARED_ALIAS, "aliases")
