"""Labels most like a query: candidates by the terms that they share, ranked by the evidence of their names."""

from __future__ import annotations

from jimo_cli.search.align import best_credits
from jimo_cli.search.evidence import Witness
from jimo_cli.search.match import ANSWER
from jimo_cli.search.readings import readings
from jimo_cli.search.score import Candidate, aligned_likeness, decided, factor_of
from jimo_cli.search.weights import FULL_ANSWER
from jimo_cli.search.words import GENERIC
from jimo_cli.store.terms import concept_term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.search.match import Match
    from jimo_cli.search.query import Query
    from jimo_cli.search.readings import Reading
    from jimo_cli.store.interface import Group, NameIndex
    from jimo_cli.store.labels import Form, Names

    _Bound = tuple[float, int, Form, bool]
    """What a name can come to at most, as a negative number, its place among the names, it, and whether it may be all
    of the query but its place."""

_NO_LABEL = 0
_BATCH, _WORDS_BATCH = 200, 64
"""Candidates looked at in one go; words are costlier."""

_ENOUGH = 10
"""So many candidates that fewer of the terms need not be tried."""

_RAREST = 6
_RARE_ALONE, _RARE_PAIR = 3000, 20_000
"""Of so many labels at most a term, or a pair of terms, tells enough to look at those that have it."""

_ALIGNED_AT_ONCE = 24
_SHOWN, _ROUNDING = 0.001, 1e-9
"""Scores that differ by less than the first are in the order of ids; by less than the second they are the same."""

_SURE = 0.93
"""From this score on no less likely reading is tried."""


def similar_names(index: NameIndex, query: Query, limit: int) -> list[Match]:
    """Return the labels most like the query, without the place it is about where that is in letters.

    A word such as Qingdao may be part of a name as well, unless most of the facts are about the place and
    the query is no whole name with it.
    """
    counted = (token for token, free in query.tokens() if not free)
    if not (query.concepts or query.of_kind("h")) and GENERIC.issuperset(counted):
        return []
    placeless, frameless = query.placeless(), query.frameless()
    ways = [query] if placeless is None else [query, placeless]
    with_place: list[Match] = []
    if query.area and placeless is not None and index.is_about(_NO_LABEL, query.area):
        with_place = most_like(index, query, limit)
        if _is_whole_name(with_place):
            return with_place
        ways.reverse()
    if frameless is not None and not query.outside:
        ways.append(frameless)
    first: list[Match] = []
    for way in ways:
        found = with_place if way is query and with_place else most_like(index, way, limit, only_wanted=bool(first))
        if found and found[0].decision == ANSWER:
            return found
        first = first or found
    return first


def _is_whole_name(found: Sequence[Match]) -> bool:
    """Tell whether the best match answers, and is all of a name."""
    best = found[0] if found else None
    return best is not None and best.decision == ANSWER and best.evidence is not None and best.evidence.is_all_of_name


def most_like(index: NameIndex, query: Query, limit: int, *, only_wanted: bool = False) -> list[Match]:
    """Return the labels most like the query as it is, best first.

    Where none scores what the query wants at least, the first tells what comes nearest, unless `only_wanted`.
    """
    candidates = _Candidates(index, query)
    sure = ""
    for reading in readings(query, index):
        if sure not in ("", reading.name):
            break
        candidates.add(reading)
        if candidates.has_whole:
            break
        sure = reading.name if candidates.has_sure else ""
    if not only_wanted:
        candidates.compare_rest()
    return decided(candidates.ranked()[: max(limit, _ENOUGH)])


class _Candidates:
    """The best candidate of every label over the readings of a query.

    What cannot be wanted is put off: it is compared only where nothing is wanted, to tell what comes first.
    """

    def __init__(self, index: NameIndex, query: Query) -> None:
        self._index = index
        self._query = query
        self._found: dict[int, tuple[Candidate, int]] = {}
        self._behind: list[tuple[float, int, Names, Sequence[_Bound], Witness]] = []
        self._witness: Witness | None = None
        self._turn = 0
        self._best = 0.0
        self._wanted = query.least - _SHOWN
        self.has_whole = self.has_sure = False

    def add(self, reading: Reading) -> None:
        """Score the labels that one reading finds, until one is sure."""
        witness = self._witness = Witness(self._index, self._query, reading, self._witness)
        self._turn += 1
        seen: set[int] = set()
        batch = _WORDS_BATCH if reading.words else _BATCH
        for ids in _ids_by_terms(self._index, reading.groups, witness.concepts, batch):
            new = [label_id for label_id in ids if label_id not in seen]
            seen.update(new)
            for names in _most_promising(self._index.of_ids(new), witness, reading):
                self._look_at(names, witness)
            if self.has_whole or self.has_sure:
                return

    def _look_at(self, names: Names, witness: Witness) -> None:
        bounds = sorted(_bounds(names, witness))
        most = _most_of(names, bounds, witness, self._wanted) if bounds else 0.0
        if most >= self._wanted:
            self._keep(_best_candidate(names, bounds, witness), self._turn)
        elif bounds:
            self._behind.append((most, self._turn, names, bounds, witness))

    def _keep(self, candidate: Candidate | None, turn: int) -> None:
        """Keep a candidate that is better than the one of its label, or as good and of an earlier reading."""
        if candidate is None:
            return
        label_id = candidate.evidence.names.label_id
        before = self._found.get(label_id)
        if before is None or (candidate.score, -turn) > (before[0].score, -before[1]):
            self._found[label_id] = candidate, turn
            self._best = max(self._best, candidate.score)
            self.has_whole = self.has_whole or candidate.is_whole
            self.has_sure = self.has_sure or (candidate.score >= _SURE and not candidate.evidence.approximate)

    def compare_rest(self) -> None:
        """Compare what was put off, as far as it may come first, where nothing is wanted."""
        for most, turn, names, bounds, witness in sorted(self._behind, key=lambda one: (-one[0], one[1])):
            if self._best >= self._wanted or most < self._best - _SHOWN:
                return
            self._keep(_best_candidate(names, bounds, witness), turn)

    def ranked(self) -> list[Candidate]:
        """Return the candidates, best first; what is as good keeps the order of ids.

        What was typed comes before what only sounds like it.
        """
        found = [candidate for candidate, _ in self._found.values()]
        literal = max((one.score for one in found if one.evidence.is_literal), default=0.0)

        def order(candidate: Candidate) -> tuple[float, bool, int]:
            behind = candidate.evidence.approximate and candidate.score >= literal >= FULL_ANSWER
            shown = min(candidate.score, literal) if behind else candidate.score
            return -round(shown, 3), behind, candidate.evidence.names.label_id

        return sorted(found, key=order)


