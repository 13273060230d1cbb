"""HTML as a browser shows it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli import documents
from jimo_cli.documents import html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<p>全市 <b>3</b>45\n万人", ["全市 345 万人"]),
        ("<p>全市\n三年</p>", ["全市三年"]),
        ("<title>题 &amp; 目</title><body><h1>大</h1>文", ["题 & 目", "大", "文"]),
        ("<head><title>题</title><p>文", ["题", "文"]),
        ("<script>'<p>1</p>'</script><style>p{}</style><template><p>2</p></template>见", ["见"]),
        ("<div hidden>藏<div>着</div></div>见<p style='display : none'>藏<p>也见", ["见", "也见"]),
        ("<p class='hidden' style='overflow: hidden'>见", ["见"]),
        ("<p>一<br>二<br><br>三<br>　　四<br>&nbsp;五", ["一二", "三", "四", "五"]),
        ("10<sup>8</sup> 6<del>7</del>8 漢<ruby>字<rt>ji</rt></ruby>", ["10⁸ 6 8 漢字"]),
        ("a&lt;b&#20159;&nbsp;c&amp &bogus; &#10;d", ["a<b亿\xa0c& &bogus; d"]),
        ("<ul><li>1<li>2<p>3</ul>4", ["1", "2", "3", "4"]),
        ("<tr><td>a<td>b", ["a | b"]),
        ("<table><tr><th>a<th>b<tr><td><p>1</p><td><p>2</p><p>3</p><td></table>", ["a | b", "1 | 2 3 | "]),
        ("<table><tr><td><span>a<td>b</table>c", ["a | b", "c"]),
        ("<table><tr><td colspan=2>题</table>", ["题"]),
        (
            "<table><tr><td>栏<td><h1>大</h1><p>段<table><tr><td>x<td>y</table>后</table>",
            ["栏", "大", "段", "x | y", "后"],
        ),
        ("<a title='x>y' href=a>公报</a> it's 5<6 <", ["公报 it's 5<6 <"]),
        ('<a href="x>公报</a>', ["公报"]),
        ("一<!-- 二 -->三<!doctype x><?xml y?>", ["一三"]),
        ("<pre>a\n b</pre>", ["a", "b"]),
        ("</p></td></div>一</b>", ["一"]),
        ("<P>全<B>市</B></P>", ["全市"]),
    ],
)
def test_text_is_what_a_browser_shows(text: str, shown: list[str]) -> None:
    assert [block.text for block in html.read("a.html", text).blocks] == shown


def test_kinds_levels_and_what_is_left_out() -> None:
    document = html.read(
        "a.html", "<h2>一</h2>\n<img><svg><path/></svg><figcaption>二</figcaption><code>1</code>\n<p>图1：三"
    )
    assert [(block.kind, block.level, block.locator) for block in document.blocks] == [
        ("heading", 2, "line 1"),
        ("caption", 0, "line 2"),
        ("caption", 0, "line 3"),
    ]
    assert document.skipped == ("2 pictures", "1 piece of code")


@pytest.mark.parametrize(
    ("page", "shown", "skipped"),
    [
        ("<nav><ul><li>首页<li>345亿元</ul></nav><p>文", "文", ("1 navigation bar",)),
        ("<div hidden>藏<b>着</b></div>文", "文", ("1 piece of hidden text",)),
        ("<div style='display:none'> <p>藏<p hidden>着</div><i hidden>藏</i>文", "文", ("2 pieces of hidden text",)),
        ("<div hidden> <br></div><script>345</script><template>藏</template>文", "文", ()),
    ],
)
def test_navigation_and_hidden_text_are_left_out_and_counted(page: str, shown: str, skipped: tuple[str, ...]) -> None:
    document = html.read("a.html", page)
    assert [block.text for block in document.blocks] == [shown]
    assert document.skipped == skipped


def test_a_page_with_a_label_of_gb2312_may_have_every_character(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    text = "镕㐀𠮷€345亿元"  # of GBK, of GB18030 in four bytes, of a second plane
    path.write_bytes(f"<meta charset=gb2312><p>{text}".encode("gb18030"))
    assert [block.text for block in documents.read(str(path)).blocks] == [text]


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("utf-8", "utf-8"),
        ("big5", "big5hkscs"),
        ("nonsense", "gb18030"),
        ("hex", "gb18030"),
        ("gb2312", "utf-8"),
        ("", "utf-16"),
        ("", "utf-8-sig"),
    ],
)
def test_a_page_is_read_in_its_encoding(tmp_path: Path, label: str, encoding: str) -> None:
    text = "國內生產總值345億元"
    path = tmp_path / "a.HTM"
    path.write_bytes(f'<meta http-equiv=x content="text/html; charset={label}"><p>{text}'.encode(encoding))
    assert [block.text for block in documents.read(str(path)).blocks] == [text]


_TAGS = (
    "< > </ <!-- --> <p> </p> <table> <tr> <td> </td> </tr> </table> <br> <sup> </sup> <pre> </pre> <h1> <title> </title> "
    "<script> </script> <del> </del> <img> <li> <head> ' \" = &lt; & &#10; ;"
)
_PIECES = st.sampled_from([*_TAGS.split(), "<p hidden>", "<a b='", " ", "\n", "\r\n", "　", "国", "345", "a"])


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_positions_are_in_the_page_and_ascend(text: str) -> None:
    for block in html.read("a.html", text).blocks:
        assert len(block.positions) == len(block.text)
        assert not set(block.text) & set("\n\r")
        assert list(block.positions) == sorted(block.positions)
        assert not block.positions or 0 <= block.positions[0] <= block.positions[-1] < len(text)


@pytest.mark.parametrize("span", ["2", "'2'", '"2"'])
def test_a_merged_cell_is_in_each_cell_that_it_covers(tmp_path: Path, span: str) -> None:
    page = (
        f"<table><tr><th rowspan={span}>地区<th colspan={span}>2023年<tr><th>产值<th>增长"
        "<tr><td>甲<td>1<td>2</table><table><tr><td>乙<td>3</table>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    blocks = documents.read(str(tmp_path / "a.html")).blocks
    assert [block.cells for block in blocks] == [
        ("地区", "2023年", "2023年"),
        ("地区", "产值", "增长"),
        ("甲", "1", "2"),
        ("乙", "3"),
    ]
    assert [block.text for block in blocks][:2] == ["地区 | 2023年", "产值 | 增长"]


def test_a_cell_that_says_to_cover_very_many_has_no_more_than_a_table_may(tmp_path: Path) -> None:
    page = "<table><tr><td colspan=9999 rowspan=9999>甲<td>1" + "<tr><td>2<td>3" * 50 + "</table>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert max(len(block.cells) for block in documents.read(str(tmp_path / "a.html")).blocks) <= 210
