"""The table of Han characters: simplified forms, readings, sounds, look-alikes."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


LOW, HIGH = 0x3400, 0xA000
"""Code points between which a character counts as Han."""

_FREQUENT = 0x8000

_MOST_PIECES = 20_000
"""Pieces of pinyin of which is kept what was found."""


class _Pairs:
    """Sorted pairs of characters and values, looked up without being unpacked."""

    __slots__ = ("_keys", "_values")

    def __init__(self, keys: memoryview, values: memoryview) -> None:
        self._keys = keys
        self._values = values

    def get(self, code: int) -> list[int]:
        """Return the values of a code point in their order; none gives an empty list."""
        low, high = 0, len(self._keys)
        while low < high:
            middle = (low + high) // 2
            if self._keys[middle] < code:
                low = middle + 1
            else:
                high = middle
        end = low
        while end < len(self._keys) and self._keys[end] == code:
            end += 1
        return self._values[low:end].tolist()


class Han:
    """The table of Han characters: simplified forms, readings, sounds, look-alikes."""

    def __init__(self, data: bytes) -> None:
        if data[:4] != b"JIM1":
            message = "not a table of Han characters"
            raise ValueError(message)
        text_size, further, pairs = (int.from_bytes(data[at : at + 4], "little") for at in (4, 8, 12))
        syllables, sounds, variants = data[16 : 16 + text_size].decode("ascii").split("\n")
        self.syllables = ["", *syllables.split(" ")]
        self._sounds = ["", *sounds.split(" ")]
        self._variants = variants
        count = HIGH - LOW
        sizes = (count, count, further, further, pairs, pairs)
        columns = list(_columns(data, 16 + text_size + text_size % 2, sizes))
        self.simplified, self._first = columns[0], columns[1]
        self._further = _Pairs(columns[2], columns[3])
        self._alike = _Pairs(columns[4], columns[5])
        self._sound_of: dict[str, str] = {}
        self._real: frozenset[str] = frozenset()
        self._readings: dict[str, tuple[str, ...]] = {}
        self._frequent: dict[str, tuple[str, ...]] = {}
        self._alikes: dict[str, str] = {}
        self._near: dict[str, list[str]] = {}
        self._nearest: dict[str, list[str]] = {}

    @property
    def sound_of(self) -> dict[str, str]:
        """Accent class of every syllable, and of every spelling that only an accent makes."""
        if not self._sound_of:
            self._sound_of = dict(zip(self.syllables[1:], self._sounds[1:], strict=True))
            for entry in self._variants.split(" "):
                variant, _, sound = entry.partition("=")
                self._sound_of[variant] = sound
        return self._sound_of

    @property
    def real(self) -> frozenset[str]:
        """The syllables that there are."""
        if not self._real:
            self._real = frozenset(self.syllables)
        return self._real

    def _codes(self, char: str) -> list[int]:
        """Return the readings of a character as numbers with their flag; the first is frequent."""
        code = ord(char)
        if not LOW <= code < HIGH or not self._first[code - LOW]:
            return []
        return [self._first[code - LOW] | _FREQUENT, *self._further.get(code)]

    def readings(self, char: str) -> tuple[str, ...]:
        """Return all toneless readings of a character, the most frequent first."""
        known = self._readings.get(char)
        if known is None:
            known = tuple(self.syllables[code & ~_FREQUENT] for code in self._codes(char))
            self._readings[char] = known
        return known

    def frequent(self, char: str) -> tuple[str, ...]:
        """Return the readings that a fair share of words with the character has.

        Rare readings serve pinyin that was typed; to hold one character against
        another only the frequent ones count.
        """
        known = self._frequent.get(char)
        if known is None:
            codes = [code for code in self._codes(char) if code & _FREQUENT]
            known = tuple(self.syllables[code & ~_FREQUENT] for code in codes)
            self._frequent[char] = known
        return known

    def alike(self, char: str) -> str:
        """Return the characters that look like this one."""
        known = self._alikes.get(char)
        if known is None:
            known = self._alikes[char] = "".join(map(chr, self._alike.get(ord(char))))
        return known

    def near(self, letters: str) -> list[str]:
        """Return the syllables one letter away: dropped, added, replaced or swapped."""
        if not self._near:
            for syllable in self.syllables[1:]:
                for key in _deletes(syllable):
                    self._near.setdefault(key, []).append(syllable)
        known = self._nearest.get(letters)
        if known is None:
            found = {syllable for key in _deletes(letters) for syllable in self._near.get(key, ())}
            known = sorted(syllable for syllable in found if _one_edit(letters, syllable))
            if len(self._nearest) >= _MOST_PIECES:
                self._nearest.clear()
            self._nearest[letters] = known
        return known


def _columns(data: bytes, start: int, sizes: Iterable[int]) -> Iterator[memoryview]:
    """Yield views of the 16-bit columns that follow each other from `start`."""
    raw = data[start:]
    if sys.byteorder == "big":
        swapped = bytearray(raw)
        swapped[0::2], swapped[1::2] = raw[1::2], raw[0::2]
        raw = bytes(swapped)
    view = memoryview(raw).cast("H")
    at = 0
    for size in sizes:
        yield view[at : at + size]
        at += size


def _deletes(word: str) -> set[str]:
    """Return the word and the word without each of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _one_edit(typed: str, meant: str) -> bool:
    """Tell whether one letter dropped, added, replaced or swapped makes the one from the other."""
    if len(typed) != len(meant):
        short, long = sorted((typed, meant), key=len)
        return len(long) - len(short) == 1 and short in _deletes(long)
    wrong = [at for at, (one, other) in enumerate(zip(typed, meant, strict=True)) if one != other]
    if len(wrong) == 2:  # noqa: PLR2004 - two neighbours swapped
        first, second = wrong
        return second == first + 1 and typed[first] == meant[second] and typed[second] == meant[first]
    return len(wrong) == 1


_table: Han | None = None


def han() -> Han:
    """Return the table of the package, read once."""
    global _table  # noqa: PLW0603 - the file never changes while the program runs
    if _table is None:
        # By its loader, which also reads from a zip file.
        _table = Han(globals()["__loader__"].get_data(os.path.join(os.path.dirname(__file__), "han.bin")))
    return _table
