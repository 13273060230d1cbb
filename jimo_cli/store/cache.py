"""Caching the index: written beside its place by one process at a time, and swapped in whole."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from errno import EPERM, ETIMEDOUT

from jimo_cli.store import integrity, states
from jimo_cli.store.sqlite import schema
from jimo_cli.store.sqlite.build import fill, from_one_pack, written
from jimo_cli.store.sqlite.facts import open_index
from jimo_cli.store.sqlite.update import update_copy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.packs.load import Files
    from jimo_cli.store.interface import Progress


# How long to wait for another process that writes the same index: some seconds, and more for many files.
_TIMEOUT_S = 10.0
_TIMEOUT_A_FILE_S = 0.2
_POLL_S = 0.02
# An index that nobody has read for so long is of packs or of a version that are gone.
_STALE_S = 90 * 24 * 3600


def refresh(path: str, directories: Sequence[str], state: str, progress: Progress | None) -> None:
    """Bring the index at that path to a state of the fact files, private to the user.

    Raises OSError where it cannot be written; what was there before is then left as it was.
    """
    _make_directory(os.path.dirname(path))
    with _locked(f"{path}.lock", _TIMEOUT_S + state.count("\n") * _TIMEOUT_A_FILE_S):
        current = open_index(path, state)
        if current is not None:
            current.close()
            return
        _remove_stale(path)
        _replace(path, directories, progress)


def _make_directory(directory: str) -> None:
    """Make the directory, private to the user, where there is none.

    Raises OSError where there is one that others can write to: they could plant links in it.
    """
    parent = os.path.dirname(directory)
    if parent:
        os.makedirs(parent, mode=0o700, exist_ok=True)
    try:
        os.mkdir(directory, 0o700)
    except FileExistsError:
        if not integrity.is_private_directory(directory):
            raise PermissionError(EPERM, "other users own its directory or can write to it") from None
    else:
        os.chmod(directory, 0o700)


@contextmanager
def _locked(path: str, timeout: float) -> Iterator[None]:
    """Wait for other processes that write the same index; the system unlocks it if one dies.

    Raises TimeoutError after so many seconds: a stopped process would block all others.
    """
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock  # noqa: PLC0415
    except ImportError:  # without such locks two may write the same: no harm, but twice the work
        yield
        return
    deadline = time.monotonic() + timeout
    file = _create(path)
    try:
        while True:
            try:
                flock(file, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise TimeoutError(ETIMEDOUT, "timed out waiting for another process") from None
                time.sleep(_POLL_S)
            else:
                break
        yield
    finally:
        os.close(file)


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
        is_left_over = entry.startswith(f"{name}.") and entry[len(name) + 1 :].isdigit()
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
    beside = f"{path}.{os.getpid()}"

    def build(files: Files) -> bool:
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
        integrity.write_checksum(beside)
        os.replace(beside, path)
    finally:
        with suppress(OSError):
            os.remove(beside)
