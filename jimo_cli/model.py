"""The vocabulary as types: what a fact file says, and what a look-up gives back."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, Self

from jimo_cli.locators import split_locator


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


class Status(StrEnum):
    """How far a figure is settled, as in SDMX's OBS_STATUS, from the least to the most; final where nothing is said.

    What is said before a period comes before what is counted after it: a plan, then what is computed ahead. Of what is
    counted, an estimate lacks data, the first published figure is preliminary, and revisions lead to the final one.
    """

    TARGET = "target"
    FORECAST = "forecast"
    ESTIMATED = "estimated"
    PRELIMINARY = "preliminary"
    REVISED = "revised"
    FINAL = "final"


class Aspect(StrEnum):
    """What a statistic says about the fact it belongs to."""

    GROWTH = "growth"
    SHARE = "share"
    RANK = "rank"


class Basis(StrEnum):
    """What a rate is against, and in which prices it is computed: one word of each at most."""

    YEAR_ON_YEAR = "year_on_year"
    PERIOD_ON_PERIOD = "period_on_period"
    SINCE_YEAR_END = "since_year_end"
    ANNUAL_AVERAGE = "annual_average"
    REAL = "real"
    NOMINAL = "nominal"

    @property
    def is_of_prices(self) -> bool:
        """Whether the word says in which prices, not against what."""
        return self in {Basis.REAL, Basis.NOMINAL}


class Fact(NamedTuple):
    """One thing that a source states; the order of the fields is the order of every output.

    A fact that is no statistic has no `value`; then `qualifier` is None as well. `status` is None where the file
    says none: the figure is final. `basis` has what a rate is against before its prices, `among` what a rank is among.
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
    status: Status | None
    basis: tuple[Basis, ...]
    among: str | None

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """Return the fact of which `values` has every field, numbers and words of a list as text."""
        value, value_max = values["value"], values["value_max"]
        qualifier, aspect, status = values["qualifier"], values["aspect"], values["status"]
        return cls(**values)._replace(
            value=None if value is None else Decimal(value),
            value_max=None if value_max is None else Decimal(value_max),
            kind=Kind(values["kind"]),
            qualifier=None if qualifier is None else Qualifier(qualifier),
            aspect=None if aspect is None else Aspect(aspect),
            status=None if status is None else Status(status),
            basis=tuple(map(Basis, values["basis"])),
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


class Place(NamedTuple):
    """A place of `places.toml`: all its names and what it lies in.

    `id` is the one that the place has in `jimo_cli.places`, of another place `place.SLUG`, and `within` is such
    an id. A place that jimo knows has its code and what it lies in even where the file leaves them out.
    """

    id: str
    label: str
    label_en: str | None
    aliases: tuple[str, ...]
    code: str | None
    within: str | None


class Term(NamedTuple):
    """A term of `terms.toml`: words that mean the same measure, and by their names the measures that they do not mean.

    `id` is the one that the measure has in `jimo_cli.measures`, of another measure `term.SLUG`. `loose` words are
    wider, `broader` are the measures of which this one is a part, `contrast` is what must never be taken for it.
    """

    id: str
    words: tuple[str, ...]
    loose: tuple[str, ...]
    broader: tuple[str, ...]
    contrast: tuple[str, ...]


class Locator(NamedTuple):
    """Where in a source: a section, a paragraph counted within it, or both; without a section, of the whole text."""

    section: str | None
    paragraph: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the locator that a text is, one without ¶ and a number of at most nine digits as a section."""
        return cls(*split_locator(text))

    def __str__(self) -> str:
        if self.paragraph is None:
            return self.section or ""
        return f"{self.section} ¶{self.paragraph}" if self.section else f"¶{self.paragraph}"


class Hit(NamedTuple):
    """A fact that answers a query, how well (0 to 100), what of it matched how, and why it is ranked there if asked.

    `fit` says how its place and period fit those of the query: `exact`, `within` (a part of the year) or
    `unstated`; of a hit that only resembles an answer also `near`.
    """

    fact: Fact
    score: float
    matched: str
    explanation: str | None = None
    fit: str = "exact"


class Near(NamedTuple):
    """A fact that is near a query, and why it is not the answer.

    `differs_in` says in what it differs: `place`, `period`, `measure`, `aspect`, `direction`, `basis` or `name`; `why`
    says for each of these how.
    """

    fact: Fact
    differs_in: tuple[str, ...]
    why: tuple[str, ...]


class LookUp(NamedTuple):
    """The answers to a query, best first; where there are none, what is near; and what the answers leave open.

    `left_out` is how many of a series the limit left out.
    """

    hits: list[Hit]
    near: list[Near]
    notes: list[str]
    left_out: int = 0


class Meant(NamedTuple):
    """The one change that an edit makes to what a document says.

    `path` leads to a key, or with an index to an entry of a list. Afterwards the key is called `name`
    and has the value `value`, a list as a tuple; None keeps the value. Without a name the entry is gone.
    """

    path: tuple[str | int, ...]
    name: str | None = None
    value: object = None


class Edit(NamedTuple):
    """Replace the text from one offset to another.

    Without `meant` the document says the same afterwards, apart from the order of its keys.
    """

    start: int
    end: int
    text: str
    meant: Meant | None = None


class Excerpt(NamedTuple):
    """The part of a file that shows a problem.

    `line` is its line, of a very long one the part around the problem, which begins at `offset`.
    `pasted` are the lines to paste, each with the number of the line that it replaces, None for a new
    one. `edited` is what the edit replaces: its first line and column, and those behind it.
    """

    line: str
    offset: int
    pasted: tuple[tuple[int | None, str], ...] = ()
    edited: tuple[int, int, int, int] | None = None


class Problem(NamedTuple):
    """A broken rule in a fact file, where, and what to do; the line is None for a whole file.

    `code` is the rule; `column`, from 1, and `width` are what of the line is wrong. `paste` is what to
    write instead, as TOML, where that is known, and `edit` how to fix the file where there is one right
    way. A problem that has no place yet names its fact or topic by `fact_id`, and its `key` there.
    """

    path: str
    line: int | None
    message: str
    hint: str
    code: str = ""
    column: int = 1
    width: int = 1
    paste: str = ""
    edit: Edit | None = None
    excerpt: Excerpt | None = None
    fact_id: str = ""
    key: str | None = None

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}; {self.hint}"
