"""Problems of fact files as text for people, and for editors and CI: JSON, SARIF, GitHub annotations."""

from __future__ import annotations

import json
import os
import sys
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from rich.cells import cell_len
from rich.console import Group
from rich.text import Text

from jimo_cli import __version__, messages
from jimo_cli.output.console import printable
from jimo_cli.output.fitting import terminal_width
from jimo_cli.packs.rules import ERROR, RULES, WARNING, severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from jimo_cli.model import Problem


_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_STYLES = {ERROR: "bold red", WARNING: "bold yellow"}
_AROUND = 12


def lines(problems: Sequence[Problem], form: str) -> Iterator[str]:
    """Yield problems in a format for programs, or one a line."""
    if form == "json":
        yield from json.dumps([_json(problem) for problem in problems], ensure_ascii=False, indent=2).split("\n")
    elif form == "sarif":
        yield from json.dumps(_sarif(problems), ensure_ascii=False, indent=2).split("\n")
    elif form == "github":
        yield from map(_github, problems)
    else:
        yield from (printable(f"{place_of(problem)}: {problem.code} {text_of(problem)}") for problem in problems)


def drawn(problem: Problem) -> Group:
    """Return a problem for a terminal: its place and message, the line with carets, the lines to paste."""
    style = _STYLES[severity(problem.code)]
    place, text = printable(place_of(problem)), printable(_in_their_language(problem))
    head = Text.assemble((place, "bold"), ": ", (problem.code, style), " ", text)
    return Group(head, *_excerpt(problem, terminal_width(), style))


def text_of(problem: Problem) -> str:
    """Return what is wrong, and what to do."""
    return f"{problem.message}; {problem.hint}{' (--fix)' if problem.edit else ''}"


def _in_their_language(problem: Problem) -> str:
    """What is wrong and what to do, as those read it who sit at the terminal."""
    lang = messages.of_reader(sys.stdout)
    said = messages.both(messages.told(problem.message, lang), messages.told(problem.hint, lang), lang)
    return f"{said}{' (--fix)' if problem.edit else ''}"


def place_of(problem: Problem) -> str:
    """Return where a problem is: path, line and column, the path alone where the file has no lines."""
    path = shown_path(problem.path)
    return path if problem.line is None else f"{path}:{problem.line}:{problem.column}"


def shown_path(path: str) -> str:
    """Return the path from the working directory where it lies below it, else in full."""
    try:
        return _seen_from(os.getcwd(), path)
    except (OSError, ValueError):
        return path


@lru_cache(maxsize=2)  # problems come file by file
def _seen_from(directory: str, path: str) -> str:
    here = os.path.relpath(path, directory)
    if here.partition(os.sep)[0] == os.pardir:
        return path
    # A line that begins like this is a command to the runners of GitHub and Azure.
    return os.path.join(os.curdir, here) if here.startswith((":", "#")) else here


def _excerpt(problem: Problem, width: int, style: str) -> Iterator[Text]:
    """The line with carets, cut to the width around them, and the lines to paste.

    A line to paste has the number of the line that it replaces, or a + where it is to be added.
    """
    if problem.excerpt is None:
        return
    line, offset, pasted, _ = problem.excerpt
    numbers = (problem.line, *(number for number, _ in pasted if number))
    margin = max(len(str(number)) for number in numbers) + 4
    room = max(width - margin, 2 * _AROUND)
    first, end = max(0, offset - width), offset + problem.width
    before = ("…" if first > 0 or offset < problem.column - 1 else "") + printable(line[first:offset])
    marked, after = printable(line[offset : min(end, offset + width)]), printable(line[end : end + width])
    while cell_len(before) + min(cell_len(marked), room // 2) > room - _AROUND:
        before = "…" + before[len(before) // 4 + 2 :]
    row = Text.assemble((_margin(problem.line, margin), "dim"), before, (marked, style), after)
    row.truncate(width, overflow="ellipsis")
    yield row
    carets = "^" * max(1, min(cell_len(marked), room - cell_len(before)))
    yield Text.assemble((_margin("", margin), "dim"), " " * cell_len(before), (carets, style))
    for number, text in pasted:
        yield Text.assemble((_margin(number or "+", margin), "green"), (printable(text), "green"))


def _margin(label: object, width: int) -> str:
    return f"{label:>{width - 3}} │ "


def _json(problem: Problem) -> dict[str, Any]:
    return {
        "path": shown_path(problem.path),
        "line": problem.line,
        "column": problem.column,
        "end_column": problem.column + problem.width,
        "code": problem.code,
        "severity": severity(problem.code),
        "message": problem.message,
        "hint": problem.hint,
        "paste": problem.paste or None,
        "fixable": problem.edit is not None,
    }


def _sarif(problems: Sequence[Problem]) -> dict[str, Any]:
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
    results = [_result(problem, codes.index(problem.code)) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}


def _result(problem: Problem, index: int) -> dict[str, Any]:
    artifact = {"uri": _uri(PurePath(shown_path(problem.path)))}
    line, column = problem.line or 1, problem.column
    location = {"artifactLocation": artifact, "region": _region(line, column, line, column + problem.width)}
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": severity(problem.code),
        "message": {"text": text_of(problem)},
        "locations": [{"physicalLocation": location}],
    }
    if problem.edit and problem.excerpt and problem.excerpt.edited:
        deleted, text = _region(*problem.excerpt.edited), {"text": problem.edit.text}
        replacements = [{"deletedRegion": deleted, "insertedContent": text}]
        change = {"artifactLocation": artifact, "replacements": replacements}
        result["fixes"] = [{"description": {"text": problem.hint}, "artifactChanges": [change]}]
    return result


def _uri(path: PurePath) -> str:
    """A path as a file URI, a relative one as a relative reference; neither has empty segments or one point as one."""
    text = path.as_posix()
    if not path.is_absolute():
        return quote(os.fsencode(text))
    # On Windows C: or, with the name of a host, //server/share.
    drive = path.drive.replace("\\", "/")
    root = drive if drive.startswith("//") else f"///{drive}" if drive else "//"
    return f"file:{quote(root, safe='/:')}/{quote(os.fsencode(text.removeprefix(drive).lstrip('/')))}"


def _region(line: int, column: int, end_line: int, end_column: int) -> dict[str, int]:
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _github(problem: Problem) -> str:
    """A workflow command, escaped as GitHub does: no text may end it or add a property."""
    where = {
        "file": shown_path(problem.path),
        "line": None if problem.line is None else str(problem.line),
        "col": None if problem.line is None else str(problem.column),
        "endColumn": None if problem.line is None else str(problem.column + problem.width),
        "title": problem.code,
    }
    properties = ",".join(f"{name}={_escaped(value, property_too=True)}" for name, value in where.items() if value)
    return f"::{severity(problem.code)} {properties}::{_escaped(text_of(problem))}"


def _escaped(value: str, *, property_too: bool = False) -> str:
    for char, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        value = value.replace(char, code)
    value = printable(value)
    return value.replace(":", "%3A").replace(",", "%2C") if property_too else value
