"""Figures as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rows import Row, index_rows, quantity_key
from small_base import make_row

from jimo_cli.figures.typed import cut_out, parse
from jimo_cli.search.by_figure import facts_with_figure as find
from jimo_cli.store.sqlite.names import SqliteNames
from jimo_cli.store.sqlite.rows import numbers_of
from jimo_cli.text import fold


@pytest.mark.parametrize(
    ("typed", "low", "high", "magnitude", "unit"),
    [
        ("345", "345", None, None, ""),
        ("345亿", "345", None, 8, ""),
        ("345亿元", "345", None, 8, "元"),
        ("34.5 billion yuan", "34.5", None, 9, "元"),
        ("cny 34.5 billion", "34.5", None, 9, "元"),
        ("42.4%", "42.4", None, None, "%"),
        ("8600余人次", "8600", None, None, "人次"),
        ("超过1万人", "1", None, 4, "人"),
        ("5至6个月", "5", "6", None, "个月"),
        ("5-6个月", "5", "6", None, "个月"),
        ("1,234.5吨", "1234.5", None, None, "吨"),
        ("下降13.5%", "13.5", None, None, "%"),
        ("3千瓦时", "3", None, None, "千瓦时"),
        ("70%以上", "70", None, None, "%"),
        ("六百五十家", "650", None, None, "家"),
        ("三百四十五亿元", "345", None, 8, "元"),
        ("十二个", "12", None, None, "个"),
        ("百分之七点七", "7.7", None, None, "%"),
        ("百分之七十以上", "70", None, None, "%"),
        ("下降百分之十三点五", "13.5", None, None, "%"),
        ("四十二点四", "42.4", None, None, ""),
        ("七成", "70", None, None, "%"),
        ("超过5成", "50", None, None, "%"),
        ("五到六个月", "5", "6", None, "个月"),
        ("超过一万人", "1", None, 4, "人"),
        ("5%至6%", "5", "6", None, "%"),
        ("345亿元。", "345", None, 8, "元"),
        ('"345亿元"', "345", None, 8, "元"),
        ("(345亿元)、", "345", None, 8, "元"),
        ("￥345亿元", "345", None, 8, "元"),
        ("人民币345亿元整", "345", None, 8, "元"),
        ("4.2‰", "4.2", None, None, "‰"),
        ("25.5℃", "25.5", None, None, "℃"),
        ("108.5元/吨", "108.5", None, None, "元/吨"),
        ("109.5微克/立方米", "109.5", None, None, "微克/立方米"),
        ("1200千瓦时/人", "1200", None, None, "千瓦时/人"),
    ],
)
def test_a_figure_is_taken_apart(typed: str, low: str, high: str | None, magnitude: int | None, unit: str) -> None:
    figure = parse(typed)
    assert figure is not None
    assert figure.low == Decimal(low)
    assert figure.high == (Decimal(high) if high else None)
    assert (figure.magnitude, figure.unit) == (magnitude, unit)


@pytest.mark.parametrize(
    "typed", ["", "海洋", "十", "七二五所", "7号线地铁 gdp x", "345 platforms", "1+7+3", "..", "12ab!!"]
)
def test_what_is_no_figure_is_none(typed: str) -> None:
    assert parse(typed) is None


@pytest.mark.parametrize("unit", ["kW", "kg", "km²", "m³", "km/h", "TEU", "GWh", "μg/m³", "°C", "ppm", "Mbit/s"])
def test_a_unit_of_the_base_is_read_behind_a_figure_whatever_its_letters(unit: str) -> None:
    index = SqliteNames(
        index_rows([make_row(1, "甲", value="12.5", unit=unit), make_row(2, "乙", value="12.5", unit="家")])
    )
    assert labels(index, fold(f"12.5{unit}")) == labels(index, fold(f"12.5 {unit}。")) == [1]
    assert parse("12.5 platforms") is None


@pytest.mark.parametrize(
    ("value", "unit", "number", "dimension"),
    [("345", "亿元", "34500000000", "元"), ("52.6", "亿元", "5260000000", "元"), ("42.4", "%", "42.4", "%"),
     ("3", "万标箱", "30000", "标箱"), ("2", "亿千瓦时", "200000000", "千瓦时"), ("5", "千米", "5", "公里")],
)  # fmt: skip
def test_numbers_are_compared_exactly(value: str, unit: str, number: str, dimension: str) -> None:
    assert quantity_key(Decimal(value), unit) == (Decimal(number), dimension)


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=4), st.sampled_from(["", "元", "家"]))
def test_magnitude_shifts_the_point_and_nothing_else(value: Decimal, unit: str) -> None:
    number, dimension = quantity_key(value, "亿" + unit)
    assert (number / 10**8, dimension) == (value, quantity_key(value, unit)[1])


@given(st.decimals(allow_nan=False, allow_infinity=False), st.sampled_from(["", "%", "元", "亿元", "万人次", "万亿元"]))
@example(Decimal("1E+40"), "亿元")
@example(Decimal("16777217.0000000000000000000000000001"), "万元")
def test_the_number_of_a_figure_in_the_index_is_the_nearest_to_the_exact_one(value: Decimal, unit: str) -> None:
    assert numbers_of(value, None, unit) == [float(quantity_key(value, unit)[0])]


def test_a_figure_is_cut_out_of_what_it_counts() -> None:
    assert cut_out("112家高端创新平台") == ("112家", "高端创新平台")
    assert cut_out("增速7.7%") == ("7.7%", "增速")
    assert cut_out("海洋") == ("", "")


def labels(index: SqliteNames, typed: str) -> list[int]:
    """Return the labels found for a figure, best first."""
    return [label for _, label, _ in find(index, typed)]


def test_a_bare_number_finds_what_is_printed_so(index: SqliteNames) -> None:
    assert labels(index, "345") == [1, 14]
    assert labels(index, "34500000000") == [1]


def test_magnitude_and_unit_have_to_fit(index: SqliteNames) -> None:
    assert labels(index, "345亿") == [1]
    assert labels(index, "345亿元") == [1]
    assert labels(index, "345元") == []
    assert labels(index, "345万") == []
    assert labels(index, "42.4个月") == []


def test_one_counting_word_may_stand_for_another_with_less_worth(index: SqliteNames) -> None:
    exact, other = find(index, "112家")[0], find(index, "112个")[0]
    assert exact[1] == other[1] == 4
    assert exact[2] > other[2]


def test_a_fall_is_found_by_its_size(index: SqliteNames) -> None:
    assert labels(index, "13.5%") == [13]


def small(*rows: Row) -> SqliteNames:
    """Return an index over a few facts."""
    return SqliteNames(index_rows(rows))


def test_both_ends_of_a_range_have_to_agree() -> None:
    index = small(make_row(1, "建设周期缩短", value=5, unit="个月")._replace(value_max="6", qualifier="range"))
    assert labels(index, "5至6个月") == labels(index, "5到6个月") == labels(index, "五至六个月") == [1]
    assert labels(index, "5至7个月") == labels(index, "4至6个月") == labels(index, "5至60个月") == []
    assert labels(index, "5个月") == labels(index, "6个月") == [1]
    assert find(index, "5个月")[0][2] < find(index, "5至6个月")[0][2]
    assert labels(small(make_row(1, "周期", value=5, unit="个月")), "5至6个月") == []


def test_bounds_have_to_agree() -> None:
    index = small(
        make_row(1, "甲", value=70, unit="%")._replace(qualifier="over"),
        make_row(2, "乙", value=30, unit="%")._replace(qualifier="under"),
    )
    for over in ("70%", "70%以上", "超过70%", "over 70%", "逾70%", "百分之七十以上"):
        assert labels(index, over) == [1]
    for under in ("70%以下", "不到70%", "低于70%", "under 70%", "超过30%", "30%以上"):
        assert labels(index, under) == []
    assert labels(index, "不到30%") == [2]


def test_a_direction_has_to_agree() -> None:
    index = small(
        make_row(1, "海洋同比增长", value="7.7", unit="%"),
        make_row(2, "外贸变化", value="-13.5", unit="%"),
        make_row(3, "占全区比重", value="42.4", unit="%"),
        make_row(4, "周期平均缩短", value=5, unit="个月"),
        make_row(5, "园区", value=20, unit="个"),
    )
    assert labels(index, "增长7.7%") == [1]
    assert labels(index, "下降13.5%") == [2]
    assert labels(index, "缩短5个月") == [4]
    assert labels(index, "增加20个") == [5]
    for other in ("下降7.7%", "增长13.5%", "增长42.4%", "下降42.4%", "减少20个"):
        assert labels(index, other) == []


def test_things_people_and_occasions_are_counted_apart() -> None:
    index = small(
        make_row(1, "咨询", value=4500, unit="次"),
        make_row(2, "企业", value=650, unit="家"),
        make_row(3, "人才", value=88, unit="名"),
    )
    assert labels(index, "4500人次") == [1]
    assert labels(index, "650个") == [2]
    assert labels(index, "88位") == [3]
    assert labels(index, "4500家") == labels(index, "650人") == labels(index, "88个") == []
