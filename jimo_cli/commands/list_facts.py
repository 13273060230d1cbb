"""`jimo list`."""

from jimo_cli.commands import listing, spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.fields import LINE_FIELDS

SPEC = spec.Command(
    "List facts of every kind.",
    ("jimo list business --kind mechanism", "jimo list --kind project --format md"),
    arguments=(spec.TOPIC,),
    options=(*spec.FILTERS, spec.limit_option(), *spec.OUTPUT),
    line_fields=LINE_FIELDS,
)


def run(session: Session, *, limit: int | None = None) -> Answer:
    """Return the facts that pass the filters."""
    return listing.answer(session, "facts", limit=limit)
