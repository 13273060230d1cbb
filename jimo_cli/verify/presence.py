"""Which passages of a text contain a figure, a name, or a good part of a name, by its index.

Texts are compared folded (see `passages.folded`), without blanks and the commas in thousands, and a
match must end where its figure or word does: `5个` is neither in `55个` nor in `5个月`, `3.5` not in
`13.5`, 三项 neither in 十三项 nor in 第三项, `6个月` not in `5至6个月`. Nor does one
stand in a figure with a minus sign, more digits or more of a unit: see `figures.edges`.
"""

import re
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from jimo_cli import text
from jimo_cli.documents.folded import folded
from jimo_cli.figures import edges
from jimo_cli.figures.mentions import WORDS_WITH_ONE
from jimo_cli.figures.numerals import NUMERALS
from jimo_cli.figures.units import currencies
from jimo_cli.model import Fact
from jimo_cli.verify.index import Index, numbers
from jimo_cli.verify.passages import QUOTES, compact

_SKIPPED = f" ,{QUOTES}"
_QUOTES_AS_BLANKS = dict.fromkeys(map(ord, QUOTES), " ")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_CACHED = 4096
_SHORTEST_NAME = 2
_LONGEST = 500
"""Characters of a name or a figure that count: of a longer one it is enough that a text has its beginning."""

_WORD_WORTH = 2
"""An English word counts as much of a name as two Han characters."""

_SIGNED = (*(sign for _, _, signs in currencies().values() for sign in signs.split("|") if sign), "增长")
"""What a minus sign may stand before, other than a number."""

_STOP_WORDS = frozenset(text.words("the and for with from into that are was its has have not more than new"))


class _Share(NamedTuple):
    """How much of a name must be there: the share of it, in pieces of so many characters."""

    piece: int
    share: float


# The largest shares under which every bundled fact is found where it says it is.
_BESIDE_A_FIGURE = _Share(piece=2, share=0.7)
_A_WORD = _Share(piece=2, share=0.0)
_ALONE = _Share(piece=3, share=0.75)
_LONG = 3


class Pattern(NamedTuple):
    """A figure or a name to find in passages: folded, and a regular expression for what may be between its characters.

    `characters` are those that an index finds it by, none for what is in no passage; `lead` are the quotes
    and commas before them. One that `is_cut` goes on. `unit` is the one of a figure that is printed without,
    None for a name.
    """

    plain: str
    gap: str
    characters: str
    lead: str
    is_cut: bool
    unit: str | None = None

    def span(self, content: str, place: int) -> tuple[int, int] | None:
        """Return its start and end in folded text that has its characters at a place, None if it is not there."""
        begin = place - len(self.lead)
        if begin >= 0 and content.startswith(self.plain, begin):  # as nearly always, so no pattern is compiled
            end = begin + len(self.plain)
            return (begin, end) if self._is_apart(content, begin, end) else None
        begin = place
        for char in reversed(self.lead.replace(" ", "")):
            begin = content.rfind(char, max(0, begin - _LONGEST), max(0, begin))
        found = _regex(_body(self.plain, self.gap)).match(content, begin) if begin >= 0 else None
        return found.span() if found and self._is_apart(content, *found.span()) else None

    def _is_apart(self, content: str, begin: int, end: int) -> bool:
        """Whether neither end lies within a word or a figure."""
        if _regex(_start(self.plain[0])).match(content, begin) is None:
            return False
        if not self.is_cut and _regex(_end(self.plain)).match(content, end) is None:
            return False
        return self.unit is None or not self._is_of_another(content, begin, end)

    def _is_of_another(self, content: str, begin: int, end: int) -> bool:
        """Whether what stands there is a part of another figure: of one below zero, of a longer number or unit."""
        first = self.plain[0]
        is_number = first.isdigit() or first in NUMERALS
        if first == "-" and edges.is_dash(content, begin):
            return True
        if (is_number or self.plain.startswith(_SIGNED)) and edges.has_minus(content, begin, end):
            return True
        if is_number and edges.is_tail(content, begin):
            return True
        return not self.is_cut and edges.is_cut(content, begin, end, self.unit or "")


_regex = lru_cache(_CACHED)(re.compile)


