"""Keeping the index: built or mended beside its place, by one process at a time, and swapped in whole."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from errno import ETIMEDOUT
from functools import partial

from jimo_cli.index import CHECKED_BYTES, SEAL, checksum, is_current
from jimo_cli.index.build import fill, opened
from jimo_cli.index.refresh import UNSETTLED, copy_and_mend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.index import Progress

# A file system stamps changes by its clock's tick; two within one tick look alike.
_TICK_NS = 20_000_000
# How long to wait for another process that builds the same: some seconds, and more for many files.
_PATIENCE_S = 10.0
_PATIENCE_A_FILE_S = 0.2
_POLL_S = 0.02


def keep(path: str, directories: Sequence[str], state: str, progress: Progress | None) -> None:
    """Build the index beside its place and swap it in whole, private to the user.

    Raises OSError or sqlite3.Error where it cannot be kept; what was there before then stands.
    """
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    with _alone(f"{path}.lock", _PATIENCE_S + state.count("\n") * _PATIENCE_A_FILE_S):
        if not is_current(path, state):
            _sweep(path)
            _rebuild(path, directories, _settled(state), progress)


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
    with open(path, "a", opener=partial(os.open, mode=0o600)) as file:
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


def _sweep(path: str) -> None:
    """Remove what builds that were killed have left; nobody else builds here now."""
    directory, name = os.path.split(path)
    for entry in os.listdir(directory):
        rest = entry.removeprefix(f"{name}.")
        if rest != entry and rest.isdigit():
            with suppress(OSError):
                os.remove(os.path.join(directory, entry))


def _settled(state: str) -> str:
    """The state, in which a file that was changed just now does not count as read.

    It may be changed once more without looking any different; so it is read again the next time.
    """
    now = time.time_ns()
    lines = []
    for line in state.split("\n"):
        path, tab, changed = line.rpartition("\t")
        just_now = tab and changed.isdigit() and now - _TICK_NS < int(changed) <= now + _TICK_NS
        lines.append(path + UNSETTLED if just_now else line)
    return "\n".join(lines)


def _rebuild(path: str, directories: Sequence[str], state: str, progress: Progress | None) -> None:
    beside = f"{path}.{os.getpid()}"
    try:
        with suppress(FileNotFoundError):
            os.remove(beside)
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if not copy_and_mend(path, beside, state):
            with suppress(FileNotFoundError):
                os.truncate(beside, 0)
            with opened(beside) as connection:
                fill(connection, directories, state, progress)
        seal(beside)
        os.replace(beside, path)
    finally:
        with suppress(OSError):
            os.remove(beside)


def seal(path: str) -> None:
    """Write the checksum of a small index into it."""
    if os.path.getsize(path) > CHECKED_BYTES:
        return
    with open(path, "r+b") as file:
        written = checksum(file.read())
        file.seek(SEAL.start)
        file.write(written)
