"""Words for growth, share and rank, rise and fall, and what a rate is against, in names and queries."""

from __future__ import annotations

from jimo_cli import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


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
    "rank": listed("""
        排名第几|排第几位|排第几名|排第几|第几位|第几名|居第几|列第几|第几|排名|排位|位次|名次|排行
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
    "rank": listed("rank|ranks|ranked|ranking|rankings"),
}

_RATES = ("rate", "rates")

_DIRECTIONS = {
    "up": listed("增长|增加|上升|提高|涨|growth|grew|grow|growing|increase|increased|rise|rose"),
    "down": listed("""
        下降|下滑|减少|降幅|降了|下跌|跌幅|跌了|缩短|降低|回落|decline|declined|drop|dropped|fall|fell|decrease|decreased|cut
    """),
}
_DIRECTION_WORDS = {
    direction: (frozenset(filter(str.isascii, words)), tuple(word for word in words if not word.isascii()))
    for direction, words in _DIRECTIONS.items()
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
    """Return the concepts, growth, share and rank, that a folded name speaks of."""
    found: set[str] = set()
    if not CONCEPTS_BY_FIRST.keys().isdisjoint(folded):
        found = {concept for concept, words in _CONCEPTS.items() if any(word in folded for word in words)}
    if not folded.isascii() and not found:
        return found
    return found | {concept for word in text.latin_runs(folded) if (concept := CONCEPT_OF_WORD.get(word))}


def without_concepts(folded: str) -> str:
    """Return folded text without its words for growth, share and rank, the year before, and the rate that they are."""
    for words in (_BASES["year_on_year"], *_CONCEPTS.values()):
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
    spoken = text.latin_runs(folded)
    return {
        direction
        for direction, (words, parts) in _DIRECTION_WORDS.items()
        if not words.isdisjoint(spoken) or any(part in folded for part in parts)
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
        进口/出口|顺差/逆差|收入/支出|存款/贷款|资产/负债|产量/销量|生产/消费|产值/增加值|申请/授权|招生/在校
        城镇/农村|城镇/乡村|城市/农村|城市/乡村|男/女|常住/户籍|登记/调查|规模以上/规模以下|规上/规下|限额以上/限额以下
        小学/初中|初中/高中|货物/旅客|货运/客运|公立/民营|公办/民办|火电/水电|名义/实际|现价/不变价|总量/人均|最高/最低
        imports/exports|import/export|surplus/deficit|revenue/expenditure|urban/rural|male/female|men/women|boys/girls
        registered/surveyed
        nominal/real|primary/secondary|secondary/tertiary|primary/tertiary|output/sales|deposits/loans
        assets/liabilities|births/deaths|birth/death
    """)
)
"""Words of which one in the place of the other makes another measure."""

_SUMS = {
    sum_[0]: (f"⇄{at}", sum_[1:])
    for at, sum_ in enumerate(
        sum_.split("/")
        for sum_ in listed("""
            进出口/进口/出口|存贷款/存款/贷款|产销量/产量/销量|出入境/出境/入境
            imports and exports/imports/exports|exports and imports/imports/exports
            import and export/import/export|export and import/import/export
        """)
    )
}
"""Names of a sum, a sign that stands for each, and its two terms, which are in the name but are not what it means."""

SUMS = frozenset(_SUMS)
"""The names of sums."""

_NAMES = {sign: name for name, (sign, _) in _SUMS.items()}
_CONTRASTS += tuple((sign, term) for sign, terms in _SUMS.values() for term in terms)

_CONTRASTED = frozenset(word for pair in _CONTRASTS for word in pair)
_CONTRASTED_BY_FIRST = by_first(word for word in _CONTRASTED if not word.isascii())


def contrasts_of(folded: str) -> list[tuple[str, str]]:
    """Return the words of folded text that have an opposite, each with it, where the text does not have that too."""
    folded = _without_sums(folded)
    has = set(_CONTRASTED.intersection(text.latin_runs(folded)))
    has.update(word for char in set(folded) for word in _CONTRASTED_BY_FIRST.get(char, ()) if word in folded)
    if not has:
        return []
    pairs = (turned for pair in _CONTRASTS for turned in (pair, pair[::-1]))
    return [(_NAMES.get(own, own), _NAMES.get(other, other)) for own, other in pairs if own in has and other not in has]


def has_opposite(folded: str, contrasts: Iterable[tuple[str, str]]) -> bool:
    """Tell whether folded text has the opposite of one of some words, and not that word."""
    folded = _without_sums(folded)
    words = set(text.latin_runs(folded))
    pairs = ((_signed(own), _signed(other)) for own, other in contrasts)
    return any(_has(folded, words, other) and not _has(folded, words, own) for own, other in pairs)


def _signed(word: str) -> str:
    return _SUMS[word][0] if word in _SUMS else word


