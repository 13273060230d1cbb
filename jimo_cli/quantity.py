"""Figures in words and figures as numbers: reading `50余所`, saying `CNY 34.5 billion`."""

import re
from decimal import Decimal
from typing import NamedTuple

from jimo_cli.model import Fact, Qualifier


class Quantity(NamedTuple):
    """A figure taken apart; `value_max` is set for a range only."""

    value: Decimal
    value_max: Decimal | None
    unit: str | None
    qualifier: Qualifier


_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_MAGNITUDES = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "万亿": 12}

_NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千]+"
_FIGURE = re.compile(
    rf"""
    (?:同比|环比)?
    (?P<trend>下降|下滑|减少|降低|增长|增加|上升|提高)?
    (?P<hedge>超过|超|逾|突破|高于|多于|不足|低于|少于|不到|大约|约|近)?
    (?P<later>下降|下滑|减少|降低|增长|增加|上升|提高)?
    (?P<sign>[-−])?
    (?P<low>{_NUMBER})(?P<lead>余|多)?
    (?:(?:至|到|-|–|—|~)(?P<high>{_NUMBER}))?
    (?P<magnitude>万亿|亿|万|千|百)?(?P<more>余|多)?
    (?:大(?=.))?
    (?P<unit>.*?)
    (?P<tail>以上|以下|左右|上下|多)?
    """,
    re.VERBOSE,
)
_HEDGES = {
    Qualifier.OVER: {"超过", "超", "逾", "突破", "高于", "多于", "余", "多", "以上"},
    Qualifier.UNDER: {"不足", "低于", "少于", "不到", "以下"},
    Qualifier.ABOUT: {"大约", "约", "近", "左右", "上下"},
}
_DECLINES = {"下降", "下滑", "减少", "降低"}


def parse(text: str) -> Quantity:
    """Return the figure that a source prints, in the unit that it counts in.

    Money keeps its magnitude in the unit (345亿元 is 345 of 亿元); of anything else the
    magnitude is multiplied out (1万人 is 10000 of 人). Falling figures are negative.

    Raises ValueError where the text is not one figure.
    """
    part = _parts(text)
    magnitude, unit = part["magnitude"], part["unit"]
    if unit.endswith("元"):
        magnitude, unit = "", magnitude + unit
    negative = bool(part["sign"]) or part["trend"] in _DECLINES or part["later"] in _DECLINES
    low = shifted(_number(part["low"]), _MAGNITUDES[magnitude])
    high = shifted(_number(part["high"]), _MAGNITUDES[magnitude]) if part["high"] else None
    return Quantity(-low if negative else low, high, unit or None, _qualifier(part))


def last_place(text: str) -> Decimal:
    """Return what one more in the last digit of a printed figure is, in the unit of `parse`.

    345亿元 is to 1 (亿元), 52.6亿元 to 0.1, 超过1万人 to 10000 (人). Raises ValueError as `parse`.
    """
    part = _parts(text)
    exponent = int(_number(part["low"]).as_tuple().exponent)
    return Decimal(1).scaleb(exponent + (0 if part["unit"].endswith("元") else _MAGNITUDES[part["magnitude"]]))


def _parts(text: str) -> dict[str, str]:
    match = _FIGURE.fullmatch(text.strip())
    if match is None:
        message = f"{text!r} is not a figure"
        raise ValueError(message)
    return match.groupdict(default="")


def _qualifier(part: dict[str, str]) -> Qualifier:
    if part["high"]:
        return Qualifier.RANGE
    said = {part["hedge"], part["lead"], part["more"], part["tail"]}
    return next((meaning for meaning, words in _HEDGES.items() if said & words), Qualifier.EXACT)


def _number(text: str) -> Decimal:
    """A number in Arabic digits or in Chinese numerals below ten thousand."""
    if text[0].isascii():
        return Decimal(text.replace(",", ""))
    total, digit = 0, 0
    for char in text:
        if char in _STEPS:
            total += (digit or 1) * _STEPS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return Decimal(total + digit)


