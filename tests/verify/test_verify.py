"""Facts held against the text that they cite, and the text against the facts."""

import json
import os
import re
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from builders import HEAD, Run, csv_rows, fact_text, make_fact, make_pack
from hypothesis import given
from hypothesis import strategies as st
from lake import FACTS, TEXT, make_lake, sources, topic

from jimo_cli import verify
from jimo_cli.commands import verify as command
from jimo_cli.errors import UsageError
from jimo_cli.fields import RESULT_FIELDS, UNCOVERED_FIELDS
from jimo_cli.model import Fact, Kind, Qualifier
from jimo_cli.output.lines import FORMATS
from jimo_cli.verify import coverage
from jimo_cli.verify.texts import MOST_BYTES, Text, read

COUNT = len(FACTS) + 2


def _rows(run: Run, tmp_path: Path, *options: str, **changes: Any) -> dict[str, list[str]]:
    """What comes of each fact of the lake, by its slug."""
    pack, text = make_lake(tmp_path, **changes)
    done = run("verify", "--source", text, "--facts", pack, *options)
    return {row[0].partition(".")[2]: row[1:] for row in done.rows}


def test_every_fact_of_the_text_is_found_and_every_figure_covered(run: Run, tmp_path: Path) -> None:
    pack, text = make_lake(tmp_path)
    done = run("verify", "--source", text, "--facts", pack)
    assert (done.code, done.err) == (0, f"jimo: {COUNT} facts: {COUNT} found\n")
    assert {row[1] for row in done.rows} == {"found"}
    assert done.rows[0] == ["yunze.towns", "found", "12个", "lake-paper", "导语 ¶1", ""]
    bare = run("verify", "--uncovered", "--source", text, "--facts", pack)
    assert bare == (0, "", "jimo: 18 figures: all covered; 2 names: all covered\n")


SAID: dict[str, tuple[dict[str, object], str]] = {
    "no section": (
        {"locator": {"section": "集市", "paragraph": 1}},
        "no section 集市; the text has 导语, 图片说明, 湖上产业, 老街更新, 桥; it is in 湖上产业 ¶1",
    ),
    "no paragraph": (
        {"locator": {"section": "桥", "paragraph": 3}},
        "桥 has only 1 paragraph; it is in 湖上产业 ¶1",
    ),
    "no paragraph of the text": ({"locator": {"paragraph": 30}}, "the text has only 7 paragraphs; it is in 湖上产业 ¶1"),
    "another paragraph": (
        {"locator": {"section": "湖上产业", "paragraph": 2}},
        "8.3% does not occur there; no word of its label or an alias occurs there; it is in 湖上产业 ¶1",
    ),
    "another figure": ({"as_written": "3%"}, "3% does not occur there; the figure is nowhere in the text"),
    "the figure of another": ({"as_written": "86公里"}, "86公里 does not occur there; the figure is in 导语 ¶1"),
    "another name": ({"label": "稻谷", "aliases": ["谷子"]}, "no word of its label or an alias occurs there"),
    "no figure": (
        {"as_written": None},
        "no as_written to compare the value 8.3 with; add the figure as the source prints it",
    ),
    "two paragraphs": (
        {"locator": {"section": "湖上产业"}, "label": "荷叶加工"},
        "no single paragraph has both its figure and its name",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "detail"), SAID.values(), ids=SAID)
def test_what_is_not_found_says_what_is_missing_and_where_it_is(
    run: Run, tmp_path: Path, changes: dict[str, object], detail: str
) -> None:
    rows = _rows(run, tmp_path, output_growth=changes)
    assert rows["output-growth"][0] == "not found"
    assert rows["output-growth"][4] == detail
    assert [slug for slug, row in rows.items() if row[0] != "found"] == ["output-growth"]


