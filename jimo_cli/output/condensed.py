"""Statistics of many places and periods as one line for each measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli import places
from jimo_cli.figures import period
from jimo_cli.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jimo_cli.model import Fact

_MANY = 10
"""More facts of one measure than these are one line."""

_PLACES = {"zh": "{} 个地区", "en": "{} places"}


def condensed(facts: Sequence[Fact], lang: str) -> tuple[list[Fact], Mapping[str, str]]:
    """Return the facts with one for each measure that has many, and by its id over which places and periods it goes.

    That one is the latest of the widest place.
    """
    measures: dict[tuple[str | None, ...], list[Fact]] = {}
    for fact in facts:
        measures.setdefault((fact.label, fact.label_en, fact.unit), []).append(fact)
    shown: list[Fact] = []
    ranges: dict[str, str] = {}
    standing_for: dict[str, str] = {}
    for own in measures.values():
        if len(own) > _MANY:
            latest = _latest_of_widest(own)
            ranges[latest.id] = _range(own, lang)
            standing_for |= dict.fromkeys((fact.id for fact in own), latest.id)
            own = [latest]  # noqa: PLW2901  # the facts of the measure that are shown
        shown += own
    order = {fact.id: at for at, fact in enumerate(facts)}
    first = {standing_for.get(fact.id, fact.id): order[fact.id] for fact in reversed(facts)}
    shown.sort(key=lambda fact: first[fact.id])
    return shown, ranges


def _latest_of_widest(facts: Iterable[Fact]) -> Fact:
    latest: dict[str | None, Fact] = {}
    for fact in facts:
        before = latest.get(fact.reference_area)
        if before is None or _end(fact) > _end(before):
            latest[fact.reference_area] = fact
    return min(latest.values(), key=lambda fact: places.depth(fold(fact.reference_area or "")))


def _end(fact: Fact) -> str:
    return period.Period.parse(fact.time_period).until.isoformat() if fact.time_period else ""


def _start(stated: str) -> str:
    return period.Period.parse(stated).start.isoformat()


def _range(facts: Sequence[Fact], lang: str) -> str:
    areas = {fact.reference_area for fact in facts}
    stated = sorted(
        {fact.time_period for fact in facts if fact.time_period}, key=lambda text: period.Period.parse(text).start
    )
    parts = [_PLACES[lang].format(len(areas))] if len(areas) > 1 else []
    if len(stated) > 1:
        parts.append(f"{stated[0]}–{stated[-1]}")
    return " · ".join(parts)
