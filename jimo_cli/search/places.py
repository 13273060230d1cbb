"""The place that a query names."""

from __future__ import annotations

from functools import cache

from jimo_cli import text
from jimo_cli.places.spellings import RANKS, spellings
from jimo_cli.text import is_han
from jimo_cli.text.concepts import listed
from jimo_cli.text.han import han

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jimo_cli.search.gazetteer import Gazetteer

    _Mention = tuple[int, int, str]
    """Start and end of a place in a text, and its name."""

    Named = tuple[str | None, list[tuple[int, int]]]
    """The place that a text is about, None for one that no fact is about, and where it and those around it stand."""


PROVINCES = listed("""
    北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川
    贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门
""")
BASES = {"市": "全市", "区": "全区", "县": "全县", "省": "全省", "国": "全国"}
"""What a share is of, as a fact about a part of it says."""

# What joins a place to the rest of a query.
_PUNCTUATION = " ,.;:()'’，、；：（）的在"
_JOINING = frozenset(("in", "of", "for", "the", "at", "s"))
_POSSESSIVE = ("'s", "’s")
_SHARE_OF = ("占", "share of", "% of")
_PARTNER = ("对", "向", "从", "来自", " to ", " from ", " with ")


def named_place(core: str, known: Gazetteer, is_name: Callable[[str], bool]) -> Named:
    """Return the place that a text is about, and where it stands, with a joining word before it and 's behind it.

    That is one at the begin or the end rather than one in the midst, which is part of a name: India, and
    not World, in India's Gini index (World Bank estimate). Of several there it is the one without which the
    rest is a name, else the last. After 占 stands what a share is of. What 全市 means depends on what the base is
    about.
    """
    area, spans = _named_place(core, known, is_name)
    if not spans:
        area, spans = _relative_place(core, known, is_name)
    if not spans and core[:1].isascii() and core[:1].isalpha():
        from jimo_cli.search.place_sounds import place_by_sound  # noqa: PLC0415  # few queries begin with pinyin

        area, spans = place_by_sound(core, known)
    elif area and core[slice(*spans[0])].isascii():
        area = _bearer(core[slice(*spans[0])], area, known)
    return area, [_with_joints(core, *span) for span in spans]


def _bearer(written: str, area: str, known: Gazetteer) -> str | None:
    """The place of those in the base that share a name in letters: the widest, None where several are as wide.

    Suzhou is 苏州 and 宿州, but Shanxi is 山西 alone, though 陕西 sounds the same.
    """
    from jimo_cli import places as table  # noqa: PLC0415

    if sum(written in spellings(other) for other in known.areas) < 2:  # noqa: PLR2004
        return area
    own = sorted(known.among(table.ids_named(written)), key=lambda one: table.depth(text.fold(one)))
    depths = [table.depth(text.fold(one)) for one in own[:2]]
    return own[0] if depths and depths.count(depths[0]) == 1 else None


def _named_place(core: str, known: Gazetteer, is_name: Callable[[str], bool]) -> Named:
    found = [place for place in _mentions(core, known) if not _is_syllable(core, *place[:2], is_name)]
    outer = _outer(core, found)
    if not outer:
        other = _known_place(core, known, is_name)
        if other[1] or not found:
            return other
    for start, end, area in outer if len(outer) > 1 else ():
        if is_name(inner(f"{core[:start]} {core[end:]}")):
            return area, [(start, end)]
    return _last(core, outer or found)


def _is_syllable(core: str, start: int, end: int, is_name: Callable[[str], bool]) -> bool:
    """Tell whether what looks like a place is a syllable of more pinyin: xian in gu fen you xian gong si."""
    if start == 0 or core[start:end] not in han().real:
        return False
    is_joined = core[:start].rstrip().rpartition(" ")[2] in _JOINING
    return not is_joined and not is_name(inner(f"{core[:start]} {core[end:]}"))


def _with_joints(core: str, start: int, end: int) -> tuple[int, int]:
    """Where a place stands with what joins it to the rest of a text in English."""
    if core.startswith(_POSSESSIVE, end) and not core[end + 2 : end + 3].isalpha():
        end += 2
    before, _, joint = core[:start].rstrip().rpartition(" ")
    return (len(before), end) if joint in _JOINING else (start, end)


