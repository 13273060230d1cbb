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
from jimo_cli.store.terms import beginning_of, initials_term, number_term, sound_terms
from jimo_cli.text.concepts import concept_of_sounds
from jimo_cli.text.han import han

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.search.latin_readings import Word
    from jimo_cli.search.query import Query
    from jimo_cli.store.interface import NameIndex

    Group = tuple[str, ...]


_MOST_UNITS = 48
_MOST_SUBSTITUTES = 6


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
        units = units_of(query, {})
        yield Reading("han", query, units, [], index)
        if query.of_kind("h"):
            yield Reading("sound", query, units, [], index)
        return
    from jimo_cli.search.latin_readings import latin_readings  # noqa: PLC0415  # most queries are in Han characters

    yield from latin_readings(query, latin, index)


def units_of(query: Query, latin: dict[str, list[Unit]]) -> list[Unit]:
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
    return sounds_of(one, two)


def sounds_of(one: Unit, two: Unit) -> Group:
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
