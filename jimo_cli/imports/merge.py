"""A series of a draft beside that of the fact file: what is new, the same or differs, and the edits that add it."""

from __future__ import annotations

import csv
import io
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from jimo_cli.imports import entries
from jimo_cli.imports.observed import FIELDS
from jimo_cli.imports.standing import columns_of, rows_of, table_content
from jimo_cli.imports.toml_text import text_of
from jimo_cli.model import Edit, Status
from jimo_cli.packs.observations import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jimo_cli.imports.entries import Entry
    from jimo_cli.imports.standing import Standing
    from jimo_cli.packs.layout import Layout, Statement

_FINAL, _PRELIMINARY, _REVISED = Status.FINAL.value, Status.PRELIMINARY.value, Status.REVISED.value
_RANKS = {status.value: rank for rank, status in enumerate(Status)}
_AHEAD = (Status.TARGET.value, Status.FORECAST.value)
_SAYING_NOTHING = {"status": _FINAL, "qualifier": "exact"}
"""What is written in a cell of a column for what is otherwise not said."""

_FIELD, _ENTRY = "\x1f", "\x1e"  # in no text of a fact file
_TOLD = 100_000
"""Differences that are kept; a table of another measure differs in every row."""


class Difference(NamedTuple):
    """A figure that the source has otherwise than the file; `is_written` where the new one was written beside it."""

    id: str
    old: str
    new: str
    is_written: bool = False


class Merged(NamedTuple):
    """What a draft adds to a series: rows, and new cells of rows that are there, by their numbers."""

    added: list[dict[str, str]]
    changed: dict[int, dict[str, str]]
    same: int
    differing: list[Difference]
    refused: list[str]


class _Known(NamedTuple):
    """A figure that stands in the file: the number of its row, and the figure."""

    row: int
    figure: str


def matching(standing: Standing, kind: str, entry: Entry, source: str, done: Iterable[str]) -> list[str]:
    """Return the slugs of what may be the same as an entry in the file, the likeliest first.

    It cites the same source and is of the same measure: of its label, or its slug where the label was edited since. So
    may have been what is a guess, as the unit of a series may be.
    """
    skip = {*done}
    found: list[tuple[int, str]] = []
    for slug, values in standing.entries(kind).items():
        whole = standing.whole(values)
        if slug in skip or whole.get("source") != source:
            continue
        guessed = entry.checks if slug == entry.slug else ()
        stated = [key for key in ("aspect", "unit") if kind == entries.SERIES and key not in guessed]
        if any(whole.get(key) != entry.values.get(key) for key in stated):
            continue
        if whole.get("label") == entry.values.get("label") or slug == entry.slug:
            alike = [slug == entry.slug, *(whole.get(key) == entry.values.get(key) for key in KEYS)]
            found.append((-sum(alike), slug))
    return [slug for _, slug in sorted(found)]


def merged(standing: Standing, slug: str, entry: Entry, *, revise: bool) -> Merged:
    """Return what the observations of an entry add to the series of a slug."""
    values = standing.entries(entries.SERIES)[slug]
    whole = standing.whole(values)
    known = _Figures(standing, values, whole)
    found = Merged([], {}, 0, [], [])
    same = 0
    for cells in entry.observed.cells() if entry.observed else ():
        row = dict(zip(FIELDS, cells, strict=True))
        for key in KEYS:
            row[key] = row[key] or whole.get(key) or ""
        statuses = known.of(row["reference_area"], row["time_period"])
        figure = _figure(row)
        if not statuses:
            found.added.append(row)
        elif any(_is_same(one.figure, figure) for one in _comparable(statuses, row["status"])):
            same += 1
        elif row["status"] and row["status"] not in statuses:
            found.added.append(row)
        else:
            _differ(found, f"{standing.stem}.{slug}", row, statuses, revise=revise)
    return found._replace(same=same)


