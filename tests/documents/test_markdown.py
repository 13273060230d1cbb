"""Markdown as a reader sees it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.documents import Document, markdown

Seen = list[tuple[str, str]]


def seen(text: str) -> Seen:
    return [(block.kind, block.text) for block in markdown.read("a.md", text).blocks]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("海洋**345**万人", "海洋345万人"),
        ("增长**7.7%**的", "增长7.7%的"),
        ("**“345”**万人", "“345”万人"),
        ("***a*** __b__ _c_ *d **e** f*", "a b c d e f"),
        ("a * b * c, snake_case_x, **open", "a * b * c, snake_case_x, **open"),
        ("2*10*4", "2*10*4"),
        ("5~6个，7~8个", "5~6个，7~8个"),
        ("~~66~~88亿元", "88亿元"),
        ("6~~7~~8亿元", "6 8亿元"),
        ("<del>66</del>88亿元", "88亿元"),
        ("10<sup>8</sup>吨", "10⁸吨"),
        ('见[公报](http://a/2024 "题")和[表](<a b>)', "见公报和表"),
        ("[a [b](c) d](e)", "[a b d](e)"),
        ("[![图](a.png)](b)", "图"),
        ("[全市][1]、[全省][]、[全国]\n\n[1]: /a\n[全省]: /b 'x'\n[全国]: <c>", "全市、全省、全国"),
        ("见[2024]号", "见[2024]号"),
        ("345亿元[^1]。", "345亿元。"),
        ("第`345`条", "第条"),
        ("3`4`5", "3 5"),
        ("``a`b`` `c", "`c"),
        ("\\*345\\* \\`a\\`", "*345* `a`"),
        ("&#20159;&amp;&lt; &no;", "亿&< &no;"),
        ("a<br>b<br/>c", "a b c"),
        ("<b>3</b>45 <https://a.b/1> 5<6>4", "345 5<6>4"),
        ("全市\n三年", "全市三年"),
        ("全市，\n三年", "全市，三年"),
        ("全市\n345亿元", "全市 345亿元"),
        ("up\nto  \n5\\\n6", "up to 5 6"),
        ("　　全市", "全市"),
        ("全市\r\n三年\r四", "全市三年四"),
        ("- [x] 完成", "完成"),
        ("> 引\n继续", "引继续"),
        ("# 一 #", "一"),
        ("2024\n2023. In", "2024 2023. In"),
    ],
)
def test_text_is_what_a_reader_sees(text: str, shown: str) -> None:
    assert [block.text for block in markdown.read("a.md", text).blocks] == [shown]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("# 一\n## 二\n三\n===\n四\n---\n", [("heading", "一"), ("heading", "二"), ("heading", "三"), ("heading", "四")]),
        ("#无\n\n---\n***\n段", [("paragraph", "#无"), ("paragraph", "段")]),
        ("- 一\n  续\n- 二\n  1. 三\n\n     四\n\n五", [("paragraph", each) for each in ("一续", "二", "三", "四", "五")]),
        ("> 一\n> > 二\n\n三", [("paragraph", each) for each in "一二三"]),
        ("段\n```py\n12\n```\n~~~\n34\n\n    56\n\n78", [("paragraph", "段")]),
        ("段\n\n    12\n\n- 项\n\n      34\n\n  续", [("paragraph", "段"), ("paragraph", "项"), ("paragraph", "续")]),
        ("> ```\n> 12\n段", [("paragraph", "段")]),
        ("前\n| a | b\\|c |\n|---|:-:|\n| **1** | |\n\n后", [
            ("paragraph", "前"), ("row", "a | b|c"), ("row", "1 | "), ("paragraph", "后"),
        ]),
        ("a|b\n-|-\n1|2", [("row", "a | b"), ("row", "1 | 2")]),
        ("a|b\n-\n", [("heading", "a|b")]),
        ("[^1]: 甲12\n[^2]: 乙", [("paragraph", "甲12"), ("paragraph", "乙")]),
        ("<div>\n<p>块<p>行\n\n**段**\n\n</div>", [("paragraph", "块"), ("paragraph", "行"), ("paragraph", "段")]),
        ("<div hidden>\n\n藏\n\n</div>\n\n见", [("paragraph", "见")]),
        ("<table><tr><td>a</td><td>1</td></tr>\n\n</table>", [("row", "a | 1")]),
        ("图1：甲\n\n段", [("caption", "图1：甲"), ("paragraph", "段")]),
        ("---\ntitle: 12\n---\n段", [("paragraph", "段")]),
    ],
)  # fmt: skip
def test_blocks_are_those_of_commonmark(text: str, blocks: Seen) -> None:
    assert seen(text) == blocks
    assert seen(text.replace("\n", "\r\n")) == blocks


def test_comments_are_kept_apart_with_where_they_stand() -> None:
    text = "一<!-- pin -->二\n\n<!--\nmulti\n\nline -->\n\n<!-- a -->**三**\n\n`<!-- code -->` <!-- open"
    document = markdown.read("a.md", text)
    assert [block.text for block in document.blocks] == ["一二", "三", "<!-- open"]
    assert [comment.text for comment in document.comments] == ["pin", "multi\n\nline", "a"]
    for comment in document.comments:
        assert text[comment.start : comment.end].startswith("<!--")
        assert text[comment.start : comment.end].endswith("-->")


def test_what_is_left_out_is_counted() -> None:
    document = markdown.read("a.md", "`a` ![](b)\n\n    c\n    d\n\n```\ne\n```\n~~f~~")
    assert document.skipped == ("3 pieces of code", "1 picture", "1 piece of struck text")


def test_a_locator_is_the_line_where_a_block_begins() -> None:
    blocks = markdown.read("a.md", "一\r\n\r\n二\r\n续\r\n\r\n三").blocks
    assert [block.locator for block in blocks] == ["line 1", "line 3", "line 6"]


# ---- positions

_MARKS = (
    "* ** _ ~~ ` `` [ ]( ](a) ] ![ ( ) < <!-- --> <br> <sup> </sup> <div> </div> <table> <td> | \\ # &amp; &#10; [^1]"
)
_LINES = [
    "<p hidden>",
    "\n",
    "\n\n",
    "\r\n",
    "> ",
    "- ",
    "1. ",
    "    ",
    "# ",
    "|---|\n",
    "---\n",
    "```\n",
    "[^1]: ",
    "[a]: b\n",
]
_PIECES = st.sampled_from([*_MARKS.split(), *_LINES, " ", "　", "国", "345", "亿元", "a", "。"])


def _is_as_written(document: Document, source: str, char: str, position: int) -> bool:
    """Whether a character is that of the content, or stands where an entity, a border or a line break does."""
    return document.content[position] == char or source.isspace() or source in "&|<~`\\[" or char in "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ"


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_positions_are_those_of_the_characters(text: str) -> None:
    document = markdown.read("a.md", text)
    for block in document.blocks:
        assert len(block.positions) == len(block.text)
        assert block.text == block.text.strip() or block.kind == "row"
        assert not set(block.text) & set("\n\r")
        assert list(block.positions) == sorted(block.positions)
        for char, position in zip(block.text, block.positions, strict=True):
            assert _is_as_written(document, text[position], char, position), (block, char, position)
    for comment in document.comments:
        assert document.content[comment.start : comment.start + 4] == "<!--"


def test_a_bold_figure_keeps_its_places() -> None:
    text = "海洋**345**万人"
    (block,) = markdown.read("a.md", text).blocks
    assert [text[position] for position in block.positions] == list("海洋345万人")
    assert Path(markdown.read("x", text).path).name == "x"
