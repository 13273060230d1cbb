"""Spreadsheets of OpenDocument: texts as they are shown, and what is not read."""

from pathlib import Path

import pytest
from made_sheets import cells, ods_parts, ods_row, ods_table, rows, write_zip

from jimo_cli import tables
from jimo_cli.errors import UsageError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.ods"


def _cell(text: str = "", attributes: str = "", tag: str = "table-cell") -> str:
    return f"<table:{tag} {attributes}>{text and f'<text:p>{text}</text:p>'}</table:{tag}>"


def _row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def test_the_text_of_a_cell_is_what_is_shown(path: Path) -> None:
    cell = '<table:table-cell office:value="7.7" office:value-type="float"><text:p>7.70</text:p></table:table-cell>'
    assert cells(write_zip(path, ods_parts(ods_table(_row(cell, _cell("7.0%")))))) == [["7.70", "7.0%"]]


@pytest.mark.parametrize(
    ("shown", "text"), [("01/02/24", "2024-02-01"), ("2024年2月", "2024年2月"), ("2024-02-01", "2024-02-01")]
)
def test_a_day_whose_year_does_not_stand_first_is_iso_8601(path: Path, shown: str, text: str) -> None:
    cell = _cell(shown, 'office:value-type="date" office:date-value="2024-02-01"')
    assert cells(write_zip(path, ods_parts(ods_table(_row(cell))))) == [[text]]


@pytest.mark.parametrize(
    ("shown", "value", "kind", "text"),
    [
        ("0,90", "0.897597901025655", "float", "0.90"),
        ("1.234,5", "1234.5", "float", "1,234.5"),
        ("1,234", "1.2341", "float", "1.234"),
        ("1,234", "1234", "float", "1,234"),
        ("-7,0%", "-0.07", "percentage", "-7.0%"),
        ("1,234.5", "1234.5", "float", "1,234.5"),
        ("x, y", "5", "float", "x, y"),
        ("1,5", "9", "float", "1,5"),
    ],
)
def test_decimals_behind_a_comma_stand_behind_a_point(path: Path, shown: str, value: str, kind: str, text: str) -> None:
    cell = _cell(shown, f'office:value-type="{kind}" office:value="{value}"')
    assert cells(write_zip(path, ods_parts(ods_table(_row(cell))))) == [[text]]


def test_a_cell_without_text_has_its_value(path: Path) -> None:
    row = _row(_cell("", 'office:value="7.70"'), _cell("", 'office:boolean-value="true"'), _cell("x"))
    noise = _row(_cell("", 'office:value="0.30000000000000004"'))
    assert cells(write_zip(path, ods_parts(ods_table(row + noise)))) == [["7.70", "true", "x"], ["0.3"]]


def test_paragraphs_blanks_and_spans_are_one_text_without_comments(path: Path) -> None:
    inner = (
        "<office:annotation><text:p>no</text:p></office:annotation><text:p>a<text:s text:c='2'/><text:span>b</text:span>"
        "<text:tab/>c<text:line-break/>d</text:p><text:p>e</text:p>"
    )
    assert cells(write_zip(path, ods_parts(ods_table(_row(f"<table:table-cell>{inner}</table:table-cell>"))))) == [
        ["a  b c\nd\ne"]
    ]


def test_repeated_rows_and_cells_stand_as_often(path: Path) -> None:
    blank = _row(_cell("", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048000"')
    body = ods_table(
        _row(
            _cell("a", 'table:number-columns-repeated="2"'), _cell("", 'table:number-columns-repeated="2"'), _cell("b")
        ),
        ods_row("c", attributes='table:number-rows-repeated="2"'),
        _row(_cell(), attributes='table:number-rows-repeated="3"'),
        ods_row("d"),
        blank,
    )
    assert rows(tables.read(write_zip(path, ods_parts(body)))) == [
        (1, ["a", "a", "", "", "b"]), (2, ["c"]), (3, ["c"]), (7, ["d"]),
    ]  # fmt: skip


def test_covered_cells_have_the_text_of_what_covers_them(path: Path) -> None:
    body = ods_table(
        _row(
            _cell("标", 'table:number-rows-spanned="2"'),
            _cell("年", 'table:number-columns-spanned="2"'),
            _cell(tag="covered-table-cell"),
        ),
        _row(_cell("hidden below", tag="covered-table-cell"), _cell("1"), _cell("2")),
        ods_row("x"),
    )
    assert cells(write_zip(path, ods_parts(body))) == [["标", "年", "年"], ["标", "1", "2"], ["x"]]


def test_what_is_hidden_is_told_and_not_read(path: Path) -> None:
    style = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    body = (
        f'<table:table table:name="密" table:style-name="h">{ods_row("x")}</table:table>'
        + ods_table(columns, ods_row("1", "2", "3"), ods_row("4", attributes='table:visibility="filter"'))
        + ods_table(ods_row("5"), name="二")
    )
    workbook = tables.read(write_zip(path, ods_parts(body, style)))
    assert [sheet.name for sheet in workbook.sheets] == ["表", "二"]
    for _ in range(2):
        assert rows(workbook) == [(1, ["1", "3"])]
        assert rows(workbook, 1) == [(1, ["5"])]
        assert workbook.skipped == ["hidden sheet '密'", "1 hidden row in '表'", "1 hidden column in '表'"]


def test_rows_that_were_deleted_are_no_rows(path: Path) -> None:
    gone = f"<table:tracked-changes>{ods_table(ods_row('gone'))}{_row(_cell('gone'))}</table:tracked-changes>"
    assert cells(write_zip(path, ods_parts(gone + ods_table(ods_row("x"))))) == [["x"]]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ods_row("x", "y", "z", attributes='table:number-rows-repeated="2000000"') + ods_row("x"),
            "more rows than a sheet has",
        ),
        (_row(_cell("x", 'table:number-columns-repeated="16384"'), _cell("y")), "more columns than a sheet has"),
        (
            _row(_cell("x", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="5000"'),
            "repeats more",
        ),
        (_row(_cell("x", 'table:number-columns-repeated="many"')), "is damaged"),
        (_row(_cell("1,5", 'office:value="1e"')), "is damaged"),
        (_row(_cell("1,5", 'office:value="1e999999999999"')), "is damaged"),
    ],
)
def test_what_repeats_without_bound_is_reported(path: Path, row: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        cells(write_zip(path, ods_parts(ods_table(row))))


def test_a_document_type_is_refused(path: Path) -> None:
    with pytest.raises(UsageError, match="declares a document type"):
        tables.read(write_zip(path, ods_parts(ods_table(ods_row("x")), head='<!DOCTYPE a [<!ENTITY b "c">]>')))


def test_a_password_is_reported(path: Path) -> None:
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    with pytest.raises(UsageError, match="is encrypted; save it without a password"):
        tables.read(write_zip(path, {**ods_parts(""), "content.xml": b"\1\2", "META-INF/manifest.xml": manifest}))
