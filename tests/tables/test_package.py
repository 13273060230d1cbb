"""Data packages: resources as sheets, as the package describes them."""

from pathlib import Path
from typing import Any

import pytest
from made_sheets import cells, rows, write, write_json

from jimo_cli import tables
from jimo_cli.errors import UsageError


def _package(folder: Path, *resources: Any) -> str:
    write_json(folder / "datapackage.json", {"name": "p", "resources": list(resources)})
    return str(folder)


def test_resources_are_sheets_by_their_titles(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "地区,GDP\n山东省,7.70\n")
    write(tmp_path / "b.tsv", "x\ty\n1,5\t2\n")
    (tmp_path / "c.parquet").touch()
    path = _package(
        tmp_path,
        {"name": "a", "title": "生产总值", "path": "a.csv"},
        {"name": "b", "path": "b.tsv"},
        {"name": "c", "path": "c.parquet"},
        {"name": "d", "data": [{"x": 7.5}]},
    )
    for each in (path, f"{path}/datapackage.json"):
        workbook = tables.read(each)
        assert [sheet.name for sheet in workbook.sheets] == ["生产总值", "b", "d"]
        assert workbook.skipped == ["'c', which is not in CSV"]
        assert cells(each) == [["地区", "GDP"], ["山东省", "7.70"]]
        assert cells(each, 1) == [["x", "y"], ["1,5", "2"]]
        assert cells(each, 2) == [["x"], ["7.5"]]


def test_the_title_of_a_package_is_that_of_its_only_resource(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "地区,GDP\n山东省,7.70\n")
    for resources, name in (([{"name": "x-y", "path": "a.csv"}], "全国"), ([{"title": "甲", "path": "a.csv"}], "甲")):
        write_json(tmp_path / "datapackage.json", {"name": "p", "title": "全国", "resources": resources})
        assert [sheet.name for sheet in tables.read(str(tmp_path)).sheets] == [name]


def test_missing_values_are_blank_and_the_dialect_holds(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "# note\n'a;b'; c\n..;n/a\n-; 1\n")
    dialect = {"delimiter": ";", "quoteChar": "'", "skipInitialSpace": True, "commentChar": "#"}
    schema = {"missingValues": ["", "..", {"value": "n/a"}]}
    path = _package(tmp_path, {"name": "a", "path": "a.csv", "dialect": dialect, "schema": schema})
    assert rows(tables.read(path)) == [(2, ["a;b", "c"]), (3, ["", ""]), (4, ["-", "1"])]


def test_a_resource_without_head_row_has_its_fields_as_one(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "1,2\n")
    resource = {
        "name": "a",
        "path": "a.csv",
        "dialect": {"header": False},
        "schema": {"fields": [{"name": "x"}, {"name": "y"}]},
    }
    assert rows(tables.read(_package(tmp_path, resource))) == [(1, ["x", "y"]), (2, ["1", "2"])]


def test_parts_of_a_resource_are_one_sheet(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "x\n1\n")
    write(tmp_path / "b.csv", "2\n")
    assert cells(_package(tmp_path, {"name": "a", "path": ["a.csv", "b.csv"]})) == [["x"], ["1"], ["2"]]


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-16-le", "UTF-8"])
def test_the_encoding_that_is_named_holds(tmp_path: Path, encoding: str) -> None:
    write(tmp_path / "a.csv", "Страна,1\n", encoding)
    assert cells(_package(tmp_path, {"name": "a", "path": "a.csv", "encoding": encoding})) == [["Страна", "1"]]


@pytest.mark.parametrize(
    ("resource", "message"),
    [
        ({"path": "../a.csv"}, "which is outside of the package"),
        ({"path": "/etc/a.csv"}, "which is outside of the package"),
        ({"path": "https://example.org/a.csv"}, "which is outside of the package"),
        ({"path": "a\0.csv"}, "which is outside of the package"),
        ({"path": "link.csv"}, "which leads outside of the package"),
        ({"path": "missing.csv"}, "cannot be read"),
        ({"path": None}, "has no path"),
        ({"path": []}, "has no path"),
        ({"path": "a.csv", "encoding": "x-none"}, "is in an unknown encoding 'x-none'"),
        ({"path": "a.csv", "encoding": "rot13"}, "is in an unknown encoding 'rot13'"),
        ({"path": "a.csv", "dialect": {"delimiter": '"'}}, "has a dialect whose characters cannot be told apart"),
        ("x", "resource 1 is no object"),
    ],
)
def test_a_wrong_resource_is_reported(tmp_path: Path, resource: Any, message: str) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    write(tmp_path / "a.csv", "secret")
    write(folder / "a.csv", "x")
    (folder / "link.csv").symlink_to(tmp_path / "a.csv")
    with pytest.raises(UsageError, match=message):
        tables.read(_package(folder, resource))


@pytest.mark.parametrize("text", ["{}", "[]", '{"resources": {}}'])
def test_a_description_without_resources_is_reported(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match="has no list of resources"):
        tables.read(write(tmp_path / "datapackage.json", text))
