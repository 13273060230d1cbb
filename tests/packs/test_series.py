"""Series: said once, their observations in rows or in a table beside; every problem is told where it stands."""

import os
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from builders import HEAD, Run, fact_text, make_pack
from hypothesis import given, settings
from hypothesis import strategies as st

from jimo_cli import Catalog
from jimo_cli.model import Basis, Fact, Status
from jimo_cli.packs import load, read
from jimo_cli.packs import series as of_series

OUTPUT = """\
[series.output]
label = "地区生产总值"
label_en = "Gross regional product"
unit = "亿元"
"""
BESIDE = OUTPUT + 'table = "output.csv"\n'
TABLE = """\
reference_area,time_period,value
广东省,2023,135673.16
广东省,2022,129118.58
江苏省,2023,128222.20
"""
ROWS = """\
columns = ["reference_area", "time_period", "value"]
rows = [
  ["广东省", "2023", 135673.16],
  ["广东省", "2022", 129118.58],  # as revised
  ["江苏省", "2023", 128222.20],
]
"""


def made(tmp_path: Path, toml: str, tables: dict[str, str | bytes] | None = None) -> Path:
    return make_pack(tmp_path / "facts", {"province.toml": HEAD + toml, **(tables or {})})


def loaded(tmp_path: Path, toml: str, tables: dict[str, str | bytes] | None = None) -> tuple[list[Fact], list[str]]:
    """The facts as they are read for lint, with all problems; those of the index are the same."""
    pack = made(tmp_path, toml, tables)
    found = load.load([str(pack)])
    with Catalog([pack], cache=tmp_path / "cache", env={}) as catalog:
        assert catalog.facts() == found.facts
        indexed = [str(problem).replace(f"{pack}/", "") for problem in catalog.problems]
    told = [str(problem).replace(f"{pack}/", "") for problem in found.problems]
    assert sorted(indexed) == sorted(told)
    return found.facts, told


def of_table(tmp_path: Path, table: str | bytes, toml: str = BESIDE) -> tuple[list[Fact], list[str]]:
    return loaded(tmp_path, toml, {"output.csv": table})


@pytest.mark.parametrize(
    ("toml", "tables"), [(OUTPUT + ROWS, {}), (BESIDE, {"output.csv": TABLE})], ids=["rows", "table"]
)
def test_each_row_is_a_fact_with_place_and_period_in_its_id(tmp_path: Path, toml: str, tables: dict[str, str]) -> None:
    facts, told = loaded(tmp_path, toml, {**tables})
    assert not told
    assert [(fact.id, f"{fact.value:f}") for fact in facts] == [
        ("province.output@广东省@2023", "135673.16"),
        ("province.output@广东省@2022", "129118.58"),
        ("province.output@江苏省@2023", "128222.20"),
    ]
    assert {(fact.label, fact.label_en, fact.unit, fact.kind, fact.source, fact.topic) for fact in facts} == {
        ("地区生产总值", "Gross regional product", "亿元", "statistic", "daily", "province")
    }


@pytest.mark.parametrize(
    ("table", "ids"),
    [
        ("reference_area,time_period,value\n广东省,2023,1\n江苏省,2023,2\n", ["@广东省", "@江苏省"]),
        ("reference_area,time_period,value\n广东省,2023,1\n广东省,2022,2\n", ["@2023", "@2022"]),
        ("time_period,value\n2023,1\n2022,2\n", ["@2023", "@2022"]),
        ("reference_area,value\n广东省,1\n江苏省,2\n", ["@广东省", "@江苏省"]),
        ("reference_area,time_period,value\n广东省,2023,1\n", [""]),
        ("value\n1\n", [""]),
    ],
)
def test_what_does_not_vary_is_not_in_the_id(tmp_path: Path, table: str, ids: list[str]) -> None:
    facts, told = of_table(tmp_path, table)
    assert (["province.output" + rest for rest in ids], []) == ([fact.id for fact in facts], told)


@pytest.mark.parametrize("digits", ["7.70", "0.10", "-0.5", "100", "12345678901234567890.123456789", "0.000"])
def test_digits_stay_as_they_are_written(tmp_path: Path, digits: str) -> None:
    facts, told = of_table(tmp_path, f"time_period,value\n2023,{digits}\n")
    assert ([f"{fact.value:f}" for fact in facts], told) == ([digits], [])


