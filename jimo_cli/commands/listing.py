"""Facts that pass the filters, topic by topic: what `stats` and `list` share."""

from __future__ import annotations

from jimo_cli.commands.session import Answer
from jimo_cli.fields import FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from jimo_cli.commands.session import Session
    from jimo_cli.model import Fact


def answer(session: Session, noun: str, *, kinds: tuple[str, ...] | None = None, limit: int | None = None) -> Answer:
    """Return the facts that pass, in the order of the files; `noun` is what a table calls them."""
    fields, filters, store = session.fields, session.filters(kinds), session.store
    # What a table draws it reads itself, as it goes; before that only whether there is anything matters.
    most = min(limit or 1, 1) if session.draws else limit
    rows = store.rows(fields, filters, limit=most, show_range=session.show_range)

    def table(lang: str) -> Iterator[RenderableType]:
        from jimo_cli.output import tables  # noqa: PLC0415
        from jimo_cli.store.objects import read_fact, read_topics  # noqa: PLC0415

        keys: dict[str, None] = {}
        facts = _noting_sources(map(read_fact, store.rows(FIELDS, filters, limit=limit)), keys)
        yield from tables.by_topic(facts, read_topics(store.topics()), noun, lang)
        yield from sources(session, keys, lang)

    note = "pass the filters; omit one of them" if session.has_filters else "match; jimo topics shows what there is"
    return Answer(rows, found=bool(rows), table=table, notes=() if rows else (f"no {noun} {note}",))


def _noting_sources(facts: Iterable[Fact], keys: dict[str, None]) -> Iterator[Fact]:
    for fact in facts:
        keys[fact.source] = None
        yield fact


def sources(session: Session, keys: Iterable[str], lang: str) -> Sequence[RenderableType]:
    """Return the works with these keys, as a part to go below a table; none where none is known."""
    from jimo_cli.output import tables  # noqa: PLC0415
    from jimo_cli.store.objects import read_source  # noqa: PLC0415

    works = [work for key in dict.fromkeys(keys) if (work := read_source(session.store, key))]
    return [tables.cited(works, lang)] if works else []
