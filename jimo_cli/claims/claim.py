"""What a sentence states with a figure, and where in the text each part of it comes from."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jimo_cli.figures.amount import Amount


class Origin(IntEnum):
    """Where the place or the period of a claim stands, from the least sure to the surest.

    Of a `PART` of a year beside the figure the text does not say the year for sure, if at all: in the first quarter,
    XXXX-Q1. A `GUESS` is
    made from the text as a whole, `DOCUMENT` is its title, `SECTION` a heading, `PRECEDING` the
    sentence before, `SENTENCE` the same one, `CLAUSE` the words beside the figure.
    """

    NONE = 0
    PART = 1
    GUESS = 2
    DOCUMENT = 3
    SECTION = 4
    PRECEDING = 5
    SENTENCE = 6
    CLAUSE = 7


class Sort(StrEnum):
    """What a figure says of its measure: how much it is, by how much it grew or changed, a share of it, a rank."""

    LEVEL = "level"
    GROWTH = "growth"
    CHANGE = "change"
    SHARE = "share"
    RANK = "rank"


ANOTHER_YEAR = "another year"
"""The basis of a rate that compares with a year that is not the one before."""

OF_A_PLAN = "of a plan"
"""The status of a figure of a plan that no word beside it says to be one: it may be where the plan starts from."""


INHERITED = frozenset(("same", "clause before", "sentence before"))
"""The frames of a figure whose own clause does not name its measure."""


class Claim(NamedTuple):
    """What a sentence states with one figure.

    `start` and `end` are its span in the paragraph with the words that hedge it, `number` where its digits begin.
    `measure` are the words that it belongs to, without place, period and what the figure says of it, and `of` the
    whole that it is a part of; `near` is the clause around it, `wide` what stands before that in the sentence.
    `direction` is -1 for a fall, 1 for a rise. `basis` is what a rate compares with, empty where that is not
    stated. `status` is empty for what has happened, else `target`, `plan`, `forecast`, `condition`, `aside` (what is
    said to be something else than the measure: three times it, what it was before) or `OF_A_PLAN`.
    `frame` names the rule that found the measure. A part that the text leaves open is empty, with the origin `NONE`.
    """

    start: int
    number: int
    end: int
    as_written: str
    amount: Amount
    sort: Sort
    direction: int
    basis: str
    measure: str
    of: str
    near: str
    wide: str
    frame: str
    listed: str
    place: str
    place_origin: Origin
    period: str
    period_origin: Origin
    status: str


class Paragraph(NamedTuple):
    """A paragraph, a caption or a heading of a document; `section` is the heading above it."""

    text: str
    section: str = ""
    is_heading: bool = False


class About(NamedTuple):
    """What is known of a document before it is read: its place, the year it is about, and places that it may name.

    `places` are their names by the folded spellings that the document may use.
    """

    place: str = ""
    year: int | None = None
    places: Mapping[str, str] = MappingProxyType({})