@pytest.mark.parametrize(
    "cell",
    [
        "1e3",
        "inf",
        "nan",
        "=1+1",
        "1,5",
        '"1,234.5"',
        "0x10",
        "１２",
        "007",
        "1_000",
        "12亿",
        "--1",
        ".5",
        "5.",
        " 5",
        "+",
        "9" * 2000,
    ],
)
def test_what_is_no_plain_figure_is_refused_in_its_line(tmp_path: Path, cell: str) -> None:
    facts, told = of_table(tmp_path, f"time_period,value\n2022,1\n2023,{cell}\n2024,3\n")
    assert [fact.time_period for fact in facts] == ["2022", "2024"]
    assert len(told) == 1
    assert told[0].startswith("output.csv:3: ")


def test_a_sign_before_a_figure_is_not_kept(tmp_path: Path) -> None:
    facts, told = of_table(tmp_path, "time_period,value\n2023,+5.10\n")
    assert ([str(fact.value) for fact in facts], told) == (["5.10"], [])


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n\n"])
def test_line_ends_and_a_mark_at_the_begin_change_nothing(
    tmp_path: Path, line_end: str, mark: bytes, last: str
) -> None:
    text = (TABLE.rstrip("\n") + last).replace("\n", line_end)
    facts, told = of_table(tmp_path, mark + text.encode())
    assert (len(facts), told) == (3, [])


def test_a_row_of_place_and_period_alone_or_of_nothing_states_nothing(tmp_path: Path) -> None:
    table = "reference_area,time_period,value,as_written\n广东省,2023,,\n广东省,2022,5,\n,,,\n\n江苏省,2022,6,6\n"
    facts, told = of_table(tmp_path, table)
    # The places are several, the period is one: also of what states nothing.
    assert ([fact.id for fact in facts], told) == (["province.output@广东省", "province.output@江苏省"], [])


@pytest.mark.parametrize(
    ("table", "line", "what"),
    [
        ("reference_area,time_period,value,unit\n广东省,2023,,万元\n", 2, "an observation without a value"),
        ("reference_area,time_period,value\n广东省,2022,1\n,2023,5\n", 3, "reference_area is empty"),
        ("reference_area,time_period,value\n广东省,2022,1\n广东省,,5\n", 3, "time_period is empty"),
        ("reference_area,time_period,value\n广东省,2022,1\n广东省,2023\n", 3, "a row of 2 entries, not 3"),
        ("reference_area,time_period,value\n广东省,2022,1\n广东省,2023,5,6\n", 3, "a row of 4 entries, not 3"),
        ("reference_area,time_period,value\n广东省,2022,1\n广东省,2022,5\n", 3, "a second observation of 广东省, 2022"),
        ("reference_area,time_period,value\n广东省,2022,1\n广东省,last year,5\n", 3, "time_period cannot be read"),
        ("reference_area,time_period,value\n广东省,2022,1\n广东省,2023-13,5\n", 3, "time_period cannot be read"),
        ("reference_area,time_period,value\n广东省,2022,1\n广东省 ,2023,5\n", 3, "reference_area is '广东省 ', with blanks"),
        ('reference_area,time_period,value\n广东省,2022,1\n"广东省,2023,5\n', 3, "not a row of CSV (a quote that is not"),
        ('reference_area,time_period,value\n广东省,2022,1\n"广东\n省",2023,5\n', 3, "not a row of CSV"),
        ('reference_area,time_period,value\n广东省,2022,1\n"a"b,2023,5\n', 3, "not a row of CSV"),
        ("reference_area,time_period,value\n广东省,2022,1\n\x1b[31m,2023,5\n", 3, "reference_area contains the control"),
        ("reference_area,time_period,value\n广东省,2022,1\n江苏\r省,2023,5\n", 3, "not a row of CSV"),
        ("reference_area,time_period,value,source\n广东省,2022,1,\n江苏省,2022,5,nowhere\n", 3, "source is not known"),
        ("time_period,value,qualifier\n2022,1,\n2023,5,roughly\n", 3, "qualifier is 'roughly'"),
        ("time_period,value,status\n2022,1,\n2023,5,provisional\n", 3, "status is 'provisional'; use one of target, "),
        ("time_period,value,status\n2022,1,\n2023,5,Final\n", 3, "status is 'Final'; use one of target, "),
        ("time_period,value,status\n2022,1,\n2023,5, final\n", 3, "status is ' final', with blanks around it"),
        ("time_period,value,basis\n2022,1,\n2023,5,yearly\n", 3, "basis is ['yearly']; use one of year_on_year, "),
        ("time_period,value,basis\n2022,1,\n2023,5,real; nominal\n", 3, "basis is ['real', 'nominal']; of two, one"),
        ("time_period,value,status\n2022,1,\n2023,,final\n", 3, "an observation without a value"),
        ("time_period,value,value_max,qualifier\n2022,1,,\n2023,5,4,range\n", 3, "value_max is not above value"),
        ("time_period,value,value_max\n2022,1,\n2023,5,6\n", 3, "a range needs value, value_max and qualifier"),
        ("time_period,value,paragraph\n2022,1,1\n2023,5,x\n", 3, "paragraph has an invalid paragraph"),
        ("value\n1\n2\n", 3, "a second observation"),
    ],
)  # fmt: skip
def test_a_row_with_a_problem_is_told_by_its_line_and_costs_no_other(
    tmp_path: Path, table: str, line: int, what: str
) -> None:
    facts, told = of_table(tmp_path, table)
    assert len(facts) == line - 2
    assert told
    assert told[0].startswith(f"output.csv:{line}: {what}")
    assert "; " in told[0]


