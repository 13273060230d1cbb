"""Facts in the formats of others: one module a format, one line in the table below.

>>> from jimo_cli import exports
>>> exports.load("sqlite").write(facts, "facts.sqlite")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Protocol

    from jimo_cli.exports.facts import Facts

    class FileWriter(Protocol):
        """A module of this folder whose format is a file."""

        def write(self, facts: Facts, path: str, name: str) -> None:
            """Write the facts into the empty file of a path; `name` is what the file will be called."""

    class FilesWriter(FileWriter, Protocol):
        """A module of this folder whose format is several files, which may also be one archive."""

        def files(self, facts: Facts) -> Iterator[tuple[str, Iterator[bytes]]]:
            """Yield the names of the files and what is in each, to be read before the next one is asked for."""

    class LineWriter(Protocol):
        """A module of this folder whose format is text."""

        def lines(self, facts: Facts) -> Iterator[str]:
            """Yield the lines of the text."""


class Format(NamedTuple):
    """A format: its module, the endings of names of its files, and what it is.

    Text may go to stdout; of several files the output is a directory, unless its name ends as that of an archive.
    """

    module: str
    suffixes: tuple[str, ...]
    is_text: bool = False
    is_several: bool = False


FORMATS: Mapping[str, Format] = {
    "sqlite": Format("sqlite", (".sqlite", ".sqlite3", ".db")),
    "datapackage": Format("datapackage", (".zip",), is_several=True),
    "sdmx-csv": Format("sdmx_csv", (".sdmx.csv",), is_text=True),
    "jsonld": Format("jsonld", (".jsonld",), is_text=True),
    "parquet": Format("parquet", (".parquet",)),
}
"""The formats by their names, in the order of the help."""

_LINES = (".csv", ".tsv", ".json", ".jsonl", ".md")
"""The endings of the files of rows that every command writes, which are called like them."""


def load(name: str) -> Any:  # noqa: ANN401  # a writer of files or of lines, as its Format says
    """Return the module of a format; only this one is imported."""
    return import_module(f"{__name__}.{FORMATS[name].module}")


def of_name(path: str) -> str:
    """Return the format that the ending of the name of a file says; raises UsageError where it says none."""
    lower = path.lower()
    for name, form in FORMATS.items():
        if lower.endswith((*form.suffixes, "/") if form.is_several else form.suffixes):
            return name
    found = next((suffix for suffix in _LINES if lower.endswith(suffix)), "")
    if not found:
        raise UsageError(
            f"{path} does not say its format", f"give --format: {', '.join(FORMATS)}, csv, jsonl or another"
        )
    return found[1:]
