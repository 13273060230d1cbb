"""The facts of one measure in one table as a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.imports.drafts import Observation, SeriesDraft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.imports.drafts import FactDraft

_FEWEST = 2


def in_series(facts: Sequence[FactDraft]) -> tuple[list[SeriesDraft], list[FactDraft]]:
    """Return the series that facts of tables make, and the other facts, none of which belongs to one of a series.

    A series has two observations at least, of different places or periods.
    """
    groups: dict[object, list[int]] = {}
    for at, fact in enumerate(facts):
        if fact.table is not None:
            has_place, has_period = fact.reference_area is not None, fact.time_period is not None
            key = fact.table, fact.label, fact.label_en, fact.unit, fact.aspect, fact.basis, has_place, has_period
            groups.setdefault(key, []).append(at)
    found = [group for group in groups.values() if len(group) >= _FEWEST and _differ([facts[at] for at in group])]
    taken = {at for group in found for at in group}
    kept = [at for at in range(len(facts)) if at not in taken]
    new: dict[int | None, int] = {old: at for at, old in enumerate(kept)}
    others = [facts[at]._replace(of=new.get(facts[at].of)) for at in kept]
    return [_series([facts[at] for at in group]) for group in found], others


def _differ(facts: Sequence[FactDraft]) -> bool:
    """Tell whether no two facts are of the same place, period and status."""
    return len({(fact.reference_area, fact.time_period, fact.status) for fact in facts}) == len(facts)


def _series(facts: Sequence[FactDraft]) -> SeriesDraft:
    first = facts[0]
    checks = {key: words for fact in reversed(facts) for key, words in fact.checks.items()}
    rows = [
        Observation(
            fact.reference_area,
            fact.time_period,
            fact.value or "",
            fact.value_max,
            fact.qualifier,
            fact.status,
            None,
            fact.as_written,
            None,
            fact.section,
            None if fact.paragraph is None else str(fact.paragraph),
        )
        for fact in facts
    ]
    return SeriesDraft(first.label, first.label_en, first.unit, rows, first.aspect, first.basis, checks=checks)
