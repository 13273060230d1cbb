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


MERGED = """<h1>青岛市2023年统计公报</h1><p>全市发展稳定。</p>
<table><tr><td colspan="5">表3 各区市主要指标</td></tr><tr><td colspan="5">单位：亿元</td></tr>
<tr><th rowspan="2">区市</th><th colspan="2">2023年</th><th colspan="2">2022年</th></tr>
<tr><th>生产总值</th><th>增长（%）</th><th>生产总值</th><th>增长（%）</th></tr>
<tr><td>市南区</td><td>1,500.1</td><td>5.1</td><td>1400.0</td><td>4.0</td></tr>
<tr><td colspan="5">其中：县级市</td></tr>
<tr><td>胶州市</td><td>1,600.3</td><td>5.5</td><td>—</td><td>3.9</td></tr></table>
<p>注：2023年数据为初步核算数。</p>"""


def test_merged_heads_a_heading_between_rows_and_a_note_are_read_with_a_table(tmp_path: Path) -> None:
    draft = drafted(tmp_path, MERGED, "a.html")
    assert series_of(draft) == [
        ("生产总值", "1500.1", "亿元", "2023", "市南区", None),
        ("生产总值", "1400.0", "亿元", "2022", "市南区", None),
        ("生产总值", "1600.3", "亿元", "2023", "胶州市", None),
        ("生产总值增长", "5.1", "%", "2023", "市南区", "growth"),
        ("生产总值增长", "4.0", "%", "2022", "市南区", "growth"),
        ("生产总值增长", "5.5", "%", "2023", "胶州市", "growth"),
        ("生产总值增长", "3.9", "%", "2022", "胶州市", "growth"),
    ]
    assert [seen.status for seen in draft.series[0].observations] == ["preliminary", None, "preliminary"]
    assert ("line 6", "其中：县级市") in [(one.where, one.what) for one in draft.skipped]


@pytest.mark.parametrize("is_below", [False, True])
def test_a_caption_above_or_below_says_period_place_and_unit(tmp_path: Path, is_below: bool) -> None:  # noqa: FBT001
    tables = [f"| 产品 | 产量 |\n|---|---|\n| 布 | {value} |\n| 纱 | 5.50 |" for value in ("1.1", "2.2")]
    captions = ["表1 2021年青岛市产量（单位：万吨）", "表2 2022年烟台市产量（亿米）"]
    pairs = [
        [table, caption] if is_below else [caption, table] for table, caption in zip(tables, captions, strict=True)
    ]
    page = "# 统计年报\n\n" + "\n\n".join(part for pair in pairs for part in pair) + "\n"
    assert facts_of(drafted(tmp_path, page, "a.md")) == [
        ("布产量", "1.1", "万吨", "2021", "青岛市", None),
        ("纱产量", "5.50", "万吨", "2021", "青岛市", None),
        ("布产量", "2.2", "亿米", "2022", "烟台市", None),
        ("纱产量", "5.50", "亿米", "2022", "烟台市", None),
    ]


def test_the_sentence_before_a_table_says_the_period_where_nothing_nearer_does(tmp_path: Path) -> None:
    page = (
        "# 云泽市2023年统计公报\n\n2022年12月，主要产品产量如下：\n\n| 产品 | 产量（万吨） |\n|---|---|\n| 布 | 1.1 |\n\n"
        "## 2021年的情况\n\n保持稳定。\n\n| 产品 | 产量（万吨） |\n|---|---|\n| 布 | 2.1 |\n"
    )
    draft = drafted(tmp_path, page, "a.md")
    assert [(fact.value, fact.time_period, fact.checks["time_period"]) for fact in draft.facts] == [
        ("1.1", "2022-12", "2022年12月，主要产品产量如下："),
        ("2.1", "2021", "2021年的情况"),
    ]


def test_a_rate_is_of_the_period_that_it_stands_behind_or_of_none(tmp_path: Path) -> None:
    head = "# 云泽市2023年12月经济数据\n\n云泽市情况稳定。\n\n"
    each = "| 指标 | 12月 | 增长（%） | 1—11月 | 增长（%） |\n|---|---|---|---|---|\n| 发电量（亿千瓦时） | 5.5 | 1.0 | 60.0 | -0.4 |\n"
    one = "| 指标 | 12月 | 1—11月 | 增长（%） |\n|---|---|---|---|\n| 发电量（亿千瓦时） | 5.5 | 60.0 | -0.4 |\n"
    assert series_of(drafted(tmp_path, head + each, "a.md"))[2:] == [
        ("发电量增长", "1.0", "%", "2023-12", "云泽市", "growth"),
        ("发电量增长", "-0.4", "%", "2023-01/2023-11", "云泽市", "growth"),
    ]
    draft = drafted(tmp_path, head + one, "a.md")
    assert facts_of(draft) == []
    assert draft.unclear == ["table 1: column 4 (增长（%）): of which period its figures are is not said"]


