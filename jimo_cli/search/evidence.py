"""What is seen of a name beside a query: measured, without an opinion on what it is worth."""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.search.align import Aligner, is_lookalike
from jimo_cli.search.fits import (
    is_contrast,
    is_of_other_basis,
    is_opposite_direction,
    is_share_of_another_whole,
    lacks_concept,
    names_place,
)
from jimo_cli.search.places import inner, mentioned, other_names
from jimo_cli.search.readings import spoken_concepts
from jimo_cli.search.weights import HALF, HOMOPHONE, SAME, SOFT, SYLLABLE, WORD_SLIP
from jimo_cli.search.words import is_soft_word
from jimo_cli.store.terms import SHORTEST_MISSPELT
from jimo_cli.text.han import han

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from jimo_cli.search.align import Alignment, Unit
    from jimo_cli.search.latin_readings import Word
    from jimo_cli.search.query import Query
    from jimo_cli.search.readings import Reading
    from jimo_cli.store.interface import NameIndex
    from jimo_cli.store.labels import Form, Names

_SHORTEST_BEGUN = 3
_SHORTEST_TWICE_MISSPELT = 6
_LONG_WORD = 7
"""A word of so many letters with one wrong can hardly be another word."""

_CHANCE_SIZE = 5000
"""In so large a base two syllables, or three characters, are found by chance."""

_UNITS_A_SLIP = 8
"""Units of a query for each slip that may be forgiven; one always may."""

_PINYIN = ("pinyin", "misspelt", "recut")
"""The readings as syllables."""

_LEAST_FOR_A_SLIP = 5
"""So many syllables tell what was meant though one is another; of fewer the one makes another name."""


UNASKED = "unasked growth or share"
_OTHER_THING, _DOUBT = "another thing", "in doubt"


class Evidence:
    """What one name of a label has in common with a query, and what speaks against it.

    `coverage` is how much of the query the name answers, 0 to 1, weighed by rarity and credit;
    `contiguity` how much of that is side by side, `name_coverage` how much of the name it is. `scant`
    tells that little was typed: initials, or one word. Words of a query that has characters as well are
    in `word_coverage`, with the share of the query that they are in `word_share`.

    `complete` tells that nothing of the query is missing that counts, `approximate` that characters
    only sound or look alike. `against` names the penalties (`score.PENALTIES`) that apply. `read_as` is what was
    typed in letters as the characters of the name that were taken for it, if that is not the whole name.
    """

    __slots__ = (
        "against",
        "approximate",
        "complete",
        "contiguity",
        "coverage",
        "form",
        "matched",
        "name_coverage",
        "names",
        "read_as",
        "scant",
        "word_coverage",
        "word_share",
    )

    def __init__(  # noqa: PLR0913  # each is named where it is given
        self,
        names: Names,
        form: Form,
        channel: str,
        *,
        coverage: float = 0.0,
        contiguity: float = 1.0,
        name_coverage: float = 0.0,
        complete: bool,
        against: Sequence[str],
        approximate: bool = False,
        scant: bool = False,
        word_coverage: float = 0.0,
        word_share: float = 0.0,
        read_as: str = "",
    ) -> None:
        self.names = names
        self.form = form
        self.matched = f"{form.field}/{channel}"
        self.coverage = coverage
        self.contiguity = contiguity
        self.name_coverage = name_coverage
        self.complete = complete
        self.against = against
        self.approximate = approximate
        self.scant = scant
        self.read_as = read_as
        self.word_coverage = word_coverage
        self.word_share = word_share

    @property
    def is_literal(self) -> bool:
        """Whether all of the query is there as it was typed."""
        return self.complete and not self.approximate and self.matched.endswith(("/exact", "/part"))

    @property
    def is_all_of_name(self) -> bool:
        """Whether the query is all of a name, and nothing of it is missing there."""
        return self.complete and self.coverage > 0 and self.name_coverage == 1


