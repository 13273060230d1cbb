"""A fact as a sentence that can be quoted, with its source in brackets.

2024年上半年，即墨区海洋生产总值345亿元（《…》，青岛日报，培育壮大海洋产业，第5段）
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.cite import figure
from jimo_cli.cite.locating import place_in_work
from jimo_cli.cite.work import one_line
from jimo_cli.figures import period
from jimo_cli.model import Aspect

if TYPE_CHECKING:
    from jimo_cli.cite.work import Work
    from jimo_cli.model import Fact

_MOST_AUTHORS = 3
_GROWS = ("增长", "上升", "提高", "增加", "扩大")
_FALLS = ("下降", "减少", "降低", "回落", "下滑", "下跌")
_RATES = (
    "增速",
    "增长率",
    "增幅",
    "增长速度",
    "变化",
    "增减",
    "涨幅",
    "升幅",
    "降幅",
    "跌幅",
    "减幅",
    "涨跌幅",
    "比重",
    "占比",
    "份额",
    "比例",
    "率",
)
_HEDGES = ("超", "约", "不足", "近", "逾", "达", "将近")
_RANKS = ("位次", "排名", "排位", "名次")
_WITHIN = str.maketrans("“”", "‘’")
_INNER = str.maketrans("《》", "〈〉")


def quote(fact: Fact, work: Work | None, lang: str) -> str:
    """Return the sentence without a full stop; without a work that is known it has no source."""
    cited = source(work, fact.locator, lang) if work else ""
    return one_line(_english(fact, cited) if lang == "en" else _chinese(fact, cited))


def source(work: Work, locator: str | None, lang: str) -> str:
    """Return what the brackets say: the title, where it was published, the day where one is stated, the place in it."""
    zh = lang == "zh"
    title = work.text("title")
    if title:
        title = f"《{title.translate(_INNER)}》" if zh else f"“{title.translate(_WITHIN)}”"
    by = work.text("container-title") or work.text("publisher") or _by(work, zh=zh)
    place = place_in_work(locator, chinese=zh, comma="，" if zh else ", ")
    return ("，" if zh else ", ").join(filter(None, (title, by, _day(work, lang), place)))


def _by(work: Work, *, zh: bool) -> str:
    names = ("、" if zh else ", ").join(author.full for author in work.authors[:_MOST_AUTHORS])
    others = ("等" if zh else ", et al.") if len(work.authors) > _MOST_AUTHORS else ""
    return names + others


def _day(work: Work, lang: str) -> str:
    written = str(work.issued or "")
    try:
        return period.in_words(written, lang) if period.Period.parse(written) else ""
    except ValueError:
        return written


def _chinese(fact: Fact, cited: str) -> str:
    when, where = figure.when(fact, "zh"), figure.where(fact, "zh")
    said = _measured(fact) if fact.value is not None else _thing(fact)
    about = "，".join(filter(None, (figure.status(fact, "zh"), figure.basis(fact, "zh"))))
    brackets = "；".join(filter(None, (about, cited)))
    return (f"{when}，" if when else "") + where + said + (f"（{brackets}）" if brackets else "")


def _measured(fact: Fact) -> str:
    """The measure and its figure; a fall is said as one, and a rank as a place among others."""
    label, amount = fact.label, figure.figure(fact, "zh")
    if fact.aspect == Aspect.RANK:
        return f"{_without(label, _RANKS)}居{amount}"
    falls = fact.value is not None and fact.value < 0 and (fact.value_max is None or fact.value_max <= 0)
    if fact.aspect == Aspect.GROWTH and falls and label.endswith(_GROWS):
        return f"{_without(label, _GROWS)}下降{figure.magnitude(fact)}"
    if fact.aspect == Aspect.GROWTH and not label.endswith((*_RATES, *_GROWS, *_FALLS)):
        return f"{label}下降{figure.magnitude(fact)}" if falls else f"{label}增长{amount}"
    is_named = label.endswith((*_RATES, "数", fact.unit or "数")) and not amount.startswith(_HEDGES)
    is_named |= label[-1:].isascii()  # 指标5为6个
    return f"{label}为{amount}" if is_named or amount.startswith("-") else label + amount


def _without(label: str, endings: tuple[str, ...]) -> str:
    return next((label.removesuffix(ending) for ending in endings if label.endswith(ending)), label)


def _thing(fact: Fact) -> str:
    parts = f"，包括{'、'.join(fact.parts)}" if fact.parts else ""
    return f"{figure.kind(fact, 'zh')}“{fact.label}”{parts}"


def _english(fact: Fact, cited: str) -> str:
    when, where = figure.when(fact, "en"), figure.where(fact, "en")
    label = figure.label(fact, "en")
    place = f" in {where}" if where else ""
    if fact.value is None:
        said = f"“{label}”, {_article(figure.kind(fact, 'en'))}{place}"
        said += f", made up of {', '.join(fact.parts)}" if fact.parts else ""
    else:
        verb = "ranked" if fact.aspect == Aspect.RANK else "stood at"
        said = f"{label}{place} {verb} {figure.figure(fact, 'en')}"
    about = ", ".join(filter(None, (figure.status(fact, "en"), figure.basis(fact, "en"))))
    brackets = "; ".join(filter(None, (about, cited)))
    return " ".join(filter(None, (said, when, f"({brackets})" if brackets else "")))


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
