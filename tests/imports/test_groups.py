"""Rows that are a part of what a row above them names, and columns of growth beside years."""

from __future__ import annotations

import pytest
from test_rows import draft, figures

from jimo_cli.imports import cells


def test_parts_below_a_heading_are_joined_to_it_with_its_unit() -> None:
    made = draft(
        "指标,2022年,2023年\n居民收入（元）,,\n城镇 Urban,10,11\n农村 Rural,8,9\n消费支出（元）,,\n城镇,7,8\n人口（万人）,1,2\n"
    )
    assert figures(made) == {
        "居民收入, 城镇 [元]": ["2022 10", "2023 11"],
        "居民收入, 农村 [元]": ["2022 8", "2023 9"],
        "消费支出, 城镇 [元]": ["2022 7", "2023 8"],
        "人口 [万人]": ["2022 1", "2023 2"],
    }
    assert figures(made) == figures(made)


def test_parts_below_a_row_with_figures_are_joined_to_it() -> None:
    made = draft("Item,2022,2023\nPopulation,10,11\nMale,5,6\nFemale,4,5\nHouseholds,2,3\n")
    assert [one.label for one in made.series] == ["Population", "Population, Male", "Population, Female", "Households"]


def test_names_below_several_headings_are_joined_to_these_and_others_are_not() -> None:
    made = draft("Item,2022,2023\nImports,,\nSteel,1,2\nExports,,\nSteel,3,4\nCotton,5,6\n")
    assert [one.label for one in made.series] == ["Imports, Steel", "Exports, Steel", "Cotton"]


def test_a_long_table_has_no_headings() -> None:
    made = draft("Region,Year,Indicator,Value\nFrance,2020,Pay,1\nFrance,2020,Male,2\n")
    assert [one.label for one in made.series] == ["Pay", "Male"]


def test_growth_behind_two_years_is_of_the_later_one_and_has_its_own_unit() -> None:
    made = draft("单位：万人\n指标 Item,2022,2023,比上年增长(%)\n户籍人口 Registered population,10,11,5.0\n")
    assert figures(made) == {"户籍人口 [万人]": ["2022 10", "2023 11"], "户籍人口比上年增长 [%]": ["2023 5.0"]}
    assert made.series[1].checks["time_period"] == "比上年增长(%)"
    assert "time_period" not in made.series[0].checks
    assert made.series[0].label_en == "Registered population"


@pytest.mark.parametrize("years", ["2010,2020", "2022Q1,2023Q1"])
def test_growth_behind_periods_that_are_not_a_year_and_the_next_one_is_of_none(years: str) -> None:
    made = draft(f"指标,{years},增长(%)\n户籍人口,10,11,5.0\n")
    assert made.columns[3].why == "of which period its figures are is not said"


@pytest.mark.parametrize(
    ("shown", "value", "beside"),
    [
        ("1,234 (0.7)", "1234", "(0.7)"),
        ("12.3 (5%)", "12.3", "(5%)"),
        ("12.3 [11.1-13.5]", "12.3", "[11.1-13.5]"),
        ("1234 (2012)", None, ""),
        ("(0.7)", None, ""),
    ],
)
def test_an_error_or_range_in_brackets_is_no_part_of_the_figure(shown: str, value: str | None, beside: str) -> None:
    found = cells.read(shown)
    assert (found.value, found.mark) == (value, beside)


def test_what_stands_in_brackets_behind_figures_is_told() -> None:
    made = draft("Region,Year,Score\nFrance,2020,12.3 (0.7)\n")
    assert figures(made) == {"Score []": ["France 2020 12.3 12.3 (0.7)"]}
    assert [one.why for one in made.skipped] == ["in brackets behind the figure: its error, share or range"]


def test_parts_below_a_heading_that_divides_are_those_of_the_row_above() -> None:
    table = "项目 Item,2021,2022\n总人口 Total,100,101\n按城乡分 By residence,,\n城镇 Urban,60,62\n乡村 Rural,40,39\n"
    assert [one.label for one in draft(table).series] == ["总人口", "总人口, 城镇", "总人口, 乡村"]


def test_a_row_with_the_unit_in_two_languages_is_no_head() -> None:
    made = draft("2-3 人口 Population,,\n单位：万人,,(10 000 persons)\n项目 Item,2021,2022\n总人口 Total,100,101\n")
    assert figures(made) == {"总人口 [万人]": ["2021 100", "2022 101"]}
