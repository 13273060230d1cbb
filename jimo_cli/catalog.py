"""The one service behind the commands, and the Python interface.

>>> from jimo_cli import Catalog
>>> Catalog().get("marine.gross-product").value
Decimal('345')
"""

from __future__ import annotations

import os

from jimo_cli import resolve, store
from jimo_cli.errors import UsageError
from jimo_cli.fields import FIELDS, LISTS, SEPARATOR
from jimo_cli.packs import find
from jimo_cli.store.interface import Filters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self, TypedDict, Unpack

    from jimo_cli.model import Fact, Hit, Problem, Source, Topic
    from jimo_cli.search.answers import Ranked
    from jimo_cli.store.interface import Days, Progress, Row

    class Given(TypedDict, total=False):
        """What a fact must be; what is left out, or None, lets every fact pass.

        `topic` is a name as `Catalog.topic` takes it, `period` a time period that the fact's must
        lie in, `area` a part of its reference area.
        """

        topic: str | None
        kinds: Sequence[str]
        period: str | None
        area: str | None


DEFAULT_LIMIT = 10


class Catalog:
    """The facts of some packs, looked up through an index that keeps itself up to date.

    `facts` are directories of fact files; without any, `JIMO_FACTS` and then the bundled facts
    with the user's own are taken. `cache` is where the index is kept; `env` is the environment.
    """

    def __init__(
        self,
        facts: Sequence[str | os.PathLike[str]] = (),
        *,
        cache: str | os.PathLike[str] | None = None,
        env: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> None:
        if isinstance(facts, str | bytes | os.PathLike):
            message = "facts are directories: give a list of them"
            raise TypeError(message)
        env = os.environ if env is None else env
        directory = find.cache_directory(env) if cache is None else os.fspath(cache)
        self.packs = find.chosen([os.fspath(pack) for pack in facts], env)
        self._store = store.open_store(self.packs, directory, progress)

    def close(self) -> None:
        """Let go of the index; `with Catalog() as catalog` does so at its end."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self) -> None:
        """Raise StoreDamagedError where the index is damaged; it is read whole for that."""
        self._store.check()

    @property
    def problems(self) -> list[Problem]:
        """What is wrong in the fact files; the facts that have a problem are left out."""
        found = self._store.problems()
        if not found:
            return []
        from jimo_cli.model import Problem  # noqa: PLC0415

        return [Problem(*each) for each in found]

    @property
    def warning(self) -> str | None:
        """Why the index could not be kept for the next time, None where it was."""
        return self._store.warning

    def topics(self) -> list[Topic]:
        """Return all topics, in the order of their files."""
        from jimo_cli.model import Kind, Topic  # noqa: PLC0415

        found = []
        for topic_id, label, _, *counts, label_en, aliases in self.topic_rows():
            by_kind = {kind: int(count or 0) for kind, count in zip(Kind, counts, strict=True)}
            found.append(Topic(topic_id or "", label or "", label_en, _entries(aliases), by_kind))
        return found

    def topic_rows(self) -> list[Row]:
        """Return the topics as rows of text, `TOPIC_FIELDS` each."""
        return self._store.topics()

    def source(self, key: str) -> Source | None:
        """Return the cited work of that key, None where there is none."""
        import json  # noqa: PLC0415  # only what shows a source needs it

        from jimo_cli.model import Source  # noqa: PLC0415

        csl = self._store.source(key)
        return None if csl is None else Source(key, json.loads(csl))

    def topic_id(self, name: str) -> tuple[str, bool]:
        """Return the id of the topic that a name stands for, and whether that was its id or label.

        Raises AmbiguousError where two topics are as likely, NotFoundError where none is near.
        """
        return resolve.topic_id(self._store, name)

    def fact_id(self, name: str) -> str:
        """Return the id that a name stands for; the topic may be left out where the rest is unique.

        Raises AmbiguousError where two topics have such a fact, NotFoundError with the nearest
        ids where none has.
        """
        return resolve.fact_id(self._store, name)

    def ids(self) -> list[str]:
        """Return the ids of all facts, in the order of the files."""
        return [str(row[0]) for row in self._store.rows(("id",))]

    def get(self, name: str) -> Fact:
        """Return the fact of that id; raises as `fact_id` does."""
        return _facts(self._store.rows_with_ids(FIELDS, (self.fact_id(name),)))[0]

    def rows(
        self,
        fields: Sequence[str],
        *,
        ids: Sequence[str] | None = None,
        limit: int | None = None,
        ends: bool = False,
        **filters: Unpack[Given],
    ) -> list[Row]:
        """Return fields of facts as text, lists with `SEPARATOR` between their entries.

        With `ids` the facts of exactly those; else those that pass the filters, as `facts` does.
        With `ends` a range is given by both ends: `5..6`.
        """
        if ids is not None:
            return self._store.rows_with_ids(fields, ids, show_range=ends)
        return self._store.rows(fields, self._filters(filters), limit=limit, show_range=ends)

    def facts(self, *, limit: int | None = None, **filters: Unpack[Given]) -> list[Fact]:
        """Return the facts that pass the filters, in the order of the files; `limit` at most.

        A share or a growth follows the fact that it belongs to. Raises as `topic_id` does, and
        UsageError for a period that cannot be read.
        """
        return _facts(self.rows(FIELDS, limit=limit, **filters))

    def stats(self, *, limit: int | None = None, **filters: Unpack[Given]) -> list[Fact]:
        """Return the statistics that pass the filters; as `facts`."""
        filters["kinds"] = ("statistic",)
        return self.facts(limit=limit, **filters)

    def related(self, fact: Fact) -> list[Fact]:
        """Return the figure that the fact belongs to and all that belong to either."""
        family = [
            *(self._store.rows_with_ids(FIELDS, (fact.of,)) if fact.of else ()),
            *(self._store.rows_belonging_to(FIELDS, fact.of) if fact.of else ()),
            *self._store.rows_belonging_to(FIELDS, fact.id),
        ]
        return [other for other in _facts(family) if other.id != fact.id]

    def search(
        self, query: str, *, limit: int | None = DEFAULT_LIMIT, below: bool = False, **filters: Unpack[Given]
    ) -> list[Hit]:
        """Return the facts that answer a query, best first, `limit` at most.

        With `below` also those that only resemble an answer, with their scores.
        """
        return self.hits(self.ranked(query, limit=limit, below=below, **filters)[0])

    def hits(self, ranked: Sequence[Ranked]) -> list[Hit]:
        """Return ranked facts as hits, in their order."""
        from jimo_cli.model import Hit  # noqa: PLC0415

        facts = _facts(self.at(FIELDS, ranked))
        return [Hit(fact, score, matched) for fact, (_, score, matched) in zip(facts, ranked, strict=True)]

    def hit_rows(self, fields: Sequence[str], ranked: Sequence[Ranked], *, ends: bool = False) -> list[Row]:
        """Return fields of ranked facts as text, `score` and `matched` among them, in their order."""
        own = [name for name in fields if name in FIELDS]
        rows = []
        for row, (_, score, matched) in zip(self.at(own, ranked, ends=ends), ranked, strict=True):
            said = dict(zip(own, row, strict=True)) | {"score": f"{score:g}", "matched": matched}
            rows.append(tuple(said[name] for name in fields))
        return rows

    def at(self, fields: Sequence[str], ranked: Sequence[Ranked], *, ends: bool = False) -> list[Row]:
        """Return fields of ranked facts as text, in their order."""
        return self._store.rows_at(fields, [position for position, _, _ in ranked], show_range=ends)

    def ranked(
        self, query: str, *, limit: int | None = DEFAULT_LIMIT, below: bool = False, **filters: Unpack[Given]
    ) -> tuple[list[Ranked], list[Ranked]]:
        """Return the answers to a query, best first, and where there are none up to three near ones."""
        from jimo_cli.search import answers  # noqa: PLC0415  # a look-up by id searches nothing

        return answers.ranked(self._store, query, self._filters(filters), limit=limit, below=below)

    def _filters(self, given: Given) -> Filters:
        topic = given.get("topic")
        return Filters(
            None if topic is None else self.topic_id(topic)[0],
            given.get("kinds", ()),
            _days(given.get("period")),
            given.get("area"),
        )


def _facts(rows: Sequence[Row]) -> list[Fact]:
    from jimo_cli.model import Fact  # noqa: PLC0415

    return [
        Fact.read({name: _entries(value) if name in LISTS else value for name, value in zip(FIELDS, row, strict=True)})
        for row in rows
    ]


def _entries(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split(SEPARATOR)) if joined else ()


def _days(asked: str | None) -> Days | None:
    if asked is None:
        return None
    from jimo_cli.figures import period  # noqa: PLC0415

    try:
        days = period.parse(asked)
    except ValueError as error:
        raise UsageError(str(error), f"write it like {period.FORMS}") from None
    return days.start.isoformat(), days.end.isoformat() if days.end else None
