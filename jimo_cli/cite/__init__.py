"""A cited work, and a figure in it, as a reference: one module a style."""

from __future__ import annotations

from jimo_cli.cite import gbt7714
from jimo_cli.cite.places import place_in_work
from jimo_cli.cite.work import read_work

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

_PLACE = "\0"  # no text of a work holds it


def citation(csl: Mapping[str, Any], locator: str | None = None) -> str:
    """Return the reference of a work by GB/T 7714—2025, with the place in it that a locator names.

    It does not depend on the language of the reader.
    """
    return citations(csl)(locator)


def citations(csl: Mapping[str, Any]) -> Callable[[str | None], str]:
    """Return what makes the `citation` of a work for a locator: the work is read only once."""
    work = read_work(csl)
    whole = gbt7714.reference(work)
    before, _, behind = gbt7714.reference(work, _PLACE).partition(_PLACE)

    def at(locator: str | None) -> str:
        place = place_in_work(locator, chinese=work.is_chinese)
        return before + place.rstrip(".") + behind if place else whole

    return at
