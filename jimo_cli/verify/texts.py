"""The text of a cited work, read from a file."""

import hashlib
import os
from stat import S_ISREG
from typing import NamedTuple

from jimo_cli.errors import UsageError, quoted

MOST_BYTES = 4 * 2**20
"""The largest text that is read: 1.4 million Chinese characters, twice the longest novel."""

_ENCODINGS = ("utf-8-sig", "gb18030")


class Text(NamedTuple):
    """A text that facts may cite, with the SHA-256 of the bytes of its file."""

    path: str
    sha256: str
    content: str


def read(path: str) -> Text:
    """Return the text of a file in UTF-8 or, where it is not that, in GB18030.

    Raises UsageError where the file is missing, not a regular one, larger than `MOST_BYTES`, or not
    text in either encoding.
    """
    try:
        data = _bytes(path)
    except (OSError, ValueError) as error:  # ValueError: no file can have such a name
        reason = getattr(error, "strerror", None) or "invalid path"
        raise UsageError(f"{quoted(path)} cannot be read ({reason})", "name the text that the facts cite") from None
    if len(data) > MOST_BYTES:
        hint = f"the limit is {MOST_BYTES // 2**20} MB; save the cited work alone, as plain text"
        raise UsageError(f"{quoted(path)} is too large", hint)
    return Text(path, hashlib.sha256(data).hexdigest(), _decoded(path, data))


def _bytes(path: str) -> bytes:
    # Without waiting: a named pipe that nobody writes to would otherwise never open.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not S_ISREG(os.fstat(descriptor).st_mode):
            raise UsageError(f"{quoted(path)} is not a regular file", "save the text to a file and name that")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(MOST_BYTES + 1)
    finally:
        os.close(descriptor)


def _decoded(path: str, data: bytes) -> str:
    if b"\0" not in data:
        for encoding in _ENCODINGS:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise UsageError(f"{quoted(path)} is not text in UTF-8 or GB18030", "save it as plain text in UTF-8")
