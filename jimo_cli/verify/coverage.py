"""Which fact covers each figure of a text.

>>> from jimo_cli.verify import coverage
>>> [figure for figure in coverage.figures(facts, hashes, text) if figure.covered_by is None]
[]
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from jimo_cli.errors import listed
from jimo_cli.figures.mentions import Mention, find_mentions
from jimo_cli.figures.numerals import NUMERALS
from jimo_cli.model import Fact
from jimo_cli.verify import SourceHashes, passages_of, presence
from jimo_cli.verify.index import members
from jimo_cli.verify.passages import Passage, Passages, folded
from jimo_cli.verify.presence import Pattern
from jimo_cli.verify.texts import Text

_CONTEXT = 12
"""Characters that are shown on either side of a figure."""

_NUMBER = re.compile(f"[0-9][0-9,.]*|[{NUMERALS}]+")


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
        yield fact.as_written, presence.figure_pattern(fact.as_written)
    for name in (*presence.names_of(fact), *fact.parts):
        yield name, presence.name_pattern(name)


def _figure(mention: Mention, passage: Passage, source: str | None, covered_by: str | None) -> Figure:
    positions = passage.folded.positions
    start, end = positions[mention.start], positions[mention.end - 1] + 1
    around = passage.text[max(0, start - _CONTEXT) : end + _CONTEXT]
    figure, context = (" ".join(part.split()) for part in (passage.text[start:end], around))
    return Figure(figure, passage.locator, passage.line(start), context, source, covered_by)
