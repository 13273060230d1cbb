"""What a column is taken for, by its head and its cells, and why."""

from __future__ import annotations

import pytest
from test_rows import draft, figures

from jimo_cli.imports import mapping, rows
from jimo_cli.imports.times import below, when
from jimo_cli.tables.sheet import Row, Sheet, Workbook


@pytest.mark.parametrize(
    ("content", "number", "role", "why"),
    [
        ("地区,年份,产量\n北京,2022,1.5\n天津,2022,2\n", 1, "reference_area", "the head is 地区, 2 of 2 cells are known places"),
        ("名字,年份,产量\n北京,2022,1.5\n天津,2022,2\n", 1, "reference_area", "2 of 2 cells are known places"),
        ("geo,x,产量\nCN,2022Q1,1.5\nDE,2022Q2,2\n", 1, "place_code", "2 of 2 cells are codes of places"),
        ("名字,x,产量\nCHN,2022Q1,1.5\nDEU,2022Q2,2\n", 1, "place_code", "2 of 2 cells are codes of places"),
        ("名字,x,产量\n110000,2022Q1,1.5\n370000,2022Q2,2\n", 1, "place_code", "2 of 2 cells are codes of places"),
        ("地区,x,产量\n北京,2022Q1,1.5\n天津,2022Q2,2\n", 2, "time_period", "2 of 2 cells are periods"),
        (",地区,产量\n2021,北京,1.5\n2023,天津,2\n", 1, "time_period", "2 of 2 cells are years"),
        (",地区,年份,产量\n0,北京,2022,1.5\n1,天津,2022,2\n", 1, "ignore", "it counts the rows"),
        ("Unnamed: 0,地区,年份,产量\n0,北京,2022,1.5\n1,天津,2022,2\n", 1, "ignore", "it counts the rows"),
        ("地区,年份,,产量\n北京,2022,7.1,1.5\n天津,2022,3,2\n", 3, "unclear", "figures without a head"),
        ("地区,代码,年份,产量\n北京,12,2022,1.5\n天津,7,2022,2\n", 2, "ignore", "the head is 代码: codes are no figures"),
        ("地区,年份,产量\n北京,甲,1.5\n天津,乙,2\n", 2, "unclear", "the head is 年份, but only 0 of 2 cells are periods"),
        ("地区,月份,产量\n北京,1,1.5\n天津,2,2\n", 2, "unclear", "a part of a year, without a column of years"),
        ("地区,年份,年度,产量\n北京,2022,2022,1.5\n天津,2022,2022,2\n", 3, "ignore", "the same as column 2"),
        ("地区,年份,时间,产量\n北京,2022,2021,1.5\n北京,2022,2020,2\n", 3, "unclear", "a second column of periods"),
        ("地区,城市,年份,产量\n北京,上海,2022,1.5\n天津,上海,2022,2\n天津,重庆,2022,2\n", 2, "unclear", "two columns of places: of which one the figures are is not clear"),
        ("地区,年份,频率说明,产量\n北京,2022,年报,1.5\n天津,2022,年报,2\n", 3, "ignore", "always 年报"),
        ("地区,年份,大区,产量\n北京,2022,北,1.5\n北京,2023,北,2\n上海,2023,南,2\n", 3, "ignore", "the same for each place or measure"),
        ("地区,年份,主编,产量\n北京,2022,甲,1.5\n天津,2022,乙,2\n", 3, "unclear", "neither its head nor its cells say what it is"),
        ("什么,地区,年份,值\nGDP,北京,2022,1.5\n总人口,天津,2022,2\n", 1, "label", "2 of 2 cells are known measures"),
        ("什么,2022,2023\n甲,1.5,2\n乙,2,3.5\n", 1, "label", "its texts name the rows"),
        ("指标,Indicator,地区,年份,值\nU1,Gross product,北京,2022,1.5\nU1,Gross product,天津,2022,2\n", 1, "ignore", "says what column 2 says"),
        ("指标,Indicator,地区,年份,值\n甲,丙,北京,2022,1.5\n甲,丁,天津,2022,2\n", 2, "unclear", "a second column for label"),
    ],
)  # fmt: skip
def test_each_column_has_a_role_and_the_reason_for_it(content: str, number: int, role: str, why: str) -> None:
    column = draft(content).columns[number - 1]
    assert (column.role.partition(" ")[0], column.why) == (role, why)


