"""The embedded index: facts compiled into SQLite, refreshed when a fact file changes.

The index is a cache. It is built beside its place and swapped in whole, opened read-only, and
where it cannot be kept the same tables are built in memory, so an answer never depends on it.

This is the way of every look-up: it reads text out of tables and imports next to nothing.
"""

from __future__ import annotations

import os
import sqlite3
from binascii import crc32

from jimo_cli import __version__
from jimo_cli.packs import find
from jimo_cli.store import integrity
from jimo_cli.store.sqlite.facts import SqliteStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager

    from jimo_cli.store.interface import NameIndex, Progress, Store


SCHEMA = "6"


def open_store(directories: Sequence[str], cache: str | None, progress: Progress | None = None) -> Store:
    """Return the index of the packs, built anew if a file, the pack list or the program changed.

    `cache` is the directory that it is kept in, None for none. `progress` hears of each file that
    was read: how many, of how many.
    """
    state = f"{SCHEMA}\n{__version__}\n{find.state(directories)}"
    path = None if cache is None else _place(directories, cache)
    kept = None if path is None else _kept(path, state)
    if kept is not None:
        return SqliteStore(kept)
    from jimo_cli.store import cache as keep  # noqa: PLC0415  # an index that stands needs none of it
    from jimo_cli.store.sqlite import write_facts as build  # noqa: PLC0415

    reason = "there is no directory for it; set XDG_CACHE_HOME to have one"
    if path is not None:
        try:
            keep.keep(path, directories, state, progress)
        except (OSError, sqlite3.Error) as error:
            reason = f"{path}: {error}"
        else:
            kept = _kept(path, None)
            reason = f"{path} cannot be read back"
    if kept is not None:
        return SqliteStore(kept)
    warning = f"the index cannot be kept, so every look-up reads all fact files ({reason})"
    return SqliteStore(build.in_memory(directories, progress), warning)


def discard(directories: Sequence[str], cache: str | None) -> bool:
    """Remove the index kept for the packs; return whether there is none now."""
    if cache is None:
        return False
    try:
        os.remove(_place(directories, cache))
    except OSError:
        return False
    return True


def _place(directories: Sequence[str], cache: str) -> str:
    """Where the index is kept: each list of packs has its own, and so has each version of the program."""
    name = crc32("\n".join((SCHEMA, __version__, *directories)).encode(errors="surrogatepass"))
    return os.path.join(cache, f"index-{name:08x}.sqlite")


def _kept(path: str, state: str | None) -> sqlite3.Connection | None:
    """The index at that path, None where there is none, a broken one, or one of another state."""
    escaped = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    try:
        if not integrity.is_sound(path):
            return None
        connection = sqlite3.connect(f"file:{escaped}?mode=ro&immutable=1", uri=True)
    except (OSError, sqlite3.Error):
        return None
    try:
        connection.execute("PRAGMA temp_store = MEMORY")  # what is sorted goes to no file either
        found = connection.execute("SELECT value FROM meta WHERE key = 'state'").fetchone()
    except sqlite3.Error:
        found = None
    if found is None or (state is not None and found[0] != state):
        connection.close()
        return None
    return connection


def is_current(path: str, state: str) -> bool:
    """Return whether the index at that path is whole and of that state of the fact files."""
    kept = _kept(path, state)
    if kept is not None:
        kept.close()
    return kept is not None


def temporary_names(names: Iterable[tuple[int, str, str, Sequence[str]]]) -> AbstractContextManager[NameIndex]:
    """Return a context with an index over a few names: id, label, English label, aliases of each."""
    from jimo_cli.store.sqlite.write_facts import names_in_memory  # noqa: PLC0415

    return names_in_memory(names)
