"""What each tool answers over a catalog, as data and as text: plain functions that know no protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jimo_cli.check.report import summary, told
from jimo_cli.errors import JimoError, quoted
from jimo_cli.output.console import printable
from jimo_cli.serve import quoting
from jimo_cli.serve.told import Reply, brief, entry, in_full, lines, row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jimo_cli.catalog import Catalog
    from jimo_cli.check.report import Result
    from jimo_cli.model import Fact, Near

MOST_HITS, MOST_IDS, MOST_FIGURES, MOST_TEXT = 50, 20, 200, 200_000
"""The most facts that a search returns, ids and figures of a series at once, and characters of a text to check."""

_MOST_LISTED = 50
_NOTHING = "No fact states this. Do not give a figure for it; say that it is not stated."
_NARROW = "name a place and a period as well, or raise limit"


def search(catalog: Catalog, lang: str, *, query: str, limit: int = 5) -> Reply:
    """Return the facts that answer a query, best first; where there are none, what is near and why it is not it."""
    found = catalog.look_up(query, limit=MOST_HITS + 1)
    hits = found.hits[:limit]
    entries = [{**entry(catalog, hit.fact, lang), "fit": hit.fit, "matched": hit.matched} for hit in hits]
    near = [_near(catalog, one, lang) for one in found.near]
    more = len(found.hits) - len(hits) + found.left_out
    data = {"found": bool(hits), "facts": entries, "near": near, "notes": found.notes, **_left_out(more, _NARROW)}
    if hits:
        return Reply(data, _text([f"Found for {quoted(query)}:"], lines(entries), found.notes, _more(data)))
    below = ["Near, but not the answer:", *lines(near, "not_the_answer")] if near else ["Nothing is near either."]
    return Reply(data, _text([f"Nothing found for {quoted(query)}. {_NOTHING}"], found.notes, below))


def _near(catalog: Catalog, near: Near, lang: str) -> dict[str, Any]:
    """A fact that is near: why it is not the answer comes first, and nothing of it is to be quoted as one."""
    states = entry(catalog, near.fact, lang)
    why = {"not_the_answer": "; ".join(map(printable, near.why)), "differs_in": ", ".join(near.differs_in)}
    return {**why, "states": states.pop("quote"), **states}


def get(catalog: Catalog, lang: str, *, ids: Sequence[str]) -> Reply:
    """Return all that is known of facts by their ids, of a series its figures; a wrong id is told beside the others."""
    facts, series, errors = list[Any](), list[Any](), list[str]()
    for name in ids:
        try:
            found = catalog.series(name)
        except JimoError as error:
            errors.append(printable(str(error)))
            continue
        if len(found) == 1:
            facts.append(in_full(catalog, found[0], lang))
        else:
            in_time = catalog.over_time(found[0].id.partition("@")[0])
            series.append(_figures(catalog, in_time, _MOST_LISTED, lang))
    data = {"facts": facts, "series": series, "errors": errors}
    tables = [line for each in series for line in _of_figures(each)]
    return Reply(data, _text(lines(facts), tables, errors), is_error=not (facts or series))


def series(catalog: Catalog, lang: str, *, measure: str, limit: int = 40) -> Reply:
    """Return the figures of one measure in order of time, of many the latest."""
    data = _figures(catalog, catalog.over_time(measure), limit, lang)
    return Reply(data, _text(_of_figures(data)))


def _figures(catalog: Catalog, facts: Sequence[Fact], limit: int, lang: str) -> dict[str, Any]:
    """The latest of the figures of a measure, each with its unit, place and period, and the works that state them."""
    shown = facts[-limit:]
    last = shown[-1]
    several = len({fact.label for fact in shown}) > 1
    return {
        "measure": printable(last.label),
        "figures": [row(fact, with_label=several) for fact in shown],
        "sources": {
            fact.source: quoting.work_of(catalog.source(fact.source), fact.source, lang)
            for fact in {fact.source: fact for fact in shown}.values()
        },
        "quote": quoting.sentence(last, catalog.source(last.source), lang),
        **_left_out(len(facts) - len(shown), _NARROW),
    }


def _of_figures(data: Mapping[str, Any]) -> list[str]:
    """The figures of a measure as text."""
    works = [f"Source {key}: {work}" for key, work in data["sources"].items()]
    quote = f"The last of them, to quote: {data['quote']}"
    return [f"{data['measure']}, in order of time:", *lines(data["figures"]), *works, quote, *_more(data)]


def check(catalog: Catalog, lang: str, *, text: str) -> Reply:
    """Return what of the figures of a text differs from the facts, what agrees, and what no fact speaks to."""
    results = catalog.check(text)
    of = {verdict: [one for one in results if one.verdict == verdict] for verdict in ("differs", "agrees", "unknown")}
    shown = {verdict: found[:_MOST_LISTED] for verdict, found in of.items()}
    data: dict[str, Any] = {
        "passes": not of["differs"],
        "figures": {verdict: len(found) for verdict, found in of.items()},
        "differs": [_difference(catalog, one, lang) for one in shown["differs"]],
        "agrees": [*map(_told, shown["agrees"])],
        "unknown": [*map(_told, shown["unknown"])],
        **_left_out(len(results) - sum(map(len, shown.values())), "check the text in parts"),
    }
    head = f"{'Passes' if data['passes'] else 'Does not pass'}. {summary(results, 0)}."
    agree = ["These agree:", *(f"- {each}" for each in data["agrees"])] if shown["agrees"] else []
    unknown = ["No fact speaks to these:", *(f"- {each}" for each in data["unknown"])] if shown["unknown"] else []
    return Reply(data, _text([head], lines(data["differs"], "message"), agree, unknown, _more(data)))


def _difference(catalog: Catalog, result: Result, lang: str) -> dict[str, Any]:
    """A figure that differs, what to do, and the fact that it differs from."""
    problem, fact = result.problem, result.fact
    about = {
        "message": problem.message if problem else "",
        "do": problem.hint if problem else "",
        "line": str(result.line),
        "as_written": result.as_written,
        "differs_in": result.differs_in,
        "write": result.fix or "",
        "quote": quoting.sentence(fact, catalog.source(fact.source), lang) if fact else "",
    }
    said = {key: printable(value) for key, value in about.items() if value}
    return {**said, **(row(fact, with_label=True) if fact else {})}


def _told(result: Result) -> str:
    """A figure of a text with its line, and the fact that it agrees with."""
    agreed = f": {told(result.fact)}" if result.fact else ""
    return printable(f"{result.as_written} (line {result.line}){agreed}")


def cite(catalog: Catalog, lang: str, *, ids: Sequence[str], style: str | None = None) -> Reply:
    """Return for facts by their ids the reference of the work and the place in it, and a sentence to quote.

    Of a series the sentence is that of its latest figure.
    """
    cited, errors = list[Any](), list[str]()
    for name in ids:
        try:
            found = catalog.series(name)
            fact = catalog.over_time(found[0].id.partition("@")[0])[-1] if len(found) > 1 else found[0]
            reference = catalog.cite(name, style=style, lang=lang)
        except JimoError as error:
            errors.append(printable(str(error)))
            continue
        quote = quoting.sentence(fact, catalog.source(fact.source), lang)
        lines_of_it = "\n".join(map(printable, reference.split("\n")))
        cited.append({"quote": quote, **brief(fact, lang), "reference": lines_of_it})
    return Reply({"cited": cited, "errors": errors}, _text(lines(cited), errors), is_error=not cited)


def topics(catalog: Catalog, lang: str) -> Reply:
    """Return the topics with how many facts of each kind they have."""
    every = catalog.topics()
    listed = [
        {
            "id": topic.id,
            "label": printable((topic.label_en if lang == "en" else None) or topic.label),
            "facts": topic.facts,
            **{kind.value: count for kind, count in topic.counts.items() if count},
        }
        for topic in every[:_MOST_LISTED]
    ]
    data = {"topics": listed, **_left_out(len(every) - len(listed), "search for what they are about")}
    return Reply(data, _text(["Topics:"], lines(listed), _more(data)))


def _left_out(count: int, how: str) -> dict[str, Any]:
    """How many are not shown, and how to ask for them; nothing where all are."""
    return {"left_out": {"count": count, "how": how}} if count > 0 else {}


def _more(data: Mapping[str, Any]) -> list[str]:
    left_out = data.get("left_out")
    return [f"{left_out['count']} more are left out; to see them, {left_out['how']}."] if left_out else []


def _text(*parts: Iterable[str]) -> str:
    return "\n".join(line for part in parts for line in part)
