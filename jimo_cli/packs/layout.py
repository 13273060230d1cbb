"""Where the tables, keys and comments of a TOML text stand, which its parser does not tell."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


_STRING = (
    r"""\"""(?:[^"\\]++|\\[\s\S]|"(?!""))*+"{0,5}"""
    r"""|'''(?:[^']++|'(?!''))*+'{0,5}"""
    r"""|"(?:[^"\\\n]++|\\.)*+"?|'[^'\n]*+'?"""
)
_WORD = r"""[^\s.=\[\]{},"'#]+"""
_KEYS = rf"(?:{_STRING}|{_WORD})(?:[ \t]*\.[ \t]*(?:{_STRING}|{_WORD}))*"
_HEADER = re.compile(rf"\[\[?[ \t]*(?P<keys>{_KEYS})[ \t]*\]?\]?")
_ASSIGNED = re.compile(rf"(?P<keys>{_KEYS})[ \t]*=[ \t]*")
_PART = re.compile(rf"(?P<string>{_STRING})|(?P<word>{_WORD})")
_TOKEN = re.compile(rf"(?P<string>{_STRING})|(?P<comment>\#[^\n]*)|(?P<open>[\[{{])|(?P<close>[\]}}])|(?P<end>[\n,])")
_COMMENT = re.compile(r"[ \t]*(#[^\n]*)")
_BLANK = re.compile(r"\s+")
_BARE = re.compile(rf"(?:{_STRING})|[^#\n]*")
_DEEPEST = 10
_SAID = re.compile(rf"(?:{_STRING})|#[^\n]*+")
_ESCAPE = re.compile(r'\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|["\\])')


class Place(NamedTuple):
    """A place in a text: line and column, both from 1, and how many characters it takes there."""

    line: int
    column: int
    width: int


class Statement(NamedTuple):
    """A heading, a key with its value, or a comment, as offsets into the text.

    `kind` is table, array (a heading in double brackets), key or comment. `path` leads from the root
    of the document to the table or key; a comment has that of the statement that it stands behind,
    and on a line of its own that of the table around it. `start` to `name_end` is what names it,
    `value` to `end` the value. `entries` are the spans of the entries of a list.
    """

    kind: str
    path: tuple[str, ...]
    start: int
    name_end: int
    value: int
    end: int
    entries: tuple[tuple[int, int], ...] = ()


