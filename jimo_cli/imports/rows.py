"""From the rows of a workbook to a draft: its series with their observations, read as they are asked for.

The table of one series is read each time that its observations are asked for, and nothing of it is kept. That of
several is read once, and its figures are kept in a few bytes each.
"""

from __future__ import annotations

import hashlib
import re
from os.path import basename, splitext
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.errors import UsageError, listed, quoted, shortened
from jimo_cli.imports import mapping
from jimo_cli.imports.column import joined_label
from jimo_cli.imports.drafts import ColumnGuess, Draft, Observation, ReadAgain, SeriesDraft, Skipped
from jimo_cli.imports.kept import Kept, Parts
from jimo_cli.imports.plan import Measure, Plan, plan_of
from jimo_cli.imports.reader import LONGEST, Reader
from jimo_cli.imports.roles import AREA, LABEL, TIME, UNCLEAR
from jimo_cli.imports.times import FISCAL, says_fiscal, when
from jimo_cli.imports.told import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from jimo_cli.imports.column import Column
    from jimo_cli.tables.sheet import Sheet, Workbook

    Progress = Callable[[int], None] | None
    """Is told how many figures are read."""

_TOLD_EACH = 4096
"""Figures after which the progress is told."""

_OF_KIND = re.compile("(time|geo|metric): (.+?)(?=, (?:time|geo|metric): |$)")


class _Lazy:
    """The observations of the only series of a table, read anew each time; the first whole reading tells the rest.

    Raises ReadAgain at its end where it had figures that differ for one place and period.
    """

    def __init__(self, reader: Reader, tell: _Tell) -> None:
        self._reader, self._tell = reader, tell
        self._is_told = False

    def __iter__(self) -> Iterator[Observation]:
        told = Told()
        for figure in self._reader.figures(told):
            yield figure.observation
        if not self._is_told:
            self._is_told = True
            self._tell.all_of(told)
            if self._reader.refused:
                raise ReadAgain


class _Tell(NamedTuple):
    """Where what was skipped and what is not clear is told, with the name of the sheet where there are several."""

    sheet: str
    to_skipped: list[Skipped]
    to_unclear: list[str]

    def skipped(self, found: Iterable[Skipped]) -> None:
        before = f"sheet {self.sheet}, " if self.sheet else ""
        self.to_skipped.extend(one._replace(where=before + one.where) for one in found)

    def unclear(self, found: Iterable[str]) -> None:
        self.to_unclear.extend(f"sheet {self.sheet}: {what}" if self.sheet else what for what in found)

    def all_of(self, told: Told) -> None:
        self.skipped(told.skipped())
        self.unclear(told.unclear)


def draft_of(workbook: Workbook, said: mapping.Mapping | None = None, progress: Progress = None) -> Draft:
    """Return what a workbook holds as series; `said` is what a person said of it, in a mapping.

    `progress` is told how many figures are read, of a sheet with several measures; those of one are read when they are
    written. Raises UsageError where the mapping names a sheet that is not there.
    """
    return _draft(workbook, _plans(workbook, said or mapping.NOTHING), progress)


def map_of(workbook: Workbook, said: mapping.Mapping | None = None) -> str:
    """Return what was taken for what as the text of a mapping, which may be corrected and read again."""
    plans = _plans(workbook, said or mapping.NOTHING)
    of_all = mapping.Mapping(
        topic=_topic(workbook, plans),
        source={key: value for key, value in _source(workbook, plans).items() if key != "type"},
    )
    if len(plans) == 1:
        whole = _map_of(plans[0])._replace(sheet=plans[0].sheet.name, topic=of_all.topic, source=of_all.source)
    else:
        whole = of_all._replace(sheets={plan.sheet.name: _map_of(plan) for plan in plans})
    why = {
        (plan.sheet.name if whole.sheets else "", key): column.why
        for plan in plans
        for key, column in zip(mapping.keys_of(column.head for column in plan.columns), plan.columns, strict=True)
    }
    return mapping.written(whole, why)


def _map_of(plan: Plan) -> mapping.Mapping:
    """What was taken for what in a sheet."""
    keys = mapping.keys_of(column.head for column in plan.columns)
    return mapping.Mapping(
        head=plan.layout.head, first=plan.layout.first, last=plan.said.last,
        label=plan.label, unit=plan.line, area=plan.area, period=plan.period,
        columns={key: column.role for key, column in zip(keys, plan.columns, strict=True)},
    )  # fmt: skip


