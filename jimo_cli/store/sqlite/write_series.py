"""Writing series: their observations a block at a time, and at the end which facts these belong to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.fields import SEPARATOR
from jimo_cli.figures.units import split_unit
from jimo_cli.model import Problem, Qualifier
from jimo_cli.packs import links
from jimo_cli.packs.series import TableFile, located
from jimo_cli.store.sqlite import ids
from jimo_cli.store.sqlite.connection import fetch, stream
from jimo_cli.store.sqlite.rows import Frame, names_of
from jimo_cli.store.sqlite.rows import located as parted
from jimo_cli.store.sqlite.schema import insert
from jimo_cli.store.sqlite.write_facts import SPARE, IndexWriter, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from sqlite3 import Connection

    from jimo_cli.packs.observations import Block
    from jimo_cli.packs.read import FactFile
    from jimo_cli.packs.schema import Works
    from jimo_cli.packs.series import Series
    from jimo_cli.packs.table import Layouts


_OF_FRAME = ("unit", "qualifier", "status", "basis", "source", "section", "paragraph")
_OWNERS = """
SELECT s.first, s.last, o.name, f.label, o.first, o.last FROM series AS s JOIN series AS o ON o.id = s.owner
JOIN fact AS f ON f.position = (SELECT min(position) FROM fact WHERE position >= o.first)
"""
"""The series that belong to another, with the label of that one."""

_WITHOUT_OWNER = """
SELECT f.position, e.id, e.reference_area, e.time_period FROM fact AS f JOIN entry AS e ON e.position = f.position
WHERE f.position BETWEEN ? AND ? AND NOT EXISTS (
    SELECT 1 FROM fact AS g WHERE g.label = ? AND g.area IS f.area AND g.period IS f.period
    AND g.position BETWEEN ? AND ?
)
"""
_NAMING_A_SERIES = """
SELECT d.position, e.id, s.name, s.first, s.last, e.reference_area, e.time_period FROM detail AS d
JOIN series AS s ON s.name = d.of JOIN entry AS e ON e.position = d.position
"""
_OF_PLACE_AND_PERIOD = """
SELECT id FROM entry WHERE position BETWEEN ? AND ? AND reference_area IS ? AND time_period IS ? LIMIT 1
"""

_OWNED = "SELECT id, of FROM entry WHERE position IN (SELECT position FROM detail WHERE of > '')"
_OWNING = """
AND (EXISTS (SELECT 1 FROM detail AS d WHERE d.of = entry.id)
    OR EXISTS (SELECT 1 FROM series AS o WHERE o.of = entry.id))
