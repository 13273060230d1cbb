"""From a query to ranked hits, given an index. Pure: nothing is printed, kept or written.

A figure is looked up among the numbers of facts, a name among the names; else each
way to read the query finds candidates by the grams they share, and these are ranked
by aligning them with it. What is found is an answer, a suggestion, or nothing.
"""

from __future__ import annotations

import itertools

from jimo_cli import text
from jimo_cli.align import ALIKE, HOMOPHONE, SAME, Aligner, Alignment, cover
from jimo_cli.grams import all_of, any_of
from jimo_cli.query import GENERIC, Query, directions_of, is_light, name_tokens, spellings
from jimo_cli.reading import readings, spoken_concepts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from jimo_cli.align import Cover, Matching
    from jimo_cli.grams import Form, Grams, Names
    from jimo_cli.reading import Group, Reading, Word

ANSWER, SUGGEST, NONE = "answer", "suggest", "none"

_SURE = 0.93
_FULL_ANSWER, _NEAR_ANSWER, _LOOSE_ANSWER, _MARGIN, _SUGGEST_FROM = 0.80, 0.80, 0.67, 0.05, 0.55
_CONFLICT, _GAP = 0.75, 0.92
_UNASKED_CONCEPT, _OTHER_WHOLE = 0.96, 0.9
_NUMERALS = tuple("一二两三四五六七八九十百千")
_NUMERAL_BEFORE = 4
_OF_PEOPLE = ("人次", "人数")
_NO_LABEL = 0
_END = ("", True)
_FOREIGN = 0.5
_PART_AT_LEAST, _PART_AT_MOST, _PIECES, _BEHIND = 0.85, 0.99, 0.75, 0.002
_SOFT_MISSING = 0.6
_MIXED_NAMES = 0.88
_LONG_WORD = 7
_WORD, _SLIP = 0.97, 0.5
_SHORTEST_BEGUN, _SHORTEST_MISSPELT, _SHORTEST_TWICE_MISSPELT = 3, 4, 6

_BATCH, _WORDS_BATCH = 200, 64
_ENOUGH = 10
_RAREST = 6
_RARE_ALONE, _RARE_PAIR = 3000, 20_000
_ALIGNED_AT_ONCE = 24
_CHANCE_SIZE = 5000
_HALF = 0.5
_FEW = 3
_UNITS_A_SLIP = 8
"""Units of a query for each slip that may be forgiven; one always may."""


class Hit:
    """A label that matches: how well from 0 to 100, which of its names how, and what that is worth.

    `fact` is the row of the one fact that was meant, where a figure says so.
    """

    __slots__ = ("decision", "fact", "label", "label_id", "matched", "score")

    def __init__(self, names: Names, score: float, matched: str, decision: str, fact: int | None = None) -> None:
        """Keep what was found."""
        self.label_id = names.label_id
        self.label = names.label
        self.score = score
        self.matched = matched
        self.decision = decision
        self.fact = fact

    def __repr__(self) -> str:
        """Return the hit for a reader of a test."""
        return f"Hit({self.label_id}, {self.label!r}, {self.score}, {self.matched!r}, {self.decision!r})"


class Matches:
    """The hits of a query, best first, and the period and the place that it named."""

    __slots__ = ("_query", "area", "hits", "period")

    def __init__(self, hits: Sequence[Hit], query: Query) -> None:
        """Keep the hits."""
        self.hits = list(hits)
        self.period = query.period
        self.area = query.area
        self._query = query

    @property
    def bare(self) -> list[str]:
        """What the query may name, as keys: without the place, the period and the words of a question."""
        return self._query.bare()

    @property
    def decision(self) -> str:
        """What the best hit is worth: `answer`, `suggest` or `none`."""
        return self.hits[0].decision if self.hits else NONE


class _Found:
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
        return self.is_whole() or (self.score >= _SURE and not self.unlike)

    def is_literal(self) -> bool:
        """Tell whether all of the query is there as it was typed."""
        return self.full and not self.unlike and self.matched.endswith(("/exact", "/part"))

    def is_whole(self) -> bool:
        """Tell whether all of the query is all of a name."""
        return self.whole and self.full and self.score >= _FULL_ANSWER


