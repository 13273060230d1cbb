"""Facts that pass the filters, topic by topic: what `stats` and `list` share."""

from __future__ import annotations

from jimo_cli.commands.session import Answer
from jimo_cli.fields import FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from jimo_cli.commands.session import Session
    from jimo_cli.model import Fact


def answer(session: Session, noun: str, *, kinds: tuple[str, ...] | None = None, limit: int | None = None) -> Answer:
    """Return the facts that pass, in the order of the files; `noun` is what a table calls them."""
    fields, filters = session.fields, session.filters(kinds)
    rows = session.store.rows(fields, filters, limit=limit, show_range=session.show_range)

    def table(lang: str) -> Sequence[RenderableType]:
        from jimo_cli.catalog import read_facts, read_topics  # noqa: PLC0415
        from jimo_cli.output import tables  # noqa: PLC0415

        facts = read_facts(session.store.rows(FIELDS, filters, limit=limit))
        topics = read_topics(session.store.topics())
        return [*tables.by_topic(facts, topics, noun, lang), *sources(session, facts, lang)]

    note = "pass the filters; omit one of them" if session.has_filters else "match; jimo topics shows what there is"
    return Answer(rows, found=bool(rows), table=table, notes=() if rows else (f"no {noun} {note}",))


def sources(session: Session, facts: Sequence[Fact], lang: str) -> Sequence[RenderableType]:
    """Return the works that facts cite, as a part to go below their table; none where none is known."""
    from jimo_cli.catalog import read_source  # noqa: PLC0415
    from jimo_cli.output import tables  # noqa: PLC0415

    keys = dict.fromkeys(fact.source for fact in facts)
    works = [work for key in keys if (work := read_source(session.store, key))]
    return [tables.cited(works, lang)] if works else []
