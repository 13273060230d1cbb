"""What may come next on a command line, for a shell that asks at every TAB: told without the framework.

`answer` reads the lines that are usual, by the SPECs of the commands; any other one, and the scripts that a shell
loads, are left to `cli.app`, which completes by the same functions.
"""

from __future__ import annotations

import sys

from jimo_cli.cli import fast
from jimo_cli.errors import JimoError, shortened
from jimo_cli.output import console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jimo_cli.commands.spec import Command, Parameter
    from jimo_cli.store.interface import Row, Store

    Candidates = list[tuple[str, str]]
    """Words that may come next, each with what it is, empty where that need not be said."""

_LONGEST_LABEL = 60
_HELP = ("--help", "-h")
_BLANKS = dict.fromkeys(map(ord, "\t\r\n"), " ")
_QUOTES = "\"'\\"

# Punctuation of ASCII may be an operator, a quote or an escape to a shell; its full-width forms are none.
_FULL_WIDTH = {code: code + 0xFEE0 for code in map(ord, "!\"#$&'()*;<=>?[\\]^`{|}~")}


def answer(environ: Mapping[str, str]) -> str | None:
    """Return what to print for a shell that asks by its environment; None for what `cli.app` has to answer."""
    shell = environ.get("_JIMO_COMPLETE", "").removeprefix("complete_")
    line = _line(shell, environ)
    if line is None:
        return None
    try:
        found = _candidates(*line, environ)
    except JimoError:  # a shell has no place for what is wrong with the facts
        found = []
    return None if found is None else _written(shell, found)


def _line(shell: str, environ: Mapping[str, str]) -> tuple[list[str], str] | None:
    """The words before the one that is typed, and that; None where the shell or a quote asks for the framework."""
    typed = environ.get("COMP_WORDS" if shell == "bash" else "_TYPER_COMPLETE_ARGS", "")
    if any(quote in typed for quote in _QUOTES):
        return None
    words = [word for word in typed.translate(_BLANKS).split(" ") if word]
    if shell == "bash":
        at = environ.get("COMP_CWORD", "")
        if not at.isdecimal() or not 1 <= int(at) <= len(words):
            return None
        return words[1 : int(at)], words[int(at)] if int(at) < len(words) else ""
    if shell == "zsh" or (shell == "fish" and environ.get("_TYPER_COMPLETE_FISH_ACTION") == "get-args"):
        is_begun = len(words) > 1 and not typed.endswith(" ")
        return (words[1:-1], words[-1]) if is_begun else (words[1:], "")
    return None


def _candidates(words: list[str], incomplete: str, environ: Mapping[str, str]) -> Candidates | None:
    if "=" in incomplete or "--" in words or (not words and incomplete.startswith("-")):
        return None
    if not words:
        return _commands(incomplete)
    return _of_command(words, incomplete, environ) if words[0] in fast.names() else None


def _of_command(words: list[str], incomplete: str, environ: Mapping[str, str]) -> Candidates | None:
    spec = fast.spec_of(words[0])
    if incomplete.startswith("-"):
        return _options(spec, words[1:], incomplete)
    parameter, facts = _next(spec, words[1:])
    if parameter is None:
        return None
    if parameter.choices:
        return _plain(word for word in parameter.choices if word.startswith(incomplete))
    return complete(parameter.completion, incomplete, facts, environ, spec.fields)


def _commands(incomplete: str) -> Candidates:
    return [(name, _purpose(name)) for name in fast.names() if name.startswith(incomplete)]


def _purpose(name: str) -> str:
    """What a command does, in the reader's language: the first line of its help."""
    return _told(fast.spec_of(name).help).partition("\n")[0]


def _told(text: str) -> str:
    from jimo_cli import messages  # noqa: PLC0415  # a word of the facts is in none

    return messages.told(text, messages.of_reader(sys.stdout))


def _options(spec: Command, given: Sequence[str], incomplete: str) -> Candidates:
    """The options that may still be given, those of one value once."""
    done = {*map(spec.in_full, given)}
    left = [option for option in spec.options if option.many or option.flag not in done]
    offered = [(flag, option.help) for option in left for flag in (option.flag, option.short) if flag]
    offered += [(flag, fast.HELP.help) for flag in _HELP]
    return [(flag, _told(help_text)) for flag, help_text in offered if flag.startswith(incomplete)]


