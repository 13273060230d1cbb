"""The sections and paragraphs of a text, as locators name them.

The rules, in the order in which they are applied to a line:

- a blank line separates paragraphs; every other line is one, a line of dots too;
- a heading is a line that equals a section that some locator names, a Markdown heading, or after the
  first paragraph a short line without the end of a sentence or a sign within one, that does not begin
  like an entry of a list; it begins a section and is no paragraph of it; no heading is longer than 500
  characters;
- a caption begins with ■ ▲ ◆ ● △ and their like, `图1`, `图:` or `Photo:`; captions are the
  paragraphs of 图片说明, wherever they stand, and of no other section;
- lines before the first heading belong to 导语 (the lead); a line of it without the end of a
  sentence is a title or a by-line, and is not counted;
- a paragraph that breaks off within a sentence, with a caption and then text behind it, continues there.

Paragraphs count from 1 within their section. `¶n` without a section counts the paragraphs of the
whole text except captions.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, islice
from typing import NamedTuple

from jimo_cli import text
from jimo_cli.errors import listed, shortened
from jimo_cli.figures.numerals import ONES
from jimo_cli.model import Locator
from jimo_cli.verify.index import Index, members

LEAD = "导语"
QUOTES = "\"'“”‘’「」『』《》〈〉()"
CAPTIONS = "图片说明"

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_MARKDOWN = re.compile(r"\s{0,3}#{1,6}\s+\S")
_CAPTION = re.compile(
    rf"[■▲△▼▽◆◇●▶◀]|(?:图片说明|图说|图)\s*:|图\s*(?:\d{{1,3}}|[{ONES}十]{{1,3}})[\s:.]"
    r"|(?:figure|fig\.|photo)\s*\d*\s*[:.]"
)
_CAPTION_BEGINNING = 40
"""Characters of a line within which a caption shows itself."""

_SENTENCE_ENDS = tuple("。！？；：…—.!?;:~～")
_CLOSING = "”’」』）)】》\"'"
_RUNNING = re.compile(r"[，。！？；]|[,.;!?](?!\d)")
_STOP = re.compile(r"[。！？；]")
_ENTRY = re.compile(rf"[-*•·◦]|[(（]?(?:[0-9]{{1,3}}|[{ONES}十]{{1,3}}|[a-z])[)）.、]", re.IGNORECASE)
_LONGEST_TITLE = 40
_LONGEST_LIGATURE = 6  # ㌖ is キロメートル
_MOST_CHARACTERS = 10_000  # of which is kept what they are folded to
_LONGEST_HEADING = 500
_MOST_LOCATORS = 3
_SHORT = 50
_KEPT = 64
"""Answers of each kind that are kept: many facts cite one section, or are in the same passages."""

# Blanks that separate the thousands of a number as a comma does.
_THOUSANDS = re.compile(r"(?<=[0-9])[\u00a0\u2007\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_GAP = f"[\\s{re.escape(QUOTES)}]"
_SKIPPED = re.compile(f"(?<=[0-9]){_GAP}*+,{_GAP}*+(?=[0-9])|{_GAP}++")


class Folded(NamedTuple):
    """A text as it is compared, and for each of its characters the position in what it was made from."""

    text: str
    positions: Sequence[int]


def folded(original: str) -> Folded:
    """Return a text in half width, lower case and simplified characters; line breaks become blanks."""
    original = _THOUSANDS.sub(",", original)
    plain = text.fold(original)
    if len(plain) == len(original) and unicodedata.is_normalized("NFKC", plain):
        return Folded(original if plain == original else plain, range(len(original)))
    parts = [_folded(char) for char in original]
    positions = array("I")
    for position, part in enumerate(parts):
        positions.extend([position] * len(part))
    return Folded("".join(parts), positions)


@lru_cache(_MOST_CHARACTERS)
def _folded(char: str) -> str:
    """A character folded, except one that is a number by itself (① ② ½) or stands for a sentence (ﷺ)."""
    if unicodedata.category(char) == "No":
        return char
    normal = unicodedata.normalize("NFKC", char)
    return text.fold(normal if len(normal) <= _LONGEST_LIGATURE else char)


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

    `number` counts within the section, from 1; it is None for titles and headings.
    """

    __slots__ = ("_compact", "_folded", "_starts", "_text", "lines", "number", "section")

    def __init__(self, section: str, number: int | None, lines: list[Line]) -> None:
        self.section = section
        self.number = number
        self.lines = lines
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
        self._names: dict[str, str] = {}
        self._paragraphs: dict[str, list[int]] = {}
        for number, passage in enumerate(self.all):
            key = _key(passage.section)
            self._names.setdefault(key, passage.section)
            paragraphs = self._paragraphs.setdefault(key, [])
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
            return self.index.set_of(found)
        if number > len(found):
            raise LookupError(f"{name} has only {len(found)} paragraph{'' if len(found) == 1 else 's'}")
        return self.index.set_of(found[number - 1 : number])


@lru_cache(_KEPT)  # the section of a paragraph is mostly that of the one before
def _key(section: str) -> str:
    """A heading as it is compared: without blanks and the marks of Markdown."""
    return "".join(folded(section).text.split()).strip("#")


def _lines(content: str, sections: set[str]) -> Iterator[tuple[Line, str]]:
    """Yield the lines that are not blank, each with its kind: heading, caption or text."""
    for number, line in enumerate(_LINE_BREAK.split(content), 1):
        if not line.strip():
            continue
        if len(line) <= _LONGEST_HEADING and (_MARKDOWN.match(line) or _key(line) in sections):
            yield Line(number, line), "heading"
        else:
            caption = _CAPTION.match(folded(line[:_CAPTION_BEGINNING]).text.lstrip())
            yield Line(number, line), "caption" if caption else "text"


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
        if kind == "heading" or (any_counted and not broken_off and _is_title(line.text)):
            section = line.text.strip().strip("#").strip()
            broken_off = None
            yield Passage(section, None, [line])
        elif broken_off and after_caption:
            broken_off.lines.append(line)
            broken_off = broken_off if _breaks_off(line.text) else None
        else:
            counts = section != LEAD or _ends_sentence(line.text) or bool(_STOP.search(line.text))
            any_counted |= counts
            passage = _passage(section, line, counter) if counts else Passage(section, None, [line])
            broken_off = passage if counts and _breaks_off(line.text) else None
            yield passage
        after_caption = False


def _passage(section: str, line: Line, counter: Counter[str]) -> Passage:
    """The next paragraph of a section."""
    counter[_key(section)] += 1
    return Passage(section, counter[_key(section)], [line])


def _ends_sentence(line: str) -> bool:
    return line.rstrip().rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


def _is_title(line: str) -> bool:
    title = line.strip()
    return len(title) <= _LONGEST_TITLE and not (_ends_sentence(line) or _RUNNING.search(line) or _ENTRY.match(title))


def _breaks_off(line: str) -> bool:
    """Whether a line is running text that does not end like a sentence."""
    return not _ends_sentence(line) and bool(_RUNNING.search(line))
