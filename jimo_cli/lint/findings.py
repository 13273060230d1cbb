"""A finding: what a rule has to say about a place in a fact file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.rules import ERROR, RULES

if TYPE_CHECKING:
    from jimo_cli.model import Problem


class Edit(NamedTuple):
    """What stands from one offset of a text to another is to be replaced."""

    start: int
    end: int
    text: str


class Finding(NamedTuple):
    """A broken rule and its place; line and column count from 1.

    `paste` is what to write instead, as TOML, where that is known; `edits` are how the file is
    mended, where there is one right way.
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
