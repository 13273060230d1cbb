"""The gram index: which names share which pieces of text and sound. All SQL of search is here.

Distinct names are indexed, not facts. A full-text table (FTS5, contentless, without
positions) serves as a boolean index of grams:

    海洋        two neighbouring Han characters
    hai_yan     two neighbouring accent classes of syllables, for every reading
    1hys        three neighbouring initials (two, if the name has no more)
    2marine     a Latin word without its plural ending
    345 as 3345 a number (a point becomes `_`)
    9growth     a name that speaks of growth, or of a share

Ids are given in static rank order: of names that match as well, the lower id comes
first, and an expression that matches too many yields the lowest ids.
"""

from __future__ import annotations

from itertools import combinations

from jimo_cli.store.labels import Names
from jimo_cli.store.terms import hash_of, shorter

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Sequence

    from jimo_cli.store.interface import Group


COUNTED_FROM = 32
"""Terms in fewer names are counted when they are asked for: it takes microseconds."""

_AT_ONCE = 400
_MOST_COUNTS, _MOST_HOLDERS, _MOST_NAMES = 50_000, 10_000, 2000
"""Counts, labels of terms, and names that a reader keeps; then it begins anew, so that it stays small."""
_MOST_SIFTED = 20_000
_WHOLE_UP_TO, _WHOLE_AFTER = 1000, 500
"""Of so few names all terms are read at once, after so many were asked for one by one: it takes milliseconds."""