def shifted(value: Decimal, places: int) -> Decimal:
    """Return value × 10^places with the decimal point moved and no digit lost at any length."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        message = f"{value} is not a finite number"
        raise TypeError(message)
    moved = Decimal((sign, digits, exponent + places))
    return moved if exponent + places <= 0 else Decimal(format(moved, "f"))


def plain(value: Decimal) -> str:
    """Return the number in plain digits, never with an exponent."""
    return format(value, "f")


_CURRENCIES = {"元": "CNY", "美元": "USD", "欧元": "EUR", "日元": "JPY", "港元": "HKD"}
_SCALES = ((12, " trillion"), (9, " billion"), (6, " million"), (0, ""))
# Measure words that English does without; every other unit is said, translated or not.
_SILENT = {"家", "所", "个", "处", "名", "项", "次", "件", "座", "条", "台", "户", "支"}
_UNITS = {
    "人": "people",
    "人次": "person-times",
    "个月": "months",
    "小时": "hours",
    "天": "days",
    "年": "years",
    "吨": "tonnes",
    "公里": "km",
    "平方公里": "km²",
    "公顷": "ha",
    "亩": "mu",
    "千瓦时": "kWh",
    "标箱": "TEU",
    "个百分点": "percentage points",
}
# What is counted by its name, whatever stands before it: 4大共富模式.
_COUNTED = {"模式": "models", "领域": "areas", "项目": "projects", "企业": "enterprises", "机构": "organizations"}
_HEDGE_WORDS = {
    "zh": {Qualifier.OVER: "超", Qualifier.UNDER: "不足", Qualifier.ABOUT: "约"},
    "en": {Qualifier.OVER: "over ", Qualifier.UNDER: "under ", Qualifier.ABOUT: "about "},
}


def amount(fact: Fact, lang: str) -> str:
    """Return the figure of a statistic with its unit as a reader says it, "" for any other fact."""
    if fact.value is None:
        return ""
    if lang == "en":
        return _amount_en(fact.value, fact.value_max, fact.unit or "", fact.qualifier)
    unit = fact.unit or ""
    return number(fact) + ("" if unit == "%" else " ") + unit if unit else number(fact)


def number(fact: Fact) -> str:
    """Return the figure without its unit, with what hedges it, as Chinese writes it."""
    if fact.value is None:
        return ""
    hedge = _HEDGE_WORDS["zh"].get(fact.qualifier, "") if fact.qualifier else ""
    low = plain(fact.value)
    return f"{hedge}{low}" if fact.value_max is None else f"{hedge}{low}–{plain(fact.value_max)}"


def _amount_en(value: Decimal, value_max: Decimal | None, unit: str, qualifier: Qualifier | None) -> str:
    hedge = _HEDGE_WORDS["en"].get(qualifier, "") if qualifier else ""
    magnitude, rest = _split_unit(unit)
    exponent = _MAGNITUDES[magnitude]
    places, scale = _scale(value, exponent) if magnitude else (0, "")
    figures = [_grouped(value, exponent - places)]
    if value_max is not None:
        figures.append(_grouped(value_max, exponent - places))
    figure = "–".join(figures) + scale
    if rest in _CURRENCIES:
        return f"{hedge}{_CURRENCIES[rest]} {figure}"
    if rest == "%":
        return f"{hedge}{figure}%"
    word = _unit_en(rest)
    return f"{hedge}{figure} {singular(word) if figure == '1' else word}".rstrip()


def _unit_en(unit: str) -> str:
    """The unit in English, "" where English needs none, as it stands where it is not known."""
    if unit in _SILENT:
        return ""
    if unit in _UNITS:
        return _UNITS[unit]
    return next((word for noun, word in _COUNTED.items() if unit.endswith(noun)), unit)


def singular(word: str) -> str:
    """Return what one of the thing is called."""
    return "person" if word == "people" else word.removesuffix("s")


def _split_unit(unit: str) -> tuple[str, str]:
    """亿元 → 亿, 元; 人次 → "", 人次."""
    for magnitude in ("万亿", "亿", "万"):
        if unit.startswith(magnitude):
            return magnitude, unit[len(magnitude) :]
    return "", unit


def _scale(value: Decimal, exponent: int) -> tuple[int, str]:
    """The largest of million, billion, trillion in which the figure is at least one."""
    top = value.adjusted() + exponent
    return next((places, word) for places, word in _SCALES if top >= places or not places)


def _grouped(value: Decimal, places: int) -> str:
    """The digits with thousands set apart; zeros that only the shift brought in are left away."""
    moved = shifted(value, places)
    text = f"{moved:,f}"
    written_with_fraction = int(value.as_tuple().exponent) < 0
    return text if written_with_fraction or "." not in text else text.rstrip("0").rstrip(".")
