"""The places of the tables, keys and comments of a TOML text, which its parser does not report."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


# Groups with a possessive quantifier would say that nothing is given back, but Python before 3.11.5 matches
# them wrongly; so what follows each group fails wherever the group could have gone on.
_STRING = (
    r"""\"""(?:"{0,2}(?:[^"\\]++|\\[\s\S]))*(?=\"""|"{0,2}\\?\Z)"{0,5}"""
    r"""|'''(?:'{0,2}[^']++)*(?='''|'{0,2}\Z)'{0,5}"""
    r"""|"(?:[^"\\\n]++|\\.)*(?:"|(?![^"\\\n]|\\.))|'[^'\n]*+'?"""
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
_MOST_PARTS = 50
"""Parts of a key or heading of which the path is known: each of a thousand keys below it has that path too."""

_STRING_OR_COMMENT = re.compile(rf"(?:{_STRING})|#[^\n]*+")
_MANY_POINTS = re.compile(r"^(?:[^.\n]*+\.){100}", re.MULTILINE)
# In a text without strings: a part in quotes is an empty one.
_DEEP_NAME = re.compile(r"(?<![^\s=\[\]{},])(?:[^\s.=\[\]{},]*+[ \t]*+\.[ \t]*+){100}")
_ESCAPE = re.compile(r'\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|["\\])')


class Place(NamedTuple):
    """A place in a text: line and column, both from 1, and how many characters it takes there."""

    line: int
    column: int
    width: int


class Statement(NamedTuple):
    """A heading, a key with its value, or a comment, as offsets into the text.

    `kind` is table, array (a heading in double brackets), key or comment. `path` leads from the root
    of the document to the table or key; that of a comment is the path of the statement before it on its
    line, else of the table around it. The name spans `start` to `name_end`, the value `value` to `end`.
    `entries` are the spans of the entries of a list.
    """

    kind: str
    path: tuple[str, ...]
    start: int
    name_end: int
    value: int
    end: int
    entries: tuple[tuple[int, int], ...] = ()


