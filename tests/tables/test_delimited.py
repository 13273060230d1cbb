"""Text with a character between the cells: encodings, delimiters, quotes, and what is wrong with some."""

import tracemalloc
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_sheets import cells, rows, write

from jimo_cli import tables
from jimo_cli.errors import UsageError
from jimo_cli.tables import delimited


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.csv"


@pytest.mark.parametrize(
    ("text", "encoding", "kind"),
    [
        ("地区,GDP\n山东省,7.70\n", "utf-8", "CSV, UTF-8, comma"),
        ("地区,GDP\n山东省,7.70\n", "utf-8-sig", "CSV, UTF-8, comma"),
        ("地区,GDP\n山东省,7.70\n", "gb18030", "CSV, GB18030, comma"),
        ("345亿元,1\n", "gb18030", "CSV, GB18030, comma"),
        ("year,元\n2023,5\n", "gb18030", "CSV, GB18030, comma"),  # D4 AA is Ԫ in UTF-8
        ("year,Ελλάδα,±\n", "utf-8", "CSV, UTF-8, comma"),
        ("год,Россия\n", "utf-8", "CSV, UTF-8, comma"),
        ("Größe,Öl,Maßstab,Länge\n", "cp1252", "CSV, Latin-1 (a guess: it is neither UTF-8 nor GB18030), comma"),
        ("濮阳,漯河,鄂尔多斯,亳州\n", "gb18030", "CSV, GB18030, comma"),
        ("國內生產總值,臺灣\n經濟增長,5\n", "gb18030", "CSV, GB18030, comma"),
        ("地区\tGDP\n山东省\t7.70\n", "utf-16", "TSV, UTF-16, tab"),
        ("地区\tGDP\n山东省\t7.70\n", "utf-8", "TSV, UTF-8, tab"),
        ("縣市,人口數\n臺北市,250\n", "big5", "CSV, Big5 (a guess: it is neither UTF-8 nor GB18030), comma"),
        ("都道府県,人口\n東京都,14\n", "cp932", "CSV, Shift_JIS (a guess: it is neither UTF-8 nor GB18030), comma"),
        ("アメリカ,カナダ\nドイツ,1\n", "cp932", "CSV, Shift_JIS (a guess: it is neither UTF-8 nor GB18030), comma"),
        ("Bevölkerung;Köln\nMünchen;1,5\n", "cp1252", "CSV, Latin-1 (a guess: it is neither UTF-8 nor GB18030), semicolon"),
        ("Temp,25 °C\nx,5\n", "cp1252", "CSV, Latin-1 (a guess: it is neither UTF-8 nor GB18030), comma"),
    ],
)  # fmt: skip
def test_the_encoding_is_told_by_what_the_bytes_make(path: Path, text: str, encoding: str, kind: str) -> None:
    workbook = tables.read(write(path, text, encoding))
    assert workbook.kind == kind
    mark = next(mark for mark in ";\t," if mark in text)
    assert [row.cells for row in rows(workbook)] == [line.split(mark) for line in text.splitlines()]


def test_korean_is_told_from_chinese_where_there_is_enough_of_it(path: Path) -> None:
    text = "지역,인구,경제성장률\n서울특별시,940,2.5\n부산광역시,330,1.7\n대구광역시,240,1.1\n합계,1510,\n"
    assert tables.read(write(path, text, "euc-kr")).kind.startswith("CSV, EUC-KR (a guess")
    assert cells(path) == [line.split(",") for line in text.splitlines()]


@pytest.mark.parametrize(("text", "encoding"), [("Страна;Население\n", "cp1251"), ("Łódź;żółć\n", "cp1250")])
def test_an_encoding_that_is_not_known_is_reported(path: Path, text: str, encoding: str) -> None:
    with pytest.raises(UsageError, match="is not text in UTF-8, GB18030 or another known encoding; save it as UTF-8"):
        tables.read(write(path, text, encoding))


def test_chinese_behind_a_megabyte_of_ascii_is_read(path: Path) -> None:
    write(path, "a,b\n" * 600_000 + "山东省,1\n", "gb18030")
    assert tables.read(str(path)).kind == "CSV, GB18030, comma"


def test_one_damaged_line_of_utf8_makes_no_other_encoding(path: Path) -> None:
    write(path, "青岛市即墨区,1\n".encode() * 3 + b"\xff\xfe,2\n")
    with pytest.raises(UsageError, match="is UTF-8, but line 4 is damaged"):
        tables.read(str(path))


