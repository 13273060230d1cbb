"""A series of a draft beside that of the fact file: what is new, the same or differs, and the edits that add it."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from jimo_cli.imports import entries
from jimo_cli.imports.observed import FIELDS
from jimo_cli.imports.standing import Rows, columns_of, table_content
from jimo_cli.imports.toml_text import text_of
from jimo_cli.model import Edit, Status
from jimo_cli.packs.observations import KEYS

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from jimo_cli.imports.entries import Entry
    from jimo_cli.imports.observed import Cells
    from jimo_cli.imports.standing import Standing
    from jimo_cli.packs.layout import Layout, Statement

_FINAL, _PRELIMINARY, _REVISED = Status.FINAL.value, Status.PRELIMINARY.value, Status.REVISED.value
_RANKS = {status.value: rank for rank, status in enumerate(Status)}
_AHEAD = (Status.TARGET.value, Status.FORECAST.value)
_SAYING_NOTHING = {"status": _FINAL, "qualifier": "exact"}
"""What is written in a cell of a column for what is otherwise not said."""

_COMPARED = FIELDS[:6]
"""The columns of which figures are compared: place, period, the figure and its status."""

_AHEAD_ROWS = 16_384
"""Rows of the file that are held at once while it is compared: some hundred bytes each."""

_CHUNK = 32_768
"""New rows without the same one beside them that are looked for at once; the file is read again for each chunk."""

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


class _Known(NamedTuple):
    """A figure that stands in the file: the number of its row, and the figure."""

    row: int
    figure: str


class Index:
    """The facts and the series of a fact file, with what the heading says for all, by what an import looks for."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.whole: dict[str, dict[str, dict[str, Any]]] = {}
        """What each says, by kind and slug."""
        self._named: dict[tuple[object, ...], list[str]] = {}
        self._printed: dict[tuple[object, ...], list[str]] = {}
        for kind in (entries.SERIES, entries.FACT):
            of_kind = self.whole[kind] = {slug: standing.whole(one) for slug, one in standing.entries(kind).items()}
            for slug, whole in of_kind.items():
                self._named.setdefault((kind, whole.get("source"), whole.get("label")), []).append(slug)
                if kind == entries.FACT and "as_written" in whole:
                    self._printed.setdefault((whole.get("source"), whole["as_written"]), []).append(slug)

    def named(self, kind: str, source: str, entry: Entry) -> Iterator[str]:
        """Yield the slugs of what cites a source and has the label or the slug of an entry."""
        yield from (found := self._named.get((kind, source, entry.values.get("label")), []))
        own = self.whole[kind].get(entry.slug)
        if own is not None and entry.slug not in found and own.get("source") == source:
            yield entry.slug

    def printed(self, source: str, written: str) -> Sequence[str]:
        """Return the slugs of the facts that have the words of a source, in the order of the file."""
        return self._printed.get((source, written), ())


def matching(index: Index, kind: str, entry: Entry, source: str, done: Container[str]) -> list[str]:
    """Return the slugs of what may be the same as an entry in the file, the likeliest first.

    It cites the same source and is of the same measure: of its label, or its slug where the label was edited since. So
    may have been what is a guess, as the unit of a series may be.
    """
    found: list[tuple[int, str]] = []
    for slug in index.named(kind, source, entry):
        if slug in done:
            continue
        whole = index.whole[kind][slug]
        guessed = entry.checks if slug == entry.slug else ()
        stated = [key for key in ("aspect", "unit") if kind == entries.SERIES and key not in guessed]
        if all(whole.get(key) == entry.values.get(key) for key in stated):
            alike = [slug == entry.slug, *(whole.get(key) == entry.values.get(key) for key in KEYS)]
            found.append((-sum(alike), slug))
    return [slug for _, slug in sorted(found)]


