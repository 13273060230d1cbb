"""A Parquet file of facts: a figure is text with its exact digits, with a number beside it to compute with.

What its topic and its work are stands at each fact: repeated text takes no room in such a file. The library is arro3.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from itertools import islice
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from jimo_cli.errors import UsageError
from jimo_cli.exports import works
from jimo_cli.exports.facts import ENDS
from jimo_cli.fields import FIELDS, LISTS, SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from io import RawIOBase

    from arro3.core import Array, DataType, RecordBatch

    from jimo_cli.exports.facts import Facts
    from jimo_cli.store.interface import Row

    Column = Sequence[str | float | Sequence[str] | None]
    """The cells of a column, all of its kind or None."""

TEXT, NUMBER, TEXTS = "text", "number", "texts"
"""The kinds of columns: texts, numbers, lists of texts."""


class Named(NamedTuple):
    """A column of a file: its name and its kind."""

    name: str
    kind: str


_COLUMNS = (
    *(Named(field, TEXTS if field in LISTS else TEXT) for field in FIELDS),
    *(Named(f"{end}_number", NUMBER) for end in ENDS),
    Named("topic_label", TEXT),
    Named("citation", TEXT),
    Named("source_csl", TEXT),
)
_BLOCK = 1024
_ROWS_OF_GROUP = 65_536


def write(facts: Facts, path: str, _: str) -> None:
    """Write the facts into the empty file of a path.

    Raises as `write_table` does.
    """
    write_table(path, _COLUMNS, _blocks(facts))


def _blocks(facts: Facts) -> Iterator[list[Column]]:
    topics = {topic.id: topic.label for topic in facts.topics()}
    topic, source, locator = map(FIELDS.index, ("topic", "source", "locator"))
    rows = facts.rows()
    while block := [*islice(rows, _BLOCK)]:
        keys = [row[source] or "" for row in block]
        csl = {key: json.dumps(works.item(key, facts.source(key)), ensure_ascii=False) for key in {*keys}}
        yield [
            *_fields(block),
            [topics.get(row[topic] or "") for row in block],
            [facts.citation(key, row[locator]) for key, row in zip(keys, block, strict=True)],
            [csl[key] for key in keys],
        ]


def _fields(block: Sequence[Row]) -> Iterator[Column]:
    columns = dict(zip(FIELDS, zip(*block, strict=True), strict=True))
    for field, cells in columns.items():
        yield [cell.split(SEPARATOR) if cell else None for cell in cells] if field in LISTS else cells
    for end in ENDS:
        yield [float(cell) if cell else None for cell in columns[end]]


def write_table(path: str, columns: Sequence[Named], blocks: Iterable[Sequence[Column]]) -> None:
    """Write blocks of rows, each with its columns.

    Raises UsageError where the library is not here, OSError where they cannot be written, and what the blocks raise.
    """
    if not find_spec("arro3"):
        raise UsageError("the library for Parquet is not installed", "run pip install 'jimo[parquet]'")
    from arro3.core import Field, RecordBatch, RecordBatchReader, Schema  # noqa: PLC0415
    from arro3.io import write_parquet  # noqa: PLC0415

    types = [_type(column.kind) for column in columns]
    schema = Schema([Field(column.name, made, nullable=True) for column, made in zip(columns, types, strict=True)])
    with open(path, "wb", buffering=0) as file:
        sink = _Sink(file)

        def batches() -> Iterator[RecordBatch]:
            try:
                for block in blocks:
                    arrays = [_array(*cells) for cells in zip(block, columns, types, strict=True)]
                    yield RecordBatch.from_arrays(arrays, schema=schema)
                    if sink.error is not None:
                        return
            except BaseException as error:  # noqa: BLE001  # the library would raise one of its own instead
                sink.error = error

        reader = RecordBatchReader.from_batches(schema, batches())
        write_parquet(reader, cast("IO[bytes]", sink), compression="zstd(3)", max_row_group_size=_ROWS_OF_GROUP)
        if sink.error is not None:
            raise sink.error


class _Sink:
    """A file that keeps what went wrong: the library ends the process where a file cannot be written."""

    def __init__(self, file: RawIOBase) -> None:
        self._file = file
        self.error: BaseException | None = None

    def write(self, data: bytes) -> int:
        """Write all of some bytes, or after an error nothing; return their number."""
        left = memoryview(data)
        try:
            while left and self.error is None:
                left = left[self._file.write(left) or 0 :]
        except OSError as error:
            self.error = error
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place in the file; the library asks whether it could."""
        return self._file.seek(offset, whence)

    def flush(self) -> None:
        """Nothing is held back."""


def _type(kind: str) -> DataType:
    from arro3.core import DataType, Field  # noqa: PLC0415

    if kind == TEXTS:
        return DataType.list(Field("item", DataType.utf8(), nullable=True))
    return DataType.float64() if kind == NUMBER else DataType.utf8()


def _array(cells: Column, column: Named, made: DataType) -> Array:
    from arro3.core import Array, DataType, list_array  # noqa: PLC0415

    if column.kind != TEXTS:
        return Array(cells, type=made)
    offsets, entries = [0], list[str]()
    for cell in cells:
        entries += cell if isinstance(cell, list | tuple) else ()
        offsets.append(len(entries))
    return list_array(Array(offsets, type=DataType.int32()), Array(entries, type=DataType.utf8()), type=made)
