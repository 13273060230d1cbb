"""The text of a fact file: whole, as one state of the file has it, and no more than can be read in time."""

from __future__ import annotations

import os
import time
from errno import EBUSY, EINVAL
from os import strerror

from jimo_cli.packs.find import LEADS_OUT, NO_REGULAR_FILE
from jimo_cli.packs.layout import points

LARGEST = 3_000_000
"""Bytes of a fact file at most, some ten thousand facts: the worst of that size is read in seconds and in 500 MB."""

# Points outside of strings: each may be a table of its own, which costs the parser kilobytes.
_MOST_POINTS = 100_000
_WRITING_S = 0.02
_JUST_NOW_NS = 1_000_000_000
_PATIENCE = 25


def with_plain_line_ends(text: str) -> str:
    """Return a text as places in it are counted: a line feed ends each line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read(path: str, size: int) -> str:
    """Return the text of a fact file, of which `packs.state_of` gives the size.

    Raises OSError, ValueError or RecursionError where it cannot be read; `why_unreadable` says it in words.
    """
    # A pipe or a device would be waited for, for ever; it is not opened at all.
    if size == NO_REGULAR_FILE:
        raise OSError(EINVAL, "not a regular file")
    if size == LEADS_OUT:
        raise OSError(EINVAL, "a link that leads out of the pack")
    content = b"" if size > LARGEST else _content(path)
    if max(size, len(content)) > LARGEST:
        raise _TooLargeError(max(size, len(content)))
    text = with_plain_line_ends(content.decode("utf-8-sig"))
    if text.count(".") > _MOST_POINTS and points(text) > _MOST_POINTS:
        raise RecursionError
    return text


def _content(path: str) -> bytes:
    """The bytes of a file as one state of it has them, not while another program writes it.

    A text without an end of line at its end, written just now, may be cut off there.
    """
    for _ in range(_PATIENCE):
        with open(path, "rb") as file:
            before = os.fstat(file.fileno())
            content = file.read(LARGEST + 1)
            now = time.time_ns()
            if not content.endswith(b"\n") and abs(now - before.st_mtime_ns) < _JUST_NOW_NS:
                time.sleep(_WRITING_S)
            after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            return content
    raise OSError(EBUSY, "it is being written all the time")


class _TooLargeError(ValueError):
    """A fact file is larger than is read: how many bytes it has, or so many at least."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def why_unreadable(error: Exception) -> tuple[str, str]:
    """Return what is wrong with a file that cannot be read, and what to do."""
    if isinstance(error, _TooLargeError):
        return f"is too large ({_megabytes(error.size)}, {_megabytes(LARGEST)} at most)", "split the file"
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 (byte {error.start})", "save the file as UTF-8"
    if isinstance(error, OSError):
        reason = error.strerror or strerror(error.errno or EINVAL)
        return f"cannot be read ({reason})", "mend the file or take it away"
    if isinstance(error, RecursionError):
        return "nested too deeply, or too many tables", "two levels are enough; split a large file"
    return f"holds a number that cannot be read ({error})", "write the figure as the source prints it"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
