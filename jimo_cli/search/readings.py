"""Ways to read a query: as Han characters, by their sound, as pinyin, as initials, as words.

A reading is a sequence of units to align with names, the words to find in them, and
groups of terms with which the index finds candidates. Readings come likeliest
first and are made one at a time, so that a clear query pays for one only.
"""

from __future__ import annotations

import itertools
import math

from jimo_cli import text
from jimo_cli.search.align import Unit
from jimo_cli.search.weights import SOFT
from jimo_cli.search.words import is_soft_word
from jimo_cli.store.terms import beginning_of, initials_term, number_term, sound_terms, word_term
from jimo_cli.text.concepts import concept_of_sounds
from jimo_cli.text.han import han
from jimo_cli.text.pinyin import split_loosely, split_pinyin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jimo_cli.search.query import Query, Run
    from jimo_cli.store.interface import NameIndex

    Group = tuple[str, ...]


_MOST_UNITS = 48
_MOST_SUBSTITUTES = 6
_MOST_SPLITS = 4
_MOST_WORDS = 8
_LONGEST_PINYIN = 80
_LONGEST_INITIALS = 24
_SHORTEST_LOOSE = 5


class Word:
    """A Latin word of a query: its stem, what it may be meant as, its weight."""

    __slots__ = ("known", "near", "soft", "stem", "typed", "weight")

    def __init__(self, typed: str, index: NameIndex, *, growing: bool = False) -> None:
        """Look the word up; `growing` tells that a growth is asked, whose rate adds nothing."""
        self.typed = typed
        self.stem = text.stem(typed)
        self.soft = is_soft_word(typed) or (typed == "rate" and growing)
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


class Reading:
    """One way to read a query; `weight` is what its units weigh, without those that only frame the query."""

    __slots__ = ("groups", "known", "name", "units", "weight", "words")

    def __init__(self, name: str, query: Query, units: Sequence[Unit], words: Sequence[Word], index: NameIndex) -> None:
        """Weigh the units and make the groups of terms."""
        numbers = [run.text for run in query.of_kind("d") if not run.soft[0]]
        self.name = name
        self.units = units
        self.words = words
        by_sound = name == "sound"
        pairs = [_pair_group(self.units, at, index, by_sound=by_sound) for at in range(len(self.units) - 1)]
        self.known = _weigh(self.units, pairs, index)
        self.weight = sum(unit.weight for unit in units if not unit.soft)
        self.groups = [group for group in pairs if group]
        self.groups += _initial_groups(self.units)
        self.groups += [(number_term(number),) for number in numbers]
        if not self.groups and len(self.units) == 1:
            self.groups += _lone_group(self.units[0])
        self.groups += [word.group(last=word is words[-1]) for word in words if not word.soft or len(words) == 1]


def rarity(count: int, size: int) -> float:
    """Return how much a term tells that `count` of `size` names have: its inverse document frequency."""
    return math.log(1 + size / (count + 0.5))


def readings(query: Query, index: NameIndex) -> Iterator[Reading]:
    """Yield the ways to read a query, likeliest first."""
    latin = query.of_kind("l")
    if not latin:
        units = _units(query, {})
        yield Reading("han", query, units, [], index)
        if query.of_kind("h"):
            yield Reading("sound", query, units, [], index)
        return
    yield from _latin_readings(query, latin, index)


def _latin_readings(query: Query, latin: list[Run], index: NameIndex) -> Iterator[Reading]:
    """Yield the readings of a query with Latin letters: words first if the index knows them."""
    growing = "growth" in query.concepts
    words = {run.text: Word(run.text, index, growing=growing) for run in latin}
    counted = [word for word in words.values() if not word.soft] or list(words.values())
    known = sum(word.known for word in counted)
    words_first = 2 * known >= len(counted)
    in_order = [words[run.text] for run in latin]
    if words_first:
        yield Reading("words", query, _units(query, {}), in_order, index)
    yield from _pinyin_readings(query, latin, words, index)
    if not words_first:
        yield Reading("words", query, _units(query, {}), in_order, index)
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
            yield Reading("pinyin", query, _units(query, split), kept, index)
    for chosen in choices:
        kept = [words[run.text] for run in latin if run not in chosen]
        for split in _loose_splits(chosen, spelt, index):
            name = "recut" if _is_recut(split, spelt) else "misspelt"
            yield Reading(name, query, _units(query, split), kept, index)


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
                groups[pair] = _sounds_of(one, two)
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
        yield Reading("initials", query, _units(query, split), [], index)


