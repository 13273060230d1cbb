"""Facts found by their figure."""

from __future__ import annotations

from decimal import Decimal

from jimo_cli.figures import typed
from jimo_cli.figures.numerals import MAGNITUDES
from jimo_cli.figures.units import COUNTING, split_unit
from jimo_cli.search.by_likeness import by_likeness
from jimo_cli.search.by_name import bared, exact, is_about, opposed
from jimo_cli.search.by_pieces import cover
from jimo_cli.search.match import ANSWER, Match
from jimo_cli.search.query import Query
from jimo_cli.search.weights import ENOUGH, PIECES
from jimo_cli.store.terms import name_tokens
from jimo_cli.text.concepts import directions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from jimo_cli.figures.typed import Figure
    from jimo_cli.store.interface import NameIndex

    _Valued = tuple[int, int, str, int]


_AS_WRITTEN = tuple(dict.fromkeys((0, *MAGNITUDES.values())))

_TOLERANCE = 1e-12
_ONE_END = 0.95


def find(index: NameIndex, folded: str) -> list[tuple[int, int, float]]:
    """Return row, label and score of the facts that have the figure, best first.

    A number without magnitude is held against the numbers as they are printed: 345
    is 345亿元 as well as 345家; then against the whole number. A unit has to be the
    fact's own; one counting word may stand for another of its kind with a lower score.
    Both ends of a range have to be the fact's; one figure may be either end of a range.
    A fall of 13.5 % is found as 13.5 %, but not as a rise.
    """
    figure = typed.parse(folded)
    if figure is None:
        return []
    found: dict[int, tuple[int, float]] = {}
    bare = figure.magnitude is None and not figure.unit
    powers = _AS_WRITTEN if bare else (figure.magnitude or 0,)
    for power in powers:
        for row, label, unit, sign in _valued(index, figure, power):
            score = (100.0 if sign > 0 else 97.0) * _unit_worth(figure, power, unit)
            if score > found.get(row, (0, 0.0))[1]:
                score *= _agreement(index, figure, (row, label, unit, sign), power)
            if score > found.get(row, (0, 0.0))[1]:
                found[row] = (label, score)
    ranked = [(row, label, round(score, 1)) for row, (label, score) in found.items()]
    return sorted(ranked, key=lambda hit: (-hit[2], hit[1], hit[0]))


def _valued(index: NameIndex, figure: Figure, power: int) -> Iterator[_Valued]:
    """Yield row, label, unit and sign of the facts with the number of a figure."""
    units = [unit for unit in index.units if _unit_worth(figure, power, unit)]
    for sign in (1, -1):
        number = float((abs(figure.low) * sign).scaleb(power))
        spread = abs(number) * _TOLERANCE
        for row, label, unit in index.facts_valued(number - spread, number + spread, units):
            yield row, label, unit, sign


def _agreement(index: NameIndex, figure: Figure, fact: _Valued, power: int) -> float:
    """Return how far a fact with the number agrees in its other end, its bound and its direction, 0 to 1."""
    row, label, unit, sign = fact
    if figure.high is not None and not _ends_there(figure.high.scaleb(power), index.value_max(row), unit):
        return 0.0
    if figure.direction and not _goes(index, label, figure, sign):
        return 0.0
    qualifier = index.qualifier(row)
    if figure.bound:
        return _bound_agrees(figure.bound, qualifier)
    return _ONE_END if figure.high is None and qualifier == "range" else 1.0


def _bound_agrees(bound: str, qualifier: str | None) -> float:
    """Return how far a fact with this qualifier is over or under its figure, 0 to 1."""
    if qualifier in {None, bound}:
        return 1.0
    return 0.95 if bound == "over" and qualifier != "under" else 0.0


def _ends_there(high: Decimal, end: str | None, unit: str) -> bool:
    """Tell whether the upper end of a fact's range is the one that was typed."""
    return end is not None and Decimal(end).scaleb(split_unit(unit)[0]) == high


def _goes(index: NameIndex, label: int, figure: Figure, sign: int) -> bool:
    """Tell whether a fact with a number of that sign goes the way that was typed.

    What is counted may have increased to its figure without saying so; a percentage may not.
    """
    if sign < 0:
        return figure.direction < 0
    spoken = set().union(*(directions_of(form.folded) for one in index.of_ids((label,)) for form in one.forms))
    if figure.direction < 0:
        return "down" in spoken
    return "up" in spoken or (not spoken and figure.unit != "%")


def _unit_worth(figure: Figure, power: int, unit: str) -> float:
    """Return how far a fact's unit is the one that was typed, 0 to 1."""
    own_power, own = split_unit(unit)
    if not figure.unit:
        if figure.magnitude is not None or own_power == power:
            return 0.98
        return 0.96 if power == 0 else 0.0
    if figure.unit == own:
        return 1.0
    if figure.unit in COUNTING and COUNTING[figure.unit] == COUNTING.get(own):
        return 0.9 if figure.unit in own or own in figure.unit else 0.85
    return 0.0


def by_figure(index: NameIndex, asked: Query) -> list[Match]:
    """Return the facts with this figure, if the query is one."""
    rows = find(index, asked.core)
    by_id = {names.label_id: names for names in index.of_ids({label for _, label, _ in rows})}
    return [Match(by_id[label], score, "value", ANSWER, fact) for fact, label, score in rows]


def by_figure_and_name(index: NameIndex, asked: Query) -> list[Match]:
    """Return the labels that a query names and whose figure it tells: 112家高端创新平台."""
    figure, rest = typed.cut_out(_cut_times(asked))
    facts = {label: fact for fact, label, _ in reversed(find(index, figure))} if rest else {}
    if not facts:
        return []
    name = Query(rest, index.areas)
    if not name.runs:
        return []
    found = exact(index, name) or bared(index, name) or by_likeness(index, name, ENOUGH)
    hits = [hit for hit in found if hit.label_id in facts and hit.decision == ANSWER] or _parts(index, name, facts)
    for hit in hits:
        hit.fact = facts[hit.label_id]
    return hits


def _cut_times(asked: Query) -> str:
    """Return the query without the times that it names."""
    cut = [any(start <= at < end for start, end in asked.times) for at in range(len(asked.core))]
    return "".join(" " if mark else char for char, mark in zip(asked.core, cut, strict=True))


def _parts(index: NameIndex, name: Query, facts: Collection[int]) -> list[Match]:
    """Return those of some labels whose names share what was typed: the figure tells which is meant."""
    tokens = name.tokens()
    hits = []
    for names in index.of_ids(facts):
        if name.concepts - names.concepts or opposed(names, name) or not is_about(index, names, name.area):
            continue
        if cover(tokens, [name_tokens(form.folded) for form in names.forms]):
            hits.append(Match(names, 100 * PIECES, "label/part", ANSWER))
    return hits
