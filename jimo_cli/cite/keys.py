"""The keys by which a text cites works: of letters, digits and hyphens, as BibTeX, Pandoc and Markdown take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.cite.cited import Cited


def distinct_keys(works: Sequence[Cited]) -> list[str]:
    """Return the keys of some works, each another one; what a key must not have becomes a hyphen."""
    found: list[str] = []
    for work in works:
        written = "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "-" for char in work.key)
        key = written.strip("-_") or "source"
        number = 2
        while key in found:
            key, number = f"{written.strip('-_') or 'source'}-{number}", number + 1
        found.append(key)
    return found
