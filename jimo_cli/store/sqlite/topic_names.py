"""The names of the topics: an index of their own, which the index of the facts holds as one value.

It has the tables of any index, so a topic is searched as facts are, without a look at what these are called.
"""

from __future__ import annotations

from jimo_cli.fields import SEPARATOR
from jimo_cli.store.sqlite import connection
from jimo_cli.store.sqlite.connection import fetch, fetch_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection


_PAGE = 512  # bytes: most of the tables have no rows


def write(db: Connection) -> None:
    """Write the index of the names of the topics that the tables have, instead of one from before."""
    db.execute("DELETE FROM topic_index")
    topics = _built(db)
    if hasattr(topics, "serialize"):  # not every SQLite was compiled with it
        db.execute("INSERT INTO topic_index VALUES(?)", (topics.serialize(),))
    topics.close()


def connected(db: Connection) -> Connection:
    """Return a connection to the index of the names of the topics, built anew where none could be written."""
    content = fetch_value(db, "SELECT content FROM topic_index")
    if content is None:
        return _built(db)
    topics = connection.connect(":memory:")
    topics.deserialize(content)
    return topics


def _built(db: Connection) -> Connection:
    """Return an index in memory of the names of the topics."""
    from jimo_cli.store.sqlite import schema, write_names  # noqa: PLC0415  # a look-up writes nothing

    rows = fetch(db, "SELECT id, label, label_en, aliases FROM topic ORDER BY first")
    names = (
        (number, label or "", label_en or "", (topic, *(aliases.split(SEPARATOR) if aliases else ())))
        for number, (topic, label, label_en, aliases) in enumerate(rows)
    )
    topics = connection.connect(":memory:")
    topics.execute(f"PRAGMA page_size = {_PAGE}")
    topics.executescript(schema.TABLES + schema.PACK_TABLES)
    write_names.build(topics, names)
    topics.commit()
    return topics
