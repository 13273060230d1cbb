"""What a person says of a table, in a file beside it: where its head is, and what each column is."""

from __future__ import annotations

import json
from os.path import dirname
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import messages
from jimo_cli.errors import UsageError, quoted
from jimo_cli.packs import find
from jimo_cli.packs.load import read_document
from jimo_cli.packs.read import FactFile, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as Dict
    from typing import Any

    Wrong = Callable[..., UsageError]
    """Makes the error of a key, of a message and a hint, with the line of that key."""

ROLES = {
    "reference_area": "the place of the row",
    "place_code": "the code of the place",
    "time_period": "the period of the row",
    "time_part": "the month or quarter of the year in the column time_period",
    "value": "figures: of the period, place or measure that the head names",
    "label": "the measure of the row",
    "breakdown": "a part of the measure of the row: a sex, an industry",
    "unit": "the unit of the row",
    "status": "the status of the row, as OBS_STATUS",
    "unit_mult": "the power of ten that the unit of the row is multiplied by, as UNIT_MULT",
    "ignore": "nothing that becomes a fact",
}
"""What a column may be."""

_TEXTS = ("sheet", "topic", "label", "unit", "area", "period")
_NUMBERS = ("head", "first", "last")
_OF_SHEET = ("label", "unit", "area", "period", *_NUMBERS, "columns")
"""What is said of each sheet where there are several."""

_EMPTY: Dict[str, Any] = MappingProxyType({})


class Mapping(NamedTuple):
    """What a person said of a table; 0 and empty where nothing was said.

    `head` is the row that the head begins with, `first` and `last` are those of the data. `columns` are roles by heads,
    as `key` gives them. `sheets` has one of these for each sheet by its name, where there are several.
    """

    sheet: str = ""
    head: int = 0
    first: int = 0
    last: int = 0
    topic: str = ""
    label: str = ""
    unit: str = ""
    area: str = ""
    period: str = ""
    source: Dict[str, str] = _EMPTY
    columns: Dict[str, str] = _EMPTY
    sheets: Dict[str, Mapping] = _EMPTY

    def of_sheet(self, name: str) -> Mapping:
        """Return what is said of a sheet, with what is said of all."""
        return self.sheets[name]._replace(topic=self.topic, source=self.source) if self.sheets else self


NOTHING = Mapping()


def keys_of(heads: Iterable[str]) -> list[str]:
    """Return by which keys a mapping names the columns with some heads: of two alike the second has its number."""
    found: dict[str, None] = {}
    for at, head in enumerate(heads, 1):
        key = head or f"column {at}"
        found[key if key not in found else f"{key} (column {at})"] = None
    return list(found)


def read(path: str) -> Mapping:
    """Return what a mapping says; raises UsageError with the line of what is wrong in it."""
    try:
        with opened(dirname(path) or ".") as directory:
            document = read_document(FactFile(path, *find.state_of(path), directory))
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})", "correct its name") from None
    if document.values is None:
        problem = document.problems[0]
        where = f"{path}:{problem.line}" if problem.line else path
        raise UsageError(f"{where}: {problem.message}", problem.hint)

    def wrong(key: str, message: str, hint: str, *under: str) -> UsageError:
        place = document.layout.place(under, key)
        return UsageError(f"{path}:{place.line if place else 1}: {message}", hint)

    found = Mapping(**{key: _value(key, value, wrong) for key, value in document.values.items()})
    if found.sheets and (at_odds := [key for key in ("sheet", *_OF_SHEET) if getattr(found, key)]):
        raise wrong(at_odds[0], f"{at_odds[0]} and sheets are given", "say it of each sheet, below its name")
    return found


