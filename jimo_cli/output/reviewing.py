"""Asking a person about the guesses of an import, one after the other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from jimo_cli.errors import UsageError
from jimo_cli.output import console

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Protocol, TypeVar

    M = TypeVar("M", bound="Mark")

    class Mark(Protocol):
        """A guess that nobody has confirmed."""

        @property
        def id(self) -> str: ...  # noqa: D102
        @property
        def key(self) -> str: ...  # noqa: D102
        @property
        def words(self) -> str: ...  # noqa: D102
        @property
        def value(self) -> str: ...  # noqa: D102
        @property
        def shown(self) -> Mapping[str, str]: ...  # noqa: D102

    class Review(Protocol[M]):
        """The guesses of a file, and what can be decided of them."""

        def next(self) -> tuple[M, int] | None: ...  # noqa: D102
        def sentence(self, mark: M, /) -> Sequence[str] | None: ...  # noqa: D102
        def alike(self, mark: M, /) -> Sequence[M]: ...  # noqa: D102
        def accept(self, *marks: M) -> None: ...  # noqa: D102
        def edit(self, mark: M, typed: str, /) -> Sequence[str]: ...  # noqa: D102
        def skip(self) -> None: ...  # noqa: D102


_ASKED = "[a]ccept, {}[e]dit, [s]kip, [q]uit? "
_ASKED_OF_ALL = "a[l]l {} like it, "
_AROUND = 150  # characters of a sentence on each side of a figure
_WHOLE = "the whole fact"


def require_terminal() -> None:
    """Raise UsageError where nobody can be asked: stdin or stdout is no terminal."""
    if not (console.is_terminal(sys.stdin) and console.is_terminal(sys.stdout)):
        hint = "run it in a terminal; or correct in the file what jimo lint warns of (F125), and remove each comment"
        raise UsageError("--review asks in a terminal, and there is none", hint)


def review(guesses: Review[M]) -> None:
    """Ask about each guess until all are decided or skipped, or the person quits."""
    while (found := guesses.next()) is not None:
        mark, left = found
        console.write(map(console.in_their_language, _lines(mark, left, guesses.sentence(mark))))
        if not _is_decided(guesses, mark):
            return


def _is_decided(guesses: Review[M], mark: M) -> bool:
    """Ask until a guess is decided or skipped; whether to go on."""
    alike = guesses.alike(mark)
    asked = _ASKED.format(_ASKED_OF_ALL.format(len(alike)) if len(alike) > 1 else "")
    while True:
        answer = _answer(asked)
        answer = answer if answer is None else answer.strip().lower()
        if answer in {None, "q", "quit"}:
            return False
        if answer in {"s", "skip"}:
            guesses.skip()
            return True
        if answer in {"a", "accept"}:
            guesses.accept(mark)
            return True
        if answer in {"l", "all"} and len(alike) > 1:
            guesses.accept(*alike)
            return True
        if answer in {"e", "edit"} and _is_edited(guesses, mark):
            return True


def _is_edited(guesses: Review[M], mark: M) -> bool:
    """Ask for a value and write it; nothing typed, and a value that is refused, leave all as it was."""
    typed = _answer(f"{mark.key} = " if mark.key else "KEY = VALUE: ")
    if typed is None or not typed.strip():
        return False
    try:
        warnings = guesses.edit(mark, typed)
    except UsageError as error:
        console.say(error.message, error.hint)
        return False
    for warning in warnings:
        console.say(f"written, but {warning}")
    return True


def _answer(prompt: str) -> str | None:
    """The line that is typed; None where no more is, since the terminal was closed or told so."""
    try:
        return input(console.in_their_language(prompt))
    except (EOFError, OSError):
        return None


def _lines(mark: Mark, left: int, sentence: Sequence[str] | None) -> Iterator[str]:
    yield ""
    yield f"{mark.id} ({left} left)"
    yield from (f"  {key} = {value}" for key, value in mark.shown.items() if key != mark.key)
    if sentence is not None:
        before, figure, behind = (" ".join(part.split()) if "\n" in part else part for part in sentence)
        before = before if len(before) <= _AROUND else f"…{before[-_AROUND:]}"
        behind = behind if len(behind) <= _AROUND else f"{behind[:_AROUND]}…"
        yield f"  source: {before}>>{figure}<<{behind}"
    guessed = f"{mark.key} = {mark.value}" if mark.value else mark.key
    yield f"  guessed: {guessed or _WHOLE}{f', from: {mark.words}' if mark.words else ''}"
