"""A line of figures in one line of text."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from jimo_cli.charts.points import timeline
from jimo_cli.charts.scale import Scale
from jimo_cli.figures.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BLOCKS = "▁▂▃▄▅▆▇█"
_WIDEST = 24  # blocks: what more periods have is averaged


def follow_each_other(periods: Sequence[str | None]) -> bool:
    """Return whether periods in order of time are several, none of which overlaps the one before."""
    if len(periods) <= 1 or None in periods:
        return False
    days = [Period.parse(written) for written in periods if written]
    return all(one.until < other.start for one, other in pairwise(days))


def sparkline(periods: Sequence[str | None], figures: Mapping[str | None, Decimal]) -> str:
    """Return the figures of periods in order of time as blocks, from the lowest to the highest.

    A period without a figure is a blank. The line is empty where there are fewer than two figures.
    """
    known = [figures.get(written) for written in timeline(periods)]
    size = max(1, -(-len(known) // _WIDEST))
    parts = [[one for one in known[at : at + size] if one is not None] for at in range(0, len(known), size)]
    means = [sum(part, Decimal(0)) / len(part) if part else None for part in parts]
    there = [one for one in means if one is not None]
    if len(there) <= 1:
        return ""
    low, high = min(there), max(there)
    if low == high:
        return "".join(" " if one is None else BLOCKS[0] for one in means)
    scale = Scale((low, high))
    return "".join(" " if one is None else BLOCKS[round(scale.part(one) * (len(BLOCKS) - 1))] for one in means)
