"""How well a name answers a query: units of the query aligned with characters of the name.

A unit is what was typed for one character: the character itself, a syllable, an
initial, or a digit. Every pair of a unit and a character has a credit between 0 and 1.
The alignment is the chain of pairs, in order in both, with the highest weighted
credit; what is left over may match once more elsewhere (words in another order,
neighbours swapped).
"""

from __future__ import annotations

from itertools import pairwise

from jimo_cli import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Pair = tuple[int, int, float]
    _Way = tuple[float, list[str]]

SAME, HOMOPHONE, ALIKE, ACCENT = 1.0, 0.82, 0.78, 0.68
SYLLABLE, RARE_SYLLABLE, ACCENT_SYLLABLE, MISSPELT, MISTAKEN = 0.97, 0.93, 0.86, 0.72, 0.5
INITIAL = 0.9
MOVED_BLOCK, SWAPPED = 0.95, 0.8
_NEIGHBOUR_BONUS = 0.15
_MOST_PAIRS = 120
_SWAP_REACH = 2
_SKIPPED = 0.7
_NEARLY = 0.7
_LEFT_OUT = 0.6
_BEYOND_DOUBT = 0.92
"""Credit from which a match is evidence beside a unit that is not there."""


class Unit:
    """One unit of a query: `h` a character, `s` a syllable, `i` an initial or letter, `d` a digit."""

    __slots__ = ("kind", "options", "soft", "text", "weight")

    def __init__(self, kind: str, typed: str, *, soft: bool = False, options: Sequence[str] = ()) -> None:
        """Keep the unit; `options` are the syllables that a misspelt one may stand for."""
        self.kind = kind
        self.text = typed
        self.soft = soft
        self.options = frozenset(options)
        self.weight = 1.0

    def clues(self) -> set[str]:
        """Return what a character must share with this unit to answer it at all.

        A clue is a character, the class of a sound with a mark before it, or an initial
        with another.
        """
        table = text.han()
        clues = {self.text}
        if self.kind == "h":
            clues.update(table.alike(self.text))
            clues.update("~" + table.sound_of[reading] for reading in table.frequent(self.text))
        elif self.kind == "s":
            spelt = self.options | {self.text}
            clues.update("~" + table.sound_of[one] for one in spelt if one in table.sound_of)
        elif self.kind == "i":
            clues.add("^" + self.text)
        return clues

    def credit(self, char: str) -> float:
        """Return how far a character answers this unit, 0 to 1."""
        if char == self.text:
            return SAME
        if not text.is_han(char) or self.kind == "d":
            return 0.0
        if self.kind == "h":
            return _han_credit(self.text, char)
        if self.kind == "i":
            return INITIAL if any(r[0] == self.text for r in text.han().frequent(char)) else 0.0
        return self._syllable_credit(char)

    def _syllable_credit(self, char: str) -> float:
        table = text.han()
        readings = table.readings(char)
        if self.text in readings:
            return SYLLABLE if self.text in table.frequent(char) else RARE_SYLLABLE
        sound = table.sound_of.get(self.text)
        if sound and sound in text.sound_classes(char):
            return ACCENT_SYLLABLE
        if self.options.intersection(readings):
            return MISTAKEN if sound else MISSPELT
        return 0.0


_clues_known: dict[str, tuple[str, ...]] = {}


def _clues_of(char: str) -> tuple[str, ...]:
    """Return the clues that a character gives; see `Unit.clues`."""
    known = _clues_known.get(char)
    if known is None:
        initials = {"^" + reading[0] for reading in text.han().frequent(char)}
        known = (char, *("~" + sound for sound in text.sound_classes(char)), *sorted(initials))
        _clues_known[char] = known
    return known


def _han_credit(typed: str, char: str) -> float:
    """Return how far one character may stand for another."""
    table = text.han()
    mine, others = table.frequent(typed), table.frequent(char)
    if any(reading in others for reading in mine):
        return HOMOPHONE
    if char in table.alike(typed):
        return ALIKE
    sounds = table.sound_of
    classes = [sounds[reading] for reading in others]
    return ACCENT if any(sounds[reading] in classes for reading in mine) else 0.0


