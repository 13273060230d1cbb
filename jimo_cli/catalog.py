"""The Python interface: facts as objects.

>>> from jimo_cli import Catalog
>>> Catalog().get("marine.gross-product").value
Decimal('345')
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from threading import get_ident
from typing import TYPE_CHECKING

from jimo_cli import resolve, store
from jimo_cli.errors import CatalogUseError, UsageError, quoted
from jimo_cli.fields import FIELDS, KINDS, LANGUAGES
from jimo_cli.model import LookUp, Near, Problem
from jimo_cli.packs import find
from jimo_cli.search import answers, near, notes, one_measure
from jimo_cli.store import states
from jimo_cli.store.filters import Filters
from jimo_cli.store.objects import read_facts, read_hits, read_related, read_source, read_topics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self, TypedDict, Unpack

    from jimo_cli.check import Base
    from jimo_cli.check.report import Result
    from jimo_cli.model import Fact, Hit, Source, Topic
    from jimo_cli.store.interface import Progress, Store

    class Criteria(TypedDict, total=False):
        """What a fact must be to pass, each one value or several of which any will do.

        None and an empty list let every fact pass.

        `topic` is a name as `Catalog.topic_id` takes it, `period` a time period that the fact's must
        lie in, `area` a name of its place, `within` one of a place that this lies in.
        """

        topic: str | Sequence[str] | None
        kinds: str | Sequence[str] | None
        period: str | Sequence[str] | None
        area: str | Sequence[str] | None
        within: str | None


class Catalog:
    """The facts of some packs as they were when the catalog was made, or last refreshed.

    `facts` are directories of fact files; without any, `JIMO_FACTS` and then the bundled facts
    with the user's own are read. `cache` is the directory of the index; `env` is the environment. `today` is
    the day by which a query for 去年 or last month is read, without one that of the search.

    A catalog is for the thread that made it. Used by another one, or after `close`, every method raises
    CatalogUseError.
    """

    def __init__(
        self,
        facts: Sequence[str | os.PathLike[str]] = (),
        *,
        cache: str | os.PathLike[str] | None = None,
        env: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        today: date | None = None,
    ) -> None:
        if isinstance(facts, str | bytes | os.PathLike):
            message = "facts are directories: give a list of them"
            raise TypeError(message)
        env = os.environ if env is None else env
        self.packs, directory = find.packs_and_cache([os.fspath(pack) for pack in facts], env)
        self._cache = directory if cache is None else find.normal(os.path.abspath(os.fspath(cache)))
        self._progress = progress
        self._today = today
        self._thread = get_ident()
        self._opened: Store | None = None
        self._open()

    def _open(self) -> None:
        state = find.state(self.packs)
        self._opened = store.open_store(self.packs, self._cache, self._progress)
        self._settled = states.without_new(state, time.time_ns())
        self._base: Base | None = None

    @property
    def _store(self) -> Store:
        if get_ident() != self._thread:
            raise CatalogUseError("the catalog is of another thread", "make one in each thread")
        if self._opened is None:
            raise CatalogUseError("the catalog is closed", "make another one")
        return self._opened

    def close(self) -> None:
        """Close the index; `with Catalog() as catalog` does so at its end. A second time it does nothing."""
        if self._opened is not None:
            self._store.close()
            self._opened = None

    def refresh(self) -> None:
        """Answer from the fact files as they are now; what was read before is unchanged."""
        before = self._store
        if find.state(self.packs) != self._settled:
            self._open()
            before.close()

    def rebuild(self) -> None:
        """Build the index anew from the fact files, after StoreDamagedError said that it is corrupt."""
        before = self._store
        store.discard(self.packs, self._cache)
        self._open()
        before.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def problems(self) -> list[Problem]:
        """What is wrong in the fact files; the facts that have a problem are left out."""
        return [Problem(*problem) for problem in self._store.problems()]

    @property
    def warning(self) -> str | None:
        """Why the index could not be cached, None where it was."""
        return self._store.warning

    def topics(self) -> list[Topic]:
        """Return all topics, in the order of their files."""
        return read_topics(self._store.topics())

    def source(self, key: str) -> Source | None:
        """Return the cited work of that key, None where there is none."""
        return read_source(self._store, key)

    def topic_id(self, name: str) -> tuple[str, bool]:
        """Return the id of the topic with a name like this, and whether it is its id or label; see `resolve`."""
        return resolve.topic_id(self._store, name)

    def fact_id(self, name: str) -> str:
        """Return the id of a fact, whose topic may be omitted where the rest is unique; see `resolve`."""
        return resolve.fact_id(self._store, name)

    def ids(self) -> list[str]:
        """Return the ids of all facts, in the order of the files."""
        return [str(row[0]) for row in self._store.rows(("id",))]

    def get(self, name: str) -> Fact:
        """Return the fact of that id, of an observation SERIES@PLACE@PERIOD; raises as `fact_id` does."""
        return read_facts(self._store.rows_with_ids(FIELDS, (self.fact_id(name),)))[0]

    def series(self, name: str) -> list[Fact]:
        """Return the observations of the series of that id, in the order of its rows, or the fact of that id alone.

        Raises as `fact_id` does for an id that is neither.
        """
        found, is_series = resolve.any_id(self._store, name)
        if is_series:
            return read_facts(self._store.rows(FIELDS, Filters(series=found)))
        return read_facts(self._store.rows_with_ids(FIELDS, (found,)))

    def facts(self, *, limit: int | None = None, **criteria: Unpack[Criteria]) -> list[Fact]:
        """Return the facts that pass, in the order of the files; `limit` at most.

        A share or a growth follows the fact that it belongs to. Raises as `topic_id` does, UsageError
        for a period that cannot be read or a kind that there is not, and TypeError for other criteria.
        """
        return read_facts(self._store.rows(FIELDS, self._filters(**criteria), limit=_within_reason(limit)))

    def stats(self, *, limit: int | None = None, **criteria: Unpack[Criteria]) -> list[Fact]:
        """Return the statistics that pass; as `facts`."""
        criteria["kinds"] = ("statistic",)
        return self.facts(limit=limit, **criteria)

    def cite(self, ids: str | Sequence[str], *, style: str | None = None, quote: bool = False, lang: str = "zh") -> str:
        """Return the references of facts and series in a style of `jimo_cli.cite.STYLES`, each work once.

        Without a style by GB/T 7714, in English after APA. With `quote` a sentence for each fact instead, with its
        source in brackets. Raises as `fact_id` does for an id that is neither.
        """
        from jimo_cli import cite  # noqa: PLC0415
        from jimo_cli.store.cited_facts import cited_works, quotes  # noqa: PLC0415

        if lang not in LANGUAGES:
            raise UsageError(f"no language {quoted(lang)}", f"the languages are {', '.join(LANGUAGES)}")
        chosen = cite.DEFAULT_STYLE[lang] if style is None else style
        if chosen not in cite.STYLES:
            raise UsageError(f"no style {quoted(chosen)}", f"the styles are {', '.join(cite.STYLES)}")
        known = [resolve.any_id(self._store, name) for name in _values(ids)]
        if quote:
            return "\n".join(quotes(self._store, known, lang))
        return "\n".join(cite.references(cited_works(self._store, known), chosen, lang))

    def related(self, fact: Fact) -> list[Fact]:
        """Return the figure that the fact belongs to and all that belong to either."""
        return read_related(self._store, fact)

    def search(
        self,
        query: str,
        *,
        limit: int | None = answers.DEFAULT_LIMIT,
        below: bool = False,
        **criteria: Unpack[Criteria],
    ) -> list[Hit]:
        """Return the facts that answer a query, best first, `limit` at most.

        With `below` also those that only resemble an answer, with their scores.
        """
        filters, limit = self._filters(**criteria), _within_reason(limit)
        found = answers.ranked(self._store, query, filters, today=self._day, limit=limit, below=below)
        return read_hits(self._store, found.hits)

    def look_up(self, query: str, *, limit: int | None = answers.DEFAULT_LIMIT, **criteria: Unpack[Criteria]) -> LookUp:
        """Return the facts that answer a query as `search` does, and how its times were read and what is left open.

        Where nothing answers also up to three facts that are near, each with the reasons why it is not the answer.
        """
        filters, limit = self._filters(**criteria), _within_reason(limit)
        found = answers.ranked(self._store, query, filters, today=self._day, limit=limit)
        told = notes.of_time(found)
        if found.hits:
            told += notes.open_questions(self._store, query, found)
            return LookUp(read_hits(self._store, found.hits), [], told, found.left_out)
        told += [f"no fact is about {place}" for place in near.places_unknown(self._store, query, filters)]
        others = near.near(self._store, query, filters, found, today=self._day)
        facts = read_facts(self._store.rows_at(FIELDS, [position for position, _ in others]))
        why = (zip(*reasons, strict=True) for _, reasons in others)
        return LookUp([], [Near(fact, *each) for fact, each in zip(facts, why, strict=True)], told)

    def over_time(self, measure: str, **criteria: Unpack[Criteria]) -> list[Fact]:
        """Return the figures of the one measure that a query or the id of a series names, in order of time.

        A place and a period may be in the query. Raises AmbiguousError where it names several measures, NotFoundError
        where none.
        """
        criteria["kinds"] = ("statistic",)
        found, _ = one_measure.figures(self._store, measure.strip(), self._filters(**criteria), today=self._day)
        return read_facts(self._store.rows_at(FIELDS, one_measure.in_time(self._store, found)))

    def check(self, text: str, *, is_markdown: bool = True) -> list[Result]:
        """Return what the statistics say of each figure of a text, in its order: whether it agrees or differs.

        The text is Markdown, else plain text.
        """
        from jimo_cli import documents  # noqa: PLC0415  # few programs check a text
        from jimo_cli.check import stored  # noqa: PLC0415

        opened = self._store
        if self._base is None:
            self._base = stored.base_of(opened)
        document = documents.of_text("text.md" if is_markdown else "text.txt", text)
        return stored.results_of(document, opened, self._base)

    @property
    def _day(self) -> str:
        return (self._today or date.today()).isoformat()  # noqa: DTZ011  # the day of whoever asks

    def _filters(
        self,
        *,
        topic: str | Sequence[str] | None = None,
        kinds: str | Sequence[str] | None = None,
        period: str | Sequence[str] | None = None,
        area: str | Sequence[str] | None = None,
        within: str | None = None,
    ) -> Filters:
        kinds = _values(kinds)
        if unknown := [kind for kind in kinds if kind not in KINDS]:
            raise UsageError(f"no kind {quoted(unknown[0])}", f"the kinds are {', '.join(KINDS)}")
        topics = tuple(self.topic_id(name)[0] for name in _values(topic))
        days = tuple(map(resolve.days_of_period, _values(period)))
        areas = tuple(found for name in _values(area) for found in resolve.areas_named(self._store, name) or (name,))
        inside = None if within is None else resolve.areas_within(self._store, within)
        return Filters(topics, kinds, days, areas, inside)


def _within_reason(limit: int | None) -> int | None:
    """A limit that a store takes; raises UsageError for a negative one."""
    if limit is not None and limit < 0:
        raise UsageError(f"the limit is {quoted(limit)}", "give 0 or more, or None for all")
    return None if limit is None else min(limit, sys.maxsize)


def _values(criterion: str | Sequence[str] | None) -> tuple[str, ...]:
    return () if criterion is None else (criterion,) if isinstance(criterion, str) else tuple(criterion)
