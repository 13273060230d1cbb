"""Whether a kept index may be believed: it is this user's alone, and its bytes are those that were written.

An index holds the checksum of all its other bytes. A small one is held against it at each look-up.
A large one is read whole only where that is new: a note beside it says what the file was like, to
its time of change, when it was last found whole. No program can write to a file and leave that time
as it was; what a disk loses by itself shows at the next start of the machine, when no note counts.
"""

import os
import time
from binascii import crc32
from stat import S_ISDIR, S_ISLNK, S_ISREG

SEAL = slice(60, 64)
"""Where an index holds its checksum: in the header of the file, where SQLite keeps a user's number."""

CHECKED_BYTES = 1_000_000
"""Up to this size an index is read whole at each look-up: it takes a millisecond at most."""

TICK_NS = 20_000_000
"""A file system stamps changes by its clock's tick; two within one tick look alike."""

NO_TRAPS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How a file of the cache is opened: never through a link, and a pipe in its place is not waited for."""

_CHUNK = 1 << 20
_BOOT = "/proc/sys/kernel/random/boot_id"


def note_of(path: str) -> str:
    """Return where it is noted what the index at that path was like when it was last found whole."""
    return f"{path}.note"


def is_private(status: os.stat_result) -> bool:
    """Whether a file is this user's, and nobody else may write to it; where systems tell."""
    return os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)


def is_private_directory(path: str) -> bool:
    """Whether a directory is this user's alone to write to; a link to it has to be this user's too.

    Raises OSError where there is none.
    """
    status = os.lstat(path)
    if S_ISLNK(status.st_mode) and os.name != "nt":
        if status.st_uid != os.geteuid():
            return False
        status = os.stat(path)
    return S_ISDIR(status.st_mode) and is_private(status)


def is_sound(path: str) -> bool:
    """Return whether there is an index of this user's, in a place of this user's, as it was written.

    Raises OSError where there is none.
    """
    if not is_private_directory(os.path.dirname(path)):
        return False
    file = os.open(path, os.O_RDONLY | NO_TRAPS)
    try:
        status = os.fstat(file)
        if not S_ISREG(status.st_mode) or not is_private(status):
            return False
        if status.st_size <= CHECKED_BYTES:
            return _is_whole(file)
        like = _likeness(status)
        if _noted(path) == like:
            return True
        if not _is_whole(file) or _likeness(os.fstat(file)) != like:
            return False
        if abs(time.time_ns() - status.st_ctime_ns) > TICK_NS:
            _note(path, like)
        return True
    finally:
        os.close(file)


def write(path: str) -> None:
    """Write the checksum of an index into it."""
    file = os.open(path, os.O_RDWR | NO_TRAPS)
    try:
        sealed, _ = _checksums(file)
        os.lseek(file, SEAL.start, os.SEEK_SET)
        os.write(file, sealed)
    finally:
        os.close(file)


def _is_whole(file: int) -> bool:
    found, written = _checksums(file)
    return found == written


def _checksums(file: int) -> tuple[bytes, bytes]:
    """The checksum of all bytes of an index but those that hold it, and the one that it holds."""
    head = os.read(file, SEAL.stop)
    found = crc32(head[: SEAL.start])
    while chunk := os.read(file, _CHUNK):
        found = crc32(chunk, found)
    return found.to_bytes(4, "big"), head[SEAL]


def _likeness(status: os.stat_result) -> bytes:
    """What is another text whenever a file was written to, or the machine was started anew."""
    try:
        start = _read(_BOOT)
    except OSError:
        start = b""
    return b"%d %d %d %d " % (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns) + start


def _noted(path: str) -> bytes | None:
    try:
        return _read(note_of(path))
    except OSError:
        return None


def _read(path: str) -> bytes:
    file = os.open(path, os.O_RDONLY | NO_TRAPS)
    try:
        return os.read(file, 200)
    finally:
        os.close(file)


def _note(path: str, like: bytes) -> None:
    try:
        file = os.open(note_of(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | NO_TRAPS, 0o600)
    except OSError:
        return  # it is read whole the next time as well
    try:
        os.write(file, like)
    except OSError:
        pass
    finally:
        os.close(file)