@pytest.mark.parametrize(
    ("slug", "figure"),
    [
        ("courtyards", "5个月"), ("reading-courtyards", "3个"), ("lotus-standards", "三项以上"), ("standards", "三项地"), ("output", "5万吨"),
        ("months-saved", "6个月"), ("jobs", "超过1万人"), ("lifts", "增长2.5%"), ("breeders", "3200户"), ("hours", "4小时"),
    ],
)  # fmt: skip
def test_a_figure_that_is_only_part_of_another_is_not_found(run: Run, tmp_path: Path, slug: str, figure: str) -> None:
    rows = _rows(run, tmp_path, **{slug.replace("-", "_"): {"as_written": figure}})
    assert [name for name, row in rows.items() if row[0] == "not found"] == [slug]


def test_one_that_is_not_found_ends_with_one(run: Run, tmp_path: Path) -> None:
    pack, text = make_lake(tmp_path, towns={"as_written": "13个"})
    done = run("verify", "--source", text, "--facts", pack)
    assert (done.code, done.err) == (1, f"jimo: {COUNT} facts: {COUNT - 1} found, 1 not found\n")


def test_a_text_that_was_changed_is_not_the_cited_one(run: Run, tmp_path: Path) -> None:
    pack, text = make_lake(tmp_path)
    expected = read(text).sha256
    Path(text).write_text(TEXT + "\n", encoding="utf-8")
    done = run("verify", "--source", text, "--facts", pack)
    assert done.code == 1
    assert {row[1] for row in done.rows} == {"not the cited text"}
    assert {row[5] for row in done.rows} == {f"the text of lake-paper has the sha256 {expected}"}
    said, told = done.err.splitlines()
    assert said == f"jimo: {COUNT} facts: {COUNT} not the cited text"
    assert f"lake-paper has {expected}" in told
    assert f'write sha256 = "{read(text).sha256}" under its source in sources.toml' in told
    bare = run("verify", "--uncovered", "--source", text, "--facts", pack)
    assert bare.code == 1
    assert len(bare.rows) == 18 + 2


