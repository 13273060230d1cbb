"""From labels to facts: those of the place and period that a query names, and those that are only near."""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.fields import STATUSES
from jimo_cli.search import find
from jimo_cli.search.fits import is_growth, is_on_basis, is_rank_among
from jimo_cli.search.match import ANSWER, SUGGEST
from jimo_cli.search.period_fits import EXACT, NEAR, end_of
from jimo_cli.search.places import count_of
from jimo_cli.search.query import Query
from jimo_cli.search.weights import SUGGESTION
from jimo_cli.text.concepts import is_basis

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final

    from jimo_cli.search.match import Match, Matches
    from jimo_cli.search.periods_asked import Asked
    from jimo_cli.store.filters import Filters
    from jimo_cli.store.interface import NameIndex, Placed, Rate, Row, Store

    Ranked = tuple[int, float, str, str | None, str]
    """The position of a fact, its score, what matched how, what counted for it and against it, and its fit."""

    Fact = tuple[int, str, str | None]
    """The position of a fact, its fit and its place."""

DEFAULT_LIMIT = 10
_NEAREST = 3
_CANDIDATES = 50
_OF_TOPIC = 50.0
_LONGEST_NAME = 200
_NOT_ASKED = 99.0
"""The most that a fact of another place than the first scores where none is asked."""
_OF_NO_LABEL = ("topic", "value")  # how facts match whose label does not
_JOINING = frozenset("和与及跟同、,;& ")
"""A query that asks for several figures has one of these, or comes to nothing as a whole."""


class Answers:
    """The answers to a query, best first, where there are none up to three near ones, and how time was read.

    `left_out` counts what the limit left out of a series that was asked for. `missing` are periods that were asked
    for beside others and are not stated. `unanswered` are those of several queries in one that have no answer.
    """

    __slots__ = ("asked", "hits", "left_out", "missing", "near", "unanswered")

    def __init__(  # noqa: PLR0913  # each is named where it is given
        self,
        hits: Sequence[Ranked],
        near: Sequence[Ranked],
        *,
        asked: Asked | None = None,
        missing: Sequence[str] = (),
        left_out: int = 0,
        unanswered: Sequence[str] = (),
    ) -> None:
        self.unanswered: Final = unanswered
        self.hits: Final = hits
        self.near: Final = near
        self.asked: Final = asked
        self.missing: Final = missing
        self.left_out: Final = left_out


