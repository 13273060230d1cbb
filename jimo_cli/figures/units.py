"""Units: one table of all that jimo knows, and what multiplies and relates them.

A unit that is not in the table is a unit all the same: it is compared by its name alone.
"""

from __future__ import annotations

from functools import cache

from jimo_cli import text
from jimo_cli.figures.numerals import MAGNITUDES, NUMERALS, UNITS_LIKE_MAGNITUDES

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping
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
美元     |                |                   |        | usd, dollar(s), $, us$, us dollar(s); 美金
港元     |                |                   |        | ; hkd, hk$, hk dollar(s), hong kong dollar(s), dollar(s),
                                                         港币, 港圆, 元港币
日元     |                |                   |        | ; yen, jpy, japanese yen, ¥, 日圆, 日币
欧元     |                |                   |        | ; euro(s), eur, €
%        |                |                   |        | percent, pct, per cent
‰        | 1/10 %         |                   |        | ; per mille, permille, per thousand
‱        | 1/100 %        |                   |        |
成       | 10 %           |                   |        |
个百分点 |                | percentage points |        | ; 百分点, percentage point(s), pct points, pp
个千分点 | 1/10 个百分点  |                   |        | ; 千分点
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
公里/小时 |               |                   |        | ; km/h, kph, 千米/小时, 公里每小时, 千米每小时
厘米     | 1/100 米       |                   |        | ; cm, 公分, centimeter(s), centimetre(s)
毫米     | 1/1000 米      |                   |        | ; mm, millimeter(s), millimetre(s)
海里     | 1852 米        |                   |        | ; nautical mile(s), n mile
平方米   |                |                   |        | ; m2, sq m, sqm, square meter(s), square metre(s), 平米
平方公里 | 1e6 平方米     | km²               |        | km2, 平方千米;
                                                         sq km, square km, square kilometer(s), square kilometre(s)
公顷     | 1e4 平方米     | ha                |        | 公顷; ha, hectare(s)
亩       | 2000/3 平方米  | mu                |        | 亩; mu
kha      | 1e7 平方米     |                   |        |
mha      | 1e10 平方米    |                   |        |
立方米   |                |                   |        | ; m3, cubic meter(s), cubic metre(s), cu m, 方
bcm      | 1e9 立方米     |                   |        |
升       | 1/1000 立方米  |                   |        | ; l, liter(s), litre(s)
毫升     | 1/1000000 立方米 |                 |        | ; ml

克       |                |                   |        | ; g, gram(s)
毫克     | 1/1000 克      |                   |        | ; mg
微克     | 1/1000000 克   |                   |        | ; ug
斤       | 500 克         |                   |        |
公斤     | 1000 克        |                   |        | ; kg, 千克, kilogram(s)
吨       | 1e6 克         | tonnes            |        | ton(s), tonnes; t, tonne, metric ton(s), 公吨
kt       | 1e9 克         |                   |        | ; kiloton(s), kilotonne(s)
吨标准煤 |                |                   |        | ; 吨标煤, tce, tons of standard coal
吨二氧化碳当量 |          |                   |        | ; tco2e
吨油当量 |                |                   |        | ; 吨标准油, 吨标油, toe
吨公里   |                |                   |        | ; tkm, ton-km, tonne-km, ton-kilometers, tonne-kilometres
吨海里   |                |                   |        | ; tonne-miles
人公里   |                |                   |        | ; passenger-km, passenger-kilometers, passenger-kilometres
车公里   |                |                   |        | ; vehicle-km, vehicle-kilometers
瓦       | 1/1000 千瓦    |                   |        | ; w, watt(s)
千瓦     |                |                   |        | ; kw, kilowatt(s)
兆瓦     | 1000 千瓦      |                   |        | ; mw, megawatt(s)
吉瓦     | 1e6 千瓦       |                   |        | ; gw, gigawatt(s)
太瓦     | 1e9 千瓦       |                   |        | ; tw, terawatt(s)
瓦时     | 1/1000 千瓦时  |                   |        | ; wh, 瓦小时, watt-hour(s), watt hour(s)
千瓦时   |                | kWh               |        | kwh, 度; 千瓦小时, 千瓦·时, kw·h, kw h, kw-h,
                                                         kilowatt-hour(s), kilowatt hours
