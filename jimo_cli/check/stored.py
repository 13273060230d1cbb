"""Checking a draft against the facts of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.check import Base, Label, check, report, stated
from jimo_cli.fields import FIELDS
from jimo_cli.store.filters import Filters
from jimo_cli.store.objects import read_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.check import Stated
    from jimo_cli.check.report import Result
    from jimo_cli.documents import Document
    from jimo_cli.model import Fact
    from jimo_cli.store.interface import Store

STATISTICS = Filters((), ("statistic",))
"""Every fact with a figure."""


def base_of(store: Store, chosen: Filters = STATISTICS) -> Base:
    """Return the chosen statistics by label; those of a label, and of a place and period, are read when needed."""

    def load(label_id: int) -> Sequence[Fact]:
        positions = [position for position, *_ in store.placed(chosen, label_id=label_id)]
        return read_facts(store.rows_at(FIELDS, positions))

    def load_at(area: str | None, period: str | None) -> Sequence[Fact]:
        placed = store.placed(chosen, area=area)
        return read_facts(store.rows_at(FIELDS, [position for position, when, *_ in placed if when == period]))

    labels = (
        Label(one.label_id, one.label, tuple(filter(None, (one.label_en, *one.aliases))))
        for one in store.names().every()
    )
    return Base(labels, load, load_at)


def results_of(document: Document, store: Store, base: Base) -> list[Result]:
    """Return what the facts of a store, whose statistics are `base`, say of each figure of a draft."""

    def find(fact_id: str) -> Stated | None:
        return next(iter(stated(read_facts(store.rows_with_ids(FIELDS, [fact_id])))), None)

    return report.results_of(document, check(document, base, areas=store.names().areas, find=find))