class _Figures:
    """The figures of a series by place and period, of each by status; kept as texts: there may be a million."""

    def __init__(self, standing: Standing, values: Mapping[str, Any], whole: Mapping[str, Any]) -> None:
        self._by_area: dict[str, dict[str, str]] = {}
        otherwise = {name: str(whole.get(name) or "") for name in (*KEYS, "status", "qualifier")}
        for number, cells in rows_of(standing, values):
            if not cells.get("value"):
                continue
            area, period = (sys.intern(cells.get(key) or otherwise[key]) for key in KEYS)
            status = cells.get("status") or otherwise["status"] or _FINAL
            qualifier = cells.get("qualifier") or otherwise["qualifier"]
            packed = f"{number}{_FIELD}{status}{_FIELD}{_figure({**cells, 'qualifier': qualifier})}"
            of_area = self._by_area.setdefault(area, {})
            of_area[period] = f"{of_area[period]}{_ENTRY}{packed}" if period in of_area else packed

    def of(self, area: str, period: str) -> dict[str, _Known]:
        """Return the figures of a place and a period by status."""
        packed = self._by_area.get(area, {}).get(period)
        if packed is None:
            return {}
        entries_of = (entry.split(_FIELD) for entry in packed.split(_ENTRY))
        return {status: _Known(int(number), figure) for number, status, figure in entries_of}


def _figure(row: Mapping[str, str]) -> str:
    """A figure with what belongs to it, as it is told and compared."""
    qualifier = row.get("qualifier") or ""
    upper = row.get("value_max") or ""
    return (
        f"{row['value']}{f'..{upper}' if upper else ''}{'' if qualifier in {'', 'exact', 'range'} else f' {qualifier}'}"
    )


def _is_same(one: str, other: str) -> bool:
    """Whether two figures say the same: 7.7 and 7.70 do."""
    if one == other:
        return True
    (first, *rest), (second, *others) = one.split(" "), other.split(" ")
    ends, other_ends = first.split(".."), second.split("..")
    return rest == others and [*map(Decimal, ends)] == [*map(Decimal, other_ends)]


def _comparable(statuses: Mapping[str, _Known], status: str) -> list[_Known]:
    """The figures that one of a status is compared with: without one, those of all."""
    return [statuses[status]] if status in statuses else [*statuses.values()] if not status else []


def _differ(
    found: Merged, series_id: str, row: dict[str, str], statuses: Mapping[str, _Known], *, revise: bool
) -> None:
    """Note a figure that differs, and the revision of it where that is to be written and can be kept beside the old."""
    latest = row["status"] or max(statuses, key=_RANKS.__getitem__)
    old = statuses[latest]
    becomes = revised_status(latest, statuses) if revise else None
    if becomes is not None:
        if becomes != latest:
            found.changed[old.row] = {"status": becomes}
        found.added.append({**row, "status": _REVISED})
    if len(found.differing) < _TOLD:
        where = "@".join(part for part in (series_id, row["reference_area"], row["time_period"]) if part)
        found.differing.append(Difference(where, old.figure, _figure(row), becomes is not None))


def revised_status(status: str, statuses: Iterable[str]) -> str | None:
    """Return the status that a figure has once a revised one stands beside it, None where both cannot be kept.

    What was final has turned out preliminary. Of a target or a forecast there is no revision, and of a revised figure
    no second one.
    """
    there = {*statuses}
    if status in _AHEAD or _REVISED in there:
        return None
    becomes = _PRELIMINARY if status == _FINAL else status
    return None if becomes != status and becomes in there else becomes


# ---- edits


class Plan(NamedTuple):
    """How rows are added to a series: the columns that it gets, and what the rows that are there say in these."""

    columns: list[str]
    new: list[str]
    fills: dict[str, str]


def plan(standing: Standing, slug: str, found: Merged) -> Plan | str:
    """Return how a series gets what was found, or why it cannot."""
    values = standing.entries(entries.SERIES)[slug]
    whole = standing.whole(values)
    columns = [*columns_of(standing, values)]
    needed: dict[str, None] = {}
    for row in (*found.added, *found.changed.values()):
        for name, cell in row.items():
            if name not in columns and name not in needed and not _is_said(name, cell, whole):
                needed[name] = None
    fills = {name: str(whole.get(name) or "") if name in KEYS else "" for name in needed}
    missing = [name for name in fills if name in KEYS and not fills[name]]
    if missing:
        return f"its rows in the file have no {' and no '.join(missing)}, the new ones do"
    return Plan(columns, [*needed], fills)


