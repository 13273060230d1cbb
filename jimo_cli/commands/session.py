"""What commands share: what was asked, the facts to ask it of, and how an answer is written.

A look-up in a pipe passes through here on its way, so what draws tables is imported where a table
is drawn.
"""

from __future__ import annotations

import os
import sys

from jimo_cli.catalog import Catalog
from jimo_cli.errors import FACTS_BROKEN, FOUND, NOTHING_FOUND, NotFoundError, UsageError, quoted
from jimo_cli.fields import LANGUAGES
from jimo_cli.output import console, lines
from jimo_cli.output.progress import Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.console import RenderableType

    from jimo_cli.catalog import Given


class Request:
    """What was asked for: each argument and option of the command line by its name."""

    words: Sequence[str] = ()
    ids: Sequence[str] = ()
    paths: Sequence[str] = ()
    id: str = ""
    field: str = "value"
    topic: str | None = None
    only_topic: str | None = None
    kind: Sequence[str] = ()
    period: str | None = None
    area: str | None = None
    limit: int | None = None
    all: bool = False
    batch: bool = False
    format: str | None = None
    fields: str | None = None
    header: bool = False
    facts: Sequence[str] = ()
    lang: str | None = None
    strict: bool = False
    fix: bool = False
    explain: str | None = None
    schema: bool = False
    source: Sequence[str] = ()
    uncovered: bool = False

    def __init__(self, **given: object) -> None:
        self.__dict__.update(given)

    @property
    def filters(self) -> Given:
        """What a fact must be to be shown."""
        return {"topic": self.topic, "kinds": self.kind, "period": self.period, "area": self.area}

    def form(self, in_pipe: str = "tsv", on_terminal: str = "table") -> str:
        """The format to write in: what was asked for, else what suits stdout."""
        return self.format or (on_terminal if console.is_terminal(sys.stdout) else in_pipe)

    def names(self, known: Sequence[str], usual: Sequence[str]) -> Sequence[str]:
        """The fields to write: those asked for, else all in JSON and the usual ones in lines.

        Raises UsageError where one is asked for that is not known.
        """
        if self.fields is None:
            return known if self.form().startswith("json") else usual
        asked = [name.strip() for name in self.fields.split(",")]
        for name in asked:
            if name not in known:
                raise UsageError(f"no field {quoted(name)}", f"the fields are {', '.join(known)}")
        return asked


class Opened:
    """The catalog to ask; its problems go to stderr, and outweigh that nothing was found."""

    def __init__(self, asked: Request) -> None:
        progress = Progress()
        try:
            self._catalog = Catalog(asked.facts, progress=progress.files)
        finally:
            progress.close()

    def __enter__(self) -> Catalog:
        if self._catalog.warning:
            console.say(self._catalog.warning)
        for problem in self._catalog.problems:
            console.say(str(problem))
        return self._catalog

    def __exit__(self, _type: object, error: object, _traceback: object) -> None:
        if isinstance(error, NotFoundError) and self._catalog.problems:
            error.exit_code = FACTS_BROKEN
        self._catalog.close()


def code(catalog: Catalog, *, found: bool) -> int:
    """Return how a command ends: broken facts outweigh all else."""
    if catalog.problems:
        return FACTS_BROKEN
    return FOUND if found else NOTHING_FOUND


def ends(form: str) -> bool:
    """Whether one text has to hold both ends of a range; JSON has a number for each."""
    return not form.startswith("json")


def tell_topic(catalog: Catalog, asked: Request) -> None:
    """Settle which topic is meant, and tell what an inexact name was taken for."""
    if asked.only_topic is not None:
        if asked.topic is not None:
            raise UsageError("the topic is said twice", "leave --topic or the argument away")
        asked.topic = asked.only_topic
    if asked.topic is not None:
        topic, exact = catalog.topic_id(asked.topic)
        if not exact:
            console.say(f"{quoted(asked.topic)} taken for the topic {topic}")
        asked.topic = topic


def write(
    rows: Sequence[Sequence[str | None]],
    names: Sequence[str],
    asked: Request,
    form: str,
    table: Callable[[str], list[RenderableType]] | None = None,
) -> None:
    """Write the rows; `table` draws what a terminal gets, unless fields of one's own were asked for."""
    if form != "table":
        console.write(lines.formatted(rows, names, form, header=asked.header, ascii_only=not console.speaks_unicode()))
        return
    if not rows:
        return
    from jimo_cli.output import fitting, tables  # noqa: PLC0415

    lang = language(asked.lang, os.environ)
    own = table is None or asked.fields is not None
    parts = [tables.of_fields(rows, names, lang)] if own or table is None else table(lang)
    console.write(fitting.drawn(parts), styled=True)


def language(given: str | None, env: Mapping[str, str]) -> str:
    """Return what was given, else what `JIMO_LANG` says, else the locale's language, else Chinese.

    Raises UsageError where `JIMO_LANG` names no language that there is.
    """
    asked = given or env.get("JIMO_LANG")
    if asked:
        if asked not in LANGUAGES:
            raise UsageError(f"JIMO_LANG is {asked!r}", f"set it to {' or '.join(LANGUAGES)}")
        return asked
    locale = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else "zh"
