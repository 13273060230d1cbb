"""Texts held against the facts that cite them: which fact covers which figure.

>>> from jimo_cli.verify.coverage import figures
>>> [figure for figure in figures(facts, cited, text) if figure.covered_by is None]
[]
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from jimo_cli.figures import mentions
from jimo_cli.figures.mentions import Mention
from jimo_cli.figures.numerals import NUMERALS
from jimo_cli.model import Fact
from jimo_cli.verify import Digests, passages_of, presence
from jimo_cli.verify.passages import Passage, Passages, folded
from jimo_cli.verify.presence import Sought
from jimo_cli.verify.texts import Text

_AROUND = 12
_NUMBER = re.compile(f"[0-9][0-9,.]*|[{NUMERALS}]+")


class Figure(NamedTuple):
    """A figure of a text: where it stands and on which line, in which words, and the fact that covers it.

    `source` names the sources that the text is cited as, None where it is not.
    """

    figure: str
    locator: str
    line: int
    context: str
    source: str | None
    covered_by: str | None


def figures(facts: Sequence[Fact], cited: Digests, text: Text) -> list[Figure]:
    """Return the figures of a text, in its order; `mentions` says what a figure is.

    A fact that cites the text covers a figure where its figure as written or one of its names
    stands over it, in the paragraph that the fact cites or in one where it is named.
    """
    own = [fact for fact in facts if cited[fact.source] == text.sha256]
    source = ", ".join(dict.fromkeys(fact.source for fact in own)) or None
    passages = passages_of(text, own, cited)
    by_number = _by_number(own)
    found = []
    for passage in passages.all:
        covering = _Covering(passage, passages, by_number)
        found += [
            _figure(mention, passage, source, covering.fact(mention)) for mention in mentions.find(passage.folded.text)
        ]
    return found


_Seeking = tuple[Fact, Sought]


def _by_number(facts: Sequence[Fact]) -> Mapping[str, Sequence[_Seeking]]:
    """The facts with their figures and names, by the numbers that these hold."""
    found: dict[str, list[_Seeking]] = {}
    for fact in facts:
        written = [(fact.as_written, presence.as_written)] if fact.as_written else []
        named = [(name, presence.name) for name in (*presence.names(fact), *fact.parts)]
        for said, sought in [*written, *named]:
            for number in set(_numbers(folded(said).text)):
                found.setdefault(number, []).append((fact, sought(said)))
    return found


def _numbers(said: str) -> Iterator[str]:
    for match in _NUMBER.finditer(said):
        yield match[0].replace(",", "").rstrip(".")


class _Covering:
    """The facts that cover figures of one passage, each looked for once."""

    def __init__(self, passage: Passage, passages: Passages, by_number: Mapping[str, Sequence[_Seeking]]) -> None:
        self._passage = passage
        self._passages = passages
        self._by_number = by_number
        self._spans: dict[Sought, list[tuple[int, int]]] = {}
        self._own: dict[str, bool] = {}

    def fact(self, mention: Mention) -> str | None:
        """Return the id of the first fact that covers a figure, None where none does."""
        said = self._passage.folded.text[mention.start : mention.number_end]
        near = self._by_number.get(next(_numbers(said), ""), ())
        return next((fact.id for fact, sought in near if self._is_over(sought, mention) and self._belongs(fact)), None)

    def _is_over(self, sought: Sought, mention: Mention) -> bool:
        if sought not in self._spans:
            self._spans[sought] = list(sought.spans(self._passage))
        spans = self._spans[sought]
        before = bisect_right(spans, mention.start, key=itemgetter(0))
        return before > 0 and spans[before - 1][1] >= mention.number_end

    def _belongs(self, fact: Fact) -> bool:
        if fact.id not in self._own:
            self._own[fact.id] = self._is_cited(fact) or presence.is_named(fact, self._passage)
        return self._own[fact.id]

    def _is_cited(self, fact: Fact) -> bool:
        try:
            return self._passage in self._passages.cited(fact.locator)
        except LookupError:
            return False


def _figure(mention: Mention, passage: Passage, source: str | None, covered_by: str | None) -> Figure:
    where, said = passage.folded.where, passage.text
    start, end = where[mention.start], where[mention.end - 1] + 1
    around = said[max(0, start - _AROUND) : end + _AROUND]
    shown, context = (" ".join(part.split()) for part in (said[start:end], around))
    return Figure(shown, passage.locator, passage.line(start), context, source, covered_by)