兆瓦时   | 1000 千瓦时    |                   |        | ; mwh, 兆瓦小时, 兆瓦·时, mw·h, mw h, mw-h,
                                                         megawatt-hour(s), megawatt hour(s)
吉瓦时   | 1e6 千瓦时     |                   |        | ; gwh, 吉瓦小时, 吉瓦·时, gw·h, gw h, gw-h,
                                                         gigawatt-hour(s), gigawatt hour(s)
太瓦时   | 1e9 千瓦时     |                   |        | ; twh, 太瓦小时, terawatt-hour(s), terawatt hour(s)
安时     |                |                   |        | ; 安培小时
千伏安   |                |                   |        | ; kva
兆伏安   | 1000 千伏安    |                   |        | ; mva
百帕     |                |                   |        | ; hpa
千帕     | 10 百帕        |                   |        | ; kpa
兆帕     | 1e4 百帕       |                   |        | ; mpa
赫兹     | 1/1000 千赫    |                   |        | ; hz
千赫     |                |                   |        | ; khz, 千赫兹
兆赫     | 1000 千赫      |                   |        | ; mhz, 兆赫兹
焦耳     | 1/1000 千焦    |                   |        |
千焦     |                |                   |        | ; kj, 千焦耳
千卡     |                |                   |        | ; kcal, 大卡
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
场次 班次 架次 车次 艘次 辆次 件次 户次 台次 | | |        |
台套 件套 课时 学时 工日 人天 人日 床位 | | | |
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

MEASURE_WORDS = (
    *"套组份匹架部本册张片块根棵株栋幢轮起例篇首幅段门口头枚箱瓶桶盒羽番村县市省校院店馆园企",
    "方面",
    "环节",
)
"""What counts in running text alone; as a unit of a fact it is like any other word."""

# name | code | English | what stands before the number, or behind it | other names
#
# The money that is traded against the yuan in Shanghai, of its neighbours and of the largest economies; the five that
# come first are in the table above. English names that are other words, as won and pounds, are not among them. What
# several countries have is the name of each: 卢比, pesos. Codes that are words stand in no text: TRY, SAR.
_MONEY_TABLE = """
澳门元     | MOP | Macanese pataca(s)    | mop$ mop    | 澳门币, 澳门圆, 葡币, 元澳门币, pataca(s), macau pataca(s)
新台币     | TWD | New Taiwan dollar(s)  | nt$ twd     | 台币, 台湾元, 元新台币, 元台币, taiwan dollar(s), dollar(s)
英镑       | GBP | pound(s) sterling     | £ gbp       | british pound(s), uk pound(s)
瑞士法郎   | CHF | Swiss franc(s)        | chf sfr     | 瑞郎, 法郎, franc(s)
加元       | CAD | Canadian dollar(s)    | c$ ca$ can$ cad | 加拿大元, 加币, dollar(s)
澳元       | AUD | Australian dollar(s)  | a$ au$ aud  | 澳大利亚元, 澳币, dollar(s)
新西兰元   | NZD | New Zealand dollar(s) | nz$ nzd     | 纽元, nz dollar(s), dollar(s)
新加坡元   | SGD | Singapore dollar(s)   | s$ sgd      | 新元, 新币, 坡元, dollar(s)
韩元       | KRW | South Korean won      | ₩ krw       | 韩圆, 韩币, korean won
卢布       | RUB | Russian rouble(s)     | ₽ rub       | 俄罗斯卢布, 俄卢布, rouble(s), ruble(s), russian ruble(s)
坚戈       | KZT | Kazakhstani tenge     | kzt         | 哈萨克斯坦坚戈, tenge
图格里克   | MNT | Mongolian tugrik(s)   | mnt         | 蒙古图格里克, tugrik(s), togrog(s)
印度卢比   | INR | Indian rupee(s)       | ₹ inr       | 卢比, rupee(s)
巴基斯坦卢比 | PKR | Pakistani rupee(s)  | pkr         | 卢比, rupee(s), pakistan rupee(s)
印尼卢比   | IDR | Indonesian rupiah     | idr         | 印尼盾, 印度尼西亚卢比, 印度尼西亚盾, 卢比, rupiah
泰铢       | THB | Thai baht             | ฿ thb       | 铢, baht
林吉特     | MYR | Malaysian ringgit     | myr         | 马来西亚林吉特, 令吉, 马币, ringgit
菲律宾比索 | PHP | Philippine peso(s)    | ₱ php       | 比索, peso(s)
越南盾     | VND | Vietnamese dong       | ₫ vnd       |
瑞尔       | KHR | Cambodian riel(s)     | khr         | 柬埔寨瑞尔
墨西哥比索 | MXN | Mexican peso(s)       | mex$ mxn    | 比索, peso(s)
雷亚尔     | BRL | Brazilian real        | r$ brl      | 巴西雷亚尔, brazilian reais, reais
兰特       | ZAR | South African rand    | zar         | 南非兰特
土耳其里拉 | TRY | Turkish lira(s)       | ₺           | 新土耳其里拉, 里拉
瑞典克朗   | SEK | Swedish krona         | sek         | 克朗, swedish kronor, kronor
挪威克朗   | NOK | Norwegian krone       | nok         | 克朗, norwegian kroner, kroner
丹麦克朗   | DKK | Danish krone          | dkk         | 克朗, danish kroner, kroner
兹罗提     | PLN | Polish zloty(s)       | pln         | 波兰兹罗提, zloty(s)
福林       | HUF | Hungarian forint(s)   | huf         | 匈牙利福林, forint(s)
阿联酋迪拉姆 | AED | UAE dirham(s)       | aed         | 迪拉姆, dirham(s)
沙特里亚尔 | SAR | Saudi riyal(s)        |             | 里亚尔, riyal(s)
新谢克尔   | ILS | Israeli shekel(s)     | ₪ ils       | 以色列新谢克尔, 谢克尔, shekel(s), new israeli shekel(s)
"""

