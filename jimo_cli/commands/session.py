"""One run of a command: opens the store, chooses format and fields, writes the answer, decides the exit code.

Every look-up in a pipe passes through here, so what draws tables is imported where a table is drawn.
"""

from __future__ import annotations

import os
import sys
import time

from jimo_cli import store
from jimo_cli.commands.spec import check_fields
from jimo_cli.errors import FACTS_BROKEN, FOUND, NOTHING_FOUND, BrokenFactsError, NotFoundError, UsageError, quoted
from jimo_cli.fields import LANGUAGES
from jimo_cli.output import console, lines
from jimo_cli.packs import find
from jimo_cli.store.filters import Filters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Final, Self

    from rich.console import RenderableType

    from jimo_cli.commands.spec import Command
    from jimo_cli.errors import StoreDamagedError
    from jimo_cli.output.lines import Writer
    from jimo_cli.output.progress import Progress
    from jimo_cli.store.interface import Days, Row, Store

    Table = Callable[[str], Iterable[RenderableType]]
    """Draws an answer for a terminal, in the language given."""


class Answer:
    """What a command returns: rows of text in `fields`, or lines of `text` that are written as they are.

    `table` draws the rows for a terminal; `styled` text carries escapes of our own. The exit code is 0 if
    something was `found`, else `failure`; `notes` go to stderr afterwards. Without `fields` the rows have
    those of the session.
    """

    lines: Iterable[list[str]] | None = None
    """Instead of rows, blocks of the lines that `Session.line_writer` made of them; each is written before the next."""

    has_mark = False
    """Whether csv begins with a byte order mark on a terminal too."""

    def __init__(
        self,
        rows: Iterable[Row] = (),
        *,
        found: bool,
        fields: Sequence[str] = (),
        table: Table | None = None,
        text: Iterable[str] | None = None,
        styled: bool = False,
        notes: Sequence[str] = (),
        failure: int = NOTHING_FOUND,
    ) -> None:
        self.rows = rows
        self.found = found
        self.failure = failure
        self.fields = fields
        self.table = table
        self.text = text
        self.styled = styled
        self.notes = notes


class _Progress:
    """The progress bar of a build, imported where there is one."""

    def __init__(self) -> None:
        self._bar: Progress | None = None

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            from jimo_cli.output.progress import Progress  # noqa: PLC0415  # most look-ups build nothing

            self._bar = Progress()
        self._bar.files(done, total)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


