"""The formats for programs: every one reads back as what was written."""

import csv
import io
import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from builders import HEAD, Run, Spawn, csv_rows, fact_text, lines_of, make_pack
from conftest import process_env
from hypothesis import example, given
from hypothesis import strategies as st

from jimo_cli.fields import FACT_FIELDS, HIT_FIELDS, SEPARATOR

NAMES = ("id", "label", "value", "parts")
# What the loader lets through: anything but control characters; line breaks and tabs may stand in a text.
CHARACTERS = st.one_of(st.sampled_from("\t\n ,;\"'|\\`=+-@[]海€🙂"), st.characters(exclude_categories=["Cc", "Cs"]))
TEXTS = st.text(CHARACTERS, min_size=1, max_size=12)
CELLS = st.one_of(st.none(), TEXTS)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False).map(lambda value: format(value, "f"))
PARTS = st.one_of(st.none(), st.lists(TEXTS, min_size=1, max_size=3).map(SEPARATOR.join))
ROWS = st.lists(st.tuples(TEXTS, CELLS, st.one_of(st.none(), NUMBERS), PARTS), max_size=4)

Rows = list[tuple[str, str | None, str | None, str | None]]


def _written(rows: Rows, form: str) -> str:
    return "".join(f"{line}\n" for line in lines_of(rows, NAMES, form))


def _as_text(row: tuple[str | None, ...]) -> list[str]:
    return [(cell or "").replace(SEPARATOR, "; ") for cell in row]


def _would_run(cell: str) -> bool:
    """Whether a spreadsheet might take a cell for a formula: OWASP's list, after blanks and quotes too."""
    bare = cell.strip().lstrip("\"'\u200b\u200c\u200d\u2060\ufeff \t\r\n\u3000\xa0")
    return bool(re.match(r"[=+\-@＝＋－＠]", bare) or cell[:1] in tuple("\t\r\n")) and not _is_number(cell)


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"-[0-9]+\.?[0-9]*|-\.[0-9]+", cell))


@given(ROWS)
@example([("a\nb", "x\ty", "-1.50", f"=1{SEPARATOR}2")])
def test_csv_reads_back_cell_by_cell(rows: Rows) -> None:
    header, *read = csv.reader(io.StringIO(_written(rows, "csv"), newline=""), strict=True)
    assert header == list(NAMES)
    assert [[_undone(cell) for cell in row] for row in read] == [_as_text(row) for row in rows]


def _undone(cell: str) -> str:
    """A cell as it was; a spreadsheet may split it at its semicolons, tabs and line breaks."""
    cell = ";".join(map(_without_prefix, cell.split(";")))
    for separator in "\n\r\t":
        first, *rest = cell.split(separator)
        cell = separator.join([first, *map(_without_prefix, rest)])
    return cell


def _without_prefix(part: str) -> str:
    return part[1:] if part.startswith("'") and _would_run(part[1:]) else part


BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    "argv",
    [
        ["list"],
        ["list", "--fields", "label"],
        ["search", "海洋产值"],
        ["show", "output", "approval"],
        ["topics"],
        ["get", "output"],
        ["export"],
        ["list", "--area", "火星"],
    ],
)
def test_a_spreadsheet_reads_a_csv_as_utf_8(spawn: Spawn, run: Run, pack: Path, argv: list[str]) -> None:
    argv = [*argv, "--facts", str(pack), "--format", "csv"]
    written = spawn(*argv, env={"PYTHONUTF8": "1"}).out.encode()
    assert written.startswith(BOM)
    assert written.count(BOM) == 1
    shown = run(*argv, terminal=True).out
    assert not shown.startswith("\ufeff")
    assert csv_rows(written.decode("utf-8-sig")) == csv_rows(shown)


@pytest.mark.parametrize("form", ["tsv", "json", "jsonl", "md", "table"])
def test_no_other_format_begins_with_a_byte_order_mark(run: Run, pack: Path, form: str) -> None:
    assert "\ufeff" not in run("list", "--facts", str(pack), "--format", form).out


@pytest.mark.parametrize("encoding", ["gbk", "latin-1", "ascii", "utf-16", "utf-8-sig"])
def test_a_csv_in_another_encoding_has_no_mark_of_ours(pack: Path, encoding: str) -> None:
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "jimo_cli", "list", "--facts", str(pack), "--format", "csv"],
        env=process_env(pack.parent, env),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode(encoding).startswith("id,label")


def test_a_batch_in_csv_has_one_mark_at_its_begin(spawn: Spawn, pack: Path) -> None:
    done = spawn("search", "--batch", "--format", "csv", "--facts", str(pack), stdin="海洋产值\n从业人员\n")
    assert done.out.startswith("\ufeffquery,")
    assert done.out.count("\ufeff") == 1


@given(ROWS)
def test_csv_holds_no_cell_that_a_spreadsheet_would_run(rows: Rows) -> None:
    _, *read = csv.reader(io.StringIO(_written(rows, "csv"), newline=""), strict=True)
    parts = [part for row in read for cell in row for part in cell.split(";")]
    assert not [part for part in parts if not part.startswith("'") and _would_run(part)]


