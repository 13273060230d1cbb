"""What the tables of the index are is told by a number; who changes the one changes the other."""

from pathlib import Path
from zlib import crc32

from builders import HEAD, make_pack

from jimo_cli import store
from jimo_cli.packs import load
from jimo_cli.store.sqlite import write_facts, write_names

TABLES = {"6": 4077974828}


def test_the_number_of_the_tables_is_raised_with_them() -> None:
    written = f"{write_facts._TABLES}\n{write_facts._INDEXES}\n{write_facts._ENTRY}\n{write_names._SCHEMA}"
    assert TABLES.get(store.SCHEMA) == crc32(written.encode()), "raise index.SCHEMA and note the new checksum here"


def test_a_wrong_period_does_not_hide_a_missing_source(tmp_path: Path) -> None:
    facts = '[fact.a]\nkind = "statistic"\nlabel = "甲"\nvalue = 1\ntime_period = "soon"\nsource = "nosuch"\n'
    problems = load.load([str(make_pack(tmp_path, {"marine.toml": HEAD + facts}))]).problems
    assert [problem.message.split(" ", 1)[1].split()[0] for problem in problems] == ["time_period", "unknown"]


def test_a_value_that_cannot_be_read_is_not_called_missing_too(tmp_path: Path) -> None:
    facts = '[fact.a]\nkind = "statistic"\nlabel = "甲"\nvalue = "1"\n'
    problems = load.load([str(make_pack(tmp_path, {"marine.toml": HEAD + facts}))]).problems
    assert len(problems) == 1
