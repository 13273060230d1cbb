"""Heads of many rows, filled from the left."""

from __future__ import annotations

import pytest
from test_rows import draft, figures

from jimo_cli.imports import heads

FIVE = """
2020年各地区人口
地区,人口,,,,
,总计,按性别,,按城乡,
,,男,女,城镇,农村
,,,,,
,万人,万人,万人,万人,万人
北京,10,5,5,8,2
天津,9,4,5,7,2
"""

EACH = """
Labour force 2020
Region,Total,,,,By age,
,Population,,Employed,,15-24,25-64
,All,Male,All,Male,Employed,Employed
France,1,2,3,4,5,6
Spain,2,3,4,5,6,7
"""

ABOVE = """
Labour force 2020
,Sex,,,Age,
,Total,Male,Female,Under 25,25 and over
France,1,2,3,4,5
Spain,2,3,4,5,6
"""


def test_five_rows_of_heads_are_joined_and_the_last_has_the_unit() -> None:
    assert figures(draft(FIVE)) == {
        "人口总计 [万人]": ["北京 2020 10", "天津 2020 9"],
        "人口按性别男 [万人]": ["北京 2020 5", "天津 2020 4"],
        "人口按性别女 [万人]": ["北京 2020 5", "天津 2020 5"],
        "人口按城乡城镇 [万人]": ["北京 2020 8", "天津 2020 7"],
        "人口按城乡农村 [万人]": ["北京 2020 2", "天津 2020 2"],
    }


def test_each_column_may_be_of_another_breakdown() -> None:
    made = draft(EACH)
    assert [one.label for one in made.series] == [
        *("Total, Population, All", "Total, Population, Male", "Total, Employed, All", "Total, Employed, Male"),
        *("By age, 15-24, Employed", "By age, 25-64, Employed"),
    ]
    assert [one.value for one in made.series[5].observations] == ["6", "7"]


def test_a_row_above_that_spans_columns_is_a_part_of_the_head_though_its_first_cell_is_blank() -> None:
    assert [one.label for one in draft(ABOVE).series] == [
        *("Sex, Total", "Sex, Male", "Sex, Female", "Age, Under 25", "Age, 25 and over"),
    ]


def test_rows_of_texts_below_are_no_heads_where_they_name_something() -> None:
    made = draft("Region,2020,2021\nFrance,x,x\nSpain,1,2\n")
    assert [(one.area, one.value) for of in made.series for one in of.observations] == [("Spain", "1"), ("Spain", "2")]


@pytest.mark.parametrize(
    ("head", "period", "rest"),
    [
        ("Growth rate in 2020 over 2019", "2020", "Growth rate"),
        ("Change in 2021 from 2020 (%)", "2021", "Change (%)"),
        ("2020年比2019年增长", "2020", "增长"),
        ("Output 2020", "2020", "Output"),
    ],
)
def test_a_rate_is_of_the_year_that_it_compares(head: str, period: str, rest: str) -> None:
    found, left = heads.split_period(head)
    assert found
    assert (found.period, left) == (period, rest)


def test_a_year_and_its_quarter_are_one_period_though_a_row_stands_between() -> None:
    table = """
    地区,产值（万元）,,
    ,2023,,2024
    ,季节调整,,季节调整
    ,Q1,Q2,Q1
    北京,10,11,12
    天津,9,8,7
    """
    said = [figure.split() for figures_of in figures(draft(table)).values() for figure in figures_of]
    assert {period for _, period, _ in said} == {"2023-Q1", "2023-Q2", "2024-Q1"}


def test_a_draft_says_in_which_rows_the_heads_stand() -> None:
    assert draft("地区,产值\n北京,1\n天津,2\n").heads == ["row 1"]
    assert draft(FIVE).heads == ["rows 2 to 6"]
