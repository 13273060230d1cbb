"""The one service behind the commands, and the Python interface.

>>> from jimo_cli import Catalog
>>> Catalog().get("marine.gross-product").value
Decimal('345')
"""

from __future__ import annotations

import os

from jimo_cli import search, store, text
from jimo_cli.errors import AmbiguousError, NotFoundError, UsageError, quoted
from jimo_cli.fields import FIELDS, LISTS, SEPARATOR
from jimo_cli.packs import find
from jimo_cli.search.match import ANSWER, NONE, SUGGEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Self, TypedDict, Unpack

    from jimo_cli.model import Fact, Hit, Problem, Source, Topic
    from jimo_cli.search.match import Match, Matches
    from jimo_cli.store import Progress, Row

    class Filters(TypedDict, total=False):
        """What a fact must be; what is left out, or None, lets every fact pass.

        `topic` is a name as `Catalog.topic` takes it, `period` a time period that the fact's must
        lie in, `area` a part of its reference area.
        """

        topic: str | None
        kinds: Sequence[str]
        period: str | None
        area: str | None

    Ranked = tuple[int, float, str]
    """Where a fact stands in the order of all, its score, and what matched how."""


DEFAULT_LIMIT = 10
_NEAREST = 3
_CANDIDATES = 50
_TOPIC_MARGIN = 5.0
_NEAR_ID = 75.0
_OF_TOPIC = 50.0
_LONGEST_NAME = 200


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
        self._index = store.open_index(self.packs, directory, progress)

    def close(self) -> None:
        """Let go of the index; `with Catalog() as catalog` does so at its end."""
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self) -> None:
        """Raise sqlite3.DatabaseError where the index is damaged; it is read whole for that."""
        self._index.check()

    @property
    def problems(self) -> list[Problem]:
        """What is wrong in the fact files; the facts that have a problem are left out."""
        found = self._index.problems()
        if not found:
            return []
        from jimo_cli.model import Problem  # noqa: PLC0415

        return [Problem(*each) for each in found]

    @property
    def warning(self) -> str | None:
        """Why the index could not be kept for the next time, None where it was."""
        return self._index.warning

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
        return self._index.topics()

    def source(self, key: str) -> Source | None:
        """Return the cited work of that key, None where there is none."""
        import json  # noqa: PLC0415  # only what shows a source needs it

        from jimo_cli.model import Source  # noqa: PLC0415

        csl = self._index.source(key)
        return None if csl is None else Source(key, json.loads(csl))

    def topic_id(self, name: str) -> tuple[str, bool]:
        """Return the id of the topic that a name stands for, and whether that was its id or label.

        Raises AmbiguousError where two topics are as likely, NotFoundError where none is near.
        """
        rows = self.topic_rows()
        for row in rows:
            if name in row[:2]:
                return str(row[0]), True
        found = _nearest_topics(name, rows)
        if len(found) > 1:
            raise AmbiguousError(f"{quoted(name)} may be {_either(found)}", "name one of them")
        if not found:
            known = ", ".join(str(row[0]) for row in rows) or "none"
            raise NotFoundError(f"no topic answers to {quoted(name)}", f"the topics are {known}")
        return str(found[0][0]), False

    def fact_id(self, name: str) -> str:
        """Return the id that a name stands for; the topic may be left out where the rest is unique.

        Raises AmbiguousError where two topics have such a fact, NotFoundError with the nearest
        ids where none has.
        """
        wanted = name.strip().lower()
        if self._index.rows(("id",), ids=(wanted,)):
            return wanted
        anywhere = [f"{row[0]}.{wanted}" for row in self.topic_rows()]
        same = self._index.rows(("id", "label"), ids=anywhere) if anywhere else []
        if len(same) == 1:
            return str(same[0][0])
        if same:
            raise AmbiguousError(f"{quoted(name)} stands in more than one topic", f"say {_either(same)}")
        near = _nearest_ids(wanted, self.ids())
        hint = f"the nearest are {', '.join(near)}" if near else "jimo search finds ids by what they name"
        raise NotFoundError(f"no fact has the id {quoted(name)}", hint)

    def ids(self) -> list[str]:
        """Return the ids of all facts, in the order of the files."""
        return [str(row[0]) for row in self._index.rows(("id",))]

    def get(self, name: str) -> Fact:
        """Return the fact of that id; raises as `fact_id` does."""
        return _facts(self._index.rows(FIELDS, ids=(self.fact_id(name),)))[0]

    def rows(
        self,
        fields: Sequence[str],
        *,
        ids: Sequence[str] | None = None,
        limit: int | None = None,
        ends: bool = False,
        **filters: Unpack[Filters],
    ) -> list[Row]:
        """Return fields of facts as text, lists with `SEPARATOR` between their entries.

        With `ids` the facts of exactly those; else those that pass the filters, as `facts` does.
        With `ends` a range is given by both ends: `5..6`.
        """
        if ids is not None:
            return [row for each in ids for row in self._index.rows(fields, ends=ends, ids=(each,))]
        return self._index.rows(fields, ends=ends, limit=limit, **self._selection(filters))

    def facts(self, *, limit: int | None = None, **filters: Unpack[Filters]) -> list[Fact]:
        """Return the facts that pass the filters, in the order of the files; `limit` at most.

        A share or a growth follows the fact that it belongs to. Raises as `topic_id` does, and
        UsageError for a period that cannot be read.
        """
        return _facts(self.rows(FIELDS, limit=limit, **filters))

    def stats(self, *, limit: int | None = None, **filters: Unpack[Filters]) -> list[Fact]:
        """Return the statistics that pass the filters; as `facts`."""
        filters["kinds"] = ("statistic",)
        return self.facts(limit=limit, **filters)

    def related(self, fact: Fact) -> list[Fact]:
        """Return the figure that the fact belongs to and all that belong to either."""
        family = [
            *(self._index.rows(FIELDS, ids=(fact.of,)) if fact.of else ()),
            *(self._index.rows(FIELDS, of=fact.of) if fact.of else ()),
            *self._index.rows(FIELDS, of=fact.id),
        ]
        return [other for other in _facts(family) if other.id != fact.id]

    def search(
        self, query: str, *, limit: int | None = DEFAULT_LIMIT, below: bool = False, **filters: Unpack[Filters]
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
        return self._index.at(fields, [position for position, _, _ in ranked], ends=ends)

    def ranked(
        self, query: str, *, limit: int | None = DEFAULT_LIMIT, below: bool = False, **filters: Unpack[Filters]
    ) -> tuple[list[Ranked], list[Ranked]]:
        """Return the answers to a query, best first, and where there are none up to three near ones."""
        selection = self._selection(filters)
        grams = self._index.grams
        # What a filter keeps out must not take the place of what it lets through.
        grams.only = _sieve(self._index, selection) if any(selection.values()) else None
        matches = search.search(grams, query, limit=max(_CANDIDATES, limit or 0))
        hits: list[Ranked] = []
        near: list[Ranked] = []
        for match in matches.hits:
            answers = below or match.decision == ANSWER
            if limit is not None and len(hits) >= limit:
                break
            if answers or (not hits and match.decision == SUGGEST):
                meant, other = self._of_label(match, matches, selection)
                (hits if answers else near).extend((each, match.score, match.matched) for each in meant)
                near += [(each, match.score, match.matched) for each in other]
        if limit is None or len(hits) < limit:
            known = {position for position, _, _ in hits}
            of_topic = self._of_topic((query,) if hits else (query, *matches.bare), selection)
            hits += [(each, _OF_TOPIC, "topic/exact") for each in of_topic if each not in known]
        return hits[:limit], [] if hits else near[:_NEAREST]

    def _of_label(self, match: Match, matches: Matches, selection: store.Selection) -> tuple[list[int], list[int]]:
        """The facts of a label that may be of the period that the query names, and those of another.

        Those of the place that it names come first, then the latest.
        """
        if match.fact is not None:
            this: store.Selection = {**selection, "positions": (match.fact,)}
        else:
            this = {**selection, "label_id": match.label_id}
        found = self._index.rows(("position", "time_period", "reference_area", "kind"), **this)
        found.sort(key=lambda row: row[1] or "", reverse=True)
        found.sort(key=lambda row: matches.area is not None and row[2] != matches.area)
        meant: list[Any] = []
        other: list[Any] = []
        for position, stated, _, kind in found:
            lasts = kind != "statistic"
            may_be = matches.period is None or stated is None or _meets(matches.period, stated, lasts=lasts)
            (meant if may_be else other).append(position)
        return meant, other

    def _of_topic(self, names: Sequence[str], selection: store.Selection) -> list[int]:
        """The facts of the topic that one of the names is, statistics first; none where none is one."""
        keys = dict.fromkeys(text.key(text.fold(name[:_LONGEST_NAME])) for name in names)
        topic = next((found for key in keys if (found := self._index.topic_named(key))), None)
        if topic is None or selection.get("topic") not in {None, topic}:
            return []
        within: store.Selection = {**selection, "topic": topic}
        rows = self._index.rows(("position", "kind"), **within)
        return [row[0] for row in sorted(rows, key=lambda row: row[1] != "statistic")]  # type: ignore[misc]

    def _selection(self, filters: Filters) -> store.Selection:
        topic = filters.get("topic")
        return {
            "topic": None if topic is None else self.topic_id(topic)[0],
            "kinds": filters.get("kinds", ()),
            "area": filters.get("area"),
            "days": _days(filters.get("period")),
        }


def _facts(rows: Sequence[Row]) -> list[Fact]:
    from jimo_cli.model import Fact  # noqa: PLC0415

    return [
        Fact.read({name: _entries(value) if name in LISTS else value for name, value in zip(FIELDS, row, strict=True)})
        for row in rows
    ]


def _entries(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split(SEPARATOR)) if joined else ()


def _days(asked: str | None) -> tuple[str, str | None] | None:
    if asked is None:
        return None
    from jimo_cli.figures import period  # noqa: PLC0415

    try:
        days = period.parse(asked)
    except ValueError as error:
        raise UsageError(str(error), f"write it like {period.FORMS}") from None
    return days.start.isoformat(), days.end.isoformat() if days.end else None


def _meets(asked: str, stated: str, *, lasts: bool) -> bool:
    """Whether a fact of a period may be what a query for another asks; "-S2" names no year.

    What `lasts` holds on where its period has no end; a figure so far is one of the year it began in.
    """
    from jimo_cli.figures import period  # noqa: PLC0415

    try:
        own = period.parse(stated)
        wanted = period.parse(f"{own.start.year}{asked}" if asked.startswith("-") else asked)
    except ValueError:
        return True
    ended = wanted.start > own.until and not (lasts and own.end is None)
    return own.start <= wanted.until and not ended


def _sieve(here: store.Index, selection: store.Selection) -> Callable[[list[int]], list[int]]:
    """What tells which of some labels have a fact that fits a selection."""

    def only(labels: list[int]) -> list[int]:
        return here.fitting(labels, selection)

    return only


def _either(rows: Sequence[Row]) -> str:
    return " or ".join(f"{row[0]} ({row[1]})" for row in rows)


def _nearest_topics(name: str, rows: Sequence[Row]) -> list[Row]:
    """The topics that a name may stand for: one, or those that cannot be told apart."""
    from contextlib import closing  # noqa: PLC0415

    from jimo_cli.store.sqlite import write_facts as build  # noqa: PLC0415
    from jimo_cli.store.sqlite.names import Grams  # noqa: PLC0415

    names = [
        (at, label or "", label_en or "", (topic_id or "", *_entries(aliases)))
        for at, (topic_id, label, *_, label_en, aliases) in enumerate(rows)
    ]
    with closing(build.names_in_memory(names)) as connection:
        hits = search.search(Grams(connection), name).hits
    return [rows[hit.label_id] for hit in hits if hit.decision != NONE and hit.score > hits[0].score - _TOPIC_MARGIN]


def _nearest_ids(wanted: str, ids: Sequence[str]) -> list[str]:
    from rapidfuzz import process  # noqa: PLC0415  # only a wrong id needs it

    return [found for found, _, _ in process.extract(wanted, ids, limit=_NEAREST, score_cutoff=_NEAR_ID)]
