"""Tables of the layouts that people have, as sheets, and the series that are made of them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.errors import UsageError
from jimo_cli.imports import mapping, pack, reader, rows
from jimo_cli.imports.drafts import ReadAgain
from jimo_cli.tables.sheet import Row, Sheet, Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from jimo_cli.imports.drafts import Draft, Observation, SeriesDraft


def workbook(content: str, name: str = "", path: str = "table.csv") -> Workbook:
    lines = list(csv.reader(io.StringIO(content.strip("\n"))))
    sheet = Sheet(name, lambda: (Row(number, cells) for number, cells in enumerate(lines, 1)))
    return Workbook(path, "CSV", [sheet], [])


def draft(content: str, said: mapping.Mapping | None = None) -> Draft:
    return rows.draft_of(workbook(content), said)


def figures(made: Draft) -> dict[str, list[str]]:
    """All observations by the names of their series, each as its place, period, figure and what else is said."""
    return {
        f"{one.label} [{one.unit or ''}]": [
            " ".join(part for part in observation if part is not None) for observation in read(one)
        ]
        for one in made.series
    }


def read(one: SeriesDraft) -> list[Observation]:
    try:
        return [*one.observations]
    except ReadAgain:
        return [*one.observations]


WORLD_BANK = """
"Data Source","World Development Indicators",

"Last Updated Date","2024-06-28",

