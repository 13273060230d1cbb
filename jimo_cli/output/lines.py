"""Rows, fields and a format make lines of text, for programs; nothing here depends on a terminal.

A row holds the text of each field as it was read, so that a figure keeps its exact digits.
"""

from __future__ import annotations

from jimo_cli.fields import BETWEEN, LISTS, NUMBERS, SEPARATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Row = Sequence[str | None]
    Writer = Callable[[Iterable[Row], Sequence[str], bool, bool], Iterator[str]]
    """Writes rows and the names of their fields, with a header or not, in ASCII or not."""


# Whatever ends a field or a line for `str.splitlines` or `cut`.
_BREAKS = dict.fromkeys(map(ord, "\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")
# What begins a formula in a spreadsheet, in full width too, and what it may skip before it.
_FORMULA = tuple("=+-@＝＋－＠")
_SKIPPED = " \t\n\r\v\f\x85\xa0\u3000\u200b\u200c\u200d\u2060\ufeff\"'"
_MARKUP = {ord(char): f"\\{char}" for char in "\\|`*_~&[]<>$"}


def formatted(
    rows: Iterable[Row], names: Sequence[str], form: str, *, header: bool = False, ascii_only: bool = False
) -> Iterator[str]:
    """Return the rows in any format but a table; `header` is for tsv, csv and md have one.

    With `ascii_only` JSON escapes other characters.
    """
    return _WRITERS[form](rows, names, header, ascii_only)


def with_mark(text: Iterator[str]) -> Iterator[str]:
    """Yield lines, the first behind a byte order mark: without one Excel does not read csv as UTF-8."""
    yield f"\ufeff{next(text)}"
    yield from text


def tsv(rows: Iterable[Row], names: Sequence[str], *, header: bool = False) -> Iterator[str]:
    """Yield one row a line, fields between tabs; tabs and line breaks in a field become spaces."""
    if header:
        yield "\t".join(names)
    for row in rows:
        yield "\t".join(cell.translate(_BREAKS) for cell in _cells(row, names))


def as_csv(rows: Iterable[Row], names: Sequence[str]) -> Iterator[str]:
    """Yield a header and one record a row (RFC 4180).

    Text that a spreadsheet might run as a formula is prefixed with an apostrophe; a number is not.
    """
    yield _record(names)
    for row in rows:
        yield _record([_defused(cell) for cell in _cells(row, names)])


def _defused(cell: str) -> str:
    """The cell without formulas, of its own or behind what a spreadsheet may split it at.

    That is a semicolon or a tab, and where the cells are not taken to be between commas, a line break too.
    """
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


def _record(cells: Sequence[str]) -> str:
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    line = io.StringIO()
    # With this terminator a cell that holds either of its characters is quoted.
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n")


def jsonl(rows: Iterable[Row], names: Sequence[str], *, ascii_only: bool = False) -> Iterator[str]:
    """Yield one JSON object a line: every field present, null where empty, numbers exact."""
    import json  # noqa: PLC0415

    def value(name: str, cell: str | None) -> str:
        if not cell:
            return "null"
        if name in NUMBERS:
            return cell
        return json.dumps(cell.split(SEPARATOR) if name in LISTS else cell, ensure_ascii=ascii_only)

    for row in rows:
        pairs = (f'"{name}": {value(name, cell)}' for name, cell in zip(names, row, strict=True))
        yield "{" + ", ".join(pairs) + "}"


def as_json(rows: Iterable[Row], names: Sequence[str], *, ascii_only: bool = False) -> Iterator[str]:
    """Yield one JSON array with an object a line; `[]` where there are no rows."""
    last = None
    for line in jsonl(rows, names, ascii_only=ascii_only):
        yield "[" if last is None else f"  {last},"
        last = line
    if last is None:
        yield "[]"
    else:
        yield f"  {last}"
        yield "]"


def markdown(rows: Iterable[Row], names: Sequence[str]) -> Iterator[str]:
    """Yield a Markdown table; markup in a cell is escaped, and an address in it is no link."""
    yield f"| {' | '.join(names)} |"
    yield f"|{'|'.join(' ---: ' if name in NUMBERS else ' --- ' for name in names)}|"
    for row in rows:
        cells = (cell.translate(_BREAKS).translate(_MARKUP) for cell in _cells(row, names))
        yield _without_links(f"| {' | '.join(cells)} |")


def _without_links(line: str) -> str:
    """A line in which GitHub makes no link of an address, and no picture of a name between colons."""
    import re  # noqa: PLC0415

    line = re.sub(r":(?=//|[\w+-]+:)|(?<=www)\.", r"\\\g<0>", line, flags=re.IGNORECASE)
    # E-mail addresses are looked for when escapes are resolved: only something between their parts stops that.
    return re.sub(r"(?<=[\w.+:-])@(?=[\w./\\-]*\.\w)", "<!-- -->@", line, flags=re.ASCII)


def _cells(row: Row, names: Sequence[str]) -> Iterator[str]:
    """The text of each field of a row."""
    for name, cell in zip(names, row, strict=True):
        yield (cell or "").replace(SEPARATOR, BETWEEN) if name in LISTS else cell or ""


_WRITERS: Mapping[str, Writer] = {
    "tsv": lambda rows, names, header, _: tsv(rows, names, header=header),
    "csv": lambda rows, names, *_: as_csv(rows, names),
    "json": lambda rows, names, _, ascii_only: as_json(rows, names, ascii_only=ascii_only),
    "jsonl": lambda rows, names, _, ascii_only: jsonl(rows, names, ascii_only=ascii_only),
    "md": lambda rows, names, *_: markdown(rows, names),
}
FORMATS = ("table", *_WRITERS)
"""What `--format` takes: a table is drawn by the command itself, everything else is written here."""
