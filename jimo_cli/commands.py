"""What each command does: asks the catalog, writes the answer, returns the exit code.

Nothing here knows how a command line is taken apart. A look-up in a pipe passes through here on
its way, so what draws tables is imported where a table is drawn.
"""

from __future__ import annotations

import os
import sqlite3
import sys

from jimo_cli import console, index, packs
from jimo_cli.catalog import DEFAULT_LIMIT, Catalog
from jimo_cli.errors import FACTS_BROKEN, FOUND, NOTHING_FOUND, NotFoundError, UsageError, quoted
from jimo_cli.render import text
from jimo_cli.vocabulary import FIELDS, HIT_FIELDS, LANGUAGES, LINE_FIELDS, TOPIC_FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.console import RenderableType

    from jimo_cli.catalog import Filters, Ranked
    from jimo_cli.model import Fact


# SQLITE_IOERR, SQLITE_CORRUPT and SQLITE_NOTADB: any other error is no damage but a bug.
_DAMAGE = (10, 11, 26)


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

    def __init__(self, **given: object) -> None:
        self.__dict__.update(given)

    @property
    def filters(self) -> Filters:
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


def topics(asked: Request) -> int:
    """Write the topics with how many facts of each kind."""
    names = asked.names(TOPIC_FIELDS, TOPIC_FIELDS)
    with _Opened(asked) as catalog:
        rows = catalog.topic_rows()

        def table(lang: str) -> list[RenderableType]:
            from jimo_cli.render import tables  # noqa: PLC0415

            return [tables.topics(catalog.topics(), lang)]

        picked = [[row[TOPIC_FIELDS.index(name)] for name in names] for row in rows]
        _write(picked, names, asked, asked.form(), table)
        return _code(catalog, found=bool(rows))


def stats(asked: Request) -> int:
    """Write statistics, shares and growth under the figure they belong to."""
    asked.kind = ("statistic",)
    return _write_facts(asked, "statistics")


def list_facts(asked: Request) -> int:
    """Write facts of every kind."""
    return _write_facts(asked, "facts")


def search(asked: Request) -> int:
    """Write the facts that answer a query, best first; with `all` the weak ones as well."""
    if asked.batch:
        return _search_many(asked)
    query = " ".join(asked.words).strip()
    if not query:
        raise UsageError("the query is empty", "say what to look for, as in: jimo search 海洋生产总值")
    names = asked.names(HIT_FIELDS, (*LINE_FIELDS, "score"))
    limit = DEFAULT_LIMIT if asked.limit is None else asked.limit
    with _Opened(asked) as catalog:
        _tell_topic(catalog, asked)
        hits, near = catalog.ranked(query, limit=limit, below=asked.all, **asked.filters)

        def table(lang: str) -> list[RenderableType]:
            from jimo_cli.render import tables  # noqa: PLC0415

            found = catalog.hits(hits)
            return [tables.hits(found, lang), *_cited(catalog, [hit.fact for hit in found], lang)] if found else []

        rows = catalog.hit_rows(names, hits, ends=_ends(asked.form()))
        _write(rows, names, asked, asked.form(), table)
        if not hits:
            console.say(_nothing(catalog, query, near))
        return _code(catalog, found=bool(hits))


def _search_many(asked: Request) -> int:
    if asked.words:
        raise UsageError("--batch takes its queries from stdin", "leave the query or --batch away")
    from jimo_cli import batch  # noqa: PLC0415

    form = asked.form(on_terminal="tsv")
    names = asked.names(HIT_FIELDS, (*LINE_FIELDS, "score"))
    with _Opened(asked) as catalog:
        _tell_topic(catalog, asked)

        def ranked(query: str) -> list[Ranked]:
            return catalog.ranked(query, limit=asked.limit or 1, below=asked.all, **asked.filters)[0]

        catalog.check()  # while nothing of stdin is read, a damaged index can still be made anew
        answer = batch.search(catalog, ranked, names, form)
        found = batch.run(answer, "query", names, form, header=asked.header) == FOUND
        return _code(catalog, found=found)


def show(asked: Request) -> int:
    """Write facts in full."""
    names = asked.names(FIELDS, FIELDS)
    with _Opened(asked) as catalog:
        ids = [catalog.fact_id(name) for name in asked.ids]

        def table(lang: str) -> list[RenderableType]:
            from jimo_cli.render import tables  # noqa: PLC0415

            about = {topic.id: topic for topic in catalog.topics()}
            return [
                tables.full(fact, about[fact.topic], catalog.source(fact.source), catalog.related(fact), lang)
                for fact in map(catalog.get, ids)
            ]

        _write(catalog.rows(names, ids=ids, ends=_ends(asked.form())), names, asked, asked.form(), table)
        return _code(catalog, found=True)


def get(asked: Request) -> int:
    """Write one field of one fact and nothing else."""
    if asked.field not in FIELDS:
        raise UsageError(f"no field {quoted(asked.field)}", f"the fields are {', '.join(FIELDS)}")
    form = asked.form(on_terminal="tsv")
    with _Opened(asked) as catalog:
        if asked.id == "-":
            from jimo_cli import batch  # noqa: PLC0415

            catalog.check()
            answer = batch.get(catalog, asked.field, form)
            found = batch.run(answer, "id", (asked.field,), form, header=asked.header) == FOUND
            return _code(catalog, found=found)
        fact_id = catalog.fact_id(asked.id)
        rows = catalog.rows((asked.field,), ids=(fact_id,), ends=_ends(form))
        if rows[0][0] is None:
            raise NotFoundError(f"{fact_id} has no {asked.field}", f"jimo show {fact_id} shows what it has")
        _write(rows, (asked.field,), asked, form)
        return _code(catalog, found=True)


