"""Figures as readers say them, with no digit lost."""

from decimal import Decimal

import pytest
from builders import make_fact
from hypothesis import example, given
from hypothesis import strategies as st

from jimo_cli.figures import say
from jimo_cli.model import Kind, Qualifier

AMOUNTS = [
    ("345", "亿元", "345 亿元", "CNY 34.5 billion"),
    ("52.6", "亿元", "52.6 亿元", "CNY 5.26 billion"),
    ("16.4", "亿元", "16.4 亿元", "CNY 1.64 billion"),
    ("0.05", "亿元", "0.05 亿元", "CNY 5 million"),
    ("1.2", "万亿元", "1.2 万亿元", "CNY 1.2 trillion"),
    ("9800", "亿元", "9800 亿元", "CNY 980 billion"),
    ("-345", "亿元", "-345 亿元", "CNY -34.5 billion"),
    ("500", "万元", "500 万元", "CNY 5 million"),
    ("50", "万美元", "50 万美元", "USD 500,000"),
    ("50", "万澳门元", "50 万澳门元", "MOP 500,000"),
    ("34.5", "亿英镑", "34.5 亿英镑", "GBP 3.45 billion"),
    ("1234.5", "元", "1234.5 元", "CNY 1,234.5"),
    ("7.7", "%", "7.7%", "7.7%"),
    ("-13.5", "%", "-13.5%", "-13.5%"),
    ("17", "个月", "17 个月", "17 months"),
    ("8600", "人次", "8600 人次", "8,600 person-times"),
    ("112", "家", "112 家", "112"),
    ("4", "共富模式", "4 共富模式", "4 models"),
    ("3", "光年", "3 光年", "3 光年"),
    ("17", None, "17", "17"),
]

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)


@pytest.mark.parametrize(("value", "unit", "zh", "en"), AMOUNTS, ids=[f"{row[0]}{row[1]}" for row in AMOUNTS])
def test_an_amount_is_said_in_chinese_and_in_english(value: str, unit: str | None, zh: str, en: str) -> None:
    fact = make_fact(value=Decimal(value), unit=unit)
    assert (say.amount(fact, "zh"), say.amount(fact, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("qualifier", "zh", "en"),
    [
        (Qualifier.OVER, "超190 个", "over 190"),
        (Qualifier.UNDER, "不足190 个", "under 190"),
        (Qualifier.ABOUT, "约190 个", "about 190"),
        (Qualifier.EXACT, "190 个", "190"),
    ],
)
def test_an_amount_keeps_what_hedges_it(qualifier: Qualifier, zh: str, en: str) -> None:
    fact = make_fact(value=Decimal(190), unit="个", qualifier=qualifier)
    assert (say.amount(fact, "zh"), say.amount(fact, "en")) == (zh, en)


def test_a_range_shows_both_ends() -> None:
    fact = make_fact(value=Decimal(5), value_max=Decimal(6), unit="个月", qualifier=Qualifier.RANGE)
    assert (say.amount(fact, "zh"), say.amount(fact, "en")) == ("5–6 个月", "5–6 months")


def test_a_range_of_money_is_scaled_as_one() -> None:
    fact = make_fact(value=Decimal(5), value_max=Decimal(60), unit="亿元", qualifier=Qualifier.RANGE)
    assert say.amount(fact, "en") == "CNY 500–6,000 million"


def test_one_of_a_thing_is_singular_in_english() -> None:
    assert say.amount(make_fact(value=Decimal(1), unit="个月"), "en") == "1 month"


def test_a_fact_without_a_figure_has_no_amount() -> None:
    fact = make_fact(value=None, unit=None, kind=Kind.POLICY, qualifier=None)
    assert (say.amount(fact, "zh"), say.amount(fact, "en"), say.number(fact)) == ("", "", "")


@given(DECIMALS, st.sampled_from(["元", "万元", "亿元", "万亿元"]))
@example(Decimal("0.00"), "亿元")
@example(Decimal(100), "亿元")
def test_an_english_amount_of_money_is_the_same_sum(value: Decimal, unit: str) -> None:
    said = say.amount(make_fact(value=value, unit=unit), "en")
    currency, figure, *scale = said.split(" ")
    exponent = {"million": 6, "billion": 9, "trillion": 12}[scale[0]] if scale else 0
    assert currency == "CNY"
    written = Decimal(figure.replace(",", "")).as_integer_ratio()
    stated = value.as_integer_ratio()
    of_unit = {"元": 0, "万元": 4, "亿元": 8, "万亿元": 12}[unit]
    assert written[0] * stated[1] * 10**exponent == stated[0] * written[1] * 10**of_unit


@given(st.decimals(min_value=1, max_value=10**9, allow_nan=False, places=1))
def test_a_stated_zero_after_the_point_is_kept(value: Decimal) -> None:
    stated = Decimal(f"{value}0")
    assert say.amount(make_fact(value=stated, unit="%"), "en").replace(",", "") == f"{stated}%"
