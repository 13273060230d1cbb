"""Which fact covers each figure of a text, and which quoted names no fact has.

>>> from jimo_cli.verify import coverage
>>> [figure for figure in coverage.figures(facts, hashes, text) if figure.covered_by is None]
[]
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from jimo_cli import text as characters
from jimo_cli.documents.folded import folded
from jimo_cli.errors import listed
from jimo_cli.figures.mentions import Mention, find_mentions
from jimo_cli.figures.numerals import NUMERALS
from jimo_cli.model import Fact
from jimo_cli.verify import SourceHashes, passages_of, presence
from jimo_cli.verify.index import members
from jimo_cli.verify.passages import QUOTES, Passage, Passages
from jimo_cli.verify.presence import Pattern
from jimo_cli.verify.texts import Text

_CONTEXT = 12
"""Characters that are shown on either side of a figure."""

_NUMBER = re.compile(f"[0-9][0-9,.]*|[{NUMERALS}]+")

# A title of a work, or a short phrase in quotation marks that is no clause: “口袋公园”, not “有困难，找我们”.
NAME = re.compile("《[^《》\n]{1,80}》|“[^“”\n,，。;；:：!！?？、…]{2,20}”|「[^「」\n,，。;；:：!！?？、…]{2,20}」")
_HAN = re.compile("[\u3400-\u9fff]")
_APART = re.compile("[+/]")
_WITHOUT_QUOTES = dict.fromkeys(map(ord, QUOTES + " "))
_BEGINNING = 2


class Figure(NamedTuple):
    """A figure of a text, its locator, line and context, and the fact that covers it.

    `source` names the sources that the text is cited as, None where no fact cites it.
    """

    figure: str
    locator: str
    line: int
    context: str
    source: str | None
    covered_by: str | None


def figures(facts: Sequence[Fact], hashes: SourceHashes, text: Text) -> list[Figure]:
    """Return the figures of a text, in its order; see `figures.mentions` for what a figure is.

    A fact that cites the text covers a figure if its figure as written or one of its names includes
    that, in the paragraph that the fact cites or in one that names the fact.
    """
    citing = [fact for fact in facts if hashes[fact.source] == text.sha256]
    source = listed([*dict.fromkeys(fact.source for fact in citing)]) or None
    passages = passages_of(text, citing)
    covers = _Covers(citing, passages)
    found = []
    for number, passage in enumerate(passages.all):
        mentions = [*find_mentions(passage.folded.text)]
        covered_by = covers.facts(number, passage, mentions)
        found += [_figure(mention, passage, source, fact) for mention, fact in zip(mentions, covered_by, strict=True)]
    return found


def names(facts: Sequence[Fact], hashes: SourceHashes, text: Text) -> list[Figure]:
    """Return the names in 《》 and in quotation marks of a text, each once, with the quotes as its `figure`.

    A name of the text is covered where a label, an alias, a part or a description of a fact that cites the text has
    it; of one that joins several with + (“标准地+承诺制”) each. `covered_by` is the first such fact.
    """
    citing = [fact for fact in facts if hashes[fact.source] == text.sha256]
    source = listed([*dict.fromkeys(fact.source for fact in citing)]) or None
    first: dict[str, tuple[Passage, re.Match[str]]] = {}
    for passage in passages_of(text, citing).all:
        for match in NAME.finditer(passage.text):
            if _HAN.search(match[0]):
                first.setdefault(_plain(match[0]), (passage, match))
    by_piece = _facts_with({piece for name in first for piece in _APART.split(name)}, citing)
    found = []
    for name, (passage, match) in first.items():
        covered_by = [by_piece.get(piece) for piece in _APART.split(name)]
        found.append(_shown(passage, *match.span(), source, covered_by[0] if all(covered_by) else None))
    return found


def _plain(words: str) -> str:
    """Words as they are compared with a name, without quotes and blanks."""
    return characters.fold(words).translate(_WITHOUT_QUOTES)


def _facts_with(pieces: Iterable[str], facts: Iterable[Fact]) -> Mapping[str, str]:
    """Return for each piece the id of the first fact whose words have it; each word of a fact is read once."""
    lengths: dict[str, set[int]] = {}
    for piece in pieces:
        lengths.setdefault(piece[:_BEGINNING], set()).add(len(piece))
    wanted, found = {*pieces}, dict[str, str]()
    for fact in facts:
        for words in map(_plain, filter(None, (*presence.names_of(fact), *fact.parts, fact.description))):
            for at in range(len(words)):
                for length in lengths.get(words[at : at + _BEGINNING], ()):
                    piece = words[at : at + length]
                    if piece in wanted:
                        found.setdefault(piece, fact.id)
    return found


def _numbers(plain: str) -> Iterator[str]:
    for match in _NUMBER.finditer(plain):
        yield match[0].replace(",", "").rstrip(".")


class _Covers:
    """The facts that cover figures of a text, by their figures and names."""

    def __init__(self, facts: Sequence[Fact], passages: Passages) -> None:
        self._facts = facts
        self._passages = passages
        self._ranks: dict[Pattern, dict[int, None]] = {}
        self._numbers: dict[Pattern, set[str]] = {}
        for rank, fact in enumerate(facts):
            for words, pattern in _patterns(fact):
                if numbers := {*_numbers(folded(words).text)}:
                    self._ranks.setdefault(pattern, {})[rank] = None
                    self._numbers.setdefault(pattern, set()).update(numbers)
        self._spans: dict[int, list[tuple[int, int, Pattern]]] = {}
        for pattern in self._ranks:
            for number, start, end in passages.index.spans(pattern):
                self._spans.setdefault(number, []).append((start, end, pattern))
        self._first = lru_cache(maxsize=None)(self._first_facts)

    def facts(self, number: int, passage: Passage, mentions: Iterable[Mention]) -> Iterator[str | None]:
        """Yield for each figure of a passage the id of the first fact that covers it, None where none does."""
        spans, around = sorted(self._spans.get(number, ()), key=itemgetter(0), reverse=True), []
        for mention in mentions:
            while spans and spans[-1][0] <= mention.start:
                around.append(spans.pop())
            around = [span for span in around if span[1] >= mention.number_end]
            digits = next(_numbers(passage.folded.text[mention.start : mention.number_end]), "")
            patterns = {pattern for *_, pattern in around if digits in self._numbers[pattern]}
            ranks = [rank for pattern in patterns if (rank := self._first(pattern).get(number)) is not None]
            yield self._facts[min(ranks)].id if ranks else None

    def _first_facts(self, pattern: Pattern) -> Mapping[int, int]:
        """The first fact with a figure or a name that is of a passage with that, for each such passage."""
        index, first = self._passages.index, dict[int, int]()
        left = index.with_pattern(pattern)
        for rank in self._ranks[pattern]:
            fact = self._facts[rank]
            here = left & self._cited(fact)
            here |= presence.naming(index, fact, left & ~here)
            first.update(dict.fromkeys(members(here), rank))
            left &= ~here
            if not left:
                break
        return first

    def _cited(self, fact: Fact) -> int:
        try:
            return self._passages.cited(fact.locator)
        except LookupError:
            return 0


def _patterns(fact: Fact) -> Iterator[tuple[str, Pattern]]:
    """The figure and the names of a fact with their patterns."""
    if fact.as_written:
        yield fact.as_written, presence.figure_pattern(fact.as_written, fact.unit or "")
    for name in (*presence.names_of(fact), *fact.parts):
        yield name, presence.name_pattern(name)


def _figure(mention: Mention, passage: Passage, source: str | None, covered_by: str | None) -> Figure:
    positions = passage.folded.positions
    return _shown(passage, positions[mention.start], positions[mention.end - 1] + 1, source, covered_by)


def _shown(passage: Passage, start: int, end: int, source: str | None, covered_by: str | None) -> Figure:
    """A span of a passage on one line, with what is around it."""
    around = passage.text[max(0, start - _CONTEXT) : end + _CONTEXT]
    figure, context = (" ".join(part.split()) for part in (passage.text[start:end], around))
    return Figure(figure, passage.locator, passage.line(start), context, source, covered_by)
