"""Ways to read the Latin letters of a query: as words, as pinyin, as initials."""

from __future__ import annotations

import itertools
import math

from jimo_cli import text
from jimo_cli.search.align import Unit
from jimo_cli.search.readings import Reading, rarity, sounds_of, units_of
from jimo_cli.search.weights import SOFT
from jimo_cli.search.words import is_soft_word
from jimo_cli.store.terms import beginning_of, word_term
from jimo_cli.text.concepts import BASIS_LETTERS
from jimo_cli.text.han import han
from jimo_cli.text.pinyin import split_loosely, split_pinyin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jimo_cli.search.query import Query, Run
    from jimo_cli.store.interface import NameIndex

    Group = tuple[str, ...]


_MOST_SPLITS = 4
_MOST_WORDS = 8
_LONGEST_PINYIN = 80
_LONGEST_INITIALS = 24
_SHORTEST_LOOSE = 5


class Word:
    """A Latin word of a query: its stem, what it may be meant as, its weight.

    `likeness` keeps how far it may be each of the words of names that it was held against (`evidence`).
    """

    __slots__ = ("known", "likeness", "near", "soft", "stem", "typed", "weight")

    def __init__(self, typed: str, index: NameIndex, *, growing: bool = False) -> None:
        """Look the word up; `growing` tells that a growth is asked, whose rate adds nothing."""
        self.typed = typed
        self.stem = text.stem(typed)
        self.likeness: dict[str, float] = {}
        self.soft = is_soft_word(typed) or (typed == "rate" and growing) or typed in BASIS_LETTERS.values()
        count = index.count(word_term(self.stem))
        self.known = count > 0
        spelt = () if self.known else dict.fromkeys((self.stem, typed))
        self.near = next((near for one in spelt if (near := index.words_near(one))), [])[:_MOST_WORDS]
        if self.near:
            count = max(index.count(word_term(near)) for near in self.near)
        self.weight = max(1.0, rarity(count, index.size)) * (SOFT if self.soft else 1.0)

    def group(self, *, last: bool) -> Group:
        """Return the terms of the word: itself, what it may be meant as, what it may begin.

        Only the last word of a query is likely to be a beginning.
        """
        terms = [word_term(word) for word in (self.stem, *self.near)]
        if last and not self.known and len(self.stem) > 2:  # noqa: PLR2004 - two letters begin everything
            terms.append(beginning_of(terms[0]))
        return tuple(terms)


def latin_readings(query: Query, latin: list[Run], index: NameIndex) -> Iterator[Reading]:
    """Yield the readings of a query with Latin letters: words first if the index knows them."""
    growing = "growth" in query.concepts
    words = {run.text: Word(run.text, index, growing=growing) for run in latin}
    counted = [word for word in words.values() if not word.soft] or list(words.values())
    known = sum(word.known for word in counted)
    words_first = 2 * known >= len(counted)
    in_order = [words[run.text] for run in latin]
    if words_first:
        yield Reading("words", query, units_of(query, {}), in_order, index)
    yield from _pinyin_readings(query, latin, words, index)
    if not words_first:
        yield Reading("words", query, units_of(query, {}), in_order, index)
    if known < len(counted):
        yield from _initial_readings(query, latin, index)


def _pinyin_readings(query: Query, latin: list[Run], words: dict[str, Word], index: NameIndex) -> Iterator[Reading]:
    """Yield the readings as pinyin: all of it, then what is no known word; then misspelt."""
    if sum(len(run.text) for run in latin) > _LONGEST_PINYIN:
        return
    rest = [run for run in latin if not words[run.text].known]
    choices = [latin] if len(rest) in (0, len(latin)) else [latin, rest]
    spelt = {run.text: split_pinyin(run.text) for run in latin}
    for chosen in choices:
        kept = [words[run.text] for run in latin if run not in chosen]
        for split in _whole_splits(chosen, spelt, index):
            yield Reading("pinyin", query, units_of(query, split), kept, index)
    for chosen in choices:
        kept = [words[run.text] for run in latin if run not in chosen]
        for split in _loose_splits(chosen, spelt, index):
            name = "recut" if _is_recut(split, spelt) else "misspelt"
            yield Reading(name, query, units_of(query, split), kept, index)


