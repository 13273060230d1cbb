"""Whether a figure, a name, or a good part of a name stands in a passage.

Everything is compared folded (see `passages.folded`), blanks and commas in thousands set aside,
and with its ends: `5个` does not stand in `55个` nor in `5个月`, `3.5` not in `13.5`, 三项 neither
in 十三项 nor in 第三项, `6个月` not in `5至6个月`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from jimo_cli import text
from jimo_cli.figures.mentions import WORDS_WITH_ONE
from jimo_cli.figures.numerals import NUMERALS
from jimo_cli.figures.units import NAMES as UNITS
from jimo_cli.model import Fact
from jimo_cli.verify.passages import QUOTES, Passage, folded, numbers, running

_WITHOUT_QUOTES = dict.fromkeys(map(ord, QUOTES), " ")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_KEPT = 4096
_LEAST_OF_A_NAME = 2
_WORD_WORTH = 2
_STOP_WORDS = frozenset(text.words("the and for with from into that are was its has have not more than new"))


class _Share(NamedTuple):
    """How much of a name has to stand: so much of it in pieces of so many characters.

    Where no piece has 3 characters, `scattered` is how much.
    """

    piece: int
    share: float
    scattered: float


# The shares are the largest under which every fact that comes with jimo is found where it says it stands.
_BESIDE_A_FIGURE = _Share(piece=2, share=0.7, scattered=1.0)
_A_WORD = _Share(piece=2, share=0.0, scattered=0.0)
_ALONE = _Share(piece=3, share=0.75, scattered=1.0)
_LONG = 3


class Sought:
    """A figure or a name that is looked for in passages."""

    def __init__(self, plain: str, gap: str) -> None:
        self._letters = frozenset(plain) - frozenset(" ,")
        self._pattern = re.compile(_bounded(plain, gap))

    def spans(self, passage: Passage) -> Iterator[tuple[int, int]]:
        """Yield where it stands in the folded text of a passage."""
        if self._letters <= passage.letters:
            for match in self._pattern.finditer(passage.folded.text):
                yield match.span()

    def stands(self, passage: Passage) -> bool:
        """Whether it stands in a passage."""
        return self._letters <= passage.letters and self._pattern.search(passage.folded.text) is not None


@lru_cache(_KEPT)
def as_written(figure: str) -> Sought:
    """Return what finds a figure as a source prints it."""
    return Sought(_plain(figure), r"\s*")


@lru_cache(_KEPT)
def name(said: str) -> Sought:
    """Return what finds a whole name, whatever quotes stand in it; a single character is none."""
    plain = _plain(said.translate(_WITHOUT_QUOTES))
    return Sought(plain if len(text.key(plain)) >= _LEAST_OF_A_NAME else "", rf"[\s{re.escape(QUOTES)}]*")


def _plain(said: str) -> str:
    return _THOUSANDS.sub("", " ".join(folded(said).text.split()))


def _bounded(plain: str, gap: str) -> str:
    """A regular expression of a folded text, none of whose ends lies within a word or a figure."""
    if not plain:
        return "(?!)"
    found = re.escape(plain[0])
    for before, char in pairwise(plain):
        if char != " ":
            found += _between(before, char, gap) + re.escape(char)
    return _start(plain[0]) + found + _end(plain)


def _between(before: str, char: str, gap: str) -> str:
    """What may stand between two characters of what is looked for."""
    if before.isdigit() and char.isdigit():
        return "(?:,(?=[0-9]{3}(?![0-9])))?"
    return "" if before.isascii() and before.isalnum() and char.isascii() and char.isalnum() else gap


def _start(char: str) -> str:
    """What must not stand before a character for a word or a figure to begin with it."""
    if char.isascii() and char.isalpha():
        return "(?<![a-z])"
    range_before = f"(?<![0-9{NUMERALS}][-~至到])(?<!%[-~至])(?<!第)"
    if char.isascii() and char.isdigit():
        return rf"{range_before}(?<![0-9])(?<![0-9][.,/:+])(?<!(?<!-)-)"
    if char in NUMERALS:
        return f"{range_before}(?:(?<=[{WORDS_WITH_ONE}]一)|(?<![0-9{NUMERALS}]))(?<!分之)"
    return ""


def _end(plain: str) -> str:
    """What must not stand after a word or a figure for it to end there."""
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


def names(fact: Fact) -> tuple[str, ...]:
    """Return the names of a fact: its labels and its aliases."""
    return tuple(filter(None, (fact.label, fact.label_en, *fact.aliases)))


def is_meant(fact: Fact, passage: Passage) -> bool:
    """Whether a passage speaks of a fact.

    Where its figure stands, a word of its label or of an alias is enough: an English one, or two Han
    characters that stand together. A fact without a figure has to be named; see `is_named`.
    """
    if fact.as_written is None:
        return is_named(fact, passage)
    return any(name(each).stands(passage) or _in_pieces(each, passage, _A_WORD) for each in names(fact))


def is_named(fact: Fact, passage: Passage) -> bool:
    """Whether a word of the fact's label or of an alias stands in a passage.

    A name stands where it stands whole, or where enough of it does in pieces. Beside a figure that
    is 7 tenths in pieces of 2 characters or more, one of them of 3; or all of it in pieces of 2.
    Where no figure stands beside it, it is 3 quarters in pieces of 3 characters or more. A word of
    English is a piece, if it has 3 letters or more and is not one like "the"; a number must stand.
    """
    asked = _BESIDE_A_FIGURE if fact.as_written else _ALONE
    return any(name(each).stands(passage) or _in_pieces(each, passage, asked) for each in names(fact))


class _Pieces(NamedTuple):
    """A name taken apart: runs of Han characters, English words without the usual ones, numbers.

    `whole` is what all of them are worth, `letters` the Han characters that there are.
    """

    han: list[str]
    words: list[str]
    numbers: frozenset[str]
    whole: int
    letters: frozenset[str]


@lru_cache(_KEPT)
def _pieces(each: str) -> _Pieces:
    plain = running(folded(each).text)
    words = [word for word in text.words(plain) if len(word) >= _LONG and word not in _STOP_WORDS]
    han = _HAN.findall(plain)
    whole = sum(map(len, han)) + _WORD_WORTH * len(words)
    return _Pieces(han, words, numbers(plain), whole, frozenset("".join(han)))


def _in_pieces(each: str, passage: Passage, asked: _Share) -> bool:
    """Whether enough of a name stands in a passage, wherever its pieces stand."""
    name_of = _pieces(each)
    missing = len(name_of.letters - passage.letters)
    if missing > (1 - asked.share) * name_of.whole or not passage.numbers.issuperset(name_of.numbers):
        return False
    runs = [run for piece in name_of.han for run in _runs(piece, passage.running) if run >= asked.piece]
    stand = [word for word in name_of.words if word in passage.words]
    share = asked.share if stand or max(runs, default=0) >= _LONG else asked.scattered
    return bool(runs or stand) and sum(runs) + _WORD_WORTH * len(stand) >= share * name_of.whole


def _runs(han: str, running: str) -> list[int]:
    """The lengths of the longest pieces, from the left, that stand in a text."""
    found = []
    at = 0
    while at < len(han):
        size = 0
        while at + size < len(han) and han[at : at + size + 1] in running:
            size += 1
        found.append(size)
        at += size or 1
    return found
