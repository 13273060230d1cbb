"""`jimo lsp`."""

from __future__ import annotations

import os
import sys

from jimo_cli import messages
from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session, language
from jimo_cli.errors import UsageError
from jimo_cli.output import console

SPEC = spec.Command(
    "Check fact files and drafts in an editor, by the Language Server Protocol.\n\n"
    "The editor starts it and talks to it over stdin and stdout: problems while one writes, the facts "
    "behind figures and ids with their sources, and fixes. It ends with stdin.",
    ("jimo lsp", "jimo lsp --facts facts"),
    options=(spec.FACTS,),
    in_pipe="text",
    on_terminal="text",
    long=True,
)


def run(session: Session) -> Answer:
    """Return an answer without text when the editor has ended the session; found if it did as the protocol says."""
    from jimo_cli.serve import lsp, texts  # noqa: PLC0415  # help and completion need only the SPEC

    source, sink = getattr(sys.stdin, "buffer", None), getattr(sys.stdout, "buffer", None)
    if source is None or sink is None or console.is_terminal(sys.stdin):
        raise UsageError("there is no editor at stdin and stdout", "set one up to start jimo lsp; README shows how")
    checker = texts.Checker(session.facts, os.environ, language(None, os.environ), messages.of_reader(sys.stdout))
    return Answer(text=(), found=lsp.serve(checker, source, sink))
