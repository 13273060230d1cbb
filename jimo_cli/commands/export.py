"""`jimo export`."""

from __future__ import annotations

import os

from jimo_cli.commands import listing, spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.errors import UsageError, quoted
from jimo_cli.fields import EXPORTS
from jimo_cli.output import console, lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from jimo_cli.exports.facts import Facts
    from jimo_cli.store.filters import Filters
    from jimo_cli.store.interface import Row

_TOLD_EACH = 4096
"""Facts after which the progress is told."""

SPEC = spec.Command(
    "Write every field of every fact.\n\n"
    "One JSON object a line, unless --format or the name of the output says otherwise. With an output a file is "
    "written, whole or not at all, and its path is printed.",
    ("jimo export > facts.jsonl", "jimo export -o facts.sqlite --topic marine"),
    options=(
        *spec.FILTERS,
        spec.limit_option(),
        spec.Parameter("output", "Write this file instead of stdout.", "PATH", short="-o"),
        spec.Parameter("force", "Replace the file that is there."),
        spec.Parameter("bom", "Begin csv with a byte order mark, for Excel, wherever it is written."),
        spec.format_option("jsonl", (*lines.FORMATS, *EXPORTS)),
        *spec.OUTPUT[1:],
    ),
    in_pipe="jsonl",
    on_terminal="jsonl",
    long=True,
)


def run(
    session: Session, *, limit: int | None = None, output: str | None = None, force: bool = False, bom: bool = False
) -> Answer:
    """Return the facts that pass the filters, in the order of the files, or the path of the file they were written to.

    Raises UsageError where the options are at odds or the file is there, OutputError where it cannot be written.
    """
    session.format = _format(session, output)
    _check(session, output, force=force, bom=bom)
    filters = session.filters()
    if session.format in EXPORTS:
        return _handed_on(session, filters, limit, output, force=force)
    rows, found = listing.passing(session, filters, limit)
    answer = Answer(rows, found=found)
    answer.has_mark = bom
    return _in_file(output, _pieces(session, rows), force=force) if output is not None and found else answer


def _format(session: Session, output: str | None) -> str:
    """The format that was chosen, else what the name of the output says."""
    if output is None or session.chosen_format is not None:
        return session.format
    from jimo_cli import exports  # noqa: PLC0415

    return exports.of_name(output)


def _check(session: Session, output: str | None, *, force: bool, bom: bool) -> None:
    """Raise UsageError where options are at odds."""
    form = session.format
    if output is not None and not output.strip("/"):
        raise UsageError(f"--output is {quoted(output)}", "name a file")
    if bom and form != "csv":
        raise UsageError(f"--bom is for csv, and the format is {form}", "leave it out, or give --format csv")
    if bom and not (output or console.speaks_unicode()):
        raise UsageError("--bom needs UTF-8, and the output is in another encoding", "write a file: -o facts.csv")
    if force and output is None:
        raise UsageError("--force is for a file", "give a path: -o PATH")
    if output is not None and form == "table":
        raise UsageError("a table is drawn for a terminal", "give another --format")
    if session.has_fields and form in EXPORTS:
        raise UsageError(f"--fields is not for {form}, which has all fields", "leave it out")


def _handed_on(session: Session, filters: Filters, limit: int | None, output: str | None, *, force: bool) -> Answer:
    """Write the facts in a format of others; return the lines of a text for stdout, else the path of the file."""
    from jimo_cli import exports  # noqa: PLC0415
    from jimo_cli.output.progress import counting  # noqa: PLC0415

    form, name = exports.FORMATS[session.format], session.format
    if output is None and not form.is_text:
        raise UsageError(f"{name} is a file", f"give a path: -o facts{form.suffixes[0]}")
    if next(listing.whole(session, filters, 1), None) is None:
        return Answer(text=(), found=False, notes=("no facts match",))
    writer = exports.load(name)
    if output is None:
        facts = _facts(session, filters, limit)
        facts.ascii_only = not console.speaks_unicode()
        return Answer(text=writer.lines(facts), found=True, notes=facts.notes)
    with counting("writing facts", "facts") as progress:
        facts = _facts(session, filters, limit, progress)
        if form.is_text:
            return _in_file(output, _encoded(lines.blocks(writer.lines(facts))), force=force, notes=facts.notes)
        if form.is_several and not output.lower().endswith(form.suffixes):
            return _in_directory(output, writer.files(facts), force=force)
        from jimo_cli.imports.files import replacing  # noqa: PLC0415

        with replacing(output, force=force) as (files, file, before):
            files.make(file, lambda path: writer.write(facts, path, file), before)
    return Answer(text=(output,), found=True)


def _facts(
    session: Session, filters: Filters, limit: int | None, progress: Callable[[int], None] = lambda _: None
) -> Facts:
    from jimo_cli.exports.facts import Facts  # noqa: PLC0415
    from jimo_cli.store.objects import read_source, read_topics  # noqa: PLC0415

    def rows() -> Iterator[Row]:
        for done, row in enumerate(listing.whole(session, filters, limit)):
            if not done % _TOLD_EACH:
                progress(done)
            yield row

    def source(key: str) -> Mapping[str, Any] | None:
        work = read_source(session.store, key)
        return work and work.csl

    return Facts(rows, lambda: read_topics(session.store.topics()), source, lambda: session.store.names().places)


def _pieces(session: Session, rows: Iterator[Row]) -> Iterator[bytes]:
    """The file that the rows are in a format that other commands have too."""
    fields, form = session.fields, session.format
    written = map(lines.writer(fields, form), lines.blocks(rows))
    framed = lines.framed(written, fields, form, header=session.header)
    return _encoded(lines.with_mark(framed) if form == "csv" else framed)


def _encoded(blocks: Iterable[list[str]]) -> Iterator[bytes]:
    return ("\n".join((*block, "")).encode() for block in blocks)


def _in_directory(output: str, named: Iterator[tuple[str, Iterator[bytes]]], *, force: bool) -> Answer:
    """Write the files of a directory, all or none, and return its path; others that are in it stay."""
    from jimo_cli.imports.files import state_of, writing  # noqa: PLC0415

    directory = output.rstrip("/") or output
    if os.path.isdir(directory) and os.listdir(directory) and not force:
        raise UsageError(f"{quoted(output)} exists already", "name another directory, or write into it with --force")
    with writing(directory) as files:
        for name, pieces in named:
            files.add(name, pieces, state_of(files.path(name)))
        files.commit()
    return Answer(text=(output,), found=True)


def _in_file(output: str, pieces: Iterator[bytes], *, force: bool, notes: Sequence[str] = ()) -> Answer:
    """Write a file and return its path."""
    from jimo_cli.imports.files import replacing  # noqa: PLC0415

    with replacing(output, force=force) as (files, name, before):
        files.add(name, pieces, before)
    return Answer(text=(output,), found=True, notes=notes)
