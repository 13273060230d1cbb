"""Lint of series: what is said once is told once, and what a row says at its line."""

from pathlib import Path

import jsonschema
import pytest
import tomli
from builders import HEAD, Run, make_pack

from jimo_cli import lint
from jimo_cli.lint import json_schema

BARE = """\
[series.output]
label = "产值"
unit = "亿元"
"""
BESIDE = BARE + 'table = "output.csv"\n'
NAMED = BESIDE.replace('unit = "亿元"', 'label_en = "Output"\nunit = "亿元"')


def told(tmp_path: Path, toml: str, table: str | None = None, head: str = HEAD) -> list[tuple[str, int | None, str]]:
    pack = make_pack(tmp_path / "facts", {"province.toml": head + toml, "output.csv": table})
    return [(Path(found.path).name, found.line, found.code) for found in lint.check([str(pack)])]


def test_what_a_series_lacks_is_told_once(tmp_path: Path) -> None:
    head = '[topic]\nlabel = "省"\nlabel_en = "Provinces"\nsource = "daily"\n'
    table = "value,qualifier\n1,\n"
    assert told(tmp_path, BESIDE, table, head) == [
        ("province.toml", 5, "S205"),
        ("province.toml", 5, "S206"),
        ("province.toml", 5, "S207"),
    ]
    many = "reference_area,time_period,value\n甲省,2022,1\n乙省,2023,2\n"
    assert told(tmp_path, BESIDE, many, head) == [("province.toml", 5, "S207")]


@pytest.mark.parametrize("suppressed", [False, True])
@pytest.mark.parametrize("beside", [False, True])
def test_a_figure_that_is_not_as_printed_is_told_in_its_row(tmp_path: Path, beside: bool, suppressed: bool) -> None:  # noqa: FBT001
    toml, line = NAMED, 3
    table: str | None = "time_period,value,as_written\n2022,1,1亿元\n2023,2,3亿元\n"
    if not beside:
        toml = NAMED.replace(
            'table = "output.csv"\n',
            'columns = ["time_period", "value", "as_written"]\n'
            'rows = [\n  ["2022", 1, "1亿元"],\n  ["2023", 2, "3亿元"],\n]\n',
        )
        table, line = None, 14
    if suppressed:
        toml = toml.replace("[series.output]", "[series.output]  # lint: ignore S201 - as it was printed then")
    expected = ("output.csv" if beside else "province.toml", line, "S201")
    assert told(tmp_path, toml, table) == ([] if suppressed else [expected])


def test_arithmetic_is_checked_between_observations(tmp_path: Path) -> None:
    growth = (
        '[series.growth]\nof = "output"\naspect = "growth"\nlabel = "产值增长"\nlabel_en = "Growth of output"\nunit = "%"\n'
        'columns = ["time_period", "value"]\nrows = [["2022", 10.0], ["2023", 50.0]]\n'
    )
    table = "time_period,value\n2021,100\n2022,110\n2023,121\n"
    assert told(tmp_path, NAMED + growth, table) == [("province.toml", 19, "A303")]


def test_an_observation_that_another_fact_contradicts_is_told(tmp_path: Path) -> None:
    fact = '[fact.other]\nkind = "statistic"\nlabel = "产值"\nlabel_en = "Output"\nvalue = 5\nunit = "亿元"\ntime_period = "2023"\n'
    table = "time_period,value\n2022,1\n2023,2\n"
    assert told(tmp_path, fact + NAMED, table) == [("output.csv", 3, "S203")]


def test_fix_orders_the_keys_of_a_series_and_leaves_its_rows_and_tables_alone(tmp_path: Path, run: Run) -> None:
    rows = 'columns = ["time_period", "value"]\nrows = [\n  ["2022", 1.50],  # the first\n  ["2023", 2.00],\n]\n'
    wrong = f'[series.output]\n{rows}unit = "亿元"\nLabel_EN = "Output"\nlabel = "产值"\naliases = ["产出", "产值"]\n'
    right = f'[series.output]\nlabel = "产值"\nlabel_en = "Output"\nunit = "亿元"\naliases = ["产出"]\n{rows}'
    table = b"time_period,value \r\n2023,1  \r\n"
    pack = make_pack(tmp_path / "facts", {"province.toml": HEAD + wrong, "output.csv": table})
    run("lint", "--fix", str(pack))
    assert (pack / "province.toml").read_text(encoding="utf-8") == HEAD + right
    assert (pack / "output.csv").read_bytes() == table
    assert run("lint", str(pack)) == (0, "", "")


def test_a_finding_in_a_table_shows_its_line(tmp_path: Path, run: Run) -> None:
    pack = make_pack(tmp_path / "facts", {"province.toml": HEAD + NAMED, "output.csv": "time_period,value\n2023,1e3\n"})
    for target in (pack, pack / "province.toml"):
        ran = run("lint", str(target))
        assert ran.code == 1
        assert ran.out.startswith(f"{pack}/output.csv:2:1: F106 value is '1e3', not a number; write digits only")
    assert "2023,1e3" in run("lint", str(pack), terminal=True, width=100).out


def test_the_schema_of_a_fact_file_has_series() -> None:
    schema = json_schema.fact_file()
    series = schema["definitions"]["series"]
    assert series["properties"]["kind"] == {"const": "statistic"}
    valid = jsonschema.Draft7Validator(schema).is_valid
    rows = 'columns = ["reference_area", "value"]\nrows = [["甲省", 1.5]]\n'
    for right in (BESIDE, BARE + rows, BARE + 'of = "x"\naspect = "share"\n' + rows):
        assert valid(tomli.loads(HEAD + right))
    for wrong in (
        BARE,
        BESIDE + rows,
        BARE + "value = 1\n" + rows,
        BARE + 'columns = ["value"]\n',
        BESIDE + 'of = "x"\n',
    ):
        assert not valid(tomli.loads(HEAD + wrong))
    assert valid(tomli.loads(HEAD + 'kind = "policy"\n[fact.a]\nlabel = "甲"\n'))
    assert not valid(tomli.loads(HEAD + '[fact.a]\nlabel = "甲"\n'))
    assert {"columns", "rows", "table", "of", "locator"} <= {*series["properties"]}
    assert not {"value", "value_max", "as_written"} & {*series["properties"]}
