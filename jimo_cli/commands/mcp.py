"""`jimo mcp`."""

from __future__ import annotations

import os
import sys

from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.errors import UsageError
from jimo_cli.output import console

SPEC = spec.Command(
    "Serve the facts to an assistant over the Model Context Protocol.\n\n"
    "Reads requests from stdin and writes answers to stdout until stdin ends. The tools are search, get, series, check,"
    " cite and topics; none changes anything.",
    ("jimo mcp", "jimo mcp --facts facts --lang en"),
    options=(spec.FACTS, spec.LANG),
    fields=(),
    in_pipe="jsonl",
    on_terminal="jsonl",
    long=True,
)


def run(session: Session) -> Answer:
    """Return nothing, once the client has gone; raises UsageError where the SDK or a stream is missing."""
    from datetime import date  # noqa: PLC0415

    from jimo_cli.serve.tools import Desk  # noqa: PLC0415

    try:
        from jimo_cli.serve import mcp  # noqa: PLC0415
    except ImportError as missing:
        hint = "run: pip install 'jimo[mcp]'"
        raise UsageError(f"jimo mcp needs the package {missing.name}", hint) from None
    if not (sys.stdin and sys.stdout):
        raise UsageError("jimo mcp has no stdin or no stdout", "let an assistant start it, which gives it both")
    if console.is_terminal(sys.stdin):
        console.say("an assistant starts this command and writes to its stdin; end with Ctrl-D")
    today = date.fromisoformat(session.today) if os.environ.get("JIMO_TODAY") else None
    desk = Desk(session.facts, session.language, today)
    try:
        mcp.serve(desk)
    finally:
        desk.close()
    return Answer(text=(), found=True)
