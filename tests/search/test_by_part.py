"""A measure is found by other names of a part of its name, and a share by other names of what it is of and in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Run, fact_text, make_pack

from jimo_cli.search.by_part import share_of
from jimo_cli.text import fold

if TYPE_CHECKING:
    from pathlib import Path


def _found(run: Run, path: Path, query: str, *labels: str, place: str = "青岛市") -> list[str]:
    facts = [
        fact_text(f"s{at}", label=label, value=1 + at, reference_area=place, time_period="2023")
        for at, label in enumerate(labels)
    ]
    pack = make_pack(path / "pack", {"t.toml": HEAD + "".join(facts)})
    return [row[1] for row in run("search", query, "--facts", str(pack)).rows]


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("第三产业占GDP比重", "第三产业增加值占国内生产总值比重"),
        ("二产占GDP的比例", "第二产业增加值占地区生产总值比重"),
        ("税收占财政收入的比重", "税收收入占一般公共预算收入比重"),
        ("实物网上零售额占社零总额比重", "实物商品网上零售额占社会消费品零售总额比重"),
        ("工业占GDP比重", "全部工业增加值占生产总值比重"),
        ("海洋GDP占地区生产总值比重", "海洋生产总值占全市GDP比重"),
        ("agriculture share of GDP", "Agriculture, forestry, and fishing, value added (% of GDP)"),
        ("manufacturing as a percentage of gross domestic product", "Manufacturing, value added (% of GDP)"),
        ("share of services in GDP", "Services, value added (% of GDP)"),
        ("defence spending % of GDP", "Military expenditure (% of GDP)"),
        ("军费占GDP比重", "Military expenditure (% of GDP)"),
        ("arable land percent of land area", "Arable land (% of land area)"),
    ],
)
def test_a_share_is_found_by_other_names_of_its_part_and_its_whole(
    run: Run, tmp_path: Path, query: str, label: str
) -> None:
    assert _found(run, tmp_path, query, label, "地区生产总值", "GDP (current US$)") == [label]


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("第三产业占GDP比重", "第二产业增加值占国内生产总值比重"),
        ("第三产业占就业比重", "第三产业增加值占国内生产总值比重"),
        ("税收占GDP比重", "税收收入占一般公共预算收入比重"),
        ("第三产业占GDP比重", "第三产业增加值"),
        ("manufacturing share of employment", "Manufacturing, value added (% of GDP)"),
        ("construction share of GDP", "Industry, value added (% of GDP)"),
        ("manufacturing share of GDP", "Manufacturing, value added (current US$)"),
        ("imports as a share of GDP", "Exports of goods and services (% of GDP)"),
    ],
)
def test_a_share_of_or_in_something_else_is_no_answer(run: Run, tmp_path: Path, query: str, label: str) -> None:
    assert _found(run, tmp_path, query, label) == []


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("万元GDP水耗量", "万元国内生产总值水耗量"),
        ("万元 GDP 水耗量", "万元国内生产总值水耗量"),
        ("净出口对GDP增长贡献率", "货物和服务净出口对国内生产总值增长贡献率"),
        ("民族地区人均可支配收入", "民族地区居民人均可支配收入"),
        ("重点行业规上工业增加值增速", "重点行业规模以上工业增加值同比增长"),
        ("defence expenditure current USD", "Military expenditure (current US$)"),
        ("FDI net inflows current US$", "Foreign direct investment, net inflows (BoP, current US$)"),
    ],
)
def test_a_measure_in_a_longer_name_may_have_its_other_names(run: Run, tmp_path: Path, query: str, label: str) -> None:
    assert _found(run, tmp_path, query, label, "地区生产总值") == [label]


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("万元GDP水耗量", "国内生产总值"), ("农村GDP", "国内生产总值"), ("人均社零", "社会消费品零售总额"), ("净出口对GDP增长贡献率", "资本形成总额对国内生产总值增长贡献率"),
        ("重点行业规上工业增加值增速", "重点行业规模以上工业增加值"), ("defence expenditure per soldier", "Military expenditure (current US$)"),
        ("defence expenditure % of GDP", "Military expenditure (current US$)"),
    ],
)  # fmt: skip
def test_what_else_a_name_says_has_to_be_the_same(run: Run, tmp_path: Path, query: str, label: str) -> None:
    assert _found(run, tmp_path, query, label) == []


def test_a_loose_part_of_a_share_answers_only_where_one_label_fits(run: Run, tmp_path: Path) -> None:
    both = ("税收收入占一般公共预算收入比重", "税收收入占一般公共预算收入的比例")
    assert _found(run, tmp_path / "one", "税收总额占财政收入比重", both[0]) == [both[0]]
    assert _found(run, tmp_path / "two", "税收总额占财政收入比重", *both) == []


def test_a_share_of_another_place_is_only_near(run: Run, tmp_path: Path) -> None:
    assert _found(run, tmp_path, "云南第三产业占GDP比重", "第三产业增加值占国内生产总值比重") == []


@pytest.mark.parametrize(
    ("name", "part", "whole"),
    [
        ("第三产业占GDP比重", "第三产业", "gdp"), ("第三产业所占比重", "第三产业", ""), ("exports (% of GDP)", "exports", "gdp"), ("share of exports in GDP", "exports", "gdp"),
        ("exports as a share of GDP", "exports", "gdp"), ("exports", "", ""), ("exports share", "", ""), ("%", "", ""), ("share of", "", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_a_name_says_what_a_share_is_of_and_in(name: str, part: str, whole: str) -> None:
    assert share_of(fold(name)) == (part, whole)
