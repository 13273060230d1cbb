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
    is_completion = "_JIMO_COMPLETE" in os.environ
    usual = None if is_completion else fast.read_argv(sys.argv[1:])
    try:
        if sys.argv[1:] == ["--version"] and not is_completion:
            console.write([f"jimo {__version__}"])
            return FOUND
        return _complete() if is_completion else _run(usual)
    except JimoError as error:
        console.say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except MemoryError:
        console.say("there is not enough memory; free some, or allow more")
        return USAGE


def _complete() -> int:
    """Answer a shell that asks what may come next, or is given its script."""
    from jimo_cli.cli import completion  # noqa: PLC0415  # a look-up completes nothing

    answer = completion.answer(os.environ)
    if answer is None:
        return _run(None)
    console.write([answer])
    return FOUND


def _run(usual: tuple[str, Mapping[str, Raw]] | None) -> int:
    try:
        return _run_with_framework() if usual is None else commands.run(*usual)
    except OSError as error:
        if error.filename is not None:
            raise
        # An error without a file name is about stdout, which the frameworks write to by themselves.
        raise console.unwritten(error) from None
    except SystemExit as end:
        # Typer ends by itself where its help or a completion meets a closed pipe, but not with 0.
        if isinstance(end.__context__, BrokenPipeError):
            raise console.unwritten(end.__context__) from None
        raise


def _run_with_framework() -> int:
    from jimo_cli.cli import app  # noqa: PLC0415  # importing it costs ten times a look-up

    return app.run()