@pytest.mark.parametrize(
    ("head", "cell", "role"),
    [
        ("Sex", "Female", "breakdown"),
        ("age_group", "15-24", "breakdown"),
        ("性别", "女", "breakdown"),
        ("SEASONAL_ADJUST", "Y", "breakdown"),
        ("Sex", "_T", "ignore"),
        ("SOURCE", "Eurostat", "ignore"),
        ("LAST UPDATE", "23/05/24 23:00:00", "ignore"),
        ("freq", "A", "ignore"),
        ("Time frequency", "Annual", "ignore"),
        ("数据来源", "统计局", "ignore"),
        ("Variety", "Golden", "unclear"),
    ],
)
def test_a_column_of_one_text_is_a_part_of_the_measure_or_about_the_data_by_its_head(
    head: str, cell: str, role: str
) -> None:
    made = draft(f"Country,{head},Year,Rate\nFrance,{cell},2020,7.1\nFrance,{cell},2021,7.2\nSpain,{cell},2020,8\n")
    assert made.columns[1].role.split(" ")[0] == role
    label = f"Rate, {cell}" if cell.isascii() else f"Rate{cell}"
    assert [one.label for one in made.series] == [label if role == "breakdown" else "Rate"]
    assert bool(made.unclear) == (role == "unclear")


def test_groups_by_age_are_no_figures() -> None:
    made = draft("Country,Age,Year,Rate\nFrance,15-24,2020,7.1\nFrance,25-64,2020,7.2\nSpain,15-24,2020,8\n")
    assert figures(made) == {
        "Rate, 15-24 []": ["France 2020 7.1", "Spain 2020 8"],
        "Rate, 25-64 []": ["France 2020 7.2"],
    }


def test_of_a_code_and_its_name_in_all_rows_the_name_is_in_the_label() -> None:
    made = draft("Country,SEX,Sex,Year,Rate\nFrance,F,Female,2020,7.1\nSpain,F,Female,2020,8\n")
    assert [one.label for one in made.series] == ["Rate, Female"]


def test_a_sex_that_is_the_same_for_each_place_is_in_the_label() -> None:
    made = draft("Country,Sex,Year,Rate\nFrance,F,2020,7.1\nFrance,F,2021,7.2\nSpain,M,2020,8\nSpain,M,2021,9\n")
    assert [one.label for one in made.series] == ["Rate, F", "Rate, M"]


def test_the_indicators_of_eurostat_are_the_measure() -> None:
    made = draft("indic_de,geo,2020,2021\nJAN,FR,7,8\nJAN,ES,9,10\n")
    assert [one.label for one in made.series] == ["JAN"]


@pytest.mark.parametrize(
    ("head", "series"),
    [
        ("产量（万吨）", "产量 [万吨]"),
        ("产量/万吨", "产量 [万吨]"),
        ("产量，万吨", "产量 [万吨]"),
        ("增加值增速%", "增加值增速 [%]"),
        ("单价（元/吨）", "单价 [元/吨]"),
        ("GDP (current US$)", "GDP (current US$) [US$]"),
        ("Sales (£m)", "Sales [£m]"),
        ("Sales (A$ bn)", "Sales [A$ bn]"),
        ("旅客消费（百万澳门元）", "旅客消费 [百万澳门元]"),
        ("出口额（亿韩元）", "出口额 [亿韩元]"),
        ("Access to electricity (% of population)", "Access to electricity (% of population) [%]"),
        ("Use (kWh per capita)", "Use (kWh per capita) [kWh per capita]"),
        ("Mobile phones (per 100 people)", "Mobile phones (per 100 people) [per 100 people]"),
        ("Index (2010=100)", "Index (2010=100) []"),
        ("一、工业产值（亿元）", "工业产值 [亿元]"),
        ("Output 产量", "产量 []"),
        ("Sales 2022", "Sales []"),
        ("2022 sales", "sales []"),
        ("Jobs lost since 2020", "Jobs lost since 2020 []"),
    ],
)
def test_the_head_of_a_column_says_measure_and_unit(head: str, series: str) -> None:
    assert [*figures(draft(f'地区,年份,"{head}"\n北京,2022,1.5\n天津,2022,2.5\n'))] == [series]