def search(index: Grams, query: str, *, limit: int = 20) -> Matches:
    """Return the hits for a query, best first, at most `limit`.

    Hits of the same score keep the order of their ids, so the order is reproducible.
    Any text is a query; what is longer than a sentence is cut.
    """
    asked = Query(query)
    if not asked.runs:
        return Matches([], asked)
    hits = _exact(index, asked)
    if hits:
        asked.period = None  # it is part of the name
        return Matches([*hits, *_continued(index, asked, hits)][:limit], asked)
    # A whole name needs no place beside it, and the places of a large base take a while to read.
    asked.locate(index.areas)
    if asked.province and not index.count(asked.province):
        asked.locate(())  # a place of that name elsewhere
    hits = _literal(index, asked, limit)
    if hits:
        asked.period = asked.area = None
        return Matches(hits[:limit], asked)
    hits = _of_people(index, asked) or _bared(index, asked) or _by_figure(index, asked) or _liked(index, asked, limit)
    if not _is_answer(hits) and asked.of_kind("d"):
        hits = _by_figure_and_name(index, asked) or hits
    if not _is_answer(hits):
        hits = _by_pieces(index, asked, limit) or _of_figure(index, asked) or hits
    return Matches(hits[:limit], asked)


def _liked(index: Grams, asked: Query, limit: int) -> list[Hit]:
    """Return the labels most like the query, without the place it is about where that is in letters.

    A word such as Qingdao may be part of a name as well, unless most of the facts are about the place.
    """
    if not (asked.concepts or asked.of_kind("h")) and GENERIC.issuperset(
        token for token, free in asked.tokens() if not free
    ):
        return []
    bare = asked.placeless()
    if bare is None:
        return _by_likeness(index, asked, limit)
    whole = _whole_by_sound(index, asked, limit)
    if whole:
        return whole
    ways = [asked, bare]
    if asked.area and index.is_about(_NO_LABEL, asked.area):
        ways.reverse()
    first = _by_likeness(index, ways[0], limit)
    return first if _is_answer(first) else _by_likeness(index, ways[1], limit) or first


def _whole_by_sound(index: Grams, asked: Query, limit: int) -> list[Hit]:
    """Return the labels with a name that all of the query spells, the place in it too: shuzi jimo is 数字即墨."""
    whole = Query(asked.core)
    best = _Best(index, whole)
    for reading in readings(whole, index):
        if reading.name == "pinyin":
            best.take(reading)
    ranked = best.ranked()
    return _decided(ranked[:limit]) if ranked and ranked[0].is_whole() else []


def _of_people(index: Grams, asked: Query) -> list[Hit]:
    """Return the one label that counts the people of what is named, where that is asked.

    So 长护险多少人 asks for 长护险惠及人次 rather than for the insurance.
    """
    for key in () if asked.foreign else asked.of_people():
        found = [
            Hit(names, 100 * _PART_AT_LEAST, f"{form.field}/part", ANSWER)
            for names in index.names(_holding(index, name_tokens(key)))
            if not (names.concepts or not _is_about(index, names, asked.area))
            for form in names.forms
            if form.key.startswith(key) and form.key.endswith(_OF_PEOPLE) and is_light(form.key[len(key) : -2])
        ][:2]
        if len({hit.label_id for hit in found}) == 1:
            return found[:1]
    return []


def _is_answer(hits: Sequence[Hit]) -> bool:
    return bool(hits) and hits[0].decision == ANSWER


def _exact(index: Grams, asked: Query) -> list[Hit]:
    """Return the labels with this very name, labels before other names."""
    for key in _keys(asked):
        found = index.exact(key)
        if found and not asked.foreign:
            return _named(found, key)
    return []


def _keys(asked: Query) -> list[str]:
    """Return the keys of a query as it was typed, and without the words that only ask."""
    return list(dict.fromkeys((text.key(asked.folded), text.key(asked.core))))


def _named(found: Sequence[Names], key: str) -> list[Hit]:
    """Return labels with a name as hits."""
    fields = [(names.field_with_key(key), names) for names in found]
    order = ("label", "label_en", "alias")
    fields.sort(key=lambda pair: order.index(pair[0]))
    return [Hit(names, 100.0, f"{field}/exact", ANSWER) for field, names in fields]


def _literal(index: Grams, asked: Query, limit: int) -> list[Hit]:
    """Return the labels with a name that holds the query as it was typed, where a part of it might be misread.

    So 青岛基地 is part of a name before 青岛 is a place, and 2024年行动方案 before 2024 is a year.
    """
    if not (asked.places or asked.times) or asked.foreign:
        return []
    hits = [hit for names, hit in _with_part(index, asked) if not _speaks_beyond(names, asked)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.label_id))[:limit]


