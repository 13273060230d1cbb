"""Periods in the orders and calendars that tables have."""

from __future__ import annotations

import pytest
from test_rows import draft, figures

from jimo_cli.imports.times import when


@pytest.mark.parametrize(
    ("days", "periods"),
    [
        (("31.12.1950", "1.2.1951"), ["1950-12-31", "1951-02-01"]),
        (("01/02/1951", "13/02/1951"), ["1951-02-01", "1951-02-13"]),
        (("01/02/1951", "12/31/1951"), ["1951-01-02", "1951-12-31"]),
        (("1950/12/31", "1951/1/2"), ["1950-12-31", "1951-01-02"]),
    ],
)
def test_one_day_above_twelve_says_in_which_order_days_are(days: tuple[str, str], periods: list[str]) -> None:
    made = draft(f"Region,Date,Price\nFrance,{days[0]},1.5\nFrance,{days[1]},2.5\n")
    assert [one.period for of in made.series for one in of.observations] == periods
    assert not made.unclear


@pytest.mark.parametrize("days", [("01/02/1951", "02/03/1951"), ("13/02/1951", "02/13/1951")])
def test_days_of_which_the_order_is_not_certain_are_no_periods(days: tuple[str, str]) -> None:
    made = draft(f"Region,Date,Price\nFrance,{days[0]},1.5\nFrance,{days[1]},2.5\n")
    assert made.columns[1].role == "unclear"


@pytest.mark.parametrize(
    ("shown", "period"),
    [
        ("昭和25年(1950)", "1950"),
        ("1950(昭和25)年", "1950"),
        ("昭和25年　1950", "1950"),
        ("2020年1月（令和2年1月）", "2020-01"),
        ("令和2年1月（2020年1月）", "2020-01"),
        ("2019(平成31/令和元)年", "2019"),
        ("1950 (昭和26)", ""),
        ("令和2年2月(2020年1月)", ""),
        ("2023(令和5)年度", ""),
    ],
)
def test_a_year_of_an_era_with_the_common_one_beside_it(shown: str, period: str) -> None:
    found = when(shown)
    assert found is not None
    assert (found.period, bool(found.why)) == (period, not period)


def test_of_years_in_two_calendars_the_column_that_has_all_is_taken() -> None:
    made = draft("地区,年次,,人口（千人）\n北京,昭和25年,1950,1.5\n北京,30,1955,2.5\n")
    assert figures(made) == {"人口 [千人]": ["北京 1950 1.5", "北京 1955 2.5"]}
    assert made.columns[1].why == "the same as column 3"


def test_figures_whose_days_cannot_be_read_are_none() -> None:
    made = draft("Region,Date,Price\nFrance,01/02/1951,1.5\nFrance,02/03/1951,2.5\n")
    assert not made.series
    assert any("but only 0 of 2 cells are periods" in told for told in made.unclear)