def test_money_below_an_exchange_rate_is_no_unit_of_it() -> None:
    made = figures(
        draft("年份,人民币汇率,,出口额,\n,美元,英镑,美元,英镑\n2021,645.15,887.36,5,6\n2022,672.61,831.22,7,8\n")
    )
    assert [*made] == ["人民币汇率美元 []", "人民币汇率英镑 []", "出口额 [美元]", "出口额 [英镑]"]


def of_sheets(tables: dict[str, list[list[str]]]) -> Workbook:
    """Return a workbook of some sheets by their names."""
    sheets = [
        Sheet(name, lambda lines=lines: (Row(at, cells) for at, cells in enumerate(lines, 1)))  # type: ignore[misc]
        for name, lines in tables.items()
    ]
    return Workbook("t.xlsx", "XLSX", sheets, [])


SHEETS = {
    "说明": [["这是说明"]],
    "一": [["地区", "2022"], ["北京", "1.5"]],
    "二": [["地区", "2023"], ["北京", "2.5"], ["天津", "…"]],
}


def test_every_sheet_with_a_table_is_read() -> None:
    made = rows.draft_of(of_sheets(SHEETS))
    assert figures(made) == {"一 []": ["北京 2022 1.5"], "二 []": ["北京 2023 2.5"]}
    assert [(one.where, one.why) for one in made.skipped] == [
        ("sheet 说明", "no table that is read"),
        ("sheet 二, cell B3", "not available"),
    ]
    assert [one.head for one in made.columns] == ["一: 地区", "一: 2022", "二: 地区", "二: 2023"]


def test_what_is_not_clear_names_its_sheet() -> None:
    made = rows.draft_of(of_sheets({**SHEETS, "三": [["产量", "价格"], ["1.5", "2.5"]]}))
    assert "sheet 三: neither a column nor a head nor the title says of which place the figures are" in made.unclear


def test_a_mapping_chooses_one_of_several_sheets() -> None:
    made = rows.draft_of(of_sheets(SHEETS), mapping.Mapping(sheet="二"))
    assert figures(made) == {"二 []": ["北京 2023 2.5"]}
    assert [one.where for one in made.skipped] == ["cell B3"]


def test_equal_measures_of_several_sheets_are_told_apart_by_the_names_of_these() -> None:
    tables = {
        name: [["地区", "年份", head], ["北京", "2022", "1.5"]]
        for name, head in (("城镇", "人口"), ("农村", "人口"), ("价格", "粮价"))
    }
    made = rows.draft_of(of_sheets(tables))
    assert [(one.label, one.checks["label"] if one.checks else "") for one in made.series] == [
        ("人口（城镇）", "城镇"),
        ("人口（农村）", "农村"),
        ("粮价", ""),
    ]


def test_a_workbook_without_sheets_has_no_table() -> None:
    assert rows.draft_of(Workbook("t.xlsx", "XLSX", [], [])).unclear


def test_a_partner_is_not_the_place_of_the_figure() -> None:
    made = draft("Country,Partner,Year,Exports\nChina,Japan,2022,1.5\nChina,India,2022,2.5\n")
    assert figures(made) == {"Exports, Japan []": ["China 2022 1.5"], "Exports, India []": ["China 2022 2.5"]}
    made = draft("Reporter,Partner,Year,Exports\nChina,Japan,2022,1.5\nChina,India,2022,2.5\n")
    assert not made.series
    assert len(made.unclear) == 3
    made = draft("Country,Partner code,Year,Exports\nChina,JPN,2022,1.5\nChina,IND,2022,2.5\n")
    assert figures(made) == {"Exports, JPN []": ["China 2022 1.5"], "Exports, IND []": ["China 2022 2.5"]}


@pytest.mark.parametrize(
    "content",
    [
        "省份,城市,年份,产量\n山东省,青岛市,2023,1.5\n江苏省,南京市,2023,2\n",
        "国家,省份,年份,产量\n中国,山东省,2023,1.5\n中国,江苏省,2023,2\n",
        "Continent,Country,Year,Output\nAsia,China,2023,1.5\nAsia,India,2023,2\nEurope,France,2023,3\n",
    ],
)
def test_of_a_place_and_what_it_lies_in_the_place_is_taken(content: str) -> None:
    assert [column.role for column in draft(content).columns[:2]] == ["ignore", "reference_area"]


