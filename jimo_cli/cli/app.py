"""The command line as Typer has it: the grammar declared, with help and completion."""

import inspect
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Annotated, Any, Optional

import typer

from jimo_cli import __version__, commands
from jimo_cli.catalog import Catalog
from jimo_cli.commands import help_topics, spec
from jimo_cli.errors import UsageError
from jimo_cli.fields import FIELDS, HIT_FIELDS
from jimo_cli.output import console

app = typer.Typer(
    name="jimo",
    help="Look up facts: what a figure was, exactly, and where it comes from.",
    epilog="jimo help TOPIC explains: " + ", ".join(help_topics.TOPICS),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_help_option=False,
)


def _catalog(ctx: typer.Context) -> Catalog:
    """The facts to complete from; a completion has nowhere to tell what is wrong with them."""
    return Catalog(ctx.params.get("facts") or ())


def complete_topic(ctx: typer.Context, incomplete: str) -> Iterable[tuple[str, str]]:
    """Yield the topics that begin like what was typed."""
    with _catalog(ctx) as catalog:
        for topic in catalog.topics():
            if topic.id.startswith(incomplete):
                yield topic.id, console.printable(topic.label)


def complete_id(ctx: typer.Context, incomplete: str) -> Iterable[tuple[str, str]]:
    """Yield the ids that begin like what was typed."""
    with _catalog(ctx) as catalog:
        for fact_id, label in catalog.rows(("id", "label")):
            if str(fact_id).startswith(incomplete):
                yield str(fact_id), console.printable(str(label))


def complete_field(incomplete: str) -> Iterable[str]:
    """Yield the fields that begin like the one being typed."""
    return [name for name in FIELDS if name.startswith(incomplete)]


def complete_fields(incomplete: str) -> Iterable[str]:
    """Yield the list typed so far with each field that may come next."""
    done, comma, last = incomplete.rpartition(",")
    return [done + comma + name for name in HIT_FIELDS if name.startswith(last)]


_COMPLETIONS: dict[str, Callable[..., Iterable[Any]]] = {
    "topic": complete_topic,
    "only_topic": complete_topic,
    "ids": complete_id,
    "id": complete_id,
    "field": complete_field,
    "fields": complete_fields,
}


def _words(parameter: spec.Parameter) -> Any:  # noqa: ANN401
    """The words that a parameter takes, in the form in which Typer takes them as a choice."""
    return StrEnum(parameter.name, {word.upper(): word for word in parameter.choices})


def _type(parameter: spec.Parameter) -> Any:  # noqa: ANN401  # a type, made of the grammar's words
    if not parameter.metavar and not parameter.choices:
        return bool
    single: Any = _words(parameter) if parameter.choices else int if parameter.number else str
    single = list[single] if parameter.many else single
    return single if parameter.needed else Optional[single]  # noqa: UP045  # made while the program runs


def _declared(parameter: spec.Parameter, *, option: bool) -> inspect.Parameter:
    """The parameter of a function that Typer reads the argument or option from."""
    about: dict[str, Any] = {"help": parameter.help, "autocompletion": _COMPLETIONS.get(parameter.name)}
    if parameter.metavar:
        about["metavar"] = parameter.metavar
    if parameter.number:
        about["min"], about["max"] = 1, 999_999_999
    info = typer.Option(parameter.flag, **about) if option else typer.Argument(**about)
    flag = not parameter.metavar and not parameter.choices
    default = False if flag else inspect.Parameter.empty if parameter.needed else None
    return inspect.Parameter(
        parameter.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[_type(parameter), info],
    )


def _examples(*lines: str) -> str:
    # \b keeps the lines apart where the help is wrapped.
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _help(ctx: typer.Context, asked: bool) -> None:  # noqa: FBT001  # as Typer hands it over
    # Typer's own help writes past what sees to closed pipes and full disks.
    if asked:
        console.write(ctx.get_help().split("\n"))
        raise typer.Exit


Help = Annotated[bool, typer.Option("--help", "-h", callback=_help, is_eager=True, help="Show this message and exit.")]


def _declare(name: str, command: spec.Command) -> None:
    """Make a command of the grammar one of Typer's."""

    def run(**given: object) -> int:
        said = {key: value for key, value in given.items() if value is not None and value is not False}
        return commands.run(name, said)

    declared: list[inspect.Parameter] = [
        *(_declared(argument, option=False) for argument in command.arguments),
        *(_declared(option, option=True) for option in command.options),
        inspect.Parameter("help", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Help),
    ]
    run.__signature__ = inspect.Signature(declared)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in declared}
    app.command(name, help=command.help, epilog=_examples(*command.examples), add_help_option=False)(run)


for _name, _command in spec.COMMANDS.items():
    _declare(_name, _command)


def _version(asked: bool) -> None:  # noqa: FBT001  # Typer hands the value of the option over like this
    if asked:
        console.write([f"jimo {__version__}"])
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    help: Help = False,  # noqa: A002, ARG001  # Typer names the option after it
) -> None:
    if ctx.invoked_subcommand is None:
        console.write(ctx.get_help().split("\n"))


def _commands(ctx: typer.Context) -> dict[str, Any]:
    found: dict[str, Any] = ctx.find_root().command.commands  # type: ignore[attr-defined]
    return found


def complete_help(ctx: typer.Context, incomplete: str) -> Iterable[str]:
    """Yield the help topics and commands that begin like what was typed."""
    return [name for name in (*help_topics.TOPICS, *_commands(ctx)) if name.startswith(incomplete)]


@app.command("help", epilog=_examples("jimo help exit-codes", "jimo help search"), add_help_option=False)
def show_help(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="TOPIC", help="A help topic or a command.", autocompletion=complete_help)
    ] = None,
    help: Help = False,  # noqa: A002, ARG001
) -> int:
    """Explain a command or a topic.

    The topics are exit-codes, formats, fields, packs and codes.
    """
    root = ctx.find_root()
    known = _commands(ctx)
    if name is None:
        explained = root.get_help()
    elif name in help_topics.TOPICS:
        explained = help_topics.TOPICS[name]
    elif name in known:
        explained = known[name].get_help(typer.Context(known[name], info_name=name, parent=root))
    else:
        raise UsageError(f"no help on {name!r}", f"there is help on {', '.join([*help_topics.TOPICS, *known])}")
    console.write(explained.split("\n"))
    return 0
