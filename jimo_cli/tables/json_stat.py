"""JSON-stat, 1 and 2: each data set as rows, a column for each dimension, headed by its id."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, NamedTuple

from jimo_cli.errors import UsageError, quoted
from jimo_cli.tables.json_text import clean
from jimo_cli.tables.notes import Notes
from jimo_cli.tables.sheet import Row, Sheet, Workbook

_MOST_DIMENSIONS = 100
_ROLES = ("time", "geo", "metric")
_HINT = "see json-stat.org for the format"


class _BrokenError(Exception):
    """What is wrong with a data set."""


class _Dimension(NamedTuple):
    id: str
    labels: Sequence[str]
    units: Sequence[str]


class _Dataset(NamedTuple):
    dimensions: Sequence[_Dimension]
    roles: Mapping[str, Sequence[str]]
    values: Mapping[int, str]
    statuses: Mapping[int, str]
    is_sparse: bool


def is_json_stat(value: object) -> bool:
    """Return whether a value is a data set of JSON-stat, or some."""
    if not isinstance(value, dict):
        return False
    if value.get("class") in {"dataset", "collection"} and ("version" in value or "dimension" in value):
        return True
    return any(isinstance(each, dict) and "dimension" in each and "value" in each for each in (value, *value.values()))


def workbook(path: str, value: Mapping[str, Any]) -> Workbook:
    """Return the data sets of a file as sheets; raises UsageError where one is broken."""
    notes = Notes()
    roles: dict[str, str] = {}
    sheets = []
    for name, item in _items(value, notes):
        try:
            found = _dataset(item)
        except _BrokenError as error:
            raise UsageError(f"{quoted(path)}: data set {quoted(name)} {error}", _HINT) from None
        roles.update({role: ", ".join(found.roles[role]) for role in _ROLES if found.roles.get(role)})
        sheets.append(Sheet(name, _reader(found)))
    if not sheets:
        raise UsageError(f"{quoted(path)} holds no data set of JSON-stat, only links to some", "name a file with data")
    kind = ", ".join(["JSON-stat", *(f"{role}: {dimensions}" for role, dimensions in roles.items())])
    return Workbook(path, kind, sheets, notes.skipped)


def _items(value: Mapping[str, Any], notes: Notes) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The data sets of a file by name."""
    if "dimension" in value:
        yield _text(value.get("label")), value
        return
    links = value.get("link")
    items = links.get("item") if isinstance(links, dict) else None
    found: list[tuple[str, Any]] = [("", item) for item in items] if isinstance(items, list) else list(value.items())
    for key, item in found:
        if isinstance(item, dict) and "dimension" in item:
            yield _text(item.get("label")) or clean(key), item
        elif isinstance(item, dict) and "href" in item:
            notes.add(f"data set {_text(item.get('label')) or _text(item['href'])!r}, which is only linked")


def _dataset(item: Mapping[str, Any]) -> _Dataset:
    described = item["dimension"]
    if not isinstance(described, dict):
        raise _BrokenError("has no dimensions")
    ids = _list(item.get("id", described.get("id")), "id")
    sizes = _sizes(_list(item.get("size", described.get("size")), "size"))
    if len(ids) != len(sizes) or len(ids) > _MOST_DIMENSIONS:
        raise _BrokenError(f"has {len(ids)} dimensions and {len(sizes)} sizes")
    dimensions = [_dimension(_text(each), described.get(each), size) for each, size in zip(ids, sizes, strict=True)]
    values = item.get("value")
    cells = _cells(values, prod(sizes))
    is_sparse = isinstance(values, dict)
    if not is_sparse and len(values or ()) != prod(sizes):
        raise _BrokenError(f"has {len(values or ())} values where its dimensions make {prod(sizes)}")
    roles = item.get("role", described.get("role"))
    known = {role: [_text(each) for each in ids if each in _names(roles, role)] for role in _ROLES}
    statuses = item.get("status")
    if isinstance(statuses, str):
        statuses = dict.fromkeys(map(str, cells), statuses)
    return _Dataset(dimensions, known, cells, _cells(statuses, prod(sizes)) if statuses else {}, is_sparse)


