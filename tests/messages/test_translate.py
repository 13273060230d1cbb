import random
from string import Formatter

import pytest

from jimo_cli.messages import told, wrapping, zh
from jimo_cli.messages.translate import to_chinese


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("no field 'x'", "没有字段 'x'"),
        ("the fields are id, label", "字段有 id, label"),
        ("/a/b.toml:3: unknown key 'lable'; did you mean label?", "/a/b.toml:3: 未知的键 'lable'；是不是 label？"),
        ("[fact.x] label is empty", "[fact.x] label 是空的"),
        ("3 errors, 1 warning, 2 fixable with --fix", "3 个错误，1 个警告，2 处可用 --fix 修改"),
        ("1 place fixed", "已修改 1 处"),
        ("5 facts: 3 found, 2 not found", "5 条事实：3 条找到，2 条未找到"),
        ("5 facts: 1 found, but, 4 found", "5 条事实：1 条找到但有出入，4 条找到"),
        ("12 figures: 1 differs, 3 agree, 8 unknown", "12 个数字：1 处不符，3 处相符，8 处未知"),
        ("1 figure: 1 uncovered; 2 names: all covered", "1 个数字：1 处未涵盖；2 个名称：全部涵盖"),
        ("a.csv: skipped 3 no figure, 2 a row of heads", "a.csv：跳过没有数字 3 处，表头行 2 处"),
        ("no facts match; jimo topics shows what there is", "没有事实符合；jimo topics 显示有哪些"),
        ("a.b, a.c and 3 more", "a.b, a.c 等，另有 3 项"),
        ("a.b, a.c and at least 3 more", "a.b, a.c 等，另有至少 3 项"),
        ("2 hidden rows in 'Sheet1'", "'Sheet1' 里有 2 个隐藏的行"),
        ("x.toml cannot be written (Permission denied)", "x.toml 无法写入（没有权限）"),
        ("345亿元 differs in value: a.b is 355亿元 (产值, 2024)", "345亿元 在数值上不符：a.b 是 355亿元（产值, 2024）"),
        ("draft.md: 2 pieces of code, 1 picture not read", "draft.md：代码段 2 处，1 张图片未读取"),
        ("'a.pdf' is a PDF file", "'a.pdf' 是 PDF 文件"),
        ("it is a fall there", "那里是下降"),
        ("3 of 4 cells are periods", "4 个单元格中有 3 个是时期"),
        ("3 of 4 cells are known places", "4 个单元格中有 3 个是已知的地区"),
        ("正文 has only 1 paragraph", "正文 只有 1 段"),
        ("正文 has only 3 paragraphs", "正文 只有 3 段"),
        ("[a]ccept, [e]dit, [s]kip, [q]uit? ", "接受 [a]，修改 [e]，跳过 [s]，退出 [q]？"),
        (
            "[a]ccept, a[l]l 3 like it, [e]dit, [s]kip, [q]uit? ",
            "接受 [a]，同类 3 个全部接受 [l]，修改 [e]，跳过 [s]，退出 [q]？",
        ),
        ("a.b (2 left)", "a.b（还剩 2 个）"),
        ("  guessed: the whole fact, from: 约", "  猜测：整条事实，依据：约"),
        (
            "'同' is ambiguous: a.x (同一) or a.y (同二) or 15 more",
            "'同' 有歧义：a.x (同一) 或 a.y (同二) 或 另有 15 项",
        ),
        ("not TOML: Invalid statement", "不是 TOML：语句无效"),
    ],
)
def test_a_finished_sentence_is_said_in_chinese(english: str, chinese: str) -> None:
    assert told(english, "zh") == chinese
    assert told(english, "en") == english


@pytest.mark.parametrize(
    "data",
    [
        "'nothing to verify'",
        "no figure",
        "found",
        "value",
        "x; the limit is 3",
        "{0}",
        "{",
        "}",
        "{}",
        "%s",
        "\0\1",
        "都是 中文",
    ],
)
def test_what_is_quoted_is_data_and_stays(data: str) -> None:
    assert told(f"no field {data!r}", "zh") == f"没有字段 {data!r}"


