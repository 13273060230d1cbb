"""What is wrong where a text is no TOML, and what to write there: the parser tells little of either."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jimo_cli.errors import shortened
from jimo_cli.model import Problem
from jimo_cli.packs import rules

if TYPE_CHECKING:
    from jimo_cli.packs.layout import Layout, Place, Statement

    _Found = tuple[Place, str, str]
    """Place, message and hint of a problem."""


_CURLY = re.compile("[“”‘’„‟«»「」『』＂＇]")
_WIDE = re.compile("[＝［］｛｝，、。．：；＃（）【】]")
_LONGEST = 40
_AGAIN = re.compile(r"Cannot (?:declare|overwrite|mutate|redefine)")
_IN_BRACES = re.compile(r"Duplicate inline table key '(?P<key>.*)'")
_UNCLOSED = ("Unterminated string", "Illegal character '\\n'", 'Expected "\'"', "Expected \"'''\"")
_NAME = re.compile(r"\s*(?P<name>\[[^\]\"'#\n]*|[^=\"'#\n]*)")
_OF_VALUES = (
    (re.compile(r"$"), "write a value behind the ="),
    (
        re.compile(r"\d{4}(?:-(?:\d\d?|[SQ]\d))?(?:[-/].*)?$|P\d+Y/\d{4}$", re.ASCII),
        'put a period in double quotes: "{}"',
    ),
    (re.compile(r"\d{4}年", re.ASCII), 'write a period like "2024-06", in double quotes'),
    (
        re.compile(r"[-+]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?$", re.ASCII),
        "write the figure without commas between its digits",
    ),
    (re.compile(r"[-+]?0\d", re.ASCII), "write the figure without zeros before it"),
    (re.compile(r"[-+]?\.?\d", re.ASCII), "write the bare figure, and under unit what is counted: 亿元, %, 家"),
    (re.compile(r"[\"'].*\\"), "write \\\\ for a backslash, or put the text in single quotes"),
    (re.compile(r"[\"']"), "let nothing but a comment (#) stand behind the closing quote"),
    (re.compile(r"\["), "write a comma between two entries, and ] at the end"),
    (re.compile(r"\{"), "write a comma between two entries, and }} at the end"),
    (re.compile(r""), "put text in double quotes"),
)
"""How what is written begins, and what to write instead."""


def problem(path: str, layout: Layout, at: int, message: str) -> Problem:
    """Return the problem of a text that is not TOML, from the offset where the parser stopped and its message."""
    found = _repeated(layout, at, message) or _unclosed(layout, at, message)
    place, message, hint = found or (layout.at(at, at + 1), message, _hint(layout, at, message))
    return Problem(path, place.line, f"not TOML: {message}", hint, rules.NOT_TOML, place.column, place.width)


def _repeated(layout: Layout, at: int, message: str) -> _Found | None:
    """A key or table that stands there already; the parser stops behind it."""
    if found := _IN_BRACES.match(message):
        return (layout.at(at, at + 1), f"{found['key']} stands twice between the braces", "take one of them away")
    stated = _last(layout, at) if _AGAIN.match(message) else None
    if stated is None:
        return None
    first = layout.statement(*stated.path)
    place = layout.at(stated.start, stated.name_end)
    name = shortened(".".join(stated.path), _LONGEST)
    name = name if stated.kind == "key" else f"[{name}]"
    if first is None or first.start == stated.start:
        return (
            place,
            f"{name} cannot stand here: what is above it is no open table",
            "give it another name, or put it there",
        )
    hint = "take one of the two away" if stated.kind == "key" else "put the keys of both under one heading"
    return (place, f"{name} stands here twice, first in line {layout.at(first.start, first.end).line}", hint)


def _last(layout: Layout, at: int) -> Statement | None:
    """The last heading or key that begins before a place."""
    before = [each for each in layout.statements if each.start < at and each.kind != "comment"]
    return before[-1] if before else None


def _unclosed(layout: Layout, at: int, message: str) -> _Found | None:
    """A text of several lines or a list that does not end."""
    stated = _last(layout, at)
    if stated is None or stated.kind != "key":
        return None
    opened = layout.text[stated.value : stated.value + 3]
    line = layout.at(stated.value, stated.value + 1).line
    if message in _UNCLOSED and layout.at(at, at).line != line:
        quote = opened if opened in {'"""', "'''"} else opened[:1]
        place = layout.at(stated.value, stated.value + len(quote))
        return (place, f"the text that begins here has no end ({message})", f"write {quote} behind it")
    if message.startswith("Unclosed array"):
        hint = f"write a comma between two entries, ] behind the last; the list begins in line {line}"
        return (layout.at(at, at + 1), message, hint)
    return None


def _hint(layout: Layout, at: int, message: str) -> str:
    """What to write instead of what the parser cannot read at a place."""
    start, end = layout.line(layout.at(at, at).line)
    line, here = layout.text[start:end], layout.text[at : at + 1]
    is_unclosed = message in _UNCLOSED
    if _CURLY.match(here) or (is_unclosed and _CURLY.search(line)):
        return 'write straight double quotes: "…"'
    if _WIDE.match(here):
        return f"write half-width punctuation, not {here}"
    if is_unclosed:
        return "close the quote that is open on this line"
    stated = _last(layout, at)
    if stated is None or stated.kind != "key" or at > max(stated.end, layout.line(layout.at(stated.value, 0).line)[1]):
        return _name_hint(line)
    # The parser says this at the begin of a value, else where it should have ended.
    begin = at if message == "Invalid value" else max(stated.value, start)
    opened = layout.text[stated.value : stated.value + 1]
    written = layout.text[begin:end].partition("#")[0].strip() or (opened if opened in {"[", "{"} else "")
    return next(hint for begin, hint in _OF_VALUES if begin.match(written)).format(shortened(written, _LONGEST))


def _name_hint(line: str) -> str:
    """What to write instead of a heading or key that cannot be read."""
    found = _NAME.match(line)
    name = found["name"] if found else ""
    if not name.isascii():
        return "write letters a to z, digits and hyphens in names"
    if name.startswith("["):
        return "write a heading like [fact.a-slug], with nothing but a comment (#) behind it"
    return 'write key = value on a line of its own, like label = "…"'
