"""Labels most like a query, by characters, sounds and words."""

from __future__ import annotations

from jimo_cli.search.evidence import Scorer
from jimo_cli.search.match import ANSWER
from jimo_cli.search.query import Query
from jimo_cli.search.readings import readings
from jimo_cli.search.score import decided
from jimo_cli.search.weights import BATCH, BEHIND, ENOUGH, FULL_ANSWER, RARE_ALONE, RARE_PAIR, RAREST, WORDS_BATCH
from jimo_cli.search.words import GENERIC

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.search.align import Matching
    from jimo_cli.search.evidence import Found
    from jimo_cli.search.match import Match
    from jimo_cli.search.readings import Group, Reading
    from jimo_cli.store.interface import NameIndex


_NO_LABEL = 0


def liked(index: NameIndex, asked: Query, limit: int) -> list[Match]:
    """Return the labels most like the query, without the place it is about where that is in letters.

    A word such as Qingdao may be part of a name as well, unless most of the facts are about the place.
    """
    if not (asked.concepts or asked.of_kind("h")) and GENERIC.issuperset(
        token for token, free in asked.tokens() if not free
    ):
        return []
    bare = asked.placeless()
    if bare is None:
        return by_likeness(index, asked, limit)
    whole = _whole_by_sound(index, asked, limit)
    if whole:
        return whole
    ways = [asked, bare]
    if asked.area and index.is_about(_NO_LABEL, asked.area):
        ways.reverse()
    first = by_likeness(index, ways[0], limit)
    return first if is_answer(first) else by_likeness(index, ways[1], limit) or first


def _whole_by_sound(index: NameIndex, asked: Query, limit: int) -> list[Match]:
    """Return the labels with a name that all of the query spells, the place in it too: shuzi jimo is 数字即墨."""
    whole = Query(asked.core)
    best = _Best(index, whole)
    for reading in readings(whole, index):
        if reading.name == "pinyin":
            best.take(reading)
    ranked = best.ranked()
    return decided(ranked[:limit]) if ranked and ranked[0].is_whole() else []


def is_answer(hits: Sequence[Match]) -> bool:
    """Tell whether the best hit is an answer."""
    return bool(hits) and hits[0].decision == ANSWER


def by_likeness(index: NameIndex, asked: Query, limit: int) -> list[Match]:
    """Return the labels most like the query."""
    best = _Best(index, asked)
    sure = ""
    for reading in readings(asked, index):
        if sure not in ("", reading.name):
            break
        best.take(reading)
        if best.is_whole():
            break
        sure = reading.name if best.is_sure() else ""
    return decided(best.ranked()[: max(limit, ENOUGH)])


class _Best:
    """The best score of every candidate over the readings of a query."""

    def __init__(self, index: NameIndex, asked: Query) -> None:
        self._index = index
        self._asked = asked
        self._found: dict[int, Found] = {}
        self._matching: Matching | None = None

    def take(self, reading: Reading) -> None:
        """Score the candidates of one reading, until one is sure."""
        scorer = Scorer(self._index, self._asked, reading, self._matching)
        self._matching = scorer.aligner.matching
        seen: set[int] = set()
        batch = WORDS_BATCH if reading.words else BATCH
        for ids in _candidates(self._index, reading.groups, scorer.concepts, batch):
            new = [one for one in ids if one not in seen]
            seen.update(new)
            for found in scorer.score(self._index.of_ids(new)):
                before = self._found.get(found.names.label_id)
                if before is None or found.score > before.score:
                    self._found[found.names.label_id] = found
            if self.is_sure():
                return

    def is_sure(self) -> bool:
        """Tell whether nothing better need be sought in other readings."""
        return any(found.is_sure() for found in self._found.values())

    def is_whole(self) -> bool:
        """Tell whether all of the query was found to be all of a name."""
        return any(found.is_whole() for found in self._found.values())

    def ranked(self) -> list[Found]:
        """Return the candidates, best first; what is as good keeps the order of ids."""
        literal = max((found.score for found in self._found.values() if found.is_literal()), default=1.0)
        for found in self._found.values():
            if found.unlike and literal >= FULL_ANSWER:  # what was typed comes before what sounds like it
                found.score = min(found.score, literal - BEHIND)
        return sorted(self._found.values(), key=lambda found: (-round(found.score, 3), found.names.label_id))


def _candidates(index: NameIndex, groups: Sequence[Group], concepts: set[str], batch: int) -> Iterator[list[int]]:
    """Yield ids in batches: those with all terms, then with fewer and fewer of the rarest.

    Groups whose terms no name has are left out. It ends when enough were found.
    """
    index.load_counts(term for group in groups for term in group)
    live = [known for group in dict.fromkeys(groups) if (known := index.nonempty(group))[0]]
    if not live:
        return
    live.sort(key=lambda one: (one[0], len(one[1]) > 1, one[1]))
    terms = [group for _, group in live]
    wanted = [("9" + concept,) for concept in sorted(concepts) if index.count("9" + concept)]
    got = 0
    for needed in ([*terms, *wanted], terms) if wanted else (terms,):
        ids = index.ids_with(needed, len(needed), batch)
        got += len(ids)
        yield ids
    if got < ENOUGH and len(terms) > 1:
        yield from _by_quorum(index, live, got, batch)


def _by_quorum(index: NameIndex, live: Sequence[tuple[int, Group]], got: int, batch: int) -> Iterator[list[int]]:
    """Yield ids with all of the rarest terms, then all but one, and so on."""
    top = [group for _, group in live[:RAREST]]
    for size in range(len(top) - (len(live) == len(top)), 0, -1):
        if size < len(top) and (got >= ENOUGH or (size == 1 and got)):
            return
        rare_enough = {1: RARE_ALONE, 2: RARE_PAIR}.get(size)
        rare = len(top) if rare_enough is None else sum(total <= rare_enough for total, _ in live[: len(top)])
        if rare:
            ids = index.ids_with(top, size, batch, first=rare)
            got += len(ids)
            yield ids
