"""How a fact file is laid out, and what of it can be mended in one right way."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from jimo_cli import rules, schema, text
from jimo_cli.lint.findings import Edit, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.layout import Layout, Statement
    from jimo_cli.model import Fact

_TRAILING = re.compile(r"(?<![ \t])[ \t]++$", re.MULTILINE)
_IGNORE = re.compile(r"#\s*lint:\s*ignore\b(?P<codes>(?:[\s,]+[A-Z]+\d+)*)")
_COMMA = re.compile(r"[ \t]*,[ \t]*")
_CODE = re.compile(r"[A-Z0-9]+")
_QUOTED_NUMBER = re.compile(r"""(["'])(?P<number>-?\d+(?:,\d{3})*(?:\.\d+)?)\1""", re.ASCII)
_BARE_PERIOD = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_NUMBERS = ("value", "value_max")
_LISTS = ("parts", "aliases")


def check(path: str, layout: Layout, facts: Iterable[Fact]) -> Iterator[Finding]:
    """Yield what could be laid out better in a file that is TOML, each with how to mend it."""
    yield from blanks(path, layout)
    yield from unknown_rules(path, layout)
    for keys, stated in _tables(layout).items():
        yield from key_order(path, layout, keys, stated)
    for fact in facts:
        yield from repeated_names(path, layout, fact)


def blanks(path: str, layout: Layout) -> Iterator[Finding]:
    """Yield the blanks that end a line, those within texts excepted, and a last line without an end."""
    spans = [(each.value, each.end) for each in layout.statements if each.kind == "key"]
    starts = [start for start, _ in spans]
    for found in _TRAILING.finditer(layout.text):
        inside = bisect_right(starts, found.start()) - 1
        if inside < 0 or spans[inside][1] <= found.start() or layout.text[spans[inside][0]] in "[{":
            edit = Edit(found.start(), found.end(), "")
            yield _finding(path, layout, edit, rules.BLANKS, "blanks end the line", "take them away")
    if layout.text and not layout.text.endswith("\n"):
        end = len(layout.text)
        yield _finding(path, layout, Edit(end, end, "\n"), rules.BLANKS, "the last line has no end", "end it")


def unknown_rules(path: str, layout: Layout) -> Iterator[Finding]:
    """Yield the comments that set aside a rule that does not exist."""
    for comment, codes in _set_aside(layout):
        for code in codes:
            if code not in rules.RULES:
                span = Edit(comment.start, comment.end, "")
                found = _finding(
                    path, layout, span, rules.UNKNOWN_RULE, f"no rule {code}", "jimo help codes lists them"
                )
                yield found._replace(edits=())


def _set_aside(layout: Layout) -> Iterator[tuple[Statement, list[str]]]:
    for each in layout.statements:
        found = _IGNORE.match(layout.text, each.start) if each.kind == "comment" else None
        if found:
            yield each, _CODE.findall(found["codes"])


def set_aside(layout: Layout) -> set[tuple[str, int, int]]:
    """Return the rules that comments set aside, each with the first and the last line where they do."""
    aside = set()
    total = layout.text.count("\n") + 1
    tables = [each for each in layout.statements if each.kind == "table"]
    first = tables[0].start if tables else len(layout.text)
    for comment, codes in _set_aside(layout):
        stated = layout.statement(*comment.path)
        line = layout.at(comment.start, comment.end).line
        span = line, line
        if comment.start < first:
            span = 1, total
        elif stated in tables:
            after = [each.start for each in tables if each.start > comment.start]
            span = line, layout.at(after[0], after[0]).line - 1 if after else total
        elif stated is not None:
            span = layout.at(stated.start, stated.end).line, line
        aside |= {(code, *span) for code in codes}
    return aside


def _tables(layout: Layout) -> dict[tuple[str, ...], list[Statement]]:
    """The topic and the facts that have a heading of their own, each with its keys in their order."""
    found: dict[tuple[str, ...], list[Statement]] = {}
    inside: tuple[str, ...] = ()
    for each in layout.statements:
        if each.kind == "table":
            inside = each.path
        elif each.kind == "key" and (inside == ("topic",) or (len(inside) == 2 and inside[0] == "fact")):  # noqa: PLR2004
            found.setdefault(inside, []).append(each)
    return found


def key_order(path: str, layout: Layout, keys: tuple[str, ...], stated: Sequence[Statement]) -> Iterator[Finding]:
    """Yield a finding for a table whose keys are not in the usual order; comments move with the key below them."""
    known = list(schema.TOPIC_KEYS if keys == ("topic",) else schema.FACT_KEYS)
    ranks: list[int] = []
    for each in stated:
        key = each.path[len(keys)]
        # What is no key stays behind the one that it stands behind.
        ranks.append(known.index(key) if key in known else ranks[-1] if ranks else 0)
    if ranks == sorted(ranks):
        return
    ends = [_line_end(layout.text, each.end) for each in stated]
    heading = layout.statement(*keys)
    starts = [_line_end(layout.text, heading.end) if heading else 0, *ends[:-1]]
    blocks = [layout.text[start:end] for start, end in zip(starts, ends, strict=True)]
    blocks[-1] += "" if blocks[-1].endswith("\n") else "\n"
    moved = "".join(blocks[at] for at in sorted(range(len(blocks)), key=ranks.__getitem__))
    at = next(at for at in range(1, len(ranks)) if ranks[at] < ranks[at - 1])
    place = Edit(stated[at].start, stated[at].name_end, "")
    message = f"[{'.'.join(keys)}] {stated[at].path[len(keys)]} stands behind {stated[at - 1].path[len(keys)]}"
    found = _finding(path, layout, place, rules.KEY_ORDER, message, "move it up to its usual place")
    yield found._replace(edits=(Edit(starts[0], ends[-1], moved),))


def _line_end(whole: str, at: int) -> int:
    """Where the line ends that an offset lies in, its line break included."""
    return whole.find("\n", at) + 1 or len(whole)


def repeated_names(path: str, layout: Layout, fact: Fact) -> Iterator[Finding]:
    """Yield the aliases that are the label or another alias of the fact again."""
    stated = layout.statement("fact", fact.id.partition(".")[2], "aliases")
    known = {_name(label) for label in (fact.label, fact.label_en) if label}
    for at, alias in enumerate(fact.aliases):
        if _name(alias) not in known:
            known.add(_name(alias))
        elif stated is not None and len(stated.entries) == len(fact.aliases):
            message = f"[fact.{fact.id.partition('.')[2]}] {alias!r} is a name of the fact already"
            entry = Edit(*stated.entries[at], "")
            found = _finding(path, layout, entry, rules.REPEATED_NAME, message, "take it away")
            yield found._replace(edits=(_without_entry(layout.text, stated.entries, at),))


def _without_entry(whole: str, entries: Sequence[tuple[int, int]], at: int) -> Edit:
    """How an entry goes from its list with the comma behind it, else with that before; comments stay."""
    start, end = entries[at]
    comma = _COMMA.match(whole, end)
    if comma:
        return Edit(start, comma.end(), "")
    before = entries[at - 1][1] if at else start
    return Edit(before, end, _COMMA.sub("", whole[before:start], count=1).rstrip(" \t"))


def _name(word: str) -> str:
    return text.key(text.fold(word)) or word


def mended(finding: Finding, layout: Layout) -> Finding:
    """Return the finding of the loader with how it is mended, where there is one right way."""
    stated = layout.key_at(finding.line, finding.column)
    edit = _edit(finding, layout, stated) if stated else None
    if edit is None or stated is None:
        return finding
    line = layout.text[stated.start : edit.start] + edit.text + layout.text[edit.end : stated.end]
    return finding._replace(edits=(edit,), paste=line)


def _edit(finding: Finding, layout: Layout, stated: Statement) -> Edit | None:
    key, value = stated.path[-1], layout.text[stated.value : stated.end]
    if finding.code == rules.UNKNOWN_KEY:
        return _renamed(layout, stated)
    if finding.code != rules.WRONG_VALUE:
        return None
    number = _QUOTED_NUMBER.fullmatch(value)
    if key in _NUMBERS and number:
        return Edit(stated.value, stated.end, number["number"].replace(",", ""))
    if key == "time_period" and _BARE_PERIOD.fullmatch(value):
        return Edit(stated.value, stated.end, f'"{value}"')
    if key in _LISTS and value[:1] in {'"', "'"}:
        return Edit(stated.value, stated.end, f"[{value}]")
    return None


def _renamed(layout: Layout, stated: Statement) -> Edit | None:
    """The key in the spelling of fact files, where it differs in capitals and hyphens alone."""
    known = schema.TOPIC_KEYS if stated.path[0] == "topic" else schema.FACT_KEYS
    name = re.sub(r"(?<=[a-z])(?=[A-Z])|-", "_", stated.path[-1]).lower()
    if name not in known or layout.statement(*stated.path[:-1], name):
        return None
    return Edit(stated.start, stated.name_end, name)


def _finding(path: str, layout: Layout, edit: Edit, code: str, message: str, hint: str) -> Finding:  # noqa: PLR0913, PLR0917
    line, column, width = layout.at(edit.start, edit.end)
    return Finding(path, line, column, width, code, message, hint, "", (edit,))