def test_a_source_without_a_digest_is_reported_how_to_have_one(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "article.txt"
    text.write_text(TEXT, encoding="utf-8")
    pack = make_pack(tmp_path / "p", {"yunze.toml": topic(), "sources.toml": sources(None)})
    done = run("verify", "--source", str(text), "--facts", str(pack))
    line = f'sha256 = "{read(str(text)).sha256}"'
    assert done.code == 1
    assert {row[5] for row in done.rows} == {
        f"sources.toml has no sha256 for lake-paper; if this is its text, add {line} under [lake-paper]"
    }
    with (pack / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    assert run("verify", "--source", str(text), "--facts", str(pack)).code == 0


def test_facts_of_another_source_do_not_fail_beside_one_that_fits(run: Run, tmp_path: Path) -> None:
    pack, text = make_lake(tmp_path)
    (Path(pack) / "sea.toml").write_text(HEAD + fact_text("tide", as_written="1个"), encoding="utf-8")
    done = run("verify", "--source", text, "--facts", pack)
    assert (done.code, done.err) == (0, f"jimo: {COUNT + 1} facts: {COUNT} found, 1 not the cited text\n")
    alone = run("verify", "--source", text, "--facts", pack, "--topic", "sea")
    assert alone.code == 1
    assert "does not match the sha256 of any cited source (daily has none)" in alone.err
    assert run("verify", "--source", text, "--facts", pack, "--uncovered").code == 0


def test_several_texts_are_held_each_against_the_facts_that_cite_it(run: Run, tmp_path: Path) -> None:
    pack, text = make_lake(tmp_path)
    tide = fact_text("tide", as_written="1个", label="潮", aliases=["潮汐"]).replace(
        "value = 1", "value = 1\nunit = '个'"
    )
    (Path(pack) / "sea.toml").write_text(HEAD + tide, encoding="utf-8")
    other = tmp_path / "other.txt"
    other.write_text("一天有1个潮汐和2个浪头。", encoding="utf-8")
    named = Path(pack) / "sources.toml"
    digest = f'[daily]\nsha256 = "{read(str(other)).sha256}"'
    named.write_text(named.read_text(encoding="utf-8").replace("[daily]", digest), encoding="utf-8")
    both = ["verify", "--facts", pack, "--source", text, "--source", str(other)]
    assert run(*both).err == f"jimo: {COUNT + 1} facts: {COUNT + 1} found\n"
    bare = run(*both, "--uncovered")
    assert bare.rows == [["2个", "导语 ¶1", "1", "一天有1个潮汐和2个浪头。", "daily"]]
    assert (bare.code, bare.err) == (1, "jimo: 20 figures: 1 uncovered; 2 names: all covered\n")
    third = tmp_path / "third.txt"
    third.write_text("别的。", encoding="utf-8")
    done = run(*both, "--source", str(third))
    assert done.code == 1
    assert done.err.count("does not match the sha256") == 1


def test_a_section_ends_where_a_fact_that_was_filtered_out_names_the_next(run: Run, tmp_path: Path) -> None:
    changes = {
        "patrols": {"locator": {"section": "湖上产业"}},
        "book_house": {"locator": {"section": "湖上产业", "paragraph": 4}},
    }
    rows = _rows(run, tmp_path, "--kind", "mechanism", "--kind", "project", **changes)
    assert [row[0] for row in rows.values()] == ["not found", "not found"]
    assert rows["book-house"][4] == "湖上产业 has only 3 paragraphs; it is in 老街更新 ¶1"


def test_filters_choose_the_facts_that_are_held(run: Run, tmp_path: Path) -> None:
    assert list(_rows(run, tmp_path, "--kind", "mechanism", "--kind", "project")) == ["patrols", "book-house"]
    assert len(_rows(run, tmp_path, "--topic", "云泽")) == COUNT


def test_all_facts_are_asked_for_what_is_uncovered(run: Run, tmp_path: Path) -> None:
    pack, text = make_lake(tmp_path)
    for option in (["--topic", "yunze"], ["--kind", "project"]):
        done = run("verify", "--source", text, "--facts", pack, "--uncovered", *option)
        assert done == (2, "", "jimo: --uncovered compares with all facts; omit --topic and --kind\n")


def test_without_a_text_the_command_line_is_not_understood(run: Run, tmp_path: Path) -> None:
    pack, _ = make_lake(tmp_path)
    for argv in (["verify"], ["verify", "--uncovered"], ["verify", "--facts", pack]):
        assert run(*argv) == (
            2,
            "",
            "jimo: missing option '--source'; jimo verify --help shows its arguments and options\n",
        )


def test_broken_packs_end_with_three_and_what_was_read_is_held(run: Run, tmp_path: Path) -> None:
    pack, text = make_lake(tmp_path)
    (Path(pack) / "broken.toml").write_text("no", encoding="utf-8")
    done = run("verify", "--source", text, "--facts", pack)
    assert done.code == 3
    assert len(done.rows) == COUNT
    assert run("verify", "--source", text, "--facts", pack, "--uncovered").code == 3


def test_a_pack_without_facts_holds_nothing(run: Run, tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "p", {"yunze.toml": topic().split("[fact.")[0], "sources.toml": sources(None)})
    text = tmp_path / "article.txt"
    text.write_text("三项。", encoding="utf-8")
    done = run("verify", "--source", str(text), "--facts", str(pack))
    assert (done.code, done.out) == (1, "")
    assert "0 facts: nothing to verify" in done.err
    assert run("verify", "--source", str(text), "--facts", str(pack), "--uncovered").rows[0][0] == "三项"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_text_is_read_in_its_encoding(run: Run, tmp_path: Path, encoding: str, line_break: str) -> None:
    pack, text = make_lake(tmp_path, TEXT.replace("\n", line_break).encode(encoding))
    assert run("verify", "--source", text, "--facts", pack).code == 0
    assert run("verify", "--source", text, "--facts", pack, "--uncovered").code == 0


def _hostile(directory: Path, what: str) -> str:
    """Make something that is no text, and return its path."""
    path = directory / "hostile"
    if what == "a directory":
        path.mkdir()
    elif what == "a named pipe":
        os.mkfifo(path)
    elif what == "a gigabyte":
        with path.open("wb") as file:
            file.truncate(2**30)
    elif what == "a loop":
        path.symlink_to(path)
    elif what in _BYTES:
        path.write_bytes(_BYTES[what])
    return _NAMES.get(what, str(path))


_NAMES = {"a device": "/dev/zero", "an odd name": "a\0b", "a lone surrogate": "\udce4\ud800", "a long name": "x" * 5000}
_BYTES = {
    "bytes": bytes(range(256)) * 9,
    "utf-16": "海洋".encode("utf-16"),
    "nul": b"abc\0def",
    "an image": b"\x89PNG\r\n\x1a\n\0\0",
}
_HOSTILE = ["nothing", "a directory", "a named pipe", "a gigabyte", "a loop", *_NAMES, *_BYTES]


@pytest.mark.parametrize("what", _HOSTILE)
def test_what_is_no_text_is_reported_in_one_line(run: Run, tmp_path: Path, what: str) -> None:
    pack, _ = make_lake(tmp_path)
    path = _hostile(tmp_path, what)
    for options in ([], ["--uncovered"]):
        done = run("verify", f"--source={path}", "--facts", pack, *options, terminal=True)
        assert (done.code, done.out) == (2, "")
        assert re.fullmatch(r"jimo: .+; (name|save|the limit is 4 MB).+\n", done.err)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_text_that_may_not_be_read_is_reported(run: Run, tmp_path: Path) -> None:
    pack, text = make_lake(tmp_path)
    Path(text).chmod(0)
    assert run("verify", "--source", text, "--facts", pack).code == 2


def test_the_largest_text_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes(b"a" * MOST_BYTES)
    assert len(read(str(path)).content) == MOST_BYTES
    path.write_bytes(b"a" * (MOST_BYTES + 1))
    with pytest.raises(UsageError, match="is too large; the limit is 4 MB"):
        read(str(path))


def test_nothing_of_the_text_is_kept(run: Run, tmp_path: Path) -> None:
    pack, text = make_lake(tmp_path)
    cache = tmp_path / "cache"
    run("verify", "--source", text, "--facts", pack, env={"XDG_CACHE_HOME": str(cache)})
    kept = [path.read_bytes() for path in cache.rglob("*") if path.is_file()]
    assert kept
    assert not any("来之不易".encode() in data for data in kept)


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
@pytest.mark.parametrize("form", FORMATS)
def test_results_are_written_in_every_format_anywhere(
    run: Run,
    tmp_path: Path,
    form: str,
    terminal: bool,  # noqa: FBT001
) -> None:
    pack, text = make_lake(tmp_path, towns={"as_written": "13个"}, hours={"as_written": "25小时"})
    argv = ["verify", "--source", text, "--facts", pack, "--format", form]
    results = run(*argv, terminal=terminal)
    bare = run(*argv, "--uncovered", terminal=terminal)
    assert results.code == bare.code == 1
    assert results.out.count("not found") == 2
    assert "24小时" in bare.out
    if form == "json":
        said: list[dict[str, Any]] = json.loads(results.out)
        assert [list(row) for row in said] == [list(RESULT_FIELDS)] * COUNT
        assert said[1]["detail"] is None
        figures = json.loads(bare.out)
        assert [list(row) for row in figures] == [list(UNCOVERED_FIELDS)] * 2
        assert [(row["figure"], row["line"]) for row in figures] == [("12个", 7), ("24小时", 31)]
    elif form == "csv":
        assert csv_rows(bare.out)[0] == list(UNCOVERED_FIELDS)


def test_an_answer_without_rows_is_still_an_answer(run: Run, tmp_path: Path) -> None:
    pack, text = make_lake(tmp_path)
    argv = ["verify", "--source", text, "--facts", pack, "--uncovered", "--format"]
    assert run(*argv, "json").out == "[]\n"
    assert run(*argv, "table", terminal=True).out == ""


def test_fields_are_picked_and_a_wrong_one_is_reported(run: Run, tmp_path: Path) -> None:
    assert _rows(run, tmp_path, "--fields", "id,result")["towns"] == ["found"]
    pack, text = make_lake(tmp_path)
    done = run("verify", "--source", text, "--facts", pack, "--fields", "value")
    assert (done.code, done.err) == (2, f"jimo: no field 'value'; the fields are {', '.join(RESULT_FIELDS)}\n")
    done = run("verify", "--source", text, "--facts", pack, "--fields", "detail", "--uncovered")
    assert done.err == f"jimo: no field 'detail'; the fields are {', '.join(UNCOVERED_FIELDS)}\n"


@pytest.mark.parametrize("form", FORMATS)
def test_what_the_text_says_never_acts_on_a_terminal(run: Run, tmp_path: Path, form: str) -> None:
    said = "# \x1b[31m红\u202e[bold]\n\x1b[2J[red]\u202e有345个\x07\x9b灯。\n"
    pack, text = make_lake(tmp_path, said.encode())
    for options in ([], ["--uncovered"]):
        done = run("verify", "--source", text, "--facts", pack, "--format", form, *options, terminal=True, width=200)
        assert done.code == 1
        assert done.out
        assert not set("\x1b\u202e\x07\x9b") & set(done.out + done.err)


@pytest.mark.parametrize("width", [120, 80, 40])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_fits_and_says_what_is_missing(run: Run, tmp_path: Path, width: int, lang: str) -> None:
    from rich.cells import cell_len

    pack, text = make_lake(tmp_path, towns={"as_written": "13个"}, hours={"locator": {"section": "集市"}})
    argv = ["verify", "--source", text, "--facts", pack, "--lang", lang]
    missing = {"zh": "那里没有13个", "en": "13个doesnotoccurthere"}
    for options, said in (([], missing[lang]), (["--uncovered"], "12个")):
        out = run(*argv, *options, terminal=True, width=width).out
        assert max(map(cell_len, out.splitlines())) <= width
        assert said in "".join(out.split()) or width < 120


def _text(said: str) -> Text:
    return Text("text", "0" * 64, said)


def _held(facts: list[Fact], said: str) -> dict[str, str]:
    return {one.id: one.result for one in verify.verify(facts, {"daily": "0" * 64}, [_text(said)])}


def _results(facts: list[Fact], said: str) -> list[str]:
    return [verdict.result for verdict in verify.verify(facts, {"daily": "0" * 64}, [_text(said)])]


def _bare(facts: list[Fact], said: str) -> list[str]:
    found = coverage.figures(facts, {"daily": "0" * 64}, _text(said))
    return [figure.figure for figure in found if figure.covered_by is None]


@pytest.mark.parametrize(("slug", "value"), [("towns", 13), ("output", 5.4), ("lifts", 2.5), ("months-saved", 4)])
def test_a_value_that_is_not_what_stands_in_the_text_is_not_found(
    run: Run, tmp_path: Path, slug: str, value: float
) -> None:
    changes: dict[str, Any] = {slug.replace("-", "_"): {"value": value}}
    pack, text = make_lake(tmp_path, **changes)
    ran = run("verify", "--source", text, "--facts", pack)
    (row,) = [row for row in ran.rows if row[1] != "found"]
    assert (ran.code, row[0], row[1]) == (1, f"yunze.{slug}", "not found")
    assert row[5].startswith("as_written ")


def test_one_word_of_a_name_is_enough_beside_a_figure_and_no_word_is_not() -> None:
    fact = make_fact(
        "lake.cargo", label="货物吞吐量", label_en=None, value=Decimal("6.8"), unit="亿吨", as_written="6.8亿吨"
    )
    fact = fact._replace(locator="导语 ¶1")
    assert _results([fact], "吞吐量为6.8亿吨。") == ["found"]
    assert _results([fact], "共计6.8亿吨。") == ["not found"]
    english = fact._replace(label="货", label_en="Growth of cargo throughput")
    assert _results([english], "The port handled 6.8亿吨 of cargo.") == ["found"]
    assert _results([english], "The port handled 6.8亿吨 of steel.") == ["not found"]


def _stated(value: str, unit: str, as_written: str) -> Fact:
    fact = make_fact("lake.a", label="湖上出口", value=Decimal(value), unit=unit, as_written=as_written)
    return fact._replace(locator="导语 ¶1")


@pytest.mark.parametrize(
    ("value", "as_written", "said", "result"),
    [
        ("25.72", "25.72:26.84:47.44", "湖上出口结构为25.72:26.84:47.44。", "found"),
        ("26.84", "25.72:26.84:47.44", "湖上出口结构为25.72：26.84：47.44。", "found"),
        ("47.44", "25.72:26.84:47.44", "湖上出口结构为25.72∶26.84∶47.44。", "found"),
        ("27.44", "25.72:26.84:47.44", "湖上出口结构为25.72:26.84:47.44。", "not found"),
        ("25.72", "25.72:26.84", "湖上出口结构为25.72:26.84:47.44。", "not found"),
        ("-13.5", "下降13.5%", "湖上出口近三年下降13.5%。", "found"),
        ("-13.5", "同比下降13.5%", "湖上出口同比下降13.5%。", "found"),
        ("-13.5", "13.5%", "湖上出口下降13.5%。", "not found"),
        ("-13.5", "13.5%", "湖上出口增长13.5%。", "not found"),
        ("-5.2", "负5.2%", "湖上出口增速为负5.2%。", "found"),
        ("-5.2", "-5.2%", "湖上出口增速为‑5.2%。", "found"),
        ("-5.2", "-5.2%", "湖上出口增速为5.2%。", "not found"),
        ("5.2", "-5.2%", "湖上出口增速为-5.2%。", "not found"),
        ("-5.2", "▲5.2%", "湖上出口|▲5.2%|。", "found"),
        ("5.2", "5.2%", "湖上出口|▲5.2%|。", "not found"),
        ("5.2", "5.2%", "湖上出口增速为**5.2**%。", "found"),
    ],
)
def test_a_share_is_a_term_of_its_ratio_and_a_sign_is_printed(
    value: str, as_written: str, said: str, result: str
) -> None:
    assert _results([_stated(value, "%", as_written)], said) == [result]


def test_the_terms_of_a_ratio_cover_it() -> None:
    terms = [_stated(value, "%", "25.72:26.84:47.44") for value in ("25.72", "26.84", "47.44")]
    assert _bare(terms, "湖上出口结构为25.72:26.84:47.44。") == []
    assert _bare([], "湖上出口结构为25.72:26.84:47.44。") == ["25.72:26.84:47.44"]


def test_a_figure_is_covered_only_where_its_fact_is_named() -> None:
    shore = make_fact("lake.shore", label="湖岸", as_written="86公里", locator="导语 ¶1")
    assert _bare([shore], "湖岸长86公里。\n堤长86公里。\n湖岸还是86公里。") == ["86公里"]
    assert _bare([shore._replace(label="岸边")], "湖岸长86公里。") == []
    assert _bare([shore._replace(source="daily", locator="集市 ¶1")], "湖岸长86公里。") == []


def test_a_name_covers_the_figure_that_it_holds() -> None:
    line = make_fact("lake.line", kind=Kind.PROJECT, label="湖线", aliases=["地铁7号线"], value=None, as_written=None)
    assert _bare([line], "地铁7号线开通。") == []
    assert _bare([line], "地铁17号线开通，7号楼也是。") == ["17", "7"]
    model = make_fact("lake.model", kind=Kind.MECHANISM, label="巡查机制", parts=("1+2",), value=None, as_written=None)
    assert _bare([model], "巡查机制即“1+2”。") == []
    assert _bare([model], "又是“1+2”。") == ["1+2"]


def test_each_fact_of_the_lake_covers_figures_of_its_own(run: Run, tmp_path: Path) -> None:
    pack, text = make_lake(tmp_path)
    figures = run("verify", "--source", text, "--facts", pack, "--uncovered").rows
    assert figures == []
    for slug, (_, value, *_) in FACTS.items():
        body = re.sub(rf"\[fact\.{slug}\]\n.*?\n\n", "", topic(), flags=re.DOTALL)
        (Path(pack) / "yunze.toml").write_text(body, encoding="utf-8")
        bare = run("verify", "--source", text, "--facts", pack, "--uncovered")
        assert (bare.code, len(bare.rows)) == (1, 1), slug
        shown = unicodedata.normalize("NFKC", bare.rows[0][0]).replace(",", "")
        assert shown.startswith((f"{abs(value):g}", "1万", *"百两三五十")), slug


# Names and figures that no text of any other could hold by accident.
_SYLLABLES = "湖岸堤柳荷舟渔灯塔桥巷井茶园林泉"
_UNITS = ["个", "家", "亿元", "%", "项", "公里", "余人次", "名", "小时", "个月"]


@st.composite
def _cases(draw: st.DrawFn) -> tuple[list[Fact], list[list[str]], int, str]:
    """Facts, their paragraphs by section with a place for each figure, one fact, and another figure for it."""
    count = draw(st.integers(1, 8))
    name = st.text(st.sampled_from(_SYLLABLES), min_size=4, max_size=8)
    labels = draw(st.lists(name, min_size=count, max_size=count, unique=True))
    number = st.decimals("0.1", "99999", places=1).map(lambda value: f"{value:f}".removesuffix(".0"))
    numbers = draw(st.lists(number, min_size=count + 1, max_size=count + 1, unique=True))
    units = draw(st.lists(st.sampled_from(_UNITS), min_size=count, max_size=count))
    sections: list[list[str]] = [[] for _ in range(draw(st.integers(1, 3)))]
    facts = []
    for at, (label, unit) in enumerate(zip(labels, units, strict=True)):
        section = draw(st.integers(0, len(sections) - 1))
        goes_on = bool(sections[section]) and draw(st.booleans())
        clause = f"{label}共{{{at}}}"
        if goes_on:
            sections[section][-1] += f"，{clause}"
        else:
            sections[section].append(clause)
        locator = f"第{'甲乙丙'[section]}节 ¶{len(sections[section])}"
        fact = make_fact(f"lake.f{at}", label=label, value=Decimal(numbers[at]), unit=unit.removeprefix("余"))
        hedge = Qualifier.OVER if unit[0] == "余" else Qualifier.EXACT
        facts.append(fact._replace(qualifier=hedge, as_written=numbers[at] + unit, locator=locator))
    changed = draw(st.integers(0, count - 1))
    return facts, sections, changed, numbers[-1] + units[changed]


def _written(sections: list[list[str]], figures: list[str], *, wide: bool, caption: bool) -> str:
    lines = ["题目"]
    for at, paragraphs in enumerate(sections):
        lines.append(f"第{'甲乙丙'[at]}节")
        for paragraph in paragraphs:
            lines += [*(["■一张照片。"] if caption else []), f"{paragraph.format(*figures)}。"]
    said = "\n\n".join(lines)
    return said.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}) if wide else said


