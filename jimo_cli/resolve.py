"""From what a user gives to what it means: a period, a topic, a fact."""

from __future__ import annotations

from jimo_cli.errors import AmbiguousError, JimoError, NotFoundError, UsageError, listed, quoted, shortened
from jimo_cli.store.filters import EVERY_FACT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.store.filters import Filters
    from jimo_cli.store.interface import Days, NameIndex, Row, Store

_NEAREST = 3  # suggestions that fit on a line
_ALTERNATIVES = 5
_LISTED = 10  # topics that a message lists
_MOST_COUNTED = 500  # facts with the same slug, observations of a series: there may be any number
_SHOWN = 60  # characters of a label in a message
_LONGEST_ID = 500  # characters of an id that is completed or corrected; a longer one has to be exact
_TOPIC_MARGIN = 5.0  # topics whose scores are closer than this cannot be told apart
_MOST_COMPARED = 10_000  # ids that are compared with a wrong one
_NEAR_ID = 75.0  # below this similarity an id is not a misspelling of another

MOST_SUGGESTED = 20
"""Wrong ids of one command that get the nearest ones: all ids may be read for each."""


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
    if called := store.topic_called(name):
        return called, True
    topics = store.topic_names()
    found = _nearest_topics(name, topics)
    if len(found) > 1:
        raise AmbiguousError(f"{quoted(name)} is ambiguous: {_either(found, len(found))}", "name one of them")
    if not found:
        first = [one.aliases[0] for one in topics.of_ids(range(min(_LISTED, topics.size)))]
        known = listed(first, _LISTED, others=topics.size - len(first)) or "none"
        raise NotFoundError(f"no topic matches {quoted(name)}", f"the topics are {known}")
    return str(found[0][0]), False


def fact_id(store: Store, name: str, *, suggest: bool = True) -> str:
    """Return the id of a fact; the topic may be omitted where the rest is unique.

    Raises AmbiguousError where two topics have such a fact, or where a series of that id has several observations.
    Raises NotFoundError where none has, with the nearest ids if these are to be suggested: all ids may be read for
    that.
    """
    found, is_series = any_id(store, name, suggest=suggest)
    if is_series:
        rows = observations(store, found)
        raise AmbiguousError(f"{found} has {counted(rows)} observations", f"name one of {listed_ids(rows, _NEAREST)}")
    return found


def any_id(store: Store, name: str, *, suggest: bool = True) -> tuple[str, bool]:
    """Return the id of a fact or a series, and whether it is a series of several observations; raises as `fact_id`."""
    written, at, about = name.strip().partition("@")
    slug = written.lower()
    wanted = slug + at + about
    if store.rows_with_ids(("id",), (wanted,)):
        return wanted, False
    is_short = len(wanted) <= _LONGEST_ID
    series = store.series_named((slug,)) or (store.series_with_slug(slug, _MOST_COUNTED) if is_short else [])
    if at and series:
        return _observation(store, series, about, suggest=suggest), False
    facts = store.positions_with_slug(slug, _MOST_COUNTED) if is_short and not at else []
    rows = [*store.rows_at(("id", "label"), facts[:_ALTERNATIVES]), *series[:_ALTERNATIVES]]
    if len(rows) > 1:
        known = _either(rows, len(facts) + len(series))
        raise AmbiguousError(f"{quoted(name)} is ambiguous: {known}", "name one of them")
    if rows:
        found = str(rows[0][0])
        return found, bool(series) and not store.rows_with_ids(("id",), (found,))
    near = _nearest_ids(wanted, store) if suggest and is_short else []
    hint = f"the nearest are {', '.join(map(shortened, near))}" if near else "jimo search finds ids by name"
    raise NotFoundError(f"no fact has the id {quoted(name)}", hint)


def any_ids(store: Store, names: Sequence[str]) -> tuple[list[tuple[str, bool]], list[JimoError]]:
    """Return what `any_id` returns of each name, and the errors of those that name none or several."""
    known: list[tuple[str, bool]] = []
    errors: list[JimoError] = []
    for name in names:
        try:
            known.append(any_id(store, name, suggest=len(errors) < MOST_SUGGESTED))
        except (NotFoundError, AmbiguousError) as error:
            errors.append(error)
    return known, errors


def observations(store: Store, series: str, filters: Filters = EVERY_FACT) -> list[Row]:
    """Return id, place and period of the observations of a series that pass; without filters only the first ones."""
    limit = None if filters else _MOST_COUNTED
    return store.rows(("id", "reference_area", "time_period"), filters.of_series(series), limit=limit)


