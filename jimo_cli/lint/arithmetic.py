"""What figures say about each other, each within the rounding in which it is printed.

A figure is taken as the interval of all numbers that print like it: 7.7 % is from 7.65 to 7.75,
50余所 from 50 up. Only what no choice within the intervals can explain is told; where a figure is
hedged both ways, or something has no number, nothing is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import figures, rules, text
from jimo_cli.checks import Misfit
from jimo_cli.lint.printed import printed, stated
from jimo_cli.model import Aspect, Kind, Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.model import Fact

_HUNDRED = 100
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?P<kind>[SQ]?)(?P<number>\d{1,2}))?", re.ASCII)
_IN_A_YEAR = {"S": 2, "Q": 4, "": 12}
_BY_PERIOD = ("环比", "month-on-month", "quarter-on-quarter", "month on month", "quarter on quarter")
_NO_YEAR_BEFORE = re.compile(r"年均|平均|累计|[近较]|(?<![同环])比|average|annual|cumulative|since|over")
_SHARE_OF_ZH = re.compile(r"占(?P<whole>.+?)的?(?:比重|比例|份额|百分比|比)")
_SHARE_OF_EN = re.compile(r"\bshare (?:of|in) (?:the )?(?P<whole>.+)", re.IGNORECASE)
_PLACE = re.compile(r".*[区县市省州国镇]|全球|世界|city|district|province|country|nation|world", re.IGNORECASE)
_NO_NAME = re.compile(r"[同其本该]|总[数量额计体]|全部|total|all|same|its|whole", re.IGNORECASE)


class Interval(NamedTuple):
    """The numbers that a figure may stand for, ends included; None is no end."""

    low: Fraction | None
    high: Fraction | None

    def meets(self, other: Interval) -> bool:
        """Whether a number lies in both."""
        return not (self.above(other) or other.above(self))

    def above(self, other: Interval) -> bool:
        """Whether every number here is larger than any there."""
        return self.low is not None and other.high is not None and self.low > other.high

    def shown(self, like: Fact) -> str:
        """Return both ends in the unit of a fact."""
        unit = like.unit or ""
        power = 10 ** figures.split_unit(unit)[0]
        low, high = ("" if end is None else f"{float(end / power):.6g}" for end in self)
        ends = f"{low} to {high}" if low and high else f"{'over' if low else 'under'} {low or high}"
        return f"{ends} {unit}".rstrip()


def check(facts: Sequence[Fact]) -> Iterator[Misfit]:
    """Yield what the figures of statistics that could be read rule out about each other."""
    statistics = [fact for fact in facts if fact.kind is Kind.STATISTIC]
    by_id = {fact.id: fact for fact in statistics}
    by_name: dict[str, list[Fact]] = defaultdict(list)
    for fact in statistics:
        for name in {_name(fact.label), *map(_name, fact.aliases)}:
            by_name[name].append(fact)
    for fact in statistics:
        yield from share_out_of_range(fact)
        yield from parts_of(fact, by_name)
        if fact.of in by_id:
            yield from growth_of(fact, by_id[fact.of], by_name)
    yield from bases(statistics, by_id, by_name)


def interval(fact: Fact) -> Interval | None:
    """Return the numbers that the figure of a fact may stand for, without magnitude; None where any may."""
    said = stated(fact)
    if said is None or said.qualifier is Qualifier.ABOUT:
        return None
    shown = printed(fact.as_written) if fact.as_written else None
    half = Fraction(shown.step if shown and abs(shown.low) == abs(said.low) else said.step) / 2
    low, high = Fraction(said.low), Fraction(said.low if said.high is None else said.high)
    return Interval(
        None if said.qualifier is Qualifier.UNDER else low if said.qualifier is Qualifier.OVER else low - half,
        None if said.qualifier is Qualifier.OVER else high if said.qualifier is Qualifier.UNDER else high + half,
    )


def _unit(fact: Fact) -> str:
    said = stated(fact)
    return said.unit if said else ""


def share_out_of_range(fact: Fact) -> Iterator[Misfit]:
    """Yield a misfit for a share in percent that no part can have of its whole."""
    found = interval(fact)
    if fact.aspect is not Aspect.SHARE or _unit(fact) != "%" or found is None:
        return
    if found.above(Interval(None, Fraction(_HUNDRED))) or Interval(Fraction(0), None).above(found):
        message = f"a share of {stated(fact)}: a part is between 0 and 100 % of its whole"
        hint = 'mend the figure, or say aspect = "growth"'
        yield Misfit(fact.id, message, hint, rules.SHARE_RANGE, "value")


def parts_of(fact: Fact, by_name: dict[str, list[Fact]]) -> Iterator[Misfit]:
    """Yield a misfit where the statistics that a statistic names as its parts do not come to it."""
    whole = interval(fact)
    found = [part for name in fact.parts if (part := _one(by_name.get(_name(name), ()), fact))]
    intervals = [each for part in found if (each := interval(part))]
    if whole is None or not found or len(intervals) < len(found):
        return
    total = _sum(intervals)
    all_there = len(found) == len(fact.parts)
    too_much = total.above(whole) and all(each.low is not None and each.low >= 0 for each in intervals)
    if too_much or (all_there and not total.meets(whole)):
        message = f"its parts come to {total.shown(fact)} ({', '.join(part.id for part in found)}), not {stated(fact)}"
        yield Misfit(fact.id, message, "look which of the figures is wrong", rules.PARTS, "value")


def growth_of(rate: Fact, now: Fact, by_name: dict[str, list[Fact]]) -> Iterator[Misfit]:
    """Yield a misfit where a growth rate is not that from the figure a period before to the one it belongs to."""
    before = _before(rate)
    if rate.aspect is not Aspect.GROWTH or before is None or now.time_period != rate.time_period:
        return
    earlier = _one(by_name.get(_name(now.label), ()), now._replace(time_period=before))
    found, new, old = interval(rate), interval(now), interval(earlier) if earlier else None
    if found is None or new is None or old is None or earlier is None:
        return
    grown = _growth(_unit(rate), _unit(now), new, old)
    if grown is not None and not grown.meets(found):
        since = f"from {stated(earlier)} in {before} to {stated(now)} in {now.time_period}"
        hint = f"look which is wrong: this, {earlier.id} or {now.id}"
        yield Misfit(rate.id, f"{since} is {grown.shown(rate)}, not {stated(rate)}", hint, rules.GROWTH, "value")


def _growth(unit: str, of_unit: str, new: Interval, old: Interval) -> Interval | None:
    """The growth in that unit: a rate in percent, or a difference in percentage points or in the unit itself."""
    if unit == "%" != of_unit:
        ratio = _divided(new, old)
        return ratio and Interval(*(None if end is None else (end - 1) * _HUNDRED for end in ratio))
    if unit == of_unit != "%" or (unit == "个百分点" and of_unit == "%"):
        return _sum([new, Interval(_negative(old.high), _negative(old.low))])
    return None


def _before(rate: Fact) -> str | None:
    """The period that a growth rate is reckoned from, None where it is not sure which one that is."""
    period = _PERIOD.fullmatch(rate.time_period or "")
    spoken = text.fold(f"{rate.label} {rate.label_en or ''}")
    if period is None or any(year != period["year"] for year in re.findall(r"\d{4}", spoken)):
        return None
    year, number = int(period["year"]), int(period["number"] or 1)
    if any(word in spoken for word in _BY_PERIOD):
        number -= 1
        if not number or period["number"] is None:
            year, number = year - 1, _IN_A_YEAR[period["kind"] or ""]
    elif _NO_YEAR_BEFORE.search(spoken):
        return None
    else:
        year -= 1
    width = len(period["number"] or "")
    return f"{year:04}" + (f"-{period['kind']}{number:0{width}}" if width else "")


def bases(statistics: Iterable[Fact], by_id: dict[str, Fact], by_name: dict[str, list[Fact]]) -> Iterator[Misfit]:
    """Yield a misfit for each share that gives another whole than the fact of it, or an earlier share of it."""
    first: dict[tuple[object, ...], tuple[Fact, Interval]] = {}
    for share in statistics:
        part = by_id.get(share.of or "")
        base = _base(share, part) if part else None
        if part is None or base is None:
            continue
        for name, only_this in _names_of_whole(share, part):
            about = name, _unit(part), share.time_period, share.reference_area
            whole = _one(by_name.get(name, ()), part)
            known = (whole, interval(whole)) if whole else first.get(about, (share, base))
            if only_this:
                first.setdefault(about, (share, base))
            if known[1] and not base.meets(known[1]):
                message = f"if {stated(part)} is {stated(share)}, the whole is {base.shown(part)}; "
                message += f"by {known[0].id} it is {known[1].shown(part)}"
                yield Misfit(share.id, message, "look which of the figures is wrong", rules.BASES, "value")
                break


def _base(share: Fact, part: Fact) -> Interval | None:
    """The whole that a figure and its share in percent make."""
    of_hundred, of_part = interval(share), interval(part)
    if share.aspect is not Aspect.SHARE or _unit(share) != "%" or share.time_period != part.time_period:
        return None
    if of_hundred is None or of_part is None:
        return None
    times = _divided(of_part, of_hundred)
    return times and Interval(*(None if end is None else end * _HUNDRED for end in times))


def _names_of_whole(share: Fact, part: Fact) -> list[tuple[str, bool]]:
    """What the labels of a share call the whole, each with whether every share that says so means the same.

    Where only a place is named it is the same thing there. In English a place looks like any name.
    """
    names = []
    for pattern, label, thing, only_this in (
        (_SHARE_OF_ZH, share.label, part.label, True),
        (_SHARE_OF_EN, share.label_en or "", part.label_en or "", False),
    ):
        found = pattern.search(label)
        if found and not _NO_NAME.match(found["whole"]):
            of_place = f" {thing}" if _PLACE.fullmatch(found["whole"]) else ""
            names.append((_name(found["whole"] + of_place), only_this))
    return names


def _one(named: Iterable[Fact], like: Fact) -> Fact | None:
    """The one statistic of a name with period, place, aspect and unit of another, None unless it is just one."""
    about = like.time_period, like.reference_area, like.aspect, _unit(like)
    found = [
        fact
        for fact in named
        if fact.id != like.id and about == (fact.time_period, fact.reference_area, fact.aspect, _unit(fact))
    ]
    return found[0] if len(found) == 1 else None


def _sum(intervals: Iterable[Interval]) -> Interval:
    lows, highs = zip(*intervals, strict=True)
    return Interval(None if None in lows else sum(lows), None if None in highs else sum(highs))


def _negative(end: Fraction | None) -> Fraction | None:
    return None if end is None else -end


def _divided(one: Interval, other: Interval) -> Interval | None:
    """The quotients of the numbers of two intervals, None unless both are of positive numbers."""
    if one.low is None or one.low <= 0 or other.low is None or other.low <= 0:
        return None
    return Interval(
        None if other.high is None else one.low / other.high, None if one.high is None else one.high / other.low
    )


def _name(word: str) -> str:
    return text.key(text.fold(word))
