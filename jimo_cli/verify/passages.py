"""The sections and paragraphs of a text, as locators name them.

The rules, in the order in which they are applied to a line:

- a blank line separates paragraphs; every other line is one, a line of dots too;
- a line that begins with | is the row of a table, and so are lines with tabs or wide gaps between their cells, where
  several follow each other that have figures (`documents.rows`);
- a heading is a line that equals a section that some locator names, a Markdown heading, or after the
  first paragraph a short line without the end of a sentence or a sign within one, that does not begin
  like an entry of a list; it begins a section and is no paragraph of it; no heading is longer than 500
  characters;
- a caption begins with ■ ▲ ◆ ● △ and their like, `图1`, `图:` or `Photo:`; captions are the
  paragraphs of 图片说明, wherever they stand, and of no other section;
- lines before the first heading belong to 导语 (the lead); a line of it without the end of a
  sentence is a title or a by-line, and is not counted: 导语 without a paragraph names these too;
- a paragraph that breaks off within a sentence, with a caption and then text behind it, continues there.

Paragraphs count from 1 within their section. `¶n` without a section counts the paragraphs of the
whole text except captions.
"""

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import accumulate, islice
from typing import NamedTuple

from jimo_cli.documents.folded import Folded, folded
from jimo_cli.documents.lines import (
    LINE_BREAK,
    LONGEST_HEADING,
    MARKDOWN_HEADING,
    breaks_off,
    ends_sentence,
    has_sentence,
    is_caption,
    is_title,
)
from jimo_cli.documents.rows import rows_in
from jimo_cli.errors import listed, shortened
from jimo_cli.model import Locator
from jimo_cli.verify.index import Index, members

LEAD = "导语"
QUOTES = "\"'“”‘’「」『』《》〈〉()"
CAPTIONS = "图片说明"

_MOST_LOCATORS = 3
_SHORT = 50
_KEPT = 64
"""Answers of each kind that are kept: many facts cite one section, or are in the same passages."""

_GAP = f"[\\s{re.escape(QUOTES)}]"
_SKIPPED = re.compile(f"(?<=[0-9]){_GAP}*+,{_GAP}*+(?=[0-9])|{_GAP}++")


def compact(plain: str) -> Folded:
    """Return folded text without blanks, quotes and the commas in numbers, which patterns may skip."""
    parts: list[str] = []
    positions = array("I")
    last = 0
    for skipped in _SKIPPED.finditer(plain):
        parts.append(plain[last : skipped.start()])
        positions.extend(range(last, skipped.start()))
        last = skipped.end()
    if not last:
        return Folded(plain, range(len(plain)))
    positions.extend(range(last, len(plain)))
    return Folded("".join([*parts, plain[last:]]), positions)


class Line(NamedTuple):
    """A line of a text and its number, from 1."""

    number: int
    text: str


class Passage:
    """A paragraph, a caption, a heading or a title.

    `number` counts within the section, from 1; it is None for titles and headings. `is_row` tells that it is the row
    of a table.
    """

    __slots__ = ("_compact", "_folded", "_starts", "_text", "is_row", "lines", "number", "section")

    def __init__(self, section: str, number: int | None, lines: list[Line], *, is_row: bool = False) -> None:
        self.section = section
        self.number = number
        self.lines = lines
        self.is_row = is_row
        # What is kept, in slots: a text may have a million lines. Of the short ones it is made each time.
        self._text: str | None = None
        self._starts: list[int] | None = None
        self._folded: Folded | None = None
        self._compact: Folded | None = None

    @property
    def locator(self) -> str:
        """The locator of a fact that cites it."""
        return str(Locator(self.section, self.number))

    @property
    def text(self) -> str:
        """The text, with a line break where it breaks off and continues; first asked for when it is whole."""
        if len(self.lines) == 1:
            return self.lines[0].text
        if self._text is None:
            self._text = "\n".join(line.text for line in self.lines)
        return self._text

    @property
    def folded(self) -> Folded:
        """The text as it is compared."""
        if self._folded is not None:
            return self._folded
        found = folded(self.text)
        self._folded = found if len(found.text) > _SHORT else None
        return found

    @property
    def compact(self) -> Folded:
        """The folded text without what patterns may skip, and where its characters are in that."""
        if self._compact is not None:
            return self._compact
        found = compact(self.folded.text)
        self._compact = found if len(found.text) > _SHORT else None
        return found

    def line(self, position: int) -> int:
        """Return the number of the line with the character at a position of `text`."""
        if self._starts is None:
            self._starts = [0, *accumulate(len(line.text) + 1 for line in self.lines)]
        return self.lines[bisect_right(self._starts, position) - 1].number


