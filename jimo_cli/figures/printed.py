"""Figures as sources print them, in Chinese and in English, parsed into what their words say.

A text with any word that is not known here is refused: a guess would be worse than nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.figures.decimals import last_place
from jimo_cli.figures.numerals import EN_VALUES, MAGNITUDES, NUMERALS, UNITS_LIKE_MAGNITUDES
from jimo_cli.figures.printed_numbers import IN_NUMBERS, number_at
from jimo_cli.figures.units import currencies, meaning_of, without_brackets
from jimo_cli.text.concepts import FALLS, RISES

if TYPE_CHECKING:
    from collections.abc import Iterable


class End(NamedTuple):
    """A number and the magnitude behind it, empty where there is none: 345 and 亿.

    `unit` is the one that the number brings (百分之五), `beside` are the hedges next to it, and `stop` is
    the position behind it. One that `is_bare` is a magnitude alone, which counts where it is hedged: 近万人.
    """

    number: Decimal
    magnitude: str
    unit: str
    beside: frozenset[str]
    stop: int
    is_bare: bool = False


class Wording(NamedTuple):
    """A figure as it is worded; `high` is set for a range only.

    `unit` is without magnitude. `hedges` are the qualifiers that the words may mean, the likeliest first:
    近200名 is about 200, or under it. `direction` is -1 for a fall, 1 for a rise; 0 for neither, and for
    the figure that something fell or rose to.
    """

    low: End
    high: End | None
    unit: str
    hedges: tuple[str, ...]
    direction: int


_FRAME, _REACHED, _BETWEEN, _ODD = "frame", "reached", "between", "odd"
_BEFORE = {
    _FRAME: "同比|环比|年均|平均|累计|共计|共有|共|合计|总计|达到|达|实现|完成|新增|占比|占|为|是|有|了|净|+|"
    "a total of|an average of|reached|reaching|was|by|of|an|a",
    "over": "超过|超出|超|逾|突破|高于|多于|大于|不少于|不低于|不小于|至少|最少|>|≥|over|more than|greater than|above|"
    "at least|no less than|not less than|no fewer than|exceeding|exceeds|exceeded|in excess of|upwards of",
    "under": "不足|低于|少于|小于|不到|未达|不超过|未超过|不多于|不高于|不大于|至多|最多|<|≤|under|below|less than|"
    "fewer than|up to|at most|no more than|not more than|not exceeding",
    "near": "将近|接近|近|nearly|almost|close to",
    "about": "大约|约为|约合|大概|约|about|around|approximately|approx.|roughly|some|circa",
    "down": f"{'|'.join(FALLS)}|负增长|零下|减|down|fell|fall of|dropped|drop of|declined|decline of|decreased|"
    "decrease of|reduced|reduction of|minus",
    "up": f"{'|'.join(RISES)}|提升|回升|增|升|up|grew|growth of|rose|rise of|increased|increase of",
    _REACHED: "到|至|to",
    _BETWEEN: "between",
    **{currency: words for currency, (_, _, words) in currencies().items() if words},
}
_AFTER = {
    _FRAME: "之间|year on year|year-on-year|yoy|month on month|month-on-month|in total|altogether",
    "over": "及以上|以上|之多|多|or more|and more|or above|and above|or over|and over",
    "under": "及以下|以下|以内|之内|or less|or fewer|or below|and below|or under",
    "about": "左右|上下|or so",
}
_BESIDE = {"over": "余|多|+|plus", _ODD: "来"}
_MEANINGS = {
    "over": ("over",),
    "under": ("under",),
    "about": ("about",),
    "near": ("about", "under"),
    _ODD: ("about", "over"),
}


def _by_word(words_of: dict[str, str]) -> dict[str, str]:
    """The roles of words by the words, the longest first."""
    roles = {word: role for role, words in words_of.items() for word in words.split("|")}
    return dict(sorted(roles.items(), key=lambda entry: -len(entry[0])))


def _any_of(words: Iterable[str]) -> str:
    """A pattern for one of the words; one that ends in a Latin letter goes on in none."""
    return "|".join(re.escape(word) + ("(?![a-z])" if "a" <= word[-1] <= "z" else "") for word in words)


_BEFORE_ROLES, _AFTER_ROLES, _BESIDE_ROLES = _by_word(_BEFORE), _by_word(_AFTER), _by_word(_BESIDE)
_TAILS = tuple(_AFTER_ROLES)
_WORD_BEFORE = re.compile(f"({_any_of(_BEFORE_ROLES)}) ?", re.IGNORECASE)
_WORD_BESIDE = re.compile(f"[- ]?({_any_of(_BESIDE_ROLES)})", re.IGNORECASE)
_COMPARED = re.compile("[比较](?:上年同期|去年同期|上年同月|上年末|上年底|去年底|上年|去年|上月|上季度|年初) ?")
_MINUS = re.compile(f"(?:[-−–‐‑‒▲△▼▽] ?(?=[0-9])|负 ?(?=[0-9]|[百千万]分之|[{NUMERALS}]))")
_BARE = re.compile(f"(?!{'|'.join(UNITS_LIKE_MAGNITUDES)})(?=[万亿])")
_TERMS = re.compile(r"[^0-9%:]*?((?:[0-9]+(?:\.[0-9]+)? ?%? ?: ?)+[0-9]+(?:\.[0-9]+)?) ?%?", re.ASCII)
_WHOLE = 100
_MAGNITUDE = re.compile(
    f" ?(?!{'|'.join(UNITS_LIKE_MAGNITUDES)})({_any_of(sorted(MAGNITUDES, key=len, reverse=True))})", re.IGNORECASE
)

_TO = re.compile(
    "(?P<unit>[^-0-9~–—至到]{0,20}?) ?(?:——|[-~–—至到]|to(?= )|(?P<both>and(?= ))) ?",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?:[^\W\d_]|(?<=[a-z])[23](?![0-9])|[%‰‱°/·' ]|(?<=[a-z])-(?=[a-z]))*", re.IGNORECASE)
_PER = re.compile("/(?:十万|百万|万|千|百)")
# With such a word the figure goes on, or is another one than it seems.
_GOES_ON = re.compile(
    "(?:of|in|out|to|and|or|x|m|k|st|nd|rd|th|fold|times as|per(?! cent| mille))(?![a-z0-9])|"
    ".* of (?!standard coal|age)|余|多|来|.*(?:以上|以下|以内|之内|左右|上下)|"
    ".*(?<![a-z])(?:lower|higher|fewer|less|more|half|halves|thirds?|quarters?|dozens?|"
    rf"{'|'.join((*EN_VALUES, *filter(str.isascii, MAGNITUDES)))})(?![a-z])",
    re.IGNORECASE,
)
_REMARK = re.compile(r"([^()]+?) ?\([^()]*\)")
_HAN = re.compile("[\u3400-\u9fff]")
_MONEY = re.compile(".*元(?:人民币)?")


def is_money(unit: str) -> bool:
    """Return whether a unit without magnitude is one of money."""
    return _MONEY.fullmatch(unit) is not None or any(map(currencies().__contains__, meaning_of(unit)))


def parse(text: str) -> Wording:
    """Return the parts of a printed figure.

    Raises ValueError where the text is not one figure, or has a word that is not known.
    """
    plain = re.sub(r"\bU\.S\.", "US", " ".join(text.split()), flags=re.IGNORECASE)
    plain = without_brackets(plain)
    with_remark = _REMARK.fullmatch(plain)
    wording = _wording(with_remark[1] if with_remark else plain)
    if wording is None or (with_remark and not wording.unit):
        message = f"{text!r} is not a figure"
        raise ValueError(message)
    return wording


def shares(text: str) -> tuple[Decimal, ...]:
    """Return the terms of a ratio that are shares of one whole, as 25.72:26.84:47.44 are; none for another text.

    Shares are rounded, each to its last digit, so that their sum may miss 100 by a unit or so in it.
    """
    match = _TERMS.fullmatch(" ".join(text.split()))
    terms = tuple(Decimal(term.strip(" %")) for term in (match[1] if match else "0").split(":"))
    step = Decimal(1).scaleb(min(map(last_place, terms)))
    missed = abs(sum(terms, Decimal(-_WHOLE)))
    return terms if missed <= step * len(terms) / 2 else ()


def _wording(plain: str) -> Wording | None:
    roles, pos = _roles_before(plain)
    first = _end_at(plain, pos)
    to = first and _TO.match(plain, first.stop)
    second = _end_at(plain, to.end()) if to else None
    last = second or first
    if first is None or last is None or (second is not None) < (_BETWEEN in roles):
        return None
    rest, tail = _without_tail(plain[last.stop :].strip())
    unit = _priced(_unit(rest, last.unit or first.unit), roles, in_english=_HAN.search(plain) is None)
    hedging = _MEANINGS.keys() & {*roles, *first.beside, *last.beside, *tail}
    if unit is None or len(hedging) > 1 or (first.is_bare or last.is_bare) > bool(hedging and not second):
        return None
    hedges = _MEANINGS[hedging.pop()] if hedging else ("exact",)
    if to and second:
        if (to["both"] and _BETWEEN not in roles) or not {"exact", "about"} & {*hedges[:1]}:
            return None
        ends = _range(first, second, to["unit"].strip(), unit)
        return ends and _directed(Wording(*ends, unit, ("range",), 0), roles)
    of_level = unit.startswith("级") and first.magnitude  # 千亿级 is a class, no figure
    return None if of_level else _directed(Wording(first, None, unit, hedges, 0), roles)


def _roles_before(plain: str) -> tuple[frozenset[str], int]:
    """The roles of the words before the number, and where they stop."""
    roles, pos = set(), 0
    while match := _COMPARED.match(plain, pos) or _WORD_BEFORE.match(plain, pos):
        roles.add(_BEFORE_ROLES.get(match[0].strip().lower(), _FRAME))
        pos = match.end()
    return frozenset(roles), pos


def _without_tail(rest: str) -> tuple[str, set[str]]:
    """The text behind the number without the words at its end that are no unit, and their roles."""
    roles = set()
    while (lowered := rest.lower()).endswith(_TAILS):
        word = next(word for word in _TAILS if lowered.endswith(word))
        before = rest[: -len(word)]
        if word.isascii() and before[-1:] not in {"", " ", "%"}:
            break
        roles.add(_AFTER_ROLES[word])
        rest = before.strip()
    return rest, roles


def _unit(rest: str, brought: str) -> str | None:
    """The unit behind the number, None where the text there is none."""
    unit = rest[1:] if rest.startswith("大") and len(rest) > 1 else rest
    known = _PER.sub("/", unit)
    for word in UNITS_LIKE_MAGNITUDES:
        known = known.replace(word, "")
    if _UNIT.fullmatch(unit) is None or _GOES_ON.match(unit) or not set(known).isdisjoint(IN_NUMBERS) or "分之" in unit:
        return None
    return (brought or unit) if unit in {"", brought} or not brought else None


def _priced(unit: str | None, roles: frozenset[str], *, in_english: bool) -> str | None:
    """The unit with the currency before the number; None where the two differ."""
    known = [currency for currency in currencies() if currency in roles]
    if unit is None or not known:
        return unit
    if len(known) > 1 or (unit and known[0] not in meaning_of(unit)):
        return None
    return unit or (currencies()[known[0]][1] if in_english else known[0])


def _end_at(plain: str, pos: int) -> End | None:
    minus = _MINUS.match(plain, pos)
    found = number_at(plain, minus.end() if minus else pos)
    is_bare = found is None and minus is None and _BARE.match(plain, pos) is not None
    if found is None and not is_bare:
        return None
    number, unit, pos = found or (Decimal(1), "", pos)
    beside = set()
    if hedge := _WORD_BESIDE.match(plain, pos):
        beside.add(_BESIDE_ROLES[hedge[1].lower()])
        pos = hedge.end()
    magnitude = _MAGNITUDE.match(plain, pos)
    pos = magnitude.end() if magnitude else pos
    if magnitude and (hedge := _WORD_BESIDE.match(plain, pos)):
        beside.add(_BESIDE_ROLES[hedge[1].lower()])
        pos = hedge.end()
    number = number.copy_negate() if minus else number
    return End(number, magnitude[1].lower() if magnitude else "", unit, frozenset(beside), pos, is_bare)


def _range(low: End, high: End, between: str, unit: str) -> tuple[End, End] | None:
    """Both ends of a range, with the magnitude behind the second one where it is meant for both: 3至5亿元."""
    if (between or low.unit or unit).lower() != unit.lower():
        return None
    shared = low._replace(magnitude=low.magnitude or ("" if between else high.magnitude))
    return next(((end, high) for end in (shared, low) if _size(end) < _size(high)), None)


def _size(end: End) -> Fraction:
    return Fraction(end.number) * Fraction(10) ** MAGNITUDES.get(end.magnitude, 0)


def _directed(wording: Wording, roles: frozenset[str]) -> Wording | None:
    """The figure with the sign of a fall; None where the words name two directions."""
    low, high, *_ = wording
    below_zero = low.number.is_signed()
    if _REACHED in roles:
        return wording
    if "down" not in roles:
        return wording._replace(direction=-1 if below_zero else 1 if "up" in roles else 0)
    if below_zero or "up" in roles:
        return None
    ends = [end._replace(number=end.number.copy_negate()) for end in (low, high) if end]
    return wording._replace(low=ends[-1], high=ends[0] if high else None, direction=-1)
