"""How a fact file is laid out, and what of it can be mended in one right way."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from os.path import basename
from typing import TYPE_CHECKING

from jimo_cli.lint import suppressions
from jimo_cli.model import Edit, Meant, Problem
from jimo_cli.packs import rules, schema
from jimo_cli.packs.find import SOURCES
from jimo_cli.text import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jimo_cli.model import Fact
    from jimo_cli.packs.layout import Layout, Statement


_TRAILING = re.compile(r"(?<![ \t])[ \t]++$", re.MULTILINE)
_COMMA = re.compile(r"(?P<between>(?:\s++|#[^\n]*+)*+),[ \t]*")


def check(path: str, layout: Layout, facts: Iterable[Fact]) -> Iterator[Problem]:
    """Yield what could be laid out better in a file that is TOML, each with how to mend it."""
    yield from blanks(path, layout)
    yield from unknown_rules(path, layout)
    if basename(path) != SOURCES:
        for heading, stated in _tables(layout):
            yield from key_order(path, layout, heading, stated)
    for fact in facts:
        yield from repeated_names(path, layout, fact)


def blanks(path: str, layout: Layout) -> Iterator[Problem]:
    """Yield the blanks that end a line, those within texts excepted, and a last line without an end."""
    spans = [*_long_texts(layout)]
    for found in _TRAILING.finditer(layout.text):
        inside = bisect_right(spans, found.span()) - 1
        if inside < 0 or spans[inside][1] <= found.start():
            edit = Edit(*found.span(), "")
            yield _problem(path, layout, edit[:2], rules.BLANKS, "blanks end the line", "take them away", edit)
    if layout.text and not layout.text.endswith("\n"):
        end = len(layout.text)
        edit = Edit(end, end, "\n")
        yield _problem(path, layout, edit[:2], rules.BLANKS, "the last line has no end", "end it", edit)


def _long_texts(layout: Layout) -> Iterator[tuple[int, int]]:
    """Where the texts of several lines begin and end."""
    if '"""' not in layout.text and "'''" not in layout.text:
        return
    for each in layout.statements:
        for start, end in layout.within(each) if each.kind == "key" else ():
            if layout.text[start] != "#" and layout.text.find("\n", start, end) >= 0:
                yield start, end


def unknown_rules(path: str, layout: Layout) -> Iterator[Problem]:
    """Yield the comments for lint that do not do what they seem to."""
    for comment in suppressions.comments(layout):
        for message, hint in comment.wrong:
            yield _problem(path, layout, comment[:2], rules.UNKNOWN_RULE, message, hint)