class Alignment:
    """What an alignment came to.

    `covered` weighs the matched units with their credit, 0 to 1; `joined` is the part
    of neighbouring units whose characters are neighbours too; `of_name` the part of the
    name that was matched; `missing` the places of the units without a match, `gap` the
    longest run of them that counts; `unlike` the places of characters that only sound or
    look like theirs; `first` the first character matched; `worst` the lowest credit given.
    """

    __slots__ = (
        "covered",
        "first",
        "gap",
        "joined",
        "matched",
        "missing",
        "moved",
        "of_name",
        "unlike",
        "worst",
    )

    def __init__(self) -> None:
        """Begin with nothing matched."""
        self.first = 0
        self.unlike: list[int] = []
        self.covered = self.joined = self.of_name = 0.0
        self.worst = 1.0
        self.gap = self.matched = 0
        self.moved = False
        self.missing: list[int] = []


class Aligner:
    """Aligns one sequence of units with many names."""

    def __init__(self, units: Sequence[Unit]) -> None:
        """Take the units with their weights."""
        self.units = units
        self._links: dict[str, list[tuple[int, float]]] = {}
        self._answered_by: dict[str, list[int]] = {}
        self._latin = any(unit.kind in "id" or unit.text.isascii() for unit in units)
        self._hard_weight = sum(unit.weight for unit in units if not unit.soft)
        for place, unit in enumerate(units):
            for clue in unit.clues():
                self._answered_by.setdefault(clue, []).append(place)

    def links(self, char: str) -> list[tuple[int, float]]:
        """Return the places of the units that a character answers, each with its credit."""
        known = self._links.get(char)
        if known is None:
            places = sorted({
                place for clue in _clues_of(char) for place in self._answered_by.get(clue, ())
            })  # fmt: skip
            known = [(place, credit) for place in places if (credit := self.units[place].credit(char))]
            self._links[char] = known
        return known

    def promise(self, name: str) -> float:
        """Return an upper bound, quickly made, of the weight that the name can match."""
        best: dict[int, float] = {}
        for char in set(name):
            for place, credit in self.links(char):
                if credit > best.get(place, 0.0):
                    best[place] = credit
        return sum(credit * self.units[place].weight for place, credit in best.items())

    def pairs(self, name: str) -> list[Pair]:
        """Return what in the name may answer what: unit, character, credit; sorted by the character."""
        if name.isascii() and not self._latin:
            return []
        known = self._links
        found: list[Pair] = []
        for at, char in enumerate(name):
            links = known.get(char)
            if links is None:
                links = self.links(char)
            if links:
                found += [(place, at, credit) for place, credit in links]
        return found[:_MOST_PAIRS]

    def reach(self, pairs: Sequence[Pair], size: int) -> tuple[float, float]:
        """Return what `covered` and `of_name` of an alignment out of these pairs cannot exceed."""
        best: dict[int, float] = {}
        for place, _, credit in pairs:
            if credit > best.get(place, 0.0):
                best[place] = credit
        # At best every soft unit among them matches fully; the others count whether matched or not.
        soft = sum(self.units[place].weight for place in best if self.units[place].soft)
        hard = sum(credit * self.units[place].weight for place, credit in best.items() if not self.units[place].soft)
        total = self._hard_weight + soft
        return ((hard + soft) / total if total else 0.0), min(1.0, len(best) / size) if size else 0.0

    def align(self, name: str, pairs: Sequence[Pair] | None = None) -> Alignment:
        """Return the best alignment with a folded name without punctuation; `pairs` where they are known."""
        pairs = self.pairs(name) if pairs is None else pairs
        chain = self._chain(pairs)
        taken = {place: (at, credit) for place, at, credit in chain}
        moved = self._crossed(name, taken)
        taken.update(moved)
        moved |= self._moved(pairs, taken)
        taken.update(moved)
        return self._sum_up(taken, len(name), moved=bool(moved))

    def _chain(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Return the chain of pairs that rises in both with the most credit; neighbours get a little more.

        What corresponds to what does not depend on what it weighs.

        The pairs come sorted by their place in the name.
        """
        score: list[float] = []
        back: list[int] = []
        for number, (place, at, credit) in enumerate(pairs):
            best, before = 0.0, -1
            for earlier in range(number):
                other_place, other_at, _ = pairs[earlier]
                if other_place < place and other_at < at:
                    value = score[earlier]
                    if other_place + 1 == place and other_at + 1 == at:
                        value += _NEIGHBOUR_BONUS
                    if value > best:
                        best, before = value, earlier
            score.append(best + credit)
            back.append(before)
        if not score:
            return []
        at = max(range(len(score)), key=score.__getitem__)
        chain = []
        while at >= 0:
            chain.append(pairs[at])
            at = back[at]
        return chain[::-1]

    def _crossed(self, name: str, taken: dict[int, tuple[int, float]]) -> dict[int, tuple[int, float]]:
        """Return two neighbours that changed places and sound so alike that they seem not to have."""
        found = {}
        for place, (at, credit) in taken.items():
            other = taken.get(place + 1)
            if credit < SAME and other and other[0] == at + 1 and other[1] < SAME:
                texts = (self.units[place].text, self.units[place + 1].text)
                if texts == (name[at + 1], name[at]):
                    found = {place: (at + 1, SWAPPED), place + 1: (at, SWAPPED)}
        return found

    def _moved(self, pairs: Sequence[Pair], taken: dict[int, tuple[int, float]]) -> dict[int, tuple[int, float]]:
        """Return what the units left over match among the characters left over."""
        found: dict[int, tuple[int, float]] = {}
        used = {at for at, _ in taken.values()}
        for _ in range(2):
            rest = [
                (place, at, credit)
                for place, at, credit in pairs
                if not (place in taken or place in found or at in used or self.units[place].kind == "d")
            ]
            if not rest:
                break
            chain = self._chain(rest)
            factor = MOVED_BLOCK if _is_block(chain) else SWAPPED
            for place, at, credit in chain:
                if factor == MOVED_BLOCK or _is_swap(place, at, taken):
                    found[place] = (at, credit * factor)
                    used.add(at)
        return found

    def _sum_up(self, taken: dict[int, tuple[int, float]], size: int, *, moved: bool) -> Alignment:
        result = Alignment()
        total = matched = 0.0
        for place, unit in enumerate(self.units):
            pair = taken.get(place)
            if pair:
                matched += unit.weight * pair[1]
                result.worst = min(result.worst, pair[1])
                if unit.kind == "h" and pair[1] in (HOMOPHONE, ALIKE, ACCENT):
                    result.unlike.append(place)
            else:
                result.missing.append(place)
            if pair or not unit.soft:
                total += unit.weight
        result.matched = len(taken)
        result.moved = moved
        result.covered = matched / total if total else 0.0
        result.joined = _joined(taken, self._countable(taken))
        result.of_name = min(1.0, len(taken) / size) if size else 0.0
        result.gap = self._gap(taken)
        result.first = min((at for at, _ in taken.values()), default=0)
        return result

    def _countable(self, taken: dict[int, tuple[int, float]]) -> int:
        return sum(1 for place, unit in enumerate(self.units) if place in taken or not unit.soft)

    def _gap(self, taken: dict[int, tuple[int, float]]) -> int:
        """Return the longest run of units in doubt, at least one of them without a match.

        Beside a character that is not there, or that only sounds alike elsewhere, one that
        merely sounds or looks alike is no evidence. Units that only frame the query end no
        run and lengthen none.
        """
        longest = run = 0
        absent = False
        for place, unit in enumerate(self.units):
            if place not in taken and unit.soft:
                continue
            if place in taken and (taken[place][1] >= _BEYOND_DOUBT or unit.kind == "i"):
                run, absent = 0, False
                continue
            run += 1
            absent |= place not in taken or (unit.kind == "h" and taken[place][1] <= ACCENT)
            if absent:
                longest = max(longest, run)
        return longest


def _is_block(chain: Sequence[Pair]) -> bool:
    """Tell whether at least two neighbouring units kept their neighbourhood."""
    return any(one[0] + 1 == two[0] and one[1] + 1 == two[1] for one, two in pairwise(chain))


def _is_swap(place: int, at: int, taken: dict[int, tuple[int, float]]) -> bool:
    """Tell whether a unit matches within two places of a neighbour's match."""
    beside = (taken.get(place - 1), taken.get(place + 1))
    return any(pair is not None and abs(pair[0] - at) <= _SWAP_REACH for pair in beside)


def _joined(taken: dict[int, tuple[int, float]], count: int) -> float:
    """Return the part of neighbouring units that match neighbouring characters."""
    if count < 2:  # noqa: PLR2004 - a single unit has no neighbours
        return 1.0 if taken else 0.0
    places = sorted(taken)
    joined = sum(_closeness(two - one, taken[two][0] - taken[one][0]) for one, two in pairwise(places))
    return min(1.0, joined / (count - 1))


def _closeness(units: int, chars: int) -> float:
    """Return how well two matches keep their distance: so many units, so many characters apart."""
    if units == chars:
        return 1.0
    if units == 1:
        return _SKIPPED if abs(chars) <= _SWAP_REACH else 0.0
    return _SKIPPED if 0 < chars <= units + 1 else 0.0


# ---- names covered by pieces of a query


class Cover:
    """How pieces of the names of one label make up a query.

    `pieces` counts them; `whole` tells that one of the names, or nearly, is among them;
    `together` that one name has them all; `of_name` the part of that name that they are;
    `said` the part of the tokens that they are.
    """

    __slots__ = ("of_name", "pieces", "said", "together", "whole")

    def __init__(self, pieces: int) -> None:
        """Begin with no name known to have them."""
        self.pieces = pieces
        self.whole = self.together = False
        self.of_name = self.said = 0.0


def cover(tokens: Sequence[tuple[str, bool]], names: Sequence[Sequence[str]]) -> Cover | None:
    """Return how pieces of the names make up the tokens, None if they do not.

    A piece is a number, a word, or at least two neighbouring characters. A token marked
    as free may be left out; a lone character between such ones may stand in any name.
    """
    joined = [f"|{'|'.join(name)}|" for name in names]
    pieces = _pieces(tokens, joined)
    if not pieces:
        return None
    result = Cover(len(pieces))
    result.said = sum(piece.count("|") - 1 for piece in pieces) / len(tokens)
    for name, whole in zip(names, joined, strict=True):
        held = [piece for piece in pieces if piece in whole]
        part = len({token for piece in held for token in piece.strip("|").split("|")}) / max(1, len(set(name)))
        together = len(held) == len(pieces)
        result.together, result.of_name = max((result.together, result.of_name), (together, part))
        result.whole |= part >= _NEARLY and _is_whole(held, name)
    return result


def _is_whole(held: Sequence[str], name: Sequence[str]) -> bool:
    """Tell whether pieces are a name or its greater beginning, and not its parts strewn about."""
    if all(token.isascii() for token in name):
        return True
    begun = "".join(held).replace("||", "|")
    return begun.count("|") > _NEARLY * len(name) and f"|{'|'.join(name)}|".startswith(begun)


def _pieces(tokens: Sequence[tuple[str, bool]], names: Sequence[str]) -> list[str]:
    """Return the fewest pieces of names that make up the tokens that are not free; none if nothing does."""
    best: list[_Way | None] = [None] * len(tokens) + [(0.0, [])]
    for start in range(len(tokens) - 1, -1, -1):
        after = best[start + 1]
        options = [(after[0] + _LEFT_OUT, after[1])] if tokens[start][1] and after else []
        piece = "|"
        for end in range(start, len(tokens)):
            piece += tokens[end][0] + "|"
            if not any(piece in name for name in names):
                break
            rest = best[end + 1]
            if rest is not None and (end > start or _stands_alone(tokens, start)):
                options.append((rest[0] + 1, [piece, *rest[1]]))
        best[start] = min(options, key=lambda way: way[0], default=None)
    return best[0][1] if best[0] else []


def _stands_alone(tokens: Sequence[tuple[str, bool]], at: int) -> bool:
    """Tell whether a token is a piece by itself: a word, a number, a character between free ones."""
    beside = [tokens[other] for other in (at - 1, at + 1) if 0 <= other < len(tokens)]
    if tokens[at][0][0] <= "9":
        return all(token[0] > "9" for token, _ in beside)
    if not text.is_han(tokens[at][0]):
        return True
    return all(free for _, free in beside) and len(tokens) > 1
