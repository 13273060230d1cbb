"""What an import makes of a file, before it is written: series and facts as they are to stand in a fact file.

Every figure is the digits that the file shows. What was guessed is in `checks`: by its key, the words that it was taken
from; for all of a fact the key is empty.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

NO_CHECKS: Mapping[str, str] = MappingProxyType({})


class ReadAgain(Exception):  # noqa: N818  # no error
    """Raised where the observations of a series end: some of them differ from others, and the next reading has none."""


class Observation(NamedTuple):
    """A figure of a series: of a place, in a period; the unit only where it is not that of the series."""

    area: str | None
    period: str | None
    value: str
    value_max: str | None = None
    qualifier: str | None = None
    status: str | None = None
    basis: str | None = None
    as_written: str | None = None
    unit: str | None = None
    section: str | None = None
    paragraph: str | None = None


class SeriesDraft(NamedTuple):
    """A measure over places and periods; the place, period and status that all of its observations have in common.

    `more` are other keys of a fact file with their values, `of` is the place in the list of series of the one that it
    belongs to.
    """

    label: str
    label_en: str | None
    unit: str | None
    observations: Iterable[Observation]
    aspect: str | None = None
    basis: str | None = None
    area: str | None = None
    period: str | None = None
    status: str | None = None
    section: str | None = None
    checks: Mapping[str, str] = NO_CHECKS
    slug: str = ""
    more: Mapping[str, Any] = NO_CHECKS
    of: int | None = None


class FactDraft(NamedTuple):
    """A fact that a text states; `of` is the place in the list of drafts of the one that it belongs to.

    `basis` has one word, or what a rate is against and its prices as a cell of a table lists them: year_on_year; real.
    `table` is the number of the table of a document that its figure stands in. `more` are other keys of a fact file
    with their values.
    """

    kind: str
    label: str
    label_en: str | None = None
    of: int | None = None
    aspect: str | None = None
    basis: str | None = None
    among: str | None = None
    value: str | None = None
    value_max: str | None = None
    qualifier: str | None = None
    status: str | None = None
    unit: str | None = None
    time_period: str | None = None
    reference_area: str | None = None
    as_written: str | None = None
    section: str | None = None
    paragraph: int | None = None
    description: str | None = None
    checks: Mapping[str, str] = NO_CHECKS
    slug: str = ""
    table: int | None = None
    more: Mapping[str, Any] = NO_CHECKS


class Skipped(NamedTuple):
    """What became no fact: where it stands (row 35, cell C7), its text, and why, as in note, blank, not available."""

    where: str
    what: str
    why: str


class ColumnGuess(NamedTuple):
    """What a column was taken for, from 1, and why."""

    number: int
    head: str
    role: str
    why: str


class Draft(NamedTuple):
    """All that an import makes of a file; `source` has its CSL variables, `unclear` what a person has to decide.

    `heads` says in words in which rows the heads of its tables stand. `key` is what the source was called in the pack
    that the facts come from, if it is known; then `source` is all that is known of it.

    `skipped` and `unclear` are complete once the observations of all series were read to their ends.
    """

    path: str
    topic_label: str
    source: Mapping[str, Any]
    sha256: str
    series: Sequence[SeriesDraft]
    facts: Sequence[FactDraft]
    columns: Sequence[ColumnGuess]
    skipped: list[Skipped]
    unclear: list[str]
    heads: Sequence[str] = ()
    key: str = ""