def merged(standing: Standing, slug: str, entry: Entry, *, revise: bool) -> Merged:
    """Return what the observations of an entry add to the series of a slug."""
    values = standing.entries(entries.SERIES)[slug]
    whole = standing.whole(values)
    stated = _Stated(standing, values, whole)
    found = Merged([], {}, 0, [])
    beside = _Beside(entry.observed.cells() if entry.observed else (), stated, whole)
    same = 0
    unlike = iter(beside)
    while chunk := [*islice(unlike, _CHUNK)]:
        known = stated.figures({cells[:2] for cells in chunk})
        for cells in chunk:
            statuses = known.get(cells[:2], {})
            row = dict(zip(FIELDS, cells, strict=True))
            figure = _figure_of(cells)
            if not statuses:
                found.added.append(row)
            elif any(_is_same(one.figure, figure) for one in _comparable(statuses, row["status"])):
                same += 1
            elif row["status"] and row["status"] not in statuses:
                found.added.append(row)
            else:
                _differ(found, f"{standing.stem}.{slug}", row, statuses, revise=revise)
    return found._replace(same=same + beside.same)


class _OfRow(NamedTuple):
    """What a row of the file says of its figure."""

    number: int
    key: Cells
    status: str
    figure: str


class _Stated:
    """The figures of a series in the file, with what it says for all of them; each time they are read anew."""

    def __init__(self, standing: Standing, values: Mapping[str, Any], whole: Mapping[str, Any]) -> None:
        self._rows = Rows(standing, values)
        self._otherwise = [str(whole.get(name) or "") for name in (*KEYS, "status", "qualifier")]

    def __iter__(self) -> Iterator[_OfRow]:
        in_area, in_period, in_status, hedge = self._otherwise
        for number, (area, period, value, upper, qualifier, status) in self._rows.cells(_COMPARED):
            if value:
                figure = _figure(value, upper, qualifier or hedge)
                yield _OfRow(number, (area or in_area, period or in_period), status or in_status or _FINAL, figure)

    def figures(self, wanted: Container[Cells]) -> dict[Cells, dict[str, _Known]]:
        """Return the figures of some places and periods, of each by status."""
        found: dict[Cells, dict[str, _Known]] = {}
        for number, key, status, figure in self:
            if key in wanted:
                found.setdefault(key, {})[status] = _Known(number, figure)
        return found


class _Beside:
    """Yields the new rows, but for those that the file has as well at about the same place; `same` counts these.

    Both are read once, in their orders, and of the file only some rows ahead are held: rows that are new or gone may
    stand between others.
    """

    def __init__(self, cells: Iterable[Cells], stated: Iterable[_OfRow], whole: Mapping[str, Any]) -> None:
        self._cells, self._stated = cells, iter(stated)
        self._shared = [str(whole.get(key) or "") for key in KEYS]
        self._ahead: dict[Cells, _OfRow] = {}
        self.same = 0

    def __iter__(self) -> Iterator[Cells]:
        in_area, in_period = self._shared
        for cells in self._cells:
            key = cells[0] or in_area, cells[1] or in_period
            found = self._at(key)
            if found and cells[5] in {"", found.status} and _is_same(found.figure, _figure_of(cells)):
                self.same += 1
            else:
                yield *key, *cells[2:]

    def _at(self, key: Cells) -> _OfRow | None:
        """The row of a place and period, None where it is not among those ahead."""
        if self._ahead and (found := self._ahead.pop(key, None)):
            return found
        for row in islice(self._stated, _AHEAD_ROWS - len(self._ahead)):
            if row.key == key:
                return row
            self._ahead[row.key] = row
        return None


def _figure(value: str, upper: str, qualifier: str) -> str:
    """A figure with what belongs to it, as it is told and compared."""
    if not upper and not qualifier:
        return value
    return f"{value}{f'..{upper}' if upper else ''}{'' if qualifier in {'', 'exact', 'range'} else f' {qualifier}'}"


def _figure_of(cells: Sequence[str]) -> str:
    return _figure(*cells[2:5])


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
        figure = _figure_of([row[name] for name in FIELDS])
        where = "@".join(part for part in (series_id, row["reference_area"], row["time_period"]) if part)
        found.differing.append(Difference(where, old.figure, figure, becomes is not None))


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
    lines = io.BytesIO(content)
    head = lines.readline()
    behind = _line(planned.new).encode()
    yield head.rstrip(b"\r\n") + (b"," + behind if behind else b"") + end
    fill = b"," + _line([planned.fills[name] for name in planned.new]).encode() if planned.new else b""
    every = [*planned.columns, *planned.new]
    for number, line in enumerate(lines):
        bare = line.removesuffix(b"\n").rstrip(b"\r")
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