def _continued(index: Grams, asked: Query, exact: Sequence[Hit]) -> list[Hit]:
    """Return the other labels with a name that goes on where the query, a whole name, ends."""
    known = {hit.label_id for hit in exact}
    hits = [hit for names, hit in _with_part(index, asked) if names.label_id not in known]
    return sorted(hits, key=lambda hit: (-hit.score, hit.label_id))


def _with_part(index: Grams, asked: Query) -> Iterator[tuple[Names, Hit]]:
    """Yield the labels with a name that holds the query as it was typed, the shorter the better."""
    key = text.key(asked.core)
    for names in index.names(_holding(index, name_tokens(asked.core))):
        held = [form for form in names.forms if key in form.key]
        if held:
            form = max(held, key=lambda form: len(key) / len(form.key))
            score = _PART_AT_LEAST + (1 - _PART_AT_LEAST) * len(key) / len(form.key)
            yield names, Hit(names, round(100 * min(score, _PART_AT_MOST), 1), f"{form.field}/part", ANSWER)


def _speaks_beyond(names: Names, asked: Query) -> bool:
    """Tell whether names speak of a growth or a share that was not asked for, or lack what was."""
    return names.concepts != asked.concepts


def _holding(index: Grams, tokens: Sequence[str]) -> list[int]:
    """Return labels that have all pairs of neighbouring characters, all numbers and words among tokens."""
    terms = _terms(tokens)
    index.learn(terms)
    if not terms or not all(index.count(term) for term in terms):
        return []
    return index.match(all_of([any_of([term]) for term in terms]), _BATCH)


def _terms(tokens: Sequence[str]) -> list[str]:
    """Return the terms of tokens, in their order."""
    terms = (_term(one, two) for one, two in itertools.pairwise([*tokens, ""]))
    return list(dict.fromkeys(term for term in terms if term))


def _term(one: str, two: str) -> str:
    """Return the term of a number or a word, or of a character and the next; nothing for a lone one."""
    if text.is_han(one[0]):
        return one + two if two and text.is_han(two[0]) else ""
    return "2" + one if "a" <= one[0] <= "z" else "3" + one.replace(".", "_")


def _bared(index: Grams, asked: Query) -> list[Hit]:
    """Return the labels whose name is left when place, time and the words of a question are taken out.

    No label has the name as it was typed: that was tried before.
    """
    if asked.foreign:
        return []
    tried = _keys(asked)
    for key in asked.bare():
        found = [] if key in tried else [names for names in index.exact(key) if _is_about(index, names, asked.area)]
        if found:
            return _named(found, key)
    return []


def _is_about(index: Grams, names: Names, area: str | None) -> bool:
    """Tell whether a label is about a place, or names it."""
    if area is None or index.is_about(names.label_id, area):
        return True
    return any(written in form.folded for form in names.forms for written in spellings(area))


def _by_pieces(index: Grams, asked: Query, limit: int) -> list[Hit]:
    """Return the labels whose names have all pieces of the query between them, one of them a whole name."""
    found: list[Hit] = []
    whole = asked.of_whole(index.areas)
    for one in (asked, Query(whole, index.areas)) if whole else (asked,):
        tokens = one.tokens()
        hard = [token for token, free in tokens if not free]
        if one.foreign or not hard or GENERIC.issuperset(hard):
            continue
        ids = _sharing(index, tokens)
        found += [hit for names in index.names(ids) if (hit := _made_up(index, one, tokens, names))]
    found.sort(key=lambda hit: (-hit.score, hit.label_id))
    return found[:limit]


def _of_figure(index: Grams, asked: Query) -> list[Hit]:
    """Return the growth or the share that is asked for of a figure under one of its other names.

    海洋产值涨了多少 asks for the growth of what is also called 海洋生产总值.
    """
    if not asked.concepts:
        return []
    cut = "".join(token if token.isascii() else token[0] for token, free in asked.tokens() if not free)
    found: dict[int, Hit] = {}
    for names in index.exact(cut):
        for form in names.forms:
            for other in index.names(_holding(index, name_tokens(form.folded))):
                begins = any(one.key.startswith(form.key) for one in other.forms)
                if begins and other.concepts == asked.concepts and not _opposed(other, asked):
                    found[other.label_id] = Hit(other, 100 * _PIECES, "alias/part", ANSWER)
    return [
        hit
        for hit in found.values()
        if len(found) == 1 and _is_about(index, index.names((hit.label_id,))[0], asked.area)
    ]


