"""How names become terms: the one place that knows what a term looks like.

    海洋        pair_terms       two neighbouring Han characters
    hai_yan     sound_terms      accent classes of two neighbouring syllables, of each reading
    1hys        initials_term    three neighbouring initials; two, if the name has no more
    2marine     word_term        a Latin word without its plural ending
    33_5        number_term      a number; a point becomes `_`
    9growth     concept_term     the name is about growth, or about a share
    2mari*      beginning_of     any term that begins so

Terms hold letters, digits, Han characters and `_` only.
"""

from __future__ import annotations

from itertools import pairwise, product

from jimo_cli import text
from jimo_cli.text.concepts import concepts_of
from jimo_cli.text.han import han
from jimo_cli.text.pinyin import sound_classes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Letters = tuple[str, ...]


WORD_TERMS = ("2a", "3")
"""All terms of words lie from the first of these up to the second, in the order of characters."""

# Two short words that differ by a letter are rarely one misspelt.
SHORTEST_MISSPELT = 4
# No query has a longer word, and a key for each letter takes as much as the word.
_LONGEST_MISSPELT = 130


def word_term(stem: str) -> str:
    """Return the term of a Latin word without its plural ending."""
    return f"2{stem}"


def number_term(number: str) -> str:
    """Return the term of a number in digits."""
    return "3" + number.replace(".", "_")


def concept_term(concept: str) -> str:
    """Return the term of names that are about a concept: growth or share."""
    return f"9{concept}"


def initials_term(initials: str) -> str:
    """Return the term of two or three neighbouring initials."""
    return f"1{initials}"


def sound_terms(first: Sequence[str], second: Sequence[str] = ("",)) -> tuple[str, ...]:
    """Return the terms of two neighbouring syllables, or of a lone one, by their possible accent classes."""
    return tuple([f"{one}_{other}" for one in first for other in second])


def pair_terms(run: str) -> list[str]:
    """Return the terms of a run of Han characters, its pairs of neighbours; a lone character is its own."""
    return [run[start : start + 2] for start in range(len(run) - 1)] or [run]


def beginning_of(term: str) -> str:
    """Return what stands for all terms that begin with this one."""
    return f"{term}*"


def is_beginning(term: str) -> bool:
    """Return whether a term stands for all that begin so."""
    return term[-1] == "*"


def word_of(term: str) -> str:
    """Return the word that a term is of, an empty one where it is of something else."""
    return term[1:] if WORD_TERMS[0] <= term < WORD_TERMS[1] else ""


def shorter(word: str) -> set[str]:
    """Return the keys under which a misspelt word is found: itself, and without each letter."""
    if not SHORTEST_MISSPELT <= len(word) <= _LONGEST_MISSPELT:
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def name_tokens(folded: str) -> list[str]:
    """Return the characters, numbers and stems of words of a folded name."""
    found: list[str] = []
    for run in text.runs(folded):
        found += run if text.is_han(run[0]) else [text.stem(run)]
    return found


def terms(tokens: Sequence[str]) -> list[str]:
    """Return the terms of tokens, in their order."""
    found = (term(token, following) for token, following in pairwise([*tokens, ""]))
    return list(dict.fromkeys(each for each in found if each))


def term(token: str, following: str) -> str:
    """Return the term of a number or a word, or of a character and the next; nothing for a lone one."""
    if text.is_han(token[0]):
        return token + following if following and text.is_han(following[0]) else ""
    return word_term(token) if "a" <= token[0] <= "z" else number_term(token)


class NameTerms:
    """Makes the terms of names; remembers the sounds of characters."""

    def __init__(self) -> None:
        self._sounds: dict[str, tuple[Letters, Letters]] = {}

    def of(self, folded: str) -> set[str]:
        """Return the terms of one folded name."""
        found: set[str] = set()
        han_run = ""
        for run in [*text.runs(folded), ""]:
            if run and text.is_han(run[0]):
                han_run += run  # only marks separate neighbouring runs of Han characters
                continue
            if han_run:
                found.update(self._of_han(han_run))
                han_run = ""
            if run:
                found.add(number_term(run) if run[0] <= "9" else word_term(text.stem(run)))
        found.update(map(concept_term, concepts_of(folded)))
        return found

    def _of_han(self, run: str) -> set[str]:
        sounds = [self._sounds_of(char) for char in run]
        found = set(pair_terms(run))
        if len(run) == 1:
            found.update(sound_terms(sounds[0][0]))
        for (first, _), (second, _) in pairwise(sounds):
            found.update(sound_terms(first, second))
        letters = [initials for _, initials in sounds]
        for neighbours in zip(letters, letters[1:], letters[2:] or [("",)], strict=False):
            found.update([initials_term("".join(initials)) for initials in product(*neighbours)])
        return found

    def _sounds_of(self, char: str) -> tuple[Letters, Letters]:
        """Return the accent classes of a character, and its initials."""
        known = self._sounds.get(char)
        if known is None:
            initials = tuple(dict.fromkeys(reading[0] for reading in han().frequent(char)))
            known = self._sounds[char] = (sound_classes(char), initials)
        return known
