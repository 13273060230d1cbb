"""What a command declares: its help, arguments, options and fields; and the parameters that commands share.

`cli.fast` reads command lines by it, `cli.help_pages` explains it, and `cli.app` declares it to Typer for the
completion of shells. `Command.parse` turns the texts that were typed into values.
"""

from __future__ import annotations

from jimo_cli.errors import UsageError, quoted
from jimo_cli.fields import FACT_FIELDS, KINDS, LANGUAGES
from jimo_cli.output.lines import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from jimo_cli.store.interface import Days

    Raw = str | tuple[str, ...] | bool
    """What was typed for a parameter: a text, several, or that a flag was given."""


_HIGHEST_LIMIT = 999_999_999  # more than any base holds, and less than the LIMIT that SQLite takes


def limit(text: str) -> int:
    """Return a number of rows; raises UsageError for anything but a whole number from 1."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(_HIGHEST_LIMIT)) else 0
    if not 1 <= number <= _HIGHEST_LIMIT:
        raise UsageError(f"--limit is {quoted(text)}", f"give a whole number from 1 to {_HIGHEST_LIMIT}")
    return number


def field_names(text: str) -> tuple[str, ...]:
    """Return the names in a list with commas, whether or not there are such fields."""
    return tuple(name.strip() for name in text.split(","))


def check_fields(names: Sequence[str], known: Sequence[str]) -> None:
    """Raise UsageError for the first name that is not a known field, or is there a second time."""
    seen = set()
    for name in names:
        if name not in known:
            raise UsageError(f"no field {quoted(name)}", f"the fields are {', '.join(known)}")
        if name in seen:
            raise UsageError(f"field {name} given twice", "name each field once")
        seen.add(name)


def fact_field(text: str) -> str:
    """Return the name of a field of a fact; raises UsageError where there is no such field."""
    check_fields((text,), FACT_FIELDS)
    return text


def days_of_period(text: str) -> Days:
    """Return the first and the last day of a time period; raises UsageError where it is none."""
    from jimo_cli import resolve  # noqa: PLC0415  # few commands filter by period

    return resolve.days_of_period(text)


class Parameter:
    """An argument or an option of a command.

    `metavar` stands for its value in the help; an option with neither metavar nor choices is a flag.
    `parse` turns a text into a value and may raise UsageError. `completion` names what a shell offers:
    `cli.app` knows how. A `many` parameter may be given again. Of an argument that takes `figures` -5.2% is
    a value. `short` is another flag for one that takes a value: a minus and a letter.
    """

    def __init__(
        self,
        name: str,
        help_text: str,
        metavar: str = "",
        *,
        flag: str = "",
        choices: Sequence[str] = (),
        parse: Callable[[str], object] = str,
        completion: str = "",
        many: bool = False,
        required: bool = False,
        figures: bool = False,
        short: str = "",
    ) -> None:
        self.name = name
        self.help = help_text
        self.metavar = metavar
        self.flag = flag or f"--{name}"
        self.choices = choices
        self.completion = completion
        self.many = many
        self.required = required
        self.figures = figures
        self.short = short
        self.takes_value = bool(metavar or choices)
        self._parse = parse

    def raw(self, texts: Sequence[str]) -> Raw:
        """Return what was typed: the texts of a parameter that may be given again, that of another one, or True."""
        return True if not self.takes_value else tuple(texts) if self.many else texts[0]

    def value(self, raw: Raw) -> object:
        """Return the value of what was typed: a tuple for a parameter that may be given again."""
        if isinstance(raw, bool):
            return raw
        return self._parse(raw) if isinstance(raw, str) else tuple(map(self._parse, raw))


class Command:
    """A command: help and examples, parameters, fields that it has and those in a line, and its default formats.

    A `long` one may run for minutes over a large base.
    """

    def __init__(
        self,
        help_text: str,
        examples: Sequence[str],
        *,
        options: Sequence[Parameter],
        arguments: Sequence[Parameter] = (),
        fields: Sequence[str] = FACT_FIELDS,
        line_fields: Sequence[str] | None = None,
        in_pipe: str = "tsv",
        on_terminal: str = "table",
        long: bool = False,
    ) -> None:
        self.help = help_text
        self.examples = examples
        self.options = options
        self.arguments = arguments
        self.parameters = {parameter.name: parameter for parameter in (*arguments, *options)}
        self._in_full = {option.short: option.flag for option in options if option.short}
        self.fields = fields
        self.line_fields = fields if line_fields is None else line_fields
        self.in_pipe = in_pipe
        self.on_terminal = on_terminal
        self.long = long

    @property
    def purpose(self) -> str:
        """What the command does: the first line of its help."""
        return self.help.partition("\n")[0]

    def is_option(self, word: str) -> bool:
        """Return whether a word of the command line is an option, and not an argument."""
        is_figure = word[1:].lstrip(".")[:1].isdecimal() and any(argument.figures for argument in self.arguments)
        return word.startswith("-") and word != "-" and not is_figure

    def in_full(self, word: str) -> str:
        """Return an option by its long flag: of `-oFILE` that is `--output=FILE`; any other word as it is."""
        flag = self._in_full.get(word[:2])
        return word if flag is None else f"{flag}={word[2:]}" if word[2:] else flag

    def parse(self, raw: Mapping[str, Raw]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the values for the session and those for the command itself, by parameter name.

        Raises UsageError for a text that is no value of its parameter.
        """
        shared: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for name, parameter in self.parameters.items():
            if name in raw:
                values = shared if name in _OF_SESSION else own
                values[name] = parameter.value(raw[name])
        return shared, own


