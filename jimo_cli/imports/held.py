"""Drafts held against their text, by the judgement that `jimo verify` passes on facts, and what of them is mended."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jimo_cli.fields import BETWEEN
from jimo_cli.figures.agreement import disagreement
from jimo_cli.figures.amount import printed_amount
from jimo_cli.model import Aspect, Basis, Fact, Kind, Locator, Qualifier, Status
from jimo_cli.verify import FOUND, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from jimo_cli.imports.drafts import FactDraft
    from jimo_cli.verify import Verdict
    from jimo_cli.verify.texts import Text

_SOURCE = "draft"
_REFUSED = ""
"""The key of what is wrong with a fact as a whole."""


def verdicts(facts: Sequence[FactDraft], text: Text) -> list[Verdict]:
    """Return what `jimo verify` will say of drafts that cite a text."""
    return verify([_fact(number, draft) for number, draft in enumerate(facts)], {_SOURCE: text.sha256}, [text])


def mended(facts: Sequence[FactDraft], text: Text, words: Sequence[str]) -> tuple[list[FactDraft], list[str]]:
    """Return the drafts that the text has as they say, and what was left out since no way to say so was found.

    `words` are those around the figure of each. Tried are the value as it is read, then with that in this order: the
    words of the text in the label, these alone, without the period, without the place, and with the words alone.
    """
    found, told, words = [*facts], list[str](), [*words]
    while refused := _mend(found, text, words):
        # Which headings the text has, and so how its paragraphs count, is known by the facts: those left are seen anew.
        details = [verdict.detail for verdict in verdicts(found, text)]
        told += [f"{found[at].as_written or found[at].label} is left out: {details[at]}" for at in refused]
        found = _without(found, {*refused})
        words = [word for at, word in enumerate(words) if at not in {*refused}]
    return found, told


def _mend(found: list[FactDraft], text: Text, words: Sequence[str]) -> list[int]:
    """Mend drafts in their place, and return the numbers of those for which no way was found."""
    refused = _refused(found, text, range(len(found)))
    for number in refused:
        found[number] = _as_read(found[number])
    refused = _refused(found, text, refused) if refused else []
    for way in _WAYS:
        if not refused:
            break
        changed = [*found]
        for number in refused:
            changed[number] = way(changed[number], words[number])
        still = _refused(changed, text, refused)
        for number in {*refused} - {*still}:
            found[number] = changed[number]
        refused = still
    return refused


def _refused(facts: Sequence[FactDraft], text: Text, among: Iterable[int]) -> list[int]:
    """The numbers of those of some drafts that the text does not have as they say."""
    found = verdicts(facts, text)
    return [number for number in among if found[number].result != FOUND]


def _without(facts: Sequence[FactDraft], numbers: Collection[int]) -> list[FactDraft]:
    """The drafts without some; what belonged to one of these belongs to none."""
    kept = [number for number in range(len(facts)) if number not in numbers]
    new = {old: number for number, old in enumerate(kept)}
    owners = (facts[old].of for old in kept)
    return [facts[old]._replace(of=new.get(-1 if of is None else of)) for old, of in zip(kept, owners, strict=True)]


def _marked(draft: FactDraft, key: str, why: str) -> FactDraft:
    return draft._replace(checks={**draft.checks, key: why})


def _labelled(draft: FactDraft, words: str) -> FactDraft:
    label = f"{draft.label}（{words}）" if words and words not in draft.label else draft.label
    return _marked(draft._replace(label=label), "label", words)


def _named(draft: FactDraft, words: str) -> FactDraft:
    return _marked(draft._replace(label=words or draft.label), "label", words)


def _without_period(draft: FactDraft, words: str) -> FactDraft:
    return _left_out(draft._replace(time_period=None), "time_period", words)


def _without_place(draft: FactDraft, words: str) -> FactDraft:
    return _left_out(draft._replace(reference_area=None), "reference_area", words)


def _left_out(draft: FactDraft, key: str, words: str) -> FactDraft:
    """A draft that no longer states a key, with a mark that a person may have to."""
    checks = {other: said for other, said in draft.checks.items() if other != key}
    return draft._replace(checks={**checks, _REFUSED: words})


def _plainly(draft: FactDraft, words: str) -> FactDraft:
    """With the words of the text alone, as no more than a figure that stands there."""
    bare = draft._replace(aspect=None, basis=None, of=None, among=None, time_period=None, reference_area=None)
    return _named(bare, words)


def _as_read(draft: FactDraft) -> FactDraft:
    """A draft whose printed figure reads as something else than it says, with that, and with the sign that it has."""
    amount = printed_amount(draft.as_written or "")
    if amount is None or draft.value is None or disagreement(_fact(0, draft)) is None:
        return draft
    sign = -1 if draft.value.startswith("-") and amount.low > 0 else 1
    ends = sorted(sign * end for end in (amount.low, amount.high) if end is not None)
    digits = [amount.digits(end, amount.power) for end in ends]
    qualifier = None if amount.qualifier in {None, Qualifier.EXACT} else str(amount.qualifier)
    return draft._replace(
        value=digits[0],
        value_max=digits[1] if len(digits) > 1 else None,
        unit=amount.full_unit or draft.unit,
        qualifier=qualifier,
    )


_WAYS: Sequence[Callable[[FactDraft, str], FactDraft]] = (
    _labelled,
    _named,
    _without_period,
    _without_place,
    _plainly,
)


def _fact(number: int, draft: FactDraft) -> Fact:
    value = None if draft.value is None else Decimal(draft.value)
    qualifier = None if value is None else Qualifier(draft.qualifier or "exact")
    return Fact(
        id=f"{_SOURCE}.{number}",
        label=draft.label,
        value=value,
        unit=draft.unit,
        time_period=draft.time_period,
        reference_area=draft.reference_area,
        topic=_SOURCE,
        kind=Kind(draft.kind),
        label_en=draft.label_en,
        value_max=None if draft.value_max is None else Decimal(draft.value_max),
        qualifier=qualifier,
        of=None if draft.of is None else f"{_SOURCE}.{draft.of}",
        aspect=None if draft.aspect is None else Aspect(draft.aspect),
        parts=(),
        aliases=(),
        description=draft.description,
        description_en=None,
        as_written=draft.as_written,
        source=_SOURCE,
        locator=str(Locator(draft.section, draft.paragraph)) or None,
        status=None if draft.status is None else Status(draft.status),
        basis=tuple(map(Basis, draft.basis.split(BETWEEN))) if draft.basis else (),
        among=draft.among,
    )