BY_POSITION = "the first column, without a head, of texts that are all different: places by that"


@pytest.mark.parametrize(
    "content",
    [
        '"Population and households, 2020"\n,Population,Households\nAlta,5224,2476\nBreva,1238,511\n',
        "Population by county\n,2020,2021\nAlta,5224,2476\nBreva,1238,511\n",
        "各县人口\n,2020年,2021年\n甲乙县,5224,2476\n丙丁县,1238,511\n",
    ],
)
def test_a_first_column_without_a_head_has_places_by_its_position_which_is_to_be_checked(content: str) -> None:
    made = draft(content)
    assert (made.columns[0].role, made.columns[0].why) == ("reference_area", BY_POSITION)
    assert all(one.checks["reference_area"].startswith("without a head: ") for one in made.series)
    assert not made.unclear


@pytest.mark.parametrize(
    "content",
    [
        '"Employment, 2020"\n,Employees,Wages\nMining,5224,2476\nConstruction,1238,511\n',
        "Employment in Germany 2020\n,Employees,Wages\nAlta,5224,2476\nBreva,1238,511\n",
        "Jobs by industry in 2020\n,Employees,Wages\nAlta,5224,2476\nBreva,1238,511\n",
        "2020 results\n,Employees,Wages\nAlta,5224,2476\nAlta,1238,511\n",
        "Results\n,2020,2021\nSteel,5224,2476\nCotton,1238,511\n",
    ],
)
def test_texts_that_may_be_something_else_are_no_places(content: str) -> None:
    made = draft(content)
    assert made.columns[0].role.partition(" ")[0] != "reference_area"
    assert not {one.area for of in made.series for one in of.observations} & {"Mining", "Alta", "Steel"}


def test_rows_of_which_nobody_knows_what_they_are_have_their_texts_in_the_label() -> None:
    made = draft("Employment in Germany 2020\n,Employees\nAlta,5224\nBreva,1238\n")
    assert figures(made) == {"Employees, Alta []": ["Germany 2020 5224"], "Employees, Breva []": ["Germany 2020 1238"]}


def test_dots_before_the_name_of_a_place_are_no_part_of_it() -> None:
    made = draft("Geographic area,2020\nUnited States,331\n.Alabama,5.0\n..Alta County,0.1\n　丙丁,0.2\n")
    assert [one.area for of in made.series for one in of.observations] == [
        "United States",
        "Alabama",
        "Alta County",
        "丙丁",
    ]
    assert "reference_area" not in made.series[0].checks


def measures(content: str) -> list[str]:
    made = draft(content)
    assert not made.unclear
    assert not made.skipped
    return [one.label for one in made.series]


@pytest.mark.parametrize("head", ["Statistic", "Indicator", "Variable", "Concept", "metric", "Domain", "統計項目"])
def test_a_column_that_names_measures_does_so_and_others_are_a_part_of_the_label(head: str) -> None:
    table = (
        f"Region,Year,{head},Sex,Value\nFrance,2020,Alta,Male,1\nFrance,2020,Alta,Female,2\nFrance,2020,Breva,Male,3\n"
    )
    assert measures(table) == ["Alta, Male", "Alta, Female", "Breva, Male"]


def test_a_part_of_people_alone_is_no_measure() -> None:
    made = draft("Employment\nRegion,Year,Sex,Value\nFrance,2020,Male,1\nFrance,2020,Female,2\n")
    assert [one.label for one in made.series] == ["Employment, Male", "Employment, Female"]


def test_two_columns_of_measures_that_tell_figures_apart_are_both_in_the_label() -> None:
    table = "Region,Year,Statistic,Concept,Value\nFrance,2020,Mean,Pay,1\nFrance,2020,Median,Pay,2\nFrance,2020,Mean,Rent,3\n"
    assert measures(table) == ["Mean, Pay", "Median, Pay", "Mean, Rent"]


def test_a_column_with_one_text_in_the_first_rows_may_tell_later_ones_apart() -> None:
    lines = [f"France,{year},{sex},{year}" for sex in ("Male", "Female") for year in range(1700, 2000)]
    made = draft("Pay\nRegion,Year,Sex,Value\n" + "\n".join(lines))
    assert {label: len(found) for label, found in figures(made).items()} == {"Pay, Male []": 300, "Pay, Female []": 300}
    assert not made.unclear