def _value(key: str, value: object, wrong: Wrong, *under: str) -> Any:  # noqa: ANN401
    """The value of a key of a mapping."""
    known = _OF_SHEET if under else Mapping._fields
    if key not in known:
        raise wrong(key, f"unknown key {quoted(key)}", f"the keys are {', '.join(known)}", *under)
    if key == "sheets":
        return _sheets(value, wrong)
    if key in {"source", "columns"}:
        return _table(key, value, wrong, *under)
    if key in _NUMBERS:
        if type(value) is not int or value < 1:
            raise wrong(key, f"{key} is {quoted(value)}, not the number of a row", "rows are counted from 1", *under)
    elif not isinstance(value, str):
        raise wrong(key, f"{key} is {quoted(value)}, not text", "put it in double quotes", *under)
    return value


def _sheets(value: object, wrong: Wrong) -> dict[str, Mapping]:
    """What is said of each sheet."""
    found: dict[str, Mapping] = {}
    if not isinstance(value, dict):
        raise wrong("sheets", "sheets is not a table", 'write [sheets."NAME"] on a line of its own')
    for name, said in value.items():
        if not isinstance(said, dict):
            raise wrong(name, f"{name} is not a table", f'write [sheets."{name}"] on a line of its own', "sheets")
        found[name] = Mapping(**{key: _value(key, one, wrong, "sheets", name) for key, one in said.items()})
    return found


def _table(key: str, value: object, wrong: Wrong, *under: str) -> dict[str, str]:
    """The texts of a table of a mapping."""
    if not isinstance(value, dict):
        raise wrong(key, f"{key} is not a table", f"write [{key}] on a line of its own", *under)
    inside = (*under, key)
    for name, text in value.items():
        if not isinstance(text, str):
            raise wrong(name, f"{name} is not text", "put it in double quotes", *inside)
        if key == "columns" and text not in ROLES:
            hint = f"use one of {', '.join(ROLES)}"
            raise wrong(name, f"{quoted(text)} is nothing that a column can be", hint, *inside)
    return dict(value)


def written(mapping: Mapping, why: Dict[tuple[str, str], str]) -> str:
    """Return the text of a mapping, with the reasons for the roles of its columns, by sheet and head, as comments.

    Without several sheets the name of the sheet is empty in the reasons. The comments are in the reader's language.
    """
    lang = messages.of_reader(None)
    intro = "# What jimo takes this table for. Correct what is wrong, and import it again with --map."
    why = {key: messages.told(reason, lang) for key, reason in why.items()}
    lines = [messages.told(intro, lang), "", *_stated(mapping, lang)]
    if mapping.source:
        lines += ["", "[source]", *(f"{_quoted(key)} = {_quoted(value)}" for key, value in mapping.source.items())]
    lines += ["", messages.told("# Each column by its head. It may be:", lang)]
    lines += [f"#   {role}: {messages.told(meaning, lang)}" for role, meaning in ROLES.items()]
    lines += [] if mapping.sheets else _columns(mapping, "", why)
    for name, said in mapping.sheets.items():
        lines += ["", f"[sheets.{_quoted(name)}]", *_stated(said, lang), "", *_columns(said, name, why)]
    return "\n".join(lines) + "\n"


def _stated(mapping: Mapping, lang: str) -> Iterator[str]:
    """The lines of what a mapping says of a table as a whole."""
    notes = {"head": "the row that the head begins with", "first": "the first row of data", "last": "the last one"}
    for key in (*_TEXTS[:1], *_NUMBERS, *_TEXTS[1:]):
        value = getattr(mapping, key)
        if value:
            shown = value if isinstance(value, int) else _quoted(value)
            yield f"{key} = {shown}" + (f"  # {messages.told(notes[key], lang)}" if key in notes else "")


def _columns(mapping: Mapping, name: str, why: Dict[tuple[str, str], str]) -> Iterator[str]:
    """The lines of what the columns of a sheet are."""
    yield f"[sheets.{_quoted(name)}.columns]" if name else "[columns]"
    for head, role in mapping.columns.items():
        reason = " ".join(why.get((name, head), "").split())
        stated = f"{_quoted(head)} = {_quoted(role)}" if role in ROLES else f'# {_quoted(head)} = ""'
        yield f"{stated}  # {reason}" if reason else stated


def _quoted(value: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