def test_a_quote_that_never_closes_swallows_nothing(tmp_path: Path) -> None:
    lines = [f"{year},{year}" for year in range(1900, 2000)]
    lines[10] = '1910,"1910'
    facts, told = of_table(tmp_path, "\n".join(["time_period,value", *lines, ""]))
    assert len(facts) == 99
    assert [line.partition(" ")[0] for line in told] == ["output.csv:12:"]


def test_a_quoted_cell_is_read_as_csv_has_it(tmp_path: Path) -> None:
    table = (
        'reference_area,time_period,value,as_written\n"广东省","2023",1234,"1,234亿元"\n江苏省,2023,5,"约""5""亿元"\n'
    )
    facts, told = of_table(tmp_path, table)
    assert ([fact.as_written for fact in facts], told) == (["1,234亿元", '约"5"亿元'], [])


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ("reference_area,time_period", "no column value"),
        ("reference_area,year,value", "unknown column 'year'; did you mean time_period?"),
        ("reference_area,time_period,value,value", "column value twice"),
        ("Reference_Area,value", "unknown column 'Reference_Area'; did you mean reference_area?"),
        ("", "no column value"),
        ("value,", "unknown column ''"),
        ('"value', "not a row of CSV"),
    ],
)
def test_a_head_row_that_names_no_columns_is_told(tmp_path: Path, head: str, what: str) -> None:
    facts, told = of_table(tmp_path, f"{head}\n广东省,2023,1\n")
    assert not facts
    assert len(told) == 1
    assert told[0].startswith(f"output.csv:1: {what}")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("reference_area,value\n广东省,1\n".encode("gbk"), "output.csv:2: not UTF-8"),
        (TABLE.encode("utf-16"), "output.csv"),
        (TABLE.encode().replace(b"2022", b"20\x0022"), "output.csv:3: contains a NUL byte"),
        (b"", "output.csv:1: no column value"),
        (b"time_period,value\n", "output.csv:1: no observations"),
        (b"time_period,value\n2023,\n", "output.csv:1: no observations"),
    ],
)
def test_a_table_that_is_no_table_is_told_and_the_rest_is_answered(tmp_path: Path, content: bytes, what: str) -> None:
    other = '[fact.other]\nkind = "statistic"\nlabel = "其他"\nvalue = 1\n'
    facts, told = of_table(tmp_path, content, BESIDE + other)
    assert [fact.id for fact in facts] == ["province.other"]
    assert len(told) == 1
    assert told[0].startswith(what)


def test_of_a_table_that_is_too_large_nothing_is_read(tmp_path: Path) -> None:
    pack = made(tmp_path, BESIDE)
    with (pack / "output.csv").open("wb") as file:
        file.write(TABLE.encode())
        file.truncate(read.LARGEST_TABLE + 1)
    [problem] = load.load([str(pack)]).problems
    assert "too large (50.0 MB, 50.0 MB at most)" in problem.message


def test_a_series_has_so_many_rows_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_series, "MOST_ROWS", 3)
    assert of_table(tmp_path / "three", TABLE)[1] == []
    facts, told = of_table(tmp_path / "four", TABLE + "江苏省,2022,4\n江苏省,2021,4\n")
    assert not facts
    assert told[0].startswith("output.csv:1: has more than 3 rows")


