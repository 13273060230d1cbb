"""Reads a Parquet file in a process of its own: run by `parquet`, not imported.

Damaged files make its reader ask for any memory, or end the process. Each line that is written is JSON: the names of
the columns, then the rows; of columns that are named only these, each row of them once.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

MOST_MEMORY = 2**31


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # not all systems have limits
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _lines(path: str, *chosen: str) -> Iterator[object]:
    from arro3.io import read_parquet  # noqa: PLC0415  # where memory is limited

    with open(path, "rb") as file:
        reader = read_parquet(file)
        names = [*reader.schema.names]
        yield [*chosen] or names
        seen: set[tuple[object, ...]] = set()
        for batch in reader:
            columns = [batch.column(name).to_pylist() for name in chosen or names]
            for row in zip(*columns, strict=True):
                if not chosen:
                    yield row
                elif row not in seen:
                    seen.add(row)
                    yield row


def _plain(value: object) -> object:
    """A value that JSON has no form for: a decimal or a day as text; bytes, as of a picture, are nothing to read."""
    return None if isinstance(value, bytes) else str(value) if isinstance(value, Decimal) else _day(value)


def _day(value: object) -> str:
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat() if isoformat else value)


if __name__ == "__main__":
    _limit_memory()
    for line in _lines(*sys.argv[1:]):
        sys.stdout.write(json.dumps(line, default=_plain) + "\n")
