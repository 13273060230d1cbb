"""The bundled facts of a jimo that runs from a zip file, unpacked: fact files are found and watched by their paths."""

from __future__ import annotations

import os
import shutil
import tempfile
from binascii import crc32
from contextlib import suppress
from stat import S_ISDIR
from zipfile import ZipFile

from jimo_cli.errors import UsageError

_PLACES = ("jimo_cli/facts/", "facts/")
"""Where a zip file may have them: as they are installed, or as in a clone."""


def unpacked_facts(cache: str | None) -> str:
    """Return the directory in the cache directory with the bundled facts, unpacked once for each version of them.

    Raises UsageError where the zip file has none, or where they cannot be unpacked.
    """
    with ZipFile(globals()["__loader__"].archive) as archive:
        names = [name for name in archive.namelist() if name.endswith((".toml", ".csv"))]
        place = next((place for place in _PLACES if any(name.startswith(place) for name in names)), None)
        if place is None:
            raise UsageError("this zip file has no facts", "name a directory of fact files with --facts")
        if cache is None:
            raise UsageError("there is no cache directory to unpack the bundled facts to", "set XDG_CACHE_HOME")
        facts = {name.removeprefix(place): archive.read(name) for name in names if name.startswith(place)}
    directory = os.path.join(cache, f"facts-{crc32(repr(sorted(facts.items())).encode()):08x}")
    try:
        os.makedirs(cache, 0o700, exist_ok=True)
        if not _holds(directory, facts):
            _unpack(facts, cache, directory)
        if _is_private(cache) and _holds(directory, facts):
            return directory
        reason = "other users can write to it"
    except OSError as error:
        reason = error.strerror or str(error)
    raise UsageError(f"the bundled facts cannot be unpacked to {cache} ({reason})", "set XDG_CACHE_HOME")


def _unpack(facts: dict[str, bytes], cache: str, directory: str) -> None:
    """Write the facts beside their place and swap them in whole; another process may do the same."""
    beside = tempfile.mkdtemp(dir=cache)
    try:
        for name, content in facts.items():
            with open(os.path.join(beside, name), "wb") as file:
                file.write(content)
        shutil.rmtree(directory, ignore_errors=True)
        with suppress(FileExistsError):
            os.rename(beside, directory)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _holds(directory: str, facts: dict[str, bytes]) -> bool:
    """Whether a directory of this user alone has the facts and nothing else."""
    try:
        with os.scandir(directory) as entries:
            sizes = {entry.name: entry.stat(follow_symlinks=False).st_size for entry in entries}
    except OSError:
        return False
    return _is_private(directory) and sizes == {name: len(content) for name, content in facts.items()}


def _is_private(directory: str) -> bool:
    status = os.lstat(directory)
    return os.name == "nt" or (S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o022)
