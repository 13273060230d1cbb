"""The entry: runs a command line, and maps what goes wrong to a message and an exit code."""

import os
import sys

from jimo_cli import commands
from jimo_cli.cli import fast
from jimo_cli.commands.spec import COMMANDS
from jimo_cli.errors import FOUND, INTERRUPTED, USAGE, JimoError
from jimo_cli.output import console

_LONGEST = 200


def main() -> int:
    """Run `sys.argv` and return the exit code. What is no JimoError is a bug and keeps its traceback."""
    console.prepare()
    asked = None if "_JIMO_COMPLETE" in os.environ else fast.parse(sys.argv[1:])
    try:
        return _run(asked)
    except JimoError as error:
        console.say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(asked: tuple[str, dict[str, object]] | None) -> int:
    try:
        return _with_framework() if asked is None else commands.run(*asked)
    except OSError as error:
        if error.filename is not None:
            raise
        # What names no file is about stdout, which the frameworks write to by themselves.
        raise console.unwritten(error) from None
    except SystemExit as end:
        # Typer ends by itself where its help or a completion meets a closed pipe, but not with 0.
        if isinstance(end.__context__, BrokenPipeError):
            raise console.unwritten(end.__context__) from None
        raise


def _with_framework() -> int:
    from typer import TyperException  # noqa: PLC0415

    from jimo_cli.cli.app import app  # noqa: PLC0415

    try:
        return app(prog_name="jimo", standalone_mode=False) or FOUND
    except TyperException as error:
        console.say(_usage(error))
        return USAGE


def _usage(error: Exception) -> str:
    """What the command line parser found wrong, and where to read on."""
    say = getattr(error, "format_message", None)
    message = (say() if say else str(error)).rstrip(".").replace("\n", " ").replace("Value error, ", "")
    message = message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "jimo"
    _, found, option = message.partition("o such option: -")
    hint = "put -- before what begins with a minus" if found and option[:1].isdigit() else ""
    flags = {each.flag for command in COMMANDS.values() for each in command.options}
    if found and path == "jimo" and f"-{option.partition(' ')[0]}" in flags:
        hint = f"options stand behind the command; {path} --help shows the commands"
    return f"{message[:1].lower()}{message[1:]}; {hint or f'{path} --help shows what it takes'}"


if __name__ == "__main__":
    sys.exit(main())
