"""PDF files as a person reads them."""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from pdfs import LEFT, RIGHT, TOP, Drawn, Item, Picture, Words, lines, make_pdf, pdf

from jimo_cli import documents
from jimo_cli.documents import pdf as reader
from jimo_cli.documents.pdf import library
from jimo_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FULL = (RIGHT - LEFT) // 12
"""Han characters on a full line."""

FILLER = "工农业生产稳定发展居民收入继续提高"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.pdf"


def texts(path: str) -> list[str]:
    return [block.text for block in documents.read(path).blocks]


def full(beginning: str, end: str = "", indent: int = 0) -> str:
    """A line that is as long as the column, from its beginning to its end."""
    used = sum(0.5 if char.isascii() else 1 for char in beginning + end) + indent
    filler = (FILLER * 3)[: int(FULL - used)]
    return "　" * indent + beginning + filler + end


# ---- paragraphs


@pytest.mark.parametrize(
    ("end", "beginning", "joined"),
    [
        ("产值12.", "6亿元", "产值12.6亿元"),
        ("产值1", "586.3亿元", "产值1586.3亿元"),
        ("产值12", ".6亿元", "产值12.6亿元"),
        ("增长6.8", "%。", "增长6.8%。"),
        ("在2024", "年末", "在2024年末"),
        ("全年", "2024亿元", "全年2024亿元"),
        ("国内生", "产总值", "国内生产总值"),
        ("为GDP", "的三成", "为GDP的三成"),
    ],
)
def test_a_line_goes_on_where_the_one_before_was_broken(path: Path, end: str, beginning: str, joined: str) -> None:
    text = [full("甲", end, indent=2), full(beginning), "末。"]
    (found,) = texts(make_pdf(path, lines(*text)))
    assert joined in found
    assert " " not in found


def test_english_lines_are_joined_by_blanks_and_words_that_a_hyphen_breaks_are_whole(path: Path) -> None:
    text = lines(
        "Industrialization and infrastructural investments rose by 12.6 percent, indus-",
        "trial output as well. The year-on-year growth of all these was somewhat over-",
        "whelming in 2024 and 2025, as the gross regional product reached on a year-on-",
        "year basis 158.6 billion yuan in",
        x=72,
    )
    (found,) = texts(make_pdf(path, text))
    assert "industrial output as well. The" in found
    assert "somewhat overwhelming in 2024 and" in found
    assert "year-on-year basis 158.6 billion" in found


@pytest.mark.parametrize(
    "second",
    [
        lines(full("乙", indent=2), "乙末。", y=TOP - 40),  # indented
        lines(full("乙"), "乙末。", y=TOP - 60),  # with more space before it
    ],
)
def test_paragraphs_are_told_apart(path: Path, second: list[Words]) -> None:
    first = lines(full("甲", indent=2), full("甲", "。"))
    assert [text[0] for text in texts(make_pdf(path, [*first, *second]))] == ["甲", "乙"]


def test_a_small_indent_begins_an_english_paragraph(path: Path) -> None:
    full_line = "The gross regional product of the district reached 158.6 billion yuan in 20"
    page = [*lines(full_line, "The end of a line that is full is the end of the paragraph; it says so at last.")]
    page += [
        Words(LEFT + 12, TOP - 40, "Exports fell by 13.5 percent to 52.6 billion yuan, which is a steep fall."),
        *lines("It is.", y=TOP - 60),
    ]
    assert [text[:3] for text in texts(make_pdf(path, page))] == ["The", "Exp"]


def test_a_short_line_ends_its_paragraph(path: Path) -> None:
    text = lines(full("甲"), full("甲"), "甲末", full("乙"), "乙末")
    assert [(text[0], text[-2:]) for text in texts(make_pdf(path, text))] == [("甲", "甲末"), ("乙", "乙末")]


def test_blanks_are_those_of_the_text_and_not_of_the_typesetter(path: Path) -> None:
    gap = Words(LEFT, TOP - 40, "产量")
    beside = Words(LEFT + 27, TOP - 40, "6.8")  # three points behind: a quarter of a letter
    assert texts(make_pdf(path, [*lines("产量6.8 亿吨。", y=TOP - 200), gap, beside])) == ["产量6.8", "产量6.8 亿吨。"]


def test_letters_that_are_spread_over_a_cell_are_one_word(path: Path) -> None:
    spread = [Words(LEFT + 17 * at, TOP, char) for at, char in enumerate("地区生产总值")]
    assert texts(make_pdf(path, spread)) == ["地区生产总值"]


