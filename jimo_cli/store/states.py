"""The state of fact files as an index keeps it, and which files it says are to be read again."""

from __future__ import annotations

import os

from jimo_cli.packs import find
from jimo_cli.store import integrity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


WORTH_UPDATING = 250_000
"""Where fewer bytes than these are in files that did not change, the pack is read whole as fast."""

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
    """Return a state in which the files at those paths are to be read again.

    Of one that cannot be opened it holds why, by which `is_current` knows that there is still nothing to read.
    """
    wanted = {find.on_a_line(path): path for path in paths}
    return "\n".join(
        _unsettled(line, _open_error(wanted[key])) if (key := line.split("\t")[0]) in wanted else line
        for line in state.split("\n")
    )


def is_current(before: str, now: str) -> bool:
    """Return whether an index of one state answers for another: they differ at most in files that cannot be opened.

    These have not changed, and for the same reason as then they cannot be opened now.
    """
    old, new = before.split("\n"), now.split("\n")
    return len(old) == len(new) and all(
        line == other or _is_still_closed(line, other) for line, other in zip(old, new, strict=True)
    )


def _is_still_closed(before: str, now: str) -> bool:
    error = _open_error(now.split("\t", maxsplit=1)[0])
    return error is not None and before == _unsettled(now, error)


def _open_error(path: str) -> int | None:
    """The number of the error that keeps a file from being opened, None where nothing does."""
    try:
        os.close(os.open(os.path.realpath(path), os.O_RDONLY | integrity.SAFE_FLAGS))
    except OSError as error:
        return error.errno
    return None


def _unsettled(line: str, error: int | None = None) -> str:
    """The line of a file that is to be read again; with the error that kept it from being opened, also its stamp."""
    path_and_size, tab, stamp = line.rpartition("\t")
    if line.count(tab) != _FIELDS - 1:
        return line
    kept = _UNSETTLED if error is None else find.STAMP.join((_UNSETTLED, str(error), stamp))
    return f"{path_and_size}{tab}{kept}"


def size_of(state: str) -> int:
    """Return how many bytes the files have that can be read."""
    return _bytes_of(line.split("\t") for line in state.split("\n"))


def _bytes_of(lines: Iterable[Sequence[str]]) -> int:
    return sum(max(0, int(fields[1])) for fields in lines if len(fields) == _FIELDS)


def changed_files(before: str, now: str) -> list[str] | None:
    """Return the fact files to read again between two states, by their paths `find.on_a_line`.

    None where that is not all that changed, where many did, or where the rest is small: reading that again costs
    less than what an update costs more than a build, of the same bytes.
    """
    old, new = ([line.split("\t") for line in state.split("\n")] for state in (before, now))
    if [fields[0] for fields in old] != [fields[0] for fields in new]:
        return None
    changed = [line for line, other in zip(new, old, strict=True) if line != other or other[2:] == [_UNSETTLED]]
    is_update = 0 < len(changed) <= _MOST_CHANGED and _bytes_of(new) - _bytes_of(changed) >= WORTH_UPDATING
    if not is_update or any(len(fields) != _FIELDS or find.role(fields[0]) in find.SHARED_ROLES for fields in changed):
        return None
    return [fields[0] for fields in changed]
