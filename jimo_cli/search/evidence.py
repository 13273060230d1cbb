"""What is seen of a candidate: how much of the query it answers, and what speaks against it."""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.search.align import Aligner
from jimo_cli.search.by_name import opposed
from jimo_cli.search.places import spellings
from jimo_cli.search.readings import spoken_concepts
from jimo_cli.search.weights import (
    ALIGNED_AT_ONCE,
    ALIKE,
    CHANCE_SIZE,
    CONFLICT,
    FOREIGN,
    FULL_ANSWER,
    GAP,
    HALF,
    HOMOPHONE,
    LONG_WORD,
    MIXED_NAMES,
    OTHER_WHOLE,
    SAME,
    SHORTEST_BEGUN,
    SHORTEST_MISSPELT,
    SHORTEST_TWICE_MISSPELT,
    SLIP,
    SOFT_MISSING,
    SURE,
    UNASKED_CONCEPT,
    UNITS_A_SLIP,
    WORD,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.search.align import Alignment, Matching
    from jimo_cli.search.query import Query
    from jimo_cli.search.readings import Reading, Word
    from jimo_cli.store.interface import NameIndex
    from jimo_cli.store.labels import Form, Names


class Found:
    """A candidate with its score from 0 to 1 and what the decision needs to know."""

    __slots__ = (
        "conflict",
        "full",
        "gap",
        "headless",
        "joined",
        "key",
        "left_over",
        "matched",
        "names",
        "score",
        "short",
        "slip",
        "unlike",
        "whole",
    )

    def __init__(self, names: Names, score: float, matched: str) -> None:
        self.names = names
        self.score = score
        self.matched = matched
        self.full = True
        self.gap = 0
        self.joined = 1.0
        self.short = False
        self.conflict = False
        self.whole = False
        self.left_over = 0
        self.key = ""
        self.slip = False
        self.unlike = False
        self.headless = False

    def is_sure(self) -> bool:
        """Tell whether nothing better need be sought."""
        return self.is_whole() or (self.score >= SURE and not self.unlike)

    def is_literal(self) -> bool:
        """Tell whether all of the query is there as it was typed."""
        return self.full and not self.unlike and self.matched.endswith(("/exact", "/part"))

    def is_whole(self) -> bool:
        """Tell whether all of the query is all of a name."""
        return self.whole and self.full and self.score >= FULL_ANSWER


class Scorer:
    """Scores names against one reading of a query."""

    def __init__(self, index: NameIndex, asked: Query, reading: Reading, before: Matching | None) -> None:
        self._index = index
        self._asked = asked
        self._reading = reading
        self.concepts = asked.concepts | spoken_concepts(reading.units)
        self.aligner = Aligner(reading.units, before)
        self._hard = {at for at, unit in enumerate(reading.units) if not unit.soft}
        self._weight = reading.weight
        self._words_weight = sum(word.weight for word in reading.words if not word.soft)
        self._by_initials = reading.name == "initials" and not asked.of_kind("h")

    def score(self, names: Sequence[Names]) -> list[Found]:
        """Return the best of the names with their scores."""
        if len(names) > ALIGNED_AT_ONCE and self._reading.units and not self._reading.words:
            names = sorted(names, key=self._promise, reverse=True)[:ALIGNED_AT_ONCE]
        found = [self._score_label(one) for one in names]
        return [one for one in found if one]

    def _promise(self, names: Names) -> float:
        return max(
            self.aligner.promise(form.key) - 0.01 * len(form.key) for form in names.forms if form.field != "label_en"
        )

    def _score_label(self, names: Names) -> Found | None:
        best = self._best_with_words(names) if self._reading.words else self._best_aligned(names)
        if best is None or not best.score:
            return None
        self._hold_to_concepts(best)
        if self._asked.direction and opposed(names, self._asked):
            best.score *= CONFLICT
            best.full = False
            best.gap = max(best.gap, 2)
        return best

    def _best_aligned(self, names: Names) -> Found | None:
        """Return the score of the name that is most like the query, the first of several.

        They are aligned in the order of what they can come to, and only while that may be the best.
        """
        ways = []
        for number, form in enumerate(names.forms if self._weight else ()):
            pairs = self.aligner.matching.pairs(form.key)
            if pairs:
                reach = self._likeness(*self.aligner.reach(pairs, len(form.key)))
                ways.append((-reach, number, form))
        ways.sort()
        best, first = None, 0
        for reach, number, form in ways:
            if best and (-reach < best.score or (-reach == best.score and number > first)):
                continue
            found = self._score_name(names, form)
            if self._asked.area:
                self._hold_to_area(found, form)
            if best is None or (found.score, -found.gap, -number) > (best.score, -best.gap, -first):
                best, first = found, number
        return best

    def _best_with_words(self, names: Names) -> Found:
        best = Found(names, 0.0, "")
        for form in names.forms:
            pairs = self.aligner.matching.pairs(form.key) if self._weight else ()
            found = self._score_name(names, form) if pairs else self._score_words(names, form)
            self._hold_to_area(found, form)
            if (found.score, -found.gap) > (best.score, -best.gap):
                best = found
        return max(best, self._score_all_words(names), key=lambda found: found.score) if best.gap else best

    def _hold_to_concepts(self, found: Found) -> None:
        """Lower what lacks the growth or share asked for; and a little what has one unasked."""
        spoken = found.names.concepts
        if self.concepts - spoken:
            found.score *= CONFLICT
            found.full = False
            found.gap = max(found.gap, 2)
        elif "share" in self._asked.concepts and not self._asked.is_part_of(form.folded for form in found.names.forms):
            found.score *= OTHER_WHOLE
        elif spoken - self.concepts:
            found.score *= UNASKED_CONCEPT
            if (found.joined < 1 or self._reading.words) and found.left_over > 1:
                found.full = False
                found.gap = max(found.gap, 2)

    def _hold_to_area(self, found: Found, form: Form) -> None:
        """Lower what is about another place than the one that the query names.

        A place with only the end of a name, 即墨GDP for 海洋GDP, asks for the whole.
        """
        area = self._asked.area
        if area and found.score and found.headless:
            found.gap = max(found.gap, 2)
        if area is None or not found.score or self._index.is_about(found.names.label_id, area):
            return
        if not any(written in form.folded for written in spellings(area)):
            found.score *= CONFLICT
            found.full = False
            found.gap = max(found.gap, 2)

    def _score_name(self, names: Names, form: Form) -> Found:
        """Score one name that has something to align."""
        alignment = self.aligner.align(form.key)
        score = self._likeness(alignment.covered, alignment.joined, alignment.of_name)
        found = Found(names, score, f"{form.field}/{self._channel(alignment)}")
        found.joined = alignment.joined
        found.whole = alignment.of_name == 1
        found.unlike = bool(alignment.unlike)
        found.key = form.key
        found.headless = alignment.first >= 2  # noqa: PLR2004 - a word left out
        found.left_over = len(form.key) - alignment.matched
        found.gap = alignment.gap
        missing = self._hard.intersection(alignment.missing)
        found.full = not missing
        found.conflict = self._conflict(alignment)
        found.slip = self._is_slip(alignment)
        if len(missing) > max(1, len(self._hard) // UNITS_A_SLIP):
            found.gap = max(found.gap, 2)
        if self._reading.words:
            share, _, absent = _words_in(self._reading.words, frozenset().union(*(one.words for one in names.forms)))
            found.score = (score * self._weight + share * self._words_weight) / (self._weight + self._words_weight)
            found.full = found.full and not absent
            found.gap = max(found.gap, 2 if absent else 0)
        found.short = self._is_short(alignment)
        return self._finish(found)

    def _finish(self, found: Found) -> Found:
        if found.conflict:
            found.score *= CONFLICT
        elif found.gap > 1:
            found.score *= GAP
        if self._asked.foreign:
            found.score *= FOREIGN
        return found

    def _score_words(self, names: Names, form: Form) -> Found:
        words, own = self._reading.words, form.words
        if not own:
            return Found(names, 0.0, "")
        share, way, missing = _words_in(words, own)
        others = sum(map(text.is_han, form.key)) / 2  # two characters make a word
        of_name = min(1.0, sum(1 for word in words if not word.soft) / (len(own) + others))
        score = share * (0.85 + 0.15 * of_name)
        if len(words) == 1 and (share < 1 or others):
            score = share * (0.55 + 0.35 * of_name)
            if len(words[0].stem) >= LONG_WORD and not others:
                # A long word with one slip can hardly be another word; with two it may be.
                one_slip = share >= WORD - SLIP / len(words[0].stem)
                score = share * (0.82 + 0.15 * of_name if one_slip else 0.7 + 0.25 * of_name)
        found = Found(names, score, f"{form.field}/{way if way != 'exact' or of_name == 1 else 'part'}")
        found.full = not missing
        found.gap = 2 if missing else 0
        found.conflict = missing > 1
        found.headless = bool(others) or text.words(form.folded)[0] not in {word.stem for word in words}
        if self._reading.units and self._weight:
            found.score *= self._words_weight / (self._weight + self._words_weight)
            found.full = False
            found.gap = 2
        return self._finish(found)

    def _score_all_words(self, names: Names) -> Found:
        """Return the score of the words of all names together, for a query that mixes them."""
        if self._weight or self._asked.area:
            return Found(names, 0.0, "")
        own = frozenset().union(*(form.words for form in names.forms))
        share, _, missing = _words_in(self._reading.words, own)
        found = Found(names, share * MIXED_NAMES, "alias/part")
        found.full = not missing
        found.gap = 2 if missing else 0
        return self._finish(found)

    def _likeness(self, covered: float, joined: float, of_name: float) -> float:
        """How well the query is covered; what stands apart in the name counts less, and so does a lesser part of it."""
        if len(self._hard) > 1:
            covered *= 0.7 + 0.3 * joined
        return covered * (0.55 + 0.45 * of_name if self._by_initials else 0.85 + 0.15 * of_name)

    def _is_short(self, alignment: Alignment) -> bool:
        """Tell whether so little was typed, and not literally there, that a match may be chance.

        Two syllables are found by chance in a large base, two characters that sound
        alike or changed places in any, if they are the lesser part of a name.
        """
        if alignment.of_name > HALF or alignment.worst >= SAME:
            return False
        count = len(self._hard)
        big = self._index.size >= CHANCE_SIZE
        if self._reading.name == "pinyin":
            return big and count <= 2  # noqa: PLR2004
        return count <= (3 if big else 2)

    def _conflict(self, alignment: Alignment) -> bool:
        """Tell whether a unit without a match is known in its company: another thing was asked.

        So it is with a character that only sounds or looks like its match.
        """
        if not (alignment.missing or alignment.unlike):
            return False
        known, units = self._reading.known, self._reading.units
        missing = set(alignment.missing)
        for at in sorted(missing.union(alignment.unlike)):
            if units[at].soft:
                continue
            if units[at].kind == "d":
                return True
            if any(units[beside].text == units[at].text for beside in (at - 1, at + 1) if 0 <= beside < len(units)):
                continue
            beside = [known[pair] for pair in (at - 1, at) if 0 <= pair < len(known)]
            if beside and all(beside):
                return True
            if at + 1 in missing and at < len(known) and known[at]:
                return True
        return False

    def _is_slip(self, alignment: Alignment) -> bool:
        """Tell whether what is missing stands in no company that the index knows."""
        if not alignment.missing:
            return True
        known = self._reading.known
        return not any(
            known[pair]
            for at in alignment.missing
            if not self._reading.units[at].soft
            for pair in (at - 1, at)
            if 0 <= pair < len(known)
        )

    def _channel(self, alignment: Alignment) -> str:
        name = self._reading.name
        if name in ("pinyin", "misspelt", "initials"):
            mixed = bool(self._asked.of_kind("h"))
            return "mixed" if mixed else "pinyin" if name == "misspelt" else name
        if any(not self._reading.units[at].soft for at in alignment.missing):
            return "typo"
        if alignment.worst >= SAME:
            return "exact" if alignment.of_name == 1 else "part"
        if alignment.moved:
            return "order"
        return "lookalike" if alignment.worst == ALIKE else "homophone" if alignment.worst <= HOMOPHONE else "typo"


def _words_in(words: Sequence[Word], own: frozenset[str]) -> tuple[float, str, int]:
    """Return how far the words are among a name's own, 0 to 1, how, and how many are not."""
    total = matched = 0.0
    missing = 0
    way = "exact"
    for word in words:
        likeness = _word_likeness(word, own)
        if likeness or not word.soft:
            total += word.weight
        elif word.known:
            total += SOFT_MISSING * word.weight
        matched += word.weight * likeness
        missing += not likeness and not word.soft
        if 0 < likeness < 1:
            way = "typo"
    return (matched / total if total else 0.0), way, missing


def _word_likeness(word: Word, own: frozenset[str]) -> float:
    """Return how far a word is one of a name's own: itself, a beginning, or misspelt."""
    if word.stem in own:
        return 1.0
    if word.known and len(word.stem) < SHORTEST_BEGUN:
        return 0.0
    begun = [len(word.stem) / len(one) for one in own if len(word.stem) >= SHORTEST_BEGUN and one.startswith(word.stem)]
    if begun:
        return 0.8 + 0.15 * max(begun)
    if word.known or len(word.typed) < SHORTEST_MISSPELT:
        return 0.0
    return _misspelt(word.stem, own)


def _misspelt(typed: str, own: frozenset[str]) -> float:
    """Return the likeness of a misspelt word to the nearest word, 0 if none is near."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 40 ms that few queries need

    most = 1 if len(typed) < SHORTEST_TWICE_MISSPELT else 2
    best = 0.0
    for one in own:
        distance = OSA.distance(typed, one, score_cutoff=most)
        if distance <= most:
            best = max(best, WORD - SLIP * distance / max(len(typed), len(one)))
    return best
