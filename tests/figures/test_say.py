"""Figures in words and as numbers, both ways, with no digit lost."""

from decimal import Decimal

import pytest
from builders import make_fact
from hypothesis import example, given
from hypothesis import strategies as st

from jimo_cli.figures import say
from jimo_cli.model import Kind, Qualifier

FIGURES = [
    ("345亿元", "345", None, "亿元", "exact"),
    ("16.4亿元", "16.4", None, "亿元", "exact"),
    ("1.2万亿元", "1.2", None, "万亿元", "exact"),
    ("52.60亿元", "52.60", None, "亿元", "exact"),
    ("-13.5%", "-13.5", None, "%", "exact"),
    ("−13.5%", "-13.5", None, "%", "exact"),
    ("下降13.5%", "-13.5", None, "%", "exact"),
    ("减少20家", "-20", None, "家", "exact"),
    ("增长7.7%", "7.7", None, "%", "exact"),
    ("70%以上", "70", None, "%", "over"),
    ("50余所", "50", None, "所", "over"),
    ("50多所", "50", None, "所", "over"),
    ("8600余人次", "8600", None, "人次", "over"),
    ("超过1万人", "10000", None, "人", "over"),
    ("1万余人", "10000", None, "人", "over"),
    ("逾3000家", "3000", None, "家", "over"),
    ("突破100亿元", "100", None, "亿元", "over"),
    ("不足5%", "5", None, "%", "under"),
    ("30天以下", "30", None, "天", "under"),
    ("约200名", "200", None, "名", "about"),
    ("近200名", "200", None, "名", "about"),
    ("200名左右", "200", None, "名", "about"),
    ("5至6个月", "5", "6", "个月", "range"),
    ("5-6个月", "5", "6", "个月", "range"),
    ("3到4万人", "30000", "40000", "人", "range"),
    ("1.5~2.5亿元", "1.5", "2.5", "亿元", "range"),
    ("1,234,567人", "1234567", None, "人", "exact"),
    ("十七个月", "17", None, "个月", "exact"),
    ("二十八所", "28", None, "所", "exact"),
    ("一百零五家", "105", None, "家", "exact"),
    ("两千三百人", "2300", None, "人", "exact"),
    ("七大领域", "7", None, "领域", "exact"),
    ("4大共富模式", "4", None, "共富模式", "exact"),
    ("三项", "3", None, "项", "exact"),
    ("24小时", "24", None, "小时", "exact"),
    ("17", "17", None, None, "exact"),
    ("3.5亿人", "350000000", None, "人", "exact"),
    (" 17个月 ", "17", None, "个月", "exact"),
]
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


@pytest.mark.parametrize(("text", "value", "value_max", "unit", "qualifier"), FIGURES, ids=[row[0] for row in FIGURES])
def test_a_printed_figure_is_read(
    text: str, value: str, value_max: str | None, unit: str | None, qualifier: str
) -> None:
    read = say.parse(text)
    assert str(read.value) == value
    assert read == (Decimal(value), None if value_max is None else Decimal(value_max), unit, Qualifier(qualifier))


@pytest.mark.parametrize("text", ["", "很多", "亿元", "大约", "%", "-", "约余"])
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a figure"):
        say.parse(text)


@given(st.text(max_size=12))
@example("十" * 12)
@example("1" * 500 + "万亿人")
def test_any_text_is_a_figure_or_a_value_error(text: str) -> None:
    try:
        read = say.parse(text)
    except ValueError:
        return
    assert read.value.is_finite()


@given(
    st.decimals(min_value=0, max_value=10**15, allow_nan=False, places=3),
    st.sampled_from(["亿元", "家", "%", "人次", "个月", "处"]),
)
def test_any_plain_figure_reads_back_digit_by_digit(value: Decimal, unit: str) -> None:
    read = say.parse(f"{value:f}{unit}")
    assert (str(read.value), read.unit, read.qualifier) == (f"{value:f}", unit, Qualifier.EXACT)


@given(DECIMALS, st.integers(-40, 40))
@example(Decimal("1." + "9" * 60), 8)
@example(Decimal(0), 12)
@example(Decimal("-0.10"), 1)
def test_moving_the_point_there_and_back_loses_no_digit(value: Decimal, places: int) -> None:
    moved = say.shifted(value, places)
    back = say.shifted(moved, -places)
    assert back == value
    assert [*map(int, moved.as_tuple().digits)][: len(value.as_tuple().digits)] == list(value.as_tuple().digits)


@given(DECIMALS, st.integers(-12, 12))
def test_moving_the_point_multiplies_by_a_power_of_ten(value: Decimal, places: int) -> None:
    numerator, denominator = value.as_integer_ratio()
    moved_numerator, moved_denominator = say.shifted(value, places).as_integer_ratio()
    up, down = (10**places, 1) if places >= 0 else (1, 10**-places)
    assert moved_numerator * denominator * down == numerator * up * moved_denominator


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_not_finite_has_no_point_to_move(value: str) -> None:
    with pytest.raises(TypeError, match="not a finite number"):
        say.shifted(Decimal(value), 2)


@given(DECIMALS)
def test_a_number_is_written_without_an_exponent_and_reads_back(value: Decimal) -> None:
    written = say.plain(value)
    assert "E" not in written.upper()
    assert Decimal(written) == value


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
