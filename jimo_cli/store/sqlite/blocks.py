"""Where facts that pass a filter are: stretches of positions, so that few are found without reading all."""

from __future__ import annotations

from jimo_cli.store.sqlite.connection import fetch, marks
from jimo_cli.store.sqlite.schema import BLOCK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from sqlite3 import Connection

    from jimo_cli.store.filters import Filters

    Condition = tuple[str, Sequence[object]]
    """A condition of SQL, and the values that are bound to its marks."""

    Stretch = tuple[int, int]
    """The first and the last position."""


_EVERYWHERE = [(0, 2**62)]
# What is in more blocks than these is found soon wherever one begins; reading which would take longer.
_MOST_BLOCKS = 10_000
# Each stretch is a query of its own.
_MOST_STRETCHES = 300
_LAST_DAY = "9999-12-31"


def conditions(db: Connection, filters: Filters) -> Mapping[str, Condition]:
    """Return what `area`, `period` and `kind` of a fact must be to pass, as far as any of them is given."""
    found = {}
    if filters.area or filters.within is not None:
        found["area"] = _one_of("area", _areas(db, filters))
    if filters.days:
        found["period"] = _one_of("period", _periods(db, filters))
    if filters.kinds:
        found["kind"] = f"kind IN ({marks(filters.kinds)})", filters.kinds
    return found


def stretches(db: Connection, filters: Filters, passing: Mapping[str, Condition]) -> Sequence[Stretch]:
    """Return in order where all facts are that pass, whose `conditions` are given; others may be there too."""
    if filters.series:
        return fetch(db, "SELECT first, last FROM series WHERE name = ?", (filters.series,))
    if filters.topic:
        of_topics = f"SELECT first, last FROM span WHERE topic IN ({marks(filters.topic)}) ORDER BY first"  # noqa: S608
        return fetch(db, of_topics, filters.topic)
    found = [_blocks(db, name, *condition) for name, condition in passing.items()]
    known = [blocks for blocks in found if blocks is not None]
    return _joined(set.intersection(*known)) if known else _EVERYWHERE


def _areas(db: Connection, filters: Filters) -> set[int]:
    """The numbers of the places that a fact may be about."""
    from json import dumps  # noqa: PLC0415  # few commands filter by place

    passing = []
    for names in (filters.area or None, filters.within):
        if names is not None:
            # There may be more places than values that a statement takes.
            numbers = fetch(db, "SELECT id FROM area WHERE name IN (SELECT value FROM json_each(?))", (dumps(names),))
            passing.append({number for (number,) in numbers})
    return set.intersection(*passing)


def _periods(db: Connection, filters: Filters) -> set[int]:
    """The numbers of the periods that a fact may be of."""
    lie_within = "SELECT id FROM period WHERE first_day >= ? AND last_day <= ?"
    return {number for first, last in filters.days for (number,) in fetch(db, lie_within, (first, last or _LAST_DAY))}


def _one_of(column: str, numbers: Collection[int]) -> Condition:
    """The condition that a column is one of some numbers, however many."""
    listed = f"[{','.join(map(str, sorted(numbers)))}]"
    return f"{column} IN (SELECT value FROM json_each(?))", (listed,)  # noqa: S608  # columns of this module


def _blocks(db: Connection, name: str, condition: str, values: Sequence[object]) -> set[int] | None:
    """The blocks with a fact that meets a condition; None where there are too many for them to be worth it."""
    of_values = f"SELECT block FROM {name}_block WHERE {condition} LIMIT {_MOST_BLOCKS + 1}"  # noqa: S608
    found = fetch(db, of_values, values)
    return {block for (block,) in found} if len(found) <= _MOST_BLOCKS else None


def _joined(blocks: Collection[int]) -> Sequence[Stretch]:
    """The positions of blocks, those side by side as one stretch; of very many also some that lie between them."""
    apart = 1
    while True:
        joined: list[list[int]] = []
        for block in sorted(blocks):
            if joined and block - joined[-1][1] <= apart:
                joined[-1][1] = block
            else:
                joined.append([block, block])
        if len(joined) <= _MOST_STRETCHES:
            return [(first * BLOCK, last * BLOCK + BLOCK - 1) for first, last in joined]
        apart *= 2
