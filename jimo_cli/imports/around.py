"""What stands around a table of a text, and what that says of it: its title, unit, notes, place and period."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.claims.periods import is_day, periods_in, says_year
from jimo_cli.claims.places import places_in
from jimo_cli.claims.plain import plain_of
from jimo_cli.documents.lines import has_sentence
from jimo_cli.imports import heads, layout
from jimo_cli.verify.passages import LEAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.claims.document import Document as Subject
    from jimo_cli.imports.seen import Table

_SCALE = re.compile(r"\((?:in )?(thousand|million|billion)s?(?: of)?((?: [A-Za-z$]{2,12}){0,2})\)", re.IGNORECASE)
_UNIT = re.compile(r"[(（\[]?\s*(?:计量)?单\s*位\s*[:：]\s*([^()（）\[\]。；;|]{1,24})[)）\]]?")
_CAPTION = re.compile(r"\s*(?:附?表|table|tab\.)\s*[0-9一二三四五六七八九十]", re.IGNORECASE)
_INTRODUCES = re.compile("[:：]$|[如见]下|下表|下列|附表|following|below", re.IGNORECASE)
_LONGEST_TITLE = 60


class About(NamedTuple):
    """What is known of a document: its title and subject, the place of most of its figures, where captions stand."""

    title: str
    subject: Subject
    place: str | None
    has_captions_below: bool = False


class Context(NamedTuple):
    """What stands around a table: its title, the line of its unit, notes, and the texts that say place and period."""

    title: str
    unit: str
    notes: Sequence[str]
    said: Sequence[str]


def has_captions_below(tables: Sequence[Table]) -> bool:
    """Tell whether the captions of tables stand below them: below more of them than above."""
    above = sum(any(_CAPTION.match(each.text.strip("#* ")) for each in table.above[-2:]) for table in tables)
    return sum(bool(table.below and _CAPTION.match(table.below[0].text)) for table in tables) > above


class Said(NamedTuple):
    """A place or a period that texts around a table say, and the words that do; both empty for none."""

    value: str = ""
    words: str = ""


class _Around:
    """What the texts around a table say of it, read from the nearest one."""

    def __init__(self) -> None:
        self.title = self.unit = ""
        self.said: list[str] = []

    def add(self, shown: str) -> bool:
        """Take in a text; return whether the ones farther away are not of the table: it is a sentence."""
        if found := _UNIT.search(shown):
            self.unit = self.unit or found[1].strip()
            shown = (shown[: found.start()] + shown[found.end() :]).strip(" ，,")
        elif scale := _SCALE.search(shown):
            self.unit = self.unit or f"{scale[1].lower()}{scale[2]}"
        is_running = len(shown) > _LONGEST_TITLE or has_sentence(shown) or _INTRODUCES.search(shown) is not None
        if shown and not is_running:
            self.unit = self.unit or heads.title_in(shown).unit
            self.title = self.title or shown
        self.said += [shown] if shown else []
        return is_running


def context_of(table: Table, about: About) -> Context:
    """Return what stands around a table: nearest first, up to the first sentence."""
    found = _Around()
    below = [passage.text.strip() for passage in table.below]
    if about.has_captions_below and below and _CAPTION.match(below[0]):
        found.add(below[0])
    for passage in reversed(table.above):
        shown = passage.text.strip().strip("#* ")
        is_of_another = about.has_captions_below and _CAPTION.match(shown)
        if is_of_another or found.add(shown) or (found.title and passage.number is None):
            break
    section = table.rows[0].passage.section
    is_of_another = _CAPTION.match(section) or _UNIT.search(section)  # that is in `found`, if it is of this table
    section = "" if section in {LEAD, about.title} or is_of_another else section
    notes = [shown for shown in below if (layout.kind_of([shown]) or ("",))[0] in {"note", "source"}]
    said = [one for one in dict.fromkeys([*found.said, section]) if one]
    return Context(found.title or section or about.title, found.unit, notes, said)


def period_of(context: Context, about: About) -> Said:
    """The period that the texts around a table say, the nearest first; else that of the title of the document."""
    for said in context.said:
        plain = plain_of(heads.without_number(said))
        found = [one.period for one in periods_in(plain, about.subject.year) if says_year(one.period)]
        if found:
            return Said(found[-1] if len(said) > _LONGEST_TITLE else found[0], said)
    if about.subject.period and not is_day(about.subject.period):
        return Said(about.subject.period, about.subject.lead or about.title)
    return Said()


def place_of(context: Context, about: About) -> Said:
    """The place that the texts around a table say, the nearest first; else that of the document."""
    for said in context.said:
        if found := places_in(plain_of(said), about.subject.places):
            return Said(found[0].name, said)
    place = about.subject.place or about.place or ""
    return Said(place, about.title) if place else Said()
