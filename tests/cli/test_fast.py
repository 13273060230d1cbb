"""Plain command lines are answered without a framework; nobody can tell by the answer."""

import json
import subprocess
import sys

import framework
import pytest
from builders import Run
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jimo_cli.cli import fast
from jimo_cli.commands import REGISTRY

VALUES = [
    "marine", "海洋", "haiyang", "hycy", "nosuch", "345亿", "-6.8%", "−6.8%", "marine.gross-product", "gross-product", "nosuch.fact",
    "value", "unit", "as_written", "colour", "id,value", "id,,value", "statistic", "policy", "Policy", "2024", "2024-S1",
    "20x4", "蓝谷", "即墨", "", " ", "-", "--", "-1", "0", "1", "2", "007", "+3", "1e3", "9" * 30, "json", "tsv", "csv", "md",
    "jsonl", "xml", "zh", "en", "fr", "--header", "--all", "--limit", "--format", "--fields", "--kind", "--topic",
    "--period", "--area", "--lang", "--forma", "--header=1", "--format=json", "--limit=2", "--limit=", "--help", "-h",
    "--version", "--strict", "--schema", "--explain", "S201", "sarif", "github", "text",
    "--source", "--uncovered", f"--source={__file__}", "--source=/dev/null", "--source=", __file__, "\0", "é", "\ud800",
]  # fmt: skip


def lines() -> st.SearchStrategy[list[str]]:
    first = st.sampled_from([*REGISTRY, "help", "nosuch", ""])
    return st.builds(lambda command, rest: [command, *rest], first, st.lists(st.sampled_from(VALUES), max_size=6))


@settings(max_examples=250)
@example(argv=["stats", "marine", "--format=json"])
@example(argv=["search", "345亿", "--limit", "1"])
@example(argv=["list", "--kind", "policy", "--kind", "project", "marine"])
@example(
    argv=["list", "--topic", "marine", "--topic", "民生", "--period", "2024", "--period", "2023", "--area", "即墨"]
)
@example(argv=["search", "海洋", "--topic=marine", "--topic=nosuch", "--area", "青岛", "--area", "即墨"])
@example(argv=["stats", "--limit", "1", "--limit", "2"])
@example(argv=["search", "出口", "-5.2%", "--limit", "-5"])
@example(argv=["search", "--area", "-1", "--", "-5.2%"])
@example(argv=["get", "-6.8%"])
@example(argv=["get", "gross-product", "unit"])
@example(argv=["verify", "--source", __file__, "--uncovered"])
@example(argv=["verify", "--uncovered"])
@given(argv=lines())
def test_a_plain_command_line_gets_what_the_framework_would_give(
    run: Run, monkeypatch: pytest.MonkeyPatch, argv: list[str]
) -> None:
    direct = run(*argv)
    with monkeypatch.context() as patch:
        patch.setattr(fast, "read_argv", framework.read_argv)
        assert run(*argv) == direct


HEAVY = [
    "typer", "rich", "pydantic", "tomli", "rapidfuzz", "typing", "re", "dataclasses", "inspect", "decimal", "json",
    "jimo_cli.packs.load", "jimo_cli.search.by_figure_and_name", "multiprocessing",
]  # fmt: skip


def _imported(argv: list[str]) -> list[str]:
    """Which of the heavy modules a command line imports, in an index that stands."""
    code = (
        "import sys, json; before = set(sys.modules)\n"
        "from jimo_cli.__main__ import main\n"
        f"sys.argv = ['jimo', *{argv!r}]\n"
        "main(); new = set(sys.modules) - before\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in new]), file=sys.stderr)"
    ).replace("import sys, json; before", "import sys; before")
    code = code.replace("print(json.dumps(", "import json; print(json.dumps(")
    subprocess.run([sys.executable, "-m", "jimo_cli", "topics"], check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-S", "-c", _PATHS + code], input=_LINE, check=True, capture_output=True, encoding="utf-8"
    )
    found: list[str] = json.loads(done.stderr.splitlines()[-1])
    return found


_LINE = "marine.gross-product\n"

# Without `site`, which itself imports some of what is looked for; so the path is handed over.
_PATHS = f"import sys; sys.path = {sys.path!r}\n"


@pytest.mark.parametrize(
    ("argv", "allowed"),
    [
        (["get", "marine.gross-product"], []),
        (["get", "marine.gross-product", "citation"], []),
        (["stats", "marine"], []),
        (["list", "marine", "--kind", "policy"], []),
        (["search", "海洋生产总值"], []),
        (["search", "345亿"], ["re", "decimal"]),
        (["search", "营伤环境"], []),
        (["search", "2024年海洋生产总值"], []),
        (["search", "2024年海羊生产总值"], []),
        (["search", "去年海洋生产总值"], []),
        (["series", "海洋生产总值"], []),
        (["stats", "marine", "--period", "2024-S1"], []),
        (["search", "inovation platfroms"], []),
        (["stats", "海洋"], []),
        (["stats", "marin"], []),
        (["stats", "量子引力"], []),
        (["stats", "marine", "--format", "json"], ["re", "json"]),
        (["search", "--batch"], []),
        (["get", "-"], []),
        (["--version"], []),
        (["stats", "--limit", "1", "--limit", "2"], []),
        (["get"], []),
        (["stats", "--format", "xml"], []),
        (["stats", "a", "b"], []),
        (["stats", "--limit"], []),
        (["stats", "--limti", "3"], ["re"]),
        (["serach", "x"], ["re"]),
        (["stats", "--help"], ["re"]),
        (["help", "get"], ["re"]),
        (["--facts", "x"], ["re", "typing"]),
        (["--help"], ["re", "typing"]),
        ([], ["re", "typing"]),
        (["help", "exit-codes"], ["re", "typing"]),
        (["help", "nothing"], ["re", "typing"]),
    ],
)
def test_a_command_line_imports_only_what_it_needs(argv: list[str], allowed: list[str]) -> None:
    assert set(_imported(argv)) <= set(allowed)