def _last(core: str, found: list[_Mention]) -> Named:
    """The last of the places that follow each other, with those before it."""
    start, end, area = found[-1]
    found[-1] = start, max(end, _end_of_name(core, start, area)), area
    spans = [found[-1][:2]]
    for before in reversed(found[:-1]):
        if core[before[1] : start].strip(" 的,'s"):
            break
        start = before[0]
        spans.append(before[:2])
    return area, ([place[:2] for place in found] if found[0][0] < start else spans)


def _mentions(core: str, known: Gazetteer) -> list[_Mention]:
    """Start, end and name of the places that are written in a text, in its order, but for those it only relates to."""
    found: list[_Mention] = []
    for start, end, area in sorted(_written(core, known), key=lambda place: place[0] - place[1]):
        if not any(other < end and start < to for other, to, _ in found):
            found.append((start, end, area))
    return [place for place in sorted(found) if not _is_related(core, place[0])]


def _written(core: str, known: Gazetteer) -> Iterator[_Mention]:
    """Wherever a name of a place of the base stands, also one within another."""
    latin = any("a" <= char <= "z" for char in core)
    for area in known.areas:
        for spelling in (*(spellings(area) if latin else in_characters(area)), *known.added_names(area)):
            for at in _all_mentions(core, spelling):
                yield at, at + len(spelling), area


def _is_related(core: str, start: int) -> bool:
    """Tell whether the place that begins there is the whole of a share, or a partner: exports to China."""
    before = core[:start]
    return before.rstrip().endswith(_SHARE_OF) or before.endswith(_PARTNER)


def _outer(core: str, found: list[_Mention]) -> list[_Mention]:
    """Those places with nothing but places before or behind them."""
    rest = core
    for start, end, _ in found:
        rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"
    return [place for place in found if _is_of_places(rest[: place[0]]) or not inner(rest[place[1] :])]


def _is_of_places(before: str) -> bool:
    """Tell whether what stands before a place is nothing, or other places as in an address: 山东省青岛市."""
    from jimo_cli import places as table  # noqa: PLC0415

    while (before := inner(before)) and (end := table.longest_prefix(before)):
        before = before[end:]
    return not before


@cache
def in_characters(area: str) -> tuple[str, ...]:
    """Return how a place is written in characters, longest first."""
    folded = text.fold(area)
    has_rank = len(folded) > 2 and folded[-1] in RANKS  # noqa: PLR2004
    return (folded, folded[:-1]) if has_rank else (folded,)


def inner(whole: str) -> str:
    """Return a text without punctuation and joining words at its ends."""
    before = None
    while whole != before:
        before, whole = whole, whole.strip(_PUNCTUATION)
        first, _, rest = whole.partition(" ")
        whole = rest if first in _JOINING else whole
        rest, _, last = whole.rpartition(" ")
        whole = rest if last in _JOINING else whole
    return whole


def _end_of_name(core: str, start: int, area: str) -> int:
    """Return where the longest name of a place ends that begins there: 广西壮族自治区 for 广西; 0 where none does."""
    from jimo_cli import places as table  # noqa: PLC0415

    end = start + table.longest_prefix(core[start:])
    is_same = not {*table.ids_named(core[start:end])}.isdisjoint(table.ids_named(text.fold(area)))
    return end if is_same else 0


def _known_place(core: str, known: Gazetteer, is_name: Callable[[str], bool]) -> Named:
    """The place that a text names at its begin or its end by any of its names, an everyday word only beside a name."""
    from jimo_cli import places as table  # noqa: PLC0415  # a whole name needs no place

    plain = inner(core)
    lead = core.index(plain)
    for everyday in (False, True):
        start, end = _at_an_end(plain, everyday=everyday)
        if start == end or _is_related(plain, start):
            continue
        is_unsure = everyday or _is_part_of_word(plain, start, end)
        if is_unsure and not is_name(inner(f"{plain[:start]} {plain[end:]}")):
            continue
        own = known.among(table.ids_named(plain[start:end]))
        return own[0] if len(own) == 1 else None, [(lead + start, lead + end)]
    return None, []