def test_what_is_in_the_place_of_a_table_is_told_and_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "secret.csv"
    outside.write_text(TABLE, encoding="utf-8")
    pack = made(tmp_path, "\n".join(
        f'[series.{slug}]\nlabel = "{slug}"\ntable = "{slug}.csv"' for slug in ("fifo", "directory", "link", "inner", "lost")
    ))  # fmt: skip
    os.mkfifo(pack / "fifo.csv")
    (pack / "directory.csv").mkdir()
    (pack / "link.csv").symlink_to(outside)
    (pack / "real.csv").write_text(TABLE, encoding="utf-8")
    (pack / "inner.csv").symlink_to("real.csv")
    found = load.load([str(pack)])
    assert {fact.label for fact in found.facts} == {"inner"}
    told = [str(problem).replace(f"{pack}/", "") for problem in found.problems]
    assert [line.partition(";")[0] for line in told] == [
        "fifo.csv: cannot be read (not a regular file)",
        "directory.csv: cannot be read (not a regular file)",
        "link.csv: cannot be read (a symlink that points outside the pack)",
        "province.toml:21: [series.lost] no table 'lost.csv'",
    ]


@pytest.mark.parametrize(
    "name", ["../output.csv", "/etc/passwd", "deep/output.csv", ".csv", "output.txt", "a\\b.csv", "province.toml", ""]
)
def test_a_table_is_a_csv_file_beside_its_fact_file(tmp_path: Path, name: str) -> None:
    facts, told = loaded(tmp_path, f"{OUTPUT}table = {name!r}\n", {"output.csv": TABLE})
    assert not facts
    assert len(told) == 1
    assert told[0].startswith("province.toml:11: [series.output] table is ")


@pytest.mark.parametrize(
    ("rest", "line", "what"),
    [
        ("", 7, "has no observations"),
        ('columns = ["value"]\n', 11, "columns without rows"),
        ("rows = [[1]]\n", 11, "rows without columns"),
        ('columns = ["value"]\nrows = []\n', 12, "rows is empty"),
        ('columns = ["value"]\nrows = [[1]]\ntable = "output.csv"\n', 11, "both a table and rows or columns"),
        ('rows = [[1]]\ntable = "output.csv"\n', 11, "both a table and rows or columns"),
        ('columns = ["value", "value"]\nrows = [[1, 1]]\n', 11, "column value twice"),
        ('columns = ["year", "value"]\nrows = [["2023", 1]]\n', 11, "unknown column 'year'"),
        ('columns = ["time_period"]\nrows = [["2023"]]\n', 11, "no column value"),
        ('columns = "value"\nrows = [[1]]\n', 11, "columns is 'value', not a list"),
        ('status = "provisional"\ncolumns = ["value"]\nrows = [[1]]\n', 11, "status is 'provisional'"),
        ('columns = ["value"]\nrows = [1]\n', 12, "rows is [1], not a list of lists"),
        ('columns = ["value"]\nrows = "x"\n', 12, "rows is 'x', not a list of lists"),
        ('columns = ["value"]\nrows = [[1]]\nvalue = 1\n', 13, "unknown key 'value'"),
        ('kind = "policy"\ncolumns = ["value"]\nrows = [[1]]\n', 7, "a value in a fact of kind policy"),
        ('of = "other"\ncolumns = ["value"]\nrows = [[1]]\n', 11, "`of` without aspect"),
        ('source = "nowhere"\ncolumns = ["value"]\nrows = [[1]]\n', 11, "unknown source 'nowhere'"),
    ],
)
def test_a_series_without_its_own_form_is_told(tmp_path: Path, rest: str, line: int, what: str) -> None:
    facts, told = loaded(tmp_path, OUTPUT + rest)
    assert not facts
    assert told[0].startswith(f"province.toml:{line}: [series.output] {what}")


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ('["广东省", "2023"]', "a row of 2 entries, not 3"),
        ('["广东省", "2023", 1, 2]', "a row of 4 entries, not 3"),
        ('["广东省", "2023", "1"]', "value is '1', not a number"),
        ('["广东省", 2023, 1]', "time_period is 2023, not text"),
        ("[5, '2023', 1]", "reference_area is 5, not text"),
        ('["广东省", "2023", true]', "value is True, not a number"),
        ('["广东省", "2023", inf]', "value is Infinity"),
        ('["广东省", "2023", [1]]', "value is [1], not a number"),
        ('["广东省", "2022", 5]', "a second observation of 广东省, 2022"),
        ('["", "2023", 5]', "reference_area is empty"),
        ('["广东省", "soon", 5]', "time_period cannot be read"),
    ],
)
def test_a_row_of_a_fact_file_with_a_problem_is_told_by_its_line(tmp_path: Path, row: str, what: str) -> None:
    rows = f'columns = ["reference_area", "time_period", "value"]\nrows = [\n  ["广东省", "2022", 1],\n  # next\n  {row},\n]\n'
    facts, told = loaded(tmp_path, OUTPUT + rows)
    assert [fact.id for fact in facts] == ["province.output"]
    assert told[0].startswith(f"province.toml:15: [series.output] {what}")


