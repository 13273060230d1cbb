"""Going through the guesses of an import: what there is to decide, and what a decision does to the file."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from builders import make_pack

from jimo_cli import lint
from jimo_cli.errors import OutputError, UsageError
from jimo_cli.imports.review import Review
from jimo_cli.verify import texts
from jimo_cli.verify.texts import Text

SOURCE = "# 港口\n\n青岛港稳步发展。2023年货物吞吐量6.80亿吨，外贸增长约5%。实施《港口规划》。\n"
FACTS = """\
# made by hand  # check nothing
[topic]
label = "港口"
source = "r"   # the report

[fact.cargo]  # check: time_period: 全年; label_en: 货物
kind = "statistic"
label = "货物吞吐量"# check:货物
value = 6.80 # check: 6.80  # lint: ignore S205
unit = "亿吨"\t # check: 亿吨
as_written = "6.80亿吨"
locator = { section = "港口", paragraph = 1 }

# check: 外贸
[fact.trade]
kind = "statistic"
aspect = "growth"
basis = "year_on_year"  # check:
label = "# check: no comment"
value = 5
qualifier = "about"  # check: 约
unit = "%"
as_written = "约5%"
aliases = [
  "外贸",  # check: 外贸增长
]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "r.md").write_text(SOURCE, encoding="utf-8")
    sources = f'[r]\ntitle = "年报"\nsha256 = "{texts.read(str(tmp_path / "r.md")).sha256}"\n'
    return make_pack(tmp_path / "facts", {"port.toml": FACTS, "sources.toml": sources}) / "port.toml"


def text(path: Path) -> Text:
    return texts.read(str(path.parents[1] / "r.md"))


def decide(review: Review, decisions: Sequence[str]) -> list[str]:
    """Decide: a is accept, s skip, anything else is typed; return the key and words of each mark that was met."""
    met = []
    for decision in decisions:
        found = review.next()
        assert found is not None
        mark, _ = found
        met.append(f"{mark.id} {mark.key}: {mark.words}")
        if decision == "a":
            review.accept(mark)
        elif decision == "s":
            review.skip()
        else:
            met += review.edit(mark, decision)
    return met


MARKS = [
    "port.cargo : time_period: 全年; label_en: 货物",
    "port.cargo label: 货物",
    "port.cargo value: 6.80",
    "port.cargo unit: 亿吨",
    "port.cargo : 外贸",
    "port.trade basis: ",
    "port.trade qualifier: 约",
    "port.trade aliases: 外贸增长",
]
ACCEPTED = (
    FACTS.replace("[fact.cargo]  # check: time_period: 全年; label_en: 货物", "[fact.cargo]")
    .replace("# check:货物", "")
    .replace("# check: 6.80  #", "#")
    .replace("\t # check: 亿吨", "")
    .replace("# check: 外贸\n[", "[")
    .replace('"year_on_year"  # check:', '"year_on_year"')
    .replace("  # check: 约", "")
    .replace("  # check: 外贸增长", "")
)


def test_what_is_to_be_decided_is_what_lint_warns_of(path: Path) -> None:
    met = [f"{mark.id} {mark.key}: {mark.words}" for mark in Review(str(path)).marks()]
    assert met == MARKS
    assert len([one for one in lint.check([str(path.parent)]) if one.code == "F125"]) == len(MARKS)
    label = Review(str(path)).marks()[1]
    assert (label.value, label.shown["value"], label.shown["unit"]) == ('"货物吞吐量"', "6.80", '"亿吨"')


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_accepting_removes_the_marks_and_nothing_else(path: Path, line_end: str, mark: bytes) -> None:
    path.write_bytes(mark + FACTS.replace("\n", line_end).encode())
    assert decide(Review(str(path)), "a" * len(MARKS)) == MARKS
    assert path.read_bytes() == mark + ACCEPTED.replace("\n", line_end).encode()
    assert Review(str(path)).next() is None


