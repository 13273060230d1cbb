"""How the name of a place is written: in characters, in pinyin, with an English word for its rank."""

from __future__ import annotations

from functools import cache

from jimo_cli import text
from jimo_cli.text.han import han

RANKS = {
    "区": ("district", "qu"),
    "市": ("city", "shi"),
    "县": ("county", "xian"),
    "省": ("province", "sheng"),
    "镇": ("town", "zhen"),
}
"""What the Chinese name of a place ends with, in English and in pinyin."""


@cache
def spellings(area: str) -> tuple[str, ...]:
    """Return how a place is written: in characters, in pinyin, with an English word for its rank; longest first."""
    folded = text.fold(area)
    bare = folded[:-1] if len(folded) > 2 and folded[-1] in RANKS else folded  # noqa: PLR2004
    found = {folded, bare}
    sounds = [han().readings(char)[:1] for char in bare]
    if all(sounds):
        ranks = ("", *(RANKS.get(folded[-1], ()) if bare != folded else ()))
        for link in ("", " "):
            latin = link.join(sound for (sound,) in sounds)
            found.update(f"{latin} {rank}".strip() for rank in ranks)
            found.update(f"{latin}{rank}" for rank in ranks[2:])
    return tuple(sorted(found, key=lambda spelling: (-len(spelling), spelling)))