def test_a_file_may_say_what_its_dimensions_are() -> None:
    lines = [["A1", "A2", "A3", "value"], ["Alta", "2020", "Births", "1"], ["Breva", "2020", "Births", "2"]]
    book = of_sheets({"t": lines})._replace(kind="JSON-stat, time: A2, geo: A1, metric: A3")
    made = rows.draft_of(book)
    assert figures(made) == {"Births []": ["Alta 2020 1", "Breva 2020 2"]}
    assert {one.why for one in made.columns[:3]} == {"the file says so"}


def test_flags_say_how_far_figures_are_settled_and_unknown_ones_are_told_once() -> None:
    flags = ["A", "b", "p", "ep", "r", "E", "O", "u", "q9", "q9"]
    lines = [f"France,{2000 + at},{at}.5,{flag}" for at, flag in enumerate(flags)]
    made = draft("Region,Year,Pay,OBS_STATUS\n" + "\n".join(lines) + "\nFrance,2020,7,M\nFrance,2021,,M\n")
    found = [one.status for of in made.series for one in of.observations]
    assert found == [None, None, "preliminary", "estimated", "revised", "estimated", None, None, None, None]
    assert not made.unclear
    assert [(one.where, one.why) for one in made.skipped] == [
        ("cell D10", "the flag q9, of which nobody knows what it says"),
        ("cell C12", "a figure beside the flag M: not available"),
        ("cell C13", "not available"),
    ]


def test_each_column_of_figures_may_have_its_own_flags_behind_it() -> None:
    made = draft("Region,2020,,2021,\nFrance,1.5,p,2.5,\nSpain,3.5,,4.5,e\nItaly,,m,5.5,b\n")
    found = [(one.area, one.value, one.status) for of in made.series for one in of.observations]
    assert found == [
        ("France", "1.5", "preliminary"),
        ("France", "2.5", None),
        ("Spain", "3.5", None),
        ("Spain", "4.5", "estimated"),
        ("Italy", "5.5", None),
    ]
    assert [(one.role, one.why) for one in made.columns[2::2]] == [
        ("status", "flags of column 2"),
        ("status", "flags of column 4"),
    ]


def test_letters_behind_figures_that_are_no_flags_are_not_taken_for_some() -> None:
    made = draft("Region,2020,\nFrance,1.5,p\nSpain,3.5,hm\n")
    assert made.columns[2].role == "unclear"


@pytest.mark.parametrize("head", ["cash-surp-def", "GOV_XPN", "gov_xpn"])
def test_the_title_names_the_measure_of_a_column_with_a_slug_or_a_code(head: str) -> None:
    made = draft(f"Cash surplus or deficit (% of GDP)\nCountry,Year,{head}\nFrance,2020,1.5\n")
    assert figures(made) == {"Cash surplus or deficit (% of GDP) [%]": ["France 2020 1.5"]}
    assert made.series[0].checks["label"] == "Cash surplus or deficit (% of GDP)"


def test_of_several_columns_with_codes_each_keeps_its_own() -> None:
    made = draft("Public money\nCountry,Year,gov-rev,gov-xpn\nFrance,2020,1.5,2.5\n")
    assert [one.label for one in made.series] == ["gov-rev", "gov-xpn"]


def test_the_usual_name_of_a_sheet_names_no_measure() -> None:
    made = rows.draft_of(of_sheets({"Sheet1": [["Region", "2020"], ["France", "1.5"]]}))
    assert any("names the measure" in told for told in made.unclear)
    assert made.series[0].label == "t"


@pytest.mark.parametrize("months", ["JAN,FEB", "January,February", "1月,2月"])
def test_months_across_are_of_the_year_in_the_row(months: str) -> None:
    made = draft(f"Prices\nRegion,Year,{months}\nFrance,2020,1.5,2.5\nFrance,2021,3.5,\n")
    assert figures(made) == {"Prices []": ["France 2020-01 1.5", "France 2020-02 2.5", "France 2021-01 3.5"]}
    assert not made.unclear


