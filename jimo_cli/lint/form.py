"""How a fact file is written, and the edits that fix it where there is one right way."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from jimo_cli.errors import shortened
from jimo_cli.lint import suppressions
from jimo_cli.model import Edit, Meant, Problem
from jimo_cli.packs import rules, schema
from jimo_cli.packs.find import is_sources
from jimo_cli.packs.table import keys_of
from jimo_cli.text import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jimo_cli.model import Fact
    from jimo_cli.packs.layout import Layout, Statement
    from jimo_cli.packs.values import Reader


_TRAILING = re.compile(r"(?<![ \t])[ \t]++$", re.MULTILINE)
_CHECK = re.compile(r"#\s*check\s*:(?P<words>[^\n]*)")
_COMMA = re.compile(r"(?P<between>\s*+(?:#[^\n]*+\s*+)*),[ \t]*")
_KEYS = {
    "fact": schema.FACT_KEYS,
    "series": schema.SERIES_KEYS,
    "place": schema.PLACE_KEYS,
    "term": schema.TERM_KEYS,
}
_DEPTH = 2  # [fact.slug]


def check(path: str, layout: Layout, facts: Iterable[Fact]) -> Iterator[Problem]:
    """Yield what could be written better in a file that is TOML, with the edit that does it."""
    yield from blanks(path, layout)
    yield from useless_comments(path, layout)
    yield from unchecked(path, layout)
    if not is_sources(path):
        for heading, stated in _tables(layout):
            yield from key_order(path, layout, heading, stated)
    for fact in facts:
        yield from repeated_names(path, layout, fact)


def blanks(path: str, layout: Layout) -> Iterator[Problem]:
    """Yield the blanks at the ends of lines, but not those within texts, and a missing newline at the end."""
    spans = [*_long_texts(layout)]
    for found in _TRAILING.finditer(layout.text):
        inside = bisect_right(spans, found.span()) - 1
        if inside < 0 or spans[inside][1] <= found.start():
            edit = Edit(*found.span(), "")
            yield _problem(path, layout, edit[:2], rules.BLANKS, "trailing blanks", "remove them", edit)
    if layout.text and not layout.text.endswith("\n"):
        end = len(layout.text)
        edit = Edit(end, end, "\n")
        yield _problem(path, layout, edit[:2], rules.BLANKS, "no newline at the end of the file", "add one", edit)


def _long_texts(layout: Layout) -> Iterator[tuple[int, int]]:
    """The spans of the texts of several lines."""
    if '"""' not in layout.text and "'''" not in layout.text:
        return
    for stated in layout.statements:
        for start, end in layout.within(stated) if stated.kind == "key" else ():
            if layout.text[start] != "#" and layout.text.find("\n", start, end) >= 0:
                yield start, end


def useless_comments(path: str, layout: Layout) -> Iterator[Problem]:
    """Yield the lint comments without effect."""
    for comment in suppressions.comments(layout):
        for message, hint in comment.wrong:
            yield _problem(path, layout, comment[:2], rules.UNKNOWN_RULE, message, hint)


def unchecked(path: str, layout: Layout) -> Iterator[Problem]:
    """Yield the guesses of an import that nobody has confirmed: each has a comment with the words it was taken from."""
    for _, span, words in marks(layout):
        message = f"not checked yet: {shortened(words)}" if words else "not checked yet"
        hint = "compare it with the source, and remove the comment"
        yield _problem(path, layout, span, rules.UNCHECKED, message, hint)


def marks(layout: Layout) -> Iterator[tuple[Statement, tuple[int, int], str]]:
    """Yield the comments `# check: WORDS`: the comment or the value that has it, its span, and the words."""
    if "check" not in layout.text:
        return
    for stated in layout.statements:
        spans = [(stated.start, stated.end)] if stated.kind == "comment" else layout.within(stated)
        for start, end in spans:
            if match := _CHECK.match(layout.text, start, end):
                yield stated, (start, end), match["words"].strip()