def test_a_guess_that_holds_for_several_facts_is_accepted_for_all_that_are_left(path: Path) -> None:
    facts = "".join(
        f'[fact.cargo-{number}]\nkind = "statistic"\nlabel = "货物{number}"\nvalue = {number}\nunit = "吨"\n'
        f'reference_area = "{place}"  # check: {words}\n'
        for number, (place, words) in enumerate(
            [("青岛市", "港口"), ("青岛市", "港口"), ("青岛市", "海关"), ("济南市", "港口")]
        )
    )
    path.write_text(f'[topic]\nlabel = "港口"\nsource = "r"\n\n{facts}', encoding="utf-8")
    review = Review(str(path))
    first, left = review.next() or pytest.fail("there is no guess")
    alike = review.alike(first)
    assert ([mark.id for mark in alike], left) == (["port.cargo-0", "port.cargo-1"], 4)
    review.accept(*alike)
    assert [mark.id for mark in review.marks()] == ["port.cargo-2", "port.cargo-3"]
    assert path.read_text(encoding="utf-8").count('reference_area = "青岛市"\n') == 2


def test_each_decision_is_in_the_file_when_the_next_is_asked(path: Path) -> None:
    for left in range(len(MARKS), 0, -1):  # each time a review of its own
        assert len(Review(str(path)).marks()) == left
        decide(Review(str(path)), "a")
    assert path.read_text(encoding="utf-8") == ACCEPTED


def test_what_is_skipped_stays_and_is_met_by_the_next_review(path: Path) -> None:
    review = Review(str(path))
    assert decide(review, "sasa") == MARKS[:4]
    assert decide(review, "ssss") == MARKS[4:]
    assert review.next() is None
    assert decide(Review(str(path)), "s") == MARKS[:1]


def test_what_is_typed_takes_the_place_of_the_guess(path: Path) -> None:
    decide(
        Review(str(path)),
        [
            "label_en = Cargo",
            "time_period = 2023",
            '货物"总"量',
            "6.8",
            "亿吨",
            "a",
            "year_on_year; real",
            "about",
            "s",
        ],
    )
    expected = (
        ACCEPTED.replace('label = "货物吞吐量"\n', 'label = "货物吞吐量"\nlabel_en = "Cargo"\n')
        .replace('unit = "亿吨"\n', 'unit = "亿吨"\ntime_period = "2023"\n')
        .replace('"货物吞吐量"', '"货物\\"总\\"量"')
        .replace("6.80 #", "6.8 #")
        .replace('basis = "year_on_year"', 'basis = ["year_on_year", "real"]')
        .replace('"外贸",', '"外贸",  # check: 外贸增长')
    )
    assert path.read_text(encoding="utf-8") == expected


def test_what_lint_newly_warns_of_is_told(path: Path) -> None:
    [*_, warning] = decide(Review(str(path)), ["s", "外贸"])
    assert warning == "port.trade: alias '外贸' also matches port.cargo; make it more specific, or remove it"


@pytest.mark.parametrize(
    ("skipped", "typed", "told"),
    [
        (0, "2023", "no key is named"),
        (0, "time_period = 去年", "time_period cannot be read"),
        (0, "tiem_period = 2023", "did you mean time_period?"),
        (0, "rows = x", "rows cannot be typed here"),
        (0, "of = nothing", "of cannot be typed here"),
        (1, " ", "nothing is typed"),
        (1, "货物\x1b[D", "control character"),
        (1, "货\ufffd物", "not one of the terminal's encoding"),
        (2, "6.9", "as_written '6.80亿吨' reads as"),
        (2, "6,8", "not a number"),
        (2, "6.8亿", "not a number"),
        (6, "roughly", "use one of exact"),
        (7, "外贸", "there are comments within aliases"),
    ],
)
def test_a_value_that_a_key_cannot_have_is_refused(path: Path, skipped: int, typed: str, told: str) -> None:
    review = Review(str(path))
    decide(review, "s" * skipped)
    with pytest.raises(UsageError, match="(?s).*" + told.replace("?", r"\?")):
        decide(review, [typed])
    assert path.read_text(encoding="utf-8") == FACTS
    assert len(decide(review, "a")) == 1  # and it may be decided still


def test_a_file_that_another_program_changed_is_left_alone(path: Path) -> None:
    review = Review(str(path))
    found = review.next()
    assert found is not None
    path.write_text(FACTS + "# mine\n", encoding="utf-8")
    with pytest.raises(OutputError, match="changed while it was being reviewed"):
        review.accept(found[0])
    assert path.read_text(encoding="utf-8") == FACTS + "# mine\n"


