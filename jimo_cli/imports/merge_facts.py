"""The facts of a draft beside those that stand in the fact file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from jimo_cli.imports import entries
from jimo_cli.imports.merge import Difference, matching, revised_status
from jimo_cli.model import Edit, Status
from jimo_cli.packs import schema

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from jimo_cli.imports.entries import Entry
    from jimo_cli.imports.merge import Index
    from jimo_cli.packs.layout import Layout

_RANKS = {status.value: rank for rank, status in enumerate(Status)}
_FIGURE = ("value", "value_max", "qualifier")
_ABOUT = ("kind", "aspect", "unit", "time_period", "reference_area")
_ABOUT_A_THING = _ABOUT[1:]
"""Of a name without a figure the kind is a guess, which a person may have edited."""


class Found(NamedTuple):
    """What stands in the file of a fact of a draft: the slug of the same one, and how its figure differs.

    `revised` is the status that the old one gets where the new one is to be written beside it.
    """

    slug: str | None
    difference: Difference | None = None
    revised: str | None = None


def found(index: Index, entry: Entry, source: str, done: Container[str], *, revise: bool) -> Found:
    """Return what the file has of a fact; no slug where it is new.

    It is the same that has its label, or its slug, and is of the same kind, place and period; or that has its printed
    figure at the same place of the source, since a person may have edited the label.
    """
    standing, facts, wholes = index.standing, index.standing.entries(entries.FACT), index.whole[entries.FACT]
    about = _ABOUT if "value" in entry.values else _ABOUT_A_THING
    same = [
        slug
        for slug in matching(index, entries.FACT, entry, source, done)
        if all(_said(wholes[slug], key) == _said(entry.values, key) for key in about)
    ]
    at = [
        slug
        for slug in index.printed(source, entry.values.get("as_written", ""))
        if slug not in done and _is_printed_there(wholes[slug], entry)
    ]
    equal = [slug for slug in (*same, *at) if _figure(wholes[slug]) == _figure(entry.values)]
    if equal:
        return Found(equal[0])
    if not same:
        return Found(None)
    by_status = {str(facts[slug].get("status") or Status.FINAL): slug for slug in same}
    if entry.values.get("status") not in {None, *by_status}:
        return Found(None)  # each of them keeps its id
    latest = entry.values.get("status") or max(by_status, key=_RANKS.__getitem__)
    slug = by_status[latest]
    becomes = revised_status(latest, by_status) if revise else None
    old, new = (_shown(values) for values in (wholes[slug], entry.values))
    return Found(slug, Difference(f"{standing.stem}.{slug}", old, new, becomes is not None), becomes)


def _said(values: Mapping[str, Any], key: str) -> object:
    return values.get(key)


def _is_printed_there(whole: Mapping[str, Any], entry: Entry) -> bool:
    """Whether a fact with the words of an entry stands at its place in the source."""
    return all(whole.get(key) == entry.values.get(key) for key in ("locator", "aspect"))


def _figure(values: Mapping[str, Any]) -> tuple[object, ...]:
    """The figure of a fact, to be compared."""
    from decimal import Decimal  # noqa: PLC0415

    ends = [None if values.get(key) is None else Decimal(str(values[key])) for key in ("value", "value_max")]
    return *ends, values.get("qualifier") or "exact"


def _shown(values: Mapping[str, Any]) -> str:
    return " ".join(str(values[key]) for key in _FIGURE if values.get(key) is not None)


def edit_of_status(layout: Layout, slug: str, values: Mapping[str, Any], status: str) -> Edit | None:
    """Return the edit that gives a fact of the file a status, None where it has that."""
    if values.get("status") == status:
        return None
    stated = layout.statement("fact", slug, "status")
    if stated is not None:
        return Edit(stated.value, stated.end, f'"{status}"')
    order = [*schema.FACT_KEYS]
    before = [key for key in order[: order.index("status")] if key in values]
    last = layout.statement("fact", slug, before[-1]) if before else layout.statement("fact", slug)
    if last is None:
        return None
    end = layout.text.find("\n", last.end) + 1 or len(layout.text)
    return Edit(end, end, f'status = "{status}"\n')
