"""A figure in a work as people say it, in Chinese or English: amount, place, period, how far it is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli import places, text
from jimo_cli.figures import period
from jimo_cli.figures.agreement import disagreement
from jimo_cli.figures.amount import printed_amount
from jimo_cli.figures.decimals import plain
from jimo_cli.figures.say import amount
from jimo_cli.model import Aspect, Basis, Kind, Qualifier, Status

if TYPE_CHECKING:
    from decimal import Decimal

    from jimo_cli.model import Fact

_HEDGES = {Qualifier.OVER: "超", Qualifier.UNDER: "不足", Qualifier.ABOUT: "约"}
_STATUSES = {
    Status.TARGET: "目标值",
    Status.FORECAST: "预测数",
    Status.ESTIMATED: "估计数",
    Status.PRELIMINARY: "初步核算数",
    Status.REVISED: "修订数",
}
_BASES = {
    Basis.YEAR_ON_YEAR: "同比",
    Basis.PERIOD_ON_PERIOD: "环比",
    Basis.SINCE_YEAR_END: "比年初",
    Basis.ANNUAL_AVERAGE: "年均",
    Basis.REAL: "实际",
    Basis.NOMINAL: "名义",
}
_KINDS = {
    Kind.POLICY: "政策",
    Kind.MECHANISM: "机制",
    Kind.PROJECT: "项目",
    Kind.ORGANIZATION: "机构",
    Kind.RECOGNITION: "荣誉",
}
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_PLACE_ENDINGS = "省市区县"
_SHORTEST_PLACE = 2  # characters of a place that a label may name without its ending: 即墨 for 即墨区


def label(fact: Fact, lang: str) -> str:
    """Return the name of what is measured, or of the thing, in the language where it has one."""
    return (fact.label_en or fact.label) if lang == "en" else fact.label


def figure(fact: Fact, lang: str) -> str:
    """Return the amount with its unit and what hedges it: 50余所, 约3万人, 5至6个月, CNY 34.5 billion; a rank as 第4位.

    In Chinese as the source prints it, where that states what the fact does; "" for a thing without a figure.
    """
    if fact.value is None:
        return ""
    if fact.aspect == Aspect.RANK:
        return _rank(fact, lang)
    if _is_hedged_fall(fact):
        return (
            f"下降{magnitude(fact)}" if lang == "zh" else f"a fall of {amount(fact._replace(value=-fact.value), lang)}"
        )
    if lang == "en":
        return amount(fact, lang).replace("–", " to ", 1)  # beside a minus a dash would be read as one
    return str(fact.as_written) if _is_sayable(fact) else _hedged(fact, [fact.value, fact.value_max])


def _is_hedged_fall(fact: Fact) -> bool:
    """Whether a fall is of more or of less than its figure, which a hedge before a minus turns around: over -5%."""
    is_fall = fact.aspect == Aspect.GROWTH and fact.value is not None and fact.value < 0 and fact.value_max is None
    return is_fall and fact.qualifier in {Qualifier.OVER, Qualifier.UNDER}


def magnitude(fact: Fact) -> str:
    """Return by how much a figure below zero falls, as Chinese says behind 下降; of a range the smaller end first."""
    ends = sorted(abs(end) for end in (fact.value, fact.value_max) if end is not None)
    return _hedged(fact, ends)


def _hedged(fact: Fact, ends: list[Decimal | None] | list[Decimal]) -> str:
    unit = fact.unit or ""
    mark = "%" if unit == "%" else ""
    written = f"{mark}至".join(plain(end) for end in ends if end is not None)
    return (_HEDGES.get(fact.qualifier, "") if fact.qualifier else "") + written + unit


def _is_sayable(fact: Fact) -> bool:
    """Whether what the source prints can stand in a Chinese sentence: it states what the fact does, and no fall."""
    written = fact.as_written or ""
    printed = None if any(char.isascii() and char.isalpha() for char in written) else printed_amount(written)
    if printed is None or printed.direction or (fact.value is not None and fact.value < 0):
        return False
    has_unit = bool(printed.full_unit) or not fact.unit
    return has_unit and printed.qualifier == fact.qualifier and disagreement(fact) is None


def _rank(fact: Fact, lang: str) -> str:
    ends = [plain(end) for end in (fact.value, fact.value_max) if end is not None]
    is_within = fact.qualifier == Qualifier.UNDER  # 前10位
    if lang == "en":
        said = f"in the top {ends[0]}" if is_within else f"{_hedge(fact, 'en')}no. {' to '.join(ends)}"
        return said + (f" among {fact.among}" if fact.among else "")
    unit = fact.unit if fact.unit in {"名", "位", "强"} else "位"
    said = f"前{ends[0]}" if is_within else f"{_hedge(fact, 'zh')}第{'至'.join(ends)}"
    return f"{fact.among or ''}{said}{unit}"


def _hedge(fact: Fact, lang: str) -> str:
    hedges = _HEDGES if lang == "zh" else {Qualifier.ABOUT: "about ", Qualifier.OVER: "above "}
    return hedges.get(fact.qualifier, "") if fact.qualifier else ""


def when(fact: Fact, lang: str) -> str:
    """Return the period as a sentence has it: 2024年上半年, in the first half of 2024; "" where none is stated."""
    written = fact.time_period or ""
    if not written or lang == "zh":
        return period.in_words(written, "zh") if written else ""
    first, slash, last = written.partition("/")
    if first.startswith("P"):
        return f"in the {period.in_words(written, 'en')}"
    if slash:
        return f"since {_point(first)}" if last == ".." else f"from {_point(first)} to {_point(last)}"
    is_part = first[5:6] in {"S", "Q"}
    is_day = len(first) == len("2024-06-30")
    return ("in the " if is_part else "on " if is_day else "in ") + _point(first)


def _point(written: str) -> str:
    """A year, a half, a quarter, a month or a day in English."""
    year, dash, rest = written.partition("-")
    if not dash or not rest[0].isdigit():
        return period.in_words(written, "en")
    month, _, day = rest.partition("-")
    return f"{f'{int(day)} ' if day else ''}{_MONTHS[int(month) - 1]} {year}"


def where(fact: Fact, lang: str) -> str:
    """Return the place that the fact is about, by its English name where there is one; "" where the label has it."""
    area = fact.reference_area or ""
    if lang == "en":
        ids = places.ids_named(text.fold(area)) if area else ()
        known = places.label_of(ids[0], "en") if len(ids) == 1 else ""
        words = f" {label(fact, 'en')} ".replace(",", " ").replace("'s ", " ")
        return "" if any(name and f" {name} " in words for name in (known, area)) else known or area
    short = area.rstrip(_PLACE_ENDINGS)
    behind = fact.label.removeprefix(short)[:1] if len(short) >= _SHORTEST_PLACE else ""
    is_in_label = fact.label.startswith(area) or (fact.label.startswith(short) and behind not in _PLACE_ENDINGS)
    return "" if area and is_in_label else area


def status(fact: Fact, lang: str) -> str:
    """Return how far the figure is settled, "" where it is final."""
    if fact.status is None or fact.status == Status.FINAL:
        return ""
    return fact.status.value if lang == "en" else _STATUSES[fact.status]


def basis(fact: Fact, lang: str) -> str:
    """Return what a rate is against and in which prices, as far as its label does not say so."""
    if lang == "en":
        words = label(fact, "en").lower()
        return ", ".join(said for each in fact.basis if (said := each.value.replace("_", " ")) not in words)
    return "、".join(_BASES[each] for each in fact.basis if _BASES[each] not in fact.label)


def kind(fact: Fact, lang: str) -> str:
    """Return what sort of thing it is, "" for a statistic."""
    if fact.kind == Kind.STATISTIC:
        return ""
    return fact.kind.value if lang == "en" else _KINDS[fact.kind]


def described(fact: Fact, lang: str, *others: str) -> str:
    """Return the figure for a list: 海洋生产总值：345亿元（2024年上半年，即墨区）.

    `others` stand behind in the brackets. A thing has its sort instead of a figure.
    """
    zh = lang == "zh"
    area = fact.reference_area or "" if zh else where(fact, "en")
    time = when(fact, lang)
    time = next((time.removeprefix(word) for word in ("in the ", "in ", "on ") if time.startswith(word)), time)
    about = [status(fact, lang), basis(fact, lang), time, area, *others]
    said = ("，" if zh else ", ").join(filter(None, about))
    brackets = f"（{said}）" if zh else f" ({said})"
    what = figure(fact, lang) or kind(fact, lang)
    return label(fact, lang) + (f"{'：' if zh else ': '}{what}" if what else "") + (brackets if said else "")
