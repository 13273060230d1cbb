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

from itertools import pairwise

from jimo_cli import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


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
