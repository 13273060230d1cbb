"""The text of a fact file: complete, from one state of the file, and no more than can be parsed in time."""

from __future__ import annotations

import os
import time
from codecs import BOM_UTF8
from contextlib import contextmanager
from errno import EBUSY, EINVAL, ELOOP, EMLINK
from os import strerror
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.packs import find
from jimo_cli.packs.layout import points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST = 3_000_000
"""The most bytes of a fact file, some ten thousand facts: the worst file of that size takes seconds and 500 MB."""

LARGEST_TABLE = 50_000_000
"""The most bytes of a table of observations, which is read line by line."""

# Points outside of strings: each may be a table of its own, which costs the parser kilobytes.
_MOST_POINTS = 100_000
# Programs write a file in pieces, and may be interrupted for a while between two of them.
_WRITING_S = 0.03
_WRITTEN_NOW_NS = 200_000_000
# A text that does not end with a newline may be such a piece.
_UNENDED_NOW_NS = 1_000_000_000
_PATIENCE = 25

# Never through a link, and without waiting for a pipe that is in the place of the file.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Directory(NamedTuple):
    """An open pack: its real path, and its descriptor where the system has such."""

    path: str
    descriptor: int | None


class FactFile(NamedTuple):
    """A fact file, or a table beside one, as it was listed in `directory`, its pack; with size and stamp of then.

    `unsaved` is what an editor has, which is read instead of the file.
    """

    path: str
    size: int
    stamp: str
    directory: Directory
    unsaved: bytes | None = None

    @property
    def largest(self) -> int:
        """How many bytes it may have."""
        return LARGEST_TABLE if find.is_table(os.path.basename(self.path)) else LARGEST

    def is_exchanged(self) -> bool:
        """Return whether by now its path leads to another file, or to none."""
        _, stamp = find.state_of(self.path)
        return find.which(stamp) != find.which(self.stamp)


class Reading(NamedTuple):
    """The bytes of a fact file, and whether the file was still the one that was listed."""

    content: bytes
    is_as_listed: bool


@contextmanager
def opened(pack: str, *, by_path: bool = False) -> Iterator[Directory]:
    """Open a pack: all that is read in it is of one directory, whatever takes its place meanwhile.

    With `by_path` it is not kept open. Raises OSError where it cannot be opened.
    """
    path = os.path.realpath(pack)
    if by_path or not find.HAS_DESCRIPTORS:
        yield Directory(path, None)
        return
    descriptor = os.open(path, _FLAGS | os.O_DIRECTORY)
    try:
        yield Directory(path, descriptor)
    finally:
        os.close(descriptor)


def text_at(path: str) -> str:
    """Return the text of the fact file at a path; raises as `read` and `text_of` do."""
    with opened(os.path.dirname(path)) as directory:
        return text_of(read(FactFile(path, *find.state_of(path), directory)).content)


def with_plain_line_ends(text: str) -> str:
    """Return a text with a line feed at the end of each line, as offsets count.

    A carriage return alone ends no line of TOML, and stays for the parser to refuse.
    """
    return text.replace("\r\n", "\n")


def read(file: FactFile) -> Reading:
    """Return what a file holds; raises OSError where it cannot be read, ValueError where it is too large."""
    if file.unsaved is not None:
        return Reading(file.unsaved, is_as_listed=True)
    # Opening a device may do something.
    if file.size == find.NO_REGULAR_FILE:
        raise _irregular()
    if file.size == find.LEADS_OUT:
        raise _leads_out()
    if file.size > file.largest:
        raise _TooLargeError(file.size, file.largest)
    content, stamp = _content(file)
    return Reading(content, (len(content), stamp) == (file.size, file.stamp))


def table_of(content: bytes) -> bytes:
    """Return the bytes of a table without the mark before them; raises ValueError where they are too many."""
    if len(content) > LARGEST_TABLE:
        raise _TooLargeError(len(content), LARGEST_TABLE)
    return content.removeprefix(BOM_UTF8)


