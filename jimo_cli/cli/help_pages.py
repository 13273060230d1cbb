"""The help of the program, of a command or on a topic, in the reader's language, laid out as Typer does."""

from __future__ import annotations

import shutil
import sys

from jimo_cli import messages
from jimo_cli.cli import fast
from jimo_cli.errors import UsageError
from jimo_cli.messages import CHINESE, told, wrapping

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
    lang = messages.of_reader(sys.stdout)
    if name in fast.names():
        return _command(name, lang)
    from jimo_cli.commands.help_topics import TOPICS  # noqa: PLC0415  # the help of a command shows none

    if name is None:
        return _program(TOPICS, lang)
    if name not in TOPICS:
        raise no_help(name, TOPICS)
    if name == "agents":  # programs read it, in English
        return TOPICS[name].split("\n")
    from jimo_cli.messages import pages  # noqa: PLC0415

    return pages.in_language(TOPICS[name], lang).split("\n")


def no_help(name: str, topics: Iterable[str]) -> UsageError:
    """Return the error that there is no help of that name, with the names that there are."""
    return UsageError(f"no help on {name!r}", f"there is help on {', '.join([*topics, *fast.names()])}")


def _program(topics: Iterable[str], lang: str) -> list[str]:
    room = _width() - 6 - max(map(len, fast.names()))
    purposes = [(name, told(fast.spec_of(name).help, lang).partition("\n")[0]) for name in fast.names()]
    shown = [(name, wrapping.shortened(text, room)) for name, text in purposes]
    return [
        *_usage("jimo", [told("COMMAND [ARGS]...", lang)], lang),
        *_paragraphs(told(fast.PROGRAM.help, lang)),
        *_options(fast.PROGRAM.options, lang),
        *_section(_title("Commands", lang), shown),
        *_paragraphs(told(f"jimo help TOPIC explains: {', '.join(topics)}", lang)),
    ]


def _command(name: str, lang: str) -> list[str]:
    spec = fast.spec_of(name)
    arguments = [(argument.metavar, _explained(argument, lang)) for argument in spec.arguments]
    return [
        *_usage(f"jimo {name}", [_argument(argument) for argument in spec.arguments], lang),
        *_paragraphs(told(spec.help, lang)),
        *_section(_title("Arguments", lang), arguments),
        *_options((*spec.options, fast.HELP), lang),
        *("", f"  {_title('Examples', lang)}", *(f"    {example}" for example in spec.examples)),
    ]


def _width() -> int:
    return min(max(shutil.get_terminal_size().columns - 2, _NARROWEST), _WIDEST)


def _title(word: str, lang: str) -> str:
    return f"{told(word, lang)}{'：' if lang == CHINESE else ':'}"


def _usage(path: str, arguments: Sequence[str], lang: str) -> list[str]:
    before = f"{_title('Usage', lang)}{'' if lang == CHINESE else ' '}{path} "
    below = " " * wrapping.width(before)
    return wrapping.wrapped(" ".join([told("[OPTIONS]", lang), *arguments]), _width(), before, below)


def _argument(argument: Parameter) -> str:
    name = f"{{{argument.metavar}}}" if argument.required else f"[{argument.metavar}]"
    return f"{name}..." if argument.many else name


def _paragraphs(text: str) -> list[str]:
    """Paragraphs, each behind an empty line."""
    paragraphs = text.split("\n\n")
    return [line for each in paragraphs for line in ("", *wrapping.wrapped(each, _width(), "  ", "  "))]


def _options(options: Sequence[Parameter], lang: str) -> list[str]:
    return _section(_title("Options", lang), [(_option(option), _explained(option, lang)) for option in options])


def _option(option: Parameter) -> str:
    if option is fast.HELP:
        return "-h, --help"
    value = option.metavar or (f"<{'|'.join(option.choices)}>" if option.choices else "")
    flags = f"{option.short}, {option.flag}" if option.short else option.flag
    return f"{flags} {value}" if value else flags


def _explained(parameter: Parameter, lang: str) -> str:
    text = told(parameter.help, lang)
    return f"{text}  {told('[required]', lang)}" if parameter.required else text


def _section(title: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    """Names with their explanations beside them, below a title; nothing where there are none."""
    if not rows:
        return []
    column = min(max(len(name) for name, _ in rows), _LONGEST_NAME) + 4
    lines = ["", title]
    for name, text in rows:
        before = f"  {name}  "
        if len(before) > column:
            lines.append(f"  {name}")
            before = ""
        lines += wrapping.wrapped(text, _width(), before.ljust(column), " " * column)
    return lines
