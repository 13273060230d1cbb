"""Checks of figures against each other, each within the rounding in which it is printed.

A contradiction is reported only if no numbers within the intervals of the figures explain it. Figures
hedged both ways, rates that may be in other prices and ambiguous names are skipped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from jimo_cli import text
from jimo_cli.errors import listed
from jimo_cli.figures.amount import Interval, interval, stated_amount
from jimo_cli.figures.period import earlier as earlier_period
from jimo_cli.measures import SAME, ids_of
from jimo_cli.model import Aspect, Kind, Problem
from jimo_cli.packs import rules
from jimo_cli.text.names import name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jimo_cli.model import Fact

    Named = dict[tuple[object, ...], list[Fact]]
    """Statistics by name, period, place, aspect and unit: figures that differ in one are not compared."""


_HUNDRED = 100
_BY_PERIOD = ("环比", "month-on-month", "quarter-on-quarter", "month on month", "quarter on quarter")
_YEAR_BEFORE = re.compile(r"[比较](?:上年|去年|上一年)|over the (?:year before|previous year)")
_OTHER_SPAN = re.compile(
    r"年均|平均|累计|近[0-9一二两三四五六七八九十几]+年|(?<![同环])[比较]|average|annual|cumulative|since|last|past|over"
)
_OTHER_RATE = re.compile(
    r"实际|可比|不变价|季节|口径|目标|预期|预计|计划|力争|名义|拉动|贡献|real|constant|comparable|adjusted|target|forecast"
)
# Value added is printed with the growth of its volume, retail sales and investment with that on a revised base.
_IN_VOLUME = re.compile(r"生产总值|增加值|零售|投资|gdp|gross [a-z]* ?product|value added|retail|investment")
_GROWTH_WORD = re.compile(
    r"同比|环比|[比较]上年|[比较]去年|净?增长率?|增速|增幅|净?增加|提高|上升|下降|减少|降幅|变化|率|的|growth|rate|of|change|\s+"
)
# Only the first 占 of a line: what follows a later one follows that too, and each is searched to the end.
_SHARE_OF_ZH = re.compile(r"^[^占\n]*+占(?P<whole>.+?)的?(?:比重|比例|份额|百分比|比)", re.MULTILINE)
_SHARE_OF_EN = re.compile(r"\bshare (?:of|in) (?:the )?(?P<whole>.+)", re.IGNORECASE)
_PART_AND_WHOLE = re.compile(r"(?P<part>[^占\n]+)占(?P<whole>[^占\n]+?)的?(?:比重|比例|份额|百分比|比)")
_PLACE = re.compile(r".*[区县市省州国镇]|全球|世界|city|district|province|country|nation|world", re.IGNORECASE)
_NO_NAME = re.compile(r"[同其本该]|总[数量额计体]|全部|total|all|same|its|whole", re.IGNORECASE)
# A whole that is the same for every part; 全国总量, 行业 or 市场 is another for each.
_ONE_WHOLE = re.compile(r"(?i:gdp)|生产总值|增加值|财政|总人口|常住人口|户籍人口|用电量|用水量|能耗|税收")
_NO_PART = re.compile(r"相当|依存度|比例$|equivalent|ratio", re.IGNORECASE)


def check(facts: Sequence[Fact]) -> Iterator[Problem]:
    """Yield the contradictions between the figures of facts that could be read, without their places."""
    statistics = [fact for fact in facts if fact.kind is Kind.STATISTIC]
    by_id = {fact.id: fact for fact in statistics}
    named: Named = defaultdict(list)
    for fact in statistics:
        for own_name in {name(fact.label), *map(name, fact.aliases)}:
            named[own_name, *_about(fact)].append(fact)
    for fact in statistics:
        yield from share_out_of_range(fact)
        yield from parts_of(fact, named)
        if fact.of in by_id:
            yield from growth_of(fact, by_id[fact.of], named)
            yield from of_whole(fact, by_id[fact.of], named)
    yield from bases(statistics, by_id, named)


def _at_value(fact_id: str, message: str, hint: str, code: str) -> Problem:
    return Problem("", None, message, hint, code, fact_id=fact_id, key="value")


def _about(fact: Fact) -> tuple[object, ...]:
    """Period, place, aspect and unit, which figures that are compared have in common."""
    return fact.time_period, fact.reference_area, fact.aspect, _unit(fact)


def _only(named: Named, its_name: str, like: Fact) -> Fact | None:
    """The only other statistic of that name with the period, place, aspect and unit of `like`, else None."""
    found = [*islice((fact for fact in named.get((its_name, *_about(like)), ()) if fact.id != like.id), 2)]
    return found[0] if len(found) == 1 else None


def _unit(fact: Fact) -> str:
    stated = stated_amount(fact)
    return stated.unit if stated else ""


def share_out_of_range(fact: Fact) -> Iterator[Problem]:
    """Yield a problem for a share in percent that is below 0 or above 100."""
    found = interval(fact)
    if fact.aspect is not Aspect.SHARE or _unit(fact) != "%" or found is None or _NO_PART.search(_labels(fact)):
        return
    if found.above(Interval(None, Fraction(_HUNDRED))) or Interval(Fraction(0), None).above(found):
        message = f"a share of {stated_amount(fact)}: a part is between 0 and 100 % of its whole"
        hint = 'correct the figure, or set aspect = "growth"'
        yield _at_value(fact.id, message, hint, rules.SHARE_RANGE)


def _labels(fact: Fact) -> str:
    return text.fold(f"{fact.label} {fact.label_en or ''}")


def parts_of(fact: Fact, named: Named) -> Iterator[Problem]:
    """Yield a problem where the statistics that a statistic names as its parts do not sum to it."""
    found = [part for part_name in fact.parts if (part := _only(named, name(part_name), fact))]
    whole = interval(fact) if found else None
    intervals = [of_part for part in found if (of_part := interval(part))]
    if whole is None or len(intervals) < len(found):
        return
    total = _sum(intervals)
    all_there = len(found) == len(fact.parts)
    too_much = total.above(whole) and all(part.low is not None and part.low >= 0 for part in intervals)
    if too_much or (all_there and not total.meets(whole)):
        summed = listed([part.id for part in found])
        message = f"its parts sum to {total.shown(fact)} ({summed}), not {stated_amount(fact)}"
        yield _at_value(fact.id, message, "check which figure is wrong", rules.PARTS)


def growth_of(rate: Fact, now: Fact, named: Named) -> Iterator[Problem]:
    """Yield a problem where a growth rate contradicts the figure it belongs to and the one a period before."""
    before = _before(rate)
    if rate.aspect is not Aspect.GROWTH or before is None or now.time_period != rate.time_period:
        return
    if not _is_of_just_that(rate, now):
        return
    earlier = _only(named, name(now.label), now._replace(time_period=before))
    found, new, old = interval(rate), interval(now), interval(earlier) if earlier else None
    if found is None or new is None or old is None or earlier is None:
        return
    grown = _growth(_unit(rate), _unit(now), new, old)
    if grown is not None and not grown.meets(found):
        since = f"from {stated_amount(earlier)} in {before} to {stated_amount(now)} in {now.time_period}"
        hint = f"check which is wrong: this, {earlier.id} or {now.id}"
        yield _at_value(rate.id, f"{since} is {grown.shown(rate)}, not {stated_amount(rate)}", hint, rules.GROWTH)


def _is_of_just_that(rate: Fact, now: Fact) -> bool:
    """Whether a rate is of the figure as printed: not of another thing, in other prices, or a plan."""
    labels = _labels(rate) + text.fold(f"{rate.description or ''} {rate.description_en or ''} {now.description or ''}")
    in_money = _unit(now).endswith("元")
    if _OTHER_RATE.search(labels) or (in_money and _IN_VOLUME.search(_labels(now))):
        return False
    rest = text.fold(rate.label).replace(text.fold(now.label), "")
    return not _GROWTH_WORD.sub("", rest)


def _growth(unit: str, of_unit: str, new: Interval, old: Interval) -> Interval | None:
    """The growth in a unit: a rate in percent, or a difference in percentage points or in the unit of both."""
    if unit == "%" != of_unit:
        ratio = _divided(new, old)
        return ratio and Interval(*(None if end is None else (end - 1) * _HUNDRED for end in ratio))
    if unit == of_unit != "%" or (unit == "个百分点" and of_unit == "%"):
        return _sum([new, Interval(_negative(old.high), _negative(old.low))])
    return None


def _before(rate: Fact) -> str | None:
    """The period that a growth rate is compared with, None where that is not certain."""
    stated, labels = rate.time_period or "", _labels(rate)
    if any(year != stated[:4] for year in re.findall(r"\d{4}", labels)):
        return None
    if any(word in labels for word in _BY_PERIOD):
        return earlier_period(stated, parts=1)
    return None if _OTHER_SPAN.search(_YEAR_BEFORE.sub("", labels)) else earlier_period(stated, years=1)


def bases(statistics: Iterable[Fact], by_id: dict[str, Fact], named: Named) -> Iterator[Problem]:
    """Yield a problem for each share whose whole contradicts the fact that states it, or an earlier share of it."""
    first: dict[tuple[object, ...], tuple[Fact, Interval]] = {}
    for share in statistics:
        part = by_id.get(share.of or "")
        base = _base(share, part) if part else None
        if part is None or base is None:
            continue
        for its_name, is_unique in _names_of_whole(share, part):
            about = its_name, _unit(part), share.time_period, share.reference_area
            whole = _only(named, its_name, part)
            known = (whole, interval(whole)) if whole else first.get(about, (share, base))
            if is_unique:
                first.setdefault(about, (share, base))
            if known[1] and not base.meets(known[1]):
                message = f"if {stated_amount(part)} is {stated_amount(share)}, the whole is {base.shown(part)}; "
                message += f"according to {known[0].id} it is {known[1].shown(part)}"
                yield _at_value(share.id, message, "check which figure is wrong", rules.BASES)
                break


def _base(share: Fact, part: Fact) -> Interval | None:
    """The whole that a figure and its share in percent give."""
    of_hundred, of_part = interval(share), interval(part)
    if share.aspect is not Aspect.SHARE or _unit(share) != "%" or share.time_period != part.time_period:
        return None
    if of_hundred is None or of_part is None:
        return None
    times = _divided(of_part, of_hundred)
    return times and Interval(*(None if end is None else end * _HUNDRED for end in times))


def _names_of_whole(share: Fact, part: Fact) -> list[tuple[str, bool]]:
    """The names of the whole in the labels of a share, each with whether it is the same for every share.

    A place alone means the same thing of that place. The name of the part is not that of the whole.
    """
    names = []
    for pattern, label, thing in (
        (_SHARE_OF_ZH, share.label, part.label),
        (_SHARE_OF_EN, share.label_en or "", part.label_en or ""),
    ):
        found = pattern.search(label)
        if found and not _NO_NAME.match(found["whole"]) and name(found["whole"]) != name(thing):
            of_place = f" {thing}" if _PLACE.fullmatch(found["whole"]) else ""
            names.append((name(found["whole"] + of_place), bool(_ONE_WHOLE.search(found["whole"]))))
    return names


def of_whole(share: Fact, linked: Fact, named: Named) -> Iterator[Problem]:
    """Yield a problem for a share that is linked to the whole that it is a share of, not to the part."""
    found = _PART_AND_WHOLE.match(share.label)
    if share.aspect is not Aspect.SHARE or not found or _is_named(linked, found["part"]):
        return
    part = _only(named, name(found["part"]), linked)
    if _is_named(linked, found["whole"]) or (part and _is_part(part, linked, share)):
        hint = f'set of = "{part.id}"' if part else f"name the fact of {found['part']} there, or remove `of`"
        message = f"a share of {linked.id} is linked to it, not to the part"
        yield Problem("", None, message, hint, rules.OF_WHOLE, fact_id=share.id, key="of")


def _is_named(fact: Fact, thing: str) -> bool:
    """Whether a fact has a name, or another name of the same measure."""
    names = {name(own) for own in (fact.label, *fact.aliases)}
    meant = {one for own in (fact.label, *fact.aliases) for one, way in ids_of(text.fold(own)) if way == SAME}
    return name(thing) in names or any(one in meant for one, _ in ids_of(text.fold(thing)))


def _is_part(part: Fact, whole: Fact, share: Fact) -> bool:
    """Whether a figure divided by another is a share in percent."""
    one, other, found = interval(part), interval(whole), interval(share)
    ratio = _divided(one, other) if one and other else None
    if ratio is None or found is None or _unit(share) != "%":
        return False
    return Interval(*(None if end is None else end * _HUNDRED for end in ratio)).meets(found)


def _sum(intervals: Iterable[Interval]) -> Interval:
    lows, highs = zip(*intervals, strict=True)
    return Interval(None if None in lows else sum(lows), None if None in highs else sum(highs))


def _negative(end: Fraction | None) -> Fraction | None:
    return None if end is None else -end


def _divided(one: Interval, other: Interval) -> Interval | None:
    """The quotient of two intervals, None unless both are positive."""
    if one.low is None or one.low <= 0 or other.low is None or other.low <= 0:
        return None
    return Interval(
        None if other.high is None else one.low / other.high, None if one.high is None else one.high / other.low
    )
