"""A file that is read several times and must stay the same in between."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast
from zipfile import ZipFile, ZipInfo

from jimo_cli.errors import UsageError, quoted
from jimo_cli.files import opened
from jimo_cli.files.archive import reported


class StableFile:
    """A file as it was when it was first seen."""

    def __init__(self, path: str, names: str) -> None:
        self.path = self._opened = path
        self._names = names
        with opened(path, names) as file:
            self._state = _state(file)

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        return self._state[0]

    @contextmanager
    def reading(self) -> Iterator[BinaryIO]:
        """Open the file to be read; raises UsageError where it changed before the reading, or while it went on."""
        with opened(self._opened, self._names) as file:
            self._check(file)
            yield file
            self._check(file)

    def _check(self, file: BinaryIO) -> None:
        if _state(file) != self._state:
            raise UsageError(f"{quoted(self.path)} changed while it was read", "run the command again")


class ZippedFile(StableFile):
    """A file in an archive that stays the same; as large as the archive says, however much it unpacks to."""

    def __init__(self, path: str, name: str, names: str) -> None:
        super().__init__(path, names)
        self.path = os.path.join(path, name)
        self._name = name
        with self._member() as (_, member):
            self._size = member.file_size

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        return self._size

    @contextmanager
    def reading(self) -> Iterator[BinaryIO]:
        """Open the file to be read; raises UsageError also where it is missing or damaged."""
        with self._member() as (archive, member), archive.open(member) as file:
            yield cast("BinaryIO", file)

    @contextmanager
    def _member(self) -> Iterator[tuple[ZipFile, ZipInfo]]:
        with reported(self._opened, "archive", "save it again"), super().reading() as file, ZipFile(file) as archive:
            if self._name not in archive.namelist():
                raise UsageError(f"{quoted(self._opened)} has no {self._name}", "save it again")
            yield archive, archive.getinfo(self._name)


def _state(file: BinaryIO) -> tuple[int, int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns, status.st_ino
