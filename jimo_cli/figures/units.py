"""Units: one table of all that jimo knows, and what multiplies and relates them.

A unit that is not in the table is a unit all the same: it is compared by its name alone.
"""

from __future__ import annotations

from functools import cache

from jimo_cli import text
from jimo_cli.figures.numerals import MAGNITUDES, NUMERALS, UNITS_LIKE_MAGNITUDES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal
    from fractions import Fraction

SILENT = "-"
"""In the table: English counts these without a word for the unit."""

NOUN = "noun"
"""In the table: a thing counted by its name, whatever precedes it: 4大共富模式."""

# name | in other units | English | counts | other names
#
# Other names before the `;` are those that people type as well, those behind it only sources print.
# `(s)` stands for the name with and without it. An indented line goes on with the row above.
_TABLE = """
元       |                |                   |        | yuan, rmb, cny, 元人民币, 人民币, 块, ¥, ￥;
                                                         renminbi, 人民币元, chinese yuan, yuan rmb
美元     |                |                   |        | usd, dollar(s), $, us$, us dollar(s);
港元     |                |                   |        | ; hkd, hk$, hk dollar(s), hong kong dollars, dollars
日元     |                |                   |        | ; yen, jpy, japanese yen, ¥
欧元     |                |                   |        | ; euro(s), eur, €
%        |                |                   |        | percent, pct, per cent
‰        | 1/10 %         |                   |        | ; per mille, permille, per thousand
‱        | 1/100 %        |                   |        |
成       | 10 %           |                   |        |
个百分点 |                | percentage points |        | ; 百分点, percentage point(s), pct points, pp
倍       |                |                   |        | ; times, fold

年       | 12 个月        | years             |        | year(s); 周年
个月     |                | months            |        | month(s), 月
岁       |                |                   |        | ; 周岁, year(s), year(s) old, years of age
周       | 604800 秒      |                   |        | ; week(s), 星期, 个星期
天       | 86400 秒       | days              |        | day(s), 日
小时     | 3600 秒        | hours             |        | hour(s), h, 个小时; hr(s)
刻钟     | 900 秒         |                   |        |
分钟     | 60 秒          |                   |        | ; minute(s), min(s), 分
秒       |                |                   |        | ; second(s), s, 秒钟

米       |                |                   |        | ; m, meter(s), metre(s)
公里     | 1000 米        | km                |        | km, 千米; kilometer(s), kilometre(s)
厘米     | 1/100 米       |                   |        | ; cm, 公分, centimeter(s), centimetre(s)
毫米     | 1/1000 米      |                   |        | ; mm, millimeter(s), millimetre(s)
海里     | 1852 米        |                   |        | ; nautical mile(s), n mile
平方米   |                |                   |        | ; m2, sq m, sqm, square meter(s), square metre(s), 平米
平方公里 | 1e6 平方米     | km²               |        | km2, 平方千米;
                                                         sq km, square km, square kilometer(s), square kilometre(s)
公顷     | 1e4 平方米     | ha                |        | 公顷; ha, hectare(s)
亩       | 2000/3 平方米  | mu                |        | 亩; mu
立方米   |                |                   |        | ; m3, cubic meter(s), cubic metre(s), cu m, 方
升       | 1/1000 立方米  |                   |        | ; l, liter(s), litre(s)

克       |                |                   |        | ; g, gram(s)
斤       | 500 克         |                   |        |
公斤     | 1000 克        |                   |        | ; kg, 千克, kilogram(s)
吨       | 1e6 克         | tonnes            |        | ton(s), tonnes; t, tonne, metric ton(s), 公吨
千瓦     |                |                   |        | ; kw, kilowatt(s)
兆瓦     | 1000 千瓦      |                   |        | ; mw, megawatt(s)
吉瓦     | 1e6 千瓦       |                   |        | ; gw, gigawatt(s)
千瓦时   |                | kWh               |        | kwh, 度; 千瓦小时, kilowatt-hour(s), kilowatt hours
兆瓦时   | 1000 千瓦时    |                   |        | ; mwh, megawatt-hours
吉瓦时   | 1e6 千瓦时     |                   |        | ; gwh, gigawatt-hours
太瓦时   | 1e9 千瓦时     |                   |        | ; twh, terawatt-hours
伏       |                |                   |        | ; v, volt(s)
千伏     | 1000 伏        |                   |        | ; kv, kilovolt(s)
摄氏度   |                |                   |        | ; °c, ℃, 度, degrees celsius, celsius
标箱     |                | TEU               |        | ; teu(s), 标准箱, 个标箱, 个标准箱, 国际标准箱

人       |                | people            | people | people, person(s), 个人
名       |                | -                 | people | ; people
位       |                |                   | people | ; people
人/平方公里 |             |                   |        | ; people/km2, persons/km2, people per sq km,
                                                         people per square kilometer, people per square kilometre
次       |                | -                 | times  | times; time, occasions
人次     |                | person-times      | times  | ; person-time(s), times, visits, trips
场       |                |                   | times  |
户       |                | -                 | things | ; household(s)
家 个 所 处 项 件 座 条 台 支 |   | -           | things |
只 间 艘 辆 层 批 款 种 站 类 |   |             | things |
模式     |                | models            | noun   |
领域     |                | areas             | noun   |
项目     |                | projects          | noun   |
企业     |                | enterprises       | noun   |
机构     |                | organizations     | noun   |
届       |                |                   |        |
"""