class Session:
    """A command line being answered: its store, filters, format and fields.

    The store is opened when it is first needed, and its problems are reported then.
    """

    def __init__(
        self,
        spec: Command,
        *,
        format: str | None = None,  # noqa: A002  # named like the option
        fields: Sequence[str] | None = None,
        header: bool = False,
        facts: Sequence[str] = (),
        lang: str | None = None,
        topic: str | None = None,
        only_topic: tuple[str, ...] = (),
        kind: tuple[str, ...] = (),
        period: tuple[Days, ...] = (),
        area: tuple[str, ...] = (),
        within: str | None = None,
    ) -> None:
        if topic is not None and only_topic:
            raise UsageError("topic given twice", "omit --topic or the argument")
        default = spec.on_terminal if console.is_terminal(sys.stdout) else spec.in_pipe
        self.facts: Final = facts
        self.chosen_format: Final = format
        self.format = format or default
        self.header: Final = header
        self._spec, self._chosen_fields, self._lang = spec, fields, lang
        self._filters = only_topic if topic is None else (topic,), kind, period, area, within
        self._store: Store | None = None
        self._has_problems = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: object, error: object, _traceback: object) -> None:
        if self._store is not None:
            self._store.close()
        if isinstance(error, NotFoundError) and self._has_problems:
            raise BrokenFactsError(error.message, error.hint) from None

    @property
    def store(self) -> Store:
        """The index of the facts; opening it reports the problems of the fact files."""
        if self._store is None:
            progress = _Progress()
            try:
                self._store = store.open_store(*find.packs_and_cache(self.facts, os.environ), progress)
            finally:
                progress.close()
            self._report(self._store)
        return self._store

    def reopen(self) -> None:
        """Open the same index once more: a process that was forked must not use the connection of the other one.

        Raises StoreDamagedError where it cannot be opened. The other connection is left as it is.
        """
        self._inherited = self.store
        self._store = self._inherited.reopened()

    def rebuild(self, damage: StoreDamagedError) -> None:
        """Remove the index, in which damage was found; the store is compiled anew when it is next needed.

        Raises the damage itself where there is no index that can be removed.
        """
        if not store.discard(*find.packs_and_cache(self.facts, os.environ)):
            raise damage
        console.say(f"the index was corrupt; rebuilding it ({damage})")
        if self._store is not None:
            self._store.close()
            self._store = None

    def _report(self, opened: Store) -> None:
        if opened.warning:
            console.say(opened.warning)
        if problems := opened.problems():
            from jimo_cli.model import Problem  # noqa: PLC0415

            self._has_problems = True
            for problem in problems:
                console.say(str(Problem(*problem)))

    @property
    def fields(self) -> Sequence[str]:
        """The fields to write: those given, else all in JSON and fewer in lines.

        Raises UsageError for one that the command does not have.
        """
        every = self.format.startswith("json")
        return self.fields_among(self._spec.fields, self._spec.fields if every else self._spec.line_fields)

    def fields_among(self, known: Sequence[str], default: Sequence[str]) -> Sequence[str]:
        """Return the fields given, or the default; raises UsageError for one that is not known."""
        if self._chosen_fields is None:
            return default
        check_fields(self._chosen_fields, known)
        return self._chosen_fields

    @property
    def has_fields(self) -> bool:
        """Whether fields were given."""
        return self._chosen_fields is not None

    @property
    def language(self) -> str:
        """The language of a text: that of `--lang`, else on a terminal that of the reader, and in a pipe Chinese."""
        return language(self._lang, os.environ if console.is_terminal(sys.stdout) else {})

    @property
    def draws(self) -> bool:
        """Whether a command draws a table of its own, not one of the fields that were given."""
        return self.format == "table" and not self.has_fields

    @property
    def lang(self) -> str:
        """The language of tables; raises UsageError as `language` does."""
        return language(self._lang, os.environ)

    @property
    def has_filters(self) -> bool:
        """Whether any filter was given."""
        return any(self._filters)

    @property
    def today(self) -> str:
        """The day (ISO 8601) by which words such as 去年 are read: `JIMO_TODAY`, else the clock's.

        Raises UsageError where `JIMO_TODAY` is no day.
        """
        chosen = os.environ.get("JIMO_TODAY")
        if chosen and not _is_day(chosen):
            raise UsageError(f"JIMO_TODAY is {quoted(chosen)}", "give a day, as in 2024-06-30")
        return chosen or time.strftime("%Y-%m-%d")

    @property
    def show_range(self) -> bool:
        """Whether one text has to hold both ends of a range; JSON has a number for each."""
        return not self.format.startswith("json")

    def filters(self, kinds: tuple[str, ...] | None = None) -> Filters:
        """Return what a fact must be to pass; `kinds` replace those of the command line.

        Reports which topic an inexact name was interpreted as, and a place that no fact is about. Raises as
        `resolve.topic_id`, `areas_named` and `areas_within` do.
        """
        names, kind, period, areas, within = self._filters
        kinds = kind if kinds is None else kinds
        if not (names or areas or within is not None):
            return Filters((), kinds, period)
        from jimo_cli import resolve  # noqa: PLC0415  # most searches have no filter

        topics = tuple(self._topic(*resolve.topic_id(self.store, name), name) for name in names)
        area = tuple(found for name in areas for found in self._area(resolve.areas_named(self.store, name), name))
        inside = None if within is None else resolve.areas_within(self.store, within)
        return Filters(topics, kinds, period, area, inside)

    def _area(self, found: tuple[str, ...], name: str) -> tuple[str, ...]:
        if not found:
            console.say(f"no fact is about {quoted(name)}")
        return found or (name,)

    def _topic(self, topic: str, exact: bool, name: str) -> str:  # noqa: FBT001  # as `resolve.topic_id` returns it
        if not exact:
            console.say(f"{quoted(name)} interpreted as topic {topic}")
        return topic

    def write(self, answer: Answer) -> int:
        """Write an answer, then its notes to stderr, and return the exit code: broken facts outweigh all else."""
        if answer.text is not None:
            console.write(answer.text, styled=answer.styled)
        elif self.format == "table" and answer.lines is None:
            self._write_table(answer)
        else:
            self._write_lines(answer)
        for note in answer.notes:
            console.say(note)
        if self._has_problems:
            return FACTS_BROKEN
        return FOUND if answer.found else answer.failure

    def line_writer(self, fields: Sequence[str]) -> Writer:
        """Return what makes the lines of rows of those fields, in the format for programs."""
        return lines.writer(fields, self._line_format, ascii_only=not console.speaks_unicode())

    @property
    def _line_format(self) -> str:
        return "tsv" if self.format == "table" else self.format

    def _write_lines(self, answer: Answer) -> None:
        form, fields = self._line_format, answer.fields or self.fields
        written = answer.lines or map(self.line_writer(fields), lines.blocks(answer.rows))
        framed = lines.framed(written, fields, form, header=self.header)
        has_mark = form == "csv" and (answer.has_mark or console.takes_mark())
        console.write_blocks(lines.with_mark(framed) if has_mark else framed)

    def _write_table(self, answer: Answer) -> None:
        """Write the table that the command draws, or a plain one of the fields that were given."""
        rows = iter(answer.rows)
        first = next(rows, None)
        if first is None:
            return
        from itertools import chain  # noqa: PLC0415

        from jimo_cli.output import fitting, tables  # noqa: PLC0415

        lang = self.lang
        if answer.table is not None and self.draws:
            parts = answer.table(lang)
        else:
            parts = [tables.of_fields(chain((first,), rows), answer.fields or self.fields, lang)]
        console.write(fitting.render(parts), styled=True)


def _is_day(written: str) -> bool:
    from datetime import date  # noqa: PLC0415  # few give one

    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def language(lang: str | None, env: Mapping[str, str]) -> str:
    """Return the language given, else that of `JIMO_LANG`, else the locale's, else Chinese.

    Raises UsageError where `JIMO_LANG` is not a language that there is.
    """
    from jimo_cli import messages  # noqa: PLC0415  # lines for programs are in none

    chosen = lang or env.get("JIMO_LANG")
    if chosen and chosen not in LANGUAGES:
        raise UsageError(f"JIMO_LANG is {quoted(chosen)}", f"set it to {' or '.join(LANGUAGES)}")
    return messages.language(chosen, env)
