"""From what a person types to the id of a topic or of a fact."""

from __future__ import annotations

from jimo_cli.errors import AmbiguousError, NotFoundError, quoted
from jimo_cli.fields import SEPARATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.store.interface import Row, Store

_NEAREST = 3
_TOPIC_MARGIN = 5.0
_NEAR_ID = 75.0


def topic_id(store: Store, name: str) -> tuple[str, bool]:
    """Return the id of the topic that a name stands for, and whether that was its id or label.

    Raises AmbiguousError where two topics are as likely, NotFoundError where none is near.
    """
    rows = store.topics()
    for row in rows:
        if name in row[:2]:
            return str(row[0]), True
    found = _nearest_topics(name, rows)
    if len(found) > 1:
        raise AmbiguousError(f"{quoted(name)} may be {_any_of(found)}", "name one of them")
    if not found:
        known = ", ".join(str(row[0]) for row in rows) or "none"
        raise NotFoundError(f"no topic answers to {quoted(name)}", f"the topics are {known}")
    return str(found[0][0]), False


def fact_id(store: Store, name: str) -> str:
    """Return the id that a name stands for; the topic may be left out where the rest is unique.

    Raises AmbiguousError where two topics have such a fact, NotFoundError with the nearest
    ids where none has.
    """
    wanted = name.strip().lower()
    if store.rows_with_ids(("id",), (wanted,)):
        return wanted
    same = store.rows_with_ids(("id", "label"), [f"{row[0]}.{wanted}" for row in store.topics()])
    if len(same) == 1:
        return str(same[0][0])
    if same:
        raise AmbiguousError(f"{quoted(name)} stands in more than one topic", f"say {_any_of(same)}")
    near = _nearest_ids(wanted, [str(row[0]) for row in store.rows(("id",))])
    hint = f"the nearest are {', '.join(near)}" if near else "jimo search finds ids by what they name"
    raise NotFoundError(f"no fact has the id {quoted(name)}", hint)


def _any_of(rows: Sequence[Row]) -> str:
    return " or ".join(f"{row[0]} ({row[1]})" for row in rows)


def _nearest_topics(name: str, rows: Sequence[Row]) -> list[Row]:
    """The topics that a name may stand for: one, or those that cannot be told apart."""
    from jimo_cli.search import find  # noqa: PLC0415  # only an inexact topic needs it
    from jimo_cli.search.match import NONE  # noqa: PLC0415
    from jimo_cli.store import temporary_names  # noqa: PLC0415

    topics = [
        (at, label or "", label_en or "", (topic or "", *(aliases.split(SEPARATOR) if aliases else ())))
        for at, (topic, label, *_, label_en, aliases) in enumerate(rows)
    ]
    with temporary_names(topics) as names:
        hits = find(names, name).hits
    return [rows[hit.label_id] for hit in hits if hit.decision != NONE and hit.score > hits[0].score - _TOPIC_MARGIN]


def _nearest_ids(wanted: str, ids: Sequence[str]) -> list[str]:
    from rapidfuzz import process  # noqa: PLC0415  # only a wrong id needs it

    return [found for found, _, _ in process.extract(wanted, ids, limit=_NEAREST, score_cutoff=_NEAR_ID)]
