"""Which fact covers each figure of a text.

>>> from jimo_cli.verify import coverage
>>> [figure for figure in coverage.figures(facts, hashes, text) if figure.covered_by is None]
[]
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from jimo_cli.figures.mentions import Mention, find_mentions
from jimo_cli.figures.numerals import NUMERALS
from jimo_cli.model import Fact
from jimo_cli.verify import SourceHashes, passages_of, presence
from jimo_cli.verify.passages import Passage, Passages, folded
from jimo_cli.verify.presence import Pattern
from jimo_cli.verify.texts import Text

_CONTEXT = 12
"""Characters that are shown on either side of a figure."""

_NUMBER = re.compile(f"[0-9][0-9,.]*|[{NUMERALS}]+")

_Covers = tuple[Fact, Pattern]
"""A fact, and its figure or one of its names."""


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
    source = ", ".join(dict.fromkeys(fact.source for fact in citing)) or None
    passages = passages_of(text, citing, hashes)
    by_number = _by_number(citing)
    found = []
    for passage in passages.all:
        cover = _Cover(passage, passages, by_number)
        mentions = find_mentions(passage.folded.text)
        found += [_figure(mention, passage, source, cover.fact(mention)) for mention in mentions]
    return found


def _by_number(facts: Sequence[Fact]) -> Mapping[str, Sequence[_Covers]]:
    """The facts with their figures and names, by the numbers in these."""
    found: dict[str, list[_Covers]] = {}
    for fact in facts:
        written = [(fact.as_written, presence.figure_pattern)] if fact.as_written else []
        named = [(name, presence.name_pattern) for name in (*presence.names_of(fact), *fact.parts)]
        for words, pattern in [*written, *named]:
            for number in set(_numbers(folded(words).text)):
                found.setdefault(number, []).append((fact, pattern(words)))
    return found


def _numbers(plain: str) -> Iterator[str]:
    for match in _NUMBER.finditer(plain):
        yield match[0].replace(",", "").rstrip(".")


class _Cover:
    """The facts that cover figures of one passage; each pattern is matched once."""

    def __init__(self, passage: Passage, passages: Passages, by_number: Mapping[str, Sequence[_Covers]]) -> None:
        self._passage = passage
        self._passages = passages
        self._by_number = by_number
        self._spans: dict[Pattern, list[tuple[int, int]]] = {}
        self._belongs: dict[str, bool] = {}

    def fact(self, mention: Mention) -> str | None:
        """Return the id of the first fact that covers a figure, None where none does."""
        number = next(_numbers(self._passage.folded.text[mention.start : mention.number_end]), "")
        facts = (fact for fact, pattern in self._by_number.get(number, ()) if self._includes(pattern, mention))
        return next((fact.id for fact in facts if self._is_of(fact)), None)

    def _includes(self, pattern: Pattern, mention: Mention) -> bool:
        if pattern not in self._spans:
            self._spans[pattern] = list(pattern.spans(self._passage))
        spans = self._spans[pattern]
        before = bisect_right(spans, mention.start, key=itemgetter(0))
        return before > 0 and spans[before - 1][1] >= mention.number_end

    def _is_of(self, fact: Fact) -> bool:
        """Whether the passage is one that the fact cites, or names the fact."""
        if fact.id not in self._belongs:
            self._belongs[fact.id] = self._is_cited(fact) or presence.names(self._passage, fact)
        return self._belongs[fact.id]

    def _is_cited(self, fact: Fact) -> bool:
        try:
            return self._passage in self._passages.cited(fact.locator)
        except LookupError:
            return False


def _figure(mention: Mention, passage: Passage, source: str | None, covered_by: str | None) -> Figure:
    positions = passage.folded.positions
    start, end = positions[mention.start], positions[mention.end - 1] + 1
    around = passage.text[max(0, start - _CONTEXT) : end + _CONTEXT]
    figure, context = (" ".join(part.split()) for part in (passage.text[start:end], around))
    return Figure(figure, passage.locator, passage.line(start), context, source, covered_by)
