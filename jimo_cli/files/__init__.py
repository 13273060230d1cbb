"""The bytes of a file, and the text that they are."""

import os
import sys
from collections.abc import Iterable
from stat import S_ISREG
from typing import BinaryIO

from jimo_cli.errors import UsageError, quoted

TEXT_ENCODINGS = ("utf-8-sig", "gb18030")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""The byte order marks of UTF-16, whose texts have NUL bytes."""


def contents(path: str, most: int, names: str, advice: str) -> bytes:
    """Return the bytes of a file.

    Raises UsageError where it is missing, not a regular one or has more than `most` bytes; `names` says what a path
    has to name, `advice` what to do with a file that is too large.
    """
    with opened(path, names) as file:
        try:
            data = file.read(most + 1)
        except OSError as error:
            raise _unreadable(path, names, error) from None
    return _limited(path, data, most, advice)


def opened(path: str, names: str) -> BinaryIO:
    """Return a file, open for its bytes; raises UsageError where it is missing or not a regular one."""
    try:
        # Without waiting: a named pipe that nobody writes to would otherwise never open.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:  # ValueError: no file can have such a name
        raise _unreadable(path, names, error) from None
    if not S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UsageError(f"{quoted(path)} is not a regular file", "save the text to a file and name that")
    return os.fdopen(descriptor, "rb")


def standard_input(most: int, advice: str) -> bytes:
    """Return the bytes of the standard input; raises UsageError where it has more than `most`, or is closed."""
    stream = getattr(sys.stdin, "buffer", None)
    try:
        data = stream.read(most + 1) if stream else sys.stdin.read(most + 1).encode("utf-8", "surrogateescape")
    except (AttributeError, OSError, ValueError):
        raise UsageError("the standard input cannot be read", "name a file instead of -") from None
    return _limited("-", data, most, advice)


def decoded(path: str, data: bytes, encodings: Iterable[str] = TEXT_ENCODINGS) -> str:
    """Return a text in the first of the encodings in which it is one; raises UsageError where it is in none."""
    if b"\0" not in data or data.startswith(UTF_16):
        for encoding in encodings:
            try:
                return data.decode(encoding)
            except (UnicodeError, LookupError):
                continue
    raise UsageError(f"{quoted(path)} is not text in UTF-8 or GB18030", "save it as plain text in UTF-8")


def _limited(path: str, data: bytes, most: int, advice: str) -> bytes:
    if len(data) > most:
        raise UsageError(f"{quoted(path)} is too large", f"the limit is {most // 2**20} MB; {advice}")
    return data


def _unreadable(path: str, names: str, error: Exception) -> UsageError:
    reason = getattr(error, "strerror", None) or "invalid path"
    return UsageError(f"{quoted(path)} cannot be read ({reason})", f"name {names}")
