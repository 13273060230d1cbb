"""`jimo lint`."""

from __future__ import annotations

import os
import sys

from jimo_cli import messages
from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.fields import LINT_FORMATS
from jimo_cli.output import console
from jimo_cli.packs import find
from jimo_cli.packs.rules import is_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from jimo_cli.model import Problem

SPEC = spec.Command(
    "Check fact files: form, consistency and arithmetic.\n\n"
    "Each finding is path:line:column, code, problem and fix. The exit code is 1 if there are errors.",
    ("jimo lint facts --format sarif", "jimo lint --explain S201"),
    arguments=(
        spec.Parameter(
            "paths",
            "Directories of fact files, or single files. [default: those that look-ups read]",
            "PATH",
            many=True,
        ),
    ),
    options=(
        spec.format_option("text", LINT_FORMATS),
        spec.Parameter("strict", "Fail on warnings too."),
        spec.Parameter("fix", "Apply the fixes that are unambiguous; comments are kept."),
        spec.Parameter("explain", "Explain a rule by its code.", "CODE"),
        spec.Parameter("schema", "Print the JSON Schema of fact files, for editors."),
        spec.FACTS,
        spec.LANG,
    ),
    in_pipe="text",
    on_terminal="text",
    long=True,
)


def run(
    session: Session,
    *,
    paths: Sequence[str] = (),
    strict: bool = False,
    fix: bool = False,
    explain: str | None = None,
    schema: bool = False,
) -> Answer:
    """Return the findings in fact files; with `fix` the unambiguous fixes are applied first."""
    from jimo_cli import lint  # noqa: PLC0415  # help and completion need only the SPEC
    from jimo_cli.lint import fix as fixes  # noqa: PLC0415
    from jimo_cli.lint import json_schema  # noqa: PLC0415

    if explain is not None:
        return Answer(text=lint.explained(explain, messages.of_reader(sys.stdout)), found=True)
    if schema:
        return Answer(text=json_schema.lines(), found=True)
    targets = dict.fromkeys(find.targets((*paths, *session.facts), os.environ))

    beside = {os.path.dirname(path) for path in targets if not os.path.isdir(path)}

    def is_target(path: str) -> bool:
        directory = os.path.dirname(path)
        # The tables beside a file belong to it or to another of its directory.
        is_beside = directory in beside and find.is_table(os.path.basename(path))
        return path in targets or directory in targets or is_beside

    # A file is checked with the others of its directory, which it may refer to.
    directories = list(dict.fromkeys(path if os.path.isdir(path) else os.path.dirname(path) for path in targets))
    every, fixed = fixes.apply(directories, is_target) if fix else (lint.check(directories), 0)
    findings = [finding for finding in every if is_target(finding.path)]
    summary = lint.summary(findings, fixed)
    return _answer(
        findings,
        session.format,
        found=not any(is_error(finding.code) or strict for finding in findings),
        notes=[summary] if summary else [],
    )


def _answer(findings: Sequence[Problem], form: str, *, found: bool, notes: Sequence[str]) -> Answer:
    from jimo_cli.output import findings as output  # noqa: PLC0415
    from jimo_cli.output import fitting  # noqa: PLC0415

    if form == "text" and findings and console.is_terminal(sys.stdout):
        drawn = fitting.render([output.drawn(finding) for finding in findings])
        return Answer(text=drawn, styled=True, found=found, notes=notes)
    return Answer(text=output.lines(findings, form), found=found, notes=notes)
