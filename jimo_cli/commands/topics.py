"""`jimo topics`."""

from __future__ import annotations

from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.fields import TOPIC_FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType


SPEC = spec.Command(
    "Show the topics and how many facts of each kind they have.",
    ("jimo topics", "jimo topics --format json"),
    options=spec.OUTPUT,
    fields=TOPIC_FIELDS,
)


def run(session: Session) -> Answer:
    """Return the topics, in the order of their files."""
    fields = session.fields
    topics = session.store.topics()

    def table(lang: str) -> Sequence[RenderableType]:
        from jimo_cli.output import tables  # noqa: PLC0415
        from jimo_cli.store.objects import read_topics  # noqa: PLC0415

        return [tables.topics(read_topics(topics), lang)]

    rows = [tuple(topic[TOPIC_FIELDS.index(name)] for name in fields) for topic in topics]
    return Answer(rows, found=bool(rows), table=table)
