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

    class LineWriter(Protocol):
        """A module of this folder whose format is text."""

        def lines(self, facts: Facts) -> Iterator[str]:
            """Yield the lines of the text."""


class Format(NamedTuple):
    """A format: its module, the endings of names of its files, and whether it is text that may go to stdout."""

    module: str
    suffixes: tuple[str, ...]
    is_text: bool = False


FORMATS: Mapping[str, Format] = {
    "sqlite": Format("sqlite", (".sqlite", ".sqlite3", ".db")),
}
"""The formats by their names, in the order of the help."""

_LINES = (".csv", ".tsv", ".json", ".jsonl", ".md")
"""The endings of the files of rows that every command writes, which are called like them."""


def load(name: str) -> Any:  # noqa: ANN401  # a FileWriter or a LineWriter, as its Format says
    """Return the module of a format; only this one is imported."""
    return import_module(f"{__name__}.{FORMATS[name].module}")


def of_name(path: str) -> str:
    """Return the format that the ending of the name of a file says; raises UsageError where it says none."""
    lower = path.rstrip("/").lower()
    for name, (_, suffixes, _) in FORMATS.items():
        if lower.endswith(suffixes):
            return name
    found = next((suffix for suffix in _LINES if lower.endswith(suffix)), "")
    if not found:
        raise UsageError(
            f"{path} does not say its format", f"give --format: {', '.join(FORMATS)}, csv, jsonl or another"
        )
    return found[1:]
