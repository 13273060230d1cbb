"""The places that are meant by what a base is about: 全国, 我国, 全省, 全市, 全区, national."""

from __future__ import annotations

from functools import cache

from jimo_cli import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

RELATIVE = {
    word: rank
    for rank, words in {
        "国": ("全国", "我国", "nationwide", "national"),
        "省": ("全省", "我省", "本省"),
        "市": ("全市", "我市", "本市"),
        "区": ("全区", "我区", "本区"),
        "县": ("全县", "我县", "本县"),
    }.items()
    for word in words
}
"""Words for a place by its rank, which is how the Chinese name of it ends, but for a country."""

_CHINA = "CHN"


def relative_place(word: str, areas: Collection[str], home: str | None) -> str | None:
    """Return the id of the place that a relative word means in a base, None where it cannot be told.

    `home` is the place that most of its facts are about; without one it is what all its places lie in.
    全国 in a base of places that are in no known country, or in several, is China.
    """
    rank = RELATIVE[word]
    around = _around(home) if home else _common(tuple(areas))
    if rank == "国":
        return around[-1] if around else None if word.isascii() else _CHINA
    from jimo_cli import places as table  # noqa: PLC0415  # few queries have such a word

    return next((place for place in around if table.label_of(place, "zh").endswith(rank)), None)


def areas_among(ids: Iterable[str], areas: Collection[str]) -> list[str]:
    """Return those names of the places of a base that are names of some places; 全国 is one of its country."""
    from jimo_cli import places as table  # noqa: PLC0415

    wanted = [*ids]
    names = {name for place in wanted for name in table.names_of(place)}
    found = [area for area in areas if text.fold(area) in names]
    if not found and "全国" in areas and relative_place("全国", areas, None) in wanted:
        return ["全国"]
    return found


def _around(area: str) -> tuple[str, ...]:
    """The ids of a place and of those that it lies in, up to its country; none where its name is not one place's."""
    from jimo_cli import places as table  # noqa: PLC0415

    ids = table.ids_named(text.fold(area))
    return table.around(ids[0]) if len(ids) == 1 else ()


@cache
def _common(areas: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of the places that all places of a base with a known name lie in, the narrowest first."""
    around = [found for area in areas if (found := _around(area))]
    shared = set(around[0]).intersection(*around[1:]) if around else ()
    return tuple(place for place in around[0] if place in shared) if around else ()
