"""The keys of the tables of a fact file, their other names, and which values go together."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from jimo_cli.errors import listed, shortened
from jimo_cli.fields import BETWEEN, LISTS
from jimo_cli.model import Aspect, Kind, Problem, Qualifier, Status
from jimo_cli.packs import rules
from jimo_cli.packs.values import (
    ANYTHING,
    BASIS,
    LOCATOR,
    NUMBER,
    ROWS,
    SHA256,
    SHORT_TEXT,
    TABLE,
    TEXT,
    TEXTS,
    TIME_PERIOD,
    Reader,
    one_of,
)

_ONE_TEXT = re.compile(r"""(["'])(?P<text>[^"'\\\n]*)\1""")
_FIGURE = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:,\d{3}){1,9}|[1-9]\d{0,29})(?:\.\d{1,30})?", re.ASCII)
_BARE_PERIOD = re.compile(r"\d{4}(?:-\d\d-\d\d)?", re.ASCII)
_SEVERAL = re.compile("[,，、;；/|]|^\\s*$")

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
"""The pattern of a slug and of a topic id."""

ROOT_KEYS: Mapping[str, Reader] = {"topic": TABLE, "fact": TABLE, "series": TABLE}
"""The tables of a fact file."""

FACT_KEYS: Mapping[str, Reader] = {
    "kind": one_of(Kind).about("What sort of thing the fact states."),
    "of": TEXT.about(
        "The fact that a growth rate, a share or a rank belongs to: a slug of this file, or topic.slug."
        " A share belongs to the part, not to the whole."
    ),
    "aspect": one_of(Aspect).about("What a statistic says about the fact it belongs to."),
    "basis": BASIS.about("What a growth rate is against and in which prices: one word, or a list of one of each."),
    "among": SHORT_TEXT.about("What a rank is among: 全省16个市, 全国百强区."),
    "label": TEXT.about("The name of what is measured, or of the thing."),
    "label_en": TEXT.about("The same in English."),
    "value": NUMBER.about("The exact figure, in the unit; of a range the lower end."),
    "value_max": NUMBER.about("The upper end of a range."),
    "qualifier": one_of(Qualifier).about("How the source hedges the figure; exact where it does not."),
    "status": one_of(Status).about("How far the figure is settled; final where nothing is said."),
    "unit": SHORT_TEXT.about("What is counted, as the source counts: 亿元, %, 家, 人次."),
    "time_period": TIME_PERIOD.about(
        "ISO 8601 with the halves and quarters of SDMX: 2024, 2024-06, 2024-S1, 2024-01-01/.., P3Y/2024."
    ),
    "reference_area": SHORT_TEXT.about("The place that the fact is about."),
    "as_written": SHORT_TEXT.about("The figure as the source prints it, nothing around it: 50余所."),
    "source": SHORT_TEXT.about("The cited work, a key of sources.toml."),
    "locator": LOCATOR.about("Where in the source: section heading and paragraph number."),
    "parts": TEXTS.about("The named parts of a mechanism, or of a figure."),
    "aliases": TEXTS.about("Other words that people use for it, in any language."),
    "description": TEXT.about("One or two sentences, where a label is not enough."),
    "description_en": TEXT.about("The same in English."),
}
"""The keys of a fact, in their usual order."""

DEFAULTS = ("kind", "basis", "unit", "time_period", "reference_area", "source")
"""The keys of a fact that [topic] may give for all of its file; a basis is one of growth rates."""

TOPIC_KEYS = {key: FACT_KEYS[key] for key in ("label", "label_en", "aliases", *DEFAULTS)}
"""The keys under [topic], in their usual order."""

PLACE_KEYS: Mapping[str, Reader] = {
    "label": SHORT_TEXT.about("The usual name of the place."),
    "label_en": SHORT_TEXT.about("The same in English."),
    "aliases": TEXTS.about("Its other names, in any language."),
    "code": SHORT_TEXT.about("Its official code: GB/T 2260, ISO 3166 or another."),
    "within": SHORT_TEXT.about("What it lies in: the slug of a place of this file, or the name or code of any other."),
}
"""The keys of a place in `places.toml`, in their usual order."""

