"""Which files are tables, by their names and by what is in them."""

from pathlib import Path

import pytest
from made_sheets import XLS, cells, ods_parts, ods_row, ods_table, sheet_parts, write, write_zip

from jimo_cli import tables
from jimo_cli.errors import UsageError


@pytest.mark.parametrize(
    "name", ["a.csv", "a.TSV", "a.xlsx", "a.xlsm", "a.xls", "a.ods", "a.json", "a.jsonl", "datapackage.json"]
)
def test_a_table_is_known_by_its_suffix(tmp_path: Path, name: str) -> None:
    assert tables.is_table(str(tmp_path / name))


@pytest.mark.parametrize(
    ("name", "content", "is_table"),
    [
        ("a.txt", "a\tb\tc\n1\t2\t3\n4\t5\t6\n", True),
        ("a.txt", "全市生产总值，增长7.7%。\n二、工业\n三、农业\n", False),
        ("a", b"\0\1", False),
        ("a.docx", "x", False),
        ("a.md", "a,b,c\n1,2,3\n4,5,6\n", False),
        ("a.html", "<table>", False),
    ],
)
def test_others_are_known_by_what_is_in_them(
    tmp_path: Path, name: str, content: str | bytes, *, is_table: bool
) -> None:
    assert tables.is_table(write(tmp_path / name, content)) is is_table


def test_a_workbook_without_suffix_and_a_directory_of_a_package_are_tables(tmp_path: Path) -> None:
    assert tables.is_table(write_zip(tmp_path / "book", sheet_parts("<sheetData/>")))
    assert not tables.is_table(write_zip(tmp_path / "archive", {"a": "b"}))
    assert not tables.is_table(str(tmp_path))
    write(tmp_path / "datapackage.json", "{}")
    assert tables.is_table(str(tmp_path))
    assert not tables.is_table(str(tmp_path / "missing"))


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods"])
def test_text_with_the_name_of_a_workbook_is_read_and_told(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, "地区,GDP\n山东省,7.70\n")
    assert tables.read(path).kind == f"CSV, UTF-8, comma, though its name ends in {name[1:]}"
    assert cells(path)[1] == ["山东省", "7.70"]


def test_a_workbook_under_the_name_of_another_type_is_read(tmp_path: Path) -> None:
    book = sheet_parts('<sheetData><row><c t="str"><v>x</v></c></row></sheetData>')
    assert cells(write_zip(tmp_path / "a.xls", book)) == [["x"]]
    assert cells(write_zip(tmp_path / "a.csv", ods_parts(ods_table(ods_row("y"))))) == [["y"]]
    assert cells(write(tmp_path / "a.xlsx", XLS))[1] == ["山东省", "7.7", "0.07"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<!DOCTYPE html><table></table>", "is a page without a table"),
        ("\ufeff<?xml version='1.0'?><Workbook/>", "is XML; open it in a spreadsheet and save it as .xlsx"),
        (b"%PDF-1.7", "is a PDF file"),
        (b"\x1f\x8b\x08", "is compressed; unpack it"),
        (b"PK\x03\x04 broken", "is no workbook of Excel or is damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is no workbook of Excel or is damaged"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "is encrypted; save it without a password"),
    ],
)
def test_what_is_no_table_is_reported(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        tables.read(write(tmp_path / "a.xlsx", content))


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("word/document.xml", "is a Word document; give it the suffix .docx"),
        ("ppt/presentation.xml", "is a presentation"),
        ("xl/workbook.bin", "is a binary workbook"),
        ("content.xml", "is no OpenDocument spreadsheet or is damaged"),
        ("x", "is no workbook of Excel; name an .xlsx file"),
    ],
)
def test_other_archives_are_reported(tmp_path: Path, part: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        tables.read(write_zip(tmp_path / "a.xlsx", {part: "x"}))


def test_what_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        tables.read(str(tmp_path / "a.csv"))
    with pytest.raises(UsageError, match="cannot be read"):
        tables.read(str(tmp_path))


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert cells(write(tmp_path / "a.csv", "")) == []
