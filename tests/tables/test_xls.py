"""Workbooks of Excel before 2007, whose reader is an extra."""

import importlib.util
from pathlib import Path

import pytest
from made_sheets import XLS, rows, write

from jimo_cli import tables
from jimo_cli.errors import UsageError
from jimo_cli.tables import xls


def test_stored_values_are_read_and_told_to_be(tmp_path: Path) -> None:
    workbook = tables.read(write(tmp_path / "t.xls", XLS))
    assert (workbook.kind, [sheet.name for sheet in workbook.sheets]) == ("XLS", ["数据"])
    assert workbook.skipped == ["how numbers are shown: .xls gives stored values", "hidden sheet '密'"]
    assert rows(workbook) == [
        (1, ["表1", "表1", "表1"]),
        (2, ["山东省", "7.7", "0.07"]),
        (3, ["2024-01-01", "TRUE", "1586.32"]),
    ]


def test_without_the_extra_the_command_that_installs_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(xls, "find_spec", lambda name: None if name == "python_calamine" else find(name))
    with pytest.raises(UsageError, match=r"run: pip install 'jimo\[xls\]'"):
        tables.read(write(tmp_path / "t.xls", XLS))


def test_a_module_of_the_directory_it_is_run_in_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "python_calamine.py", "raise SystemExit(0)")
    write(tmp_path / "json.py", "raise SystemExit(0)")
    monkeypatch.chdir(tmp_path)
    assert len(rows(tables.read(write(tmp_path / "t.xls", XLS)))) == 3


def test_rows_that_are_not_read_to_the_end_leave_no_process(tmp_path: Path) -> None:
    reading = tables.read(write(tmp_path / "t.xls", XLS)).sheets[0].read()
    assert next(reading).number == 1
    reading.close()  # type: ignore[attr-defined]  # a generator; an unclosed process is a warning, and so an error
