"""References as CSL-JSON, which Pandoc, Zotero and every processor of citations read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jimo_cli.cite import figure
from jimo_cli.cite.keys import distinct_keys
from jimo_cli.cite.work import one_line
from jimo_cli.figures.decimals import plain
from jimo_cli.locators import split_locator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from jimo_cli.cite.cited import Cited, Figure
    from jimo_cli.cite.work import Date, Name, Work

_OF_A_FIGURE = ("unit", "time_period", "reference_area")
_TYPES = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset"
    " document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation"
    " manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical"
    " personal_communication post post-weblog regulation report review review-book software song speech standard thesis"
    " treaty webpage"
)
_OWN = ("type", "license", "sha256", "note")  # what CSL has no variable of one text for, or jimo writes itself


def write(works: Sequence[Cited], lang: str) -> Iterator[str]:
    """Yield the lines of an array with an item for each work."""
    items = [_item(key, each, lang) for key, each in zip(distinct_keys(works), works, strict=True)]
    for line in json.dumps(items, ensure_ascii=False, indent=2).splitlines():
        # An output that has no such character escapes it by other rules than those of JSON.
        yield "".join(char if char <= "\uffff" else json.dumps(char)[1:-1] for char in line)


def item(key: str, work: Work) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON; what the source does not say is not there."""
    kind = work.text("type")
    other = "webpage" if work.text("URL") else "document"
    found: dict[str, Any] = {"id": key, "type": kind if kind in _TYPES.split() else other}
    found |= {name: text for name, text in work.texts.items() if name not in _OWN}
    if work.language:
        found["language"] = work.language
    if work.authors:
        found["author"] = [*map(_name, work.authors)]
    for name, date in (("issued", work.issued), ("accessed", work.accessed)):
        if date:
            found[name] = _date(date)
    return found


def _item(key: str, cited: Cited, lang: str) -> dict[str, Any]:
    """The item of a work; what is cited of it stands in `note` for people and in `custom` for programs."""
    work = cited.work
    own = {name: work.text(name) for name in ("license", "sha256") if work.text(name)}
    figures = [_cited(each) for each in cited.figures]
    note = "; ".join(filter(None, (work.text("note"), *cited.said(lang, places=True))))
    return item(key, work) | ({"note": note} if note else {}) | {"custom": own | {"cited": figures}}


def _cited(each: Figure) -> dict[str, Any]:
    """A figure that is cited; its locator is that of a citation of CSL, the number of a paragraph in its section."""
    fact = each.fact
    section, paragraph = split_locator(fact.locator) if fact.locator else (None, None)
    section = one_line(section) if section else None
    found: dict[str, Any] = {
        "id": fact.id.partition("@")[0] if each.observations > 1 else fact.id,
        "figures": each.observations,
    }
    if each.observations == 1:
        ends = [plain(end) for end in (fact.value, fact.value_max) if end is not None]
        found = {"id": fact.id, "figure": one_line(figure.figure(fact, "zh")), "value": ends}
        found |= {name: one_line(getattr(fact, name) or "") or None for name in _OF_A_FIGURE}
    return found | {
        "label": "section" if paragraph is None and section else "paragraph" if paragraph else None,
        "locator": section if paragraph is None else str(paragraph),
        "section": section,
    }


def _name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.full}
    particle = "dropping-particle" if name.dropped else "non-dropping-particle"
    parts = {"family": name.family, "given": name.given, particle: name.particle, "suffix": name.suffix}
    return {part: text for part, text in parts.items() if text}


def _date(date: Date) -> dict[str, Any]:
    if not date.start:
        return {"literal": date.literal}
    return {"date-parts": [list(end) for end in (date.start, date.end) if end]}