def test_a_table_without_heads_is_one_of_measures_and_their_figures(tmp_path: Path) -> None:
    page = "# 云泽市2023年概况\n\n云泽市稳定。\n\n| 生产总值 | 1,234.5亿元 |\n|---|---|\n| 财政收入 | 88亿元 |\n"
    assert facts_of(drafted(tmp_path, page, "a.md")) == [
        ("生产总值", "1234.5", "亿元", "2023", "云泽市", None),
        ("财政收入", "88", "亿元", "2023", "云泽市", None),
    ]


def test_figures_that_differ_by_their_heads_alone_are_no_series(tmp_path: Path) -> None:
    page = "# 云泽市2023年概况\n\n云泽市稳定。\n\n| 指标 | 0-14岁 | 15-59岁 |\n|---|---|---|\n| 人口（万人） | 12.1 | 60.0 |\n"
    draft = drafted(tmp_path, page, "a.md")
    assert [cell.label for cell in facts_of(draft)] == ["人口0-14岁", "人口15-59岁"]


def test_a_blank_cell_between_wide_gaps_moves_no_figure_to_another_column(tmp_path: Path) -> None:
    page = (
        "2024年上半年公报\n\n收入平稳增长。\n\n表1  主要城市收入          单位：元\n"
        "城市        收入      支出\n北京市      45,000      4.2\n天津市                  4.0\n重庆市      22,001      3.9\n"
    )
    assert [cell for cell in series_of(drafted(tmp_path, page)) if cell.place == "天津市"] == [
        ("支出", "4.0", "元", "2024-S1", "天津市", None)
    ]
    unsure = page.replace("天津市                  4.0", "天津市            4.0")
    draft = drafted(tmp_path, unsure)
    assert not [cell for cell in series_of(draft) if cell.place == "天津市"]
    assert "天津市 4.0" in [one.what for one in draft.skipped]


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


def test_a_figure_that_is_stated_before_is_skipped_and_told(tmp_path: Path) -> None:
    table = "| 年份 | 出口额（亿元） |\n|---|---|\n| 2022年 | 10.5 |\n| 2023年 | 14.5 |\n"
    page = f"# 云泽市2023年外贸\n\n云泽市稳定。\n\n{table}\n全市保持稳定。\n\n{table.replace('| 2022年 | 10.5 |', '| 2021年 | 9.5 |')}"
    draft = drafted(tmp_path, page, "a.md")
    assert [cell.value for cell in series_of(draft)] == ["10.5", "14.5"]
    assert [cell.value for cell in facts_of(draft)] == ["9.5"]
    assert [(one.what, one.why) for one in draft.skipped] == [("14.5", "stated before")]


def test_parts_of_a_year_are_of_that_of_the_text_only_where_they_are_of_one_year(tmp_path: Path) -> None:
    page = "# 云泽市2024年1—4月经济运行\n\n云泽市稳定。\n\n| 月份 | 原煤（万吨） |\n|---|---|\n| 1-2月 | 100 |\n| 3月 | 55 |\n"
    draft = drafted(tmp_path, page, "a.md")
    assert series_of(draft) == [
        ("原煤", "100", "万吨", "2024-01/2024-02", "云泽市", None),
        ("原煤", "55", "万吨", "2024-03", "云泽市", None),
    ]
    assert draft.series[0].checks["time_period"] == "云泽市2024年1—4月经济运行"
    over_two = page.replace("| 1-2月 |", "| 12月 |")
    behind = page.replace("| 3月 |", "| 5月 |")
    for other in (over_two, behind):
        assert series_of(drafted(tmp_path, other, "a.md")) == []


def test_the_number_of_a_table_is_no_figure(tmp_path: Path) -> None:
    page = "山东省2023年统计公报\n\n全省发展稳定。\n\n表1 分市产值\n| 地区 | 产值（亿元） |\n| 济南市 | 12.5 |\n"
    draft = drafted(tmp_path, page)
    assert [(fact.value, fact.as_written) for fact in draft.facts] == [("12.5", "12.5")]
    assert draft.unclear == []


def test_figures_of_a_table_that_differ_for_one_place_and_period_are_told_and_not_written(tmp_path: Path) -> None:
    text = "# 云泽市2023年统计公报\n\n云泽市情况稳定。\n\n| 指标 | 产量（万吨） |\n|---|---|\n| 粮食 | 5.5 |\n| 油料 | 1.5 |\n| 粮食 | 6.5 |\n"
    made = drafted(tmp_path, text, "a.md")
    assert not [one for one in (*series_of(made), *made.facts) if "5.5" in one or "6.5" in one]
    assert [one.why for one in made.skipped if "differ" in one.why] == [
        "figures that differ for the same place and period: 5.5 and 6.5"
    ] * 2
    assert any("figures differ" in what for what in made.unclear)
