"""The command line, as people and scripts use it."""

import io
import itertools
import json
import re
import shlex
import sys
from pathlib import Path

import framework
import pytest
from builders import HEAD, Run, csv_rows, fact_text, make_pack
from lake import make_lake
from words import make_docx, said

import jimo_cli
from jimo_cli import commands
from jimo_cli.cli import fast
from jimo_cli.commands import REGISTRY, help_topics
from jimo_cli.fields import FACT_FIELDS, KINDS, LINE_FIELDS, SERIES_FIELDS
from jimo_cli.output.lines import FORMATS
from jimo_cli.search import answers

README = Path(__file__).parents[2] / "README.md"
CALLS = {
    "topics": ["topics"],
    "stats": ["stats", "marine"],
    "list": ["list", "reform"],
    "search": ["search", "海洋产值"],
    "show": ["show", "output"],
    "get": ["get", "output"],
    "series": ["series", "海洋产值"],
    "export": ["export"],
}
CHECKS = {"lint", "verify", "check", "import"}  # what they write is tested beside what they do
SERVERS = {"lsp"}  # they answer what they are told over stdin, which is nothing here
CHECKS = {"lint", "verify", "check", "import", "cite", "mcp"}  # what they write is tested beside what they do


def test_every_command_is_called_here() -> None:
    assert {*CALLS, *CHECKS, *SERVERS} == set(REGISTRY)


def _is(form: str, text: str) -> bool:
    """Whether the text is of that format."""
    if form == "json":
        return isinstance(json.loads(text), list)
    if form == "jsonl":
        return all(isinstance(json.loads(line), dict) for line in text.splitlines())
    if form == "csv":
        rows = csv_rows(text)
        return len({len(row) for row in rows}) == 1 and set(rows[0]) <= {
            *SERIES_FIELDS,
            "score",
            "matched",
            "facts",
            *KINDS,
        }
    if form == "md":
        return all(line.startswith("|") and line.endswith("|") for line in text.splitlines())
    if form == "tsv":
        return len({line.count("\t") for line in text.splitlines()}) == 1
    return "─" in text or "编号" in text


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", CALLS)
def test_every_command_writes_every_format_anywhere(
    run: Run,
    pack: Path,
    command: str,
    form: str,
    terminal: bool,  # noqa: FBT001
) -> None:
    lang = [] if command == "get" else ["--lang", "zh"]
    done = run(*CALLS[command], "--format", form, "--facts", str(pack), *lang, terminal=terminal)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("\n")
    assert _is(form, done.out) or command == "get"


@pytest.mark.parametrize("command", ["topics", "stats", "list", "search", "show"])
def test_a_terminal_gets_a_table_and_a_pipe_gets_lines(run: Run, pack: Path, command: str) -> None:
    argv = [*CALLS[command], "--facts", str(pack)]
    piped, shown = run(*argv), run(*argv, terminal=True)
    assert _is("tsv", piped.out)
    assert "\t" not in shown.out
    assert piped.out != shown.out


def test_export_and_get_are_for_scripts_on_a_terminal_too(run: Run, pack: Path) -> None:
    assert run("get", "output", "--facts", str(pack), terminal=True).out == "345\n"
    assert _is("jsonl", run("export", "--facts", str(pack), terminal=True).out)


def test_a_line_for_a_script_has_the_six_fields_and_search_its_score(run: Run, pack: Path) -> None:
    facts = ["--facts", str(pack)]
    expected = ["marine.output", "海洋产值", "345", "亿元", "2024-S1", "即墨区"]
    assert run("stats", *facts).rows[0] == expected
    assert run("list", *facts).rows[0] == expected
    assert run("search", "海洋产值", *facts).rows[0] == [*expected, "100"]
    assert run("list", "reform", *facts).rows == [["reform.approval", "审批制度改革", "", "", "2023/..", "即墨区"]]


def test_a_header_is_written_with_the_option(run: Run, pack: Path) -> None:
    facts = ["--facts", str(pack), "--header"]
    assert run("stats", *facts).rows[0] == list(LINE_FIELDS)
    assert run("search", "海洋产值", *facts).rows[0] == [*LINE_FIELDS, "score"]


