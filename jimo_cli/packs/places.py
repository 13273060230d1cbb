"""`places.toml` → places, held against each other and against those that come with jimo."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import places as known
from jimo_cli.errors import listed, quoted
from jimo_cli.model import Place
from jimo_cli.packs import links, rules, schema
from jimo_cli.packs.table import entries, limited
from jimo_cli.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from jimo_cli.model import Problem
    from jimo_cli.packs.table import Document, Table


_MISREAD = ""


class _Entry(NamedTuple):
    """A place as its file has it: its id, where it stands, and its values."""

    id: str
    slug: str
    table: Table
    values: dict[str, Any]

    def named(self) -> Iterator[tuple[str, str]]:
        """Yield the names, each with its key."""
        yield "label", self.values["label"]
        if "label_en" in self.values:
            yield "label_en", self.values["label_en"]
        yield from (("aliases", alias) for alias in self.values.get("aliases", ()))


def read_places(documents: Iterable[Document]) -> tuple[list[Place], list[Problem]]:
    """Return the places of packs, and the problems of the files that list them; one with a problem is left out."""
    documents = [*documents]
    book = _Book()
    for document in documents:
        for slug, table, values in entries(document, "place", schema.PLACE_KEYS, 'label = "…"'):
            book.add(slug, table, values)
    places = book.places()
    return places, [problem for document in documents for problem in limited(document.problems, document.most)]


class _Book:
    """The places of all files so far, by slug and by name."""

    def __init__(self) -> None:
        self._by_slug: dict[str, _Entry | None] = {}
        self._by_name: dict[str, _Entry] = {}
        self._first: dict[tuple[str, str], _Entry] = {}

    def add(self, slug: str, table: Table, values: dict[str, Any] | None) -> None:
        """Add a place, or report what is wrong with it."""
        known_before = self._by_slug.get(slug)
        if known_before and known_before.values == values:
            return  # two packs may have the same place
        self._by_slug.setdefault(slug, None)
        entry = self._checked(slug, table, values) if values else None
        if entry:
            self._by_slug[slug] = entry
            self._by_name.update((fold(name), entry) for _, name in entry.named())

    def _checked(self, slug: str, table: Table, values: dict[str, Any]) -> _Entry | None:
        """Return a place, None where something is wrong with it, which is reported."""
        before = len(table.document.problems)
        if self._by_slug[slug]:
            table.report(None, "is a different place in another pack", "rename one of the two", rules.SECOND_ID)
            return None
        entry = _Entry("", slug, table, values)
        entry = entry._replace(id=_id_of(entry))
        self._check_names(entry)
        return entry if len(table.document.problems) == before else None

    def _check_names(self, entry: _Entry) -> None:
        """Report names that another place of the files has, and a place that is there twice."""
        path = entry.table.document.path
        first = self._first.setdefault((path, entry.id), entry)
        if first is not entry:
            message = f"is the same place as [place.{first.slug}]"
            entry.table.report(None, message, "merge the two", rules.NAME_TWICE)
        seen: set[str] = set()
        for key, name in entry.named():
            other = self._by_name.get(fold(name))
            if other and other.id != entry.id:
                message = f"{quoted(name)} is a name of [place.{other.slug}] too"
                entry.table.report(key, message, "keep it at one of the two", rules.NAME_TWICE)
            elif key == "aliases" and fold(name) in seen:
                entry.table.report(key, f"{quoted(name)} is listed twice", "remove one", rules.NAME_TWICE)
            seen.add(fold(name))

    def places(self) -> list[Place]:
        """Return the places, after what they lie in was looked up."""
        found = [entry for entry in self._by_slug.values() if entry]
        above = {entry.slug: self._within(entry) for entry in found}
        circular = links.circular({entry.id: [above[entry.slug] or ""] for entry in found})
        for entry in found:
            if entry.id in circular:
                entry.table.report("within", "`within` forms a cycle", "remove one of the links", rules.BROKEN_WITHIN)
        fine = (entry for entry in found if above[entry.slug] != _MISREAD and entry.id not in circular)
        return [_place(entry, above[entry.slug]) for entry in fine]

    def _within(self, entry: _Entry) -> str | None:
        """Return the id of what a place lies in, `_MISREAD` where that is reported."""
        name = entry.values.get("within")
        if name is None:
            return known.within(entry.id) if _is_known(entry.id) else None
        if name in self._by_slug:
            own = self._by_slug[name]
            ids: tuple[str, ...] = (own.id,) if own else ()
            if not ids:
                return _MISREAD  # reported there
        else:
            ids = self._ids(name)
        hint = "use the slug of a place of places.toml, or the name or code of one that jimo knows"
        if len(ids) > 1:
            message, hint = f"within names several places: {_told(ids)}", "use the code of one of them"
        elif not ids:
            message = f"within refers to an unknown place {quoted(name)}"
        elif _is_known(entry.id) and ids[0] not in _chain(entry.id):
            higher, own_name = known.within(entry.id), _told((entry.id,))
            lies = f"{own_name} lies in {_told((higher,))}" if higher else f"{own_name} lies in no other place"
            message, hint = f"within contradicts what jimo knows: {lies}", "correct or remove it"
            entry.table.report("within", message, hint, rules.CONTRADICTS)
            return _MISREAD
        else:
            return ids[0]
        entry.table.report("within", message, hint, rules.BROKEN_WITHIN)
        return _MISREAD

    def _ids(self, name: str) -> tuple[str, ...]:
        """Return the ids of the places with a name or code."""
        own = self._by_name.get(fold(name))
        coded = _id_of_code(name)
        return (own.id,) if own else (coded,) if coded else _ids_named(name)


def _id_of(entry: _Entry) -> str:
    """Return the id of a place: that of the one that jimo knows, else its own. Report what contradicts that one."""
    code = entry.values.get("code")
    coded = _id_of_code(code) if code else None
    having = {name: _ids_named(name) for _, name in entry.named()}
    candidates = (coded,) if coded else having[entry.values["label"]]
    if coded and all(coded not in ids for ids in having.values()):
        hint = "correct the code, or add that name to aliases"
        entry.table.report("code", f"code is that of {_told((coded,))}", hint, rules.CONTRADICTS)
        return coded
    if code and not coded and candidates:
        hint = "use that code, remove it, or give the place another name"
        entry.table.report("code", f"code is not that of {_told(candidates)}", hint, rules.CONTRADICTS)
        return candidates[0]
    if len(candidates) > 1:
        message = f"label is the name of several places: {_told(candidates)}"
        entry.table.report("label", message, 'add code = "…"', rules.CONTRADICTS)
    place = candidates[0] if candidates else f"place.{entry.slug}"
    for key, name in entry.named():
        if having[name] and place not in having[name] and known.is_telling(fold(name)):
            hint = "remove it, or correct the code or label"
            message = f"{quoted(name)} is a name of {_told(having[name])}"
            entry.table.report(key, message, hint, rules.CONTRADICTS)
    return place


def _id_of_code(code: str) -> str | None:
    return known.id_of_code(code) or (code if _is_known(code) else None)


def _ids_named(name: str) -> tuple[str, ...]:
    """Return the ids of the places that jimo knows by a name."""
    folded = fold(name)
    return known.ids_named(folded) if folded in _known() else ()


@cache
def _known() -> frozenset[str]:
    """Return all names that jimo knows: a file may have a hundred thousand others."""
    return known.keys()


def _is_known(place_id: str) -> bool:
    return f"={place_id}" in _known()


def _chain(place_id: str) -> list[str]:
    """Return the ids of all places above one that jimo knows."""
    found: list[str] = []
    higher = known.within(place_id)
    while higher is not None:
        found.append(higher)
        higher = known.within(higher)
    return found


def _told(ids: Iterable[str | None]) -> str:
    """Return places as a message names them."""
    return listed([f"{known.label_of(place_id, 'zh')} ({known.code_of(place_id)})" for place_id in ids if place_id])


def _place(entry: _Entry, within: str | None) -> Place:
    values = entry.values
    code = values.get("code") or (known.code_of(entry.id) if _is_known(entry.id) else None)
    return Place(entry.id, values["label"], values.get("label_en"), values.get("aliases", ()), code, within)