def _next(spec: Command, given: Sequence[str]) -> tuple[Parameter | None, list[str]]:
    """The parameter that the next word is of, and the directories of `--facts`; None for an unusual line."""
    options = {option.flag: option for option in spec.options}
    arguments, facts = 0, list[str]()
    expected: Parameter | None = None
    for word in given:
        if expected is not None:
            facts += [word] if expected.name == "facts" else []
            expected = None
        elif not spec.is_option(word):
            arguments += 1
        else:
            flag, equals, text = spec.in_full(word).partition("=")
            option = options.get(flag)
            if option is None or (equals and not option.takes_value):
                return None, facts
            facts += [text] if equals and option.name == "facts" else []
            expected = option if option.takes_value and not equals else None
    if expected is not None:
        return expected, facts
    left = [argument for at, argument in enumerate(spec.arguments) if argument.many or at >= arguments]
    return left[0] if left else None, facts


# ---- words by what they are


def complete(
    kind: str, incomplete: str, facts: Sequence[str], environ: Mapping[str, str], fields: Sequence[str] = ()
) -> Candidates:
    """Return the words of a kind that begin like this; raises JimoError where the facts cannot be read.

    `facts` are the directories that the line names, `fields` those of its command.
    """
    if kind == "field":
        from jimo_cli.fields import FACT_FIELDS  # noqa: PLC0415

        return _plain(name for name in FACT_FIELDS if name.startswith(incomplete))
    if kind == "fields":
        done, comma, last = incomplete.rpartition(",")
        return _plain(done + comma + name for name in fields if name.startswith(last))
    if kind == "help":
        from jimo_cli.commands.help_topics import TOPICS  # noqa: PLC0415

        return _plain(name for name in (*TOPICS, *fast.names()) if name.startswith(incomplete))
    if kind not in {"topic", "id", "area"}:
        return []
    from jimo_cli import store  # noqa: PLC0415  # most words are of no facts
    from jimo_cli.packs import find  # noqa: PLC0415

    opened = store.open_store(*find.packs_and_cache(facts, environ))
    try:
        return _of_facts(opened, kind, incomplete)
    finally:
        opened.close()


def _of_facts(opened: Store, kind: str, incomplete: str) -> Candidates:
    if kind == "area":  # one with characters that a shell might read is left out
        areas = opened.names().areas
        return _plain(name for name in areas if name.startswith(incomplete) and _as_data(name) == name)
    if kind == "topic":
        return _beginning(incomplete, (row[:2] for row in opened.topics()))
    series, at, _ = incomplete.partition("@")
    if not at:  # an id begins with its topic: those of other topics need not be read
        topic, dot, _ = incomplete.partition(".")
        topics = [topic] if dot else [str(row[0]) for row in opened.topics() if str(row[0]).startswith(topic)]
        return _beginning(incomplete, [row for each in topics for row in opened.ids(each)])
    from jimo_cli.store.filters import Filters  # noqa: PLC0415

    return _beginning(incomplete, opened.rows(("id", "label"), Filters(series=series)))


def _plain(words: Iterable[str]) -> Candidates:
    return [(word, "") for word in words]


def _beginning(incomplete: str, rows: Iterable[Row]) -> Candidates:
    return [(str(name), _as_data(str(label))) for name, label in rows if str(name).startswith(incomplete)]


def _as_data(label: str) -> str:
    """A label that no shell reads as anything but text: the scripts of Typer evaluate what they are given."""
    return console.printable(shortened(label, _LONGEST_LABEL)).translate(_FULL_WIDTH)


# ---- as the scripts of Typer read it


def _written(shell: str, found: Candidates) -> str:
    if shell == "bash":
        return "\n".join(word for word, _ in found)
    if shell == "fish":
        return "\n".join(f"{word}\t{' '.join(what.split())}" if what else word for word, what in found)
    shown = (f'"{_escaped(word)}":"{_escaped(what)}"' if what else f'"{_escaped(word)}"' for word, what in found)
    return "_arguments '*: :((" + "\n".join(shown) + "))'" if found else "_files"


def _escaped(word: str) -> str:
    for char, escape in (('"', '""'), ("'", "''"), ("$", "\\$"), ("`", "\\`"), (":", "\\\\:")):
        word = word.replace(char, escape)
    return word
