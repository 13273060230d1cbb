"""What the head of a column, the name of a row or a title says: of which measure, in which unit, of when and where."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import measures, places, text
from jimo_cli.claims.periods import periods_in, says_year
from jimo_cli.claims.places import lies_in, places_in
from jimo_cli.fields import BETWEEN
from jimo_cli.figures import units
from jimo_cli.imports.cells import without_mark
from jimo_cli.imports.times import When, when
from jimo_cli.model import Aspect, Basis
from jimo_cli.text import concepts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from jimo_cli.claims.places import Mention

_HAN = "\u3400-\u9fff"
_GAP = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_BRACKETS = re.compile(r"(.*?)\s*[(（\[]([^()（）\[\]]+)[)）\]]")
_BEHIND = re.compile(r"(.+?)(?:[,，:：/_]\s*|\s+)([^,，:：/_\s]+)")
_ENGLISH = r"[A-Z][A-Za-z ,.'&/()-]*[a-z][A-Za-z ,.'&/()-]*"
_BILINGUAL = re.compile(rf"([^A-Za-z]*[{_HAN}][^A-Za-z]*?)[\s/]+({_ENGLISH})")
_LATIN_FIRST = re.compile(rf"({_ENGLISH}?)[\s/]+([{_HAN}][^A-Za-z]*)")
_YEAR_BEHIND = re.compile(r"(.*[^0-9=\s_(,-])[\s_(,-]+((?:19|20)[0-9]{2}(?:[- ]?q[1-4])?)\)?", re.IGNORECASE)
_YEAR_BEFORE = re.compile(r"((?:19|20)[0-9]{2}(?:[- ]?q[1-4])?)[\s_-]+([^0-9].*)", re.IGNORECASE)
_COMPARED = re.compile(
    "(?:since|from|base|constant|vs|to|than|over|compared|against|at|before|after|until|by)$", re.IGNORECASE
)
_AGAINST = re.compile(
    r"(.*?)[\s(,]*(?:\bin )?\b((?:19|20)[0-9]{2}) (?:over|from|than|vs\.?|against|compared (?:to|with))"
    r" (?:19|20)[0-9]{2}\b\)?(.*)",
    re.IGNORECASE,
)
"""A year and the one that a rate of it compares with: growth in 2020 over 2019."""

_AGAINST_YEAR = re.compile("^[比较](?:19|20)[0-9]{2}年")
_NUMBER = re.compile(
    r"^(?:附?表|table|tab\.)\s*[0-9一二三四五六七八九十]*(?:[-.–—][0-9]+)*\s*[:：.、]?\s*|^[0-9]+(?:-[0-9]+)+\s*",
    re.IGNORECASE,
)
_OF_PLACES = re.compile(
    "^(?:(?:分|各|按|全国|全省|全市)+(?:地区|省市区|省区市|省份|省市|市州|地州市|盟市|省|市|县区|区县|区市|城市|国家)?分?的?)+"
)
_LEADING = re.compile(
    r"^(?:[#＃·•]\s*|其中\s*[:：]?\s*|[一二三四五六七八九十]{1,3}、\s*|[(（][一二三四五六七八九十0-9]{1,3}[)）]\s*|[0-9]{1,2}[.、]\s*(?![0-9]))+"
)
"""What stands before the name of a row: its number, that it is a part of the row above."""

_NAMELESS = re.compile(
    "(?:主要|基本|经济|社会|国民|统计|综合|发展)*(?:指标|情况|数据|统计表|统计|一览表?|公报|资料|年鉴)?"
)
_PARTNER = re.compile(r"(?:\b(?:with|from|to|against|into|toward|towards)(?: the)? |[对与自从往向赴]|来自|出口到)$")
"""Stands before the place that something comes from or goes to, as in exports to Germany."""

_BEFORE = re.compile(r"\b(?:in|of|for)(?: the)? $")
_JOINED = re.compile(r"\s*(?:\b(?:and|or)\b|[&、和与及])\s*(?=\S)")
"""Stands between places that are named together, one of which may not be known: England and Wales."""

_EMPTY_BRACKETS = re.compile(r"[(（]\s*[)）]")
_ACRONYM = re.compile("[A-Z][0-9]")
"""What tells money from money rather than a unit: 货币和准货币(M2), 货币(M1)."""

_RATE_LEFT = frozenset(("", "速", "率", "同期", "幅", "速度", "rate", "change", "±"))
_OF_RATES = frozenset(("%", "‰", "倍", "个百分点", "百分点"))
_RATE = re.compile(
    "增速|增幅|涨幅|降幅|增长|同比|环比|占比|比重|份额|比例|growth|yoy|year[- ]on[- ]year|share|proportion"
)
"""What is a rate where no unit says that it is an amount; an increase may be one or the other."""

_LONGEST = 200
"""Characters of the longest text of which is asked what it names."""

_LONGEST_UNIT = 24


class Named(NamedTuple):
    """What a text names: a measure as it is written, empty where it names none, with unit, aspect and basis.

    `is_partial` says that it has only an aspect, of a measure that stands elsewhere: 增速.
    """

    label: str
    label_en: str | None = None
    unit: str = ""
    aspect: str | None = None
    basis: str | None = None
    is_partial: bool = False


def joined(shown: str) -> str:
    """Return a text without the blanks that set its characters apart: 地 区."""
    return _GAP.sub("", " ".join(shown.split()))


def language(of: Sequence[Sequence[str]]) -> str:
    """Return the language in which places are named beside some heads: zh where one has a Han character, else en."""
    return "zh" if any(text.is_han(char) for parts in of for part in parts for char in part) else "en"


@cache
def unit_in(shown: str) -> str:
    """Return a text if it is a unit and nothing else, empty for any other text."""
    plain = unicodedata.normalize("NFKC", shown).strip()
    if not plain or len(plain) > _LONGEST_UNIT:
        return ""
    if plain in {"%", "‰", "±%", "+-%"}:
        return plain[-1]
    power, rest = units.without_magnitude(plain)
    parts = rest.split("/") if "/" in rest else [rest]
    is_unit = (power and not rest) or units.is_known(rest) or (len(parts) > 1 and all(map(units.is_known, parts)))
    return shown.strip() if is_unit else ""


_OF_TIME = frozenset(("年", "个月", "周", "天"))


def _unit_within(inner: str) -> str:
    """The unit that the words in the brackets behind an English name have: annual %, current US$, kWh per capita."""
    plain = unicodedata.normalize("NFKC", inner).strip()
    if "%" in plain:
        return "%"
    words = plain.split()
    if not plain.isascii() or not words:
        return ""
    if words[0].lower() == "per":
        return plain
    if unit_in(words[-1]) and len(words) > 1:
        return words[-1]
    is_time = not _OF_TIME.isdisjoint(units.meaning_of(words[0]))  # years ending 31 March
    return plain if (len(words) > 1 and len(words[0]) > 1 and unit_in(words[0]) and not is_time) else ""


def _with_unit(label: str) -> tuple[str, str]:
    """A name without the unit that stands behind it, and that unit: in brackets, or behind a comma or a bar."""
    if label.endswith(("%", "‰")) and not label[:-1].isascii():
        return label[:-1].rstrip(" (（"), label[-1]
    if brackets := _BRACKETS.fullmatch(label):
        if _ACRONYM.fullmatch(brackets[2].strip()):
            return label, ""
        if unit := unit_in(brackets[2]):
            return brackets[1], unit
        return label, _unit_within(brackets[2])
    behind = _BEHIND.fullmatch(label)
    if behind and not behind[2].isascii() and len(behind[2]) > 1 and (unit := unit_in(behind[2])):
        return behind[1], unit
    return label, ""


@lru_cache(8192)
def named(shown: str) -> Named:
    """Return what a head or the name of a row says of a measure."""
    if len(shown) > _LONGEST:
        return Named(" ".join(shown.split()))
    label = _LEADING.sub("", joined(without_mark(shown.strip())[0])) or shown.strip()
    label, unit = _with_unit(label)
    label, english = in_two_languages(label)
    if not unit and english:
        label, unit = _with_unit(label)
    return _with_aspect(Named(label, english, unit))


def in_two_languages(label: str) -> tuple[str, str | None]:
    """Return the Chinese and the English of a text that has both, else the text and None."""
    if len(label) > _LONGEST:
        return label, None
    if both := _BILINGUAL.fullmatch(label):
        return both[1].strip(), both[2].strip()
    if both := _LATIN_FIRST.fullmatch(label):
        return both[2].strip(), both[1].strip()
    return label, None


def _with_aspect(found: Named) -> Named:
    folded = text.fold(found.label)
    spoken = concepts.concepts_of(folded) & {"growth", "share"}
    bases = concepts.bases_of(folded)
    rest = text.key(concepts.without_concepts(concepts.without_bases(folded, bases)))
    is_partial = bool(spoken or bases & {"year_on_year", "period_on_period"}) and rest in _RATE_LEFT
    is_rate = found.unit in _OF_RATES or (not found.unit and _RATE.search(folded) is not None)
    falls = concepts.directions_of(folded) == {"down"}  # a fall of 3.2 % is no growth of 3.2 %
    if measures.ids_of(folded) or falls or not is_rate or not (is_partial or "growth" in spoken):
        return found._replace(is_partial=is_partial and not measures.ids_of(folded))
    aspect = Aspect.SHARE if spoken == {"share"} else Aspect.GROWTH
    basis = BETWEEN.join(str(basis) for basis in Basis if basis in bases) if aspect is Aspect.GROWTH else ""
    return found._replace(aspect=str(aspect), basis=basis or None, is_partial=is_partial)


@cache
def _names() -> frozenset[str]:
    """The names of all places: a table may have many that are none."""
    return places.keys()


def without_lead(shown: str) -> str:
    """Return the name of a place without the dots and blanks before it that say how deep it stands: ..Texas."""
    return shown.strip().lstrip("\u3000 .·•…")


@lru_cache(65536)
def place_in(shown: str) -> str:
    """Return the id of the place that a text names, by any of its names; empty for any other text."""
    plain = joined(without_mark(without_lead(shown))[0])
    for name in dict.fromkeys((plain, plain.replace(" ", ""), in_two_languages(plain)[0])):
        folded = text.fold(name)
        if folded in _names() and (ids := places.ids_named(folded)):
            return ids[0]
        if folded == "全国":
            return "CHN"
    return ""


def place_beside(shown: str, others: Collection[str]) -> str:
    """Return a name that only one place has, of one in the country of most others with the name of another country.

    That is 佐治亚州 of Georgia in a table of states of the US; empty for any other name.
    """
    ids = places.ids_named(text.fold(shown))
    if len(ids) < 2:  # noqa: PLR2004
        return ""
    countries = Counter(of.partition("-")[0] if "-" in of else "" for of in others if of not in ids)
    country, count = countries.most_common(1)[0] if countries else ("", 0)
    own = [of for of in ids if country and of.startswith(f"{country}-")]
    if len(own) != 1 or own[0] == ids[0] or count * 2 <= countries.total():
        return ""
    names = (places.label_of(own[0], lang) for lang in ("en", "zh"))
    return next((name for name in names if name and len(places.ids_named(text.fold(name))) == 1), "")


@lru_cache(65536)
def place_of_code(shown: str) -> str:
    """Return the id of the place with a code; empty for any other text."""
    code = shown.strip()
    return (places.id_of_code(code) or "") if 1 < len(code) <= 12 and code.isascii() else ""  # noqa: PLR2004


class Title(NamedTuple):
    """What a title says: the place and the period that it names, and the measure that is left of it, if any."""

    area: str
    period: str
    label: str
    unit: str


def without_number(shown: str) -> str:
    """Return a title without the number of its table: 表1 月度数据."""
    return shown[match.end() :] if (match := _NUMBER.match(shown)) else shown


def title_in(shown: str) -> Title:
    """Return what a title says."""
    plain = without_number(joined(shown[:_LONGEST]))
    label, unit = _with_unit(plain)
    if "%" in unit and not label.endswith(("%", ")", "）")) and label == plain:
        unit = ""
    folded = text.fold(unicodedata.normalize("NFKC", label))
    whole = when(label)
    times = [whole.period] if whole and whole.period else []
    found = [mention for mention in periods_in(folded, None, chinese=not folded.isascii()) if says_year(mention.period)]
    times = times or [mention.period for mention in found]
    areas = _places_of_title(folded)
    spans = [*((time.start, time.end) for time in found), *((_with_word(folded, area), area.end) for area in areas)]
    rest = label if len(folded) != len(label) else _without(label, spans)
    rest = _OF_PLACES.sub("", _EMPTY_BRACKETS.sub("", rest).strip(" 的-:：,，、"))
    name = label[areas[-1].start : areas[-1].end] if areas and len(folded) == len(label) else ""
    is_named = not _NAMELESS.fullmatch(rest)
    return Title(name, times[0] if len({*times}) == 1 else "", rest if is_named else "", unit)


def place_of_name(name: str, lang: str) -> str:
    """Return the place that the name of a file or a sheet names, in a language; empty where it names none."""
    area = title_in(name).area
    of = place_in(area) if area.isascii() else ""
    return (places.label_of(of, lang) or area) if of else area


def _places_of_title(folded: str) -> list[Mention]:
    """The place that a title is of, behind those in which it lies (江苏省南京市).

    There is none where the title names several that lie apart, or one that something goes to.
    """
    found = [mention for mention in places_in(folded) if mention.name and mention.start < len(folded)]
    if not found or any(_PARTNER.search(folded[: mention.start]) for mention in found):
        return []
    if any(not lies_in(inner.name, outer.name) for outer, inner in pairwise(found) if inner.name != outer.name):
        return []
    return [] if _JOINED.match(folded, found[-1].end) else found


def _with_word(folded: str, area: Mention) -> int:
    """Where the name of a place begins with the word before it that is of no use without it: births in Scotland."""
    word = _BEFORE.search(folded[: area.start])
    return word.start() if word else area.start


def _without(label: str, spans: list[tuple[int, int]]) -> str:
    kept = [char for at, char in enumerate(label) if not any(start <= at < end for start, end in spans)]
    return " ".join("".join(kept).split())


def _split_ascii(plain: str) -> tuple[When | None, str] | None:
    if against := _AGAINST.fullmatch(plain):
        return when(against[2]), f"{against[1]}{against[3]}".strip()
    behind, before = _YEAR_BEHIND.fullmatch(plain), _YEAR_BEFORE.fullmatch(plain)
    if behind and not _COMPARED.search(behind[1]):
        return when(behind[2]), behind[1]
    return (when(before[1]), before[2]) if before else None


@lru_cache(1024)
def split_period(shown: str, year: str = "") -> tuple[When | None, str]:
    """Return the period that a head names, None where it names none, and what is left of the head."""
    part = joined(without_mark(shown.strip())[0])
    whole = when(part, year)
    if whole or len(part) > _LONGEST:
        return whole, "" if whole else part
    plain = unicodedata.normalize("NFKC", part)
    if len(plain) != len(part):
        return None, part
    if plain.isascii():
        return _split_ascii(plain) or (None, part)
    found = periods_in(text.fold(plain), None)[:1]
    if not found or found[0].start or not says_year(found[0].period) or found[0].is_compared:
        return None, part
    return When(found[0].period), _AGAINST_YEAR.sub("", part[found[0].end :].strip())
