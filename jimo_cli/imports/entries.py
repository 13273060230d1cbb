"""What a draft becomes in a fact file: series and facts by slug, with the keys that TOML has for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from jimo_cli.fields import BETWEEN
from jimo_cli.imports import slugs, toml_text
from jimo_cli.imports.toml_text import FIGURE, Digits
from jimo_cli.model import Kind
from jimo_cli.packs import schema
from jimo_cli.packs.table import SLUG
from jimo_cli.packs.values import WrongValueError

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from jimo_cli.imports.drafts import FactDraft, SeriesDraft
    from jimo_cli.imports.observed import Observed

SERIES, FACT = "series", "fact"
COMMON = ("unit", "time_period", "reference_area")
"""What the heading says where all of a new file have it in common."""

_KEYS = {"area": "reference_area", "period": "time_period", "section": "locator", "paragraph": "locator"}
"""What fields of drafts are called in a fact file."""

_FIGURES = ("value", "value_max")
_DIGITS = (*_FIGURES, "paragraph")
_NO_KEY = ("section", "paragraph", "of", "checks", "slug", "table", "more")


class Entry(NamedTuple):
    """A series or a fact as it is to be written; a series has its observations.

    `of` is the place among the series, or the facts, of the draft of the one that it belongs to.
    """

    kind: str
    slug: str
    values: Mapping[str, Any]
    checks: Mapping[str, str]
    observed: Observed | None = None
    of: int | None = None

    @property
    def named(self) -> slugs.Named:
        """What its slug is made of."""
        unit, area, period = (self.values.get(key) for key in COMMON)
        label, label_en, aspect = (self.values.get(key) for key in ("label", "label_en", "aspect"))
        return slugs.Named(label or "", label_en, aspect, unit, area, period)


def of_series(draft: SeriesDraft, observed: Observed) -> Entry:
    """Return the entry of a series, without the observations that all say the same in its values."""
    common = {**observed.common}
    section, paragraph = common.pop("section", None), common.pop("paragraph", None)
    locator: dict[str, str | int] = {"section": section} if section else {}
    if paragraph:
        locator["paragraph"] = int(paragraph)
    given = {
        "kind": Kind.STATISTIC.value,
        "aspect": draft.aspect,
        "basis": draft.basis,
        "label": draft.label,
        "label_en": draft.label_en,
        **common,
        "locator": locator or None,
        **draft.more,
    }
    return Entry(SERIES, draft.slug, _written(given), _checks(draft.checks), observed, of=draft.of)


def of_fact(draft: FactDraft) -> Entry:
    """Return the entry of a fact."""
    given = {key: value for key, value in draft._asdict().items() if key not in _NO_KEY} | dict(draft.more)
    locator = {"section": draft.section, "paragraph": draft.paragraph}
    given["locator"] = {key: value for key, value in locator.items() if value is not None} or None
    given["qualifier"] = None if draft.qualifier == "exact" else draft.qualifier
    return Entry(FACT, draft.slug, _written(given), _checks(draft.checks), of=draft.of)


def _written(given: Mapping[str, Any]) -> dict[str, Any]:
    """The values as TOML holds them, without those that say nothing."""
    values = {key: value for key, value in given.items() if value is not None and value != ""}
    if BETWEEN in values.get("basis", ""):
        values["basis"] = values["basis"].split(BETWEEN)
    return {key: Digits(value) if key in _FIGURES else value for key, value in values.items()}


def _checks(checks: Mapping[str, str]) -> dict[str, str]:
    return {_KEYS.get(key, key): words for key, words in checks.items()}


def problems_of(entry: Entry) -> Iterator[str]:
    """Yield why a look-up would refuse an entry; its source is written later."""
    if not entry.values.get("label"):
        yield "it has no label"
    read: dict[str, Any] = {"source": "x", **({"value": schema.MISREAD} if entry.observed else {})}
    for key, value in entry.values.items():
        try:
            read[key] = schema.FACT_KEYS[key].read(_number(value) if isinstance(value, Digits) else value)
        except WrongValueError as error:
            yield f"{key} {error.message}"
            read[key] = schema.MISREAD
    yield from (problem.message for problem in schema.problems(read, schema.Works(("x",))))
    if entry.observed is not None and not entry.observed.size:
        yield "it has no observations"


def _number(digits: Digits) -> object:
    from decimal import Decimal  # noqa: PLC0415

    return Decimal(digits) if FIGURE.fullmatch(digits) else str(digits)


def with_slugs(entries: Sequence[Entry], taken: Container[str]) -> list[Entry]:
    """Return the entries with slugs of which none is taken: those that they have, else by rule."""
    own = [entry.slug if SLUG.fullmatch(entry.slug) and entry.slug not in taken else "" for entry in entries]
    given = {slug for slug in own if slug}
    used = [*given, *(taken if isinstance(taken, frozenset | set) else ())]
    made = iter(slugs.distinct([entry.named for entry, slug in zip(entries, own, strict=True) if not slug], {*used}))
    return [entry._replace(slug=slug or next(made)) for entry, slug in zip(entries, own, strict=True)]


def in_common(entries: Sequence[Entry]) -> dict[str, str]:
    """Return what all entries of a new file have in common, and nobody has to check; nothing of a single one."""
    shared: dict[str, str] = {}
    for key in COMMON if len(entries) > 1 else ():
        stating = [entry for entry in entries if key != "unit" or entry.observed or "value" in entry.values]
        values = [entry.values.get(key) for entry in stating]
        is_checked = any(key in entry.checks for entry in stating)
        if stating and values[0] and values.count(values[0]) == len(values) and not is_checked:
            shared[key] = values[0]
    return shared


def lines_of(entry: Entry, topic: Mapping[str, Any], source: str, table: str | None = None) -> list[str]:
    """Return the lines of an entry; `topic` is what the heading says for all, `table` the name of its CSV file."""
    values = {
        key: value for key, value in entry.values.items() if key not in schema.DEFAULTS or topic.get(key) != value
    }
    if entry.kind == SERIES:
        values.pop("kind", None)
    elif "kind" in entry.values:
        values["kind"] = entry.values["kind"]
    if topic.get("source") != source:
        values["source"] = source
    checks = {key: words for key, words in entry.checks.items() if key in values or topic.get(key) is None}
    for key in ("unit", "time_period", "reference_area"):
        stated = key in entry.values or (entry.observed is not None and key in entry.observed.columns)
        if key in topic and not stated and (key != "unit" or entry.observed or "value" in entry.values):
            checks[key] = f"nothing says it, [topic] has {topic[key]}"
    rows: list[list[object]] = []
    if table is not None:
        values["table"] = table
    elif entry.observed is not None:
        values["columns"] = list(entry.observed.columns)
        rows = [row_of(entry.observed.columns, row) for row in entry.observed.rows()]
    order = schema.SERIES_KEYS if entry.kind == SERIES else schema.FACT_KEYS
    return [*toml_text.table((entry.kind, entry.slug), values, order, checks, rows), ""]


def row_of(columns: Sequence[str], row: Sequence[str]) -> list[object]:
    """Return a row as TOML holds it: figures and the numbers of paragraphs without quotes."""
    return [Digits(cell) if column in _DIGITS and cell else cell for column, cell in zip(columns, row, strict=True)]
