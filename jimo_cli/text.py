"""Folding of text and sounds of Han characters, from one small table.

The table `han.bin` (see `han.txt` for sources and licences) is read the first time
it is needed and never changed. This module is on the path of every look-up, so it
imports next to nothing and uses no regular expressions.
"""

from __future__ import annotations

import os
import sys
from itertools import groupby

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    _Path = tuple[()] | tuple[str, "_Path"]
    _Paths = list[tuple[float, _Path]]

LOW, HIGH = 0x3400, 0xA000
"""Code points between which a character counts as Han."""

_FREQUENT = 0x8000
_POINT = ord(".")
_LONGEST_SYLLABLE = 6
_TONE_NUMBERS = frozenset("12345")
_LONE_VOWELS = frozenset("aeo")
_VOWELS = frozenset("aeiouv")
_MAX_SPLITS = 32
_PATHS = 8

_TONES = {
    "a": "āáǎàăâäãåɑ",
    "c": "çćč",
    "e": "ēéěèêëẽ",
    "i": "īíǐìîïĩ",
    "n": "ñńňǹ",
    "o": "ōóǒòôöõ",
    "s": "śš",
    "u": "ūúǔùûũ",
    "v": "üǖǘǚǜ",
    "y": "ýÿ",
    "z": "źžż",
    "'": "‘’′`",
    '"': "“”″",
    "-": "–—−",
    "~": "～〜",
    "%": "﹪",
    "x": "×",
    "0": "〇",
}
_MOST_PIECES, _MOST_CHARS = 20_000, 40_000
"""Pieces of pinyin and characters of which is kept what was found; of characters more than there are Han."""

_INVISIBLE = (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)


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
        """Read a table; a `ValueError` tells that the bytes are not one."""
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
        with open(os.path.join(os.path.dirname(__file__), "han.bin"), "rb") as file:
            _table = Han(file.read())
    return _table


class _CharMap(dict[int, "int | str | None"]):
    """Character map for `str.translate`, filled as characters turn up."""

    def __missing__(self, code: int) -> int | str | None:
        found = self.of(code)
        if len(self) < _MOST_CHARS:
            self[code] = found
        return found

    def of(self, code: int) -> int | str | None:
        """Return what a character is replaced by."""
        raise NotImplementedError


class _FoldMap(_CharMap):
    """Character map to what is compared."""

    def __init__(self) -> None:
        super().__init__()
        self.update({code: code + 32 for code in range(0x41, 0x5B)})
        self.update(dict.fromkeys(range(32), 32))
        self.update(dict.fromkeys(_INVISIBLE))
        for plain, marked in _TONES.items():
            self.update({ord(char): plain for char in marked})

    def of(self, code: int) -> int | str | None:
        if LOW <= code < HIGH:
            return han().simplified[code - LOW]
        if 0xFF01 <= code <= 0xFF5E:  # noqa: PLR2004 - full-width forms of ASCII
            return self[code - 0xFEE0]
        if code == 0x3000:  # noqa: PLR2004 - ideographic space
            return 32
        if 0x300 <= code < 0x370:  # noqa: PLR2004 - combining accents
            return None
        lower = chr(code).lower()
        return code if lower == chr(code) else lower.translate(self)


_fold_map = _FoldMap()


def fold(text: str) -> str:
    """Return the text as it is compared: half width, lower case, without tones, simplified.

    ü becomes v. Folding what is folded changes nothing.
    """
    return text.translate(_fold_map)


def is_han(char: str) -> bool:
    """Tell whether a character is a Han character."""
    return "\u3400" <= char < "\ua000"


def _kind(char: str) -> str:
    """Return `h` for Han, `l` for a Latin letter, `d` for a digit, else nothing (folded text)."""
    if is_han(char):
        return "h"
    if "a" <= char <= "z":
        return "l"
    return "d" if "0" <= char <= "9" else ""


class _KindMap(_CharMap):
    """Character map to kinds; `.` stays, what is of no kind becomes a space."""

    def of(self, code: int) -> int | str | None:
        return "." if code == _POINT else _kind(chr(code)) or " "


_kind_map = _KindMap()


def runs(folded: str) -> list[str]:
    """Return the runs of Han characters, of Latin letters and of digits in folded text.

    A point between digits belongs to the number.
    """
    kinds = folded.translate(_kind_map)
    if kinds and kinds[0] in "hld" and kinds.count(kinds[0]) == len(kinds):
        return [folded]
    found: list[str] = []
    at = 0
    last = before = " "
    for kind, group in groupby(kinds):
        piece = folded[at : at + len(list(group))]
        at += len(piece)
        if kind in "hld":
            if kind == before == "d" and last == ".":
                found[-1] += "." + piece
            else:
                found.append(piece)
        before = last if kind == "." and piece == "." else " "
        last = kind
    return found


class _KeepMap(_CharMap):
    """Character map that keeps some kinds and replaces the rest."""

    def __init__(self, kinds: str, other: str | None) -> None:
        super().__init__()
        self._kinds = kinds
        self._other = other

    def of(self, code: int) -> int | str | None:
        kind = _kind(chr(code))
        return code if kind and kind in self._kinds else self._other


_key_map = _KeepMap("hld", None)
_word_map = _KeepMap("l", " ")


