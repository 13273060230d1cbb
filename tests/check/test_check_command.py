"""`jimo check`: the figures of a draft against the facts."""

import json
import os
import re
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path

import pytest
from builders import HEAD, Ran, Run, fact_text, make_pack
from pdfs import Item, Picture, lines, make_pdf
from rich.cells import cell_len
from words import make_docx, said

from jimo_cli.check import fix, marks
from jimo_cli.errors import OutputError
from jimo_cli.model import Edit
from jimo_cli.packs.read import LARGEST
from jimo_cli.packs.rules import RULES

WHEN = {"time_period": "2024", "reference_area": "即墨区"}
FACTS = (
    fact_text("output", label="海洋生产总值", value=345, unit="亿元", as_written="345亿元", **WHEN)
    + fact_text(
        "growth", label="海洋生产总值同比增长", of="output", aspect="growth", value=7.7, unit="%", as_written="增长7.7%", **WHEN
    )
    + fact_text("cargo", label="货物吞吐量", value=684, unit="万吨", as_written="684万吨", **WHEN)
    + fact_text("schools", label="高校院所", value=50, unit="所", qualifier="over", as_written="50余所", **WHEN)
    + fact_text(
        "trade-growth", label="外贸进出口总额增长", aspect="growth", of="output", value=-13.5, unit="%",
        as_written="下降13.5%", **WHEN,
    )
    + fact_text("plan", kind="policy", label="海洋计划")
)  # fmt: skip
RIGHT = "2024年，即墨区海洋生产总值345亿元，同比增长7.7%。\n"
WRONG = "2024年，即墨区海洋生产总值435亿元，同比增长7.7%。\n"

Check = Callable[..., Ran]


@pytest.fixture
def facts(tmp_path: Path) -> str:
    return str(make_pack(tmp_path / "facts", {"marine.toml": HEAD + FACTS}))


