"""`jimo import`."""

from __future__ import annotations

from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.errors import FOUND, UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.imports.drafts import Draft

SPEC = spec.Command(
    "Make facts of tables and documents.\n\n"
    "Without an output it shows what the facts would be, what each column was taken for, what is not clear and what "
    "was skipped, and writes nothing. A second import of the same source adds what is new, tells what differs, and "
    "changes nothing else. The exit code is 1 where something is not clear or differs.",
    ("jimo import gdp.csv", "jimo import report.docx -o facts/report.toml"),
    arguments=(
        spec.Parameter(
            "files",
            "Tables: CSV, XLSX, JSON and others. Documents: text, Markdown, HTML, docx, PDF.",
            "FILE",
            many=True,
        ),
    ),
    options=(
        spec.Parameter(
            "output", "Write the facts into this fact file, whose name is the topic.", "PATH.toml", short="-o"
        ),
        spec.Parameter("mapping", "What the columns are, as --write-map writes it.", "FILE", flag="--map"),
        spec.Parameter("write_map", "Write what the columns were taken for to FILE.map.toml.", flag="--write-map"),
        spec.Parameter("things", "Offer the names in 《》 and “” of a document too."),
        spec.Parameter("review", "Ask in a terminal about each guess in the output; without FILE, where you left off."),
        spec.Parameter("revise", "Write a figure that differs beside the old one, as a revised one."),
        spec.Parameter("force", "Replace a fact file that has facts of other sources."),
        spec.Parameter(
            "label", "The label of a new topic. [default: that of the source]", "LABEL", flag="--topic-label"
        ),
        spec.format_option("text", ("text", "json")),
        spec.LANG,
    ),
    in_pipe="text",
    on_terminal="text",
    long=True,
)


def run(
    session: Session,
    *,
    files: Sequence[str] = (),
    output: str | None = None,
    mapping: str | None = None,
    write_map: bool = False,
    things: bool = False,
    review: bool = False,
    revise: bool = False,
    force: bool = False,
    label: str | None = None,
) -> Answer:
    """Return a preview of the facts of files; with an output these are written, and what was done is returned.

    With `review` a person is asked about each guess in the output.
    """
    _check(files, output, mapping, write_map=write_map)
    if review:
        _check_review(session, output)
    if not files:
        _check_nothing_to_import(review, mapping, label, write_map, things, revise, force)
        return _reviewed(output or "", ())
    read = [made for path in dict.fromkeys(files) for made in _read(path, mapping, things=things)]
    drafts = [draft if label is None else draft._replace(topic_label=label) for draft, _ in read]
    if output is not None:
        written = _written(session, drafts, output, force=force, revise=revise)
        if not review:
            return written
        is_clear = session.write(written) == FOUND
        return _reviewed(output, files, is_clear=is_clear)
    notes = [_write_map(path, force=force) for path in dict.fromkeys(files)] if write_map else []
    return _preview(session, drafts, [kind for _, kind in read], notes)


def _check(files: Sequence[str], output: str | None, mapping: str | None, *, write_map: bool) -> None:
    """Raise UsageError where options are at odds, or the output cannot be that of a topic."""
    if write_map and output is not None:
        raise UsageError("--write-map and --output are given", "correct the map first, then import with --map")
    if mapping is not None and len({*files}) > 1:
        raise UsageError("--map is of one file", "import the files one after the other")
    if output is not None:
        from jimo_cli.imports.standing import check_name  # noqa: PLC0415  # help and completion need only the SPEC

        check_name(output)


def _check_review(session: Session, output: str | None) -> None:
    """Raise UsageError where nobody can be asked, or there is nothing to ask about."""
    from jimo_cli.output import reviewing  # noqa: PLC0415

    if output is None:
        raise UsageError("--review needs --output", "name the fact file: jimo import -o PATH.toml --review")
    if session.format == "json":
        raise UsageError("--review is for a person", "leave --format json out")
    reviewing.require_terminal()


def _check_nothing_to_import(review: bool, *others: object) -> None:  # noqa: FBT001  # one of many options
    """Raise UsageError where no file is given, unless it is to review what was imported before."""
    if not review or any(others):
        raise UsageError("missing argument 'FILE'", "jimo import --help shows its arguments and options")


