"""The command line as Typer reads it: every SPEC declared, with help and completion."""

import inspect
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from itertools import takewhile
from typing import Annotated, Any, Optional

import typer
from typer.core import TyperArgument, TyperCommand

from jimo_cli import __version__, commands
from jimo_cli.cli import completion
from jimo_cli.commands import help_topics
from jimo_cli.commands.spec import Command, Parameter
from jimo_cli.errors import FOUND, UsageError, shortened
from jimo_cli.output import console

_LONGEST_USAGE_ERROR = 200

app = typer.Typer(
    name="jimo",
    help="Look up facts: what a figure was, exactly, and where it comes from.",
    epilog="jimo help TOPIC explains: " + ", ".join(help_topics.TOPICS),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_help_option=False,
)


# ---- completion


def _completion(kind: str) -> Callable[..., Iterable[Any]]:
    """A function by which Typer completes words of a kind."""

    def complete(ctx: typer.Context, incomplete: str) -> Iterable[Any]:
        name = ctx.info_name or ""
        fields = commands.load(name).SPEC.fields if name in commands.REGISTRY else ()
        found = completion.complete(kind, incomplete, ctx.params.get("facts") or (), os.environ, fields)
        return [(word, what) if what else word for word, what in found]

    return complete


def complete_help(incomplete: str) -> Iterable[str]:
    """Return the help topics and commands that begin like this."""
    return [name for name in (*help_topics.TOPICS, *commands.REGISTRY, "help") if name.startswith(incomplete)]


# ---- commands


class _PlainCommand(TyperCommand):
    """A command whose help shows an argument by its metavar, without Typer's `<list[str]>`.

    An option that takes one value and is given twice is an error; Typer would take the last.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  # of a click that Typer keeps to itself
        name = self.name or ""
        if name in commands.REGISTRY and not ctx.resilient_parsing:
            args = _options_first(commands.load(name).SPEC, args)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401  # of a click that Typer keeps to itself
        parameters = super().get_params(ctx)
        for parameter in parameters:
            if isinstance(parameter, TyperArgument):
                parameter.display_type_rich = lambda ctx: None  # type: ignore[method-assign]  # noqa: ARG005
        return parameters


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
        if flag in given and flag in takes_value and not takes_value[flag].many:
            raise UsageError(f"{flag} is given twice", "it takes one value")
        given.add(flag)
        options.append(word)
        if flag in takes_value and not equals:
            value = next(words, None)
            if value is None:  # Typer says what is missing, and must not find it in what stands behind
                return options
            options.append(value)
    return [*options, "--", *arguments, *words]


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
    return inspect.Parameter(
        parameter.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if parameter.required else None if parameter.takes_value else False,
        annotation=Annotated[
            _type(parameter), typer.Option(parameter.flag, **about) if is_option else typer.Argument(**about)
        ],
    )


def _examples(*lines: str) -> str:
    # \b keeps the lines apart where the help is wrapped.
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _show_help(ctx: typer.Context, wanted: bool) -> None:  # noqa: FBT001  # as Typer calls it
    # Typer's own help does not go through `console`, which handles closed pipes and full disks.
    if wanted:
        console.write(ctx.get_help().split("\n"))
        raise typer.Exit


Help = Annotated[
    bool, typer.Option("--help", "-h", callback=_show_help, is_eager=True, help="Show this message and exit.")
]


def _declare(name: str, command: Command) -> None:
    """Make a command of the registry one of Typer's."""

    def run(**values: Any) -> int:  # noqa: ANN401  # as Typer read them
        given = {key: value for key, value in values.items() if value is not None and value is not False}
        return commands.run(name, {key: tuple(raw) if isinstance(raw, list) else raw for key, raw in given.items()})

    declared: list[inspect.Parameter] = [
        *(_declared(argument, is_option=False) for argument in command.arguments),
        *(_declared(option, is_option=True) for option in command.options),
        inspect.Parameter("help", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Help),
    ]
    run.__signature__ = inspect.Signature(declared)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in declared}
    epilog = _examples(*command.examples)
    app.command(name, cls=_PlainCommand, help=command.help, epilog=epilog, add_help_option=False)(run)


for _name in commands.REGISTRY:
    _declare(_name, commands.load(_name).SPEC)


def _show_version(wanted: bool) -> None:  # noqa: FBT001  # as Typer calls it
    if wanted:
        console.write([f"jimo {__version__}"])
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
    help: Help = False,  # noqa: A002, ARG001  # Typer names the option after it
) -> None:
    if ctx.invoked_subcommand is None:
        console.write(ctx.get_help().split("\n"))


@app.command(
    "help", cls=_PlainCommand, epilog=_examples("jimo help exit-codes", "jimo help search"), add_help_option=False
)
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
    known: dict[str, Any] = root.command.commands  # type: ignore[attr-defined]
    if name is None:
        text = root.get_help()
    elif name in help_topics.TOPICS:
        text = help_topics.TOPICS[name]
    elif name in known:
        text = known[name].get_help(typer.Context(known[name], info_name=name, parent=root))
    else:
        raise UsageError(f"no help on {name!r}", f"there is help on {', '.join([*help_topics.TOPICS, *known])}")
    console.write(text.split("\n"))
    return FOUND


def run() -> int:
    """Run `sys.argv` and return the exit code; raises UsageError for a command line that Typer cannot read."""
    if "_JIMO_COMPLETE" in os.environ:
        os.environ["COLUMNS"] = "1000"  # a line that Typer folds is two candidates to a shell
    try:
        return app(prog_name="jimo", standalone_mode=False) or FOUND
    except typer.TyperException as error:
        raise _usage_error(error) from None


def _usage_error(error: Exception) -> UsageError:
    """What Typer found wrong with the command line, and which help to read."""
    say = getattr(error, "format_message", None)
    message = (say() if say else str(error)).rstrip(".").replace("\n", " ").replace("Value error, ", "")
    message = shortened(message, _LONGEST_USAGE_ERROR)
    message, _, meant = message.partition(". Did you mean ")
    context = getattr(error, "ctx", None)
    path = (
        context.command_path
        if context
        else " ".join(["jimo", *(word for word in sys.argv[1:2] if word in commands.REGISTRY)])
    )
    _, found, option = message.partition("o such option: -")
    hint = f"{path} --help shows its {'commands' if path == 'jimo' else 'arguments and options'}"
    if found and option.lstrip()[:1].isdigit():
        hint = "put -- before a word that begins with a minus"
    elif found and path == "jimo" and f"-{option.partition(' ')[0]}" in _flags():
        hint = f"options follow the command; {path} --help shows the commands"
    if meant:
        hint = f"did you mean {meant} {hint}"
    return UsageError(f"{message[:1].lower()}{message[1:]}", hint)


def _flags() -> set[str]:
    return {option.flag for name in commands.REGISTRY for option in commands.load(name).SPEC.options}