def key(folded: str) -> str:
    """Return the letters, digits and Han characters of folded text: what makes two names the same."""
    return folded.translate(_key_map)


def words(folded: str) -> list[str]:
    """Return the stems of the Latin words of folded text."""
    return [stem(word) for word in folded.translate(_word_map).split()]


def stem(word: str) -> str:
    """Return an English word without its plural ending."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):  # noqa: PLR2004
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]


def _syllables_at(letters: str, start: int) -> Iterator[str]:
    """Yield the syllables and accent spellings that begin at a place, longest first."""
    known = han().sound_of
    for size in range(min(_LONGEST_SYLLABLE, len(letters) - start), 0, -1):
        piece = letters[start : start + size]
        if piece in known and (size > 1 or piece in _LONE_VOWELS):
            yield piece


def without_tone_numbers(folded: str) -> str:
    """Return pinyin with numbered tones without the numbers: hu4 li3 is hu li.

    Text that is anything else, or a single syllable with a number behind it, stays.
    """
    if _TONE_NUMBERS.isdisjoint(folded):
        return folded
    spelt: list[str] = []
    for word in folded.split():
        pieces = runs(word)
        syllables, tones = pieces[::2], pieces[1::2]
        if len(syllables) != len(tones) or not set(tones) <= _TONE_NUMBERS:
            return folded
        if any(one not in han().sound_of for one in syllables):
            return folded
        spelt += syllables
    return " ".join(spelt) if len(spelt) > 1 else folded


def split_pinyin(letters: str) -> list[list[str]]:
    """Return the ways to read joined letters as whole syllables, the likeliest first.

    Few syllables are likelier than many; spellings that only an accent makes, and
    syllables without a consonant inside a word, are less likely. Without a reading
    the list is empty.
    """
    real = han().real
    tails: list[list[list[str]]] = [[] for _ in letters] + [[[]]]
    for start in range(len(letters) - 1, -1, -1):
        found = [[piece, *rest] for piece in _syllables_at(letters, start) for rest in tails[start + len(piece)]]
        found.sort(key=len)
        tails[start] = found[:_MAX_SPLITS]

    def unlikely(split: list[str]) -> float:
        return len(split) + sum(0.6 * (piece not in real) + 0.3 * (piece[0] in _LONE_VOWELS) for piece in split)

    return sorted(tails[0], key=unlikely)


def split_loosely(letters: str) -> list[list[str]]:
    """Return a few ways to cut letters into syllables where one or two are misspelt, likeliest first.

    A misspelt piece is one letter away from a syllable; a lone letter may stand for
    nothing or for an initial. Costs in syllables: a right one 1, a misspelt one 2.2,
    a lone letter 2.
    """
    best: list[list[_Paths]] = [[[], [], []] for _ in letters]
    best.append([[(0.0, ())], [], []])
    for start in range(len(letters) - 1, -1, -1):
        options: list[_Paths] = [[], [], []]
        for piece, cost, wrong in _loose_pieces(letters, start):
            rest = best[start + len(piece)]
            for before in range(len(options) - wrong):
                options[before + wrong] += [(cost + tail_cost, (piece, tail)) for tail_cost, tail in rest[before]]
        best[start] = [sorted(paths)[:_PATHS] if len(paths) > 1 else paths for paths in options]
    return [_in_line(path) for paths in best[0][1:] for _, path in paths]


def _in_line(path: _Path) -> list[str]:
    """Return the pieces of a path in their order."""
    pieces = []
    while path:
        piece, path = path
        pieces.append(piece)
    return pieces


def _loose_pieces(letters: str, start: int) -> Iterator[tuple[str, float, int]]:
    """Yield what may begin at a place: the piece, its cost, and whether it is misspelt (1) or not (0)."""
    known, near = han().sound_of, han().near
    for size in range(1, min(_LONGEST_SYLLABLE + 1, len(letters) - start) + 1):
        piece = letters[start : start + size]
        if piece in known and (size > 1 or piece in _LONE_VOWELS):
            yield piece, 1.0 if size > 1 else 1.5, 0
        elif size == 1:
            yield piece, 2.0, 1
        elif near(piece):
            # Two letters are near to much, so what takes them for a syllable is less likely.
            yield piece, 2.2 if size > 2 or not _VOWELS.intersection(piece) else 2.5, 1  # noqa: PLR2004


class _Sounds(dict[str, "tuple[str, ...]"]):
    """Accent classes of characters, filled as they turn up."""

    def __init__(self, readings: Callable[[Han, str], tuple[str, ...]]) -> None:
        super().__init__()
        self._readings = readings

    def __missing__(self, char: str) -> tuple[str, ...]:
        self[char] = classes = classes_of(self._readings(han(), char))
        return classes


all_classes = _Sounds(Han.readings)
"""The accent classes of all readings of a character."""

frequent_classes = _Sounds(Han.frequent)
"""The accent classes of its frequent readings."""


def sound_classes(char: str) -> tuple[str, ...]:
    """Return the accent classes of all readings of a character."""
    return all_classes[char]


def classes_of(spelt: Iterable[str]) -> tuple[str, ...]:
    """Return the accent classes of syllables."""
    sounds = han().sound_of
    return tuple(dict.fromkeys([sounds[one] for one in spelt]))