"""


class Written(NamedTuple):
    """How many observations were written, the position of the last, and whether places and periods are several.

    Those at the positions that are `superseded` are not counted.
    """

    observations: int
    last: int
    varies: tuple[bool, bool]
    superseded: Sequence[int]


class SeriesWriter(IndexWriter):
    """Writes the facts of one file after another, and the observations of its series behind them.

    `tables` are the CSV files of the packs by path, `sources` the works that facts may cite.
    """

    def __init__(self, db: Connection, tables: Mapping[str, FactFile], sources: Works) -> None:
        super().__init__(db)
        self._tables, self._sources = tables, sources
        self._series: dict[str, tuple[Series, int]] = {}
        self._superseded: list[int] = []

    def append_series(self, series: Series) -> None:
        """Write a series behind what was written last; one without observations is broken."""
        first = self.next_position
        number, shared = len(self._series) + 1, series.shared
        label = self.label_named(
            names_of(shared["label"], shared.get("label_en"), shared.get("aliases", ()), shared.get("parts", ()))
        )
        written = self.write_observations(series, first, (number, label))
        if not written.observations:
            self.db.execute("INSERT OR IGNORE INTO broken VALUES(?)", (series.id,))
            return
        self._superseded += written.superseded
        self._series[series.id] = series._replace(blocks=()), first
        self.count(series.topic, Counter({str(shared["kind"]): written.observations}))
        room = written.last - first + (written.last - first) // 4 + SPARE
        self.extend_file(series.path, written.last, first + room)
        slug = series.id.partition(".")[2]
        own = (SEPARATOR.join(shared.get("parts", ())) or None, shared.get("description"), shared.get("description_en"))
        where = printable(series.path), series.table and printable(series.table), first, written.last, room
        self.db.execute(
            insert("series", 15), (number, series.id, slug, *where, *written.varies, shared.get("of"), None, *own)
        )

    def write_observations(
        self, series: Series, first: int, about: tuple[int, int], room: int | None = None
    ) -> Written:
        """Write the observations of a series from a position on, and the problems of its table.

        `about` are the numbers of the series and of its label. Observations that have no more room are not written,
        but counted.
        """
        is_to_read = series.table and series.told is None
        table = TableFile(series, self._tables.get(series.table or ""), self._sources) if is_to_read else None
        count, last = 0, first
        for block in table.blocks() if table else series.blocks:
            count += len(block.numbers)
            last = first + block.numbers[-1] if block.numbers else last
            if block.numbers and (room is None or last <= first + room):
                self._write_block(series, block, first, about)
        if told := table.told if table else series.told:
            self.add_problems(told.problems)
            self.note(series.table or "", is_settled=told.is_settled, is_read=told.is_read)
        read = table or series
        superseded = [first + row for row in read.superseded]
        return Written(count - len(superseded), last, read.varies, superseded)

    def _write_block(self, series: Series, block: Block, first: int, about: tuple[int, int]) -> None:
        """Write some observations; `about` are the numbers of the series and of its label.

        What all of them have in common is part of the statement: so less is bound to each row.
        """
        number, label = about
        positions = [first + row for row in block.numbers]
        values = block.columns["value"]
        own: dict[str, Sequence[object]] = {"position": positions, "value": values}
        same: dict[str, int | None] = {"label": label}
        self._add_numbers("area", self.area_of, _column(series, block, "reference_area"), own, same)
        self._add_numbers("period", self.period_of, _column(series, block, "time_period"), own, same)
        self._add_frames(series, block, number, own, same)
        units = _column(series, block, "unit")
        if "as_written" in block.columns:
            own["as_written"] = [*map(_shortened, block.columns["as_written"], values, units)]
        names, marks = ", ".join((*own, *same)), ", ".join((*"?" * len(own), *map(_literal, same.values())))
        # Names and numbers are those of this module.
        self.db.executemany(f"INSERT INTO fact({names}) VALUES({marks})", zip(*own.values(), strict=True))
        self._write_figures(values, units, positions)
        if "value_max" in block.columns:
            ends = block.columns["value_max"]
            self._write_figures(ends, units, positions)
            details = ((at, end) for at, end in zip(positions, ends, strict=True) if end is not None)
            self.db.executemany("INSERT INTO detail(position, value_max) VALUES(?, ?)", details)

    @staticmethod
    def _add_numbers(
        name: str,
        number_of: Callable[[str | None], int | None],
        cells: Sequence[str | None],
        own: dict[str, Sequence[object]],
        same: dict[str, int | None],
    ) -> None:
        """Add the number of the place, or of the period, of each observation, or that of all of them."""
        numbers = {cell: number_of(cell) for cell in dict.fromkeys(cells)}
        if len(numbers) == 1:
            [same[name]] = numbers.values()
        else:
            own[name] = [numbers[cell] for cell in cells]

    def _add_frames(
        self,
        series: Series,
        block: Block,
        number: int,
        own: dict[str, Sequence[object]],
        same: dict[str, int | None],
    ) -> None:
        """Add the number of what each observation has in common with others, and its paragraph; or those of all."""
        names = [name for name in _OF_FRAME if name in block.columns]
        if not names:
            same["frame"], same["paragraph"] = self._frame(series, {}, number)
            return
        rows = list(zip(*(block.columns[name] for name in names), strict=True))
        frames = {row: self._frame(series, dict(zip(names, row, strict=True)), number) for row in dict.fromkeys(rows)}
        own["frame"], own["paragraph"] = zip(*(frames[row] for row in rows), strict=True)

    def _frame(self, series: Series, row: Mapping[str, str | None], number: int) -> tuple[int, int | None]:
        shared = series.shared
        stated = {key: row.get(key) or shared.get(key) for key in ("unit", "qualifier", "source", "aspect", "status")}
        section, paragraph = parted(located(shared.get("locator"), row.get("section"), row.get("paragraph")))
        frame = Frame(
            series.topic,
            str(shared["kind"]),
            stated["unit"],
            str(stated["qualifier"] or Qualifier.EXACT),
            str(stated["aspect"]) if stated["aspect"] else None,
            str(stated["source"]),
            section,
            str(stated["status"]) if stated["status"] else None,
            row.get("basis") or SEPARATOR.join(shared.get("basis", ())) or None,
            shared.get("among"),
            number,
        )
        return self.frame_of(frame), paragraph

    def _write_figures(
        self, values: Sequence[str | None], units: Sequence[str | None], positions: Sequence[int]
    ) -> None:
        """Write the numbers, counted in ones, by which observations are found; see `rows.numbers_of`."""
        # Digits with an exponent become the binary fraction that is nearest to the exact decimal.
        powers = {unit: f"e{split_unit(unit or '')[0]}" for unit in dict.fromkeys(units)}
        pairs = [
            (float(value + powers[unit]), position)
            for value, unit, position in zip(values, units, positions, strict=True)
            if value is not None
        ]
        self.db.executemany(f"INSERT OR IGNORE INTO {self.figures} VALUES(?, ?)", pairs)

    def link_facts(self) -> list[Problem]:
        """Write which observations facts belong to that name a series, and return the problems with that.

        What is superseded is set aside before: nothing belongs to it.
        """
        self._set_aside()
        self.db.execute("UPDATE series SET owner = (SELECT o.id FROM series AS o WHERE o.name = series.of)")
        return [*self._link_observations(), *self._link_plain_facts()]

    def _set_aside(self) -> None:
        """Make those observations that are superseded rows of `earlier`, by which no look-up finds them."""
        positions = [(position,) for position in self._superseded]
        self.db.executemany("INSERT INTO earlier SELECT * FROM fact WHERE position = ?", positions)
        self.db.executemany("DELETE FROM fact WHERE position = ?", positions)
        if positions:  # figures have no index by position: all are read
            self.db.execute("DELETE FROM figure WHERE position IN (SELECT position FROM earlier)")

    def _link_observations(self) -> list[Problem]:
        """Take the link from the observations whose place and period the series that they belong to has not."""
        problems = []
        for first, last, owner, *within in fetch(self.db, _OWNERS):
            missing = fetch(self.db, _WITHOUT_OWNER, (first, last, *within))
            problems += [links.without_observation(fact_id, owner, *about) for _, fact_id, *about in missing]
            self._unlink([position for position, *_ in missing])
        return problems

    def _link_plain_facts(self) -> list[Problem]:
        """Link the facts that name a series to its observation of their place and period."""
        problems = []
        for position, fact_id, owner, first, last, area, period in fetch(self.db, _NAMING_A_SERIES):
            found = fetch(self.db, _OF_PLACE_AND_PERIOD, (first, last, area, period))
            if found:
                self.db.execute("UPDATE detail SET of = ? WHERE position = ?", (found[0][0], position))
            else:
                problems.append(links.without_observation(fact_id, owner, area, period))
                self._unlink([position])
        return problems

    def _unlink(self, positions: Sequence[int]) -> None:
        upsert = "INSERT INTO detail(position, of) VALUES(?, '') ON CONFLICT(position) DO UPDATE SET of = ''"
        self.db.executemany(upsert, ((position,) for position in positions))

    def owners(self, *, between: bool = False) -> Iterator[links.Owned]:
        """Yield which fact each belongs to, of all the observations of a series the series; see `IndexWriter`."""
        for fact_id, of in stream(self.db, _OWNED + _OWNING * between):
            if links.series_of(fact_id) == fact_id:
                yield fact_id, of
        yield from stream(self.db, "SELECT name, of FROM series WHERE of IS NOT NULL")

    def path_of(self, fact_id: str) -> str:
        """Return the path of the file that states a fact, of an observation that of its table."""
        if fact_id in self._series:
            return self._series[fact_id][0].path
        series_id = links.series_of(fact_id)
        if series_id in self._series and series_id != fact_id:
            series = self._series[series_id][0]
            return series.table or series.path
        return super().path_of(fact_id)

    def placed(self, problem: Problem, path: str, layouts: Layouts) -> Problem:
        """Return a problem of a fact with its place in the file at a path, that of an observation in its row."""
        fact_id = problem.fact_id
        series_id = links.series_of(fact_id)
        if series_id == fact_id:
            return super().placed(problem, path, layouts)
        series, first = self._series[series_id]
        [position, *_] = ids.positions_of(self.db, fact_id)
        row = position - first
        line = row if series.table else series.lines[row]
        return Problem(path, line, f"{fact_id} {problem.message}", problem.hint, problem.code)


def _column(series: Series, block: Block, name: str) -> Sequence[str | None]:
    """Return what each observation has of a field: its own, else that of the series."""
    shared = series.shared.get(name)
    column = block.columns.get(name)
    if column is None:
        return [shared] * len(block.numbers)
    return column if shared is None else [cell or shared for cell in column]


def _shortened(as_written: str | None, value: str | None, unit: str | None) -> str | None:
    """Return a figure as it is printed, empty where that is its value with its unit."""
    return "" if as_written == f"{value}{unit or ''}" else as_written


def _literal(number: int | None) -> str:
    return "NULL" if number is None else str(number)
