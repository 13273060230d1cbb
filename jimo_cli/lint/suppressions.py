"""Comments that set rules aside: `# lint: ignore S205`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.packs import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.packs.layout import Layout, Statement


_LINT = re.compile(r"#\s*lint(?P<colon>\s*:)?\s*(?P<word>[a-z]*)(?P<said>[^\n]*)", re.IGNORECASE)
_CODES = re.compile(r"(?:(?:[\s,;:，；、&+]|and\b|和)*+[a-z]\d+\b)*+", re.IGNORECASE)
_CODE = re.compile(r"[a-z]\d+", re.IGNORECASE)

Suppressed = dict[str, list[tuple[int, int]]]
"""The rules that are set aside, by code: the first and the last line of each stretch where they are."""


class Ignore(NamedTuple):
    """A comment for lint: where it stands, which rules it sets aside on which lines, and what is wrong with it.

    `heading` is the line of the heading above where it is for a key.
    """

    start: int
    end: int
    codes: list[str]
    lines: tuple[int, int]
    wrong: list[tuple[str, str]]
    heading: int = 0


def comments(layout: Layout) -> Iterator[Ignore]:
    """Yield the comments for lint of a text, in no certain order.

    One that stands behind a key, or in its value, is for that key; behind a heading, for the table; on
    a line of its own for the key or table below it, and above the first heading for all of the file.
    """
    if "lint" not in layout.text.lower():
        return
    headings = [each for each in layout.statements if each.kind in {"table", "array"}]
    starts = [each.start for each in headings]
    below: Statement | None = None
    for at in range(len(layout.statements) - 1, -1, -1):
        each = layout.statements[at]
        if each.kind != "comment":
            below = each
            yield from (_ignore(layout, found, each, headings, starts) for found in _within(layout, each))
        elif found := _LINT.search(layout.text, each.start, each.end):
            if not _is_alone(layout, each):
                yield _ignore(layout, found, layout.statements[at - 1], headings, starts)
            elif starts and each.start > starts[0]:
                yield _ignore(layout, found, below, headings, starts)
            else:
                yield _read(found, (1, layout.at(len(layout.text), 0).line))


def _within(layout: Layout, stated: Statement) -> Iterator[re.Match[str]]:
    """The comments for lint between the entries of a value."""
    if stated.kind != "key" or layout.text[stated.value : stated.value + 1] not in {"[", "{"}:
        return
    for start, end in layout.within(stated):
        found = _LINT.search(layout.text, start, end) if layout.text[start] == "#" else None
        if found:
            yield found


def _is_alone(layout: Layout, comment: Statement) -> bool:
    """Whether nothing stands before a comment on its line."""
    line_start, _ = layout.line(layout.at(comment.start, comment.end).line)
    return not layout.text[line_start : comment.start].strip()


def _lines(layout: Layout, stated: Statement, headings: list[Statement], starts: list[int]) -> tuple[int, int]:
    """The lines of a key with its value, or of a table with those in it."""
    first = layout.at(stated.start, stated.end).line
    if stated.kind == "key":
        return first, layout.at(stated.end, stated.end).line
    after = bisect_right(starts, stated.start)
    size = len(stated.path)
    while after < len(headings) and len(headings[after].path) > size and headings[after].path[:size] == stated.path:
        after += 1
    last = starts[after] if after < len(starts) else len(layout.text)
    return first, layout.at(last, last).line - (after < len(starts))


def _ignore(
    layout: Layout, found: re.Match[str], stated: Statement | None, headings: list[Statement], starts: list[int]
) -> Ignore:
    """What a comment sets aside for a heading or key."""
    if stated is None:
        return _read(found, None)
    ignore = _read(found, _lines(layout, stated, headings, starts))
    above = bisect_right(starts, stated.start) - 1
    if stated.kind != "key" or above < 0:
        return ignore
    return ignore._replace(heading=layout.at(starts[above], starts[above]).line)


def _read(found: re.Match[str], lines: tuple[int, int] | None) -> Ignore:
    said = _CODES.match(found["said"])
    codes = [code.upper() for code in _CODE.findall(said[0])] if said else []
    wrong = [(f"no rule {code}", "jimo help codes lists them") for code in codes if code not in rules.RULES]
    if found["word"].lower() != "ignore":
        wrong = [(f"lint cannot {found['word'] or 'do that'}", "write # lint: ignore S205")] if found["colon"] else []
        codes = []
    elif not codes:
        wrong = [("this sets no rule aside", "name it: # lint: ignore S205")]
    elif lines is None and not wrong:
        wrong = [("nothing below this for it to hold for", "put it behind or above a key or heading")]
    return Ignore(found.start(), found.end(), codes, lines or (0, 0), wrong)


def suppressed(layout: Layout) -> Suppressed:
    """Return the rules that comments set aside, and where."""
    stretches: Suppressed = defaultdict(list)
    for each in comments(layout):
        for code in each.codes:
            stretches[code].append(each.lines)
    return {code: _joined(lines) for code, lines in stretches.items()}


def _joined(lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same lines in as few stretches as there are, in their order."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(lines):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined


def is_suppressed(suppressed: Suppressed, code: str, line: int) -> bool:
    """Return whether a rule is set aside on a line."""
    stretches = suppressed.get(code, [])
    at = bisect_right(stretches, (line, inf)) - 1
    return at >= 0 and line <= stretches[at][1]
