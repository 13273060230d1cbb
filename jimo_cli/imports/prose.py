"""The claims of a document as drafts of facts: what each figure states, where it stands, and what was guessed of it.

>>> from jimo_cli import documents
>>> from jimo_cli.imports import prose
>>> draft = prose.draft_of(documents.read("report.docx"))
>>> draft.facts[0].label, draft.facts[0].value, draft.facts[0].checks
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.claims import About, Paragraph, read
from jimo_cli.claims.document import document_of
from jimo_cli.claims.plain import plain_of
from jimo_cli.claims.times import NUMBERED
from jimo_cli.documents.lines import LINE_BREAK
from jimo_cli.imports import claimed, seen
from jimo_cli.imports.drafts import Draft, FactDraft, Skipped
from jimo_cli.imports.held import mended
from jimo_cli.verify import texts
from jimo_cli.verify.passages import CAPTIONS, LEAD, Passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jimo_cli.claims import Claim
    from jimo_cli.documents import Document
    from jimo_cli.verify.passages import Passage

MOST_FACTS = 5000
"""Figures of a document that become facts: a pack of more is no longer read through by a person."""

_ABOUT = re.compile("(?:有关)?(?:情况|发展|建设|形势|数据|概况)+$")
_NUMBERED = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十0-9]{1,3}[章节部、.．)）]|[(（][一二三四五六七八九十0-9]{1,3}[)）])\s*"
)
_BREAK = re.compile("[，。；：、！？,;:!?（）() ]")
_RUNNING, _DIGITS = re.compile("[，。；！？,;!?]"), re.compile("[0-9０-９]")
_LONGEST_TITLE, _LONGEST_HEADING, _AROUND = 200, 40, 24


class _Stated(NamedTuple):
    """A claim with the passage that it stands in, and the fact that it makes."""

    claim: Claim
    passage: Passage
    fact: FactDraft


def draft_of(document: Document) -> Draft:
    """Return what the text of a document states as drafts of facts, each of which `jimo verify` finds in it."""
    text = texts.of(document)
    title = _title(document)
    passages = Passages(text.content, _sections(text.content)).all
    stated = [*_stated(passages, seen.kinds_of_lines(document), title)]
    kept, skipped = _without_repeated(stated)
    unclear = []
    if len(kept) > MOST_FACTS:
        unclear.append(f"{len(kept)} figures, and facts are made of the first {MOST_FACTS}; split the document")
        kept = kept[:MOST_FACTS]
    if not kept:
        unclear.append("no figure of a measure is in the text")
    facts = mended(_linked(kept), text, [_around(each) for each in kept])
    return Draft(document.path, title, {"title": title}, text.sha256, (), facts, (), skipped, unclear)


def _sections(content: str) -> Iterator[str]:
    """Yield the lines that are numbered headings, which verify takes for headings where a fact names them."""
    for line in LINE_BREAK.split(content):
        is_short = len(line) < _LONGEST_HEADING and NUMBERED.match(line) and not _RUNNING.search(line)
        if is_short and not _DIGITS.search(_NUMBERED.sub("", line)):
            yield line.strip()


def _stated(passages: Sequence[Passage], kinds: Mapping[int, str], title: str) -> Iterator[_Stated]:
    """Yield the claims of the passages that a reader sees and that are no rows of a table."""
    paragraphs = [Paragraph(each.text, each.section, each.number is None) for each in passages]
    subject = document_of(paragraphs, About())
    for passage, claims in zip(passages, read(paragraphs), strict=True):
        if claims and kinds.get(passage.lines[0].number, seen.ROW) != seen.ROW:
            plain = plain_of(passage.text)
            about = claimed.About(subject, title, _topic(passage.section))
            for claim in claims:
                yield _Stated(claim, passage, claimed.fact_of(claim, passage, plain, about))


def _without_repeated(stated: Sequence[_Stated]) -> tuple[list[_Stated], list[Skipped]]:
    """The claims that say something new, in the order of the text, and those that repeat one; a caption comes last."""
    first: dict[object, _Stated] = {}
    skipped = []
    for each in sorted(stated, key=lambda each: each.passage.section == CAPTIONS):
        fact = each.fact
        key = fact.label, fact.value, fact.value_max, fact.unit, fact.time_period, fact.reference_area
        if first.setdefault(key, each) is not each:
            skipped.append(Skipped(each.passage.locator, fact.as_written or "", "stated before"))
    kept = {id(each) for each in first.values()}
    return [each for each in stated if id(each) in kept], skipped


def _linked(stated: Sequence[_Stated]) -> list[FactDraft]:
    """The facts of claims; a growth, a share and a rank with the one of how much their measure is."""
    levels: dict[object, int] = {}
    facts = []
    for number, (claim, passage, fact) in enumerate(stated):
        keys = [(_subject(claim), fact.time_period, fact.reference_area, place) for place in (passage.locator, "")]
        if fact.aspect is None and claim.sort == "level":
            for key in keys:
                levels.setdefault(key, number)
        of = next((levels[key] for key in keys if key in levels), None) if fact.aspect else None
        facts.append(fact._replace(of=of))
    return facts


def _subject(claim: Claim) -> str:
    return claim.measure.partition("占")[0] if claim.sort == "share" else claim.measure


def _around(each: _Stated) -> str:
    """The words of the text around a figure, for a label of last resort."""
    text, (start, end) = each.passage.text, (each.claim.start, each.claim.end)
    before = [part for part in _BREAK.split(text[max(0, start - _AROUND) : start]) if len(part) > 1]
    behind = _BREAK.split(text[end : end + _AROUND])[0]
    return (before[-1] if before else "") or behind


def _topic(section: str) -> str:
    """What a section is about by its heading."""
    return "" if section in {LEAD, CAPTIONS} else _ABOUT.sub("", _NUMBERED.sub("", section))


def _title(document: Document) -> str:
    """The first heading, else the first line."""
    blocks = [block for block in document.blocks if block.text.strip()]
    title = next((block for block in blocks if block.kind == "heading"), blocks[0] if blocks else None)
    return title.text.strip()[:_LONGEST_TITLE] if title else document.path
