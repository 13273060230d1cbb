"""Text with a character between the cells: CSV, TSV and like, read as a stream."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TextIO

from jimo_cli.errors import UsageError, quoted
from jimo_cli.files.stable import StableFile
from jimo_cli.tables.charset import Charset, charset
from jimo_cli.tables.sheet import Row, Sheet, Workbook

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

_DELIMITERS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma"}
"""What may stand between cells. A comma is the last where others divide as many rows: it also stands in figures."""

_SAMPLE = 200
"""Rows that the delimiter is found from."""

_LONGEST_LINE = 16 * 2**20
_BUFFER = 2**18
_MARK = "sep="
"""How a line begins that tells a spreadsheet the delimiter."""


class Dialect(NamedTuple):
    """How the rows of a text are written."""

    delimiter: str = ","
    quote: str | None = '"'
    doubles_quotes: bool = True
    escape: str | None = None
    skips_blanks: bool = False
    comment: str | None = None
    first_line: int = 1
    """The line that the rows begin with."""


def read(path: str, *, names: str = "a file of rows") -> Workbook:
    """Return the one table of a text; raises UsageError where its encoding cannot be told."""
    file = StableFile(path, names)
    with file.reading() as stream:
        encoding = charset(path, stream)
    dialect = _dialect(file, encoding)
    return Workbook(path, _kind(encoding, dialect.delimiter), (sheet(file, encoding, dialect),), [])


def sheet(file: StableFile, encoding: Charset, dialect: Dialect, name: str = "") -> Sheet:
    """Return the table of a text whose encoding and dialect are known."""
    return Sheet(name, lambda: _rows(file, encoding, dialect))


def looks_divided(text: str) -> bool:
    """Return whether the lines of a text are rows: three at least, nearly all of one number of cells."""
    lines = [line for line in text.splitlines(keepends=True) if line.strip()]
    width, count = max((_regularity(lines, delimiter) for delimiter in _DELIMITERS), key=lambda found: found[1])
    return len(lines) >= 3 and count >= 0.9 * len(lines) and width > 2  # noqa: PLR2004  # prose has commas too


def _kind(encoding: Charset, delimiter: str) -> str:
    kind = "TSV" if delimiter == "\t" else "CSV"
    guess = " (a guess: it is neither UTF-8 nor GB18030)" if encoding.is_guess else ""
    return f"{kind}, {encoding.name}{guess}, {_DELIMITERS.get(delimiter, repr(delimiter))}"


def _dialect(file: StableFile, encoding: Charset) -> Dialect:
    with text_of(file, encoding) as text:
        lines = list(islice(text, _SAMPLE))
    if lines and lines[0].lower().startswith(_MARK) and len(lines[0].strip()) == len(_MARK) + 1:
        return Dialect(lines[0][len(_MARK)], first_line=2)
    lines = [line for line in lines if line.strip()]
    counts = {delimiter: _regularity(lines, delimiter)[1] for delimiter in _DELIMITERS}
    return Dialect(max(counts, key=lambda delimiter: counts[delimiter])) if any(counts.values()) else Dialect()


def _regularity(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    """The most frequent number of cells above one, and how many rows have it."""
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(lines, delimiter=delimiter, strict=True):
            widths[len(row)] += 1
    except csv.Error:  # the last row of a sample may be cut
        pass
    del widths[0], widths[1]
    return max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))


def _rows(file: StableFile, encoding: Charset, dialect: Dialect) -> Iterator[Row]:
    with text_of(file, encoding) as text:
        lines = _Lines(islice(text, dialect.first_line - 1, None))
        reader = _reader(lines, dialect)
        before, comment = dialect.first_line, dialect.comment
        start = before
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                if not (_is_behind_a_quote(error) and reader.line_num + before == start + 1):
                    raise UsageError(f"{quoted(file.path)} line {start}: {_reason(error)}", _QUOTE_HINT) from None
                # Within a line, as in a title: "Table 1" (revised). It is as other readers have it.
                cells = next(_reader([lines.last], dialect, strict=False))
            if cells is None:
                return
            if cells and not (comment and cells[0].startswith(comment)):
                yield Row(start, cells)
            start = reader.line_num + before


class _Lines:
    """Lines, of which the last that was read is at hand."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.last = line
            yield line


def _reader(lines: Iterable[str], dialect: Dialect, *, strict: bool = True) -> "CsvReader":
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        doublequote=dialect.doubles_quotes,
        escapechar=dialect.escape,
        skipinitialspace=dialect.skips_blanks,
        strict=strict,
    )


def _is_behind_a_quote(error: csv.Error) -> bool:
    return "expected after" in str(error)


_QUOTE_HINT = 'close each quote, and write one within a cell as ""'


def _reason(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "a quote in the row that begins here is never closed"
    if "field limit" in str(error):
        return "a cell of more than 131,072 characters; perhaps its quote is never closed"
    return "text stands behind a closed quote" if _is_behind_a_quote(error) else str(error)


@contextmanager
def text_of(file: StableFile, encoding: Charset) -> Iterator[TextIO]:
    """Open a text to be read; raises UsageError where its bytes are not in the encoding, or are no text."""
    with file.reading() as stream:
        raw = _Checked(file.path, stream, may_have_nul=encoding.codec.startswith(("utf-16", "utf-32")))
        try:
            yield io.TextIOWrapper(io.BufferedReader(raw, _BUFFER), encoding.codec, newline="")
        except UnicodeError:
            message = f"{quoted(file.path)} cannot be read as {encoding.name} from about line {raw.line} on"
            raise UsageError(message, "save it as UTF-8") from None


class _Checked(io.RawIOBase):
    """The bytes of a text on their way: none of them is NUL, and no line is endless."""

    def __init__(self, path: str, stream: BinaryIO, *, may_have_nul: bool) -> None:
        self._path = path
        self._stream = stream
        self._may_have_nul = may_have_nul
        self.line = 1
        self._length = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        if not self._may_have_nul and (at := data.find(b"\0")) >= 0:
            line = self.line + data.count(b"\n", 0, at)
            raise UsageError(f"{quoted(self._path)} line {line} has NUL bytes", "save it as plain text in UTF-8")
        self.line += data.count(b"\n")
        last = max(data.rfind(b"\n"), data.rfind(b"\r"))
        self._length = len(data) - last - 1 if last >= 0 else self._length + len(data)
        if self._length > _LONGEST_LINE:
            most = _LONGEST_LINE // 2**20
            raise UsageError(f"{quoted(self._path)} line {self.line} is longer than {most} MB", "divide it into lines")
        buffer[: len(data)] = data
        return len(data)