@lru_cache(_CACHED)
def figure_pattern(figure: str, unit: str = "") -> Pattern:
    """Return the pattern of a figure as a source prints it; `unit` is that of the fact, where the figure has none."""
    return _pattern(_plain(figure[:_LONGEST]), r"\s*", is_cut=len(figure) > _LONGEST)._replace(unit=unit)


@lru_cache(_CACHED)
def name_pattern(name: str) -> Pattern:
    """Return the pattern of a whole name, with any quotes in it; a single character matches nothing."""
    plain = _plain(name[:_LONGEST].translate(_QUOTES_AS_BLANKS))
    plain = plain if len(text.key(plain)) >= _SHORTEST_NAME else ""
    return _pattern(plain, rf"[\s{re.escape(QUOTES)}]*", is_cut=len(name) > _LONGEST)


def _pattern(plain: str, gap: str, *, is_cut: bool) -> Pattern:
    lead = plain[: len(plain) - len(plain.lstrip(_SKIPPED))]
    return Pattern(plain, gap, compact(plain).text.strip(","), lead, is_cut)


def _plain(original: str) -> str:
    return _THOUSANDS.sub("", " ".join(folded(original).text.split()))


def _body(plain: str, gap: str) -> str:
    """A regular expression for a folded text, whatever is around it."""
    found = re.escape(plain[0])
    for before, char in pairwise(plain):
        if char != " ":
            found += _between(before, char, gap) + re.escape(char)
    return found


def _between(before: str, char: str, gap: str) -> str:
    """A regular expression for what may separate two characters of a pattern."""
    if before.isdigit() and char.isdigit():
        return "(?:,(?=[0-9]{3}(?![0-9])))?"
    return "" if before.isascii() and before.isalnum() and char.isascii() and char.isalnum() else gap


def _start(char: str) -> str:
    """A regular expression for what must not stand before a character that begins a word or a figure."""
    if char.isascii() and char.isalpha():
        return "(?<![a-z])"
    range_before = f"(?<![0-9{NUMERALS}][-~至到])(?<!%[-~至])(?<!第)"
    if char.isascii() and char.isdigit():
        return rf"{range_before}(?<![0-9])(?<![0-9][.,/:+])(?<!(?<!-)-)"
    if char in NUMERALS:
        return f"{range_before}(?:(?<=[{WORDS_WITH_ONE}]一)|(?<![0-9{NUMERALS}]))(?<!分之)"
    return ""


@lru_cache(_CACHED)
def _end(plain: str) -> str:
    """A regular expression for what must not stand after the end of a word or a figure."""
    last = plain[-1]
    if last.isascii() and last.isalpha():
        return "(?![a-z])"
    # A range goes on; behind a blank a sign without one is that of the next number: 78.5 -5.1.
    refused = (
        [rf"(?:\s*[~至]|-|\s+-\s+)\s*[0-9{NUMERALS}]"]
        if any(char.isdigit() or char in NUMERALS for char in plain)
        else []
    )
    if last.isascii() and last.isdigit():
        refused.append(rf"[0-9]|[.,/:+][0-9]|\s*[余多几%‰{NUMERALS}]")
    elif last in NUMERALS:
        refused.append(f"[0-9余多几{NUMERALS}]")
    if last.isdigit() or last in NUMERALS:
        refused.append("分之")
    return f"(?!{'|'.join(refused)})" if refused else ""


def names_of(fact: Fact) -> tuple[str, ...]:
    """Return the names of a fact: its labels and its aliases."""
    return tuple(filter(None, (fact.label, fact.label_en, *fact.aliases)))


def containing(index: Index, fact: Fact) -> int:
    """Return the passages that contain the figure of a fact as written; all for a fact without one."""
    if fact.as_written is None:
        return index.every
    return index.with_pattern(figure_pattern(fact.as_written, fact.unit or ""))


def mentioning(index: Index, fact: Fact, among: int) -> int:
    """Return those of some passages that contain the figure of a fact which are about the fact.

    A word of its label or of an alias is enough: an English one, or two Han characters side by side.
    A fact without a figure has to be named; see `naming`.
    """
    return _with_name(index, fact, _A_WORD, among) if fact.as_written else naming(index, fact, among)


