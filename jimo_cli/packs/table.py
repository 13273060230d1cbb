"""One table of a fact file: its values read by key, and the place of each problem."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from jimo_cli.model import Problem
from jimo_cli.packs import read, rules, schema
from jimo_cli.packs.find import state_of
from jimo_cli.packs.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


MOST_PROBLEMS = 1000
"""Problems of one file that are told one by one; the rest is counted."""

NOWHERE = None, 1, 1
_LONGEST_SAID = 500


def cut(said: str) -> str:
    """What a problem says, as far as a person reads it: a key may be a megabyte long."""
    return said if len(said) <= _LONGEST_SAID else f"{said[:_LONGEST_SAID]}…"


def layout_at(path: str) -> Layout:
    """Return where the tables and keys of a file stand, nothing where it cannot be read."""
    return _layout(path, *state_of(path))


@lru_cache(maxsize=2)  # problems come file by file
def _layout(path: str, size: int, _times: str) -> Layout:
    try:
        return layout_of(read.read(path, size))
    except (OSError, ValueError, RecursionError):
        return Layout("")


@lru_cache(maxsize=1)
def layout_of(text: str) -> Layout:
    """Return the layout of a text."""
    return Layout(text)


def told(problems: list[Problem]) -> list[Problem]:
    """The problems of a file as far as they are told, and how many more there are."""
    more = len(problems) - MOST_PROBLEMS
    if more <= 0:
        return problems
    last = problems[MOST_PROBLEMS - 1]
    message = f"{more} more problems in this file"
    rest = Problem(last.path, last.line, message, "mend those that are told first", last.code)
    return [*problems[:MOST_PROBLEMS], rest]


class Table:
    """One table of a fact file, by the keys that lead to it; what is wrong in it goes to `problems`."""

    def __init__(
        self, path: str, layout: Layout, values: Mapping[str, Any], problems: list[Problem], *keys: str
    ) -> None:
        self.path, self.layout, self.values, self.problems, self.keys = path, layout, values, problems, keys

    def under(self, key: str, values: object) -> Table | None:
        """The table of that key, or None and a problem where it is no table."""
        if isinstance(values, dict):
            return Table(self.path, self.layout, values, self.problems, *self.keys, key)
        name = ".".join((*self.keys, key))
        self.say(key, f"{name} is not a table", f"write [{name}] on a line of its own", rules.NOT_A_TABLE, f"[{name}]")
        return None

    def take_all(self, keys: Mapping[str, schema.Reader]) -> dict[str, Any]:
        """What the known keys hold, read; each key that is unknown or misused is a problem."""
        taken: dict[str, Any] = {}
        for key, value in self.values.items():
            if key not in keys:
                self.unknown(key, keys)
                continue
            try:
                taken[key] = keys[key](value)
            except schema.MisfitError as error:
                self.say(key, f"{key} {error.message}", error.hint, error.code, error.paste)
        return taken

    def there(self, taken: Mapping[str, Any], known: Mapping[str, schema.Reader]) -> dict[str, Any]:
        """What was read, and MISREAD for each key that is there all the same, its value wrong or its name misspelt.

        That such a key is missing is not to be told as well.
        """
        wrong = (schema.respelt(key, known) for key in self.values if key not in taken)
        return {**{key: schema.MISREAD for key in wrong if key}, **taken}

    def unknown(self, key: str, known: Mapping[str, schema.Reader]) -> None:
        """Tell that there is no such key, and which one may be meant."""
        near, paste = None, ""
        if len(self.problems) < MOST_PROBLEMS:
            near = schema.respelt(key, known) or schema.called_otherwise(key, known)
            near = near or next(iter(get_close_matches(key.lower().replace("-", "_"), known, 1)), None)
        hint = f"did you mean {near}?" if near else f"the keys here are {', '.join(known)}"
        if near in self.values:
            hint += " It is there already"
        elif near is not None:
            paste = self._renamed(key, near, known[near])
        self.say(key, f"unknown key {key!r}", hint, rules.UNKNOWN_KEY, paste)

    def _renamed(self, key: str, name: str, reader: schema.Reader) -> str:
        """A key as the file writes it, under another name; "" where its value would be wrong there."""
        stated = self.layout.statement(*self.keys, key)
        if stated is None or stated.kind != "key" or stated.path != (*self.keys, key):
            return ""
        written = self.layout.text[stated.value : stated.end]
        try:
            reader(self.values[key])
        except schema.MisfitError:
            better = schema.rewritten(name, written)
            if better is None:
                return ""
            written = better[0]
        before = self.layout.text[stated.start : self.layout.own_name(stated)[0]]
        return f"{before}{name} = {written}"

    def say(self, key: str | None, message: str, hint: str, code: str, paste: str = "") -> None:
        """Tell a problem at a key, else at the heading of the table."""
        if len(self.problems) >= MOST_PROBLEMS:
            self.problems.append(self.problems[-1])  # only counted
            return
        where = f"[{'.'.join(self.keys)}] " if self.keys else ""
        line, column, width = self.layout.place(self.keys, key) or NOWHERE
        self.problems.append(Problem(self.path, line, cut(where + message), cut(hint), code, column, width, paste))
