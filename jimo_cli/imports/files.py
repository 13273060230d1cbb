"""The files of one directory that an import writes, all of them or none.

They are prepared beside their places, under names that no pack reads, and renamed when all are complete.
"""

from __future__ import annotations

import os
import signal
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.errors import OutputError, UsageError, quoted
from jimo_cli.lint import rewrite
from jimo_cli.packs import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_HINT = "free some space, or name a place that you may write to"


class _Prepared(NamedTuple):
    """A file that is complete beside its place, and the state of what it replaces, None where nothing is there."""

    name: str
    beside: str
    before: tuple[int, str] | None


class Files:
    """New contents of files in a directory, made one after the other and put in their places by `commit`."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self._prepared: list[_Prepared] = []
        self._scratch: IO[bytes] | None = None

    def path(self, name: str) -> str:
        """Return the path of a file."""
        return os.path.join(self.directory, name)

    def scratch(self) -> IO[bytes]:
        """Return the one file without a name on the same disk, which is gone in the end; raises OutputError.

        All share it: a thousand series with a file each are more than a process may have open.
        """
        if self._scratch is None:
            with told(self.directory):
                self._scratch = tempfile.TemporaryFile(dir=self.directory)  # noqa: SIM115  # closed by discard
        return self._scratch

    def add(self, name: str, pieces: Iterable[bytes], before: tuple[int, str] | None) -> None:
        """Prepare a file; `before` is the `find.state_of` what it replaces, None where nothing may be there.

        Raises OutputError where it cannot be written, or could not keep the owner and the rights of the old one.
        """
        self._prepare(name, before, lambda file, _: file.writelines(pieces))

    def make(self, name: str, make: Callable[[str], None], before: tuple[int, str] | None) -> None:
        """Prepare a file that is made by its path; `make` is given that of an empty one. Else as `add`."""
        self._prepare(name, before, lambda _, beside: make(beside))

    def _prepare(self, name: str, before: tuple[int, str] | None, write: Callable[[IO[bytes], str], None]) -> None:
        beside = self._beside("new")
        self._prepared.append(_Prepared(name, beside, before))
        with told(self.path(name)):
            old = None if before is None else self._old(name)
            with os.fdopen(os.open(beside, _FLAGS, 0o666 if old is None else 0o600), "wb") as file:
                write(file, beside)
                file.flush()
                if old is not None:
                    rewrite.take_over(rewrite.File(self.path(name), None, beside), file.fileno(), old)
                os.fsync(file.fileno())

    def _old(self, name: str) -> rewrite.State:
        path = self.path(name)
        if not os.access(path, os.W_OK):
            raise OutputError(f"{path} cannot be written (it is read-only)", "make it writable, or name another file")
        return rewrite.read(rewrite.File(path, None, path))

    def _beside(self, end: str) -> str:
        return self.path(f".{os.urandom(8).hex()}.{end}")

    def commit(self) -> list[str]:
        """Put all files in their places and return their paths; where one cannot be, all are as they were.

        Raises OutputError then, and where one was changed since it was read.
        """
        with undisturbed():
            return self._placed()

    def _placed(self) -> list[str]:
        undo: list[tuple[str, str | None]] = []
        try:
            for prepared in self._prepared:
                path = self.path(prepared.name)
                with told(path):
                    self._place(prepared, path, undo)
        except BaseException:
            for path, kept in reversed(undo):
                with suppress(OSError):
                    os.unlink(path) if kept is None else os.replace(kept, path)
            _remove_kept(undo)
            raise
        _remove_kept(undo)
        _sync(self.directory)
        return [self.path(prepared.name) for prepared in self._prepared]

    def _place(self, prepared: _Prepared, path: str, undo: list[tuple[str, str | None]]) -> None:
        before = state_of(path)
        if before != prepared.before:
            raise OutputError(f"{path} was changed while it was being written", "run it again")
        if before is None:
            _link_or_rename(prepared.beside, path)  # a link takes no other file's place
            undo.append((path, None))
            return
        kept = self._beside("old")
        undo.append((path, kept))
        _link_or_rename(path, kept)
        os.replace(prepared.beside, path)

    def discard(self) -> None:
        """Remove what was prepared and not put in its place."""
        with undisturbed():
            with suppress(OSError):  # what could not be written is tried once more
                if self._scratch is not None:
                    self._scratch.close()
            for prepared in self._prepared:
                with suppress(OSError):
                    os.unlink(prepared.beside)


@contextmanager
def writing(directory: str) -> Iterator[Files]:
    """Yield the files of a directory, of which nothing is left behind that was not committed.

    The directory is made where only its last part is missing. Raises UsageError where it is none, OutputError where it
    cannot be made.
    """
    is_made = _made(directory)
    files = Files(directory)
    try:
        yield files
    finally:
        files.discard()
        if is_made:
            with suppress(OSError):  # it holds what was committed
                os.rmdir(directory)


def _remove_kept(undo: Iterable[tuple[str, str | None]]) -> None:
    """Remove the second names of the files that were replaced; a rename onto the same file leaves one there."""
    for _, kept in undo:
        if kept is not None:
            with suppress(OSError):
                os.unlink(kept)


def _link_or_rename(path: str, other: str) -> None:
    """Give a file another name; where the file system has no links it loses the first."""
    try:
        os.link(path, other)
    except FileExistsError:
        raise
    except OSError:
        os.rename(path, other)


def write_text(path: str, text: str, *, force: bool) -> None:
    """Write a file; raises UsageError where one is there, unless with `force`, OutputError where it cannot be."""
    with replacing(path, force=force) as (files, name, before):
        files.add(name, [text.encode()], before)


@contextmanager
def replacing(path: str, *, force: bool) -> Iterator[tuple[Files, str, tuple[int, str] | None]]:
    """Yield where to prepare the one file of a path, by its name and what it replaces; it is put in its place then.

    Raises UsageError where one is there, unless with `force`, OutputError where it cannot be written.
    """
    directory, name = os.path.dirname(path) or os.curdir, os.path.basename(path)
    if os.path.lexists(path) and (os.path.islink(path) or not os.path.isfile(path)):
        raise UsageError(f"{quoted(path)} is no regular file", "name another one")
    if os.path.lexists(path) and not force:
        raise UsageError(f"{quoted(path)} exists already", "use it, or replace it with --force")
    with writing(directory) as files:
        yield files, name, state_of(path)
        files.commit()


def state_of(path: str) -> tuple[int, str] | None:
    """Return the state of what has a path, as `Files.add` takes it; None where nothing has."""
    return find.state_of(path) if os.path.lexists(path) else None


def _made(directory: str) -> bool:
    """Make a directory where it is missing; return whether it was."""
    if os.path.isdir(directory):
        return False
    if os.path.lexists(directory):
        raise UsageError(f"{quoted(directory)} is not a directory", "name a file in a directory")
    if not os.path.isdir(os.path.dirname(os.path.abspath(directory))):
        raise UsageError(f"there is no directory {quoted(directory)}", "make it first, or name another one")
    with told(directory):
        os.mkdir(directory)
    return True


@contextmanager
def told(path: str) -> Iterator[None]:
    """Within it, raise an error of the system as an OutputError about a path."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror})", _HINT) from None


@contextmanager
def undisturbed() -> Iterator[None]:
    """Within it, put off Ctrl-C, a closed terminal and a kill: for the moment that it takes to place files."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _sync(directory: str) -> None:
    """Let the new names outlast a power failure, where the system can."""
    with suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
