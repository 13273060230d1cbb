"""Tables for a person at a terminal: they fit the width, and drop columns before digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.text import Text

from jimo_cli.fields import LISTS, NUMBERS, SEPARATOR
from jimo_cli.figures import period
from jimo_cli.figures.say import amount, number
from jimo_cli.model import Kind, Status
from jimo_cli.output.citation import citation
from jimo_cli.output.condensed import condensed
from jimo_cli.output.console import printable
from jimo_cli.output.fitting import GAP, Column, FittingTable, Folded, headed
from jimo_cli.output.headings import SOURCE, counted, header, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from rich.console import RenderableType

    from jimo_cli.model import Fact, Hit, Source, Topic


_DEEPEST = 5  # steps of indentation; a longer chain of figures must not push the table off the screen


def _label(fact: Fact | Topic, lang: str) -> str:
    return (fact.label_en or fact.label) if lang == "en" else fact.label


def _when(fact: Fact, lang: str) -> str:
    return period.in_words(fact.time_period, lang) if fact.time_period else ""


def _kind(fact: Fact, lang: str) -> str:
    return word(fact.kind.value, lang)


def _statuses(facts: Sequence[Fact], lang: str) -> list[Column]:
    """The column of how far figures are settled, which is there where one is not final and then stays at any width."""
    if all(fact.status in {None, Status.FINAL} for fact in facts):
        return []
    return [Column("status", lambda fact: _status(fact, lang), rank=1, vital=True)]


def _status(fact: Fact, lang: str) -> str:
    return word(fact.status.value, lang) if fact.status else ""


def _depths(facts: Sequence[Fact]) -> dict[str, int]:
    """How deep each fact is indented under the figure it belongs to, as far as that one is shown right above."""
    depths: dict[str, int] = {}
    above: list[str] = []
    for fact in facts:
        while above and above[-1] != fact.of:
            above.pop()
        depths[fact.id] = len(above)
        above.append(fact.id)
    return depths


def decimal_aligned(facts: Sequence[Fact]) -> dict[str, str]:
    """Return the figures by id with the blanks before them that set their decimal points under each other.

    A range has no point of its own; it ends where the whole numbers do.
    """
    split = {}
    for fact in facts:
        figure = number(fact)
        whole, point, decimals = (figure, "", "") if "–" in figure else figure.partition(".")
        split[fact.id] = whole, point + decimals
    left = max((cell_len(whole) for whole, _ in split.values()), default=0)
    return {fact_id: " " * (left - cell_len(whole)) + whole + tail for fact_id, (whole, tail) in split.items()}


def _has_places(facts: Sequence[Fact]) -> bool:
    """Whether facts are about more than one place: then each row has to say which."""
    return len({fact.reference_area for fact in facts}) > 1


def _where(facts: Sequence[Fact], *, is_vital: bool = False) -> Column:
    is_vital = is_vital or _has_places(facts)
    rank = 1 if is_vital else 3
    return Column("reference_area", lambda fact: fact.reference_area or "", rank=rank, vital=is_vital)


def _figure_columns(facts: Sequence[Fact], lang: str) -> list[Column]:
    """The figure: number and unit apart in Chinese, read as one amount in English."""
    if lang == "en":
        return [Column("amount", lambda fact: amount(fact, lang), right=True, style="bold")]
    figures = decimal_aligned(facts)
    return [
        Column("value", lambda fact: figures[fact.id], right=True, style="bold", aligned=True),
        Column("unit", lambda fact: fact.unit or ""),
    ]


def stats(facts: Sequence[Fact], lang: str) -> RenderableType:
    """Return the table of some statistics, each share and growth under its figure, a measure of many in one line."""
    facts, ranges = condensed(facts, lang)
    depths = _depths(facts)
    last = set({fact.of: fact.id for fact in facts}.values())

    def label(fact: Fact) -> str:
        depth = depths[fact.id]
        branch = "  " * min(depth - 1, _DEEPEST) + ("└ " if fact.id in last else "├ ")
        return (branch if depth else "") + _label(fact, lang)

    columns = [
        Column("label", label),
        *_figure_columns(facts, lang),
        *_statuses(facts, lang),
        Column("time_period", lambda fact: _when(fact, lang), rank=1, vital=True),
        _where(facts, is_vital=bool(ranges)),
        *([Column("range", lambda fact: ranges.get(fact.id, ""), rank=1)] if ranges else []),
        Column("id", lambda fact: fact.id, rank=2, style="cyan"),
    ]
    return FittingTable(columns, facts, lang)


def listing(facts: Sequence[Fact], lang: str) -> RenderableType:
    """Return the table of facts of every kind."""
    columns = [
        Column("kind", lambda fact: _kind(fact, lang), rank=2, style="magenta"),
        Column("label", lambda fact: _label(fact, lang)),
        Column("amount", lambda fact: amount(fact, lang), right=True, style="bold"),
        *_statuses(facts, lang),
        Column("time_period", lambda fact: _when(fact, lang), rank=3, vital=True),
        *([_where(facts)] if _has_places(facts) else []),
        Column("id", lambda fact: fact.id, rank=1, style="cyan"),
    ]
    return FittingTable(columns, facts, lang)


def hits(found: Sequence[Hit], lang: str) -> RenderableType:
    """Return the table of ranked hits."""
    facts = [hit.fact for hit in found]
    statuses = [column._replace(get=lambda hit: _status(hit.fact, lang)) for column in _statuses(facts, lang)]
    places = [Column("reference_area", lambda hit: hit.fact.reference_area or "", rank=2, vital=True)]
    columns = [
        Column("label", lambda hit: _label(hit.fact, lang)),
        Column("amount", lambda hit: amount(hit.fact, lang), right=True, style="bold"),
        *statuses,
        Column("time_period", lambda hit: _when(hit.fact, lang), rank=2, vital=True),
        *(places if _has_places(facts) else []),
        Column("id", lambda hit: hit.fact.id, rank=1, style="cyan"),
        Column("matched", lambda hit: hit.matched, rank=4, style="dim"),
        Column("score", lambda hit: f"{hit.score:g}", rank=3, right=True, style="dim"),
    ]
    return FittingTable(columns, found, lang)


def explanations(found: Sequence[Hit], lang: str) -> RenderableType:
    """Return under the name of each hit what counted for and against it."""
    lines: list[RenderableType] = []
    for hit in found:
        lines.append(Folded(Text(printable(_label(hit.fact, lang)))))
        lines.append(Folded(Text(printable(hit.explanation or ""), style="dim"), Text(" " * GAP)))
    return Group(*lines)


def topics(rows: Sequence[Topic], lang: str) -> RenderableType:
    """Return the table of topics with how many facts of each kind."""
    columns = [
        Column("id", lambda topic: topic.id, style="cyan"),
        Column("label", lambda topic: _label(topic, lang)),
        Column("facts", lambda topic: str(topic.facts), right=True, style="bold"),
    ]
    columns += [_kind_count(kind, rank) for rank, kind in enumerate(Kind, 1)]
    return titled("jimo", counted(len(rows), "topics", lang), FittingTable(columns, rows, lang))


def _kind_count(kind: Kind, rank: int) -> Column:
    return Column(kind.value, lambda topic: str(topic.counts[kind] or "–"), rank=rank, right=True)


def of_fields(rows: Sequence[Sequence[str | None]], names: Sequence[str], lang: str) -> RenderableType:
    """Return the table of the fields given; all of them, whatever the width."""
    return FittingTable([_field(index, name) for index, name in enumerate(names)], rows, lang, named=True)


def checked(rows: Sequence[Sequence[str | None]], names: Sequence[str], lang: str) -> RenderableType:
    """Return the table of the results of a check; where the width is short, places go first."""
    columns = [_field(index, name, _CHECKED_RANKS.get(name, 0)) for index, name in enumerate(names)]
    return FittingTable(columns, rows, lang)


_CHECKED_RANKS = {"as_written": 1, "locator": 2, "line": 3, "context": 4, "source": 5}


def _field(index: int, name: str, rank: int = 0) -> Column:
    between = ", " if name in LISTS else SEPARATOR
    return Column(name, lambda row: (row[index] or "").replace(SEPARATOR, between), rank, right=name in NUMBERS)


def by_topic(facts: Sequence[Fact], topics: Sequence[Topic], noun: str, lang: str) -> list[RenderableType]:
    """Return a table for each topic; `noun` is "statistics" or "facts"."""
    table = stats if noun == "statistics" else listing
    of_topic: dict[str, list[Fact]] = {}
    for fact in facts:
        of_topic.setdefault(fact.topic, []).append(fact)
    return [
        titled(_label(topic, lang), counted(len(own), noun, lang), table(own, lang))
        for topic in topics
        if (own := of_topic.get(topic.id))
    ]


def titled(title: str, count: str, table: RenderableType) -> RenderableType:
    """Return a table below its title and how much it has."""
    return Group(Folded(Text.assemble((printable(title), "bold"), f" · {count}")), Text(), table)


def cited(sources: Iterable[Source], lang: str) -> RenderableType:
    """Return the line that names the works that the table above draws on."""
    return Group(*(Folded(Text(SOURCE[lang] + citation(source.csl, lang), style="dim")) for source in sources))


def measure(
    facts: Sequence[Fact], topic: Topic | None, source: Source | None, over_time: Sequence[RenderableType], lang: str
) -> RenderableType:
    """Return a series: what it says once of all its observations, and the tables of these."""
    first = facts[0]
    varying = [name for name in first._fields if any(getattr(fact, name) != getattr(first, name) for fact in facts)]
    said: dict[str, Any] = dict.fromkeys((*varying, "value", "value_max", "as_written"))
    said["id"] = first.id.partition("@")[0]
    parts = [part for table in over_time for part in (Text(), table)]
    return Group(full(first._replace(**said), topic, source, (), lang), *parts)


def full(fact: Fact, topic: Topic | None, source: Source | None, related: Sequence[Fact], lang: str) -> RenderableType:
    """Return one fact with all its fields and related facts."""
    details = _details(fact, topic, source, related, lang)
    pairs = [(heading, "\n".join(map(printable, text.split("\n")))) for heading, text in details]
    return Group(Folded(Text(printable(_label(fact, lang)), style="bold")), *headed(pairs, GAP))


def _details(
    fact: Fact, topic: Topic | None, source: Source | None, related: Sequence[Fact], lang: str
) -> list[tuple[str, str]]:
    zh = lang == "zh"
    texts = {
        "id": fact.id,
        "label": "" if zh else fact.label,
        "label_en": (fact.label_en or "") if zh else "",
        "value": amount(fact, lang),
        "status": _status(fact, lang),
        "basis": (" · " if lang == "zh" else ", ").join(word(basis.value, lang) for basis in fact.basis),
        "among": fact.among or "",
        "as_written": fact.as_written or "",
        "time_period": f"{_when(fact, lang)} ({fact.time_period})" if fact.time_period else "",
        "reference_area": fact.reference_area or "",
        "kind": _kind(fact, lang),
        "topic": _topic(fact, topic, lang),
        "parts": "\n".join(f"· {part}" for part in fact.parts),
        "description": (fact.description if zh else fact.description_en or fact.description) or "",
        "aliases": ", ".join(fact.aliases),
        "source": citation(source.csl, lang) if source else fact.source,
        "locator": fact.locator or "",
    }
    lines = [(header(name, lang), text) for name, text in texts.items() if text]
    beside = "\n".join(f"{_label(other, lang)}  {amount(other, lang)}  {other.id}" for other in related)
    return [*lines, (header("related", lang), beside)] if beside else lines


def _topic(fact: Fact, topic: Topic | None, lang: str) -> str:
    if topic is None:
        return fact.topic
    return f"{topic.label_en or topic.label if lang == 'en' else topic.label} ({topic.id})"
