"""The figures in the tables of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from jimo_cli import documents
from jimo_cli.imports import held, prose
from jimo_cli.verify import texts

if TYPE_CHECKING:
    from pathlib import Path

    from jimo_cli.imports.drafts import Draft

PAGE = """<h1>云泽市2023年统计公报</h1><p>2023年云泽市产值345亿元。</p>
<p>表1 主要指标（单位：亿元）</p>
<table><tr><th>指标</th><th>2022年</th><th>2023年</th></tr>
<tr><td>工业产值</td><td>310.2</td><td>345.20</td></tr><tr><td>失业率（%）</td><td>5.1</td><td>…</td></tr></table>
<p>分地区的情况如下。</p><table><tr><th>地区</th><th>产值（万元）</th><th>增速（%）</th></tr>
<tr><td>沈阳市</td><td>1,204</td><td>3.2</td></tr><tr><td>大连市</td><td>998.5</td><td>-1.2</td></tr></table>
"""


class Cell(NamedTuple):
    """A figure of a table as a fact or an observation states it."""

    label: str
    value: str | None
    unit: str | None
    period: str | None
    place: str | None
    aspect: str | None = None


def drafted(tmp_path: Path, text: str, name: str = "a.txt") -> Draft:
    """Return the draft of a document, each fact and observation of which its text has as it says."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return prose.draft_of(documents.read(str(tmp_path / name)))


def series_of(draft: Draft) -> list[Cell]:
    """Return the observations of the series of a draft."""
    return [
        Cell(one.label, seen.value, one.unit, seen.period, seen.area, one.aspect)
        for one in draft.series
        for seen in one.observations
    ]


def facts_of(draft: Draft) -> list[Cell]:
    """Return the facts of a draft that stand in tables."""
    return [
        Cell(fact.label, fact.value, fact.unit, fact.time_period, fact.reference_area, fact.aspect)
        for fact in draft.facts
        if fact.table is not None
    ]


def test_figures_of_one_measure_in_a_table_are_a_series_and_no_figure_is_lost(tmp_path: Path) -> None:
    draft = drafted(tmp_path, PAGE, "a.html")
    assert series_of(draft) == [
        ("工业产值", "310.2", "亿元", "2022", "云泽市", None),
        ("工业产值", "345.20", "亿元", "2023", "云泽市", None),
        ("产值", "1204", "万元", "2023", "沈阳市", None),
        ("产值", "998.5", "万元", "2023", "大连市", None),
        ("产值增速", "3.2", "%", "2023", "沈阳市", "growth"),
        ("产值增速", "-1.2", "%", "2023", "大连市", "growth"),
    ]
    assert facts_of(draft) == [("失业率", "5.1", "%", "2022", "云泽市", None)]
    assert [(each.what, each.why) for each in draft.skipped] == [("…", "not available")]
    assert [seen.as_written for seen in draft.series[1].observations] == ["1,204", "998.5"]
    assert draft.unclear == []


def test_the_border_of_a_table_in_markdown_parts_no_table(tmp_path: Path) -> None:
    page = "# 云泽市公报\n\n云泽市的指标如下。\n\n| 指标 | 2023年 |\n|---|---|\n| 工业产值（亿元） | 345.2 |\n"
    (fact,) = facts_of(drafted(tmp_path, page, "a.md"))
    assert fact == ("工业产值", "345.2", "亿元", "2023", "云泽市", None)


def test_a_table_of_key_figures_has_facts_each_with_its_growth(tmp_path: Path) -> None:
    page = "云泽市2023年统计公报\n云泽市的发展稳定。\n行业\t利润总额（亿元）\t同比增长(%)\n采矿业\t25.3\t16.2\n制造业\t84.3\t-3.1\n"
    draft = drafted(tmp_path, page)
    assert facts_of(draft) == [
        ("采矿业利润总额", "25.3", "亿元", "2023", "云泽市", None),
        ("采矿业利润总额同比增长", "16.2", "%", "2023", "云泽市", "growth"),
        ("制造业利润总额", "84.3", "亿元", "2023", "云泽市", None),
        ("制造业利润总额同比增长", "-3.1", "%", "2023", "云泽市", "growth"),
    ]
    assert [fact.of for fact in draft.facts] == [None, 0, None, 2]
    assert draft.unclear == []


@pytest.mark.parametrize("between", ["\t", "    ", " | "])
def test_a_table_in_plain_text_has_bars_tabs_or_wide_gaps(tmp_path: Path, between: str) -> None:
    rows = (["年份", "货物出口", "货物进口"], ["2022年", "10.5", "8.0"], ["2023年", "12.40", "-0.5"])
    page = "2023年云泽市外贸\n\n全市外贸保持稳定。\n单位：亿元\n" + "\n".join(map(between.join, rows)) + "\n\n以上。\n"
    draft = drafted(tmp_path, page)
    assert series_of(draft) == [
        ("货物出口", "10.5", "亿元", "2022", "云泽市", None),
        ("货物出口", "12.40", "亿元", "2023", "云泽市", None),
        ("货物进口", "8.0", "亿元", "2022", "云泽市", None),
        ("货物进口", "-0.5", "亿元", "2023", "云泽市", None),
    ]


@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_all_that_a_table_states_is_found_in_its_text(tmp_path: Path, name: str) -> None:
    plain = (
        "云泽市2023年统计公报\n\n云泽市的发展稳定。\n表1 主要指标\n地区\t产值（万元）\n沈阳市\t1,204\n大连市\t998.5\n"
    )
    draft = drafted(tmp_path, PAGE if name == "a.html" else plain, name)
    rows = [fact._replace(of=None) for fact in draft.facts]
    text = texts.of(documents.read(str(tmp_path / name)))
    assert len(draft.series) == (3 if name == "a.html" else 1)
    assert {verdict.result for verdict in held.verdicts(rows, text)} <= {"found"}
