"""Whatever the bytes of a file are: a workbook whose rows can be read, or what is wrong."""

from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_sheets import XLS, ods_parts, ods_row, ods_table, sheet_parts, write_zip

from jimo_cli import tables
from jimo_cli.errors import UsageError

_SHEET = (
    '<cols><col min="3" max="3" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    '<row r="2"><c r="A2" s="1"><v>0.07</v></c><c r="B2" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
)
_JSON_STAT = (
    '{"version": "2.0", "class": "dataset", "id": ["t", "g"], "size": [2, 1], "value": [7.70, null], "status": {"1": "x"},'
    '"role": {"time": ["t"]}, "dimension": {"t": {"category": {"index": {"a": 0, "b": 1}}},'
    '"g": {"category": {"label": {"x": "全国"}, "unit": {"x": {"base": "亿元"}}}}}}'
)
_TEXTS = {
    "t.csv": "地区,GDP\n山东省,\"7.70\"\n\"a\nb\",'x'\n",
    "t.tsv": "地区\tGDP\n山东省\t7.70\n",
    "t.json": '[{"a": 7.70, "b": {"c": null}}, {"a": [1, "\\ud800"]}, [1, 2]]',
    "u.json": '[{"page": 1, "pages": 2}, [{"indicator": {"id": "x", "value": "y"}, "value": 1.50}]]',
    "v.json": '{"data": {"records": [{"a": 1}]}}',
    "t.html": "<table><caption>表</caption><tr><td rowspan='2'>a<td colspan=2>&lt;b<br>c</tr><!-- x --><![CDATA[x]]></table>",
    "t.jsonl": '{"a": 1}\n{"b": "中"}\n',
    "s.json": _JSON_STAT,
    "datapackage.json": '{"resources": [{"name": "r", "path": "t.csv", "dialect": {"delimiter": ";"},'
    '"schema": {"missingValues": ["-"], "fields": [{"name": "a"}]}}, {"data": [{"a": 1}]}]}',
}  # fmt: skip


def _seeds(folder: Path) -> dict[str, bytes]:
    write_zip(folder / "t.xlsx", sheet_parts(_SHEET, ["0.0%"], "<si><t>表</t></si>"))
    write_zip(
        folder / "t.ods",
        ods_parts(ods_table(ods_row("地区", "7.70"), ods_row("x", attributes='table:number-rows-repeated="3"'))),
    )
    seeds = {name: text.encode() for name, text in _TEXTS.items()}
    seeds |= {name: (folder / name).read_bytes() for name in ("t.xlsx", "t.ods")}
    seeds["g.csv"] = _TEXTS["t.csv"].encode("gb18030")
    seeds["w.csv"] = _TEXTS["t.csv"].encode("utf-16")
    return seeds


@st.composite
def _changes(draw: st.DrawFn) -> list[tuple[str, float, int]]:
    kinds = st.sampled_from(["cut", "set", "drop", "double", "add"])
    return draw(st.lists(st.tuples(kinds, st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6))


def _changed(data: bytes, changes: list[tuple[str, float, int]]) -> bytes:
    changed = bytearray(data)
    for kind, where, value in changes:
        at = int(where * len(changed))
        if kind == "cut":
            del changed[at + (len(changed) - at) * value // 256 :]
        elif kind == "set":
            changed[at : at + 1] = bytes([value])
        elif kind == "drop":
            del changed[at : at + 1 + value // 32]
        elif kind == "double":
            changed[at:at] = changed[at : at + value]
        else:
            changed[at:at] = bytes([value])
    return bytes(changed)


def _read(path: str) -> None:
    with suppress(UsageError):
        workbook = tables.read(path)
        for sheet in workbook.sheets:
            for row in islice(sheet.read(), 10_000):
                assert all(isinstance(cell, str) for cell in row.cells)
                "".join(row.cells).encode()
                assert row.number > 0


@pytest.mark.parametrize("name", [*_TEXTS, "t.xlsx", "t.ods", "g.csv", "w.csv"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(changes=_changes())
def test_damaged_files_are_read_or_reported(tmp_path: Path, name: str, changes: list[tuple[str, float, int]]) -> None:
    (tmp_path / "t.csv").write_text(_TEXTS["t.csv"], encoding="utf-8")
    path = tmp_path / name
    path.write_bytes(_changed(_seeds(tmp_path)[name], changes))
    tables.is_table(str(path))
    _read(str(path))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(changes=_changes())
def test_damaged_old_workbooks_are_read_or_reported(tmp_path: Path, changes: list[tuple[str, float, int]]) -> None:
    path = tmp_path / "t.xls"
    path.write_bytes(_changed(XLS, changes))
    _read(str(path))


@pytest.mark.parametrize("name", ["t.xlsx", "t.ods"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(changes=_changes(), data=st.data())
def test_damaged_parts_of_an_archive_are_read_or_reported(
    tmp_path: Path, name: str, changes: list[tuple[str, float, int]], data: st.DataObject
) -> None:
    parts = sheet_parts(_SHEET, ["0.0%"], "<si><t>表</t></si>")
    if name == "t.ods":
        parts = ods_parts(ods_table(ods_row("地区", "7.70"), ods_row("x", attributes='table:number-rows-repeated="3"')))
    part = data.draw(st.sampled_from(sorted(parts)))
    content = parts[part]
    parts[part] = _changed(content if isinstance(content, bytes) else content.encode(), changes)
    _read(write_zip(tmp_path / name, parts))


@given(
    data=st.binary(max_size=300), name=st.sampled_from(["t.csv", "t.json", "t.jsonl", "t.xlsx", "t.xls", "t.ods", "t"])
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_read_or_reported(tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    tables.is_table(str(path))
    _read(str(path))