def _whole_splits(
    chosen: list[Run], spelt: dict[str, list[list[str]]], index: NameIndex
) -> list[dict[str, list[Unit]]]:
    """Return the likeliest ways to read the runs as whole syllables, judged by the index."""
    options = [spelt[run.text] for run in chosen]
    if not options or not all(options):
        return []
    first = [option[0] for option in options]
    splits = [first]
    for at, option in enumerate(options):
        splits += [[*first[:at], other, *first[at + 1 :]] for other in option[1:]]
    return [_by_run(chosen, split) for split in _likeliest(_of_units(splits, _syllable), index)]


def _of_units(splits: Sequence[Sequence[Sequence[str]]], unit: Callable[[str], Unit]) -> list[list[list[Unit]]]:
    """Return splits with a unit for each piece, the same for the same piece."""
    units = {piece: unit(piece) for piece in {piece for split in splits for pieces in split for piece in pieces}}
    return [[[units[piece] for piece in pieces] for pieces in split] for split in splits]


def _syllable(piece: str) -> Unit:
    """Return the unit of a syllable that is taken as it was typed."""
    return Unit("s", piece)


def _by_run(chosen: list[Run], split: list[list[Unit]]) -> dict[str, list[Unit]]:
    return {run.text: units for run, units in zip(chosen, split, strict=True)}


def _likeliest(splits: list[list[list[Unit]]], index: NameIndex) -> list[list[list[Unit]]]:
    """Return the splits whose pairs of sounds the index knows best; of these a few.

    Units of the same text are the same in all of them.
    """
    groups: dict[tuple[str, str], Group] = {}
    pairs: list[list[tuple[str, str]]] = []
    for split in splits:
        pairs.append([])
        for one, two in itertools.pairwise(itertools.chain(*split)):
            pair = (one.text, two.text)
            pairs[-1].append(pair)
            if pair not in groups:
                groups[pair] = sounds_of(one, two)
    index.load_counts(term for group in groups.values() for term in group)
    counts = {pair: index.nonempty(group)[0] for pair, group in groups.items()}
    evidence = [_evidence([counts[pair] for pair in split]) for split in pairs]
    order = sorted(range(len(splits)), key=lambda number: (evidence[number], number))
    lacking = evidence[order[0]][0] if order else 0
    return [splits[number] for number in order if evidence[number][0] <= lacking][:_MOST_SPLITS]


def _evidence(counts: Sequence[int]) -> tuple[int, int, float]:
    """Return the order of a split: pairs the index lacks, pairs, minus the pairs' frequency."""
    return counts.count(0), len(counts), -sum([math.log(count + 1) for count in counts])


def _loose_splits(
    chosen: list[Run], spelt: dict[str, list[list[str]]], index: NameIndex
) -> list[dict[str, list[Unit]]]:
    """Return the likeliest ways to read the runs as syllables where some are misspelt."""
    if sum(len(run.text) for run in chosen) < _SHORTEST_LOOSE:
        return []
    options = [split_loosely(run.text) or spelt[run.text][:1] for run in chosen]
    if not all(options):
        return []
    first = [option[0] for option in options]
    splits = [first]
    for at, option in enumerate(options):
        splits += [[*first[:at], other, *first[at + 1 :]] for other in option[1:]]
    whole = [spelt[run.text][:1] for run in chosen]
    likeliest = _likeliest(_of_units(splits, _loose_unit), index)
    if all(whole):  # a wrong letter may make another syllable
        likeliest.insert(0, [[_loose_unit(piece) for piece in option[0]] for option in whole])
    return [_by_run(chosen, split) for split in likeliest]


def _is_recut(split: dict[str, list[Unit]], spelt: dict[str, list[list[str]]]) -> bool:
    """Tell whether a run that is syllables as it stands is cut otherwise: hu owu for huo wu."""
    real = han().real
    for run, units in split.items():
        pieces = [unit.text for unit in units]
        if not real.issuperset(pieces) and any(real.issuperset(one) for one in spelt[run]):
            return True
    return False


def _loose_unit(piece: str) -> Unit:
    """Return the unit of a piece that may be misspelt; every syllable may stand for its neighbours."""
    if len(piece) == 1:
        return Unit("i", piece)
    return Unit("s", piece, options=han().near(piece))


def _initial_readings(query: Query, latin: list[Run], index: NameIndex) -> Iterator[Reading]:
    """Yield the reading of all Latin letters as initials."""
    total = sum(len(run.text) for run in latin)
    if 2 <= total <= _LONGEST_INITIALS:  # noqa: PLR2004
        split = {run.text: [Unit("i", letter) for letter in run.text] for run in latin}
        yield Reading("initials", query, units_of(query, split), [], index)
