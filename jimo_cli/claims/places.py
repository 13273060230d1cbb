"""The places that running text names, and how two of them are related."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import places, text
from jimo_cli.places import keys as names
from jimo_cli.places.spellings import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_RANKS = "省市县区州旗"
_SHAPED = re.compile(
    rf"(?:(?![是全各本我咱们该每个某哪一二两三四五六七八九十份自在为和与及的年月日从由向对到于入较比{_RANKS}])[\u3400-\u9fff]){{2,4}}?"
    rf"(?:自治[区州县旗]|特别行政区|[{_RANKS}])(?![级场域间委直镇乡街{_RANKS}])"
)
_NO_PLACE = re.compile(
    "^(?:[东西中南北]部|东北)地区$|^(?:经开|高新|保税|开发|工业|新|园|老城|主城|中心城|城|郊|辖)区$|山区|景区|棚户区|开发|示范|新增|城区|社区|园区|郊区|地区|小区|[增上超都股门]$|[降完成]$|[片灾牧林库湖]区$"
)
# What follows the name of a place in the name of something else.
_IN_A_NAME = re.compile(
    "大学|学院|银行|医院|大道|路|街|机场|火车站|站|集团|公司|啤酒|海关|地铁|师范|理工|农商|港(?!澳|元|股|口)|杯|号|"
    "[日晚商时晨早]报|卫视|电视台|师傅|车站|新区|开发区|高新(?:技术产业开发)?区|经开|保税|半岛|湾|实验室|研究|大厦|广场|公园|大桥|高铁|高速|铁路|公路|·|条约|宣言|共识|协定"
)
_IN_A_NAME_OF_A_CITY = re.compile("大学|学院|银行|医院|集团|公司|[日晚商时晨早]报|卫视|电视台|实验室")
"""What follows the name of a city with its 市: 青岛市公路 are its roads, 青岛路 is one."""

_BEFORE_A_PLACE = "在为和与及对到于从是由的让使据给省市区州向往赴至比较"
# A date ends there too: 2024年北京, but 千年商都.
_BEHIND_WORD = re.compile("(?:[0-9][年月日]|其中|显示|预计|截至|截止|目前|以来|当中|同期)$")
_RELATIVE = re.compile(
    "全([国省市区县])(?!性)|[我本该]([国省市区县])|(?<![a-z])(nationwide|national)(?![a-z])"
    r"|(?<![a-z])(?:in|across|of)\sthe\s(province|city|district|county)(?![a-z])"
)
_RANK_IN_ENGLISH = {"province": "省", "city": "市", "district": "区", "county": "县"}
_ANOTHER = re.compile("(?:相?邻|外|兄弟|周边)(?:的)?(?:省会|[省市县](?!场|级|民|政|内|长|委)|区县|城市)(?:省会)?")
"""A place that is not named, and none that the text is about: 邻省省会."""

NATION = re.compile("我国|全国(?!性)|中国(?![\u3400-\u9fff]{0,6}(?:公司|集团|银行|大学|协会))")
CHINA = "中国"
_NONE: Mapping[str, str] = MappingProxyType({})
_GROUPS = ("g-", "un-", "cn-r", "WLD")
_LONGEST = 12
_SHAPED_LATIN = re.compile(
    "(?<![a-z])(?!(?:the|this|a|an|whole|entire|our|each|every|in|of|any|and|per|host|capital|home|major|by) )"
    "[a-z]+ (?:province|city|county|district|prefecture|autonomous region)(?![a-z])"
)
_LATIN = re.compile(r"(?<![A-Za-z])[a-z]")
_LETTER = re.compile("[a-z]")
_WORDS_LATIN = re.compile(r"(?<![a-z])(?:[a-z]\.){2,}|[a-z]+")
"""Words, of which one may be an abbreviation with dots: u.s."""

_OPENED = frozenset("\"'“‘《「『【")


_DATELINE = re.compile(r"\s?(?:[0-9]{1,2}月)?[0-9]{1,2}日(?:电|讯|消息)")
"""Behind the place that a report of an agency was sent from, which is none that it is about: 北京3月15日电."""


class Mention(NamedTuple):
    """A place that a text names at `start` to `end`; a relative one (全市) has its rank instead of a name."""

    start: int
    end: int
    name: str
    rank: str = ""


class Known:
    """Places that a document may name, by their spellings; one of a single character is none.

    Found by their first two characters, so that a text takes no longer the more places there are.
    """

    def __init__(self, names: Mapping[str, str] = _NONE) -> None:
        self._names = {spelling: name for spelling, name in names.items() if len(spelling) > 1}
        lengths: dict[str, set[int]] = {}
        for spelling in self._names:
            lengths.setdefault(spelling[:2], set()).add(len(spelling))
        self._lengths = {pair: sorted(found, reverse=True) for pair, found in lengths.items()}
        self._of_rank: dict[str, set[str]] = {}
        for name in self._names.values():
            self._of_rank.setdefault(name[-1:], set()).add(name)

    def __bool__(self) -> bool:
        return bool(self._names)

    def only_one(self, rank: str) -> str:
        """Return the place whose name ends with a rank (省, 市, 区, 县); empty where there are several or none."""
        found = self._of_rank.get(rank, ())
        return next(iter(found)) if len(found) == 1 else ""

    def found_in(self, plain: str) -> Iterator[Mention]:
        """Yield the places that a normalized text names, each by its longest spelling, one behind the other."""
        at, last = 0, len(plain) - 1
        while at < last:
            lengths = self._lengths.get(plain[at : at + 2])
            end = self._end(plain, at, lengths) if lengths else 0
            if end:
                yield Mention(at, end, self._names[plain[at:end]])
            at = end or at + 1

    def _end(self, plain: str, start: int, lengths: Iterable[int]) -> int:
        """Where the longest spelling ends that stands at a position, in letters only as whole words; 0 for none."""
        for length in lengths:
            spelling = plain[start : start + length]
            end = start + len(spelling)
            if spelling in self._names and not (spelling.isascii() and _is_in_word(plain, start, end)):
                return end
        return 0


def _is_in_word(plain: str, start: int, end: int) -> bool:
    """Tell whether letters stand right before or behind a part of a normalized text."""
    return _LETTER.match(plain, end) is not None or (start > 0 and _LETTER.match(plain, start - 1) is not None)


_NO_OTHERS = Known()


@cache
def _first_pairs() -> frozenset[str]:
    return frozenset(name[:2] for name in names() if not name.isascii())


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.partition(" ")[0] for name in names() if name.isascii())


@lru_cache(8192)
def _length(begin: str) -> int:
    """How long the place is that a text begins with; the world and groups of countries are mostly partners."""
    length = places.longest_prefix(begin)
    ids = places.ids_named(begin[:length]) if length else ()
    return 0 if ids and all(one.startswith(_GROUPS) for one in ids) else length


def places_in(plain: str, known: Known = _NO_OTHERS) -> list[Mention]:
    """Return the places that a normalized text names, in its order, each by the longest name; no part of another name.

    `known` are places beside those of the table.
    """
    found: list[Mention] = []
    end = 0
    for mention in sorted(_candidates(plain, known), key=lambda mention: (mention.start, -mention.end)):  # known first
        if mention.start >= end:
            end = mention.end
            if not _DATELINE.match(plain, end):
                found.append(mention)
    return found


def _candidates(plain: str, known: Known) -> Iterator[Mention]:
    if known:
        found = known.found_in(plain)
        yield from (one for one in found if not _is_in_a_name(plain[one.start : one.end], plain, one.end))
    for match in _ANOTHER.finditer(plain):
        yield Mention(*match.span(), match[0])
    pairs = _first_pairs()
    for at in range(len(plain) - 1):
        if plain[at : at + 2] in pairs and (length := _length(plain[at : at + _LONGEST])):
            yield from _sound(plain, at, at + length)
    if _LATIN.search(plain):
        yield from _in_latin(plain)


def _length_in_latin(plain: str, start: int) -> int:
    """How long the place is that stands at a position; turkey is one where it has something: turkey's exports."""
    begin = plain[start : start + 40]
    length = places.longest_prefix(begin, everyday=True)
    return length if length and plain.startswith("'s ", start + length) else _length(begin)