def test_the_whole_of_a_fact_is_exported(run: Run, pack: Path) -> None:
    lines = run("export", "--facts", str(pack)).out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [
        "marine.output",
        "marine.output-growth",
        "marine.staff",
        "marine.months-saved",
        "reform.approval",
    ]
    assert list(json.loads(lines[0])) == list(FACT_FIELDS)


@pytest.mark.parametrize(
    ("argv", "slugs"),
    [
        (["stats", "--period", "2024-S1"], ["output", "output-growth"]),
        (["stats", "--period", "2022/.."], ["output", "output-growth", "staff", "months-saved"]),
        (["stats", "--area", "蓝谷"], ["staff"]),
        (["stats", "--area", "lan gu"], ["staff"]),
        (["stats", "--limit", "1"], ["output"]),
        (["stats", "海洋", "--area=蓝谷"], ["staff"]),
        (["list", "--kind", "mechanism"], ["approval"]),
        (["list", "--kind", "mechanism", "--kind", "statistic", "--limit", "9"], None),
        (["list", "reform", "--period", "2023"], ["approval"]),
        (["search", "海洋产值", "--limit", "1"], ["output"]),
        (["search", "海洋", "产值", "--limit", "1"], ["output"]),
        (["search", "审批制度改革", "--topic", "reform", "--kind", "mechanism"], ["approval"]),
        (["export", "--topic", "reform", "--format", "tsv"], ["approval"]),
        (["show", "staff", "output"], ["staff", "output"]),
    ],
    ids=lambda given: " ".join(given) if given else "all",
)
def test_filters_narrow_the_answer(run: Run, pack: Path, argv: list[str], slugs: list[str] | None) -> None:
    done = run(*argv, "--facts", str(pack))
    found = [row[0].partition(".")[2] for row in done.rows]
    assert done.code == 0
    assert found == (slugs or ["output", "output-growth", "staff", "months-saved", "approval"])


def test_fields_are_picked_and_ordered(run: Run, pack: Path) -> None:
    done = run("stats", "--fields", "unit, value,id", "--facts", str(pack))
    assert done.rows[0] == ["亿元", "345", "marine.output"]
    hits = run("search", "海洋产值", "--fields", "matched,score,id", "--facts", str(pack))
    assert hits.rows[0] == ["label/exact", "100", "marine.output"]
    topics = run("topics", "--fields", "facts,id", "--facts", str(pack))
    assert topics.rows == [["4", "marine"], ["1", "reform"]]


@pytest.mark.parametrize("names", ["nonsense", "", "id,", "ID", "id,nonsense", "score"])
def test_an_error_about_a_wrong_field_lists_the_right_ones(run: Run, pack: Path, names: str) -> None:
    done = run("stats", "--fields", names, "--facts", str(pack))
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(
        r"jimo: no field '\w*'; the fields are id, label, value, .*locator, status, basis, among, citation\n", done.err
    )


def test_one_field_is_printed_and_nothing_else(run: Run, pack: Path) -> None:
    facts = ["--facts", str(pack)]
    assert run("get", "marine.output", *facts) == (0, "345\n", "")
    assert run("get", "output", "as_written", *facts).out == "345亿元\n"
    assert run("get", "output-growth", *facts).out == "-7.75\n"
    assert run("get", "months-saved", *facts).out == "5..6\n"
    assert run("get", "approval", "parts", *facts).out == "标准地; 承诺制\n"
    assert json.loads(run("get", "output", "--format", "json", *facts).out) == [{"value": 345, "value_max": None}]


@pytest.mark.parametrize(("slug", "field"), [("approval", "value"), ("output", "value_max"), ("staff", "aliases")])
def test_a_field_that_is_empty_is_not_found(run: Run, pack: Path, slug: str, field: str) -> None:
    done = run("get", slug, field, "--facts", str(pack))
    assert (done.code, done.out) == (1, "")
    assert f"has no {field}; jimo show " in done.err


