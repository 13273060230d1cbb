"""What stands at the place of an output: a fact file, the works beside it, and its series with their observations."""

from __future__ import annotations

import codecs
import csv
import io
import os
from contextlib import contextmanager
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from jimo_cli.errors import UsageError, quoted
from jimo_cli.fields import BETWEEN
from jimo_cli.imports import slugs
from jimo_cli.packs import find, load, read, schema
from jimo_cli.packs.table import SLUG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jimo_cli.model import Source
    from jimo_cli.packs.read import FactFile
    from jimo_cli.packs.table import Document

SOURCES = "sources.toml"
_PIECE = 2**20
_FIRST = "fix it first: jimo lint"

State = tuple[int, str] | None
"""The `find.state_of` a file when it was read, None where there was none."""


class Standing(NamedTuple):
    """What is at an output: the content of its files, empty where they are missing, and their states.

    `document` is the fact file, None where there is none or it is to be replaced; then `replaced_tables` are the names
    of those that it has.
    """

    directory: str
    name: str
    document: Document | None
    content: bytes
    state: State
    works: Mapping[str, Source]
    sources: bytes
    sources_state: State
    tables: Mapping[str, FactFile]
    replaced_tables: frozenset[str] = frozenset()

    @property
    def stem(self) -> str:
        """The id of the topic."""
        return os.path.splitext(self.name)[0]

    @property
    def topic(self) -> Mapping[str, Any]:
        """What the heading of the fact file says."""
        values = self.document.values if self.document else None
        return values.get("topic", {}) if values else {}

    def entries(self, kind: str) -> Mapping[str, dict[str, Any]]:
        """Return the facts or the series of the fact file by slug."""
        values = self.document.values if self.document else None
        return values.get(kind, {}) if values else {}

    @property
    def slugs(self) -> frozenset[str]:
        """All slugs of the fact file."""
        return frozenset((*self.entries("fact"), *self.entries("series")))

    def whole(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a fact or a series says, with what the heading says for all."""
        shared = {key: self.topic[key] for key in schema.DEFAULTS if key in self.topic}
        return schema.without_foreign_defaults(
            {**shared, **entry}, {*entry, *(["value"] if _has_figures(entry) else [])}
        )


def _has_figures(entry: Mapping[str, Any]) -> bool:
    return "rows" in entry or "table" in entry or "value" in entry


def check_name(path: str) -> None:
    """Raise UsageError where a path cannot be that of a fact file of a topic."""
    name = os.path.basename(path)
    stem, suffix = os.path.splitext(name)
    if suffix.lower() != ".toml":
        raise UsageError(f"{quoted(path)} is not the name of a fact file", "name the output TOPIC.toml")
    if find.role(path) != "topic":
        raise UsageError(f"{quoted(name)} holds no facts in a pack", "name the output after its topic")
    if not SLUG.fullmatch(stem):
        hint = f"the name is the id of the topic: {slugs.slug_of(stem)}.toml"
        raise UsageError(f"{quoted(stem)} is not a valid topic id", hint)


@contextmanager
def opened(path: str, *, force: bool) -> Iterator[Standing]:
    """Yield what stands at an output, whose tables can be read meanwhile; with `force` the facts are as if not there.

    Raises UsageError where that is something else than a fact file that a look-up reads without a problem.
    """
    check_name(path)
    directory, name = os.path.dirname(path) or os.curdir, os.path.basename(path)
    if os.path.islink(path):
        raise UsageError(f"{quoted(path)} is a link", "name the file that it leads to")
    empty = Standing(directory, name, None, b"", None, {}, b"", None, {})
    if not os.path.isdir(directory):
        yield empty
        return
    with load.opened_files([directory]) as files:
        found = _with_works(empty, files)
        listed = {os.path.basename(file.path): file for file in files.topics}
        tables = {os.path.basename(table): file for table, file in files.tables.items()}
        found = found._replace(tables=tables)
        if name in listed:
            found = _with_facts(found, listed[name], force=force)
        elif os.path.lexists(path):
            raise UsageError(f"{quoted(path)} is not a file", "name another output")
        yield found


def _with_works(standing: Standing, files: load.Files) -> Standing:
    for file in files.sources:
        document = load.read_document(file)
        works, problems = load.read_sources([document])
        if document.values is None or problems:
            raise UsageError(f"{problems[0] if problems else document.problems[0]}", _FIRST)
        if os.path.basename(file.path) == SOURCES:
            standing = standing._replace(sources=_content(file, document), sources_state=(file.size, file.stamp))
        standing = standing._replace(works={**standing.works, **works})
    return standing


def _with_facts(standing: Standing, file: FactFile, *, force: bool) -> Standing:
    document = load.read_document(file)
    if document.values is None or not {*document.values} <= {*schema.ROOT_KEYS}:
        raise UsageError(f"{quoted(file.path)} is not a fact file", "name another output")
    state = file.size, file.stamp
    if force:
        return standing._replace(state=state, replaced_tables=_tables_of(document.values))
    problems = load.read_topic(document, schema.Works(standing.works)).problems
    if problems:
        raise UsageError(str(problems[0]), f"jimo lint {file.path} shows all; with --force the file is replaced")
    return standing._replace(document=document, content=_content(file, document), state=state)


def _content(file: FactFile, document: Document | None = None) -> bytes:
    """The bytes of a file, which are those of a document; raises UsageError where they cannot be read."""
    try:
        content = read.read(file).content
        if document is None or read.text_of(content) == document.layout.text:
            return content
    except (OSError, ValueError) as error:
        raise UsageError(f"{file.path} {read.why_unreadable(error)[0]}", _FIRST) from None
    raise UsageError(f"{file.path} was changed while it was being read", "run it again")


def _tables_of(values: Mapping[str, Any]) -> frozenset[str]:
    series = values.get("series", {})
    entries = series.values() if isinstance(series, dict) else ()
    return frozenset(str(entry["table"]) for entry in entries if isinstance(entry, dict) and "table" in entry)


def columns_of(standing: Standing, entry: Mapping[str, Any]) -> Sequence[str]:
    """Return the columns of a series."""
    if "table" not in entry:
        return list(entry["columns"])
    return next(_lines_of(read.table_of(table_content(standing, entry))))


class Rows:
    """The rows of a series that stands there, as often as they are asked for; a table is read once.

    Raises UsageError where it cannot be read.
    """

    def __init__(self, standing: Standing, entry: Mapping[str, Any]) -> None:
        self._entry = entry
        self._table = read.table_of(table_content(standing, entry)) if "table" in entry else None

    def cells(self, columns: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield of each row its number, from 0, and its cells of some columns, empty where it has none.

        Those of a table are its lines behind the head, without the blank ones.
        """
        head, rows = self._lines()
        chosen = itemgetter(*(head.index(column) if column in head else -1 for column in columns))
        width = len(head) + 1
        for number, row in enumerate(rows):
            if any(row):
                yield number, chosen([*row[: len(head)], *[""] * (width - min(len(row), len(head)))])

    def _lines(self) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
        if self._table is None:
            return self._entry["columns"], ([_cell(cell) for cell in row] for row in self._entry["rows"])
        lines = _lines_of(self._table)
        return next(lines), lines


def _cell(value: object) -> str:
    return BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value)


def table_content(standing: Standing, entry: Mapping[str, Any]) -> bytes:
    """Return the bytes of the table of a series, all of them UTF-8; raises UsageError where it cannot be read."""
    file = standing.tables.get(entry["table"])
    if file is None:
        raise UsageError(f"there is no table {quoted(entry['table'])}", _FIRST)
    content = _content(file)
    try:
        _check_utf8(read.table_of(content))
    except ValueError as error:
        raise UsageError(f"{file.path} {read.why_unreadable(error)[0]}", _FIRST) from None
    return content


def _check_utf8(content: bytes) -> None:
    """Raise UnicodeDecodeError for other bytes; a piece at a time, for all of a table as text is twice its size."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(content), _PIECE):
            decoder.decode(content[at : at + _PIECE], final=at + _PIECE >= len(content))
    except UnicodeDecodeError:
        content.decode()  # says where in the whole


def _lines_of(content: bytes) -> Iterator[list[str]]:
    """Yield the lines of a table, as they are asked for."""
    yield from csv.reader(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline=""))