@given(_cases(), st.booleans(), st.booleans())
def test_with_one_figure_changed_exactly_that_fact_is_not_found(
    case: tuple[list[Fact], list[list[str]], int, str],
    wide: bool,  # noqa: FBT001
    caption: bool,  # noqa: FBT001
) -> None:
    facts, sections, changed, other = case
    figures = [fact.as_written or "" for fact in facts]
    said = _written(sections, figures, wide=wide, caption=caption)
    assert set(_held(facts, said).values()) == {"found"}
    assert _bare(facts, said) == []
    figures[changed] = other
    held = _held(facts, _written(sections, figures, wide=wide, caption=caption))
    assert [fact_id for fact_id, result in held.items() if result != "found"] == [facts[changed].id]
    assert held[facts[changed].id] == "not found"
    assert len(_bare(facts, _written(sections, figures, wide=wide, caption=caption))) == 1
    assert len(_bare([fact for fact in facts if fact is not facts[changed]], said)) == 1


# ---- names


def _unnamed(facts: list[Fact], said: str) -> list[str]:
    found = coverage.names(facts, {"daily": "0" * 64}, _text(said))
    return [name.figure for name in found if name.covered_by is None]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("印发《湖上条例》，建成“口袋公园”。", ["《湖上条例》", "“口袋公园”"]),
        ("《湖上条例》写进《湖上条例》。", ["《湖上条例》"]),
        ("「湖光计划」已经启动。", ["「湖光计划」"]),
        ("所谓“有困难，找我们”，“好！”，“这里有一二三四五六七八九十一二三四五六七八九十个字”。", []),
        ("“2+3”、“G20”和“AI”，“湖”字。", []),
        ('‘湖光计划’与"湖光计划"不是这种引号。', []),
        ("《湖上\n条例》“湖\n光”。", []),
        ("《2024年方案》", ["《2024年方案》"]),
    ],
)
def test_a_name_of_a_text_stands_in_title_marks_or_is_a_short_phrase_in_quotes(said: str, names: list[str]) -> None:
    assert _unnamed([], said) == names


