"""The terms of a name, as an index is built of them."""

from __future__ import annotations

from itertools import pairwise, product

from jimo_cli import text
from jimo_cli.store.terms import concept_term, initials_term, number_term, pair_terms, sound_terms, word_term
from jimo_cli.text.concepts import concepts_of
from jimo_cli.text.han import han
from jimo_cli.text.pinyin import sound_classes

TYPE_CHECKING = False
if TYPE_CHECKING:
    Letters = tuple[str, ...]


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
