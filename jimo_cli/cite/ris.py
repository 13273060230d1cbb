"""References as RIS, which reference managers read: a tag a line, and no line break within a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.cite.keys import distinct_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.cite.cited import Cited
    from jimo_cli.cite.work import Date, Name, Work

_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "legislation": "STAT",
    "map": "MAP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "software": "COMP",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
_TAGS = {
    "title": "TI",
    "container-title": "T2",
    "publisher": "PB",
    "publisher-place": "CY",
    "edition": "ET",
    "volume": "VL",
    "issue": "IS",
    "number": "M1",
    "page": "SP",
    "DOI": "DO",
    "URL": "UR",
    "note": "N1",
}


def write(works: Sequence[Cited], lang: str) -> Iterator[str]:
    """Yield the lines of a record for each work; what is cited of it stands in notes."""
    for key, each in zip(distinct_keys(works), works, strict=True):
        work = each.work
        yield f"TY  - {_TYPES.get(work.text('type'), 'ELEC' if work.text('URL') else 'GEN')}"
        yield f"ID  - {key}"
        yield from (f"AU  - {_name(name)}" for name in work.authors)
        yield from (f"{tag}  - {text}" for tag, text in _texts(work))
        yield from (f"N1  - {said}" for said in each.said(lang, places=True))
        yield "ER  - "


def _texts(work: Work) -> Iterator[tuple[str, str]]:
    for name, tag in _TAGS.items():
        text = work.text(name)
        first, dash, last = text.partition("-")
        if name == "page" and dash and first.isdigit() and last.isdigit():
            yield from (("SP", first), ("EP", last))
        elif text:
            yield tag, text
    if work.issued:
        yield "PY", work.issued.year
        yield "DA", _date(work.issued)
    if work.accessed:
        yield "Y2", _date(work.accessed)
    if work.language:
        yield "LA", work.language


def _date(date: Date) -> str:
    """Year, month, day and other, each with a stroke behind it, as far as it is stated."""
    if not date.start or date.end:
        return f"///{date}"
    parts = [f"{part:02}" for part in date.start] + ["", "", ""]
    return f"{parts[0]}/{parts[1]}/{parts[2]}/"


def _name(name: Name) -> str:
    """Family, Given, Suffix; a name that is not taken apart as it stands."""
    if not name.given:
        return name.full
    family = f"{name.particle} {name.family}" if name.particle else name.family
    return ", ".join(filter(None, (family, name.given, name.suffix)))
