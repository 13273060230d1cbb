"""Tables for people: they fit the width, keep every digit and show text as text."""

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Run, fact_text, make_fact, make_pack
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Group, RenderableType
from syrupy.assertion import SnapshotAssertion

from jimo_cli.fields import FIELDS, HIT_FIELDS, TOPIC_FIELDS
from jimo_cli.figures.say import amount, number
from jimo_cli.model import Aspect, Fact, Hit, Kind, Qualifier
from jimo_cli.output import tables
from jimo_cli.output.citation import citation
from jimo_cli.output.fitting import render
from jimo_cli.output.headings import header
from jimo_cli.packs.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = {"topics": ["topics"], "stats": ["stats"], "list": ["list"], "show": ["show", "output", "approval"]}


@pytest.mark.parametrize("width", [120, 80, 40])
@pytest.mark.parametrize("view", [(command, lang) for command in COMMANDS for lang in ("zh", "en")], ids="-".join)
def test_a_table_looks_as_it_did(
    run: Run, pack: Path, snapshot: SnapshotAssertion, view: tuple[str, str], width: int
) -> None:
    command, lang = view
    drawn = run(*COMMANDS[command], "--facts", str(pack), "--lang", lang, terminal=True, width=width)
    assert (drawn.code, drawn.err) == (0, "")
    assert drawn.out == snapshot


