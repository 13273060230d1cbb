"""SDMX-CSV 2.0: one observation a line, its key in the first columns, all that is said of it in the others.

Only figures are observations. A period that SDMX has no form for, one that has not ended, is in PERIOD alone.
"""

from __future__ import annotations

import csv
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from jimo_cli.exports.facts import listed
from jimo_cli.fields import FIELDS, LISTS
from jimo_cli.figures.period import Period, duration
from jimo_cli.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jimo_cli.exports.facts import Facts
    from jimo_cli.store.interface import Row

_STRUCTURE = ("dataflow", "JIMO:FACTS(1.0)", "I")
_KEY = ("STRUCTURE", "STRUCTURE_ID", "ACTION", "INDICATOR", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS")
_ATTRIBUTES = {
    "unit": "UNIT_MEASURE", "value_max": "VALUE_MAX", "qualifier": "QUALIFIER", "as_written": "AS_WRITTEN",
    "status": "STATUS", "time_period": "PERIOD", "aspect": "ASPECT", "basis": "BASIS", "of": "OF", "among": "AMONG",
    "label": "LABEL", "label_en": "LABEL_EN", "aliases": "ALIASES", "parts": "PARTS", "description": "DESCRIPTION",
    "description_en": "DESCRIPTION_EN", "id": "ID", "source": "SOURCE", "locator": "LOCATOR",
}  # fmt: skip
"""The fields that are attributes, in the order of their columns."""

_OF_WORK = ("SOURCE_TITLE", "CITATION")
_STATUS = {
    Status.PRELIMINARY: "P", Status.ESTIMATED: "E", Status.FORECAST: "F", Status.TARGET: "F", Status.REVISED: "A",
    Status.FINAL: "A",
}  # fmt: skip
"""The codes of CL_OBS_STATUS, which has none for a plan and for a revision: STATUS has the word."""

_UNSAID = "_U"
"""What stands for the place of a figure that states none."""

_BLOCK = 1024


def lines(facts: Facts) -> Iterator[str]:
    """Yield the lines of the figures; how many facts have none is noted."""
    records = _Records()
    write = csv.writer(records, lineterminator="\n").writerows
    write([(*_KEY, *_ATTRIBUTES.values(), *_OF_WORK)])
    rows = _observations(facts)
    while records.lines:
        yield from (line.removesuffix("\n") for line in records.lines)
        records.lines.clear()
        write(islice(rows, _BLOCK))


class _Records:
    """What a writer of csv has written, a record each time."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, record: str) -> None:
        """Keep a record."""
        self.lines.append(record)


def _observations(facts: Facts) -> Iterator[list[str]]:
    at = {name: FIELDS.index(name) for name in FIELDS}
    attributes = [(at[name], name in LISTS) for name in _ATTRIBUTES]
    identity, value, area, period, status = map(
        at.__getitem__, ("id", "value", "reference_area", "time_period", "status")
    )
    left_out = 0
    for row in facts.rows():
        if row[value] is None:
            left_out += 1
            continue
        yield [
            *_STRUCTURE,
            (row[identity] or "").partition("@")[0],
            row[area] or _UNSAID,
            _time(row[period] or ""),
            row[value] or "",
            _STATUS[Status(row[status] or Status.FINAL)],
            *((listed(row[number]) if is_list else row[number]) or "" for number, is_list in attributes),
            *_of_work(facts, row, at["source"], at["locator"]),
        ]
    if left_out:
        figures = "1 fact has no figure, and is" if left_out == 1 else f"{left_out} facts have no figure, and are"
        facts.notes.append(f"{figures} left out; sqlite, datapackage and jsonld have all facts")


def _of_work(facts: Facts, row: Row, source: int, locator: int) -> tuple[str, str]:
    key = row[source] or ""
    return str(facts.source(key).get("title") or key), facts.citation(key, row[locator])


@cache
def _time(period: str) -> str:
    """A period as SDMX writes it: one of several years begins with its first day; empty for one without an end."""
    if "/" not in period:
        return period
    start, end = Period.parse(period)
    if end is None:
        return ""
    return f"{start}/{duration(start, end)}"