@pytest.mark.parametrize(
    "words",
    [
        {"label": "湖光计划"},
        {"label": "长期湖光计划"},
        {"label_en": "湖光计划"},
        {"aliases": ("湖光計劃",)},
        {"parts": ("《湖光计划》",)},
        {"description": "它也叫“湖光 计划”。"},
    ],
)
def test_a_name_is_covered_by_any_words_of_a_fact(words: dict[str, Any]) -> None:
    plan = make_fact("lake.plan", kind=Kind.POLICY, value=None, as_written=None, **{"label": "别的", **words})
    assert _unnamed([plan], "启动“湖光计划”，又有“湖光”和“湖光计划书”。") == ["“湖光计划书”"]


def test_a_name_that_joins_several_is_covered_where_each_is() -> None:
    plan = make_fact("lake.plan", label="改革", parts=("标准地", "承诺制"), value=None, as_written=None)
    assert _unnamed([plan], "“标准地+承诺制”和“标准地+全代办”。") == ["“标准地+全代办”"]


def test_a_name_that_no_fact_has_is_listed_behind_the_figures_and_does_not_fail(run: Run, tmp_path: Path) -> None:
    pack, text = make_lake(tmp_path, book_house={"description": None})
    argv = ["verify", "--source", text, "--facts", pack, "--uncovered"]
    row = ["“望湖号”", "图片说明 ¶2", "17", "■“望湖号”游船在五座码头之间往返。", "lake-paper"]
    done = run(*argv)
    assert (done.code, done.rows) == (0, [row])
    assert done.err == "jimo: 18 figures: all covered; 2 names: 1 uncovered\n"
    pack, text = make_lake(tmp_path, book_house={"description": None}, hours={"as_written": "25小时"})
    done = run(*argv)
    assert (done.code, [line[0] for line in done.rows]) == (1, ["24小时", "“望湖号”"])


