"""The command line as Typer reads it: every SPEC declared, for the shells that it completes and its scripts for them.

What a person types is read by `fast`, and explained by `help_pages`, as it would be here.
"""

import inspect
import os
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Annotated, Any, Optional

import typer
from typer.core import TyperArgument, TyperCommand

from jimo_cli import __version__
from jimo_cli.cli import completion, fast
from jimo_cli.commands import help_topics
from jimo_cli.commands.spec import Command, Parameter
from jimo_cli.errors import FOUND
from jimo_cli.output import console

app = typer.Typer(
    name="jimo",
    help=fast.PROGRAM.help,
    epilog="jimo help TOPIC explains: " + ", ".join(help_topics.TOPICS),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_help_option=False,
)


def _completion(kind: str) -> Callable[..., Iterable[Any]]:
    """A function by which Typer completes words of a kind."""

    def complete(ctx: typer.Context, incomplete: str) -> Iterable[Any]:
        name = ctx.info_name or ""
        fields = fast.spec_of(name).fields if name in fast.names() else ()
        found = completion.complete(kind, incomplete, ctx.params.get("facts") or (), os.environ, fields)
        return [(word, what) if what else word for word, what in found]

    return complete


class _PlainCommand(TyperCommand):
    """A command whose help shows an argument by its metavar, without Typer's `<list[str]>`."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401  # of a click that Typer keeps to itself
        parameters = super().get_params(ctx)
        for parameter in parameters:
            if isinstance(parameter, TyperArgument):
                parameter.display_type_rich = lambda ctx: None  # type: ignore[method-assign]  # noqa: ARG005
        return parameters


def _type(parameter: Parameter) -> Any:  # noqa: ANN401  # a type, made of the words of the parameter
    if not parameter.takes_value:
        return bool
    words = {word.upper(): word for word in parameter.choices}
    single: Any = StrEnum(parameter.name, words) if words else str
    single = list[single] if parameter.many else single
    return single if parameter.required else Optional[single]  # noqa: UP045  # made while the program runs


def _declared(parameter: Parameter, *, is_option: bool) -> inspect.Parameter:
    """The parameter of a function that Typer reads the argument or option from."""
    about: dict[str, Any] = {
        "help": parameter.help,
        "autocompletion": _completion(parameter.completion) if parameter.completion else None,
        "metavar": parameter.metavar or None,
    }
    flags = [flag for flag in (parameter.flag, parameter.short) if flag]
    return inspect.Parameter(
        parameter.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if parameter.required else None if parameter.takes_value else False,
        annotation=Annotated[_type(parameter), typer.Option(*flags, **about) if is_option else typer.Argument(**about)],
    )


def _examples(*lines: str) -> str:
    # \b keeps the lines apart where the help is wrapped.
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _show_help(ctx: typer.Context, wanted: bool) -> None:  # noqa: FBT001  # as Typer calls it
    # Typer's own help does not go through `console`, which handles closed pipes and full disks.
    if wanted:
        console.write(ctx.get_help().split("\n"))
        raise typer.Exit


def _show_version(wanted: bool) -> None:  # noqa: FBT001  # as Typer calls it
    if wanted:
        console.write([f"jimo {__version__}"])
        raise typer.Exit


Help = Annotated[bool, typer.Option("--help", "-h", callback=_show_help, is_eager=True, help=fast.HELP.help)]
Version = Annotated[
    bool,
    typer.Option("--version", callback=_show_version, is_eager=True, help=fast.PROGRAM.parameters["version"].help),
]


def _declare(name: str, command: Command) -> None:
    """Make a command one of Typer's; it is read and not run, which `fast` and `commands` do."""

    def read(**values: Any) -> tuple[str, dict[str, Any]]:  # noqa: ANN401  # as Typer read them
        return name, values

    declared: list[inspect.Parameter] = [
        *(_declared(argument, is_option=False) for argument in command.arguments),
        *(_declared(option, is_option=True) for option in command.options),
        inspect.Parameter("help", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Help),
    ]
    read.__signature__ = inspect.Signature(declared)  # type: ignore[attr-defined]
    read.__annotations__ = {parameter.name: parameter.annotation for parameter in declared}
    epilog = _examples(*command.examples)
    app.command(name, cls=_PlainCommand, help=command.help, epilog=epilog, add_help_option=False)(read)


for _name in fast.names():
    _declare(_name, fast.spec_of(_name))


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Version = False,  # noqa: ARG001
    help: Help = False,  # noqa: A002, ARG001  # Typer names the option after it
) -> None:
    if ctx.invoked_subcommand is None:
        console.write(ctx.get_help().split("\n"))


def run() -> int:
    """Answer a shell that asks by its environment, or an option of `fast.COMPLETION`, and return the exit code."""
    if "_JIMO_COMPLETE" in os.environ:
        os.environ["COLUMNS"] = "1000"  # a line that Typer folds is two candidates to a shell
    return app(prog_name="jimo", standalone_mode=False) or FOUND
