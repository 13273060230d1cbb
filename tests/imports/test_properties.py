"""Time series of the British statistics office, with properties above the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_rows import draft, figures, workbook

from jimo_cli.imports import mapping, rows
from jimo_cli.imports.properties import headed

if TYPE_CHECKING:
    from pathlib import Path

ONE = """
"Title","Output: Seasonally adjusted £m"
"CDID","ABMI"
"Source dataset ID","QNA"
"PreUnit","£"
"Unit","m"
"Release date","23-12-2024"
"Next release","13 February 2025"
"Important notes","Data before 2000 are partly modelled."
"1990","422621"
"1990 Q1","105.50"
"1990 JAN","35"
"""

SEVERAL = """
Title,UK Employment rate (aged 16 and over),RPI All Items 1987=100,Trips to Germany,Length
CDID,LF24,CHAW,GMAA,ZZZZ
PreUnit,,,,
Unit,%,"Index, base year = 100",000s,m
Release Date,16-01-2024,16-01-2024,16-01-2024,16-01-2024
1990 Q4,59.9,130,12,5
1991 FEB,59.8,131,,6
"""


def test_the_head_has_title_and_unit_and_years_quarters_and_months_are_read() -> None:
    made = draft(ONE)
    assert figures(made) == {"Output: Seasonally adjusted [£ million]": ["1990 422621", "1990-Q1 105.50", "1990-01 35"]}
    assert made.source["title"] == "Output: Seasonally adjusted £m"
    assert made.source["issued"] == "2024-12-23"
    told = [one.what for one in made.skipped]
    assert any("Data before 2000 are partly modelled." in one for one in told)


def test_each_column_has_its_own_title_and_unit_and_a_letter_alone_is_none() -> None:
    assert figures(draft(SEVERAL)) == {
        "UK Employment rate (aged 16 and over) [%]": ["1990-Q4 59.9", "1991-02 59.8"],
        "RPI All Items 1987=100 (Index, base year = 100) []": ["1990-Q4 130", "1991-02 131"],
        "Trips to Germany [thousand]": ["1990-Q4 12"],
        "Length []": ["1990-Q4 5", "1991-02 6"],
    }


@pytest.mark.parametrize("content", [ONE, SEVERAL])
def test_a_mapping_as_it_was_guessed_reads_the_same(content: str, tmp_path: Path) -> None:
    path = tmp_path / "t.map.toml"
    path.write_text(rows.map_of(workbook(content)))
    assert figures(draft(content, mapping.read(str(path)))) == figures(draft(content))


@pytest.mark.parametrize(
    "content", ["Title,Unit,Year\nUnit,%,2020\n", "Title,1\nCDID,2\nPreUnit,3\nNext release,4\n", "a,b\n"]
)
def test_a_table_with_such_heads_or_without_a_unit_is_as_it_was(content: str) -> None:
    (sheet,) = workbook(content).sheets
    assert headed(sheet) is sheet
