"""`jimo show`."""

from __future__ import annotations

from jimo_cli import resolve
from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.errors import NOTHING_FOUND
from jimo_cli.fields import FIELDS
from jimo_cli.store.filters import Filters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from jimo_cli.model import Topic
    from jimo_cli.store.interface import Row, Store

SPEC = spec.Command(
    "Show facts in full.\n\nFigure, period, place, parts, source with locator, related facts; of a series its figures.",
    ("jimo show marine.gross-product", "jimo show approval-reform --format json"),
    arguments=(spec.Parameter("ids", "Ids of facts and series.", "ID", completion="id", many=True, required=True),),
    options=spec.OUTPUT,
    line_fields=FIELDS,
)


def run(session: Session, *, ids: Sequence[str]) -> Answer:
    """Return every field of the facts, in the order of the ids; a wrong id is reported and costs no other fact."""
    fields, store = session.fields, session.store
    known, errors = resolve.any_ids(store, ids)

    def table(lang: str) -> Sequence[RenderableType]:
        from jimo_cli.store.objects import read_topics  # noqa: PLC0415

        topics = {topic.id: topic for topic in read_topics(store.topics())}
        return [_drawn(store, fact_id, topics, lang, is_series=is_series) for fact_id, is_series in known]

    return Answer(
        [row for one in known for row in _rows(store, fields, *one, show_range=session.show_range)],
        found=not errors,
        table=table,
        notes=[str(error) for error in errors],
        failure=max((error.exit_code for error in errors), default=NOTHING_FOUND),
    )


def _rows(store: Store, fields: Sequence[str], fact_id: str, is_series: bool, *, show_range: bool) -> list[Row]:  # noqa: FBT001
    """Return fields of a fact, or of each observation of a series."""
    if is_series:
        return store.rows(fields, Filters(series=fact_id), show_range=show_range)
    return store.rows_with_ids(fields, (fact_id,), show_range=show_range)


def _drawn(store: Store, fact_id: str, topics: Mapping[str, Topic], lang: str, *, is_series: bool) -> RenderableType:
    from jimo_cli.output import over_time, tables  # noqa: PLC0415
    from jimo_cli.store.objects import read_facts, read_related, read_source  # noqa: PLC0415

    facts = read_facts(_rows(store, FIELDS, fact_id, is_series, show_range=False))
    topic, source = topics[facts[0].topic], read_source(store, facts[0].source)
    if is_series:
        return tables.measure(facts, topic, source, over_time.over_time(facts, lang, {}, {}), lang)
    return tables.full(facts[0], topic, source, read_related(store, facts[0]), lang)
