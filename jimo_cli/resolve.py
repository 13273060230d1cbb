"""From what a user gives to what it means: packs, a period, a topic, a fact."""

from __future__ import annotations

from jimo_cli.errors import AmbiguousError, NotFoundError, UsageError, listed, quoted, shortened
from jimo_cli.fields import SEPARATOR
from jimo_cli.packs import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jimo_cli.store.interface import Days, Row, Store

_NEAREST = 3  # suggestions that fit on a line
_ALTERNATIVES = 5
_MOST_COUNTED = 500  # facts with the same slug: each of thousands of topics may have one
_SHOWN = 60  # characters of a label in a message
_LONGEST_ID = 500  # characters of an id that is completed or corrected; a longer one has to be exact
_TOPIC_MARGIN = 5.0  # topics whose scores are closer than this cannot be told apart
_NEAR_ID = 75.0  # below this similarity an id is not a misspelling of another

MOST_SUGGESTED = 20
"""Wrong ids of one command that get the nearest ones: all ids may be read for each."""


def packs_and_cache(facts: Sequence[str], env: Mapping[str, str]) -> tuple[list[str], str | None]:
    """Return the directories of fact files to read, and the directory to cache their index in.

    Without `facts` these are `JIMO_FACTS`, else the bundled facts and the user's own. Without a home
    directory there is no cache, and the second is None.
    """
    return find.chosen(facts, env), find.cache_directory(env)


def days_of_period(period: str) -> Days:
    """Return the first and the last day of a time period; raises UsageError where it is none."""
    from jimo_cli.figures.period import FORMS, Period  # noqa: PLC0415  # few commands filter by period

    try:
        days = Period.parse(period)
    except ValueError as error:
        raise UsageError(str(error), f"write it like {FORMS}") from None
    return days.start.isoformat(), days.end.isoformat() if days.end else None


def areas_named(store: Store, name: str) -> tuple[str, ...]:
    """Return the reference area that a place has in the facts, by any of its names or its code; none where none has.

    Raises AmbiguousError where two have the name.
    """
    from jimo_cli.search.gazetteer import gazetteer  # noqa: PLC0415  # few commands filter by place
    from jimo_cli.search.places import areas_called  # noqa: PLC0415

    found = areas_called(name, gazetteer(store.names()))
    if len(found) > 1:
        known = listed([shortened(area) for area in found], _ALTERNATIVES, " or ")
        raise AmbiguousError(f"{quoted(name)} is ambiguous: {known}", "name one of them")
    return tuple(found)


def areas_within(store: Store, name: str) -> tuple[str, ...]:
    """Return the reference areas of the facts that lie in a place, by any of its names or its code.

    Raises NotFoundError where no place is known by that name, AmbiguousError where several are.
    """
    from jimo_cli import places  # noqa: PLC0415
    from jimo_cli.search.gazetteer import gazetteer  # noqa: PLC0415
    from jimo_cli.search.places import areas_called  # noqa: PLC0415

    base = gazetteer(store.names())
    ids = base.ids_called(name)
    if len(ids) != 1 and len(own := areas_called(name, base)) == 1:
        ids = base.ids_called(own[0])
    if len(ids) > 1:
        known = listed([f"{places.label_of(found, 'zh')} ({found})" for found in ids], _ALTERNATIVES, " or ")
        raise AmbiguousError(f"{quoted(name)} is ambiguous: {known}", "name one of them by its code")
    if not ids:
        raise NotFoundError(f"no place is known as {quoted(name)}", "give its usual name or its official code")
    return tuple(base.inside(ids[0]))


def topic_id(store: Store, name: str) -> tuple[str, bool]:
    """Return the id of the topic with a name like this, and whether the name is its id or label.

    Raises AmbiguousError where two topics are as likely, NotFoundError where none is near.
    """
    rows = store.topics()
    for row in rows:
        if name in row[:2]:
            return str(row[0]), True
    found = _nearest_topics(name, rows)
    if len(found) > 1:
        raise AmbiguousError(f"{quoted(name)} is ambiguous: {_either(found, len(found))}", "name one of them")
    if not found:
        known = listed([str(row[0]) for row in rows]) or "none"
        raise NotFoundError(f"no topic matches {quoted(name)}", f"the topics are {known}")
    return str(found[0][0]), False


def fact_id(store: Store, name: str, *, suggest: bool = True) -> str:
    """Return the id of a fact; the topic may be omitted where the rest is unique.

    Raises AmbiguousError where two topics have such a fact, NotFoundError where none has, with the nearest
    ids if these are to be suggested: all ids may be read for that.
    """
    wanted = name.strip().lower()
    if store.rows_with_ids(("id",), (wanted,)):
        return wanted
    is_short = len(wanted) <= _LONGEST_ID
    same = store.positions_with_slug(wanted, _MOST_COUNTED) if is_short else []
    rows = store.rows_at(("id", "label"), same[:_ALTERNATIVES])
    if len(same) == 1:
        return str(rows[0][0])
    if same:
        raise AmbiguousError(f"{quoted(name)} is ambiguous: {_either(rows, len(same))}", "name one of them")
    near = _nearest_ids(wanted, store) if suggest and is_short else []
    hint = f"the nearest are {', '.join(map(shortened, near))}" if near else "jimo search finds ids by name"
    raise NotFoundError(f"no fact has the id {quoted(name)}", hint)


def _either(rows: Sequence[Row], count: int) -> str:
    """What the first rows are of so many, by id and label."""
    shown = [f"{shortened(row[0] or '')} ({shortened(row[1] or '', _SHOWN)})" for row in rows]
    return listed(shown, _ALTERNATIVES, " or ", others=count - len(rows), is_least=count == _MOST_COUNTED)


def _nearest_topics(name: str, rows: Sequence[Row]) -> list[Row]:
    """The topics that a name may mean: one, or those that cannot be told apart."""
    from jimo_cli.search import find as find_names  # noqa: PLC0415  # only an inexact topic needs it
    from jimo_cli.search.match import NONE  # noqa: PLC0415
    from jimo_cli.store import temporary_names  # noqa: PLC0415

    topics = [
        (index, label or "", label_en or "", (topic or "", *(aliases.split(SEPARATOR) if aliases else ())))
        for index, (topic, label, *_, label_en, aliases) in enumerate(rows)
    ]
    with temporary_names(topics) as names:
        hits = find_names(names, name).hits
    return [rows[hit.label_id] for hit in hits if hit.decision != NONE and hit.score > hits[0].score - _TOPIC_MARGIN]


def _nearest_ids(wanted: str, store: Store) -> list[str]:
    """The ids most like a wrong one: of its topic and with its slug, or else of all."""
    from jimo_cli.store.interface import Filters  # noqa: PLC0415  # only a wrong id needs it

    topic, _, slug = wanted.rpartition(".")
    in_topic = store.rows(("id",), Filters((topic,)))
    elsewhere = store.rows_at(("id",), store.positions_with_slug(slug, _NEAREST))
    return _nearest_of(wanted, [*in_topic, *elsewhere]) or _nearest_of(wanted, store.rows(("id",)))


def _nearest_of(wanted: str, rows: Sequence[Row]) -> list[str]:
    from rapidfuzz import process  # noqa: PLC0415  # only a wrong id needs it

    ids = dict.fromkeys(str(row[0]) for row in rows)
    return [found for found, _, _ in process.extract(wanted, [*ids], limit=_NEAREST, score_cutoff=_NEAR_ID)]
