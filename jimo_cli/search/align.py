"""How well a name answers a query: units of the query aligned with characters of the name.

A unit is what was typed for one character: the character itself, a syllable, an
initial, or a digit. Every pair of a unit and a character has a credit between 0 and 1.
The alignment is the chain of pairs, in order in both, with the highest weighted
credit; what is left over may match once more elsewhere (words in another order,
neighbours swapped).
"""

from __future__ import annotations

from itertools import pairwise
from operator import mul

from jimo_cli import text
from jimo_cli.search.weights import (
    ACCENT,
    HOMOPHONE,
    INITIAL,
    MISSPELT,
    NEIGHBOUR,
    SAME,
    SKIPPED,
    SWAPPED,
    SYLLABLE,
)
from jimo_cli.text.han import han
from jimo_cli.text.pinyin import all_classes, classes_of, frequent_classes, is_accent_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Pair = tuple[int, int, float]

    Taken = dict[int, tuple[int, float]]


_MOST_PAIRS = 120
_MOST_SOUNDS = 12
_SWAP_REACH = 2


class Unit:
    """One unit of a query: `h` a character, `s` a syllable, `i` an initial or letter, `d` a digit."""

    __slots__ = ("_sounds", "kind", "options", "soft", "text", "weight")

    def __init__(self, kind: str, typed: str, *, soft: bool = False, options: Iterable[str] = ()) -> None:
        self.kind = kind
        self.text = typed
        self.soft = soft
        self.options = frozenset(options)
        self.weight = 1.0
        self._sounds: tuple[str, ...] | None = None

    @property
    def sounds(self) -> tuple[str, ...]:
        """The accent classes that this may have been typed for."""
        if self._sounds is None:
            self._sounds = ()
            if self.kind == "h":
                self._sounds = frequent_classes[self.text]
            elif self.kind == "s":
                spelt = [self.text] if self.text in han().sound_of else sorted(self.options)
                self._sounds = classes_of(spelt)[:_MOST_SOUNDS]
        return self._sounds

    def credit(self, char: str) -> float:
        """Return how far a character answers this unit, 0 to 1."""
        if char == self.text:
            return SAME
        if not text.is_han(char) or self.kind == "d":
            return 0.0
        if self.kind == "h":
            return _han_credit(self.text, char)
        if self.kind == "i":
            return INITIAL if any(r[0] == self.text for r in han().frequent(char)) else 0.0
        return self._syllable_credit(char)

    def _syllable_credit(self, char: str) -> float:
        table = han()
        readings = table.readings(char)
        if self.text in readings:
            return SYLLABLE
        if self.text in table.sound_of and any(is_accent_of(self.text, reading) for reading in readings):
            return HOMOPHONE
        return MISSPELT if self.options.intersection(readings) else 0.0


def _han_credit(typed: str, char: str) -> float:
    """Return how far one character may stand for another."""
    mine, others = han().frequent(typed), han().frequent(char)
    if any(reading in others for reading in mine) or is_lookalike(typed, char):
        return HOMOPHONE
    return ACCENT if any(is_accent_of(one, other) for one in mine for other in others) else 0.0


def is_lookalike(typed: str, char: str) -> bool:
    """Tell whether a character looks like another, but does not sound like it."""
    return char in han().alike(typed) and set(han().frequent(typed)).isdisjoint(han().frequent(char))