def _in_latin(plain: str) -> Iterator[Mention]:
    for match in _SHAPED_LATIN.finditer(plain):
        yield Mention(*match.span(), match[0])
    for match in _WORDS_LATIN.finditer(plain):
        if match[0] in _first_words() and (length := _length_in_latin(plain, match.start())):
            end = match.start() + length
            if not plain[end : end + 1].isalpha():
                yield Mention(match.start(), end, plain[match.start() : end])


def _is_in_a_name(place: str, plain: str, end: int) -> bool:
    """Tell whether what follows a place makes the name of something else of it: 胶州湾."""
    follows = _IN_A_NAME_OF_A_CITY if place.endswith(("省", "市", "县", "区")) else _IN_A_NAME
    return follows.match(plain, end) is not None


def _sound(plain: str, start: int, end: int) -> Iterator[Mention]:
    """The place, unless it is a part of a word or of the name of something else."""
    name = plain[start:end]
    if _is_in_a_name(name, plain, end) or _begins_a_title(name, plain, start):
        return
    if _stands_out(name) or not _is_within_word(plain, start):
        yield Mention(start, end, name)


def _begins_a_title(name: str, plain: str, start: int) -> bool:
    """Tell whether a short name is the begin of one in quotation marks, of a brand or a campaign: “江源巧姑”."""
    follows = plain[start + len(name) : start + len(name) + 1]
    return plain[start - 1 : start] in _OPENED and "\u3400" <= follows <= "\u9fff" and may_be_a_word(name)


