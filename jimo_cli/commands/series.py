"""`jimo series`."""

from __future__ import annotations

from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.errors import UsageError
from jimo_cli.fields import FIELDS, LINE_FIELDS, SERIES_FIELDS
from jimo_cli.search import one_measure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    all: bool = False,  # noqa: A002  # the name of the option
) -> Answer:
    """Return the figures of the one measure that the words name, in order of time, with `all` the superseded ones too.

    Raises AmbiguousError where they name several measures, NotFoundError where they name none.
    """
    query = " ".join(words).strip()
    if not query:
        raise UsageError("the measure is empty", "name one, as in: jimo series 海洋生产总值")
    store = session.store
    positions, told = one_measure.figures(store, query, session.filters(("statistic",)), today=session.today)
    positions = one_measure.in_time(store, positions)
    computed = _computed(store, positions) if change else {}
    if all:
        superseded = {*store.superseded_by(positions)}
        positions = one_measure.in_time(store, [*positions, *superseded], superseded)
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
