"""Taking a text apart into what locators name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake import TEXT

from jimo_cli.documents.folded import folded
from jimo_cli.model import Locator
from jimo_cli.verify.index import members
from jimo_cli.verify.passages import Passage, Passages

SECTIONS = ["湖上产业", "老街更新", "桥"]


def _said(text: str, locator: str | None, sections: list[str] | None = None) -> list[str]:
    return [passage.text for passage in _cited(Passages(text, sections or []), locator)]


def _cited(passages: Passages, locator: str | None) -> list[Passage]:
    return [passages.all[number] for number in members(passages.cited(locator))]


def test_each_line_is_where_the_rules_put_it() -> None:
    passages = Passages(TEXT, SECTIONS)
    assert [(passage.locator, passage.lines[0][0]) for passage in passages.all] == [
        ("导语", 1),
        ("导语", 3),
        ("图片说明 ¶1", 5),
        ("导语 ¶1", 7),
        ("湖上产业", 9),
        ("湖上产业 ¶1", 11),
        ("湖上产业 ¶2", 13),
        ("湖上产业 ¶3", 15),
        ("图片说明 ¶2", 17),
        ("老街更新", 19),
        ("老街更新 ¶1", 21),
        ("图片说明 ¶3", 23),
        ("老街更新 ¶2", 27),
        ("桥", 29),
        ("桥 ¶1", 31),
    ]
    assert passages.sections == ["导语", "图片说明", *SECTIONS]


def test_a_paragraph_that_a_caption_interrupts_is_one_and_knows_its_lines() -> None:
    (paragraph,) = _cited(Passages(TEXT, SECTIONS), "老街更新 ¶1")
    assert paragraph.text.startswith("(一)老街")
    assert paragraph.text.endswith("2.5%。")
    assert paragraph.line(paragraph.text.index("55个")) == 21
    assert paragraph.line(paragraph.text.index("1万人")) == 25


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (["甲说，", "▲图", "乙。"], ["甲说，\n乙。"]),
        (["甲说，", "▲图", "■图", "乙，", "▲图", "丙。"], ["甲说，\n乙，\n丙。"]),
        (["甲说。", "▲图", "乙。"], ["甲说。", "乙。"]),
        (["甲说，", "乙。"], ["甲说，", "乙。"]),
        (["甲说，", "▲图", "桥", "乙。"], ["甲说，"]),
        (["小标题", "▲图", "乙。"], ["小标题", "乙。"]),
        (["甲说“乙。”", "▲图", "丙。"], ["甲说“乙。”", "丙。"]),
        (["……", "▲图", "丙。"], ["……", "丙。"]),
    ],
)
def test_only_what_breaks_off_before_a_caption_goes_on_after_it(lines: list[str], paragraphs: list[str]) -> None:
    assert _said("\n\n".join(["街", *lines]), "街", ["街", "桥"]) == paragraphs


@pytest.mark.parametrize(
    "line",
    ["■甲", "▲ 甲", "◆甲", "●甲", "△甲", "图:甲", "图：甲", "图1 甲", "图 2：甲", "图三:甲", "图片说明：甲", "Photo: A", "Figure 2. A"],
)  # fmt: skip
def test_a_caption_is_known_by_how_it_begins(line: str) -> None:
    assert _said(f"街\n{line}\n乙。", "街", ["街"]) == ["乙。"]
    assert _said(f"街\n{line}\n乙。", "图片说明 ¶1", ["街"]) == [line]


@pytest.mark.parametrize("line", ["图书馆有五座。", "图3以外还有。", "Photography is allowed.", "□本报记者 甲。"])
def test_what_only_looks_like_a_caption_is_a_paragraph(line: str) -> None:
    assert _said(f"街\n{line}", "街", ["街"]) == [line]


@pytest.mark.parametrize(
    "heading", ["老街更新", "  老街更新 ", "老街 更新", "## 老街更新", "### 老街更新 ##", "\u3000老街更新"]
)
def test_a_heading_is_known_whatever_its_marks(heading: str) -> None:
    assert _said(f"{heading}\n甲。", "老街更新 ¶1", ["老街更新"]) == ["甲。"]


def test_a_markdown_heading_begins_a_section_though_no_locator_names_it() -> None:
    passages = Passages("# 街\n甲。\n## 桥\n乙。\n#没有空格。", ["街"])
    assert [passage.text for passage in _cited(passages, "街")] == ["甲。"]
    assert [passage.text for passage in _cited(passages, "桥")] == ["乙。", "#没有空格。"]


@pytest.mark.parametrize("title", ["标题", "标题,带逗号", "题：新能源", "（记者 甲乙）", "By A. Lee, staff reporter"])
def test_titles_and_by_lines_of_the_lead_do_not_count(title: str) -> None:
    assert _said(f"{title}\n甲。", "导语 ¶1") == ["甲。"]
    assert _said(f"{title}\n甲。", "¶1") == ["甲。"]


def test_the_lead_as_a_whole_has_its_titles_and_by_lines() -> None:
    text = "标题\n（记者 甲乙）\n■图。\n甲。\n桥\n乙。"
    assert _said(text, "导语", ["桥"]) == ["标题", "（记者 甲乙）", "甲。"]
    assert _said(text, "桥", ["桥"]) == ["乙。"]


@pytest.mark.parametrize("end", ["。", "！", "？", "…", "。”", ".", "!", "?", "——", "；"])
def test_a_line_of_the_lead_that_ends_like_a_sentence_counts(end: str) -> None:
    assert _said(f"甲乙丙{end}", "导语 ¶1") == [f"甲乙丙{end}"]


def test_a_number_without_a_section_counts_the_whole_text_without_captions_and_titles() -> None:
    assert _said(TEXT, "¶2", SECTIONS)[0].startswith("2023年以来")
    assert _said(TEXT, "¶7", SECTIONS)[0].startswith("上百座")


def test_no_locator_is_the_whole_text_with_its_titles() -> None:
    assert len(_said(TEXT, None, SECTIONS)) == 15


@pytest.mark.parametrize(
    ("locator", "said"),
    [
        ("集市 ¶1", "no section 集市; the text has 导语, 图片说明, 湖上产业, 老街更新, 桥"),
        ("集市", "no section 集市; the text has 导语, 图片说明, 湖上产业, 老街更新, 桥"),
        ("桥 ¶2", "桥 has only 1 paragraph"),
        ("湖上产业 ¶9", "湖上产业 has only 3 paragraphs"),
        ("¶8", "the text has only 7 paragraphs"),
    ],
)
def test_what_is_not_there_is_reported_with_what_is(locator: str, said: str) -> None:
    with pytest.raises(LookupError) as raised:
        Passages(TEXT, SECTIONS).cited(locator)
    assert raised.value.args == (said,)


def test_an_empty_text_has_no_sections() -> None:
    with pytest.raises(LookupError, match="no section 桥; the text has no sections"):
        Passages("\n \n", ["桥"]).cited("桥 ¶1")


@pytest.mark.parametrize(
    ("locator", "parts"),
    [
        ("街 ¶2", ("街", 2)),
        ("¶2", (None, 2)),
        ("街", ("街", None)),
        ("a ¶1 b", ("a ¶1 b", None)),
        ("a ¶1 ¶2", ("a ¶1", 2)),
        ("街¶2", ("街¶2", None)),
        ("街 ¶1234567890", ("街 ¶1234567890", None)),
    ],
)
def test_a_locator_is_read_as_a_fact_file_writes_it(locator: str, parts: tuple[str | None, int | None]) -> None:
    assert Locator.parse(locator) == parts
    assert str(Locator.parse(locator)) == locator


@given(st.text(st.sampled_from("甲5,，。 \u2009\u200b\u00e9e\u0301ＡA①㎡½İ\n"), max_size=30))
def test_folding_tells_where_each_character_stood(said: str) -> None:
    plain, where = folded(said)
    assert len(plain) == len(where)
    assert list(where) == sorted(where)
    assert all(0 <= at < len(said) for at in where)


LINES = st.lists(st.sampled_from(["", "  ", "甲，乙", "丙。", "▲丁", "街", "# 桥", "……", "戊"]), max_size=14)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_line_is_in_one_passage_and_numbers_have_no_gaps(lines: list[str], line_break: str) -> None:
    passages = Passages(line_break.join(lines), ["街"]).all
    held = sorted(number for passage in passages for number, _ in passage.lines)
    assert held == [number for number, line in enumerate(lines, 1) if line.strip()]
    by_section: dict[str, list[int]] = {}
    for passage in passages:
        if passage.number:
            by_section.setdefault(passage.section, []).append(passage.number)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_section.values())


def test_a_short_line_between_paragraphs_is_a_heading_though_no_fact_names_it() -> None:
    text = "Port report\nThe port grew.\nOverview\nIt is old.\n- wharves\nStaff and investment\nIt has 30 people."
    found = [(each.section, each.number) for each in Passages(text, ["Overview"]).all]
    assert found == [
        ("导语", None),
        ("导语", 1),
        ("Overview", None),
        ("Overview", 1),
        ("Overview", 2),
        ("Staff and investment", None),
        ("Staff and investment", 1),
    ]
    with pytest.raises(LookupError, match="Overview has only 2 paragraphs"):
        Passages(text, ["Overview"]).cited("Overview ¶3")
