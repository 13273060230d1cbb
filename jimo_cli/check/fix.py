"""Writing what the facts say into a draft: each file whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jimo_cli.errors import OutputError
from jimo_cli.lint import rewrite
from jimo_cli.packs.read import LARGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.model import Edit

_BOM = b"\xef\xbb\xbf"


def apply(path: str, content: str, edits: Sequence[Edit]) -> int:
    """Make edits in the file that a content was read from, and return how many; none that overlaps an earlier one.

    A link is followed. Raises OutputError where the file is not that text in UTF-8 any more, is too large, or cannot
    be written; it is left as it was.
    """
    if not edits:
        return 0
    if len(content) > LARGEST or len(content.encode("utf-8", "replace")) > LARGEST:
        raise OutputError(f"{path} is not fixed: it is larger than {LARGEST // 10**6} MB", "split it")
    target = os.path.realpath(path)
    directory = os.path.dirname(target)
    try:
        with rewrite.opened([directory]) as opened, rewrite.located(target, opened) as file:
            return _rewritten(file._replace(path=path), content, edits)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "invalid path"
        raise OutputError(f"{path} is not fixed ({reason})", "change its permissions, or edit it by hand") from None


def _rewritten(file: rewrite.File, content: str, edits: Sequence[Edit]) -> int:
    """Write the edits into a file that has a content; return how many."""
    before = rewrite.read(file)
    mark = _BOM if before.content.startswith(_BOM) else b""
    if before.content.removeprefix(_BOM) != content.encode():
        raise OutputError(f"{file.path} is not fixed: it is not in UTF-8, or was changed meanwhile", "check it again")
    parts, done, made = list[str](), 0, 0
    for edit in edits:
        if edit.start >= done:
            parts += [content[done : edit.start], edit.text]
            done, made = edit.end, made + 1
    rewrite.write(file, before, mark + "".join([*parts, content[done:]]).encode())
    return made
