"""What is cited of a store: facts and series by their ids, and the works that they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.cite.cited import Cited, Figure, cited
from jimo_cli.cite.quote import quote
from jimo_cli.cite.work import read_work
from jimo_cli.fields import FIELDS
from jimo_cli.store.filters import Filters
from jimo_cli.store.objects import read_fact, read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.cite.work import Work
    from jimo_cli.model import Fact
    from jimo_cli.store.interface import Store

    Known = tuple[str, bool]
    """The id of a fact or of a series, and whether it is that of a series."""


def cited_works(store: Store, ids: Sequence[Known]) -> list[Cited]:
    """Return the works of some facts, each once, with what is cited of it; a series is cited as a whole."""
    figures = [figure for each in ids for figure in (_of_series(store, each) if each[1] else _alone(store, each))]
    known = {key: read_source(store, key) for key in dict.fromkeys(figure.fact.source for figure in figures)}
    return cited(figures, {key: source.csl for key, source in known.items() if source})


def quotes(store: Store, ids: Sequence[Known], lang: str) -> Iterator[str]:
    """Yield a sentence for each fact, and for each observation of a series."""
    works: dict[str, Work | None] = {}
    for each in ids:
        for fact in _facts(store, each):
            if fact.source not in works:
                source = read_source(store, fact.source)
                works[fact.source] = read_work(source.csl) if source else None
            yield quote(fact, works[fact.source], lang)


def _facts(store: Store, known: Known) -> Iterator[Fact]:
    fact_id, is_series = known
    if is_series:
        return map(read_fact, store.stream(FIELDS, Filters(series=fact_id)))
    return map(read_fact, store.rows_with_ids(FIELDS, (fact_id,)))


def _alone(store: Store, known: Known) -> Iterable[Figure]:
    return map(Figure, _facts(store, known))


def _of_series(store: Store, known: Known) -> Iterable[Figure]:
    """For each work of a series its first observation, with the place that all of them share, and how many they are."""
    found: dict[str, Figure] = {}
    for fact in _facts(store, known):
        first, count = found.get(fact.source, Figure(fact, 0))
        place = fact.locator if first.locator == fact.locator else None
        found[fact.source] = Figure(first._replace(locator=place), count + 1)
    return found.values()
