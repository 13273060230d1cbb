"""Where the parts of a sheet are: titles and the line of the unit above, the rows of its head, data, notes below."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import text
from jimo_cli.errors import shortened
from jimo_cli.imports import cells, heads, properties
from jimo_cli.imports.times import when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.imports.mapping import Mapping
    from jimo_cli.tables.sheet import Row, Sheet

SAMPLE = 200
"""Rows of which the parts of a sheet and what its columns are is guessed."""

_UNIT_WORDS = frozenset(("单位", "计量单位", "unit", "units"))
_LONGEST_UNIT = 100
_MOST_HEADS = 6
_DIGITS_OF_YEAR = 4
_UNIT = re.compile(
    r"[\[(（【]?\s*(?:计量)?(?:单\s*位|unit(?:s)?(?: of measure(?:ment)?)?)\s*[:：]\s*(.+?)\s*",
    re.IGNORECASE,
)
_UNIT_ALONE = re.compile(r"[(（]([^()（）]{1,16})[)）]")
_NOTE = re.compile(
    r"\s*[\[(（【*]*\s*(?:附?注(?:[:：释解1-9一二三(（]|\s|$)|备\s*注|说\s*明|notes?\b|footnotes?\b"
    r"|\*|[①-⑳]|[1-9][.、]\s|\([1-9]\)\s)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\s*[\[(（【*]*\s*(?:(?:数据|资料|信息)?\s*来\s*源\s*[:：]?"
    r"|(?:data )?sources?(?: of data)?\s*:|data from(?: database)?:?)\s*",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"last updated(?: date)?|release date|(?:最后)?更新(?:日期|时间)|updated", re.IGNORECASE)


class Layout(NamedTuple):
    """The parts of a sheet, by the numbers of rows; `heads` are the texts of the head by column, one for each row.

    `head` is 0 where no head was found. `about` are rows above it and, of a short sheet, the notes below, each with
    what it was taken for: title, unit, source, updated, note or other.
    """

    head: int
    first: int
    last: int
    heads: Sequence[Sequence[str]]
    about: Sequence[tuple[int, str, str]]
    sample: Sequence[Row]
    """Rows of data, the first ones."""

    def first_of(self, kind: str) -> str:
        """Return the first text of a kind, empty where there is none."""
        return next((said for _, found, said in self.about if found == kind), "")


def layout_of(sheet: Sheet, mapping: Mapping) -> Layout:
    """Return where the parts of a sheet are, by its first rows and what a person said of it."""
    rows = list(islice(sheet.read(), SAMPLE + mapping.first))
    at, count = _head(rows, mapping)
    if at is None:
        return Layout(0, 0, 0, (), _above(rows[:20]), ())
    last_head = rows[at + count - 1]
    texts = [row.cells if row is last_head else _filled(row.cells) for row in rows[at : at + count]]
    width = max(map(len, texts))
    columns = [[head[col].strip() if col < len(head) else "" for head in texts] for col in range(width)]
    last = mapping.last or (1 << 62)
    data = [row for row in rows[at + count :] if row.number <= last]
    kinds = [(row, kind_of(row.cells)) for row in data]
    below = [(row.number, *kind) for row, kind in kinds if kind]
    sample = [row for row, kind in kinds if kind is None and any(row.cells)]
    about = [(number, kind, shortened(said)) for number, kind, said in (*_above(rows[:at]), *below)]
    return Layout(rows[at].number, last_head.number + 1, last, columns, about, sample)


def _head(rows: Sequence[Row], mapping: Mapping) -> tuple[int | None, int]:
    """Where the head begins, None where there is none, and how many rows it has."""
    if mapping.head:
        at = next((at for at, row in enumerate(rows) if row.number == mapping.head), None)
    else:
        at = _guessed_head(rows)
    if at is None:
        return None, 0
    last = at
    while not mapping.head and at and last - at < _MOST_HEADS and _is_above(rows[at - 1].cells, rows[at].cells):
        at -= 1
    if mapping.first:
        return at, max(1, sum(mapping_row.number < mapping.first for mapping_row in rows[at:]))
    count = 1 + last - at
    while count < _MOST_HEADS and (more := _more(rows[at + count - 1 :])):
        count += more
    return at, count


def _more(rows: Sequence[Row]) -> int:
    """How many more rows of the head stand below the first of some rows: one, or one behind a blank one, or none."""
    for more in (1, 2):
        if len(rows) <= more + 1:
            return 0
        if _goes_on(rows[0], rows[more]):
            return more
        if any(map(str.strip, rows[more].cells)):
            return 0
    return 0


def _is_above(above: Sequence[str], head: Sequence[str]) -> bool:
    """Tell whether a row with fewer cells than the head is the first one of it, and has what the other leaves blank."""
    said = [cell.strip() for cell in above if cell.strip()]
    if not said or not head:
        return False
    is_wider = bool(above[0].strip()) or len(said) < len([cell for cell in head if cell.strip()])
    is_new = len({*said}) > 1 and is_wider and not head[0].strip()
    return is_new and not any(kind_of([cell]) or _is_figure(cell) for cell in said)


def _guessed_head(rows: Sequence[Row]) -> int | None:
    """The first row of several different texts, about as wide as the rows below, of which one has a figure."""
    filled = sorted(len([cell for cell in row.cells if cell.strip()]) for row in rows)
    widest = filled[len(filled) * 9 // 10] if filled else 0
    for at, row in enumerate(rows):
        shown = [cell for cell in row.cells if cell.strip()]
        is_wide = len(shown) * 2 >= widest and (len({*shown}) > 1 or _is_of_one(row.cells))
        has_unit = any((kind_of([cell]) or ("", ""))[0] == "unit" for cell in shown)
        if is_wide and not has_unit and not any(map(_is_figure, shown)) and kind_of(row.cells) is None:
            return at if any(cells.read(cell).value for below in rows[at + 1 :] for cell in below.cells) else None
    return None


def _is_of_one(shown: Sequence[str]) -> bool:
    """Tell whether a row may be the head of two columns, of which the first one has none."""
    return len(shown) == 2 and not shown[0].strip() and bool(shown[1].strip())  # noqa: PLR2004


def _is_figure(cell: str) -> bool:
    """Tell whether a cell is a figure in digits alone, and no period, as the heads of columns may be: 2023, 65+."""
    found = cells.read(cell)
    return found.value is not None and found.as_written is None and (when(cell) is None or _is_no_year(cell))


def _is_no_year(cell: str) -> bool:
    """Tell whether four digits are rather a figure than a year, as 5224."""
    return cell.strip().isdecimal() and len(cell.strip()) == _DIGITS_OF_YEAR and not "1700" <= cell.strip() <= "2199"


def _has_figures(shown: Sequence[str]) -> bool:
    """Tell whether a row is one of data: some of its cells are figures or stand for one, beside what may be a year."""
    return any(_is_figure(cell) or (cell.strip() and cells.read(cell).is_missing) for cell in shown)


def _goes_on(last: Row, next_: Row) -> bool:
    """Tell whether a row below one of the head is one too: it parts what a cell above it spans, or has units.

    A row of texts without one in its first column is one, as well.
    """
    above, row = _filled(last.cells), next_.cells
    shown = [cell.strip() for cell in row if cell.strip()]
    if not shown or kind_of(row):
        return False
    names = shown[len(shown) > 1 and text.key(text.fold(shown[0])) in _UNIT_WORDS :]
    if all(is_unit(cell) for cell in names):
        return True
    if len(shown) == 1 or _has_figures(row):
        return False
    if not row[0].strip() and len(shown) * 2 >= len(row) and any(map(str.strip, above[1:])):
        return True
    spans = {at for at in range(1, len(above)) if above[at].strip() and above[at] == above[at - 1]}
    spans |= {at - 1 for at in spans}
    parts = [at for at, cell in enumerate(row) if cell.strip() and (at >= len(above) or cell != above[at])]
    return bool(parts) and all(at in spans or is_unit(row[at]) for at in parts)


def _filled(shown: Sequence[str]) -> list[str]:
    """The cells of a row of the head of which each blank one behind the first goes on with the one before."""
    found: list[str] = []
    for at, cell in enumerate(shown):
        found.append(cell if cell.strip() or not at else found[-1])
    return found


def is_unit(cell: str) -> bool:
    """Tell whether a cell is a unit and nothing else: 亿元, (%)."""
    return heads.unit_in(cell.strip().strip("()（）")) != ""


def kind_of(shown: Sequence[str]) -> tuple[str, str] | None:
    """Return what a row with one text is, and that text: unit, source, note, updated; None for a row of data."""
    said = [*dict.fromkeys(cell.strip() for cell in shown if cell.strip())]
    if len(said) == 2 and _UPDATED.fullmatch(said[0]):  # noqa: PLR2004
        return "updated", said[1]
    return _kind_of_text(said[0]) if len(said) == 1 else None


def _kind_of_text(said: str) -> tuple[str, str] | None:
    if len(said) <= _LONGEST_UNIT and (unit := _UNIT.fullmatch(said)):
        return "unit", unit[1].rstrip(")）]】") if said[0] in "([（【" else _without_english(unit[1])
    if source := _SOURCE.match(said):
        return "source", said[source.end() :].strip(" .。)）]】") or said
    if updated := _UPDATED.match(said):
        return "updated", said[updated.end() :].strip(" :：")
    return ("note", said) if _NOTE.match(said) else None


def _without_english(unit: str) -> str:
    """A unit without the same in English in brackets behind it: 亿元 (100 million yuan)."""
    name, bracket, _ = unit.replace("（", "(").partition("(")
    return name.strip() if bracket and name.strip() and not name.isascii() else unit


def _above(rows: Sequence[Row]) -> list[tuple[int, str, str]]:
    """What the rows above the head are."""
    found = []
    for row in rows:
        said = [*dict.fromkeys(cell.strip() for cell in row.cells if cell.strip())]
        for kind, words in _said_above(said):
            found.append((row.number, kind, words))
    return found


def _said_above(said: Sequence[str]) -> list[tuple[str, str]]:
    """What the texts of a row above the head are: a title and the unit may share one, a pair may name a thing."""
    if len(said) == 2 and (pair := _pair(*said)):  # noqa: PLR2004
        return [pair]
    found = []
    for words in said:
        name, mark, value = words.replace("：", ":").partition(":")
        pair = _pair(name.strip(), value.strip()) if mark and value.strip() else None
        kind = kind_of([words]) or pair
        alone = _UNIT_ALONE.fullmatch(words)
        if kind is None and alone and is_unit(alone[1]):
            kind = "unit", alone[1]
        found.append(kind or ("title" if len(said) < 3 else "other", words))  # noqa: PLR2004
    return found


def _pair(name: str, value: str) -> tuple[str, str] | None:
    key = text.key(text.fold(name))
    if key in {"datasource", "source", "数据来源", "资料来源", "来源"}:
        return "source", value
    if _UPDATED.fullmatch(name):
        return "updated", value
    if key in _UNIT_WORDS:
        return "unit", value
    if key in {"标题", "title", "指标", "indicator", "table", "表名"}:
        return "title", value
    is_other = key in {"数据库", "时间", "地区", "database", "频率", "frequency"} or key in properties.NAMES
    return ("other", value) if is_other else None
