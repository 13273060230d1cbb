"""The place that pinyin begins with, joined to the rest or with an accent: hujianchangzhurenkou."""

from __future__ import annotations

from functools import cache, lru_cache

from jimo_cli.search.places import in_characters
from jimo_cli.text import is_han
from jimo_cli.text.han import han
from jimo_cli.text.pinyin import all_classes, is_accent_of, split_pinyin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.search.gazetteer import Gazetteer
    from jimo_cli.search.places import Named

_LONGEST = 80
_MOST_SPLITS = 4
_NAME_LENGTHS = (2, 3)
"""A name of one syllable, or of more than three, begins too much else or is typed too seldom."""


def place_by_sound(core: str, known: Gazetteer) -> Named:
    """Return the place of the base that pinyin begins with, and where it stands.

    It is None where several places of the base sound so, or with an accent only some other place of the table.
    """
    exact: dict[str, int] = {}
    alike: dict[str, int] = {}
    spelt: dict[str, Sequence[str]] = {}
    for syllables, ends in _beginnings(core):
        for area, name in _by_sound(known.areas).get(han().sound_of[syllables[0]], ()):
            size = len(name)
            if size <= len(ends) and ends[size - 1] < len(core) and _sounds_like(syllables, name):
                is_exact = all(one in han().readings(char) for one, char in zip(syllables, name, strict=False))
                (exact if is_exact else alike)[area] = ends[size - 1]
                spelt[area] = syllables[:size]
    found = exact or alike
    if not found:
        return None, []
    area, end = next(iter(found.items()))
    is_sure = len(found) == 1 and (area in exact or not _is_other_place(tuple(spelt[area])))
    return (area if is_sure else None), [(0, end)]


def _beginnings(core: str) -> Iterator[tuple[list[str], list[int]]]:
    """The ways to read the beginning of a text as syllables, each with where its syllables end."""
    first, _, rest = core[:_LONGEST].partition(" ")
    second = rest.partition(" ")[0]
    for split in split_pinyin(first)[:_MOST_SPLITS]:
        syllables, following = list(split), split_pinyin(second)[:1] if second.isalpha() and second.isascii() else []
        ends = [len("".join(split[: at + 1])) for at in range(len(split))]
        for one in following[0] if following else ():
            ends.append((ends[-1] if len(syllables) > len(split) else len(first) + 1) + len(one))
            syllables.append(one)
        yield syllables, ends


@lru_cache(maxsize=2)
def _by_sound(areas: tuple[str, ...]) -> dict[str, list[tuple[str, str]]]:
    """The places of a base with their names in characters, by the sounds that they may begin with."""
    found: dict[str, list[tuple[str, str]]] = {}
    for area in areas:
        name = in_characters(area)[-1]
        if len(name) in _NAME_LENGTHS and all(map(is_han, name)):
            for sound in all_classes[name[0]]:
                found.setdefault(sound, []).append((area, name))
    return found


def _sounds_like(syllables: Sequence[str], name: str) -> bool:
    """Tell whether syllables begin with those of a name, with an accent or without."""
    return len(syllables) >= len(name) and all(
        any(is_accent_of(one, reading) for reading in han().readings(char))
        for one, char in zip(syllables, name, strict=False)
    )


@cache
def _is_other_place(syllables: tuple[str, ...]) -> bool:
    """Tell whether some place of the table sounds exactly so."""
    from jimo_cli import places as table  # noqa: PLC0415

    readings, names = han().readings, table.keys()
    return any(
        len(name) == len(syllables) and all(one in readings(char) for one, char in zip(syllables, name, strict=True))
        for name in names
    )
