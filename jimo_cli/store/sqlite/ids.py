"""What ids name: a fact by its slug within the files of its topic, an observation by what its series has there.

The id of an observation is that of its series with its place and its period behind it, as far as these vary.
No question costs more in a base of many topics than in one of few.
"""

from __future__ import annotations

from jimo_cli.fields import STATUSES
from jimo_cli.store.sqlite.connection import fetch, marks, parts
from jimo_cli.store.sqlite.schema import hash_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from jimo_cli.store.interface import Row

_IN_TOPIC = """
SELECT f.position FROM span AS s CROSS JOIN key AS k CROSS JOIN fact AS f
WHERE s.topic = ? AND k.hash = ? AND k.position BETWEEN s.first AND s.last AND f.position = k.position AND f.slug = ?
"""
_WITH_SLUG = """
SELECT k.position FROM key AS k JOIN fact AS f ON f.position = k.position
WHERE k.hash = ? AND f.slug = ? ORDER BY k.position LIMIT ?
"""
_AT = "SELECT position FROM fact WHERE label = ? AND area IS ? AND period IS ? AND position BETWEEN ? AND ?"

_SERIES = """
SELECT s.first AS position, s.name AS id, l.label FROM series AS s
JOIN fact AS f ON f.position = (SELECT min(position) FROM fact WHERE position >= s.first)
JOIN label AS l ON l.id = f.label
"""
# The facts of a file stand in the room that it has, before its series.
_FACTS = """
SELECT f.position, p.topic || '.' || f.slug AS id, l.label FROM span AS p
CROSS JOIN fact AS f ON f.position >= p.first AND f.position < p.first + p.room JOIN label AS l ON l.id = f.label
"""
_EVERY_ID = f"SELECT id, label FROM ({_FACTS} UNION ALL {_SERIES}) ORDER BY position"  # noqa: S608  # of this module
_OF_TOPIC = f"SELECT id, label FROM ({_FACTS} WHERE p.topic = ? UNION ALL {_SERIES} WHERE s.name > ? AND s.name < ?)"  # noqa: S608
_IDS_OF_TOPIC = f"{_OF_TOPIC} ORDER BY position"
_SOME_IDS = f"SELECT id, label FROM ({_FACTS} UNION ALL {_SERIES}) LIMIT ?"  # noqa: S608  # as above
_OF_SAME_PLACE_AND_PERIOD = """
SELECT g.position FROM fact AS f JOIN frame AS r ON r.id = f.frame JOIN series AS s ON s.owner = r.series
JOIN fact AS g ON g.position BETWEEN s.first AND s.last AND g.area IS f.area AND g.period IS f.period
WHERE f.position = ? AND g.label = (SELECT label FROM fact WHERE position >= s.first ORDER BY position LIMIT 1)
"""
"""The observations that belong to an observation."""

_EARLIER = """
SELECT e.position FROM fact AS f JOIN frame AS r ON r.id = f.frame JOIN series AS s ON s.id = r.series
JOIN earlier AS e ON e.label = f.label AND e.area IS f.area AND e.period IS f.period
AND e.position BETWEEN s.first AND s.last WHERE f.position IN ({})
"""
_EARLIER_FACTS = """
SELECT DISTINCT g.position FROM fact AS f JOIN frame AS r ON r.id = f.frame JOIN label AS l ON l.id = f.label
JOIN label AS m ON m.label = l.label JOIN fact AS g ON g.label = m.id AND g.area IS f.area AND g.period IS f.period
JOIN frame AS q ON q.id = g.frame WHERE f.position IN ({}) AND r.series IS NULL AND q.series IS NULL
AND ifnull(q.status, 'final') <> ifnull(r.status, 'final')
AND q.unit IS r.unit AND q.aspect IS r.aspect AND q.basis IS r.basis AND q.source = r.source
"""
"""Facts that are no observations, and the same but for their status as one that stands beside them."""

_EARLIER_NAMED = """
SELECT position FROM earlier_entry WHERE id = ?
AND position BETWEEN (SELECT first FROM series WHERE name = ?) AND (SELECT last FROM series WHERE name = ?)
"""


def positions_of(db: Connection, fact_id: str) -> list[int]:
    """Return the position of the fact with that id; none where there is none."""
    series, at, about = fact_id.partition("@")
    topic, _, slug = series.partition(".")
    found = [] if at else fetch(db, _IN_TOPIC, (topic, hash_of(slug), slug))
    return [row[0] for row in found] or _observations(db, series, about if at else None)


