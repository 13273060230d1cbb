"""Many observations in a few bytes each, in their order."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.imports.drafts import Observation

_PIECE = 1024


class Kept:
    """Observations that are added one by one, and handed out as often as they are asked for.

    All but their values are mostly the same: each different rest is kept once.
    """

    def __init__(self) -> None:
        self._rests: dict[Observation, int] = {}
        self._of = array("L")
        self._pieces: list[bytes] = []
        self._last: list[str] = []

    def add(self, observation: Observation) -> None:
        """Keep an observation."""
        rest = observation._replace(value="")
        self._of.append(self._rests.setdefault(rest, len(self._rests)))
        self._last.append(observation.value)
        if len(self._last) == _PIECE:
            self._pieces.append("\n".join(self._last).encode())
            self._last.clear()

    def __len__(self) -> int:
        return len(self._of)

    def __iter__(self) -> Iterator[Observation]:
        rests = list(self._rests)
        for at, value in enumerate(self._values()):
            yield rests[self._of[at]]._replace(value=value)

    def _values(self) -> Iterator[str]:
        for piece in self._pieces:
            yield from piece.decode().split("\n")
        yield from self._last
