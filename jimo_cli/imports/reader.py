"""The figures of a sheet, row by row: of which measure, place and period each is, and why others are none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import places
from jimo_cli.errors import shortened
from jimo_cli.imports import cells, heads, layout, mapping, roles
from jimo_cli.imports.alone import is_bare_year, joined_period
from jimo_cli.imports.beside import flags_of
from jimo_cli.imports.cells import PLAIN
from jimo_cli.imports.column import OF_LAST_YEAR
from jimo_cli.imports.drafts import Observation
from jimo_cli.imports.groups import Groups
from jimo_cli.imports.plan import Measure, Measures, OfRow, Plan, has_decimal_commas, uses_brackets, with_magnitude
from jimo_cli.imports.times import BEGUN, FISCAL, When, below, when, within
from jimo_cli.imports.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.imports.column import Column

_TOTALS = frozenset(("合计", "总计", "总数", "total", "Total", "TOTAL", "Grand total"))
_DAY = re.compile("[0-9]{4}-[0-9]{2}-01")
_BESIDE = "in brackets behind the figure: its error, share or range"
_SECOND_HEAD = "a row of heads"
LONGEST = 150
"""Characters of the longest name of a place or a measure, and of what is told of a text."""

_AGAIN = "the same figure again"
_DIFFER = "figures that differ for the same place and period"
_MOST_SHOWN = 100
_MOST_COMPARED = 50_000
"""Figures with another one of the same place and period that are compared; of more all are refused."""


class Figure(NamedTuple):
    """An observation, of which measure it is and where it stands."""

    measure: Measure
    observation: Observation
    row: int
    at: int


class _Entry(NamedTuple):
    """A place or period as a cell names it: its text, a number that tells it apart, a status; else why none."""

    name: str | None
    number: int
    status: str = ""
    why: str = ""


_NONE = _Entry(None, 0)


class _Names:
    """The places and periods of a table by the texts that name them, and by a number each."""

    def __init__(self, plan: Plan) -> None:
        self.areas: dict[str, _Entry] = {}
        self.periods: dict[tuple[str, str], _Entry] = {}
        self._numbers: dict[str, int] = {}
        self._plan = plan
        at = plan.at(roles.AREA)
        named = (row.cells[at] for row in plan.layout.sample if at is not None and at < len(row.cells))
        self._others = [place for place in map(heads.place_in, named) if place]
        self._is_code = plan.at(roles.AREA) is None
        self._lang = heads.language(plan.layout.heads)
        part, time = plan.at(roles.PART), plan.at(roles.TIME)
        self._part_head = plan.columns[part].head if part is not None else ""
        self._time_head = plan.columns[time].head if time is not None else ""
        self._year = plan.period[:4] if plan.period[:4].isdecimal() else ""

    def _number(self, of: str) -> int:
        return self._numbers.setdefault(of, len(self._numbers) + 1)

    def area(self, shown: str) -> _Entry:
        """Return the place that a cell names."""
        found = self.areas.get(shown)
        if found is None:
            found = self.areas[shown] = self._area(shown)
        return found

    def _area(self, shown: str) -> _Entry:
        name, _ = heads.in_two_languages(heads.joined(cells.without_mark(heads.without_lead(shown))[0]))
        if not name or len(name) > LONGEST:
            return _Entry(None, 0, why="a text, and no name of a place" if name else "no place")
        if roles.is_head(name):
            return _Entry(None, 0, why=_SECOND_HEAD)
        if name in _TOTALS:
            of = self._plan.said.area or self._plan.title.area
            return (
                _Entry(of, self._number(heads.place_in(of) or of))
                if of
                else _Entry(None, 0, why="a sum: of what place is not said")
            )
        code = heads.place_of_code(name) if self._is_code else ""
        if code:
            return _Entry(places.label_of(code, self._lang) or name, self._number(code))
        return self.named(heads.place_beside(name, self._others) or name)

    def named(self, name: str) -> _Entry:
        """Return the place of a name, whatever that is."""
        return _Entry(name, self._number(heads.place_in(name) or name))

    def period(self, shown: str, part: str = "") -> _Entry:
        """Return the period that a cell names, or a cell with a year and one with a part of it."""
        found = self.periods.get((shown, part))
        if found is None:
            found = self.periods[shown, part] = self._period(shown, part)
        return found

    def _period(self, shown: str, part: str) -> _Entry:
        if roles.is_head(shown):
            return _Entry(None, 0, why=_SECOND_HEAD)
        found = when(heads.joined(below(self._time_head, shown)), self._year)
        if found and found.period and part:
            found = joined_period(found.period, part, self._part_head)
        if found and self._plan.days == "fiscal" and "/" not in found.period:
            found = When("", why=FISCAL)
        if found and self._plan.days and _DAY.fullmatch(found.period):
            period = within(found.period, self._plan.days)
            found = found._replace(period=period, why="" if period else BEGUN)
        if found and found.period:
            return _Entry(found.period, self._number(found.period), found.status)
        return _Entry(None, 0, why=(found and found.why) or ("no period" if shown.strip() else "no period is said"))

    def fixed(self, period: str) -> _Entry:
        """Return a period that is known."""
        return _Entry(period, self._number(period)) if period else _NONE


class _Known:
    """Which places and periods of each measure have a figure, in a bit each."""

    def __init__(self) -> None:
        self._bits: dict[_Key, bytearray] = {}

    def __bool__(self) -> bool:
        return bool(self._bits)

    def has(self, key: _Key, period: int) -> bool:
        """Tell whether there is a figure."""
        bits = self._bits.get(key, b"")
        return period >> 3 < len(bits) and bits[period >> 3] & (1 << (period & 7)) > 0

    def add(self, key: _Key, period: int) -> bool:
        """Add a figure; return whether there was one already."""
        bits = self._bits.get(key)
        if bits is None:
            bits = self._bits[key] = bytearray()
        at, bit = period >> 3, 1 << (period & 7)
        if at >= len(bits):
            bits.extend(bytes(at + 1 - len(bits)))
        if bits[at] & bit:
            return True
        bits[at] |= bit
        return False


class _Target(NamedTuple):
    """To which series a figure of a column goes, and its unit where that is not the one of the series."""

    measure: Measure
    unit: str | None


class _Row(NamedTuple):
    """What a row says of all of its figures."""

    number: int
    cells: list[str]
    area: _Entry
    period: _Entry
    status: str
    targets: list[_Target | None]
    is_head: bool


_HEADS = _Target(Measure("", None, "", None, None), None)
"""That of a row of heads."""


class _About(NamedTuple):
    """What is known of a figure by its row and its column."""

    column: Column
    place: _Entry
    time: _Entry
    target: _Target | None


class Reader:
    """Reads the figures of a sheet by its plan; each call of `figures` reads it from the beginning."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.measures, self.names = plan, Measures(plan), _Names(plan)
        self._in_brackets, self._in_commas = uses_brackets(plan), has_decimal_commas(plan)
        self._targets: dict[OfRow, list[_Target | None]] = {}
        self._series: dict[tuple[str, str | None, str], Measure] = {}
        self.undated: set[Measure] = set()
        """Measures of which no head says the period."""
        self.dated: dict[Measure, str] = {}
        """The heads of measures that have the period of the column before them."""
        self.refused = _Known()
        """Which places and periods have figures that differ, once all were read."""
        self._is_compared = False
        self._at = {role: plan.at(role) for role in mapping.ROLES}
        self._area_at = plan.area_at
        self._of_table = self.names.area(plan.area) if plan.area else _NONE
        self._in_table = self.names.fixed(plan.period)
        self._flags = flags_of(plan.columns)
        self._parts = [column.at for column in plan.columns if column.role == roles.BREAKDOWN]
        self.is_long = self._at["label"] is not None or bool(self._parts)
        names_rows = self._at["label"] is not None and self._at["time_period"] is None and self._area_at is None
        self._groups = Groups.of(plan.layout.sample, self._at["label"] if names_rows else None)
        self._columns = [(column, self._place(column), self._time(column)) for column in plan.values]

    def _place(self, column: Column) -> _Entry | None:
        return self.names.area(column.area) if column.area else None

    def _time(self, column: Column) -> _Entry | None:
        return self.names.fixed(column.period)._replace(status=column.status) if column.period else None

    def single(self) -> Measure | None:
        """Return the measure of all figures, None where there may be several."""
        if self.is_long:
            return None
        sample = self.plan.layout.sample[:1]
        targets = self._targets_of(self._texts(sample[0].cells)) if sample else []
        found = {target.measure for target in targets if target}
        return found.pop() if len(found) == 1 else None

    def figures(self, told: Told) -> Iterator[Figure]:
        """Yield the figures of the rows in their order, one of each place and period; `told` is told of the rest.

        The first whole reading finds those that differ for one place and period: `refused` is then true, and only what
        is read from then on is without them.
        """
        known, again = _Known(), _Known()
        refused = self.refused or None  # asked once, and not for each figure
        for figure, area, period in self._all(told):
            key = figure.measure, area, figure.observation.status
            if refused is not None and refused.has(key, period):
                continue
            if not known.add(key, period):
                yield figure
            else:
                again.add(key, period)
        if again and not self._is_compared:
            self._compare(again, told)
        self._is_compared = True
        told.unclear |= self.measures.unclear

    def _compare(self, again: _Known, told: Told) -> None:
        """Find the figures of one place and period that differ, none of which is known to be the right one."""
        first: dict[tuple[_Key, int], Figure] = {}
        for figure, area, period in self._all(Told()):
            key = figure.measure, area, figure.observation.status
            if not again.has(key, period):
                continue
            if len(first) == _MOST_COMPARED and (key, period) not in first:
                self.refused.add(key, period)
                continue
            before = first.setdefault((key, period), figure)
            if before is figure:
                continue
            if _stated(before) == _stated(figure):
                why = _again(before, figure) if len(first) <= _MOST_SHOWN else _AGAIN
                told.cell(figure.row, figure.at, figure.observation.value, why)
                continue
            is_new = not self.refused.add(key, period)
            values = f": {before.observation.value} and {figure.observation.value}" if len(first) <= _MOST_SHOWN else ""
            for one in (before, figure) if is_new else (figure,):
                told.cell(one.row, one.at, one.observation.value, _DIFFER + values)
        if self.refused:
            told.unclear["figures differ for the same place and period, and are left out: what tells them apart?"] = (
                None
            )

    def _all(self, told: Told) -> Iterator[tuple[Figure, int, int]]:
        """Yield all figures with the numbers of their place and period."""
        is_plain = not self.plan.statuses and not self._in_commas
        for row in self._rows(told):
            number, shown, area, period, status, targets, _ = row
            for (column, of_column, of_head), target in zip(self._columns, targets, strict=True):
                place, time = of_column or area, of_head or period
                if column.part:
                    time = self.names.period(shown[self._at["time_period"] or 0], column.part)
                value = shown[column.at]
                if self._flags:
                    at = self._flags.get(column.at)
                    row = row._replace(status="" if at is None else shown[at])  # noqa: PLW2901  # the flag of the column
                    status = row.status
                if is_plain and target and not (status or place.why or time.why or time.status) and PLAIN(value):
                    observation = Observation(place.name, time.name, value, None, None, None, None, None, target.unit)
                    yield Figure(target.measure, observation, number, column.at), place.number, time.number
                    continue
                made = self._figure(row, _About(column, place, time, target), told)
                if made is not None:
                    yield made, place.number, time.number

    def _rows(self, told: Told) -> Iterator[_Row]:
        """Yield the rows of data with what each says of its figures; notes and headings between them are told."""
        width, first, last = len(self.plan.columns), self.plan.layout.first, self.plan.layout.last
        first_value = self.plan.values[0].at
        is_in_notes = False
        self._groups.begin()
        for number, cells_ in self.plan.sheet.read():
            if not first <= number <= last:
                continue
            shown = cells_ if len(cells_) == width else [*cells_, *[""] * (width - len(cells_))]
            if len(shown) > width or not PLAIN(shown[first_value]):
                kind = _kind_of(shown, width, after_note=is_in_notes)
                if kind:
                    is_in_notes = is_in_notes or kind in {"note", "source"}
                    self._groups.heading(shown)
                    told.row(number, " ".join(dict.fromkeys(filter(None, shown))), kind)
                    continue
            row = self._row(number, shown)
            if not row.is_head:
                yield row
            elif self._ends_at(row, told):
                return

    def _ends_at(self, row: _Row, told: Told) -> bool:
        """Tell whether another table begins with a row of heads; the same heads again are told only."""
        texts = [cell.strip() for cell in row.cells]
        told.row(row.number, " ".join(filter(None, texts)), _SECOND_HEAD)
        if any(
            texts == [parts[at] for parts in self.plan.layout.heads] for at in range(len(self.plan.layout.heads[0]))
        ):
            return False
        told.unclear[f"another table begins in row {row.number}, and is not read: say first and head in a mapping"] = (
            None
        )
        return True

    def _row(self, number: int, shown: list[str]) -> _Row:
        at, names, area_at = self._at, self.names, self._area_at
        time_at, part_at, status_at = at["time_period"], at["time_part"], at["status"]
        area = self._of_table if area_at is None else names.area(shown[area_at])
        if time_at is None:
            period = self._in_table
        else:
            period = names.period(shown[time_at], "" if part_at is None else shown[part_at])
        if area.why == _SECOND_HEAD and (
            (time_at is not None and period.name) or not self._has_heads(shown)
        ):  # State is all of it, above its counties
            area = names.named(shown[area_at or 0].strip())
        texts = self._groups.joined(self._texts(shown))
        targets = self._targets.get(texts) or self._targets_of(texts)
        status = "" if status_at is None else shown[status_at]
        is_head = _SECOND_HEAD in (area.why, period.why) or any(target is _HEADS for target in targets)
        return _Row(number, shown, area, period, status, targets, is_head)

    def _has_heads(self, shown: list[str]) -> bool:
        """Tell whether a row has texts or years where others have figures, and no figure."""
        found = [(value, cells.read(value)) for value in (shown[column.at] for column in self.plan.values)]
        is_head = [read.value is None or is_bare_year(value) for value, read in found if not read.is_missing]
        return bool(is_head) and all(is_head)

    def _texts(self, shown: list[str]) -> OfRow:
        """What a row says of its measure."""
        label, unit, mult = self._at["label"], self._at["unit"], self._at["unit_mult"]
        return OfRow(
            "" if label is None else shown[label],
            "" if unit is None else shown[unit],
            "" if mult is None else shown[mult],
            tuple([shown[at] for at in self._parts]) if self._parts else (),
        )

    def _targets_of(self, texts: OfRow) -> list[_Target | None]:
        found: list[_Target | None] = []
        if roles.is_head(texts.label):
            found = [_HEADS] * len(self.plan.values)
        for column in self.plan.values[len(found) :]:
            measure = self.measures.of(column, texts)
            if measure and not column.period:
                self.undated.add(measure)
            if measure and column.why.endswith(OF_LAST_YEAR):
                self.dated[measure] = column.head
            if measure is None or self.is_long:
                found.append(measure and _Target(measure, None))
                continue
            of_series = self._series.setdefault((measure.label, measure.aspect, column.named.unit), measure)
            found.append(_Target(of_series, measure.unit if measure.unit != of_series.unit else None))
        self._targets[texts] = found
        return found

    def _figure(self, row: _Row, about: _About, told: Told) -> Figure | None:
        """The figure of a cell that is more than digits, or of a row of which more is to be said; None for none."""
        column, place, time, target = about
        shown = row.cells[column.at]
        found = cells.read(shown, in_brackets=self._in_brackets)
        flagged = cells.missing_by(row.status)
        if flagged and found.value is not None:
            flagged = "" if row.status.strip().lower() == "o" else f"a figure beside the flag {row.status}: {flagged}"
        if self._in_commas and not found.why and not shown.strip().isdecimal():
            found = cells.Cell(why="commas part decimals in this table, or thousands")
        why = flagged or found.why or place.why or time.why or self._why_no_measure(row, target)
        unit = None if why or target is None else _unit_of(found, target)
        why = why or ("a magnitude beside that of its unit" if unit is None else "")
        if why or target is None or found.value is None:
            if why != cells.BLANK:
                told.cell(row.number, column.at, shown, why)
            return None
        if found.mark:
            is_beside = found.mark[0] in "([" and found.as_written is not None
            told.cell(row.number, column.at, found.mark, _BESIDE if is_beside else "the mark of a note")
        own = None if unit == target.measure.unit else unit
        status = self._status(found.status, row, time, told)
        high, hedge, written = found.value_max, found.qualifier, found.as_written
        observation = Observation(place.name, time.name, found.value, high, hedge, status, None, written, own)
        return Figure(target.measure, observation, row.number, column.at)

    def _why_no_measure(self, row: _Row, target: _Target | None) -> str:
        label = self._at["label"]
        if label is not None and not 0 < len(row.cells[label].strip()) <= LONGEST:
            return "no name of a measure"
        return "" if target else "a unit with a power of ten that no word says"

    def _status(self, of_cell: str | None, row: _Row, time: _Entry, told: Told) -> str | None:
        """The status that the cell, the column of flags, the head or a note says; None for a settled figure."""
        of_flag = cells.status_of(row.status) if row.status else ""
        if of_flag is None:
            flag = shortened(row.status, LONGEST)
            told.once(row.number, self._at["status"] or 0, flag, f"the flag {flag}, of which nobody knows what it says")
        name = time.name or ""
        said = (self.plan.statuses.get(period) for period in (name, _year_of(name), ""))
        status = of_cell or of_flag or time.status or next((one for one in said if one is not None), None)
        return None if status in {"", "final"} else status


