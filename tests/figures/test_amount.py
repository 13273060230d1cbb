"""What a source prints reads back as value, unit and qualifier, with no digit lost."""

from decimal import Decimal
from fractions import Fraction

import pytest
from builders import make_fact
from hypothesis import example, given
from hypothesis import strategies as st

from jimo_cli.figures import printed
from jimo_cli.figures.amount import Interval, interval, printed_amount
from jimo_cli.model import Qualifier

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


def _read(text: str) -> tuple[str, str | None, str | None, Qualifier | None]:
    """The figure by its value, upper value, unit and qualifier, as a fact file has them."""
    amount = printed_amount(text)
    assert amount is not None
    low, high = (None if end is None else amount.digits(end, amount.power) for end in (amount.low, amount.high))
    assert low is not None
    return low, high, amount.full_unit or None, amount.qualifier


@pytest.mark.parametrize(("text", "value", "value_max", "unit", "qualifier"), FIGURES, ids=[row[0] for row in FIGURES])
def test_a_printed_figure_is_read(
    text: str, value: str, value_max: str | None, unit: str | None, qualifier: str
) -> None:
    assert _read(text) == (value, value_max, unit, Qualifier(qualifier))


@pytest.mark.parametrize("text", ["", "很多", "亿元", "大约", "%", "-", "约余"])
def test_what_is_no_figure_is_refused(text: str) -> None:
    assert printed_amount(text) is None
    with pytest.raises(ValueError, match="is not a figure"):
        printed.parse(text)


@given(st.text(max_size=12))
@example("十" * 12)
@example("1" * 90 + "万亿人")
@example("1" * 500 + "万亿人")
def test_any_text_is_an_amount_or_none(text: str) -> None:
    amount = printed_amount(text)
    assert amount is None or amount.low.is_finite()


@given(
    st.decimals(min_value=0, max_value=10**15, allow_nan=False, places=3),
    st.sampled_from(["亿元", "家", "%", "人次", "个月", "处"]),
)
def test_any_plain_figure_reads_back_digit_by_digit(value: Decimal, unit: str) -> None:
    assert _read(f"{value:f}{unit}") == (f"{value:f}", None, unit, Qualifier.EXACT)


@pytest.mark.parametrize(
    ("unit", "half"), [("家", "0"), ("艘", "0"), ("人次", "0"), ("位", "0"), ("%", "0.5"), ("公里", "0.5")]
)
def test_what_is_counted_one_by_one_is_exact(unit: str, half: str) -> None:
    fact = make_fact(value=Decimal(12), unit=unit, as_written=f"12{unit}")
    assert interval(fact) == Interval(Fraction(12) - Fraction(half), Fraction(12) + Fraction(half))
