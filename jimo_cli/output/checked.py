"""The figures of a draft with what the facts say of them, as lines and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jimo_cli.claims import Origin
from jimo_cli.output.console import in_their_language as _told
from jimo_cli.output.console import printable
from jimo_cli.output.findings import place_of, shown_path, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from jimo_cli.check.report import Result


def text_lines(results: Sequence[Result]) -> Iterator[str]:
    """Yield a line for each figure: its place, and the problem, the fact that it agrees with, or that it is unknown."""
    for result in results:
        if result.problem:
            yield printable(f"{place_of(result.problem)}: {result.problem.code} {_told(text_of(result.problem))}")
            continue
        judgement = result.checked.judgement
        stated = f" with {judgement.stated.fact.id}" if judgement.stated else ""
        place = (result.line, result.column) if result.line else (f" {result.checked.block.locator}",)
        where = ":".join(map(str, (shown_path(result.path), *place)))
        yield printable(f"{where}: {judgement.claim.as_written} {_told(f'{judgement.result}{stated}')}")


def json_lines(results: Sequence[Result]) -> Iterator[str]:
    """Yield the figures as a JSON list, in lines."""
    yield from json.dumps([_entry(result) for result in results], ensure_ascii=False, indent=2).split("\n")


def _entry(result: Result) -> dict[str, Any]:
    judgement, problem = result.checked.judgement, result.problem
    claim, fact = judgement.claim, judgement.stated.fact if judgement.stated else None
    return {
        "path": shown_path(result.path),
        "line": result.line,
        "column": result.column,
        "end_column": None if result.column is None else result.column + result.checked.end - result.checked.start,
        "locator": result.checked.block.locator,
        "as_written": claim.as_written,
        "result": judgement.result,
        "differs_in": judgement.what or None,
        "measure": claim.measure or None,
        "reference_area": claim.place if claim.place_origin > Origin.GUESS else None,
        "time_period": claim.period if claim.period_origin > Origin.GUESS and claim.period else None,
        "status": claim.status or None,
        "id": fact.id if fact else None,
        "code": problem.code if problem else None,
        "message": problem.message if problem else None,
        "hint": problem.hint if problem else None,
        "fix": problem.edit.text if problem and problem.edit else None,
    }
