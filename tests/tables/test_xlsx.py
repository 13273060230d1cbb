"""Workbooks of Excel: cells as a person sees them, and what is not read."""

import datetime as dt
import struct
import zipfile
from pathlib import Path

import pytest
from made_sheets import cells, rows, sheet_parts, write, write_zip

from jimo_cli import tables
from jimo_cli.errors import UsageError
from jimo_cli.tables import bounds


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.xlsx"


def _cell(value: str, style: int = 0, kind: str = "n", ref: str = "") -> str:
    return f'<c {f"r={chr(34)}{ref}{chr(34)}" if ref else ""} s="{style}" t="{kind}"><v>{value}</v></c>'


def _data(*rows: str) -> str:
    return "<sheetData>" + "".join(f"<row>{row}</row>" for row in rows) + "</sheetData>"


def test_cells_have_the_digits_that_are_shown(path: Path) -> None:
    sheet = _data(_cell("7.7", 1) + _cell("7.000000000000001E-2", 2) + _cell("45292", 3) + _cell("0.07000000000000001"))
    write_zip(path, sheet_parts(sheet, ["0.00", "0.0%", "yyyy-mm-dd"]))
    assert cells(path) == [["7.70", "7.0%", "2024-01-01", "0.07"]]


def test_what_openpyxl_writes_is_read(path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "数据"
    sheet.append(["地区", "增速", "日期"])
    sheet.append(["山东省", 0.07, dt.date(2024, 1, 1)])
    sheet["B2"].number_format = "0.0%"
    sheet.merge_cells("A3:C3")
    sheet["A3"] = "合计"
    sheet["A4"], sheet["B4"], sheet["C4"] = True, "#N/A", 1586.32
    book.save(path)
    workbook = tables.read(str(path))
    assert [sheet.name for sheet in workbook.sheets] == ["数据"]
    assert [row.cells for row in rows(workbook)] == [
        ["地区", "增速", "日期"],
        ["山东省", "7.0%", "2024-01-01"],
        ["合计", "合计", "合计"],
        ["TRUE", "#N/A", "1586.32"],
    ]
    assert workbook.skipped == []


def test_texts_are_joined_without_how_they_are_read(path: Path) -> None:
    strings = "<si><r><t>东</t></r><r><t xml:space='preserve'> 京</t></r><rPh><t>トウキョウ</t></rPh></si>"
    inline = '<c t="inlineStr"><is><r><t>a</t></r><r><t>_x000A_b_xD800_</t></r></is></c>'
    write_zip(path, sheet_parts(_data(_cell("0", kind="s") + inline + _cell("x_y", kind="str")), strings=strings))
    assert cells(path) == [["东 京", "a\nb?", "x_y"]]


def test_cells_stand_in_their_columns_and_rows_keep_their_numbers(path: Path) -> None:
    sheet = f'<sheetData><row r="3">{_cell("1", ref="C3")}{_cell("2")}</row><row r="7">{_cell("3", ref="A7")}</row></sheetData>'
    assert rows(tables.read(write_zip(path, sheet_parts(sheet)))) == [(3, ["", "", "1", "2"]), (7, ["3"])]


def test_merged_cells_have_their_text_in_each_cell(path: Path) -> None:
    sheet = (
        f'<sheetData><row r="1">{_cell("标", kind="str", ref="A1")}{_cell("年", kind="str", ref="B1")}</row>'
        f'<row r="2"><c r="A2"/>{_cell("1", ref="B2")}{_cell("2", ref="C2")}</row></sheetData>'
        '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells>'
    )
    assert cells(write_zip(path, sheet_parts(sheet))) == [["标", "年", "年"], ["标", "1", "2"]]


def test_merged_cells_are_found_behind_many_rows(path: Path) -> None:
    sheet = (
        _data(*[_cell(str(at)) for at in range(10_000)]) + '<mergeCells><mergeCell ref="A10000:B10000"/></mergeCells>'
    )
    assert cells(write_zip(path, sheet_parts(sheet)))[-2:] == [["9998"], ["9999", "9999"]]


def test_what_is_hidden_is_told_and_not_read(path: Path) -> None:
    sheet = (
        '<cols><col min="2" max="2" hidden="1"/><col min="5" max="16384" hidden="1"/></cols><sheetData>'
        f'<row>{_cell("1")}{_cell("2")}{_cell("3")}</row><row hidden="1">{_cell("4")}</row><row hidden="1"/></sheetData>'
    )
    parts = sheet_parts(sheet)
    parts["xl/book.xml"] = str(parts["xl/book.xml"]).replace(
        "<sheets>", '<sheets><sheet name="密" state="veryHidden" r:id="s"/>'
    )
    workbook = tables.read(write_zip(path, parts))
    for _ in range(2):
        assert rows(workbook) == [(1, ["1", "3"])]
        assert workbook.skipped == ["hidden sheet '密'", "1 hidden row in '表'", "1 hidden column in '表'"]


def test_formulas_without_a_result_and_unknown_formats_are_told(path: Path) -> None:
    sheet = _data("<c><f>1+1</f></c><c><f>1+1</f><v>2</v></c>" + _cell("0.5", 1) + "<c><f>A1</f><v/></c>")
    workbook = tables.read(write_zip(path, sheet_parts(sheet, ["# ?/?"])))
    assert rows(workbook) == [(1, ["", "2", "0.5", ""])]
    assert workbook.skipped == [
        "2 formulas without a stored result in '表'",
        "number format '# ?/?' in '表': stored values are given",
    ]


def test_macros_are_not_run_and_told(path: Path) -> None:
    workbook = tables.read(write_zip(path, {**sheet_parts(_data(_cell("1"))), "xl/vbaProject.bin": b"x"}))
    assert workbook.kind == "XLSX with macros"
    assert workbook.skipped == ["macros, which are not run"]
    assert rows(workbook) == [(1, ["1"])]


def test_strict_workbooks_are_read_and_days_may_count_from_1904(path: Path) -> None:
    sheet = _data(_cell("43830", 1) + _cell("2024-01-01", kind="d"))
    book = sheet_parts(sheet, ["yyyy-mm-dd"], is_strict=True, book='<workbookPr date1904="true"/>')
    assert cells(write_zip(path, book)) == [["2024-01-01", "2024-01-01"]]


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ('<sheetData><row r="2"/><row r="1"/></sheetData>', "row 1 behind row 2"),
        ('<sheetData><row r="9999999"/></sheetData>', "is damaged"),
        (f"<sheetData><row>{_cell('1', ref='XFE1')}</row></sheetData>", "a cell in column 'XFE'"),
        (_data(_cell("5", kind="s")), "no shared text 5"),
        (_data(_cell("x", kind="s")), "is damaged"),
        ("<sheetData><row></sheetData>", "is damaged"),
    ],
)
def test_a_damaged_sheet_is_reported(path: Path, sheet: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        cells(write_zip(path, sheet_parts(sheet)))


@pytest.mark.parametrize("part", ["_rels/.rels", "xl/book.xml", "xl/styles.xml", "xl/strings.xml", "xl/a.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_every_part(path: Path, part: str, encoding: str) -> None:
    parts = sheet_parts(_data(_cell("1")))
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]>'
    parts[part] = (head + str(parts[part])).encode(encoding)
    with pytest.raises(UsageError, match=r"declares a document type|a sheet in UTF-16"):
        cells(write_zip(path, parts))


@pytest.mark.parametrize("part", ["xl/strings.xml", "xl/a.xml"])
def test_what_unpacks_to_too_much_is_reported(path: Path, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    monkeypatch.setattr(bounds, "SMALL_XML", 2**20)
    parts = sheet_parts(_data(_cell("1")))
    parts[part] = str(parts[part]) + " " * 2**24
    write_zip(path, parts)
    assert path.stat().st_size < 2**15
    with pytest.raises(
        UsageError, match=r"unpacks to more than can be read; the limit is .* save the sheet that is needed as CSV"
    ):
        cells(path)


def test_a_size_that_an_archive_only_claims_is_not_believed(path: Path) -> None:
    write_zip(path, sheet_parts(_data(_cell("1"))))
    data = bytearray(path.read_bytes())
    for at in [at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"]:
        data[at + 24 : at + 28] = struct.pack("<I", 5)
    write(path, bytes(data))
    with pytest.raises(UsageError, match="is damaged"):
        cells(path)


def test_a_part_with_a_password_is_reported(path: Path) -> None:
    write_zip(path, sheet_parts(_data(_cell("1"))))
    data = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 1)
    write(path, bytes(data))
    with pytest.raises(UsageError, match="is encrypted; save it without a password"):
        tables.read(str(path))


def test_a_missing_part_is_reported(path: Path) -> None:
    parts = sheet_parts(_data(_cell("1")))
    del parts["xl/a.xml"]
    with pytest.raises(UsageError, match=r"no part 'xl/a.xml'"):
        cells(write_zip(path, parts))


def test_a_workbook_that_changes_while_it_is_read_is_reported(path: Path) -> None:
    workbook = tables.read(write_zip(path, sheet_parts(_data(*[_cell("1")] * 100_000))))
    reading = workbook.sheets[0].read()
    next(reading)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("x", "y")
    with pytest.raises(UsageError, match="changed while it was read"):
        list(reading)
