"""JSON and JSON Lines: a list of objects as rows under a head row of all their keys, numbers as they are written."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jimo_cli.errors import UsageError, quoted
from jimo_cli.tables import json_stat
from jimo_cli.tables.json_text import JsonText, clean
from jimo_cli.tables.notes import Notes
from jimo_cli.tables.sheet import Row, Sheet, Workbook

MOST_BYTES = 64 * 2**20
"""The size of a file that is read whole: one that is not a list of objects, or one object a line."""

MOST_COLUMNS = 16_384
_LINES = (".jsonl", ".ndjson")
_HINT = "give a list of objects, or one object a line (JSON Lines)"


def read(path: str) -> Workbook:
    """Return the tables of a JSON file; raises UsageError where it has none, or is not JSON."""
    return read_plain(path, JsonText(path))


def read_plain(path: str, text: JsonText) -> Workbook:
    """Return the tables of a JSON file that is opened; raises as `read` does."""
    if path.lower().endswith(_LINES):
        return Workbook(path, f"JSON Lines, {text.encoding}", [table("", text.lines)], [])
    if text.is_plain_list():
        return Workbook(path, f"JSON, {text.encoding}", [table("", text.elements)], [])
    if text.size > MOST_BYTES:
        hint = f"the limit is {MOST_BYTES // 2**20} MB for JSON that is no plain list of objects; {_HINT}"
        raise UsageError(f"{quoted(path)} is too large", hint)
    if text.is_lines():
        return Workbook(path, f"JSON Lines, {text.encoding}", [table("", text.lines)], [])
    return _whole(path, text.whole(), text.encoding)


def table(name: str, rows: Callable[[], Iterable[object]]) -> Sheet:
    """Return the sheet that objects, or lists, are; `rows` hands them out from the first each time."""
    return Sheet(name, lambda: _rows(rows))


def _whole(path: str, value: Any, encoding: str) -> Workbook:  # noqa: ANN401  # JSON is anything
    if json_stat.is_json_stat(value):
        return json_stat.workbook(path, value)
    notes = Notes()
    if isinstance(value, list):  # of a head and the rows, as the World Bank answers
        head, rows = value[0], value[1]
        if str(head.get("pages", 1)) != "1":
            notes.add(f"{shown(head['pages'])} pages of the answer but page {shown(head.get('page'))}")
        return Workbook(path, f"JSON of the World Bank, {encoding}", [_listed("", rows)], notes.skipped)
    sheets = [_listed(clean(name), rows) for name, rows in _lists(value)] if isinstance(value, dict) else []
    if not sheets:
        raise UsageError(f"{quoted(path)} has no list of objects", _HINT)
    return Workbook(path, f"JSON, {encoding}", sheets, notes.skipped)


def _listed(name: str, rows: list[object]) -> Sheet:
    return table(name, lambda: rows)


def _lists(value: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, list[object]]]:
    """The lists of objects of an object, and of the objects in it, by their keys."""
    for key, item in value.items():
        if isinstance(item, list) and item and all(isinstance(each, dict | list) for each in item):
            yield f"{prefix}{key}", item
        elif isinstance(item, dict) and depth < 2:  # noqa: PLR2004  # {"result": {"data": {"records": []}}}
            yield from _lists(item, f"{prefix}{key}.", depth + 1)


def _rows(rows: Callable[[], Iterable[object]]) -> Iterator[Row]:
    heads: dict[str, int] = {}
    for item in rows():
        if isinstance(item, dict):
            for key in _flat(item):
                heads.setdefault(key, len(heads))
            if len(heads) > MOST_COLUMNS:
                raise UsageError("the objects have more keys than a table has columns", _HINT)
    if heads:
        yield Row(1, list(heads))
    for number, item in enumerate(rows(), start=1 + bool(heads)):
        yield Row(number, _cells(item, heads))


def _cells(item: object, heads: Mapping[str, int]) -> list[str]:
    if isinstance(item, list):
        return [shown(value) for value in item]
    cells = [""] * len(heads)
    if isinstance(item, dict):
        for key, value in _flat(item).items():
            if (at := heads.get(key)) is not None:
                cells[at] = shown(value)
    return cells


def _flat(item: Mapping[str, Any]) -> dict[str, object]:
    """The values of an object, those of objects in it under their keys joined by dots."""
    flat: dict[str, object] = {}
    left = [("", item)]
    while left:
        prefix, values = left.pop()
        for key, value in values.items():
            if isinstance(value, dict):
                left.append((f"{prefix}{key}.", value))
            else:
                flat[clean(f"{prefix}{key}")] = value
    return flat


def shown(value: object) -> str:
    """Return a value as text: numbers as they are written, null as nothing, a list as JSON."""
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return clean(json.dumps(value, ensure_ascii=False))
