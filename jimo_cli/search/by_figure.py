"""Facts found by their figure."""

from __future__ import annotations

from decimal import Decimal

from jimo_cli.figures.decimals import shifted
from jimo_cli.figures.numerals import MAGNITUDES
from jimo_cli.figures.typed import parse as parse_typed
from jimo_cli.figures.units import COUNTING, split_unit
from jimo_cli.search.match import ANSWER, Match
from jimo_cli.text.concepts import directions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.figures.typed import Figure
    from jimo_cli.search.query import Query
    from jimo_cli.store.interface import Ends, NameIndex

    _Stated = tuple[str, bool, Ends]
    """The unit of a fact with the number of a figure, whether that is negative, and the fact's figure."""

_POWERS_WRITTEN = tuple(dict.fromkeys((0, *MAGNITUDES.values())))
_LEAST_DIGITS, _ROUNDED = 2, 90.0


def figure(index: NameIndex, query: Query, limit: int) -> list[Match]:
    """Return the facts with this figure, if the query is one, else those that round to it."""
    found, how = facts_with_figure(index, query.core), "value"
    if not found:
        found, how = facts_rounding_to(index, query.core), "value/rounded"
    by_id = {names.label_id: names for names in index.of_ids({label for _, label, _ in found})}
    return [Match(by_id[label], score, how, ANSWER, position) for position, label, score in found][:limit]


def facts_with_figure(index: NameIndex, folded: str, *, is_rise: bool = False) -> list[tuple[int, int, float]]:
    """Return position, label id and score (0 to 100) of the facts that have the figure, best first.

    Each way in which a fact departs from what was typed takes one off its score.

    A number without magnitude is compared with the numbers as they are printed: 345
    is 345亿元 as well as 345家; then with the whole number. A unit has to be the
    fact's own; one counting word may stand for another of its kind with a lower score.
    Both ends of a range have to be the fact's; one figure may be either end of a range.
    A fall of 13.5 % is found as 13.5 %, but not as a rise: what the text itself says, or `is_rise`.
    """
    typed = parse_typed(folded, {split_unit(unit)[1] for unit in index.units})
    if typed is None:
        return []
    best: dict[int, tuple[int, int]] = {}
    is_bare = typed.magnitude is None and not typed.unit
    for power in _POWERS_WRITTEN if is_bare else (typed.magnitude or 0,):
        departures: dict[_Stated, int | None] = {}  # thousands of facts state the same
        for position, label, stated in _valued(index, typed, power):
            if stated not in departures:
                departures[stated] = None if is_rise and stated[1] else _departures(typed, stated, power)
            found = departures[stated]
            if found is None or found >= best.get(position, (1000, 0))[0]:
                continue
            if not typed.direction or _goes(index, label, typed, negative=stated[1]):
                best[position] = found, label
    ranked = [(position, label, 100.0 - count) for position, (count, label) in best.items()]
    return sorted(ranked, key=lambda hit: (-hit[2], hit[1], hit[0]))


def facts_rounding_to(index: NameIndex, folded: str) -> list[tuple[int, int, float]]:
    """Return position, label id and score of the facts whose figure is the one that was typed at the digits given.

    47万亿 is what 471495亿元 rounds to. Two digits that count at least, with a magnitude or a point, and no range,
    bound or direction: anything else is met by chance, or tells more. The nearest come first.
    """
    typed = parse_typed(folded, {split_unit(unit)[1] for unit in index.units})
    if typed is None or typed.high is not None or typed.bound or typed.direction:
        return []
    last = typed.low.as_tuple().exponent
    if (
        not isinstance(last, int)
        or len(typed.low.as_tuple().digits) < _LEAST_DIGITS
        or (last == 0 and not typed.magnitude)
    ):
        return []
    power = typed.magnitude or 0
    asked, half = shifted(typed.low, power), shifted(Decimal(5), last - 1 + power)
    units = [unit for unit in index.units if _unit_departures(typed, power, unit) is not None]
    near: list[tuple[Decimal, int, int]] = []
    found = index.facts_valued(float(asked - half), float(asked + half), units)
    figures = index.figures([position for position, *_ in found])
    for position, label, unit in found:
        low, high, qualifier = figures[position]
        own = shifted(Decimal(low or 0), split_unit(unit)[0])
        if high is None and qualifier in {None, "exact"} and abs(own - asked) <= half:
            near.append((abs(own - asked), label, position))
    return [(position, label, _ROUNDED) for _, label, position in sorted(near)]


def _valued(index: NameIndex, typed: Figure, power: int) -> Iterator[tuple[int, int, _Stated]]:
    """Yield position, label id and what is stated of the facts with the number of a figure."""
    units = [unit for unit in index.units if _unit_departures(typed, power, unit) is not None]
    for sign in (1, -1):
        number = sign * float(shifted(typed.low.copy_abs(), power))
        found = index.facts_valued(number, number, units)
        figures = index.figures([position for position, *_ in found])
        for position, label, unit in found:
            yield position, label, (unit, sign < 0, figures[position])


def _departures(typed: Figure, stated: _Stated, power: int) -> int | None:
    """In how many ways a fact with the number departs from what was typed, None where it is another figure."""
    unit, negative, (*ends, qualifier) = stated
    if not _is_same(typed, power, ends, unit):
        return None
    if typed.bound == "under" and qualifier not in {None, "under"}:
        return None
    if typed.bound == "over" and qualifier == "under":
        return None
    hedged_otherwise = qualifier not in {None, typed.bound} if typed.bound else False
    one_end = not typed.bound and typed.high is None and qualifier == "range"
    return negative + (_unit_departures(typed, power, unit) or 0) + hedged_otherwise + one_end


def _is_same(typed: Figure, power: int, ends: Sequence[str | None], unit: str) -> bool:
    """Tell whether the ends of a fact's figure are those that were typed, to the last digit, or those of a fall.

    The numbers of an index are rounded: 9007199254740992 and 9007199254740993 are one there.
    """
    own_power, _ = split_unit(unit)
    own = [shifted(Decimal(end), own_power) for end in ends if end is not None]
    low = shifted(typed.low, power)
    if typed.high is None:
        return low.copy_abs() in [end.copy_abs() for end in own]
    asked = sorted((low, shifted(typed.high, power)))
    return own in (asked, [end.copy_negate() for end in reversed(asked)])


def _goes(index: NameIndex, label: int, typed: Figure, *, negative: bool) -> bool:
    """Tell whether a fact goes the way that was typed.

    What is counted may have increased to its figure without saying so; a percentage may not.
    """
    if negative:
        return typed.direction < 0
    spoken = set().union(*(directions_of(form.folded) for names in index.of_ids((label,)) for form in names.forms))
    if typed.direction < 0:
        return "down" in spoken
    return "up" in spoken or (not spoken and typed.unit != "%")


def _unit_departures(typed: Figure, power: int, unit: str) -> int | None:
    """In how many ways a fact's unit departs from the one that was typed, None where it is another unit."""
    own_power, own = split_unit(unit)
    if not typed.unit:
        if typed.magnitude is not None or own_power == power:
            return 0
        return 1 if power == 0 else None
    if typed.unit == own:
        return 0
    if typed.unit in COUNTING and COUNTING[typed.unit] == COUNTING.get(own):
        return 1 if typed.unit in own or own in typed.unit else 2
    return None
