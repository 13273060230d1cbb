"""The command line as JSON, made of the SPECs: what programs and agents read instead of the pages for people."""

from __future__ import annotations

from jimo_cli import __version__
from jimo_cli.cli import fast
from jimo_cli.cli.help_pages import no_help

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from jimo_cli.commands.spec import Command, Parameter

_DEFAULT = " [default: "


def page(name: str | None) -> list[str]:
    """Return a line of JSON about a command or a help topic, about the program without a name.

    Raises UsageError where there is no such help.
    """
    import json  # noqa: PLC0415  # only this needs it

    return [json.dumps(_described(name), ensure_ascii=False)]


def _described(name: str | None) -> dict[str, Any]:
    if name in fast.names():
        return command(name)
    from jimo_cli.commands.help_topics import EXITS, TOPICS  # noqa: PLC0415  # the help of a command shows none

    if name is None:
        return {
            "name": "jimo",
            "version": __version__,
            "purpose": fast.PROGRAM.purpose,
            "options": [*map(_option, fast.PROGRAM.options)],
            "commands": [command(each) for each in fast.names()],
            "exit_codes": {str(code): " ".join(meaning.split()) for code, meaning in EXITS.items()},
            "topics": [*TOPICS],
        }
    if name not in TOPICS:
        raise no_help(name, TOPICS)
    return {"name": name, "text": TOPICS[name]}


def command(name: str) -> dict[str, Any]:
    """Return what a command takes and prints: `fields` are those that it has, `line_fields` those of a line."""
    spec = fast.spec_of(name)
    return {
        "name": name,
        "purpose": spec.purpose,
        "help": spec.help,
        "examples": [*spec.examples],
        "arguments": [*map(_parameter, spec.arguments)],
        "options": [*map(_option, (*spec.options, fast.HELP))],
        "default_format": {"pipe": spec.in_pipe, "terminal": spec.on_terminal} if "format" in spec.parameters else None,
        **_fields(spec),
    }


def _fields(spec: Command) -> dict[str, Sequence[str]]:
    """The fields of a command whose output has any that can be chosen."""
    if "fields" in spec.parameters:
        return {"fields": spec.fields, "line_fields": spec.line_fields}
    return {"fields": spec.fields if "field" in spec.parameters else (), "line_fields": ()}


def _option(option: Parameter) -> dict[str, Any]:
    short = "-h" if option is fast.HELP else option.short or None
    return {"flag": option.flag, "short": short, **_parameter(option)}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    help_text, _, default = parameter.help.partition(_DEFAULT)
    return {
        "name": parameter.name,
        "help": help_text,
        "value": parameter.metavar or None,
        "choices": [*parameter.choices] or None,
        "default": default.removesuffix("]") or None,
        "required": parameter.required,
        "many": parameter.many,
        "takes_value": parameter.takes_value,
    }
