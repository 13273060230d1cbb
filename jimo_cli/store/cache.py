"""Caching the index: written beside its place by one process at a time, and swapped in whole."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from errno import EPERM

from jimo_cli.store import integrity, states
from jimo_cli.store.sqlite import schema
from jimo_cli.store.sqlite.build import fill, from_one_pack, written
from jimo_cli.store.sqlite.facts import open_index
from jimo_cli.store.sqlite.update import update_copy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from jimo_cli.packs.load import Files
    from jimo_cli.store.interface import Progress


# How long another process may take for the same index: far longer than it needs, on a busy machine too.
_TIMEOUT_S = 2.0
_TIMEOUT_A_BYTE_S = 5e-7
_POLL_S = 0.02
_LOCKS_BROKEN = 3
_LONGEST_PID = 20
_HEX = frozenset("0123456789abcdef")
# An index that nobody has read for so long is of packs or of a version that are gone.
_STALE_S = 90 * 24 * 3600


def refresh(path: str, directories: Sequence[str], state: str, progress: Progress | None) -> None:
    """Bring the index at that path to a state of the fact files, private to the user.

    Raises OSError where it cannot be written; what was there before is then left as it was.
    """
    _make_directory(os.path.dirname(path))
    with _locked(f"{path}.lock", _TIMEOUT_S + states.size_of(state) * _TIMEOUT_A_BYTE_S) as is_alone:
        current = open_index(path, state)
        if current is not None:
            current.close()
            return
        if is_alone:
            _remove_stale(path)
        _replace(path, directories, progress)


def _make_directory(directory: str) -> None:
    """Make the directory, private to the user, where there is none.

    Raises OSError where other users could plant something in it or put another in its place.
    """
    missing = [directory]
    while (above := os.path.dirname(missing[-1])) and not os.path.lexists(above):
        missing.append(above)
    for each in reversed(missing):
        with suppress(FileExistsError):
            os.mkdir(each, 0o700)
            if integrity.is_reached_safely(each):
                os.chmod(each, 0o700)  # whatever the umask
    if not integrity.is_private_directory(directory):
        raise PermissionError(EPERM, "other users can write to its directory, or exchange it")


@contextmanager
def _locked(path: str, timeout: float) -> Iterator[bool]:
    """Wait for other processes that write the same index; the system unlocks it if one dies.

    Yield whether this process is the only one that does. Without working locks it may not be, and two
    that write the same do no harm, but twice the work. A process that is stopped, or has held the lock for
    `timeout` seconds, is not waited for: it keeps its lock, and the others lock another file.
    """
    for _ in range(_LOCKS_BROKEN):
        file = _create(path)
        is_alone: bool | None = False
        try:
            is_alone = _lock(file, timeout)
            if is_alone is None:
                _remove_same(path, file)
            elif not is_alone or _is_at(path, file):
                yield is_alone
                return
        finally:
            if is_alone:
                os.ftruncate(file, 0)
            os.close(file)
    yield False


def _lock(file: int, timeout: float) -> bool | None:
    """Lock an open file: return False where the system has no such locks, None where it takes too long."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock  # noqa: PLC0415
    except ImportError:
        return False
    deadline = time.monotonic() + timeout
    while True:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline or _is_stopped(os.pread(file, _LONGEST_PID, 0)):
                return None
            time.sleep(_POLL_S)
        except OSError:  # a network file system without locks
            return False
        else:
            os.pwrite(file, b"%-*d" % (_LONGEST_PID, os.getpid()), 0)
            return True


def _is_stopped(pid: bytes) -> bool:
    """Whether a process of this machine is stopped, by a shell or a debugger, where the system tells."""
    try:
        with open(f"/proc/{int(pid)}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0] in {b"T", b"t"}
    except (OSError, ValueError, IndexError):
        return False


def _is_at(path: str, file: int) -> bool:
    """Whether an open file still has its name."""
    try:
        return os.path.samestat(os.lstat(path), os.fstat(file))
    except OSError:
        return False


def _remove_same(path: str, file: int) -> None:
    if _is_at(path, file):
        _remove(path)


def _create(path: str, flags: int = 0) -> int:
    """Open a file of the cache to write it, private to the user whatever the umask."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | integrity.SAFE_FLAGS | flags, 0o600)
    if os.name != "nt":
        os.fchmod(file, 0o600)
    return file


def _remove_stale(path: str) -> None:
    """Remove what killed builds of this index have left, and indexes that nobody reads any more.

    Only files that jimo wrote go: a directory given for the cache may hold others. Nobody else writes this
    index now; a process that still reads a stale one keeps it open.
    """
    directory, name = os.path.split(path)
    long_ago = time.time() - _STALE_S
    for entry in os.listdir(directory):
        file = os.path.join(directory, entry)
        is_left_over = entry.startswith(f"{name}.") and _HEX.issuperset(entry[len(name) + 1 :])
        is_index = entry.startswith("index-") and entry.endswith(".sqlite")
        if is_left_over and integrity.is_ours(file, unfinished=True):
            _remove(file)
        elif is_index and _last_used(file) < long_ago and integrity.is_ours(file):
            for suffix in ("", ".note", ".lock"):
                _remove(file + suffix)


def _remove(file: str) -> None:
    with suppress(OSError):
        os.remove(file)


def _last_used(path: str) -> float:
    try:
        status = os.lstat(path)
    except OSError:
        return 0.0
    return max(status.st_atime, status.st_mtime, status.st_ctime)


def _replace(path: str, directories: Sequence[str], progress: Progress | None) -> None:
    beside = f"{path}.{os.urandom(8).hex()}"  # in two containers with one cache, two processes may have one number

    def build(files: Files) -> Collection[str]:
        state = f"{schema.version()}\n{states.without_new(files.state, files.listed_at)}"
        with suppress(FileNotFoundError):
            os.remove(beside)
        os.close(_create(beside, os.O_EXCL))
        updated = update_copy(path, beside, files, state)
        if updated is not None:
            return updated
        with suppress(FileNotFoundError):
            os.truncate(beside, 0)
        with written(beside) as db:
            return fill(db, files, state, progress)

    try:
        from_one_pack(directories, build)
        status = integrity.write_checksum(beside)
        os.replace(beside, path)
        integrity.note_written(path, status)
    finally:
        with suppress(OSError):
            os.remove(beside)