def _sharing(index: Grams, tokens: Sequence[tuple[str, bool]]) -> list[int]:
    """Return labels that may have all tokens that are not free in pieces; none where a token is in no piece."""
    terms = {
        place: _term(*pair) for place, pair in enumerate(itertools.pairwise([token for token, _ in (*tokens, _END)]))
    }
    index.learn(term for term in terms.values() if term)
    for place, (_, free) in enumerate(tokens):
        beside = [terms[at] for at in (place - 1, place) if terms.get(at)]
        if not (free or (beside and any(index.count(term) for term in beside)) or _is_lone(tokens, place)):
            return []
    groups = {
        term
        for place, term in terms.items()
        if term and not any(free for _, free in tokens[place : place + 1 + text.is_han(term[0])])
    }
    known = sorted((index.count(term), term) for term in groups if index.count(term))
    return index.match(all_of([any_of([term]) for _, term in known]), _WORDS_BATCH) if known else []


def _is_lone(tokens: Sequence[tuple[str, bool]], at: int) -> bool:
    """Tell whether a character stands between free tokens."""
    beside = [free for _, free in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])]
    return text.is_han(tokens[at][0]) and all(beside)


def _made_up(index: Grams, asked: Query, tokens: Sequence[tuple[str, bool]], names: Names) -> Hit | None:
    """Return the label as a hit if the query is made up of pieces of its names."""
    if asked.concepts - names.concepts or _opposed(names, asked) or not _is_about(index, names, asked.area):
        return None
    made = cover(tokens, [name_tokens(form.folded) for form in names.forms])
    if made is None or not _is_telling(made, asked):
        return None
    if not made.whole and names.concepts - asked.concepts:
        return None
    if made.pieces == 1 and asked.area and not made.whole:
        return None
    score = (
        _PIECES
        + 0.03 * made.whole
        + 0.05 * made.together
        + 0.05 * made.of_name
        + 0.12 * made.said
        - 0.01 * (made.pieces - 1)
    )
    return Hit(names, round(100 * score, 1), "label/part", ANSWER)


def _is_telling(made: Cover, asked: Query) -> bool:
    """Tell whether the pieces of a query are enough of the names that they come from."""
    if made.pieces == 1:
        return made.whole or (made.together and made.of_name > _HALF)
    return made.whole or made.together or bool(asked.concepts)


def _opposed(names: Names, asked: Query) -> bool:
    """Tell whether names speak only of the direction opposite to the one that was asked."""
    if not asked.direction:
        return False
    spoken = set().union(*(directions_of(form.folded) for form in names.forms))
    return bool(spoken) and asked.direction not in spoken


def _by_figure(index: Grams, asked: Query) -> list[Hit]:
    """Return the facts with this figure, if the query is one."""
    if not asked.of_kind("d") and not any(char in _NUMERALS for char in asked.core[:_NUMERAL_BEFORE]):
        return []
    from jimo_cli.figures import find  # noqa: PLC0415 - only figures need it

    rows = find(index, asked.core)
    by_id = {names.label_id: names for names in index.names({label for _, label, _ in rows})}
    return [Hit(by_id[label], score, "value", ANSWER, fact) for fact, label, score in rows]


def _by_figure_and_name(index: Grams, asked: Query) -> list[Hit]:
    """Return the labels that a query names and whose figure it tells: 112家高端创新平台."""
    from jimo_cli.figures import cut_out, find  # noqa: PLC0415 - only figures need it

    figure, rest = cut_out(_cut_times(asked))
    facts = {label: fact for fact, label, _ in reversed(find(index, figure))} if rest else {}
    if not facts:
        return []
    name = Query(rest, index.areas)
    if not name.runs:
        return []
    found = _exact(index, name) or _bared(index, name) or _by_likeness(index, name, _ENOUGH)
    hits = [hit for hit in found if hit.label_id in facts and hit.decision == ANSWER] or _parts(index, name, facts)
    for hit in hits:
        hit.fact = facts[hit.label_id]
    return hits