class Alignment:
    """What an alignment with a name comes to.

    `coverage` weighs the matched units with their credit, 0 to 1; `contiguity` is the part of neighbouring
    units whose characters are neighbours too; `name_coverage` the part of the name that was matched;
    `missing` the places of the units without a match, `doubt` the longest run of units in doubt;
    `approximate` the places of characters that only sound or look like theirs; `first` the first
    character matched, `matched` how many, `read` all of them in the order of the query; `moved` tells
    that some are out of order, `worst` is the lowest credit given, `worst_pair` what was typed there and
    the character that it matched; `respelt` is how many syllables that there are were taken for others,
    `unlike` how many units match less than their sound.
    """

    __slots__ = (
        "approximate",
        "contiguity",
        "coverage",
        "doubt",
        "first",
        "matched",
        "missing",
        "moved",
        "name_coverage",
        "read",
        "respelt",
        "unlike",
        "worst",
        "worst_pair",
    )

    def __init__(self, aligner: Aligner, taken: Taken, name: str, *, moved: bool) -> None:
        missing = []
        size = len(name)
        worst, worst_pair, first, count = SAME, ("", ""), size, 0
        total = matched = 0.0
        for place, weight, soft in aligner.weighed:
            pair = taken.get(place)
            if pair:
                at, credit = pair
                matched += weight * credit
                first = min(first, at)
                if credit < worst:
                    worst, worst_pair = credit, (aligner.units[place].text, name[at])
            else:
                missing.append(place)
                if soft:
                    continue
            total += weight
            count += 1
        is_doubtful = worst < INITIAL
        self.matched = len(taken)
        self.read = "".join(name[at] for _, (at, _) in sorted(taken.items()))
        self.moved = moved
        self.name_coverage = min(1.0, len(taken) / size) if size else 0.0
        self.first = first if taken else 0
        self.worst = worst
        self.worst_pair = worst_pair
        self.missing = missing
        self.approximate = _approximate(aligner.units, taken, name) if is_doubtful else []
        self.coverage = matched / total if total else 0.0
        self.contiguity = _contiguity(taken, count)
        self.respelt = _respelt(aligner.units, taken) if is_doubtful else 0
        self.unlike = sum(credit < SYLLABLE for _, credit in taken.values())
        self.doubt = _longest_doubt(aligner, taken) if missing or is_doubtful else 0


class _Links(dict[str, "list[tuple[int, float]]"]):
    """The places of the units that a character answers, each with its credit."""

    def __init__(self, units: Sequence[Unit]) -> None:
        super().__init__()
        self._units = units
        self._of_char: dict[str, list[int]] = {}
        self._of_sound: dict[str, list[int]] = {}
        self._of_initial: dict[str, list[int]] = {}
        sound_of = han().sound_of
        for place, unit in enumerate(units):
            self._of_char.setdefault(unit.text, []).append(place)
            if unit.kind == "i":
                self._of_initial.setdefault(unit.text, []).append(place)
            elif unit.kind == "h":
                for char in han().alike(unit.text):
                    self._of_char.setdefault(char, []).append(place)
            sounds = [sound_of[one] for one in unit.options if one in sound_of]
            for sound in (*unit.sounds, *sounds):
                self._of_sound.setdefault(sound, []).append(place)

    def __missing__(self, char: str) -> list[tuple[int, float]]:
        places = [*self._of_char.get(char, ())]
        for sound in all_classes[char]:
            if sound in self._of_sound:
                places += self._of_sound[sound]
        if self._of_initial:
            for reading in han().frequent(char):
                places += self._of_initial.get(reading[0], ())
        found: list[tuple[int, float]] = []
        if places:
            units = self._units
            worth = [(place, float(units[place].credit(char))) for place in sorted(set(places))]
            found = [(place, credit) for place, credit in worth if credit]
        self[char] = found
        return found