"Country Name","Country Code","Indicator Name","Indicator Code","2019","2020","2021",
"Aruba","ABW","GDP growth (annual %)","NY.GDP.MKTP.KD.ZG","0.63","-18.5","",
"China","CHN","GDP growth (annual %)","NY.GDP.MKTP.KD.ZG","5.95","2.24","8.45",
"World","WLD","GDP growth (annual %)","NY.GDP.MKTP.KD.ZG","2.6","..","6.20",
"""

OF_PROVINCES = """
数据库：分省年度数据
指标：地区生产总值(亿元)
时间：最近2年
地区,2023年,2022年
北京市,43760.7,41540.9
天津市,16737.30,－
注：2023年数据为初步核算数。
数据来源：国家统计局
"""

OWID = """
Entity,Code,Year,Life expectancy at birth (years),Population
Afghanistan,AFG,1950,27.7,7480464
Afghanistan,AFG,1951,28.0,7571542
Africa,,1950,37.6,
China,CHN,1950,43.70,543979264
"""

SDMX = """
DATAFLOW,FREQ,REF_AREA,INDICATOR,UNIT_MEASURE,UNIT_MULT,TIME_PERIOD,OBS_VALUE,OBS_STATUS,DECIMALS
X:Y(1.0),Q,CN,GDP,元,8,2023-Q1,284997,A,0
X:Y(1.0),Q,CN,GDP,元,8,2023-Q2,308038,P,0
X:Y(1.0),Q,DE,GDP,元,8,2023-Q1,,M,0
X:Y(1.0),Q,DE,GDP,元,8,2023-Q2,30.50,E,2
"""

TWO_HEADS = """
2023年山东省主要经济指标,,,,
地区,地区生产总值,,进出口总额,
,绝对量（亿元）,增速（%）,绝对量（亿元）,同比增长(%)
济南市,12757.4,6.1,2161.4,-2.3
青岛市,15760.3,5.9,8759.7,4.6
"""

OF_A_CITY = """
表3-1 2023年青岛市各区市地区生产总值
单位：亿元、%
地区,绝对量,比上年增长
市南区,1563.55,6.0
即墨区,1478.00,－
合计,15760.34,5.9
"""

LONG = """
geo,time,unit,indicator,value,status
Germany,2022,%,Unemployment rate,3.1,
Germany,2023,%,Unemployment rate,3.0,p
France,2022,%,Unemployment rate,7.3,b
France,2023,%,Unemployment rate,:,
France,2023,%,Activity rate,74.10,
"""

ACROSS = """
Month,CPI (上年同月=100),PPI
2023年1月,102.1,99.2
2023年2月,101.0,98.6
2023年1-3月,101.3,…
"""

OF_QUARTERS = """
指标,2023年一季度,2023年上半年,2023年1-9月
社会消费品零售总额（亿元）,114922,227588,342107
城镇调查失业率(%),5.5,5.30,
"""


def test_world_bank_has_lines_about_the_table_a_column_a_year_and_a_blank_column() -> None:
    made = draft(WORLD_BANK)
    assert figures(made) == {
        "GDP growth (annual %) [%]": [
            *("Aruba 2019 0.63", "Aruba 2020 -18.5", "China 2019 5.95", "China 2020 2.24", "China 2021 8.45"),
            *("World 2019 2.6", "World 2021 6.20"),
        ]
    }
    assert made.source["publisher"] == "World Development Indicators"
    assert made.source["issued"] == "2024-06-28"
    assert [(one.where, one.what, one.why) for one in made.skipped[2:]] == [("cell F8", "..", "not available")]
    assert not made.unclear


def test_a_table_of_provinces_has_titles_a_unit_in_them_and_notes_below() -> None:
    made = draft(OF_PROVINCES)
    assert figures(made) == {
        "地区生产总值 [亿元]": [
            "北京市 2023 43760.7 preliminary",
            "北京市 2022 41540.9",
            "天津市 2023 16737.30 preliminary",
        ]
    }
    assert made.series[0].checks["status"] == "注：2023年数据为初步核算数。"
    assert made.source["publisher"] == "国家统计局"
    assert [(one.where, one.why) for one in made.skipped[3:]] == [
        ("cell C6", "nil"),
        ("row 7", "note"),
        ("row 8", "source"),
    ]
    assert not made.unclear


def test_our_world_in_data_has_a_column_a_measure() -> None:
    made = draft(OWID)
    assert figures(made) == {
        "Life expectancy at birth [years]": [
            *("Afghanistan 1950 27.7", "Afghanistan 1951 28.0", "Africa 1950 37.6", "China 1950 43.70"),
        ],
        "Population []": ["Afghanistan 1950 7480464", "Afghanistan 1951 7571542", "China 1950 543979264"],
    }
    assert [column.role.partition(" ")[0] for column in made.columns] == [
        *("reference_area", "ignore", "time_period", "value", "value"),
    ]
    assert made.columns[0].why == "the head is Entity, 4 of 4 cells are known places"
    assert not made.unclear


def test_sdmx_has_codes_a_power_of_ten_and_flags() -> None:
    made = draft(SDMX)
    assert figures(made) == {
        "GDP [亿元]": ["China 2023-Q1 284997", "China 2023-Q2 308038 preliminary", "Germany 2023-Q2 30.50 estimated"]
    }
    assert [(one.where, one.why) for one in made.skipped] == [("cell H4", "not available")]


def test_two_rows_of_heads_are_a_measure_and_its_growth() -> None:
    made = draft(TWO_HEADS)
    assert figures(made) == {
        "地区生产总值 [亿元]": ["济南市 2023 12757.4", "青岛市 2023 15760.3"],
        "地区生产总值增速 [%]": ["济南市 2023 6.1", "青岛市 2023 5.9"],
        "进出口总额 [亿元]": ["济南市 2023 2161.4", "青岛市 2023 8759.7"],
        "进出口总额同比增长 [%]": ["济南市 2023 -2.3", "青岛市 2023 4.6"],
    }
    assert [(one.aspect, one.basis) for one in made.series] == [
        *((None, None), ("growth", None), (None, None), ("growth", "year_on_year")),
    ]
    assert made.series[0].checks == {"time_period": "2023年山东省主要经济指标"}


def test_a_title_says_measure_period_and_of_what_the_sum_is() -> None:
    made = draft(OF_A_CITY)
    assert figures(made) == {
        "地区生产总值 [亿元]": ["市南区 2023 1563.55", "即墨区 2023 1478.00", "青岛市 2023 15760.34"],
        "地区生产总值比上年增长 [%]": ["市南区 2023 6.0", "青岛市 2023 5.9"],
    }


def test_a_long_table_of_several_measures_becomes_a_series_of_each() -> None:
    made = draft(LONG)
    assert figures(made) == {
        "Unemployment rate [%]": ["Germany 2022 3.1", "Germany 2023 3.0 preliminary", "France 2022 7.3"],
        "Activity rate [%]": ["France 2023 74.10"],
    }


def test_periods_down_and_measures_across() -> None:
    made = draft(ACROSS)
    assert figures(made) == {
        "CPI (上年同月=100) []": ["2023-01 102.1", "2023-02 101.0", "2023-Q1 101.3"],
        "PPI []": ["2023-01 99.2", "2023-02 98.6"],
    }
    assert made.unclear == ["neither a column nor a head nor the title says of which place the figures are"]


def test_quarters_halves_and_months_so_far_are_heads() -> None:
    assert figures(draft(OF_QUARTERS)) == {
        "社会消费品零售总额 [亿元]": ["2023-Q1 114922", "2023-S1 227588", "2023-01/2023-09 342107"],
        "城镇调查失业率 [%]": ["2023-Q1 5.5", "2023-S1 5.30"],
    }


def test_year_and_month_have_a_column_each() -> None:
    made = draft('年份,月份,地区,产量（万吨）\n2023,1,山东,12.50\n2023,2,山东,"1,203.4"\n2023,2,江苏,50余\n')
    assert figures(made) == {"产量 [万吨]": ["山东 2023-01 12.50", "山东 2023-02 1203.4", "江苏 2023-02 50 over 50余"]}


def test_counts_of_rows_ranks_and_codes_are_no_figures() -> None:
    made = draft("序号,城市,代码,2023年GDP（亿元）,排名\n1,北京,110000,43760.7,2\n2,上海,310000,47218.66,1\n")
    assert figures(made) == {"GDP [亿元]": ["北京 2023 43760.7", "上海 2023 47218.66"]}


def test_a_column_that_looks_like_years_is_not_taken_for_one() -> None:
    made = draft("地区,批次,2023年\n北京,2001,1.5\n天津,2003,2.5\n")
    assert made.columns[1].role.startswith("unclear")
    assert made.unclear[0] == "column 2 (批次): its cells may be years, codes or figures"
    assert [one for of in figures(made).values() for one in of] == ["北京 2023 1.5", "天津 2023 2.5"]


DIFFER = "figures differ for the same place and period, and are left out: what tells them apart?"


def test_figures_that_differ_for_one_place_and_period_are_all_left_out() -> None:
    made = draft("地区,年份,产量\n北京,2023,3.1\n北京,2022,3.0\n北京市,2023,3.2\n北京,2023,3.1\n")
    for _ in range(2):
        assert figures(made) == {"产量 []": ["北京 2022 3.0"]}
    assert [(one.where, one.why) for one in made.skipped] == [
        ("cell C2", "figures that differ for the same place and period: 3.1 and 3.2"),
        ("cell C4", "figures that differ for the same place and period: 3.1 and 3.2"),
        ("cell C5", "the same figure again"),
    ]
    assert made.unclear == [DIFFER]


def test_figures_that_differ_in_one_of_several_series_are_left_out_of_that_one() -> None:
    made = draft("地区,年份,指标,值\n北京,2023,总人口,3\n北京,2023,GDP,4\n北京,2023,总人口,5\n北京,2022,总人口,6\n")
    assert figures(made) == {"总人口 []": ["北京 2022 6"], "GDP []": ["北京 2023 4"]}
    assert made.unclear == [DIFFER]


def test_the_same_figure_again_is_written_once() -> None:
    made = draft("地区,年份,产量\n北京,2023,3.1\n北京市,2023,3.1\n")
    assert figures(made) == {"产量 []": ["北京 2023 3.1"]}
    assert [(one.where, one.why) for one in made.skipped] == [("cell C3", "the same figure again")]
    assert not made.unclear


def test_a_figure_with_more_digits_of_nothing_is_the_same_and_the_first_is_kept() -> None:
    made = draft(
        "地区,年份,产量\n北京,2023,3.1\n北京,2023,3.10\n天津,2023,2.00\n天津,2023,2\n上海,2023,2.04\n上海,2023,2.0\n"
    )
    assert figures(made) == {"产量 []": ["北京 2023 3.1", "天津 2023 2.00"]}
    assert [(one.where, one.why) for one in made.skipped][:2] == [
        ("cell C3", "the same figure again: 3.1, which is kept"),
        ("cell C5", "the same figure again: 2.00, which is kept"),
    ]


def test_more_figures_that_differ_than_are_compared_are_left_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_MOST_COMPARED", 1)
    lines = "\n".join(f"北京,{year},{value}" for value in (1, 2) for year in (2021, 2022, 2023))
    assert figures(draft(f"地区,年份,产量\n{lines}\n")) == {"产量 []": []}


def test_an_import_writes_no_figure_that_differs_from_another_one(tmp_path: Path) -> None:
    made = draft("地区,年份,产量\n北京,2023,3.1\n北京,2022,3.0\n北京,2023,3.2\n天津,2023,7\n")
    pack.write([made], str(tmp_path / "ore.toml"))
    text = (tmp_path / "ore.toml").read_text()
    assert '["北京", "2022", 3.0]' in text
    assert "3.1" not in text
    assert "3.2" not in text


@pytest.mark.parametrize(
    ("content", "roles"),
    [
        ("地区,2022,2023,2022,2023\n北京,1,2,3,4\n天津,5,6,7,8\n", "unclear unclear unclear unclear"),
        ("地区,2022,2023,2022\n北京,1,2,1\n天津,5,6,5\n", "value value value"),
        ("地区,年份,产量,产量\n北京,2022,1,3\n天津,2022,2,4\n", "time_period unclear unclear"),
        ("地区,年份,GDP,增长%,财政收入,增长%\n北京,2022,1,2,3,4\n天津,2022,2,4,5,6\n", "time_period" + " value" * 4),
        ("地区,年份,产量（吨）,产量（万吨）\n北京,2022,1,3\n天津,2022,2,4\n", "time_period value value"),
    ],
)
def test_heads_alike_with_other_figures_are_unclear(content: str, roles: str) -> None:
    made = draft(content)
    assert [column.role.split(" ")[0] for column in made.columns[1:]] == roles.split()


def test_what_was_skipped_is_told_once_however_often_the_figures_are_read() -> None:
    made = draft("地区,年份,产量\n北京,2023,3.1\n天津,2023,…\n")
    for _ in range(3):
        assert figures(made) == {"产量 []": ["北京 2023 3.1"]}
    assert [one.why for one in made.skipped] == ["not available"]


@pytest.mark.parametrize("period", ["FY2023", "2023/24", "2023/2024", "令和5年度", "2023-W05"])
def test_a_period_that_iso_cannot_say_is_no_calendar_year(period: str) -> None:
    made = draft(f"地区,年份,产量\n北京,2022,3.1\n天津,{period},3.2\n")
    assert figures(made) == {"产量 []": ["北京 2022 3.1"]}
    assert len(made.skipped) == 1


def test_without_a_head_nothing_is_guessed() -> None:
    made = draft("1,2,3\n4,5,6\n")
    assert not made.series
    assert made.unclear == ["no row of heads was found: say which one it is as head in a mapping"]


def test_cells_of_per_cent_and_of_a_magnitude_have_their_own_unit() -> None:
    made = draft("地区,年份,单位,数量\n北京,2023,人,12\n天津,2023,人,1.2万\n河北,2023,人,7.0%\n")
    assert figures(made)["数量 [人]"] == ["北京 2023 12", "天津 2023 1.2 1.2万 万人", "河北 2023 7.0 %"]


EVERY = [WORLD_BANK, OF_PROVINCES, OWID, SDMX, TWO_HEADS, OF_A_CITY, LONG, ACROSS, OF_QUARTERS]


@pytest.mark.parametrize("content", EVERY)
def test_a_mapping_as_it_was_guessed_gives_the_same_series(content: str, tmp_path: Path) -> None:
    path = tmp_path / "t.map.toml"
    path.write_text(rows.map_of(workbook(content)))
    made, again = draft(content), draft(content, mapping.read(str(path)))
    assert figures(again) == figures(made)
    assert [(one.label_en, one.aspect, one.basis) for one in again.series] == [
        (one.label_en, one.aspect, one.basis) for one in made.series
    ]
    assert (again.topic_label, again.source) == (made.topic_label, made.source)


def test_a_mapping_says_what_a_guess_cannot(tmp_path: Path) -> None:
    path = tmp_path / "t.map.toml"
    path.write_text(
        'label = "粮食产量"\nunit = "万吨"\nperiod = "2023"\nhead = 2\n[columns]\n"名字" = "reference_area"\n"多少" = "value"\n'
    )
    made = draft("北京一览\n名字,多少\n甲村,3.10\n乙村,4\n", mapping.read(str(path)))
    assert figures(made) == {"多少 [万吨]": ["甲村 2023 3.10", "乙村 2023 4"]}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("head = 0\n", "1: head is 0, not the number of a row; rows are counted from 1"),
        ('\nheads = "x"\n', "2: unknown key 'heads'; the keys are "),
        ('[columns]\n\n"年" = "time"\n', "3: 'time' is nothing that a column can be; use one of reference_area, "),
        ("unit = 3\n", "1: unit is 3, not text; put it in double quotes"),
        ("unit = \n", "1: not TOML: "),
        ("\nsheets = 1\n", "2: sheets is not a table; "),
        ('[sheets]\n"甲" = 1\n', "2: 甲 is not a table; "),
        ('[sheets."甲"]\nsheet = "x"\n', "2: unknown key 'sheet'; the keys are label, "),
        ('[sheets."甲"]\n\nhead = 0\n', "3: head is 0, not the number of a row; "),
        ('[sheets."甲".columns]\n"年" = "time"\n', "2: 'time' is nothing that a column can be; "),
        ('head = 1\n[sheets."甲"]\n', "1: head and sheets are given; "),
    ],
)
def test_what_is_wrong_in_a_mapping_is_told_with_its_line(content: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "t.map.toml"
    path.write_text(content)
    with pytest.raises(UsageError) as error:
        mapping.read(str(path))
    assert str(error.value).startswith(f"{path}:{told}")


def two_sheets() -> Workbook:
    tables = {
        "甲": [["城市", "2022"], ["北京", "1.5"]],
        "乙 2": [["主要指标"], ["年份", "产量"], ["2023", "2.5"]],
        "空": [["x"]],
    }
    sheets = [
        Sheet(name, lambda lines=lines: (Row(at, cells) for at, cells in enumerate(lines, 1)))  # type: ignore[misc]
        for name, lines in tables.items()
    ]
    return Workbook("t.xlsx", "XLSX", sheets, [])


def test_a_mapping_has_what_was_taken_for_what_in_each_sheet(tmp_path: Path) -> None:
    path = tmp_path / "t.map.toml"
    path.write_text(rows.map_of(two_sheets()))
    said = mapping.read(str(path))
    assert [*said.sheets] == ["甲", "乙 2"]
    assert said.sheets["乙 2"].columns == {"年份": "time_period", "产量": "value"}
    made, again = rows.draft_of(two_sheets()), rows.draft_of(two_sheets(), said)
    assert figures(again) == figures(made)
    assert len(made.series) == 2
    assert (again.topic_label, again.source) == (made.topic_label, made.source)
    path.write_text(
        path.read_text()
        .replace('"年份" = "time_period"', '"年份" = "ignore"')
        .replace("head = 1", 'unit = "吨"\nhead = 1')
    )
    mended = rows.draft_of(two_sheets(), mapping.read(str(path)))
    assert [one.unit for one in mended.series] == ["吨", None]
    assert [column.role for column in mended.columns][2] == "ignore"


def test_a_mapping_of_some_sheets_reads_no_other(tmp_path: Path) -> None:
    path = tmp_path / "t.map.toml"
    path.write_text('topic = "产量"\n[sheets."乙 2"]\narea = "北京"\n')
    made = rows.draft_of(two_sheets(), mapping.read(str(path)))
    assert figures(made) == {"产量 []": ["北京 2023 2.5"]}
    assert made.topic_label == "产量"
    assert [(one.where, one.why) for one in made.skipped if one.where.startswith("sheet")] == [
        ("sheet 甲", "no table that is read"),
        ("sheet 空", "no table that is read"),
    ]
    path.write_text('[sheets."丙"]\n')
    with pytest.raises(UsageError, match="no sheet '丙'"):
        rows.draft_of(two_sheets(), mapping.read(str(path)))


def test_days_that_each_begin_a_quarter_mean_quarters() -> None:
    made = draft("observation_date,GDPC1\n2020-01-01,20693.238\n2020-04-01,19056.617\n2020-07-01,20548.793\n")
    assert figures(made) == {"GDPC1 []": ["2020-Q1 20693.238", "2020-Q2 19056.617", "2020-Q3 20548.793"]}


def test_days_of_which_nobody_knows_what_they_begin_are_refused() -> None:
    made = draft("地区,date,产量\n北京,2020-01-01,1.5\n北京,2021-02-01,1.6\n")
    assert figures(made) == {"产量 []": []}
    assert [one.why for one in made.skipped] == ["may mean the month, quarter or year that begins then"] * 2


def test_where_commas_part_decimals_no_point_is_trusted() -> None:
    made = draft('地区,年份,产量\n北京,2022,"3,5"\n天津,2022,1.234\n河北,2022,12\n')
    assert figures(made) == {"产量 []": ["河北 2022 12"]}
    assert len(made.skipped) == 2


def test_another_table_below_is_not_taken_for_more_of_the_first() -> None:
    made = draft("地区,2022年,2023年\n北京,1.5,1.6\n\n地区,人口,面积\n北京,2189,16410\n")
    assert [one for of in figures(made).values() for one in of] == ["北京 2022 1.5", "北京 2023 1.6"]
    assert made.unclear[-1] == "another table begins in row 4, and is not read: say first and head in a mapping"


def test_the_same_heads_again_on_another_page_are_left_out() -> None:
    made = draft("地区,2022,2023\n北京,1.5,1.6\n地区,2022,2023\n天津,2.5,2.6\n")
    assert [one for of in figures(made).values() for one in of][2:] == ["天津 2022 2.5", "天津 2023 2.6"]
    assert [one.why for one in made.skipped] == ["a row of heads"]


def test_a_row_with_more_cells_than_heads_is_refused() -> None:
    made = draft("地区,年份,产量\n北京,2022,1,234\n天津,2022,5\n")
    assert figures(made) == {"产量 []": ["天津 2022 5"]}
    assert made.skipped[0].why == "more cells than heads"


def test_growth_beside_a_level_has_its_period_and_not_its_unit() -> None:
    made = draft("2023年青岛市主要指标\n指标,单位,2023年,同比增长\n地区生产总值,亿元,15760.34,5.9\n")
    assert figures(made) == {
        "地区生产总值 [亿元]": ["青岛市 2023 15760.34"],
        "地区生产总值同比增长 [%]": ["青岛市 2023 5.9"],
    }


@pytest.mark.parametrize("head", ["上年同期", "累计", "去年"])
def test_a_column_of_another_period_is_not_guessed(head: str) -> None:
    made = draft(f"指标,2023年,{head}\n产量（万吨）,15.5,14.2\n")
    assert figures(made) == {"产量 [万吨]": ["2023 15.5"]}
    assert any(head in told for told in made.unclear)


def test_heads_in_two_languages() -> None:
    made = draft(
        "表 3-9 地区生产总值\n3-9 Gross Regional Product\n单位：亿元 (100 million yuan)\n地 区 Region,2022\n全 国 National,1204724.0\n北 京 Beijing,41540.9\n"
    )
    assert figures(made) == {"地区生产总值 [亿元]": ["全国 2022 1204724.0", "北京 2022 41540.9"]}
    made = draft("地区,2022年人口 Population\n北京,2184\n")
    assert [(one.label, one.label_en) for one in made.series] == [("人口", "Population")]


def test_places_across_and_months_down() -> None:
    made = draft("居民消费价格指数（上年同月=100）\n时间,全国,北京\n2023年1月,102.1,101.5\n2023年2月,101.0,100.8\n")
    assert figures(made) == {
        "居民消费价格指数（上年同月=100） []": [
            *("全国 2023-01 102.1", "北京 2023-01 101.5", "全国 2023-02 101.0", "北京 2023-02 100.8"),
        ]
    }


def test_what_tells_figures_of_one_place_and_period_apart_is_a_part_of_the_measure() -> None:
    made = draft("Country,Year,Sex,Population\nChina,2020,Male,721.4\nChina,2020,Female,688.4\nIndia,2020,Male,717.1\n")
    assert figures(made) == {
        "Population, Male []": ["China 2020 721.4", "India 2020 717.1"],
        "Population, Female []": ["China 2020 688.4"],
    }


def test_of_a_code_and_its_name_the_name_is_taken_and_of_flags_the_code() -> None:
    made = draft(
        "REF_AREA,Reference area,MEASURE,Measure,UNIT_MULT,Unit multiplier,TIME_PERIOD,Time period,OBS_VALUE,OBS_STATUS,Observation status\n"
        "DEU,Germany,UNE,Unemployment rate,0,Units,2022,,3.1,A,Normal value\n"
        "FRA,France,UNE,Unemployment rate,0,Units,2022,,7.3,P,Provisional value\n"
    )
    assert figures(made) == {"Unemployment rate []": ["Germany 2022 3.1", "France 2022 7.3 preliminary"]}


def test_a_year_above_the_quarters_of_it() -> None:
    made = draft("地区,2023年,\n,一季度,二季度\n北京,1.5,2.5\n")
    assert [one for of in figures(made).values() for one in of] == ["北京 2023-Q1 1.5", "北京 2023-Q2 2.5"]


def test_cells_that_a_reader_repeats_where_they_are_merged() -> None:
    made = draft(
        "青岛各区,青岛各区,青岛各区,青岛各区,青岛各区\n地区,2022年,2022年,2023年,2023年\n地区,产值（亿元）,增速(%),产值（亿元）,增速(%)\n市南区,41.9,0.7,43.7,5.2\n"
    )
    assert figures(made) == {
        "产值 [亿元]": ["市南区 2022 41.9", "市南区 2023 43.7"],
        "产值增速 [%]": ["市南区 2022 0.7", "市南区 2023 5.2"],
    }


def test_a_column_of_two_meanings_gives_only_what_is_a_figure() -> None:
    made = draft("地区,年份,产量（吨）\n北京,2022,12.5\n天津,2022,停产\n河北,2022,见注2\n山西,2022,3-5\n")
    assert figures(made) == {"产量 [吨]": ["北京 2022 12.5", "山西 2022 3 5 range 3-5"]}
    assert [one.where for one in made.skipped] == ["cell C3", "cell C4"]


def test_the_unit_in_a_title_is_that_of_its_measure_only() -> None:
    made = draft("2023年各省地区生产总值（亿元）\n地区,总量,人口,失业率\n北京,43760.7,2185,4.4\n")
    assert figures(made) == {
        "地区生产总值 [亿元]": ["北京 2023 43760.7"],
        "人口 []": ["北京 2023 2185"],
        "失业率 []": ["北京 2023 4.4"],
    }


@given(
    st.lists(
        st.lists(st.text("0123456789.,-%（）()①万余…x", max_size=7), min_size=3, max_size=3), min_size=1, max_size=8
    ),
    st.sampled_from(["2021,2022,2023", "2021年,2022年,2023年", "产量（万吨）,增速（%）,人口"]),
)
def test_no_figure_is_of_another_place_or_column_than_its_cell(table: list[list[str]], heads: str) -> None:
    areas = ["北京", "天津", "河北", "山西", "上海", "江苏", "浙江", "山东"]
    columns = heads.split(",")
    lines = [
        ["2023年", "", "", ""],
        ["地区", *columns],
        *([area, *cells] for area, cells in zip(areas, table, strict=False)),
    ]
    sheet = Sheet("", lambda: (Row(number, cells) for number, cells in enumerate(lines, 1)))
    made = rows.draft_of(Workbook("t.csv", "CSV", [sheet], []))
    for series in made.series:
        for one in series.observations:
            cells = table[areas.index(one.area or "")]
            named = (
                (one.period or "")
                if heads.startswith("2021")
                else series.label.removeprefix("产量" * bool(series.aspect))
            )
            at = next(at for at, head in enumerate(columns) if named in head)
            digits = "".join(char for char in cells[at] if char in "0123456789")
            assert "".join(char for char in one.value if char in "0123456789").lstrip("0") in digits


def test_a_head_of_both_axes_in_a_column_of_its_own_names_what_stands_below_it() -> None:
    made = draft("freq,unit,geo\\TIME_PERIOD,2022,2023\nA,PC,DE,3.1,3.0\nA,PC,FR,7.3,7.2\n")
    assert {(one.area, one.period, one.value) for series in made.series for one in series.observations} >= {
        ("Germany", "2022", "3.1"),
        ("France", "2023", "7.2"),
    }


def test_the_figures_of_several_measures_are_counted_while_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_TOLD_EACH", 2)
    told: list[int] = []
    rows.draft_of(workbook("地区,年份,产量（吨）,面积（亩）\n青岛市,2023,1,2\n济南市,2023,3,4\n"), None, told.append)
    assert told == [0, 2]


def test_eurostat_has_all_keys_in_its_first_column() -> None:
    made = draft('"freq,unit,geo\\TIME_PERIOD","2022 ","2023 "\n"A,%,DE","3.1 ","3.0 p"\n"A,%,FR","7.3 b",": "\n')
    assert [one for of in figures(made).values() for one in of] == [
        *("Germany 2022 3.1", "Germany 2023 3.0 preliminary", "France 2022 7.3"),
    ]
    assert made.series[0].unit == "%"


def test_sdmx_may_have_codes_and_names_in_one_cell() -> None:
    made = draft(
        "STRUCTURE,REF_AREA: Reference area,INDICATOR: Indicator,TIME_PERIOD: Period,OBS_VALUE: Value,OBS_STATUS: Status\n"
        "X,CN: China,UNE: Unemployment rate,2022,5.60,A: Normal\nX,DE: Germany,UNE: Unemployment rate,2022,3.1,P: Provisional\n"
    )
    assert figures(made) == {"Unemployment rate []": ["China 2022 5.60", "Germany 2022 3.1 preliminary"]}


def test_an_increase_without_a_unit_is_not_taken_for_per_cent() -> None:
    made = draft("Year,Country,Annual Increase,GDP growth rate\n2022,China,0.96,3.0\n2023,China,2.43,5.2\n")
    assert [(one.label, one.unit, one.aspect) for one in made.series] == [
        *(("Annual Increase", None, None), ("GDP growth rate", "%", "growth")),
    ]
    assert made.series[1].checks == {"unit": "GDP growth rate"}


def test_a_fall_is_no_growth() -> None:
    made = draft("2023年节能\n单位：吨\n地区,能耗,降幅\n北京,43760.7,2.5\n")
    assert [(one.label, one.unit, one.aspect) for one in made.series] == [
        ("能耗", "吨", None),
        ("能耗降幅", None, None),
    ]
    assert made.unclear == ["能耗降幅: which of the units 吨 it is in, if any"]


def test_rows_that_are_all_wider_than_the_heads_are_for_a_person() -> None:
    made = draft("Date,Country,Average\n2020-01,China,1.5,0.1\n2020-02,China,1.6,0.2\n")
    assert figures(made) == {"Average []": []}
    assert "its rows have more cells than heads: which figure is below which head cannot be told" in made.unclear


def test_a_table_is_as_good_where_its_first_figures_are_far_below() -> None:
    lines = [f"北京,{1800 + at},{at + 0.5 if at > 210 else ''}" for at in range(215)]
    made = draft("地区,年份,产量\n" + "\n".join(lines))
    assert figures(made) == {"产量 []": [f"北京 {1800 + at} {at}.5" for at in range(211, 215)]}


def test_many_reasons_are_told_by_their_number() -> None:
    made = draft("地区,年份,产量\n北京,1800,1\n" + "\n".join(f"北京,{1801 + at},…" for at in range(150)))
    assert len(figures(made)["产量 []"]) == 1
    assert len(made.skipped) == 101
    assert made.skipped[-1].where == "50 more"


def test_figures_of_several_series_are_kept_as_they_are() -> None:
    lines = [f"北京,{1000 + at},{at}.10,{at}%" for at in range(1, 1500)]
    made = draft("地区,年份,产量,比重\n" + "\n".join(lines))
    assert figures(made) == {
        "产量 []": [f"北京 {1000 + at} {at}.10" for at in range(1, 1500)],
        "产量比重 [%]": [f"北京 {1000 + at} {at}" for at in range(1, 1500)],
    }


@pytest.mark.parametrize(
    "long", ["年" * 200_000, "a " * 100_000, "A a" * 60_000, " " * 200_000 + "x", "（" * 100_000, "1," * 100_000]
)
def test_a_cell_may_be_of_any_length(long: str) -> None:
    for lines in (
        [["地区", "年份", long], ["北京", "2022", "1.5"]],
        [["地区", "年份", "产量"], [long, "2022", "1.5"], ["北京", long, long]],
        [[long], ["地区", "2022"], ["北京", "1.5"]],
    ):
        sheet = Sheet("", lambda lines=lines: (Row(at, cells) for at, cells in enumerate(lines, 1)))  # type: ignore[misc]
        made = rows.draft_of(Workbook("t.csv", "CSV", [sheet], []))
        assert all(len(told.what) < 200 for told in made.skipped)
        assert sum(len(of) for of in figures(made).values()) <= 1


def test_two_heads_alike_have_keys_of_their_own(tmp_path: Path) -> None:
    content = "地区,2022,2022\n北京,1.5,1.5\n天津,3.5,3.5\n"
    path = tmp_path / "t.map.toml"
    path.write_text(rows.map_of(workbook(content)))
    said = mapping.read(str(path))
    assert [*said.columns] == ["地区", "2022", "2022 (column 3)"]
    assert figures(draft(content, said)) == figures(draft(content))


def test_years_and_the_next_ones_are_no_months() -> None:
    made = draft("地区,年份,产量\n北京,2010-11,3.1\n天津,2011-12,3.2\n")
    assert figures(made) == {"产量 []": []}
    made = draft("地区,2010-11,2011-12\n北京,3.1,3.2\n")
    assert not made.series
    assert figures(draft("地区,2010-11,2010-12\n北京,3.1,3.2\n")) == {
        "table []": ["北京 2010-11 3.1", "北京 2010-12 3.2"]
    }


@pytest.mark.parametrize("units", [",（亿元）,（%）", ",亿元,%", "单位,亿元,%"])
def test_a_row_of_units_below_the_heads(units: str) -> None:
    made = draft(f"2023年\n地区,产值,增速\n{units}\n北京,43760.70,5.2\n")
    assert figures(made) == {"产值 [亿元]": ["北京 2023 43760.70"], "产值增速 [%]": ["北京 2023 5.2"]}
    assert made.series[1].aspect == "growth"


def test_heads_that_are_days_may_mean_months() -> None:
    made = draft("地区,2023-01-01,2023-02-01,2023-03-01\n北京,1.5,2.5,3.5\n")
    assert figures(made) == {"table []": ["北京 2023-01 1.5", "北京 2023-02 2.5", "北京 2023-03 3.5"]}
    assert not draft("地区,2023-01-01,2023-03-01\n北京,1.5,2.5\n").series
    assert figures(draft("地区,2023-05-31,2023-06-30\n北京,1.5,2.5\n"))["table []"] == [
        "北京 2023-05-31 1.5",
        "北京 2023-06-30 2.5",
    ]


def test_a_mapping_of_another_table_is_told() -> None:
    made = draft("地区,年份,产量\n北京,2022,3.1\n", mapping.Mapping(columns={"区域": "reference_area"}))
    assert made.unclear == ["the mapping names columns that the table does not have: 区域"]
    with pytest.raises(UsageError, match="has no sheet 'x', which the mapping names"):
        draft("地区,年份,产量\n北京,2022,3.1\n", mapping.Mapping(sheet="x"))


@pytest.mark.parametrize("name", ["lost.toml", "lost/t.toml"])
def test_a_mapping_that_is_not_there(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        mapping.read(str(tmp_path / name))
