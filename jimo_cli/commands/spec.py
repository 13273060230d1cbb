"""What a command line may say: commands, arguments and options, told once.

`plain` reads look-ups by it, `cli` declares it to Typer, and both call the same functions with
the same values.
"""

from __future__ import annotations

from jimo_cli.fields import FORMATS, KINDS, LANGUAGES, LINT_FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Parameter:
    """An argument or an option: `name` is the attribute of the request that it sets.

    `metavar` stands for its value in the help; an option without one is a flag. `choices` are the
    words that it takes, `many` says that it may be given again.
    """

    def __init__(  # noqa: PLR0913  # each is named where it is given
        self,
        name: str,
        help_text: str,
        metavar: str = "",
        *,
        choices: Sequence[str] = (),
        number: bool = False,
        many: bool = False,
        needed: bool = False,
    ) -> None:
        self.name = name
        self.help = help_text
        self.metavar = metavar
        self.choices = choices
        self.number = number
        self.many = many
        self.needed = needed

    @property
    def flag(self) -> str:
        """The option as it is typed."""
        return f"--{self.name.removeprefix('only_')}"


class Command:
    """A command: what it does, two examples, its arguments and its options."""

    def __init__(
        self,
        help_text: str,
        examples: Sequence[str],
        options: Sequence[Parameter],
        arguments: Sequence[Parameter] = (),
    ) -> None:
        self.help = help_text
        self.examples = examples
        self.options = options
        self.arguments = arguments


TOPIC = Parameter("topic", "A topic, however spelled.", "TOPIC")
WORDS = Parameter("words", "What to look for; no quotes needed.", "QUERY", many=True)
IDS = Parameter("ids", "Ids of facts.", "ID", many=True, needed=True)
ID = Parameter("id", "The id of a fact; - reads ids from stdin, one a line.", "ID", needed=True)
FIELD = Parameter("field", "The field. [default: value]", "FIELD")

ONLY_TOPIC = Parameter("only_topic", "Only this topic.", "TOPIC")
KIND = Parameter(
    "kind", f"Only this kind; may be given again. One of {', '.join(KINDS)}.", "KIND", choices=KINDS, many=True
)
PERIOD = Parameter("period", "Only what lies in it: 2024, 2024-S1, 2023/..", "PERIOD")
AREA = Parameter("area", "Only facts about this place, or part of its name.", "PLACE")
LIMIT = Parameter("limit", "At most so many.", "N", number=True)
ALL = Parameter("all", "Show weak hits as well.")
BATCH = Parameter("batch", "Answer queries from stdin, one a line, each with its best hit (--limit for more).")
FORMAT = Parameter("format", "How to write it. [default: table on a terminal, tsv in a pipe]", choices=FORMATS)
FIELDS = Parameter("fields", "These fields, in this order.", "A,B")
HEADER = Parameter("header", "Begin tsv with the names of the fields.")
FACTS = Parameter("facts", "Look in these fact files only; may be given again.", "DIR", many=True)
LANG = Parameter("lang", "Language of tables. [default: the locale's]", choices=LANGUAGES)
SOURCE = Parameter("source", "A text that facts cite; may be given again.", "FILE", many=True, needed=True)
UNCOVERED = Parameter("uncovered", "List the figures of the text that no fact covers.")

PATHS = Parameter(
    "paths", "Directories of fact files, or single files. [default: those of a look-up]", "PATH", many=True
)
LINT_FORMAT = Parameter("format", "How to write it. [default: text]", choices=LINT_FORMATS)
STRICT = Parameter("strict", "Fail on warnings too.")
FIX = Parameter("fix", "Mend what has one right answer; comments stay.")
EXPLAIN = Parameter("explain", "Explain a rule by its code.", "CODE")
SCHEMA = Parameter("schema", "Print the JSON Schema of a fact file, for editors.")

EXPORT_FORMAT = Parameter("format", "How to write it. [default: jsonl]", choices=FORMATS)

_OUTPUT = (FORMAT, FIELDS, HEADER, FACTS, LANG)

COMMANDS: Mapping[str, Command] = {
    "topics": Command(
        "Show the topics and what they hold.",
        ("jimo topics", "jimo topics --format json"),
        _OUTPUT,
    ),
    "stats": Command(
        "Show the statistics of a topic.\n\nShares and growth stand under the figure they belong to.",
        ("jimo stats marine", "jimo stats marine --period 2024 --format csv"),
        (ONLY_TOPIC, PERIOD, AREA, LIMIT, *_OUTPUT),
        (TOPIC,),
    ),
    "list": Command(
        "List facts of every kind.",
        ("jimo list business --kind mechanism", "jimo list --kind project --format md"),
        (ONLY_TOPIC, KIND, PERIOD, AREA, LIMIT, *_OUTPUT),
        (TOPIC,),
    ),
    "search": Command(
        "Find facts, however the query is typed.\n\n"
        "By name, alias or figure: Chinese, pinyin, initials or English, with typing errors; the best first.",
        ("jimo search 营商环境", "jimo search 345亿 | cut -f1"),
        (ONLY_TOPIC, KIND, PERIOD, AREA, LIMIT, ALL, BATCH, *_OUTPUT),
        (WORDS,),
    ),
    "show": Command(
        "Show facts in full.\n\nFigure, period, place, parts, source and where in it, related facts.",
        ("jimo show marine.gross-product", "jimo show approval-reform --format json"),
        _OUTPUT,
        (IDS,),
    ),
    "get": Command(
        "Print one field of a fact and nothing else.",
        ("jimo get marine.gross-product", "jimo get marine.gross-product as_written"),
        (FORMAT, FACTS),
        (ID, FIELD),
    ),
    "lint": Command(
        "Check fact files: form, sense and arithmetic.\n\n"
        "Every problem as path:line:column, code, what is wrong and what to do. Ends with 1 where there are errors.",
        ("jimo lint facts --format sarif", "jimo lint --explain S201"),
        (LINT_FORMAT, STRICT, FIX, EXPLAIN, SCHEMA, FACTS),
        (PATHS,),
    ),
    "verify": Command(
        "Hold facts against the text that they cite.\n\n"
        "A fact is found where the paragraph that it cites has its figure, which is its value, and a word of its name.",
        ("jimo verify --source article.txt", "jimo verify --source article.txt --uncovered"),
        (SOURCE, UNCOVERED, ONLY_TOPIC, KIND, *_OUTPUT),
    ),
    "export": Command(
        "Write every field of every fact.\n\nOne JSON object a line, unless --format says otherwise.",
        ("jimo export > facts.jsonl", "jimo export --format csv --topic marine"),
        (ONLY_TOPIC, KIND, PERIOD, AREA, LIMIT, EXPORT_FORMAT, FIELDS, HEADER, FACTS, LANG),
    ),
}
