"""Rewriting a file whole or not at all, and no other one, in a directory that other users control as well.

A pack is opened once, before its files are read. Its files are opened by their names in it, never
through a link, and are given their owner, attributes and mode through their descriptors: whatever
another user puts in the place of a file or a directory meanwhile is not touched.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager, suppress
from errno import EINVAL, ENOTSUP
from stat import S_IMODE, S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.errors import OutputError
from jimo_cli.packs.read import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_SAFE = _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# A directory may be searched without being readable.
_DIRECTORY = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0)
_WRITABLE = 0o222
# Only the system writes these, of the new content.
_OF_THE_SYSTEM = {"security.evm", "security.ima"}
_BY_HAND = "let its owner or root fix it, or edit it by hand"


class File(NamedTuple):
    """A file by its name in an open directory; without a directory the name is its whole path.

    `path` is what the user calls it.
    """

    path: str
    directory: int | None
    name: str


class State(NamedTuple):
    """All that a file has, apart from its times."""

    content: bytes
    device: int
    inode: int
    links: int
    owner: int
    group: int
    mode: int
    attributes: dict[str, bytes]


@contextmanager
def opened(packs: Iterable[str]) -> Iterator[dict[str, int | None]]:
    """Yield the packs that can be opened with their descriptors, None on systems that open no directories."""
    by_path: dict[str, int | None] = {}
    with ExitStack() as stack:
        for pack in packs:
            path = os.path.dirname(os.path.join(pack, ""))
            if os.open not in os.supports_dir_fd:
                by_path[path] = None
                continue
            with suppress(OSError):  # it is reported where it is read
                by_path[path] = directory = os.open(pack, _DIRECTORY)
                stack.callback(os.close, directory)
        yield by_path


@contextmanager
def located(path: str, packs: Mapping[str, int | None]) -> Iterator[File]:
    """Yield the file that has a path in one of the opened packs; a link is followed within its pack.

    Raises OSError or ValueError where there is none.
    """
    pack, target = os.path.dirname(path), os.path.realpath(path)
    *folders, name = os.path.relpath(target, os.path.realpath(pack)).split(os.sep)
    if pack not in packs or os.pardir in {name, *folders}:
        raise OSError(EINVAL, "not in an open pack")
    directory = packs[pack]
    with ExitStack() as stack:
        for folder in folders if directory is not None else ():
            directory = os.open(folder, _DIRECTORY | _NO_LINK, dir_fd=directory)
            stack.callback(os.close, directory)
        yield File(path, directory, target if directory is None else name)


def read(file: File) -> State:
    """Return the state of a file, of a large one only its beginning.

    Raises OSError where it cannot be read or is not a regular file, OutputError where its attributes
    cannot be read.
    """
    descriptor = os.open(file.name, os.O_RDONLY | _SAFE, dir_fd=file.directory)
    try:
        if not S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(EINVAL, "not a regular file")
        with os.fdopen(descriptor, "rb", closefd=False) as content:
            return _state(file, descriptor, content.read(LARGEST + 1))
    finally:
        os.close(descriptor)


def write(file: File, before: State, content: bytes) -> None:
    """Replace the content of a file that is still in the state `before`, and nothing else of it.

    Raises OutputError where that cannot be done; the file is then as it was.
    """
    _refuse(file, before)
    new = os.path.join(os.path.dirname(file.name), f".{os.urandom(8).hex()}.new")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _SAFE
        with os.fdopen(os.open(new, flags, 0o600, dir_fd=file.directory), "wb") as beside:
            beside.write(content)
            beside.flush()
            take_over(file, beside.fileno(), before)
            os.fsync(beside.fileno())
        if not _is_still(file, before):
            raise OutputError(f"{file.path} was changed while it was being fixed", "run it again")
        os.replace(new, file.name, src_dir_fd=file.directory, dst_dir_fd=file.directory)
    except OSError as error:
        raise _refusal(file, error.strerror, "free some space, or change its permissions") from None
    finally:
        with suppress(OSError):
            os.unlink(new, dir_fd=file.directory)


def _refusal(file: File, reason: str | None, hint: str) -> OutputError:
    return OutputError(f"{file.path} cannot be fixed ({reason})", hint)


def _refuse(file: File, before: State) -> None:
    """Raise OutputError where a file is read-only, or has hard links that would keep the old text."""
    if not (before.mode & _WRITABLE and os.access(file.name, os.W_OK, dir_fd=file.directory)):
        raise _refusal(file, "it is read-only", "make it writable first")
    if before.links > 1:
        hint = "fix it by hand, or make the other names symbolic links"
        raise _refusal(file, f"it has {before.links} names, hard links", hint)


def _is_still(file: File, before: State) -> bool:
    try:
        return read(file) == before
    except OSError:
        return False


def take_over(file: File, new: int, before: State) -> None:
    """Give a new file, by its descriptor, the owner, group, attributes and mode of the one that it replaces.

    In this order nobody ever has a right that the old file does not give: until the last of them, the
    mode, the new file is for its owner alone. A change of the owner also clears bits of the mode.

    Raises OutputError where one of them cannot be kept.
    """
    if not hasattr(os, "fchown"):  # a new file has the rights that its directory gives
        return
    status = os.fstat(new)
    if (status.st_uid, status.st_gid) != (before.owner, before.group):
        with suppress(OSError):
            os.fchown(new, before.owner, before.group)
    _require(file, new, before, "owner", "group")
    _take_over_attributes(file, new, before.attributes)
    os.fchmod(new, S_IMODE(before.mode))
    _require(file, new, before, "owner", "group", "attributes", "mode")


def _require(file: File, new: int, before: State, *fields: str) -> None:
    """Raise OutputError where one of these fields of the state of a new file is not that of the old one."""
    now = _state(file, new, b"")
    for field in fields:
        if getattr(now, field) != getattr(before, field):
            raise _refusal(file, f"its {field} would change", _BY_HAND)


def _take_over_attributes(file: File, new: int, attributes: Mapping[str, bytes]) -> None:
    """Give a new file these extended attributes and no other ones; access lists are some of them."""
    there = _attributes(file, new)
    for name in sorted({*there, *attributes}):
        with suppress(OSError):  # one list of access may have two names, of which the second is then done
            if name not in attributes:
                os.removexattr(new, name)
            elif there.get(name) != attributes[name]:
                os.setxattr(new, name, attributes[name])
    there = _attributes(file, new)
    for name in sorted({*there, *attributes}):
        if there.get(name) != attributes.get(name):
            raise _refusal(file, f"its attribute {name} would change", _BY_HAND)


def _state(file: File, descriptor: int, content: bytes) -> State:
    status = os.fstat(descriptor)
    identity = status.st_dev, status.st_ino, status.st_nlink, status.st_uid, status.st_gid, status.st_mode
    return State(content, *identity, _attributes(file, descriptor))


def _attributes(file: File, descriptor: int) -> dict[str, bytes]:
    """The extended attributes of an open file, none where a system or a file system has none.

    Raises OutputError where one cannot be read.
    """
    if not hasattr(os, "listxattr"):
        return {}
    try:
        names = [name for name in os.listxattr(descriptor) if name not in _OF_THE_SYSTEM]
        return {name: os.getxattr(descriptor, name) for name in names}
    except OSError as error:
        if error.errno == ENOTSUP:
            return {}
        raise _refusal(file, f"its attributes cannot be read: {error.strerror}", _BY_HAND) from None
