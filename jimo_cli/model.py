"""The vocabulary as types: what a fact file says, and what a look-up gives back."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, Self


class Kind(StrEnum):
    """What sort of thing a fact states."""

    STATISTIC = "statistic"
    POLICY = "policy"
    MECHANISM = "mechanism"
    PROJECT = "project"
    ORGANIZATION = "organization"
    RECOGNITION = "recognition"


class Qualifier(StrEnum):
    """How the source hedges a figure."""

    EXACT = "exact"
    OVER = "over"
    UNDER = "under"
    ABOUT = "about"
    RANGE = "range"


class Aspect(StrEnum):
    """What a statistic says about the fact it belongs to."""

    GROWTH = "growth"
    SHARE = "share"


class Fact(NamedTuple):
    """One thing that a source states; the order of the fields is the order of every output.

    A fact that is no statistic has no `value`; then `qualifier` is None as well.
    """

    id: str
    label: str
    value: Decimal | None
    unit: str | None
    time_period: str | None
    reference_area: str | None
    topic: str
    kind: Kind
    label_en: str | None
    value_max: Decimal | None
    qualifier: Qualifier | None
    of: str | None
    aspect: Aspect | None
    parts: tuple[str, ...]
    aliases: tuple[str, ...]
    description: str | None
    description_en: str | None
    as_written: str | None
    source: str
    locator: str | None

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """Return the fact of which `said` holds every field, numbers and words of a list as text."""
        value, value_max = said["value"], said["value_max"]
        qualifier, aspect = said["qualifier"], said["aspect"]
        return cls(**said)._replace(
            value=None if value is None else Decimal(value),
            value_max=None if value_max is None else Decimal(value_max),
            kind=Kind(said["kind"]),
            qualifier=None if qualifier is None else Qualifier(qualifier),
            aspect=None if aspect is None else Aspect(aspect),
        )


class Topic(NamedTuple):
    """The heading that facts are grouped under, and how many facts of each kind it holds."""

    id: str
    label: str
    label_en: str | None
    aliases: tuple[str, ...]
    counts: dict[Kind, int]

    @property
    def facts(self) -> int:
        """How many facts of any kind."""
        return sum(self.counts.values())


class Source(NamedTuple):
    """A cited work: its key and its CSL-JSON variables as `sources.toml` gives them."""

    key: str
    csl: dict[str, Any]


class Hit(NamedTuple):
    """A fact that answers a query, how well (0 to 100), what of it matched how, and why it is ranked there if asked."""

    fact: Fact
    score: float
    matched: str
    explanation: str | None = None


class Problem(NamedTuple):
    """What is wrong in a fact file, where, and what to do; the line is None for a whole file.

    `code` is the rule that is broken; `column`, from 1, and `width` say what of the line is meant.
    `paste` is what to write instead, as TOML, where that is known.
    """

    path: str
    line: int | None
    message: str
    hint: str
    code: str = ""
    column: int = 1
    width: int = 1
    paste: str = ""

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}; {self.hint}"