class Witness:
    """Sees names beside one reading of a query."""

    def __init__(self, index: NameIndex, query: Query, reading: Reading, before: Witness | None) -> None:
        """Take the reading, and the witness of the reading before, which has seen much of the same."""
        self._index = index
        self._query = query
        self.reading = reading
        self.concepts = query.concepts | spoken_concepts(reading.units)
        self.aligner: Aligner = Aligner(reading.units, before.aligner.matching if before else None)
        is_same = before is not None and before.concepts == self.concepts
        self._against: dict[int, list[str]] = before._against if before and is_same else {}  # noqa: SLF001  # its own class
        self._word_matches: dict[frozenset[str], _WordMatch] = {}
        self._hard = {place for place, unit in enumerate(reading.units) if not unit.soft}
        self._words_weight = sum(word.weight for word in reading.words if not word.soft)
        self._word_share = self._words_weight / ((reading.weight + self._words_weight) or 1.0)
        self.scant = reading.name == "initials" and not query.of_kind("h")
        self.has_contiguity = len(self._hard) > 1
        self._telling = {place for place in self._hard if _is_telling(reading, place)}
        self.may_be_elsewhere = query.area is not None or query.outside is not None
        self._is_spelt = reading.name in _PINYIN and not reading.words

    def certain(self, places: Collection[int]) -> Sequence[str]:
        """Return what speaks against a name where no other units than those at some places can match."""
        missing = self._hard.difference(places)
        if not self._telling.isdisjoint(missing):
            return (_OTHER_THING,)
        return (_DOUBT,) if self._is_much(missing) else ()

    def may_have_all(self, places: Collection[int]) -> bool:
        """Return whether a name has all that counts of a query where the units at some places match."""
        return self._hard.issubset(places)

    def _is_much(self, missing: Collection[int]) -> bool:
        return len(missing) > max(1, len(self._hard) // _UNITS_A_SLIP)

    def of_label(self, names: Names) -> list[str]:
        """Return what speaks against a label, whichever of its names is looked at."""
        known = self._against.get(names.label_id)
        if known is None:
            known = self._against[names.label_id] = self._of_label(names)
        return known

    def _of_label(self, names: Names) -> list[str]:
        against = []
        if lacks_concept(self._index, names, self.concepts):
            against.append("no growth or share")
        elif is_share_of_another_whole(names, self._query):
            against.append("share of another whole")
        elif names.concepts - self.concepts:
            against.append(UNASKED)
        if is_opposite_direction(self._index, names, self._query):
            against.append("opposite direction")
        if is_of_other_basis(self._index, names, self._query):
            against.append("another basis")
        if is_contrast(names, self._query):
            against.append("contrast")
        if self._query.foreign:
            against.append("foreign script")
        return against

    def of_form(self, names: Names, form: Form, of_label: Sequence[str]) -> Evidence | None:
        """Return what is seen of one name of a label, None where it has nothing in common with the query."""
        if self.reading.weight and self.aligner.matching.pairs(form.key):
            return self._aligned(names, form, of_label)
        return self._worded(names, form, of_label) if self.reading.words and form.words else None

    def _aligned(self, names: Names, form: Form, of_label: Sequence[str]) -> Evidence:
        alignment = self.aligner.align(form.key)
        missing = self._hard.intersection(alignment.missing)
        words = self._words_in(names.words) if self.reading.words else _NO_WORDS
        against = [*of_label]
        is_apart = alignment.contiguity < 1 or self.reading.words
        if is_apart and UNASKED in against and len(form.key) - alignment.matched > 1:
            against[against.index(UNASKED)] = "growth or share of a longer name"
        if self._is_other_thing(alignment):
            against.append(_OTHER_THING)
        elif alignment.doubt > 1 or self._is_much(missing) or words.missing or self._is_other_sound(alignment, missing):
            against.append(_DOUBT)
        if self._is_too_short(alignment):
            against.append("too short")
        if self._query.area or self._query.outside:
            is_of_name = not missing and alignment.name_coverage == 1 and alignment.worst == SYLLABLE
            is_end = alignment.first > 1 and alignment.first != _quoted_at(form)
            against += () if is_of_name else self._against_place(names, form, first_word_missing=is_end)
        return Evidence(
            names,
            form,
            self._channel(alignment),
            coverage=alignment.coverage,
            contiguity=alignment.contiguity if self.has_contiguity else 1.0,
            name_coverage=alignment.name_coverage,
            complete=not missing and not words.missing,
            against=against,
            approximate=bool(alignment.approximate),
            scant=self.scant,
            word_coverage=words.share,
            word_share=self._word_share if self.reading.words else 0.0,
            read_as=alignment.read if self._is_spelt and alignment.name_coverage < 1 else "",
        )

    def _worded(self, names: Names, form: Form, of_label: Sequence[str]) -> Evidence:
        """What is seen of a name by its words only; characters of the query, if it has any, are missing then."""
        words = self._words_in(form.words)
        others = sum(map(text.is_han, form.key)) / 2  # two characters make a word
        name_coverage = _share_of(_main_words(form), self.reading.words, others)
        is_lacking = bool(words.missing or self.reading.weight)
        against = [*of_label]
        is_unit = not name_coverage and len(self.reading.words) > 1  # hectare of arable land: all in the brackets
        if words.missing > 1 or is_unit:
            against.append(_OTHER_THING)
        elif is_lacking:
            against.append(_DOUBT)
        if self._query.area:
            stems = {word.stem for word in self.reading.words}
            first_word_missing = bool(others) or text.words(form.folded)[0] not in stems
            against += self._against_place(names, form, first_word_missing=first_word_missing)
        return Evidence(
            names,
            form,
            words.channel if words.channel != "exact" or name_coverage == 1 else "part",
            name_coverage=name_coverage,
            complete=not is_lacking,
            against=against,
            scant=self._is_lone_word(words.share, others),
            word_coverage=words.share,
            word_share=self._word_share if self.reading.weight else 1.0,
        )

    def _words_in(self, own: frozenset[str]) -> _WordMatch:
        known = self._word_matches.get(own)
        if known is None:
            known = self._word_matches[own] = _words_in(self.reading.words, own)
        return known

    def words_share(self, names: Names, form: Form) -> tuple[float, float]:
        """Return which part of the words of the query a name may have, and which part of the query these are."""
        if not self.reading.weight:
            return self._words_in(form.words).share, 1.0
        own = names.words if self.aligner.matching.pairs(form.key) else form.words
        return self._words_in(own).share, self._word_share

    def _is_lone_word(self, share: float, others: float) -> bool:
        """Tell whether one word was typed that is none of the name's, or not all of it."""
        words = self.reading.words
        if len(words) > 1 or (share == 1 and not others):
            return False
        return share < WORD_SLIP or len(words[0].stem) < _LONG_WORD or bool(others)

    def _against_place(self, names: Names, form: Form, *, first_word_missing: bool) -> list[str]:
        """What speaks against a name because of the place that the query names.

        A place with only the end of a name, 即墨GDP for 海洋GDP, asks for the whole.
        """
        found = ["only the end of a name beside a place"] if first_word_missing and self._query.area else []
        if self._is_elsewhere(names, form):
            found.append("another place")
        return found

    def _is_elsewhere(self, names: Names, form: Form) -> bool:
        """Tell whether neither the facts of a label are about the place of the query nor its name says it."""
        area, outside = self._query.area, self._query.outside
        if any(mentioned(form.folded, inner(self._query.core[slice(*span)])) >= 0 for span in self._query.places):
            return False
        if area is not None:
            return not self._index.is_about(names.label_id, area) and not names_place(form, area)
        return outside is not None and not any(
            mentioned(form.folded, name) >= 0 for name in other_names(self._query.core[slice(*outside)])
        )

    def _is_too_short(self, alignment: Alignment) -> bool:
        """Tell whether so little was typed, and not literally there, that a match may be chance.

        Two syllables are found by chance in a large base, two characters that sound
        alike or changed places in any, if they are the lesser part of a name.
        """
        if alignment.name_coverage > HALF or alignment.worst >= SAME:
            return False
        count = len(self._hard)
        is_large = self._index.size >= _CHANCE_SIZE
        if self.reading.name == "pinyin":
            return is_large and count <= 2  # noqa: PLR2004
        return count <= (3 if is_large else 2)

    def _is_other_thing(self, alignment: Alignment) -> bool:
        """Tell whether a unit without a match is known in its company: another thing was asked.

        So it is with a character that only sounds or looks like its match.
        """
        if not (alignment.missing or alignment.approximate):
            return False
        known, units = self.reading.known, self.reading.units
        missing = set(alignment.missing)
        for place in sorted(missing.union(alignment.approximate)):
            if place not in self._hard:
                continue
            if place in self._telling:
                return True
            is_twice = units[place].text in _beside(units, place)
            if not is_twice and place + 1 in missing and place < len(known) and known[place]:
                return True
        return False

    def _is_other_sound(self, alignment: Alignment, missing: Collection[int]) -> bool:
        """Tell whether a syllable that there is stands nowhere in a name, or only one a letter away does.

        Then another word was asked, chukou for jinkou, unless all the rest of it and of the name agree.
        """
        units, real = self.reading.units, han().real
        if any(units[place].kind == "s" and units[place].text in real for place in missing):
            return True
        if alignment.worst <= HOMOPHONE and alignment.first > 0 and alignment.contiguity < 1:
            return any(unit.kind == "s" for unit in units)  # an accent, and characters out of the midst of a name
        if self.reading.name == "recut":
            return bool(missing) or alignment.unlike > 1 or alignment.name_coverage < 1
        is_slip = alignment.respelt == 1 and alignment.name_coverage == 1 and len(self._hard) >= _LEAST_FOR_A_SLIP
        return alignment.respelt > 0 and not is_slip

    def _channel(self, alignment: Alignment) -> str:
        name = self.reading.name
        if name in _PINYIN or name == "initials":
            mixed = bool(self._query.of_kind("h"))
            return "mixed" if mixed else "pinyin" if name in _PINYIN else name
        if not self._hard.isdisjoint(alignment.missing):
            return "typo"
        if alignment.moved:
            return "order"
        if alignment.worst >= SAME:
            return "exact" if alignment.name_coverage == 1 else "part"
        return "lookalike" if is_lookalike(*alignment.worst_pair) else "homophone"


def _beside(units: Sequence[Unit], place: int) -> list[str]:
    """What was typed for the units beside one."""
    return [units[other].text for other in (place - 1, place + 1) if 0 <= other < len(units)]


def _is_telling(reading: Reading, place: int) -> bool:
    """Tell whether a unit without a match tells by itself that another thing was asked: a digit, one that is known."""
    unit, known = reading.units[place], reading.known
    if unit.kind == "d":
        return True
    pairs = [known[pair] for pair in (place - 1, place) if 0 <= pair < len(known)]
    return bool(pairs) and all(pairs) and unit.text not in _beside(reading.units, place)


def _quoted_at(form: Form) -> int:
    """Return how many characters of a name stand before what it quotes, which is a name by itself: “小巨人”."""
    before, quote, _ = form.folded.partition('"')
    return len(text.key(before)) if quote else 0


# ---- words


class _WordMatch:
    """How far the words of a query are among those of a name, 0 to 1, how, and how many are not."""

    __slots__ = ("channel", "missing", "share")

    def __init__(self, share: float, channel: str, missing: int) -> None:
        self.share = share
        self.channel = channel
        self.missing = missing


def _main_words(form: Form) -> frozenset[str]:
    """The words of a name that say what it is: not those in brackets, nor total and the like."""
    words = text.words(text.without_brackets(form.folded))
    return frozenset(word for word in words if not is_soft_word(word)) or form.words


def _share_of(main: frozenset[str], words: Sequence[Word], others: float) -> float:
    """Return how much of a name is among words that were typed; `others` is what it has that is no word."""
    counted = [word for word in words if not word.soft]
    typed = {word.stem for word in counted}
    found = len(main & typed) + sum(_word_likeness(word, main) > 0 for word in counted if word.stem not in main)
    return min(1.0, found / (len(main) + others))


_NO_WORDS = _WordMatch(0.0, "exact", 0)


def _words_in(words: Sequence[Word], own: frozenset[str]) -> _WordMatch:
    total = matched = 0.0
    missing = 0
    channel = "exact"
    for word in words:
        likeness = _word_likeness(word, own)
        if likeness or not word.soft:
            total += word.weight
        elif word.known:
            total += SOFT * word.weight
        matched += word.weight * likeness
        missing += not likeness and not word.soft
        if 0 < likeness < 1:
            channel = "typo"
    return _WordMatch(matched / total if total else 0.0, channel, missing)


def _word_likeness(word: Word, own: frozenset[str]) -> float:
    """Return how far a word is one of a name's own: itself, a beginning, or misspelt."""
    if word.stem in own:
        return 1.0
    known = word.likeness
    for one in own.difference(known):
        known[one] = _likeness(word, one)
    return max([known[one] for one in own], default=0.0)


def _likeness(word: Word, other: str) -> float:
    """Return how far a word may be another one that is longer or spelt otherwise."""
    if len(word.stem) >= _SHORTEST_BEGUN and other.startswith(word.stem):
        return WORD_SLIP
    if word.known or len(word.typed) < SHORTEST_MISSPELT:
        return 0.0
    from jimo_cli.text.slips import slips  # noqa: PLC0415  # few queries are misspelt English

    most = 1 if len(word.stem) < _SHORTEST_TWICE_MISSPELT else 2
    count = slips(word.stem, other, most)
    return WORD_SLIP**count if count <= most else 0.0
