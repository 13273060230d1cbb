"""Usual command lines, read without a framework: importing one costs ten times the look-up.

Only what is certain is read here: whole option names, known words, nothing missing. Anything
else, and every error, is left to `cli.app`, which reads it by the same SPEC.
"""

from __future__ import annotations

from jimo_cli import commands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jimo_cli.commands.spec import Command, Parameter, Raw


class _NotUsualError(Exception):
    """The command line is not for this reader."""


def read_argv(argv: Sequence[str]) -> tuple[str, Mapping[str, Raw]] | None:
    """Return the command and the text of each parameter by its name, None for an unusual command line."""
    if not argv or argv[0] not in commands.REGISTRY:
        return None
    try:
        return argv[0], _Reader(commands.load(argv[0]).SPEC).read(argv[1:])
    except _NotUsualError:
        return None


class _Reader:
    """Reads the words after a command."""

    def __init__(self, spec: Command) -> None:
        self._spec = spec
        self._raw: dict[str, str | bool | list[str]] = {}

    def read(self, argv: Sequence[str]) -> Mapping[str, Raw]:
        options = {option.flag: option for option in self._spec.options}
        words = []
        rest = iter(argv)
        for word in rest:
            if not self._spec.is_option(word):
                words.append(word)
                continue
            flag, equals, text = word.partition("=")
            option = options.get(flag)
            if option is None or (equals and not option.takes_value):
                raise _NotUsualError
            self._add(option, text if equals or not option.takes_value else _next(rest))
        self._add_arguments(words)
        if any(parameter.required and parameter.name not in self._raw for parameter in self._spec.options):
            raise _NotUsualError
        return {name: tuple(text) if isinstance(text, list) else text for name, text in self._raw.items()}

    def _add_arguments(self, words: list[str]) -> None:
        for argument in self._spec.arguments:
            if argument.required and not words:
                raise _NotUsualError
            taken = words if argument.many else words[:1]
            words = words[len(taken) :]
            for word in taken:
                self._add(argument, word)
        if words:
            raise _NotUsualError

    def _add(self, parameter: Parameter, text: str) -> None:
        if parameter.choices and text not in parameter.choices:
            raise _NotUsualError
        before = self._raw.get(parameter.name)
        if isinstance(before, list):
            before.append(text)
        elif parameter.many:
            self._raw[parameter.name] = [text]
        elif before is None:
            self._raw[parameter.name] = text if parameter.takes_value else True
        else:
            raise _NotUsualError


def _next(rest: Iterator[str]) -> str:
    """The value after an option, unless it is an option too."""
    text = next(rest, "-")
    if text.startswith("-"):
        raise _NotUsualError
    return text
