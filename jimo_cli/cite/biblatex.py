"""References as entries of BibLaTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.cite import bibtex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.cite.cited import Cited


def write(works: Sequence[Cited], lang: str) -> Iterator[str]:
    """Yield the lines of an entry for each work; what is cited of it stands in `annote`."""
    return bibtex.write(works, lang, bibtex.BIBLATEX)