class SqliteNames:
    """Reads the names of an index. One object serves one thread.

    `only` says which of some labels may be found at all; None for any.
    """

    def __init__(self, db: sqlite3.Connection, only: Callable[[list[int]], list[int]] | None = None) -> None:
        self._db = db
        self._size: int | None = None
        self._counts: dict[str, int] = {}
        self._holders: dict[str, Collection[int]] = {}
        self._asked = 0
        self._whole = False  # whether all terms were read
        self._only = only
        self._names: dict[int, Names] = {}
        self._units: list[str] | None = None
        self._areas: dict[str, int] | None = None
        self._home: int | None = None

    @property
    def size(self) -> int:
        """The number of names."""
        if self._size is None:
            self._size = int(self._db.execute("SELECT n FROM search_size").fetchone()[0])
        return self._size

    @property
    def areas(self) -> dict[str, int]:
        """Places that facts are about, each with its number, longest name first."""
        if self._areas is None:
            rows = self._db.execute("SELECT name, id FROM area ORDER BY length(name) DESC, name")
            self._areas = dict(rows.fetchall())
            home = self._db.execute("SELECT id FROM area WHERE labels * 2 > ?", (self.size,)).fetchone()
            self._home = home[0] if home else None
        return self._areas

    def is_about(self, label_id: int, area: str) -> bool:
        """Tell whether a fact with this label is about a place.

        The place that most of the facts are about counts for every label.
        """
        number = self.areas.get(area)
        if number is None or number == self._home:
            return number is not None
        found = self._db.execute("SELECT 1 FROM label_area WHERE area = ? AND label = ?", (number, label_id))
        return found.fetchone() is not None

    def exact(self, folded_key: str, limit: int = 50) -> list[Names]:
        """Return the labels that have this name when folded, by id."""
        if not folded_key:
            return []
        rows = self._db.execute(
            "SELECT l.id, l.label, l.label_en, l.aliases FROM name_key AS k JOIN label AS l ON l.id = k.label"
            " WHERE k.hash = ? ORDER BY l.id LIMIT ?",
            (hash_of(folded_key), limit if self._only is None else _MOST_SIFTED),
        )
        found = [names for names in (Names(*row) for row in rows) if names.field_with_key(folded_key)]
        if self._only is None:
            return found
        allowed = set(self._only([names.label_id for names in found]))
        return [names for names in found if names.label_id in allowed][:limit]

    def of_ids(self, ids: Collection[int]) -> list[Names]:
        """Return the names of the labels, by id."""
        if len(self._names) > _MOST_NAMES:
            self._names.clear()
        wanted = sorted(ids)
        unknown = [one for one in wanted if one not in self._names]
        for start in range(0, len(unknown), _AT_ONCE):
            part = ",".join(str(int(one)) for one in unknown[start : start + _AT_ONCE])
            rows = self._db.execute(
                f"SELECT id, label, label_en, aliases FROM label WHERE id IN ({part})"  # noqa: S608 - numbers only
            )
            self._names.update((row[0], Names(*row)) for row in rows)
        return [self._names[one] for one in wanted]

    def load_counts(self, terms: Iterable[str]) -> None:
        """Look up how many names have each term, all at once."""
        if self._whole:
            return
        if len(self._counts) > _MOST_COUNTS or len(self._holders) > _MOST_HOLDERS:
            self._counts.clear()
            self._holders.clear()
        counts = self._counts
        unknown = list({term for term in terms if term not in counts and term[-1] != "*"})
        self._asked += len(unknown)
        if self._asked > _WHOLE_AFTER and self.size <= _WHOLE_UP_TO:
            self._load_all()
            return
        for start in range(0, len(unknown), _AT_ONCE):
            part = unknown[start : start + _AT_ONCE]
            marks = ",".join("?" * len(part))
            rows = self._db.execute(f"SELECT term, n FROM gram_count WHERE term IN ({marks})", part)  # noqa: S608 - marks only
            self._counts.update(rows.fetchall())
        for term in unknown:
            if term not in counts:
                found = self._ids(_quoted(term), COUNTED_FROM)
                counts[term] = len(found)
                if 0 < len(found) < COUNTED_FROM:  # these are all
                    self._holders[term] = tuple(found)

    def _load_all(self) -> None:
        """Read which names have which term, of all terms."""
        self._db.execute("CREATE VIRTUAL TABLE temp.held USING fts5vocab('main', 'gram', 'instance')")
        held: dict[str, list[int]] = {}
        for term, label in self._db.execute("SELECT term, doc FROM temp.held"):
            held.setdefault(term, []).append(label)
        self._db.execute("DROP TABLE temp.held")
        self._holders = {term: frozenset(labels) for term, labels in held.items()}
        self._counts = {term: len(labels) for term, labels in self._holders.items()}
        self._whole = True

    def count(self, term: str) -> int:
        """Return how many names have a term; a guess for one that ends in `*`, a beginning."""
        known = self._counts.get(term)
        if known is not None:
            return known
        if term[-1] == "*":
            return max(1, self.size // 50)
        if self._whole:
            return 0
        self.load_counts((term,))
        return self._counts.get(term, 0)

    def nonempty(self, group: Group) -> tuple[int, Group]:
        """Return how many names have the terms of a group, each counted by itself, and the terms that any has."""
        counts = [self.count(term) for term in group]
        return sum(counts), group if all(counts) else tuple([term for term, n in zip(group, counts, strict=True) if n])

    def ids_with(self, groups: Sequence[Group], least: int, limit: int, *, first: int | None = None) -> list[int]:
        """Return the lowest ids of the names that have a term of `least` groups or more.

        One of those groups is one of the `first`, where that is said.
        """
        held = [labels for group in groups if (labels := self._held(group)) is not None]
        if len(held) < len(groups):
            chosen = [at for at in combinations(range(len(groups)), least) if first is None or at[0] < first]
            return self.match(either([all_of([any_of(groups[one]) for one in at]) for at in chosen]), limit)
        if least == len(groups):
            ids = sorted(frozenset.intersection(*held))
        else:
            counts: dict[int, int] = {}
            for labels in held:
                for one in labels:
                    counts[one] = counts.get(one, 0) + 1
            among = frozenset().union(*held[:first])
            ids = sorted([one for one, count in counts.items() if count >= least and one in among])
        return (ids if self._only is None else self._only(ids[:_MOST_SIFTED]))[:limit]

    def _held(self, group: Group) -> frozenset[int] | None:
        """Return the names that have a term of a group, None where they are not known."""
        known = [held for term in group if (held := self._holders.get(term)) is not None]
        if len(known) < len(group):
            return None
        return frozenset(known[0]) if len(known) == 1 else frozenset().union(*known)

    def match(self, expression: str, limit: int) -> list[int]:
        """Return the lowest ids whose terms satisfy an expression made by `any_of` and `all_of`."""
        if self._only is None:
            return self._ids(expression, limit)
        return self._only(self._ids(expression, _MOST_SIFTED))[:limit]

    def _ids(self, expression: str, limit: int) -> list[int]:
        rows = self._db.execute("SELECT rowid FROM gram WHERE gram MATCH ? LIMIT ?", (expression, limit))
        return [row[0] for row in rows]

    def words_near(self, word: str) -> list[str]:
        """Return the Latin words of the index about one letter away, nearest length first."""
        keys = sorted(shorter(word))
        if not keys:
            return []
        marks = ",".join("?" * len(keys))
        query = f"SELECT DISTINCT word FROM word_near WHERE shorter IN ({marks})"  # noqa: S608 - marks only
        rows = self._db.execute(query, keys)
        return sorted((row[0] for row in rows), key=lambda near: (abs(len(near) - len(word)), near))

    @property
    def units(self) -> list[str]:
        """The units that facts are counted in; no unit is an empty one."""
        if self._units is None:
            rows = self._db.execute("SELECT DISTINCT ifnull(unit, '') FROM frame ORDER BY 1")
            self._units = [row[0] for row in rows]
        return self._units

    def facts_valued(
        self, low: float, high: float, units: Sequence[str], limit: int = 200
    ) -> list[tuple[int, int, str]]:
        """Return row, label and unit of the facts whose number lies between two bounds, in order of label.

        Only facts in one of the units are.
        """
        marks = ", ".join("?" * len(units))
        query = (
            "SELECT g.position, f.label, r.unit FROM figure AS g JOIN fact AS f ON f.position = g.position"  # noqa: S608 - marks only
            " JOIN frame AS r ON r.id = f.frame WHERE g.number BETWEEN ? AND ?"
            f" AND ifnull(r.unit, '') IN ({marks}) ORDER BY f.label, g.position LIMIT ?"
        )
        rows = self._db.execute(query, (low, high, *units, limit))
        return [(int(row[0]), int(row[1]), str(row[2] or "")) for row in rows]

    def value_max(self, row: int) -> str | None:
        """Return the upper end of the figure of a fact, None where it is no range."""
        found = self._db.execute("SELECT value_max FROM detail WHERE position = ?", (row,)).fetchone()
        return found[0] if found else None

    def qualifier(self, row: int) -> str | None:
        """Return how the source hedges the figure of a fact, None where it has no figure."""
        found = self._db.execute(
            "SELECT r.qualifier FROM fact AS f JOIN frame AS r ON r.id = f.frame WHERE f.position = ?", (row,)
        ).fetchone()
        return found[0] if found else None


def _quoted(term: str) -> str:
    """Return a term as FTS5 reads it; terms hold letters, digits, Han characters and `_` only."""
    return f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"'


def any_of(terms: Sequence[str]) -> str:
    """Return the expression for names with any of the terms."""
    quoted = [_quoted(term) for term in terms]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


def all_of(expressions: Sequence[str]) -> str:
    """Return the expression for names that satisfy all expressions."""
    return f"({' AND '.join(expressions)})"


def either(expressions: Sequence[str]) -> str:
    """Return the expression for names that satisfy one of the expressions."""
    return " OR ".join(expressions)
