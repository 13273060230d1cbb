"""`terms.toml` → terms, held against each other and against the measures that come with jimo."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import measures, text
from jimo_cli.errors import listed, quoted
from jimo_cli.model import Term
from jimo_cli.packs import links, rules, schema
from jimo_cli.packs.table import entries, limited

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from jimo_cli.model import Problem
    from jimo_cli.packs.table import Document, Table


class _Entry(NamedTuple):
    """A term as its file has it: its id, where it stands, and its values."""

    id: str
    slug: str
    table: Table
    values: dict[str, Any]


def read_terms(documents: Iterable[Document]) -> tuple[list[Term], list[Problem]]:
    """Return the terms of packs, and the problems of the files that list them; one with a problem is left out."""
    documents = [*documents]
    book = _Book()
    for document in documents:
        for slug, table, values in entries(document, "term", schema.TERM_KEYS, 'words = ["…"]'):
            book.add(slug, table, values)
    terms = book.terms()
    return terms, [problem for document in documents for problem in limited(document.problems, document.most)]


class _Book:
    """The terms of all files so far, by slug and by word."""

    def __init__(self) -> None:
        self._by_slug: dict[str, _Entry | None] = {}
        self._by_word: dict[str, _Entry] = {}
        self._broken: set[str] = set()
        self._first: dict[tuple[str, str], _Entry] = {}

    def add(self, slug: str, table: Table, values: dict[str, Any] | None) -> None:
        """Add a term, or report what is wrong with it."""
        known_before = self._by_slug.get(slug)
        if known_before and known_before.values == values:
            return  # two packs may have the same term
        self._by_slug.setdefault(slug, None)
        entry = self._checked(slug, table, values) if values else None
        if entry is None:
            self._broken.update(map(_key, _texts(table.values.get("words"))))
            return
        self._by_slug[slug] = entry
        self._by_word.update((_key(word), entry) for word in entry.values["words"])

    def _checked(self, slug: str, table: Table, values: dict[str, Any]) -> _Entry | None:
        """Return a term, None where something is wrong with it, which is reported."""
        before = len(table.document.problems)
        if self._by_slug[slug]:
            table.report(None, "is a different term in another pack", "rename one of the two", rules.SECOND_ID)
        elif not values["words"]:
            table.report("words", "words is empty", 'write words = ["…"]', rules.MISSING_KEY)
        else:
            _check_letters(table, values)
            entry = _Entry(_id_of(slug, table, values), slug, table, values)
            self._check_words(entry)
            _check_relations(entry)
            if len(table.document.problems) == before:
                return entry
        return None

    def _check_words(self, entry: _Entry) -> None:
        """Report words that another term has, or that are listed twice, and a term that is there twice."""
        first = self._first.setdefault((entry.table.document.path, entry.id), entry)
        if first is not entry:
            message = f"means the same measure as [term.{first.slug}]"
            entry.table.report(None, message, "merge the two", rules.NAME_TWICE)
        seen: set[str] = set()
        for field in ("words", "loose"):
            for word in entry.values.get(field, ()):
                key = _key(word)
                other = self._by_word.get(key) if field == "words" else None
                if key in seen:
                    entry.table.report(field, f"{quoted(word)} is listed twice", "remove one", rules.NAME_TWICE)
                elif other and other.id != entry.id:
                    message = f"{quoted(word)} is a word of [term.{other.slug}] too"
                    hint = "keep it at one of the two, or under `loose` of both"
                    entry.table.report(field, message, hint, rules.NAME_TWICE)
                seen.add(key)

    def terms(self) -> list[Term]:
        """Return the terms, after the measures were looked up of which they are parts."""
        found = [entry for entry in self._by_slug.values() if entry]
        broader = {entry.slug: self._broader(entry) for entry in found}
        above: dict[str, list[str]] = {}
        for entry in found:
            above.setdefault(entry.id, []).extend(broader[entry.slug])  # packs may have words for the same measure
        circular = links.circular(_with_those_above(above))
        for entry in found:
            if entry.id in circular:
                hint = "remove one of the links"
                entry.table.report("broader", "`broader` forms a cycle", hint, rules.BROKEN_WITHIN)
        return [
            Term(entry.id, *(tuple(entry.values.get(field, ())) for field in schema.TERM_KEYS))
            for entry in found
            if entry.id not in circular and "" not in broader[entry.slug]
        ]

    def _broader(self, entry: _Entry) -> list[str]:
        """Return the ids of the measures above a term, an empty one for what is reported."""
        ids: list[str] = []
        for name in entry.values.get("broader", ()):
            own = self._by_word.get(_key(name))
            above = own.id if own else _measure(name)
            ids.append(above or "")
            if not above and _key(name) not in self._broken:
                hint = "use a word of a term of terms.toml, or of a measure that jimo knows"
                message = f"broader refers to an unknown term {quoted(name)}"
                entry.table.report("broader", message, hint, rules.BROKEN_WITHIN)
        return ids


def _check_letters(table: Table, values: dict[str, Any]) -> None:
    """Report words without a letter, digit or Han character, by which they could be told from others."""
    for field, words in values.items():
        for word in words:
            if not _key(word):
                hint = "write the name of a measure"
                table.report(field, f"{quoted(word)} has no letter, digit or Han character", hint, rules.WRONG_VALUE)


def _id_of(slug: str, table: Table, values: dict[str, Any]) -> str:
    """Return the id of a term: that of the measure that jimo knows, else its own; report words of no or two."""
    ids: dict[str, None] = {}
    for word in values["words"]:
        measure = _measure(word)
        if measure:
            ids[measure] = None
        elif _key(word) in _known() and measures.is_generic(text.fold(word)):
            message = f"{quoted(word)} names no measure without a subject"
            table.report("words", message, "add the subject, or put it under `loose`", rules.CONTRADICTS)
    if len(ids) > 1:
        told = listed([f"{measures.names_of(id_)[0]} ({id_})" for id_ in ids])
        message, hint = f"words are names of several measures: {told}", "split them; put a wider word under `loose`"
        table.report("words", message, hint, rules.CONTRADICTS)
    return next(iter(ids), f"term.{slug}")


def _check_relations(entry: _Entry) -> None:
    """Report what contrasts with itself, or is a part of itself."""
    own = {_key(word) for field in ("words", "loose") for word in entry.values.get(field, ())}
    for field in ("contrast", "broader"):
        for name in entry.values.get(field, ()):
            if _key(name) in own or entry.id == _measure(name):
                message = f"{field} names the term itself: {quoted(name)}"
                entry.table.report(field, message, "remove it, or remove it from words", rules.CONTRADICTS)


def _measure(name: str) -> str | None:
    """Return the id of the measure that jimo knows by a name that is exchangeable, None where there is none."""
    if _key(name) not in _known():
        return None
    return next((measure for measure, how in measures.ids_of(text.fold(name)) if how == measures.SAME), None)


@cache
def _known() -> frozenset[str]:
    """Return the keys of all names that jimo knows: a file may have a hundred thousand others."""
    return measures.keys()


def _with_those_above(above: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the measures above each term, and above each of these as jimo knows them."""
    whole: dict[str, list[str]] = {}
    waiting = [*above]
    while waiting:
        id_ = waiting.pop()
        if id_ not in whole:
            whole[id_] = [*above.get(id_, ()), *measures.broader(id_)]
            waiting += whole[id_]
    return whole


def _texts(value: object) -> list[str]:
    """Return the texts of a list that may hold anything."""
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


@lru_cache(1024)
def _key(word: str) -> str:
    return text.key(text.fold(word))
