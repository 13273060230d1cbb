"""A line of figures in one line of text."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from jimo_cli.charts.points import in_time, timeline
from jimo_cli.charts.scale import Scale
from jimo_cli.figures.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BLOCKS = "▁▂▃▄▅▆▇█"
_WIDEST = 24  # blocks: what more periods have is averaged


def follow_each_other(periods: Iterable[str | None]) -> bool:
    """Return whether periods are several, none of which is unknown or overlaps another."""
    known = [Period.parse(written) for written in sorted(set(periods), key=in_time) if written]
    return len(known) > 1 and None not in periods and all(one.until < other.start for one, other in pairwise(known))


def sparkline(periods: Iterable[str | None], figures: Mapping[str | None, Decimal]) -> str:
    """Return the figures of periods as blocks in order of time, from the lowest to the highest.

    A period without a figure is a blank, one that is missing between them too. The line is empty where there are fewer
    than two figures.
    """
    known = [figures.get(written) for written in timeline(periods)]
    size = max(1, -(-len(known) // _WIDEST))
    parts = [[one for one in known[at : at + size] if one is not None] for at in range(0, len(known), size)]
    means = [sum(part, Decimal(0)) / len(part) if part else None for part in parts]
    there = [one for one in means if one is not None]
    if len(there) <= 1:
        return ""
    low, high = min(there), max(there)
    scale = Scale((low, high) if low != high else (low, low + 1))
    top = len(_BLOCKS) - 1
    return "".join(" " if one is None else _BLOCKS[round(scale.part(one) * top)] for one in means)
