"""Facts, topics and works as objects, out of the rows of text that a store returns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jimo_cli.fields import FIELDS, LISTS, SEPARATOR
from jimo_cli.model import Fact, Hit, Kind, Source, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jimo_cli.store.interface import Row, Store

    Ranked = tuple[int, float, str, str | None, str]
    """The position of a hit, and what else `Hit` has, in its order."""


def read_fact(row: Row) -> Fact:
    """Return the fact whose `FIELDS` the row holds."""
    return Fact.read({name: _entries(cell) if name in LISTS else cell for name, cell in zip(FIELDS, row, strict=True)})


def read_facts(rows: Iterable[Row]) -> list[Fact]:
    """Return the facts whose `FIELDS` the rows hold, in their order."""
    return [*map(read_fact, rows)]


def read_hits(store: Store, ranked: Sequence[Ranked]) -> list[Hit]:
    """Return the facts at ranked positions as hits, in their order."""
    facts = read_facts(store.rows_at(FIELDS, [position for position, *_ in ranked]))
    return [Hit(fact, *found[1:]) for fact, found in zip(facts, ranked, strict=True)]


def read_related(store: Store, fact: Fact) -> list[Fact]:
    """Return the figure that the fact belongs to and all that belong to either, without the fact itself."""
    family = store.rows_belonging_to(FIELDS, fact.id)
    if fact.of:
        family = [*store.rows_with_ids(FIELDS, (fact.of,)), *store.rows_belonging_to(FIELDS, fact.of), *family]
    return [other for other in read_facts(family) if other.id != fact.id]


def read_topics(rows: Iterable[Row]) -> list[Topic]:
    """Return the topics whose `TOPIC_FIELDS` the rows hold, in their order."""
    topics = []
    for topic_id, label, _, *counts, label_en, aliases in rows:
        by_kind = {kind: int(count or 0) for kind, count in zip(Kind, counts, strict=True)}
        topics.append(Topic(topic_id or "", label or "", label_en, _entries(aliases), by_kind))
    return topics


def read_source(store: Store, key: str) -> Source | None:
    """Return the cited work of that key, None where there is none."""
    csl = store.source(key)
    return None if csl is None else Source(key, json.loads(csl))


def _entries(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split(SEPARATOR)) if joined else ()