@pytest.mark.parametrize(
    ("cell", "what"),
    [('"provisional"', "status is 'provisional'"), ("1", "status is 1"), ("true", "status is True")],
)
def test_a_status_that_there_is_not_is_told_by_its_row(tmp_path: Path, cell: str, what: str) -> None:
    rows = f'columns = ["time_period", "value", "status"]\nrows = [\n  ["2022", 1, ""],\n  ["2023", 2, {cell}],\n]\n'
    facts, told = loaded(tmp_path, OUTPUT + rows)
    assert [fact.id for fact in facts] == ["province.output"]
    assert told[0].startswith(f"province.toml:14: [series.output] {what}; use one of target, forecast, ")


@pytest.mark.parametrize("form", ["rows", "table"])
def test_a_column_says_which_figures_are_not_final(tmp_path: Path, form: str) -> None:
    rows = 'columns = ["time_period", "value", "status"]\nrows = [["2022", 1, "final"], ["2023", 2, "preliminary"], '
    toml = OUTPUT + rows + '["2024", 3, ""]]\n' if form == "rows" else BESIDE
    table = "time_period,value,status\n2022,1,final\n2023,2,preliminary\n2024,3,\n"
    facts, told = loaded(tmp_path, toml, {"output.csv": table} if form == "table" else {})
    assert told == []
    assert [fact.status for fact in facts] == [Status.FINAL, Status.PRELIMINARY, None]
    said = toml.replace("unit", 'status = "forecast"\nunit')
    of_all, _ = loaded(tmp_path / "all", said, {"output.csv": table} if form == "table" else {})
    assert [fact.status for fact in of_all] == [Status.FINAL, Status.PRELIMINARY, Status.FORECAST]


def test_an_exponent_in_a_fact_file_is_the_number_that_it_writes(tmp_path: Path) -> None:
    facts, told = loaded(
        tmp_path, OUTPUT + 'columns = ["time_period", "value"]\nrows = [["2022", 1.50e3], ["2023", 0x10]]\n'
    )
    assert ([f"{fact.value:f}" for fact in facts], told) == (["1500", "16"], [])


def test_a_column_says_what_the_series_does_not(tmp_path: Path) -> None:
    toml = OUTPUT + 'locator = { section = "表1" }\nqualifier = "about"\ntable = "output.csv"\n'
    table = (
        "time_period,value,value_max,qualifier,unit,as_written,paragraph\n2022,1,,,,,\n2023,5,6,range,万元,5至6万元,7\n"
    )
    facts, told = of_table(tmp_path, table, toml)
    assert told == []
    assert [(fact.unit, fact.qualifier, fact.value_max, fact.as_written, fact.locator) for fact in facts] == [
        ("亿元", "about", None, None, "表1"),
        ("万元", "range", 6, "5至6万元", "表1 ¶7"),
    ]
    assert {fact.reference_area for fact in facts} == {"即墨区"}


def test_a_topic_may_say_kind_unit_and_period_for_all(tmp_path: Path) -> None:
    head = '[topic]\nlabel = "省"\nsource = "daily"\nkind = "statistic"\nunit = "亿元"\ntime_period = "2023"\n'
    toml = (
        head + '[fact.one]\nlabel = "一"\nvalue = 1\n[fact.law]\nkind = "policy"\nlabel = "法"\n'
        '[series.two]\nlabel = "二"\ncolumns = ["reference_area", "value"]\nrows = [["广东省", 1]]\n'
    )
    pack = make_pack(tmp_path / "facts", {"province.toml": toml})
    found = load.load([str(pack)])
    assert found.problems == []
    assert [(fact.kind, fact.unit, fact.time_period) for fact in found.facts] == [
        ("statistic", "亿元", "2023"),
        ("policy", None, "2023"),
        ("statistic", "亿元", "2023"),
    ]


