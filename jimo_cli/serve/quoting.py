"""What an assistant quotes of a fact, and the work that it names for it, by `jimo_cli.cite`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.cite.quote import quote
from jimo_cli.cite.work import read_work
from jimo_cli.output.citation import citation
from jimo_cli.output.console import printable

if TYPE_CHECKING:
    from jimo_cli.model import Fact, Source


def work_of(work: Source | None, key: str, lang: str) -> str:
    """Return the reference of a cited work, its key where nothing is known of it."""
    return citation(work.csl, lang) if work else printable(key)


def sentence(fact: Fact, work: Source | None, lang: str) -> str:
    """Return what a fact states as a sentence, with its source in brackets where that is known."""
    return printable(quote(fact, read_work(work.csl) if work else None, lang))
