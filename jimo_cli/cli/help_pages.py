"""The help of the program, of a command or on a topic, laid out as Typer does."""

from __future__ import annotations

import shutil
import textwrap

from jimo_cli.cli import fast
from jimo_cli.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jimo_cli.commands.spec import Parameter

_NARROWEST, _WIDEST = 50, 78
_LONGEST_NAME = 30  # behind a longer one the explanation begins on a line of its own


def page(name: str | None) -> list[str]:
    """Return the lines of the help on a command or a topic, on the program without a name.

    Raises UsageError where there is no such help.
    """
    if name in fast.names():
        return _command(name)
    from jimo_cli.commands.help_topics import TOPICS  # noqa: PLC0415  # the help of a command shows none

    if name is None:
        return _program(TOPICS)
    if name not in TOPICS:
        raise no_help(name, TOPICS)
    return TOPICS[name].split("\n")


def no_help(name: str, topics: Iterable[str]) -> UsageError:
    """Return the error that there is no help of that name, with the names that there are."""
    return UsageError(f"no help on {name!r}", f"there is help on {', '.join([*topics, *fast.names()])}")


def _program(topics: Iterable[str]) -> list[str]:
    room = _width() - 6 - max(map(len, fast.names()))
    purposes = [(name, fast.spec_of(name).purpose) for name in fast.names()]
    shown = [(name, textwrap.shorten(text, room, placeholder="...")) for name, text in purposes]
    return [
        *_usage("jimo", ["COMMAND [ARGS]..."]),
        *_paragraphs(fast.PROGRAM.help),
        *_options(fast.PROGRAM.options),
        *_section("Commands", shown),
        *_paragraphs(f"jimo help TOPIC explains: {', '.join(topics)}"),
    ]


def _command(name: str) -> list[str]:
    spec = fast.spec_of(name)
    return [
        *_usage(f"jimo {name}", [_argument(argument) for argument in spec.arguments]),
        *_paragraphs(spec.help),
        *_section("Arguments", [(argument.metavar, _explained(argument)) for argument in spec.arguments]),
        *_options((*spec.options, fast.HELP)),
        *("", "  Examples:", *(f"    {example}" for example in spec.examples)),
    ]


def _width() -> int:
    return min(max(shutil.get_terminal_size().columns - 2, _NARROWEST), _WIDEST)


def _usage(path: str, arguments: Sequence[str]) -> list[str]:
    before = f"Usage: {path} "
    return _wrapped(" ".join(["[OPTIONS]", *arguments]), _width(), before, " " * len(before))


def _argument(argument: Parameter) -> str:
    name = f"{{{argument.metavar}}}" if argument.required else f"[{argument.metavar}]"
    return f"{name}..." if argument.many else name


def _paragraphs(text: str) -> list[str]:
    """Paragraphs, each behind an empty line."""
    return [line for paragraph in text.split("\n\n") for line in ("", *_wrapped(paragraph, _width(), "  ", "  "))]


def _options(options: Sequence[Parameter]) -> list[str]:
    return _section("Options", [(_option(option), _explained(option)) for option in options])


def _option(option: Parameter) -> str:
    if option is fast.HELP:
        return "-h, --help"
    value = option.metavar or (f"<{'|'.join(option.choices)}>" if option.choices else "")
    flags = f"{option.short}, {option.flag}" if option.short else option.flag
    return f"{flags} {value}" if value else flags


def _explained(parameter: Parameter) -> str:
    return f"{parameter.help}  [required]" if parameter.required else parameter.help


def _section(title: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    """Names with their explanations beside them, below a title; nothing where there are none."""
    if not rows:
        return []
    column = min(max(len(name) for name, _ in rows), _LONGEST_NAME) + 4
    lines = ["", f"{title}:"]
    for name, text in rows:
        before = f"  {name}  "
        if len(before) > column:
            lines.append(f"  {name}")
            before = ""
        lines += _wrapped(text, _width(), before.ljust(column), " " * column)
    return lines


def _wrapped(text: str, width: int, before: str, below: str) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=before, subsequent_indent=below)