GROWTH = """
[series.growth]
label = "地区生产总值增长"
of = "output"
aspect = "growth"
unit = "%"
columns = ["reference_area", "time_period", "value"]
"""


def test_an_observation_belongs_to_that_of_the_same_place_and_period(tmp_path: Path) -> None:
    fact = '[fact.share]\nkind = "statistic"\nlabel = "比重"\nof = "output"\naspect = "share"\nvalue = 1\nunit = "%"\n'
    about = 'reference_area = "江苏省"\ntime_period = "2023"\n'
    rows = 'rows = [["广东省", "2022", 1.9], ["江苏省", "2023", 5.8]]\n'
    facts, told = loaded(tmp_path, OUTPUT + ROWS + GROWTH + rows + fact + about)
    assert told == []
    assert {fact.id: fact.of for fact in facts if fact.of} == {
        "province.share": "province.output@江苏省@2023",
        "province.growth@广东省@2022": "province.output@广东省@2022",
        "province.growth@江苏省@2023": "province.output@江苏省@2023",
    }
    with Catalog([tmp_path / "facts"], cache=tmp_path / "cache", env={}) as catalog:
        output = catalog.get("output@江苏省@2023")
        assert [fact.id for fact in catalog.related(output)] == ["province.share", "province.growth@江苏省@2023"]
        assert catalog.related(catalog.get("output@广东省@2023")) == []


def test_what_belongs_to_an_observation_that_there_is_not_is_told(tmp_path: Path) -> None:
    rows = 'rows = [\n["广东省", "2022", 1.9],\n["江苏省", "2021", 5.8],\n]\n'
    facts, told = loaded(tmp_path, OUTPUT + ROWS + GROWTH + rows)
    assert {fact.id: fact.of for fact in facts if "growth" in fact.id} == {
        "province.growth@广东省@2022": "province.output@广东省@2022",
        "province.growth@江苏省@2021": None,
    }
    about = "`of` names a series without an observation of 江苏省, 2021: province.output"
    assert [line.partition(";")[0] for line in told] == [f"province.toml:26: province.growth@江苏省@2021 {about}"]


@pytest.mark.parametrize(
    ("of", "what"), [("outptu", "`of` refers to an unknown fact: province.outptu"), ("growth", "`of` forms a cycle")]
)
def test_a_series_that_belongs_to_nothing_is_told_once(tmp_path: Path, of: str, what: str) -> None:
    rows = 'rows = [["广东省", "2022", 1.9], ["江苏省", "2023", 5.8]]\n'
    _, told = loaded(tmp_path, OUTPUT + ROWS + GROWTH.replace('"output"', f'"{of}"') + rows)
    assert len(told) == 1
    assert told[0].startswith(f"province.toml:20: [series.growth] {what}")


def test_a_slug_names_a_fact_or_a_series(tmp_path: Path) -> None:
    fact = '[fact.output]\nkind = "statistic"\nlabel = "x"\nvalue = 1\n'
    facts, told = loaded(tmp_path, fact + OUTPUT + ROWS)
    assert [fact.id for fact in facts] == ["province.output"]
    assert told[0].startswith("province.toml:11: [series.output] province.output is already defined as a fact")


def test_of_two_series_with_one_id_in_two_packs_the_first_is_read(tmp_path: Path) -> None:
    first = made(tmp_path / "1", OUTPUT + ROWS)
    second = made(tmp_path / "2", BESIDE, {"output.csv": "value\n1\n"})
    found = load.load([str(first), str(second)])
    with Catalog([first, second], cache=tmp_path / "cache", env={}) as catalog:
        assert catalog.facts() == found.facts
        assert len(catalog.problems) == 1
    assert len(found.facts) == 3
    assert f"province.output is already defined at {first}/province.toml:7" in found.problems[0].message


def test_many_wrong_rows_are_told_up_to_a_thousand_and_counted(tmp_path: Path) -> None:
    table = "".join(f"{year},x\n" for year in range(1000, 3500))
    facts, told = of_table(tmp_path, f"time_period,value\n{table}")
    assert not facts
    assert len(told) == 1001
    assert told[-1].startswith("output.csv:1001: 1500 more problems in this file")