def _reviewed(output: str, files: Sequence[str], *, is_clear: bool = True) -> Answer:
    """Ask about the guesses of a fact file, with the sentences of the files that it was made of; tell what is left."""
    from jimo_cli import tables  # noqa: PLC0415
    from jimo_cli.imports.review import Review  # noqa: PLC0415
    from jimo_cli.output import reviewing  # noqa: PLC0415
    from jimo_cli.verify import texts  # noqa: PLC0415

    guesses = Review(output, [texts.read(path) for path in dict.fromkeys(files) if not tables.is_table(path)])
    reviewing.review(guesses)
    left = len(guesses.marks())
    told = f"{left} {'guess is' if left == 1 else 'guesses are'} left to check" if left else "no guess is left to check"
    return Answer(text=(), found=is_clear and not left, notes=[told])


def _read(path: str, mapping: str | None, *, things: bool) -> list[tuple[Draft, str]]:
    """What an import makes of a file, mostly one draft, and of what kind that is."""
    from jimo_cli import documents, tables  # noqa: PLC0415
    from jimo_cli.output.progress import counting  # noqa: PLC0415

    if tables.is_table(path):
        if things:
            raise UsageError(f"{quoted(path)} is a table", "--things is for documents")
        from jimo_cli.imports import exported, rows  # noqa: PLC0415
        from jimo_cli.imports.mapping import read as read_map  # noqa: PLC0415

        workbook = tables.read(path)
        said = None if mapping is None else read_map(mapping)
        with counting("reading figures", "figures") as progress:
            drafts = exported.drafts_of(workbook, progress) if said is None else []
            drafts = drafts or [rows.draft_of(workbook, said, progress)]
            return [(draft, workbook.kind) for draft in drafts]
    if mapping is not None:
        raise UsageError(f"{quoted(path)} is a document", "--map is for tables")
    from jimo_cli.imports import prose  # noqa: PLC0415

    return [(prose.draft_of(documents.read(path), things=things), "")]


def _write_map(path: str, *, force: bool) -> str:
    """Write what the columns of a table were taken for, and return the note that says where.

    Raises UsageError for a document, and for a map that is there already.
    """
    from jimo_cli import tables  # noqa: PLC0415
    from jimo_cli.imports import rows  # noqa: PLC0415
    from jimo_cli.imports.files import write_text  # noqa: PLC0415

    if not tables.is_table(path):
        raise UsageError(f"{quoted(path)} is a document", "--write-map is for tables")
    written = f"{path.rstrip('/')}.map.toml"
    write_text(written, rows.map_of(tables.read(path)), force=force)
    return f"{written} says what the columns are: correct it, and import with --map {written}"


def _preview(session: Session, drafts: Sequence[Draft], kinds: Sequence[str], notes: Sequence[str]) -> Answer:
    from jimo_cli.imports import pack  # noqa: PLC0415
    from jimo_cli.output import imported  # noqa: PLC0415
    from jimo_cli.output.progress import counting  # noqa: PLC0415

    with counting("comparing figures", "figures") as progress:
        shown = [
            imported.Preview(draft, kind, *pack.preview(draft, progress))
            for draft, kind in zip(drafts, kinds, strict=True)
        ]
    is_clear = not any(one.draft.unclear or one.written.notes for one in shown)
    text = imported.json_lines(shown) if session.format == "json" else imported.text_lines(shown)
    return Answer(text=text, found=is_clear, notes=notes)


def _written(session: Session, drafts: Sequence[Draft], output: str, *, force: bool, revise: bool) -> Answer:
    from jimo_cli.imports import pack  # noqa: PLC0415
    from jimo_cli.output import imported  # noqa: PLC0415
    from jimo_cli.output.progress import counting  # noqa: PLC0415

    with counting("comparing figures", "figures") as progress:
        written = pack.write(drafts, output, force=force, revise=revise, progress=progress)
    unclear = [f"{draft.path}: {what}" for draft in drafts for what in draft.unclear]
    skipped = [imported.skipped_line(draft) for draft in drafts if draft.skipped]
    is_clear = not unclear and not written.notes and all(one.is_written for one in written.differing)
    text = imported.json_of_written(written) if session.format == "json" else written.paths
    return Answer(text=text, found=is_clear, notes=[*skipped, *unclear, *imported.notes_of(written)])
