"""`jimo export`."""

from jimo_cli.commands import listing, spec
from jimo_cli.commands.session import Answer, Session

SPEC = spec.Command(
    "Write every field of every fact.\n\nOne JSON object a line, unless --format says otherwise.",
    ("jimo export > facts.jsonl", "jimo export --format csv --topic marine"),
    options=(*spec.FILTERS, spec.limit_option(), spec.format_option("jsonl"), *spec.OUTPUT[1:]),
    in_pipe="jsonl",
    on_terminal="jsonl",
    long=True,
)


def run(session: Session, *, limit: int | None = None) -> Answer:
    """Return the facts that pass the filters, in the order of the files."""
    rows, found = listing.passing(session, session.filters(), limit)
    return Answer(rows, found=found)