def naming(index: Index, fact: Fact, among: int) -> int:
    """Return those of some passages that contain the label of a fact or an alias, whole or enough of it in pieces.

    Beside a figure that is 7 tenths in pieces of 2 characters or more, one of them of 3; or all of it in
    pieces of 2. For a fact without a figure it is 3 quarters in pieces of 3 characters or more. An English
    word is a piece, if it has 3 letters or more and is not one like "the"; a number must be there.
    """
    return _with_name(index, fact, _BESIDE_A_FIGURE if fact.as_written else _ALONE, among)


def _with_name(index: Index, fact: Fact, least: _Share, among: int) -> int:
    found = 0
    for name in names_of(fact):
        rest = among & ~found
        if not rest:
            break
        found |= _in_pieces(index, _pieces(name), least, rest)
        if rest & ~found:
            found |= rest & index.with_pattern(name_pattern(name))
    return found


class _Pieces(NamedTuple):
    """The parts of a name: runs of Han characters, English words without the usual ones, numbers.

    `worth` is that of all of them.
    """

    han: list[str]
    words: list[str]
    numbers: frozenset[str]
    worth: int


@lru_cache(_CACHED)
def _pieces(name: str) -> _Pieces:
    plain = folded(name[:_LONGEST]).text
    words = [word for word in text.words(plain) if len(word) >= _LONG and word not in _STOP_WORDS]
    han = _HAN.findall(compact(plain).text)
    worth = sum(map(len, han)) + _WORD_WORTH * len(words)
    return _Pieces(han, words, numbers(plain), worth)


_Held = dict[tuple[int, bool], int]
"""Passages by how much of a name they contain, and whether a word or a long piece of it is among that."""


class _Tally:
    """Counts how much of a name passages contain; `found` are those that contain enough."""

    def __init__(self, index: Index, pieces: _Pieces, least: _Share) -> None:
        self._index = index
        self._worth = pieces.worth
        self._least = least
        self.found = 0

    def add(self, held: _Held, size: int, passages: int, *, is_telling: bool) -> None:
        """Keep passages by how much they contain, unless that is enough."""
        # Pieces of 2 characters alone may be chance, unless they are all of the name.
        share = self._least.share if is_telling else ceil(self._least.share)
        if size > 0 and size >= share * self._worth:
            self.found |= passages
        elif passages:
            held[size, is_telling] = held.get((size, is_telling), 0) | passages

    def with_word(self, word: str, held: _Held) -> _Held:
        """Return the passages by how much they contain with a word."""
        there, after = self._index.with_word(word), _Held()
        for (size, is_telling), passages in held.items():
            self.add(after, size + _WORD_WORTH, passages & there, is_telling=True)
            self.add(after, size, passages & ~there, is_telling=is_telling)
        return after

    def with_pieces(self, han: str, held: _Held) -> _Held:
        """Return the passages by how much they contain with the longest pieces, from the left, of Han characters."""
        after = [_Held() for _ in range(len(han) + 1)]
        whole = self._index.with_characters(han)
        for (size, is_telling), passages in held.items():
            self._add_run(after[-1], size, len(han), passages & whole, is_telling=is_telling)
            self.add(after[0], size, passages & ~whole, is_telling=is_telling)
        for start in range(len(han)):
            for (size, is_telling), passages in after[start].items():
                rest, run = passages, 1
                while rest:
                    more = han[start : start + run + 1]
                    longer = rest & self._index.with_characters(more) if len(more) > run else 0
                    self._add_run(after[start + run], size, run, rest & ~longer, is_telling=is_telling)
                    rest, run = longer, run + 1
        return after[-1]

    def _add_run(self, held: _Held, size: int, run: int, passages: int, *, is_telling: bool) -> None:
        counted = run if run >= self._least.piece else 0
        self.add(held, size + counted, passages, is_telling=is_telling or run >= _LONG)


def _in_pieces(index: Index, pieces: _Pieces, least: _Share, among: int) -> int:
    """Return those of some passages that contain enough of a name, wherever its pieces are."""
    for number in pieces.numbers:
        among &= index.with_number(number)
    tally, held = _Tally(index, pieces, least), {(0, False): among}
    for word in pieces.words:
        held = tally.with_word(word, held)
    for han in pieces.han:
        held = tally.with_pieces(han, held)
    return tally.found