def _units(query: Query, latin: dict[str, list[Unit]]) -> list[Unit]:
    """Return the units of a query in its order; Latin runs as given, else left out."""
    units: list[Unit] = []
    for run in query.runs:
        if run.kind == "h":
            units += [Unit("h", char, soft=soft) for char, soft in zip(run.text, run.soft, strict=True)]
        elif run.kind == "d":
            units += [Unit("d", digit, soft=run.soft[0]) for digit in text.key(run.text)]
        else:
            units += [Unit(unit.kind, unit.text, options=unit.options) for unit in latin.get(run.text, [])]
    return units[:_MOST_UNITS]


def spoken_concepts(units: Sequence[Unit]) -> set[str]:
    """Return the concepts that neighbouring syllables spell, and mark those syllables as soft."""
    found = set()
    for one, two in itertools.pairwise(units):
        if one.kind == two.kind == "s" and (concept := concept_of_sounds(one.text, two.text)):
            one.soft = two.soft = True
            found.add(concept)
    return found


def _pair_group(units: Sequence[Unit], at: int, index: NameIndex, *, by_sound: bool) -> Group:
    """Return the terms for two neighbouring units; empty if they have none."""
    one, two = units[at], units[at + 1]
    if one.kind == two.kind == "h" and not by_sound:
        return _han_group(units, at, index)
    return _sounds_of(one, two)


def _sounds_of(one: Unit, two: Unit) -> Group:
    """Return the terms for the sounds of two neighbouring units."""
    return sound_terms(one.sounds, two.sounds)


def _han_group(units: Sequence[Unit], at: int, index: NameIndex) -> Group:
    """Return a pair of characters, or if the index lacks it, what it may be meant as."""
    one, two = units[at].text, units[at + 1].text
    if index.count(one + two):
        return (one + two,)
    meant = [one + two, two + one]
    if at + 2 < len(units) and units[at + 2].kind == "h":
        meant.append(one + units[at + 2].text)
    if at and units[at - 1].kind == "h":
        meant.append(units[at - 1].text + two)
    meant += [like + two for like in han().alike(one)[:_MOST_SUBSTITUTES]]
    meant += [one + like for like in han().alike(two)[:_MOST_SUBSTITUTES]]
    return tuple(dict.fromkeys(meant))


def _initial_groups(units: Sequence[Unit]) -> list[Group]:
    """Return the terms of initials of each run of initials; two letters alone are a beginning."""
    groups: list[Group] = []
    lone = all(unit.kind == "i" for unit in units)
    letters = "".join(unit.text if unit.kind == "i" else " " for unit in units)
    for run in letters.split():
        if len(run) == 2 and lone:  # noqa: PLR2004
            groups.append((beginning_of(initials_term(run)),))
        groups += [(initials_term(run[at : at + 3]),) for at in range(len(run) - 2)]
    return groups


def _lone_group(unit: Unit) -> list[Group]:
    """Return the term of a single unit: names where it begins a pair."""
    if unit.kind == "h":
        return [(beginning_of(unit.text),)]
    return [tuple(map(beginning_of, sound_terms(unit.sounds)))] if unit.kind == "s" else []


def _weigh(units: Sequence[Unit], pairs: Sequence[Group], index: NameIndex) -> list[bool]:
    """Give every unit its weight; return for each pair of neighbours whether the index knows it.

    A unit weighs the rarity of the more frequent of the pairs it is in. A pair that no
    name has says nothing about rarity: it weighs what a usual one does.
    """
    index.load_counts([term for group in pairs for term in group])
    usual = rarity(max(1, index.size // 60), index.size)
    known = [_is_known(units[at], units[at + 1], group, index) for at, group in enumerate(pairs)]
    _harden(units, known)
    none = math.inf
    weights = [none, *[_pair_weight(group, index, usual) if group else none for group in pairs], none]
    for unit, beside in zip(units, itertools.pairwise(weights), strict=False):
        weight = min(beside)
        unit.weight = (usual if weight == none else weight) * (SOFT if unit.soft else 1.0)
    return known


def _harden(units: Sequence[Unit], known: Sequence[bool]) -> None:
    """Let a lone framing character count where the index knows it beside another: 和 in 和平区."""
    soft = [unit.soft for unit in units]
    for place, unit in enumerate(units):
        left = place > 0 and not soft[place - 1]
        right = place + 1 < len(units) and not soft[place + 1]
        lone = (left or place == 0) and (right or place + 1 == len(units))
        if lone and soft[place] and unit.kind == "h" and ((left and known[place - 1]) or (right and known[place])):
            unit.soft = False


def _is_known(one: Unit, two: Unit, group: Group, index: NameIndex) -> bool:
    """Tell whether some name has two units next to each other, as they were typed."""
    if one.kind == two.kind == "h":
        return index.count(one.text + two.text) > 0
    return bool(group) and index.count(group[0]) > 0


def _pair_weight(group: Group, index: NameIndex, usual: float) -> float:
    """Return the rarity of the first term of a group or, lacking that, of another."""
    count = index.count(group[0]) or max(index.count(term) for term in group)
    return rarity(count, index.size) if count else usual