def _is_said(name: str, cell: str, whole: Mapping[str, Any]) -> bool:
    """Whether a series says of all rows what a cell would say."""
    said = whole.get(name)
    return (cell or _SAYING_NOTHING.get(name, "")) == (said or _SAYING_NOTHING.get(name, ""))


def cells_of(planned: Plan, whole: Mapping[str, Any], row: Mapping[str, str]) -> list[str]:
    """Return the entries of a new row in the order of the columns."""
    cells = []
    for name in (*planned.columns, *planned.new):
        cell = row.get(name, "")
        if not cell and whole.get(name) and name in _SAYING_NOTHING:
            cell = _SAYING_NOTHING[name]
        cells.append(cell)
    return cells


def edits_of_rows(standing: Standing, layout: Layout, slug: str, found: Merged, planned: Plan) -> Iterator[Edit]:
    """Yield the edits of the fact file that give a series its new rows and cells."""
    values = standing.entries(entries.SERIES)[slug]
    columns, rows = (layout.statement("series", slug, key) for key in ("columns", "rows"))
    if columns is None or rows is None or len(rows.entries) != len(values["rows"]):
        return
    if planned.new:
        yield _behind(columns, "".join(f", {text_of(name)}" for name in planned.new))
    every = [*planned.columns, *planned.new]
    for number, (start, end) in enumerate(rows.entries):
        if number in found.changed:
            cells = dict(zip(every, [*map(str, values["rows"][number]), *_fills(planned)], strict=True))
            cells |= found.changed[number]
            yield Edit(start, end, text_of(entries.row_of(every, [cells[name] for name in every])))
        elif planned.new:
            at = layout.text.rindex("]", start, end)
            comma = "" if layout.text[start:at].rstrip().endswith(",") else ","
            more = ", ".join(text_of(planned.fills[name]) for name in planned.new)
            yield Edit(at, at, f"{comma} {more}")
    whole = standing.whole(values)
    written = "".join(f",\n  {text_of(entries.row_of(every, cells_of(planned, whole, row)))}" for row in found.added)
    if written:
        yield _behind(rows, written)


def _fills(planned: Plan) -> list[str]:
    """What a row that is there says in the new columns."""
    return [planned.fills[name] for name in planned.new]


def _behind(stated: Statement, text: str) -> Edit:
    """The edit that puts text behind the last entry of a list."""
    _, end = stated.entries[-1]
    return Edit(end, end, text)


def table_with(standing: Standing, slug: str, found: Merged, planned: Plan) -> Iterator[bytes]:
    """Yield the table of a series with its new rows and cells; the other lines stay as they are, but for new cells."""
    values = standing.entries(entries.SERIES)[slug]
    whole = standing.whole(values)
    content = table_content(standing, values)
    end = b"\r\n" if b"\r\n" in content[: content.find(b"\n") + 1] else b"\n"
    head, *lines = content.removesuffix(b"\n").removesuffix(b"\r").split(b"\n")
    behind = _line(planned.new).encode()
    yield head.rstrip(b"\r") + (b"," + behind if behind else b"") + end
    fill = b"," + _line([planned.fills[name] for name in planned.new]).encode() if planned.new else b""
    every = [*planned.columns, *planned.new]
    for number, line in enumerate(lines):
        bare = line.rstrip(b"\r")
        if number in found.changed:
            [before] = csv.reader([bare.decode()])
            cells = dict(zip(every, [*before, *_fills(planned)], strict=True)) | found.changed[number]
            yield _line([cells[name] for name in every]).encode() + end
        else:
            yield bare + (fill if bare else b"") + end
    for row in found.added:
        yield _line(cells_of(planned, whole, row)).encode() + end


def _line(cells: Sequence[str]) -> str:
    return lines_of([cells]).removesuffix("\n") if cells else ""


def lines_of(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as lines of CSV, each with a line feed."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
