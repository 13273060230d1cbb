"""Figures in words and figures as numbers: reading `50余所`, saying `CNY 34.5 billion`."""

from decimal import Decimal
from typing import NamedTuple

from jimo_cli.fields import MAGNITUDES
from jimo_cli.model import Fact, Qualifier


class Quantity(NamedTuple):
    """A figure taken apart; `value_max` is set for a range only."""

    value: Decimal
    value_max: Decimal | None
    unit: str | None
    qualifier: Qualifier


def parse(text: str) -> Quantity:
    """Return the figure that a source prints, in the unit that it counts in.

    Money keeps its magnitude in the unit (345亿元 is 345 of 亿元); of anything else the
    magnitude is multiplied out (1万人 is 10000 of 人). Falling figures are negative.

    Raises ValueError where the text is not one figure, or has a word that is not known.
    """
    from jimo_cli.figures.printed import is_money, read  # noqa: PLC0415 - tables only say figures

    low, high, unit, hedges, _ = read(text)
    magnitude = low.magnitude if high is None or high.magnitude == low.magnitude else ""
    kept = magnitude if is_money(unit) else ""
    value, *value_max = (shifted(end.number, 0 if kept else power_of(end.magnitude)) for end in (low, high) if end)
    return Quantity(value, value_max[0] if value_max else None, joined(kept, unit) or None, Qualifier(hedges[0]))


def power_of(magnitude: str) -> int:
    """Return the power of ten that a word like 亿 or billion is, 0 for none."""
    return MAGNITUDES.get(magnitude, 0)


def joined(magnitude: str, unit: str) -> str:
    """Return a unit with the magnitude before it: 亿元, billion yuan."""
    return f"{magnitude} {unit}".strip() if magnitude.isascii() else magnitude + unit


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
SILENT = {"家", "所", "个", "处", "名", "项", "次", "件", "座", "条", "台", "户", "支"}
UNITS = {
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
COUNTED = {"模式": "models", "领域": "areas", "项目": "projects", "企业": "enterprises", "机构": "organizations"}
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
    exponent = power_of(magnitude)
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
    if unit in SILENT:
        return ""
    if unit in UNITS:
        return UNITS[unit]
    return next((word for noun, word in COUNTED.items() if unit.endswith(noun)), unit)


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
