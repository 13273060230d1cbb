"""Tables of HTML pages, which many sites hand out under the name of a workbook."""

from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser

from jimo_cli.errors import UsageError, quoted
from jimo_cli.files.stable import StableFile
from jimo_cli.tables.bounds import MOST_CELLS, SPLIT
from jimo_cli.tables.charset import charset
from jimo_cli.tables.delimited import text_of
from jimo_cli.tables.sheet import Row, Sheet, Workbook

MOST_BYTES = 64 * 2**20
_MOST_SPAN = 1_000
_SILENT = frozenset(("script", "style", "template"))


def read(path: str) -> Workbook:
    """Return the tables of a page; raises UsageError where it has none, or too large ones."""
    file = StableFile(path, "a page")
    if file.size > MOST_BYTES:
        raise UsageError(f"{quoted(path)} is too large", f"the limit is {MOST_BYTES // 2**20} MB for a page")
    with file.reading() as stream:
        encoding = charset(path, stream)
    page = _Page()
    with text_of(file, encoding) as text:
        try:
            page.feed(text.read())
            page.close()
        except AssertionError as error:  # what the parser says of some damaged declarations
            raise UsageError(f"{quoted(path)} is damaged ({error})", SPLIT) from None
    sheets = [Sheet(table.caption, _reader(table.rows)) for table in page.tables if table.rows]
    if not sheets:
        raise UsageError(f"{quoted(path)} is a page without a table", "name a file of rows")
    return Workbook(path, f"HTML, {encoding.name}", sheets, [])


def _reader(rows: list[Row]) -> Callable[[], Iterator[Row]]:
    return lambda: (Row(row.number, list(row.cells)) for row in rows)


class _Table:
    """A table as far as it was read."""

    def __init__(self) -> None:
        self.caption = ""
        self.rows: list[Row] = []
        self._number = 0
        self._cells: list[str] = []
        self._parts: list[str] | None = None
        self._wide = self._high = 1
        self._from_above: dict[int, tuple[int, str]] = {}
        """By column the texts of cells that cover rows below, and how many."""

    def begin_row(self) -> None:
        """Begin a row, and end the one before."""
        self.end_row()
        self._number += 1

    def begin_cell(self, attributes: Mapping[str, str | None]) -> None:
        """Begin a cell, and end the one before."""
        self.end_cell()
        self._number = max(self._number, 1)  # a cell may stand before the first row is begun
        self._wide, self._high = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
        self._parts = []

    def add(self, text: str) -> None:
        """Add text to the cell, if one is open."""
        if self._parts is not None:
            self._parts.append(text)

    def end_cell(self) -> int:
        """End the cell, if one is open; return how many cells it covers."""
        if self._parts is None:
            return 0
        lines = (" ".join(line.split()) for line in "".join(self._parts).split("\0"))
        text, self._parts = "\n".join(lines).strip(), None
        self._cover()
        for _ in range(self._wide):
            if self._high > 1:
                self._from_above[len(self._cells)] = self._high, text
            self._cells.append(text)
        return self._wide

    def end_row(self) -> None:
        """End the row, if one is open."""
        self.end_cell()
        self._cover()
        self._from_above = {at: (left - 1, text) for at, (left, text) in self._from_above.items() if left > 1}
        if any(self._cells):
            self.rows.append(Row(self._number, self._cells))
        self._cells = []

    def _cover(self) -> None:
        """Add the texts from above that stand next."""
        while len(self._cells) in self._from_above:
            self._cells.append(self._from_above[len(self._cells)][1])


class _Page(HTMLParser):
    """The tables of a page, each without those that stand in it, in the order in which they end."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._silent = ""
        self._is_caption = False
        self._left = MOST_CELLS

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent = self._silent or tag
        if tag == "table":
            self._open.append(_Table())
        if not self._open:
            return
        table = self._open[-1]
        if tag == "tr":
            self._count(table)
            table.begin_row()
        elif tag in {"td", "th"}:
            self._count(table)
            table.begin_cell(dict(attrs))
        elif tag == "br":
            table.add("\0")
        self._is_caption = tag == "caption" or (self._is_caption and tag != "tr")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        elif tag == "caption":
            self._is_caption = False
        elif tag == "table" and self._open:
            table = self._open.pop()
            self._count(table)
            table.end_row()
            self.tables.append(table)

    def handle_data(self, data: str) -> None:
        if self._silent or not self._open:
            return
        if self._is_caption:
            self._open[-1].caption = f"{self._open[-1].caption} {' '.join(data.split())}".strip()
        else:
            self._open[-1].add(data.replace("\0", ""))

    def close(self) -> None:
        super().close()
        while self._open:
            self.handle_endtag("table")

    def _count(self, table: _Table) -> None:
        self._left -= table.end_cell()
        if self._left < 0:
            raise UsageError("the page has more cells than can be read", SPLIT)


def _span(text: str | None) -> int:
    """How many rows or columns a cell covers; those below to the end, which 0 asks for, are not counted."""
    return max(1, min(int(text), _MOST_SPAN)) if text and text.isdecimal() and len(text) < len(str(2**31)) else 1
