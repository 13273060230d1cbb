"""References as the edition of GB/T 7714 of 2015 writes them: half-width marks, family names in capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.cite import gbt7714

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.cite.cited import Cited


def write(works: Sequence[Cited], lang: str) -> Iterator[str]:
    """Yield the lines of some works: the reference of each, and below it what is cited of it."""
    return gbt7714.write(works, lang, gbt7714.EDITION_2015)
