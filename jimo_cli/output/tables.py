"""Tables for a person at a terminal: they fit the width, and drop columns before digits."""

from __future__ import annotations

from itertools import chain, groupby, islice
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.text import Text

from jimo_cli import messages
from jimo_cli.fields import LISTS, NUMBERS, SEPARATOR
from jimo_cli.figures import period
from jimo_cli.figures.say import amount, number
from jimo_cli.model import Kind, Status
from jimo_cli.output.citation import citation
from jimo_cli.output.condensed import AT_ONCE, condensed, in_chunks
from jimo_cli.output.console import printable
from jimo_cli.output.fitting import GAP, Chunk, Column, FittingTable, Folded, headed
from jimo_cli.output.headings import SOURCE, counted, header, word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from rich.console import RenderableType

    from jimo_cli.model import Fact, Hit, Source, Topic
    from jimo_cli.output.condensed import Shown


_DEEPEST = 5  # steps of indentation; a longer chain of figures must not push the table off the screen


def _label(fact: Fact | Topic, lang: str) -> str:
    return (fact.label_en or fact.label) if lang == "en" else fact.label


def _when(fact: Fact, lang: str) -> str:
    return period.in_words(fact.time_period, lang) if fact.time_period else ""


def _kind(fact: Fact, lang: str) -> str:
    return word(fact.kind.value, lang)


class _SoFar:
    """What the rows of a table have so far: what they say stays a column, and the rows below are aligned with them."""

    def __init__(self) -> None:
        self.is_long = self.has_ranges = self.has_statuses = False
        self.whole = 0

    def add(self, shown: Shown) -> None:
        """Add rows that are about to be drawn."""
        self.is_long |= shown.more
        self.has_ranges |= bool(shown.ranges)
        self.has_statuses |= _has_statuses(shown.facts)
        self.whole = max(self.whole, *(cell_len(_split(fact)[0]) for fact in shown.facts), 0)


def _has_statuses(facts: Sequence[Fact]) -> bool:
    """Whether a figure is not final: then each row has to say how far its own is settled."""
    return any(fact.status not in {None, Status.FINAL} for fact in facts)


def _statuses(lang: str) -> Column:
    return Column("status", lambda fact: _status(fact, lang), rank=1, vital=True)


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


def decimal_aligned(facts: Sequence[Fact], whole: int = 0) -> dict[str, str]:
    """Return the figures by id with the blanks before them that set their decimal points under each other.

    A range has no point of its own; it ends where the whole numbers do. These have `whole` cells at least.
    """
    split = {fact.id: _split(fact) for fact in facts}
    left = max(whole, *(cell_len(before) for before, _ in split.values()), 0)
    return {fact_id: " " * (left - cell_len(before)) + before + rest for fact_id, (before, rest) in split.items()}


def _split(fact: Fact) -> tuple[str, str]:
    """A figure as what stands before its decimal point, and the rest."""
    figure = number(fact)
    whole, point, decimals = (figure, "", "") if "–" in figure else figure.partition(".")
    return whole, point + decimals


def _has_places(facts: Sequence[Fact]) -> bool:
    """Whether facts are about more than one place: then each row has to say which."""
    return len({fact.reference_area for fact in facts}) > 1


def _where(*, is_vital: bool) -> Column:
    return Column("reference_area", lambda fact: fact.reference_area or "", rank=1 if is_vital else 3, vital=is_vital)


def _figure_columns(facts: Sequence[Fact], whole: int, lang: str) -> list[Column]:
    """The figure: number and unit apart in Chinese, read as one amount in English."""
    if lang == "en":
        return [Column("amount", lambda fact: amount(fact, lang), right=True, style="bold")]
    figures = decimal_aligned(facts, whole)
    return [
        Column("value", lambda fact: figures[fact.id], right=True, style="bold", aligned=True),
        Column("unit", lambda fact: fact.unit or ""),
    ]


def stats(facts: Iterable[Fact], lang: str) -> RenderableType:
    """Return the table of some statistics, each share and growth under its figure, a measure of many in one line.

    It is drawn as the facts are read.
    """
    return FittingTable(_chunks(condensed(facts, lang), _stats_columns, lang), lang)


def listing(facts: Iterable[Fact], lang: str) -> RenderableType:
    """Return the table of facts of every kind, drawn as they are read."""
    return FittingTable(_chunks(in_chunks(facts), _listing_columns, lang), lang)


def _chunks(
    chunks: Iterable[Shown], columns: Callable[[Shown, _SoFar, str], Sequence[Column]], lang: str
) -> Iterator[Chunk]:
    so_far = _SoFar()
    for shown in chunks:
        so_far.add(shown)
        yield Chunk(columns(shown, so_far, lang), shown.facts)


def _stats_columns(shown: Shown, so_far: _SoFar, lang: str) -> list[Column]:
    facts, _, ranges, trends = shown
    depths = _depths(facts)
    last = set({fact.of: fact.id for fact in facts}.values())

    def label(fact: Fact) -> str:
        depth = depths[fact.id]
        branch = "  " * min(depth - 1, _DEEPEST) + ("└ " if fact.id in last else "├ ")
        return (branch if depth else "") + _label(fact, lang)

    return [
        Column("label", label),
        *_figure_columns(facts, so_far.whole, lang),
        *([_statuses(lang)] if so_far.has_statuses else []),
        Column("time_period", lambda fact: _when(fact, lang), rank=1, vital=True),
        _where(is_vital=so_far.has_ranges or so_far.is_long or _has_places(facts)),
        *([Column("range", lambda fact: ranges.get(fact.id, ""), rank=1)] if so_far.has_ranges else []),
        *([Column("trend", lambda fact: trends.get(fact.id, ""), rank=1)] if so_far.has_ranges else []),
        Column("id", lambda fact: fact.id, rank=2, style="cyan"),
    ]