def test_months_of_no_year_are_refused() -> None:
    made = draft("Prices\nRegion,JAN,FEB\nFrance,1.5,2.5\n")
    assert not made.series
    assert "column 2 (JAN): JAN: of which year is not said" in made.unclear
    other = draft("Prices\nRegion,Year,JAN\nFrance,2020-21,2.5\nFrance,2021-22,2.5\n")
    assert not [one for of in other.series for one in of.observations]


@pytest.mark.parametrize(
    ("unit", "scale", "told"),
    [
        ("U.S. dollars", "Billions", "billion U.S. dollars"),
        ("Persons", "Millions", "million persons"),
        ("Persons", "6", "million persons"),
        ("U.S. dollars", "9", "billion U.S. dollars"),
        ("USD", "1000000", "million USD"),
        ("元", "8", "亿元"),
        ("人", "万", "万人"),
        ("Percent of GDP", "Units", "Percent of GDP"),
        ("Index", "", "Index"),
        ("%", "0", "%"),
    ],
)
@pytest.mark.parametrize("head", ["Scale", "UNIT_MULT", "单位乘数"])
def test_the_scale_stands_before_the_unit(head: str, unit: str, scale: str, told: str) -> None:
    made = draft(f"Country,Indicator,Units,{head},Year,Value\nFrance,Size,{unit},{scale},2020,1.5\n")
    assert figures(made) == {f"Size [{told}]": ["France 2020 1.5"]}
    assert not made.unclear


@pytest.mark.parametrize(
    ("unit", "scale"), [("million USD", "Millions"), ("%", "6"), ("USD", "Dozens"), ("USD", "5.5"), ("亿元", "4")]
)
def test_a_scale_that_no_word_says_for_a_unit_gives_no_figure(unit: str, scale: str) -> None:
    made = draft(f"Country,Indicator,Units,Scale,Year,Value\nFrance,Size,{unit},{scale},2020,1.5\n")
    assert figures(made) == {}
    assert [one.why for one in made.skipped] == ["a unit with a power of ten that no word says"]


@pytest.mark.parametrize(
    ("others", "name"), [(("Alabama", "Texas", "Ohio"), "佐治亚州"), (("France", "Spain", "Texas"), "Georgia")]
)
def test_a_name_of_two_places_is_that_of_the_country_of_most_others(others: tuple[str, ...], name: str) -> None:
    made = draft("State,2020\nUnited States,9\nGeorgia,1\n" + "".join(f"{other},2\n" for other in others))
    assert [one.area for of in made.series for one in of.observations][1] == name


def test_grades_of_quality_are_no_flags() -> None:
    made = draft("GEO,REF_DATE,Pay,STATUS\nFrance,2020,1,A\nFrance,2021,2,E\nFrance,2022,3,C\n")
    assert figures(made) == {"Pay []": ["France 2020 1", "France 2021 2", "France 2022 3"]}
    assert made.columns[3].why == "grades of how sure the figures are"
    assert not made.unclear


STATCAN = """
REF_DATE,GEO,DGUID,Labour force characteristics,Sex,Age group,Statistics,Data type,UOM,UOM_ID,SCALAR_FACTOR,SCALAR_ID,VECTOR,COORDINATE,VALUE,STATUS,SYMBOL,TERMINATED,DECIMALS
2020-01,Canada,2016A000011124,Population,Males,15 years and over,Estimate,Seasonally adjusted,Persons,249,thousands,3,v2062809,1.1.1.1,31072.8,,,,1
2020-01,Canada,2016A000011124,Population,Females,15 years and over,Estimate,Seasonally adjusted,Persons,249,thousands,3,v2062818,1.1.2.1,15292.8,E,,,1
2020-01,Canada,2016A000011124,Unemployment rate,Males,15 years and over,Estimate,Seasonally adjusted,Percentage,239,units,0,v2062815,1.7.1.1,5.5,,,,1
2020-02,Ontario,2016A000235,Population,Males,15 years and over,Estimate,Seasonally adjusted,Persons,249,thousands,3,v2063000,7.1.1.1,,..,,,1
2020-02,Canada,2016A000011124,Population,Males,15 years and over,Estimate,Seasonally adjusted,Persons,249,thousands,3,v2062809,1.1.1.1,31100.7,,p,,1
"""


