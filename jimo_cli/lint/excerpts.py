"""The part of a file that shows a problem: its line, and the lines to paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.model import Excerpt
from jimo_cli.packs.rules import NOT_A_TABLE, NOT_TOML, UNKNOWN_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.model import Problem
    from jimo_cli.packs.layout import Layout


_AROUND = 1000  # wider than any terminal; a line may be a megabyte long


def with_excerpt(problem: Problem, layout: Layout) -> Problem:
    """Return a problem that has its line with its excerpt; one of a file that could not be read has none."""
    if not layout.text or problem.line is None:
        return problem
    start, end = layout.line(problem.line)
    offset = start + problem.column - 1
    first = max(start, offset - _AROUND)
    line = layout.text[first : min(end, offset + _AROUND)]
    edited = None
    if problem.edit:
        from_place, to_place = (layout.at(offset, offset) for offset in problem.edit[:2])
        edited = (*from_place[:2], *to_place[:2])
    return problem._replace(excerpt=Excerpt(line, offset - first, tuple(_pasted(problem, layout)), edited))


def _pasted(problem: Problem, layout: Layout) -> Iterator[tuple[int | None, str]]:
    """The lines to paste, each with the number of the line that it replaces, None for a new one."""
    line = problem.line or 1
    stated = layout.stated_at(line, problem.column)
    table = () if stated is None else stated.path[:-1] if stated.kind == "key" else stated.path
    # What is no TOML, no key or no table of a fact file is replaced where it is, and so is what --fix replaces.
    in_place = bool(problem.edit) or problem.code in {UNKNOWN_KEY, NOT_A_TABLE, NOT_TOML}
    for index, pasted in enumerate(problem.paste.splitlines()):
        path = (*table, pasted.partition(" ")[0])
        present = layout.statement(*path)
        if in_place:
            yield line + index, pasted
        elif present is not None and present.path == path:
            yield layout.at(present.start, present.end).line, pasted
        else:
            yield None, pasted
