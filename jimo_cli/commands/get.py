"""`jimo get`."""

from __future__ import annotations

from jimo_cli import resolve
from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.errors import NotFoundError, UsageError
from jimo_cli.store.filters import EVERY_FACT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.store.filters import Filters
    from jimo_cli.store.interface import Row, Store

SPEC = spec.Command(
    "Print one field of a fact and nothing else.\n\n"
    "Of a series --area and --period pick the observation, or its id does: SERIES@PLACE@PERIOD.",
    ("jimo get marine.gross-product", "jimo get marine.gross-product as_written"),
    arguments=(
        spec.Parameter(
            "name", "Id of a fact; - reads ids from stdin, one a line.", "ID", completion="id", required=True
        ),
        spec.Parameter("field", "The field. [default: value]", "FIELD", parse=spec.fact_field, completion="field"),
    ),
    options=(
        spec.Parameter("area", "The one about this place, by any of its names.", "PLACE", completion="area", many=True),
        spec.Parameter("period", "The one of this period.", "PERIOD", parse=spec.days_of_period, many=True),
        spec.format_option("tsv"),
        spec.FACTS,
        spec.LANG,
    ),
    on_terminal="tsv",
)


_LISTED = 5  # observations that an error names


def run(session: Session, *, name: str, field: str = "value") -> Answer:
    """Return the field of the fact; raises NotFoundError where it is empty, UsageError where it is not of one fact."""
    # A range is one value in lines and two in JSON.
    fields = ("value", "value_max") if field == "value" and not session.show_range else (field,)
    filters = session.filters()
    if name == "-":
        return _batch(session, fields, filters)
    rows = _rows(session, fields, name, filters)
    if rows[0][0] is None:
        fact_id = _picked(session.store, name, filters)
        raise NotFoundError(f"{fact_id} has no {field}", f"jimo show {fact_id} shows what it has")
    return Answer(rows, found=True, fields=fields)


def _rows(
    session: Session, fields: Sequence[str], name: str, filters: Filters, *, suggest: bool = True
) -> Sequence[Row]:
    """Return the fields of the one fact that a name and the options mean; most names are its id as it is."""

    def with_id(fact_id: str) -> Sequence[Row]:
        return session.store.rows_with_ids(fields, (fact_id,), show_range=session.show_range)

    return (() if filters else with_id(name)) or with_id(_picked(session.store, name, filters, suggest=suggest))


def _picked(store: Store, name: str, filters: Filters, *, suggest: bool = True) -> str:
    """Return the id of the one fact that a name and the options mean."""
    found, is_series = resolve.any_id(store, name, suggest=suggest)
    if not is_series and not filters:
        return found

    def observations(filters: Filters) -> list[Row]:
        if is_series:
            return resolve.observations(store, found, filters)
        return store.rows_with_ids(("id", "reference_area", "time_period"), (found,))

    picked = [row for row in observations(filters) if _passes(row, filters)]
    if len(picked) == 1:
        return str(picked[0][0])
    if picked:
        hint = f"pick one with --area and --period, or by its id: {resolve.listed_ids(picked, _LISTED)}"
        raise UsageError(f"{found} has {resolve.counted(picked)} observations like that", hint)
    known = resolve.listed_ids(observations(EVERY_FACT), _LISTED)
    raise UsageError(f"{found} has no observation like that", f"there is {known}")


def _passes(row: Row, filters: Filters) -> bool:
    """Return whether an observation is of a place and of just a period of the options: half a year is not the year."""
    _, area, period = row
    if filters.area and area not in filters.area:
        return False
    return not filters.days or (period is not None and resolve.days_of_period(period) in filters.days)


def _batch(session: Session, fields: tuple[str, ...], filters: Filters) -> Answer:
    from jimo_cli.commands.batch import BatchAnswer  # noqa: PLC0415

    def rows(name: str, suggest: bool) -> list[Row]:  # noqa: FBT001  # as a batch calls it
        return [row for row in _rows(session, fields, name, filters, suggest=suggest) if row[0] is not None]

    return BatchAnswer(session, "id", fields, rows)