def test_statistics_canada_has_units_with_factors_dimensions_and_symbols() -> None:
    made = draft(STATCAN)
    rest = "15 years and over, Estimate, Seasonally adjusted"
    assert figures(made) == {
        f"Population, Males, {rest} [thousand persons]": [
            "Canada 2020-01 31072.8",
            "Canada 2020-02 31100.7 preliminary",
        ],
        f"Population, Females, {rest} [thousand persons]": ["Canada 2020-01 15292.8"],
        f"Unemployment rate, Males, {rest} [Percentage]": ["Canada 2020-01 5.5"],
    }
    assert not made.unclear


def test_a_grade_is_no_status_where_no_symbol_stands_in_the_rows() -> None:
    made = draft(STATCAN.replace("31100.7,,p", "31100.7,,"))
    assert not any("estimated" in one for of in figures(made).values() for one in of)


def test_a_count_with_a_factor_is_in_that_alone() -> None:
    assert [one.unit for one in draft(STATCAN.replace("Persons", "Number")).series] == [
        "thousand",
        "thousand",
        "Percentage",
    ]


@pytest.mark.parametrize(
    ("title", "label", "statuses"),
    [
        ("2023年各省GDP（初步核算）", "GDP", ["", "preliminary"]),
        ("各省GDP（初步核算数）", "GDP", ["preliminary", "preliminary"]),
        ("2023年各省GDP初步核算结果", "GDP", ["", "preliminary"]),
        ("GDP of provinces (preliminary)", "GDP of provinces", ["preliminary", "preliminary"]),
        ("GDP of provinces - provisional data", "GDP of provinces", ["preliminary", "preliminary"]),
        ("Preliminary examination passes", "Preliminary examination passes", ["", ""]),
        ("各省初步设计数量", "初步设计数量", ["", ""]),
    ],
)
def test_a_title_says_how_far_its_figures_are_settled(title: str, label: str, statuses: list[str]) -> None:
    made = draft(f"{title},,\n地区,2022,2023\n北京,1.5,2.5\n天津,5,6\n")
    assert [one.label for one in made.series] == [label]
    found = [one for of in figures(made).values() for one in of]
    assert [
        one.removeprefix(start).strip()
        for one, start in zip(found[:2], ("北京 2022 1.5", "北京 2023 2.5"), strict=True)
    ] == statuses
    assert ("status" in made.series[0].checks) == any(statuses)


def test_the_status_of_a_year_is_that_of_its_months_and_a_note_says_more_than_the_title() -> None:
    made = draft("各省GDP（初步核算）,\n月份,北京\n2022-12,1.5\n2023-01,2.5\n注：2022年为最终核实数。,\n")
    assert [one for of in figures(made).values() for one in of] == ["北京 2022-12 1.5", "北京 2023-01 2.5 preliminary"]


def test_a_sex_behind_a_figure_is_no_flag() -> None:
    made = draft("Country,Year,Age (years),Sex\nFrance,2020,38,F\nSpain,2020,40,F\n")
    assert figures(made) == {"Age, F [years]": ["France 2020 38", "Spain 2020 40"]}


@pytest.mark.parametrize(("head", "group"), [("性别", "女"), ("年龄", "15-24"), ("Size class", "10-49")])
def test_groups_that_name_the_rows_are_parts_of_the_measure_of_the_title(head: str, group: str) -> None:
    made = draft(f"就业人员,,\n地区,{head},2022\n北京,{group},5\n北京,其他,6\n上海,{group},7\n")
    assert [one.label for one in made.series][:1] == [f"就业人员{group}"]


@pytest.mark.parametrize(
    "head", ["SurveyYear", "Year of survey", "Reference year", "调查年份", "Año", "Année", "Jahr", "Ano", "Anno"]
)
def test_the_year_of_a_survey_is_the_period(head: str) -> None:
    assert figures(draft(f"Country,{head},Rate\nIndia,2015,5.5\nIndia,2016,6.1\nMali,2015,7.2\n")) == {
        "Rate []": ["India 2015 5.5", "India 2016 6.1", "Mali 2015 7.2"]
    }


def test_a_year_of_something_else_is_no_period() -> None:
    (built,) = (
        one for one in draft("Country,Year built,Rate\nIndia,2015,5.5\nMali,2016,6.1\n").columns if one.number == 2
    )
    assert built.role.startswith("unclear")