def misplaced(path: str, layout: Layout, told: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the comments for a key that set aside a rule which is told at the heading above."""
    at_line = {(each.code, each.line) for each in told}
    for comment in suppressions.comments(layout) if at_line else ():
        for code in comment.codes:
            if (code, comment.heading) in at_line:
                message = f"{code} is not set aside here, it is told at the heading in line {comment.heading}"
                yield _problem(path, layout, comment[:2], rules.UNKNOWN_RULE, message, "put this behind the heading")


def _tables(layout: Layout) -> Iterator[tuple[Statement, list[Statement]]]:
    """The headings of the topic and of facts, each with the keys below it in their order."""
    heading: Statement | None = None
    keys: list[Statement] = []
    for each in layout.statements:
        if each.kind == "key":
            keys.append(each)
        elif each.kind != "comment":
            if heading and keys and _known(heading):
                yield heading, keys
            heading, keys = each, []
    if heading and keys and _known(heading):
        yield heading, keys


def _known(heading: Statement) -> Mapping[str, schema.Reader] | None:
    """The keys that may stand under a heading, None where it is neither that of the topic nor of a fact."""
    return _keys_in(heading.path) if heading.kind == "table" else None


def _keys_in(table: tuple[str, ...]) -> Mapping[str, schema.Reader] | None:
    if table == ("topic",):
        return schema.TOPIC_KEYS
    return schema.FACT_KEYS if len(table) == 2 and table[0] == "fact" else None  # noqa: PLR2004


def key_order(path: str, layout: Layout, heading: Statement, stated: Sequence[Statement]) -> Iterator[Problem]:
    """Yield a problem for a table whose keys are not in the usual order; comments move with the key below them."""
    order = {key: at for at, key in enumerate(_known(heading) or ())}
    size = len(heading.path)
    ranks: list[int] = []
    for each in stated:
        key = each.path[size]
        # What is no key stays behind the one that it stands behind.
        ranks.append(order.get(key, ranks[-1] if ranks else 0))
    if ranks == sorted(ranks):
        return
    ends = [_line_end(layout.text, each.end) for each in stated]
    starts = [_line_end(layout.text, heading.end), *ends[:-1]]
    blocks = [layout.text[start:end] for start, end in zip(starts, ends, strict=True)]
    blocks[-1] += "" if blocks[-1].endswith("\n") else "\n"
    moved = "".join(blocks[at] for at in sorted(range(len(blocks)), key=ranks.__getitem__))
    at = next(at for at in range(1, len(ranks)) if ranks[at] < ranks[at - 1])
    place = stated[at].start, stated[at].name_end
    message = f"[{'.'.join(heading.path)}] {stated[at].path[size]} stands behind {stated[at - 1].path[size]}"
    edit = Edit(starts[0], ends[-1], moved)
    yield _problem(path, layout, place, rules.KEY_ORDER, message, "move it up to its usual place", edit)


def _line_end(whole: str, at: int) -> int:
    """Where the line ends that an offset lies in, its line break included."""
    return whole.find("\n", at) + 1 or len(whole)


def repeated_names(path: str, layout: Layout, fact: Fact) -> Iterator[Problem]:
    """Yield the aliases that are the label or another alias of the fact again."""
    keys = "fact", fact.id.partition(".")[2], "aliases"
    stated = layout.statement(*keys)
    known = {names.name(label) for label in (fact.label, fact.label_en) if label}
    for at, alias in enumerate(fact.aliases):
        name = names.name(alias)
        if name not in known:
            known.add(name)
        elif stated is not None and stated.path == keys and len(stated.entries) == len(fact.aliases):
            message = f"[fact.{keys[1]}] {alias!r} is a name of the fact already"
            edit = _without_entry(layout.text, stated.entries, at)._replace(meant=Meant((*keys, at)))
            yield _problem(path, layout, stated.entries[at], rules.REPEATED_NAME, message, "take it away", edit)


def _without_entry(whole: str, entries: Sequence[tuple[int, int]], at: int) -> Edit:
    """How an entry goes from its list with the comma behind it, else with that before; comments stay."""
    start, end = entries[at]
    comma = _COMMA.match(whole, end)
    if comma:
        return Edit(start, comma.end(), comma["between"])
    before = entries[at - 1][1] if at else start
    comma = _COMMA.match(whole, before, start)
    if comma is None:
        return Edit(start, end, "")
    return Edit(before, end, (comma["between"] + whole[comma.end() : start]).rstrip(" \t"))


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
    known = schema.SOURCE_KEYS if basename(problem.path) == SOURCES else _keys_in(table)
    if known is None or len(table) != (1 if known is not schema.FACT_KEYS else 2):
        return problem
    if problem.code == rules.UNKNOWN_KEY:
        name = schema.respelt(key, known)
        if name is None or layout.statement(*table, name):
            return problem
        return problem._replace(edit=Edit(*layout.own_name(stated), name, Meant(stated.path, name)))
    again = schema.rewritten(key, layout.text[stated.value : stated.end])
    if problem.code != rules.WRONG_VALUE or known is schema.SOURCE_KEYS or again is None:
        return problem
    edit = Edit(stated.value, stated.end, again[0], Meant(stated.path, key, again[1]))
    return problem._replace(edit=edit, paste=layout.text[stated.start : stated.value] + again[0])


def _problem(  # noqa: PLR0913, PLR0917
    path: str, layout: Layout, span: tuple[int, int], code: str, message: str, hint: str, edit: Edit | None = None
) -> Problem:
    line, column, width = layout.at(*span)
    return Problem(path, line, message, hint, code, column, width, edit=edit)
