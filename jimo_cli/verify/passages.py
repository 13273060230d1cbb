"""The sections and paragraphs of a text, as locators name them.

The rules, in the order in which they are applied to a line:

- a blank line separates paragraphs; every other line is one, a line of dots too;
- a heading is a line that equals a section that some locator names, a Markdown heading, or after the
  first paragraph a short line without the end of a sentence or a sign within one, that does not begin
  like an entry of a list; it begins a section and is no paragraph of it;
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
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from jimo_cli import text
from jimo_cli.errors import listed
from jimo_cli.figures.numerals import ONES
from jimo_cli.model import Locator

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
# Blanks that separate the thousands of a number as a comma does.
_THOUSANDS = re.compile(r"(?<=[0-9])[\u00a0\u2007\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_GAP = re.compile(rf"(?<=[\u3400-\u9fff])[\s{re.escape(QUOTES)}]+(?=[\u3400-\u9fff])")
_NUMBER = re.compile(r"[0-9]++(?:\.[0-9]+)?")


class Folded(NamedTuple):
    """A text as it is compared, and for each of its characters the position in the original."""

    text: str
    positions: Sequence[int]


def folded(original: str) -> Folded:
    """Return a text in half width, lower case and simplified characters; line breaks become blanks."""
    original = _THOUSANDS.sub(",", original)
    plain = text.fold(original)
    if len(plain) == len(original) and unicodedata.is_normalized("NFKC", plain):
        return Folded(plain, range(len(original)))
    pairs = [(char, pos) for pos, unfolded in enumerate(original) for char in _folded(unfolded)]
    return Folded("".join(char for char, _ in pairs), [pos for _, pos in pairs])


def _folded(char: str) -> str:
    """A character folded, except one that is a number by itself (① ² ½)."""
    return char if unicodedata.category(char) == "No" else text.fold(unicodedata.normalize("NFKC", char))


def without_gaps(plain: str) -> str:
    """Return folded text without the quotes and blanks between Han characters."""
    return _GAP.sub("", plain)


def numbers(plain: str) -> frozenset[str]:
    """Return the numbers in Arabic digits of folded text."""
    return frozenset(_NUMBER.findall(plain))


class Line(NamedTuple):
    """A line of a text and its number, from 1."""

    number: int
    text: str


class Passage:
    """A paragraph, a caption, a heading or a title.

    `number` counts within the section, from 1; it is None for titles and headings.
    """

    def __init__(self, section: str, number: int | None, lines: list[Line]) -> None:
        self.section = section
        self.number = number
        self.lines = lines

    @property
    def locator(self) -> str:
        """The locator of a fact that cites it."""
        return str(Locator(self.section, self.number))

    @cached_property
    def text(self) -> str:
        """The text, with a line break where it breaks off and continues."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def folded(self) -> Folded:
        """The text as it is compared."""
        return folded(self.text)

    @cached_property
    def letters(self) -> frozenset[str]:
        """The characters of the folded text: it cannot contain what has any other."""
        return frozenset(self.folded.text)

    @cached_property
    def without_gaps(self) -> str:
        """The folded text without the quotes and blanks between Han characters."""
        return without_gaps(self.folded.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of the English words."""
        return frozenset(text.words(self.folded.text))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers in Arabic digits."""
        return numbers(self.folded.text)

    def line(self, position: int) -> int:
        """Return the number of the line with the character at a position of `text`."""
        return self.lines[bisect_right(self._starts, position) - 1].number

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line.text) + 1 for line in self.lines)]


class Passages:
    """The passages of a text in its order; `sections` are the headings that locators name."""

    def __init__(self, content: str, sections: Iterable[str] = ()) -> None:
        self.all = tuple(_parsed(content, {_key(section) for section in sections}))
        self._counted = [passage for passage in self.all if passage.number is not None and passage.section != CAPTIONS]
        self._names: dict[str, str] = {}
        self._paragraphs: dict[str, list[Passage]] = {}
        for passage in self.all:
            key = _key(passage.section)
            self._names.setdefault(key, passage.section)
            self._paragraphs.setdefault(key, []).extend([passage] if passage.number is not None else ())

    @property
    def sections(self) -> list[str]:
        """The sections of the text, in its order."""
        return list(self._names.values())

    def cited(self, locator: str | None) -> Sequence[Passage]:
        """Return the passages that a locator names: a paragraph, those of a section, or all.

        Raises LookupError, with the sections or the number of paragraphs there are, where it names none.
        """
        if locator is None:
            return self.all
        section, number = Locator.parse(locator)
        if section is None:
            name, found = "the text", self._counted
        elif _key(section) in self._paragraphs:
            name, found = section, self._paragraphs[_key(section)]
        else:
            raise LookupError(f"no section {section}; the text has {listed(self.sections) or 'no sections'}")
        if number is None:
            return found
        if number > len(found):
            raise LookupError(f"{name} has only {len(found)} paragraph{'' if len(found) == 1 else 's'}")
        return found[number - 1 : number]


def _key(section: str) -> str:
    """A heading as it is compared: without blanks and the marks of Markdown."""
    return "".join(folded(section).text.split()).strip("#")


def _lines(content: str, sections: set[str]) -> Iterator[tuple[Line, str]]:
    """Yield the lines that are not blank, each with its kind: heading, caption or text."""
    for number, line in enumerate(_LINE_BREAK.split(content), 1):
        if not line.strip():
            continue
        if _MARKDOWN.match(line) or _key(line) in sections:
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
