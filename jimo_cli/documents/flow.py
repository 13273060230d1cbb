"""The text of a block as it is put together, each character with its offset in what it was made from."""

import re
from array import array
from collections.abc import Sequence
from typing import NamedTuple

_WORDS = re.compile(
    r"[^ \t-\r\x1c-\x1f\x85\u2028\u2029]++(?: [^ \t-\r\x1c-\x1f\x85\u2028\u2029]++)*"
)  # single blanks stay
_BREAK = re.compile(r"[\n-\r\x1c-\x1f\x85\u2028\u2029]")
_FIRST_WIDE = "\u2e80"
_QUOTES = "‘’“”…—"
RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
"""Superscripts as the characters that look like them, so that 10 to the power of 8 is not 108."""


class Piece(NamedTuple):
    """Text with the offsets of its characters, those empty if there are none."""

    text: str
    positions: Sequence[int]


_EMPTY = Piece("", ())


def is_wide(char: str) -> bool:
    """Tell whether a character is written without blanks between it and its like: Han, kana, their punctuation."""
    return char >= _FIRST_WIDE or char in _QUOTES


class Flow:
    """Text that grows; runs of blanks and line breaks in it become one blank, between Han characters none."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._parts: list[str] = []
        self._positions: list[Sequence[int]] = []
        self._blank: int | None = None
        self._is_break = False
        self._seam: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is no text yet."""
        return not self._parts

    def add(self, text: str, positions: Sequence[int]) -> None:
        """Append text; the positions are as many as its characters."""
        words = _WORDS.match(text)
        if words and words.end() == len(text):
            self._put(text, positions)
            return
        self._add_words(text, positions)

    def _add_words(self, text: str, positions: Sequence[int]) -> None:
        last = 0
        for words in _WORDS.finditer(text):
            start, end = words.span()
            if start > last:
                self.blank(positions[last], is_break=bool(_BREAK.search(text, last, start)))
            self._put(words[0], positions[start:end])
            last = end
        if last < len(text):
            self.blank(positions[last], is_break=bool(_BREAK.search(text, last)))

    def blank(self, position: int, *, is_break: bool = False) -> None:
        """Separate what follows by a blank; by a break none is needed between Han characters."""
        self._blank = position if self._blank is None else self._blank
        self._is_break |= is_break

    def seam(self, position: int) -> None:
        """Something was left out: what follows joins no number or word before it."""
        self._seam = position

    def _put(self, text: str, positions: Sequence[int]) -> None:
        if self._parts and (self._blank is not None or self._seam is not None):
            before, behind = self._parts[-1][-1], text[0]
            separator = self._blank if self._blank is not None else self._seam
            is_joined = self._is_break and is_wide(before) and is_wide(behind)
            is_seamless = self._blank is None and not (_is_word(before) and _is_word(behind))
            if not is_joined and not is_seamless and separator is not None:
                self._parts.append(" ")
                self._positions.append((separator,))
        self._blank, self._is_break, self._seam = None, False, None
        self._parts.append(text)
        self._positions.append(positions)

    def take(self) -> Piece:
        """Return the text without blanks around it, and begin anew."""
        if not self._parts:
            self._blank, self._is_break, self._seam = None, False, None
            return _EMPTY
        text = "".join(self._parts)
        positions: Sequence[int] = self._positions[0]
        if len(self._positions) > 1:
            positions = array("I")
            for each in self._positions:
                positions.extend(each)
        self._clear()
        start = len(text) - len(text.lstrip())
        stripped = text.strip()
        if len(stripped) == len(text):
            return Piece(text, positions)
        return Piece(stripped, positions[start : start + len(stripped)])


def _is_word(char: str) -> bool:
    return char.isalnum() and char < _FIRST_WIDE