def text_of(content: bytes) -> str:
    """Return the text of a fact file with plain line ends.

    Raises ValueError where it is none, or more than can be parsed in time.
    """
    if len(content) > LARGEST:
        raise _TooLargeError(len(content), LARGEST)
    text = with_plain_line_ends(content.decode("utf-8-sig"))
    if text.count(".") > _MOST_POINTS and points(text) > _MOST_POINTS:
        raise _TooManyTablesError
    return text


def _irregular() -> OSError:
    return OSError(EINVAL, "not a regular file")


def _leads_out() -> OSError:
    return OSError(EINVAL, "a symlink that points outside the pack")


def _content(file: FactFile) -> tuple[bytes, str]:
    """The bytes of one state of a file, not read while another program writes it, and the stamp of that state."""
    descriptor = _open(file)
    try:
        for _ in range(_PATIENCE):
            before = os.fstat(descriptor)
            content = _bytes(descriptor, file.largest)
            now_ns = _WRITTEN_NOW_NS if content.endswith(b"\n") else _UNENDED_NOW_NS
            is_complete = True
            # Whoever sets the time back has written all of it.
            if find.changed_within(now_ns, time.time_ns(), [before.st_mtime_ns]):
                time.sleep(_WRITING_S)
                is_complete = _bytes(descriptor, file.largest) == content
            stamp = find.stamp(before)
            if is_complete and find.stamp(os.fstat(descriptor)) == stamp:
                return content, stamp
    finally:
        os.close(descriptor)
    raise OSError(EBUSY, "it keeps changing while being read")


def _bytes(descriptor: int, largest: int) -> bytes:
    """All bytes of a file, or so many of them that it is too large."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    with open(descriptor, "rb", closefd=False) as file:
        return file.read(largest + 1)


def _open(file: FactFile) -> int:
    """Open the file that has the name now: a regular one, or what a link within the pack points to."""
    directory, name = file.directory, os.path.basename(file.path)
    try:
        return _open_below(directory, [name])
    except OSError as error:
        if error.errno not in {ELOOP, EMLINK}:
            raise
    target = find.target_within(directory.path, name, directory.descriptor)
    if target is None:
        raise _leads_out()
    return _open_below(directory, os.path.relpath(target, directory.path).split(os.sep))


def _open_below(directory: Directory, parts: Sequence[str]) -> int:
    """Open a regular file below a pack; no link is followed on the way there."""
    if directory.descriptor is None:
        return _regular(os.open(os.path.join(directory.path, *parts), _FLAGS))
    *above, name = parts
    descriptor = os.dup(directory.descriptor)
    try:
        for part in above:
            inner = os.open(part, _FLAGS | os.O_DIRECTORY, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        return _regular(os.open(name, _FLAGS, dir_fd=descriptor))
    finally:
        os.close(descriptor)


def _regular(descriptor: int) -> int:
    """Return the descriptor of a file; closes that of anything else and raises OSError."""
    if S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise _irregular()


class _TooLargeError(ValueError):
    """A file is too large; `size` is its number of bytes, or a lower bound of it, `largest` how many it may have."""

    def __init__(self, size: int, largest: int) -> None:
        super().__init__(size)
        self.size = size
        self.largest = largest


class _TooManyTablesError(ValueError):
    """A fact file may have more tables than can be parsed in time."""


def why_unreadable(error: Exception) -> tuple[str, str]:
    """Return message and hint for an error of `read` or `text_of`."""
    if isinstance(error, _TooLargeError):
        return f"is too large ({_megabytes(error.size)}, {_megabytes(error.largest)} at most)", "split the file"
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 (byte {error.start})", "save the file as UTF-8"
    if isinstance(error, OSError):
        reason = error.strerror or strerror(error.errno or EINVAL)
        return f"cannot be read ({reason})", "fix the file or remove it"
    if isinstance(error, RecursionError | _TooManyTablesError):
        return "nested too deeply, or too many tables", "two levels are enough; split a large file"
    if isinstance(error, MemoryError):
        return "cannot be read (not enough memory)", "free some memory"
    return "contains a number of too many digits", "write the figure as the source prints it"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
