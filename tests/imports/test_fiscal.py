"""Years that do not begin in January: read where a table says when they begin, else refused."""

from __future__ import annotations

import pytest
from test_rows import draft, figures

from jimo_cli.imports.fiscal import first_month
from jimo_cli.imports.times import FISCAL


@pytest.mark.parametrize(
    ("line", "month"),
    [
        ("Note: fiscal years begin in April.", 4), ("The fiscal year starts on 1 July", 7), ("School year: September to August", 9),
        ("Years ending 31 March", 4), ("Fiscal years ending in September", 10), ("year ended June 30, 2020", 7),
        ("注：学年自9月1日至次年8月。", 9), ("财年为4月至次年3月", 4), ("财年从7月1日开始", 7),
        ("The fiscal year begins on 6 April", 0), ("The tax year starts April 6", 0), ("Year ending 5 April", 0),
        ("In India the fiscal year begins in April", 0), ("Fiscal year (April to June)", 0), ("Year ending December", 0),
        ("Data for the years 2018 to 2020", 0), ("财年", 0),
    ],
)  # fmt: skip
def test_a_line_says_in_which_month_years_begin(line: str, month: int) -> None:
    assert first_month(line) == month


@pytest.mark.parametrize("years", ["2018/19 2019/20", "2018-19 2019-20", "2018/2019 2019/2020", "2018–19 2019–20"])
def test_years_of_which_the_first_month_is_said_are_periods(years: str) -> None:
    first, second = years.split()
    expected = {"Spending []": ["India 2018-04/2019-03 10", "India 2019-04/2020-03 5"]}
    assert (
        figures(
            draft(f"Note: fiscal years begin in April.\nCountry,Year,Spending\nIndia,{first},10\nIndia,{second},5\n")
        )
        == expected
    )
    across = figures(
        draft(f"Spending by fiscal year (April to March)\nCountry,{first},{second}\nIndia,10,5\nMali,1,2\n")
    )
    (found,) = across.values()
    assert found[:2] == ["India 2018-04/2019-03 10", "India 2019-04/2020-03 5"]


@pytest.mark.parametrize(
    "content",
    [
        "Country,Year,GDP\nIndia,2010-11,6\nMali,2010-11,5\n", "Country,2010-11\nIndia,6\nMali,5\n",
        "Country,Year,GDP\nIndia,2018/19,6\nIndia,2019/20,5\n", "Country,FY2018,FY2019\nIndia,6,5\nMali,6,5\n",
        "Country,2018/2019,2019/2020\nIndia,6,5\nMali,6,5\n", "财年,地区,收入\n2019年,北京,5\n2020年,北京,6\n",
        "Fiscal year,Country,Spending\n2019,India,10\n2020,Mali,5\n", "Budget FY2019\nCountry,Spending\nIndia,10\nMali,5\n",
        "Budget by fiscal year\nCountry,Year,Spending\nIndia,2010,6\nMali,2010,5\n",
        "Budget by fiscal year\nCountry,2010,2011\nIndia,6,7\nMali,5,7\n",
    ],
)  # fmt: skip
def test_what_may_be_a_fiscal_year_is_no_year_and_no_month(content: str) -> None:
    made = draft(content)
    assert not [one for of in figures(made).values() for one in of]
    assert any(FISCAL in one for one in [*made.unclear, *(one.why for one in made.skipped)])


def test_a_month_below_another_head_is_one() -> None:
    assert figures(draft("Country,Date,GDP\nIndia,2010-11,6\nMali,2010-11,5\n")) == {
        "GDP []": ["India 2010-11 6", "Mali 2010-11 5"]
    }


def test_how_long_years_are_is_no_unit() -> None:
    (one,) = draft("Spending (years ending 31 March)\nCountry,2018/19,2019/20\nIndia,10,5\nMali,4,5\n").series
    assert one.unit is None
