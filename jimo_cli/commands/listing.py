"""Facts that pass the filters, topic by topic: what `stats` and `list` share."""

from __future__ import annotations

from itertools import chain, islice

from jimo_cli.commands.session import Answer
from jimo_cli.errors import OutputError, StoreDamagedError
from jimo_cli.fields import FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from jimo_cli.commands.session import Session
    from jimo_cli.model import Fact
    from jimo_cli.store.filters import Filters
    from jimo_cli.store.interface import Row

_SHORT, _AGAIN = "the output ends too early:", "run it again"


def answer(session: Session, noun: str, *, kinds: tuple[str, ...] | None = None, limit: int | None = None) -> Answer:
    """Return the facts that pass, in the order of the files; `noun` is what a table calls them."""
    filters = session.filters(kinds)
    # What a table draws it reads itself, as it goes; before that only whether there is anything matters.
    rows, found = passing(session, filters, 1 if session.draws else limit)

    def table(lang: str) -> Iterator[RenderableType]:
        from jimo_cli.output import tables  # noqa: PLC0415
        from jimo_cli.store.objects import read_fact, read_topics  # noqa: PLC0415

        keys: dict[str, None] = {}
        facts = _noting_sources(map(read_fact, whole(session, filters, limit)), keys)
        yield from tables.by_topic(facts, read_topics(session.store.topics()), noun, lang)
        yield from sources(session, keys, lang)

    note = "pass the filters; omit one of them" if session.has_filters else "match; jimo topics shows what there is"
    return Answer(rows, found=found, table=table, notes=() if found else (f"no {noun} {note}",))


def passing(session: Session, filters: Filters, limit: int | None) -> tuple[Iterator[Row], bool]:
    """Return the fields of the facts that pass, read as they are asked for, in the order of the files.

    And whether there is any. Damage of the index on the way costs a rebuild, and no row; OutputError is raised
    where what was read before is no longer what the fact files say.
    """
    rows = _resumed(session, session.fields, filters, limit, show_range=session.show_range)
    first = [*islice(rows, 1)]
    return chain(first, rows), bool(first)


def whole(session: Session, filters: Filters, limit: int | None) -> Iterator[Row]:
    """Yield all `FIELDS` of the facts that pass, both ends of a range apart; as `passing` does."""
    return _resumed(session, FIELDS, filters, limit, show_range=False)


def _resumed(
    session: Session, fields: Sequence[str], filters: Filters, limit: int | None, *, show_range: bool
) -> Iterator[Row]:
    """The rows; where the index is damaged on the way, the rest of them from the one that is built then."""
    count, said = 0, 0
    try:
        for row in session.store.stream(fields, filters, limit=limit, show_range=show_range):
            count, said = count + 1, hash((said, row))
            yield row
    except StoreDamagedError as damage:
        session.rebuild(damage)
    else:
        return
    try:
        rows = session.store.stream(fields, filters, limit=limit, show_range=show_range)
        if _hashed(islice(rows, count)) != (count, said):
            raise OutputError(f"{_SHORT} the fact files were changed while it was written", _AGAIN)
        yield from rows
    except StoreDamagedError as damage:
        raise OutputError(f"{_SHORT} the index was corrupt once more ({damage})", _AGAIN) from damage


def _hashed(rows: Iterable[Row]) -> tuple[int, int]:
    """How many rows there are, and a number that differs where any of them does."""
    count, said = 0, 0
    for row in rows:
        count, said = count + 1, hash((said, row))
    return count, said


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
