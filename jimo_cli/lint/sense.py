"""What a fact says about itself and beside others: figures as printed, doubles, names, what is missing."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from jimo_cli import rules, text
from jimo_cli.checks import Misfit
from jimo_cli.lint import units
from jimo_cli.lint.intervals import may_be_the_same
from jimo_cli.lint.names import name
from jimo_cli.lint.printed import Amount, printed, stated
from jimo_cli.model import Aspect, Kind, Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.model import Fact, Topic

_OF_TABLES = (3, 4, 6, 8, 9, 12)
"""The powers of ten that the head of a table may say: 千, 万, million, 亿, billion, 万亿."""

# Nouns and verbs by their stems: what a label may say is more than what stands before a figure.
_FALLS = ("降", "跌", "减", "缩", "滑", "decline", "decrease", "fall", "drop", "cut", "save", "reduc")


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
    said = stated(fact)
    shown = printed(fact.as_written) if fact.as_written else None
    if said is None or shown is None:
        return
    wrong = _mended(fact, said, shown)
    if wrong:
        message = f"as_written {fact.as_written!r} reads as {shown}, the fact says {said}"
        hint = "look into the source which of the two is right"
        key = next((key for key in wrong if getattr(fact, key) is not None), "as_written")
        # No line makes one figure of a range: one has to be taken away.
        paste = "" if said.high is not None and shown.high is None else "\n".join(wrong.values())
        yield Misfit(fact.id, message, hint, rules.AS_WRITTEN, key, paste)


def _mended(fact: Fact, said: Amount, shown: Amount) -> dict[str, str]:
    """The keys that say another thing than what is printed, with the lines that would say it."""
    times = _times(fact, said, shown)
    agrees = _agrees(fact, said, shown, times or 1)
    in_its_unit = times is None or (not agrees and times != 1 and shown.unit != "")
    power = shown.power if in_its_unit or not shown.unit_said else said.power
    moved = in_its_unit and (not agrees or shown.power != said.power)
    wrong = {}
    ends = ("value", fact.value, shown.low), ("value_max", fact.value_max, shown.high)
    for key, ours, theirs in ends if moved or not agrees else ():
        digits = shown.shown(theirs, power) if theirs is not None else None
        if (digits and moved) or ours != (digits and Decimal(digits)):
            wrong[key] = f"{key} = {digits}"
    if (said.qualifier or Qualifier.EXACT) not in {shown.qualifier, shown.or_else}:
        wrong["qualifier"] = f'qualifier = "{shown.qualifier}"'
    if in_its_unit:
        wrong["unit"] = f'unit = "{shown.unit_said}"'
    return wrong


def _times(fact: Fact, said: Amount, shown: Amount) -> Fraction | None:
    """How many of the unit that is said one that is printed is; None where they measure different things."""
    if not shown.unit_said:  # a cell of a table, with the unit at its head
        return Fraction(10) ** said.power
    if not shown.unit or shown.unit == said.unit:
        return Fraction(1)
    return units.ratio(shown.name, said.name, of_growth=fact.aspect is Aspect.GROWTH or shown.way != 0)


def _agrees(fact: Fact, said: Amount, shown: Amount, times: Fraction | int) -> bool:
    """Whether the numbers are the same where one that is printed is so many."""
    if times == 1 and (said.low, said.high) == (shown.low, shown.high):
        return True
    ours = [Fraction(end) for end in (said.low, said.high) if end is not None]
    theirs = [Fraction(end) * times for end in (shown.low, shown.high) if end is not None]
    if ours == theirs or (_falls(fact, shown) and [-end for end in reversed(ours)] == theirs):
        return True
    if shown.unit_said:
        return False
    whole = [Fraction(end) for end in (shown.low, shown.high) if end is not None]
    return ours == whole or (not said.power and any([end * 10**power for end in whole] == ours for power in _OF_TABLES))


def _falls(fact: Fact, shown: Amount) -> bool:
    """Whether a fall is said by something else than the sign: the label, or words around what is printed."""
    spoken = text.fold(f"{fact.label} {fact.label_en or ''}")
    around = fact.aspect is Aspect.GROWTH and shown.low > 0 and not shown.way
    return around or any(word in spoken for word in _FALLS)


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
        said = stated(fact)
        about = (fact.kind, name(fact.label), fact.of, fact.aspect, fact.time_period, fact.reference_area)
        alike[*about, said.unit if said else (fact.description, fact.parts)].append(fact)
    for first, *others in alike.values():
        for other in others:
            if _figure(other) == _figure(first):
                message = f"says the same as {first.id}"
                yield Misfit(other.id, message, "keep one of the two", rules.DUPLICATE, None)
            elif other.topic == first.topic and not may_be_the_same(first, other):
                message = f"differs from {first.id} in nothing but the figure: {stated(other)}, {stated(first)} there"
                hint = "mend the figure, or say what sets the two apart"
                yield Misfit(other.id, message, hint, rules.CONTRADICTION, "value")


def _figure(fact: Fact) -> tuple[object, ...] | None:
    said = stated(fact)
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
