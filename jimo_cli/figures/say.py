"""Figures as readers say them: `345 亿元` in Chinese, `CNY 34.5 billion` in English."""

from decimal import Decimal

from jimo_cli.figures.decimals import last_place, plain, shifted
from jimo_cli.figures.numerals import MAGNITUDES
from jimo_cli.figures.units import ENGLISH, NOUNS, SILENT, currencies
from jimo_cli.model import Fact, Qualifier

_LARGE = 4
_SCALES = ((12, " trillion"), (9, " billion"), (6, " million"), (0, ""))
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
    low = _written(fact.value)
    return f"{hedge}{low}" if fact.value_max is None else f"{hedge}{low}–{_written(fact.value_max)}"


def _written(value: Decimal) -> str:
    """The digits, with separated thousands where there are five or more before the point."""
    return f"{value:,f}" if value.adjusted() >= _LARGE else plain(value)


def _amount_en(value: Decimal, value_max: Decimal | None, unit: str, qualifier: Qualifier | None) -> str:
    hedge = _HEDGE_WORDS["en"].get(qualifier, "") if qualifier else ""
    magnitude = next((word for word in ("万亿", "亿", "万") if unit.startswith(word)), "")
    exponent = MAGNITUDES[magnitude] if magnitude else 0
    places, scale = _scale(value, exponent) if magnitude else (0, "")
    ends = [_grouped(end, exponent - places) for end in (value, value_max) if end is not None]
    figure = "–".join(ends) + scale
    unit = unit.removeprefix(magnitude)
    if unit in currencies():
        return f"{hedge}{currencies()[unit][0]} {figure}"
    if unit == "%":
        return f"{hedge}{figure}%"
    word = _unit_en(unit)
    return f"{hedge}{figure} {_singular(word) if figure == '1' else word}".rstrip()


def _unit_en(unit: str) -> str:
    """The unit in English, "" where English needs none, unchanged where it is not known."""
    word = ENGLISH.get(unit) or next((word for noun, word in NOUNS.items() if unit.endswith(noun)), unit)
    return "" if word == SILENT else word


def _singular(word: str) -> str:
    """Return what one of the thing is called."""
    return "person" if word == "people" else word.removesuffix("s")


def _scale(value: Decimal, exponent: int) -> tuple[int, str]:
    """The largest of million, billion, trillion in which the figure is at least one."""
    top = value.adjusted() + exponent
    return next((places, word) for places, word in _SCALES if top >= places or not places)


def _grouped(value: Decimal, places: int) -> str:
    """The digits with separated thousands; zeros that only the shift brought in are dropped."""
    figure = f"{shifted(value, places):,f}"
    written_with_fraction = last_place(value) < 0
    return figure if written_with_fraction or "." not in figure else figure.rstrip("0").rstrip(".")
