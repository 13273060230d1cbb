"""Tables for a person at a terminal: they fit the width, and drop columns before digits."""

from __future__ import annotations

from functools import partial
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from jimo_cli import period
from jimo_cli.console import printable
from jimo_cli.model import Fact, Hit, Kind, Source, Topic
from jimo_cli.quantity import amount, number
from jimo_cli.vocabulary import LISTS, NUMBERS, SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_GAP = 2
_NARROWEST = 24
_LEAST = 8
_DEEPEST = 5

HEADERS_ZH = {
    "id": "编号",
    "label": "名称",
    "value": "数值",
    "amount": "数值",
    "unit": "单位",
    "time_period": "时期",
    "reference_area": "地区",
    "topic": "主题",
    "kind": "类别",
    "label_en": "英文名称",
    "value_max": "数值上限",
    "qualifier": "限定",
    "of": "所属",
    "aspect": "方面",
    "parts": "组成",
    "aliases": "别名",
    "description": "说明",
    "description_en": "英文说明",
    "as_written": "原文写法",
    "source": "来源",
    "locator": "位置",
    "matched": "匹配",
    "score": "得分",
    "facts": "合计",
    "statistic": "统计",
    "policy": "政策",
    "mechanism": "机制",
    "project": "项目",
    "organization": "机构",
    "recognition": "荣誉",
    "related": "相关",
    "result": "结果",
    "detail": "详情",
    "figure": "数字",
    "line": "行",
    "context": "上下文",
}


class _Words(NamedTuple):
    """What the tables themselves say, in one language."""

    statistics: str
    facts: str
    topics: str
    source: str


_WORDS = {
    "zh": _Words("条统计", "条事实", "个主题", "来源："),
    "en": _Words("statistics", "facts", "topics", "Source: "),
}


def header(name: str, lang: str) -> str:
    """Return the heading of a field in a table."""
    if lang == "zh":
        return HEADERS_ZH[name]
    return "ID" if name == "id" else name.replace("_", " ").capitalize()


class _Part(NamedTuple):
    """A column: the higher its `rank`, the sooner it goes where the width is short; 0 stays.

    A column that is `vital` does not go altogether: its cells stand under the first column's then.
    The cells of an `aligned` one bring their own blanks.
    """

    name: str
    get: Callable[[Any], str]
    rank: int = 0
    right: bool = False
    style: str = ""
    vital: bool = False
    aligned: bool = False


class _Filled(NamedTuple):
    """A column with its heading, its cells and the width of the widest."""

    part: _Part
    header: str
    cells: list[str]
    width: int

    @property
    def folds(self) -> bool:
        """Whether its cells may be folded: figures may not, nor what only stays where there is room."""
        return not self.part.right and not self.part.rank


class _Fitting:
    """A table that chooses its columns by the width that it is given; empty ones are left out.

    Where not even those that stay fit, the rows stand one below another; `named` has the cells
    led by their headings then.
    """

    def __init__(self, parts: Sequence[_Part], rows: Sequence[Any], lang: str, *, named: bool = False) -> None:
        self._named = named
        self._filled = []
        for part in parts:
            head, cells = header(part.name, lang), [printable(part.get(row)) for row in rows]
            if any(cells) or not rows:
                self._filled.append(_Filled(part, head, cells, max(map(cell_len, [head, *cells]))))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        kept = self._kept(options.max_width)
        below = [filled.cells for filled in self._filled if filled.part.vital and filled not in kept]
        least = sum((min(_LEAST, filled.width) if filled.folds else filled.width) + _GAP for filled in kept)
        if least - _GAP > options.max_width:
            yield _records(kept) if self._named else _one_below_another([*(one.cells for one in kept), *below])
        else:
            yield _side_by_side(kept, below)

    def _kept(self, width: int) -> list[_Filled]:
        """What must stay, then the rest by rank as far as the width goes.

        A text that must stay gives way down to a good part of the width, and is folded there.
        """
        needed = partial(_needed, width)
        kept = [filled for filled in self._filled if filled.part.rank == 0]
        for filled in sorted(self._filled, key=lambda filled: filled.part.rank):
            if filled.part.rank:
                if sum(map(needed, [*kept, filled])) - _GAP > width:
                    break
                kept.append(filled)
        return [filled for filled in self._filled if filled in kept]


