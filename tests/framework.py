"""What Typer makes of a command line and of help, by the SPECs that it is given: what `cli.fast` has to make of it."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import typer

from jimo_cli.cli import app, fast
from jimo_cli.commands import REGISTRY, load
from jimo_cli.commands.spec import Command
from jimo_cli.errors import UsageError, shortened
from jimo_cli.output import console

if TYPE_CHECKING:
    from jimo_cli.commands.spec import Raw

Reading = tuple[str, Mapping[str, "Raw"]]

_LONGEST_MESSAGE = 200


def read_argv(argv: Sequence[str]) -> Reading:
    """Return what `fast.read_argv` has to return, or raise what it has to raise."""
    try:
        read = _read(argv)
    except _WrittenError as written:
        return _asked_for(str(written))
    except typer.TyperException as error:
        raise _usage_error(error, argv) from None
    name, values = read
    given = {key: value for key, value in values.items() if value is not None and value is not False and value != ()}
    return name, {key: tuple(raw) if isinstance(raw, list) else raw for key, raw in given.items()}


def written(*argv: str) -> str:
    """Return what Typer writes where it is asked for help."""
    try:
        _read(argv)
    except _WrittenError as text:
        return str(text)
    raise AssertionError


class _WrittenError(Exception):
    """Typer has written something, and would end."""


def _read(argv: Sequence[str]) -> Any:
    def write(lines: Sequence[str]) -> None:
        raise _WrittenError("\n".join(lines))

    with patch.object(console, "write", write), patch.object(app._PlainCommand, "parse_args", _parse_args):
        return _program()(list(argv), prog_name="jimo", standalone_mode=False)


@cache
def _program() -> Any:
    return typer.main.get_command(app.app)


def _asked_for(text: str) -> Reading:
    start, *path = text.split()[:3]
    if start != "Usage:":
        return "--version", {}
    return "help", {} if path[1] == "[OPTIONS]" else {"name": path[1]}


def _parse_args(self: typer.core.TyperCommand, ctx: typer.Context, args: list[str]) -> list[str]:
    args = _options_first(fast.spec_of(self.name or ""), args)
    return typer.core.TyperCommand.parse_args(self, ctx, args)


def _options_first(command: Command, args: Sequence[str]) -> list[str]:
    """The options of a command line, then its arguments, of which a figure may begin with a minus.

    Raises UsageError for an option that takes one value and is given twice.
    """
    takes_value = {option.flag: option for option in command.options if option.takes_value}
    options: list[str] = []
    arguments: list[str] = []
    given: set[str] = set()
    words = iter(args)
    for word in takewhile(lambda word: word != "--", words):
        flag, equals, _ = word.partition("=")
        if not command.is_option(word):
            arguments.append(word)
            continue
        flag = command.in_full(word).partition("=")[0]
        if flag in given and flag in takes_value and not takes_value[flag].many:
            raise UsageError(f"{flag} is given twice", "it takes one value")
        given.add(flag)
        options.append(word)
        if flag in takes_value and not equals and command.in_full(word) in {word, flag}:
            value = next(words, None)
            if value is None:  # Typer says what is missing, and must not find it in what stands behind
                return options
            options.append(value)
    return [*options, "--", *arguments, *words]


def _usage_error(error: typer.TyperException, argv: Sequence[str]) -> UsageError:
    """What Typer found wrong with the command line, and which help to read."""
    message = error.format_message().replace("Value error, ", "")
    if not message.startswith("No such option: "):  # it ends with what was typed
        message = message.rstrip(".")
    message = shortened(message, _LONGEST_MESSAGE)
    message, _, meant = message.partition(". Did you mean ")
    context = getattr(error, "ctx", None)
    path = context.command_path if context else " ".join(["jimo", *(name for name in argv[:1] if name in fast.names())])
    _, found, option = message.partition("o such option: -")
    hint = f"{path} --help shows its {'commands' if path == 'jimo' else 'arguments and options'}"
    if found and option[:1].isdigit():
        hint = "put -- before a word that begins with a minus"
    elif found and path == "jimo" and f"-{option.partition(' ')[0]}" in _flags():
        hint = f"options follow the command; {path} --help shows the commands"
    if meant:
        hint = f"did you mean {meant} {hint}"
    return UsageError(f"{message[:1].lower()}{message[1:]}", hint)


def _flags() -> set[str]:
    return {option.flag for name in REGISTRY for option in load(name).SPEC.options}
