"""A fact file as it was read, its tables read key by key, and the place of each problem."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.errors import shortened
from jimo_cli.model import Problem
from jimo_cli.packs import read, rules, schema
from jimo_cli.packs.layout import Layout
from jimo_cli.packs.values import TABLE, WrongValueError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from jimo_cli.packs.layout import Place
    from jimo_cli.packs.values import Reader


MOST_PROBLEMS = 1000
"""Problems of one file that are reported; the others are counted."""

SLUG = re.compile(schema.SLUG, re.ASCII)
"""What a slug and a topic id look like."""

SLUG_HINT = "use lower-case letters, digits and single hyphens"

_NOWHERE = None, 1, 1
_KEPT_LAYOUTS = 2


class Document(NamedTuple):
    """A fact file that was read once: its text with the places in it, its values, and its problems so far.

    `values` is None where the file cannot be read or is not TOML; then there is a problem. `is_settled` is
    false where the file must be read again: it was not the one that was listed, or an error of a moment kept
    it from being read.
    After `most` problems the others are only counted.
    """

    path: str
    layout: Layout
    values: Mapping[str, Any] | None
    problems: list[Problem]
    is_settled: bool = True
    most: int = MOST_PROBLEMS


class Layouts:
    """The layouts of fact files by path: of the texts added to it, else of the files as they are now.

    Texts are kept, but only the layouts used last: those of a large pack would take gigabytes, and
    problems come file by file, with one other file where an id is used twice.
    """

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._recent: dict[str, Layout] = {}

    def add(self, document: Document) -> None:
        """Keep the text of a document."""
        self._texts[document.path] = document.layout.text
        self._keep(document.path, document.layout)

    def of(self, path: str) -> Layout:
        """Return the layout of a file, an empty one where the file cannot be read."""
        layout = self._recent.pop(path, None) or Layout(self._texts[path] if path in self._texts else _text(path))
        self._keep(path, layout)
        return layout

    def _keep(self, path: str, layout: Layout) -> None:
        self._recent[path] = layout
        if len(self._recent) > _KEPT_LAYOUTS:
            del self._recent[next(iter(self._recent))]

    def placed(self, problem: Problem, path: str) -> Problem:
        """Return a problem of a fact or topic with its place in the file of that path."""
        layout = self.of(path)
        return placed(problem, path, layout, keys_of(problem.fact_id, layout))


def _text(path: str) -> str:
    try:
        return read.text_at(path)
    except (OSError, ValueError, RecursionError):
        return ""


def keys_of(fact_id: str, layout: Layout) -> tuple[str, ...]:
    """Return the keys that lead to the table of a fact, a series or a topic in its file, which has that layout."""
    _, dot, slug = fact_id.partition(".")
    if not dot:
        return ("topic",)
    return ("series", slug) if layout.statement("series", slug) else ("fact", slug)


def placed(problem: Problem, path: str, layout: Layout, keys: tuple[str, ...]) -> Problem:
    """Return a problem of the table to which `keys` lead with its place: its key there, else the heading."""
    where = f"[{'.'.join(keys)}] " if keys else ""
    line, column, width = layout.place(keys, problem.key) or _NOWHERE
    message, hint = shortened(where + problem.message), shortened(problem.hint)
    return Problem(path, line, message, hint, problem.code, column, width, problem.paste)


def limited(problems: list[Problem], most: int = MOST_PROBLEMS) -> list[Problem]:
    """Return the first problems of a file, and one that counts the others."""
    more = len(problems) - most
    if more <= 0:
        return problems
    last = problems[most - 1]
    message = f"{more} more problems in this file"
    rest = Problem(last.path, last.line, message, "fix the problems above first", last.code)
    return [*problems[:most], rest]


class Table:
    """One table of a document, by the keys that lead to it; its problems are added to the document."""

    def __init__(self, document: Document, values: Mapping[str, Any], *keys: str) -> None:
        self.document, self.values, self.keys = document, values, keys

    def under(self, key: str, values: object) -> Table | None:
        """Return the table under a key, or None and report a problem where it is not a table."""
        if isinstance(values, dict):
            return Table(self.document, values, *self.keys, key)
        name = ".".join((*self.keys, key))
        hint = f"write [{name}] on a line of its own"
        self.report(key, f"{name} is not a table", hint, rules.NOT_A_TABLE, f"[{name}]")
        return None

    def read(self, keys: Mapping[str, Reader]) -> dict[str, Any]:
        """Return the values of the known keys; report each unknown key and each wrong value."""
        found: dict[str, Any] = {}
        for key, value in self.values.items():
            if key not in keys:
                self.report_unknown(key, keys)
                continue
            try:
                found[key] = keys[key].read(value)
            except WrongValueError as error:
                self.report(key, f"{key} {error.message}", error.hint, error.code, error.paste)
        return found

    def with_misread(self, found: Mapping[str, Any], known: Mapping[str, Reader]) -> dict[str, Any]:
        """Return the values found, and MISREAD for each key with a wrong value or a misspelt name.

        Such a key must not be reported as missing as well.
        """
        misread = [schema.respelt(key, known) for key in self.values if key not in found]
        return {**{key: schema.MISREAD for key in misread if key}, **found}

    def report_unknown(self, key: str, known: Mapping[str, Reader]) -> None:
        """Report an unknown key, with the known one that is probably meant."""
        near, paste = None, ""
        if len(self.document.problems) < MOST_PROBLEMS:
            near = schema.respelt(key, known) or schema.synonym(key, known)
            near = near or next(iter(get_close_matches(key.lower().replace("-", "_"), known, 1)), None)
        hint = f"did you mean {near}?" if near else f"the keys here are {', '.join(known)}"
        if near in self.values:
            hint += " It is already present"
        elif near is not None:
            paste = self._renamed(key, near, known[near])
        self.report(key, f"unknown key {key!r}", hint, rules.UNKNOWN_KEY, paste)

    def _renamed(self, key: str, name: str, reader: Reader) -> str:
        """A key as the file writes it, under another name; "" where its value would be wrong there."""
        layout = self.document.layout
        stated = layout.statement(*self.keys, key)
        if stated is None or stated.kind != "key" or stated.path != (*self.keys, key):
            return ""
        written = layout.text[stated.value : stated.end]
        try:
            reader.read(self.values[key])
        except WrongValueError:
            better = schema.rewritten(name, written)
            if better is None:
                return ""
            written = better[0]
        before = layout.text[stated.start : layout.own_name(stated)[0]]
        return f"{before}{name} = {written}"

    def report(self, key: str | None, message: str, hint: str, code: str, paste: str = "") -> None:
        """Report a problem at a key, else at the heading of the table."""
        self.add(Problem("", None, message, hint, code, paste=paste, key=key))

    def add(self, problem: Problem) -> None:
        """Report a problem that has no place yet at its key."""
        if not self._is_only_counted():
            self.document.problems.append(placed(problem, self.document.path, self.document.layout, self.keys))

    def add_at(self, place: Place, message: str, hint: str, code: str) -> None:
        """Report a problem at a place within the table."""
        if not self._is_only_counted():
            message, hint = shortened(f"[{'.'.join(self.keys)}] {message}"), shortened(hint)
            self.document.problems.append(
                Problem(self.document.path, place.line, message, hint, code, place.column, place.width)
            )

    def _is_only_counted(self) -> bool:
        """Count a problem where there are enough others to report; return whether it was."""
        problems = self.document.problems
        if len(problems) < self.document.most:
            return False
        problems.append(problems[-1])
        return True


def entries(
    document: Document, kind: str, keys: Mapping[str, Reader], example: str
) -> Iterator[tuple[str, Table, dict[str, Any] | None]]:
    """Yield slug, table and values of the tables `[kind.SLUG]` of a document, which holds no others.

    Problems are reported, and a table with one has no values. `example` is the key that each must have, with a value.
    """
    whole = Table(document, document.values or {})
    for key in sorted(whole.values.keys() - {kind}):
        whole.report_unknown(key, {kind: TABLE})
    tables = whole.under(kind, whole.values.get(kind, {}))
    required = example.partition(" ")[0]
    for slug, entry in tables.values.items() if tables else ():
        table = tables.under(slug, entry) if tables else None
        if table is None:
            continue
        before = len(document.problems)
        if not SLUG.fullmatch(slug):
            table.report(None, f"{slug!r} is not a valid slug", SLUG_HINT, rules.BAD_ID)
        values = table.read(keys)
        if required not in table.with_misread(values, keys):
            table.report(None, f"the {kind} has no {required}", f"add {example}", rules.MISSING_KEY, example)
        yield slug, table, values if len(document.problems) == before else None