MEASURE_WORDS = (*"套组份匹架部本册张片块根棵株栋幢轮起例篇首幅段门口番村县市省校院店馆园企", "方面", "环节")
"""What counts in running text alone; as a unit of a fact it is like any other word."""

CURRENCIES = {
    "元": ("CNY", "yuan", "人民币|¥|rmb|cny"),
    "美元": ("USD", "US dollars", "us$|$|usd"),
    "港元": ("HKD", "HK dollars", "hk$|hkd"),
    "欧元": ("EUR", "euros", "€|eur"),
    "日元": ("JPY", "yen", ""),
}
"""Units of money by name: the code, the name in English, and what precedes the number (¥ is taken for 元)."""


def _rows() -> list[tuple[str, list[str]]]:
    lines = [line.split("|") for line in _TABLE.replace("\n ", " ").splitlines() if line]
    return [(name, [cell.strip() for cell in cells]) for units, *cells in lines for name in units.split()]


def _spelt(names: str) -> list[str]:
    """The names of a list, those with (s) in both forms."""
    found = []
    for name in filter(None, map(str.strip, names.split(","))):
        found += [name.replace("(s)", ""), name.replace("(s)", "s")] if "(s)" in name else [name]
    return found


_ROWS = _rows()
NAMES = dict.fromkeys(name for name, _ in _ROWS)
ENGLISH = {name: english for name, (_, english, _, _) in _ROWS if english}
COUNTING = {name: counts for name, (_, _, counts, _) in _ROWS if counts not in {"", NOUN}}
"""What counts things, people or times one by one; words of one class may replace one another."""

NOUNS = {name: english for name, (_, english, counts, _) in _ROWS if counts == NOUN}
TYPED = {typed: name for name, cells in _ROWS for typed in _spelt(cells[3].partition(";")[0])}
"""What people type for a unit, and the unit."""


_CLOSING = "余多来整以上下内左右之成"
"""What a figure may have behind its unit, or in the place of one."""

_MONEY = ("人民币", "cny", "rmb", "usd", *"¥￥$")
"""What says before a figure that it is of money, whatever is behind it."""


def may_end_figure(folded: str, units: Iterable[str]) -> bool:
    """Return whether folded text may be a figure in one of some units, or in a usual one, by its last character.

    Most names end with a Han character that is in no unit: what is no figure is told without taking it apart.
    """
    last = folded[-1:]
    if not text.is_han(last or " ") or last in _CLOSING or last in NUMERALS or any(sign in folded for sign in _MONEY):
        return True
    usual = (*COUNTING, *TYPED, *MAGNITUDES)
    return any(last in unit for unit in usual) or any(last in text.fold(unit) for unit in units)


