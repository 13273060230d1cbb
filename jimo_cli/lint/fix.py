"""Fixes of fact files: every edit for which there is one right way, each file whole or not at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from contextlib import ExitStack
from typing import TYPE_CHECKING

from jimo_cli import lint
from jimo_cli.errors import OutputError
from jimo_cli.lint import rewrite
from jimo_cli.packs import load, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from jimo_cli.model import Edit, Problem


_ROUNDS = 20
_BOM = b"\xef\xbb\xbf"
_GONE = object()


def apply(packs: Sequence[str], is_wanted: Callable[[str], bool]) -> tuple[list[Problem], int]:
    """Fix the wanted files of the packs; return the problems that are left, and how many edits were made.

    Raises OutputError where a file cannot be written, or would not mean the same; it is left as it was.
    """
    done = 0
    with rewrite.opened(packs) as opened:
        for _ in range(_ROUNDS):  # an edit may make room for another
            made = _fix(packs, opened, is_wanted)
            if not made:
                break
            done += made
    return lint.check(packs), done


def _fix(packs: Sequence[str], opened: Mapping[str, int | None], is_wanted: Callable[[str], bool]) -> int:
    """Make the edits that there are now, and return how many."""
    problems, layouts = lint.form_of(packs)
    edits: dict[str, list[Edit]] = {}
    for problem in problems:
        if problem.edit and is_wanted(problem.path):
            edits.setdefault(problem.path, []).append(problem.edit)
    return sum(_fix_file(path, opened, layouts.of(path).text, of_file) for path, of_file in edits.items())


def _fix_file(path: str, packs: Mapping[str, int | None], checked: str, edits: Iterable[Edit]) -> int:
    """Make the edits that do not overlap, and return how many; none where the file is not the checked text any more."""
    with ExitStack() as stack:
        try:
            file = stack.enter_context(rewrite.located(path, packs))
            before = rewrite.read(file)
            text = before.content.removeprefix(_BOM).decode()
        except (OSError, ValueError):
            return 0
        if read.with_plain_line_ends(text) != checked:
            return 0
        made = _without_overlaps(edits)
        after = edited(text, made)
        if not _is_meant(text, after, made):
            raise OutputError(f"{path} is not fixed: the fix would change its meaning", "fix it by hand")
        rewrite.write(file, before, (_BOM if before.content.startswith(_BOM) else b"") + after.encode())
        return len(made)


def _without_overlaps(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order, without those that overlap an earlier one."""
    made: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit[:3]):
        last = made[-1].end if made else 0
        # An insertion at the end of another edit belongs to the text that this one changed.
        if edit.start > last or (edit.start == last and (edit.end > last or not made)):
            made.append(edit)
    return made


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with edits made that are in order; each line keeps its kind of line end.

    Their offsets are those of the text with plain line ends.
    """
    # Offsets count a line end as one character.
    wide = [found.start() - index for index, found in enumerate(re.finditer("\r\n", text))]
    after, done = [], 0
    for edit in edits:
        start, end = (offset + bisect_left(wide, offset) for offset in edit[:2])
        replaced = text[start:end]
        line_end = "\r\n" if ("\r\n" in replaced if "\n" in replaced else wide) else "\n"
        after += [text[done:start], edit.text.replace("\n", line_end)]
        done = end
    return "".join([*after, text[done:]])


def _is_meant(before: str, after: str, edits: Iterable[Edit]) -> bool:
    """Whether the edits changed the values of a text as they are meant to, and nothing else."""
    try:
        expected, actual = (load.parsed(read.with_plain_line_ends(text)) for text in (before, after))
        for edit in edits:
            _change(expected, edit)
        return is_same(expected, actual)
    except (ValueError, ArithmeticError, RecursionError):
        return False


def _change(document: dict[str, Any], edit: Edit) -> None:
    """Change the values of a document as an edit of its text is meant to."""
    if edit.meant is None:
        return
    *above, last = edit.meant.path
    table: Any = document
    for key in above:
        table = table[key]
    if edit.meant.name is None:
        table[last] = _GONE
        return
    value = table.pop(last)
    if edit.meant.value is not None:
        value = list(edit.meant.value) if isinstance(edit.meant.value, tuple) else edit.meant.value
    table[edit.meant.name] = value


def is_same(one: object, other: object) -> bool:
    """Return whether two values are the same, numbers down to their digits."""
    pairs: list[tuple[Any, Any]] = [(one, other)]  # no recursion: tables may be nested by the thousand
    while pairs:
        here, there = pairs.pop()
        if type(here) is not type(there):
            return False
        if isinstance(here, list):
            here = [entry for entry in here if entry is not _GONE]
        if isinstance(here, dict | list) and len(here) != len(there):
            return False
        if isinstance(here, dict):
            pairs += [(here[key], there.get(key, _GONE)) for key in here]
        elif isinstance(here, list):
            pairs += zip(here, there, strict=True)
        # A hexadecimal integer may have more digits than Python prints.
        elif here != there if isinstance(here, int) else repr(here) != repr(there):
            return False
    return True
