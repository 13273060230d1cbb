"""Which places figures are of, by the heads of columns and by what titles say."""

from __future__ import annotations

import pytest
from test_rows import draft, figures, workbook

from jimo_cli.imports import heads, roles, rows


@pytest.mark.parametrize(
    "head",
    [
        "County and Region",
        "Region/Country/Area",
        "市县",
        "市、县",
        "各市",
        "地区别",
        "区县名称",
        "都道府県名",
        "Planning Region",
        "NUTS 3 region",
        "Local Authority District name",
        "Statistical area",
        "Reporting country",
        "Município",
        "Entidad federativa",
        "Bundesland",
        "diqu",
    ],
)
def test_a_head_that_is_made_of_kinds_of_places_stands_above_places(head: str) -> None:
    made = draft(f"{head},2021,2022\nKerryshire,1.5,2.5\nCorkshire,3.5,4.5\nDonegalia,5,6\n")
    assert made.columns[0].role == "reference_area"
    assert [one.area for one in made.series[0].observations][:1] == ["Kerryshire"]


@pytest.mark.parametrize(
    "head",
    [
        "Country of birth",
        "Partner country",
        "Destination region",
        "原产国家",
        "出口国家",
        "Marital state",
        "Type of region",
    ],
)
def test_a_head_of_other_places_does_not(head: str) -> None:
    assert roles.role_by_word([head]) == ""


def test_figures_by_the_country_of_birth_are_of_no_such_country() -> None:
    made = draft("Country of birth,Year,Residents\nPoland,2021,10\nIndia,2021,20\n")
    assert figures(made) == {"Residents, Poland []": ["2021 10"], "Residents, India []": ["2021 20"]}
    assert "neither a column nor a head nor the title says of which place the figures are" in made.unclear


def test_an_area_in_hectares_is_a_figure() -> None:
    made = draft("Country,Year,Area (ha)\nChina,2021,12\nIndia,2021,20\n")
    assert figures(made) == {"Area [ha]": ["China 2021 12", "India 2021 20"]}
    made = draft("Country,Year,Area\nChina,2021,12.5\nIndia,2021,20.25\n")
    assert figures(made) == {"Area []": ["China 2021 12.5", "India 2021 20.25"]}


def test_a_place_that_is_called_state_is_no_row_of_heads() -> None:
    made = draft(
        "County and Region,Year,Statistic,value\nState,2001,Income,2049\nState,2002,Income,\nKerry,2001,Income,7\n"
    )
    assert figures(made) == {"Income []": ["State 2001 2049", "Kerry 2001 7"]}
    made = draft("State,2001,2002\nTexas,3,4\nState,2001,2002\nOhio,5,6\n")
    assert figures(made) == {"table []": ["Texas 2001 3", "Texas 2002 4", "Ohio 2001 5", "Ohio 2002 6"]}


def test_an_acronym_of_a_letter_and_a_digit_is_no_unit() -> None:
    assert heads.named("货币和准货币（M2）") == heads.Named("货币和准货币（M2）")
    assert heads.named("货币（M1）期末值（亿元）").label == "货币（M1）期末值"
    assert heads.named("建筑面积（m2）") == heads.Named("建筑面积", None, "m2")


ONE = "指标,2022,2023\n产量,1.5,2.5\n"


@pytest.mark.parametrize(
    ("content", "sheet", "path", "area", "words"),
    [
        ("2023年南京市统计资料\n" + ONE, "", "t.csv", "南京市", "2023年南京市统计资料"),
        ("统计资料\n江苏省南京市\n" + ONE, "", "t.csv", "南京市", "江苏省南京市"),
        (ONE, "南京", "t.csv", "南京", "南京"),
        ("统计资料\n" + ONE, "南京", "t.csv", "南京", "the name of the sheet, 南京"),
        (ONE, "Sheet1", "/d/广州统计年鉴.csv", "广州", "the name of the file, 广州统计年鉴.csv"),
        (ONE, "", "guangzhou_yearbook-2.csv", "广州市", "the name of the file, guangzhou_yearbook-2.csv"),
        (
            "Item,2022,2023\nOutput,1.5,2.5\n",
            "",
            "ireland_output.csv",
            "Ireland",
            "the name of the file, ireland_output.csv",
        ),
    ],
)
def test_a_place_that_no_column_has_is_taken_with_the_words_that_say_it(
    content: str, sheet: str, path: str, area: str, words: str
) -> None:
    made = rows.draft_of(workbook(content, sheet, path))
    assert {one.area for of in made.series for one in of.observations} == {area}
    assert {of.checks["reference_area"] for of in made.series} == {words}


@pytest.mark.parametrize(
    "title",
    [
        "Exports to Germany",
        "Trade with Germany and France",
        "Population of England and Wales",
        "北京、上海产量",
        "对美国出口额",
        "自日本进口额",
    ],
)
def test_a_title_of_a_partner_or_of_several_places_has_no_place_for_the_figures(title: str) -> None:
    made = rows.draft_of(workbook(f"{title},,\n,,\n{ONE}"))
    assert heads.title_in(title)[:1] == ("",)
    assert heads.title_in(title).label == title
    assert {one.area for of in made.series for one in of.observations} == {None}


def test_what_is_left_of_a_title_is_no_word_for_a_place_alone() -> None:
    assert heads.title_in("Births in Scotland by council area").label == "Births by council area"
    assert heads.title_in("青海省各市州生产总值").label == "生产总值"
    assert heads.title_in("江苏省南京市人口").label == "人口"
