"""The figures of running text with the words that hedge them, as exact amounts."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.figures import units
from jimo_cli.figures.amount import Amount, printed_amount
from jimo_cli.figures.edges import has_minus
from jimo_cli.figures.mentions import find_mentions
from jimo_cli.figures.numerals import MAGNITUDES, NUMERALS
from jimo_cli.model import Qualifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEDGE_BEFORE = re.compile(
    "(?:(?P<over>不低于|不少于|不小于|至少|超过了?|超出|超|逾|突破了?|高于|多于|大于|刚刚?过|上(?=[百千万])"
    "|(?<![a-z])(?:(?:no|not) less than|(?:no|not) fewer than|more than|greater than|at least|over|above"
    "|exceed(?:s|ed|ing)))"
    "|(?P<under>不超过|不足|不到|未到|低于|少于|小于"
    "|(?<![a-z])(?:(?:no|not) more than|less than|fewer than|at most|up to|under|below))"
    "|(?P<about>将近|接近|逼近|近|大约|大概|约为|约"
    "|(?<![a-z])(?:nearly|almost|close to|about|around|approximately|roughly|some)))"
    r"\s?(?:the\s)?$",
    re.IGNORECASE,
)
_SIGNS = "|".join(
    rf"(?<![a-z]){re.escape(sign)}" if sign.isascii() else sign
    for sign in sorted({sign for _, _, signs in units.currencies().values() for sign in signs.split("|")} - {""})
)
_CURRENCY_BEFORE = re.compile(rf"(?:{_SIGNS}|￥)\s?$", re.IGNORECASE)
_HEDGE_AFTER = re.compile(
    r"\s?(?:及?以上|及?以下|以内|之内|出头|开外|左右|上下|之多|多(?=[人个家名户项种])|or more|or less|or so)"
)
_MINUS = re.compile(r"(?:-|负|负增长|零下|minus|negative|[▲△▼▽])\s?$")
_UNIT_GOES_ON = re.compile(
    "[头羽尾枚粒匹辈盏辆艘亩斤吨元]|平方公里|平方米|立方米|公里|公顷|千瓦时|千瓦|标准箱|标箱|人次|百分点"
)
_OF_AN_INDEX = re.compile(r"(?:(?<=[0-9]\.[0-9])|(?<=[0-9]\.[0-9]{2}))点(?![0-9半钟])")
"""Points of an index: 2842.21点 is no time of the day."""

_POINTS = re.compile("个点(?![位半钟])")
_ORDINAL = re.compile(rf"第\s?([0-9]{{1,4}}|[{NUMERALS}]{{1,4}})\s?(位|名)?")
_RANKED = re.compile(r"(?:居|列|排名?|位次?|至|到|全[国省市区县]|世界|ranks?|ranked)[^,。;]{0,8}$", re.IGNORECASE)
_WITHOUT_UNIT = re.compile(
    "(?:指数|系数|比值|之比|收入比|总和生育率|得分|汇率)[^,。;:0-9]{0,6}(?:为|是|达到?|报|至|到|[收位]于)约?$"
)
"""Before a figure of a measure that has no unit."""

_COUNTED_BEHIND = re.compile(" [a-z]", re.IGNORECASE)
_COUNTED_IN_ALL = re.compile(r"(?<![a-z])(?:by|to|at|was|were) (?:[0-9]{1,3}(?:,[0-9]{3})+)$", re.IGNORECASE)
_COLLOQUIAL = re.compile("个(?:[亿千百]|万(?!亿))(?![千百]?[万亿]|元|级|分|千瓦|吨|斤|平方|亩)")
"""345个亿 is 345亿; of 2个百万千瓦的项目 the projects are counted."""

_POINTING = ("这", "那", "该", "述", "前", "后")
"""Before a Chinese numeral: 这两个数字 counts nothing."""

_OF_SEVERAL = re.compile("[^,。;]{0,12}分别|个?(?:数字|数据|指标)")
_LIST = re.compile(r"\s?(?:[、,~]|和|及|以及|与|and)\s?")
_BEFORE_CHARS = 24


class Figure(NamedTuple):
    """A figure from `start`, with its hedge, to `end`; its digits begin at `number`.

    An ordinal says which place a ranking gives.
    """

    start: int
    number: int
    end: int
    amount: Amount
    is_ordinal: bool = False


def figures_in(plain: str, taken: Sequence[tuple[int, int]]) -> list[Figure]:
    """Return the figures of a normalized text in its order, without those that begin within a span of `taken`."""
    found = sorted([*_counted(plain), *_ordinals(plain)])
    free, at = [], 0
    for figure in found:
        while at < len(taken) and taken[at][1] <= figure.number:
            at += 1
        if at == len(taken) or taken[at][0] > figure.number:
            free.append(figure)
    return _with_shared_units(plain, free)


def _counted(plain: str) -> Iterator[Figure]:
    for mention in find_mentions(plain):
        if not plain[mention.start].isdecimal() and _only_points(plain, mention.start, mention.end):
            continue
        end = _end_of_unit(plain, mention.number_end, mention.end)
        if _COLLOQUIAL.match(plain, end - 1) and (amount := _amount(plain[mention.start : end - 1] + plain[end])):
            yield Figure(mention.start, mention.start, end + 1, amount)  # 345个亿
            continue
        start = _start(plain, mention.start)
        if after := _HEDGE_AFTER.match(plain, end):
            end = after.end()
        if has_minus(plain, mention.start, mention.end) and (amount := _amount("-" + plain[mention.start : end])):
            yield Figure(_start_of_minus(plain, mention.start), mention.start, end, amount)
            continue
        priced = _start_of_price(plain, mention.start)
        if amount := _amount(plain[start:end]):
            yield Figure(start, mention.start, end, amount)
        elif amount := _amount(plain[priced:end]) or _amount(plain[mention.start : end]):
            yield Figure(start, mention.start, end, _hedged(amount, plain, start, priced))


def _hedged(amount: Amount, plain: str, start: int, number: int) -> Amount:
    """An amount with the hedge that stands between two positions before it."""
    hedge = _HEDGE_BEFORE.search(plain, start, number)
    if hedge is None or amount.qualifier is not Qualifier.EXACT:
        return amount
    return amount._replace(qualifier=Qualifier(hedge.lastgroup or "exact"))


def _only_points(plain: str, start: int, end: int) -> bool:
    """Tell whether a Chinese numeral only refers to what was listed: 这两个数字, 轴承、齿轮两类产品收入分别为."""
    return plain[start - 1 : start] in _POINTING or bool(_OF_SEVERAL.match(plain, end))


def _start(plain: str, number: int) -> int:
    """Where a figure begins with the currency and the hedge before its number."""
    number = _start_of_price(plain, number)
    hedge = _HEDGE_BEFORE.search(plain, max(0, number - _BEFORE_CHARS), number)
    return hedge.start() if hedge else number


def _start_of_minus(plain: str, number: int) -> int:
    minus = _MINUS.search(plain, max(0, number - _BEFORE_CHARS), number)
    return minus.start() if minus else number


def _start_of_price(plain: str, number: int) -> int:
    currency = _CURRENCY_BEFORE.search(plain, max(0, number - _BEFORE_CHARS), number)
    return currency.start() if currency else number


def _end_of_unit(plain: str, number_end: int, end: int) -> int:
    """Where the unit of a figure ends, of one in English or with a measure word that alone is none too."""
    if english := _english_unit().match(plain, number_end):
        return max(end, english.end())
    if end > number_end and plain[end - 1] in "万亿千百" and (more := _UNIT_GOES_ON.match(plain, end)):
        return more.end()
    if end > number_end and (more := _POINTS.match(plain, end - 1)):
        return more.end()
    more = _UNIT_GOES_ON.match(plain, end) or _OF_AN_INDEX.match(plain, end) if end == number_end else None
    return more.end() if more else end


_UNITS_IN_PROSE = ("pence", "cents", "cent", "pounds", "pound", "barrels", "points", "point")
"""Words that a figure in English prose is of beside the known units."""


@cache
def _english_unit() -> re.Pattern[str]:
    names = {*_UNITS_IN_PROSE, *units.meanings()}
    names = {name for name in names if name.isascii() and name.strip("s")[:1].isalpha() and len(name) > 1}
    magnitudes = "|".join(word for word in MAGNITUDES if word.isascii())
    listed = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    end = "(?![a-z0-9])"
    return re.compile(rf"\s?(?:(?:{magnitudes}){end}(?:\s(?:{listed}){end})?|-?(?:{listed}){end})", re.IGNORECASE)


@lru_cache(4096)
def _amount(as_written: str) -> Amount | None:
    return printed_amount(as_written)


def _ordinals(plain: str) -> Iterator[Figure]:
    for found in _ORDINAL.finditer(plain):
        is_rank = found[2] or _RANKED.search(plain, max(0, found.start() - _BEFORE_CHARS), found.start())
        if is_rank and (amount := _amount(f"{found[1]}位")):
            yield Figure(found.start(), found.start(1), found.end(), amount, is_ordinal=True)


def _with_shared_units(plain: str, found: Sequence[Figure]) -> list[Figure]:
    """Return figures with the unit that stands once behind the last of several: 2.16和1.66个百分点."""
    figures = [*found]
    for at in range(len(figures) - 2, -1, -1):
        figure, following = figures[at : at + 2]
        unit = following.amount.full_unit
        is_without = unit and not figure.amount.unit and _LIST.fullmatch(plain, figure.end, following.start)
        if is_without and (amount := _amount(plain[figure.start : figure.end] + unit)):
            figures[at] = figure._replace(amount=amount)
    return [
        figure for figure in figures if figure.amount.full_unit or _is_counted(plain, figure) or _is_pure(plain, figure)
    ]


def _is_pure(plain: str, figure: Figure) -> bool:
    """Tell whether a figure is of a measure that has no unit: 景气指数为104.2, 收入比值为2.23."""
    digits = plain[figure.number : figure.end]
    return "." in digits and _WITHOUT_UNIT.search(plain, max(0, figure.start - _BEFORE_CHARS), figure.start) is not None


def _is_counted(plain: str, figure: Figure) -> bool:
    """Tell whether a figure without a unit counts what follows it, 1,352 firms, or its measure: rose by 12,000."""
    return bool(_COUNTED_BEHIND.match(plain, figure.end) or _COUNTED_IN_ALL.search(plain, figure.start - 6, figure.end))