def _relative_place(core: str, known: Gazetteer, is_name: Callable[[str], bool]) -> Named:
    """The place that a text names by what the base is about: 全市. An English word for it only stands beside a name."""
    from jimo_cli.search.gazetteer import RELATIVE  # noqa: PLC0415

    for word in RELATIVE:
        for start in _all_mentions(core, word):
            end = start + len(word)
            before, after = inner(core[:start]), inner(core[end:])
            if (before and after) or _is_related(core, start) or (word.isascii() and not is_name(before or after)):
                continue
            meant = known.relative(word)
            own = known.among([meant]) if meant else []
            if own or not word.isascii():
                return own[0] if len(own) == 1 else None, [(start, end)]
    return None, []


def _is_part_of_word(plain: str, start: int, end: int) -> bool:
    """Tell whether what looks like a place may be part of something else: 海地 in 国家深海地, xian in shi xian."""
    if start > 0 and is_han(plain[start]) and is_han(plain[start - 1]):
        return True
    return plain[start:end] in han().real


def _at_an_end(plain: str, *, everyday: bool) -> tuple[int, int]:
    """Where the longest name of a place stands with which a text begins or else ends; nowhere is an empty span."""
    from jimo_cli import places as table  # noqa: PLC0415

    if end := table.longest_prefix(plain, everyday=everyday):
        return 0, end
    return len(plain) - table.longest_suffix(plain, everyday=everyday), len(plain)


@cache
def other_names(written: str) -> frozenset[str]:
    """Return all names of the places that have a name."""
    from jimo_cli import places as table  # noqa: PLC0415

    return frozenset(name for place_id in table.ids_named(written) for name in table.names_of(place_id))


def areas_called(written: str, known: Gazetteer) -> list[str]:
    """Return the names that facts use for a place: what was written, else its other spellings, else its other names."""
    if written in known.areas:
        return [written]
    folded = text.fold(written.strip())
    spelt = [area for area in known.areas if folded in spellings(area)]
    return spelt or known.among(known.ids_called(written))


def is_place(written: str, known: Gazetteer) -> bool:
    """Tell whether a text is the name of a place, in any spelling that the base knows. A code is none: it, in."""
    return bool(known.ids_named(written)) or any(written in spellings(area) for area in known.areas)


def length_at_begin(core: str, known: Gazetteer) -> int:
    """Return how many characters at the begin of a text are the longest name of a place; 0 for none."""
    from jimo_cli import places as table  # noqa: PLC0415

    return max((end for start, end, _ in _written(core, known) if start == 0), default=table.longest_prefix(core))


def length_at_end(core: str, known: Gazetteer) -> int:
    """Return how many characters at the end of a text are the longest name of a place; 0 for none."""
    from jimo_cli import places as table  # noqa: PLC0415

    ends = (end - start for start, end, _ in _written(core, known) if end == len(core))
    return max(ends, default=table.longest_suffix(core))


def mentioned(core: str, spelling: str) -> int:
    """Return where a place is first written, as whole words if it is in letters; -1 if nowhere."""
    return next(_all_mentions(core, spelling), -1)


def count_of(core: str, area: str) -> int:
    """Return how often a text names a place, in the spelling that it has most often."""
    return max(sum(1 for _ in _all_mentions(core, spelling)) for spelling in spellings(area))


def _all_mentions(core: str, spelling: str) -> Iterator[int]:
    is_latin = spelling.isascii()
    at = core.find(spelling)
    while at >= 0:
        end = at + len(spelling)
        before, after = (core[at - 1 : at], core[end : end + 1]) if is_latin else ("", "")
        if not (before.isascii() and before.isalpha()) and not (after.isascii() and after.isalpha()):
            yield at
        at = core.find(spelling, end)


def province_before(core: str, spans: Sequence[tuple[int, int]]) -> tuple[str, tuple[int, int] | None]:
    """Return the province that a place is written behind as part of its address, and where it stands."""
    before = core[: min(start for start, _ in spans)].rstrip()
    for province in PROVINCES:
        written = next((one for one in (province + "省", province) if before.endswith(one)), "")
        if written:
            return province, (len(before) - len(written), len(before))
    return "", None
