"""What a figure says of its measure, in which direction, against what, and whether it has happened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.claims.claim import Sort
from jimo_cli.claims.phrases import MOVES, SHARE

if TYPE_CHECKING:
    from jimo_cli.claims.figures import Figure
    from jimo_cli.claims.sentences import Sentence, Spot

_TO = re.compile("(?:增|升|降|提高|增加|增长|上升|下降|减少|发展|扩大|回落|提升|缩短|压缩)(?:到|至|为)[了约]?\\s*$")
_RATE = re.compile("增速|增幅|涨幅|降幅|增长率")
_GROWS_BEHIND = re.compile(
    r"(?:\s?(?:[、,]|和|及|以及|与)\s?[0-9.]+%){0,9}的(?:同比)?(?:正|高速|快速|较快|两位数)?"
    "(?:增长(?![点极率])|增速|增幅|涨幅|(?P<fall>降幅|跌幅|下降))"
)
"""Behind a rate, or the last of several: 分别实现13.1%、32.8%的增长."""

_RATE_COMES_TO = re.compile("(?:增速|增幅|涨幅|增长率)[^,。;]{0,8}(?:[升降落缩缓快高大]|收窄)(?:到|至|为)[了约]?\\s*$")
_BY = re.compile("(?:增加|增长|增产|减产|减少|提高|提升|上升|下降|净增|缩短|延长|降低|高出|多|少|回落)了?约?近?\\s*$")
_RANK = re.compile("第$|[居列排]$|至$")
_LEADS = re.compile("(?:[了约率仅达到为近超过的]|速度?|幅度?|高达|同比|环比|\\s|-)*")
"""What may stand between a verb and its rate; 面 in 增长面 makes another measure of it."""

_BASES = {
    "year_on_year": re.compile(
        "同比|[比较](?:上年|去年)(?!末)|year[- ]on[- ]year|year[- ]over[- ]year|than a year earlier"
        "|over the previous year|from a year"
    ),
    "period_on_period": re.compile("环比|[比较]上(?:月|季)|month[- ]on[- ]month|quarter[- ]on[- ]quarter"),
    "since_year_end": re.compile("[比较](?:上?年[末初底]|年初)"),
    "annual_average": re.compile("年均|annual average|per year on average"),
}
_TARGET = re.compile(
    "(?P<target>力争|争取|希望|确保|目标|预期(?!寿命)|力图|不低于目标)|(?P<plan>计划(?!生育)|拟(?!态|合|定于)|规划|将(?!近|军)|(?<![0-9年])到(?:20[0-9]{2})年(?!底?[,，]?已|的))"
    "|(?P<forecast>预计|有望)|(?P<condition>如果|若(?!干)|假如|倘若|不是|并非|没有达到)|(?P<aside>不含|不包括|剔除)"
    r"|(?<![a-z])(?:(?P<target_en>target\w*|aims?|goal)|(?P<plan_en>plan(?:s|ned)|will|intends?)|(?P<forecast_en>expected|forecast\w*|projected)|(?P<condition_en>if|not(?![^()]*\)))|(?P<aside_en>excluding))(?![a-z])"
)
_TIMES_BEFORE = re.compile("倍(?:就|便)?(?:是|为|即|合|等于|,即)约?$|(?<![a-z])times [a-z ,]{0,6}$")
_FROM_BEFORE = re.compile("[由从](?:每人每[年月]|人均|原来的?)?$")
_CAME_TO = re.compile("(?:[^,。;0-9]{0,6})?(?:到|至|为|成)")
_AGAINST_TARGET = re.compile("[比较于](?:年度|全年)?(?:预期|目标)")
_SHARE_OF_TARGET = re.compile("(?:目标|预期|计划)+(?:任务|值|数|任务数)?的约?(?=[0-9])")
"""完成全年目标任务的56.4% has happened."""

_TARGET_BEHIND = re.compile("的?[^,。;]{0,2}(?:预期|目标)")


class Aspect(NamedTuple):
    """What a figure says of its measure, and its direction: -1 for a fall, 1 for a rise, 0 for neither."""

    sort: Sort
    direction: int = 0


def aspect_of(figure: Figure, gap: str, plain: str) -> Aspect:
    """Return what a figure of a normalized text says of its measure; `gap` stands between it and the one before."""
    move = last_match(MOVES, gap)
    direction = 0 if move is None else 1 if move.lastgroup == "rise" else -1
    unit = figure.amount.unit
    if figure.is_ordinal or (unit == "位" and (not direction or _RANK.search(gap[-4:]))):
        return Aspect(Sort.RANK)
    if "百分点" in figure.amount.full_unit or figure.amount.full_unit.startswith("percentage"):
        return Aspect(Sort.CHANGE, direction)
    if unit == "倍" and direction:
        return Aspect(Sort.GROWTH, direction)
    if unit in {"%", "‰"}:
        grows = _GROWS_BEHIND.match(plain, figure.end)
        return _grown(grows) if grows else _of_percent(figure, gap, move, direction)
    if (direction and not _TO.search(gap) and _BY.search(gap)) or gap.strip().startswith("净增"):
        return Aspect(Sort.CHANGE, direction or 1)
    return Aspect(Sort.LEVEL)


def _grown(behind: re.Match[str]) -> Aspect:
    return Aspect(Sort.GROWTH, -1 if behind["fall"] else 1)


def _of_percent(figure: Figure, gap: str, move: re.Match[str] | None, direction: int) -> Aspect:
    share = last_match(SHARE, gap)
    if share and (_TO.search(gap) or not MOVES.search(gap[share.end() :].replace("比重", ""))):
        return Aspect(Sort.SHARE)
    if figure.amount.low < 0:
        return Aspect(Sort.GROWTH, -1)
    named = _RATE.search(gap)
    if _TO.search(gap) and not named:
        return Aspect(Sort.LEVEL)
    if named and _RATE_COMES_TO.search(gap):  # 增速回落到4.4%: the rate fell, and what it is of rose
        return Aspect(Sort.GROWTH)
    if named or (move and _LEADS.fullmatch(gap[move.end() :])):
        return Aspect(Sort.GROWTH, -1 if "降幅" in gap or direction < 0 else 1)
    return Aspect(Sort.LEVEL)


def last_match(pattern: re.Pattern[str], content: str) -> re.Match[str] | None:
    """Return the last match of a pattern in a text, None where it has none."""
    found = None
    for found in pattern.finditer(content):  # noqa: B007
        pass
    return found


def is_from_another_year(spot: Spot, period: str) -> bool:
    """Tell whether a rate is one from a year that is not the one before its period: 比2020年增长25% in 2024."""
    if spot.figure.amount.unit not in {"%", "‰", "倍"} or spot.aspect.sort is Sort.LEVEL:
        return False
    years = {
        int(mention.period[:4])
        for mention in spot.sentence.periods
        if mention.is_compared
        and mention.is_dated
        and spot.previous_end <= mention.start
        and mention.end <= spot.figure.start
        and mention.period[:4].isdecimal()
    }
    return bool(years) and period[:4].isdecimal() and int(period[:4]) - 1 not in years


def basis_of(content: str) -> str:
    """Return what a rate compares with by the words around it: `year_on_year` and its like; empty for nothing."""
    return next((basis for basis, pattern in _BASES.items() if pattern.search(content)), "")


_SEEN = re.compile("(?:从)?(同比|环比)(?:来)?看")


def basis_of_sentence(sentence: Sentence, end: int) -> str:
    """Return what the rates of a sentence compare with where it says so before the first: 从环比看, …; else empty."""
    seen = last_match(_SEEN, sentence.plain[sentence.start : end])
    return basis_of(seen[1]) if seen else ""


def status_of(spot: Spot, year: int | None) -> str:
    """Return the status of a figure as `Claim` has it; empty for what has happened.

    `year` is that which the document is about.
    """
    plain, start, figure, before = spot.sentence.plain, spot.sentence.start, spot.figure, spot.previous_end
    if _TARGET_BEHIND.match(plain, figure.end, spot.clause_end):
        return "target"
    if _TIMES_BEFORE.search(plain, max(start, figure.start - 6), figure.start) or (
        _FROM_BEFORE.search(plain, max(start, figure.start - 6), figure.start)
        and _CAME_TO.match(plain, figure.end, spot.sentence.end)
    ):
        return "aside"
    status = ""
    for found in _TARGET.finditer(plain, start, figure.start):
        kind = (found.lastgroup or "").removesuffix("_en")
        if _is_past(found, year) or _AGAINST_TARGET.search(plain, max(start, found.start() - 3), found.end()):
            continue
        if kind == "target" and found.start() - before in range(4) and found.start() >= before > start:
            continue  # 高于1100万人的预期目标，高出22.9%: it closes the figure before
        if kind in {"target", "plan"} and _SHARE_OF_TARGET.match(plain, found.start()):
            continue
        if kind == "plan" and status == "forecast":
            continue  # 预计产量将达到12万辆
        status = kind
    return status


def _is_past(found: re.Match[str], year: int | None) -> bool:
    """Tell whether 到2020年 is no plan, since the document is about that year or a later one."""
    return found[0].startswith("到") and year is not None and int(found[0][1:5]) <= year
