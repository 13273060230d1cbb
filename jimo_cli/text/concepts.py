"""Words for growth, share, rise and fall in names and queries."""

from __future__ import annotations

from jimo_cli import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def listed(words: str) -> tuple[str, ...]:
    """Return the words of a text that parts them by bars or the ends of lines."""
    lines = "|".join(line.strip() for line in words.strip().splitlines())
    return tuple(lines.split("|"))


def by_first(words: Iterable[str]) -> dict[str, list[str]]:
    """Return words by the character that they begin with."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(word[0], []).append(word)
    return found


_CONCEPTS = {
    "growth": listed("""
        同比增长率|同比增长|增长速度|增长率|增长|增速|增幅|同比|上涨|涨幅|涨了|涨|下降|下滑|降幅|降了
        减少|下跌|跌幅|跌了
    """),
    "share": listed("""
        所占比重|所占比例|占比|比重|份额|比例|百分之几|百分之多少
    """),
}
CONCEPTS_BY_FIRST = by_first(word for words in _CONCEPTS.values() for word in words)

_CONCEPT_WORDS = {
    "growth": listed("""
        growth|grew|grow|growing|increase|increased|rise|rose|yoy|decline|declined|drop
        dropped|fall|fell|decrease
    """),
    "share": listed("""
        share|proportion|percentage|percent|portion
    """),
}

_RATES = ("rate", "rates")

_DIRECTIONS = {
    "up": listed("增长|增加|上升|提高|涨|growth|grew|grow|growing|increase|increased|rise|rose"),
    "down": listed("""
        下降|下滑|减少|降幅|降了|下跌|跌幅|跌了|缩短|降低|回落|decline|declined|drop|dropped|fall|fell|decrease|decreased|cut
    """),
}
_CONCEPT_SOUNDS = {
    "growth": (("zeng", "su"), ("zeng", "zhang"), ("zeng", "fu")),
    "share": (("zhan", "bi"), ("bi", "zhong"), ("fen", "e")),
}
_DIRECTION_FIRSTS = frozenset(word[0] for words in _DIRECTIONS.values() for word in words)

CONCEPT_OF_WORD = {
    word: concept for spoken in (_CONCEPTS, _CONCEPT_WORDS) for concept, words in spoken.items() for word in words
}


def concepts_of(folded: str) -> set[str]:
    """Return the concepts, growth and share, that a folded name speaks of."""
    found = {concept for concept, words in _CONCEPTS.items() if any(word in folded for word in words)}
    if not folded.isascii() and not found:
        return found
    return found | {concept for word in text.runs(folded) if (concept := CONCEPT_OF_WORD.get(word))}


def without_concepts(folded: str) -> str:
    """Return folded text without its words for growth and share, what it is against, and the rate that they are."""
    for words in (_BASES["year"], *_CONCEPTS.values()):
        for word in words:
            folded = folded.replace(word, " ")
    spoken = folded.split()
    if CONCEPT_OF_WORD.keys().isdisjoint(spoken):
        return folded
    return " ".join(word for word in spoken if word not in CONCEPT_OF_WORD and word not in _RATES)


def directions_of(folded: str) -> set[str]:
    """Return the directions, up and down, that folded text speaks of."""
    if _DIRECTION_FIRSTS.isdisjoint(folded):
        return set()
    spoken = text.runs(folded)
    return {
        direction
        for direction, words in _DIRECTIONS.items()
        if any(word in spoken if word.isascii() else word in folded for word in words)
    }


def concept_of_sounds(first: str, second: str) -> str:
    """Return the concept that two syllables spell; empty if none."""
    for concept, sounds in _CONCEPT_SOUNDS.items():
        if (first, second) in sounds:
            return concept
    return ""


_CONTRASTS = tuple(
    tuple(pair.split("/"))
    for pair in listed("""
        进口/出口|进出口/进口|进出口/出口|顺差/逆差|收入/支出|存款/贷款|资产/负债|产量/销量|生产/消费|产值/增加值|申请/授权|招生/在校
        城镇/农村|城镇/乡村|城市/农村|城市/乡村|男/女|常住/户籍|登记/调查|规模以上/规模以下|规上/规下|限额以上/限额以下
        名义/实际|现价/不变价|总量/人均|最高/最低|imports/exports|import/export|surplus/deficit|revenue/expenditure
        urban/rural|male/female|men/women|boys/girls|registered/surveyed|nominal/real|primary/secondary|secondary/tertiary
        primary/tertiary|output/sales|deposits/loans|assets/liabilities|births/deaths|birth/death
    """)
)
"""Words of which one in the place of the other makes another measure."""

_LONGER = {"出口": "进出口"}
"""Words that stand in their opposite and are not said there."""

_CONTRASTED = frozenset(word for pair in _CONTRASTS for word in pair)
_CONTRASTED_BY_FIRST = by_first(word for word in _CONTRASTED if not word.isascii())


def contrasts_of(folded: str) -> list[tuple[str, str]]:
    """Return the words of folded text that have an opposite, each with it, where the text does not have that too."""
    has = {word for word in text.runs(folded) if word.isascii() and word in _CONTRASTED}
    has.update(word for char in set(folded) for word in _CONTRASTED_BY_FIRST.get(char, ()) if _has(folded, set(), word))
    if not has:
        return []
    return [(own, other) for pair in _CONTRASTS for own, other in (pair, pair[::-1]) if own in has and other not in has]


def has_opposite(folded: str, contrasts: Iterable[tuple[str, str]]) -> bool:
    """Tell whether folded text has the opposite of one of some words, and not that word."""
    words = set(text.runs(folded))
    return any(_has(folded, words, other) and not _has(folded, words, own) for own, other in contrasts)


def _has(folded: str, words: set[str], word: str) -> bool:
    if word in _LONGER:
        folded = folded.replace(_LONGER[word], " ")
    return word in words if word.isascii() else word in folded


_BASES = {
    "year": listed("同比|yoy|year-on-year|year on year|比上年|比去年|较上年|较去年"),
    "period": listed(
        "环比|mom|qoq|month-on-month|month on month|quarter-on-quarter|quarter on quarter|比上月|较上月|比上季"
    ),
}


def basis_of(folded: str) -> str:
    """Return what folded text compares with: the `year` before, the `period` before; empty where it says neither."""
    words = text.runs(folded) if folded.isascii() else ()
    for basis, spoken in _BASES.items():
        if any(word in words if len(word) == 3 and word.isascii() else word in folded for word in spoken):  # noqa: PLR2004
            return basis
    return ""


FALLS = ("下降", "下滑", "减少", "缩短", "降低", "回落", "下跌", "跌", "降")
RISES = ("增长", "上升", "增加", "提高", "上涨", "涨")
"""What Chinese says before a figure that went down, or up."""
