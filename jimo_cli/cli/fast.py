"""Plain command lines, read without a framework: importing one costs ten times the look-up.

Only what is certain is read here: whole option names, right values, nothing missing. Anything
else, and every error, is left to `cli`, which then decides by the same grammar.
"""

from __future__ import annotations

from jimo_cli.commands.spec import COMMANDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.commands.spec import Command, Parameter

    Given = dict[str, object]


class _NotPlainError(Exception):
    """The command line is not for this reader."""


def parse(argv: Sequence[str]) -> tuple[str, Given] | None:
    """Return the command and what it is given, None where the command line is not plain."""
    command = COMMANDS.get(argv[0]) if argv else None
    if command is None:
        return None
    try:
        return argv[0], _given(command, argv[1:])
    except _NotPlainError:
        return None


def _given(command: Command, words: Sequence[str]) -> Given:
    given: Given = {}
    options = {option.flag: option for option in command.options}
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if not word.startswith("-") or word == "-":
            rest.append(word)
            continue
        name, equals, value = word.partition("=")
        option = options.get(name)
        if option is None or (equals and not _takes_value(option)):
            raise _NotPlainError
        _set(given, option, value if equals else _next(option, waiting))
    _set_arguments(given, command.arguments, rest)
    if any(option.needed and option.name not in given for option in command.options):
        raise _NotPlainError
    return given


def _takes_value(option: Parameter) -> bool:
    return bool(option.metavar or option.choices)


def _next(option: Parameter, waiting: Iterator[str]) -> str:
    """The value of an option that stands by itself: the next word, unless it is an option too."""
    if not _takes_value(option):
        return ""
    value = next(waiting, "-")
    if value.startswith("-"):
        raise _NotPlainError
    return value


def _set(given: Given, parameter: Parameter, value: str) -> None:
    if parameter.choices and value not in parameter.choices:
        raise _NotPlainError
    if parameter.many:
        given[parameter.name] = (*given.get(parameter.name, ()), value)  # type: ignore[misc]
        return
    if parameter.name in given:
        raise _NotPlainError
    given[parameter.name] = _number(value) if parameter.number else value if _takes_value(parameter) else True


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit()) or value.startswith("0") or len(value) > len("999999999"):
        raise _NotPlainError
    return int(value)


def _set_arguments(given: Given, arguments: Sequence[Parameter], words: Sequence[str]) -> None:
    left = list(words)
    for argument in arguments:
        if argument.needed and not left:
            raise _NotPlainError
        while left:
            _set(given, argument, left.pop(0))
            if not argument.many:
                break
    if left:
        raise _NotPlainError
