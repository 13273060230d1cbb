"""Which passages of a text contain what: found without reading the text again for each thing that is looked for.

A set of passages is a whole number that has a bit for each passage: thousands of facts may be in
thousands of paragraphs.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from jimo_cli import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jimo_cli.verify.passages import Passage
    from jimo_cli.verify.presence import Pattern


_SORTED_BY = 16
"""Characters by which the places of a text are sorted."""

_WINDOWS = 8
"""Parts of a long word that are looked up: the rarest tells where the word may be."""

_AT_ONCE = 2**18
"""Places that are sorted at once: those of a whole text would take half a gigabyte."""

_KEPT_BYTES, _FEWEST_KEPT = 2**24, 64
_NOT_ZERO = re.compile(rb"[^\0]", re.DOTALL)
_NUMBER = re.compile(r"[0-9]++(?:\.[0-9]+)?")


def numbers(plain: str) -> frozenset[str]:
    """Return the numbers in Arabic digits of folded text."""
    return frozenset(_NUMBER.findall(plain))


def members(bits: int) -> Iterator[int]:
    """Yield the numbers of the passages in a set, in their order."""
    content = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for found in _NOT_ZERO.finditer(content):
        first = 8 * found.start()
        yield from (first + bit for bit in range(8) if found[0][0] >> bit & 1)


class Index:
    """The index of some passages; `every` is the set of all of them."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self.every = (1 << len(passages)) - 1
        kept = max(_FEWEST_KEPT, _KEPT_BYTES // (len(passages) // 8 + 1))
        self.with_pattern = lru_cache(kept)(self._with_pattern)
        self.with_characters = lru_cache(kept)(self._with_characters)

    def set_of(self, found: Iterable[int]) -> int:
        """Return the set of the passages with those numbers."""
        content = bytearray(len(self._passages) // 8 + 1)
        for number in found:
            content[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(content, "little")

    def _with_pattern(self, pattern: Pattern) -> int:
        """Return the passages that contain a figure or a name."""
        return self.set_of(number for number, *_ in self.spans(pattern))

    def _with_characters(self, characters: str) -> int:
        """Return the passages that contain those Han characters side by side."""
        return self.set_of(number for number, _ in self._places(characters))

    def with_word(self, stem: str) -> int:
        """Return the passages that contain an English word."""
        return self.set_of(self._by_word.get(stem, ()))

    def with_number(self, number: str) -> int:
        """Return the passages that contain a number in Arabic digits."""
        return self.set_of(self._by_number.get(number, ()))

    def spans(self, pattern: Pattern) -> Iterator[tuple[int, int, int]]:
        """Yield passage, start and end in its folded text of each place of a figure or a name, in their order."""
        last = -1, 0
        for number, place in self._places(pattern.characters) if pattern.characters else ():
            passage = self._passages[number]
            span = pattern.span(passage.folded.text, passage.compact.positions[place])
            if span and (number, span[0]) >= last:
                yield number, *span
                last = number, span[1]

    def _places(self, characters: str) -> Iterator[tuple[int, int]]:
        """Yield passage and place in its compact text wherever those characters are, in their order."""
        size = len(characters)
        for order in self._orders:
            windows = [
                (*self._range(order, characters[at : at + _SORTED_BY]), at)
                for at in range(0, min(size, _WINDOWS * _SORTED_BY), _SORTED_BY)
            ]
            low, high, at = min(windows, key=lambda window: window[1] - window[0])
            places = (place - at for place in order[low:high] if place >= at)
            for place in sorted(place for place in places if self._text.startswith(characters, place)):
                number = bisect_right(self._starts, place) - 1
                yield number, place - self._starts[number]

    def _range(self, order: array[int], beginning: str) -> tuple[int, int]:
        size = len(beginning)

        def characters_at(place: int) -> str:
            return self._text[place : place + size]

        low = bisect_left(order, beginning, key=characters_at)
        return low, bisect_right(order, beginning, low, key=characters_at)

    @cached_property
    def _text(self) -> str:
        # No compact text has a line break, and no word goes on over one.
        return "\n".join(passage.compact.text for passage in self._passages)

    @cached_property
    def _starts(self) -> list[int]:
        return [*accumulate((len(passage.compact.text) + 1 for passage in self._passages[:-1]), initial=0)]

    @cached_property
    def _orders(self) -> list[array[int]]:
        """The places of the text, a part of them at a time, in the order of the characters that begin there."""
        content, size = self._text, len(self._text)
        parts = (range(start, min(start + _AT_ONCE, size)) for start in range(0, size, _AT_ONCE))
        return [array("I", sorted(part, key=lambda place: content[place : place + _SORTED_BY])) for part in parts]

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[int]]:
        return _inverted(text.words(passage.folded.text) for passage in self._passages)

    @cached_property
    def _by_number(self) -> Mapping[str, Sequence[int]]:
        return _inverted(numbers(passage.folded.text) for passage in self._passages)


def _inverted(of_passages: Iterable[Iterable[str]]) -> Mapping[str, Sequence[int]]:
    """The passages by what they contain."""
    found: dict[str, list[int]] = {}
    for number, content in enumerate(of_passages):
        for each in dict.fromkeys(content):
            found.setdefault(each, []).append(number)
    return found
