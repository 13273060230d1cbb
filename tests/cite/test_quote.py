"""A quoted sentence says what the fact says: amount, hedge, direction, rank, status, place, period, and its source."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from builders import make_fact

from jimo_cli.cite.figure import described
from jimo_cli.cite.quote import quote
from jimo_cli.cite.work import read_work
from jimo_cli.model import Aspect, Basis, Kind, Qualifier, Status

WORK = read_work({"title": "海港见闻《上》", "container-title": "海港日报", "issued": "2024-03-05"})
RATE = {"aspect": Aspect.GROWTH, "unit": "%", "as_written": None}


def said(lang: str = "zh", **fields: Any) -> str:
    return quote(make_fact(**fields), None, lang)


def test_a_figure_stands_with_period_place_and_source() -> None:
    fact = make_fact(locator="概况 ¶5")
    assert quote(fact, WORK, "zh") == (
        "2024年上半年，即墨区海洋产值345亿元（《海港见闻〈上〉》，海港日报，2024年3月5日，概况，第5段）"
    )
    assert quote(fact, WORK, "en") == (
        "Marine output in Jimo stood at CNY 34.5 billion in the first half of 2024"
        " (“海港见闻《上》”, 海港日报, 2024-03-05, 概况, para. 5)"
    )
    assert quote(fact._replace(locator=None), read_work({}), "zh") == "2024年上半年，即墨区海洋产值345亿元"


@pytest.mark.parametrize(
    ("fields", "zh", "en"),
    [
        ({"value": Decimal("7.70"), "as_written": None}, "海洋产值7.70亿元", "CNY 770 million"),
        ({"qualifier": Qualifier.OVER, "as_written": "345余亿元"}, "海洋产值345余亿元", "over CNY 34.5 billion"),
        ({"qualifier": Qualifier.OVER, "as_written": None}, "海洋产值超345亿元", "over CNY 34.5 billion"),
        ({"qualifier": Qualifier.ABOUT, "as_written": None}, "海洋产值约345亿元", "about CNY 34.5 billion"),
        ({"qualifier": Qualifier.UNDER, "as_written": None}, "海洋产值不足345亿元", "under CNY 34.5 billion"),
        (
            {
                "value": Decimal(5),
                "value_max": Decimal(6),
                "qualifier": Qualifier.RANGE,
                "unit": "个月",
                "as_written": None,
            },
            "海洋产值5至6个月",
            "5 to 6 months",
        ),
        ({"value": Decimal(-3), "as_written": None}, "海洋产值为-3亿元", "CNY -300 million"),
        (
            {"value": Decimal("12.9"), "label": "海洋产值占全市比重", **RATE, "aspect": Aspect.SHARE},
            "比重为12.9%",
            "12.9%",
        ),
        ({"value": Decimal("7.7"), "label": "海洋产值同比增长", **RATE}, "海洋产值同比增长7.7%", "stood at 7.7%"),
        ({"value": Decimal("-5.2"), "label": "海洋产值同比增长", **RATE}, "海洋产值同比下降5.2%", "stood at -5.2%"),
        ({"value": Decimal("-5.2"), "label": "海洋产值增速", **RATE}, "海洋产值增速为-5.2%", "stood at -5.2%"),
        ({"value": Decimal("-5.2"), **RATE}, "海洋产值下降5.2%", "stood at -5.2%"),
        ({"value": Decimal("5.2"), **RATE}, "海洋产值增长5.2%", "stood at 5.2%"),
        (
            {
                "value": Decimal(-5),
                "value_max": Decimal(-3),
                "qualifier": Qualifier.RANGE,
                "label": "海洋产值同比增长",
                **RATE,
            },
            "海洋产值同比下降3%至5%",
            "-5 to -3%",
        ),
        (
            {"value": Decimal(-1), "value_max": Decimal(2), "qualifier": Qualifier.RANGE, "label": "产值增长", **RATE},
            "产值增长为-1%至2%",
            "-1 to 2%",
        ),
        (
            {"value": Decimal(4), "unit": "位", "aspect": Aspect.RANK, "among": "全国港口", "label": "海洋产值位次"},
            "海洋产值居全国港口第4位",
            "ranked no. 4 among 全国港口",
        ),
        (
            {"value": Decimal(4), "unit": None, "aspect": Aspect.RANK, "label": "海洋产值排名"},
            "居第4位",
            "ranked no. 4",
        ),
    ],
)
def test_the_amount_is_said_as_the_fact_has_it(fields: dict[str, Any], zh: str, en: str) -> None:
    assert zh in said(**fields)
    assert en in said("en", **fields)


@pytest.mark.parametrize(
    ("as_written", "expected"),
    [
        ("345亿元", "海洋产值345亿元"),
        ("三百四十五亿元", "海洋产值三百四十五亿元"),
        ("346亿元", "海洋产值345亿元"),
        ("超345亿元", "海洋产值345亿元"),
        ("下降345亿元", "海洋产值345亿元"),
        ("34.5 billion yuan", "海洋产值345亿元"),
        ("345", "海洋产值345亿元"),
        (None, "海洋产值345亿元"),
    ],
)
def test_the_printed_figure_is_quoted_only_where_it_states_what_the_fact_does(
    as_written: str | None, expected: str
) -> None:
    assert said(as_written=as_written) == f"2024年上半年，即墨区{expected}"


@pytest.mark.parametrize(
    ("status", "zh", "en"),
    [
        (Status.PRELIMINARY, "（初步核算数；《", "(preliminary; “"),
        (Status.REVISED, "（修订数；《", "(revised; “"),
        (Status.ESTIMATED, "（估计数；《", "(estimated; “"),
        (Status.FORECAST, "（预测数；《", "(forecast; “"),
        (Status.TARGET, "（目标值；《", "(target; “"),
        (Status.FINAL, "亿元（《", "2024 (“"),
    ],
)
def test_how_far_a_figure_is_settled_stands_before_its_source(status: Status, zh: str, en: str) -> None:
    assert zh in quote(make_fact(status=status), WORK, "zh")
    assert en in quote(make_fact(status=status), WORK, "en")


def test_what_a_rate_is_against_is_said_where_its_label_does_not() -> None:
    rate: dict[str, Any] = {"value": Decimal(5), "basis": (Basis.YEAR_ON_YEAR, Basis.REAL), **RATE}
    assert said(label="产值增速", **rate).endswith("产值增速为5%（同比、实际）")
    assert said(label="产值同比增速", **rate).endswith("产值同比增速为5%（实际）")
    assert said("en", **rate).endswith("(year on year, real)")


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2024", "2024年，即", "in 2024"),
        ("2024-06", "2024年6月，", "in June 2024"),
        ("2024-06-03", "2024年6月3日，", "on 3 June 2024"),
        ("2024-Q2", "2024年第二季度，", "in the second quarter of 2024"),
        ("2024-01-01/..", "2024年1月1日以来，", "since 1 January 2024"),
        ("2019/2023-06", "2019年–2023年6月，", "from 2019 to June 2023"),
        ("P3Y/2024", "至2024年的3年，", "in the 3 years to 2024"),
        (None, "即墨区", "CNY 34.5 billion"),
    ],
)
def test_every_period_has_its_words(period: str | None, zh: str, en: str) -> None:
    assert said(time_period=period).startswith(zh)
    assert said("en", time_period=period).endswith(en)


def test_a_place_that_the_label_names_is_not_said_twice() -> None:
    assert said(label="即墨海洋产值", time_period=None) == "即墨海洋产值345亿元"
    assert (
        said("en", label_en="Jimo's marine output", time_period=None)
        == "Jimo's marine output stood at CNY 34.5 billion"
    )
    assert said(reference_area=None, time_period=None) == "海洋产值345亿元"


def test_a_thing_without_a_figure_is_said_by_its_sort() -> None:
    thing: dict[str, Any] = {"value": None, "qualifier": None, "unit": None, "as_written": None, "label": "标准地"}
    assert said(kind=Kind.MECHANISM, parts=("甲", "乙"), **thing) == "2024年上半年，即墨区机制“标准地”，包括甲、乙"
    assert said("en", kind=Kind.ORGANIZATION, **thing).startswith(
        "“Marine output”, an organization in Jimo in the first"
    )
    assert described(make_fact(kind=Kind.PROJECT, **thing), "zh") == "标准地：项目（2024年上半年，即墨区）"


def test_a_list_has_the_same_in_brackets() -> None:
    fact = make_fact(status=Status.PRELIMINARY)
    assert described(fact, "zh", "第5段") == "海洋产值：345亿元（初步核算数，2024年上半年，即墨区，第5段）"
    assert described(fact, "en") == "Marine output: CNY 34.5 billion (preliminary, first half of 2024, Jimo)"


@pytest.mark.parametrize(
    ("fact", "chinese", "english"),
    [
        ({"value": Decimal(10), "qualifier": Qualifier.UNDER}, "居全国前10位", "in the top 10 among 全国"),
        ({"value": Decimal(3), "value_max": Decimal(5), "qualifier": Qualifier.RANGE}, "居全国第3至5位", "no. 3 to 5 among 全国"),
    ],
)  # fmt: skip
def test_a_rank_keeps_what_hedges_it(fact: dict[str, Any], chinese: str, english: str) -> None:
    of_rank = {
        "label": "产值位次",
        "label_en": "Output",
        "aspect": Aspect.RANK,
        "unit": None,
        "among": "全国",
        "as_written": None,
    }
    assert chinese in said(**(of_rank | fact))
    assert english in said("en", **(of_rank | fact))


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("出口下降", "出口下降5.2%"),
        ("出口降幅", "出口降幅为5.2%"),
        ("出口增加", "出口增加5.2%"),
        ("出口增长速度", "出口增长速度为5.2%"),
    ],
)
def test_a_direction_in_a_label_is_not_said_twice(label: str, expected: str) -> None:
    told = said(label=label, value=Decimal("5.2"), unit="%", aspect=Aspect.GROWTH, as_written=None)
    assert told.endswith(expected)


def test_a_place_is_left_out_only_where_the_label_has_it_and_no_longer_one() -> None:
    assert "吉林市吉林省外来投资" in said(label="吉林省外来投资", reference_area="吉林市")
    assert "in New Zealand" in said("en", label_en="New orders", reference_area="新西兰")


def test_a_label_that_ends_in_a_digit_stands_apart_from_its_figure() -> None:
    assert "PM2.5为35微克" in said(label="PM2.5", value=Decimal(35), unit="微克", as_written=None)


def test_of_many_authors_the_first_stand_and_others_are_told() -> None:
    many = read_work({"title": "T", "author": [{"literal": name} for name in "甲乙丙丁"]})
    assert "（《T》，甲、乙、丙等，" in quote(make_fact(), many, "zh")
    assert "(“T”, 甲, 乙, 丙, et al., " in quote(make_fact(), many, "en")


def test_a_fall_of_more_than_its_figure_is_none_of_less() -> None:
    fact = make_fact(
        label="出口增速",
        label_en="Exports",
        value=Decimal(-5),
        qualifier=Qualifier.OVER,
        unit="%",
        aspect=Aspect.GROWTH,
        as_written="下降超过5%",
    )
    assert "出口增速为下降超5%" in quote(fact, WORK, "zh")
    assert "a fall of over 5%" in quote(fact, WORK, "en")
    assert "下降超5%" in described(fact, "zh")
