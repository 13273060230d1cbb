"""The figures of the one measure that a query names, over time and places."""

from __future__ import annotations

from jimo_cli.errors import AmbiguousError, NotFoundError, listed, quoted
from jimo_cli.search import answers, notes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from jimo_cli.store.filters import Filters
    from jimo_cli.store.interface import Store


def figures(store: Store, query: str, filters: Filters, *, today: str) -> tuple[list[int], list[str]]:
    """Return the positions of the facts of the measure that a query names, and what is to tell of how it was read.

    The id of a series is no query: all its observations that pass are meant. Raises AmbiguousError where several
    measures are named, NotFoundError where none is.
    """
    if store.series_named((query,)):
        found, told = {query: [position for position, *_ in store.placed(filters.of_series(query))]}, []
    else:
        found, all_answers = answers.measures(store, query, filters, today=today)
        told = notes.of_time(all_answers)
        told += notes.open_questions(store, query, all_answers) if any(found.values()) else []
    named = {label: positions for label, positions in found.items() if positions}
    if len(named) > 1:
        raise AmbiguousError(f"{quoted(query)} is ambiguous: {listed(list(named), between=' or ')}", "name one of them")
    if not named:
        hint = f"did you mean {listed(list(found), between=' or ')}?" if found else "jimo search finds measures by name"
        raise NotFoundError(f"no figures of {quoted(query)}", "; ".join([*told, hint]))
    [positions] = named.values()
    return positions, told


def in_time(store: Store, positions: Sequence[int], superseded: Collection[int] = ()) -> list[int]:
    """Return positions in order of time, and within a period in that of the files, those that are superseded last."""
    from jimo_cli.figures.period import Period  # noqa: PLC0415

    periods = [row[0] for row in store.rows_at(("time_period",), positions)]
    days = {period: Period.parse(period) for period in {*periods} if period}
    ends = {period: (each.start.isoformat(), each.end.isoformat() if each.end else "") for period, each in days.items()}
    ordered = sorted(
        (ends.get(period or "", ("", "")), at in superseded, at) for period, at in zip(periods, positions, strict=True)
    )
    return [position for *_, position in ordered]
