"""The field of a fact that no index has: the reference of its work, with the place of the fact in it."""

from __future__ import annotations

from functools import lru_cache

from jimo_cli.cite import citations
from jimo_cli.fields import CITATION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from jimo_cli.store.interface import Row

_KEPT = 1024  # facts of one work and one place mostly follow each other; memory does not grow with the base


class Citing:
    """Makes rows of some fields, one of them the citation, of rows with the fields that are `needed` for it.

    `source` returns the CSL variables of a work by its key as JSON.
    """

    def __init__(self, fields: Sequence[str], source: Callable[[str], str | None]) -> None:
        stored = [name for name in fields if name != CITATION]
        self.needed = (*stored, *(name for name in ("source", "locator") if name not in stored))
        self._order = [self.needed.index(name) if name != CITATION else -1 for name in fields]
        self._key, self._locator = map(self.needed.index, ("source", "locator"))
        self._source = source
        self._of_work = lru_cache(_KEPT)(self._read)
        self._of_place = lru_cache(_KEPT)(self._made)

    def rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows with their citations; one whose work is not known has none."""
        key, locator, made = self._key, self._locator, self._of_place
        if self._order == [*range(len(self.needed)), -1]:  # nothing was added, and the citation comes last
            for row in rows:
                yield (*row, made(row[key], row[locator]))
            return
        for row in rows:
            whole = (*row, made(row[key], row[locator]))
            yield tuple([whole[at] for at in self._order])

    def _made(self, key: str | None, locator: str | None) -> str | None:
        at = self._of_work(key or "")
        return at(locator) if at else None

    def _read(self, key: str) -> Callable[[str | None], str] | None:
        csl = self._source(key)
        return None if csl is None else citations(_loaded(csl))


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
