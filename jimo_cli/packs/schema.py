"""The keys of the tables of a fact file: how the value of each is read, and which go together.

A reader takes a value as TOML gives it and returns it as the model holds it, or raises
`WrongValueError` with what is wrong and what to write instead.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from jimo_cli.errors import quoted
from jimo_cli.figures import period
from jimo_cli.model import Aspect, Kind, Locator, Problem, Qualifier
from jimo_cli.packs import rules

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_ONE_TEXT = re.compile(r"""(["'])(?P<text>[^"'\\\n]*)\1""")
_FIGURE = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:,\d{3}){1,9}|[1-9]\d{0,29})(?:\.\d{1,30})?", re.ASCII)
_BARE_PERIOD = re.compile(r"\d{4}(?:-\d\d-\d\d)?", re.ASCII)
_SEVERAL = re.compile("[,，、;；/|]|^\\s*$")
_MOST_DIGITS = 1000
_MOST_PARAGRAPHS = 999_999  # no source has as many
_LOCATOR_HINT = 'write { section = "…", paragraph = 1 }'

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
"""The pattern of a slug and of a topic id."""


class WrongValueError(ValueError):
    """A value that its key cannot have; `paste` is what to write instead, where that is known."""

    def __init__(self, message: str, hint: str, code: str = rules.WRONG_VALUE, paste: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
        self.paste = paste


class Reader(NamedTuple):
    """How the value of a key is read, and its shape as JSON Schema."""

    read: Callable[[object], object]
    shape: Mapping[str, Any]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WrongValueError(f"is {quoted(value)}, not text", "put it in double quotes")
    if not value.strip():
        raise WrongValueError("is empty", "write something, or take the key away")
    if bad := _CONTROL.search(value):
        raise WrongValueError(f"holds the control character U+{ord(bad[0]):04X}", "take it out")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise WrongValueError(f"is {quoted(value)}, not a list", 'write ["…", "…"]')
    return tuple(_text(entry) for entry in value)


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise WrongValueError(f"is {quoted(value)}, not a number", "write the bare figure, without quotes or unit")
    decimal = Decimal(value)
    if not decimal.is_finite():
        raise WrongValueError(f"is {decimal}", "write the figure that the source prints")
    if len(decimal.as_tuple().digits) + abs(decimal.adjusted()) > _MOST_DIGITS:
        raise WrongValueError("has too many digits", "write the figure as the source prints it")
    return decimal


def _time_period(value: object) -> str:
    written = _text(value)
    try:
        period.parse(written)
    except ValueError as error:
        raise WrongValueError(f"cannot be read ({error})", f"write it like {period.FORMS}", rules.BAD_PERIOD) from None
    return written


def _locator(value: object) -> str:
    if not isinstance(value, dict) or not value:
        raise WrongValueError(f"is {quoted(value)}", _LOCATOR_HINT)
    for key in value:
        if key not in {"section", "paragraph"}:
            raise WrongValueError(f"has an unknown key {quoted(key)}", _LOCATOR_HINT)
    section = _section(value["section"]) if "section" in value else None
    paragraph = value.get("paragraph")
    if paragraph is not None and (type(paragraph) is not int or not 0 < paragraph <= _MOST_PARAGRAPHS):
        raise WrongValueError(f"has the paragraph {quoted(paragraph)}", _LOCATOR_HINT)
    return str(Locator(section, paragraph)).strip()


def _section(value: object) -> str:
    try:
        return _text(value)
    except WrongValueError as error:
        raise WrongValueError(f"has a section that {error.message}", error.hint) from None


def _sha256(value: object) -> str:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        hint = "write the 64 hexadecimal digits that sha256sum prints before the name of the file, in small letters"
        raise WrongValueError(f"is {quoted(value)}", hint)
    return value


def _table(value: object) -> object:
    if not isinstance(value, dict):
        raise WrongValueError(f"is {quoted(value)}, not a table", "give it a heading in brackets")
    return value


def _unchanged(value: object) -> object:
    return value


def _one_of(words: type[StrEnum]) -> Reader:
    def read(value: object) -> StrEnum:
        try:
            return words(str(value))
        except ValueError:
            raise WrongValueError(f"is {quoted(value)}", f"write one of {', '.join(words)}") from None

    return Reader(read, {"enum": list(words)})


_NOT_BLANK = {"type": "string", "pattern": r"\S"}
_PARAGRAPH = {"type": "integer", "minimum": 1, "maximum": _MOST_PARAGRAPHS}
TEXT = Reader(_text, _NOT_BLANK)
TEXTS = Reader(_texts, {"type": "array", "items": _NOT_BLANK})
NUMBER = Reader(_number, {"type": "number"})
TIME_PERIOD = Reader(_time_period, {"type": "string", "pattern": f"^{period.PATTERN}$"})
LOCATOR = Reader(
    _locator,
    {
        "type": "object",
        "properties": {"section": _NOT_BLANK, "paragraph": _PARAGRAPH},
        "additionalProperties": False,
        "minProperties": 1,
    },
)
SHA256 = Reader(_sha256, {"type": "string", "pattern": f"^{_SHA256.pattern}$"})
TABLE = Reader(_table, {"type": "object"})
ANYTHING = Reader(_unchanged, {})
"""A CSL variable that is kept whatever its shape: names, dates, page ranges."""

ROOT_KEYS: Mapping[str, Reader] = {"topic": TABLE, "fact": TABLE}
"""The tables of a fact file."""

TOPIC_KEYS: Mapping[str, Reader] = {
    "label": TEXT,
    "label_en": TEXT,
    "aliases": TEXTS,
    "reference_area": TEXT,
    "source": TEXT,
}
"""The keys under [topic], in their usual order."""

FACT_KEYS: Mapping[str, Reader] = {
    "kind": _one_of(Kind),
    "of": TEXT,
    "aspect": _one_of(Aspect),
    "label": TEXT,
    "label_en": TEXT,
    "value": NUMBER,
    "value_max": NUMBER,
    "qualifier": _one_of(Qualifier),
    "unit": TEXT,
    "time_period": TIME_PERIOD,
    "reference_area": TEXT,
    "as_written": TEXT,
    "source": TEXT,
    "locator": LOCATOR,
    "parts": TEXTS,
    "aliases": TEXTS,
    "description": TEXT,
    "description_en": TEXT,
}
"""The keys of a fact, in their usual order."""

SOURCE_KEYS: Mapping[str, Reader] = {
    "title": TEXT,
    "author": ANYTHING,
    "container-title": TEXT,
    "type": TEXT,
    "issued": ANYTHING,
    "language": TEXT,
    "publisher": TEXT,
    "page": ANYTHING,
    "volume": ANYTHING,
    "issue": ANYTHING,
    "URL": TEXT,
    "DOI": TEXT,
    "accessed": ANYTHING,
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
}
"""Names that other formats have for what a key says."""


def respelt(name: str, known: Iterable[str]) -> str | None:
    """Return the known key that a name is in all but capitals, hyphens and underscores."""
    return _spellings(tuple(known)).get(_spelling(name))


@cache
def _spellings(known: tuple[str, ...]) -> dict[str, str]:
    return {_spelling(key): key for key in known}


def _spelling(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()


def synonym(name: str, known: Container[str]) -> str | None:
    """Return the known key that says what other formats say under a name."""
    said = name.lower()
    return next((key for key, names in _OTHER_NAMES.items() if key in known and said in names.split()), None)


def rewritten(key: str, written: str) -> tuple[str, object] | None:
    """Return how to write a value for a key, and the value that it is then; None where that is not certain.

    A figure loses its quotes, a period gets them, and the only text of a list gets brackets.
    """
    reader, match = FACT_KEYS.get(key), _ONE_TEXT.fullmatch(written)
    text = match["text"] if match else None
    if text is not None and reader is NUMBER and _FIGURE.fullmatch(text):
        figure = text.replace(",", "")
        return figure, Decimal(figure) if "." in figure else int(figure)
    if text is not None and reader is TEXTS and not _SEVERAL.search(text):
        return f"[{written}]", (text,)
    if reader is TIME_PERIOD and _BARE_PERIOD.fullmatch(written):
        return f'"{written}"', written
    return None


MISREAD = "\0"  # no text of a fact file holds it
"""Stands for a value that could not be read, which is a problem already told."""

_REQUIRED = {
    "kind": ('kind = "statistic"', ""),
    "label": ('label = "…"', ""),
    "source": ('source = "…"', " here or under [topic]"),
}
OF_A_VALUE = ("value_max", "qualifier", "unit", "as_written", "aspect")


def problems(values: Mapping[str, Any], sources: AbstractSet[str]) -> Iterator[Problem]:
    """Yield the problems between the values of one fact, each with its key; `sources` are the known ones."""
    for key, (example, where) in _REQUIRED.items():
        if key not in values:
            yield _problem(None, f"has no {key}", f"add {example}{where}", rules.MISSING_KEY, example)
    if problem := unknown_source(values, sources):
        yield problem
    if "of" in values and "aspect" not in values:
        hint = 'say aspect = "growth" or aspect = "share"'
        yield _problem("of", "of without aspect", hint, rules.BROKEN_OF, 'aspect = "growth"')
    yield from _with_value(values) if "value" in values else _without_value(values)


def _problem(key: str | None, message: str, hint: str, code: str, paste: str = "") -> Problem:
    return Problem("", None, message, hint, code, paste=paste, key=key)


def unknown_source(values: Mapping[str, Any], sources: AbstractSet[str]) -> Problem | None:
    """Return the problem with a source that is not a known one, None where there is none."""
    source = values.get("source", MISREAD)
    if source in sources or source == MISREAD:
        return None
    known = ", ".join(sorted(sources)) or "none yet"
    hint = f"add it to sources.toml, or name a known one ({known})"
    return _problem("source", f"unknown source {source!r}", hint, rules.UNKNOWN_SOURCE)


def _without_value(values: Mapping[str, Any]) -> Iterator[Problem]:
    if values.get("kind") == Kind.STATISTIC:
        hint = "add value = …, or choose another kind"
        yield _problem(None, "a statistic without a value", hint, rules.WITHOUT_VALUE)
    for key in OF_A_VALUE:
        if key in values:
            yield _problem(key, f"{key} without a value", f"add value = …, or take {key} away", rules.WITHOUT_VALUE)


def _with_value(values: Mapping[str, Any]) -> Iterator[Problem]:
    kind = values.get("kind", Kind.STATISTIC)
    if kind not in {Kind.STATISTIC, MISREAD}:
        hint = 'say kind = "statistic", or take it away'
        yield _problem("value", f"a value in a fact of kind {kind}", hint, rules.WITHOUT_VALUE)
    ends = values["value"], values.get("value_max")
    if MISREAD in {*ends, values.get("qualifier")}:
        return
    is_range = values.get("qualifier") == Qualifier.RANGE
    if is_range != ("value_max" in values):
        hint = 'give all three, with qualifier = "range"'
        yield _problem("value", "a range has value, value_max and qualifier", hint, rules.BAD_RANGE)
    elif is_range and values["value_max"] <= values["value"]:
        yield _problem("value_max", "value_max is not above value", "write the lower end as value", rules.BAD_RANGE)