def misplaced_comments(path: str, layout: Layout, reported: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the lint comments for a key that name a rule which is reported at the heading above."""
    reported_at = {(problem.code, problem.line) for problem in reported}
    for comment in suppressions.comments(layout) if reported_at else ():
        for code in comment.codes:
            if (code, comment.heading) in reported_at:
                message = f"{code} is not suppressed here: it is reported at the heading in line {comment.heading}"
                hint = "move this comment to the heading"
                yield _problem(path, layout, comment[:2], rules.UNKNOWN_RULE, message, hint)


def _tables(layout: Layout) -> Iterator[tuple[Statement, list[Statement]]]:
    """The headings of the topic, of facts, series, places and terms, each with the keys below it in their order."""
    heading: Statement | None = None
    keys: list[Statement] = []
    for stated in layout.statements:
        if stated.kind == "key":
            keys.append(stated)
        elif stated.kind != "comment":
            if heading and keys and _known_keys(heading):
                yield heading, keys
            heading, keys = stated, []
    if heading and keys and _known_keys(heading):
        yield heading, keys


def _known_keys(heading: Statement) -> Mapping[str, Reader] | None:
    """The known keys under a heading, None where it is that of no topic, fact, series, place or term."""
    return _keys_in(heading.path) if heading.kind == "table" else None


def _keys_in(table: tuple[str, ...]) -> Mapping[str, Reader] | None:
    if table == ("topic",):
        return schema.TOPIC_KEYS
    return _KEYS.get(table[0]) if len(table) == _DEPTH else None


def key_order(path: str, layout: Layout, heading: Statement, stated: Sequence[Statement]) -> Iterator[Problem]:
    """Yield a problem for a table whose keys are not in the usual order; comments move with the key below them."""
    order = {key: rank for rank, key in enumerate(_known_keys(heading) or ())}
    ranks: list[int] = []
    for key in stated:
        # An unknown key stays after the key before it.
        ranks.append(order.get(key.path[len(heading.path)], ranks[-1] if ranks else 0))
    if ranks == sorted(ranks):
        return
    ends = [_line_end(layout.text, key.end) for key in stated]
    starts = [_line_end(layout.text, heading.end), *ends[:-1]]
    blocks = [layout.text[start:end] for start, end in zip(starts, ends, strict=True)]
    blocks[-1] += "" if blocks[-1].endswith("\n") else "\n"
    moved = "".join(blocks[index] for index in sorted(range(len(blocks)), key=ranks.__getitem__))
    late = next(index for index in range(1, len(ranks)) if ranks[index] < ranks[index - 1])
    before, name = (stated[index].path[len(heading.path)] for index in (late - 1, late))
    span = stated[late].start, stated[late].name_end
    message = f"[{'.'.join(heading.path)}] {name} comes after {before}"
    edit = Edit(starts[0], ends[-1], moved)
    yield _problem(path, layout, span, rules.KEY_ORDER, message, "move it up to its usual place", edit)


def _line_end(text: str, offset: int) -> int:
    """The end of the line of an offset, its line break included."""
    return text.find("\n", offset) + 1 or len(text)


def repeated_names(path: str, layout: Layout, fact: Fact) -> Iterator[Problem]:
    """Yield the aliases that repeat the label or another alias of the fact."""
    keys = *keys_of(fact.id, layout), "aliases"
    stated = layout.statement(*keys)
    known = {names.name(label) for label in (fact.label, fact.label_en) if label}
    for index, alias in enumerate(fact.aliases):
        name = names.name(alias)
        if name not in known:
            known.add(name)
        elif stated is not None and stated.path == keys and len(stated.entries) == len(fact.aliases):
            message = f"[{'.'.join(keys[:-1])}] {alias!r} is already a name of the fact"
            edit = _without_entry(layout.text, stated.entries, index)._replace(meant=Meant((*keys, index)))
            yield _problem(path, layout, stated.entries[index], rules.REPEATED_NAME, message, "remove it", edit)


def _without_entry(text: str, entries: Sequence[tuple[int, int]], index: int) -> Edit:
    """The edit that removes an entry of a list with the comma after it, else with that before; comments stay."""
    start, end = entries[index]
    comma = _COMMA.match(text, end)
    if comma:
        return Edit(start, comma.end(), comma["between"])
    before = entries[index - 1][1] if index else start
    comma = _COMMA.match(text, before, start)
    if comma is None:
        return Edit(start, end, "")
    return Edit(before, end, (comma["between"] + text[comma.end() : start]).rstrip(" \t"))


def with_edits(problems: Iterable[Problem], layout: Layout) -> list[Problem]:
    """Return problems of a loaded file with the edits that fix them, where there is one right way."""
    fixable = [_with_edit(problem, layout) for problem in problems]
    targets = Counter(_target(problem.edit) for problem in fixable)
    # Of two keys that may both be meant for one, neither is it.
    return [
        problem._replace(edit=None) if (target := _target(problem.edit)) and targets[target] > 1 else problem
        for problem in fixable
    ]


def _target(edit: Edit | None) -> tuple[object, ...]:
    """The table and key that an edit writes, () where it changes none."""
    return (edit.meant.path[:-1], edit.meant.name) if edit and edit.meant else ()


def _with_edit(problem: Problem, layout: Layout) -> Problem:
    stated = layout.stated_at(problem.line or 1, problem.column)
    if stated is None or stated.kind != "key":
        return problem
    table, key = stated.path[:-1], stated.path[-1]
    works = schema.SOURCE_KEYS if is_sources(problem.path) and len(table) == 1 else None
    known = works or _keys_in(table)
    if known is None or (works is None and is_sources(problem.path)):
        return problem
    if problem.code == rules.UNKNOWN_KEY:
        name = schema.respelt(key, known)
        if name is None or layout.statement(*table, name):
            return problem
        return problem._replace(edit=Edit(*layout.own_name(stated), name, Meant(stated.path, name)))
    rewritten = schema.rewritten(key, layout.text[stated.value : stated.end])
    if problem.code != rules.WRONG_VALUE or works or rewritten is None:
        return problem
    written, value = rewritten
    edit = Edit(stated.value, stated.end, written, Meant(stated.path, key, value))
    return problem._replace(edit=edit, paste=layout.text[stated.start : stated.value] + written)


def _problem(  # noqa: PLR0913, PLR0917
    path: str, layout: Layout, span: tuple[int, int], code: str, message: str, hint: str, edit: Edit | None = None
) -> Problem:
    line, column, width = layout.at(*span)
    return Problem(path, line, message, hint, code, column, width, edit=edit)