_FIRST_CURRENCIES = {
    "元": ("CNY", "yuan", "人民币|¥|rmb|cny"),
    "美元": ("USD", "US dollars", "us$|$|usd"),
    "港元": ("HKD", "HK dollars", "hk$|hkd"),
    "欧元": ("EUR", "euros", "€|eur"),
    "日元": ("JPY", "yen", "jpy"),
}


def _money() -> list[list[str]]:
    return [[*map(str.strip, row.split("|"))] for row in _MONEY_TABLE.splitlines() if row]


@cache  # a look-up in Chinese does without
def currencies() -> Mapping[str, tuple[str, str, str]]:
    """Return of each unit of money the code, the name in English, and what precedes the number, parted by bars.

    ¥ is taken for 元.
    """
    others = {
        name: (code, english.replace("(s)", "s"), "|".join(signs.split())) for name, code, english, signs, _ in _money()
    }
    return _FIRST_CURRENCIES | others


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
    sign = rest.rstrip("bmnt ")
    if sign[-1:] in _SIGNS and (last := rest[len(sign) :].strip()) in _BEHIND_SIGNS:  # £m
        return power + _BEHIND_SIGNS[last], sign
    return power, rest


_SIGNS = ("$", "£", "€", "¥")
_BEHIND_SIGNS = {"m": 6, "mn": 6, "bn": 9, "tn": 12}

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


@cache  # once, and only to compare facts with what their sources print
def meanings() -> Mapping[str, Mapping[str, Fraction]]:
    """Return what each folded name may mean: the unit that measures it, and how many of that one is."""
    from fractions import Fraction  # noqa: PLC0415  # a look-up does without

    found: dict[str, dict[str, Fraction]] = {}
    for unit, (multiple, _, _, names) in _ROWS:
        times, _, measure = multiple.rpartition(" ")
        for name in (unit, *_spelt(names.replace(";", ","))):
            found.setdefault(_folded(name), {})[measure or unit] = Fraction(times or 1)
    for unit, _, english, signs, others in _money():
        for name in (unit, *_spelt(others), *_spelt(english), *signs.split()):
            found.setdefault(_folded(name), {})[unit] = Fraction(1)
    return found


def meaning_of(unit: str) -> Mapping[str, Fraction]:
    """Return what a name without magnitude may mean, as in `meanings`; nothing where the table does not have it."""
    return meanings().get(_folded(unit), {})


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

    one, two = without_brackets(_folded(unit)), without_brackets(_folded(other))
    if one == two:
        return Fraction(1)
    if of_growth and one in _GROWTH and two in _GROWTH:
        return Fraction(_GROWTH[one], _GROWTH[two])
    if "/" in one and "/" in two and not (is_known(one) and is_known(two)):  # 毫克/立方米, 微克/立方米
        above, below = (ratio(*parts) for parts in zip(one.split("/", 1), two.split("/", 1), strict=True))
        return above / below if above and below else None
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