class Passages:
    """The passages of a text in its order, and their index; `sections` are the headings that locators name."""

    def __init__(self, content: str, sections: Iterable[str] = ()) -> None:
        self.all = tuple(_parsed(content, {_key(section) for section in sections}))
        self.index = Index(self.all)
        self.cited = lru_cache(_KEPT)(self._cited)
        self.listed = lru_cache(_KEPT)(self._listed)
        self._counted: list[int] = []
        self._lead: list[int] = []
        self._names: dict[str, str] = {}
        self._paragraphs: dict[str, list[int]] = {}
        for number, passage in enumerate(self.all):
            key = _key(passage.section)
            self._names.setdefault(key, passage.section)
            paragraphs = self._paragraphs.setdefault(key, [])
            if passage.section == LEAD:
                self._lead.append(number)
            if passage.number is not None:
                paragraphs.append(number)
                self._counted += [number] if passage.section != CAPTIONS else []

    @property
    def sections(self) -> list[str]:
        """The sections of the text, in its order."""
        return list(self._names.values())

    def _listed(self, found: int) -> str:
        """Return the locators of the passages in a set, of many the first ones and how many more there are."""
        alone = found & ~self._repeated
        first_with = {self.all[number].locator: number for number in reversed([*members(found & self._repeated)])}
        first = sorted([*islice(members(alone), _MOST_LOCATORS), *first_with.values()])[:_MOST_LOCATORS]
        more = alone.bit_count() + len(first_with) - len(first)
        return ", ".join(self.all[number].locator for number in first) + (f" and {more} more" if more else "")

    @cached_property
    def _repeated(self) -> int:
        """The set of the passages whose locator others have too: titles at the head of a text, repeated headings."""
        counts = Counter(passage.locator for passage in self.all)
        return self.index.set_of(number for number, each in enumerate(self.all) if counts[each.locator] > 1)

    @cached_property
    def _sections_listed(self) -> str:
        return shortened(listed(self.sections)) or "no sections"

    def _cited(self, locator: str | None) -> int:
        """Return the set of the passages that a locator names: a paragraph, those of a section, or all.

        Raises LookupError, with the sections or the number of paragraphs there are, where it names none.
        """
        if locator is None:
            return self.index.every
        section, number = Locator.parse(locator)
        if section is None:
            name, found = "the text", self._counted
        elif _key(section) in self._paragraphs:
            name, found = section, self._paragraphs[_key(section)]
        else:
            raise LookupError(f"no section {section}; the text has {self._sections_listed}")
        if number is None:
            return self.index.set_of(self._lead if section == LEAD else found)
        if number > len(found):
            raise LookupError(f"{name} has only {len(found)} paragraph{'' if len(found) == 1 else 's'}")
        return self.index.set_of(found[number - 1 : number])


@lru_cache(_KEPT)  # the section of a paragraph is mostly that of the one before
def _key(section: str) -> str:
    """A heading as it is compared: without blanks and the marks of Markdown."""
    return "".join(folded(section).text.split()).strip("#")


def _lines(content: str, sections: set[str]) -> Iterator[tuple[Line, str]]:
    """Yield the lines that are not blank, each with its kind: heading, row, caption or text."""
    lines = LINE_BREAK.split(content)
    rows = rows_in(lines)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if len(line) <= LONGEST_HEADING and (MARKDOWN_HEADING.match(line) or _key(line) in sections):
            yield Line(number, line), "heading"
        elif number - 1 in rows:
            yield Line(number, line), "row"
        else:
            yield Line(number, line), "caption" if is_caption(line) else "text"


def _parsed(content: str, sections: set[str]) -> Iterator[Passage]:
    """Yield the passages of a text; one that breaks off is whole when all have been yielded."""
    counter = Counter[str]()
    section = LEAD
    broken_off: Passage | None = None
    after_caption = any_counted = False
    for line, kind in _lines(content, sections):
        if kind == "caption":
            after_caption = True
            yield _passage(CAPTIONS, line, counter)
            continue
        is_title_ = kind == "text" and any_counted and not broken_off and is_title(line.text)
        if kind == "heading" or is_title_:
            section = line.text.strip().strip("#").strip()
            broken_off = None
            yield Passage(section, None, [line])
        elif broken_off and after_caption:
            broken_off.lines.append(line)
            broken_off = broken_off if breaks_off(line.text) else None
        else:
            counts = section != LEAD or ends_sentence(line.text) or has_sentence(line.text)
            any_counted |= counts
            passage = _passage(section, line, counter) if counts else Passage(section, None, [line])
            passage.is_row = kind == "row"
            broken_off = passage if counts and breaks_off(line.text) else None
            yield passage
        after_caption = False


def _passage(section: str, line: Line, counter: Counter[str]) -> Passage:
    """The next paragraph of a section."""
    counter[_key(section)] += 1
    return Passage(section, counter[_key(section)], [line])
