"""A figure in a sentence that can be quoted as it stands, with the work that states it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.figures.period import in_words
from jimo_cli.figures.say import amount
from jimo_cli.model import Locator
from jimo_cli.output.citation import citation
from jimo_cli.output.console import printable
from jimo_cli.output.headings import word

if TYPE_CHECKING:
    from jimo_cli.model import Fact, Source


def work_of(work: Source | None, key: str, lang: str) -> str:
    """Return the reference of a cited work, its key where nothing is known of it."""
    return citation(work.csl, lang) if work else printable(key)


def reference(fact: Fact, work: Source | None, lang: str) -> str:
    """Return the cited work of a fact, and where in it the fact stands."""
    place, known = _place_in(fact, lang), work_of(work, fact.source, lang)
    return f"{known}{'，' if lang == 'zh' else ', '}{place}" if place else known


def sentence(fact: Fact, work: Source | None, lang: str) -> str:
    """Return what a fact states: period, place, measure, figure, how settled it is, and its reference."""
    said = _said_zh(fact) if lang == "zh" else _said_en(fact)
    left, right = "（）" if lang == "zh" else (" (", ")")
    return f"{printable(said)}{left}{reference(fact, work, lang)}{right}"


def _said_zh(fact: Fact) -> str:
    area = fact.reference_area or ""
    about = [in_words(fact.time_period, "zh") if fact.time_period else "", "" if fact.label.startswith(area) else area]
    before = "，".join(filter(None, about))
    status = f"（{word(fact.status.value, 'zh')}数）" if fact.status else ""
    return f"{before}{fact.label}{amount(fact, 'zh').replace(' ', '')}{status}"


def _said_en(fact: Fact) -> str:
    period = in_words(fact.time_period, "en") if fact.time_period else ""
    about = ", ".join(filter(None, (fact.label_en or fact.label, fact.reference_area, period)))
    status = f" ({word(fact.status.value, 'en')})" if fact.status else ""
    figure = amount(fact, "en")
    return f"{about}: {figure}{status}" if figure else about


def _place_in(fact: Fact, lang: str) -> str:
    """Where in a work a fact stands, as a reader says it."""
    if not fact.locator:
        return ""
    section, paragraph = Locator.parse(fact.locator)
    if lang == "zh":
        return printable((f"“{section}”" if section else "") + (f"第{paragraph}段" if paragraph else ""))
    return printable(", ".join(filter(None, (section, f"para. {paragraph}" if paragraph else ""))))
