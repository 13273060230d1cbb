"""Many observations in a few bytes each, in their order."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.imports.drafts import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = 1024


class Parts(NamedTuple):
    """The different places, periods and other parts of the observations of several series, each with its number."""

    areas: dict[str | None, int]
    periods: dict[str | None, int]
    rests: dict[tuple[str | None, ...], int]

    @classmethod
    def none(cls) -> Parts:
        """Return what no observation has yet."""
        return cls({}, {}, {})


class Kept:
    """Observations that are added one by one, and handed out as often as they are asked for.

    Only their values are mostly different: of the other parts each is kept once, with those of other series.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._numbers = array("I"), array("I"), array("I")
        self._pieces: list[bytes] = []
        self._last: list[str] = []

    def add(self, observation: Observation) -> None:
        """Keep an observation."""
        areas, periods, rests = self._parts
        of_area, of_period, of_rest = self._numbers
        area, period, value = observation[:3]
        of_area.append(areas.setdefault(area, len(areas)))
        of_period.append(periods.setdefault(period, len(periods)))
        of_rest.append(rests.setdefault(observation[3:], len(rests)))
        self._last.append(value)
        if len(self._last) == _PIECE:
            self._pieces.append("\n".join(self._last).encode())
            self._last.clear()

    def __len__(self) -> int:
        return len(self._numbers[0])

    def __iter__(self) -> Iterator[Observation]:
        areas, periods, rests = list(self._parts.areas), list(self._parts.periods), list(self._parts.rests)
        for area, period, rest, value in zip(*self._numbers, self._values(), strict=True):
            yield Observation(areas[area], periods[period], value, *rests[rest])

    def _values(self) -> Iterator[str]:
        for piece in self._pieces:
            yield from piece.decode().split("\n")
        yield from self._last
