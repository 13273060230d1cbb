"""The commands that look facts up: each asks the catalog, writes the answer, returns the exit code.

Nothing here knows how a command line is taken apart.
"""

from __future__ import annotations

from jimo_cli.catalog import DEFAULT_LIMIT
from jimo_cli.commands.session import Opened, code, ends, tell_topic, write
from jimo_cli.errors import FOUND, NotFoundError, UsageError, quoted
from jimo_cli.fields import FIELDS, HIT_FIELDS, LINE_FIELDS, TOPIC_FIELDS
from jimo_cli.output import console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from jimo_cli.catalog import Catalog
    from jimo_cli.commands.session import Request
    from jimo_cli.model import Fact
    from jimo_cli.search.answers import Ranked


def topics(asked: Request) -> int:
    """Write the topics with how many facts of each kind."""
    names = asked.names(TOPIC_FIELDS, TOPIC_FIELDS)
    with Opened(asked) as catalog:
        rows = catalog.topic_rows()

        def table(lang: str) -> list[RenderableType]:
            from jimo_cli.output import tables  # noqa: PLC0415

            return [tables.topics(catalog.topics(), lang)]

        picked = [[row[TOPIC_FIELDS.index(name)] for name in names] for row in rows]
        write(picked, names, asked, asked.form(), table)
        return code(catalog, found=bool(rows))


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
    with Opened(asked) as catalog:
        tell_topic(catalog, asked)
        hits, near = catalog.ranked(query, limit=limit, below=asked.all, **asked.filters)

        def table(lang: str) -> list[RenderableType]:
            from jimo_cli.output import tables  # noqa: PLC0415

            found = catalog.hits(hits)
            return [tables.hits(found, lang), *_cited(catalog, [hit.fact for hit in found], lang)] if found else []

        rows = catalog.hit_rows(names, hits, ends=ends(asked.form()))
        write(rows, names, asked, asked.form(), table)
        if not hits:
            console.say(_nothing(catalog, query, near))
        return code(catalog, found=bool(hits))


def _search_many(asked: Request) -> int:
    if asked.words:
        raise UsageError("--batch takes its queries from stdin", "leave the query or --batch away")
    from jimo_cli.commands import batch  # noqa: PLC0415

    form = asked.form(on_terminal="tsv")
    names = asked.names(HIT_FIELDS, (*LINE_FIELDS, "score"))
    with Opened(asked) as catalog:
        tell_topic(catalog, asked)

        def ranked(query: str) -> list[Ranked]:
            return catalog.ranked(query, limit=asked.limit or 1, below=asked.all, **asked.filters)[0]

        catalog.check()  # while nothing of stdin is read, a damaged index can still be made anew
        answer = batch.search(catalog, ranked, names, form)
        found = batch.run(answer, "query", names, form, header=asked.header) == FOUND
        return code(catalog, found=found)


def show(asked: Request) -> int:
    """Write facts in full."""
    names = asked.names(FIELDS, FIELDS)
    with Opened(asked) as catalog:
        ids = [catalog.fact_id(name) for name in asked.ids]

        def table(lang: str) -> list[RenderableType]:
            from jimo_cli.output import tables  # noqa: PLC0415

            about = {topic.id: topic for topic in catalog.topics()}
            return [
                tables.full(fact, about[fact.topic], catalog.source(fact.source), catalog.related(fact), lang)
                for fact in map(catalog.get, ids)
            ]

        write(catalog.rows(names, ids=ids, ends=ends(asked.form())), names, asked, asked.form(), table)
        return code(catalog, found=True)


def get(asked: Request) -> int:
    """Write one field of one fact and nothing else."""
    if asked.field not in FIELDS:
        raise UsageError(f"no field {quoted(asked.field)}", f"the fields are {', '.join(FIELDS)}")
    form = asked.form(on_terminal="tsv")
    # In JSON a range is two numbers; one alone would be a wrong figure.
    names = ("value", "value_max") if asked.field == "value" and not ends(form) else (asked.field,)
    with Opened(asked) as catalog:
        if asked.id == "-":
            from jimo_cli.commands import batch  # noqa: PLC0415

            catalog.check()
            answer = batch.get(catalog, names, form)
            found = batch.run(answer, "id", names, form, header=asked.header) == FOUND
            return code(catalog, found=found)
        fact_id = catalog.fact_id(asked.id)
        rows = catalog.rows(names, ids=(fact_id,), ends=ends(form))
        if rows[0][0] is None:
            raise NotFoundError(f"{fact_id} has no {asked.field}", f"jimo show {fact_id} shows what it has")
        write(rows, names, asked, form)
        return code(catalog, found=True)


def export(asked: Request) -> int:
    """Write every field of every fact."""
    asked.format = asked.form(in_pipe="jsonl", on_terminal="jsonl")
    names = asked.names(FIELDS, FIELDS)
    with Opened(asked) as catalog:
        tell_topic(catalog, asked)
        rows = catalog.rows(names, limit=asked.limit, ends=ends(asked.format), **asked.filters)
        write(rows, names, asked, asked.format)
        return code(catalog, found=bool(rows))


def _write_facts(asked: Request, what: str) -> int:
    names = asked.names(FIELDS, LINE_FIELDS)
    form = asked.form()
    with Opened(asked) as catalog:
        tell_topic(catalog, asked)

        def table(lang: str) -> list[RenderableType]:
            from jimo_cli.output import tables  # noqa: PLC0415

            facts = catalog.facts(limit=asked.limit, **asked.filters)
            return [*tables.by_topic(facts, catalog.topics(), what, lang), *_cited(catalog, facts, lang)]

        rows = catalog.rows(names, limit=asked.limit, ends=ends(form), **asked.filters)
        if rows:
            write(rows, names, asked, form, table)
        else:
            write(rows, names, asked, form)
            console.say(f"no {what} there; jimo topics shows what there is")
        return code(catalog, found=bool(rows))


def _nothing(catalog: Catalog, query: str, near: Sequence[Ranked]) -> str:
    if not near:
        return f"nothing found for {quoted(query)}"
    rows = catalog.at(("id", "label", "time_period"), near)
    meant = ", ".join(f"{label} ({', '.join(filter(None, (fact_id, when)))})" for fact_id, label, when in rows)
    return f"nothing found for {quoted(query)}; did you mean {meant}?"


def _cited(catalog: Catalog, facts: Sequence[Fact], lang: str) -> list[RenderableType]:
    from jimo_cli.output import tables  # noqa: PLC0415

    keys = dict.fromkeys(fact.source for fact in facts)
    sources = [source for key in keys if (source := catalog.source(key))]
    return [tables.cited(sources, lang)] if sources else []