def test_a_full_disk_loses_nothing_that_was_decided(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review = Review(str(path))
    decide(review, "aa")
    decided, names = path.read_bytes(), sorted(os.listdir(path.parent))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OutputError, match="No space left"):
            decide(review, "a")
    assert path.read_bytes() == decided
    assert sorted(os.listdir(path.parent)) == names
    assert decide(Review(str(path)), "a") == MARKS[2:3]


def test_the_sentence_is_that_with_the_figure(path: Path) -> None:
    review = Review(str(path), [text(path)])
    marks = review.marks()
    assert review.sentence(marks[1]) == ("2023年货物吞吐量", "6.80亿吨", "，外贸增长约5%。")
    assert review.sentence(marks[5]) == ("2023年货物吞吐量6.80亿吨，外贸增长", "约5%", "。")
    assert Review(str(path)).sentence(marks[1]) is None
    other = text(path)._replace(sha256="0" * 64)
    assert Review(str(path), [other]).sentence(marks[1]) is None


@pytest.mark.parametrize(
    ("label", "before"),
    [
        ("外贸增长", "外贸增长"),
        ("内贸增长", "外贸增长5%，内贸增长"),
        ("旅客增长", "旅客增长"),
    ],
)
def test_of_a_figure_that_is_printed_twice_the_one_of_the_label_is_shown(path: Path, label: str, before: str) -> None:
    (path.parents[1] / "r.md").write_text("外贸增长5%，内贸增长5%。全年旅客不少。旅客增长5%。\n", encoding="utf-8")
    fact = f'[fact.a]\nkind = "statistic"\nlabel = "{label}"  # check: x\nvalue = 5\nunit = "%"\nas_written = "5%"\n'
    path.write_text(f'[topic]\nlabel = "港口"\nsource = "r"\n{fact}', encoding="utf-8")
    (path.parent / "sources.toml").write_text(f'[r]\ntitle = "x"\nsha256 = "{text(path).sha256}"\n', encoding="utf-8")
    review = Review(str(path), [text(path)])
    sentence = review.sentence(review.marks()[0])
    assert sentence is not None
    assert sentence.before == before


def test_the_sentence_of_a_name_is_that_with_the_name(path: Path) -> None:
    fact = (
        '[topic]\nlabel = "港口"\nsource = "r"\n[fact.plan]\nkind = "policy"\nlabel = "规划"  # check: 《港口规划》\n'
    )
    path.write_text(fact, encoding="utf-8")
    review = Review(str(path), [text(path)])
    assert review.sentence(review.marks()[0]) == ("实施《", "港口规划", "》。")


def test_of_two_keys_that_a_heading_is_about_the_other_stays(path: Path) -> None:
    review = Review(str(path))
    assert decide(review, ["time_period = 2023", "s"])[1] == "port.cargo : label_en: 货物"
    assert "[fact.cargo]  # check: label_en: 货物\n" in path.read_text(encoding="utf-8")


def test_a_series_shows_its_first_row(path: Path) -> None:
    rows = 'columns = ["time_period", "value"]\nrows = [\n  ["2022", 6.50],\n  ["2023", 6.80],\n]\n'
    fact = f'[topic]\nlabel = "港口"\nsource = "r"\n[series.cargo]\nlabel = "货物"\nunit = "亿吨"  # check: x\n{rows}'
    path.write_text(fact, encoding="utf-8")
    review = Review(str(path))
    [mark] = review.marks()
    assert mark.shown["rows"] == '["2022", 6.50] and 1 more'
    assert decide(review, ["万吨"]) == ["port.cargo unit: x"]
    assert path.read_text(encoding="utf-8") == fact.replace('"亿吨"  # check: x', '"万吨"')


@pytest.mark.parametrize("content", ["[topic]\nlabel = 1\n", "no TOML", "[x]\n"])
def test_a_file_with_a_problem_is_told(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError):
        Review(str(path)).marks()
    with pytest.raises(UsageError, match="there is no fact file"):
        Review(str(path.with_name("other.toml")))