def _plans(workbook: Workbook, said: mapping.Mapping) -> list[Plan]:
    """The plans of the sheets that are named or have a table; of those without one that of the first sheet.

    A mapping that says where the parts of a table are, or what its columns are, is of one sheet.
    """
    every, wanted = [sheet.name for sheet in workbook.sheets], [*said.sheets] or [said.sheet]
    named = [sheet for sheet in workbook.sheets if wanted == [""] or sheet.name in wanted]
    if missing := [name for name in wanted if name and name not in every]:
        raise UsageError(
            f"{workbook.path} has no sheet {quoted(missing[0])}, which the mapping names", f"it has {listed(every)}"
        )
    roles = _roles(workbook.kind)
    plans = [plan_of(sheet, workbook.path, said.of_sheet(sheet.name), roles) for sheet in named or [_empty()]]
    with_table = [plan for plan in plans if plan.values]
    is_of_one = said.columns or said.head or said.first or said.last
    return (with_table[:1] if is_of_one else with_table) or plans[:1]


def _roles(kind: str) -> dict[str, str]:
    """What the kind of a file says that columns are, by their heads: JSON-stat, time: year, metric: content."""
    found: dict[str, str] = {}
    for word, named in _OF_KIND.findall(kind):
        role = {"time": TIME, "geo": AREA, "metric": LABEL}[word]
        found |= dict.fromkeys(named.split(", "), role)
    return found


def _empty() -> Sheet:
    from jimo_cli.tables.sheet import Sheet  # noqa: PLC0415  # only for a workbook without any

    return Sheet("", lambda: iter(()))


def _draft(workbook: Workbook, plans: list[Plan], progress: Progress) -> Draft:
    skipped: list[Skipped] = []
    unclear: list[str] = []
    guesses: list[ColumnGuess] = []
    series: list[list[SeriesDraft]] = []
    if not plans[0].said.sheet:
        read = [plan.sheet.name for plan in plans]
        left = [sheet.name for sheet in workbook.sheets if sheet.name not in read]
        skipped += [Skipped(f"sheet {name}", "", "no table that is read") for name in left]
    for plan in plans:
        tell = _Tell(plan.sheet.name if len(plans) > 1 else "", skipped, unclear)
        about, head = plan.layout.about, plan.layout.head
        tell.skipped(Skipped(f"row {at}", shortened(words, LONGEST), kind) for at, kind, words in about if at < head)
        before = f"{tell.sheet}: " if tell.sheet else ""
        guesses += [ColumnGuess(one.at + 1, before + one.head, _role(one), one.why) for one in plan.columns]
        tell.unclear(_unclear(plan))
        series.append(_series(plan, tell, progress) if plan.values and not plan.is_torn else [])
    source, topic = _source(workbook, plans), _topic(workbook, plans)
    every = _told_apart(plans, series)
    where = [_where(plan, len(plans) > 1) for plan in plans if plan.layout.head]
    return Draft(workbook.path, topic, source, _sha256(workbook.path), every, (), guesses, skipped, unclear, where)


def _where(plan: Plan, is_named: bool) -> str:  # noqa: FBT001  # of one function
    """In which rows of a sheet the heads stand, in words."""
    first, last = plan.layout.head, plan.layout.head + len(plan.layout.heads[0]) - 1
    rows = f"row {first}" if first == last else f"rows {first} to {last}"
    return f"sheet {plan.sheet.name}, {rows}" if is_named else rows


def _told_apart(plans: list[Plan], series: list[list[SeriesDraft]]) -> list[SeriesDraft]:
    """All series; those of different sheets with the same label have the name of their sheet in it."""
    sheets_of: dict[tuple[str, str | None], set[int]] = {}
    for at, of_sheet in enumerate(series):
        for one in of_sheet:
            sheets_of.setdefault((one.label, one.aspect), set()).add(at)
    found = []
    for plan, of_sheet in zip(plans, series, strict=True):
        for one in of_sheet:
            is_alone = len(sheets_of[one.label, one.aspect]) == 1
            found.append(one if is_alone or not plan.sheet.name else _of_sheet(one, plan.sheet.name))
    return found


def _of_sheet(one: SeriesDraft, name: str) -> SeriesDraft:
    label = joined_label(one.label, name if (one.label + name).isascii() else f"（{name}）")
    return one._replace(label=label, label_en=None, checks={**one.checks, "label": name})


def _role(column: Column) -> str:
    """A role in words, with what the head of a column of figures says."""
    about = [column.period, column.area, column.named.label, column.named.unit]
    return " ".join([column.role, *([f"({', '.join(filter(None, about))})"] if any(about) else [])])