def _without_sums(folded: str) -> str:
    """Folded text with a sign for each name of a sum: who asks for 出口 does not ask for 进出口."""
    for name, (sign, _) in _SUMS.items():
        folded = folded.replace(name, f" {sign} ")
    return folded


def _has(folded: str, words: set[str], word: str) -> bool:
    return word in words if word.isascii() else word in folded


_BASES = {
    # 比上年末 is none of 比上年: the longer words come first.
    "since_year_end": listed("""
        比年初|较年初|比上年末|较上年末|比上年底|较上年底|比去年末|较去年末|比去年底|较去年底|年初以来
        since the end of last year|since the end of the previous year|since year-end|since year end|year to date|ytd
    """),
    "annual_average": listed("""
        年均增|年平均增|年均下降|年平均下降|average annual growth|annual average growth|average annual increase|cagr
    """),
    "period_on_period": listed("""
        环比|mom|qoq|month-on-month|month on month|quarter-on-quarter|quarter on quarter|period-on-period
        period on period|比上月|较上月|比上季|较上季
    """),
    "year_on_year": listed("同比|yoy|year-on-year|year on year|比上年|比去年|较上年|较去年"),
}
_PRICES = {
    "real": listed("实际|可比价|不变价|real|constant prices|comparable prices"),
    "nominal": listed("名义|现价|当年价|nominal|current prices"),
}
_ONE_WORD = 4
"""Letters of an abbreviation, which is no part of a longer word."""

BASIS_WORDS_BY_FIRST = by_first(word for words in _BASES.values() for word in words if not word.isascii())


BASIS_LETTERS = {
    between.join((word, "on", word)): short
    for word, short in (("year", "yoy"), ("month", "mom"), ("quarter", "qoq"))
    for between in ("-", " ")
}
"""English words for what a rate is against, each with its abbreviation."""


def with_short_bases(folded: str) -> str:
    """Return folded text with the abbreviation of what a rate is against: yoy for year-on-year."""
    for words, short in BASIS_LETTERS.items() if "on" in folded else ():
        folded = folded.replace(words, short)
    return folded


def bases_of(folded: str) -> set[str]:
    """Return what folded text compares with and in which prices, as `basis` of a fact says it; else nothing."""
    return _spoken(folded, _BASES) | _spoken(folded, _PRICES)


def basis_of(folded: str) -> str:
    """Return what folded text compares with: the `year` before, the `period` before; empty where it says neither."""
    bases = _spoken(folded, _BASES)
    return "year" if "year_on_year" in bases else "period" if "period_on_period" in bases else ""


def _spoken(folded: str, known: Mapping[str, Sequence[str]]) -> set[str]:
    """Return which of some meanings have a word in folded text."""
    runs = text.latin_runs(folded)
    found = set()
    for meaning, words in known.items():
        for word in words:
            if word in runs if word.isascii() and len(word) <= _ONE_WORD else word in folded:
                found.add(meaning)
                folded = folded.replace(word, " ")
    return found


def is_basis(asked: Iterable[str], stated: Iterable[str], spoken: Iterable[str]) -> bool:
    """Tell whether a rate is on the basis that is asked for, by what it states itself, else by what its name says.

    A rate of which nothing is known is one against the year before; of prices, one that is not known fits any.
    """
    for known, default in ((_BASES, {"year_on_year"}), (_PRICES, set())):
        wanted = known.keys() & asked
        own = known.keys() & stated or known.keys() & spoken or default
        if wanted and own and not wanted & own:
            return False
    return True


def prices_of(bases: Iterable[str]) -> set[str]:
    """Return those of some bases that are prices."""
    return _PRICES.keys() & bases


def without_bases(folded: str, bases: Iterable[str]) -> str:
    """Return folded text without the words for what a rate is against and for its prices, of some meanings."""
    for basis in bases:
        for word in (*_BASES.get(basis, ()), *_PRICES.get(basis, ())):
            folded = folded.replace(word, " ")
    return folded


_AMONG = listed("全国|全省|全市|全区|全县|全球|世界")
AMONG_BY_FIRST = by_first(_AMONG)


def among_of(folded: str) -> set[str]:
    """Return the words of folded text for all that a rank may be among: 全省 in 全省位次."""
    return {word for word in _AMONG if word in folded}


def without_among(folded: str) -> str:
    """Return folded text with blanks, as many as there were characters, for what a rank is among."""
    for word in among_of(folded):
        for whole in (f"在{word}", word):
            folded = folded.replace(whole, " " * len(whole))
    return folded


FALLS = ("下降", "下滑", "减少", "缩短", "降低", "回落", "下跌", "跌", "降")
RISES = ("增长", "上升", "增加", "提高", "上涨", "涨")
"""What Chinese says before a figure that went down, or up."""
