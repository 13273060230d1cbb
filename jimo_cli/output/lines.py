"""Rows, fields and a format make lines of text, for programs; nothing here depends on a terminal.

A row holds the text of each field as it was read, so that a figure keeps its exact digits.
"""

from __future__ import annotations

from itertools import islice

from jimo_cli.fields import BETWEEN, LISTS, NUMBERS, SEPARATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeVar

    Item = TypeVar("Item")
    Row = Sequence[str | None]
    Writer = Callable[[Sequence[Row]], list[str]]
    """Makes the lines of some rows."""

    Convert = Callable[[str | None], str]
    """Makes what is written of a cell."""


# A block of rows with all fields takes a megabyte or two; of more at once nothing becomes faster.
_MOST_AT_ONCE = 1024
_END = "\r\n"
# Whatever ends a field or a line for `str.splitlines` or `cut`.
_BREAKS = dict.fromkeys(map(ord, "\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")
_MARKUP = {ord(char): f"\\{char}" for char in "\\|`*_~&[]<>$"}


def blocks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield items in lists: the first alone, then ever more of them."""
    left, size = iter(items), 1
    while block := [*islice(left, size)]:
        yield block
        size = min(4 * size, _MOST_AT_ONCE)


def writer(names: Sequence[str], form: str, *, ascii_only: bool = False) -> Writer:
    """Return what makes the lines of some rows, without what stands above and around those of all."""
    if form in {"json", "jsonl"}:
        return _objects(names, ascii_only=ascii_only)
    return {"tsv": _tabbed, "csv": _records, "md": _rows_of_table}[form](names)


def framed(
    written: Iterable[list[str]], names: Sequence[str], form: str, *, header: bool = False
) -> Iterator[list[str]]:
    """Yield blocks of lines with what stands above and around all of them."""
    if form == "json":
        yield from _as_list(written)
        return
    if form == "csv" or (form == "tsv" and header):
        yield ["\t".join(names)] if form == "tsv" else _records(())([names])
    if form == "md":
        yield [f"| {' | '.join(names)} |", f"|{'|'.join(' ---: ' if name in NUMBERS else ' --- ' for name in names)}|"]
    yield from written


def with_mark(written: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield blocks of lines, the first behind a byte order mark: without one Excel does not read csv as UTF-8."""
    first, *others = next(written)
    yield [f"\ufeff{first}", *others]
    yield from written


def _tabbed(names: Sequence[str]) -> Writer:
    """One row a line, fields between tabs; tabs and line breaks in a field become spaces."""
    convert = [_then(_on_a_line, name) for name in names]
    return lambda rows: [*map("\t".join, _converted(rows, convert))]


def _on_a_line(cell: str) -> str:
    return cell if cell.isprintable() else cell.translate(_BREAKS)


def _records(names: Sequence[str]) -> Writer:
    """One record a row (RFC 4180).

    Text that a spreadsheet might run as a formula is prefixed with an apostrophe; a number is not.
    """
    import csv  # noqa: PLC0415

    from jimo_cli.files.formulas import defused  # noqa: PLC0415

    records = _Records()
    # With this terminator a cell that holds either of its characters is quoted.
    write = csv.writer(records, lineterminator=_END).writerows
    convert = [_then(defused, name) for name in names]

    def written(rows: Sequence[Row]) -> list[str]:
        write(_converted(rows, convert) if convert else rows)
        return records.taken()

    return written


class _Records(list[str]):
    """What a writer of csv has written, a record each time."""

    write = list.append

    def taken(self) -> list[str]:
        """Return the records without their ends, and forget them."""
        taken = [record.removesuffix(_END) for record in self]
        self.clear()
        return taken


def _objects(names: Sequence[str], *, ascii_only: bool) -> Writer:
    """One JSON object a line: every field present, null where empty, numbers exact."""
    quote = _quote(ascii_only=ascii_only)

    def one(cell: str | None) -> str:
        return quote(cell) if cell else "null"

    def several(cell: str | None) -> str:
        return f"[{', '.join(map(quote, cell.split(SEPARATOR)))}]" if cell else "null"

    def number(cell: str | None) -> str:
        return cell or "null"

    convert = [number if name in NUMBERS else several if name in LISTS else one for name in names]
    line = "{" + ", ".join(f'"{name}": %s' for name in names) + "}"
    return lambda rows: [*map(line.__mod__, _converted(rows, convert))]


def _quote(*, ascii_only: bool) -> Callable[[str], str]:
    """What `json.dumps` calls for a text, which itself takes twice as long; the module takes longer to import."""
    try:
        import _json as encoder  # noqa: PLC0415
    except ImportError:
        from json import encoder  # type: ignore[no-redef]  # noqa: PLC0415

    return encoder.encode_basestring_ascii if ascii_only else encoder.encode_basestring


def _as_list(written: Iterable[list[str]]) -> Iterator[list[str]]:
    """JSON objects as one array with an object a line; `[]` where there are none."""
    last = None
    for objects in written:
        every = objects if last is None else [last, *objects]
        before = [f"  {line}," for line in every[:-1]]
        yield ["[", *before] if last is None else before
        last = every[-1]
    yield ["[]"] if last is None else [f"  {last}", "]"]


def _rows_of_table(names: Sequence[str]) -> Writer:
    """Rows of a Markdown table; markup in a cell is escaped, and an address in it is no link."""
    convert = [_then(_without_markup, name) for name in names]
    return lambda rows: [f"| {' | '.join(row)} |" for row in _converted(rows, convert)]


def _without_markup(cell: str) -> str:
    return _without_links(_on_a_line(cell).translate(_MARKUP))


def _without_links(cell: str) -> str:
    """A cell in which GitHub makes no link of an address, and no picture of a name between colons."""
    import re  # noqa: PLC0415

    if ":" in cell or "www" in cell.lower():
        cell = re.sub(r":(?=//|[\w+-]+:)|(?<=www)\.", r"\\\g<0>", cell, flags=re.IGNORECASE)
    if "@" not in cell:
        return cell
    # E-mail addresses are looked for when escapes are resolved: only something between their parts stops that.
    return re.sub(r"(?<=[\w.+:-])@(?=[\w./\\-]*\.\w)", "<!-- -->@", cell, flags=re.ASCII)


def _converted(rows: Sequence[Row], convert: Sequence[Convert]) -> Iterable[tuple[str, ...]]:
    """The cells of rows as they are written; what several of the rows have is made once."""
    if len(rows) == 1:
        return [tuple([make(cell) for make, cell in zip(convert, rows[0], strict=True)])]
    columns = zip(convert, zip(*rows, strict=True), strict=True)
    return zip(*(_each(make, column) for make, column in columns), strict=True)


def _each(make: Convert, column: Iterable[str | None]) -> Iterator[str]:
    made = {cell: make(cell) for cell in {*column}}
    return map(made.__getitem__, column)


def _then(make: Callable[[str], str], name: str) -> Convert:
    """What makes a text of a cell of a field, of which there is none in an empty one."""
    if name in LISTS:
        return lambda cell: make(cell.replace(SEPARATOR, BETWEEN)) if cell else ""
    return lambda cell: make(cell) if cell else ""


FORMATS = ("table", "tsv", "csv", "json", "jsonl", "md")
"""What `--format` takes: a table is drawn by the command itself, everything else is written here."""
