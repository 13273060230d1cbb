"""Keeping the index: built or mended beside its place, by one process at a time, and swapped in whole."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from errno import EPERM, ETIMEDOUT

from jimo_cli.packs import find
from jimo_cli.store import integrity, is_current
from jimo_cli.store.sqlite.update import UNSETTLED, copy_and_mend
from jimo_cli.store.sqlite.write_facts import fill, opened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.store.interface import Progress


# How long to wait for another process that builds the same: some seconds, and more for many files.
_PATIENCE_S = 10.0
_PATIENCE_A_FILE_S = 0.2
_POLL_S = 0.02
# What nobody has read for so long is of packs or of a version that are gone.
_FORGOTTEN_S = 90 * 24 * 3600


def keep(path: str, directories: Sequence[str], state: str, progress: Progress | None) -> None:
    """Build the index beside its place and swap it in whole, private to the user.

    Raises OSError or sqlite3.Error where it cannot be kept; what was there before then stands.
    """
    _make_directory(os.path.dirname(path))
    with _alone(f"{path}.lock", _PATIENCE_S + state.count("\n") * _PATIENCE_A_FILE_S):
        if not is_current(path, state):
            _sweep(path)
            _rebuild(path, directories, _settled(state), progress)


def _make_directory(directory: str) -> None:
    """Make the directory, private to the user, where there is none.

    Raises OSError where there is one that others may write to: what they put there would be followed.
    """
    above = os.path.dirname(directory)
    if above:
        os.makedirs(above, mode=0o700, exist_ok=True)
    try:
        os.mkdir(directory, 0o700)
    except FileExistsError:
        if not integrity.is_private_directory(directory):
            raise PermissionError(EPERM, "its directory is somebody else's, or others may write to it") from None
    else:
        os.chmod(directory, 0o700)


@contextmanager
def _alone(path: str, patience: float) -> Iterator[None]:
    """Wait for other processes that build the same index; one that dies lets go by itself.

    Raises TimeoutError after so many seconds: one that was stopped would hold up all others.
    """
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock  # noqa: PLC0415
    except ImportError:  # where there is no such lock, two may build the same: no harm, but twice the work
        yield
        return
    until = time.monotonic() + patience
    file = _created(path)
    try:
        while True:
            try:
                flock(file, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise TimeoutError(ETIMEDOUT, "another process has been building it for long") from None
                time.sleep(_POLL_S)
            else:
                break
        yield
    finally:
        os.close(file)


def _created(path: str, flags: int = 0) -> int:
    """A file of the cache, opened to be written and private to the user whatever the umask."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | integrity.NO_TRAPS | flags, 0o600)
    if os.name != "nt":
        os.fchmod(file, 0o600)
    return file


def _sweep(path: str) -> None:
    """Remove what builds of this index that were killed have left, and what is long forgotten.

    Nobody else builds this index now; whoever reads a forgotten one keeps it open.
    """
    directory, name = os.path.split(path)
    long_ago = time.time() - _FORGOTTEN_S
    for entry in os.listdir(directory):
        of, suffix, rest = entry.partition(".sqlite")
        if not (suffix and of.startswith("index-")):
            continue
        each = os.path.join(directory, entry)
        with suppress(OSError):
            if (of + suffix == name and rest[1:].isdigit()) or _newest(directory, of + suffix, each) < long_ago:
                os.remove(each)


def _newest(directory: str, index: str, path: str) -> float:
    """When a file of the cache, or the index that it belongs to, was last read or written."""
    times = [0.0]
    for each in (path, os.path.join(directory, index)):
        with suppress(OSError):
            status = os.lstat(each)
            times += [status.st_atime, status.st_mtime, status.st_ctime]
    return max(times)


def _settled(state: str) -> str:
    """The state, in which a file that was changed just now does not count as read.

    It may be changed once more without looking any different; so it is read again the next time.
    """
    now = time.time_ns()
    lines = []
    for line in state.split("\n"):
        path, tab, changed = line.rpartition("\t")
        times = changed.split(find.TIMES) if tab else []
        just_now = any(each.isdigit() and abs(now - int(each)) <= integrity.TICK_NS for each in times)
        lines.append(path + UNSETTLED if just_now else line)
    return "\n".join(lines)


def _rebuild(path: str, directories: Sequence[str], state: str, progress: Progress | None) -> None:
    beside = f"{path}.{os.getpid()}"
    try:
        with suppress(FileNotFoundError):
            os.remove(beside)
        os.close(_created(beside, os.O_EXCL))
        if not copy_and_mend(path, beside, state):
            with suppress(FileNotFoundError):
                os.truncate(beside, 0)
            with opened(beside) as connection:
                fill(connection, directories, state, progress)
        integrity.write(beside)
        os.replace(beside, path)
    finally:
        with suppress(OSError):
            os.remove(beside)
