"""A cited work in one line of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.cite import apa, gbt7714
from jimo_cli.cite.work import read_work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def citation(csl: Mapping[str, Any], lang: str) -> str:
    """Return the reference of a work by GB/T 7714—2025, in English after APA; only what the source gives."""
    work = read_work(csl)
    return gbt7714.reference(work) if lang == "zh" else apa.reference(work)
