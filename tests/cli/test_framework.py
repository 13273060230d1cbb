"""What is typed is read and explained without the framework, and as the framework would."""

from collections.abc import Callable, Sequence
from random import Random

import framework
import pytest
from builders import Run

from jimo_cli.cli import fast
from jimo_cli.errors import UsageError

NAMES = [*fast.names(), *fast.names(), "serach", "Stats", "exprot", "", "-", "海洋", "a" * 300, "shwo\x1b", "xyz"]
WORDS = [
    "marine", "海洋", "345亿", "-6.8%", "-.5", "-５", "-x5", "", " ", "-", "--", "1", "2024", "json", "JSON", "csv", "text", "zh", "policy",
    "Policy", "--help", "-h", "-hh", "-hx", "-h5", "-5", "-x", "-x=1", "-=", "--=1", "--x", "--version", "--limti", "--forma", "--5",
    "--help=1", "a\nb\x85", "--a\x1bb", "it's", '"', "\udcff", "é", "x" * 250, f"--{'x' * 250}",
]  # fmt: skip
FLAGS = sorted({option.flag for name in fast.names() for option in fast.spec_of(name).options})
BEFORE = [*FLAGS, "-h", "--help", "--version", "-5", "-x", "--verison", "--version=1"]


def _line(rng: Random) -> list[str]:
    """A command line, more often than not a wrong one."""
    name = rng.choice(NAMES)
    own = [option.flag for option in fast.spec_of(name).options] if name in fast.names() else []
    words = []
    for _ in range(rng.choice([0, 1, 1, 2, 2, 3, 4, 6])):
        word = rng.choice(rng.choice([own or FLAGS, own or FLAGS, FLAGS, WORDS, WORDS, WORDS]))
        words.append(word + rng.choice(["", "", "", "", "", "=", "=1", "=csv"]))
    return [*rng.choices(BEFORE, k=rng.random() < 0.05), name, *words]


IMPORTS = [
    ["-o", "b"], ["-ob"], ["-o=b"], ["-o", "-x"], ["-o", "--"], ["-o", ""], ["-o", "b", "--output", "c"], ["-ob", "-oc"],
    ["--output=b", "-o", "c"], ["--", "-o", "b"], ["-x"], ["-h"], ["-o", "b", "-h"], ["--output", "b", "--force"], ["-force"],
]  # fmt: skip


@pytest.mark.parametrize("words", IMPORTS)
def test_a_short_option_is_read_as_the_framework_would_read_it(words: list[str]) -> None:
    line = ["import", "a", *words]
    assert _read(fast.read_argv, line) == _read(framework.read_argv, line)


def _read(reader: Callable[[Sequence[str]], framework.Reading], argv: Sequence[str]) -> framework.Reading | str:
    try:
        return reader(argv)
    except UsageError as error:
        return str(error)


@pytest.mark.parametrize("seed", range(8))
def test_a_command_line_is_read_as_the_framework_would_read_it(seed: int) -> None:
    rng = Random(seed)
    lines = [_line(rng) for _ in range(1000)]
    differing = [line for line in lines if _read(fast.read_argv, line) != _read(framework.read_argv, line)]
    assert differing == []


def test_the_lines_that_are_compared_are_right_and_wrong_in_every_way() -> None:
    rng = Random(0)
    told = [_read(fast.read_argv, _line(rng)) for _ in range(8000)]
    assert {each[0] for each in told if not isinstance(each, str)} >= {*fast.names(), "--version"}
    wrong = "\n".join(each for each in told if isinstance(each, str))
    for what in (
        "no such command ", "did you mean", "no such option: --", "(Possible options: ", "put -- before", "options follow the command",
        "is given twice", "requires an argument", "does not take a value", "is not one of", "missing argument", "missing option",
        "got unexpected extra argument(s)",
    ):  # fmt: skip
        assert what in wrong


@pytest.mark.parametrize("width", [1, 40, 51, 66, 80, 120, 200])
@pytest.mark.parametrize("name", ["", *fast.names()])
def test_help_is_laid_out_as_the_framework_would(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    argv = [name] if name else []
    assert run(*argv, "--help", width=width) == (0, f"{framework.written(*argv, '--help')}\n", "")
    assert run("help", *argv, width=width) == run(*argv, "-h", width=width)


@pytest.mark.parametrize(
    ("argv", "name"),
    [
        ([], ""),
        (["--"], ""),
        (["--help", "stats"], ""),
        (["help"], ""),
        (["stats", "--help"], "stats"),
        (["get", "-h"], "get"),
        (["get", "a", "b", "c", "-hh", "--format", "xml"], "get"),
        (["help", "help"], "help"),
        (["help", "--help"], "help"),
        (["help", "codes"], "codes"),
    ],
)
def test_whatever_asks_for_help_is_the_command_help(argv: list[str], name: str) -> None:
    assert fast.read_argv(argv) == ("help", {"name": name} if name else {})


@pytest.mark.parametrize("argv", [["--install-completion"], ["--show-completion", "bash"], ["--show-completion", "-h"]])
def test_only_the_scripts_for_shells_are_left_to_the_framework(argv: list[str]) -> None:
    assert fast.read_argv(argv) == (argv[0], {})
    assert argv[0] in fast.COMPLETION


@pytest.mark.parametrize(
    ("argv", "raw"),
    [
        (
            ["search", "a", "-5%", "--limit", "-1", "--all", "--all"],
            {"words": ("a", "-5%"), "limit": "-1", "weak": True},
        ),
        (["search", "--", "--all", "--"], {"words": ("--all", "--")}),
        (["list", "--kind", "policy", "--kind=project", "--area="], {"kind": ("policy", "project"), "area": ("",)}),
        (["stats", "--fields=a=b", ""], {"fields": "a=b", "topic": ""}),
        (["get", "-", "--area", "--", "--", "-x"], {"name": "-", "field": "-x", "area": ("--",)}),
    ],
)
def test_a_command_line_becomes_texts_by_name(argv: list[str], raw: dict[str, object]) -> None:
    assert fast.read_argv(argv) == (argv[0], raw)
    assert fast.read_argv(["--", *argv]) == (argv[0], raw)


def test_a_command_line_of_a_hundred_thousand_words_is_read(run: Run) -> None:
    words = ["--topic", "marine"] * 50_000
    assert fast.read_argv(["list", *words]) == ("list", {"only_topic": ("marine",) * 50_000})
    assert run(*["--"] * 100_000, "--nosuch").err.startswith("jimo: no such option: --nosuch; ")
    assert len(run("stats", *words, "--nosuch=1").err) < 400
