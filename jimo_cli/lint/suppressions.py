"""Comments that suppress rules: `# lint: ignore S205`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.packs import rules
from jimo_cli.packs.links import series_of
from jimo_cli.packs.table import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.model import Problem
    from jimo_cli.packs.layout import Layout, Statement
    from jimo_cli.packs.table import Layouts


_LINT = re.compile(r"#\s*lint(?P<colon>\s*:)?\s*(?P<word>[a-z]*)(?P<rest>[^\n]*)", re.IGNORECASE)
_CODES = re.compile(r"(?:[\s,;:，；、&+和]++|and\b|[a-z]\d++\b)*", re.IGNORECASE)
_CODE = re.compile(r"[a-z]\d+", re.IGNORECASE)

Suppressed = dict[str, list[tuple[int, int]]]
"""For the code of each suppressed rule the first and the last line of each stretch of lines, in order."""


class Comment(NamedTuple):
    """A lint comment: its offsets, the rules that it suppresses and on which lines, and its problems.

    `wrong` has message and hint of each problem. `heading` is the line of the heading above the key that
    the comment is for, else 0.
    """

    start: int
    end: int
    codes: list[str]
    lines: tuple[int, int]
    wrong: list[tuple[str, str]]
    heading: int = 0


class _Headings(NamedTuple):
    """The headings of a text, and the lines of those that comments are for: many comments may be for one."""

    layout: Layout
    all: list[Statement]
    starts: list[int]
    lines: dict[int, tuple[int, int]]


def comments(layout: Layout) -> Iterator[Comment]:
    """Yield the lint comments of a text, in no particular order.

    A comment after a key, or in its value, is for that key; after a heading, for the table; on a line of
    its own, for the key or table below it, and above the first heading for the whole file.
    """
    if "lint" not in layout.text.lower():
        return
    found = [stated for stated in layout.statements if stated.kind in {"table", "array"}]
    headings = _Headings(layout, found, [heading.start for heading in found], {})
    below: Statement | None = None
    for index in range(len(layout.statements) - 1, -1, -1):
        stated = layout.statements[index]
        if stated.kind != "comment":
            below = stated
            yield from (_for_statement(match, stated, headings) for match in _in_value(layout, stated))
        elif match := _LINT.search(layout.text, stated.start, stated.end):
            if not _is_alone(layout, stated):
                yield _for_statement(match, layout.statements[index - 1], headings)
            elif headings.starts and stated.start > headings.starts[0]:
                yield _for_statement(match, below, headings)
            else:
                yield _comment(match, (1, layout.at(len(layout.text), 0).line))


def _in_value(layout: Layout, stated: Statement) -> Iterator[re.Match[str]]:
    """The lint comments between the entries of a value."""
    if stated.kind != "key" or layout.text[stated.value : stated.value + 1] not in {"[", "{"}:
        return
    for start, end in layout.within(stated):
        match = _LINT.search(layout.text, start, end) if layout.text[start] == "#" else None
        if match:
            yield match


def _is_alone(layout: Layout, comment: Statement) -> bool:
    """Whether nothing comes before a comment on its line."""
    line_start, _ = layout.line(layout.at(comment.start, comment.end).line)
    return not layout.text[line_start : comment.start].strip()


def _for_statement(match: re.Match[str], stated: Statement | None, headings: _Headings) -> Comment:
    """A comment for a key or heading, None where none follows it."""
    if stated is None:
        return _comment(match, None)
    comment = _comment(match, _lines(stated, headings))
    above = bisect_right(headings.starts, stated.start) - 1
    if stated.kind != "key" or above < 0:
        return comment
    start = headings.starts[above]
    return comment._replace(heading=headings.layout.at(start, start).line)


def _lines(stated: Statement, headings: _Headings) -> tuple[int, int]:
    """The lines of a key with its value, or of a table with the tables in it."""
    layout, found, starts, known = headings
    first = layout.at(stated.start, stated.end).line
    if stated.kind == "key":
        return first, layout.at(stated.end, stated.end).line
    if stated.start in known:
        return known[stated.start]
    after = bisect_right(starts, stated.start)
    size = len(stated.path)
    while after < len(found) and len(found[after].path) > size and found[after].path[:size] == stated.path:
        after += 1
    last = starts[after] if after < len(starts) else len(layout.text)
    known[stated.start] = first, layout.at(last, last).line - (after < len(starts))
    return known[stated.start]


def _comment(match: re.Match[str], lines: tuple[int, int] | None) -> Comment:
    listed = _CODES.match(match["rest"])
    codes = [code.upper() for code in _CODE.findall(listed[0])] if listed else []
    wrong = [(f"unknown rule {code}", "jimo help codes lists them") for code in codes if code not in rules.RULES]
    if match["word"].lower() != "ignore":
        message = f"unknown lint command {match['word']}".rstrip()
        wrong = [(message, "write # lint: ignore S205")] if match["colon"] else []
        codes = []
    elif not codes:
        wrong = [("this comment suppresses no rule", "name one: # lint: ignore S205")]
    elif lines is None and not wrong:
        wrong = [("nothing follows that this comment could be for", "put it after or above a key or heading")]
    return Comment(match.start(), match.end(), codes, lines or (0, 0), wrong)


def suppressed(layout: Layout) -> Suppressed:
    """Return the rules that comments suppress, and where."""
    stretches: Suppressed = defaultdict(list)
    for comment in comments(layout):
        for code in comment.codes:
            stretches[code].append(comment.lines)
    return {code: _joined(lines) for code, lines in stretches.items()}


def _joined(lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same lines in as few stretches as possible, in order."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(lines):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined


class OfSeries:
    """Whether the comments of fact files suppress problems of observations in the tables beside them."""

    def __init__(self, layouts: Layouts) -> None:
        self._layouts = layouts
        self._known: dict[str, Suppressed] = {}

    def suppresses(self, problem: Problem, path: str) -> bool:
        """Return whether a comment in the fact file at that path suppresses a problem for all of a series."""
        layout = self._layouts.of(path)
        if path not in self._known:
            self._known[path] = suppressed(layout)
        place = layout.place(keys_of(series_of(problem.fact_id), layout), None)
        return place is not None and is_suppressed(self._known[path], problem.code, place.line)


def is_suppressed(suppressed: Suppressed, code: str, line: int) -> bool:
    """Return whether a rule is suppressed on a line."""
    stretches = suppressed.get(code, [])
    index = bisect_right(stretches, (line, inf)) - 1
    return index >= 0 and line <= stretches[index][1]