def _needed(width: int, filled: _Filled) -> int:
    """How many cells of the width a column needs, with the gap behind it."""
    return min(filled.width, max(_NARROWEST, width * 2 // 5) if filled.folds else filled.width) + _GAP


def _side_by_side(kept: Sequence[_Filled], below: Sequence[Sequence[str]]) -> Table:
    # The box parts columns by a blank of its own.
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, _GAP - 1, 0, 0))
    for filled in kept:
        part, head, width = filled.part, filled.header, filled.width
        table.add_column(
            " " * (width - cell_len(head)) + head if part.aligned else head,
            style=part.style,
            justify="right" if part.right and not part.aligned else "left",
            no_wrap=not filled.folds,
            overflow="fold",
            min_width=None if filled.folds else width,
        )
    name = next((at for at, filled in enumerate(kept) if filled.folds), 0)
    for at, row in enumerate(zip(*(filled.cells for filled in kept), strict=True)):
        under = [(f"\n  {cells[at]}", "dim") for cells in below if cells[at]]
        said = [Text(cell) for cell in row]
        said[name] = Text.assemble(row[name], *under)
        table.add_row(*said)
    return table


def _records(kept: Sequence[_Filled]) -> Group:
    """The rows as records: each field on a line of its own, after its heading."""
    lead = max(cell_len(filled.header) for filled in kept)
    records: list[RenderableType] = []
    for row in zip(*(filled.cells for filled in kept), strict=True):
        grid = Table.grid(padding=(0, _GAP, 0, 0))
        grid.add_column(style="dim", no_wrap=True, min_width=lead)
        grid.add_column(overflow="fold")
        for filled, cell in zip(kept, row, strict=True):
            if cell:
                grid.add_row(filled.header, Text(cell))
        records += [Rule(style="dim"), grid]
    return Group(*records)


def _one_below_another(columns: Sequence[Sequence[str]]) -> Group:
    """The rows without columns: where not even the figures fit beside each other, they stand whole."""
    lines: list[RenderableType] = []
    for first, *rest in zip(*columns, strict=True):
        lines.append(Text(first))
        # A range may be parted between its ends.
        said = " ".join(cell.strip().replace("–", "– ") for cell in rest if cell)
        lines.append(Padding(Text(said), (0, 0, 0, _GAP)) if said else Text())
    return Group(*lines)


def _label(fact: Fact | Topic, lang: str) -> str:
    return (fact.label_en or fact.label) if lang == "en" else fact.label


def _when(fact: Fact, lang: str) -> str:
    return period.in_words(fact.time_period, lang) if fact.time_period else ""


def _kind(fact: Fact, lang: str) -> str:
    return header(fact.kind.value, lang) if lang == "zh" else fact.kind.value


def _depths(facts: Sequence[Fact]) -> dict[str, int]:
    """How deep each fact stands under the figure it belongs to, as far as that one is shown."""
    depths: dict[str, int] = {}
    for fact in facts:
        depths[fact.id] = depths[fact.of] + 1 if fact.of in depths else 0
    return depths


def _aligned(facts: Sequence[Fact]) -> dict[str, str]:
    """The figures with the blanks before them that set their decimal points under each other.

    A range has no point of its own; it ends where the whole numbers do.
    """
    split = {}
    for fact in facts:
        figure = number(fact)
        whole, point, decimals = (figure, "", "") if "–" in figure else figure.partition(".")
        split[fact.id] = whole, point + decimals
    left = max((cell_len(whole) for whole, _ in split.values()), default=0)
    return {fact_id: " " * (left - cell_len(whole)) + whole + tail for fact_id, (whole, tail) in split.items()}


