"""The stages of a search, in the order in which they are tried."""

from __future__ import annotations

from jimo_cli.search.by_name import counted_people, part_of_name, stripped_name, whole_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jimo_cli.search.match import Match
    from jimo_cli.search.query import Query
    from jimo_cli.store.interface import NameIndex

    Run = Callable[[NameIndex, Query, int], Sequence[Match]]

_NUMERALS = tuple("一二两三四五六七八九十百千")
_SHORTEST_WITH_MEASURE = 5
"""Characters that the name of a measure and something else take at least."""

_NUMERAL_WITHIN = 4
"""A figure in Chinese numerals begins with one, or behind a word such as 超过."""


class Stage:
    """A way to find labels; what it finds stands if it has an answer, or if no later stage finds anything.

    `is_literal` tells that the place and the period in the query are part of the name that is found,
    `reads_place` that the places of the base are needed, `is_final` that what it only suggests stands too.
    `needs` is a query that is answered otherwise without the stage.
    """

    __slots__ = ("is_final", "is_literal", "name", "needs", "reads_place", "run")

    def __init__(  # noqa: PLR0913  # what there is to say of a stage
        self,
        name: str,
        run: Run,
        *,
        needs: str,
        is_literal: bool = False,
        reads_place: bool = True,
        is_final: bool = False,
    ) -> None:
        self.name = name
        self.run = run
        self.needs = needs
        self.is_literal = is_literal
        self.reads_place = reads_place
        self.is_final = is_final


def _name_or_measure(index: NameIndex, query: Query, limit: int) -> Sequence[Match]:
    if found := stripped_name(index, query, limit):
        return found
    from jimo_cli.search.by_measure import measure  # noqa: PLC0415  # each stage loads what it needs when it is reached

    return measure(index, query, limit)


def _figure(index: NameIndex, query: Query, limit: int) -> Sequence[Match]:
    if not query.of_kind("d") and not any(char in _NUMERALS for char in query.core[:_NUMERAL_WITHIN]):
        return ()
    from jimo_cli.figures.units import may_end_figure  # noqa: PLC0415

    if not may_end_figure(query.core, index.units):
        return ()
    from jimo_cli.search.by_figure import figure  # noqa: PLC0415

    return figure(index, query, limit)


def _similar_names(index: NameIndex, query: Query, limit: int) -> Sequence[Match]:
    from jimo_cli.search.by_abbreviation import abbreviated  # noqa: PLC0415
    from jimo_cli.search.similar import similar_names  # noqa: PLC0415

    return abbreviated(index, query) or similar_names(index, query, limit)


def _figure_and_name(index: NameIndex, query: Query, limit: int) -> Sequence[Match]:
    if not any(char.isdecimal() for char in query.without_times()):
        return ()
    from jimo_cli.search.by_figure_and_name import figure_and_name  # noqa: PLC0415

    return figure_and_name(index, query, limit)


def _from_pieces(index: NameIndex, query: Query, limit: int) -> Sequence[Match]:
    from jimo_cli.search.by_pieces import from_pieces  # noqa: PLC0415

    found = from_pieces(index, query, limit)
    if found or len(query.core) < _SHORTEST_WITH_MEASURE:
        return found
    from jimo_cli.search.by_part import measure_in_name  # noqa: PLC0415

    return measure_in_name(index, query, limit)


STAGES: Sequence[Stage] = (
    # A whole name needs no place beside it, and the places of a large base take a while to read.
    Stage("whole name", whole_name, needs="海洋GDP", is_literal=True, reads_place=False),
    Stage("part of a name", part_of_name, needs="青岛基地", is_literal=True),
    Stage("counted people", counted_people, needs="长护险多少人"),
    Stage("stripped name", _name_or_measure, needs="什么是轻罪治理", is_final=True),
    Stage("figure", _figure, needs="345亿"),
    Stage("similar names", _similar_names, needs="qirui"),
    Stage("figure and name", _figure_and_name, needs="规上企业 650"),
    Stage("pieces of names", _from_pieces, needs="怎么推动城市更新"),
)
