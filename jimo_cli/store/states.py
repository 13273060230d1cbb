"""The state of fact files as an index keeps it, and which files it says are to be read again."""

from __future__ import annotations

from jimo_cli.packs import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection


WORTH_UPDATING = 4_000_000
"""A pack of fewer bytes is read whole as fast."""

_UNSETTLED = "-1"  # in place of the stamp of a file that is to be read again
# Of more files than these the updates add up to what a rebuild costs.
_MOST_CHANGED = 20
_FIELDS = 3  # of the line of a file: path, size, stamp


def without_new(state: str, now: int) -> str:
    """Return a state in which files that were changed just before it was taken are to be read again.

    They may be changed once more without looking any different. `now` is in nanoseconds.
    """
    lines = state.split("\n")
    return "\n".join(_unsettled(line) if _is_new(line, now) else line for line in lines)


def _is_new(line: str, now: int) -> bool:
    *_, stamp = line.split("\t")
    times = [int(time) for time in stamp.split(find.STAMP) if time.isdigit()]
    return line.count("\t") == _FIELDS - 1 and find.changed_within(find.TICK_NS, now, times)


def without(state: str, paths: Collection[str]) -> str:
    """Return a state in which the files at those paths are to be read again."""
    wanted = {find.on_a_line(path) for path in paths}
    return "\n".join(_unsettled(line) if line.split("\t")[0] in wanted else line for line in state.split("\n"))


def _unsettled(line: str) -> str:
    path_and_size, tab, _ = line.rpartition("\t")
    return f"{path_and_size}{tab}{_UNSETTLED}" if line.count(tab) == _FIELDS - 1 else line


def size_of(state: str) -> int:
    """Return how many bytes the files have that can be read."""
    lines = (line.split("\t") for line in state.split("\n"))
    return sum(max(0, int(fields[1])) for fields in lines if len(fields) == _FIELDS)


def changed_files(before: str, now: str) -> list[str] | None:
    """Return the fact files to read again between two states, by their paths `find.on_a_line`.

    None where that is not all that changed, where many did, or where the packs are small.
    """
    old, new = ([line.split("\t") for line in state.split("\n")] for state in (before, now))
    if [fields[0] for fields in old] != [fields[0] for fields in new]:
        return None
    changed = [line for line, other in zip(new, old, strict=True) if line != other or _UNSETTLED in other[2:]]
    is_update = changed and size_of(now) >= WORTH_UPDATING and len(changed) <= _MOST_CHANGED
    if not is_update or any(len(fields) != _FIELDS or find.role(fields[0]) in find.SHARED_ROLES for fields in changed):
        return None
    return [fields[0] for fields in changed]