def _figures(facts: Sequence[Fact], lang: str, fact_of: Callable[[Any], Fact]) -> list[_Part]:
    """The figure: number and unit apart in Chinese, read as one amount in English."""
    if lang == "en":
        return [_Part("amount", lambda row: amount(fact_of(row), lang), right=True, style="bold")]
    figures = _aligned(facts)
    return [
        _Part("value", lambda row: figures[fact_of(row).id], right=True, style="bold", aligned=True),
        _Part("unit", lambda row: fact_of(row).unit or ""),
    ]


def stats(facts: Sequence[Fact], lang: str) -> RenderableType:
    """Return the table of some statistics, each share and growth under its figure."""
    depths = _depths(facts)
    last = set({fact.of: fact.id for fact in facts}.values())

    def label(fact: Fact) -> str:
        depth = depths[fact.id]
        return ("  " * min(depth - 1, _DEEPEST) + ("└ " if fact.id in last else "├ ") if depth else "") + _label(
            fact, lang
        )

    parts = [
        _Part("label", label),
        *_figures(facts, lang, lambda fact: fact),
        _Part("time_period", lambda fact: _when(fact, lang), rank=1, vital=True),
        _Part("reference_area", lambda fact: fact.reference_area or "", rank=3),
        _Part("id", lambda fact: fact.id, rank=2, style="cyan"),
    ]
    return _Fitting(parts, facts, lang)


def listing(facts: Sequence[Fact], lang: str) -> RenderableType:
    """Return the table of facts of every kind."""
    parts = [
        _Part("kind", lambda fact: _kind(fact, lang), rank=2, style="magenta"),
        _Part("label", lambda fact: _label(fact, lang)),
        _Part("amount", lambda fact: amount(fact, lang), right=True, style="bold"),
        _Part("time_period", lambda fact: _when(fact, lang), rank=3, vital=True),
        _Part("id", lambda fact: fact.id, rank=1, style="cyan"),
    ]
    return _Fitting(parts, facts, lang)


def hits(found: Sequence[Hit], lang: str) -> RenderableType:
    """Return the table of ranked hits."""
    parts = [
        _Part("label", lambda hit: _label(hit.fact, lang)),
        _Part("amount", lambda hit: amount(hit.fact, lang), right=True, style="bold"),
        _Part("time_period", lambda hit: _when(hit.fact, lang), rank=2, vital=True),
        _Part("id", lambda hit: hit.fact.id, rank=1, style="cyan"),
        _Part("matched", lambda hit: hit.matched, rank=4, style="dim"),
        _Part("score", lambda hit: f"{hit.score:g}", rank=3, right=True, style="dim"),
    ]
    return _Fitting(parts, found, lang)


def topics(rows: Sequence[Topic], lang: str) -> RenderableType:
    """Return the table of topics with how many facts of each kind."""
    parts = [
        _Part("id", lambda topic: topic.id, style="cyan"),
        _Part("label", lambda topic: _label(topic, lang)),
        _Part("facts", lambda topic: str(topic.facts), right=True, style="bold"),
    ]
    parts += [_kind_count(kind, rank) for rank, kind in enumerate(Kind, 1)]
    return _titled("jimo", f"{len(rows)} {_WORDS[lang].topics}", _Fitting(parts, rows, lang))


def _kind_count(kind: Kind, rank: int) -> _Part:
    return _Part(kind.value, lambda topic: str(topic.counts[kind] or "–"), rank=rank, right=True)


def of_fields(rows: Sequence[Sequence[str | None]], names: Sequence[str], lang: str) -> RenderableType:
    """Return the table of the fields that were asked for; all of them, whatever the width."""

    def part(at: int, name: str) -> _Part:
        joint = ", " if name in LISTS else SEPARATOR
        return _Part(name, lambda row: (row[at] or "").replace(SEPARATOR, joint), right=name in NUMBERS)

    return _Fitting([part(at, name) for at, name in enumerate(names)], rows, lang, named=True)


_CHECKED_RANKS = {"as_written": 1, "locator": 2, "line": 3, "context": 4, "source": 5}