TERM_KEYS: Mapping[str, Reader] = {
    "words": TEXTS.about("Names that mean the same measure and may stand for each other, the official one first."),
    "loose": TEXTS.about("Everyday names that are wider, or have more than one reading."),
    "broader": TEXTS.about("The measures of which this one is a part or a kind, each by one of its words."),
    "contrast": TEXTS.about("What must never be taken for this measure: opposites and look-alikes, by their names."),
}
"""The keys of a term in `terms.toml`, in their usual order."""
COLUMNS = (
    "reference_area",
    "time_period",
    "value",
    "value_max",
    "qualifier",
    "status",
    "basis",
    "unit",
    "as_written",
    "source",
    "section",
    "paragraph",
)
"""The columns that the rows of a series may have: fields of a fact, with section and paragraph of its locator apart."""

_OF_ONE_ROW = ("value", "value_max", "as_written")

SERIES_KEYS: Mapping[str, Reader] = {
    **{key: reader for key, reader in FACT_KEYS.items() if key not in _OF_ONE_ROW},
    "columns": TEXTS.about(f"What the entries of each row are, of {', '.join(COLUMNS)}."),
    "rows": ROWS.about("The observations, each a list with one entry for each column."),
    "table": TEXT.about("The name of a CSV file beside this one that has the observations, under a row of columns."),
}
"""The keys of a series, in their usual order."""

_READERS = {**FACT_KEYS, **SERIES_KEYS}

SOURCE_KEYS: Mapping[str, Reader] = {
    "title": TEXT,
    "author": ANYTHING,
    "container-title": TEXT,
    "type": TEXT,
    "issued": ANYTHING,
    "language": TEXT,
    "publisher": TEXT,
    "publisher-place": TEXT,
    "number": ANYTHING,
    "edition": ANYTHING,
    "version": ANYTHING,
    "page": ANYTHING,
    "volume": ANYTHING,
    "issue": ANYTHING,
    "URL": TEXT,
    "DOI": TEXT,
    "accessed": ANYTHING,
    "license": TEXT,
    "note": TEXT,
    "sha256": SHA256,
}

_OTHER_NAMES = {
    "label": "name title caption",
    "title": "name label",
    "reference_area": "area place region city location where",
    "time_period": "period year date time month quarter when",
    "description": "desc note notes comment remark text",
    "aliases": "alias synonym synonyms names keywords tags",
    "value_max": "max maximum upper",
    "value": "amount figure number quantity min minimum lower",
    "as_written": "written printed original verbatim",
    "kind": "type category",
    "source": "cite citation ref reference",
    "locator": "section paragraph page chapter",
    "of": "parent whole base",
    "status": "obs_status flag",
    "among": "within ranked out_of",
    "basis": "against prices comparison",
    "words": "word names name label aliases synonyms",
    "contrast": "contrasts not unlike opposites opposite",
    "broader": "parent of wider",
    "within": "parent of in part_of",
    "code": "id iso",
}
"""Names that other formats have for a key."""


def read_cell(column: str, cell: object) -> object:
    """Return the value of a field in a row of a series; raises WrongValueError for one that it cannot have.

    A cell holds the entries of a list as tables print them.
    """
    return FACT_KEYS[column].read(cell.split(BETWEEN) if column in LISTS and isinstance(cell, str) else cell)


def without_foreign_defaults(values: dict[str, Any], own: Container[str]) -> dict[str, Any]:
    """Return the values of a fact without those that a topic says of others: `own` are the keys that it has itself.

    The unit of a topic is one of its figures, and no policy has one; a basis is one of its growth rates.
    """
    is_foreign = {"unit": "value" not in own, "basis": values.get("aspect") != Aspect.GROWTH}
    foreign = [key for key, is_so in is_foreign.items() if is_so and key in values and key not in own]
    return {key: value for key, value in values.items() if key not in foreign} if foreign else values


def respelt(name: str, known: Iterable[str]) -> str | None:
    """Return the known key that differs from a name only in capitals, hyphens and underscores."""
    return _spellings(tuple(known)).get(_spelling(name))


@cache
def _spellings(known: tuple[str, ...]) -> dict[str, str]:
    return {_spelling(key): key for key in known}


