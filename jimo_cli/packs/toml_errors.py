"""Problems of texts that are not TOML, with what to write instead: the messages of the parser say little of either."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from jimo_cli.errors import shortened
from jimo_cli.model import Problem
from jimo_cli.packs import rules, schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from jimo_cli.packs.layout import Layout, Place, Statement

    _Found = tuple[Place, str, str]
    """Place, message and hint of a problem."""


_CURLY = re.compile("[“”‘’„‟«»「」『』＂＇]")
_LONGEST = 60
_LONGEST_LINE = 1000
# Strings and comments, which may hold any character, and what no other part of TOML may hold.
_NOT_ASCII = re.compile(r"""(?P<kept>"(?:[^"\\]|\\.)*"|'[^']*+'|\#.*)|[^\t\r\n -~]""")
_MARKS = {":": "=", "。": ".", "、": ",", "【": "[", "】": "]", "−": "-"}
_DEFINED_TWICE = re.compile(r"Cannot (?:declare|overwrite|mutate|redefine)")
_INLINE_KEY_TWICE = re.compile(r"Duplicate inline table key '(?P<key>.*)'")
_UNCLOSED = ("Unterminated string", "Illegal character '\\n'", 'Expected "\'"', "Expected \"'''\"")
_NAME = re.compile(r"\s*(?P<name>\[[^\]\"'#\n]*|[^=\"'#\n]*)")
_VALUE_HINTS = tuple(
    (re.compile(begin, re.ASCII), hint)
    for begin, hint in (
        (r"$", "write a value after the ="),
        (
            r"\d{4}(?:-(?:\d\d?|[SQ]\d))?(?:[-/].*)?$|P\d+Y/\d{4}$",
            'put a period in double quotes: "{}"',
        ),
        (r"\d{4}(?:年|\.\d\d?\.)", 'write a period like "2024-06", in double quotes'),
        (r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$", "remove the commas between the digits"),
        (r"[-+]?\d{1,3}(?: \d{3})+(?:\.\d+)?$", "remove the blanks between the digits"),
        (r"[-+]?0\d", "remove the leading zeros"),
        (r"[-+]?\.?\d", "write only the number, and put what is counted under unit: 亿元, %, 家"),
        (r"[\"'].*\\", "write \\\\ for a backslash, or put the text in single quotes"),
        (r"[\"']", "put nothing but a comment (#) after the closing quote"),
        (r"\[", "separate the entries by commas, and end the list with ]"),
        (r"\{", "separate the entries by commas, and end the table with }}"),
        (r"", "put text in double quotes"),
    )
)
"""How a wrong value begins, in ASCII as far as it can be, and what to write instead; the first that matches."""


def problem(path: str, layout: Layout, offset: int, message: str, parse: Callable[[str], object]) -> Problem:
    """Return the problem of a text that is not TOML; `parse` stopped at `offset` with `message`."""
    found = _defined_twice(layout, offset, message)
    paste = "" if found else _retyped(layout, offset, message, parse)
    if paste:
        found = layout.at(offset, offset + 1), message, f"retype it in ASCII: {shortened(paste.strip(), _LONGEST)}"
    found = found or _unclosed(layout, offset, message)
    place, message, hint = found or (layout.at(offset, offset + 1), message, _hint(layout, offset, message))
    text = f"not TOML: {message}"
    return Problem(path, place.line, text, hint, rules.NOT_TOML, place.column, place.width, paste)


def _retyped(layout: Layout, offset: int, message: str, parse: Callable[[str], object]) -> str:
    """The line of an offset in ASCII; "" where it is so already, or where that alone does not make it right."""
    start, end = layout.line(layout.at(offset, offset).line)
    line = layout.text[start:end]
    if message in _UNCLOSED or len(line) > _LONGEST_LINE:
        return ""
    retyped, stated = _in_ascii(line).rstrip(" \t"), _key_at(layout, offset)
    if retyped in {"", line.rstrip(" \t")}:
        return ""
    if stated and schema.rewritten(stated.path[-1], _written(layout, stated, offset, message)):
        return ""  # TOML, but not what the key takes
    try:
        parse(retyped)
    except (ValueError, ArithmeticError, RecursionError):
        return ""
    return retyped


def _in_ascii(text: str) -> str:
    """A text in ASCII, apart from strings, comments and what has no form in ASCII."""
    return _NOT_ASCII.sub(lambda found: found["kept"] or _ascii(found[0]), text)


def _ascii(char: str) -> str:
    """A full-width digit, letter or mark, a blank or a minus as it is in ASCII, nothing for an invisible character."""
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Cf":
        return ""
    if category[0] == "Z" or category == "Cc":
        return " "
    if category == "Pd":
        return "-"
    plain = unicodedata.normalize("NFKC", char)
    plain = _MARKS.get(plain, plain)
    # A number in a circle or above the line is no digit, and quotes may not be those of the text.
    return plain if len(plain) == 1 and plain.isascii() and category != "No" and not _CURLY.match(char) else char


def _defined_twice(layout: Layout, offset: int, message: str) -> _Found | None:
    """A key or table that is already defined; the parser stops after it."""
    if found := _INLINE_KEY_TWICE.match(message):
        return layout.at(offset, offset + 1), f"duplicate key {found['key']} between the braces", "remove one of them"
    stated = _last_before(layout, offset) if _DEFINED_TWICE.match(message) else None
    if stated is None:
        return None
    first = layout.statement(*stated.path)
    place = layout.at(stated.start, stated.name_end)
    name = shortened(".".join(stated.path), _LONGEST)
    name = name if stated.kind == "key" else f"[{name}]"
    if first is None or first.start == stated.start:
        message = f"{name} cannot be added here: the key or table above it is complete"
        return place, message, "rename it, or put it into that table"
    hint = "remove one of the two" if stated.kind == "key" else "put the keys of both under one heading"
    return place, f"{name} is already defined in line {layout.at(first.start, first.end).line}", hint


def _last_before(layout: Layout, offset: int) -> Statement | None:
    """The last heading or key that begins before an offset."""
    before = [stated for stated in layout.statements if stated.start < offset and stated.kind != "comment"]
    return before[-1] if before else None


def _unclosed(layout: Layout, offset: int, message: str) -> _Found | None:
    """A text of several lines or a list without its end."""
    stated = _last_before(layout, offset)
    if stated is None or stated.kind != "key":
        return None
    opened = layout.text[stated.value : stated.value + 3]
    line = layout.at(stated.value, stated.value + 1).line
    if message in _UNCLOSED and layout.at(offset, offset).line != line:
        quote = opened if opened in {'"""', "'''"} else opened[:1]
        place = layout.at(stated.value, stated.value + len(quote))
        return place, f"the text that begins here has no end ({message})", f"write {quote} after it"
    if message.startswith("Unclosed array"):
        hint = f"separate the entries by commas, and end the list with ]; it begins in line {line}"
        return layout.at(offset, offset + 1), message, _char_hint(layout.text[offset : offset + 1]) or hint
    return None


def _hint(layout: Layout, offset: int, message: str) -> str:
    """What to write instead of the part of a line that the parser cannot read."""
    start, end = layout.line(layout.at(offset, offset).line)
    line, char = layout.text[start:end], layout.text[offset : offset + 1]
    is_unclosed = message in _UNCLOSED
    if char == "\r":
        return "end each line with a line feed: save the file with Unix or Windows line ends"
    if _CURLY.match(char) or (is_unclosed and _CURLY.search(line)):
        return 'use straight double quotes: "…"'
    if is_unclosed:
        return "close the quote that is open on this line"
    stated = _key_at(layout, offset)
    if stated is None:
        return _char_hint(char) or _name_hint(line)
    of_char = _char_hint(char) if layout.text[stated.value : stated.value + 1] in {"[", "{"} else ""
    return of_char or _value_hint(_written(layout, stated, offset, message))


def _char_hint(char: str) -> str:
    """What to write instead of a character, "" where ASCII has no other form of it."""
    plain = _in_ascii(char)
    if plain == char:
        return ""
    return f"use {plain} instead of {char}" if plain.strip() else f"use a plain blank instead of U+{ord(char):04X}"


def _value_hint(written: str) -> str:
    hint = next(hint for begin, hint in _VALUE_HINTS if begin.match(written))
    return hint.format(shortened(written, _LONGEST))


def _key_at(layout: Layout, offset: int) -> Statement | None:
    """The key whose value an offset is in, or behind on its line."""
    stated = _last_before(layout, offset)
    if stated is None or stated.kind != "key":
        return None
    _, line_end = layout.line(layout.at(stated.value, 0).line)
    return stated if offset <= max(stated.end, line_end) else None


def _written(layout: Layout, stated: Statement, offset: int, message: str) -> str:
    """The part of the value of a key that the parser cannot read, in ASCII as far as it can be."""
    start, end = layout.line(layout.at(offset, offset).line)
    # The parser gives this message at the begin of a value, all others where the value should have ended.
    begin = offset if message == "Invalid value" else max(stated.value, start)
    opened = layout.text[stated.value : stated.value + 1]
    written = _in_ascii(layout.text[begin : min(end, begin + _LONGEST_LINE)]).partition("#")[0].strip()
    return written or (opened if opened in {"[", "{"} else "")


def _name_hint(line: str) -> str:
    """What to write instead of a heading or key that cannot be read."""
    found = _NAME.match(line)
    name = found["name"] if found else ""
    if not name.isascii():
        return "use only the letters a to z, digits and hyphens in names"
    if name.startswith("["):
        return "write a heading like [fact.a-slug], with nothing but a comment (#) after it"
    return 'write key = value on a line of its own, like label = "…"'
