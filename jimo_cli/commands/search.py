"""`jimo search`."""

from __future__ import annotations

from jimo_cli.commands import spec
from jimo_cli.commands.session import Answer, Session
from jimo_cli.errors import UsageError, quoted, shortened
from jimo_cli.fields import FACT_FIELDS, HIT_FIELDS, LINE_FIELDS
from jimo_cli.search import answers, notes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from jimo_cli.search.answers import Ranked
    from jimo_cli.store.interface import Row, Store

_SHOWN = 60  # characters of a label in a message

SPEC = spec.Command(
    "Find facts, however the query is typed.\n\n"
    "By name, alias or figure: Chinese, pinyin, initials or English, with typing errors; the best first.",
    ("jimo search 营商环境", "jimo search 345亿 | cut -f1"),
    arguments=(
        spec.Parameter(
            "words", "What to look for; no quotes needed, -5.2% is a figure.", "QUERY", many=True, figures=True
        ),
    ),
    options=(
        *spec.FILTERS,
        spec.limit_option(f"{answers.DEFAULT_LIMIT}, of each query of a batch 1"),
        spec.Parameter("weak", "Show weak hits as well.", flag="--all"),
        spec.Parameter("explain", "Show what counted for and against each hit; with --all also of weak ones."),
        spec.Parameter("batch", "Read queries from stdin, one a line; print the best hit of each."),
        *spec.OUTPUT,
    ),
    fields=HIT_FIELDS,
    line_fields=(*LINE_FIELDS, "score"),
)


def run(  # each is an option
    session: Session,
    *,
    words: Sequence[str] = (),
    limit: int | None = None,
    weak: bool = False,
    explain: bool = False,
    batch: bool = False,
) -> Answer:
    """Return the facts that match a query, best first; `weak` ones only resemble it."""
    if batch:
        return _batch(session, words, limit=limit or 1, weak=weak, explain=explain)
    query = " ".join(words).strip()
    if not query:
        raise UsageError("the query is empty", "give words to look for, as in: jimo search 海洋生产总值")
    fields, filters, store = _fields(session, explain=explain), session.filters(), session.store
    limit = limit or answers.DEFAULT_LIMIT
    found = answers.ranked(store, query, filters, today=session.today, limit=limit, below=weak, explained=explain)
    hits = found.hits

    def table(lang: str) -> Sequence[RenderableType]:
        from jimo_cli.commands.listing import sources  # noqa: PLC0415
        from jimo_cli.output import tables  # noqa: PLC0415
        from jimo_cli.store.objects import read_hits  # noqa: PLC0415

        shown = read_hits(store, hits)
        why = [tables.explanations(shown, lang)] if explain else []
        return [tables.hits(shown, lang), *why, *sources(session, [hit.fact.source for hit in shown], lang)]

    rows = _rows(store, fields, hits, show_range=session.show_range)
    open_questions = notes.open_questions(store, query, found) if hits else [_not_found(store, query, found.near)]
    told = [*notes.of_time(found), *notes.left_out(found, limit), *open_questions]
    return Answer(rows, found=bool(hits), fields=fields, table=table, notes=told)


def _fields(session: Session, *, explain: bool) -> Sequence[str]:
    """The fields to write: those given, else the usual ones, with the explanation behind them."""
    fields = session.fields
    return (*fields, "explanation") if explain and not session.has_fields and "explanation" not in fields else fields


def _batch(session: Session, words: Sequence[str], *, limit: int, weak: bool, explain: bool) -> Answer:
    if words:
        raise UsageError("--batch reads queries from stdin", "omit the query")
    from jimo_cli.commands.batch import BatchAnswer  # noqa: PLC0415

    fields, filters, today = _fields(session, explain=explain), session.filters(), session.today

    def rows(query: str, _suggest: bool) -> list[Row]:  # noqa: FBT001  # as a batch calls it
        found = answers.ranked(session.store, query, filters, today=today, limit=limit, below=weak, explained=explain)
        return _rows(session.store, fields, found.hits, show_range=session.show_range)

    return BatchAnswer(session, "query", fields, rows)


def _rows(store: Store, fields: Sequence[str], hits: Sequence[Ranked], *, show_range: bool) -> list[Row]:
    """The fields of hits as text, in their order."""
    of_fact = [name for name in fields if name in FACT_FIELDS]
    facts = store.rows_at(of_fact, [position for position, *_ in hits], show_range=show_range)
    rows = []
    for fact, (_, score, matched, why, fit) in zip(facts, hits, strict=True):
        of_hit = {"score": f"{score:g}", "matched": matched, "explanation": why, "fit": fit}
        cells = dict(zip(of_fact, fact, strict=True)) | of_hit
        rows.append(tuple(cells[name] for name in fields))
    return rows


def _not_found(store: Store, query: str, near: Sequence[Ranked]) -> str:
    if not near:
        return f"nothing found for {quoted(query)}"
    rows = store.rows_at(("label", "id", "reference_area", "time_period"), [position for position, *_ in near])
    meant = ", ".join(
        f"{shortened(label or '', _SHOWN)} ({', '.join(shortened(part) for part in which if part)})"
        for label, *which in rows
    )
    return f"nothing found for {quoted(query)}; did you mean {meant}?"
