"""Reads a workbook of Excel before 2007 in a process of its own: run by `xls`, not imported.

Damaged files make its reader ask for any memory, or end the process. Each line that is written is JSON: without the
name of a sheet what the sheets are, else the merged cells of that sheet, then its rows.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta

MOST_MEMORY = 2**31


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # not all systems have limits
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _lines(path: str, *sheets: str) -> Iterator[object]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  # where memory is limited

    with open(path, "rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        for name in sheets:
            sheet = book.get_sheet_by_name(name)
            yield sheet.merged_cell_ranges or []
            yield from ([_value(value) for value in row] for row in sheet.to_python(skip_empty_area=False))
        if not sheets:
            yield [[each.name, str(each.visible), str(each.typ)] for each in book.sheets_metadata]


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        hours, seconds = divmod(int(value.total_seconds()), 3600)
        return f"{hours:02}:{seconds // 60:02}:{seconds % 60:02}"
    return value


if __name__ == "__main__":
    _limit_memory()
    for line in _lines(*sys.argv[1:]):
        sys.stdout.write(json.dumps(line) + "\n")