class Matching:
    """What of names corresponds to the units of a query, whatever these weigh."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units: Sequence[Unit] = units
        self.links = _Links(units)
        self._latin = any(len(unit.text) == 1 and unit.text.isascii() for unit in units)
        self._pairs: dict[str, list[Pair]] = {}
        self._taken: dict[str, tuple[Taken, bool]] = {}

    def pairs(self, name: str) -> list[Pair]:
        """Return what in the name may answer what: unit, character, credit; sorted by the character."""
        if name.isascii() and not self._latin:
            return []
        known = self._pairs.get(name)
        if known is None:
            links = self.links
            known = [(place, at, credit) for at, char in enumerate(name) for place, credit in links[char]]
            self._pairs[name] = known = known[:_MOST_PAIRS]
        return known

    def taken(self, name: str) -> tuple[Taken, bool]:
        """Return which unit matches which character with which credit, and whether any is out of order."""
        known = self._taken.get(name)
        if known is None:
            pairs = self.pairs(name)
            chain = _chain(pairs)
            taken = {place: (at, credit) for place, at, credit in chain}
            moved = self._crossed(name, taken)
            taken.update(moved)
            if len(chain) < len(pairs):
                moved |= self._moved(pairs, taken)
                taken.update(moved)
            known = self._taken[name] = (taken, bool(moved))
        return known

    def _crossed(self, name: str, taken: Taken) -> Taken:
        """Return two neighbours that changed places and sound so alike that they seem not to have."""
        found: Taken = {}
        unsure = [(place, at) for place, (at, credit) in taken.items() if credit < SAME]
        for place, at in unsure if len(unsure) > 1 else ():
            if (place + 1, at + 1) in unsure:
                texts = (self.units[place].text, self.units[place + 1].text)
                if texts == (name[at + 1], name[at]):
                    found = {place: (at + 1, SWAPPED), place + 1: (at, SWAPPED)}
        return found

    def _moved(self, pairs: Sequence[Pair], taken: Taken) -> Taken:
        """Return what the units left over match among the characters left over."""
        found: Taken = {}
        used = {at for at, _ in taken.values()}
        for _ in range(2):
            rest = [
                (place, at, credit)
                for place, at, credit in pairs
                if not (place in taken or place in found or at in used or self.units[place].kind == "d")
            ]
            if not rest:
                break
            chain = _chain(rest)
            is_block = _is_block(chain)
            for place, at, credit in chain:
                if is_block or _is_swap(place, at, taken):
                    found[place] = (at, credit if is_block else credit * SWAPPED)
                    used.add(at)
        return found


class Aligner:
    """Aligns one sequence of units with many names."""

    def __init__(self, units: Sequence[Unit], before: Matching | None = None) -> None:
        self.matching: Matching = before if before is not None and before.units is units else Matching(units)
        self.units: Sequence[Unit] = units
        self.weighed: list[tuple[int, float, bool]] = [
            (place, unit.weight, unit.soft) for place, unit in enumerate(units)
        ]
        self._weights = [unit.weight for unit in units]
        hard = [unit.weight for unit in units if not unit.soft]
        self._hard_weight, self._hard_count = sum(hard), len(hard)

    def upper_bound(self, name: str) -> float:
        """Return an upper bound, quickly made, of the weight that the name can match."""
        links = self.matching.links
        best = [0.0] * len(self.units)
        for char in set(name):
            for place, credit in links[char]:
                if credit > best[place]:  # noqa: PLR1730  # a call for each would take twice as long
                    best[place] = credit
        weight: float = sum(map(mul, best, self._weights))
        return weight

    def upper_bounds(self, best: Mapping[int, float], size: int) -> tuple[float, float, float]:
        """Return what coverage, contiguity and name coverage of an alignment cannot exceed.

        `best` are the units that may match and their highest credits, `size` is how long the name is.
        """
        hard = soft = 0.0
        count = self._hard_count
        for place, credit in best.items():
            _, weight, is_soft = self.weighed[place]
            if is_soft:
                # At best it matches fully; the others count whether matched or not.
                soft += weight
                count += 1
            else:
                hard += credit * weight
        total = self._hard_weight + soft
        joined = (len(best) - 1) / (count - 1) if count > 1 else 1.0
        return ((hard + soft) / total if total else 0.0), joined, min(1.0, len(best) / size) if size else 0.0

    def align(self, name: str) -> Alignment:
        """Return the best alignment with a folded name without punctuation."""
        taken, moved = self.matching.taken(name)
        return Alignment(self, taken, name, moved=moved)


def best_credits(pairs: Sequence[Pair]) -> dict[int, float]:
    """Return the highest credit of each unit."""
    best: dict[int, float] = {}
    for place, _, credit in pairs:
        if credit > best.get(place, 0.0):
            best[place] = credit
    return best


def _chain(pairs: Sequence[Pair]) -> Sequence[Pair]:
    """Return the chain of pairs that rises in both with the most credit; neighbours get a little more.

    The pairs come sorted by their place in the name.
    """
    if all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(pairs)):
        return pairs
    score: list[float] = []
    back: list[int] = []
    for number, (place, at, credit) in enumerate(pairs):
        best, before = 0.0, -1
        for earlier in range(number):
            other_place, other_at, _ = pairs[earlier]
            if other_place < place and other_at < at:
                value = score[earlier]
                if other_place + 1 == place and other_at + 1 == at:
                    value += NEIGHBOUR
                if value > best:
                    best, before = value, earlier
        score.append(best + credit)
        back.append(before)
    at = max(range(len(score)), key=score.__getitem__)
    chain = []
    while at >= 0:
        chain.append(pairs[at])
        at = back[at]
    return chain[::-1]


def _approximate(units: Sequence[Unit], taken: Taken, name: str) -> list[int]:
    """Return the places of the characters that only sound or look like theirs."""
    return [
        place
        for place, unit in enumerate(units)
        if unit.kind == "h" and (pair := taken.get(place)) and name[pair[0]] != unit.text
    ]


def _respelt(units: Sequence[Unit], taken: Taken) -> int:
    """Return how many syllables that there are were taken for others that are a letter away: juan for yuan."""
    real = han().real
    return sum(credit == MISSPELT and units[place].text in real for place, (_, credit) in taken.items())


def _longest_doubt(aligner: Aligner, taken: Taken) -> int:
    """Return the longest run of units in doubt, at least one of them without a match.

    Beside a character that is not there, or that only sounds alike elsewhere, one that
    merely sounds or looks alike is no evidence. Units that only frame the query end no
    run and lengthen none.
    """
    longest = run = 0
    absent = False
    for place, _, soft in aligner.weighed:
        pair = taken.get(place)
        if pair is None and soft:
            continue
        if pair and (pair[1] >= INITIAL):
            run, absent = 0, False
            continue
        run += 1
        absent |= pair is None or (aligner.units[place].kind == "h" and pair[1] <= ACCENT)
        if absent:
            longest = max(longest, run)
    return longest


def _is_block(chain: Sequence[Pair]) -> bool:
    """Tell whether at least two neighbouring units kept their neighbourhood."""
    return any(one[0] + 1 == two[0] and one[1] + 1 == two[1] for one, two in pairwise(chain))


def _is_swap(place: int, at: int, taken: Taken) -> bool:
    """Tell whether a unit matches within two places of a neighbour's match."""
    beside = (taken.get(place - 1), taken.get(place + 1))
    return any(pair is not None and abs(pair[0] - at) <= _SWAP_REACH for pair in beside)


def _contiguity(taken: Taken, count: int) -> float:
    """Return the part of neighbouring units that match neighbouring characters."""
    if count < 2:  # noqa: PLR2004 - a single unit has no neighbours
        return 1.0 if taken else 0.0
    joined = 0.0
    for one, two in pairwise(sorted(taken)):
        chars = taken[two][0] - taken[one][0]
        joined += 1.0 if two - one == chars else _closeness(two - one, chars)
    return min(1.0, joined / (count - 1))


def _closeness(units: int, chars: int) -> float:
    """Return how well two matches keep their distance: so many units, so many other characters apart."""
    if units == 1:
        return SKIPPED if abs(chars) <= _SWAP_REACH else 0.0
    return SKIPPED if 0 < chars <= units + 1 else 0.0
