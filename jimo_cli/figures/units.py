"""Units that are names of one thing, or multiples of one another, exactly."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from functools import cache

from jimo_cli import text

_NAMES = {
    "元": "yuan|rmb|cny|renminbi|人民币|元人民币|人民币元|chinese yuan|yuan rmb|块|¥",
    "美元": "usd|us$|$|dollar|dollars|us dollar|us dollars",
    "港元": "hkd|hk$|hk dollar|hk dollars|hong kong dollars|dollars",
    "日元": "yen|jpy|japanese yen|¥",
    "欧元": "euro|euros|eur|€",
    "%": "percent|per cent|pct",
    "‰": "per mille|permille|per thousand",
    "个百分点": "百分点|percentage point|percentage points|pct points|pp",
    "倍": "times|fold",
    "次": "time|times|occasions",
    "人次": "person-time|person-times|times|visits|trips",
    "人": "person|persons|people|个人",
    "名": "people",
    "位": "people",
    "岁": "周岁|year|years|year old|years old|years of age",
    "年": "year|years|周年",
    "个月": "month|months|月",
    "周": "week|weeks|星期|个星期",
    "天": "day|days|日",
    "小时": "hour|hours|hr|hrs|h|个小时",
    "分钟": "minute|minutes|min|mins|分",
    "秒": "second|seconds|s|秒钟",
    "公里": "km|千米|kilometer|kilometers|kilometre|kilometres",
    "米": "m|meter|meters|metre|metres",
    "厘米": "cm|公分|centimeter|centimeters|centimetre|centimetres",
    "毫米": "mm|millimeter|millimeters|millimetre|millimetres",
    "海里": "nautical mile|nautical miles|n mile",
    "平方公里": "km2|平方千米|sq km|square km|square kilometer|square kilometers|square kilometre|square kilometres",
    "公顷": "ha|hectare|hectares",
    "平方米": "m2|sq m|sqm|square meter|square meters|square metre|square metres|平米",
    "亩": "mu",
    "立方米": "m3|cubic meter|cubic meters|cubic metre|cubic metres|cu m|方",
    "升": "l|liter|liters|litre|litres",
    "吨": "t|ton|tons|tonne|tonnes|metric ton|metric tons|公吨",
    "公斤": "kg|千克|kilogram|kilograms",
    "克": "g|gram|grams",
    "千瓦": "kw|kilowatt|kilowatts",
    "兆瓦": "mw|megawatt|megawatts",
    "吉瓦": "gw|gigawatt|gigawatts",
    "千瓦时": "kwh|度|千瓦小时|kilowatt-hour|kilowatt-hours|kilowatt hours",
    "兆瓦时": "mwh|megawatt-hours",
    "吉瓦时": "gwh|gigawatt-hours",
    "太瓦时": "twh|terawatt-hours",
    "千伏": "kv|kilovolt|kilovolts",
    "伏": "v|volt|volts",
    "摄氏度": "°c|℃|度|degrees celsius|celsius",
    "标箱": "teu|teus|标准箱|个标箱|个标准箱|国际标准箱",
    "人/平方公里": "people/km2|persons/km2|people per square kilometer|people per square kilometre|people per sq km",
    "家": "",
    "个": "",
    "所": "",
    "处": "",
    "项": "",
    "件": "",
    "座": "",
    "条": "",
    "台": "",
    "户": "households|household",
    "支": "",
    "艘": "",
    "辆": "",
    "只": "",
    "间": "",
    "场": "",
    "届": "",
}
_MULTIPLES: dict[str, tuple[int | Fraction, str]] = {
    "成": (10, "%"),
    "‰": (Fraction(1, 10), "%"),
    "‱": (Fraction(1, 100), "%"),
    "年": (12, "个月"),
    "周": (7 * 24 * 3600, "秒"),
    "天": (24 * 3600, "秒"),
    "小时": (3600, "秒"),
    "刻钟": (900, "秒"),
    "分钟": (60, "秒"),
    "公里": (1000, "米"),
    "厘米": (Fraction(1, 100), "米"),
    "毫米": (Fraction(1, 1000), "米"),
    "海里": (1852, "米"),
    "平方公里": (10**6, "平方米"),
    "公顷": (10**4, "平方米"),
    "亩": (Fraction(2000, 3), "平方米"),
    "升": (Fraction(1, 1000), "立方米"),
    "吨": (10**6, "克"),
    "公斤": (1000, "克"),
    "斤": (500, "克"),
    "兆瓦": (1000, "千瓦"),
    "吉瓦": (10**6, "千瓦"),
    "兆瓦时": (1000, "千瓦时"),
    "吉瓦时": (10**6, "千瓦时"),
    "太瓦时": (10**9, "千瓦时"),
    "千伏": (1000, "伏"),
}
_GROWTH = {"倍": 100, "%": 1}


def _by_name() -> dict[str, dict[str, Fraction]]:
    """What each name may mean: the measure, and how many of it one is."""
    meanings: dict[str, dict[str, Fraction]] = {}
    for unit, names in _NAMES.items() | {(unit, "") for unit in _MULTIPLES.keys() - _NAMES.keys()}:
        times, measure = _MULTIPLES.get(unit, (1, unit))
        for name in (unit, *filter(None, names.split("|"))):
            meanings.setdefault(_folded(name), {})[measure] = Fraction(times)
    return meanings


def _folded(unit: str) -> str:
    return " ".join(text.fold(unicodedata.normalize("NFKC", unit)).split())


_MEANINGS = _by_name()


def _of_first_word(folded: str) -> dict[str, Fraction]:
    """What a longer name may mean by the known one that it begins with: tons per day."""
    return _MEANINGS.get(folded.partition(" ")[0], {})


@cache  # many facts have few units
def ratio(unit: str, other: str, *, of_growth: bool = False) -> Fraction | None:
    """Return how many of the other unit one is, None where they measure different things.

    Both are without magnitude. Growth by 1.3 times (倍) is growth by 130 %. Where it cannot be told,
    because a unit is not known and the other is in another language, or has more words, they are
    taken for the same.
    """
    one, two = _folded(unit), _folded(other)
    if one == two:
        return Fraction(1)
    if of_growth and one in _GROWTH and two in _GROWTH:
        return Fraction(_GROWTH[one], _GROWTH[two])
    known, known_other = _MEANINGS.get(one), _MEANINGS.get(two)
    mine, its = known or _of_first_word(one), known_other or _of_first_word(two)
    if measure := next((measure for measure in mine if measure in its), None):
        return mine[measure] / its[measure]
    if known and known_other:
        return None
    may_be_same = one.isascii() != two.isascii() or one.rstrip("s") in two or two.rstrip("s") in one
    return Fraction(1) if may_be_same and one and two else None