@cache  # a million facts have a few dozen units
def split_unit(unit: str) -> tuple[int, str]:
    """Return the power of ten that a unit begins with, and the name of the rest, as in the table where it is there."""
    power, rest = without_magnitude(unit)
    return power, TYPED.get(rest, rest)


@cache
def without_magnitude(unit: str) -> tuple[int, str]:
    """Return the power of ten that a unit begins with, and the folded unit without it: 亿元, 10,000 tons."""
    first, rest = _leading_power(text.fold(unit).strip())
    second, rest = _leading_power(rest)  # hundred million; no more, a unit may be of any length
    power = first + second
    measured, _, last = rest.rpartition(" ")
    if measured and last in MAGNITUDES:  # USD billion
        return power + MAGNITUDES[last], measured
    return power, rest


_LONGEST_NUMBER = 15
"""A unit that begins with a longer number (10,000 tons) is not read as a multiple."""


def _leading_power(folded: str) -> tuple[int, str]:
    """The power of ten of the word or number that a unit begins with, and the rest."""
    number, _, rest = folded.partition(" ")
    digits = number.replace(",", "")
    if rest and len(digits) < _LONGEST_NUMBER and digits[:1] == digits.strip("0") == "1":
        return len(digits) - 1, rest.strip()
    for word, power in MAGNITUDES.items():
        rest = folded[len(word) :]
        ends_there = not (word.isascii() and "a" <= rest[:1] <= "z")
        if folded.startswith(word) and ends_there and not folded.startswith(UNITS_LIKE_MAGNITUDES):
            return power, rest.strip()
    return 0, folded


def quantity_key(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return the number and the dimension by which a figure is found.

    345 亿元 is 34500000000 元, 42.4 % is 42.4 %; exact. Only the index rounds the number,
    to the nearest binary fraction.
    """
    from jimo_cli.figures.decimals import shifted  # noqa: PLC0415  # only a build makes keys

    power, base = split_unit(unit)
    return shifted(value, power), base


@cache  # once, and only to compare facts with what their sources print
def meanings() -> Mapping[str, Mapping[str, Fraction]]:
    """Return what each folded name may mean: the unit that measures it, and how many of that one is."""
    from fractions import Fraction  # noqa: PLC0415  # a look-up does without

    found: dict[str, dict[str, Fraction]] = {}
    for unit, (multiple, _, _, names) in _ROWS:
        times, _, measure = multiple.rpartition(" ")
        for name in (unit, *_spelt(names.replace(";", ","))):
            found.setdefault(_folded(name), {})[measure or unit] = Fraction(times or 1)
    return found


def _folded(unit: str) -> str:
    import unicodedata  # noqa: PLC0415  # a look-up does without

    return " ".join(text.fold(unicodedata.normalize("NFKC", unit)).split())


_GROWTH = {"倍": 100, "%": 1}


@cache  # many facts have few units
def ratio(unit: str, other: str, *, of_growth: bool = False) -> Fraction | None:
    """Return how many of the other unit one is, None where they measure different things.

    Both are without magnitude. Growth by 1.3 times (倍) is growth by 130 %. Where it cannot be decided,
    because a unit is not known and the other is in another language, or has more words, they are
    taken for the same.
    """
    from fractions import Fraction  # noqa: PLC0415  # a look-up does without

    one, two = _folded(unit), _folded(other)
    if one == two:
        return Fraction(1)
    if of_growth and one in _GROWTH and two in _GROWTH:
        return Fraction(_GROWTH[one], _GROWTH[two])
    known, known_other = meanings().get(one), meanings().get(two)
    mine, its = known or _of_first_word(one), known_other or _of_first_word(two)
    if measure := next((measure for measure in mine if measure in its), None):
        return mine[measure] / its[measure]
    if known and known_other:
        return None
    may_be_same = one.isascii() != two.isascii() or one.rstrip("s") in two or two.rstrip("s") in one
    return Fraction(1) if may_be_same and one and two else None


def _of_first_word(folded: str) -> Mapping[str, Fraction]:
    """What a longer name may mean by the known one that it begins with: tons per day."""
    return meanings().get(folded.partition(" ")[0], {})
