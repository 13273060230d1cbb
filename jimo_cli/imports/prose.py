"""The claims of a document as drafts of facts: what each figure states, where it stands, and what was guessed of it.

>>> from jimo_cli import documents
>>> from jimo_cli.imports import prose
>>> draft = prose.draft_of(documents.read("report.docx"))
>>> draft.facts[0].label, draft.facts[0].value, draft.facts[0].checks
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.claims import About, Paragraph, read, topic_of
from jimo_cli.claims.document import document_of
from jimo_cli.claims.plain import plain_of
from jimo_cli.claims.times import NUMBERED
from jimo_cli.documents.lines import LINE_BREAK
from jimo_cli.imports import around, claimed, ratios, seen, tabled
from jimo_cli.imports.drafts import Draft, FactDraft, Skipped
from jimo_cli.imports.held import mended
from jimo_cli.imports.stacked import in_series
from jimo_cli.imports.things import things_of
from jimo_cli.model import Locator
from jimo_cli.verify import texts
from jimo_cli.verify.passages import CAPTIONS, LEAD, Passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jimo_cli.claims import Claim
    from jimo_cli.claims.document import Document as Subject
    from jimo_cli.documents import Document
    from jimo_cli.verify.passages import Passage

MOST_FACTS = 5000
"""Figures of a document that become facts: a pack of more is no longer read through by a person."""

_NUMBERED = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十0-9]{1,3}[章节部、.．)）]|[(（][一二三四五六七八九十0-9]{1,3}[)）])\s*"
)
_YEAR = re.compile("(?:19|20)[0-9]{2}(?=年|[-—~至])")
_NUMBER = re.compile("[0-9０-９]+")
_MOST_NUMBERS = 4
"""Numbers of a text for each of its figures: years and decimals are more than one."""

_TABLE = re.compile(r"[\s#*]*(?:附?表|table)\s*[0-9]+(?:[-.][0-9]+)*", re.IGNORECASE)
"""The number of a table in its caption, which is no figure: 表1 分市产值."""

_BY_LINE = re.compile("^[^，。；,;]{0,12}(?:记者|作者|通讯员|撰文|撰稿)[：:\\s]|^By [A-Z]")
_LEAD = 15  # lines above a text, of which its title is one
_BREAK = re.compile("[，。；：、！？,;:!?（）() ]")
_BREAK_IN_ENGLISH = re.compile(r"[,.;:!?()0-9]|\b(?:and|but|while|compared)\b")
_LAST_WORDS = re.compile(r"(?:^\w+ (?=\w))|(?: (?:at|of|to|by|was|were|is|are|from|in|the|a))+ ?$")
_RUNNING, _DIGITS = re.compile("[，。；！？,;!?]"), re.compile("[0-9０-９]")
_LONGEST_TITLE, _LONGEST_HEADING, _AROUND = 200, 40, 24


class _Stated(NamedTuple):
    """A claim with the passage that it stands in, and the fact that it makes."""

    claim: Claim
    passage: Passage
    fact: FactDraft


def draft_of(document: Document, *, things: bool = False) -> Draft:
    """Return what the text of a document states as drafts of facts and series, which `jimo verify` finds in it.

    Figures of one measure in one table are a series. With `things` the names in its quotation marks are offered too.
    """
    text = texts.of(document)
    title, blocks = _title(document), seen.blocks_of_lines(document)
    kinds = {number: block.kind for number, block in blocks.items()}
    passages = [*_begin(Passages(text.content, _sections(text.content)).all)]
    subject = document_of(_paragraphs(passages), About())
    stated = [*_stated(passages, kinds, title, subject)]
    kept, skipped = _without_repeated(stated)
    facts, words = _apart(_linked(kept), [_around(each) for each in kept])
    rows = seen.tables_of(passages, blocks)
    about = around.About(title, subject, _place(kept), around.has_captions_below(rows))
    tables = [tabled.facts_of(each, at, about) for at, each in enumerate(rows, 1)]
    for each in tables:
        facts, words = [*facts, *_behind(each.facts, len(facts))], [*words, *each.words]
        skipped += each.skipped
    facts, words, repeated = _once(facts, words)
    skipped += repeated
    unclear = [*_unclear(len(facts)), *(what for each in tables for what in each.unclear)]
    facts, words = facts[:MOST_FACTS], words[:MOST_FACTS]
    offered = things_of(passages, facts, kinds) if things else []
    facts, left_out = mended([*facts, *offered], text, [*words, *(fact.label for fact in offered)])
    series, facts = in_series(facts)
    columns = [column for each in tables for column in each.columns]
    return Draft(
        document.path, title, {"title": title}, text.sha256, series, facts, columns, skipped, [*unclear, *left_out]
    )


def _once(facts: Sequence[FactDraft], words: Sequence[str]) -> tuple[list[FactDraft], list[str], list[Skipped]]:
    """The facts without figures of tables that say again what a fact before them does; their words; those figures."""
    first: dict[object, int] = {}
    new: dict[int | None, int] = {}
    kept: list[int] = []
    skipped = []
    for at, fact in enumerate(facts):
        says = fact.label, fact.aspect, fact.value, fact.value_max, fact.unit
        key = *says, fact.time_period, fact.reference_area, fact.status
        if fact.table is not None and key in first:
            new[at] = first[key]
            where = Locator(fact.section, fact.paragraph)
            skipped.append(Skipped(str(where), fact.as_written or "", "stated before"))
        else:
            new[at] = first[key] = len(kept)
            kept.append(at)
    return [facts[at]._replace(of=new.get(facts[at].of)) for at in kept], [words[at] for at in kept], skipped


def _behind(facts: Sequence[FactDraft], count: int) -> Iterator[FactDraft]:
    """Yield facts as they stand in a list behind `count` others."""
    for fact in facts:
        yield fact if fact.of is None else fact._replace(of=fact.of + count)


def _paragraphs(passages: Sequence[Passage]) -> list[Paragraph]:
    return [Paragraph(each.text, each.section, each.number is None) for each in passages]


def _begin(passages: Sequence[Passage]) -> Iterator[Passage]:
    """Yield the passages up to which there are more numbers than facts are made of, so that the time is bounded."""
    count = 0
    for passage in passages:
        yield passage
        count += len(_NUMBER.findall(passage.text))
        if count > _MOST_NUMBERS * MOST_FACTS:
            return


def _unclear(count: int) -> Iterator[str]:
    if count > MOST_FACTS:
        yield f"facts are made of the first {MOST_FACTS} figures, and there are more; split the document"
    if not count:
        yield "no figure of a measure is in the text"


def _place(stated: Sequence[_Stated]) -> str | None:
    """The place that most figures of the text are of."""
    counts = Counter(each.fact.reference_area for each in stated if each.fact.reference_area)
    return max(counts, key=lambda place: counts[place], default=None)


def _apart(facts: Sequence[FactDraft], words: Sequence[str]) -> tuple[list[FactDraft], list[str]]:
    """Facts whose labels tell them apart: of two that differ in their figures alone, the second has its words too."""
    found, seen_before = [], set[object]()
    for fact, beside in zip(facts, words, strict=True):
        told_apart = [f"{fact.label}（{more}）" for more in (beside, fact.as_written) if more]
        for label in (fact.label, *told_apart):
            named = fact._replace(label=label)
            key = label, named.time_period, named.reference_area, named.status, named.basis
            if key not in seen_before:
                break
        seen_before.add(key)
        is_changed = named.label != fact.label
        found.append(named._replace(checks={**fact.checks, "label": beside}) if is_changed else fact)
    return found, [*words]


def _sections(content: str) -> Iterator[str]:
    """Yield the lines that are numbered headings, which verify takes for headings where a fact names them."""
    for line in LINE_BREAK.split(content):
        is_short = len(line) < _LONGEST_HEADING and NUMBERED.match(line) and not _RUNNING.search(line)
        if is_short and not _DIGITS.search(_YEAR.sub("", _NUMBERED.sub("", line))):
            yield line.strip()


def _stated(passages: Sequence[Passage], kinds: Mapping[int, str], title: str, subject: Subject) -> Iterator[_Stated]:
    """Yield the claims of the passages that a reader sees and that are no rows of a table."""
    for passage, claims in zip(passages, read(_paragraphs(passages)), strict=True):
        if claims and kinds.get(passage.lines[0].number, seen.ROW) != seen.ROW:
            plain = plain_of(passage.text)
            about = claimed.About(subject, title, _topic(passage.section, title))
            number = _TABLE.match(passage.text)
            own = [claim for claim in claims if number is None or claim.number >= number.end()]
            for claim in [*own, *ratios.shares_in(plain, passage.text, own)]:
                fact = claimed.fact_of(claim, passage, plain, about)
                yield _named(_Stated(claim, passage, fact), title)


def _named(stated: _Stated, title: str) -> _Stated:
    """A fact with the words around its figure as its label, where the claim has no measure."""
    if stated.fact.label:
        return stated
    label = _around(stated) or title
    return stated._replace(fact=stated.fact._replace(label=label, checks={**stated.fact.checks, "label": label}))


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
    """The words of the text around a figure, for a label of last resort: in English mostly those behind it."""
    text, (start, end) = each.passage.text, (each.claim.start, each.claim.end)
    before, behind = text[max(0, start - _AROUND) : start], text[end : end + 2 * _AROUND]
    if (before + behind).isascii():
        named = _BREAK_IN_ENGLISH.split(before.rstrip(" ("))[-1] if before.rstrip().endswith("(") else ""
        words = (named or _BREAK_IN_ENGLISH.split(behind)[0]).strip()
        return words if len(words) > 1 else _LAST_WORDS.sub("", _BREAK_IN_ENGLISH.split(before)[-1]).strip()
    parts = [part for part in _BREAK.split(before) if len(part) > 1]
    return parts[-1] if parts else _BREAK.split(behind[:_AROUND])[0]


def _topic(section: str, title: str) -> str:
    """What a section is about by its heading; that of the whole document says nothing of a figure."""
    return "" if section in {LEAD, CAPTIONS, title} else topic_of(plain_of(_NUMBERED.sub("", section)))


def _title(document: Document) -> str:
    """The line above that of the authors, as newspapers have it, else the first heading, else the first line."""
    blocks = [block for block in document.blocks if block.text.strip()]
    above = next((blocks[at - 1] for at in range(1, len(blocks[:_LEAD])) if _BY_LINE.search(blocks[at].text)), None)
    title = above or next((block for block in blocks if block.kind == "heading"), blocks[0] if blocks else None)
    return title.text.strip()[:_LONGEST_TITLE] if title else document.path
