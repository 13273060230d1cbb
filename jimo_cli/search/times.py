"""The times that a query names, as they stand in it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

OF_ANY_YEAR = "Y"
"""In place of the year in a period that names none: Y-S1."""

YEAR, PART, POINT, AGO, RANGE, LAST = "year", "part", "point", "ago", "range", "last"
EVERY, LATEST, TO, SINCE, LINK, UNREADABLE = "every", "latest", "to", "since", "link", "unreadable"

SIGNS = (
    *("19", "20", "年", "月", "季", "同期", "最新", "最近"),
    *("year", "month", "quarter", "half", "decade", "latest", "recent", "newest", "annual", "over time", "same period"),
    *("currently", "at present", "right now", "nowadays"),
    *("q1", "q2", "q3", "q4", "h1", "h2", "一五", "二五", "三五", "四五", "五五"),
)
"""One of these is in every text that names a time."""


class Time:
    """A time in a text: where it is written, and what it says.

    | kind | value |
    |---|---|
    | year | `2024` |
    | part | what follows the year in a time period: `S1`, `03`, `03-05`; a stretch has the year again: `01/Y-09` |
    | point | a time period: `2024-03` |
    | ago | a unit (Y, Q, M) and how many of it before now: `Y1` is last year, `Q0` this quarter |
    | range | its first and last year: `2016/2020` |
    | last | a unit and how many: `Y5` |
    | every, latest | all times, the latest |
    | to, since | what joins the times before and behind it to a range; an open end |
    | link | words that only link times, or say nothing |
    | unreadable | no period, or one of two: 13月, 2019-20 |
    """

    __slots__ = ("end", "is_marked", "kind", "start", "value")

    def __init__(self, start: int, end: int, kind: str, value: str = "", *, is_marked: bool = True) -> None:
        """Let a name still count the words where they are not marked."""
        self.start: Final = start
        self.end: Final = end
        self.kind: Final = kind
        self.value: Final = value
        self.is_marked: Final = is_marked

    def __repr__(self) -> str:
        return f"Time({self.start}, {self.end}, {self.kind!r}, {self.value!r})"


def times(core: str) -> Sequence[Time]:
    """Return the times that a folded text names, in their order; none where it is nothing but a time."""
    if not any(sign in core for sign in SIGNS):
        return ()
    from jimo_cli.search.time_words import read  # noqa: PLC0415  # few queries name a time

    return read(core)
