"""Problems of one fact do not hide each other."""

from pathlib import Path

from builders import HEAD, make_pack

from jimo_cli.packs import load


def test_a_wrong_period_does_not_hide_a_missing_source(tmp_path: Path) -> None:
    facts = '[fact.a]\nkind = "statistic"\nlabel = "甲"\nvalue = 1\ntime_period = "soon"\nsource = "nosuch"\n'
    problems = load.load([str(make_pack(tmp_path, {"marine.toml": HEAD + facts}))]).problems
    assert [problem.message.split(" ", 1)[1].split()[0] for problem in problems] == ["time_period", "unknown"]


def test_a_value_that_cannot_be_read_is_not_called_missing_too(tmp_path: Path) -> None:
    facts = '[fact.a]\nkind = "statistic"\nlabel = "甲"\nvalue = "1"\n'
    problems = load.load([str(make_pack(tmp_path, {"marine.toml": HEAD + facts}))]).problems
    assert len(problems) == 1
