"""Places of the world and of China: ids, names, and what they lie in.

The table `places.tsv` (see `places.txt` for sources and licences) is read the first time it
is needed and searched as it is: nothing of it is parsed but the rows that are looked up.
Ids are GB/T 2260 codes of divisions of China (`370215`), ISO alpha-3 codes of countries (`PER`),
codes of the World Bank (`SSF`), ISO 3166-2 codes of the states of the United States (`US-GA`)
and of the countries of the United Kingdom (`GB-SCT`), and own ones: `cn-r-…` for regions and
`cn-f-…` for zones of China, `g-…` for groups of countries, `un-…` for regions of the United
Nations. Names come folded, as `jimo_cli.text.fold` makes them.
"""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.text.table import Table

_PLACE, _CODE = "=", "#"
"""What the keys of rows that are not names begin with."""

_WITHIN, _CHINESE, _ENGLISH, _OTHERS, _ISO = range(5)
"""Columns of the row of a place after its key."""

_UNKNOWN = 9

_LONGEST, _LONGEST_HAN = 80, 24
"""No name has more characters, none with a Han character more than the second."""

_table = Table(globals(), "places.tsv")


def ids_named(folded: str) -> tuple[str, ...]:
    """Return the ids of the places with a name; none for what is no place.

    The widest come first, country before province before prefecture before county, and last
    those that are gone. Names that are also everyday words count.
    """
    columns = _name(folded)
    return tuple(columns[0].split("|")) if columns else ()


def keys() -> frozenset[str]:
    """Return all folded names, ids with `=` and codes with `#`, for who looks up many."""
    return _table.keys()


def names_of(place_id: str) -> tuple[str, ...]:
    """Return the folded names of a place, the longest first: full, short, English, former, without codes."""
    columns = _row(_PLACE + place_id)
    if not columns:
        return ()
    names = {text.fold(columns[_CHINESE]), text.fold(columns[_ENGLISH]), *columns[_OTHERS].split("|")}
    return tuple(sorted(names - {""}, key=lambda name: (-len(name), name)))


def depth(folded: str) -> int:
    """Return how deep a place lies: 0 for the world, 1 for a country, 2 for a province, 9 for what is no known place.

    A name of several places counts as the widest, and 全国 as a country.
    """
    ids = ids_named(folded)
    if not ids:
        return 1 if folded == "全国" else _UNKNOWN
    if ids[0] == "WLD":
        return 0
    found, at = 1, ids[0]
    while above := within(at):
        found, at = found + 1, above
    return found


def is_telling(folded: str) -> bool:
    """Return whether a name of a place is one wherever it stands, and no everyday word."""
    return _is_name(folded, everyday=False)


def within(place_id: str) -> str | None:
    """Return the id of the place that a place lies in; None for a country, a group and what is no place.

    A county lies in a prefecture or, without one, in a province; a province lies in `CHN`.
    """
    columns = _row(_PLACE + place_id)
    return (columns[_WITHIN] or None) if columns else None


def label_of(place_id: str, lang: str) -> str:
    """Return the usual name of a place as it is written, in English for `en`, else in Chinese.

    A place without an English name, as most counties of China are, has its Chinese one in
    both. What is no place has none: an empty text.
    """
    columns = _row(_PLACE + place_id)
    if not columns:
        return ""
    return (columns[_ENGLISH] if lang == "en" else "") or columns[_CHINESE]


def code_of(place_id: str) -> str:
    """Return the ISO code of a country (`PE`) or province (`CN-SD`); else the id; empty for what is no place."""
    columns = _row(_PLACE + place_id)
    return (columns[_ISO] or place_id) if columns else ""


def id_of_code(code: str) -> str | None:
    """Return the id of a place from an official code in either case; None where there is none.

    Codes are ISO alpha-2 and alpha-3, ISO 3166-2 where an id or `code_of` has it, GB/T 2260, and
    those of the World Bank. Codes are no names: `in`, `us` and `ai`
    are words of a sentence.
    """
    columns = _row(_CODE + text.fold(code))
    if columns:
        return columns[0]
    official = code.upper()
    return official if _row(_PLACE + official) else None


def longest_prefix(folded: str, *, everyday: bool = False) -> int:
    """Return how many characters at the begin of a text are the longest name of a place; 0 for none.

    In Latin letters only whole words count. Names that are also everyday words do not, unless `everyday`.
    """
    if folded.startswith((_PLACE, _CODE)):
        return 0
    start = folded[:_LONGEST]
    while start:
        # Every name that the text begins with also begins the last name that does not sort after the text.
        found = _table.last_key(start)
        if found == start and _ends_word(folded, len(start)) and _is_name(start, everyday=everyday):
            return len(start)
        start = start[: min(_shared(found, start), len(start) - 1)]
    return 0


def longest_suffix(folded: str, *, everyday: bool = False) -> int:
    """Return how many characters at the end of a text are the longest name of a place; 0 for none.

    In Latin letters only whole words count. Names that are also everyday words do not, unless `everyday`.
    """
    for start in range(max(0, len(folded) - _LONGEST), len(folded)):
        if not _ends_word(folded, start) or folded[start] == " ":
            continue
        name = folded[start:]
        if (name.isascii() or len(name) <= _LONGEST_HAN) and _is_name(name, everyday=everyday):
            return len(name)
    return 0


def _ends_word(folded: str, at: int) -> bool:
    """Tell whether no Latin word and no number goes on across a position of a text."""
    before, after = folded[at - 1 : at], folded[at : at + 1]
    if not before or not after or not (before.isascii() and after.isascii()):
        return True
    return not (before.isalpha() and after.isalpha()) and not (before.isdigit() and after.isdigit())


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their begin."""
    at = 0
    for char, opposite in zip(one, other, strict=False):
        if char != opposite:
            break
        at += 1
    return at


def _is_name(folded: str, *, everyday: bool) -> bool:
    """Tell whether a text is the name of a place, and no everyday word unless these count too."""
    return 0 < len(_name(folded)) <= 1 + everyday


def _name(folded: str) -> list[str]:
    """Return the columns after a name: ids, and a mark if it is an everyday word; empty for none."""
    return [] if folded.startswith((_PLACE, _CODE)) else _row(folded)


def _row(key: str) -> list[str]:
    """Return the columns that follow a key; none gives an empty list."""
    columns = _table.row(key)
    missing = _ISO + 1 - len(columns) if columns and key.startswith(_PLACE) else 0
    return columns + [""] * missing