def test_words_stand_in_the_order_of_the_line_and_not_of_the_file(path: Path) -> None:
    late = [Words(LEFT, TOP, "增长"), Words(LEFT + 36, TOP, "高"), Words(LEFT + 24, TOP, "“")]
    assert texts(make_pdf(path, late)) == ["增长“高"]


def test_words_printed_twice_to_be_bold_are_read_once(path: Path) -> None:
    twice = [Words(LEFT, TOP, "产值345亿元"), Words(LEFT + 0.4, TOP, "产值345亿元")]
    assert texts(make_pdf(path, twice)) == ["产值345亿元"]


@pytest.mark.parametrize(
    ("words", "sign", "rise", "text"),
    [("89亿元", "1", 5, "89亿元¹"), ("30m", "2", 5, "30m²"), ("CO", "2", -2, "CO2"), ("89亿元", "[3]", 5, "89亿元[³]")],
)
def test_raised_signs_are_no_figures(path: Path, words: str, sign: str, rise: float, text: str) -> None:
    first = Words(LEFT, TOP, words)
    raised = Words(LEFT + first.width, TOP + rise, sign, 9.6)
    behind = Words(LEFT + first.width + raised.width, TOP, "。")
    assert texts(make_pdf(path, [first, raised, behind])) == [text + "。"]
    assert texts(make_pdf(path, [first, behind, raised])) == [text + "。"]


# ---- headings, columns, tables


def test_headings_are_known_by_size_and_font(path: Path) -> None:
    page = [
        Words(200, TOP, "统计公报", 22),
        *lines("一、综合", y=TOP - 40, size=16),
        *lines(full("正", indent=2), full("正", "。"), y=TOP - 70),
        *lines("（一）农业", y=TOP - 110, bold=True),
        *lines(full("正", indent=2), full("正", "。"), y=TOP - 130),
        *lines("二、工业", y=TOP - 170, size=16),
        *lines(full("正", indent=2), full("正", "。"), y=TOP - 200),
    ]
    found = documents.read(make_pdf(path, page)).blocks
    assert [(block.level, block.text) for block in found if block.kind == "heading"] == [
        (1, "统计公报"), (2, "一、综合"), (3, "（一）农业"), (2, "二、工业"),
    ]  # fmt: skip
    assert [block.locator for block in found] == [f"page 1, paragraph {number}" for number in range(1, 8)]


def test_a_heading_of_two_centred_lines_is_one(path: Path) -> None:
    page = [
        Words(200, TOP, "二〇二四年国民经济", 22),
        Words(233, TOP - 30, "统计公报二号", 22),
        *lines(full("正", indent=2), full("正", "。"), full("正", indent=2), y=TOP - 80),
    ]
    assert texts(make_pdf(path, page))[0] == "二〇二四年国民经济统计公报二号"


def column(letter: str, x: float, y: float, count: int, width: int = 16) -> list[Words]:
    return lines(*[letter + FILLER[:width]] * (count - 1), letter + "末。", x=x, y=y)


def test_columns_are_read_one_after_another(path: Path) -> None:
    page = [
        Words(200, TOP, "统计公报", 22),
        *column("左", 72, TOP - 40, 8),
        *column("右", 310, TOP - 43, 8),
        *lines(full("下"), full("下", "。"), y=TOP - 240),
    ]
    assert [text[0] for text in texts(make_pdf(path, page))] == ["统", "左", "右", "下"]


def test_three_columns_below_a_head_are_read_one_after_another(path: Path) -> None:
    pages = [
        [
            Words(72, 810, "统计公报", 9), Words(480, 810, "即墨", 9),
            *(line for place, x in enumerate((60, 220, 380)) for line in column(names[place], x, TOP, 9, width=11)),
        ]
        for names in ("甲乙丙", "丁戊己", "庚辛壬")
    ]  # fmt: skip
    assert "".join(text[0] for text in texts(make_pdf(path, *pages))) == "甲乙丙丁戊己庚辛壬"


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page(path: Path) -> None:
    line = FILLER[:17]
    left = [*lines(*[line] * 5, x=72), *lines("产值12.", x=72 + 13.5 * 12, y=TOP - 100)]
    left[-1] = Words(72, TOP - 100, line[:13] + "产值12.")
    page = [*left, *lines("6亿元" + line[:14], *[line] * 5, x=310)]
    (found,) = documents.read(make_pdf(path, page, [*lines(line, "末。")])).blocks
    assert "产值12.6亿元" in found.text
    assert found.locator == "page 1, paragraph 1"