def _spelling(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()


def synonym(name: str, known: Container[str]) -> str | None:
    """Return the known key that other formats call by a name."""
    other = name.lower()
    return next((key for key, names in _OTHER_NAMES.items() if key in known and other in names.split()), None)


def rewritten(key: str, written: str) -> tuple[str, object] | None:
    """Return how to write a value for a key, and the value that it is then; None where that is not certain.

    A figure loses its quotes, a period gets them, and the only text of a list gets brackets.
    """
    read = _READERS[key].read if key in _READERS else None
    match = _ONE_TEXT.fullmatch(written)
    text = match["text"] if match else None
    if text is not None and read is NUMBER.read and _FIGURE.fullmatch(text):
        figure = text.replace(",", "")
        return figure, Decimal(figure) if "." in figure else int(figure)
    if text is not None and read is TEXTS.read and not _SEVERAL.search(text):
        return f"[{written}]", (text,)
    if read is TIME_PERIOD.read and _BARE_PERIOD.fullmatch(written):
        return f'"{written}"', written
    return None


MISREAD = "\0"  # no text of a fact file holds it
"""The value of a key whose value could not be read, which is already reported."""

_REQUIRED = {
    "kind": ('kind = "statistic"', ""),
    "label": ('label = "…"', ""),
    "source": ('source = "…"', " here or under [topic]"),
}
OF_A_VALUE = ("value_max", "qualifier", "status", "unit", "as_written", "aspect", "basis", "among")


class Works(frozenset[str]):
    """The keys of the works that facts may cite."""

    @cached_property
    def listed(self) -> str:
        """The first of them for a message, of which there may be one for each fact."""
        return shortened(listed(sorted(self))) or "none yet"


def problems(values: Mapping[str, Any], sources: Works) -> Iterator[Problem]:
    """Yield the problems between the values of one fact, each with its key; `sources` are the known ones."""
    for key, (example, where) in _REQUIRED.items():
        if key not in values:
            yield _problem(None, f"has no {key}", f"add {example}{where}", rules.MISSING_KEY, example)
    if problem := unknown_source(values, sources):
        yield problem
    if "of" in values and "aspect" not in values:
        hint = 'add aspect = "growth", aspect = "share" or aspect = "rank"'
        yield _problem("of", "`of` without aspect", hint, rules.BROKEN_OF, 'aspect = "growth"')
    yield from _with_value(values) if "value" in values else _without_value(values)


def _problem(key: str | None, message: str, hint: str, code: str, paste: str = "") -> Problem:
    return Problem("", None, message, hint, code, paste=paste, key=key)


def unknown_source(values: Mapping[str, Any], sources: Works) -> Problem | None:
    """Return the problem with a source that is not a known one, None where there is none."""
    source = values.get("source", MISREAD)
    if source in sources or source == MISREAD:
        return None
    hint = f"add it to sources.toml, or use a known one ({sources.listed})"
    return _problem("source", f"unknown source {source!r}", hint, rules.UNKNOWN_SOURCE)


def _without_value(values: Mapping[str, Any]) -> Iterator[Problem]:
    if values.get("kind") == Kind.STATISTIC:
        hint = "add value = …, or choose another kind"
        yield _problem(None, "a statistic without a value", hint, rules.WITHOUT_VALUE)
    for key in OF_A_VALUE:
        if key in values:
            yield _problem(key, f"{key} without a value", f"add value = …, or remove {key}", rules.WITHOUT_VALUE)


def _with_value(values: Mapping[str, Any]) -> Iterator[Problem]:
    kind = values.get("kind", Kind.STATISTIC)
    if kind not in {Kind.STATISTIC, MISREAD}:
        hint = 'set kind = "statistic", or remove the value'
        yield _problem("value", f"a value in a fact of kind {kind}", hint, rules.WITHOUT_VALUE)
    yield from range_problems(values)


def range_problems(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the problem between the ends of a figure and its qualifier, if there is one."""
    ends = values["value"], values.get("value_max")
    if MISREAD in {*ends, values.get("qualifier")}:
        return
    is_range = values.get("qualifier") == Qualifier.RANGE
    if is_range != ("value_max" in values):
        hint = 'give all three, with qualifier = "range"'
        yield _problem("value", "a range needs value, value_max and qualifier", hint, rules.BAD_RANGE)
    elif is_range and values["value_max"] <= values["value"]:
        yield _problem("value_max", "value_max is not above value", "write the lower end as value", rules.BAD_RANGE)
