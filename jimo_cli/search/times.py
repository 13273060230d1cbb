"""The period that a query names."""

from __future__ import annotations

from jimo_cli.search.words import COUNTERS
from jimo_cli.text.concepts import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


_PARTS = {
    "上半年": "S1",
    "下半年": "S2",
    "h1": "S1",
    "h2": "S2",
    "first half": "S1",
    "second half": "S2",
}
_PARTS |= {
    f"{before}{number}季度": f"Q{at}" for at in range(1, 5) for number in (at, " 一二三四"[at]) for before in ("第", "")
}
_PARTS |= {f"q{at}": f"Q{at}" for at in range(1, 5)}
_PARTS |= {f"{word} quarter": f"Q{at}" for at, word in enumerate(("first", "second", "third", "fourth"), 1)}
_PART_FIRSTS = frozenset(word[0] for word in _PARTS)
_MONTHS = {
    month: f"{at:02}"
    for at, month in enumerate(
        listed("january|february|march|april|may|june|july|august|september|october|november|december"), 1
    )
}
_MONTHS |= {f"{at}月": f"{at:02}" for at in range(12, 0, -1)} | {f"{at:02}月": f"{at:02}" for at in range(1, 10)}
_MONTHS |= {f"{month}月": f"{at:02}" for at, month in enumerate(listed("一|二|三|四|五|六|七|八|九|十|十一|十二"), 1)}


def period(core: str, pieces: Sequence[str]) -> tuple[str | None, list[tuple[int, int]]]:
    """Return the time that a text of those runs names, and where."""
    at = 0
    for run in pieces:
        at = core.index(run, at)
        end = at + len(run)
        if len(run) == 4 and run[:2] in ("19", "20") and len(core) > 5 and _is_year(core, end):  # noqa: PLR2004
            return _of_year(core, at, end)
        at = end
    return _without_year(core)


def _is_year(core: str, end: int) -> bool:
    """Tell whether a number of four digits that ends there is a year, and counts nothing."""
    rest = core[end:].lstrip()
    return not rest.startswith((*COUNTERS[:-6], "亿", "万", "%", "余", "多", "元"))


def _of_year(core: str, start: int, end: int) -> tuple[str, list[tuple[int, int]]]:
    """Return the half, quarter or month that is named with a year, else the year."""
    year = core[start:end]
    if (
        core[end : end + 1] == "-"
        and core[end + 1 : end + 3] in _MONTHS.values()
        and not core[end + 3 : end + 4].isdigit()
    ):
        return f"{year}-{core[end + 1 : end + 3]}", [(start, end + 3)]
    end = next((end + len(word) for word in ("年度", "年的", "年") if core.startswith(word, end)), end)
    rest = core[end:].lstrip(" -/")
    at = len(core) - len(rest)
    for word, part in (_PARTS | _MONTHS).items():
        if rest.startswith(word) and not (word[0] <= "z" and _is_letter(rest[len(word) : len(word) + 1])):
            return f"{year}-{part}", [(start, at + len(word))]
    before = core[:start].rstrip(" ,")
    before = before.removesuffix(" of").removesuffix(" in").rstrip()
    for word, part in (_PARTS | _MONTHS).items():
        at = len(before) - len(word)
        if before.endswith(word) and not (word[0] <= "z" and _is_letter(before[at - 1 : at])):
            return f"{year}-{part}", [(at, end)]
    return year, [(start, end)]


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _without_year(core: str) -> tuple[str | None, list[tuple[int, int]]]:
    """Return the half or the quarter that a text names without its year."""
    if _PART_FIRSTS.isdisjoint(core):
        return None, []
    for word, part in _PARTS.items():
        at = core.find(word)
        if at < 0 or len(core) <= len(word) or core[at - 1 : at] in ("前", "近"):
            continue
        end = at + len(word)
        if word[0] > "z" or not (_is_letter(core[at - 1 : at]) or _is_letter(core[end : end + 1])):
            return f"-{part}", [(at, end)]
    return None, []