def table(*rows: str, y: float = TOP) -> list[Words]:
    return [
        Words(72 + 110 * place, y - 20 * number, cell)
        for number, row in enumerate(rows)
        for place, cell in enumerate(row.split())
        if cell != "_"
    ]


def test_rows_of_a_table_are_rows(path: Path) -> None:
    page = [
        *lines(full("前", indent=2), full("前", "。")),
        *table("指标 单位 2024年", "地区生产总值 亿元 1586.3", "粮食产量 万吨 56.7", "人口 万人 －", y=TOP - 60),
        *lines(full("后", indent=2), full("后", "。"), y=TOP - 160),
        *table("指标 增长", "利润 -2.5", y=TOP - 220),
    ]
    rows = [block for block in documents.read(make_pdf(path, page)).blocks if block.kind == "row"]
    assert [(block.text, block.locator) for block in rows] == [
        ("指标 | 单位 | 2024年", "page 1, table 1 row 1"),
        ("地区生产总值 | 亿元 | 1586.3", "page 1, table 1 row 2"),
        ("粮食产量 | 万吨 | 56.7", "page 1, table 1 row 3"),
        ("人口 | 万人 | －", "page 1, table 1 row 4"),
        ("指标 | 增长", "page 1, table 2 row 1"),
        ("利润 | -2.5", "page 1, table 2 row 2"),
    ]


def test_a_row_that_leaves_a_cell_blank_has_its_figures_below_their_heads(path: Path) -> None:
    page = [
        *table("地区 2022年 2023年", "青岛市 45.6 56.7", "烟台市 _ 134.6"),
        Words(72, TOP - 60, "潍坊市"),
        Words(72 + 140, TOP - 60, "一二三四五六七"),  # below both
    ]
    rows = [block for block in documents.read(make_pdf(path, page)).blocks if block.kind == "row"]
    assert [block.cells for block in rows] == [
        ("地区", "2022年", "2023年"),
        ("青岛市", "45.6", "56.7"),
        ("烟台市", "", "134.6"),
        ("潍坊市 一二三四五六七",),
    ]
    assert rows[2].text == "烟台市 | 134.6"


@pytest.mark.parametrize("mark", ["•", "1.", "(2)", "（三）"])
def test_entries_of_a_list_are_no_rows(path: Path, mark: str) -> None:
    marks = [Words(LEFT, TOP - 20 * row, mark) for row in range(3)]
    entries = [Words(LEFT + 45, TOP - 20 * row, f"{name}345亿元。") for row, name in enumerate("甲乙丙")]
    found = documents.read(make_pdf(path, [*marks, *entries])).blocks
    assert [block.kind for block in found] == ["paragraph"] * 3
    assert [block.text.replace(" ", "") for block in found] == [f"{mark}{name}345亿元。" for name in "甲乙丙"]


def test_a_mark_for_nothing_is_no_sign_of_the_figure_behind_it(path: Path) -> None:
    rows = [Words(LEFT + 30 * at, TOP - 20 * row, cell) for row in range(2) for at, cell in enumerate(("-", "12.6"))]
    assert texts(make_pdf(path, rows)) == ["- | 12.6"] * 2


def test_a_cell_of_two_lines_is_one_cell(path: Path) -> None:
    page = [
        *table("指标 单位 2024年", "人口 万人 134.6"),
        *lines("规模以上工业", "企业实现利润", y=TOP - 50, leading=14),
        *table("_ 亿元 45.6", y=TOP - 57),
        *table("粮食 万吨 56.7", y=TOP - 85),
    ]
    assert texts(make_pdf(path, page)) == [
        "指标 | 单位 | 2024年", "人口 | 万人 | 134.6", "规模以上工业企业实现利润 | 亿元 | 45.6", "粮食 | 万吨 | 56.7",
    ]  # fmt: skip


def ruled(xs: list[float], ys: list[float]) -> list[Item]:
    """The lines of a table."""
    across = [Drawn(xs[0], y, xs[-1] - xs[0], 0.5) for y in ys]
    return [*across, *(Drawn(x, ys[-1], 0.5, ys[0] - ys[-1]) for x in xs)]


def framed(xs: list[float], ys: list[float]) -> list[Item]:
    """A frame around each cell of a table."""
    return [
        Drawn(left, bottom, right - left, top - bottom, stroke=True)
        for top, bottom in pairwise(ys)
        for left, right in pairwise(xs)
    ]


