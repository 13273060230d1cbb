"""The command line: reads it, runs it, and maps every error to a message and an exit code."""

from __future__ import annotations

import atexit
import os
import sys

from jimo_cli import __version__, commands
from jimo_cli.cli import fast
from jimo_cli.errors import FOUND, INTERRUPTED, USAGE, JimoError
from jimo_cli.output import console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn

    from jimo_cli.commands.spec import Raw


def leave(code: int) -> NoReturn:
    """End the process at once: without taking every module apart, which costs a look-up a tenth of its time."""
    atexit._run_exitfuncs()  # noqa: SLF001  # such as those that save what a coverage run measured
    console.flush()
    os._exit(code)


def main() -> int:
    """Run `sys.argv` and return the exit code. What is no JimoError is a bug and keeps its traceback."""
    console.prepare()
    try:
        return _complete() if "_JIMO_COMPLETE" in os.environ else _run(*fast.read_argv(sys.argv[1:]))
    except JimoError as error:
        console.say(error.message, error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except MemoryError:
        console.say("there is not enough memory", "free some, or allow more")
        return USAGE


def _complete() -> int:
    """Answer a shell that asks what may come next, or is given its script."""
    from jimo_cli.cli import completion  # noqa: PLC0415  # a look-up completes nothing

    answer = completion.answer(os.environ)
    if answer is None:
        return _run_with_framework()
    console.write([answer])
    return FOUND


def _run(name: str, raw: Mapping[str, Raw]) -> int:
    if name in fast.COMPLETION:
        return _run_with_framework()
    if name == "--version":
        console.write([f"jimo {__version__}"])
        return FOUND
    if name == "help":
        return _help(raw)
    try:
        return commands.run(name, raw)
    except OSError as error:
        if error.filename is not None:
            raise
        # An error without a file name is about stdout.
        raise console.unwritten(error) from None


def _help(raw: Mapping[str, Raw]) -> int:
    from jimo_cli.cli import help_data, help_pages  # noqa: PLC0415  # a look-up explains nothing

    topic = raw.get("name")
    page = help_data.page if raw.get("format") == "json" else help_pages.page
    console.write(page(topic if isinstance(topic, str) else None))
    return FOUND


def _run_with_framework() -> int:
    from jimo_cli.cli import app  # noqa: PLC0415  # importing it costs ten times a look-up

    try:
        return app.run()
    except OSError as error:
        if error.filename is not None:
            raise
        # An error without a file name is about stdout, which the framework writes to by itself.
        raise console.unwritten(error) from None
    except SystemExit as end:
        # Typer ends by itself where a completion meets a closed pipe, but not with 0.
        if isinstance(end.__context__, BrokenPipeError):
            raise console.unwritten(end.__context__) from None
        raise
