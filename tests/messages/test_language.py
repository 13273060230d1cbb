import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from builders import Ran, Run, Spawn
from conftest import process_env

from jimo_cli import messages
from jimo_cli.cli import fast
from jimo_cli.commands.help_topics import TOPICS
from jimo_cli.messages import wrapping

ZH, EN = {"JIMO_LANG": "zh"}, {"JIMO_LANG": "en"}
LANGUAGES = ("zh", "en")

BROKEN = """\
[topic]
label = "海洋"
source = "nowhere"

[fact.output]
kind = "statistic"
label = "海洋产值"
value = "345"
unit = "亿元"
"""
DRAFT = "2024年上半年，即墨区海洋生产总值355亿元。\n"
TABLE = "地区,年份,地区生产总值（亿元）\n青岛市,2022,14920.75\n青岛市,2023,n/a\n青岛市,2023,15760.34\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory to work in, with a pack that has problems, a draft that is wrong, a table and a text."""
    for name, text in {
        "facts/marine.toml": BROKEN,
        "draft.md": DRAFT,
        "gdp.csv": TABLE,
        "article.txt": "海洋生产总值345亿元。\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "JIMO_LANG": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "JIMO_LANG": "zh"}, "zh"),
        ({"LANG": "en_US.UTF-8", "JIMO_LANG": "klingon"}, "en"),
    ],
)
def test_the_environment_names_the_language(env: dict[str, str], expected: str) -> None:
    assert messages.language(None, env) == expected
    assert messages.language("en", env) == "en"
    assert messages.language("zh", env) == "zh"


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ([], None),
        (["search", "x", "--lang", "zh"], "zh"),
        (["search", "--lang=en", "x"], "en"),
        (["serch", "--lang", "en"], "en"),
        (["search", "--", "--lang", "en"], None),
        (["search", "--lang"], None),
    ],
)
def test_the_command_line_names_it_before_it_is_understood(argv: Sequence[str], expected: str | None) -> None:
    assert messages.on_command_line(argv) == expected