@pytest.mark.parametrize("draw", [ruled, framed])
def test_what_stands_between_drawn_lines_is_a_cell(
    path: Path, draw: Callable[[list[float], list[float]], list[Item]]
) -> None:
    page: list[Item] = [
        *lines(full("前", indent=2), full("前", "。")),
        *draw([72, 150, 182, 260], [730, 700, 640, 610]),
        Words(74, 712, "指标"), Words(152, 712, "单位"), Words(184, 712, "2024年"),
        *lines("规模以上工业", "企业实现的利", "润总额", x=74, y=686, leading=16),
        Words(152, 670, "亿元"), Words(220, 670, "45.6"),
        Words(74, 626, "粮食"), Words(200, 632, "1,586."), Words(230, 616, "3"),
        *lines(full("后", indent=2), full("后", "。"), y=590),
    ]  # fmt: skip
    found = documents.read(make_pdf(path, page)).blocks
    assert [(block.text, block.locator) for block in found if block.kind == "row"] == [
        ("指标 | 单位 | 2024年", "page 1, table 1 row 1"),
        ("规模以上工业企业实现的利润总额 | 亿元 | 45.6", "page 1, table 1 row 2"),
        ("粮食 |  | 1,586.3", "page 1, table 1 row 3"),
    ]
    assert [block.text[0] for block in found] == ["前", "指", "规", "粮", "后"]


def test_a_frame_around_text_makes_no_table_of_it(path: Path) -> None:
    text = lines(full("甲", indent=2), *[full("甲")] * 8, full("甲", "。"))
    boxes = framed([60, 530, 535], [800, 590, 580])
    assert [text[0] for text in texts(make_pdf(path, [*boxes, *text]))] == ["甲"]


# ---- heads and feet, and what else is left out


def test_heads_and_feet_that_repeat_and_numbers_of_pages_are_left_out(path: Path) -> None:
    pages = [
        [
            *lines("2024年统计公报", y=810, x=250, size=9),
            *lines(full(place, indent=2), full(place, "。")),
            Words(280, 40, f"— {number} —", 9),
        ]
        for number, place in enumerate(("广东", "江苏", "山东", "浙江"), 4)
    ]
    document = documents.read(make_pdf(path, *pages))
    assert [block.text[:3] for block in document.blocks] == ["广东工", "江苏工", "山东工", "浙江工"]
    assert document.skipped == ("8 page heads and feet",)


def test_the_number_of_a_single_page_is_left_out_and_a_last_line_is_not(path: Path) -> None:
    assert texts(make_pdf(path, [*lines("产值345亿元。"), Words(290, 40, "- 1 -", 9)])) == ["产值345亿元。"]
    assert texts(make_pdf(path, [*lines("产值345亿元。"), Words(290, 40, "1.5", 9)])) == ["产值345亿元。", "1.5"]


def test_heads_of_odd_and_of_even_pages_are_left_out_and_lines_that_return_now_and_then_are_not(path: Path) -> None:
    letters = "甲乙丙丁戊己庚辛壬癸子丑"
    pages = [
        [
            Words(250, 810, "统计公报" if number % 2 else "即墨区", 9),
            *lines("单位：亿元" if number in {0, 5, 11} else "　", full(letter, indent=2), full(letter, "。")),
        ]
        for number, letter in enumerate(letters)
    ]
    found = documents.read(make_pdf(path, *pages))
    assert [block.text for block in found.blocks if block.text.startswith("单位")] == ["单位：亿元"] * 3
    assert found.skipped == ("12 page heads and feet",)


def test_first_rows_of_pages_are_no_heads(path: Path) -> None:
    names = [["广东", "江苏", "山东"], ["浙江", "河南", "四川"], ["湖北", "福建", "湖南"]]
    pages: list[list[Item]] = [
        [*table(*(f"{name} {page}{row}" for row, name in enumerate(each)))] for page, each in enumerate(names, 3)
    ]
    assert texts(make_pdf(path, *pages)) == [
        f"{name} | {page}{row}" for page, each in enumerate(names, 3) for row, name in enumerate(each)
    ]


def test_what_is_not_read_is_counted(path: Path) -> None:
    turned = Words(300, 300, "样本", 40, angle="0.7 0.7 -0.7 0.7")
    pages: list[list[Item]] = [
        [*lines("产值345亿元。"), Picture(), Picture(y=300), turned],
        [Picture(0, 0, 595, 842)],
    ]
    document = documents.read(make_pdf(path, *pages))
    assert [block.text for block in document.blocks] == ["产值345亿元。"]
    assert document.skipped == ("1 piece of turned text", "3 pictures", "1 page without text")


