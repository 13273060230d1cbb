"""The field of a fact that no index has: the reference of its work, with the place of the fact in it."""

from __future__ import annotations

from itertools import tee
from operator import add, itemgetter

from jimo_cli.cite import citations
from jimo_cli.fields import CITATION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from jimo_cli.store.interface import Row

_KEPT = 16_384  # a few megabytes: however many works and places a base has, memory does not grow with them


class Citing:
    """Makes rows of some fields, one of them the citation, of rows with the fields that are `needed` for it.

    `source` returns the CSL variables of a work by its key as JSON.
    """

    def __init__(self, fields: Sequence[str], source: Callable[[str], str | None]) -> None:
        stored = [name for name in fields if name != CITATION]
        self.needed = (*stored, *(name for name in ("source", "locator") if name not in stored))
        self._order = [self.needed.index(name) if name != CITATION else len(self.needed) for name in fields]
        self._is_in_order = self._order == [*range(len(self.needed) + 1)]
        self._where = itemgetter(*map(self.needed.index, ("source", "locator")))
        self._made = _Made(source)

    def rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Return the rows with their citations, each made when it is asked for; one of an unknown work has none."""
        # A million rows pass here in an export: no step of any of them is one of Python.
        rows, again = tee(rows)
        cited = map(add, rows, zip(map(self._made.__getitem__, map(self._where, again))))
        if self._is_in_order:
            return cited
        return (tuple([row[at] for at in self._order]) for row in cited)


class _Made(dict[tuple[str | None, str | None], str | None]):
    """The citations of works and places, made when they are first asked for."""

    def __init__(self, source: Callable[[str], str | None]) -> None:
        super().__init__()
        self._source = source
        self._works: dict[str | None, Callable[[str | None], str] | None] = {}

    def __missing__(self, where: tuple[str | None, str | None]) -> str | None:
        if len(self) >= _KEPT:
            self.clear()
        key, locator = where
        if key not in self._works:
            if len(self._works) >= _KEPT:
                self._works.clear()
            csl = self._source(key or "")
            self._works[key] = None if csl is None else citations(_loaded(csl))
        at = self._works[key]
        made = self[where] = at(locator) if at else None
        return made


class _Context:
    """What the parser of `json` is told, in C as in Python."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int, parse_constant = float, int, float


def _loaded(written: str) -> Any:  # noqa: ANN401  # whatever the text holds
    """What `json.loads` returns; importing that module costs a look-up a quarter of its time."""
    try:
        from _json import make_scanner  # noqa: PLC0415
    except ImportError:
        import json  # noqa: PLC0415

        return json.loads(written)
    return make_scanner(_Context())(written, 0)[0]  # type: ignore[arg-type]  # any object with these attributes
