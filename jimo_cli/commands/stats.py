"""`jimo stats`."""

from jimo_cli.commands import listing, spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.fields import LINE_FIELDS

SPEC = spec.Command(
    "Show the statistics of a topic.\n\nShares and growth are listed under the figure they belong to.",
    ("jimo stats marine", "jimo stats marine --period 2024 --format csv"),
    arguments=(spec.TOPIC,),
    options=(spec.ONLY_TOPIC, spec.PERIOD, spec.AREA, spec.WITHIN, spec.limit_option(), *spec.OUTPUT),
    line_fields=LINE_FIELDS,
)


def run(session: Session, *, limit: int | None = None) -> Answer:
    """Return the statistics that pass the filters."""
    return listing.answer(session, "statistics", kinds=("statistic",), limit=limit)
