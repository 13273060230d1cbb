"""The names of an index in SQLite, read: which labels have which terms. All SQL of search is here.

Distinct names are indexed, not facts: a full-text table (FTS5, without text and positions) holds which
terms each label has. Labels have ids in rank order, and the table yields the lowest first: of labels
that match as well, it yields those of the highest rank, however many there are.
"""

from __future__ import annotations

from jimo_cli.fields import SEPARATOR
from jimo_cli.store.labels import Names
from jimo_cli.store.sqlite.connection import fetch, fetch_value, marks, parts
from jimo_cli.store.sqlite.schema import hash_of
from jimo_cli.store.terms import is_beginning, shorter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from sqlite3 import Connection

    from jimo_cli.store.interface import Ends, Group, Rate, Row


COUNTED_FROM = 32
"""The index holds the counts of terms that so many labels have; counting fewer takes microseconds."""

# How much a reader remembers before it starts again, so that it stays small in a process of many queries.
_MOST_COUNTS, _MOST_HELD, _MOST_NAMES = 50_000, 10_000, 2000
# Of the labels that match so many are filtered: each costs a look-up of its facts.
_MOST_FILTERED = 20_000
# Reading all terms of a small index takes milliseconds, less than to look up hundreds one by one.
_READ_WHOLE_UP_TO, _READ_WHOLE_AFTER = 1000, 500
# The labels of a term that no more than this part has, and no more than so many, are read whole and remembered, of
# so many terms: statements that join such terms take longer, and those that join others less.
_PART_READ, _MOST_READ, _MOST_LISTS = 100, 3000, 100
# A beginning stands for many terms, which are not counted: it is taken to be in this part of the labels.
_PART_OF_A_BEGINNING = 50

_RATE = "r.aspect, r.basis, r.among FROM fact AS f JOIN frame AS r ON r.id = f.frame"
_NO_RATE: Rate = (None, (), None)