def ranked(  # noqa: PLR0913  # the options of a search
    store: Store,
    query: str,
    filters: Filters,
    *,
    today: str,
    limit: int | None = DEFAULT_LIMIT,
    below: bool = False,
    explained: bool = False,
) -> Answers:
    """Return the answers to a query on a day (ISO 8601), by which 去年 and last month are read.

    With `below` also what only resembles an answer; `explained` says why each is ranked where it is.
    """
    index = store.names(filters)
    most, least = max(_CANDIDATES, limit or 0), 0.0 if below else SUGGESTION
    matches = find(index, query, limit=most, split=lambda query: _of_places(index, query), least=least)

    def answers(matches: Matches, query: str, limit: int | None) -> Answers:
        return _of_matches(store, matches, query, filters, today=today, limit=limit, below=below, explained=explained)

    if queries := separate(index, matches):
        share = None if limit is None else max(1, limit // len(queries))
        return _in_turn(queries, [answers(find(index, one, least=least), one, share) for one in queries], limit)
    return answers(matches, query, limit)


def _is_joined(query: Query) -> bool:
    return not _JOINING.isdisjoint(query.core) or " vs" in query.core


def _of_places(index: NameIndex, query: Query) -> Sequence[str]:
    """The queries for one place each that a query with a joining word makes together; none where it is just one."""
    if not _is_joined(query):
        return ()
    from jimo_cli.search.several import of_places  # noqa: PLC0415  # few queries are

    return of_places(index, query)


def separate(index: NameIndex, matches: Matches) -> Sequence[str]:
    """Return the queries for one figure each that a query makes together; none where it is just one."""
    is_joined = _is_joined(matches.query)
    if matches.queries or matches.is_literal or (matches.decision == ANSWER and not is_joined):
        return matches.queries
    from jimo_cli.search.several import of_measures, of_places  # noqa: PLC0415  # few queries are

    is_named = bool(matches.hits) and matches.hits[0].matched.endswith(("/exact", "/same", "/loose"))
    return (() if is_joined else of_places(index, matches.query)) or (
        () if is_named else of_measures(index, matches.query)
    )


def _in_turn(queries: Sequence[str], each: Sequence[Answers], limit: int | None) -> Answers:
    """The answers to several queries one after the other, `limit` at most, and the queries that have none."""
    hits = list({hit[0]: hit for answers in each for hit in answers.hits}.values())
    cut = 0 if limit is None else max(0, len(hits) - limit)
    return Answers(
        hits[:limit],
        [] if hits else [*{near[0]: near for answers in each for near in answers.near}.values()][:_NEAREST],
        asked=each[0].asked,
        missing=[period for answers in each for period in answers.missing],
        left_out=cut + sum(answers.left_out for answers in each),
        unanswered=[query for query, answers in zip(queries, each, strict=True) if hits and not answers.hits],
    )


def _of_matches(  # noqa: PLR0913  # the options of a search
    store: Store,
    matches: Matches,
    query: str,
    filters: Filters,
    *,
    today: str,
    limit: int | None,
    below: bool,
    explained: bool,
) -> Answers:
    """The answers among the facts of the labels that match."""
    index = store.names(filters)
    hits: list[Ranked] = []
    near: list[Ranked] = []
    asked: Asked | None = None
    missing: Sequence[str] = ()
    done: set[int] = set()
    for match in matches.hits:
        answers = below or match.decision == ANSWER
        if limit is not None and len(hits) >= limit:
            break
        if match.label_id in done and match.fact is None:
            continue
        if answers or (not hits and len(near) < _NEAREST and match.decision == SUGGEST):
            why = _explanation(match, matches) if explained else None
            alike = _alike(match, matches)
            done.update(one.label_id for one in alike)
            facts, of_time, lacking = _of_label(store, alike, matches, filters, today)
            if not (hits or near):
                asked, missing = of_time, lacking
            scores = _scores(match, facts, is_placed=matches.area is not None)
            found = [
                (position, score, match.matched, why, fit)
                for (position, fit, _), score in zip(facts, scores, strict=True)
            ]
            meant = [hit for hit in found if answers and hit[-1] != NEAR]
            hits += meant
            near += found[len(meant) :]
    hits = _settled(store, index, hits)
    if limit is None or len(hits) < limit:
        known = {hit[0] for hit in hits}
        of_topic = _of_topic(store, (query,) if hits else (query, *matches.query.stripped()), filters)
        why = "topic: the query names it" if explained else None
        hits += [(position, _OF_TOPIC, "topic/exact", why, EXACT) for position in of_topic if position not in known]
    left_out = len(hits) - limit if limit is not None and asked and asked.is_series else 0
    return Answers(
        hits[:limit], [] if hits else near[:_NEAREST], asked=asked, missing=missing, left_out=max(0, left_out)
    )


_ABOUT = ("label", "reference_area", "time_period", "unit", "aspect", "basis", "source")


def _settled(store: Store, index: NameIndex, hits: list[Ranked]) -> list[Ranked]:
    """The hits without those of which another one is the same figure of one source with a later status.

    So it is with two facts; of a series the index has no others.
    """
    if not index.has_statuses:
        return hits
    latest: dict[tuple[str | None, ...], int] = {}
    rows = [(row[:-1], STATUSES.index(row[-1] or "final")) for row in _rows_of(store, (*_ABOUT, "status"), hits)]
    for about, rank in rows:
        latest[about] = max(rank, latest.get(about, 0))
    return [hit for hit, (about, rank) in zip(hits, rows, strict=True) if rank == latest[about]]


def _rows_of(store: Store, fields: Sequence[str], hits: Sequence[Ranked]) -> list[Row]:
    return store.rows_at(fields, [position for position, *_ in hits])


def _explanation(match: Match, matches: Matches) -> str:
    from jimo_cli.search.score import explain  # noqa: PLC0415  # few searches ask for it

    return explain(match, matches.stage)


def _alike(match: Match, matches: Matches) -> list[Match]:
    """A match, and where the query names a time the others with the same label: their periods make one series."""
    if match.fact is not None or not matches.query.named_times:
        return [match]
    others = [one for one in matches.hits if one.label == match.label and one.decision == match.decision]
    return [match, *(one for one in others if one is not match and one.fact is None)]


def _of_label(
    store: Store, alike: Sequence[Match], matches: Matches, filters: Filters, today: str
) -> tuple[list[Fact], Asked | None, Sequence[str]]:
    """The facts of a label, each with how it fits the query and its place, and what the query asks of time.

    The best fit comes first, then the place that was asked, then the latest. Of an answer those of other places are
    left out: they are only near.
    """
    match, area = alike[0], matches.area
    index = store.names(filters)
    is_named = area is None or _is_in_name(match, matches.query, area)
    is_here = _place_fit(index, match, matches, is_named=is_named)
    if match.decision == ANSWER and not is_named:
        placed = _usual_basis_first(index, match, matches.query, _placed(store, alike, filters, area))
        here = [row for row in _in_order(placed, area, {}) if is_here(row)]
        facts, asked, missing = _fitting(here, match, matches, today)
        if any(fit != NEAR for _, fit, _ in facts):
            return facts, asked, missing
    found = _usual_basis_first(index, match, matches.query, _placed(store, alike, filters))
    depths = _depths(index, found) if area is None else {}
    found = _in_order(found, area, depths)
    here = [row for row in found if is_here(row)]
    elsewhere = [(row[0], NEAR, row[2]) for row in found if not is_here(row)]
    if depths and not matches.query.named_times:
        here = _latest_first(here, depths)
    facts, asked, missing = _fitting(here, match, matches, today)
    return facts + elsewhere, asked, missing


def _placed(store: Store, alike: Sequence[Match], filters: Filters, area: str | None = None) -> list[Placed]:
    """The facts of matches, with a place only those about it and about none."""
    if alike[0].fact is not None:
        return store.placed(filters, position=alike[0].fact, area=area)
    return [row for match in alike for row in store.placed(filters, label_id=match.label_id, area=area)]


def _in_order(rows: list[Placed], area: str | None, depths: Mapping[str | None, int]) -> list[Placed]:
    """Facts in the order of the place that was asked, of time, the latest first, and of how wide their places are."""
    ends = {period: end_of(period) for period in {row[1] for row in rows}}  # of thousands of facts a few dozen
    if depths:
        rows.sort(key=lambda row: depths.get(row[2], 0))
    rows.sort(key=lambda row: ends[row[1]], reverse=True)
    if area is not None:
        rows.sort(key=lambda row: row[2] != area)
    return rows


def _fitting(
    here: Sequence[Placed], match: Match, matches: Matches, today: str
) -> tuple[list[Fact], Asked | None, Sequence[str]]:
    """How the facts of the place fit the times of the query, and what it asks of time."""
    if not matches.query.named_times:
        return [(row[0], EXACT, row[2]) for row in here], None, ()
    from jimo_cli.search.series_fits import fitting  # noqa: PLC0415  # few queries name a time

    asked, fits, missing = fitting(matches.query, match.names, here, today)
    return [(row[0], fit, row[2]) for row, fit in fits], asked, missing


def _usual_basis_first(index: NameIndex, match: Match, query: Query, rows: list[Placed]) -> list[Placed]:
    """The facts of a label, where a query names no basis those against the year before in front of the others."""
    if query.bases or len({basis for _, basis, _ in index.rates(match.label_id)}) < 2:  # noqa: PLR2004  # with and without
        return rows
    return sorted(rows, key=lambda row: not is_basis({"year_on_year"}, index.rate(row[0])[1], ()))


def _scores(match: Match, facts: Sequence[Fact], *, is_placed: bool) -> list[float]:
    """The score of each fact: where no place is asked, that of the first place alone is the full one."""
    score, found = match.score, []
    for _, _, area in facts:
        if not is_placed and area != facts[0][2]:
            score = min(score, _NOT_ASKED)
        found.append(score)
    return found


def _depths(index: NameIndex, rows: Sequence[Placed]) -> Mapping[str | None, int]:
    """How deep the places of some facts lie, the country less than its provinces; nothing where all are of one."""
    areas = {row[2] for row in rows if row[2]}
    found: dict[str | None, int] = {}
    found.update(index.depths(areas) if len(areas) > 1 else ())
    return found


def _latest_first(rows: Sequence[Placed], depths: Mapping[str | None, int]) -> list[Placed]:
    """The facts, which come by their time: in front the latest of each place, the widest place first."""
    latest: dict[str | None, Placed] = {}
    for row in rows:
        latest.setdefault(row[2], row)
    first = sorted(latest.values(), key=lambda row: depths.get(row[2], 0))
    known = {row[0] for row in first}
    return [*first, *(row for row in rows if row[0] not in known)]


def _place_fit(index: NameIndex, match: Match, matches: Matches, *, is_named: bool) -> Callable[[Placed], bool]:
    """Return what tells whether a fact is of the place of the query, falls if that asks for a fall, and is no part.

    It is on the basis that is asked for, and a rank if, and only if, that is. Where the name of the label has the
    place, `is_named`, its facts may be about any.
    """
    area = matches.area
    is_of_subject = _is_of_subject(index, match, matches.query)
    must_fall = matches.query.direction == "down" and is_growth(match.names)

    def is_rate_asked(rate: Rate) -> bool:
        return _is_rate_asked(rate, match, matches.query)

    ways = {*map(is_rate_asked, index.rates(match.label_id))}
    is_asked = ways.pop() if len(ways) == 1 and not matches.query.named_times else None

    def fits(row: Placed) -> bool:
        if row[3] == "statistic" and not (is_asked if is_asked is not None else is_rate_asked(index.rate(row[0]))):
            return False
        if must_fall and not str(index.figure(row[0])[0]).startswith("-"):
            return False
        return (is_named or row[2] in {None, area}) and not (is_of_subject and row[3] == "statistic")

    return fits


def _is_rate_asked(rate: Rate, match: Match, query: Query) -> bool:
    """Tell whether a statistic is a rank where one is asked, among those asked for, and on the basis asked for.

    A figure that its name alone calls a rank is one too.
    """
    aspect, basis, among = rate
    is_rank_asked = "rank" in query.concepts
    if is_rank_asked != (aspect == "rank") and not (is_rank_asked and "rank" in match.names.concepts):
        return False
    if is_rank_asked and not is_rank_among(query, match.names, among):
        return False
    return not query.bases or is_on_basis(query, match.names, basis)


def _is_of_subject(index: NameIndex, match: Match, query: Query) -> bool:
    """Tell whether a query asks for nothing but a measure, and a label is one of a part of it: 海洋GDP for GDP."""
    if match.evidence is None:
        return False
    from jimo_cli.search.by_measure import bare_measure, is_of_subject  # noqa: PLC0415  # a whole name needs no measure

    asked = bare_measure(index, Query(match.evidence.read_as) if match.evidence.read_as else query)
    return bool(asked) and is_of_subject(match.evidence.form, asked)


def _is_in_name(match: Match, query: Query, area: str) -> bool:
    """Tell whether a place that a query names is part of a name of the label, and not named once more beside it."""
    asked = max(1, count_of(query.core, area))
    return any(count_of(form.folded, area) >= asked for form in match.names.forms)


def _of_topic(store: Store, names: Sequence[str], filters: Filters) -> list[int]:
    """The facts of the topic that one of the names is, statistics first; none where none is one."""
    keys = dict.fromkeys(text.key(text.fold(name[:_LONGEST_NAME])) for name in names)
    topic = next((found for key in keys if (found := store.topic_named(key))), None)
    if topic is None or topic not in (filters.topic or (topic,)):
        return []
    placed = sorted(store.placed(filters.of_topic(topic)), key=lambda row: row[3] != "statistic")
    return [position for position, *_ in placed]


def measures(store: Store, query: str, filters: Filters, *, today: str) -> tuple[dict[str, list[int]], Answers]:
    """Return the measures that a query may mean by label, with the positions of their facts, and all its answers.

    The facts are those of the place and period of the query. Where there are none, the labels that only resemble an
    answer are returned, without any position.
    """
    index = store.names(filters)
    matches = find(index, query, limit=_CANDIDATES, split=lambda query: _of_places(index, query), least=SUGGESTION)
    queries = separate(index, matches) or (query,)
    each = [ranked(store, one, filters, today=today, limit=None) for one in queries]
    found: dict[str, list[int]] = {}
    for answers in each:
        named = [hit for hit in answers.hits if not hit[2].startswith(_OF_NO_LABEL)]
        labels = [row[0] or "" for row in store.rows_at(("label",), [position for position, *_ in named])]
        best = {label for label, hit in zip(labels, named, strict=True) if hit[1] == named[0][1]}
        for label, hit in zip(labels, named, strict=True):
            if label in best:
                found.setdefault(label, []).append(hit[0])
    answers = _in_turn(queries, each, None)
    near = store.rows_at(("label",), [] if found else [position for position, *_ in answers.near])
    return found or {label or "": [] for (label,) in near}, answers
