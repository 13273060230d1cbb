"""How names become terms, for the writer of the index and for its reader alike."""

from __future__ import annotations

import itertools
import zlib
from itertools import pairwise

from jimo_cli import text
from jimo_cli.text.concepts import concepts_of
from jimo_cli.text.han import han
from jimo_cli.text.pinyin import sound_classes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


SHORTEST_MISSPELT = 4


def hash_of(folded_key: str) -> int:
    """Return the hash under which a name is found; what it finds is held against the name."""
    return zlib.crc32(folded_key.encode())


def shorter(word: str) -> set[str]:
    """Return the keys under which a misspelt word is found: itself, and without each letter."""
    if len(word) < SHORTEST_MISSPELT:
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _pair_terms(run: str) -> list[str]:
    """Return the pairs of neighbours of a run of Han characters; a lone character is itself."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _sound_terms(classes: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the sound terms of neighbouring characters, each as all its possible readings."""
    return [tuple(f"{one}_{two}" for one in first for two in second) for first, second in pairwise(classes)]


class Tokens:
    """Makes the terms of names; keeps what it learns about characters."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def _of_char(self, char: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        known = self._known.get(char)
        if known is None:
            initials = tuple(dict.fromkeys(reading[0] for reading in han().frequent(char)))
            known = self._known[char] = (sound_classes(char), initials)
        return known

    def _of_han(self, run: str, found: set[str]) -> None:
        found.update(_pair_terms(run))
        known = [self._of_char(char) for char in run]
        classes = [classes for classes, _ in known]
        if len(run) == 1:
            found.update(f"{sound}_" for sound in classes[0])
        for terms in _sound_terms(classes):
            found.update(terms)
        _initials([initials for _, initials in known], found)

    def of_name(self, folded: str, found: set[str]) -> None:
        """Add the terms of one folded name."""
        joined = ""
        for run in [*text.runs(folded), ""]:
            if run and text.is_han(run[0]):
                joined += run  # only marks part neighbouring runs of Han characters
                continue
            if joined:
                self._of_han(joined, found)
                joined = ""
            if run:
                found.add("3" + run.replace(".", "_") if run[0] <= "9" else "2" + text.stem(run))
        found.update("9" + concept for concept in concepts_of(folded))


def _initials(initials: Sequence[Sequence[str]], found: set[str]) -> None:
    """Add the terms of initials of one run."""
    if len(initials) == 2:  # noqa: PLR2004
        found.update(f"1{one}{two}" for one in initials[0] for two in initials[1])
    for at in range(len(initials) - 2):
        found.update(
            f"1{one}{two}{three}" for one in initials[at] for two in initials[at + 1] for three in initials[at + 2]
        )


def terms(tokens: Sequence[str]) -> list[str]:
    """Return the terms of tokens, in their order."""
    terms = (term(one, two) for one, two in itertools.pairwise([*tokens, ""]))
    return list(dict.fromkeys(term for term in terms if term))


def term(one: str, two: str) -> str:
    """Return the term of a number or a word, or of a character and the next; nothing for a lone one."""
    if text.is_han(one[0]):
        return one + two if two and text.is_han(two[0]) else ""
    return "2" + one if "a" <= one[0] <= "z" else "3" + one.replace(".", "_")


def name_tokens(folded: str) -> list[str]:
    """Return the characters, numbers and stems of words of a folded name."""
    found: list[str] = []
    for run in text.runs(folded):
        found += run if text.is_han(run[0]) else [text.stem(run)]
    return found
