"""The place that a query names."""

from __future__ import annotations

from functools import cache

from jimo_cli import text
from jimo_cli.text import is_han
from jimo_cli.text.concepts import listed
from jimo_cli.text.han import han

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


PROVINCES = listed("""
    北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川
    贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门
""")
_RANKS = {
    "区": ("district", "qu"),
    "市": ("city", "shi"),
    "县": ("county", "xian"),
    "省": ("province", "sheng"),
    "镇": ("town", "zhen"),
}
BASES = {"市": "全市", "区": "全区", "县": "全县", "省": "全省", "国": "全国"}
"""What a share is of, as a fact about a part of it says."""


@cache
def spellings(area: str) -> tuple[str, ...]:
    """Return how a place is written: in characters, in pinyin, with an English word for its rank; longest first."""
    folded = text.fold(area)
    bare = folded[:-1] if len(folded) > 2 and folded[-1] in _RANKS else folded  # noqa: PLR2004
    found = {folded, bare, *_known_names(folded)}
    sounds = [han().readings(char)[:1] for char in bare]
    if all(sounds):
        ranks = ("", *(_RANKS.get(folded[-1], ()) if bare != folded else ()))
        for link in ("", " "):
            latin = link.join(sound for (sound,) in sounds)
            found.update(f"{latin} {rank}".strip() for rank in ranks)
            found.update(f"{latin}{rank}" for rank in ranks[2:])
    return tuple(sorted(found, key=lambda spelling: (-len(spelling), spelling)))


def places(core: str, areas: Collection[str]) -> tuple[str | None, list[tuple[int, int]]]:
    """Return the place that a text is about, and where it and the places around it are written.

    The last of several that follow each other is meant; after 占 stands what a share is of.
    """
    latin = any("a" <= char <= "z" for char in core)
    found: list[tuple[int, int, str]] = []
    for area in areas:
        for spelling in spellings(area) if latin else in_characters(area):
            at = mentioned(core, spelling)
            if at >= 0 and not any(start < at + len(spelling) and at < end for start, end, _ in found):
                found.append((at, at + len(spelling), area))
    found = [place for place in sorted(found) if not core[: place[0]].rstrip().endswith(("占", "share of", "% of"))]
    if not found:
        return None, []
    start, end, area = found[-1]
    spans = [(start, end)]
    for before in reversed(found[:-1]):
        if core[before[1] : start].strip(" 的,'s"):
            break
        start = before[0]
        spans.append(before[:2])
    if found[0][0] < start:
        area, spans = found[-1][2], [place[:2] for place in found]
    return area, spans


@cache
def in_characters(area: str) -> tuple[str, ...]:
    """Return how a place is written in characters, longest first."""
    folded = text.fold(area)
    has_rank = len(folded) > 2 and folded[-1] in _RANKS  # noqa: PLR2004
    found = {folded, *([folded[:-1]] if has_rank else []), *(name for name in _known_names(folded) if is_han(name[0]))}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def _known_names(folded: str) -> list[str]:
    """Other names of a place, where the name is of just one and none of them is an everyday word."""
    from jimo_cli import places as table  # noqa: PLC0415  # a whole name needs no place

    ids = table.ids_named(folded)
    return [name for name in table.names_of(ids[0]) if table.is_telling(name)] if len(ids) == 1 else []


def known_place(core: str) -> tuple[int, int] | None:
    """Return where a text names a place of the world at its begin or its end, None where it does not."""
    from jimo_cli import places as table  # noqa: PLC0415

    if begins := table.longest_prefix(core):
        return 0, begins
    ends = table.longest_suffix(core)
    return (len(core) - ends, len(core)) if ends else None


def mentioned(core: str, spelling: str) -> int:
    """Return where a place is written, as whole words if it is in letters; -1 if nowhere."""
    at = core.find(spelling)
    while at >= 0 and spelling.isascii():
        end = at + len(spelling)
        if not (core[at - 1 : at].isascii() and core[at - 1 : at].isalpha() and at):
            after = core[end : end + 1]
            if not (after.isascii() and after.isalpha()):
                return at
        at = core.find(spelling, end)
    return at


def province_before(core: str, spans: Sequence[tuple[int, int]]) -> tuple[str, tuple[int, int] | None]:
    """Return the province that a place is written behind as part of its address, and where it stands."""
    before = core[: min(start for start, _ in spans)].rstrip()
    for province in PROVINCES:
        written = next((one for one in (province + "省", province) if before.endswith(one)), "")
        if written:
            return province, (len(before) - len(written), len(before))
    return "", None
