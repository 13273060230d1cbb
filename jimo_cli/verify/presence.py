"""Whether a passage contains a figure, a name, or a good part of a name.

Texts are compared folded (see `passages.folded`), without blanks and the commas in thousands, and a
match must end where its figure or word does: `5个` is neither in `55个` nor in `5个月`, `3.5` not in
`13.5`, 三项 neither in 十三项 nor in 第三项, `6个月` not in `5至6个月`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from jimo_cli import text
from jimo_cli.figures.mentions import WORDS_WITH_ONE
from jimo_cli.figures.numerals import NUMERALS
from jimo_cli.figures.units import NAMES as UNITS
from jimo_cli.model import Fact
from jimo_cli.verify.passages import QUOTES, Passage, folded, numbers, without_gaps

_QUOTES_AS_BLANKS = dict.fromkeys(map(ord, QUOTES), " ")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_CACHED = 4096
_SHORTEST_NAME = 2
_WORD_WORTH = 2
"""An English word counts as much of a name as two Han characters."""

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


class Pattern:
    """A figure or a name to find in passages."""

    def __init__(self, plain: str, gap: str) -> None:
        self._letters = frozenset(plain) - frozenset(" ,")
        self._pattern = re.compile(_bounded(plain, gap))

    def spans(self, passage: Passage) -> Iterator[tuple[int, int]]:
        """Yield the start and end of each match in the folded text of a passage, in its order."""
        if self._letters <= passage.letters:
            for match in self._pattern.finditer(passage.folded.text):
                yield match.span()

    def is_in(self, passage: Passage) -> bool:
        """Return whether a passage contains it."""
        return self._letters <= passage.letters and self._pattern.search(passage.folded.text) is not None


@lru_cache(_CACHED)
def figure_pattern(figure: str) -> Pattern:
    """Return the pattern of a figure as a source prints it."""
    return Pattern(_plain(figure), r"\s*")


@lru_cache(_CACHED)
def name_pattern(name: str) -> Pattern:
    """Return the pattern of a whole name, with any quotes in it; a single character matches nothing."""
    plain = _plain(name.translate(_QUOTES_AS_BLANKS))
    return Pattern(plain if len(text.key(plain)) >= _SHORTEST_NAME else "", rf"[\s{re.escape(QUOTES)}]*")


def _plain(original: str) -> str:
    return _THOUSANDS.sub("", " ".join(folded(original).text.split()))


def _bounded(plain: str, gap: str) -> str:
    """A regular expression for a folded text, neither end of which lies within a word or a figure."""
    if not plain:
        return "(?!)"
    found = re.escape(plain[0])
    for before, char in pairwise(plain):
        if char != " ":
            found += _between(before, char, gap) + re.escape(char)
    return _start(plain[0]) + found + _end(plain)


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


def _end(plain: str) -> str:
    """A regular expression for what must not stand after the end of a word or a figure."""
    last = plain[-1]
    if last.isascii() and last.isalpha():
        return "(?![a-z])"
    refused = [rf"\s*[-~至][0-9{NUMERALS}]"] if any(char.isdigit() or char in NUMERALS for char in plain) else []
    if last.isascii() and last.isdigit():
        refused.append(rf"[0-9]|[.,/:+][0-9]|\s*[余多几%‰{NUMERALS}]")
    elif last in NUMERALS:
        refused.append(f"[0-9余多几{NUMERALS}]")
    ends = [unit for unit in UNITS if plain.endswith(unit)]
    longer = {unit[len(end) :] for end in ends for unit in UNITS if unit.startswith(end) and unit != end}
    refused += map(re.escape, sorted(longer))
    return f"(?!{'|'.join(refused)})" if refused else ""


def names_of(fact: Fact) -> tuple[str, ...]:
    """Return the names of a fact: its labels and its aliases."""
    return tuple(filter(None, (fact.label, fact.label_en, *fact.aliases)))


def contains(passage: Passage, fact: Fact) -> bool:
    """Return whether a passage contains the figure of a fact as written; True for a fact without one."""
    return fact.as_written is None or figure_pattern(fact.as_written).is_in(passage)


def mentions(passage: Passage, fact: Fact) -> bool:
    """Return whether a passage that contains the figure of a fact is about the fact.

    A word of its label or of an alias is enough: an English one, or two Han characters side by side.
    A fact without a figure has to be named; see `names`.
    """
    return _has_name(passage, fact, _A_WORD) if fact.as_written else names(passage, fact)


def names(passage: Passage, fact: Fact) -> bool:
    """Return whether a passage contains the label of a fact or an alias, whole or enough of it in pieces.

    Beside a figure that is 7 tenths in pieces of 2 characters or more, one of them of 3; or all of it in
    pieces of 2. For a fact without a figure it is 3 quarters in pieces of 3 characters or more. An English
    word is a piece, if it has 3 letters or more and is not one like "the"; a number must be there.
    """
    return _has_name(passage, fact, _BESIDE_A_FIGURE if fact.as_written else _ALONE)


def _has_name(passage: Passage, fact: Fact, least: _Share) -> bool:
    return any(name_pattern(name).is_in(passage) or _in_pieces(name, passage, least) for name in names_of(fact))


class _Pieces(NamedTuple):
    """The parts of a name: runs of Han characters, English words without the usual ones, numbers.

    `worth` is that of all of them, `letters` are the Han characters.
    """

    han: list[str]
    words: list[str]
    numbers: frozenset[str]
    worth: int
    letters: frozenset[str]


@lru_cache(_CACHED)
def _pieces(name: str) -> _Pieces:
    plain = without_gaps(folded(name).text)
    words = [word for word in text.words(plain) if len(word) >= _LONG and word not in _STOP_WORDS]
    han = _HAN.findall(plain)
    worth = sum(map(len, han)) + _WORD_WORTH * len(words)
    return _Pieces(han, words, numbers(plain), worth, frozenset("".join(han)))


def _in_pieces(name: str, passage: Passage, least: _Share) -> bool:
    """Whether a passage contains enough of a name, wherever its pieces are."""
    pieces = _pieces(name)
    missing = len(pieces.letters - passage.letters)
    if missing > (1 - least.share) * pieces.worth or not passage.numbers.issuperset(pieces.numbers):
        return False
    runs = [run for han in pieces.han for run in _runs(han, passage.without_gaps) if run >= least.piece]
    words = [word for word in pieces.words if word in passage.words]
    # Pieces of 2 characters alone may be chance, unless they are all of the name.
    share = least.share if words or max(runs, default=0) >= _LONG else ceil(least.share)
    return bool(runs or words) and sum(runs) + _WORD_WORTH * len(words) >= share * pieces.worth


def _runs(han: str, content: str) -> list[int]:
    """The lengths of the longest pieces, from the left, that a text contains."""
    found = []
    start = 0
    while start < len(han):
        size = 0
        while start + size < len(han) and han[start : start + size + 1] in content:
            size += 1
        found.append(size)
        start += size or 1
    return found