def test_bytes_that_are_not_in_the_encoding_far_down_are_reported(path: Path) -> None:
    write(path, "山东省,1\n".encode("gb18030") * 200_000 + b"\xff\xff,2\n")
    with pytest.raises(UsageError, match="cannot be read as GB18030 from about line"):
        rows(tables.read(str(path)))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("a;b\n1,5;2,5\n3,5;4\n", ["a", "b"]),
        ("表1\n\na,b,c\n1,2,3\n4,5,6\n注：x\n", ["表1"]),
        ("a|b\n1|2,5\n", ["a", "b"]),
        ('a,b\n"x; y",2\n"z; w",3\n', ["a", "b"]),
        ("sep=;\na,1;b,2\n", ["a,1", "b,2"]),
        ("345亿元\n", ["345亿元"]),
    ],
)
def test_the_delimiter_is_what_divides_most_rows_alike(path: Path, text: str, first: list[str]) -> None:
    assert cells(write(path, text))[0] == first


def test_a_row_has_the_number_of_the_line_it_begins_in(path: Path) -> None:
    write(path, 'a,b\r\n"x\r\ny",1\r\n\r\nz,2')
    assert rows(tables.read(str(path))) == [(1, ["a", "b"]), (2, ["x\r\ny", "1"]), (5, ["z", "2"])]


def test_rows_keep_their_number_of_cells_and_their_digits(path: Path) -> None:
    assert cells(write(path, "a,b,c\n7.70\n1,0805,,\n")) == [["a", "b", "c"], ["7.70"], ["1", "0805", "", ""]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'a,b\n"x,1\ny,2\n', "line 2: a quote in the row that begins here is never closed"),
        (b'a,b\n1,2\n"x,1\ny"z",2\n', "line 3: text stands behind a closed quote"),
        (
            b'a,"' + b"x\n" * 100_000,
            "line 1: a cell of more than 131,072 characters; perhaps its quote is never closed",
        ),
        (b"a,b\n\0,2\n", "line 2 has NUL bytes"),
        (b"x" * (16 * 2**20 + 2**19), "line 1 is longer than 16 MB"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(path: Path, data: bytes, message: str) -> None:
    write(path, data)
    with pytest.raises(UsageError, match=message):
        rows(tables.read(str(path)))


def test_a_file_that_changes_while_it_is_read_is_reported(path: Path) -> None:
    workbook = tables.read(write(path, "a,b\n" * 100_000))
    reading = workbook.sheets[0].read()
    next(reading)
    write(path, "c,d\n" * 100)
    with pytest.raises(UsageError, match="changed while it was read; run the command again"):
        list(reading)
    with pytest.raises(UsageError, match="changed while it was read"):
        rows(workbook)


def test_memory_does_not_grow_with_the_file(path: Path) -> None:
    write(path, "山东省,2024,7.70\n" * 300_000)
    tracemalloc.start()
    count = sum(1 for _ in tables.read(str(path)).sheets[0].read())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 300_000
    assert most < 6 * 2**20


def test_a_sheet_can_be_read_again_before_it_was_read_to_its_end(path: Path) -> None:
    sheet = tables.read(write(path, "a,1\nb,2\nc,3\n")).sheets[0]
    assert list(islice(sheet.read(), 1)) == [(1, ["a", "1"])]
    assert len(list(sheet.read())) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(
    table=st.lists(st.lists(st.text("ab,;\"'\n中。 ", max_size=6), min_size=2, max_size=4), min_size=1, max_size=6),
)
def test_what_a_csv_writer_writes_comes_back(path: Path, table: list[list[str]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table]
    write(path, "".join(f"{row}\n" for row in quoted))
    assert cells(path) == table


@pytest.mark.parametrize(
    ("text", "is_divided"),
    [
        ("a\tb\tc\n1\t2\t3\n4\t5\t6\n", True),
        ("一是，二是\n三是，四是\n五是\n", False),
        ("First, we saw.\nThen, we went.\nSo, it was.\n", False),
        ("a,b,c\n", False),
    ],
)
def test_prose_is_no_table(text: str, *, is_divided: bool) -> None:
    assert delimited.looks_divided(text) is is_divided


def test_text_behind_a_quote_within_a_line_is_as_it_stands(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", b'"Table 7" (revised 2024)\na,b\n1,2\n')
    assert cells(path) == [["Table 7 (revised 2024)"], ["a", "b"], ["1", "2"]]


@pytest.mark.parametrize("sign", ["\u2013", "\u2019", "\u2026"])
def test_a_lone_sign_of_windows_is_read(tmp_path: Path, sign: str) -> None:
    path = write(tmp_path / "t.csv", f"year,a {sign} b\n2024,1\n".encode("cp1252"))
    assert cells(path) == [["year", f"a {sign} b"], ["2024", "1"]]
