"""Whether a cached index can be trusted: only this user can write to it, and its bytes are those that were written.

An index holds the checksum of all its other bytes. A small one is checked at each look-up. A large one
is read whole only if it changed since the last check: a note beside it holds its inode, size and times
of that moment. No program can write to a file and leave its time of change as it was; what a disk loses
by itself shows at the next start of the machine, which makes every note invalid.
"""

from __future__ import annotations

import os
import time
from binascii import crc32
from stat import S_ISDIR, S_ISLNK, S_ISREG, S_ISVTX, S_IWOTH

from jimo_cli.packs import find

CHECKSUM = slice(60, 64)
"""Where an index holds its checksum: in the header of the file, where SQLite keeps a user's number."""

CHECKED_BYTES = 1_000_000
"""Up to this size an index is read whole at each look-up: it takes a millisecond at most."""

READ_IN_A_TICK = 100_000_000
"""A larger index takes longer to read than the times of files take to tell two changes apart."""

APPLICATION_ID = int.from_bytes(b"jimo", "big")
"""The number in the header of an index that tells it from any other SQLite database."""

_MAGIC, _APPLICATION = b"SQLite format 3\0", slice(68, 72)

SAFE_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How a file of the cache is opened: never through a link, and without waiting for a pipe in its place."""

# Root, and whom a container shows as the owner where it has no name for root.
_SYSTEM_USERS = 0, 65534
_MOST_STEPS = 400
_CHUNK = 1 << 20
_BOOT = "/proc/sys/kernel/random/boot_id"
# More than inode, size, times and a boot id.
_LONGEST_NOTE = 200


def note_path(path: str) -> str:
    """Return the path of the note about the index at that path."""
    return f"{path}.note"


def is_private(status: os.stat_result) -> bool:
    """Return whether a file is this user's and nobody else can write to it, where systems have owners."""
    return os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)


def is_private_directory(path: str) -> bool:
    """Return whether only this user can write to a directory, and nobody else can put another in its place.

    A link to it has to be this user's too. Raises OSError where there is none.
    """
    status = os.lstat(path)
    if S_ISLNK(status.st_mode) and os.name != "nt":
        if status.st_uid != os.geteuid():
            return False
        status = os.stat(path)
    return S_ISDIR(status.st_mode) and is_private(status) and is_reached_safely(path)


def is_reached_safely(path: str) -> bool:
    """Return whether only this user and the system can exchange a directory or a link on the way.

    A group may: it is the user's own where the umask lets it write.
    """
    if os.name == "nt":
        return True
    trusted = {os.geteuid(), *_SYSTEM_USERS}
    reached, *waiting = "/", *reversed(os.path.abspath(path).split("/"))
    for _ in range(_MOST_STEPS):
        if not waiting:
            return True
        status = os.lstat(reached)
        if status.st_uid not in trusted or (status.st_mode & S_IWOTH and not status.st_mode & S_ISVTX):
            return False
        step = os.path.join(reached, waiting.pop())
        if os.path.islink(step):
            if os.lstat(step).st_uid not in trusted:
                return False
            link = os.readlink(step)
            reached = "/" if link.startswith("/") else reached
            waiting += reversed(link.split("/"))
        else:
            reached = os.path.normpath(step)
    return False


def is_ours(path: str, *, unfinished: bool = False) -> bool:
    """Return whether a file is an index that jimo wrote for this user; with `unfinished` also one without content."""
    try:
        file = os.open(path, os.O_RDONLY | SAFE_FLAGS)
    except OSError:
        return False
    try:
        status = os.fstat(file)
        head = os.read(file, _APPLICATION.stop) if S_ISREG(status.st_mode) and is_private(status) else b"?"
    finally:
        os.close(file)
    if unfinished and not head.strip(b"\0"):
        return True
    return head.startswith(_MAGIC) and head[_APPLICATION] == APPLICATION_ID.to_bytes(4, "big")


def is_sound(path: str) -> bool:
    """Return whether there is an index that only this user can write to, with the bytes that were written.

    Raises OSError where there is no file.
    """
    if not is_private_directory(os.path.dirname(path)):
        return False
    file = os.open(path, os.O_RDONLY | SAFE_FLAGS)
    try:
        status = os.fstat(file)
        if not S_ISREG(status.st_mode) or not is_private(status):
            return False
        if status.st_size <= CHECKED_BYTES:
            return _has_its_checksum(file)
        note = _note_of(status)
        if _read(note_path(path)) == note:
            return True
        if not _has_its_checksum(file) or _note_of(os.fstat(file)) != note:
            return False
        if not find.changed_within(find.TICK_NS, time.time_ns(), [status.st_ctime_ns]):
            _write_note(path, note)
        return True
    finally:
        os.close(file)


def write_checksum(path: str) -> os.stat_result:
    """Write the checksum of an index into it, and return the status that its file has then."""
    file = os.open(path, os.O_RDWR | SAFE_FLAGS)
    try:
        checksum, _ = _checksums(file)
        os.lseek(file, CHECKSUM.start, os.SEEK_SET)
        os.write(file, checksum)
        return os.fstat(file)
    finally:
        os.close(file)


def note_written(path: str, written: os.stat_result) -> None:
    """Note that an index which was moved to a path has the bytes that `write_checksum` read, by the status it returned.

    Otherwise the next look-up reads a large index whole. The note has to wait until a change would show in the times
    of the file; a smaller one is read sooner.
    """
    if written.st_size < READ_IN_A_TICK:
        return
    time.sleep(2 * find.TICK_NS / 1e9)
    try:
        status = os.lstat(path)
    except OSError:
        return
    is_same = os.path.samestat(status, written) and status.st_mtime_ns == written.st_mtime_ns
    if is_same and not find.changed_within(find.TICK_NS, time.time_ns(), [status.st_ctime_ns]):
        _write_note(path, _note_of(status))


def _has_its_checksum(file: int) -> bool:
    found, written = _checksums(file)
    return found == written


def _checksums(file: int) -> tuple[bytes, bytes]:
    """Return the checksum of all bytes of an index but those that hold it, and the one that it holds."""
    head = os.read(file, CHECKSUM.stop)
    found = crc32(head[: CHECKSUM.start])
    while chunk := os.read(file, _CHUNK):
        found = crc32(chunk, found)
    return found.to_bytes(4, "big"), head[CHECKSUM]


def _note_of(status: os.stat_result) -> bytes:
    """Return what differs whenever a file was written to, or the machine was started again."""
    times = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return b"%d %d %d %d " % times + _read(_BOOT)


def _read(path: str) -> bytes:
    """Return the beginning of a small file, nothing where it cannot be read."""
    try:
        file = os.open(path, os.O_RDONLY | SAFE_FLAGS)
        try:
            return os.read(file, _LONGEST_NOTE)
        finally:
            os.close(file)
    except OSError:
        return b""


def _write_note(path: str, note: bytes) -> None:
    try:
        file = os.open(note_path(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | SAFE_FLAGS, 0o600)
        try:
            os.write(file, note)
        finally:
            os.close(file)
    except OSError:
        pass  # the index is read whole the next time as well
