"""What search, catalog and commands need of an index, in whatever database it is; nothing here knows SQL.

Facts come back as rows of text, as they were read: `FACT_FIELDS` name the columns, lists have `SEPARATOR`
between their entries. A position is the place of a fact in the order of all; it is valid as long as the
store is open. Labels have ids in rank order: of two that match a query as well, the lower id comes first.

Every method raises StoreDamagedError where it reads something else than what was written.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Any, Protocol

    from jimo_cli.store.filters import Filters
    from jimo_cli.store.labels import Names

    Row = tuple[str | None, ...]
    """Fields of a fact as text, None where it has none."""

    Days = tuple[str, str | None]
    """The first and the last day (ISO 8601) that a period must lie in; None for no end."""

    Placed = tuple[int, str | None, str | None, str]
    """Position, time period, reference area and kind of a fact."""

    Rate = tuple[str | None, tuple[str, ...], str | None]
    """Aspect, basis, and what a rank is among."""

    Ends = tuple[str | None, str | None, str | None]
    """`value`, `value_max` and `qualifier` of a fact."""

    Group = tuple[str, ...]
    """Terms of which a name may have any."""

    Progress = Callable[[int, int], None]
    """Called with the number of fact files read, and that of all."""

    class Store(Protocol):
        """Facts to look up; `warning` is the reason why the index could not be cached, None where it was."""

        warning: str | None

        def close(self) -> None:
            """Close the store; nothing is read afterwards."""

        def reopened(self) -> Store:
            """Return the same facts by a connection of its own.

            Raises StoreDamagedError where they are in no file, or others are by now.
            """

        def problems(self) -> list[tuple[Any, ...]]:
            """Return the problems of the fact files, as the fields of a `Problem`, by path and line."""

        def topics(self) -> list[Row]:
            """Return `TOPIC_FIELDS` of the topics, in the order of their files."""

        def topic_called(self, name: str) -> str | None:
            """Return the id of the first topic with this very id or label, None where none has it."""

        def topic_names(self) -> NameIndex:
            """Return the names of the topics, numbered in their order from 0: the first alias of each is its id."""

        def topic_named(self, key: str) -> str | None:
            """Return the id of the topic with this folded name, None where none has it."""

        def ids(self, topic: str | None = None) -> list[Row]:
            """Return id and label of each fact in order, of each series its own instead of its observations'.

            Only those of one topic where that is given.
            """

        def some_ids(self, limit: int, topic: str | None = None) -> list[Row]:
            """Return what `ids` does in any order, and no more than `limit`: no other row is read."""

        def series_named(self, fact_ids: Sequence[str]) -> list[Row]:
            """Return id and label of the series with those ids, in the order of these; another id has no row."""

        def series_with_slug(self, slug: str, limit: int) -> list[Row]:
            """Return id and label of the first series, `limit` at most, with that slug in any topic."""

        def source(self, key: str) -> str | None:
            """Return the cited work of that key as CSL-JSON, None where there is none."""

        def rows(
            self, fields: Sequence[str], filters: Filters = ..., *, limit: int | None = None, show_range: bool = False
        ) -> list[Row]:
            """Return fields of the facts that pass, in order: a figure before what belongs to it.

            With `show_range` the value of a range has both ends, `5..6`.
            """

        def stream(
            self, fields: Sequence[str], filters: Filters = ..., *, limit: int | None = None, show_range: bool = False
        ) -> Iterator[Row]:
            """Yield what `rows` returns, each row read when it is asked for: memory does not grow with them."""

        def rows_with_ids(
            self, fields: Sequence[str], fact_ids: Sequence[str], *, show_range: bool = False
        ) -> list[Row]:
            """Return fields of the facts with those ids, in the order of these; an unknown id has no row."""

        def positions_with_slug(self, slug: str, limit: int) -> list[int]:
            """Return the first positions, `limit` at most, of the facts with that slug in any topic."""

        def superseded_by(self, positions: Sequence[int]) -> list[int]:
            """Return the positions of the figures that those at some positions supersede by a later status.

            Of observations only `rows_at` and `rows_with_ids` give the fields.
            """

        def rows_at(self, fields: Sequence[str], positions: Sequence[int], *, show_range: bool = False) -> list[Row]:
            """Return fields of the facts at those positions, in the order of these."""

        def rows_belonging_to(self, fields: Sequence[str], fact_id: str) -> list[Row]:
            """Return fields of the shares and growth rates of a fact, in order."""

        def placed(
            self,
            filters: Filters,
            *,
            label_id: int | None = None,
            position: int | None = None,
            area: str | None = None,
        ) -> list[Placed]:
            """Return the places of the facts that pass: of all, of those with a label, of the one at a position.

            With `area` only those about this place, and those that state none.
            """

        def names(self, filters: Filters = ...) -> NameIndex:
            """Return the names of the facts that pass."""

    class NameIndex(Protocol):
        """The names that facts are found by, and the terms that these have (`store.terms`)."""

        def __hash__(self) -> int:
            """Each index is another one."""

        @property
        def size(self) -> int:
            """How many labels there are, whatever passes the filters."""

        @property
        def areas(self) -> Mapping[str, int]:
            """The places that facts are about, each with its number, the longest name first."""

        def depths(self, areas: Collection[str]) -> Mapping[str, int]:
            """Return how deep some of these places lie, as `places.depth` counts."""

        @property
        def home(self) -> str | None:
            """The place that facts of most labels are about, None where there is no such place."""

        @property
        def places(self) -> Sequence[Row]:
            """`PLACE_FIELDS` of the places that the packs add, in the order of their files."""

        def terms_named(self, key: str) -> Sequence[Row]:
            """Return `TERM_FIELDS` of the terms of the packs that have a word, loose or not, with that `text.key`."""

        @property
        def units(self) -> Sequence[str]:
            """The units that facts are counted in; no unit is an empty one."""

        @property
        def has_statuses(self) -> bool:
            """Whether a fact that is no observation of a series has a status."""

        def is_about(self, label_id: int, area: str) -> bool:
            """Return whether a fact with this label is about a place; that of most facts counts for every label."""

        def has_negative(self, label_id: int) -> bool:
            """Return whether a fact with this label has a value below zero."""

        def rates(self, label_id: int) -> Collection[Rate]:
            """Return aspect, basis and what they are among of the facts with a label, each once.

            Where no fact of the index states a basis and none is a rank, all of this is empty.
            """

        def rate(self, position: int) -> Rate:
            """Return `aspect`, `basis` and `among` of a fact."""

        def exact(self, key: str, limit: int = 50) -> list[Names]:
            """Return the labels with this folded name, by id."""

        def of_ids(self, ids: Collection[int]) -> list[Names]:
            """Return the names of the labels, by id."""

        def every(self) -> list[Names]:
            """Return the names of all labels, by id, whatever passes the filters."""

        def load_counts(self, terms: Iterable[str]) -> None:
            """Look up how many labels have each term, all at once."""

        def count(self, term: str) -> int:
            """Return how many labels have a term; a guess for a beginning (`terms.beginning_of`)."""

        def nonempty(self, group: Group) -> tuple[int, Group]:
            """Return how many labels have the terms of a group, each counted by itself, and the terms that any has."""

        def ids_with(self, groups: Sequence[Group], least: int, limit: int, *, first: int | None = None) -> list[int]:
            """Return the lowest ids of the labels that have a term of `least` groups or more.

            One of those groups is one of the `first`, where that is given.
            """

        def words_near(self, word: str) -> list[str]:
            """Return the Latin words of the index about one letter away, nearest length first."""

        def facts_valued(
            self, low: float, high: float, units: Sequence[str], limit: int = 200
        ) -> list[tuple[int, int, str]]:
            """Return position, label id and unit of the facts with a number between two bounds, by label."""

        def figure(self, position: int) -> Ends:
            """Return `value`, `value_max` and `qualifier` of a fact."""

        def figures(self, positions: Collection[int]) -> Mapping[int, Ends]:
            """Return the same of several facts, by their positions."""