@pytest.fixture
def check(run: Run, facts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Write a draft and check it; bytes are written as they are."""
    monkeypatch.chdir(tmp_path)

    def check(draft: str | bytes, *options: str, name: str = "a.md", terminal: bool = False, width: int = 80) -> Ran:
        (tmp_path / name).write_bytes(draft.encode() if isinstance(draft, str) else draft)
        return run("check", name, *options, "--facts", facts, terminal=terminal, width=width)

    return check


# ---- what is written


def test_a_figure_that_differs_is_a_line_with_its_place_and_what_the_fact_says(check: Check) -> None:
    ran = check(f"# 海洋\n\n{WRONG}")
    line = "435亿元 differs in value: marine.output is 345亿元 (海洋生产总值, 即墨区, 2024); write 345亿元 (--fix)"
    assert ran == (1, f"a.md:3:16: C401 {line}\n", "jimo: 2 figures: 1 differs, 1 agree, 0 unknown\n")


def test_without_a_difference_nothing_is_written_and_the_exit_code_is_0(check: Check) -> None:
    assert check(RIGHT) == (0, "", "jimo: 2 figures: 0 differ, 2 agree, 0 unknown\n")
    assert check("") == (0, "", "jimo: 0 figures: 0 differ, 0 agree, 0 unknown\n")
    assert check("港口有17座灯塔。") == (0, "", "jimo: 1 figure: 0 differ, 0 agree, 1 unknown\n")


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_terminal_shows_the_line_with_carets_below_the_figure(check: Check, width: int) -> None:
    ran = check(WRONG, terminal=True, width=width)
    head, line, carets, *_ = [line for line in ran.out.splitlines() if "│" in line or "C401" in line]
    assert head.startswith("a.md:1:16: C401")
    before = line.partition("│")[2].partition("435亿元")[0]
    assert carets.partition("│")[2] == " " * cell_len(before) + "^" * 7
    assert all(cell_len(each) <= width for each in ran.out.splitlines())


def test_all_shows_every_figure_with_its_fact(check: Check) -> None:
    ran = check(f"{WRONG}港口有17座灯塔。\n", "--all")
    first, *rest = ran.out.splitlines()
    assert first.startswith("a.md:1:16: C401 435亿元 differs")
    assert rest == ["a.md:1:26: 7.7% agrees with marine.growth", "a.md:2:4: 17座 unknown"]
    assert check(RIGHT, "--all").code == 0


def test_json_has_every_field_of_each_figure(check: Check) -> None:
    (entry,) = json.loads(check(WRONG, "--format", "json").out)
    assert entry == {
        "path": "a.md",
        "line": 1,
        "column": 16,
        "end_column": 21,
        "locator": "line 1",
        "as_written": "435亿元",
        "result": "differs",
        "differs_in": "value",
        "measure": "海洋生产总值",
        "reference_area": "即墨区",
        "time_period": "2024",
        "status": None,
        "id": "marine.output",
        "code": "C401",
        "message": "435亿元 differs in value: marine.output is 345亿元 (海洋生产总值, 即墨区, 2024)",
        "hint": "write 345亿元",
        "fix": "345亿元",
    }
    every = json.loads(check(WRONG, "--format", "json", "--all").out)
    assert [one["result"] for one in every] == ["differs", "agrees"]
    assert [*every[1]] == [*entry]
    assert check(RIGHT, "--format", "json").out == "[]\n"


def test_sarif_names_rule_place_and_fix(check: Check) -> None:
    log = json.loads(check(WRONG, "--format", "sarif").out)
    (result,) = log["runs"][0]["results"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert (log["version"], result["ruleId"], result["level"]) == ("2.1.0", "C401", "error")
    assert rules[result["ruleIndex"]]["id"] == "C401"
    assert {rule["id"] for rule in rules} == set(RULES)
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": "a.md"}
    assert location["region"] == {"startLine": 1, "startColumn": 16, "endLine": 1, "endColumn": 21}
    (change,) = result["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement == {"deletedRegion": location["region"], "insertedContent": {"text": "345亿元"}}
    assert json.loads(check(RIGHT, "--format", "sarif").out)["runs"][0]["results"] == []


def test_github_gets_annotations(check: Check) -> None:
    (line,) = check(WRONG, "--format", "github").out.splitlines()
    assert line.startswith("::error file=a.md,line=1,col=16,endColumn=21,title=C401::435亿元 differs")
    assert check(RIGHT, "--format", "github").out == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "csv"], "--format"),
        (["--fix", "-"], "--fix cannot change standard input"),
        (["--topic", "nothing-like-it"], "nothing-like-it"),
        (["missing.md"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_ends_with_2(check: Check, options: list[str], message: str) -> None:
    ran = check(RIGHT, *options)
    assert (ran.code in {1, 2}, ran.out) == (True, "")
    assert message in ran.err
    assert ran.code == 2 or "nothing-like-it" in options


def test_without_a_file_the_command_line_is_not_understood(run: Run, facts: str) -> None:
    assert run("check", "--facts", facts).code == 2


def test_broken_fact_files_end_with_3_and_what_was_read_is_compared(check: Check, facts: str) -> None:
    (Path(facts) / "broken.toml").write_text("no", encoding="utf-8")
    ran = check(WRONG)
    assert ran.code == 3
    assert "C401" in ran.out


BROKEN = {
    "C401": "2024年，即墨区货物吞吐量648万吨。",
    "C402": "2024年，即墨区货物吞吐量684万立方米。",
    "C403": "2024年，即墨区货物吞吐量68.4万吨。",
    "C404": "2023年，即墨区货物吞吐量684万吨。",
    "C405": "2024年，济南市货物吞吐量684万吨。",
    "C406": "2024年，即墨区外贸进出口总额同比增长13.5%。",
    "C407": "2024年，即墨区高校院所50所。",
    "C408": "2024年，即墨区货物吞吐量684万吨<!-- jimo: marine.none -->。",
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_rule_is_reported_and_no_other(check: Check, code: str) -> None:
    assert re.findall(r": ([A-Z]\d{3}) ", check(BROKEN[code]).out) == [code]


def test_every_rule_for_drafts_is_broken_somewhere_here() -> None:
    assert {*BROKEN} == {code for code in RULES if code.startswith("C")}


# ---- what is read


def test_several_files_are_checked_in_their_order_and_each_once(check: Check) -> None:
    check(WRONG, name="b.md")
    check(RIGHT, name="c.txt")
    ran = check(WRONG, "b.md", "c.txt", "a.md")
    assert [line.partition(":")[0] for line in ran.out.splitlines()] == ["a.md", "b.md"]
    assert ran.err == "jimo: 6 figures: 2 differ, 4 agree, 0 unknown\n"


def test_standard_input_is_checked_too(run: Run, facts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").write_bytes(WRONG.encode())
    with (tmp_path / "in").open("rb") as raw, TextIOWrapper(raw) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        ran = run("check", "-", "--facts", facts)
    assert ran.code == 1
    assert ran.out.startswith("-:1:16: C401")


def test_a_word_document_has_paragraphs_in_place_of_lines(run: Run, facts: str, tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx", said("前言。") + said(WRONG.strip()))
    ran = run("check", path, "--facts", facts)
    assert ran.code == 1
    assert re.match(r".*a\.docx: C401 paragraph 2: 435亿元 differs in value", ran.out)
    every = run("check", path, "--facts", facts, "--all").out.splitlines()
    assert every[1].endswith("a.docx: paragraph 2: 7.7% agrees with marine.growth")
    (entry,) = json.loads(run("check", path, "--facts", facts, "--format", "json").out)
    assert (entry["line"], entry["column"], entry["end_column"], entry["fix"]) == (None, None, None, None)
    (line,) = run("check", path, "--facts", facts, "--format", "github").out.splitlines()
    assert re.match(r"::error file=[^,]*a\.docx,title=C401::paragraph 2", line)
    (result,) = json.loads(run("check", path, "--facts", facts, "--format", "sarif").out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    before = Path(path).read_bytes()
    assert run("check", path, "--facts", facts, "--fix").code == 1
    assert Path(path).read_bytes() == before
    assert "C401" in run("check", path, "--facts", facts, terminal=True).out


def test_html_is_read_as_a_reader_sees_it(check: Check) -> None:
    page = f"<html><head><style>p {{}}</style></head><body>\n<p>2024年，即墨区海洋生产总值<b>435</b>亿元。</p>{WRONG}</body>"
    ran = check(page, name="a.html")
    assert [line.split(" ")[0] for line in ran.out.splitlines()] == ["a.html:2:22:", "a.html:2:51:"]


def test_what_is_not_read_is_told(check: Check) -> None:
    assert (
        check("![图](a.png)\n\n```\n345\n```\n").err.splitlines()[1]
        == "jimo: a.md: 1 picture, 1 piece of code not read"
    )


def test_tables_and_code_are_not_compared(check: Check) -> None:
    table = "|海洋生产总值|\n|-|\n|435亿元|\n"
    assert check(f"{table}\n`海洋生产总值435亿元`\n").code == 0


@pytest.mark.parametrize("draft", [WRONG.replace("\n", "\r\n"), f"\ufeff{WRONG}", WRONG.rstrip(), f"\n\n{WRONG}"])
def test_a_draft_is_read_whatever_ends_its_lines(check: Check, draft: str) -> None:
    assert check(draft).out.count("C401") == 1


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_draft_is_read_in_its_encoding(check: Check, encoding: str) -> None:
    assert "a.md:1:16: C401 435亿元" in check(WRONG.encode(encoding)).out


# ---- comments


@pytest.mark.parametrize(
    ("draft", "codes"),
    [
        ("产值345亿元<!-- jimo: marine.output -->。", []),
        ("产值435亿元<!-- jimo: marine.output -->。", ["C401"]),
        ("它达到345亿元<!--jimo:marine.output-->和684万吨 <!-- jimo: marine.cargo -->。", []),
        ("它达到345亿元和684万吨 <!-- jimo: marine.output -->。", ["C401"]),
        ("产值345亿元<!-- jimo: marine.unknown -->。", ["C408"]),
        ("产值345亿元<!-- jimo: marine.plan -->。", ["C408"]),
        ("产值345亿元<!-- jimo, see the report -->。", []),
        ("产值345亿元<!-- other: marine.unknown -->。", []),
        # without a figure before it in its paragraph a pin is of none
        ("产值345亿元。\n\n<!-- jimo: marine.cargo -->684万吨。", []),
        ("产值345亿元。\n\n别的。<!-- jimo: marine.cargo -->", []),
    ],
)
def test_a_comment_names_the_fact_of_the_figure_before_it(check: Check, draft: str, codes: list[str]) -> None:
    assert re.findall(r": (C4\d\d) ", check(draft).out) == codes


@pytest.mark.parametrize(
    ("draft", "lines"),
    [
        (f"<!-- jimo: ignore -->\n{WRONG}\n{WRONG}", [4]),
        (f"{WRONG.strip()}<!-- jimo: ignore -->\n\n{WRONG}", [3]),
        (f"{WRONG.strip()} <!-- jimo: ignore -->\n\n{WRONG}", [3]),
        (f"{WRONG.strip()}**x**<!-- jimo: ignore -->\n\n{WRONG}", [3]),
        (f"{WRONG}\n<!-- jimo: ignore -->\n\n{WRONG}", [1]),
        (f"{WRONG}\n<!-- jimo: off -->\n\n{WRONG}\n{WRONG}\n<!-- jimo: on -->\n\n{WRONG}", [1, 11]),
        (f"{WRONG}\n<!-- jimo: off -->\n\n{WRONG}\n{WRONG}", [1]),
        (f"<!-- jimo: on -->\n{WRONG}", [2]),
        (f"<!-- jimo: off -->\n<!-- jimo: off -->\n{WRONG}\n<!-- jimo: on -->\n\n{WRONG}", [7]),
        ("2024年，即墨区<!-- jimo: off -->海洋生产总值435亿元<!-- jimo: on -->，货物吞吐量648万吨。", [1]),
    ],
)
def test_a_comment_sets_figures_aside(check: Check, draft: str, lines: list[int]) -> None:
    assert [int(line) for line in re.findall(r"^a\.md:(\d+)", check(draft).out, re.MULTILINE)] == lines


def test_in_html_a_comment_behind_a_paragraph_is_for_the_next_one(check: Check) -> None:
    one = f"<p>{WRONG.strip()}</p>"
    assert check(f"{one}<!-- jimo: ignore -->{one}", name="a.html").out.startswith("a.html:1:19")
    assert check(f"<p>{WRONG.strip()}<!-- jimo: ignore --></p>{one}", name="a.html").out.count("C401") == 1


def test_a_pin_counts_where_other_figures_stand_before_it() -> None:
    pins = [marks.Pin(0, 10, "a"), marks.Pin(2, 50, "b"), marks.Pin(3, 90, "c")]
    assert {at: pin.fact_id for at, pin in marks.pinned(pins, [(0, 5), (0, 10), (0, 12), (2, 40)]).items()} == {
        1: "a",
        3: "b",
    }


def test_a_pin_behind_no_figure_is_told(check: Check) -> None:
    pin = "<!-- jimo: marine.output -->"
    ran = check(f"产值345亿元{pin}。\n\n别的。{pin}\n\n<!-- jimo: off -->别的。{pin}")
    assert (ran.code, ran.err.splitlines()[1:]) == (
        0,
        ["jimo: a.md:3: <!-- jimo: marine.output --> has no figure before it that is its own"],
    )


# ---- fixes


def _fixed(check: Check, tmp_path: Path, draft: str | bytes) -> tuple[Ran, bytes]:
    return check(draft, "--fix"), (tmp_path / "a.md").read_bytes()


def test_a_fix_writes_the_one_figure_that_may_be_meant_and_the_file_checks_clean(check: Check, tmp_path: Path) -> None:
    ran, after = _fixed(check, tmp_path, f"# 海洋\n\n{WRONG}2024年，即墨区货物吞吐量648万吨。\n")
    assert after.decode() == f"# 海洋\n\n{RIGHT}2024年，即墨区货物吞吐量684万吨。\n"
    assert ran == (0, "", "jimo: 3 figures: 0 differ, 3 agree, 0 unknown; 2 fixed\n")


@pytest.mark.parametrize(
    ("draft", "after"),
    [
        ("2024年，即墨区海洋生产总值345亿元，同比增长8.7%。", "2024年，即墨区海洋生产总值345亿元，同比增长7.7%。"),
        ("2024年，即墨区外贸进出口总额下降12.5%。", "2024年，即墨区外贸进出口总额下降13.5%。"),
        ("2024年，即墨区外贸进出口总额增长12.5%。", None),
        ("2024年，即墨区高校院所80余所。", "2024年，即墨区高校院所50余所。"),
        ("2024年，即墨区海洋生产总值超过435亿元。", "2024年，即墨区海洋生产总值345亿元。"),
        ("2024年，即墨区海洋生产总值345万元。", "2024年，即墨区海洋生产总值345亿元。"),
        ("2024年，即墨区海洋生产总值**435**亿元。", None),
        ("2024年，即墨区海洋生产总值4&#51;5亿元。", None),
        ("产值435亿元<!-- jimo: marine.output -->。", "产值345亿元<!-- jimo: marine.output -->。"),
        ("It was 435 billion yuan<!-- jimo: marine.output -->.", None),
        ("It had 80 schools<!-- jimo: marine.schools -->.", None),
        ("它有345亿元<!-- jimo: marine.unknown -->。", None),
    ],
)
def test_a_fix_changes_the_figure_alone_and_only_where_that_is_certain(
    check: Check, tmp_path: Path, draft: str, after: str | None
) -> None:
    ran, written = _fixed(check, tmp_path, draft)
    assert written.decode() == (after or draft)
    assert ran.code == (0 if after else 1)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_fixed_file_keeps_its_mark_its_line_ends_and_its_mode(
    check: Check, tmp_path: Path, line_end: str, mark: str
) -> None:
    path = tmp_path / "a.md"
    path.touch()
    path.chmod(0o640)
    _, after = _fixed(check, tmp_path, f"{mark}# 海洋\n\n{WRONG}\n完。".replace("\n", line_end))
    assert after.decode() == f"{mark}# 海洋\n\n{RIGHT}\n完。".replace("\n", line_end)
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(tmp_path)) == ["a.md", "facts"]


def test_a_file_that_cannot_be_fixed_is_left_as_it_was(check: Check, tmp_path: Path) -> None:
    for draft in (WRONG.encode("gb18030"), WRONG.encode("utf-16")):
        ran, after = _fixed(check, tmp_path, draft)
        assert (ran.code, ran.out, after) == (2, "", draft)
        assert "it is not in UTF-8" in ran.err
    (tmp_path / "a.md").write_text(WRONG, encoding="utf-8")
    os.link(tmp_path / "a.md", tmp_path / "b.md")
    ran, after = _fixed(check, tmp_path, WRONG)
    assert (ran.code, after.decode()) == (2, WRONG)
    assert "hard links" in ran.err


def test_where_one_draft_cannot_be_read_none_is_fixed(check: Check, tmp_path: Path) -> None:
    assert check(WRONG, "missing.md", "--fix").code == 2
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == WRONG


def test_a_read_only_file_is_left_as_it_was(tmp_path: Path, run: Run, facts: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(WRONG, encoding="utf-8")
    path.chmod(0o444)
    ran = run("check", str(path), "--fix", "--facts", facts)
    assert (ran.code, path.read_text(encoding="utf-8")) == (2, WRONG)
    assert "read-only" in ran.err


def test_a_file_that_was_changed_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("海洋 346", encoding="utf-8")
    with pytest.raises(OutputError, match="changed meanwhile"):
        fix.apply(str(path), "海洋 345", [Edit(3, 6, "1")])
    assert path.read_text(encoding="utf-8") == "海洋 346"
    path.unlink()
    with pytest.raises(OutputError, match="not fixed"):
        fix.apply(str(path), "海洋 345", [Edit(3, 6, "1")])
    with pytest.raises(OutputError, match="not fixed"):
        fix.apply(str(tmp_path / "none" / "a.md"), "海洋 345", [Edit(3, 6, "1")])


def test_a_file_too_large_to_be_rewritten_is_left_as_it_is(tmp_path: Path) -> None:
    path, content = tmp_path / "a.md", "海" * (LARGEST // 3) + "345"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(OutputError, match="larger than 3 MB"):
        fix.apply(str(path), content, [Edit(0, 1, "1")])
    assert path.read_text(encoding="utf-8") == content


def test_edits_that_overlap_an_earlier_one_are_not_made(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("abcdef", encoding="utf-8")
    edits = [Edit(0, 2, "1"), Edit(1, 3, "2"), Edit(2, 4, "3"), Edit(4, 4, "-")]
    assert fix.apply(str(path), "abcdef", edits) == 3
    assert path.read_text(encoding="utf-8") == "13-ef"
    assert fix.apply(str(path), "no such content", []) == 0


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path, run: Run, facts: str) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "b.md").write_text(WRONG, encoding="utf-8")
    (tmp_path / "a.md").symlink_to(tmp_path / "far" / "b.md")
    assert run("check", str(tmp_path / "a.md"), "--fix", "--facts", facts).code == 0
    assert (tmp_path / "a.md").is_symlink()
    assert (tmp_path / "far" / "b.md").read_text(encoding="utf-8") == RIGHT


# ---- which facts


def test_only_the_facts_of_a_topic_are_compared(check: Check, facts: str) -> None:
    port = HEAD.replace("海洋", "港口") + fact_text("berths", label="泊位数", value=17, unit="个", **WHEN)
    (Path(facts) / "port.toml").write_text(port, encoding="utf-8")
    draft = WRONG + "2024年，即墨区泊位数71个。\n"
    assert check(draft).out.count(" C4") == 2
    assert [line.split(":")[1] for line in check(draft, "--topic", "marine").out.splitlines()] == ["1"]
    assert [line.split(":")[1] for line in check(draft, "--topic", "港口").out.splitlines()] == ["2"]


# ---- hostile drafts


HOSTILE = {
    "controls": "\x1b[31m海洋生产总值\x07435亿元\x9b\u202e。" + WRONG,
    "bidi": f"\u202e{WRONG}\u2066",
    "nul-like": f"\x01\x02{WRONG}",
    "surrogates": "\ud83d",
    "markup": f"[red]{WRONG}[/red]",
    "command": f"::error::{WRONG}",
    "empty lines": "\n" * 10_000,
    "comments": "<!-- jimo: ignore -->" * 1000 + WRONG,
    "pins": f"{WRONG}{'<!-- jimo: marine.output -->' * 1000}",
    "brackets": "(((" * 5000 + WRONG,
    "commas": "，，，" * 5000 + WRONG,
    "digits": "9" * 20_000 + "亿元",
    "points": "1." * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_no_draft_acts_on_a_terminal_or_ends_in_a_traceback(check: Check, name: str, form: str) -> None:
    draft = HOSTILE[name].encode("utf-8", "surrogatepass")
    for terminal in (False, True):
        ran = check(draft, "--all", "--format", form, terminal=terminal)
        assert ran.code in {0, 1, 2}
        assert not re.search("[\x00-\x08\x0b-\x1a\x7f-\x9f\u202a-\u202e\u2066-\u2069]", ran.out + ran.err)
        assert "\x1b[31m海" not in ran.out


def test_a_draft_of_a_megabyte_is_checked_whole(check: Check) -> None:
    filler = "海湾边上的居民区里种着许多树木，人们早晨出来散步。" * 20
    draft = (filler + "\n\n") * 700 + WRONG
    assert len(draft.encode()) > 1_000_000
    assert re.match(r"a\.md:1401:16: C401 ", check(draft).out)


def test_ten_thousand_figures_in_a_line_are_each_reported(check: Check) -> None:
    ran = check("2024年，即墨区海洋生产总值435亿元。" * 10_000, "--format", "json")
    assert len(json.loads(ran.out)) == 10_000


def test_of_two_comments_behind_a_figure_the_first_holds(run: Run, pack: Path, tmp_path: Path) -> None:
    draft = tmp_path / "a.md"
    draft.write_text("总量345亿元<!-- jimo: marine.output --><!-- jimo: marine.nosuch -->。\n", encoding="utf-8")
    done = run("check", "--facts", str(pack), str(draft), "--all")
    assert (done.code, "agrees with marine.output" in done.out) == (0, True)
    assert "<!-- jimo: marine.nosuch --> has no figure before it that is its own" in done.err


def test_json_says_no_place_or_period_that_the_draft_does_not(run: Run, pack: Path, tmp_path: Path) -> None:
    draft = tmp_path / "a.md"
    draft.write_text("一季度，利润170亿元。\n\n去年工资20亿元。\n", encoding="utf-8")
    found = json.loads(run("check", "--facts", str(pack), str(draft), "--all", "--format", "json").out)
    assert [(one["reference_area"], one["time_period"]) for one in found] == [(None, None)] * 2


def test_a_pdf_file_has_pages_and_paragraphs_in_place_of_lines(run: Run, facts: str, tmp_path: Path) -> None:
    page: list[Item] = [
        *lines("前言。"),
        *lines("2024年，即墨区海洋生产总值43", "5亿元，同比增长7.7%。", y=700),
        Picture(),
    ]
    path = make_pdf(tmp_path / "a.pdf", page, lines("后记。"))
    ran = run("check", path, "--facts", facts)
    assert ran.code == 1
    assert re.match(r".*a\.pdf: C401 page 1, paragraph 2: 435亿元 differs in value", ran.out)
    assert ran.err.endswith("a.pdf: 1 picture not read\n")
    (entry,) = json.loads(run("check", path, "--facts", facts, "--format", "json").out)
    assert (entry["locator"], entry["line"], entry["fix"]) == ("page 1, paragraph 2", None, None)
    before = Path(path).read_bytes()
    assert run("check", path, "--facts", facts, "--fix").code == 1
    assert Path(path).read_bytes() == before