@pytest.mark.parametrize(
    ("argv", "chinese"),
    [
        (["serch"], "没有命令 'serch'；是不是想用 'search'？jimo --help 列出全部命令"),
        (["get", "nothing-like-it"], "没有编号为 'nothing-like-it' 的事实；jimo search 可按名称查编号"),
        (["search", "海洋生产总值", "--limit", "0"], "--limit 是 '0'；请给 1 到 999999999 的整数"),
        (["stats", "--format", "x"], "“--format”的值无效：'x' 不在 'table', 'tsv', 'csv', 'json', 'jsonl', 'md' 之中；jimo stats --help 列出参数和选项"),
        (["help", "me"], "没有关于 'me' 的帮助"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_chinese(run: Run, argv: Sequence[str], chinese: str) -> None:
    done = run(*argv, env=ZH)
    assert done.err.startswith(f"jimo: {chinese}")
    assert run(*argv).err.isascii()


def test_the_problems_of_fact_files_are_said_in_chinese(run: Run, files: Path) -> None:
    done = run("topics", "--facts", "facts", env=ZH)
    assert done.code == 3
    assert (
        f"{files}/facts/marine.toml:3: [topic] 未知的来源 'nowhere'；请加入 sources.toml，或用已有的来源（还没有）"
        in done.err
    )


COMMANDS = (
    ["topics"],
    ["stats", "marine"],
    ["list", "marine", "--format", "json"],
    ["search", "海洋生产总值"],
    ["search", "ocean", "--explain", "--format", "json"],
    ["search", "qqqqzzzz"],
    ["show", "marine.gross-product"],
    ["show", "marine.gross-product", "--format", "md"],
    ["get", "marine.gross-product"],
    ["get", "marine.nothing"],
    ["series", "海洋生产总值"],
    ["lint", "facts"],
    ["lint", "facts", "--format", "json"],
    ["lint", "facts", "--format", "sarif"],
    ["lint", "facts", "--format", "github"],
    ["lint", "--schema"],
    ["verify", "--source", "article.txt"],
    ["verify", "--source", "article.txt", "--uncovered", "--format", "csv"],
    ["check", "draft.md"],
    ["check", "draft.md", "--all"],
    ["check", "draft.md", "--format", "json"],
    ["import", "gdp.csv"],
    ["import", "gdp.csv", "--format", "json"],
    ["export", "--format", "csv"],
    ["cite", "marine.gross-product"],
    ["cite", "marine.gross-product", "--quote"],
    ["series", "海洋生产总值", "--chart"],
    ["--version"],
)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
def test_what_is_written_into_a_pipe_is_the_same_in_both(run: Run, argv: Sequence[str]) -> None:
    chinese, english = run(*argv, env=ZH), run(*argv, env=EN)
    assert chinese.out == english.out
    assert chinese.code == english.code


_SERVERS = {"lsp", "mcp"}
"""Commands that talk to programs, which have tests of their own."""


def test_every_command_is_among_those_that_are_piped() -> None:
    assert {*fast.names()} - {"help"} - _SERVERS <= {argv[0] for argv in COMMANDS}


@pytest.mark.usefixtures("files")
def test_on_a_terminal_findings_and_previews_are_in_chinese(run: Run) -> None:
    lint = run("lint", "facts", terminal=True, env=ZH)
    assert "未知的来源 'nowhere'；请加入 sources.toml" in lint.out.replace("\n", " ")
    assert lint.err.startswith("jimo: ")
    assert "个错误" in lint.err
    check = run("check", "draft.md", terminal=True, width=200, env=ZH)
    assert "355亿元 在数值上不符：marine.gross-product 是 345亿元" in check.out
    assert "1 个数字：1 处不符，0 处相符，0 处未知" in check.err
    preview = run("import", "gdp.csv", terminal=True, width=200, env=ZH)
    assert "各列" in preview.out
    assert "表头是 地区" in preview.out
    verified = run("verify", "--source", "article.txt", terminal=True, width=200, env=ZH)
    assert "sources.toml" in verified.err
    assert "与所引各来源的 sha256 都不符" in verified.err


def _help(run: Run, name: str, **env: str) -> Ran:
    return run(*(["help", name] if name else ["--help"]), env=env)


HELP = ["", *fast.names(), *(topic for topic in TOPICS if topic != "agents")]
"""What there is help on for people: the page for assistants is in English."""

_ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}")


@pytest.mark.parametrize("name", HELP)
def test_help_is_in_chinese_and_fits(run: Run, name: str) -> None:
    done = _help(run, name, JIMO_LANG="zh")
    assert done.code == 0
    lines = done.out.split("\n")
    widest = max(map(wrapping.width, _help(run, name, JIMO_LANG="en").out.split("\n")))
    assert all(wrapping.width(line) <= max(widest, 80) for line in lines)
    examples = {f"    {example}" for example in fast.spec_of(name).examples} if name in fast.names() else set()
    assert [line for line in lines if _ENGLISH.search(line) and line not in examples] == []
    assert not any(line.lstrip().startswith(tuple("，。；：）”》")) for line in lines)


@pytest.mark.parametrize("name", HELP)
def test_help_has_the_same_options_and_examples_in_both(run: Run, name: str) -> None:
    chinese, english = _help(run, name, JIMO_LANG="zh").out, _help(run, name, JIMO_LANG="en").out
    options = re.compile(r"^ +(?:-\w, )?--[a-z-]+|^    jimo .*$", re.MULTILINE)
    assert options.findall(chinese) == options.findall(english)


def test_help_is_in_the_language_of_the_command_line(spawn: Spawn) -> None:
    assert spawn("get", "--help", "--lang", "zh").out.startswith("用法")
    assert spawn("get", "--help", "--lang", "en", env=ZH).out.startswith("Usage")
    assert spawn("help", "get", "--lang", "zh").out.startswith("用法")
    assert spawn("get", "nothing", "--lang", "zh").err.startswith("jimo: 没有编号为 'nothing' 的事实")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_an_encoding_without_chinese_gets_english(spawn: Spawn, encoding: str) -> None:
    env = {**ZH, "PYTHONIOENCODING": encoding}
    assert spawn("get", "nothing", env=env).err == "jimo: no fact has the id 'nothing'; jimo search finds ids by name\n"
    assert spawn("get", "--help", env=env).out.startswith("Usage")


def test_an_encoding_of_chinese_gets_chinese(spawn: Spawn) -> None:
    done = spawn("get", "nothing", env={**ZH, "PYTHONIOENCODING": "gb18030"})
    assert done.err.encode("utf-8", "surrogateescape").decode("gb18030").startswith("jimo: 没有编号为")


def test_what_programs_read_of_problems_is_english_in_both(run: Run, files: Path) -> None:
    assert files.is_dir()
    for env in (ZH, EN):
        [first, *_] = json.loads(run("lint", "facts", "--format", "json", env=env).out)
        assert first["message"].isascii()
        assert first["hint"].isascii()


def test_a_look_up_that_says_nothing_loads_none_of_it(tmp_path: Path) -> None:
    code = tmp_path / "loaded.py"
    code.write_text(
        "import sys\nsys.argv = ['jimo', 'get', 'marine.gross-product']\n"
        "from jimo_cli.cli import main\nmain()\n"
        "print(*(name for name in sys.modules if 'messages' in name), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, code], env=process_env(tmp_path, ZH), capture_output=True, encoding="utf-8", check=True
    )
    assert (done.stdout, done.stderr) == ("345\n", "\n")


def test_the_comments_of_a_map_are_in_chinese_and_it_is_read_again(run: Run, files: Path) -> None:
    assert run("import", "gdp.csv", "--write-map", env=ZH).err.startswith("jimo: gdp.csv.map.toml 记下了各列是什么")
    written = (files / "gdp.csv.map.toml").read_text(encoding="utf-8")
    assert "# jimo 对这张表的理解" in written
    assert "#   reference_area: 该行的地区" in written
    by_chinese = run("import", "gdp.csv", "--map", "gdp.csv.map.toml", "--format", "json")
    run("import", "gdp.csv", "--write-map", "--force", env=EN)
    assert (files / "gdp.csv.map.toml").read_text(encoding="utf-8").startswith("# What jimo takes")
    assert run("import", "gdp.csv", "--map", "gdp.csv.map.toml", "--format", "json") == by_chinese


def test_the_page_for_assistants_is_the_same_in_both(run: Run) -> None:
    assert _help(run, "agents", JIMO_LANG="zh").out == _help(run, "agents", JIMO_LANG="en").out
