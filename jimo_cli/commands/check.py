"""`jimo check`."""

from __future__ import annotations

import sys

from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.errors import UsageError
from jimo_cli.fields import LINT_FORMATS
from jimo_cli.output import console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.check.report import Result
    from jimo_cli.documents import Document

SPEC = spec.Command(
    "Check the figures of a draft against the facts.\n\n"
    "Reports each figure that differs from a fact in value, unit, magnitude, period, place, direction or hedge. "
    "A figure that no fact speaks to is passed over, and rounding is no error. The exit code is 1 where one differs.",
    ("jimo check draft.md", "jimo check report.docx --all"),
    arguments=(
        spec.Parameter(
            "files", "Markdown, text, HTML, docx, PDF; - is standard input.", "FILE", many=True, required=True
        ),
    ),
    options=(
        spec.Parameter("all", "Show the figures that agree and those that no fact speaks to as well."),
        spec.Parameter("fix", "Write what the fact says where a sentence names its measure in full."),
        spec.ONLY_TOPIC,
        spec.format_option("text", LINT_FORMATS),
        spec.FACTS,
        spec.LANG,
    ),
    in_pipe="text",
    on_terminal="text",
    long=True,
)

_STANDARD_INPUT = "-"


def run(
    session: Session,
    *,
    files: Sequence[str],
    all: bool = False,  # noqa: A002  # named like the option
    fix: bool = False,
) -> Answer:
    """Return what differs in the drafts; with `fix` it is put right first where that is certain."""
    from jimo_cli import documents  # noqa: PLC0415  # help and completion need only the SPEC
    from jimo_cli.check.report import summary  # noqa: PLC0415
    from jimo_cli.check.stored import base_of, results_of  # noqa: PLC0415

    if fix and _STANDARD_INPUT in files:
        raise UsageError("--fix cannot change standard input", "name a file")
    base = base_of(session.store, session.filters(("statistic",)))
    results: list[Result] = []
    notes: list[str] = []
    fixed = 0
    if fix:  # nothing is written where one of them cannot be read
        for path in files:
            documents.read(path)
    for path in dict.fromkeys(files):
        document = documents.read(path)
        found = results_of(document, session.store, base)
        if fix and (made := _fix(document, found)):
            fixed += made
            document = documents.read(path)
            found = results_of(document, session.store, base)
        results += found
        notes += _notes(document, found)
    return _answer(session, results, (summary(results, fixed), *notes), show_all=all)


def _notes(document: Document, results: Sequence[Result]) -> Iterator[str]:
    """Yield what of a draft is not compared though its writer may think so."""
    from jimo_cli.check.report import loose_pins  # noqa: PLC0415
    from jimo_cli.output.findings import shown_path  # noqa: PLC0415

    path = shown_path(document.path)
    yield from (f"{path}:{line}" for line in loose_pins(document, results))
    if document.skipped:
        yield f"{path}: {', '.join(document.skipped)} not read"


def _fix(document: Document, results: Sequence[Result]) -> int:
    """Write what the facts say into the file of a draft; return how many figures were changed."""
    from jimo_cli.check import fix  # noqa: PLC0415
    from jimo_cli.check.report import edits_of  # noqa: PLC0415

    return fix.apply(document.path, document.content, edits_of(results))


def _answer(session: Session, results: Sequence[Result], notes: Sequence[str], *, show_all: bool) -> Answer:
    from jimo_cli.output import checked as output  # noqa: PLC0415
    from jimo_cli.output import findings, fitting  # noqa: PLC0415

    problems = [result.problem for result in results if result.problem]
    form = session.format
    if form == "json":
        text = output.json_lines(results if show_all else [result for result in results if result.problem])
    elif form == "text" and show_all:
        text = output.text_lines(results)
    elif form == "text" and problems and console.is_terminal(sys.stdout):
        drawn = fitting.render([findings.drawn(problem) for problem in problems])
        return Answer(text=drawn, styled=True, found=False, notes=notes)
    else:
        text = findings.lines(problems, form)
    return Answer(text=text, found=not problems, notes=notes)
