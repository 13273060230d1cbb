"""A figure that begins with a minus is a query, where no option can be meant."""

from pathlib import Path

import framework
import pytest
from builders import HEAD, Run, fact_text, make_pack

from jimo_cli.cli import fast
from jimo_cli.commands import REGISTRY


@pytest.fixture(params=["fast", "framework"])
def either(request: pytest.FixtureRequest, run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line with one of the two readers."""
    if request.param == "framework":
        monkeypatch.setattr(fast, "read_argv", framework.read_argv)
    return run


@pytest.mark.parametrize(
    "argv",
    [
        ["-7.75%"],
        ["-7.75"],
        ["−7.75%"],
        ["--", "-7.75%"],
        ["--limit", "1", "-7.75%"],
        ["-7.75%", "--limit=1", "--topic", "marine", "--format", "tsv"],
        ["海洋产值", "-7.75%"],
        ["海洋产值", "--area", "即墨", "-7.75%", "--period", "2024"],
    ],
)
def test_a_figure_below_zero_is_looked_for_without_quotes(either: Run, pack: Path, argv: list[str]) -> None:
    done = (
        either("search", *argv, "--facts", str(pack))
        if "--" not in argv
        else either("search", "--facts", str(pack), *argv)
    )
    assert (done.code, done.err) == (0, "")
    assert done.rows[0][0] == "marine.output-growth"


def test_a_figure_stays_where_it_stands_in_the_query(either: Run, pack: Path) -> None:
    for argv in (["-5", "a", "-6%"], ["-5", "--limit", "1", "a", "-6%"], ["--limit", "1", "--", "-5", "a", "-6%"]):
        assert "nothing found for '-5 a -6%'" in either("search", *argv, env={"JIMO_FACTS": str(pack)}).err


@pytest.mark.parametrize("word", ["-.5", "-5", "-5.2%", "-5亿元", "-５%"])
def test_any_figure_with_a_minus_is_no_option_of_a_search(either: Run, tmp_path: Path, word: str) -> None:
    pack = make_pack(tmp_path / "p", {"marine.toml": HEAD + fact_text("a", label="产值")})
    assert either("search", word, "--facts", str(pack)).err == f"jimo: nothing found for {word!r}\n"


@pytest.mark.parametrize("word", ["-x", "-海", "--5", "--colour"])
def test_any_other_word_with_a_minus_is_an_option(either: Run, word: str) -> None:
    assert either("search", word).code == 2


@pytest.mark.parametrize("command", [name for name in REGISTRY if name != "search"])
def test_to_every_other_command_it_is_an_unknown_option_with_a_hint(either: Run, command: str) -> None:
    assert either(command, "-5.2%") == (
        2,
        "",
        "jimo: no such option: -5; put -- before a word that begins with a minus\n",
    )


@pytest.mark.parametrize("argv", [["-5", "--limit"], ["-5", "--area"], ["a", "-5", "--fields"]])
def test_an_option_does_not_take_a_figure_before_it_for_its_value(either: Run, argv: list[str]) -> None:
    done = either("search", *argv)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"jimo: option '{argv[-1]}' requires an argument")
