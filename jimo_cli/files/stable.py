"""A file that is read several times and must stay the same in between."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from jimo_cli.errors import UsageError, quoted
from jimo_cli.files import opened


class StableFile:
    """A file as it was when it was first seen."""

    def __init__(self, path: str, names: str) -> None:
        self.path = path
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
        with opened(self.path, self._names) as file:
            self._check(file)
            yield file
            self._check(file)

    def _check(self, file: BinaryIO) -> None:
        if _state(file) != self._state:
            raise UsageError(f"{quoted(self.path)} changed while it was read", "run the command again")


def _state(file: BinaryIO) -> tuple[int, int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns, status.st_ino
