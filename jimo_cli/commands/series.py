"""`jimo series`."""

from __future__ import annotations

from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.errors import UsageError, quoted
from jimo_cli.fields import FIELDS, LINE_FIELDS, SERIES_FIELDS
from jimo_cli.search import one_measure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import RenderableType

    from jimo_cli.model import Fact
    from jimo_cli.store.interface import Row, Store

SPEC = spec.Command(
    "Show a measure over time and places.\n\n"
    "On a terminal periods go down and places across; for scripts there is one figure a line, in order of time.",
    ("jimo series 海洋生产总值", "jimo series gross marine product --period 2019/2024 --format csv"),
    arguments=(
        spec.Parameter(
            "words", "The measure, typed like a query, or the id of a series.", "MEASURE", many=True, required=True
        ),
    ),
    options=(
        spec.ONLY_TOPIC,
        spec.PERIOD,
        spec.AREA,
        spec.WITHIN,
        spec.Parameter("change", "Add the difference to the figure of the period before, where both are there."),
        spec.Parameter("chart", "Draw the figures: bars of text, or lines where there are many periods."),
        spec.Parameter("chart_file", "Draw them into this file instead.", "PATH.svg", flag="--chart-file"),
        spec.Parameter("force", "Replace a file that is there."),
        spec.Parameter("all", "Add the figures that a later status of the same place and period supersedes."),
        *spec.OUTPUT,
    ),
    fields=SERIES_FIELDS,
    line_fields=LINE_FIELDS,
)


def run(
    session: Session,
    *,
    words: Sequence[str],
    change: bool = False,
    chart: bool = False,
    chart_file: str | None = None,
    force: bool = False,
    all: bool = False,  # noqa: A002  # the name of the option
) -> Answer:
    """Return the figures of the one measure that the words name, in order of time, with `all` the superseded ones too.

    Raises AmbiguousError where they name several measures, NotFoundError where they name none.
    """
    query = " ".join(words).strip()
    if not query:
        raise UsageError("the measure is empty", "name one, as in: jimo series 海洋生产总值")
    if chart or chart_file is not None:
        _check_chart(session, change=change, path=chart_file, is_text=chart)
    elif force:
        raise UsageError("--force is given without --chart-file", "it replaces such a file; leave it out")
    store = session.store
    positions, told = one_measure.figures(store, query, session.filters(("statistic",)), today=session.today)
    positions = one_measure.in_time(store, positions)
    computed = _computed(store, positions) if change else {}
    if all:
        superseded = {*store.superseded_by(positions)}
        positions = one_measure.in_time(store, [*positions, *superseded], superseded)
    if chart or chart_file is not None:
        return Answer(text=_chart(session, positions, chart_file, force=force), found=True, notes=told)
    chosen = session.fields
    fields = (*chosen, "change") if change and not session.has_fields and "change" not in chosen else chosen

    def table(lang: str) -> Sequence[RenderableType]:
        from jimo_cli.commands.listing import sources  # noqa: PLC0415
        from jimo_cli.output import over_time  # noqa: PLC0415
        from jimo_cli.store.objects import read_facts  # noqa: PLC0415

        facts = read_facts(store.rows_at(FIELDS, positions))
        changes = {fact.id: computed[at] for at, fact in zip(positions, facts, strict=True) if at in computed}
        drawn = over_time.over_time(facts, lang, _stated(store, facts), changes)
        return [over_time.titled(facts, drawn, lang), *sources(session, [fact.source for fact in facts], lang)]

    return Answer(_rows(session, fields, positions, computed), found=True, fields=fields, table=table, notes=told)


def _check_chart(session: Session, *, change: bool, path: str | None, is_text: bool) -> None:
    """Raise UsageError for an option that says what rows have, and for a file that is no picture."""
    given = {
        f"--format {session.chosen_format}": session.chosen_format not in {None, "table"},
        "--fields": session.has_fields,
        "--change": change,
    }
    other = next((option for option, is_given in given.items() if is_given), None)
    if other is not None:
        chart = "--chart" if path is None else "--chart-file"
        raise UsageError(f"{chart} and {other} are given", "a chart has no rows; omit one of them")
    if path is None:
        return
    if is_text:
        raise UsageError("--chart and --chart-file are given", "omit one: a chart goes to the terminal or to a file")
    from os.path import splitext  # noqa: PLC0415

    if splitext(path)[1].lower() != ".svg":
        raise UsageError(f"{quoted(path)} is no picture that can be drawn", "name it PATH.svg")


def _chart(session: Session, positions: Sequence[int], path: str | None, *, force: bool) -> Iterable[str]:
    """Return the lines of a chart of facts, or the path of the file that it was written to."""
    from jimo_cli.output import charted  # noqa: PLC0415
    from jimo_cli.store.objects import read_facts, read_source  # noqa: PLC0415

    facts = read_facts(session.store.rows_at(FIELDS, positions))
    works = [read_source(session.store, key) for key in dict.fromkeys(fact.source for fact in facts)]
    known = [work for work in works if work]
    if path is None:
        return charted.text(facts, known, session.language)
    from jimo_cli.imports.files import write_text  # noqa: PLC0415

    write_text(path, charted.picture(facts, known, session.language), force=force)
    return [path]


def _rows(session: Session, fields: Sequence[str], positions: Sequence[int], computed: Mapping[int, str]) -> list[Row]:
    of_fact = [name for name in fields if name != "change"]
    rows = session.store.rows_at(of_fact, positions, show_range=session.show_range)
    if "change" not in fields:
        return rows
    at = fields.index("change")
    return [(*row[:at], computed.get(position), *row[at:]) for row, position in zip(rows, positions, strict=True)]


def _computed(store: Store, positions: Sequence[int]) -> dict[int, str]:
    """Return the exact difference of each figure to that of the same place and unit in the period before."""
    from decimal import Decimal  # noqa: PLC0415

    from jimo_cli.figures.decimals import plain  # noqa: PLC0415
    from jimo_cli.figures.period import earlier  # noqa: PLC0415

    fields = ("reference_area", "unit", "time_period", "value", "value_max", "qualifier")
    figures: dict[tuple[str | None, ...], set[str]] = {}
    rows = store.rows_at(fields, positions)
    for *about, value, value_max, qualifier in rows:
        if value is not None and value_max is None and qualifier == "exact":
            figures.setdefault(tuple(about), set()).add(value)
    found = {}
    for position, (area, unit, period, *_) in zip(positions, rows, strict=True):
        now = {*figures.get((area, unit, period), ())}
        before = {*figures.get((area, unit, earlier(period, parts=1)), ())} if period else set()
        if len(now) == len(before) == 1:
            found[position] = plain(Decimal(now.pop()) - Decimal(before.pop()))
    return found


def _stated(store: Store, facts: Sequence[Fact]) -> dict[str, Fact]:
    """Return the growth that a source states of each fact, where all of these are of one place."""
    from jimo_cli.store.objects import read_facts  # noqa: PLC0415

    if len({fact.reference_area for fact in facts}) > 1:
        return {}
    return {
        fact.id: growth
        for fact in facts
        for growth in read_facts(store.rows_belonging_to(FIELDS, fact.id))
        if growth.aspect == "growth"
    }