def test_an_edit_of_a_table_is_seen_by_the_next_look_up(tmp_path: Path, run: Run) -> None:
    pack = made(tmp_path, BESIDE, {"output.csv": TABLE})
    answer = ("get", "output@江苏省@2023", "--facts", str(pack))
    assert run(*answer).out == "128222.20\n"
    (pack / "output.csv").write_text(TABLE.replace("128222.20", "128222.21"), encoding="utf-8")
    assert run(*answer).out == "128222.21\n"
    (pack / "output.csv").unlink()
    gone = run(*answer)
    assert (gone.code, gone.out) == (3, "")
    (pack / "output.csv").write_text(TABLE, encoding="utf-8")
    assert run(*answer).out == "128222.20\n"


CELLS = st.sampled_from(
    ["广东省", "2023", "2022-S1", "1.50", "-2", "", '"', "a,b", "=1+1", "\0", "\r", "1e3", "超", "range", " "]
)


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(["reference_area", "time_period", "value", "value_max", "qualifier", "as_written", "x"]),
        max_size=6,
    ),
    st.lists(st.lists(CELLS, max_size=6), max_size=8),
    st.sampled_from(["utf-8", "utf-8-sig", "gbk", "utf-16"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_whatever_a_table_holds_lint_and_look_ups_read_the_same_of_it(
    tmp_path_factory: pytest.TempPathFactory, head: list[str], rows: list[list[str]], encoding: str, line_end: str
) -> None:
    content = line_end.join(",".join(row) for row in [head, *rows]).encode(encoding, "replace")
    facts, told = of_table(tmp_path_factory.mktemp("table"), content)
    assert facts or told
    assert len({fact.id for fact in facts}) == len(facts)
    assert len(facts) <= len(rows) * 2  # a carriage return within a cell may end a line
    for fact in facts:
        assert fact.value is not None
        assert f"{fact.value:f}" in content.decode(encoding)


ORDER = ("target", "forecast", "estimated", "preliminary", "revised", "final")
RELEASES = st.lists(
    st.tuples(st.sampled_from(["广东省", "江苏省"]), st.sampled_from(["2022", "2023"]), st.sampled_from(["", *ORDER])),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize(("earlier", "later"), [*pairwise(ORDER)])
@pytest.mark.parametrize("is_last", [False, True])
def test_of_one_place_and_period_the_later_status_counts(
    tmp_path: Path, earlier: str, later: str, *, is_last: bool
) -> None:
    rows = [f"2022,1,{earlier}", f"2022,2,{later}"]
    table = "\n".join(["time_period,value,status", *(rows if is_last else rows[::-1]), "2023,3,", ""])
    facts, told = of_table(tmp_path, table)
    assert told == []
    assert [(fact.id, str(fact.value), fact.status) for fact in facts] == [
        ("province.output@2022", "2", later),
        ("province.output@2023", "3", None),
    ]


@settings(max_examples=25)
@given(rows=RELEASES)
def test_the_latest_of_any_releases_counts_and_a_status_stands_once(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    lines = [f"{area},{period},{number},{status}" for number, (area, period, status) in enumerate(rows)]
    table = "\n".join(["reference_area,time_period,value,status", *lines, ""])
    facts, told = of_table(tmp_path_factory.mktemp("made"), table)
    first: dict[tuple[str, str, str], int] = {}
    for number, (area, period, status) in enumerate(rows):
        first.setdefault((area, period, status or "final"), number)
    latest = {key: first[*key, max(known, key=ORDER.index)] for key, known in _statuses(first).items()}
    assert {(fact.reference_area, fact.time_period): fact.value for fact in facts} == latest
    assert len(facts) == len(latest)
    assert len(told) == len(rows) - len(first)


def _statuses(known: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for area, period, status in known:
        found.setdefault((area, period), []).append(status)
    return found


@pytest.mark.parametrize(
    ("table", "shared"),
    [
        ("time_period,value,status\n2022,1,final\n2022,2,\n", ""),
        ("time_period,value,status\n2022,1,revised\n2022,2,revised\n", ""),
        ("time_period,value,status\n2022,1,target\n2022,2,\n", 'status = "target"\n'),
        ("time_period,value\n2022,1\n2022,2\n", 'status = "target"\n'),
    ],
)
def test_two_figures_of_one_status_are_a_problem(tmp_path: Path, table: str, shared: str) -> None:
    facts, told = of_table(tmp_path, table, BESIDE + shared)
    assert [str(fact.value) for fact in facts] == ["1"]
    assert told == ["output.csv:3: a second observation of 2022; keep one of the two, or add the column that differs"]


def test_releases_far_apart_in_a_long_table_are_of_one_figure(tmp_path: Path) -> None:
    def release(status: str) -> str:
        return "".join(f"{year},{year},{status}\n" for year in range(1000, 9000))

    filler = "".join(f"{year}-01,{'9' * 30},\n" for year in range(1000, 9000))
    facts, told = of_table(tmp_path, "time_period,value,status\n" + release("preliminary") + filler + release("final"))
    assert told == []
    assert {fact.status for fact in facts} == {Status.FINAL, None}
    assert len(facts) == 16000


@pytest.mark.parametrize("of", ["output", "output@2022", "output@2022@preliminary"])
def test_what_belongs_to_a_figure_belongs_to_the_one_that_counts(tmp_path: Path, of: str) -> None:
    table = "time_period,value,status\n2022,1,preliminary\n2022,2,final\n2023,3,\n"
    growth = (
        f'\n[fact.growth]\nof = "province.{of}"\naspect = "growth"\nlabel = "增长"\nvalue = 5\ntime_period = "2022"\n'
    )
    facts, told = of_table(tmp_path, table, BESIDE + growth.replace("label", 'kind = "statistic"\nlabel'))
    if of.endswith("preliminary"):
        assert "`of` refers to an unknown fact: province.output@2022@preliminary" in told[0]
        assert len(told) == 1
    else:
        assert told == []
        assert [fact.of for fact in facts if fact.of] == ["province.output@2022"]


def test_rates_have_releases_too(tmp_path: Path) -> None:
    growth = """
[series.growth]
of = "output"
aspect = "growth"
label = "增长"
unit = "%"
columns = ["time_period", "value", "status"]
rows = [["2022", 4, "preliminary"], ["2022", 5, "revised"], ["2023", 6, ""]]
"""
    table = "time_period,value,status\n2022,1,preliminary\n2022,2,final\n2023,3,\n"
    facts, told = of_table(tmp_path, table, BESIDE + growth)
    assert told == []
    assert [(fact.id, str(fact.value), fact.of) for fact in facts if fact.of] == [
        ("province.growth@2022", "5", "province.output@2022"),
        ("province.growth@2023", "6", "province.output@2023"),
    ]


RATES = """\
[series.growth]
aspect = "growth"
basis = "year_on_year"
label = "增长"
unit = "%"
"""


@pytest.mark.parametrize("form", ["rows", "table"])
def test_a_column_says_on_which_basis_rates_are(tmp_path: Path, form: str) -> None:
    rows = 'columns = ["time_period", "value", "basis"]\nrows = [["2022", 1, ""], ["2023", 2, "period_on_period"], '
    rows += '["2024", 3, "real; year_on_year"]]\n'
    table = "time_period,value,basis\n2022,1,\n2023,2,period_on_period\n2024,3,real; year_on_year\n"
    beside = 'table = "output.csv"\n'
    facts, told = loaded(tmp_path, RATES + (rows if form == "rows" else beside), {"output.csv": table})
    assert told == []
    assert [fact.basis for fact in facts] == [
        (Basis.YEAR_ON_YEAR,),
        (Basis.PERIOD_ON_PERIOD,),
        (Basis.YEAR_ON_YEAR, Basis.REAL),
    ]


def test_the_basis_of_a_topic_is_that_of_its_growth_rates_alone(tmp_path: Path) -> None:
    head = HEAD.replace("source", 'basis = ["year_on_year", "real"]\nsource')
    series = (
        RATES.replace('basis = "year_on_year"\n', "") + 'columns = ["time_period", "value"]\nrows = [["2022", 1]]\n'
    )
    level = series.replace("growth]", "level]").replace('aspect = "growth"\n', "")
    plain = fact_text("rate", aspect="growth") + fact_text("plain") + fact_text("policy", kind="policy")
    pack = make_pack(tmp_path / "pack", {"province.toml": head + plain + series + level})
    found = load.load([str(pack)])
    both = Basis.YEAR_ON_YEAR, Basis.REAL
    assert found.problems == []
    stated = {fact.id: fact.basis for fact in found.facts}
    assert stated == {
        "province.rate": both,
        "province.plain": (),
        "province.policy": (),
        "province.growth": both,
        "province.level": (),
    }
    with Catalog([pack], cache=tmp_path / "cache", env={}) as catalog:
        assert {fact.id: fact.basis for fact in catalog.facts()} == stated
