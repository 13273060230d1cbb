"""Findings of `jimo lint` as text for people, and for editors and CI: JSON, SARIF, GitHub annotations."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from shutil import get_terminal_size
from typing import TYPE_CHECKING
from urllib.parse import quote

from rich.cells import cell_len
from rich.console import Group
from rich.text import Text

from jimo_cli import __version__
from jimo_cli.lint import findings
from jimo_cli.output.console import printable
from jimo_cli.packs.rules import ERROR, RULES, WARNING
from jimo_cli.packs.table import layout_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from jimo_cli.lint.findings import Edit, Finding


_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_STYLES = {ERROR: "bold red", WARNING: "bold yellow"}
_AROUND = 12


def lines(found: Sequence[Finding], form: str) -> Iterator[str]:
    """Yield the findings in a format for programs, or one a line."""
    if form == "json":
        yield json.dumps([_json(each) for each in found], ensure_ascii=False, indent=2)
    elif form == "sarif":
        yield json.dumps(_sarif(found), ensure_ascii=False, indent=2)
    elif form == "github":
        yield from map(_github, found)
    else:
        yield from (printable(f"{_place(each)}: {each.code} {_said(each)}") for each in found)


def drawn(finding: Finding) -> Group:
    """Return a finding for a terminal: the place, what is wrong, the line with carets, what to write instead."""
    style = _STYLES[finding.severity]
    place, said = printable(_place(finding)), printable(_said(finding))
    head = Text.assemble((place, "bold"), ": ", (finding.code, style), " ", said)
    return Group(head, *_excerpt(finding, get_terminal_size().columns, style))


def _said(finding: Finding) -> str:
    return f"{finding.message}; {finding.hint}{' (--fix)' if finding.edits else ''}"


def _place(finding: Finding) -> str:
    return f"{_path(finding.path)}:{finding.line}:{finding.column}"


def _path(path: str) -> str:
    """The path from the working directory where it lies below it, else in full."""
    try:
        return _seen_from(os.getcwd(), path)
    except (OSError, ValueError):
        return path


@lru_cache(maxsize=2)  # findings come file by file
def _seen_from(directory: str, path: str) -> str:
    here = os.path.relpath(path, directory)
    return path if here.startswith(os.pardir) else here


def _excerpt(finding: Finding, width: int, style: str) -> Iterator[Text]:
    """The line with carets below what is meant, cut to the width around them, and what to write.

    A line to write has the number of the line that it replaces, or a + where it is to be added.
    """
    layout = layout_at(finding.path)
    start, end = layout.line(finding.line)
    if not layout.text:
        return
    pasted = list(findings.pasted(finding, layout))
    margin = max(len(str(line)) for line in (finding.line, *(line for line, _ in pasted if line))) + 4
    room = max(width - margin, 2 * _AROUND)
    at = start + finding.column - 1
    # A line may be a megabyte long: no more of it is looked at than can be shown.
    first, last = max(start, at - width), min(end, at + finding.width)
    before = ("…" if first > start else "") + printable(layout.text[first:at])
    meant, after = (
        printable(layout.text[at : min(last, at + width)]),
        printable(layout.text[last : min(end, last + width)]),
    )
    while cell_len(before) + min(cell_len(meant), room // 2) > room - _AROUND:
        before = "…" + before[len(before) // 4 + 2 :]
    row = Text.assemble((_margin(finding.line, margin), "dim"), before, (meant, style), after)
    row.truncate(width, overflow="ellipsis")
    yield row
    carets = "^" * max(1, min(cell_len(meant), room - cell_len(before)))
    yield Text.assemble((_margin("", margin), "dim"), " " * cell_len(before), (carets, style))
    for line, said in pasted:
        yield Text.assemble((_margin(line or "+", margin), "green"), (printable(said), "green"))


def _margin(said: object, width: int) -> str:
    return f"{said:>{width - 3}} │ "


def _json(finding: Finding) -> dict[str, Any]:
    return {
        "path": _path(finding.path),
        "line": finding.line,
        "column": finding.column,
        "end_column": finding.column + finding.width,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "paste": finding.paste or None,
        "fixable": bool(finding.edits),
    }


def _sarif(found: Sequence[Finding]) -> dict[str, Any]:
    """A SARIF 2.1.0 log (OASIS), columns counted in characters."""
    codes = list(RULES)
    rules = [
        {
            "id": rule.code,
            "shortDescription": {"text": rule.title},
            "fullDescription": {"text": rule.explanation},
            "defaultConfiguration": {"level": rule.severity},
        }
        for rule in RULES.values()
    ]
    driver = {"name": "jimo", "version": __version__, "rules": rules}
    results = [_result(each, codes.index(each.code)) for each in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}


def _result(finding: Finding, index: int) -> dict[str, Any]:
    artifact = {"uri": quote(_path(finding.path).replace(os.sep, "/"), errors="surrogateescape")}
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.line,
        "endColumn": finding.column + finding.width,
    }
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": _said(finding)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
    }
    if finding.edits:
        replacements = [_replacement(finding, edit) for edit in finding.edits]
        change = {"artifactLocation": artifact, "replacements": replacements}
        result["fixes"] = [{"description": {"text": finding.hint}, "artifactChanges": [change]}]
    return result


def _replacement(finding: Finding, edit: Edit) -> dict[str, Any]:
    layout = layout_at(finding.path)
    start, end = layout.at(edit.start, edit.start), layout.at(edit.end, edit.end)
    region = {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _github(finding: Finding) -> str:
    """A workflow command, with what would end it or part its properties escaped as GitHub does."""
    where = {
        "file": _path(finding.path),
        "line": str(finding.line),
        "col": str(finding.column),
        "endColumn": str(finding.column + finding.width),
        "title": finding.code,
    }
    properties = ",".join(f"{name}={_escaped(value, property_too=True)}" for name, value in where.items())
    return f"::{finding.severity} {properties}::{_escaped(_said(finding))}"


def _escaped(value: str, *, property_too: bool = False) -> str:
    for char, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        value = value.replace(char, code)
    return value.replace(":", "%3A").replace(",", "%2C") if property_too else value
