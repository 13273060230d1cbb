"""`jimo show`."""

from __future__ import annotations

from jimo_cli import resolve
from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.errors import NOTHING_FOUND, AmbiguousError, NotFoundError
from jimo_cli.fields import FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from jimo_cli.errors import JimoError

SPEC = spec.Command(
    "Show facts in full.\n\nFigure, period, place, parts, source with locator, related facts.",
    ("jimo show marine.gross-product", "jimo show approval-reform --format json"),
    arguments=(spec.Parameter("ids", "Ids of facts.", "ID", completion="id", many=True, required=True),),
    options=spec.OUTPUT,
)


def run(session: Session, *, ids: Sequence[str]) -> Answer:
    """Return every field of the facts, in the order of the ids; a wrong id is reported and costs no other fact."""
    fields, store = session.fields, session.store
    known: list[str] = []
    errors: list[JimoError] = []
    for name in ids:
        try:
            known.append(resolve.fact_id(store, name, suggest=len(errors) < resolve.MOST_SUGGESTED))
        except (NotFoundError, AmbiguousError) as error:
            errors.append(error)

    def table(lang: str) -> Sequence[RenderableType]:
        from jimo_cli.catalog import read_facts, read_related, read_source, read_topics  # noqa: PLC0415
        from jimo_cli.output import tables  # noqa: PLC0415

        topics = {topic.id: topic for topic in read_topics(store.topics())}
        return [
            tables.full(fact, topics[fact.topic], read_source(store, fact.source), read_related(store, fact), lang)
            for fact in read_facts(store.rows_with_ids(FIELDS, known))
        ]

    return Answer(
        store.rows_with_ids(fields, known, show_range=session.show_range),
        found=not errors,
        table=table,
        notes=[str(error) for error in errors],
        failure=max((error.exit_code for error in errors), default=NOTHING_FOUND),
    )