_ENDS_WITH_POWER = {"2": "[2²]", "3": "[3³]"}
_NOT_UNITS_BEHIND = {"个人"}
"""Names that running text mostly does not mean: 3个人才项目 are three 项目."""

_ANOTHER_WORD = {"次": "年|[日月](?!均)", "天": "天", "日": "[前常后内益]", "位": "[于居列]"}
"""With what the last character of a unit is another word: 3户次年投产 are three 户, 50床位于 are fifty 床."""


@cache  # once, and only to read texts
def _brackets() -> re.Pattern[str]:
    """A pattern for units whose rest stands in brackets: 人(次), 千瓦(时)."""
    import re  # noqa: PLC0415  # a look-up does without

    known = {name for name in meanings() if not name.isascii() and name.isalpha()}
    split = {(name[:at], name[at:]) for name in known for at in range(1, len(name)) if name[:at] in known}
    return re.compile("|".join(rf"(?:{start}\s?\({rest}\))" for start, rest in sorted(split)))


def without_brackets(plain: str) -> str:
    """Return a text with the brackets removed that hold the rest of a unit: 人(次) is 人次."""
    import re  # noqa: PLC0415  # a look-up does without

    return _brackets().sub(lambda match: re.sub(r"[\s()]", "", match[0]), plain)


@cache
def _running() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for a whole unit in folded text, the longest one (吨公里, 元/吨), and for the rest of a rate (/吨)."""
    import re  # noqa: PLC0415  # a look-up does without

    names = sorted(meanings().keys() - _NOT_UNITS_BEHIND, key=lambda name: (-len(name), name))
    name = "|".join(map(_in_text, names))
    per = rf"(?:{name}|月|capita(?![a-z])|(?:yr|a|d)(?![a-z]))"
    # 男300人/女200人 lists two figures.
    other = "[\u3400-\u9fff]{1,3}(?![\u3400-\u9fff0-9])"
    english = r"\s?per (?!cent)[a-z]{1,20}|\san? (?:second|minute|hour|day|week|month|year)(?![a-z])"
    rates = rf"\s?/\s?\(?(?:{per}|{other})|(?<=[元吨里米克升瓦])每{per}|{english}"
    more = rf"(?:级(?!别)|{rates})"
    return re.compile(rf"\s?(?:{_brackets().pattern}|{name}){more}{{0,3}}"), re.compile(rates)


def _in_text(name: str) -> str:
    """A pattern for a folded name in running text: one of Latin letters ends where its word does."""
    import re  # noqa: PLC0415  # a look-up does without

    if not name[-1].isascii() or not name[-1].isalnum():
        another = _ANOTHER_WORD.get(name[-1]) if name[1:] else None
        return re.escape(name) + (f"(?!{another})" if another else "")
    power = _ENDS_WITH_POWER.get(name[-1])
    return (re.escape(name[:-1]) + power if power else re.escape(name)) + "(?![a-z0-9²³])"


def unit_end(folded: str, start: int) -> int:
    """Return where the longest known unit at a position of folded text ends; the position where there is none."""
    found = _running()[0].match(folded, start)
    return found.end() if found else start


def is_rate(folded: str, end: int) -> bool:
    """Return whether a unit of any name that ends at a position of folded text is the first one of a rate: 元/吨."""
    return _running()[1].match(folded, end) is not None


def is_same_unit(one: str, other: str) -> bool:
    """Return whether two names without magnitude are of one unit, or count one class of things: 家 and 个."""
    first, second = _folded(without_brackets(one)), _folded(without_brackets(other))
    mine, its = meanings().get(first, {}), meanings().get(second, {})
    counted = {COUNTING.get(measure) for measure in mine} & {COUNTING.get(measure) for measure in its} - {None}
    return first == second or bool(mine.items() & its.items()) or bool(counted)


def is_known(unit: str) -> bool:
    """Return whether a name without magnitude is one of the table."""
    return bool(meaning_of(unit))
