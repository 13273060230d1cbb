"""The places of a base under all of their names, and what they lie in: by the table of jimo and the packs' own."""

from __future__ import annotations

from functools import cache, lru_cache

from jimo_cli import text
from jimo_cli.fields import SEPARATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jimo_cli.store.interface import NameIndex, Row

RELATIVE = {
    word: rank
    for rank, words in {
        "国": ("全国", "我国", "nationwide", "national"),
        "省": ("全省", "我省", "本省"),
        "市": ("全市", "我市", "本市"),
        "区": ("全区", "我区", "本区"),
        "县": ("全县", "我县", "本县"),
    }.items()
    for word in words
}
"""Words for a place by its rank, which is how the Chinese name of it ends, but for a country."""

_CHINA, _WHOLE_COUNTRY = "CHN", "全国"


class Gazetteer:
    """The places that the facts of an index are about, by the names that the facts use, the longest first."""

    def __init__(self, areas: Mapping[str, int], home: str | None, added: Sequence[Row]) -> None:
        self.areas = tuple(areas)
        self._home = home
        self._added = {str(row[0]): row for row in reversed(added)}
        self._ids = {name: place for place, row in self._added.items() for name in _names(row)}

    def ids_named(self, written: str) -> list[str]:
        """Return the ids of the places with a name."""
        from jimo_cli import places as table  # noqa: PLC0415  # a whole name needs no place

        folded = text.fold(written.strip())
        return [self._ids[folded]] if folded in self._ids else [*table.ids_named(folded)]

    def ids_called(self, written: str) -> list[str]:
        """Return the ids of the places with a name, else of the one with that official code."""
        from jimo_cli import places as table  # noqa: PLC0415

        found = self.ids_named(written)
        code = None if found else table.id_of_code(written.strip())
        return [code] if code else found

    def names_of(self, place: str) -> set[str]:
        """Return the folded names of a place."""
        from jimo_cli import places as table  # noqa: PLC0415

        own = self._added.get(place)
        return {*table.names_of(place), *(_names(own) if own else ())}

    def added_names(self, area: str) -> set[str]:
        """Return the folded names that the packs give a place of the base."""
        place = self._ids.get(text.fold(area))
        return set(_names(self._added[place])) if place else set()

    def among(self, ids: Iterable[str]) -> list[str]:
        """Return those places of the base that are some places; 全国 is its country."""
        wanted = [*ids]
        names = set().union(*map(self.names_of, wanted)) if wanted else set()
        found = [area for area in self.areas if text.fold(area) in names]
        if not found and _WHOLE_COUNTRY in self.areas and (self._shared() or (_CHINA,))[-1] in wanted:
            return [_WHOLE_COUNTRY]
        return found

    def inside(self, place: str) -> list[str]:
        """Return the places of the base that lie in a place, whichever of its bearers a name means."""
        found = []
        for area in self.areas:
            ids = self.ids_called(area)
            if ids and all(place in self.around(one)[1:] for one in ids):
                found.append(area)
        return found

    def relative(self, word: str) -> str | None:
        """Return the id of the place that a word of `RELATIVE` means here, None where it cannot be told.

        That depends on the place that most facts are about, else on what all places lie in. 全国 in a base of
        places that are in no known country, or in several, is China.
        """
        rank = RELATIVE[word]
        ids = self.ids_called(self._home) if self._home else []
        around = self.around(ids[0]) if len(ids) == 1 else self._shared()
        if rank == "国":
            return around[-1] if around else None if word.isascii() else _CHINA
        return next((place for place in around if any(name.endswith(rank) for name in self.names_of(place))), None)

    def around(self, place: str) -> tuple[str, ...]:
        """Return the ids of a place and of those that it lies in, the narrowest first."""
        from jimo_cli import places as table  # noqa: PLC0415

        found: list[str] = []
        at: str | None = place
        while at is not None and at not in found:
            found.append(at)
            own = self._added.get(at)
            at = str(own[-1]) if own and own[-1] else table.within(at)
        return tuple(found)

    @cache  # noqa: B019  # as long as the gazetteer, of which few are kept
    def _shared(self) -> tuple[str, ...]:
        """The ids of the places that all places of the base with one known bearer lie in, the narrowest first."""
        known = (ids[0] for area in self.areas if len(ids := self.ids_called(area)) == 1)
        around = [self.around(place) for place in known]
        shared = set(around[0]).intersection(*around[1:]) if around else ()
        return tuple(place for place in around[0] if place in shared) if around else ()


@lru_cache(maxsize=2)
def gazetteer(index: NameIndex) -> Gazetteer:
    """Return the places of an index."""
    return Gazetteer(index.areas, index.home, index.places)


def _names(row: Row) -> Iterator[str]:
    _, label, label_en, aliases, *_ = row
    for name in (label, label_en, *(aliases or "").split(SEPARATOR)):
        if name:
            yield text.fold(name)