class Layout:
    """The places of a text; it is gone through when the first is asked for, and only once.

    Whatever the text holds it is gone through; where it is no TOML, the places are a guess.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._statements: list[Statement] | None = None
        self._found: dict[tuple[str, ...], Statement] = {}
        self._implied: dict[tuple[str, ...], Statement] = {}
        self._starts: list[int] = []

    @property
    def statements(self) -> list[Statement]:
        """Everything that the text says, in its order."""
        if self._statements is None:
            self._statements = list(_statements(self.text))
            for each in self._statements:
                if each.kind == "comment":
                    continue
                self._found.setdefault(each.path, each)
                # A heading stands for the tables above it as well, where they have none of their own.
                for size in range(1, min(len(each.path), _DEEPEST)):
                    self._implied.setdefault(each.path[:size], each)
        return self._statements

    def statement(self, *path: str) -> Statement | None:
        """Return the first statement of that table or key, else the first of what lies in it."""
        return (self._found.get(path) or self._implied.get(path)) if self.statements else None

    def stated_at(self, line: int, column: int) -> Statement | None:
        """Return the heading or key that begins at a place."""
        start, end = self.line(line)
        offset = start + column - 1
        at = bisect_left(self.statements, offset, key=attrgetter("start"))
        found = self.statements[at] if offset <= end and at < len(self.statements) else None
        return found if found and found.start == offset and found.kind != "comment" else None

    def own_name(self, stated: Statement) -> tuple[int, int]:
        """Return where the last part of the name of a key begins and ends: of `a.b` the b."""
        *_, last = _PART.finditer(self.text, stated.start, stated.name_end)
        return last.span()

    def within(self, stated: Statement) -> Iterator[tuple[int, int]]:
        """Yield where the strings and comments of a value begin and end."""
        return (found.span() for found in _SAID.finditer(self.text, stated.value, stated.end))

    def place(self, keys: tuple[str, ...], key: str | None) -> Place | None:
        """Return the place of a key of the table to which `keys` lead, else of the table, else None."""
        stated = None if key is None else self.statement(*keys, key)
        stated = stated or (self.statement(*keys) if keys else None)
        return None if stated is None else self.at(stated.start, stated.name_end)

    def at(self, start: int, end: int) -> Place:
        """Return the place of what stands from one offset to another, its first line if it has more."""
        line = bisect_right(self._line_starts(), start)
        line_end = self.text.find("\n", start)
        width = min(end, line_end if line_end >= 0 else len(self.text)) - start
        return Place(line, start - self._starts[line - 1] + 1, max(width, 1))

    def line(self, number: int) -> tuple[int, int]:
        """Return where a line, counted from 1, begins and ends, its line break excluded."""
        starts = self._line_starts()
        if not 0 < number <= len(starts):
            return len(self.text), len(self.text)
        return starts[number - 1], starts[number] - 1 if number < len(starts) else len(self.text)

    def _line_starts(self) -> list[int]:
        if not self._starts:
            self._starts = [0, *(found.end() for found in re.finditer("\n", self.text))]
        return self._starts


def points(text: str) -> int:
    """Return how many points stand outside of strings and comments."""
    return _SAID.sub("", text).count(".")


def _statements(text: str) -> Iterator[Statement]:
    around: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    at, on_line = 0, False
    while at < len(text):
        if blank := _BLANK.match(text, at):
            on_line = on_line and "\n" not in blank[0]
            at = blank.end()
        elif comment := _COMMENT.match(text, at):
            yield Statement("comment", path if on_line else around, at, comment.end(), at, comment.end())
            at = comment.end()
        elif header := _HEADER.match(text, at):
            around = path = _path(header["keys"])
            at, on_line = header.end(), True
            kind = "array" if header[0].startswith("[[") else "table"
            yield Statement(kind, path, header.start(), at, at, at)
        elif assigned := _ASSIGNED.match(text, at):
            path = (*around, *_path(assigned["keys"]))
            end, entries = _value(text, assigned.end())
            yield Statement("key", path, at, assigned.end("keys"), assigned.end(), end, entries)
            at, on_line = end, True
        else:
            at = text.find("\n", at) + 1 or len(text)


def _value(text: str, start: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Where a value ends, and where the entries of a list begin and end."""
    if text[start : start + 1] not in {"[", "{"}:
        return _single(text, start), ()
    depth, end, first = 0, len(text), -1
    entries: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(text, start):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
            first = token.end() if depth == 1 else first
        elif depth == 1 and (kind in {"close", "comment"} or token[0] == ","):
            # No entry goes on behind a comment.
            entries += _trimmed(text, first, token.start())
            first = token.end()
            if kind == "close":
                end = token.end()
                break
        elif kind == "close":
            depth -= 1
    return end, tuple(entries) if text[start] == "[" else ()


def _single(text: str, start: int) -> int:
    """Where a value ends that is neither list nor table."""
    bare = _BARE.match(text, start)
    return start + len(bare[0].rstrip()) if bare else start


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without the blanks around what stands there, if anything does."""
    said = text[start:end].rstrip()
    blank = len(said) - len(said.lstrip())
    if blank < len(said):
        yield start + blank, start + len(said)


def _path(keys: str) -> tuple[str, ...]:
    if '"' not in keys and "'" not in keys:
        return tuple(part.strip() for part in keys.split("."))
    return tuple(_named(part) for part in _PART.finditer(keys))


def _named(part: re.Match[str]) -> str:
    """A key as it is meant, without its quotes."""
    said = part[0]
    if said[0] == '"':
        return _ESCAPE.sub(lambda found: _meant(found[1]), said[1:-1])
    return said[1:-1] if said[0] == "'" else said


def _meant(escape: str) -> str:
    code = int(escape[1:], 16) if escape[0] in "uU" else ord(escape)
    return chr(code) if code <= sys.maxunicode else escape
