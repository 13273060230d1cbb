"""Statistics of many places and periods as one line for each measure."""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import places
from jimo_cli.figures import period
from jimo_cli.output import console
from jimo_cli.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from jimo_cli.model import Fact

AT_ONCE = 500
"""How many facts are read before the first of them is drawn: few enough to take no time, enough to fit a table to."""

_MOST_AT_ONCE = 20 * AT_ONCE  # facts that belong to each other, or are few lines: a tenth of a second
_MANY = 10
"""More facts of one measure than these are one line."""

_PLACES = {"zh": "{} 个地区", "en": "{} places"}


class Shown(NamedTuple):
    """Facts to draw, by the id of each that stands for many over which places and periods these go, and as what line.

    There are no `more` behind the last ones.
    """

    facts: Sequence[Fact]
    more: bool
    ranges: Mapping[str, str]
    trends: Mapping[str, str]


def in_chunks(facts: Iterable[Fact]) -> Iterator[Shown]:
    """Yield the facts in chunks; what belongs to a figure is in the chunk of this."""
    chunk: list[Fact] = []
    for fact, is_root in _with_roots(facts):
        if len(chunk) >= AT_ONCE and (is_root or len(chunk) >= _MOST_AT_ONCE):
            yield Shown(chunk, more=True, ranges={}, trends={})
            chunk = []
        chunk.append(fact)
    yield Shown(chunk, more=False, ranges={}, trends={})


def condensed(facts: Iterable[Fact], lang: str) -> Iterator[Shown]:
    """Yield the facts in chunks, with one for each measure that has many: the latest of the widest place.

    A chunk goes on as long as its measures do, and with what belongs to their figures.
    """
    measures: dict[tuple[str | None, ...], _Measure] = {}
    lines = size = 0
    for at, (fact, is_root) in zip(count(), _with_roots(facts), strict=False):
        measure = fact.label, fact.label_en, fact.unit
        if is_root and measure not in measures and (lines >= AT_ONCE or size >= _MOST_AT_ONCE):
            yield _shown(measures.values(), lang, more=True)
            measures, lines, size = {}, 0, 0
        own = measures.setdefault(measure, _Measure())
        lines -= own.lines
        own.add(at, fact)
        lines += own.lines
        size += 1
    yield _shown(measures.values(), lang, more=False)


def _with_roots(facts: Iterable[Fact]) -> Iterator[tuple[Fact, bool]]:
    """Yield facts, each with whether it belongs to none of those right above."""
    above: list[str] = []
    for fact in facts:
        while above and above[-1] != fact.of:
            above.pop()
        yield fact, not above
        above.append(fact.id)


class _Measure:
    """The facts of a measure with their places in the order of all; of many only what their one line says."""

    def __init__(self) -> None:
        self.few: list[tuple[int, Fact]] = []
        self.size = 0
        self.latest: dict[str | None, Fact] = {}
        self.periods: set[str] = set()
        self._widest: Fact | None = None
        self._over_time: dict[str | None, Decimal] = {}

    def add(self, at: int, fact: Fact) -> None:
        self.size += 1
        if self.size <= _MANY:
            self.few.append((at, fact))
        self._add_to_widest(fact)
        before = self.latest.get(fact.reference_area)
        if before is None or _end(fact.time_period) > _end(before.time_period):
            self.latest[fact.reference_area] = fact
        if fact.time_period:
            self.periods.add(fact.time_period)

    def _add_to_widest(self, fact: Fact) -> None:
        """Keep the figures of the widest place alone: of the first of these, if several are as wide."""
        if self._widest is None or (fact.reference_area not in self.latest and _depth(fact) < _depth(self._widest)):
            self._widest, self._over_time = fact, {}
        if fact.reference_area == self._widest.reference_area and fact.value is not None:
            self._over_time.setdefault(fact.time_period, fact.value)

    @property
    def is_one_line(self) -> bool:
        return self.size > _MANY

    @property
    def lines(self) -> int:
        return 1 if self.is_one_line else self.size

    def shown(self) -> list[tuple[int, Fact]]:
        if not self.is_one_line:
            return self.few
        widest = min(self.latest.values(), key=_depth)
        return [(self.few[0][0], widest)]

    def range(self, lang: str) -> str:
        stated = sorted(self.periods, key=lambda text: period.Period.parse(text).start)
        parts = [_PLACES[lang].format(len(self.latest))] if len(self.latest) > 1 else []
        if len(stated) > 1:
            parts.append(f"{stated[0]}–{stated[-1]}")
        return " · ".join(parts)

    def trend(self) -> str:
        """The figures of the widest place as a line, where each period follows another; empty where they make none."""
        from jimo_cli.charts.spark import follow_each_other, sparkline  # noqa: PLC0415  # few tables have any

        is_line = console.speaks_unicode() and follow_each_other(self._over_time)
        return sparkline(self._over_time, self._over_time) if is_line else ""


def _shown(measures: Iterable[_Measure], lang: str, *, more: bool) -> Shown:
    facts: list[tuple[int, Fact]] = []
    ranges: dict[str, str] = {}
    trends: dict[str, str] = {}
    for measure in measures:
        shown = measure.shown()
        facts += shown
        if measure.is_one_line:
            stands_for_all = shown[0][1].id
            ranges[stands_for_all], trends[stands_for_all] = measure.range(lang), measure.trend()
    facts.sort(key=lambda placed: placed[0])
    return Shown([fact for _, fact in facts], more, ranges, trends)


def _depth(fact: Fact) -> int:
    """In how many places the place of a fact lies."""
    return places.depth(fold(fact.reference_area or ""))


@lru_cache(maxsize=1000)
def _end(time_period: str | None) -> str:
    return period.Period.parse(time_period).until.isoformat() if time_period else ""