def export(asked: Request) -> int:
    """Write every field of every fact."""
    asked.format = asked.form(in_pipe="jsonl", on_terminal="jsonl")
    names = asked.names(FIELDS, FIELDS)
    with _Opened(asked) as catalog:
        _tell_topic(catalog, asked)
        rows = catalog.rows(names, limit=asked.limit, ends=_ends(asked.format), **asked.filters)
        _write(rows, names, asked, asked.format)
        return _code(catalog, found=bool(rows))


def lint(asked: Request) -> int:
    """Write what is wrong with fact files; with `fix` mend what has one right answer first."""
    from jimo_cli.lint import check, explained, fix, json_schema, summary  # noqa: PLC0415
    from jimo_cli.render import findings, tables  # noqa: PLC0415

    if asked.explain is not None:
        console.write(explained(asked.explain))
        return FOUND
    if asked.schema:
        console.write(json_schema.lines())
        return FOUND
    targets = packs.targets((*asked.paths, *asked.facts), os.environ)

    def wanted(path: str) -> bool:
        return path in targets or os.path.dirname(path) in targets

    directories = list(dict.fromkeys(each if os.path.isdir(each) else os.path.dirname(each) for each in targets))
    left, mended = fix.mend(directories, wanted) if asked.fix else (check(directories), 0)
    found = [each for each in left if wanted(each.path)]
    if asked.format in {None, "text"} and console.is_terminal(sys.stdout) and found:
        console.write(tables.drawn([findings.drawn(each) for each in found]), styled=True)
    else:
        console.write(findings.lines(found, asked.format or "text"))
    if said := summary(found, mended):
        console.say(said)
    return NOTHING_FOUND if any(each.is_error or asked.strict for each in found) else FOUND


class _Opened:
    """The catalog to ask; its problems go to stderr, and outweigh that nothing was found."""

    def __init__(self, asked: Request) -> None:
        progress = console.Progress()
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


def _code(catalog: Catalog, *, found: bool) -> int:
    if catalog.problems:
        return FACTS_BROKEN
    return FOUND if found else NOTHING_FOUND


def _ends(form: str) -> bool:
    """Whether one text has to hold both ends of a range; JSON has a number for each."""
    return not form.startswith("json")


def _tell_topic(catalog: Catalog, asked: Request) -> None:
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


def _write_facts(asked: Request, what: str) -> int:
    names = asked.names(FIELDS, LINE_FIELDS)
    form = asked.form()
    with _Opened(asked) as catalog:
        _tell_topic(catalog, asked)

        def table(lang: str) -> list[RenderableType]:
            from jimo_cli.render import tables  # noqa: PLC0415

            facts = catalog.facts(limit=asked.limit, **asked.filters)
            return [*tables.by_topic(facts, catalog.topics(), what, lang), *_cited(catalog, facts, lang)]

        rows = catalog.rows(names, limit=asked.limit, ends=_ends(form), **asked.filters)
        if rows:
            _write(rows, names, asked, form, table)
        else:
            _write(rows, names, asked, form)
            console.say(f"no {what} there; jimo topics shows what there is")
        return _code(catalog, found=bool(rows))


def _nothing(catalog: Catalog, query: str, near: Sequence[Ranked]) -> str:
    if not near:
        return f"nothing found for {quoted(query)}"
    rows = catalog.at(("id", "label", "time_period"), near)
    meant = ", ".join(f"{label} ({', '.join(filter(None, (fact_id, when)))})" for fact_id, label, when in rows)
    return f"nothing found for {quoted(query)}; did you mean {meant}?"


def _cited(catalog: Catalog, facts: Sequence[Fact], lang: str) -> list[RenderableType]:
    from jimo_cli.render import tables  # noqa: PLC0415

    keys = dict.fromkeys(fact.source for fact in facts)
    sources = [source for key in keys if (source := catalog.source(key))]
    return [tables.cited(sources, lang)] if sources else []


def _write(
    rows: Sequence[Sequence[str | None]],
    names: Sequence[str],
    asked: Request,
    form: str,
    table: Callable[[str], list[RenderableType]] | None = None,
) -> None:
    """Write the rows; `table` draws what a terminal gets, unless fields of one's own were asked for."""
    if form != "table":
        console.write(text.lines(rows, names, form, header=asked.header, ascii_only=not console.speaks_unicode()))
        return
    if not rows:
        return
    from jimo_cli.render import tables  # noqa: PLC0415

    lang = language(asked.lang, os.environ)
    own = table is None or asked.fields is not None
    parts = [tables.of_fields(rows, names, lang)] if own or table is None else table(lang)
    console.write(tables.drawn(parts), styled=True)


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


COMMANDS: Mapping[str, Callable[[Request], int]] = {
    "topics": topics,
    "stats": stats,
    "list": list_facts,
    "search": search,
    "show": show,
    "get": get,
    "export": export,
    "lint": lint,
}


def run(name: str, given: Mapping[str, object]) -> int:
    """Run the command of that name with what it is given, and return the exit code."""
    command = COMMANDS[name]
    try:
        return command(Request(**given))
    except sqlite3.DatabaseError as error:
        # Nothing is written before the last row is read, so the command can begin again.
        asked = Request(**given)
        damaged = error.sqlite_errorcode & 0xFF in _DAMAGE
        if not damaged or not index.discard(packs.chosen(asked.facts, os.environ), packs.cache_directory(os.environ)):
            raise
        console.say(f"the index was damaged and is made anew ({error})")
        return command(asked)
