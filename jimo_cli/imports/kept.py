"""Many observations in a few bytes each, in their order."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.imports.drafts import Observation

_PIECE = 1024


class Parts(NamedTuple):
    """The different places, periods and other parts of the observations of several series, each with its number."""

    areas: dict[str | None, int]
    periods: dict[str | None, int]
    rests: dict[Observation, int]

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
        of_area.append(areas.setdefault(observation.area, len(areas)))
        of_period.append(periods.setdefault(observation.period, len(periods)))
        of_rest.append(rests.setdefault(observation._replace(area=None, period=None, value=""), len(rests)))
        self._last.append(observation.value)
        if len(self._last) == _PIECE:
            self._pieces.append("\n".join(self._last).encode())
            self._last.clear()

    def __len__(self) -> int:
        return len(self._numbers[0])

    def __iter__(self) -> Iterator[Observation]:
        areas, periods, rests = list(self._parts.areas), list(self._parts.periods), list(self._parts.rests)
        of_area, of_period, of_rest = self._numbers
        for at, value in enumerate(self._values()):
            rest = rests[of_rest[at]]
            yield rest._replace(area=areas[of_area[at]], period=periods[of_period[at]], value=value)

    def _values(self) -> Iterator[str]:
        for piece in self._pieces:
            yield from piece.decode().split("\n")
        yield from self._last
