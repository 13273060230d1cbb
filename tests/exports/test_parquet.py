"""Parquet: exact figures and numbers to compute with, lists as lists, read back by us and by others."""

import json
from pathlib import Path
from typing import Any

import pytest
from builders import HEAD, Run, fact_text, make_pack

FACTS = HEAD + "".join([
    fact_text("a", label="产值", value=345, unit="亿元", aliases=["蓝色; 产值", "GDP"], locator={"section": "一", "paragraph": 2}),
    "[fact.b]\nkind = 'statistic'\nlabel = '长'\nvalue = -7.70\nunit = '%'\n\n",
    fact_text("c", kind="policy", parts=["一", "二"]),
    fact_text("d", value=5, value_max=6, qualifier="range"),
])  # fmt: skip


@pytest.fixture
def parquet(run: Run, tmp_path: Path) -> Path:
    pytest.importorskip("arro3.io", reason="arro3-io is not here")
    pack = make_pack(tmp_path / "from", {"marine.toml": FACTS})
    path = tmp_path / "facts.parquet"
    done = run("export", "-o", str(path), "--facts", str(pack))
    assert (done.code, done.out) == (0, f"{path}\n"), done.err
    return path


def _columns(path: Path) -> dict[str, list[Any]]:
    from arro3.io import read_parquet

    table = read_parquet(str(path)).read_all()
    return {name: table.column(name).to_pylist() for name in table.column_names}


def test_a_figure_is_exact_and_a_number_stands_beside_it(parquet: Path) -> None:
    columns = _columns(parquet)
    assert columns["value"] == ["345", "-7.70", None, "5"]
    assert columns["value_number"] == [345.0, -7.7, None, 5.0]
    assert columns["value_max_number"] == [None, None, None, 6.0]
    assert columns["aliases"][0] == ["蓝色; 产值", "GDP"]
    assert columns["parts"][2] == ["一", "二"]


def test_each_fact_has_its_topic_and_its_work(parquet: Path) -> None:
    columns = _columns(parquet)
    assert {*columns["topic_label"]} == {"海洋"}
    assert json.loads(columns["source_csl"][0])["author"][0] == {"family": "王", "given": "涛"}
    assert all("一篇报道" in citation for citation in columns["citation"])
    assert columns["citation"][0] != columns["citation"][1]  # it names the place in the work too


def test_an_alias_with_a_semicolon_comes_back(run: Run, parquet: Path) -> None:
    done = run("import", str(parquet))
    assert done.code == 0
    assert 'aliases = ["蓝色; 产值", "GDP"]' in done.out
    assert 'label = "海洋"' in done.out


def test_files_of_others_are_read_as_tables(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("arro3.io", reason="arro3-io is not here")
    from jimo_cli.exports import parquet

    path = tmp_path / "gdp.parquet"
    columns = [
        parquet.Named("地区", parquet.TEXT),
        parquet.Named("年份", parquet.TEXT),
        parquet.Named("地区生产总值（亿元）", parquet.NUMBER),
    ]
    parquet.write_table(
        str(path),
        columns,
        [(["青岛市", "青岛市"], ["2022", "2023"], [14920.75, 15760.34]), (["烟台市"], ["2023"], [None])],
    )
    done = run("import", str(path))
    assert "14920.75" in done.out
    assert "15760.34" in done.out


@pytest.mark.parametrize("argv", [("export", "-o", "facts.parquet"), ("import", "some.parquet")])
def test_without_the_library_the_command_that_installs_it_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "some.parquet").write_bytes(b"PAR1")
    for name in ("jimo_cli.exports.parquet", "jimo_cli.tables.parquet"):
        monkeypatch.setattr(f"{name}.find_spec", lambda _: None)
    done = run(*argv)
    assert done.code == 2
    assert "pip install 'jimo[parquet]'" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["some.parquet"]


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-4], lambda data: data[:4], lambda data: data[:200] + bytes(500) + data[700:]]
)
def test_a_damaged_file_is_told(run: Run, parquet: Path, damage: Any) -> None:
    parquet.write_bytes(damage(parquet.read_bytes()))
    done = run("import", str(parquet))
    assert done.code == 2
    assert "is no Parquet file or is damaged" in done.err


def test_duckdb_reads_the_same_digits(parquet: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not here")
    sql = f"SELECT value, CAST(value AS DECIMAL(38, 2)), aliases FROM '{parquet}' WHERE value_number < 0 OR id = 'marine.a'"
    rows = duckdb.sql(sql).fetchall()
    assert [(value, str(number), aliases) for value, number, aliases in rows] == [
        ("345", "345.00", ["蓝色; 产值", "GDP"]), ("-7.70", "-7.70", []),
    ]  # fmt: skip
