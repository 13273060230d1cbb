"""The facts that are exported, and what goes along with them: their topics, works and places."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import places, text
from jimo_cli.cite import citations
from jimo_cli.fields import BETWEEN, SEPARATOR
from jimo_cli.packs import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from jimo_cli.model import Topic
    from jimo_cli.store.interface import Row
ENDS = ("value", "value_max")
"""The fields that hold figures, as text, so that each keeps its digits."""

_MOST_KEPT = 4096
"""Works and references that are made once: facts of one work mostly stand together."""

_OF_ID = {"id": "The id of the fact: its topic, its slug, of a series its place and period.", "topic": "Its topic."}


class Place(NamedTuple):
    """What is known of a place that facts are about; all is empty of one that is not known for sure."""

    label_en: str | None = None
    code: str | None = None
    within: str | None = None


TITLE = "Facts, each with its source"
"""What a file that holds them is called."""


def listed(cell: str | None) -> str | None:
    """Return a list of a row as one text for people, None for none."""
    return cell.replace(SEPARATOR, BETWEEN) if cell else None


class Facts:
    """The facts to be exported.

    `rows` yields their `FIELDS`, from the first each time that it is called; `source` has the CSL variables of a work
    by its key; `own_places` are `PLACE_FIELDS` of the places that the packs add. `notes` are
    what there is to tell once all is written. With `ascii_only` the output has no other characters.
    """

    def __init__(
        self,
        rows: Callable[[], Iterator[Row]],
        topics: Callable[[], Sequence[Topic]],
        source: Callable[[str], Mapping[str, Any] | None],
        own_places: Callable[[], Sequence[Row]],
    ) -> None:
        self.rows = rows
        self.topics = topics
        self.notes: list[str] = []
        self.ascii_only = False
        self._source = lru_cache(_MOST_KEPT)(source)
        self._of_work = lru_cache(_MOST_KEPT)(lambda key: citations(self.source(key)))
        self._citation = lru_cache(_MOST_KEPT)(self._cite)
        self._own_places = own_places
        self._by_name: dict[str, Place] | None = None

    def source(self, key: str) -> Mapping[str, Any]:
        """Return the CSL variables of a work: none but a title where nothing is known of it."""
        return self._source(key) or {"title": key}

    def citation(self, key: str, locator: str | None = None) -> str:
        """Return the reference of a work, with a locator of the place in it as well."""
        return self._citation(key, locator)

    def _cite(self, key: str, locator: str | None) -> str:
        return self._of_work(key)(locator)

    def place(self, name: str) -> Place:
        """Return what is known of the place with a name."""
        if self._by_name is None:
            self._by_name = {name: Place(row[2], row[4]) for row in self._own_places() for name in _names(row)}
        return self._by_name.get(text.fold(name)) or _known(name)


def _names(row: Row) -> list[str]:
    _, label, label_en, aliases, _, _ = row
    return [text.fold(name) for name in (label, label_en, *(aliases or "").split(SEPARATOR)) if name]


def _known(name: str) -> Place:
    ids = places.ids_named(text.fold(name))
    if len(ids) != 1:
        return Place()
    within, code = places.within(ids[0]), places.code_of(ids[0])
    return Place(
        places.label_of(ids[0], "en") or None,
        None if code[:1].islower() else code or None,  # those are ids of our own
        places.label_of(within, "zh") or None if within else None,
    )


def about(field: str) -> str:
    """Return what a field of a fact is, in a sentence."""
    if field in _OF_ID:
        return _OF_ID[field]
    return str(schema.FACT_KEYS[field].shape["description"]) if field in schema.FACT_KEYS else ""