def _cut_times(asked: Query) -> str:
    """Return the query without the times that it names."""
    cut = [any(start <= at < end for start, end in asked.times) for at in range(len(asked.core))]
    return "".join(" " if mark else char for char, mark in zip(asked.core, cut, strict=True))


def _parts(index: Grams, name: Query, facts: Collection[int]) -> list[Hit]:
    """Return those of some labels whose names share what was typed: the figure tells which is meant."""
    tokens = name.tokens()
    hits = []
    for names in index.names(facts):
        if name.concepts - names.concepts or _opposed(names, name) or not _is_about(index, names, name.area):
            continue
        if cover(tokens, [name_tokens(form.folded) for form in names.forms]):
            hits.append(Hit(names, 100 * _PIECES, "label/part", ANSWER))
    return hits


# ---- candidates


def _by_likeness(index: Grams, asked: Query, limit: int) -> list[Hit]:
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
    return _decided(best.ranked()[: max(limit, _ENOUGH)])


class _Best:
    """The best score of every candidate over the readings of a query."""

    def __init__(self, index: Grams, asked: Query) -> None:
        self._index = index
        self._asked = asked
        self._found: dict[int, _Found] = {}
        self._matching: Matching | None = None

    def take(self, reading: Reading) -> None:
        """Score the candidates of one reading, until one is sure."""
        scorer = _Scorer(self._index, self._asked, reading, self._matching)
        self._matching = scorer.aligner.matching
        seen: set[int] = set()
        batch = _WORDS_BATCH if reading.words else _BATCH
        for ids in _candidates(self._index, reading.groups, scorer.concepts, batch):
            new = [one for one in ids if one not in seen]
            seen.update(new)
            for found in scorer.score(self._index.names(new)):
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

    def ranked(self) -> list[_Found]:
        """Return the candidates, best first; what is as good keeps the order of ids."""
        literal = max((found.score for found in self._found.values() if found.is_literal()), default=1.0)
        for found in self._found.values():
            if found.unlike and literal >= _FULL_ANSWER:  # what was typed comes before what sounds like it
                found.score = min(found.score, literal - _BEHIND)
        return sorted(self._found.values(), key=lambda found: (-round(found.score, 3), found.names.label_id))


def _candidates(index: Grams, groups: Sequence[Group], concepts: set[str], batch: int) -> Iterator[list[int]]:
    """Yield ids in batches: those with all terms, then with fewer and fewer of the rarest.

    Groups whose terms no name has are left out. It ends when enough were found.
    """
    index.learn(term for group in groups for term in group)
    live = [known for group in dict.fromkeys(groups) if (known := index.known(group))[0]]
    if not live:
        return
    live.sort(key=lambda one: (one[0], len(one[1]) > 1, one[1]))
    terms = [group for _, group in live]
    wanted = [("9" + concept,) for concept in sorted(concepts) if index.count("9" + concept)]
    got = 0
    for needed in ([*terms, *wanted], terms) if wanted else (terms,):
        ids = index.having(needed, len(needed), batch)
        got += len(ids)
        yield ids
    if got < _ENOUGH and len(terms) > 1:
        yield from _by_quorum(index, live, got, batch)


def _by_quorum(index: Grams, live: Sequence[tuple[int, Group]], got: int, batch: int) -> Iterator[list[int]]:
    """Yield ids with all of the rarest terms, then all but one, and so on."""
    top = [group for _, group in live[:_RAREST]]
    for size in range(len(top) - (len(live) == len(top)), 0, -1):
        if size < len(top) and (got >= _ENOUGH or (size == 1 and got)):
            return
        rare_enough = {1: _RARE_ALONE, 2: _RARE_PAIR}.get(size)
        rare = len(top) if rare_enough is None else sum(total <= rare_enough for total, _ in live[: len(top)])
        if rare:
            ids = index.having(top, size, batch, first=rare)
            got += len(ids)
            yield ids


# ---- scoring


