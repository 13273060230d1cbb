"""What each command does, by its name."""

from __future__ import annotations

import os

from jimo_cli import store
from jimo_cli.commands import look_ups
from jimo_cli.commands.session import Request
from jimo_cli.errors import StoreDamagedError
from jimo_cli.output import console
from jimo_cli.packs import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _lint(asked: Request) -> int:
    from jimo_cli.commands import checking  # noqa: PLC0415  # a look-up does without

    return checking.lint(asked)


def _verify(asked: Request) -> int:
    from jimo_cli.commands import checking  # noqa: PLC0415

    return checking.verify(asked)


COMMANDS: Mapping[str, Callable[[Request], int]] = {
    "topics": look_ups.topics,
    "stats": look_ups.stats,
    "list": look_ups.list_facts,
    "search": look_ups.search,
    "show": look_ups.show,
    "get": look_ups.get,
    "verify": _verify,
    "export": look_ups.export,
    "lint": _lint,
}


def run(name: str, given: Mapping[str, object]) -> int:
    """Run the command of that name with what it is given, and return the exit code."""
    command = COMMANDS[name]
    try:
        return command(Request(**given))
    except StoreDamagedError as error:
        # Nothing is written before the last row is read, so the command can begin again.
        asked = Request(**given)
        if not store.discard(find.chosen(asked.facts, os.environ), find.cache_directory(os.environ)):
            raise
        console.say(f"the index was damaged and is made anew ({error})")
        return command(asked)