# ---- warnings


def test_what_a_text_does_not_state_is_told_once_with_the_number_of_facts(run: Run, tmp_path: Path) -> None:
    said = "2024年云泽区总结\n\n货物120件。\n\n邮包130件。\n\n信函140件。\n\n2023年修了路。\n"
    keys = {"time_period": "2023", "reference_area": "云泽区"}
    facts = "".join(
        fact_text(slug, label=label, value=value, unit=unit, as_written=f"{value}{unit}", **keys)
        for slug, label, value, unit in (("a", "货物", 120, "件"), ("b", "邮包", 130, "件"), ("c", "信函", 140, "件"))
    )
    text = tmp_path / "t.txt"
    text.write_text(said, encoding="utf-8")
    digest = f'[daily]\ntitle = "x"\nsha256 = "{read(str(text)).sha256}"\n'
    pack = make_pack(tmp_path / "p", {"post.toml": HEAD + facts, "sources.toml": digest})
    done = run("verify", "--source", str(text), "--facts", str(pack))
    assert (done.code, {row[1] for row in done.rows}) == (0, {"found"})
    assert done.err.splitlines() == [
        "jimo: 3 facts: 3 found",
        "jimo: 3 facts: the figure is of 2024 there, not of 2023 (the text does not state it)",
    ]


def test_of_many_warnings_the_most_frequent_are_told_and_how_many_more_there_are() -> None:
    verdicts = [verify.Verdict(f"a.{at}", "found", None, "s", None, None, (f"w{max(at, 1)}",)) for at in range(30)]
    told = [*command._warnings(verdicts)]
    assert told[0] == "2 facts: w1 (the text does not state it)"
    assert len(told) == 21
    assert told[-1] == "9 more warnings of this kind"