class _Scorer:
    """Scores names against one reading of a query."""

    def __init__(self, index: Grams, asked: Query, reading: Reading, before: Matching | None) -> None:
        self._index = index
        self._asked = asked
        self._reading = reading
        self.concepts = asked.concepts | spoken_concepts(reading.units)
        self.aligner = Aligner(reading.units, before)
        self._hard = {at for at, unit in enumerate(reading.units) if not unit.soft}
        self._weight = reading.weight
        self._words_weight = sum(word.weight for word in reading.words if not word.soft)
        self._by_initials = reading.name == "initials" and not asked.of_kind("h")

    def score(self, names: Sequence[Names]) -> list[_Found]:
        """Return the best of the names with their scores."""
        if len(names) > _ALIGNED_AT_ONCE and self._reading.units and not self._reading.words:
            names = sorted(names, key=self._promise, reverse=True)[:_ALIGNED_AT_ONCE]
        found = [self._score_label(one) for one in names]
        return [one for one in found if one]

    def _promise(self, names: Names) -> float:
        return max(
            self.aligner.promise(form.key) - 0.01 * len(form.key) for form in names.forms if form.field != "label_en"
        )

    def _score_label(self, names: Names) -> _Found | None:
        best = self._best_with_words(names) if self._reading.words else self._best_aligned(names)
        if best is None or not best.score:
            return None
        self._hold_to_concepts(best)
        if self._asked.direction and _opposed(names, self._asked):
            best.score *= _CONFLICT
            best.full = False
            best.gap = max(best.gap, 2)
        return best

    def _best_aligned(self, names: Names) -> _Found | None:
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

    def _best_with_words(self, names: Names) -> _Found:
        best = _Found(names, 0.0, "")
        for form in names.forms:
            pairs = self.aligner.matching.pairs(form.key) if self._weight else ()
            found = self._score_name(names, form) if pairs else self._score_words(names, form)
            self._hold_to_area(found, form)
            if (found.score, -found.gap) > (best.score, -best.gap):
                best = found
        return max(best, self._score_all_words(names), key=lambda found: found.score) if best.gap else best

    def _hold_to_concepts(self, found: _Found) -> None:
        """Lower what lacks the growth or share asked for; and a little what has one unasked."""
        spoken = found.names.concepts
        if self.concepts - spoken:
            found.score *= _CONFLICT
            found.full = False
            found.gap = max(found.gap, 2)
        elif "share" in self._asked.concepts and not self._asked.is_part_of(form.folded for form in found.names.forms):
            found.score *= _OTHER_WHOLE
        elif spoken - self.concepts:
            found.score *= _UNASKED_CONCEPT
            if (found.joined < 1 or self._reading.words) and found.left_over > 1:
                found.full = False
                found.gap = max(found.gap, 2)

    def _hold_to_area(self, found: _Found, form: Form) -> None:
        """Lower what is about another place than the one that the query names.

        A place with only the end of a name, 即墨GDP for 海洋GDP, asks for the whole.
        """
        area = self._asked.area
        if area and found.score and found.headless:
            found.gap = max(found.gap, 2)
        if area is None or not found.score or self._index.is_about(found.names.label_id, area):
            return
        if not any(written in form.folded for written in spellings(area)):
            found.score *= _CONFLICT
            found.full = False
            found.gap = max(found.gap, 2)

    def _score_name(self, names: Names, form: Form) -> _Found:
        """Score one name that has something to align."""
        alignment = self.aligner.align(form.key)
        score = self._likeness(alignment.covered, alignment.joined, alignment.of_name)
        found = _Found(names, score, f"{form.field}/{self._channel(alignment)}")
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
        if len(missing) > max(1, len(self._hard) // _UNITS_A_SLIP):
            found.gap = max(found.gap, 2)
        if self._reading.words:
            share, _, absent = _words_in(self._reading.words, frozenset().union(*(one.words for one in names.forms)))
            found.score = (score * self._weight + share * self._words_weight) / (self._weight + self._words_weight)
            found.full = found.full and not absent
            found.gap = max(found.gap, 2 if absent else 0)
        found.short = self._is_short(alignment)
        return self._finish(found)

    def _finish(self, found: _Found) -> _Found:
        if found.conflict:
            found.score *= _CONFLICT
        elif found.gap > 1:
            found.score *= _GAP
        if self._asked.foreign:
            found.score *= _FOREIGN
        return found

    def _score_words(self, names: Names, form: Form) -> _Found:
        words, own = self._reading.words, form.words
        if not own:
            return _Found(names, 0.0, "")
        share, way, missing = _words_in(words, own)
        others = sum(map(text.is_han, form.key)) / 2  # two characters make a word
        of_name = min(1.0, sum(1 for word in words if not word.soft) / (len(own) + others))
        score = share * (0.85 + 0.15 * of_name)
        if len(words) == 1 and (share < 1 or others):
            score = share * (0.55 + 0.35 * of_name)
            if len(words[0].stem) >= _LONG_WORD and not others:
                # A long word with one slip can hardly be another word; with two it may be.
                one_slip = share >= _WORD - _SLIP / len(words[0].stem)
                score = share * (0.82 + 0.15 * of_name if one_slip else 0.7 + 0.25 * of_name)
        found = _Found(names, score, f"{form.field}/{way if way != 'exact' or of_name == 1 else 'part'}")
        found.full = not missing
        found.gap = 2 if missing else 0
        found.conflict = missing > 1
        found.headless = bool(others) or text.words(form.folded)[0] not in {word.stem for word in words}
        if self._reading.units and self._weight:
            found.score *= self._words_weight / (self._weight + self._words_weight)
            found.full = False
            found.gap = 2
        return self._finish(found)

    def _score_all_words(self, names: Names) -> _Found:
        """Return the score of the words of all names together, for a query that mixes them."""
        if self._weight or self._asked.area:
            return _Found(names, 0.0, "")
        own = frozenset().union(*(form.words for form in names.forms))
        share, _, missing = _words_in(self._reading.words, own)
        found = _Found(names, share * _MIXED_NAMES, "alias/part")
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
        if alignment.of_name > _HALF or alignment.worst >= SAME:
            return False
        count = len(self._hard)
        big = self._index.size >= _CHANCE_SIZE
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
            total += _SOFT_MISSING * word.weight
        matched += word.weight * likeness
        missing += not likeness and not word.soft
        if 0 < likeness < 1:
            way = "typo"
    return (matched / total if total else 0.0), way, missing


def _word_likeness(word: Word, own: frozenset[str]) -> float:
    """Return how far a word is one of a name's own: itself, a beginning, or misspelt."""
    if word.stem in own:
        return 1.0
    if word.known and len(word.stem) < _SHORTEST_BEGUN:
        return 0.0
    begun = [
        len(word.stem) / len(one) for one in own if len(word.stem) >= _SHORTEST_BEGUN and one.startswith(word.stem)
    ]
    if begun:
        return 0.8 + 0.15 * max(begun)
    if word.known or len(word.typed) < _SHORTEST_MISSPELT:
        return 0.0
    return _misspelt(word.stem, own)


def _misspelt(typed: str, own: frozenset[str]) -> float:
    """Return the likeness of a misspelt word to the nearest word, 0 if none is near."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 40 ms that few queries need

    most = 1 if len(typed) < _SHORTEST_TWICE_MISSPELT else 2
    best = 0.0
    for one in own:
        distance = OSA.distance(typed, one, score_cutoff=most)
        if distance <= most:
            best = max(best, _WORD - _SLIP * distance / max(len(typed), len(one)))
    return best


# ---- decision


def _decided(ranked: Sequence[_Found]) -> list[Hit]:
    """Return the hits with their decisions."""
    hits = []
    for place, found in enumerate(ranked):
        margin = _margin(ranked) if place == 0 else 0.0
        if place == 0 and found.score >= _NEAR_ANSWER and _all_slips(ranked):
            margin = 1.0
        hits.append(Hit(found.names, round(100 * min(found.score, 1.0), 1), found.matched, _decision(found, margin)))
    return hits


def _all_slips(ranked: Sequence[_Found]) -> bool:
    """Tell whether all that are about as good as the best take the query for a slip.

    Then one of them was meant: what was typed is no word. A character in known company
    is one, perhaps of another place that is not in the base; and what is as near to many
    is near to none.
    """
    near = [found for found in ranked if found.score > ranked[0].score - _MARGIN]
    return len(near) <= _FEW and all(found.slip for found in near)


def _margin(ranked: Sequence[_Found]) -> float:
    """Return how far the best is ahead of the next that is not the same name continued."""
    best = ranked[0]
    others = (other for other in ranked[1:] if not best.key or best.key not in other.key)
    return best.score - next((other.score for other in others), 0.0)


def _decision(found: _Found, margin: float) -> str:
    """Return what a candidate is worth."""
    if found.full and found.gap < 2 and found.score >= _FULL_ANSWER and not found.short:  # noqa: PLR2004
        return ANSWER
    one_off = found.gap < 2 and not found.conflict and not found.short  # noqa: PLR2004
    if one_off and found.score >= _LOOSE_ANSWER and margin >= _MARGIN:
        return ANSWER
    return SUGGEST if found.score >= _SUGGEST_FROM else NONE