def superseded_named(db: Connection, fact_id: str) -> list[int]:
    """Return the position of the observation that is superseded and has that id; none where there is none."""
    if fact_id.rpartition("@")[2] not in STATUSES:
        return []
    series = fact_id.partition("@")[0]
    return [row[0] for row in fetch(db, _EARLIER_NAMED, (fact_id, series, series))]


def superseded_by(db: Connection, positions: Sequence[int]) -> list[int]:
    """Return the positions of the figures that those at some positions supersede: observations and other facts."""
    superseding, known = (_EARLIER, _EARLIER_FACTS), {*positions}
    found = [fetch(db, sql.format(marks(part)), part) for sql in superseding for part in parts(positions)]
    return [position for rows in found for (position,) in rows if position not in known]


def _observations(db: Connection, series: str, about: str | None) -> list[int]:
    """Return the position of the observation of a series about a place and a period, None where neither is named."""
    found = fetch(db, "SELECT first, last, has_area, has_period FROM series WHERE name = ?", (series,))
    if not found:
        return []
    first, last, has_area, has_period = found[0]
    if (about is not None) != bool(has_area or has_period):
        return []
    within = "SELECT label, area, period FROM fact WHERE position BETWEEN ? AND ? LIMIT 1"
    [(label, area, period)] = fetch(db, within, (first, last))
    named, _, written = (about or "").rpartition("@") if has_area and has_period else (about, "", about)
    if has_area:
        area = _number(db, "SELECT id FROM area WHERE name = ?", named)
    if has_period:
        period = _number(db, "SELECT id FROM period WHERE text = ?", written)
    return [row[0] for row in fetch(db, _AT, (label, area, period, first, last))]


def _number(db: Connection, sql: str, text: str | None) -> int:
    """Return the number of a place or period, one that no fact has where there is none."""
    found = fetch(db, sql, (text,))
    return int(found[0][0]) if found else 0


def facts_with_slug(db: Connection, slug: str, limit: int) -> list[int]:
    """Return the first positions, `limit` at most, of the facts with that slug in any topic."""
    return [row[0] for row in fetch(db, _WITH_SLUG, (hash_of(slug), slug, limit))]


def series_with_slug(db: Connection, slug: str, limit: int) -> list[Row]:
    """Return id and label of the first series, `limit` at most, with that slug in any topic."""
    return [row[1:] for row in fetch(db, f"{_SERIES} WHERE s.slug = ? ORDER BY s.id LIMIT ?", (slug, limit))]


def series_named(db: Connection, ids: Sequence[str]) -> list[Row]:
    """Return id and label of the series with those ids, in the order of these; another id has no row."""
    found: dict[str, Row] = {}
    for part in parts(ids):
        found.update((row[1], row[1:]) for row in fetch(db, f"{_SERIES} WHERE s.name IN ({marks(part)})", part))
    return [found[fact_id] for fact_id in ids if fact_id in found]


def is_series(db: Connection, fact_id: str) -> bool:
    """Return whether an id is that of a series."""
    return bool(fetch(db, "SELECT 1 FROM series WHERE name = ?", (fact_id,)))


def every(db: Connection, topic: str | None = None) -> list[Row]:
    """Return id and label of each fact, of one topic or all, of each series its own instead of its observations'."""
    return fetch(db, _EVERY_ID) if topic is None else fetch(db, _IDS_OF_TOPIC, (topic, *bounds(topic)))


def some(db: Connection, limit: int, topic: str | None = None) -> list[Row]:
    """Return what `every` does in any order, and no more than `limit`: no other row is read."""
    if topic is None:
        return fetch(db, _SOME_IDS, (limit,))
    return fetch(db, f"{_OF_TOPIC} LIMIT ?", (topic, *bounds(topic), limit))


def bounds(topic: str) -> tuple[str, str]:
    """Return the bounds between which the ids of a topic lie: `/` comes right after the dot."""
    return f"{topic}.", f"{topic}/"


def belonging_to(db: Connection, fact_id: str) -> list[int]:
    """Return the positions of the facts that belong to a fact, in order."""
    found = [row[0] for row in fetch(db, "SELECT position FROM detail WHERE of = ?", (fact_id,))]
    series = fetch(db, "SELECT first, last FROM series WHERE of = ? AND owner IS NULL", (fact_id,))
    for within in series:
        found += [row[0] for row in fetch(db, "SELECT position FROM fact WHERE position BETWEEN ? AND ?", within)]
    for position in positions_of(db, fact_id):
        found += [row[0] for row in fetch(db, _OF_SAME_PLACE_AND_PERIOD, (position,))]
    return sorted(found)
