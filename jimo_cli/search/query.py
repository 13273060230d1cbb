"""What a query asks: its runs of script, the words that only frame it, growth or share."""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.search.places import BASES, in_characters, named_place, province_before
from jimo_cli.search.times import times
from jimo_cli.search.words import (
    ASKING_FIRST,
    ASKING_LAST,
    ASKING_WORDS,
    COUNTED_NOUNS,
    COUNTERS,
    DURATION,
    EDGES,
    FRAMES_BY_FIRST,
    HELPED,
    LIGHT,
    LIGHT_LATIN,
    NOT_SHARE,
    NOT_YEARS,
    NUMERALS,
    PEOPLE,
    PERCENT,
    PUBLISHED,
    SOFT_BY_FIRST,
    SOFT_LATIN,
    YEARS,
    is_soft_word,
)
from jimo_cli.text.concepts import (
    AMONG_BY_FIRST,
    BASIS_WORDS_BY_FIRST,
    CONCEPT_OF_WORD,
    CONCEPTS_BY_FIRST,
    among_of,
    bases_of,
    concepts_of,
    contrasts_of,
    directions_of,
    with_short_bases,
    without_among,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from jimo_cli.store.interface import NameIndex


LONGEST = 240
"""Characters of a query that count; the rest is cut off, so that any input is quick."""

_MOST_RUNS = 24
_BETWEEN = " ,.;:!?、。"
"""What parts the courtesies of a question from the rest."""


class Run:
    """A run of one script in a query, and which of its characters only frame it."""

    __slots__ = ("kind", "soft", "text")

    def __init__(self, run: str, soft: list[bool]) -> None:
        self.text = run
        self.soft = soft
        self.kind = "h" if text.is_han(run[0]) else "d" if run[0] <= "9" else "l"


class Query:
    """A query taken apart.

    `core` is what is left without the words of a question. `foreign` counts letters
    of scripts that no name is compared in. `direction` is `up` or `down` where one is
    spoken of, `bases` are what a rate is to be against, `among` what a rank is to be among.
    `area` is the place that the query is about; `outside` is where it names one that no
    fact is about. `named_times` are the times that it names, and `times` where they stand.
    `least` is the score, 0 to 1, from which on what only resembles an answer is wanted.
    """

    __slots__ = (
        "_contrasts",
        "_framed",
        "_pieces",
        "_soft",
        "among",
        "area",
        "bases",
        "concepts",
        "core",
        "direction",
        "folded",
        "foreign",
        "is_placed",
        "least",
        "named_times",
        "outside",
        "places",
        "runs",
        "times",
    )

    def __init__(self, query: str, least: float = 0.0) -> None:
        self.least = least
        self.folded = _folded(query[:LONGEST])
        self.core = _without_question(self.folded)
        self._pieces = text.runs(self.core)
        self.named_times = times(self.core)
        self.times = [(time.start, time.end) for time in self.named_times if time.is_marked]
        self._soft = _marks(self.core, self.times)
        self.concepts = self._mark_concepts(self._soft)
        self.bases = bases_of(self.core)
        _mark_all(self.core, BASIS_WORDS_BY_FIRST, self._soft)
        self.among = among_of(self.core) if "rank" in self.concepts else set()
        _mark_all(self.core, AMONG_BY_FIRST if self.among else {}, self._soft)
        _mark_all(self.core, SOFT_BY_FIRST, self._soft)
        if len(self.core) > 3 and self.core.endswith("数"):  # noqa: PLR2004
            self._soft[-1] = True
        self._framed: list[bool] | None = None
        self._contrasts: list[tuple[str, str]] | None = None
        self.is_placed = False
        self.outside: tuple[int, int] | None = None
        self._place(None, [])
        known = sum(len(run.text) for run in self.runs)
        self.foreign = known < len(self.core) and sum(char.isalpha() for char in self.core) > known
        ways = directions_of(self.core)
        self.direction = ways.pop() if len(ways) == 1 else ""

    def placed(self, index: NameIndex) -> Query:
        """Return the query with the place that it is about, of those that facts are about."""
        from jimo_cli.search.gazetteer import gazetteer  # noqa: PLC0415  # a whole name needs no place

        area: str | None = None
        spans: list[tuple[int, int]] = []
        for timeless in (self.without_times(), *(self.with_one_time() if len(self.times) > 1 else ())):
            named = without_among(timeless) if self.among else timeless
            area, spans = named_place(named, gazetteer(index), lambda rest: names_something(index, rest))
            if spans:
                break
        province, span = province_before(self.core, spans) if area else ("", None)
        if province and not index.count(province):
            area = None  # a place of that name elsewhere
        elif span:
            spans = [*spans, span]
        query = Query.__new__(Query)
        for name in self.__slots__:
            setattr(query, name, getattr(self, name))
        query._place(area, spans if area else [])  # noqa: SLF001  # its own class
        query.is_placed, query.outside = True, None if area or not spans else spans[0]
        return query

    def _place(self, area: str | None, spans: list[tuple[int, int]]) -> None:
        self.area, self.places = area, spans
        soft = _either(self._soft, _marks(self.core, spans)) if spans else self._soft
        self.runs = _runs(self.core, self._pieces, soft)

    @property
    def contrasts(self) -> list[tuple[str, str]]:
        """The words of the query that have an opposite, each with it: every label is held against them."""
        if self._contrasts is None:
            self._contrasts = contrasts_of(self.core)
        return self._contrasts

    def _frames(self) -> list[bool]:
        if self._framed is None:
            self._framed = _frames(self.core)
        return self._framed

    def of_kind(self, kind: str) -> list[Run]:
        """Return the runs of Han (`h`), Latin (`l`) or digits (`d`)."""
        return [run for run in self.runs if run.kind == kind]

    def _mark_concepts(self, soft: list[bool]) -> set[str]:
        """Mark the words for a growth or a share; return which of them are asked for."""
        concepts = {CONCEPT_OF_WORD[word] for word in _mark_all(self.core, CONCEPTS_BY_FIRST, soft)}
        concepts.update(CONCEPT_OF_WORD[run] for run in self._pieces if run in CONCEPT_OF_WORD)
        after = self.core.partition("占")[2]
        if after and after[0] not in NOT_SHARE:
            concepts.add("share")
        return concepts

    def of_whole(self, areas: Collection[str]) -> str:
        """Return the query with 全市 for the city that a share is of, as a fact about a part of it says; or nothing."""
        before, share, after = self.core.partition("占")
        for area in areas if share else ():
            base = BASES.get(area[-1])
            written = next((one for one in in_characters(area) if after.startswith(one)), "")
            if base and written:
                return f"{before}占{base}{after[len(written) :].removeprefix(base)}"
        return ""

    def is_question(self) -> bool:
        """Tell whether the query has words of a question."""
        return self.core != self.folded or any(self._frames()) or not ASKING_WORDS.isdisjoint(self._pieces[:1])

    def stripped(self) -> list[str]:
        """Return what the query may name, as keys: without the place, the time, the words of a question."""
        return list(dict.fromkeys(key for one in self.names() for key in _latin_bare(one) if key))

    def names(self) -> list[str]:
        """Return what the query may name, as folded texts: without the words of a question, the place, the time.

        What is taken out first is what is least likely to be part of a name.
        """
        frames = self._frames()
        if not (self.places or self.times or True in frames):
            found = [self.core, _cut(self.core, frames, EDGES)]
        else:
            placed = _marks(self.core, self.places)
            timed = _marks(self.core, self.times)
            framed = _either(frames, placed, timed)
            outer = _outer(
                frames
            )  # 数据 in 国家数据局 is part of a name, as the words of a question at its ends are not
            cuts = (outer, frames, placed, _either(placed, timed), _either(outer, placed, timed), framed)
            found = [_cut(self.core, cut) for cut in cuts]
            found.append(_cut(self.core, framed, EDGES))
            if self.times:
                found.append(_cut(self.core, timed))
            for named in self.with_one_time() if len(self.times) > 1 else ():
                found += [named, _cut(named, placed)]
        return list(dict.fromkeys(found))

    def counting_people(self) -> list[str]:
        """Return what the query asks the people of to be counted, as keys: 长护险 for 长护险帮了多少人."""
        rest = self.core if self.core.endswith(PEOPLE) else self.folded
        counted = next((word for word in PEOPLE if rest.endswith(word)), "")
        if not counted:
            return []
        rest = rest.removesuffix(counted)
        rest = rest.removesuffix(next((word for word in HELPED if rest.endswith(word)), ""))
        return Query(rest).stripped() if text.key(rest) else []

    def frameless(self) -> Query | None:
        """Return the query without the words of a question, its place and its times; None where it is no question."""
        frames = self._frames()
        rest = _cut(self.core, _either(frames, _marks(self.core, self.places), _marks(self.core, self.times)), EDGES)
        if True not in frames or not text.key(rest):
            return None
        query = Query(rest, self.least)
        query.area, query.outside, query.is_placed = self.area, None, True
        return query

    def placeless(self) -> Query | None:
        """Return the query without the place it is about, where that is written in letters, else None."""
        if not self.places:
            return None
        cut = _marks(self.core, self.places)
        letters = any("a" <= char <= "z" for char, mark in zip(self.core, cut, strict=True) if mark)
        rest = _cut(self.core, cut) if letters else ""
        if not text.key(rest):
            return None
        query = Query(rest, self.least)
        query.area, query.is_placed = self.area, True
        return query

    def without_outside(self) -> list[Query]:
        """Return the query without the place in it that no fact is about and without its times, or all but one.

        That one may be part of a name. Where it names no such place there is nothing.
        """
        if self.outside is None:
            return []
        start, end = self.outside
        return [Query(f"{rest[:start]} {rest[end:]}") for rest in (self.without_times(), *self.with_one_time())]

    def without_times(self) -> str:
        """Return the query without the times that it names."""
        cut = _marks(self.core, self.times)
        return "".join(" " if mark else char for char, mark in zip(self.core, cut, strict=True))

    def with_one_time(self) -> list[str]:
        """Return the query with just one of the times that it names, for each of them: that is part of the name."""
        every = (_marks(self.core, [other for other in self.times if other != time]) for time in self.times)
        return ["".join(" " if mark else char for char, mark in zip(self.core, cut, strict=True)) for cut in every]

    def tokens(self) -> list[tuple[str, bool]]:
        """Return characters, numbers and stems of words, each with whether a name need not have it."""
        free = _either(self._frames(), _marks(self.core, self.places), _marks(self.core, self.times))
        if self.is_question():
            for word in LIGHT:
                _mark(self.core, word, free)
        found: list[tuple[str, bool]] = []
        at = 0
        for run in self.runs:
            at = self.core.index(run.text, at)
            marks = [soft or mark for soft, mark in zip(run.soft, free[at : at + len(run.text)], strict=True)]
            if run.kind == "h":
                frames = free[at : at + len(run.text)]
                found += [
                    (char, frame or (bool(found or place) and (mark or char in EDGES)))
                    for place, (char, mark, frame) in enumerate(zip(run.text, marks, frames, strict=True))
                ]
            else:
                found.append((text.stem(run.text), all(marks) or is_soft_word(run.text) or run.text in LIGHT_LATIN))
            at += len(run.text)
        return found


def _folded(query: str) -> str:
    """Return a query folded, in single blanks, without the numbers of tones in pinyin."""
    folded = " ".join(text.fold(query).split())
    if text.TONE_NUMBERS.isdisjoint(folded):
        return folded
    from jimo_cli.text.pinyin import without_tone_numbers  # noqa: PLC0415  # few queries have a digit

    return without_tone_numbers(folded)


def names_something(index: NameIndex, folded: str) -> bool:
    """Tell whether a folded text is the name of a label or of a measure."""
    from jimo_cli import measures  # noqa: PLC0415  # most queries name no place

    key = text.key(folded)
    return bool(index.exact(key) or measures.ids_of(folded) or index.terms_named(key))


def _latin_bare(rest: str) -> Iterator[str]:
    """Yield the key of a text, and where it is English those without its framing words at the ends."""
    yield text.key(rest)
    words = text.runs(rest)
    if not words or not any("a" <= word[0] <= "z" for word in words):
        return
    sized = {words[1]} if words[0] == "how" and words[1:2] in (["big"], ["large"]) else set()
    for framing in (SOFT_LATIN - {"number", "count", "total"}, SOFT_LATIN | LIGHT_LATIN | sized):
        first, last = 0, len(words)
        while first < last and words[first] in framing:
            first += 1
        while first < last and words[last - 1] in framing:
            last -= 1
        yield "".join(words[first:last])


def _cut(core: str, cut: Sequence[bool], edges: str = "") -> str:
    """Return the text without the marked characters; pieces without `edges` at their ends."""
    if True in cut:
        core = "".join(" " if mark else char for char, mark in zip(core, cut, strict=True))
    pieces = core.split()
    return " ".join(piece.strip(edges) if edges else piece for piece in pieces).strip()


def _marks(core: str, spans: Iterable[tuple[int, int]]) -> list[bool]:
    """Return for each character whether one of the spans holds it."""
    marks = [False] * len(core)
    for start, end in spans:
        marks[start:end] = [True] * (end - start)
    return marks


def _either(*marks: Sequence[bool]) -> list[bool]:
    return [any(column) for column in zip(*marks, strict=True)]


def _outer(marks: Sequence[bool]) -> list[bool]:
    """Only those marks that stand at either end."""
    if False not in marks:
        return [*marks]
    first, last = marks.index(False), len(marks) - 1 - [*reversed(marks)].index(False)
    return [mark and not first < at < last for at, mark in enumerate(marks)]


def _frames(core: str) -> list[bool]:
    """Return for each character whether it is part of the words of a question."""
    marks = [False] * len(core)
    _mark_all(core, FRAMES_BY_FIRST, marks)
    for first in ("哪些", "哪个", "哪", "几", "多少", "什么"):
        at = core.find(first)
        if at >= 0:
            end = _past(core, at + len(first), COUNTED_NOUNS)
            if end == at + len(first):
                end = _past(core, _past(core, end, COUNTERS, NUMERALS), COUNTED_NOUNS)
            marks[at:end] = [True] * (end - at)
    at = core.find("了多少")
    if at > 0:
        marks[at - 1 : at + 1] = [True] * 2  # 建了多少 as 有多少
    for word in PUBLISHED:
        end = core.find(word) + len(word)
        if end >= len(word):
            marks[:end] = [True] * end
    return marks


def _past(core: str, at: int, words: tuple[str, ...], before: str = "") -> int:
    """Return the place behind a word that stands at a place, with a character before it or not."""
    start = at + (core[at : at + 1] in tuple(before))
    return next((start + len(word) for word in words if core.startswith(word, start)), at)


def _without_question(folded: str) -> str:
    """Return folded text without the words that make it a question; never empty unless it was."""
    rest, before = with_short_bases(folded), ""
    while rest != before:
        before = rest
        if rest.startswith(ASKING_FIRST):
            rest = _without_first(rest)
        if rest.endswith(PERCENT):
            rest = _without_percent(rest)
        if rest.startswith(YEARS) and rest[len(YEARS) : len(YEARS) + 1] not in NOT_YEARS:
            rest = "近" + rest
        for word in ASKING_LAST if rest.endswith(ASKING_LAST) else ():
            if rest.endswith(word) and not rest.endswith(PERCENT):
                rest = rest[: -len(word)].strip(_BETWEEN)
    if rest.startswith(DURATION) and len(rest) > len(DURATION):
        rest = "time" + rest[len(DURATION) :]
    return _fallen(rest, folded) or folded


def _without_first(rest: str) -> str:
    """Return text without the words of a question that it begins with."""
    for word in ASKING_FIRST:
        if rest.startswith(word) and (not word.isascii() or rest[len(word) : len(word) + 1] in tuple(_BETWEEN)):
            rest = rest[len(word) :].strip(_BETWEEN)
    return rest


def _fallen(rest: str, folded: str) -> str:
    """Return what is left of a question, one that ends in a bare verb of falling with that verb in full: 跌了."""
    cut = rest != folded and rest.endswith(("降", "跌")) and not rest.endswith(("下降", "下跌"))
    return f"{rest}了" if cut else rest


def _without_percent(rest: str) -> str:
    """Return text without the asking for a percentage at its end, where what is asked of is one: 增速百分之多少.

    After anything else it asks for a share of it, or for nothing that is known.
    """
    for word in PERCENT:
        before = rest.removesuffix(word).rstrip()
        if before == rest:
            continue
        before = before.removesuffix("是").removesuffix("有")
        if before.endswith(("降", "跌")):
            return before
        if before.endswith(("率", "比重", "占比", "比例")) or concepts_of(before) == {"growth"}:
            return before
    return rest


def _mark(core: str, word: str, soft: list[bool]) -> bool:
    """Mark every place of a word; tell whether there was one."""
    at = core.find(word)
    found = at >= 0
    while at >= 0:
        soft[at : at + len(word)] = [True] * len(word)
        at = core.find(word, at + len(word))
    return found


def _mark_all(core: str, by_first: dict[str, list[str]], marks: list[bool]) -> list[str]:
    """Mark every place of every word; return the words that there are."""
    found = []
    for at, char in enumerate(core):
        for word in by_first.get(char, ()):
            if core.startswith(word, at):
                marks[at : at + len(word)] = [True] * len(word)
                found.append(word)
    return found


def _runs(core: str, pieces: Sequence[str], soft: list[bool]) -> list[Run]:
    """Return the runs of the text, its pieces, with their marks."""
    found: list[Run] = []
    at = 0
    for run in pieces[:_MOST_RUNS]:
        at = core.index(run, at)
        found.append(Run(run, soft[at : at + len(run)]))
        at += len(run)
    return found
