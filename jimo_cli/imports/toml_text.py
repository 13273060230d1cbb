"""TOML as README shows a fact file: keys in their usual order, a row a line, and `# check: …` behind what was guessed.

No writer of TOML writes comments, or chooses which tables stand on a line; of the values of a fact file there are few
shapes, and the figures among them are the digits of the source.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

CHECK = "# check: "
"""Begins the comment behind what was guessed; lint warns of it until it is gone."""

FIGURE = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
"""A figure that TOML takes as its digits are."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_CONTROL = re.compile(r'["\\\x00-\x1f\x7f]')
_NOT_ON_A_LINE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LONGEST_CHECK = 200


class Digits(str):
    """A figure, written as it is and not in quotes."""

    __slots__ = ()


def text_of(value: object) -> str:
    """Return a value as TOML writes it on a line: a text, a number, `Digits`, a list or a table."""
    if isinstance(value, str) and not isinstance(value, Digits):
        escaped = _CONTROL.sub(lambda found: _ESCAPED.get(found[0], f"\\u{ord(found[0]):04x}"), value)
        return f'"{escaped}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(key)} = {text_of(entry)}' for key, entry in value.items())} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(text_of, value))}]"
    return str(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else text_of(key)


def check(words: str) -> str:
    """Return the comment for a guess that was taken from these words, on one line."""
    # No words of a source may be a comment of another kind.
    plain = _NOT_ON_A_LINE.sub(" ", words).replace("#", "＃").strip()
    return f"{CHECK}{plain[:_LONGEST_CHECK]}" if plain else CHECK.rstrip()


def table(
    heading: Sequence[str],
    values: Mapping[str, Any],
    order: Iterable[str],
    checks: Mapping[str, str],
    rows: Iterable[Sequence[object]] = (),
) -> Iterator[str]:
    """Yield the lines of a table: its heading, the keys that have a value in their order, and last its rows.

    `checks` has for a key the words that its value was guessed from, for the whole table under "".
    """
    of_keys = {key: words for key, words in checks.items() if key in values}
    # What was not written has no line of its own to be told on.
    others = [f"{key}: {words}" if key else words for key, words in checks.items() if key not in of_keys]
    yield _line(f"[{'.'.join(map(_key, heading))}]", "; ".join(others) if others else None)
    for key in order:
        if key in values:
            yield _line(f"{_key(key)} = {text_of(values[key])}", of_keys.get(key))
    written = [f"  {text_of(row)}," for row in rows]
    if written:
        yield "rows = ["
        yield from written
        yield "]"


def _line(line: str, words: str | None) -> str:
    return line if words is None else f"{line}  {check(words)}"