def _listing_columns(shown: Shown, so_far: _SoFar, lang: str) -> list[Column]:
    # Below the rows of one place there may be those of another.
    has_places = so_far.is_long or _has_places(shown.facts)
    return [
        Column("kind", lambda fact: _kind(fact, lang), rank=2, style="magenta"),
        Column("label", lambda fact: _label(fact, lang)),
        Column("amount", lambda fact: amount(fact, lang), right=True, style="bold"),
        *([_statuses(lang)] if so_far.has_statuses else []),
        Column("time_period", lambda fact: _when(fact, lang), rank=3, vital=True),
        *([_where(is_vital=True)] if has_places else []),
        Column("id", lambda fact: fact.id, rank=1, style="cyan"),
    ]


def hits(found: Sequence[Hit], lang: str) -> RenderableType:
    """Return the table of ranked hits."""
    facts = [hit.fact for hit in found]
    statuses = [_statuses(lang)._replace(get=lambda hit: _status(hit.fact, lang))] if _has_statuses(facts) else []
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
    return FittingTable([Chunk(columns, found)], lang)


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
    return titled("jimo", counted(len(rows), "topics", lang), FittingTable([Chunk(columns, rows)], lang))


def _kind_count(kind: Kind, rank: int) -> Column:
    return Column(kind.value, lambda topic: str(topic.counts[kind] or "–"), rank=rank, right=True)


def of_fields(rows: Iterable[Sequence[str | None]], names: Sequence[str], lang: str) -> RenderableType:
    """Return the table of the fields given; all of them, whatever the width. It is drawn as the rows are read."""
    columns = [_field(index, name) for index, name in enumerate(names)]
    rest = iter(rows)
    chunks = (Chunk(columns, [first, *islice(rest, AT_ONCE - 1)]) for first in rest)
    return FittingTable(chunks, lang, named=True)


def checked(rows: Sequence[Sequence[str | None]], names: Sequence[str], lang: str) -> RenderableType:
    """Return the table of the results of a check; where the width is short, places go first."""
    columns = [_field(index, name, _CHECKED_RANKS.get(name, 0)) for index, name in enumerate(names)]
    told = [[_in_language(cell, name, lang) for name, cell in zip(names, row, strict=True)] for row in rows]
    return FittingTable([Chunk(columns, told)], lang)


def _in_language(cell: str | None, name: str, lang: str) -> str | None:
    return messages.told(cell, lang) if cell and name == "detail" else cell


_CHECKED_RANKS = {"as_written": 1, "locator": 2, "line": 3, "context": 4, "source": 5}


def _field(index: int, name: str, rank: int = 0) -> Column:
    between = ", " if name in LISTS else SEPARATOR
    return Column(name, lambda row: (row[index] or "").replace(SEPARATOR, between), rank, right=name in NUMBERS)


def by_topic(facts: Iterable[Fact], topics: Sequence[Topic], noun: str, lang: str) -> Iterator[RenderableType]:
    """Yield title and table of each topic, drawn as the facts are read; `noun` is "statistics" or "facts".

    Where the facts of a topic are too many to be counted before they are drawn, how many they are stands below.
    """
    table = stats if noun == "statistics" else listing
    labels = {topic.id: _label(topic, lang) for topic in topics}
    for topic, of_topic in groupby(_topics_together(facts, [*labels]), key=lambda fact: fact.topic):
        first = [*islice(of_topic, AT_ONCE + 1)]
        is_long = len(first) > AT_ONCE
        yield _title(labels[topic], "" if is_long else counted(len(first), noun, lang))
        numbered = _Numbered(chain(first, of_topic))  # noqa: B031  # it goes on behind the first
        yield table(numbered, lang)
        if is_long:
            yield Folded(Text(counted(numbered.count, noun, lang)))


def _topics_together(facts: Iterable[Fact], topics: Sequence[str]) -> Iterator[Fact]:
    """The facts with those of a topic together, which may be of several packs, unless there are too many to sort."""
    rest = iter(facts)
    first = [*islice(rest, AT_ONCE + 1)]
    if len(first) <= AT_ONCE:
        order = {topic: at for at, topic in enumerate(topics)}
        first.sort(key=lambda fact: order[fact.topic])
    return chain(first, rest)


class _Numbered:
    """Facts, and how many of them were read."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = facts
        self.count = 0

    def __iter__(self) -> Iterator[Fact]:
        for fact in self._facts:
            self.count += 1
            yield fact


def _title(title: str, count: str) -> Folded:
    return Folded(Text.assemble((printable(title), "bold"), f" · {count}" if count else ""))


def titled(title: str, count: str, table: RenderableType) -> RenderableType:
    """Return a table below its title and how much it has."""
    return Group(_title(title, count), Text(), table)


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