class Layout:
    """The places in a text, found in one pass when the first of them is needed.

    The text may be anything; where it is not TOML, the places are a guess.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._statements: list[Statement] | None = None
        self._found: dict[tuple[str, ...], Statement] = {}
        self._implied: dict[tuple[str, ...], Statement] = {}
        self._starts: list[int] = []

    @property
    def statements(self) -> list[Statement]:
        """All statements and comments, in the order of the text."""
        if self._statements is None:
            self._statements = list(_statements(self.text))
            for stated in self._statements:
                if stated.kind == "comment":
                    continue
                self._found.setdefault(stated.path, stated)
                # A table without a heading of its own has the place of the first heading within it.
                for size in range(1, min(len(stated.path), _DEEPEST)):
                    self._implied.setdefault(stated.path[:size], stated)
        return self._statements

    def statement(self, *path: str) -> Statement | None:
        """Return the first statement of a table or key, else the first within it, None where there is neither."""
        return (self._found.get(path) or self._implied.get(path)) if self.statements else None

    def stated_at(self, line: int, column: int) -> Statement | None:
        """Return the heading or key that begins at a line and column, None where none does."""
        start, end = self.line(line)
        offset = start + column - 1
        index = bisect_left(self.statements, offset, key=attrgetter("start"))
        found = self.statements[index] if offset <= end and index < len(self.statements) else None
        return found if found and found.start == offset and found.kind != "comment" else None

    def own_name(self, stated: Statement) -> tuple[int, int]:
        """Return the span of the last part of the name of a key: of `a.b` the b."""
        *_, last = _PART.finditer(self.text, stated.start, stated.name_end)
        return last.span()

    def within(self, stated: Statement) -> Iterator[tuple[int, int]]:
        """Yield the spans of the strings and comments of a value."""
        return (found.span() for found in _STRING_OR_COMMENT.finditer(self.text, stated.value, stated.end))

    def place(self, keys: tuple[str, ...], key: str | None) -> Place | None:
        """Return the place of a key of the table to which `keys` lead, else of the table, else None."""
        stated = None if key is None else self.statement(*keys, key)
        stated = stated or (self.statement(*keys) if keys else None)
        return None if stated is None else self.at(stated.start, stated.name_end)

    def at(self, start: int, end: int) -> Place:
        """Return the place from one offset to another, only its first line if there are more."""
        line = bisect_right(self._line_starts(), start)
        line_end = self.text.find("\n", start, end)
        width = (end if line_end < 0 else line_end) - start
        return Place(line, start - self._starts[line - 1] + 1, max(width, 1))

    def line(self, number: int) -> tuple[int, int]:
        """Return the span of a line, counted from 1, without its line break."""
        starts = self._line_starts()
        if not 0 < number <= len(starts):
            return len(self.text), len(self.text)
        return starts[number - 1], starts[number] - 1 if number < len(starts) else len(self.text)

    def _line_starts(self) -> list[int]:
        if not self._starts:
            self._starts = [0, *(found.end() for found in re.finditer("\n", self.text))]
        return self._starts


def points(text: str) -> int:
    """Return the number of points outside of strings and comments."""
    return _STRING_OR_COMMENT.sub("", text).count(".")


def has_deep_name(text: str) -> bool:
    """Return whether a key or heading has more than a hundred parts, each a table of its own for each key below it."""
    return _MANY_POINTS.search(text) is not None and _DEEP_NAME.search(_STRING_OR_COMMENT.sub("", text)) is not None


def _statements(text: str) -> Iterator[Statement]:
    around: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    offset, on_line = 0, False
    while offset < len(text):
        if blank := _BLANK.match(text, offset):
            on_line = on_line and "\n" not in blank[0]
            offset = blank.end()
        elif comment := _COMMENT.match(text, offset):
            yield Statement("comment", path if on_line else around, offset, comment.end(), offset, comment.end())
            offset = comment.end()
        elif header := _HEADER.match(text, offset):
            around = path = _path(header["keys"])
            offset, on_line = header.end(), True
            kind = "array" if header[0].startswith("[[") else "table"
            yield Statement(kind, path, header.start(), offset, offset, offset)
        elif assigned := _ASSIGNED.match(text, offset):
            path = (*around, *_path(assigned["keys"]))
            end, entries = _value(text, assigned.end())
            yield Statement("key", path, offset, assigned.end("keys"), assigned.end(), end, entries)
            offset, on_line = end, True
        else:
            offset = text.find("\n", offset) + 1 or len(text)


def _value(text: str, start: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    """The end of a value, and the spans of the entries of a list."""
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
            # No entry continues after a comment.
            entries += _trimmed(text, first, token.start())
            first = token.end()
            if kind == "close":
                end = token.end()
                break
        elif kind == "close":
            depth -= 1
    return end, tuple(entries) if text[start] == "[" else ()


def _single(text: str, start: int) -> int:
    """The end of a value that is neither list nor table."""
    bare = _BARE.match(text, start)
    return start + len(bare[0].rstrip()) if bare else start


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without the blanks around it, none where it is blank."""
    entry = text[start:end].rstrip()
    blanks = len(entry) - len(entry.lstrip())
    if blanks < len(entry):
        yield start + blanks, start + len(entry)


def _path(keys: str) -> tuple[str, ...]:
    if keys.isidentifier():  # as most are
        return (keys,)
    if '"' not in keys and "'" not in keys:
        return tuple(part.strip() for part in keys.split(".", _MOST_PARTS)[:_MOST_PARTS])
    return tuple(_named(part) for part in islice(_PART.finditer(keys), _MOST_PARTS))


def _named(part: re.Match[str]) -> str:
    """A key without its quotes and escapes."""
    written = part[0]
    if written[0] == '"':
        return _ESCAPE.sub(lambda found: _character(found[1]), written[1:-1])
    return written[1:-1] if written[0] == "'" else written


def _character(escape: str) -> str:
    code = int(escape[1:], 16) if escape[0] in "uU" else ord(escape)
    return chr(code) if code <= sys.maxunicode else escape
