"""JSON, JSON Lines and JSON-stat as rows."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from made_sheets import cells, rows, write, write_json

from jimo_cli import tables
from jimo_cli.errors import UsageError
from jimo_cli.tables import json_rows, json_text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.json"


def test_objects_are_rows_under_all_their_keys_with_numbers_as_written(path: Path) -> None:
    write(
        path,
        '[{"地区": "山东省", "gdp": 7.70}, {"gdp": 1e3, "note": null, "is_final": true}, {"gdp": 12345678901234567890.10}]',
    )
    assert rows(tables.read(str(path))) == [
        (1, ["地区", "gdp", "note", "is_final"]),
        (2, ["山东省", "7.70", "", ""]),
        (3, ["", "1e3", "", "true"]),
        (4, ["", "12345678901234567890.10", "", ""]),
    ]


def test_objects_in_objects_are_joined_by_a_dot_and_lists_stay(path: Path) -> None:
    write(path, '[{"a": {"b": 1, "c": {"d": 2.0}}, "e": [1, "中"]}]')
    assert cells(path) == [["e", "a.b", "a.c.d"], ['["1", "中"]', "1", "2.0"]]


def test_lists_of_lists_are_rows(path: Path) -> None:
    assert rows(tables.read(write(path, '[["a", "b"], [7.70, null]]'))) == [(1, ["a", "b"]), (2, ["7.70", ""])]


def test_halves_of_characters_become_marks(path: Path) -> None:
    assert cells(write(path, '[{"a\\ud800": "中\\udfff", "b": "\\ud83d\\ude00"}]')) == [["a?", "b"], ["中?", "😀"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_other_encodings_are_read(path: Path, encoding: str) -> None:
    assert cells(write(path, '[{"地区": "山东省"}]', encoding)) == [["地区"], ["山东省"]]


def test_an_answer_of_the_world_bank_is_read_and_missing_pages_are_told(path: Path) -> None:
    item = {
        "indicator": {"id": "NY", "value": "GDP"},
        "country": {"id": "CN", "value": "China"},
        "value": None,
        "date": "2023",
    }
    write_json(path, [{"page": 1, "pages": 3}, [item, {**item, "value": 7.5}]])
    workbook = tables.read(str(path))
    assert workbook.kind == "JSON of the World Bank, UTF-8"
    assert [row.cells for row in rows(workbook)] == [
        ["value", "date", "country.id", "country.value", "indicator.id", "indicator.value"],
        ["", "2023", "CN", "China", "NY", "GDP"],
        ["7.5", "2023", "CN", "China", "NY", "GDP"],
    ]
    assert workbook.skipped == ["3 pages of the answer but page 1"]


def test_lists_in_an_object_are_sheets_by_their_keys(path: Path) -> None:
    write(path, '{"success": true, "result": {"records": [{"a": 1}]}, "data": [{"b": 2}], "ids": [1, 2]}')
    workbook = tables.read(str(path))
    assert [sheet.name for sheet in workbook.sheets] == ["result.records", "data"]
    assert [row.cells for row in rows(workbook, 1)] == [["b"], ["2"]]


@pytest.mark.parametrize("name", ["t.jsonl", "t.ndjson", "t.json", "t"])
def test_one_object_a_line_is_json_lines(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, '{"a": 1.0}\n\n{"b": "中"}\n')
    assert tables.read(path).kind == "JSON Lines, UTF-8"
    assert cells(path) == [["a", "b"], ["1.0", ""], ["", "中"]]


def test_elements_longer_than_a_window_are_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [{"a": "中" * at, "b": at} for at in range(50)]
    for window in (1, 7, 64):
        monkeypatch.setattr(json_text, "_WINDOW", window)
        assert cells(write_json(path, items)) == [["a", "b"], *([item["a"], str(item["b"])] for item in items)]
        assert cells(write(path, json.dumps(items, indent=2)))[1:] == [[item["a"], str(item["b"])] for item in items]


def test_a_long_list_is_streamed(path: Path) -> None:
    write(path, "[" + ",".join(['{"area": "x", "value": 7.70}'] * 100_000) + "]")
    tracemalloc.start()
    count = sum(1 for _ in tables.read(str(path)).sheets[0].read())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_001
    assert most < 6 * 2**20


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"a": 1}, {"a": }]', "is not JSON"),
        ('[{"a": 1}', "is not JSON"),
        ('[{"a": 1} {"a": 2}]', "is not JSON"),
        ('[{"a": 1},]', "is not JSON"),
        ('[{"a": 1}] x', "is not JSON"),
        ('{"a": ', "is not JSON"),
        ("[1, 2]", "is a list of plain values; give a list of objects"),
        ('{"a": 1}', "has no list of objects; give a list of objects"),
        ('"x"', "has no list of objects"),
        ("[" * 100_000, "is not JSON"),
        ('{"a":' * 100_000, "is not JSON"),
        ("[" + '{"a":' * 100_000, "is not JSON"),
        ("", "is not JSON"),
    ],
)
def test_what_is_no_table_is_reported(path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        cells(write(path, text))


def test_a_line_that_is_not_json_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="line 2 is not JSON"):
        cells(write(tmp_path / "t.jsonl", '{"a": 1}\n{"a"\n'))


def test_a_large_file_that_is_no_plain_list_is_reported(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_rows, "MOST_BYTES", 2**20)
    with pytest.raises(UsageError, match="is too large; the limit is 1 MB for JSON that is no plain list of objects"):
        tables.read(write_json(path, {"data": [{"a": "x" * 2**20}]}))


# ---- JSON-stat


def _dataset(**changed: Any) -> dict[str, Any]:
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "GDP",
        "id": ["Tid", "area", "what"],
        "size": [2, 2, 1],
        "role": {"time": ["Tid"], "geo": ["area"], "metric": ["what"]},
        "dimension": {
            "Tid": {"category": {"index": ["2023", "2022"]}},
            "area": {"category": {"index": {"CN": 1, "US": 0}, "label": {"CN": "China", "US": "United States"}}},
            "what": {"category": {"label": {"g": "GDP"}, "unit": {"g": {"base": "USD", "decimals": 1}}}},
        },
        "value": [1.50, 2, None, 4],
        "status": {"2": "x"},
        **changed,
    }


_HEAD = ["Tid", "area", "what", "value", "status", "unit"]


def test_a_data_set_has_a_column_for_each_dimension_with_its_labels(path: Path) -> None:
    write(path, json.dumps(_dataset()).replace("1.5", "1.50"))
    workbook = tables.read(str(path))
    assert workbook.kind == "JSON-stat, time: Tid, geo: area, metric: what"
    assert [sheet.name for sheet in workbook.sheets] == ["GDP"]
    assert rows(workbook) == [
        (1, _HEAD),
        (2, ["2023", "United States", "GDP", "1.50", "", "USD"]),
        (3, ["2023", "China", "GDP", "2", "", "USD"]),
        (4, ["2022", "United States", "GDP", "", "x", "USD"]),
        (5, ["2022", "China", "GDP", "4", "", "USD"]),
    ]


def test_of_sparse_values_only_those_stated_are_rows(path: Path) -> None:
    write_json(path, _dataset(value={"3": 4, "0": 1.5}))
    assert [row[:4] for row in cells(path)[1:]] == [
        ["2023", "United States", "GDP", "1.5"],
        ["2022", "United States", "GDP", ""],
        ["2022", "China", "GDP", "4"],
    ]


def test_one_status_is_that_of_all_values(path: Path) -> None:
    write_json(path, _dataset(status="p"))
    assert [row[4] for row in cells(path)[1:]] == ["p", "p", "", "p"]


def test_the_first_version_has_data_sets_by_name(path: Path) -> None:
    item = _dataset()
    described = {**item["dimension"], "id": item["id"], "size": item["size"], "role": item["role"]}
    write_json(path, {"oecd": {"dimension": described, "value": item["value"], "status": ["a", "", "", ""]}})
    workbook = tables.read(str(path))
    assert [sheet.name for sheet in workbook.sheets] == ["oecd"]
    assert rows(workbook)[1].cells == ["2023", "United States", "GDP", "1.5", "a", "USD"]


def test_a_collection_has_a_sheet_for_each_data_set_and_links_are_told(path: Path) -> None:
    linked = {"class": "dataset", "href": "https://example.org/a", "label": "far"}
    write_json(path, {"version": "2.0", "class": "collection", "link": {"item": [_dataset(), linked]}})
    workbook = tables.read(str(path))
    assert [sheet.name for sheet in workbook.sheets] == ["GDP"]
    assert workbook.skipped == ["data set 'far', which is only linked"]
    with pytest.raises(UsageError, match="holds no data set of JSON-stat, only links to some"):
        tables.read(write_json(path, {"version": "2.0", "class": "collection", "link": {"item": [linked]}}))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"size": [2, 2]}, "has 3 dimensions and 2 sizes"),
        ({"size": [2, 2, 2]}, "has 1 categories of 'what', not 2"),
        ({"size": [2, 2, -1]}, "where a number is expected"),
        ({"value": [1]}, "has 1 values where its dimensions make 4"),
        ({"value": {"4": 1}}, "has values outside of its dimensions"),
        ({"value": {"x": 1}}, "where a number is expected"),
        ({"value": None}, "has no values"),
        ({"id": None, "dimension": {}}, "has no list of id"),
        ({"dimension": []}, "has no dimensions"),
        ({"id": ["Tid", "area", "no"]}, "does not describe its dimension 'no'"),
    ],
)
def test_a_broken_data_set_is_reported(path: Path, changed: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        tables.read(write_json(path, _dataset(**changed)))
