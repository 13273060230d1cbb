"""The command line, read by the SPECs of the commands: what to run with which texts, or what is wrong with it.

A framework would cost ten times a look-up. `cli.app` declares the same SPECs to Typer; what is wrong is said in
its words.
"""

from __future__ import annotations

from jimo_cli import commands
from jimo_cli.commands.spec import LANG, Command, Parameter, format_option
from jimo_cli.errors import UsageError, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jimo_cli.commands.spec import Raw

    Given = Iterator[tuple[Parameter, str]]
    """Options in the order of the command line, each with its text, empty for a flag."""

HELP = Parameter("help", "Show this message and exit.")
"""`--help`, or `-h`, of the program and of every command."""

COMPLETION = ("--install-completion", "--show-completion")
"""The options that Typer answers."""

PROGRAM = Command(
    "Look up facts: what a figure was, exactly, and where it comes from.",
    (),
    options=(
        Parameter("version", "Show the version."),
        HELP,
        Parameter("install", "Install completion for the current shell.", flag=COMPLETION[0]),
        Parameter(
            "show",
            "Show completion for the current shell, to copy it or customize the installation.",
            flag=COMPLETION[1],
        ),
    ),
)
"""What stands before a command."""

_OF_HELP = Command(
    "Explain a command or a topic.\n\nThe topics are exit-codes, formats, fields, packs, codes and agents.",
    ("jimo help exit-codes", "jimo help --format json"),
    arguments=(Parameter("name", "A help topic or a command.", "TOPIC", completion="help"),),
    options=(format_option("text", ("text", "json")), LANG),
    fields=(),
)

_LONGEST_MESSAGE = 200
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))}


def names() -> tuple[str, ...]:
    """Return the names of the commands, in the order of the help."""
    return (*commands.REGISTRY, "help")


def spec_of(name: str) -> Command:
    """Return the SPEC of a command, which may be `help`."""
    return _OF_HELP if name == "help" else commands.load(name).SPEC


def read_argv(argv: Sequence[str]) -> tuple[str, Mapping[str, Raw]]:
    """Return the command and the text of each parameter by its name.

    Whatever asks for help is the command `help`; the flag of another option of the program stands for a command.
    Raises UsageError for a line that cannot be read.
    """
    before = next((at for at, word in enumerate(argv) if not PROGRAM.is_option(word)), len(argv))
    flags = [(word, None) for word in argv[:before] if word != "--"]
    given = [option.flag for option, _ in _given(PROGRAM, "jimo", flags)]
    if given and given[0] != "--help":
        return given[0], {}
    return _read_command(argv[before], argv[before + 1 :]) if before < len(argv) and not given else ("help", {})


def _read_command(name: str, argv: Sequence[str]) -> tuple[str, Mapping[str, Raw]]:
    if name not in names():
        raise _no_command(name)
    spec, path = spec_of(name), f"jimo {name}"
    options, words = _split(spec, argv)
    texts: dict[str, list[str]] = {}
    for option, text in [*_given(spec, path, options)]:
        if option is HELP:
            return "help", {"name": name}
        texts.setdefault(option.name, []).append(text)
    for argument in spec.arguments:
        taken = words if argument.many else words[:1]
        words = words[len(taken) :]
        if taken:
            texts[argument.name] = taken
    _check(spec, path, texts)
    if words:
        raise _wrong(path, f"got unexpected extra argument(s) ({' '.join(words)})")
    return name, {key: spec.parameters[key].raw(given) for key, given in texts.items()}


def _split(spec: Command, argv: Sequence[str]) -> tuple[list[tuple[str, str | None]], list[str]]:
    """The options, with the word behind each that is its value, and the arguments.

    Raises UsageError for an option that takes one value and is given twice.
    """
    takes_value = {option.flag: option for option in spec.options if option.takes_value}
    options: list[tuple[str, str | None]] = []
    arguments: list[str] = []
    given: set[str] = set()
    words = iter(argv)
    for word in words:
        if word == "--":
            break
        if not spec.is_option(word):
            arguments.append(word)
            continue
        word = spec.in_full(word)  # noqa: PLW2901
        flag, equals, _ = word.partition("=")
        if flag in given and not takes_value[flag].many:
            raise UsageError(f"{flag} is given twice", "it takes one value")
        if flag in takes_value:
            given.add(flag)
        options.append((word, next(words, None) if flag in takes_value and not equals else None))
    return options, [*arguments, *words]


def _given(spec: Command, path: str, options: Sequence[tuple[str, str | None]]) -> Given:
    known = {option.flag: option for option in (*spec.options, HELP)}
    for word, behind in options:
        flag, equals, text = word.partition("=")
        option = known.get(flag)
        if option is None:
            _check_short(path, word, flag, known)
            yield HELP, ""
        elif not option.takes_value:
            if equals:
                raise _wrong(path, f"option {flag!r} does not take a value")
            yield option, ""
        elif not equals and behind is None:
            raise _wrong(path, f"option {flag!r} requires an argument")
        else:
            yield option, text if behind is None else behind


def _check_short(path: str, word: str, flag: str, known: Mapping[str, Parameter]) -> None:
    """Raise UsageError for an unknown option; `-h`, which may be repeated as `-hh`, is the only short one."""
    if not word.startswith("--"):
        unknown = next((letter for letter in word[1:] if letter != "h"), None)
        if unknown is not None:
            raise _no_option(path, f"-{unknown}")
        return
    from difflib import get_close_matches  # noqa: PLC0415  # a look-up has nothing to suggest

    raise _no_option(path, flag, get_close_matches(flag, known))


def _check(spec: Command, path: str, texts: Mapping[str, Sequence[str]]) -> None:
    """Raise UsageError for a text that is none of the choices, then for a parameter that is missing."""
    for name, given in texts.items():
        choices = spec.parameters[name].choices
        wrong = next((text for text in given if choices and text not in choices), None)
        if wrong is not None:
            known = ", ".join(map(repr, choices))
            raise _wrong(path, f"invalid value for '{spec.parameters[name].flag}': {wrong!r} is not one of {known}")
    for name, parameter in spec.parameters.items():
        if parameter.required and name not in texts:
            what = f"argument '{parameter.metavar}'" if parameter in spec.arguments else f"option '{parameter.flag}'"
            raise _wrong(path, f"missing {what}")


# ---- what is wrong


def _wrong(path: str, message: str, hint: str = "") -> UsageError:
    """What is wrong, and where to read on."""
    shows = "commands" if path == "jimo" else "arguments and options"
    return UsageError(
        shortened(message.translate(_CONTROLS), _LONGEST_MESSAGE), hint or f"{path} --help shows its {shows}"
    )


def _no_command(name: str) -> UsageError:
    from difflib import get_close_matches  # noqa: PLC0415  # a look-up has nothing to suggest

    meant = ", ".join(map(repr, get_close_matches(name, names())))
    hint = f"did you mean {meant}? jimo --help shows its commands" if meant else ""
    return _wrong("jimo", f"no such command {name!r}", hint)


def _no_option(path: str, flag: str, similar: Sequence[str] = ()) -> UsageError:
    hint = ""
    if flag[1:2].isdigit():
        hint = "put -- before a word that begins with a minus"
    elif path == "jimo" and any(flag == option.flag for name in names() for option in spec_of(name).options):
        hint = "options follow the command; jimo --help shows the commands"
    known = f" (Possible options: {', '.join(sorted(similar))})" if similar else ""
    return _wrong(path, f"no such option: {flag}{known}", hint)