class SqliteNames:
    """The names of an index; see `interface.NameIndex`. One object serves one thread.

    `only` returns which of some labels pass the filters, in their order; None where all do.
    """

    def __init__(self, db: Connection, only: Callable[[list[int]], list[int]] | None = None) -> None:
        self._db = db
        self._only = only
        self._size: int | None = None
        self._counts: dict[str, int] = {}
        self._held: dict[str, Collection[int]] = {}
        self._read: dict[str, Collection[int]] = {}
        self._shared: tuple[Sequence[Group], Sequence[set[int]]] = ((), ())
        self._looked_up = 0
        self._is_whole = False  # whether `_held` has all terms
        self._names: dict[int, Names] = {}
        self._units: list[str] | None = None
        self._areas: dict[str, int] | None = None
        self._places: list[Row] | None = None
        self._home: str | None = None
        self._rated: bool | None = None
        self._stated: bool | None = None

    @property
    def size(self) -> int:
        """How many labels there are, whatever passes the filters."""
        if self._size is None:
            self._size = int(fetch_value(self._db, "SELECT n FROM search_size"))
        return self._size

    @property
    def areas(self) -> dict[str, int]:
        """The places that facts are about, each with its number, the longest name first."""
        if self._areas is None:
            self._areas = dict(fetch(self._db, "SELECT name, id FROM area ORDER BY length(name) DESC, name"))
            most = fetch(self._db, "SELECT name, labels FROM area ORDER BY labels DESC LIMIT 2")
            is_one = most and 2 * most[0][1] > self.size and most[0][1] > (most[1][1] if most[1:] else 0)
            self._home = most[0][0] if is_one else None
        return self._areas

    def depths(self, areas: Collection[str]) -> dict[str, int]:
        """Return how deep some of these places lie, as `places.depth` counts."""
        found: dict[str, int] = {}
        for part in parts(sorted(areas)):
            found.update(fetch(self._db, f"SELECT name, depth FROM area WHERE name IN ({marks(part)})", part))  # noqa: S608
        return found

    @property
    def home(self) -> str | None:
        """The place that facts of most labels are about, None where there is no such place."""
        return self._home if self.areas else None

    @property
    def places(self) -> list[Row]:
        """`PLACE_FIELDS` of the places that the packs add, in the order of their files."""
        if self._places is None:
            sql = "SELECT id, label, label_en, aliases, code, within FROM place ORDER BY number"
            self._places = fetch(self._db, sql)
        return self._places

    def terms_named(self, key: str) -> list[Row]:
        """Return `TERM_FIELDS` of the terms of the packs that have a word, loose or not, with that `text.key`."""
        return fetch(
            self._db,
            "SELECT id, words, loose, broader, contrast FROM term"
            " WHERE number IN (SELECT term FROM term_name WHERE name = ?) ORDER BY number",
            (key,),
        )

    @property
    def units(self) -> list[str]:
        """The units that facts are counted in; no unit is an empty one."""
        if self._units is None:
            self._units = [row[0] for row in fetch(self._db, "SELECT DISTINCT ifnull(unit, '') FROM frame ORDER BY 1")]
        return self._units

    @property
    def has_statuses(self) -> bool:
        """Whether a fact that is no observation of a series has a status."""
        if self._stated is None:
            sql = "SELECT 1 FROM frame WHERE status IS NOT NULL AND series IS NULL LIMIT 1"
            self._stated = bool(fetch(self._db, sql))
        return self._stated

    def is_about(self, label_id: int, area: str) -> bool:
        """Return whether a fact with this label is about a place; the one of most facts counts for every label."""
        number = self.areas.get(area)
        if number is None or area == self._home:
            return number is not None
        return bool(fetch(self._db, "SELECT 1 FROM label_area WHERE area = ? AND label = ?", (number, label_id)))

    def has_negative(self, label_id: int) -> bool:
        """Return whether a fact with this label has a value below zero."""
        return bool(fetch(self._db, "SELECT 1 FROM fact WHERE label = ? AND value LIKE '-%' LIMIT 1", (label_id,)))

    def rates(self, label_id: int) -> set[Rate]:
        """Return aspect, basis and what they are among of the facts with a label, each once."""
        if not self._has_rates():
            return {_NO_RATE}
        sql = f"SELECT DISTINCT {_RATE} WHERE f.label = ?"  # of this module
        return {_rate(*row) for row in fetch(self._db, sql, (label_id,))}

    def rate(self, position: int) -> Rate:
        """Return `aspect`, `basis` and `among` of a fact."""
        if not self._has_rates():
            return _NO_RATE
        [row] = fetch(self._db, f"SELECT {_RATE} WHERE f.position = ?", (position,))
        return _rate(*row)

    def _has_rates(self) -> bool:
        """Return whether any fact states a basis, or is a rank: most packs have none, and need no look at each fact."""
        if self._rated is None:
            sql = "SELECT 1 FROM frame WHERE basis IS NOT NULL OR aspect = 'rank' LIMIT 1"
            self._rated = bool(fetch(self._db, sql))
        return self._rated

    def exact(self, key: str, limit: int = 50) -> list[Names]:
        """Return the labels with this folded name, by id; all of them with a limit of -1."""
        if not key:
            return []
        rows = fetch(
            self._db,
            "SELECT l.id, l.label, l.label_en, l.aliases FROM name_key AS k JOIN label AS l ON l.id = k.label"
            " WHERE k.hash = ? ORDER BY l.id LIMIT ?",
            (hash_of(key), limit if self._only is None else _MOST_FILTERED),
        )
        found = {row[0]: names for row in rows if (names := Names(*row)).field_with_key(key)}
        return [found[label_id] for label_id in self._passing(list(found), limit)]

    def of_ids(self, ids: Collection[int]) -> list[Names]:
        """Return the names of the labels, by id."""
        if len(self._names) > _MOST_NAMES:
            self._names.clear()
        wanted = sorted(ids)
        unknown = [label_id for label_id in wanted if label_id not in self._names]
        for part in parts(unknown):
            rows = fetch(self._db, f"SELECT id, label, label_en, aliases FROM label WHERE id IN ({marks(part)})", part)  # noqa: S608
            self._names.update((row[0], Names(*row)) for row in rows)
        return [self._names[label_id] for label_id in wanted]

    def every(self) -> list[Names]:
        """Return the names of all labels, by id, whatever passes the filters."""
        rows = fetch(self._db, "SELECT id, label, label_en, aliases FROM label ORDER BY id")
        return [Names(*row) for row in rows]

    def load_counts(self, terms: Iterable[str]) -> None:
        """Look up how many labels have each term, all at once."""
        if self._is_whole:
            return
        if len(self._counts) > _MOST_COUNTS or len(self._held) > _MOST_HELD:
            self._counts.clear()
            self._held.clear()
        counts = self._counts
        unknown = list({term for term in terms if term not in counts and not is_beginning(term)})
        self._looked_up += len(unknown)
        if self._looked_up > _READ_WHOLE_AFTER and self.size <= _READ_WHOLE_UP_TO:
            self._read_whole()
            return
        for part in parts(unknown):
            counts.update(fetch(self._db, f"SELECT term, n FROM gram_count WHERE term IN ({marks(part)})", part))  # noqa: S608
        for term in unknown:
            if term not in counts:
                found = self._matching(_quoted(term), COUNTED_FROM)
                counts[term] = len(found)
                if 0 < len(found) < COUNTED_FROM:  # these are all
                    self._held[term] = tuple(found)

    def _read_whole(self) -> None:
        fetch(self._db, "CREATE VIRTUAL TABLE temp.instance USING fts5vocab('main', 'gram', 'instance')")
        held: dict[str, list[int]] = {}
        for term, label_id in fetch(self._db, "SELECT term, doc FROM temp.instance"):
            held.setdefault(term, []).append(label_id)
        fetch(self._db, "DROP TABLE temp.instance")
        self._held = {term: frozenset(label_ids) for term, label_ids in held.items()}
        self._counts = {term: len(label_ids) for term, label_ids in self._held.items()}
        self._is_whole = True

    def count(self, term: str) -> int:
        """Return how many labels have a term; a guess for a beginning."""
        known = self._counts.get(term)
        if known is not None:
            return known
        if is_beginning(term):
            return max(1, self.size // _PART_OF_A_BEGINNING)
        if self._is_whole:
            return 0
        self.load_counts((term,))
        return self._counts.get(term, 0)

    def nonempty(self, group: Group) -> tuple[int, Group]:
        """Return how many labels have the terms of a group, each counted by itself, and the terms that any has."""
        counts = [self.count(term) for term in group]
        return sum(counts), group if all(counts) else tuple([term for term, n in zip(group, counts, strict=True) if n])

    def ids_with(self, groups: Sequence[Group], least: int, limit: int, *, first: int | None = None) -> list[int]:
        """Return the lowest ids of the labels that have a term of `least` groups or more.

        One of those groups is one of the `first`, where that is given.
        """
        is_free = first is None or first > len(groups) - least  # so many groups are not all behind the first
        if self._is_told_by_rare(groups, least, first):
            found = self._sharing(groups)[least - 1] if least < len(groups) else self._with_all(groups)
            found = found if is_free else found & self._with_any(groups[:first])
            return self._passing(sorted(found), limit)
        ways = [_any_of(group) for group in groups]
        expression = _at_least(ways, least)
        if not is_free:
            expression = f"({' OR '.join(ways[:first])}) AND {expression}"
        most = limit if self._only is None else _MOST_FILTERED
        return self._passing(self._matching(expression, most), limit)

    def _is_told_by_rare(self, groups: Sequence[Group], least: int, first: int | None) -> bool:
        """Return whether each label that has a term of so many groups, or of the first, has one of a rare group.

        For all groups at once one statement is as quick, unless all labels are known.
        """
        if least == len(groups):
            return all(term in self._held for group in groups for term in group)
        is_rare = [self._is_rare(group) for group in groups]
        return is_rare.count(False) < least or (first is not None and all(is_rare[:first]))

    def _is_rare(self, group: Group) -> bool:
        """Return whether so few labels have a term of a group that these are read, or known already."""
        if all(term in self._held for term in group):
            return True
        most = min(self.size // _PART_READ, _MOST_READ)
        return sum(map(self.count, group)) <= most and not any(map(is_beginning, group))

    def _sharing(self, groups: Sequence[Group]) -> Sequence[set[int]]:
        """Return the labels that have a term of a group, of two groups, and so on; of a rare one among them.

        It is remembered of the last groups: labels with all but one of them, with all but two, are asked for in turn.
        """
        known, shared = self._shared
        if known != groups:
            rare = [group for group in groups if self._is_rare(group)]
            any_rare = " OR ".join(map(_any_of, rare))
            lists = [
                self._all_of(group) if group in rare else self._matching(f"{_any_of(group)} AND ({any_rare})", -1)
                for group in groups
            ]
            shared = _by_number(lists)
            self._shared = list(groups), shared
        return shared

    def _with_all(self, groups: Sequence[Group]) -> set[int]:
        """Return the labels that have a term of each of some rare groups."""
        first, *others = map(self._all_of, groups)
        return set(first).intersection(*others)

    def _with_any(self, groups: Sequence[Group]) -> set[int]:
        """Return the labels that have a term of any of some rare groups."""
        return set().union(*map(self._all_of, groups))

    def _all_of(self, group: Group) -> Collection[int]:
        """Return the labels that have a term of a rare group, and remember them."""
        if len(self._read) > _MOST_LISTS:
            self._read.clear()
        for term in group:
            if term not in self._held and term not in self._read:
                self._read[term] = self._matching(_quoted(term), -1)
        held = [self._held[term] if term in self._held else self._read[term] for term in group]
        return held[0] if len(held) == 1 else set().union(*held)

    def _passing(self, label_ids: list[int], limit: int) -> list[int]:
        """Return the first labels that pass the filters."""
        if self._only is not None:
            label_ids = self._only(label_ids[:_MOST_FILTERED])
        return label_ids if limit < 0 else label_ids[:limit]

    def _matching(self, expression: str, limit: int) -> list[int]:
        """Return the lowest ids of the labels whose terms match an expression of FTS5."""
        rows = fetch(self._db, "SELECT rowid FROM gram WHERE gram MATCH ? LIMIT ?", (expression, limit))
        return [row[0] for row in rows]

    def words_near(self, word: str) -> list[str]:
        """Return the Latin words of the index about one letter away, nearest length first."""
        keys = sorted(shorter(word))
        rows = fetch(self._db, f"SELECT DISTINCT word FROM word_near WHERE shorter IN ({marks(keys)})", keys)  # noqa: S608
        return sorted((row[0] for row in rows), key=lambda near: (abs(len(near) - len(word)), near))

    def facts_valued(
        self, low: float, high: float, units: Sequence[str], limit: int = 200
    ) -> list[tuple[int, int, str]]:
        """Return position, label id and unit of the facts in these units with a number between two bounds, by label."""
        found: list[tuple[int, int, str]] = []
        for part in parts(units):
            found += fetch(
                self._db,
                "SELECT g.position, f.label, ifnull(r.unit, '') FROM figure AS g JOIN fact AS f"  # noqa: S608
                " ON f.position = g.position JOIN frame AS r ON r.id = f.frame WHERE g.number BETWEEN ? AND ?"
                f" AND ifnull(r.unit, '') IN ({marks(part)}) ORDER BY f.label, g.position LIMIT ?",
                (low, high, *part, limit),
            )
        return sorted(found, key=lambda row: (row[1], row[0]))[:limit]

    def figure(self, position: int) -> Ends:
        """Return `value`, `value_max` and `qualifier` of a fact."""
        [found] = self.figures((position,)).values()
        return found

    def figures(self, positions: Collection[int]) -> dict[int, Ends]:
        """Return the same of several facts, by their positions."""
        found: dict[int, Ends] = {}
        for part in parts(sorted(positions)):
            rows = fetch(
                self._db,
                "SELECT f.position, f.value, d.value_max, r.qualifier FROM fact AS f JOIN frame AS r ON r.id = f.frame"  # noqa: S608
                f" LEFT JOIN detail AS d ON d.position = f.position WHERE f.position IN ({marks(part)})",
                part,
            )
            found.update((position, (low, high, qualifier)) for position, low, high, qualifier in rows)
        return found


def _rate(aspect: str | None, basis: str | None, among: str | None) -> Rate:
    return aspect, tuple(basis.split(SEPARATOR)) if basis else (), among


def _by_number(held: Sequence[Collection[int]]) -> Sequence[set[int]]:
    """Return what is in one of some collections, what is in two of them, and so on."""
    found: list[set[int]] = [set() for _ in held]
    for label_ids in held:
        new = set(label_ids)
        for known in found:
            again = known & new
            known.update(new)
            new = again
    return found


def _at_least(ways: Sequence[str], least: int) -> str:
    """Return the expression of FTS5 for the labels that match so many of some expressions."""
    if least == 1 or least == len(ways):
        return f"({(' OR ' if least == 1 else ' AND ').join(ways)})"
    return f"(({ways[0]} AND {_at_least(ways[1:], least - 1)}) OR {_at_least(ways[1:], least)})"


def _any_of(group: Group) -> str:
    """Return the expression of FTS5 for the labels with any of the terms."""
    quoted = [_quoted(term) for term in group]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


def _quoted(term: str) -> str:
    return f'"{term[:-1]}"*' if is_beginning(term) else f'"{term}"'