@pytest.mark.parametrize(
    "heads",
    ["País,Año,Indicador,Valor,Unidad", "País,Ano,Indicador,Valor,Unidade", "Pays,Année,Indicateur,Valeur,Unité",
     "Land,Jahr,Indikator,Wert,Einheit", "Paese,Anno,Indicatore,Valore,Unità"],
)  # fmt: skip
def test_the_usual_heads_are_known_in_other_languages(heads: str) -> None:
    content = f"{heads}\nChad,2015,PIB,5.5,%\nMali,2016,PIB,6.1,%\n"
    assert figures(draft(content)) == {"PIB [%]": ["Chad 2015 5.5", "Mali 2016 6.1"]}


@pytest.mark.parametrize(
    ("head", "periods"),
    [("Mes", ["2015-01", "2015-02"]), ("Trimestre", ["2015-Q1", "2015-Q2"]), ("Quartal", ["2015-Q1", "2015-Q2"]),
     ("Semestre", ["2015-S1", "2015-S2"])],
)  # fmt: skip
def test_a_part_of_the_year_is_what_its_head_says(head: str, periods: list[str]) -> None:
    ((_, found),) = figures(draft(f"País,Año,{head},Valor\nChad,2015,1,5.5\nChad,2015,2,6.1\n")).items()
    assert [one.split()[1] for one in found] == periods


def test_places_by_code_are_named_in_latin_letters_beside_heads_in_these() -> None:
    assert figures(draft("iso3,Año,Población\nESP,2015,5.5\nFRA,2016,6.1\n")) == {
        "Población []": ["Spain 2015 5.5", "France 2016 6.1"]
    }


def test_a_letter_below_a_head_of_a_type_is_no_flag() -> None:
    content = "Country,Year,Order,IndicatorType\nIndia,2015,5,I\nMali,2016,6,I\n"
    assert [one.role for one in draft(content).columns][3] != "status"


@pytest.mark.parametrize(
    ("head", "cell", "period"),
    [("Trimestre", "2005 - 3", "2005-Q3"), ("Quarter", "2005-3", "2005-Q3"), ("季度", "2005.3", "2005-Q3"),
     ("半年", "2005-2", "2005-S2"), ("Month", "2005-3", "2005-03"), ("Quarter", "2005-03", ""), ("Quarter", "2005-5", ""),
     ("Quarter", "2005", "2005"), ("Quarter", "2005-Q3", "2005-Q3")],
)  # fmt: skip
def test_a_number_below_a_quarter_is_no_month(head: str, cell: str, period: str) -> None:
    found = when(below(head, cell))
    assert (found.period if found else "") == period


def test_quarters_by_number_are_those_of_the_figures() -> None:
    assert figures(draft("País,Trimestre,Valor\nChad,2005,5\nChad,2005 - 1,6\nChad,2005 - 2,7\n")) == {
        "table []": ["Chad 2005 5", "Chad 2005-Q1 6", "Chad 2005-Q2 7"]
    }


def test_a_place_may_have_its_own_money() -> None:
    assert figures(
        draft("本地生产总值\n年,广州,香港特区(亿港元),澳门（亿澳门元）\n1999,2056,12859,523\n2000,2492,13375,539\n")
    ) == {
        "本地生产总值 []": ["广州 1999 2056", "广州 2000 2492"],
        "本地生产总值 [亿港元]": ["香港特区 1999 12859", "香港特区 2000 13375"],
        "本地生产总值 [亿澳门元]": ["澳门 1999 523", "澳门 2000 539"],
    }


def test_a_thing_in_a_unit_is_no_place() -> None:
    assert [*figures(draft("Year,Chicken (tonnes),Turkey (tonnes)\n1999,2,1\n2000,3,2\n"))] == [
        "Chicken [tonnes]",
        "Turkey [tonnes]",
    ]


def test_beside_months_that_cannot_be_read_a_year_is_not_the_period() -> None:
    assert not draft("Jahr,Monat,Land,Wert\n2020,Januar,Chad,5\n2021,Februar,Mali,6\n").series
    assert draft("Year,Month,Country,Value\n2020,January,Chad,5\n2021,February,Mali,6\n").series
