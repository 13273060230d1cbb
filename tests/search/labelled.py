"""A labelled query, and the seeds that queries are made with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from rows import Row

TUNING, HELD_OUT = 7, 11


class Asked(NamedTuple):
    """A query, its kind, and the test of a right row; `source` for a reader."""

    kind: str
    text: str
    right: Callable[[Row], bool] | None
    source: str