def test_recognised_text_behind_the_picture_of_a_scan_is_read(path: Path) -> None:
    page: list[Item] = [Picture(0, 0, 595, 842), Words(LEFT, TOP, "产值345亿元。", hidden=True)]
    document = documents.read(make_pdf(path, page))
    assert [block.text for block in document.blocks] == ["产值345亿元。"]
    assert document.skipped == ("1 picture",)


@pytest.mark.parametrize(("x", "y"), [(-50, 400), (700, 400), (100, 900), (100, -20)])
def test_words_beyond_the_edges_of_a_page_are_not_seen(path: Path, x: float, y: float) -> None:
    assert texts(make_pdf(path, [*lines("产值345亿元。"), Words(x, y, "66")])) == ["产值345亿元。"]


@pytest.mark.parametrize(("rotate", "angle"), [(90, "0 1 -1 0"), (0, "0 1 -1 0"), (180, "-1 0 0 -1")])
def test_a_page_that_is_turned_is_read(path: Path, rotate: int, angle: str) -> None:
    spots = {"0 1 -1 0": [(100, 100), (120, 100)], "-1 0 0 -1": [(400, 700), (400, 720)]}[angle]
    words = [Words(x, y, text, angle=angle) for (x, y), text in zip(spots, ("上行，", "下行。"), strict=True)]
    assert texts(make_pdf(path, words, rotate=rotate)) == ["上行，下行。"]


# ---- files that cannot be read


def test_a_scan_is_reported(path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no text: its pages are scanned, or empty; recognise its text"):
        documents.read(make_pdf(path, [Picture(0, 0, 595, 842)], [Picture(0, 0, 595, 842)]))


def test_a_file_with_a_password_is_reported(path: Path) -> None:
    with pytest.raises(UsageError, match="is encrypted; save it without a password"):
        documents.read(make_pdf(path, lines("产值"), encrypted=True))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04", "全市345亿元".encode(), b"%PDF-1.7\n" + bytes(5000)])
def test_what_is_no_pdf_file_is_reported(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(UsageError, match="is no PDF file or is damaged; open it"):
        documents.read(str(path))


@pytest.mark.parametrize(("name", "advice"), [("a.docx", "save it as"), ("a.txt", "save it as"), ("a", "save it as")])
def test_a_pdf_file_of_another_name_is_reported(tmp_path: Path, name: str, advice: str) -> None:
    path = tmp_path / name
    with pytest.raises(UsageError, match=rf"is a PDF file; {advice} a file whose name ends in \.pdf"):
        documents.read(make_pdf(path, lines("产值")))


def test_a_file_of_too_many_pages_is_reported(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PAGES", 1)
    with pytest.raises(UsageError, match="has 2 pages; the limit is 1; split it"):
        documents.read(make_pdf(path, lines("一"), lines("二")))


def test_a_page_of_too_many_characters_is_read_in_part_and_reported(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "_LARGEST_PAGE", 4)
    document = documents.read(make_pdf(path, lines("产值345亿元。")))
    assert [block.text for block in document.blocks] == ["产值34"]
    assert document.skipped == ("1 rest of a page",)
    monkeypatch.setattr(library, "MOST_CHARACTERS", 7)
    with pytest.raises(UsageError, match="has more text than can be read; split it"):
        documents.read(make_pdf(path, lines("产值345"), lines("产值345")))


def test_a_page_that_is_no_page_is_reported_and_the_others_are_read(path: Path) -> None:
    data = pdf([lines("产值345亿元。"), lines("产量。")])
    path.write_bytes(
        data.replace(b"/Type/Page/Parent", b"/Type/Pxge/Pxrent", 1).replace(b"/Type/Pxge", b"/Txpe/Page", 1)
    )
    assert "产量。" in texts(str(path))


def test_without_its_package_the_command_that_installs_it_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(UsageError, match=r"needs the package pypdfium2; run pip install 'jimo\[pdf\]'"):
        documents.read(make_pdf(path, lines("产值")))


def test_damaged_bytes_are_reported_or_read(path: Path) -> None:
    data = pdf([[*lines("产值345亿元。"), Picture()]])
    for at in range(0, len(data), 11):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        try:
            documents.read(str(path))
        except UsageError as error:
            assert error.hint  # noqa: PT017