@pytest.mark.parametrize("width", [120, 80, 40])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_hits_of_a_search_look_as_they_did(
    pack: Path, snapshot: SnapshotAssertion, lang: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    facts = load([str(pack)]).facts
    found = [Hit(facts[0], 100.0, "label/exact"), Hit(facts[3], 81.5, "label/typo"), Hit(facts[4], 50.0, "topic/exact")]
    assert "\n".join(render([tables.hits(found, lang)])) == snapshot


def test_a_search_on_a_terminal_draws_hits_and_names_the_source(run: Run, pack: Path) -> None:
    drawn = run("search", "海洋产值", "--facts", str(pack), terminal=True, width=100)
    assert "海洋产值" in drawn.out
    assert drawn.out.splitlines()[-1] == "来源：王涛，Lee A. 一篇报道[Z]. 日报，[出版日期不详]."


def _draw(facts: list[Fact], lang: str, width: int, kind: str = "stats") -> list[str]:
    drawn: dict[str, Callable[[], RenderableType]] = {
        "stats": lambda: tables.stats(facts, lang),
        "list": lambda: tables.listing(facts, lang),
        "hits": lambda: tables.hits([Hit(fact, 50.0, "label/part") for fact in facts], lang),
        "show": lambda: Group(*(tables.full(fact, None, None, facts, lang) for fact in facts)),
        "fields": lambda: tables.of_fields(_rows(facts), ["id", "label", "value", "value_max", "unit"], lang),
        "checked": lambda: tables.checked(_rows(facts), ["detail", "locator", "figure", "as_written", "source"], lang),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        return [*render([drawn[kind]()])]


def _rows(facts: list[Fact]) -> list[tuple[str | None, ...]]:
    ends = [(str(fact.value), None if fact.value_max is None else str(fact.value_max)) for fact in facts]
    return [(fact.id, fact.label, *both, fact.unit) for fact, both in zip(facts, ends, strict=True)]


LABELS = st.text(st.sampled_from("海洋生产总值abc de·、+"), min_size=1, max_size=30).filter(
    lambda text: text.strip() == text
)
NUMBERS = st.one_of(
    st.decimals(min_value=-99999, max_value=99999, places=2, allow_nan=False),
    st.integers(-(10**24), 10**24).map(Decimal),
)
FIGURES = st.lists(
    st.tuples(
        LABELS,
        NUMBERS,
        st.sampled_from([Qualifier.EXACT, Qualifier.OVER, Qualifier.RANGE]),
        st.sampled_from(["亿元", "%", "个", "人次"]),
    ),
    min_size=1,
    max_size=5,
)


def _facts(rows: list[tuple[str, Decimal, Qualifier, str]]) -> list[Fact]:
    return [
        make_fact(
            f"marine.fact-{at}",
            label=label,
            label_en=None,
            value=value,
            value_max=value + 1 if qualifier is Qualifier.RANGE else None,
            qualifier=qualifier,
            unit=unit,
        )
        for at, (label, value, qualifier, unit) in enumerate(rows)
    ]


KINDS = st.sampled_from(["stats", "list", "hits", "show", "fields", "checked"])
WIDTHS = st.one_of(st.integers(1, 40), st.integers(1, 200))


def _words(fact: Fact, kind: str, lang: str) -> list[str]:
    """The words of a figure as a table has them."""
    if kind == "checked":  # where the width is short, the figure alone stays
        return [str(fact.value)]
    if kind == "fields":
        return [str(end) for end in (fact.value, fact.value_max) if end is not None]
    return (number(fact) if kind == "stats" and lang == "zh" else amount(fact, lang)).split()


def _is_whole(word: str, drawn: list[str]) -> bool:
    """Whether a line has the word; of a range and of a hedged figure each number may have its own."""
    lines = [line.strip() for line in drawn]
    if any(word in line for line in lines):
        return True
    before, dash, behind = word.partition("–")
    if dash:
        pairs = pairwise(lines)
        return any(_ends(line, f"{before}–") and after.startswith(behind) for line, after in pairs)
    return word[0] == "超" and _is_whole(word[1:], drawn)


def _ends(line: str, end: str) -> bool:
    return line.endswith(end) or (end[0] == "超" and line.endswith(end[1:]))


@settings(max_examples=400)
@given(FIGURES, WIDTHS, KINDS, st.sampled_from(["zh", "en"]))
@example([("海洋生产总值", Decimal("345.00"), Qualifier.EXACT, "亿元")], 20, "stats", "zh")
@example([("a", Decimal("-99999.25"), Qualifier.RANGE, "人次")], 20, "list", "en")
@example([("项目整体建设周期平均缩短了多少个月呢", Decimal(5), Qualifier.RANGE, "%")], 30, "list", "zh")
@example([("a", Decimal("344.55"), Qualifier.RANGE, "亿元")], 3, "hits", "en")
@example([("a", Decimal("12345678901234567890.10"), Qualifier.RANGE, "元")], 10, "show", "zh")
@example([("a", Decimal("12345678901234567890.10"), Qualifier.EXACT, "元")], 1, "fields", "zh")
@example([("a", Decimal("1234567890.10"), Qualifier.EXACT, "元")], 30, "checked", "zh")
def test_a_figure_is_never_cut_at_any_width(
    rows: list[tuple[str, Decimal, Qualifier, str]], width: int, kind: str, lang: str
) -> None:
    facts = _facts(rows)
    drawn = _draw(facts, lang, width, kind)
    for fact in facts:
        words = [word for word in _words(fact, kind, lang) if re.search(r"\d", word)]
        assert all(_is_whole(word, drawn) for word in words), (words, drawn)
    assert not any("…" in line or re.search(r"–\s+[-\d]", line) for line in drawn)


@settings(max_examples=200)
@given(FIGURES, WIDTHS, KINDS, st.sampled_from(["zh", "en"]))
def test_no_line_is_wider_than_the_terminal_but_for_a_number_that_is(
    rows: list[tuple[str, Decimal, Qualifier, str]], width: int, kind: str, lang: str
) -> None:
    wide = [line for line in _draw(_facts(rows), lang, width, kind) if cell_len(line) > width]
    assert not [line for line in wide if len(line) > 1 and not re.fullmatch(r"[-\d.,]+[%–]*", line)]


def test_columns_stand_under_each_other_whatever_the_script(pack: Path) -> None:
    facts = load([str(pack)]).facts[:4]
    drawn = _draw(facts, "zh", 120)
    starts = {cell_len(line[: line.index(f"marine.{slug}")]) for line in drawn for slug in _slugs_in(line)}
    assert len(starts) == 1
    units = {
        cell_len(line[: line.rindex(unit)]) for line, unit in zip(drawn[2:], ("亿元", "%", "人", "个月"), strict=True)
    }
    assert len(units) == 1


def _slugs_in(line: str) -> list[str]:
    return [found.removeprefix("marine.") for found in re.findall(r"marine\.[a-z-]+", line)]


def test_decimal_points_stand_under_each_other() -> None:
    facts = [make_fact(f"marine.f{at}", value=Decimal(value)) for at, value in enumerate(("345", "7.7", "-13.55"))]
    lines = _draw(facts, "zh", 100)[2:]
    ends = [
        cell_len(line[: line.index(value) + len(value)]) for line, value in zip(lines, ("345", "7", "-13"), strict=True)
    ]
    assert len(set(ends)) == 1


def test_shares_and_growth_stand_indented_under_their_figure() -> None:
    facts = [
        make_fact("marine.a", label="总值"),
        make_fact("marine.b", label="增长", of="marine.a", aspect=Aspect.GROWTH),
        make_fact("marine.c", label="比重", of="marine.a", aspect=Aspect.SHARE),
        make_fact("marine.d", label="比重增长", of="marine.c", aspect=Aspect.GROWTH),
        make_fact("marine.e", label="孤儿", of="marine.gone", aspect=Aspect.SHARE),
    ]
    shown = [line.split("  345")[0].rstrip() for line in _draw(facts, "zh", 120)[2:]]
    assert shown == ["总值", "├ 增长", "└ 比重", "  └ 比重增长", "孤儿"]


def test_markup_in_a_fact_is_shown_and_not_obeyed(run: Run, tmp_path: Path) -> None:
    body = fact_text(
        "a", label="[red]红[/red]", description="[bold]x[/]", parts=["[link=x]y[/link]"], aliases=[":smile:"]
    )
    pack = make_pack(tmp_path / "p", {"marine.toml": HEAD.replace("海洋", "[b]海[/b]") + body})
    argv = ["--facts", str(pack), "--format", "table"]
    assert "[red]红[/red]" in run("stats", *argv).out
    assert "[b]海[/b]" in run("stats", *argv).out
    assert "[b]海[/b]" in run("topics", *argv).out
    shown = run("show", "a", *argv).out
    assert all(text in shown for text in ("[red]红[/red]", "[bold]x[/]", "[link=x]y[/link]", ":smile:"))


def test_characters_that_act_on_a_terminal_are_shown_as_codes() -> None:
    fact = make_fact(label="a\x1b[31mb\u202ec", description="d\u2066e\x07\nf", aliases=("g\x9b",))
    for kind in ("stats", "list", "hits"):
        (line,) = _draw([fact], "zh", 120, kind)[2:]
        assert "a\\u001b[31mb\\u202ec" in line
    shown = "\n".join(render([tables.full(fact, None, None, [], "zh")]))
    assert "\x1b" not in shown
    assert "d\\u2066e\\u0007" in shown
    assert "g\\u009b" in shown


def test_a_fact_is_shown_with_everything_that_is_known_of_it(run: Run, pack: Path) -> None:
    shown = run("show", "output", "--facts", str(pack), "--lang", "zh", terminal=True, width=100).out
    for text in (
        "海洋产值",
        "marine.output",
        "Marine output",
        "345 亿元",
        "345亿元",
        "2024年上半年 (2024-S1)",
        "即墨区",
        "海洋GDP, ocean output",
        "半年的数字。",
        "王涛，Lee A. 一篇报道[Z]. 日报，[出版日期不详].",
        "正文 ¶5",
        "海洋产值同比增长  -7.75%  marine.output-growth",
    ):
        assert text in shown
    parts = run("show", "approval", "--facts", str(pack), terminal=True).out
    assert "· 标准地" in parts
    assert "· 承诺制" in parts


def test_a_work_is_cited_by_what_its_source_gives() -> None:
    assert citation({"title": "T"}, "en") == "T (n.d.)."
    assert citation({"title": "题", "author": "佚名", "issued": 2024}, "zh") == "佚名. 题[Z]. 2024."
    authors = [{"literal": "本报"}, {"family": "Lee", "given": "Ann"}, {"family": "王", "given": "涛"}]
    cited = citation({"title": "T", "author": authors, "URL": "https://example.org"}, "en")
    assert cited == "本报, Lee, A., & 王涛 (n.d.). T. https://example.org"


def test_a_table_of_chosen_fields_has_them_all_in_their_order(run: Run, pack: Path) -> None:
    drawn = run("list", "--fields", "value,id", "--facts", str(pack), "--lang", "en", terminal=True, width=40)
    head, _, first, *_ = drawn.out.splitlines()
    assert head.split() == ["Value", "ID"]
    assert first.split() == ["345", "marine.output"]


def test_an_export_can_be_drawn_as_a_table(run: Run, pack: Path) -> None:
    drawn = run("export", "--format", "table", "--fields", "id,aliases", "--facts", str(pack), terminal=True)
    assert "海洋GDP, ocean output" in drawn.out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_field_has_a_heading(lang: str) -> None:
    for name in (*HIT_FIELDS, *TOPIC_FIELDS, "amount", "related"):
        assert header(name, lang)
    assert len({header(name, lang) for name in FIELDS}) == len(FIELDS)


def test_kinds_and_periods_are_in_the_language_of_the_table(run: Run, pack: Path) -> None:
    zh = run("list", "--facts", str(pack), "--lang", "zh", terminal=True, width=120).out
    en = run("list", "--facts", str(pack), "--lang", "en", terminal=True, width=120).out
    assert "机制" in zh
    assert "2024年上半年" in zh
    assert "mechanism" in en
    assert "CNY 34.5 billion" in en
    assert Kind.MECHANISM.value not in zh


def test_colour_comes_only_where_it_is_wanted(run: Run, pack: Path) -> None:
    argv = ["stats", "--facts", str(pack), "--format", "table"]
    colour = {"TERM": "xterm-256color", "COLUMNS": "120"}
    assert "\x1b" not in run(*argv, env=colour).out
    assert "\x1b[36m" in run(*argv, terminal=True, env=colour).out
    assert "\x1b[36m" not in run(*argv, terminal=True, env=colour | {"NO_COLOR": "1"}).out
    assert "\x1b" not in run(*argv, terminal=True, env={"TERM": "dumb"}).out
    assert "\x1b[36m" in run(*argv, env=colour | {"FORCE_COLOR": "1"}).out


def test_a_dumb_terminal_has_the_width_that_it_says(run: Run, pack: Path) -> None:
    narrow = run("stats", "--facts", str(pack), terminal=True, width=40, env={"LINES": ""}).out
    assert max(map(cell_len, narrow.splitlines())) <= 40


def test_an_empty_answer_draws_no_empty_table(run: Run, pack: Path) -> None:
    for argv in (["stats", "reform"], ["list", "--area", "火星"], ["search", "量子引力波"]):
        drawn = run(*argv, "--facts", str(pack), terminal=True)
        assert drawn.code == 1
        assert drawn.out.strip() == ""
        assert drawn.err.startswith("jimo: ")
