"""A text taken apart into the sections and paragraphs that a locator names.

The rules, in the order in which they are asked of a line:

- a blank line parts paragraphs and is none; every other line is one, a line of dots too;
- a heading is a line that equals a section that some locator names, a Markdown heading, or after the
  first paragraph a short line without the end of a sentence or a sign within one, that begins like
  no entry of a list; it begins a section and is no paragraph of it;
- a caption begins with ■ ▲ ◆ ● △ and their like, `图1`, `图:` or `Photo:`; captions are the
  paragraphs of 图片说明, wherever they stand, and of no other section;
- what stands before the first heading is 导语 (the lead); a line of it without the end of a
  sentence is a title or a by-line, and is not counted;
- a paragraph that breaks off within a sentence, where a caption follows and then text, goes on there.

Paragraphs count from 1 within their section. `¶n` without a section counts the paragraphs of the
whole text, captions set aside.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from jimo_cli import text
from jimo_cli.model import Locator

LEAD = "导语"
QUOTES = "\"'“”‘’「」『』《》〈〉()"
CAPTIONS = "图片说明"

_BREAK = re.compile(r"\r\n|\r|\n")
_MARKDOWN = re.compile(r"\s{0,3}#{1,6}\s+\S")
_CAPTION = re.compile(
    r"[■▲△▼▽◆◇●▶◀]|(?:图片说明|图说|图)\s*:|图\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})[\s:.]"
    r"|(?:figure|fig\.|photo)\s*\d*\s*[:.]"
)
_SENTENCE_ENDS = tuple("。！？；：…—.!?;:~～")
_CLOSING = "”’」』）)】》\"'"
_RUNNING = re.compile(r"[，。！？；]|[,.;!?](?!\d)")
_STOP = re.compile(r"[。！？；]")
# Blanks that part the thousands of a number as a comma does.
_THOUSANDS = re.compile(r"(?<=[0-9])[\u00a0\u2007\u2009\u202f](?=[0-9]{3}(?![0-9]))")

_APART = re.compile(rf"(?<=[\u3400-\u9fff])[\s{re.escape(QUOTES)}]+(?=[\u3400-\u9fff])")
_NUMBER = re.compile(r"[0-9]++(?:\.[0-9]+)?")


class Folded(NamedTuple):
    """A text as it is compared, and where each of its characters stood before."""

    text: str
    where: Sequence[int]


def folded(said: str) -> Folded:
    """Return the text in half width, lower case and simplified characters; line breaks become blanks."""
    said = _THOUSANDS.sub(",", said)
    plain = text.fold(said)
    if len(plain) == len(said) and unicodedata.is_normalized("NFKC", plain):
        return Folded(plain, range(len(said)))
    pairs = [(char, at) for at, said_char in enumerate(said) for char in _folded(said_char)]
    return Folded("".join(char for char, _ in pairs), [at for _, at in pairs])


def _folded(char: str) -> str:
    """A character folded; one that is a number by itself (① ² ½) stays what it is."""
    return char if unicodedata.category(char) == "No" else text.fold(unicodedata.normalize("NFKC", char))


def running(plain: str) -> str:
    """Return folded text in which words that only quotes or blanks part stand together."""
    return _APART.sub("", plain)


def numbers(plain: str) -> frozenset[str]:
    """Return the numbers in Arabic digits of folded text."""
    return frozenset(_NUMBER.findall(plain))


class Passage:
    """A paragraph, a caption, a heading or a title, as `lines` with their numbers in the text.

    `number` counts within the section, from 1; it is None for what is not counted.
    """

    def __init__(self, section: str, number: int | None, lines: Sequence[tuple[int, str]]) -> None:
        self.section = section
        self.number = number
        self.lines = tuple(lines)

    @property
    def locator(self) -> str:
        """Where it stands, as a fact says it."""
        return str(Locator(self.section, self.number))

    @cached_property
    def text(self) -> str:
        """What it says; where it breaks off and goes on, there is a line break."""
        return "\n".join(said for _, said in self.lines)

    @cached_property
    def folded(self) -> Folded:
        """What it says, as it is compared."""
        return folded(self.text)

    @cached_property
    def letters(self) -> frozenset[str]:
        """The characters that it is made of: what has another cannot stand in it."""
        return frozenset(self.folded.text)

    @cached_property
    def running(self) -> str:
        """What it says, folded, as one looks for words in it: without quotes and blanks between Han characters."""
        return running(self.folded.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of its English words."""
        return frozenset(text.words(self.folded.text))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Its numbers in Arabic digits."""
        return numbers(self.folded.text)

    def line(self, at: int) -> int:
        """Return the line of the text that the character at a place of `text` stands on."""
        return self.lines[bisect_right(self._starts, at) - 1][0]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(said) + 1 for _, said in self.lines)]


class Passages:
    """A text taken apart; `sections` are the headings that locators name."""

    def __init__(self, said: str, sections: Iterable[str] = ()) -> None:
        self.all = tuple(_numbered(_taken_apart(said, {_key(section) for section in sections})))
        self._counted = [each for each in self.all if each.number is not None and each.section != CAPTIONS]
        self._sections: dict[str, list[Passage]] = {}
        for passage in self.all:
            held = self._sections.setdefault(_key(passage.section), [])
            if passage.number is not None:
                held.append(passage)

    @cached_property
    def sections(self) -> list[str]:
        """The sections that there are, in the order of the text."""
        named: dict[str, str] = {}
        for passage in self.all:
            named.setdefault(_key(passage.section), passage.section)
        return list(named.values())

    def cited(self, locator: str | None) -> Sequence[Passage]:
        """Return the passages that a locator names: a paragraph, those of a section, or all there are.

        Raises LookupError with what there is instead where it names none.
        """
        if locator is None:
            return self.all
        section, number = Locator.parse(locator)
        if section is None:
            held, name = self._counted, "the text"
        elif _key(section) in self._sections:
            held, name = self._sections[_key(section)], section
        else:
            raise LookupError(f"there is no section {section}; there are {', '.join(self.sections) or 'none'}")
        if number is None:
            return held
        if number > len(held):
            counted = "1 paragraph" if len(held) == 1 else f"{len(held)} paragraphs"
            raise LookupError(f"{name} has {counted} only")
        return held[number - 1 : number]


def _key(section: str) -> str:
    """A heading as two of them are compared: without blanks and the marks of Markdown."""
    return "".join(folded(section).text.split()).strip("#")


class _Line(NamedTuple):
    number: int
    said: str
    what: str  # heading, caption or text


class _Draft(NamedTuple):
    """A passage that has not been counted yet."""

    section: str
    counts: bool
    lines: list[tuple[int, str]]


def _lines(said: str, sections: set[str]) -> Iterator[_Line]:
    for number, line in enumerate(_BREAK.split(said), 1):
        if not line.strip():
            continue
        if _MARKDOWN.match(line) or _key(line) in sections:
            yield _Line(number, line, "heading")
        else:
            caption = _CAPTION.match(folded(line[:_LEAD_IN]).text.lstrip())
            yield _Line(number, line, "caption" if caption else "text")


_LEAD_IN = 40
_LONGEST_TITLE = 40
_ENTRY = re.compile(r"[-*•·◦]|[(（]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[a-z])[)）.、]", re.IGNORECASE)


def _taken_apart(said: str, sections: set[str]) -> Iterator[_Draft]:
    section = LEAD
    broken_off: _Draft | None = None
    after_caption = counted = False
    for number, line, what in _lines(said, sections):
        if what == "caption":
            after_caption = True
            yield _Draft(CAPTIONS, counts=True, lines=[(number, line)])
            continue
        if what == "heading" or (counted and not broken_off and _is_title(line)):
            section = line.strip().strip("#").strip()
            broken_off = None
            yield _Draft(section, counts=False, lines=[(number, line)])
        elif broken_off and after_caption:
            broken_off.lines.append((number, line))
            broken_off = broken_off if _breaks_off(line) else None
        else:
            counts = section != LEAD or _ends(line) or bool(_STOP.search(line))
            counted |= counts
            draft = _Draft(section, counts, [(number, line)])
            broken_off = draft if counts and _breaks_off(line) else None
            yield draft
        after_caption = False


def _ends(line: str) -> bool:
    """Whether a line ends like a sentence."""
    return line.rstrip().rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


def _is_title(line: str) -> bool:
    """Whether a line reads like a heading."""
    said = line.strip()
    return len(said) <= _LONGEST_TITLE and not (_ends(line) or _RUNNING.search(line) or _ENTRY.match(said))


def _breaks_off(line: str) -> bool:
    """Whether a line is running text that does not end like a sentence."""
    return not _ends(line) and bool(_RUNNING.search(line))


def _numbered(drafts: Iterator[_Draft]) -> Iterator[Passage]:
    numbers: dict[str, int] = {}
    # All at once: what breaks off is whole only when the text after it has been seen.
    for section, counts, lines in list(drafts):
        key = _key(section)
        numbers[key] = numbers.get(key, 0) + counts
        yield Passage(section, numbers[key] if counts else None, lines)