TOPIC = Parameter("topic", "A topic, however spelled.", "TOPIC", completion="topic")
ONLY_TOPIC = Parameter(
    "only_topic", "Only this topic; may be given again.", "TOPIC", flag="--topic", completion="topic", many=True
)
KIND = Parameter(
    "kind", f"Only this kind; may be given again. One of {', '.join(KINDS)}.", "KIND", choices=KINDS, many=True
)
PERIOD = Parameter(
    "period",
    "Only facts within it: 2024, 2024-S1, 2023/..; may be given again.",
    "PERIOD",
    parse=days_of_period,
    many=True,
)
AREA = Parameter(
    "area",
    "Only facts about this place, by any of its names; may be given again.",
    "PLACE",
    completion="area",
    many=True,
)
WITHIN = Parameter("within", "Only facts about places that lie in this one.", "PLACE", completion="area")
FORMAT = Parameter("format", "Output format. [default: table on a terminal, tsv in a pipe]", choices=FORMATS)
FIELDS = Parameter("fields", "These fields, in this order.", "A,B", parse=field_names, completion="fields")
HEADER = Parameter("header", "Begin tsv with the names of the fields.")
FACTS = Parameter("facts", "Read only the fact files of this directory; may be given again.", "DIR", many=True)
LANG = Parameter(
    "lang", "Language of tables, messages and help. [default: JIMO_LANG, else the locale]", choices=LANGUAGES
)

FILTERS = (ONLY_TOPIC, KIND, PERIOD, AREA, WITHIN)
OUTPUT = (FORMAT, FIELDS, HEADER, FACTS, LANG)


def limit_option(default: str = "all") -> Parameter:
    """Return `--limit` for a command with a default of its own."""
    return Parameter("limit", f"Print at most N. [default: {default}]", "N", parse=limit)


def format_option(default: str, choices: Sequence[str] = FORMATS) -> Parameter:
    """Return `--format` for a command with a default of its own."""
    return Parameter("format", f"Output format. [default: {default}]", choices=choices)


_OF_SESSION = frozenset(parameter.name for parameter in (TOPIC, *FILTERS, *OUTPUT))
