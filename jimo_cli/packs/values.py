"""How the values of a fact file are read, each by a reader, and their shapes as JSON Schema.

A reader takes a value as TOML gives it and returns it as the model holds it, or raises
`WrongValueError` with what is wrong and what to write instead.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, Self

from jimo_cli.errors import quoted
from jimo_cli.figures import period
from jimo_cli.model import Basis, Locator
from jimo_cli.packs import rules

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_LONGEST = 500
"""Characters of a text that all facts of a file may share, or that is printed within a line."""

_MOST_DIGITS = 1000
_TOO_LARGE = 10**_MOST_DIGITS
_DEEPEST = 10
"""Levels of tables and lists in a CSL variable; a name or a date has three."""

_MOST_PARAGRAPHS = 999_999  # no source has as many
_LOCATOR_HINT = 'write { section = "…", paragraph = 1 }'


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

    def about(self, description: str) -> Self:
        """Return the reader of a key with that description."""
        return self._replace(shape={"description": description, **self.shape})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WrongValueError(f"is {quoted(value)}, not text", "put it in double quotes")
    if not value.strip():
        raise WrongValueError("is empty", "add text, or remove the key")
    if bad := _CONTROL.search(value):
        raise WrongValueError(f"contains the control character U+{ord(bad[0]):04X}", "remove it")
    return value


def _short_text(value: object) -> str:
    written = _text(value)
    if len(written) > _LONGEST:
        raise WrongValueError(f"is {len(written)} characters long", f"shorten it to {_LONGEST}")
    return written


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise WrongValueError(f"is {quoted(value)}, not a list", 'write ["…", "…"]')
    return tuple(_text(entry) for entry in value)


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise WrongValueError(f"is {quoted(value)}, not a number", "write only the number, without quotes or unit")
    # A hexadecimal integer of a megabyte is read at once, but takes minutes to become decimal digits.
    decimal = Decimal(value) if isinstance(value, Decimal) or abs(value) < _TOO_LARGE else None
    if decimal is not None and not decimal.is_finite():
        raise WrongValueError(f"is {decimal}", "write the figure that the source prints")
    if decimal is None or len(decimal.as_tuple().digits) + abs(decimal.adjusted()) > _MOST_DIGITS:
        raise WrongValueError("has too many digits", "write the figure as the source prints it")
    return decimal


def _time_period(value: object) -> str:
    written = _text(value)
    try:
        period.Period.parse(written)
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
        raise WrongValueError(f"has an invalid paragraph {quoted(paragraph)}", _LOCATOR_HINT)
    return str(Locator(section, paragraph)).strip()


def _section(value: object) -> str:
    try:
        return _short_text(value)
    except WrongValueError as error:
        raise WrongValueError(f"section {error.message}", error.hint) from None


def _sha256(value: object) -> str:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        hint = "use the 64 lower-case hexadecimal digits that sha256sum prints"
        raise WrongValueError(f"is {quoted(value)}", hint)
    return value


def _table(value: object) -> object:
    if not isinstance(value, dict):
        raise WrongValueError(f"is {quoted(value)}, not a table", "give it a heading in brackets")
    return value


def _rows(value: object) -> object:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise WrongValueError(f"is {quoted(value)}, not a list of lists", 'write [["…", 1.5], ["…", 2.5]]')
    return value


def _anything(value: object) -> object:
    """A value of any shape that can be written as JSON."""
    waiting = [(value, 1)]
    while waiting:
        entry, level = waiting.pop()
        if isinstance(entry, int) and abs(entry) >= _TOO_LARGE:
            raise WrongValueError("has a number of too many digits", "write it in double quotes")
        if isinstance(entry, dict | list):
            if level > _DEEPEST:
                raise WrongValueError("is nested too deeply", "three levels are enough for a name or a date")
            waiting += [(each, level + 1) for each in (entry.values() if isinstance(entry, dict) else entry)]
    return value


_BASES = [*Basis]
_AGAINST = [basis for basis in Basis if not basis.is_of_prices]
_PRICES = [basis for basis in Basis if basis.is_of_prices]


def _basis(value: object) -> tuple[Basis, ...]:
    words = value if isinstance(value, list) else [value]
    if not words or any(word not in _BASES for word in words):
        raise WrongValueError(f"is {quoted(value)}", f"use one of {', '.join(_BASES)}, or two in a list")
    found = tuple(basis for basis in _BASES if basis in words)
    if len(words) > 1 and (len(words) > len(found) or [basis.is_of_prices for basis in found] != [False, True]):
        raise WrongValueError(f"is {quoted(value)}", f"of two, one is of {', '.join(_PRICES)}, and the other is not")
    return found


def one_of(words: type[StrEnum]) -> Reader:
    """Return a reader of the words of an enumeration."""
    known = {str(word): word for word in words}

    def read(value: object) -> StrEnum:
        if isinstance(value, str) and value in known:
            return known[value]
        raise WrongValueError(f"is {quoted(value)}", f"use one of {', '.join(words)}")

    return Reader(read, {"enum": list(words)})


_NOT_BLANK = {"type": "string", "pattern": r"\S"}
_SHORT = {**_NOT_BLANK, "maxLength": _LONGEST}
_PARAGRAPH = {"type": "integer", "minimum": 1, "maximum": _MOST_PARAGRAPHS}
TEXT = Reader(_text, _NOT_BLANK)
SHORT_TEXT = Reader(_short_text, _SHORT)
TEXTS = Reader(_texts, {"type": "array", "items": _NOT_BLANK})
NUMBER = Reader(_number, {"type": "number"})
BASIS = Reader(
    _basis,
    {
        "oneOf": [
            {"enum": _BASES},
            {
                "type": "array",
                "items": {"enum": _BASES},
                "minItems": 1,
                "maxItems": 2,
                # Of two words, one is of prices, and the other is not.
                "not": {"minItems": 2, "anyOf": [{"items": {"enum": _AGAINST}}, {"items": {"enum": _PRICES}}]},
            },
        ]
    },
)
TIME_PERIOD = Reader(_time_period, {"type": "string", "pattern": f"^{period.PATTERN}$"})
ROWS = Reader(
    _rows,
    {"type": "array", "items": {"type": "array", "items": {"type": ["string", "number"]}}},
)
LOCATOR = Reader(
    _locator,
    {
        "type": "object",
        "properties": {"section": _SHORT, "paragraph": _PARAGRAPH},
        "additionalProperties": False,
        "minProperties": 1,
    },
)
SHA256 = Reader(_sha256, {"type": "string", "pattern": f"^{_SHA256.pattern}$"})
TABLE = Reader(_table, {"type": "object"})
ANYTHING = Reader(_anything, {})
"""A CSL variable that is kept whatever its shape: names, dates, page ranges."""