def counted(rows: Sequence[Row]) -> str:
    """Return how many observations there are, of many at least how many."""
    return f"at least {_MOST_COUNTED}" if len(rows) >= _MOST_COUNTED else str(len(rows))


def listed_ids(rows: Sequence[Row], most: int) -> str:
    """Return the ids of observations as a message lists them."""
    return listed([str(row[0]) for row in rows], most, is_least=len(rows) >= _MOST_COUNTED)


def _observation(store: Store, series: Sequence[Row], about: str, *, suggest: bool) -> str:
    """Return the id of the observation of a series by its place and its period, also where the id leaves one out.

    Raises AmbiguousError where several of the series have it, NotFoundError where none has.
    """
    area, at, period = about.rpartition("@")
    left_out = (f"@{area}", f"@{period}", "") if at else ()
    ids = [f"{row[0]}{rest}" for row in series for rest in (f"@{about}", *left_out)]
    rows = store.rows_with_ids(("id", "label", "reference_area", "time_period"), ids)
    found = {
        row[0]: row[:2]
        for row in rows
        if str(row[0]).partition("@")[2] == about or f"{row[2] or ''}@{row[3] or ''}" == about
    }
    if len(found) == 1:
        return str(*found)
    known = _either([*found.values()] or series, len(found) or len(series))
    if found:
        raise AmbiguousError(f"several series have an observation {quoted(about)}: {known}", "name one of them")
    if len(series) > 1:
        raise NotFoundError(f"no series of that name has an observation {quoted(about)}", f"there is {known}")
    owner = str(series[0][0])
    hint = f"it has {listed_ids(observations(store, owner), _NEAREST)}" if suggest else f"jimo show {owner} lists them"
    raise NotFoundError(f"{owner} has no observation {quoted(about)}", hint)


def _either(rows: Sequence[Row], count: int) -> str:
    """What the first rows are of so many, by id and label."""
    shown = [f"{shortened(row[0] or '')} ({shortened(row[1] or '', _SHOWN)})" for row in rows[:_ALTERNATIVES]]
    return listed(shown, _ALTERNATIVES, " or ", others=count - len(shown), is_least=count >= _MOST_COUNTED)


def _nearest_topics(name: str, topics: NameIndex) -> list[Row]:
    """Id and label of the topics that a name may mean: of one, or of those that cannot be told apart."""
    from jimo_cli.search import find as find_names  # noqa: PLC0415  # only an inexact topic needs it
    from jimo_cli.search.match import NONE  # noqa: PLC0415

    hits = find_names(topics, name).hits
    near = [hit for hit in hits if hit.decision != NONE and hit.score > hits[0].score - _TOPIC_MARGIN]
    return [(hit.names.aliases[0], hit.label) for hit in near]


def _nearest_ids(wanted: str, store: Store) -> list[str]:
    """The ids most like a wrong one: of its topic and with its slug, or else of all; of too many those of like topics.

    How many facts there are changes nothing: `_MOST_COMPARED` ids are read of a topic, and those of a few topics.
    """
    topic, _, slug = wanted.partition("@")[0].rpartition(".")
    elsewhere = store.rows_at(("id",), store.positions_with_slug(slug, _NEAREST))
    near = [*_ids_of(store, topic), *elsewhere, *store.series_with_slug(slug, _NEAREST)]
    if found := _nearest_of(wanted, near):
        return found
    if len(store.some_ids(_MOST_COMPARED + 1)) <= _MOST_COMPARED:
        return _nearest_of(wanted, store.ids())
    topics = _nearest_of(topic, store.topics())
    return _nearest_of(wanted, [row for each in topics for row in _ids_of(store, each)])


def _ids_of(store: Store, topic: str) -> Sequence[Row]:
    """The ids of a topic in order; of one with very many some."""
    some = store.some_ids(_MOST_COMPARED + 1, topic)
    return store.ids(topic) if len(some) <= _MOST_COMPARED else some


def _nearest_of(wanted: str, rows: Sequence[Row]) -> list[str]:
    from rapidfuzz import process  # noqa: PLC0415  # only a wrong id needs it

    ids = dict.fromkeys(str(row[0]) for row in rows)
    return [found for found, _, _ in process.extract(wanted, [*ids], limit=_NEAREST, score_cutoff=_NEAR_ID)]