def _most_promising(labels: Sequence[Names], witness: Witness, reading: Reading) -> Sequence[Names]:
    """The labels worth aligning: of many those whose names share most with the query."""
    if len(labels) <= _ALIGNED_AT_ONCE or not reading.units or reading.words:
        return labels

    def promise(names: Names) -> float:
        return max(
            witness.aligner.upper_bound(form.key) - 0.01 * len(form.key)
            for form in names.forms
            if form.field != "label_en"
        )

    return sorted(labels, key=promise, reverse=True)[:_ALIGNED_AT_ONCE]


def _most_of(names: Names, bounds: Sequence[_Bound], witness: Witness, wanted: float) -> float:
    """What a label can come to at most: anything where a name of it may be that of another place, which counts too."""
    if any(may_be_elsewhere for *_, may_be_elsewhere in bounds):
        return 1.0
    most = -bounds[0][0]
    return most if most < wanted else most * factor_of(witness.of_label(names)) + _ROUNDING


def _best_candidate(names: Names, bounds: Sequence[_Bound], witness: Witness) -> Candidate | None:
    """The candidate that the best name of a label makes, the first of several; None where none has anything.

    Names are looked at in the order of what they can come to, and only while that may be the best.
    """
    of_label = witness.of_label(names)
    best, first = None, 0
    for bound, number, form, _ in bounds:
        if best and (-bound < best.score or (-bound == best.score and number > first)):
            continue
        evidence = witness.of_form(names, form, of_label)
        candidate = Candidate(evidence) if evidence else None
        if candidate and candidate.score and (best is None or _beats(candidate, number, best, first)):
            best, first = candidate, number
    return best


def _beats(one: Candidate, number: int, other: Candidate, first: int) -> bool:
    return (one.score, not one.is_barred, -number) > (other.score, not other.is_barred, -first)


def _bounds(names: Names, witness: Witness) -> Iterator[_Bound]:
    """What each name of a label can come to."""
    reading = witness.reading
    for number, form in enumerate(names.forms):
        pairs = witness.aligner.matching.pairs(form.key) if reading.weight else ()
        best = best_credits(pairs)
        most, of_name = 0.0, 1.0
        if pairs:
            coverage, contiguity, of_name = witness.aligner.upper_bounds(best, len(form.key))
            contiguity = contiguity if witness.has_contiguity else 1.0
            most = aligned_likeness(coverage, contiguity, of_name, scant=witness.scant)
        if reading.words:
            words, share = witness.words_share(names, form)
            most = most * (1 - share) + words * share if most or words else 0.0
        if most:
            against = witness.certain(best) if pairs else ()
            # A little more, as it is summed up otherwise than the score.
            bound = most * factor_of(against) + _ROUNDING
            yield -bound, number, form, of_name == 1 and witness.may_be_elsewhere and witness.may_have_all(best)


def _ids_by_terms(index: NameIndex, groups: Sequence[Group], concepts: set[str], batch: int) -> Iterator[list[int]]:
    """Yield ids in batches: those with all terms, then with fewer and fewer of the rarest.

    Groups whose terms no name has are left out. It ends when enough were found.
    """
    index.load_counts(term for group in groups for term in group)
    live = [found for group in dict.fromkeys(groups) if (found := index.nonempty(group))[0]]
    if not live:
        return
    live.sort(key=lambda one: (one[0], len(one[1]) > 1, one[1]))
    terms = [group for _, group in live]
    wanted = [(term,) for term in map(concept_term, sorted(concepts)) if index.count(term)]
    count = 0
    for needed in ([*terms, *wanted], terms) if wanted else (terms,):
        ids = index.ids_with(needed, len(needed), batch)
        count += len(ids)
        yield ids
    if count < _ENOUGH and len(terms) > 1:
        yield from _ids_by_fewer_terms(index, live, count, batch)


def _ids_by_fewer_terms(
    index: NameIndex, live: Sequence[tuple[int, Group]], count: int, batch: int
) -> Iterator[list[int]]:
    """Yield ids with all of the rarest terms, then all but one, and so on."""
    top = [group for _, group in live[:_RAREST]]
    for size in range(len(top) - (len(live) == len(top)), 0, -1):
        if size < len(top) and (count >= _ENOUGH or (size == 1 and count)):
            return
        rare_enough = {1: _RARE_ALONE, 2: _RARE_PAIR}.get(size)
        rare = len(top) if rare_enough is None else sum(total <= rare_enough for total, _ in live[: len(top)])
        if rare:
            ids = index.ids_with(top, size, batch, first=rare)
            count += len(ids)
            yield ids
