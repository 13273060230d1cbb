"""The figures in the tables of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli import documents
from jimo_cli.imports import held, prose
from jimo_cli.imports.drafts import Draft, SeriesDraft, Skipped
from jimo_cli.verify import texts

if TYPE_CHECKING:
    from pathlib import Path

    from jimo_cli.tables.sheet import Workbook

PAGE = """<h1>云泽市2023年统计公报</h1><p>2023年云泽市产值345亿元。</p>
<p>表1 主要指标（单位：亿元）</p>
<table><tr><th>指标</th><th>2022年</th><th>2023年</th></tr>
<tr><td>工业产值</td><td>310.2</td><td>345.20</td></tr><tr><td>失业率（%）</td><td>5.1</td><td>…</td></tr></table>
<p>分地区的情况如下。</p><table><tr><th>地区</th><th>产值（万元）</th></tr><tr><td>沈阳市</td><td>1,204</td></tr></table>
"""


def _document(tmp_path: Path) -> documents.Document:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    return documents.read(str(tmp_path / "a.html"))


def test_no_figure_of_a_table_is_lost(tmp_path: Path) -> None:
    document = _document(tmp_path)
    draft = prose.draft_of(document)
    found = [
        (fact.label.partition("（")[0], fact.value, fact.unit, fact.time_period, fact.reference_area)
        for fact in draft.facts
    ]
    assert found == [
        ("产值", "345", "亿元", "2023", "云泽市"),
        ("工业产值", "310.2", "亿元", "2022", "云泽市"),
        ("工业产值", "345.20", "亿元", "2023", "云泽市"),
        ("失业率", "5.1", "%", "2022", "云泽市"),
        ("产值", "1204", "万元", None, "沈阳市"),
    ]
    assert [(each.what, each.why) for each in draft.skipped] == [("…", "not available")]
    assert {verdict.result for verdict in held.verdicts(draft.facts, texts.of(document))} == {"found"}


def test_the_rows_of_a_table_can_be_handed_to_another_reader(tmp_path: Path) -> None:
    def of_tables(workbook: Workbook) -> Draft:
        rows = [[row.cells for row in sheet.read()] for sheet in workbook.sheets]
        assert rows[1] == [["地区", "产值（万元）"], ["沈阳市", "1,204"]]
        series = SeriesDraft("产值", None, "亿元", [])
        return Draft(
            workbook.path, "", {}, "", [series], [], [], [Skipped("row 1", "…", "not available")], ["a column"]
        )

    draft = prose.draft_of(_document(tmp_path), of_tables=of_tables)
    assert [series.label for series in draft.series] == ["产值"]
    assert [fact.as_written for fact in draft.facts] == ["345亿元"]
    assert (draft.skipped[0].why, draft.unclear) == ("not available", ["a column"])


def test_the_border_of_a_table_in_markdown_parts_no_table(tmp_path: Path) -> None:
    page = "# 云泽市公报\n\n云泽市的指标如下。\n\n| 指标 | 2023年 |\n|---|---|\n| 工业产值（亿元） | 345.2 |\n"
    (tmp_path / "a.md").write_text(page, encoding="utf-8")
    (fact,) = prose.draft_of(documents.read(str(tmp_path / "a.md"))).facts
    assert (fact.label, fact.value, fact.unit, fact.time_period) == ("工业产值", "345.2", "亿元", "2023")
