"""The commands, one module each."""

from __future__ import annotations

import gc

from jimo_cli.commands.session import Session
from jimo_cli.errors import StoreDamagedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Protocol

    from jimo_cli.commands.session import Answer
    from jimo_cli.commands.spec import Command, Raw

    class CommandModule(Protocol):
        """A module of this folder that is a command."""

        SPEC: Command

        def run(self, session: Session, **values: Any) -> Answer:  # noqa: ANN401  # each command has its own
            """Return the answer to a command line, whose own values are passed by parameter name."""


REGISTRY: Mapping[str, str] = {
    "topics": "topics",
    "stats": "stats",
    "list": "list_facts",
    "search": "search",
    "show": "show",
    "get": "get",
    "series": "series",
    "cite": "cite",
    "lint": "lint",
    "verify": "verify",
    "check": "check",
    "import": "import_facts",
    "export": "export",
    "lsp": "lsp",
    "mcp": "mcp",
}
"""The module of each command, in the order of the help."""


def load(name: str) -> CommandModule:
    """Return the module of a command; only this one is imported."""
    # As importlib.import_module does, whose own import costs as much as three modules of a look-up.
    module: CommandModule = __import__(f"{__name__}.{REGISTRY[name]}", fromlist=("SPEC",))
    return module


def run(name: str, raw: Mapping[str, Raw]) -> int:
    """Run a command with the texts that were typed for its parameters, and return the exit code."""
    command = load(name)
    shared, own = command.SPEC.parse(raw)
    if command.SPEC.long:
        gc.enable()
    with Session(command.SPEC, **shared) as session:
        try:
            return session.write(command.run(session, **own))
        except StoreDamagedError as damage:
            session.rebuild(damage)
        # Nothing is written yet, so the command can begin again; a listing goes on by itself, a batch repeats a line.
        return session.write(command.run(session, **own))