@pytest.mark.parametrize("cell", ["x;=1+1", "x; =1+1", "=1;@SUM(A1)", "a;\t+cmd", "；=1", "a;;-x"])
def test_no_part_of_a_cell_runs_where_semicolons_separate_cells(cell: str) -> None:
    _, line = lines_of([(cell, None, None, None)], NAMES, "csv")
    read = next(csv.reader([line], delimiter=";"))
    assert not [part for part in read if _would_run(part.strip('"')) and "'" not in part[:3]]


@pytest.mark.parametrize("separator", ["\t", "\n", "\r", "\r\n", ";", "\t;", "\n\t", "\t\n", "; \t"])
@pytest.mark.parametrize("cell", ["x{}=1+1", "x, {}@SUM(A1)", "{}+cmd", "=1{}-x{}=1", "a{0}{0}＝1", "-5{}=1"])
def test_no_part_of_a_cell_runs_whatever_separates_cells(cell: str, separator: str) -> None:
    _, line = lines_of([(cell.format(separator, separator), None, None, None)], NAMES, "csv")
    # To who splits at tabs, a quote that does not begin a cell keeps no line break.
    assert not [part for part in re.split("[,;\t\r\n]", line.replace('"', "")) if _would_run(part) and "'" not in part]


def test_a_number_behind_a_semicolon_stays_as_it_is() -> None:
    _, line = lines_of([("from 5;-5", None, None, None)], NAMES, "csv")
    assert line == "from 5;-5,,,"


def test_csv_leaves_a_negative_number_a_number() -> None:
    assert _written([("a", "-x", "-13.5", None)], "csv").splitlines()[1] == "a,'-x,-13.5,"


@given(ROWS)
def test_tsv_has_a_line_a_row_and_a_field_a_tab(rows: Rows) -> None:
    written = lines_of(rows, NAMES, "tsv")
    assert len(written) == len(rows)
    for line, row in zip(written, rows, strict=True):
        cells = line.split("\t")
        assert [cell.split() for cell in cells] == [cell.split() for cell in _as_text(row)]
        assert len(line.splitlines()) <= 1


@given(ROWS)
def test_json_reads_back_with_exact_digits_and_null_where_empty(rows: Rows) -> None:
    written = _written(rows, "json")
    read = json.loads(written, parse_float=Decimal, parse_int=Decimal)
    assert [list(entry) for entry in read] == [list(NAMES)] * len(rows)
    for entry, (fact_id, label, value, parts) in zip(read, rows, strict=True):
        assert (entry["id"], entry["label"]) == (fact_id, label)
        assert (None if entry["value"] is None else format(entry["value"], "f")) == value
        assert entry["parts"] == (None if parts is None else parts.split(SEPARATOR))


@given(ROWS)
def test_jsonl_is_one_object_of_the_json_a_line(rows: Rows) -> None:
    written = lines_of(rows, NAMES, "jsonl")
    assert [json.loads(line) for line in written] == json.loads(_written(rows, "json"))


@given(ROWS)
def test_markdown_has_one_row_a_fact_and_a_cell_a_field(rows: Rows) -> None:
    written = lines_of(rows, NAMES, "md")
    assert len(written) == len(rows) + 2
    for line in written:
        bare = line.replace("\\\\", "").replace("\\|", "")
        assert bare.startswith("| " if line is not written[1] else "|")
        assert bare.count("|") == len(NAMES) + 1


def test_markdown_shows_markup_literally() -> None:
    row = lines_of([("a", "*x* [y](z) <b> `c` \\ | _d_", "1", None)], NAMES, "md")[2]
    assert row == "| a | \\*x\\* \\[y\\](z) \\<b\\> \\`c\\` \\\\ \\| \\_d\\_ | 1 |  |"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("5~6个月压缩到3~4个月", r"5\~6个月压缩到3\~4个月"),
        ("~~作废~~", r"\~\~作废\~\~"),
        ("&lt; &#42;", r"\&lt; \&#42;"),
    ],
)
def test_markdown_strikes_nothing_out_and_reads_no_entity(cell: str, written: str) -> None:
    assert lines_of([("a", cell, "1", None)], NAMES, "md")[2].split(" | ")[1] == written


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("见http://a.example/b", r"见http\://a.example/b"),
        ("HTTPS://a.example ftp://b.example", r"HTTPS\://a.example ftp\://b.example"),
        ("<http://a.example>", r"\<http\://a.example\>"),
        ("www.a.example，WWW.b.example", r"www\.a.example，WWW\.b.example"),
        ("http://www.a.example", r"http\://www\.a.example"),
        ("a.b-c@d.example", "a.b-c<!-- -->@d.example"),
        ("联系a_b@c_d.example。", r"联系a\_b<!-- -->@c\_d.example。"),
        ("mailto:a@b.example xmpp:@b.example", "mailto:a<!-- -->@b.example xmpp:<!-- -->@b.example"),
        ("xmpp:a@b.example/c", "xmpp:a<!-- -->@b.example/c"),
        ("a@b", "a@b"),
        ("单价5@6元，比例1:2，时间10:30，a.example", "单价5@6元，比例1:2，时间10:30，a.example"),
        ("<!-- -->[^1]", r"\<!-- --\>\[^1\]"),
    ],
)
def test_markdown_makes_no_link_of_an_address(cell: str, written: str) -> None:
    assert lines_of([("a", cell, "1", None)], NAMES, "md")[2].split(" | ")[1] == written


