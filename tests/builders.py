"""Facts, packs and runs of the command line, made for one test each."""

import csv
import io
import json
import time
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from jimo_cli.model import Fact, Kind, Qualifier
from jimo_cli.output import lines

SOURCES = """\
[daily]
title = "一篇报道"
author = [{ family = "王", given = "涛" }, { family = "Lee", given = "Ann" }]
container-title = "日报"
"""
HEAD = """\
[topic]
label = "海洋"
label_en = "Marine"
reference_area = "即墨区"
source = "daily"

"""


def make_fact(fact_id: str = "marine.output", **fields: Any) -> Fact:  # whatever the field holds
    """Return a statistic, with the fields that the test is about set otherwise."""
    plain = Fact(
        id=fact_id,
        label="海洋产值",
        value=Decimal(345),
        unit="亿元",
        time_period="2024-S1",
        reference_area="即墨区",
        topic=fact_id.partition(".")[0],
        kind=Kind.STATISTIC,
        label_en="Marine output",
        value_max=None,
        qualifier=Qualifier.EXACT,
        of=None,
        aspect=None,
        parts=(),
        aliases=(),
        description=None,
        description_en=None,
        as_written="345亿元",
        source="daily",
        locator="正文 ¶1",
        status=None,
        basis=(),
        among=None,
    )
    return plain._replace(**fields)


def _toml(value: object) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(entry)}" for key, entry in value.items()) + " }"
    return str(value)


def fact_text(slug: str, **keys: object) -> str:
    """Return a fact as a fact file has it: a statistic of 1, unless `keys` say otherwise; None leaves a key out."""
    kind = keys.get("kind", "statistic")
    said: dict[str, object] = {"kind": kind, "label": slug} | ({"value": 1} if kind == "statistic" else {}) | keys
    lines = [f"{key} = {_toml(value)}" for key, value in said.items() if value is not None]
    return "\n".join([f"[fact.{slug}]", *lines, "", ""])


def make_pack(directory: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """Write a pack of those files; `sources.toml` comes of itself, and None leaves it out."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in ({"sources.toml": SOURCES} | dict(files)).items():
        if content is not None:
            (directory / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return directory


def settle() -> None:
    """Wait until files that were just written no longer look as if they were being changed."""
    time.sleep(0.03)


class Stream(io.TextIOWrapper):
    """A stream in memory that is a terminal if it is told so."""

    def __init__(self, *, terminal: bool = False, encoding: str = "utf-8") -> None:
        self.written = io.BytesIO()
        super().__init__(self.written, encoding=encoding, newline="\n")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        self.flush()
        return self.written.getvalue().decode("utf-8")


class Ran(NamedTuple):
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        """The fields of a tab-separated answer."""
        return [line.split("\t") for line in self.out.splitlines()]


def csv_rows(written: str) -> list[list[str]]:
    """Return the cells of what was written as csv, which begins with a byte order mark where it is no terminal."""
    return list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline=""), strict=True))


class Run(Protocol):
    """Runs a command line in this process."""

    def __call__(
        self, *argv: str, terminal: bool = False, width: int = 80, env: Mapping[str, str] | None = None
    ) -> Ran: ...


class Spawn(Protocol):
    """Runs a command line as a process of its own."""

    def __call__(self, *argv: str, env: Mapping[str, str | None] | None = None, stdin: str | None = None) -> Ran: ...


def lines_of(
    rows: Sequence[Sequence[str | None]], names: Sequence[str], form: str, *, header: bool = False
) -> list[str]:
    """Return the lines of rows in a format, in blocks of one row, of four and so on, as a command writes them."""
    blocks = map(lines.writer(names, form), lines.blocks(rows))
    return [line for block in lines.framed(blocks, names, form, header=header) for line in block]