def _year_of(period: str) -> str:
    """The year that a period is or lies in; empty for one of several."""
    years = {part[:4] for part in period.split("/")}
    return years.pop() if len(years) == 1 else ""


def _unit_of(found: cells.Cell, target: _Target) -> str | None:
    """The unit of a figure, None where the cell says a magnitude of a unit that has one."""
    unit = target.unit or target.measure.unit
    return unit if found.unit is None else with_magnitude(found.unit, unit)


_Key = tuple[Measure, int, "str | None"]
"""A measure, the number of a place, and a status."""


def _stated(figure: Figure) -> tuple[object, ...]:
    """What a figure says, however it is written: 1.0 is 1."""
    found = figure.observation
    ends = (None if end is None else Decimal(end) for end in (found.value, found.value_max))
    return *ends, found.qualifier, found.unit or figure.measure.unit


def _again(before: Figure, figure: Figure) -> str:
    """What is told of a figure that stands there already, maybe with other digits: the first one is kept."""
    first = before.observation.value
    return f"{_AGAIN}{f': {first}, which is kept' if first != figure.observation.value else ''}"


def _kind_of(shown: list[str], width: int, *, after_note: bool) -> str:
    """What a row is that is none of data: blank, a note, a source, a heading; empty for a row of data."""
    said = {cell.strip() for cell in shown} - {""}
    if not said:
        return cells.BLANK
    kind = layout.kind_of(shown)
    if kind:
        return kind[0]
    if len(said) > 1:
        return "more cells than heads" if any(map(str.strip, shown[width:])) else ""
    only = cells.read(said.pop())
    if only.value is not None or only.is_missing:
        return ""
    return "note" if after_note else "a heading, or a row without figures"