def test_markdown_sets_numbers_to_the_right() -> None:
    assert lines_of([], NAMES, "md") == ["| id | label | value | parts |", "| --- | --- | ---: | --- |"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [("json", "[]\n"), ("jsonl", ""), ("tsv", ""), ("csv", "id,label,value,parts\n")],
)
def test_no_rows_are_written_as_nothing_found(form: str, expected: str) -> None:
    assert _written([], form) == expected


def test_tsv_begins_with_the_names_with_the_option() -> None:
    assert lines_of([], NAMES, "tsv", header=True) == ["id\tlabel\tvalue\tparts"]


@pytest.mark.parametrize("digits", ["52.60", "-0.10", "12345678901234567890.123456789", "1" + "0" * 40])
def test_digits_are_the_same_in_every_format(run: Run, tmp_path: Path, digits: str) -> None:
    pack = make_pack(tmp_path / "p", {"marine.toml": HEAD + fact_text("a").replace("value = 1", f"value = {digits}")})
    for form in ("tsv", "csv", "json", "jsonl", "md"):
        assert digits in run("list", "--format", form, "--facts", str(pack)).out, form
    assert digits in run("list", "--format", "table", "--facts", str(pack)).out.replace(",", "")
    assert run("get", "a", "--facts", str(pack)).out == f"{digits}\n"
    assert run("get", "a", "--facts", str(pack), terminal=True).out == f"{digits}\n"


@pytest.mark.parametrize(
    ("digits", "drawn"),
    [("9999.5", "9999.5"), ("-12345", "-12,345"), ("135673.10", "135,673.10"), ("0.12345", "0.12345")],
)
def test_a_large_number_is_grouped_in_a_table(run: Run, tmp_path: Path, digits: str, drawn: str) -> None:
    pack = make_pack(tmp_path / "p", {"marine.toml": HEAD + fact_text("a").replace("value = 1", f"value = {digits}")})
    assert f" {drawn} " in run("list", "--format", "table", "--facts", str(pack)).out


def test_a_spreadsheet_formula_in_a_list_is_defused_too(run: Run, tmp_path: Path) -> None:
    body = fact_text("a", aliases=["=HYPERLINK(1)", "b"], label="@SUM(A1)")
    pack = make_pack(tmp_path / "p", {"marine.toml": HEAD + body})
    out = run("export", "--format", "csv", "--fields", "label,aliases", "--facts", str(pack)).out
    assert out.splitlines()[1] == "'@SUM(A1),'=HYPERLINK(1); b"


def test_a_text_of_two_lines_is_one_record_in_csv_and_one_line_in_tsv(run: Run, tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "p", {"marine.toml": HEAD + fact_text("a", description="eins\nzwei\tdrei")})
    argv = ["list", "--fields", "id,description", "--facts", str(pack), "--format"]
    assert csv_rows(run(*argv, "csv").out)[1:] == [["marine.a", "eins\nzwei\tdrei"]]
    assert run(*argv, "tsv").rows == [["marine.a", "eins zwei drei"]]


def test_json_has_every_word_of_the_vocabulary_and_search_adds_its_own(run: Run, pack: Path) -> None:
    facts = json.loads(run("list", "--format", "json", "--facts", str(pack)).out)
    assert [list(fact) for fact in facts] == [list(FACT_FIELDS)] * 5
    hits = json.loads(run("search", "海洋产值", "--format", "json", "--facts", str(pack)).out)
    assert list(hits[0]) == list(HIT_FIELDS)
    assert hits[0]["score"] == 100
    assert hits[0]["matched"] == "label/exact"
    assert facts[0]["value_max"] is None
    assert facts[0]["aliases"] == ["海洋GDP", "ocean output"]
    assert facts[4]["value"] is None
    saved = facts[3]
    assert (saved["value"], saved["value_max"], saved["qualifier"]) == (5, 6, "range")
    growth = facts[1]
    assert (growth["value"], growth["of"], growth["aspect"]) == (-7.75, "marine.output", "growth")


@pytest.mark.parametrize("form", ["tsv", "csv", "md"])
def test_a_range_shows_both_its_ends_where_there_is_one_cell_for_it(run: Run, pack: Path, form: str) -> None:
    assert "5..6" in run("stats", "--format", form, "--facts", str(pack)).out
