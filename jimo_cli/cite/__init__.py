"""A cited work, and a figure in it, as a reference: one module a style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.cite import gbt7714
from jimo_cli.cite.places import place_in_work
from jimo_cli.cite.work import read_work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def citation(csl: Mapping[str, Any], locator: str | None = None) -> str:
    """Return the reference of a work by GB/T 7714—2025, with the place in it that a locator names.

    It does not depend on the language of the reader.
    """
    work = read_work(csl)
    return gbt7714.reference(work, place_in_work(locator, chinese=work.is_chinese))