@pytest.mark.parametrize(
    ("argv", "code", "message"),
    [
        (["stats", "量子引力"], 1, "no topic matches '量子引力'; the topics are marine, reform"),
        (["show", "nothing"], 1, "no fact has the id 'nothing'; "),
        (["get", "marine.outptu"], 1, "no fact has the id 'marine.outptu'; the nearest are marine.output"),
        (["get", "output", "colour"], 2, "no field 'colour'; the fields are id, label"),
        (["stats", "--format", "xml"], 2, "'xml' is not one of 'table', 'tsv', 'csv', 'json', 'jsonl', 'md'"),
        (["stats", "--period", "soon"], 2, "'soon' is not a time period; write it like 2024, 2024-06"),
        (["stats", "--period", "2024-13"], 2, "'2024-13' is not a time period (there is no such month)"),
        (["stats", "--period", "2023-02-29"], 2, "'2023-02-29' is not a time period (there is no such day)"),
        (["stats", "--period", "0000"], 2, "'0000' is not a time period (there is no such year)"),
        (["stats", "--period", "2024/2023"], 2, "'2024/2023' ends before it starts"),
        (["list", "--kind", "number"], 2, "'number' is not one of 'statistic', 'policy'"),
        (["stats", "--limit", "0"], 2, "--limit is '0'; give a whole number from 1 to"),
        (["stats", "--limit", "٣"], 2, "--limit is '٣'; give a whole number from 1 to"),
        (["stats", "--limit", "３"], 2, "--limit is '３'; give a whole number from 1 to"),
        (["stats", "--limit", "1_0"], 2, "--limit is '1_0'; give a whole number from 1 to"),
        (["stats", "--limit", "many"], 2, "--limit is 'many'; give a whole number from 1 to"),
        (["stats", "--lang", "de"], 2, "'de' is not one of 'zh', 'en'"),
        (["stats", "--colour"], 2, "no such option: --colour"),
        (["stats", "marine", "reform"], 2, "unexpected extra argument"),
        (["stats", "marine", "--topic", "marine"], 2, "topic given twice; omit --topic or the argument"),
        (["search", "x", "--batch"], 2, "--batch reads queries from stdin; omit the query"),
        (["get", "-", "--format", "table"], 2, "a batch cannot print a table; use --format tsv or jsonl"),
        (["show"], 2, "missing argument 'ID"),
        (["get"], 2, "missing argument 'ID"),
        (["search"], 2, "the query is empty; give words to look for, as in: jimo search"),
        (["search", ""], 2, "the query is empty"),
        (["search", " ", "\t"], 2, "the query is empty"),
        (["serach", "x"], 2, "no such command 'serach'; did you mean 'search'? jimo --help shows its commands\n"),
        (["stats", "--period", "1999"], 1, "no statistics pass the filters; omit one of them"),
        (["search", "--limit"], 2, "option '--limit' requires an argument; jimo search --help shows its arguments"),
        (["help", "nothing"], 2, "no help on 'nothing'; there is help on exit-codes"),
        (["--nothing"], 2, "no such option: --nothing"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_an_error_is_one_line_with_its_exit_code(
    run: Run, pack: Path, argv: list[str], code: int, message: str
) -> None:
    done = run(*argv, env={"JIMO_FACTS": str(pack)})
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith("jimo: ")
    assert message in done.err
    assert done.err.count("\n") == 1


WRONG = "jimo: no fact has the id 'marine.outptu'; the nearest are marine.output"


@pytest.mark.parametrize(
    ("ids", "shown", "told"),
    [
        (["output", "marine.outptu", "staff"], ["output", "staff"], [WRONG]),
        (["marine.outptu", "staff", "output"], ["staff", "output"], [WRONG]),
        (["staff", "nothing", "marine.outptu"], ["staff"], ["jimo: no fact has the id 'nothing'", WRONG]),
        (["nothing", "marine.outptu"], [], ["jimo: no fact has the id 'nothing'", WRONG]),
        (["marine.outptu"], [], [WRONG]),
        (["staff", "", "staff"], ["staff", "staff"], ["jimo: no fact has the id ''"]),
    ],
)
def test_a_wrong_id_is_reported_and_the_other_facts_are_shown_in_order(
    run: Run, pack: Path, ids: list[str], shown: list[str], told: list[str]
) -> None:
    for form in ("tsv", "json", "jsonl", "csv", "md", "table"):
        done = run("show", *ids, "--facts", str(pack), "--fields", "id", "--format", form)
        assert done.code == 1
        assert re.findall(r"marine\.([a-z-]+)", done.out) == shown
        assert [line[: len(start)] for line, start in zip(done.err.splitlines(), told, strict=True)] == told
    assert json.loads(run("show", *ids, "--facts", str(pack), "--format", "json").out) == json.loads(
        run("show", *shown, "--facts", str(pack), "--format", "json").out if shown else "[]"
    )


def test_an_ambiguous_id_and_a_broken_file_decide_the_exit_code_of_what_is_shown(run: Run, tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        name: HEAD + fact_text("same") + fact_text(name[:3]) for name in ("air.toml", "sea.toml")
    }
    pack = make_pack(tmp_path / "p", files)
    done = run("show", "sea", "same", "nothing", "air", "--facts", str(pack), "--fields", "id")
    assert (done.code, done.out) == (2, "sea.sea\nair.air\n")
    assert [line.split()[1] for line in done.err.splitlines()] == ["'same'", "no"]
    (pack / "land.toml").write_text("no", encoding="utf-8")
    assert run("show", "sea", "nothing", "--facts", str(pack), "--fields", "id")[:2] == (3, "sea.sea\n")
    assert run("show", "nothing", "--facts", str(pack))[:2] == (3, "")


QUERIES = {
    "long": "海" * 10_000,
    "long words": "ocean " * 2000,
    "emoji": "🙂👩‍👩‍👧",
    "nul": "\x00",
    "escape": "\x1b[31mred\x1b[0m",
    "bidi": "\u202eabc",
    "lone surrogate": "\udce4",
    "sql": "'; DROP TABLE fact; --",
    "wildcards": "%_*?[",
    "digits": "9" * 5000,
}


@pytest.mark.parametrize("form", ["table", "tsv", "json"])
@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_an_odd_query_is_answered_or_not_found_and_never_acts_on_the_terminal(
    run: Run, pack: Path, query: str, form: str
) -> None:
    done = run("search", query, "--format", form, "--facts", str(pack), terminal=True)
    assert done.code in {0, 1}
    assert not set("\x00\x1b\u202e") & set(done.out + done.err)
    assert len(done.err) < 1000
    if form == "json":
        assert isinstance(json.loads(done.out), list)


@pytest.mark.parametrize("word", ["\x00", "\x1b[31m", "x" * 10_000, "🙂", "\udce4"])
def test_an_odd_id_or_topic_is_not_found_in_one_harmless_line(run: Run, pack: Path, word: str) -> None:
    for argv in (["get", word], ["show", word], ["stats", word], ["list", "--period", word]):
        done = run(*argv, "--facts", str(pack), terminal=True)
        assert done.code in {1, 2}
        assert done.out == ""
        assert "\x1b" not in done.err
        assert done.err.count("\n") == 1
        assert len(done.err) < 1000


def test_nothing_found_is_one_and_json_is_still_a_list(run: Run, pack: Path) -> None:
    for argv in (["search", "量子引力波"], ["stats", "reform"], ["list", "--area", "火星"]):
        done = run(*argv, "--format", "json", "--facts", str(pack))
        assert (done.code, done.out) == (1, "[]\n")


def test_a_search_that_fails_tells_what_was_perhaps_meant(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    near = [(0, 60.0, "label/part", None, "near"), (1, 55.0, "label/part", None, "near")]
    monkeypatch.setattr(answers, "ranked", lambda *_, **__: answers.Answers([], near))
    done = run("search", "营商")
    assert (done.code, done.out) == (1, "")
    assert re.fullmatch(r"jimo: nothing found for '营商'; did you mean .+ \(.+\), .+ \(.+\)\?\n", done.err)


def test_a_cache_that_cannot_be_written_costs_one_warning(run: Run, pack: Path) -> None:
    done = run("get", "output", "--facts", str(pack), env={"XDG_CACHE_HOME": "/dev/null"})
    assert (done.code, done.out) == (0, "345\n")
    assert done.err.startswith("jimo: the index cannot be cached")
    assert "/dev/null/jimo" in done.err
    assert done.err.count("\n") == 1


def test_an_inexact_topic_is_reported_with_its_interpretation(run: Run) -> None:
    exact, near = run("stats", "marine"), run("stats", "marin")
    assert exact.err == ""
    assert near.err.startswith("jimo: 'marin' interpreted as topic marine")
    assert near.out == exact.out
    for name in ("海洋", "haiyang", "hycy", "ocean"):
        assert run("list", name).out == run("list", "marine").out, name


def test_two_topics_as_likely_are_listed_and_nothing_is_shown(run: Run, tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        f"sea-{end}.toml": HEAD.replace("海洋", f"海洋经济{end}").replace("Marine", f"Sea {end}") for end in "ab"
    }
    done = run("stats", "海洋经济", "--facts", str(make_pack(tmp_path / "p", files)))
    assert (done.code, done.out) == (2, "")
    assert "sea-a" in done.err
    assert "sea-b" in done.err


def test_broken_facts_are_reported_and_the_rest_is_answered_with_three(run: Run, tmp_path: Path) -> None:
    broken = fact_text("bad", value="x") + fact_text("worse", unti="x")
    pack = make_pack(tmp_path / "p", {"marine.toml": HEAD + fact_text("good") + broken, "air.toml": "no"})
    for argv in (["stats"], ["topics"], ["get", "good"], ["search", "good"], ["export"], ["show", "good"]):
        done = run(*argv, "--facts", str(pack))
        assert done.code == 3, argv
        assert done.out
        assert done.err.count("\n") == 3
        assert all(line.startswith(f"jimo: {pack}/") for line in done.err.splitlines())
    assert run("get", "bad", "--facts", str(pack)).code == 3
    assert run("search", "量子引力波", "--facts", str(pack)).code == 3


@pytest.mark.parametrize("what", ["missing", "empty", "a file"])
def test_a_missing_facts_directory_is_reported(run: Run, tmp_path: Path, what: str) -> None:
    place = tmp_path / "facts"
    if what == "empty":
        place.mkdir()
    elif what == "a file":
        place.write_text("", encoding="utf-8")
    done = run("stats", "--facts", str(place))
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith(f"jimo: {place}: ")


@pytest.mark.parametrize(
    ("env", "lang"),
    [
        ({}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ({"LC_MESSAGES": "en_US", "LC_ALL": "zh_CN"}, "zh"),
        ({"LANG": "en_GB.UTF-8", "JIMO_LANG": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "JIMO_LANG": "en"}, "en"),
        ({"JIMO_LANG": ""}, "zh"),
    ],
)
def test_the_language_is_that_of_the_variable_or_of_the_locale(
    run: Run, pack: Path, env: dict[str, str], lang: str
) -> None:
    out = run("stats", "--facts", str(pack), terminal=True, env=env).out
    assert ("Marine output" in out) is (lang == "en")
    assert ("Marine output" in run("stats", "--facts", str(pack), "--lang", "zh", terminal=True, env=env).out) is False
    assert "Marine output" in run("stats", "--facts", str(pack), "--lang", "en", terminal=True, env=env).out


def test_an_unknown_language_is_reported(run: Run, pack: Path) -> None:
    done = run("stats", "--facts", str(pack), env={"JIMO_LANG": "de"}, terminal=True)
    assert (done.code, done.err) == (2, "jimo: JIMO_LANG is 'de'; set it to zh or en\n")


def test_the_version_is_shown(run: Run) -> None:
    assert run("--version") == (0, f"jimo {jimo_cli.__version__}\n", "")


@pytest.mark.parametrize("argv", [[], ["--help"], ["-h"], ["help"]])
def test_help_names_every_command(run: Run, argv: list[str]) -> None:
    done = run(*argv)
    assert (done.code, done.err) == (0, "")
    assert all(f"  {command} " in done.out for command in [*REGISTRY, "help"])
    assert "exit-codes" in done.out


def _prepare(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make what the examples of a command read."""
    if command == "verify":  # it needs a text to read
        monkeypatch.setenv("JIMO_FACTS", make_lake(tmp_path)[0])
    if command == "check":
        (tmp_path / "draft.md").write_text("2024年上半年，即墨区海洋生产总值345亿元。", encoding="utf-8")
        make_docx(tmp_path / "report.docx", said("2024年上半年，即墨区海洋生产总值345亿元。"))
    if command == "import":
        pytest.importorskip("jimo_cli.imports.rows")
        (tmp_path / "gdp.csv").write_text("地区,年份,生产总值（亿元）\n广东省,2023,135673.16\n", encoding="utf-8")
        make_docx(tmp_path / "report.docx", said("2024年上半年，即墨区海洋生产总值345亿元。"))
    if command in {"verify", "check", "import", "export"}:
        monkeypatch.chdir(tmp_path)
    if command == "mcp":
        pytest.importorskip("mcp")


@pytest.mark.parametrize("command", [*REGISTRY, "help"])
def test_help_of_a_command_shows_two_examples_and_each_runs(
    run: Run, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _prepare(command, tmp_path, monkeypatch)
    done = run(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert run("help", command).out == done.out
    examples = [line.strip() for line in done.out.partition("Examples:")[2].splitlines() if line.strip()]
    assert len(examples) == 2
    for example in examples:
        words = shlex.split(example)
        assert words[0] == "jimo"
        argv = list(itertools.takewhile(lambda word: word not in {"|", ">"}, words[1:]))
        if command == "mcp":
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"no message\n")))
        ran = run(*argv)
        assert ran.code == 0, example
        if command in SERVERS:
            assert ran[1:] == ("", ""), example
        else:
            assert ran.out if not ran.err else command in CHECKS, example


@pytest.mark.parametrize("command", REGISTRY)
def test_help_of_a_command_names_each_of_its_options(run: Run, command: str) -> None:
    out = run(command, "--help").out
    assert all(option.flag in out for option in commands.load(command).SPEC.options)


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("command", [*REGISTRY, "help"])
def test_help_names_a_value_by_what_it_is_and_not_by_a_type_of_python(run: Run, command: str, width: int) -> None:
    for argv in ((command, "--help"), ("help", command)):
        assert not re.findall(r"<[^|>]*>|\w+\[\w+\]|\bTEXT\b|\bNone\b", run(*argv, width=width).out)


@pytest.mark.parametrize("topic", help_topics.TOPICS)
def test_a_help_topic_is_explained(run: Run, topic: str) -> None:
    assert run("help", topic) == (0, help_topics.TOPICS[topic].rstrip("\n") + "\n", "")


def test_help_on_exit_codes_formats_and_fields_is_complete(run: Run) -> None:
    assert re.findall(r"^ +(\d+)  ", run("help", "exit-codes").out, re.MULTILINE) == ["0", "1", "2", "3", "130"]
    assert all(f"  {form} " in run("help", "formats").out for form in FORMATS)
    assert set(FACT_FIELDS) <= set(run("help", "fields").out.split())


def test_an_interrupt_ends_with_its_code_and_without_noise(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "run", interrupt)
    assert run("topics") == (130, "", "")


def test_a_bug_keeps_its_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(commands, "run", fail)
    with pytest.raises(ZeroDivisionError):
        run("topics")


LINES = [
    ["stats", "marine"],
    ["stats", "--limit=2"],
    ["stats", "--limit", "2", "--header"],
    ["stats", "--header", "marine", "--format=csv"],
    ["stats", "--fields", "id,value", "--format", "json"],
    ["stats", "--area", "蓝谷", "marine"],
    ["list", "--kind", "policy", "--kind=mechanism"],
    ["list", "--kind", "mechanism", "reform", "--format", "md"],
    ["search", "海洋", "产值", "--all", "--limit", "3"],
    ["search", "--topic", "marine", "海洋产值"],
    ["search", "--", "-7.75"],
    ["search", "-7.75"],
    ["search", "--", "--all"],
    ["search", "a", "--", "b"],
    ["show", "staff", "output", "--lang", "en"],
    ["get", "output"],
    ["get", "output", "unit"],
    ["get", "output", "unit", "id"],
    ["get", "output", "--header"],
    ["get", "output", "--format", "json"],
    ["export", "--topic", "reform", "--limit", "9"],
    ["topics", "--format", "tsv", "--format", "csv"],
    ["topics", "marine"],
    ["stats", "--limit", "0"],
    ["stats", "--limit", "-1"],
    ["stats", "--limit", "٣"],
    ["stats", "--limit", "1_0"],
    ["stats", "--limit", ""],
    ["stats", "--limit"],
    ["stats", "--header=yes"],
    ["stats", "--head"],
    ["stats", "--form", "csv"],
    ["stats", "--format="],
    ["stats", "--format", ""],
    ["stats", "--topic", "marine"],
    ["stats", "--area", ""],
    ["stats", "--area="],
    ["stats", "--area", "-x"],
    ["stats", ""],
    ["stats", "-h"],
    ["search", "--help"],
    ["show"],
    ["list", "-"],
    ["get", "-"],
    ["verify"],
    ["verify", "--source", __file__],
    ["verify", "--uncovered", "--source", __file__, f"--source={README}"],
    ["verify", "--source"],
    ["verify", "--source="],
    ["verify", "--source", "-"],
    ["verify", __file__],
    ["check"],
    ["check", __file__],
    ["check", __file__, "--all", "--topic", "marine"],
    ["check", "-", "--fix"],
    ["check", __file__, "--format", "csv"],
    ["check", "--all=yes", __file__],
]


@pytest.mark.parametrize("argv", LINES, ids=" ".join)
def test_a_command_line_means_the_same_however_it_is_read(
    run: Run, pack: Path, argv: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {"JIMO_FACTS": str(pack)}
    quick = run(*argv, env=env)
    with monkeypatch.context() as patch:
        patch.setattr(fast, "read_argv", framework.read_argv)
        assert run(*argv, env=env) == quick


@pytest.mark.parametrize("argv", [["get", "output"], ["stats", "marine"], ["search", "海洋产值", "--limit", "3"]])
def test_a_plain_look_up_is_read_without_a_framework(argv: list[str]) -> None:
    parsed = fast.read_argv(argv)
    assert parsed is not None
    assert parsed[0] == argv[0]


def test_every_command_is_documented_in_the_readme() -> None:
    readme = README.read_text(encoding="utf-8")
    assert [command for command in [*REGISTRY, "help"] if f"jimo {command}" not in readme] == []


def test_every_exit_code_is_documented_in_the_readme() -> None:
    readme = README.read_text(encoding="utf-8")
    assert [code for code in ("0", "1", "2", "3", "130") if not re.search(rf"(?<!\d){code}(?!\d)", readme)] == []


def _readme_examples() -> list[str]:
    """The command lines of the README that look something up."""
    blocks = re.findall(r"```(?:console|sh|shell|bash)?\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    lines = (line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines())
    return [line for line in lines if re.match(rf"jimo ({'|'.join(REGISTRY)}|help)\b", line)]


def test_every_example_of_the_readme_runs(run: Run) -> None:
    examples = _readme_examples()
    assert len(examples) >= 5
    for example in examples:
        words = shlex.split(example, comments=True)[1:]
        argv = list(itertools.takewhile(lambda word: word not in {"|", ">", "&&"}, words))
        if "--facts" not in argv:
            done = run(*argv)
            assert done.code in {0, 1}, example
            assert "Traceback" not in done.err, example


def test_an_error_about_an_option_before_the_command_says_where_it_belongs(run: Run) -> None:
    ran = run("--facts", "x", "topics")
    assert (ran.code, ran.out) == (2, "")
    assert "options follow the command" in ran.err
    assert "options follow the command" not in run("--nosuch").err


def test_an_explanation_says_what_counted_for_a_hit_and_against_it(run: Run) -> None:
    lines = run("search", "海羊生产总值", "--explain").out.splitlines()
    assert lines[0].split("\t")[-1] == "similar names: coverage 0.97, contiguity 1.00, share of the name 1.00"
    assert lines[1].endswith("; unasked growth or share ×0.96")
    usual = ("id", "label", "value", "unit", "time_period", "reference_area", "score")
    assert len(run("search", "海羊生产总值", "--explain", "--fields", ",".join(usual)).rows[0]) == len(usual)
    weak = run("search", "瀛洲海洋生产总值", "--explain", "--all", "--fields", "explanation").out
    assert "in doubt ×0.92, cannot be an answer; not all of the query" in weak
    assert "coverage" in run("search", "海羊生产总值", "--explain", terminal=True, width=40).out
    assert all(run("search", "营商环境", "--explain", "--fields", "explanation").out.splitlines())


def test_without_being_asked_for_an_explanation_is_empty(run: Run) -> None:
    hits = json.loads(run("search", "海羊生产总值", "--format", "json").out)
    assert {hit["explanation"] for hit in hits} == {None}
    assert json.loads(run("search", "海羊生产总值", "--explain", "--format", "json").out)[0]["explanation"]
