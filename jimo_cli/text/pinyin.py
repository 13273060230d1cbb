"""Pinyin: joined letters split into syllables, and the sounds of characters."""

from __future__ import annotations

from jimo_cli.text import TONE_NUMBERS, runs
from jimo_cli.text.han import Han, han

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    _Path = tuple[()] | tuple[str, "_Path"]

    _Paths = list[tuple[float, _Path]]


_LONGEST_SYLLABLE = 6
_NEVER_CONFUSED = {"n", "r"}
_LONE_VOWELS = frozenset("aeo")
_VOWELS = frozenset("aeiouv")
_MAX_SPLITS = 32
_PATHS = 8


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
    if TONE_NUMBERS.isdisjoint(folded):
        return folded
    spelt: list[str] = []
    for word in folded.split():
        pieces = runs(word)
        syllables, tones = pieces[::2], pieces[1::2]
        if len(syllables) != len(tones) or not set(tones) <= TONE_NUMBERS:
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


def is_accent_of(typed: str, meant: str) -> bool:
    """Return whether some accent makes one syllable of another. Either n or r may become l, but neither the other."""
    sounds = han().sound_of
    return sounds[typed] == sounds[meant] and {typed[0], meant[0]} != _NEVER_CONFUSED


def sound_classes(char: str) -> tuple[str, ...]:
    """Return the accent classes of all readings of a character."""
    return all_classes[char]


def classes_of(spelt: Iterable[str]) -> tuple[str, ...]:
    """Return the accent classes of syllables."""
    sounds = han().sound_of
    return tuple(dict.fromkeys([sounds[one] for one in spelt]))
