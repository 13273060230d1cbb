"""Which places figures are of, by the heads of columns and by what titles say."""

from __future__ import annotations

import pytest
from test_rows import draft, figures

from jimo_cli.imports import heads, roles


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
