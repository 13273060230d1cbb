"""Building the index: reads the fact files, by all processors where there are many, and fills the tables."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager, suppress
from functools import partial
from itertools import chain

from jimo_cli.errors import StoreDamagedError
from jimo_cli.packs import load
from jimo_cli.packs.schema import Works
from jimo_cli.packs.table import Layouts
from jimo_cli.store import integrity, workers
from jimo_cli.store.sqlite import connection, schema, topic_names
from jimo_cli.store.sqlite.rows import read_rows
from jimo_cli.store.sqlite.write_series import SeriesWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from sqlite3 import Connection

    from jimo_cli.packs.load import Files
    from jimo_cli.store.interface import Progress


# Keys are written in no order, so a large index is built faster with many of its pages in memory.
_CACHE_KIB = 16_384
# How often a pack is read anew that is exchanged meanwhile.
_TRIES = 5


@contextmanager
def written(path: str) -> Iterator[Connection]:
    """Open an index that nobody else reads yet, to write it.

    Raises OSError where SQLite cannot write it.
    """
    try:
        with closing(connection.connect(path)) as db:
            # A killed build leaves its own file only, so nothing need be journalled or synced.
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            with _sorting_beside(db, os.path.dirname(path)):
                yield db
    except (connection.Error, StoreDamagedError) as error:
        raise OSError(str(error)) from error


@contextmanager
def _sorting_beside(db: Connection, directory: str) -> Iterator[None]:
    """Let SQLite put what it sorts, and tables of the moment, into files in a directory: much does not fit into memory.

    It makes one only where there is much, and it is gone whatever happens. Where SQLite knows no such setting, or
    the name of the directory is no text, it finds a place itself.
    """
    db.execute("PRAGMA temp_store = FILE")
    with suppress(UnicodeEncodeError):
        db.execute("PRAGMA temp_store_directory = '{}'".format(directory.replace("'", "''")))
    try:
        yield
    finally:
        # The setting is one of the process; where the work was broken off it cannot be changed, and does no harm.
        with suppress(connection.Error):
            db.execute("PRAGMA temp_store_directory = ''")


def in_memory(directories: Sequence[str], progress: Progress | None = None) -> Connection:
    """Return an index in memory."""
    made: list[Connection] = []

    def build(files: Files) -> Collection[str]:
        made.append(connection.connect(":memory:"))
        made[-1].execute("PRAGMA temp_store = MEMORY")
        return fill(made[-1], files, "", progress)

    from_one_pack(directories, build)
    for outdated in made[:-1]:
        outdated.close()
    return made[-1]


def from_one_pack(directories: Sequence[str], build: Callable[[Files], Collection[str]]) -> None:
    """Open the packs and build from their files, and begin again where these were exchanged for others meanwhile.

    `build` returns the paths of the files that it could not read. A link may lead into another version by now,
    whether or not its file was read; a file that was saved anew is read at the next look-up.
    """
    for _ in range(_TRIES):
        with load.opened_files(directories) as files:
            unread = build(files)
            doubtful = [
                file
                for file in (*files.sources, *files.places, *files.terms, *files.topics, *files.tables.values())
                if file.size < 0 or file.path in unread or os.path.islink(file.path)
            ]
            if not any(file.is_exchanged() for file in doubtful):
                return


def fill(db: Connection, files: Files, state: str, progress: Progress | None) -> Collection[str]:
    """Read fact files into an empty database, with their state; return the paths of those that could not be read."""
    db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    db.execute(f"PRAGMA application_id = {integrity.APPLICATION_ID}")
    db.executescript(schema.TABLES + schema.PACK_TABLES)
    documents = [[load.read_document(file) for file in listed] for listed in (files.sources, files.places, files.terms)]
    shared = load.read_shared(*documents)
    works = Works(shared.sources)
    writer = SeriesWriter(db, files.tables, works)
    writer.add_problems([*files.problems, *shared.problems])
    writer.add_shared(shared)
    for document in chain.from_iterable(documents):
        writer.note(document.path, is_settled=document.is_settled, is_read=document.values is not None)
    writer.begin()
    size = sum(max(file.size, 0) for file in (*files.topics, *files.tables.values()))
    work = partial(read_rows, sources=works, tables=files.tables)
    with closing(workers.shared(work, files.topics, size)) as read:
        done, every = 0, len(files.topics) + len(files.tables)
        for file in load.without_second_ids(read, files.topics, Layouts()):
            writer.append_file(file)
            done += 1
            for series in file.series:
                writer.append_series(series)
                done += series.table in files.tables
                if progress:
                    progress(min(done, every), every)
            if progress:
                progress(min(done, every), every)
    writer.finish()
    topic_names.write(db)
    writer.write_state(state)
    db.commit()
    return writer.unread
