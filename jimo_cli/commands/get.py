"""`jimo get`."""

from __future__ import annotations

from jimo_cli import resolve
from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.errors import NotFoundError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jimo_cli.store.interface import Row

SPEC = spec.Command(
    "Print one field of a fact and nothing else.",
    ("jimo get marine.gross-product", "jimo get marine.gross-product as_written"),
    arguments=(
        spec.Parameter(
            "name", "Id of a fact; - reads ids from stdin, one a line.", "ID", completion="id", required=True
        ),
        spec.Parameter("field", "The field. [default: value]", "FIELD", parse=spec.fact_field, completion="field"),
    ),
    options=(spec.format_option("tsv"), spec.FACTS),
    on_terminal="tsv",
)


def run(session: Session, *, name: str, field: str = "value") -> Answer:
    """Return the field of the fact; raises NotFoundError where it is empty."""
    # A range is one value in lines and two in JSON.
    fields = ("value", "value_max") if field == "value" and not session.show_range else (field,)
    if name == "-":
        return _batch(session, fields)
    fact_id = resolve.fact_id(session.store, name)
    rows = session.store.rows_with_ids(fields, (fact_id,), show_range=session.show_range)
    if rows[0][0] is None:
        raise NotFoundError(f"{fact_id} has no {field}", f"jimo show {fact_id} shows what it has")
    return Answer(rows, found=True, fields=fields)


def _batch(session: Session, fields: tuple[str, ...]) -> Answer:
    from jimo_cli.commands.batch import BatchAnswer  # noqa: PLC0415
    from jimo_cli.output import console  # noqa: PLC0415

    wrong = 0

    def rows(name: str) -> list[Row]:
        nonlocal wrong
        store = session.store
        try:
            fact_id = resolve.fact_id(store, name, suggest=wrong < resolve.MOST_SUGGESTED)
            found = store.rows_with_ids(fields, (fact_id,), show_range=session.show_range)
        except (NotFoundError, UsageError) as error:
            wrong += 1
            console.say(str(error))
            return []
        return [row for row in found if row[0] is not None]

    return BatchAnswer(session, "id", fields, rows)
