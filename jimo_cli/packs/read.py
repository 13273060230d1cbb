"""The text of a fact file: complete, from one state of the file, and no more than can be parsed in time."""

from __future__ import annotations

import os
import time
from errno import EBUSY, EINVAL
from os import strerror

from jimo_cli.packs.find import LEADS_OUT, NO_REGULAR_FILE
from jimo_cli.packs.layout import points

LARGEST = 3_000_000
"""The most bytes of a fact file, some ten thousand facts: the worst file of that size takes seconds and 500 MB."""

# Points outside of strings: each may be a table of its own, which costs the parser kilobytes.
_MOST_POINTS = 100_000
_WRITING_S = 0.02
_JUST_NOW_NS = 1_000_000_000
_PATIENCE = 25


def with_plain_line_ends(text: str) -> str:
    """Return a text with a line feed at the end of each line, as offsets count.

    A carriage return alone ends no line of TOML, and stays for the parser to refuse.
    """
    return text.replace("\r\n", "\n")


def read(path: str, size: int) -> str:
    """Return the text of a fact file; its size is that of `find.state_of`.

    Raises OSError, ValueError or RecursionError where it cannot be read; `why_unreadable` puts them in words.
    """
    # Opening a pipe or a device may wait for ever.
    if size == NO_REGULAR_FILE:
        raise OSError(EINVAL, "not a regular file")
    if size == LEADS_OUT:
        raise OSError(EINVAL, "a symlink that points outside the pack")
    content = b"" if size > LARGEST else _content(path)
    if max(size, len(content)) > LARGEST:
        raise _TooLargeError(max(size, len(content)))
    text = with_plain_line_ends(content.decode("utf-8-sig"))
    if text.count(".") > _MOST_POINTS and points(text) > _MOST_POINTS:
        raise RecursionError
    return text


def _content(path: str) -> bytes:
    """The bytes of one state of a file, not read while another program writes it.

    A text written just now that does not end with a newline may be incomplete.
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
    raise OSError(EBUSY, "it keeps changing while being read")


class _TooLargeError(ValueError):
    """A fact file is too large; `size` is its number of bytes, or a lower bound of it."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def why_unreadable(error: Exception) -> tuple[str, str]:
    """Return message and hint for a file that cannot be read."""
    if isinstance(error, _TooLargeError):
        return f"is too large ({_megabytes(error.size)}, {_megabytes(LARGEST)} at most)", "split the file"
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 (byte {error.start})", "save the file as UTF-8"
    if isinstance(error, OSError):
        reason = error.strerror or strerror(error.errno or EINVAL)
        return f"cannot be read ({reason})", "fix the file or remove it"
    if isinstance(error, RecursionError):
        return "nested too deeply, or too many tables", "two levels are enough; split a large file"
    return f"contains a number that cannot be read ({error})", "write the figure as the source prints it"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