def _dimension(name: str, described: object, size: int) -> _Dimension:
    category = described.get("category") if isinstance(described, dict) else None
    if not isinstance(category, dict):
        raise _BrokenError(f"does not describe its dimension {quoted(name)}")
    labels = category.get("label")
    labels = labels if isinstance(labels, dict) else {}
    codes = _codes(category.get("index"), labels)
    if len(codes) != size:
        raise _BrokenError(f"has {len(codes)} categories of {quoted(name)}, not {size}")
    units = category.get("unit")
    unit = [_unit(units.get(code)) for code in codes] if isinstance(units, dict) else []
    return _Dimension(name, [_text(labels.get(code)) or _text(code) for code in codes], unit)


def _codes(index: object, labels: Mapping[str, object]) -> list[str]:
    """The categories in order: as a list, by their numbers, or the only one by its label."""
    if isinstance(index, list):
        return [str(code) for code in index]
    if isinstance(index, dict):
        places = {str(code): _integer(at) for code, at in index.items()}
        codes = sorted(places, key=lambda code: places[code])
        if [places[code] for code in codes] != list(range(len(codes))):
            raise _BrokenError("numbers its categories with gaps")
        return codes
    return list(labels)


def _unit(described: object) -> str:
    if not isinstance(described, dict):
        return ""
    unit = next((_text(described[key]) for key in ("label", "base", "symbol") if described.get(key)), "")
    power = _text(described.get("multiplier", described.get("mult")))
    return unit if power in {"", "0"} else f"10^{power} {unit}".strip()


def _cells(values: object, size: int) -> dict[int, str]:
    """Values by the number of their cell; blank ones are left out."""
    if isinstance(values, dict):
        cells = {_integer(at): _text(value) for at, value in values.items()}
    elif isinstance(values, list):
        cells = {at: _text(value) for at, value in enumerate(values)}
    else:
        raise _BrokenError("has no values")
    if any(not 0 <= at < size for at in cells):
        raise _BrokenError("has values outside of its dimensions")
    return {at: value for at, value in cells.items() if value}


def _reader(dataset: _Dataset) -> Callable[[], Iterator[Row]]:
    return lambda: _rows(dataset)


def _rows(dataset: _Dataset) -> Iterator[Row]:
    units = next((place for place, each in enumerate(dataset.dimensions) if any(each.units)), None)
    head = [each.id for each in dataset.dimensions] + ["value"]
    head += ["status"] * bool(dataset.statuses) + ["unit"] * (units is not None)
    yield Row(1, head)
    for number, (at, places) in enumerate(_places(dataset), start=2):
        cells = [each.labels[place] for each, place in zip(dataset.dimensions, places, strict=True)]
        cells.append(dataset.values.get(at, ""))
        if dataset.statuses:
            cells.append(dataset.statuses.get(at, ""))
        if units is not None:
            cells.append(dataset.dimensions[units].units[places[units]])
        yield Row(number, cells)


def _places(dataset: _Dataset) -> Iterator[tuple[int, Sequence[int]]]:
    """The cells: the number of each, and where it stands in each dimension."""
    sizes = [len(each.labels) for each in dataset.dimensions]
    if not dataset.is_sparse:
        yield from enumerate(product(*map(range, sizes)))
        return
    for at in sorted(dataset.values.keys() | dataset.statuses.keys()):
        places, left = [], at
        for size in reversed(sizes):
            left, place = divmod(left, size)
            places.append(place)
        yield at, places[::-1]


def _list(value: object, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise _BrokenError(f"has no list of {name}")
    return value


def _sizes(values: Sequence[object]) -> list[int]:
    sizes = [_integer(value) for value in values]
    if any(size < 0 for size in sizes):
        raise _BrokenError("has a dimension of negative size")
    return sizes


def _names(roles: object, role: str) -> list[object]:
    found = roles.get(role) if isinstance(roles, dict) else None
    return found if isinstance(found, list) else []


def _integer(value: object) -> int:
    text = str(value)
    if not text.isdecimal() or len(text) > len(str(2**63)):
        raise _BrokenError(f"has {quoted(text)} where a number is expected")
    return int(text)


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list | bool) else clean(str(value))
