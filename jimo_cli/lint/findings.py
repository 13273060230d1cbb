"""A finding: what a rule has to say about a place in a fact file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.packs.rules import ERROR, NOT_A_TABLE, RULES, UNKNOWN_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.model import Problem
    from jimo_cli.packs.layout import Layout


class Meant(NamedTuple):
    """What a document says otherwise after an edit.

    `path` leads to a key, or with its number to an entry of a list. The key is called `name` then,
    and its value is `value`, a list as a tuple; None stands for the value that it has. Without a
    name the entry is gone.
    """

    path: tuple[str | int, ...]
    name: str | None = None
    value: object = None


class Edit(NamedTuple):
    """What stands from one offset of a text to another is to be replaced.

    Without `meant` the document says the same afterwards, the order of its keys aside.
    """

    start: int
    end: int
    text: str
    meant: Meant | None = None


class Finding(NamedTuple):
    """A broken rule and its place; line and column count from 1.

    `paste` is what to write, as TOML, where that is known: `pasted` tells of each line whether it
    replaces one. `edits` is how the file is mended, where there is one right way: one edit at most.
    """

    path: str
    line: int
    column: int
    width: int
    code: str
    message: str
    hint: str
    paste: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def severity(self) -> str:
        """How grave it is: `error` or `warning`."""
        return RULES[self.code].severity

    @property
    def is_error(self) -> bool:
        """Whether it fails a run that is not strict."""
        return self.severity == ERROR


def of_problem(problem: Problem) -> Finding:
    """Return the finding that a problem with a fact file is; one with a whole file is told at its begin."""
    path, line, message, hint, code, column, width, paste = problem
    return Finding(path, line or 1, column, width, code, message, hint, paste)


def pasted(finding: Finding, layout: Layout) -> Iterator[tuple[int | None, str]]:
    """Yield each line to paste with the number of the line that it replaces, None where it is to be added."""
    stated = layout.stated_at(finding.line, finding.column)
    table = () if stated is None else stated.path[:-1] if stated.kind == "key" else stated.path
    # What is no key and no table of a fact file is replaced as it stands, and so is what --fix mends.
    as_it_stands = bool(finding.edits) or finding.code in {UNKNOWN_KEY, NOT_A_TABLE}
    for at, line in enumerate(finding.paste.splitlines()):
        path = (*table, line.partition(" ")[0])
        there = layout.statement(*path)
        if as_it_stands:
            yield finding.line + at, line
        elif there is not None and there.path == path:
            yield layout.at(there.start, there.end).line, line
        else:
            yield None, line
