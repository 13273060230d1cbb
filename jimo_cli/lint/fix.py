"""Mending fact files: every edit that has one right answer, each file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

from jimo_cli import lint, loader
from jimo_cli.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from jimo_cli.lint.findings import Edit, Finding

_ROUNDS = 20
_BOM = b"\xef\xbb\xbf"


def mend(packs: Sequence[str], wanted: Callable[[str], bool]) -> tuple[list[Finding], int]:
    """Return what is left to be said of the packs after mending, and how many edits were made.

    `wanted` tells which of the files are to be mended. Raises OutputError where one cannot be
    written; it is then as it was.
    """
    done = 0
    for _ in range(_ROUNDS):  # an edit may make room for another
        found = lint.check(packs)
        edits: dict[str, list[Edit]] = {}
        for finding in found:
            if wanted(finding.path):
                edits.setdefault(finding.path, []).extend(finding.edits)
        made = sum(_mend_file(path, each) for path, each in edits.items() if each)
        if not made:
            return found, done
        done += made
    return lint.check(packs), done


def _mend_file(path: str, edits: Iterable[Edit]) -> int:
    """Make the edits that do not overlap, and return how many; none where the file is another one by now."""
    try:
        with open(path, "rb") as file:
            before = file.read()
        text = before.removeprefix(_BOM).decode()
    except (OSError, ValueError):
        return 0
    line_end = "\r\n" if b"\r\n" in before and before.count(b"\r\n") == before.count(b"\n") else "\n"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text != loader.layout(path).text:
        return 0
    made, after, at = 0, [], 0
    for edit in sorted(edits):
        # What is put in where another edit ends belongs to what that one changed.
        if edit.start > at or (edit.start == at and (edit.end > at or not made)):
            after += [text[at : edit.start], edit.text]
            at = edit.end
            made += 1
    after.append(text[at:])
    whole = "".join(after).replace("\n", line_end).encode()
    _replace(path, before, (_BOM if before.startswith(_BOM) else b"") + whole)
    return made


def _replace(path: str, before: bytes, after: bytes) -> None:
    """Write a file beside the old one and put it in its place, unless the old one has changed meanwhile."""
    target = os.path.realpath(path)
    new = None
    try:
        with tempfile.NamedTemporaryFile(dir=os.path.dirname(target), prefix=".", suffix=".new", delete=False) as file:
            new = file.name
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        _take_over(target, new)
        with open(target, "rb") as file:
            if file.read() != before:
                raise OutputError(f"{path} was changed while it was being mended", "run it again")
        os.replace(new, target)
        new = None
    except OSError as error:
        raise OutputError(f"{path} cannot be mended ({error.strerror})", "make room, or mend its permissions") from None
    finally:
        if new is not None:
            with suppress(OSError):
                os.unlink(new)


def _take_over(target: str, new: str) -> None:
    """Give a new file the mode and, where that is allowed, the owner of the one it replaces."""
    state = os.stat(target)
    with suppress(OSError, AttributeError):
        os.chown(new, state.st_uid, state.st_gid)
    os.chmod(new, state.st_mode & 0o7777)
