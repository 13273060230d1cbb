"""A cited work, and a figure in it, as a reference: one module a style.

A style is a module with `write(works, lang)`, which yields the lines of some works; see `cited.Cited`.
"""

from __future__ import annotations

from jimo_cli.cite import gbt7714
from jimo_cli.cite.locating import place_in_work
from jimo_cli.cite.work import read_work

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from jimo_cli.cite.cited import Cited

STYLES: Mapping[str, str] = {
    "gb-t-7714": "gbt7714",
    "gb-t-7714-2015": "gbt7714_2015",
    "apa": "apa",
    "markdown": "markdown",
    "csl-json": "csl_json",
    "bibtex": "bibtex",
    "biblatex": "biblatex",
    "ris": "ris",
}
"""The module of each style; the first is that of the edition of 2025."""

DEFAULT_STYLE: Mapping[str, str] = {"zh": "gb-t-7714", "en": "apa"}
"""The style in the language of the reader."""

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


def references(works: Sequence[Cited], style: str, lang: str) -> list[str]:
    """Return the lines of some works in a style of `STYLES`; what is cited of them is said in `lang`."""
    module = __import__(f"{__name__}.{STYLES[style]}", fromlist=("write",))
    return [*module.write(works, lang)]