@pytest.mark.parametrize("name", ["value", "label", "unit", "share", "period", "place"])
def test_the_name_of_a_field_is_no_word(name: str) -> None:
    assert told(f"field {name} given twice", "zh") == f"字段 {name} 给了两次"


@pytest.mark.parametrize(
    "label",
    ["Gross product", "Rate of growth", "Value of exports and imports", "Value added", "A is B", "Number of rows"],
)
def test_a_label_in_english_is_no_sentence(label: str) -> None:
    assert told(f"the source states no period for {label}", "zh") == f"来源没有说明 {label} 的时期"


@pytest.mark.parametrize(
    "unknown", ["", "x", "frobnicated the thing", "海洋", "5", "a: b", "a; b, c", "\n", " ", "jimo 0.1"]
)
def test_what_nobody_has_translated_stays(unknown: str) -> None:
    assert to_chinese(unknown) == unknown


@pytest.mark.parametrize("mark", ["; ", ": ", ", ", " and ", " is ", " or ", " ", "'", "{", "\n", " a.b "])
def test_a_text_full_of_marks_ends(mark: str) -> None:
    assert len(to_chinese(mark.join(["no field x"] * 250))) > 100


@pytest.mark.parametrize("words", ["jimo lint warns of ", "a.b ", "[a] ", "x is ", "no such option: ", "'"])
def test_a_text_that_nests_deeper_than_any_sentence_stays(words: str) -> None:
    text = words * (3_900 // len(words))
    assert to_chinese(text).replace("jimo lint 警告 ", "jimo lint warns of ").count(words.strip()) > 100


def test_what_is_longer_than_a_sentence_is_data() -> None:
    assert to_chinese("no field " * 1_000_000) == "no field " * 1_000_000


def test_no_figure_is_lost_or_changed() -> None:
    made = random.Random(1)
    for _ in range(200):
        number, other = str(made.randrange(10**9)), f"{made.random():.7f}"
        for english in (
            f"{number} more are left out; --limit {other} prints them",
            f"[a] {number} is {other}, not text",
        ):
            chinese = to_chinese(english)
            assert number in chinese
            assert other in chinese


@pytest.mark.parametrize("cells", [20, 40, 78])
def test_chinese_lines_fit_and_lose_nothing(cells: int) -> None:
    text = "列出数值、单位（亿元）与事实不符的每个数字，--fix 按事实改写；《公报》里的“数字”也算。" * 5
    lines = wrapping.wrapped(text, cells, "  ", "    ")
    assert all(wrapping.width(line) <= cells for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert not any(line.strip()[0] in "，。；）》”、" or line[-1] in "（《“" for line in lines)


@pytest.mark.parametrize(
    "data", ["71{}.5", "海洋{}产值", "'x; y: {}, w and 3 more is z'", "marine.output-{}", '"it\'s {}"']
)
def test_every_sentence_is_found_again_with_any_data_in_it(data: str) -> None:
    for english, chinese in zh.sentences().items():
        filled = [data.format(at) for at in range(english.replace("{{", "").count("{}"))]
        said = to_chinese(english.format(*filled))
        assert said.replace(" ", "") == _by_hand(chinese, filled).replace(" ", ""), english


def _by_hand(template: str, filled: list[str]) -> str:
    parts: list[str] = []
    for at, (literal, number, marked, _) in enumerate(Formatter().parse(template)):
        parts += [literal, filled[int(number or at)] if number is not None and marked != "-" else ""]
    return "".join(parts)


def test_a_mark_between_two_sentences_is_no_data() -> None:
    assert told("no fact has the id 'x'; jimo search finds ids by name", "zh").endswith(
        "'x' 的事实；jimo search 可按名称查编号"
    )
