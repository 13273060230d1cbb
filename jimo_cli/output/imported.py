"""What an import would write, and what it wrote, as text and as JSON."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, chop_cells

from jimo_cli.errors import shortened
from jimo_cli.output.console import in_their_language, is_terminal, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from jimo_cli.imports.drafts import ColumnGuess, Draft
    from jimo_cli.imports.pack import Written

_FIRST = 5
"""Facts and skipped rows of a kind that a preview shows."""

_LONGEST = 60  # characters of a text that was skipped
_NARROWEST = 20
_INDENT = "  "


class Preview(NamedTuple):
    """An import before it is written: its draft, the kind of its file, its facts as TOML, and what there is to tell."""

    draft: Draft
    kind: str
    text: str
    written: Written


def text_lines(previews: Sequence[Preview]) -> Iterator[str]:
    """Yield previews for a person, on a terminal folded to its width."""
    width = max(shutil.get_terminal_size().columns, _NARROWEST) if is_terminal(sys.stdout) else 0
    for at, preview in enumerate(previews):
        if at:
            yield ""
        for line in _lines_of(preview):
            yield from _folded(printable(line), width) if width else (printable(line),)


def _lines_of(preview: Preview) -> Iterator[str]:
    draft, written, said = preview.draft, preview.written, in_their_language
    yield said(f"{draft.path}{f': {preview.kind}' if preview.kind else ''}")
    yield from (said(f"Heads: {head}") for head in draft.heads)
    if draft.columns:
        yield from ("", said("Columns"))
        yield from map(_of_column, draft.columns)
    yield from ("", said(f"Facts: {written.added}{f', the first {_FIRST}' if written.added > _FIRST else ''}"))
    yield from (f"{_INDENT}{line}" if line else "" for line in first_facts(preview.text))
    unclear = [*draft.unclear, *written.notes]
    if unclear:
        yield from ("", said("Not clear"))
        yield from (f"{_INDENT}{said(what)}" for what in unclear)
    if written.warned_of:
        yield from ("", said(f"jimo lint would warn of {', '.join(written.warned_of)}"))
    if draft.skipped:
        yield from ("", said(f"Skipped: {len(draft.skipped)}"))
        yield from (f"{_INDENT}{line}" for line in _skipped(draft))


def _of_column(column: ColumnGuess) -> str:
    head = column.head or in_their_language("(no head)")
    return f"{_INDENT}{column.number} {head}: {column.role} ({in_their_language(column.why)})"


def first_facts(text: str) -> list[str]:
    """Return the lines of a fact file as far as its first facts: a fact is a table, or a row of a series."""
    lines: list[str] = []
    facts = 0
    for line in text.removesuffix("\n").split("\n"):
        is_row = line.startswith("  [")
        facts += is_row or line.startswith("[fact.")
        if line.startswith("[series.") and facts >= _FIRST:
            break
        if facts <= _FIRST:
            lines.append(line)
        elif not is_row:
            if line == "]":
                lines += ["  …", "]"]
            break
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _skipped(draft: Draft) -> Iterator[str]:
    """What became no fact by reason, each with the first of it."""
    counts = Counter(one.why for one in draft.skipped)
    for why, count in counts.most_common():
        these = (one for one in draft.skipped if one.why == why)
        shown = [
            f"{in_their_language(one.where)}{f' {shortened(one.what, _LONGEST)}' if one.what else ''}"
            for one, _ in zip(these, range(_FIRST), strict=False)
        ]
        more = f" and {count - len(shown)} more" if count > len(shown) else ""
        yield f"{in_their_language(why)}: {count} ({'; '.join(shown)}{in_their_language(more)})"


def skipped_line(draft: Draft) -> str:
    """Return on one line how much of a file became no fact, by reason."""
    counts = Counter(one.why for one in draft.skipped)
    return f"{draft.path}: skipped {', '.join(f'{count} {why}' for why, count in counts.most_common())}"


def notes_of(written: Written) -> list[str]:
    """Return what is told of an import that was written: what differs, what was left out, and the counts."""
    notes = [
        f"{one.id}: the file has {one.old}, the source {one.new}{' (written as revised)' if one.is_written else ''}"
        for one in written.differing
    ]
    hint = (
        "" if all(one.is_written for one in written.differing) else "; --revise writes the new figures beside the old"
    )
    counts = f"{written.added} added, {written.same} the same, {len(written.differing)} differing"
    warned_of = [f"jimo lint warns of {', '.join(written.warned_of)}"] if written.warned_of else []
    return [*notes, *written.notes, *written.remarks, *warned_of, f"{counts}{hint}"]


def json_lines(previews: Sequence[Preview]) -> Iterator[str]:
    """Yield previews as a JSON list, in lines."""
    yield from _json([_entry(preview) for preview in previews])


def json_of_written(written: Written) -> Iterator[str]:
    """Yield what was written as JSON, in lines."""
    differing = [{"id": one.id, "old": one.old, "new": one.new, "written": one.is_written} for one in written.differing]
    counts = {"added": written.added, "same": written.same}
    yield from _json(
        {
            "paths": [*written.paths],
            **counts,
            "differing": differing,
            "notes": [*written.notes],
            "warned_of": [*written.warned_of],
        }
    )


def _entry(preview: Preview) -> dict[str, Any]:
    draft = preview.draft
    return {
        "path": draft.path,
        "kind": preview.kind or None,
        "heads": [*draft.heads],
        "columns": [
            {"number": one.number, "head": one.head, "role": one.role, "why": one.why} for one in draft.columns
        ],
        "facts": preview.written.added,
        "toml": preview.text,
        "unclear": [*draft.unclear, *preview.written.notes],
        "skipped": [{"where": one.where, "what": one.what, "why": one.why} for one in draft.skipped],
    }


def _json(value: object) -> list[str]:
    return json.dumps(value, ensure_ascii=False, indent=2).split("\n")


def _folded(line: str, width: int) -> Iterator[str]:
    """Yield a line in pieces that fit, broken at a blank where there is one in its last half."""
    indent = line[: len(line) - len(line.lstrip())] + _INDENT
    while cell_len(line) > width:
        end = len(chop_cells(line[:width], width)[0])
        blank = line.rfind(" ", len(indent), end + 1)
        end = blank if blank > end // 2 else end
        yield line[:end].rstrip()
        line = indent + line[end:].lstrip()
    yield line
