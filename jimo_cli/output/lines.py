"""Rows, fields and a format make lines of text, for programs; nothing here depends on a terminal.

A row holds the text of each field as it was read, so that a figure keeps its exact digits.
"""

from __future__ import annotations

from itertools import islice

from jimo_cli.fields import BETWEEN, LISTS, NUMBERS, SEPARATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeVar

    Item = TypeVar("Item")
    Row = Sequence[str | None]
    Writer = Callable[[Iterable[Row], Sequence[str], bool, bool, bool], Iterator[str]]
    """Writes rows and the names of their fields, with a header or not, in ASCII or not, each at once or not."""

    Convert = Callable[[str | None], str]
    """Makes what is written of a cell."""


# A block of rows with all fields takes a megabyte or two; of more at once nothing becomes faster.
_MOST_AT_ONCE = 1024
_END = "\r\n"
# Whatever ends a field or a line for `str.splitlines` or `cut`.
_BREAKS = dict.fromkeys(map(ord, "\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")
# What begins a formula in a spreadsheet, in full width too, and what it may skip before it.
_FORMULA = tuple("=+-@＝＋－＠")
_SKIPPED = " \t\n\r\v\f\x85\xa0\u3000\u200b\u200c\u200d\u2060\ufeff\"'"
_MARKUP = {ord(char): f"\\{char}" for char in "\\|`*_~&[]<>$"}


def formatted(  # noqa: PLR0913  # each is an option
    rows: Iterable[Row],
    names: Sequence[str],
    form: str,
    *,
    header: bool = False,
    ascii_only: bool = False,
    at_once: bool = False,
) -> Iterator[str]:
    """Return the rows in any format but a table; `header` is for tsv, csv and md have one.

    With `ascii_only` JSON escapes other characters. Rows are read a block at a time, with `at_once` each alone.
    """
    return _WRITERS[form](rows, names, header, ascii_only, at_once)


def blocks(items: Iterable[Item], *, at_once: bool = False) -> Iterator[list[Item]]:
    """Yield items in lists: the first alone, then ever more of them, with `at_once` each alone."""
    left, size = iter(items), 1
    while block := [*islice(left, size)]:
        yield block
        size = 1 if at_once else min(4 * size, _MOST_AT_ONCE)


def with_mark(text: Iterator[str]) -> Iterator[str]:
    """Yield lines, the first behind a byte order mark: without one Excel does not read csv as UTF-8."""
    yield f"\ufeff{next(text)}"
    yield from text


def tsv(rows: Iterable[Row], names: Sequence[str], *, header: bool = False, at_once: bool = False) -> Iterator[str]:
    """Yield one row a line, fields between tabs; tabs and line breaks in a field become spaces."""
    if header:
        yield "\t".join(names)
    for cells in _converted(rows, [_then(_on_a_line, name) for name in names], at_once=at_once):
        yield from map("\t".join, cells)


def _on_a_line(cell: str) -> str:
    return cell if cell.isprintable() else cell.translate(_BREAKS)


def as_csv(rows: Iterable[Row], names: Sequence[str], *, at_once: bool = False) -> Iterator[str]:
    """Yield a header and one record a row (RFC 4180).

    Text that a spreadsheet might run as a formula is prefixed with an apostrophe; a number is not.
    """
    import csv  # noqa: PLC0415

    records = _Records()
    # With this terminator a cell that holds either of its characters is quoted.
    write = csv.writer(records, lineterminator=_END).writerows
    write([names])
    yield from records.taken()
    for cells in _converted(rows, [_then(_defused, name) for name in names], at_once=at_once):
        write(cells)
        yield from records.taken()


class _Records(list[str]):
    """What a writer of csv has written, a record each time."""

    write = list.append

    def taken(self) -> list[str]:
        """Return the records without their ends, and forget them."""
        taken = [record.removesuffix(_END) for record in self]
        self.clear()
        return taken


def _defused(cell: str) -> str:
    """The cell without formulas, of its own or behind what a spreadsheet may split it at.

    That is a semicolon or a tab, and where the cells are not taken to be between commas, a line break too.
    """
    if cell[:1].isalnum() and ";" not in cell and cell.isprintable():
        return cell
    for separator in "\t\r\n":
        if separator in cell:
            first, *rest = cell.split(separator)
            cell = separator.join([first, *map(_prefixed, rest)])
    return ";".join(map(_prefixed, cell.split(";")))


def _prefixed(part: str) -> str:
    return f"'{part}" if _is_formula(part) else part


def _is_formula(part: str) -> bool:
    begins_one = part.lstrip(_SKIPPED).startswith(_FORMULA) or part.startswith(("\t", "\r", "\n"))
    return begins_one and not _is_negative(part)


def _is_negative(cell: str) -> bool:
    """Whether a cell is a negative number and nothing else."""
    digits = cell[1:].replace(".", "", 1)
    return cell[0] == "-" and digits.isascii() and digits.isdigit()


def jsonl(
    rows: Iterable[Row], names: Sequence[str], *, ascii_only: bool = False, at_once: bool = False
) -> Iterator[str]:
    """Yield one JSON object a line: every field present, null where empty, numbers exact."""
    quote = _quote(ascii_only=ascii_only)

    def one(cell: str | None) -> str:
        return quote(cell) if cell else "null"

    def several(cell: str | None) -> str:
        return f"[{', '.join(map(quote, cell.split(SEPARATOR)))}]" if cell else "null"

    def number(cell: str | None) -> str:
        return cell or "null"

    convert = [number if name in NUMBERS else several if name in LISTS else one for name in names]
    line = "{" + ", ".join(f'"{name}": %s' for name in names) + "}"
    for cells in _converted(rows, convert, at_once=at_once):
        yield from map(line.__mod__, cells)


def _quote(*, ascii_only: bool) -> Callable[[str], str]:
    """What `json.dumps` calls for a text, which itself takes twice as long; the module takes longer to import."""
    try:
        import _json as encoder  # noqa: PLC0415
    except ImportError:
        from json import encoder  # type: ignore[no-redef]  # noqa: PLC0415

    return encoder.encode_basestring_ascii if ascii_only else encoder.encode_basestring


def as_json(
    rows: Iterable[Row], names: Sequence[str], *, ascii_only: bool = False, at_once: bool = False
) -> Iterator[str]:
    """Yield one JSON array with an object a line; `[]` where there are no rows."""
    last = None
    for line in jsonl(rows, names, ascii_only=ascii_only, at_once=at_once):
        yield "[" if last is None else f"  {last},"
        last = line
    if last is None:
        yield "[]"
    else:
        yield f"  {last}"
        yield "]"


def markdown(rows: Iterable[Row], names: Sequence[str], *, at_once: bool = False) -> Iterator[str]:
    """Yield a Markdown table; markup in a cell is escaped, and an address in it is no link."""
    yield f"| {' | '.join(names)} |"
    yield f"|{'|'.join(' ---: ' if name in NUMBERS else ' --- ' for name in names)}|"
    for cells in _converted(rows, [_then(_without_markup, name) for name in names], at_once=at_once):
        yield from (f"| {' | '.join(row)} |" for row in cells)


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


def _converted(
    rows: Iterable[Row], convert: Sequence[Convert], *, at_once: bool
) -> Iterator[Iterator[tuple[str, ...]]]:
    """Yield blocks of rows with their cells as they are written; what several rows of a block have is made once."""
    if at_once:
        for row in rows:
            yield iter([tuple([make(cell) for make, cell in zip(convert, row, strict=True)])])
        return
    for block in blocks(rows):
        columns = zip(convert, zip(*block, strict=True), strict=True)
        yield zip(*(_each(make, column) for make, column in columns), strict=True)


def _each(make: Convert, column: Iterable[str | None]) -> Iterator[str]:
    made = {cell: make(cell) for cell in {*column}}
    return map(made.__getitem__, column)


def _then(make: Callable[[str], str], name: str) -> Convert:
    """What makes a text of a cell of a field, of which there is none in an empty one."""
    if name in LISTS:
        return lambda cell: make(cell.replace(SEPARATOR, BETWEEN)) if cell else ""
    return lambda cell: make(cell) if cell else ""


_WRITERS: Mapping[str, Writer] = {
    "tsv": lambda rows, names, header, _, at_once: tsv(rows, names, header=header, at_once=at_once),
    "csv": lambda rows, names, _, __, at_once: as_csv(rows, names, at_once=at_once),
    "json": lambda rows, names, _, ascii_only, at_once: as_json(rows, names, ascii_only=ascii_only, at_once=at_once),
    "jsonl": lambda rows, names, _, ascii_only, at_once: jsonl(rows, names, ascii_only=ascii_only, at_once=at_once),
    "md": lambda rows, names, _, __, at_once: markdown(rows, names, at_once=at_once),
}
FORMATS = ("table", *_WRITERS)
"""What `--format` takes: a table is drawn by the command itself, everything else is written here."""