def unclear_columns(plan: Plan) -> list[str]:
    """Return which columns of a table could not be placed, and why."""
    left = [column for column in plan.columns if column.role == UNCLEAR]
    return [f"column {column.at + 1} ({column.head or 'without a head'}): {column.why}" for column in left]


def _unclear(plan: Plan) -> list[str]:
    found = []
    if not plan.layout.head:
        return ["no row of heads was found: say which one it is as head in a mapping"]
    unknown = plan.said.columns.keys() - mapping.keys_of(column.head for column in plan.columns)
    if unknown:
        found.append(f"the mapping names columns that the table does not have: {listed(sorted(unknown))}")
    found += unclear_columns(plan)
    width = len(plan.columns)
    if plan.layout.sample and all(any(map(str.strip, row.cells[width:])) for row in plan.layout.sample):
        found.append("its rows have more cells than heads: which figure is below which head cannot be told")
    roles = {column.role for column in plan.columns}
    is_named = LABEL in roles or plan.is_titled or all(column.named.label for column in plan.values)
    if not is_named:
        found.append(f"neither a head nor a title names the measure: it has the name of the file, {plan.label}")
    if not plan.values:
        found.append("no column of figures was found")
    elif TIME not in roles and not plan.period and not all(column.period for column in plan.values):
        found.append(
            f"the title: {FISCAL}"
            if says_fiscal(plan.layout.first_of("title"))
            else "neither a column nor a head nor the title says of which period the figures are"
        )
    has_places = plan.area_at is not None or plan.area or all(column.area for column in plan.values)
    if plan.values and not has_places:
        found.append("neither a column nor a head nor the title says of which place the figures are")
    return found


def _series(plan: Plan, tell: _Tell, progress: Progress) -> list[SeriesDraft]:
    """The series of a table: of one measure as it is read, of several kept."""
    reader = Reader(plan)
    single = reader.single()
    if single is not None:
        lazy = _Lazy(reader, tell)
        return [_draft_of(reader, single)._replace(observations=lazy)]
    told = Told()
    kept = _kept(reader, told, progress)
    if reader.refused:
        kept = _kept(reader, Told(), progress)
    tell.all_of(told)
    return [_draft_of(reader, measure)._replace(observations=of) for measure, of in kept.items()]


def _kept(reader: Reader, told: Told, progress: Progress) -> dict[Measure, Kept]:
    """The observations of the series of a table."""
    kept: dict[Measure, Kept] = {}
    parts = Parts.none()
    for count, figure in enumerate(reader.figures(told)):
        if progress is not None and not count % _TOLD_EACH:
            progress(count)
        of = kept.get(figure.measure)
        if of is None:
            of = kept[figure.measure] = Kept(parts)
        of.add(figure.observation)
    return kept


def _draft_of(reader: Reader, measure: Measure) -> SeriesDraft:
    period = reader.plan.checks["time_period"] if measure in reader.undated else reader.dated.get(measure, "")
    guessed = {
        **reader.plan.checks,
        "time_period": period,
        "label": measure.of,
        "unit": measure.label if measure.is_unit_guessed else "",
    }
    checks = {key: words for key, words in guessed.items() if words}
    return SeriesDraft(
        measure.label, measure.label_en, measure.unit or None, (), measure.aspect, measure.basis, checks=checks
    )


def _title(plans: list[Plan]) -> str:
    """The title that all sheets have in common, empty where there is none."""
    titles = {plan.layout.first_of("title") for plan in plans}
    return titles.pop() if len(titles) == 1 else ""


def _topic(workbook: Workbook, plans: list[Plan]) -> str:
    return plans[0].said.topic or _title(plans) or splitext(basename(workbook.path))[0]


def _source(workbook: Workbook, plans: list[Plan]) -> dict[str, Any]:
    """The CSL variables that the table itself says, and what a person said."""
    about, name = plans[0].layout, plans[0].sheet.name if len(plans) == 1 else ""
    title = _title(plans) or name or basename(workbook.path)
    source: dict[str, Any] = {"type": "dataset", "title": title}
    if publisher := about.first_of("source"):
        source["publisher"] = publisher
    updated = when(about.first_of("updated"))
    if updated and updated.period:
        source["issued"] = updated.period
    return {**source, **plans[0].said.source}


def _sha256(path: str) -> str:
    """The digest of a file, empty where there is none of that path."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
