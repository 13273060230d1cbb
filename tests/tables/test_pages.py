"""Tables of pages, often under the name of a workbook."""

from pathlib import Path

import pytest
from made_sheets import cells, rows, write

from jimo_cli import tables
from jimo_cli.errors import UsageError
from jimo_cli.tables import pages


def test_a_page_under_the_name_of_a_workbook_is_read_and_told(tmp_path: Path) -> None:
    page = "<html><meta charset=gb2312><table><tr><th>地区<th>GDP<tr><td>山东省<td>7.70</table>"
    path = write(tmp_path / "t.xls", page, "gb18030")
    assert tables.read(path).kind == "HTML, GB18030, though its name ends in .xls"
    assert cells(path) == [["地区", "GDP"], ["山东省", "7.70"]]


def test_cells_that_cover_others_have_their_text_in_each(tmp_path: Path) -> None:
    page = (
        "<table><tr><td rowspan=2>标</td><td colspan='2'>年</td></tr><tr><td>2022</td><td>2023</td></tr>"
        "<tr><td>a</td><td>b</td><td rowspan=3>c</td></tr><tr><td>d</td></tr></table>"
    )
    assert cells(write(tmp_path / "t.html", page)) == [
        ["标", "年", "年"], ["标", "2022", "2023"], ["a", "b", "c"], ["d"],
    ]  # fmt: skip


def test_a_text_is_what_is_shown_and_a_caption_names_its_table(tmp_path: Path) -> None:
    page = (
        "<!-- x --><table><caption>表 1\n <b>生产总值</b></caption><tr></tr><tr><td> 7.70 \n <sup>亿</sup>&nbsp;&lt;元<br>x"
        "<script>no()</script><style>no</style></td></tr></table><table><tr><td> </td></tr></table>"
    )
    workbook = tables.read(write(tmp_path / "t.htm", page))
    assert [sheet.name for sheet in workbook.sheets] == ["表 1 生产总值"]
    assert rows(workbook) == [(2, ["7.70 亿 <元\nx"])]


def test_tables_in_tables_stand_alone(tmp_path: Path) -> None:
    page = "<table><tr><td>out<table><tr><td>in</td></tr></table>side</td></tr></table>"
    path = write(tmp_path / "t.html", page)
    assert [cells(path, at) for at in (0, 1)] == [[["in"]], [["outside"]]]


def test_a_page_that_is_cut_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    assert cells(write(tmp_path / "t.html", "<table><tr><td>a<td>b<tr><td>c")) == [["a", "b"], ["c"]]


def test_spans_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "t.html", "<table><tr>" + "<td colspan=999999999>x" * 20 + "</table>")
    assert len(cells(path)[0]) == 20_000
    monkeypatch.setattr(pages, "MOST_CELLS", 10_000)
    with pytest.raises(UsageError, match="has more cells than can be read"):
        tables.read(path)


def test_a_page_without_a_table_is_reported(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a page without a table"):
        tables.read(write(tmp_path / "t.html", "<html><p>x"))