def checked(rows: Sequence[Sequence[str | None]], names: Sequence[str], lang: str) -> RenderableType:
    """Return the table of what a check found; where the width is short, what only says where goes first."""

    def part(at: int, name: str) -> _Part:
        return _Part(name, lambda row: row[at] or "", rank=_CHECKED_RANKS.get(name, 0), right=name in NUMBERS)

    return _Fitting([part(at, name) for at, name in enumerate(names)], rows, lang)


def by_topic(facts: Sequence[Fact], topics: Sequence[Topic], what: str, lang: str) -> list[RenderableType]:
    """Return a table for each topic; `what` is "statistics" or "facts"."""
    table = stats if what == "statistics" else listing
    drawn = []
    for topic in topics:
        own = [fact for fact in facts if fact.topic == topic.id]
        if own:
            drawn.append(_titled(_label(topic, lang), f"{len(own)} {getattr(_WORDS[lang], what)}", table(own, lang)))
    return drawn


def _titled(title: str, count: str, table: RenderableType) -> RenderableType:
    return Group(Text.assemble((printable(title), "bold"), f" · {count}"), Text(), table)


def cited(sources: Iterable[Source], lang: str) -> RenderableType:
    """Return the line that names the works that the table above draws on."""
    return Group(*(Text(_WORDS[lang].source + citation(source.csl, lang), style="dim") for source in sources))


def citation(csl: dict[str, Any], lang: str) -> str:
    """Return a work as it is cited: authors, title, container, day; only what the source gives."""
    zh = lang == "zh"
    authors = ("、" if zh else ", ").join(filter(None, map(_name, _listed(csl.get("author")))))
    title = f"《{csl['title']}》" if zh else f"“{csl['title']}”"
    rest = [str(csl[key]) for key in ("container-title", "publisher", "issued", "URL") if csl.get(key)]
    said = [part for part in (authors, title, *rest) if part]
    return printable(("，" if zh else ", ").join(said))


def _listed(authors: object) -> list[Any]:
    return authors if isinstance(authors, list) else [] if authors is None else [authors]


def _name(author: object) -> str:
    """A CSL name: `literal`, or `family` and `given`, in Chinese without a space between."""
    if not isinstance(author, dict):
        return str(author)
    if "literal" in author:
        return str(author["literal"])
    family, given = str(author.get("family", "")), str(author.get("given", ""))
    return f"{given} {family}".strip() if family.isascii() else family + given


def full(fact: Fact, topic: Topic | None, source: Source | None, related: Sequence[Fact], lang: str) -> RenderableType:
    """Return one fact with everything that is known of it."""
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for header, text in _details(fact, topic, source, related, lang):
        grid.add_row(header, Text("\n".join(map(printable, text.split("\n")))))
    return Group(Text(printable(_label(fact, lang)), style="bold"), Padding(grid, (0, 0, 0, _GAP)))


def _details(
    fact: Fact, topic: Topic | None, source: Source | None, related: Sequence[Fact], lang: str
) -> list[tuple[str, str]]:
    zh = lang == "zh"
    said = {
        "id": fact.id,
        "label": "" if zh else fact.label,
        "label_en": (fact.label_en or "") if zh else "",
        "value": amount(fact, lang),
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
    lines = [(header(name, lang), text) for name, text in said.items() if text]
    beside = "\n".join(f"{_label(other, lang)}  {amount(other, lang)}  {other.id}" for other in related)
    return [*lines, (header("related", lang), beside)] if beside else lines


def _topic(fact: Fact, topic: Topic | None, lang: str) -> str:
    if topic is None:
        return fact.topic
    return f"{topic.label_en or topic.label if lang == 'en' else topic.label} ({topic.id})"


def drawn(parts: Sequence[RenderableType]) -> list[str]:
    """Return the lines of the parts as the terminal takes them, a blank line between two of them."""
    # Rich takes a dumb terminal for 80 wide, whatever it says of itself, unless it is told both.
    size = get_terminal_size()
    console = Console(highlight=False, width=size.columns, height=size.lines)
    with console.capture() as capture:
        for at, part in enumerate(parts):
            if at:
                console.print()
            console.print(part)
    return [line.rstrip(" ") for line in capture.get().rstrip("\n").split("\n")]