@lru_cache(8192)
def _stands_out(name: str) -> bool:
    """Tell whether a name is one of a place within a run of characters too: of a province, or with its rank."""
    return name[-1] in _RANKS or any(one.isdecimal() and one.endswith("0000") for one in places.ids_named(name))


def may_be_a_word(name: str) -> bool:
    """Tell whether a name is that of a Chinese city or county in two characters, which may begin another name."""
    is_short = len(name) == 2 and not name.isascii() and not _stands_out(name)  # noqa: PLR2004
    return is_short and all(one.isdecimal() for one in places.ids_named(name))


def _is_within_word(plain: str, start: int) -> bool:
    """Tell whether what looks like a place begins within a run of characters: 中东 in 二十八中东部分校."""
    before = plain[start - 1 : start] if start else ""
    if not "\u3400" <= before <= "\u9fff" or before in _BEFORE_A_PLACE:
        return False
    return not _BEHIND_WORD.search(plain, max(0, start - 3), start)


def spelt(areas: Iterable[str]) -> dict[str, str]:
    """Return places by their spellings: in characters with their rank and without, in pinyin."""
    return {spelling: area for area in areas for spelling in spellings(area) if len(spelling) > 1}


def shaped_in(plain: str) -> Counter[str]:
    """Return what ends like a place in a normalized text and is in no table, with how often it stands there.

    云泽区 may be one; that 建设市 is none can only be told from what else the text says.
    """
    found = (match for match in _SHAPED.finditer(plain) if not _NO_PLACE.search(match[0]))
    return Counter(match[0] for match in found if not _is_within_word(plain, match.start()))


def relatives_in(plain: str) -> list[Mention]:
    """Return the words of a normalized text for the place that it is about or one around it: 全市, 我省."""
    found = (
        (match, match[1] or match[2] or _RANK_IN_ENGLISH.get(match[4] or "", "国"))
        for match in _RELATIVE.finditer(plain)
    )
    return [Mention(*match.span(), "", rank) for match, rank in found]


@lru_cache(4096)
def full_name(name: str) -> str:
    """Return the full name of a place in the language that it is named in; the name itself where several have it."""
    ids = places.ids_named(text.fold(name))
    return places.label_of(ids[0], "en" if name.isascii() else "zh") if len(ids) == 1 else name


@lru_cache(4096)
def around(name: str, rank: str) -> str:
    """Return the place of a rank (国, 省, 市, 区, 县) that a place is or lies in; empty where that cannot be told.

    Of a place that no table has, the place itself where its name ends like the rank.
    """
    if rank == "国":
        return CHINA
    ids = places.ids_named(text.fold(name))
    if len(ids) != 1:
        return name if name.endswith(rank) else ""
    at: str | None = ids[0]
    while at is not None:
        if places.label_of(at, "zh").endswith(rank):
            return places.label_of(at, "zh")
        at = places.within(at)
    return ""


def is_same(one: str, other: str) -> bool:
    """Tell whether two names may be of one place: 即墨, 即墨区, Jimo; 全国 is China."""
    (bare, ids), (other_bare, other_ids) = _identity(one), _identity(other)
    # An address ends with the place: 淮南市潘集区.
    return bare.endswith(other_bare) or other_bare.endswith(bare) or not ids.isdisjoint(other_ids)


@lru_cache(8192)
def _identity(name: str) -> tuple[str, frozenset[str]]:
    """The name of a place without its rank, and the places that it may be."""
    name = CHINA if name in {"全国", "我国"} else name
    return _bare(name), frozenset(places.ids_named(text.fold(name)))


@lru_cache(8192)
def lies_in(one: str, other: str) -> bool:
    """Tell whether a place lies in another one, as the table of places has them."""
    wanted = {*places.ids_named(text.fold(other))}
    for place in places.ids_named(text.fold(one)):
        at: str | None = places.within(place)
        while at is not None:
            if at in wanted:
                return True
            at = places.within(at)
    return False


def are_known(*names: str) -> bool:
    """Tell whether the table of places has all of some names, so that what lies in what is known."""
    return all(places.ids_named(text.fold(name)) for name in names)


def _bare(name: str) -> str:
    folded = text.fold(name).strip()
    return folded[:-1] if len(folded) > 2 and folded[-1] in _RANKS else folded  # noqa: PLR2004
