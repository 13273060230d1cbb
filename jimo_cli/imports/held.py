"""Drafts held against their text, by the judgement that `jimo verify` passes on facts, and what of them is mended."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jimo_cli.figures.amount import printed_amount
from jimo_cli.model import Aspect, Basis, Fact, Kind, Locator, Qualifier, Status
from jimo_cli.verify import FOUND, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jimo_cli.imports.drafts import FactDraft
    from jimo_cli.verify import Verdict
    from jimo_cli.verify.texts import Text

_SOURCE = "draft"
_REFUSED = ""
"""The key of what is wrong with a fact as a whole."""


def verdicts(facts: Sequence[FactDraft], text: Text) -> list[Verdict]:
    """Return what `jimo verify` will say of drafts that cite a text."""
    return verify([_fact(number, draft) for number, draft in enumerate(facts)], {_SOURCE: text.sha256}, [text])


def mended(facts: Sequence[FactDraft], text: Text, words: Sequence[str]) -> list[FactDraft]:
    """Return drafts that the text has as they say, where one way to say so was found; else with a mark that tells why.

    `words` are those around the figure of each. Tried in this order: the value as it is read, with the words of
    the text in the label, with these alone, without the period, without the place, and with the words alone.
    """
    found = [*facts]
    refused = [number for number, verdict in enumerate(verdicts(found, text)) if verdict.result != FOUND]
    for way in _WAYS:
        if not refused:
            return found
        changed = [*found]
        for number in refused:
            changed[number] = way(changed[number], words[number])
        after = verdicts(changed, text)
        for number in refused:
            if after[number].result == FOUND:
                found[number] = changed[number]
        refused = [number for number in refused if after[number].result != FOUND]
    if refused:
        last = verdicts(found, text)
        for number in refused:
            found[number] = _marked(found[number], _REFUSED, last[number].detail or last[number].result)
    return found


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


def _as_read(draft: FactDraft, _: str) -> FactDraft:
    """With the value, the unit and the hedge that the printed figure reads as."""
    amount = printed_amount(draft.as_written or "")
    if amount is None:
        return draft
    high = None if amount.high is None else amount.digits(amount.high, amount.power)
    qualifier = None if amount.qualifier in {None, Qualifier.EXACT} else str(amount.qualifier)
    low, unit = amount.digits(amount.low, amount.power), amount.full_unit or None
    return draft._replace(value=low, value_max=high, unit=unit, qualifier=qualifier)


_WAYS: Sequence[Callable[[FactDraft, str], FactDraft]] = (
    _as_read,
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
        basis=tuple(map(Basis, (draft.basis or "").split())),
        among=draft.among,
    )
