"""The index: facts compiled into a database, brought up to date when a fact file changes.

The index is a cache. It is built beside its place, swapped in whole and opened read-only. Where it
cannot be cached the same tables are built in memory, so an answer never depends on it.

This is the way of every look-up: it reads text out of tables and imports next to nothing.
"""

from __future__ import annotations

import os
from binascii import crc32

from jimo_cli.packs import find
from jimo_cli.store.sqlite import schema
from jimo_cli.store.sqlite.facts import SqliteStore, open_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.store.interface import Progress, Store


def open_store(directories: Sequence[str], cache: str | None, progress: Progress | None = None) -> Store:
    """Return the index of the packs, rebuilt if a file, the pack list or the program changed.

    `cache` is the directory that it is kept in, None for none. `progress` is called after each file
    with the number of files read and that of all.
    """
    state = f"{schema.version()}\n{find.state(directories)}"
    path = None if cache is None else _path(directories, cache)
    current = None if path is None else open_index(path, state)
    if current is not None:
        return current
    reason = "no cache directory; set XDG_CACHE_HOME"
    if path is not None:
        from jimo_cli.store.cache import refresh  # noqa: PLC0415  # a current index needs none of it

        reason = f"{path} cannot be read back"
        try:
            refresh(path, directories, state, progress)
        except OSError as error:
            reason = f"{path}: {error.strerror or error}"
            current = open_index(path, state)  # another process may have written it meanwhile
        else:
            current = open_index(path)
    if current is not None:
        return current
    from jimo_cli.store.sqlite.build import in_memory  # noqa: PLC0415

    warning = f"the index cannot be cached; every command re-reads all fact files ({reason})"
    return SqliteStore(in_memory(directories, progress), warning)


def discard(directories: Sequence[str], cache: str | None) -> bool:
    """Remove the cached index of the packs; return whether one was removed."""
    if cache is None:
        return False
    try:
        os.remove(_path(directories, cache))
    except OSError:
        return False
    return True


def _path(directories: Sequence[str], cache: str) -> str:
    """Return the path of the index: one for each list of packs and each version of the program."""
    name = crc32("\n".join((schema.version(), *directories)).encode(errors="surrogatepass"))
    return os.path.join(cache, f"index-{name:08x}.sqlite")
