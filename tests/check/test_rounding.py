"""Which figures of a draft agree with a fact, by their digits, units and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.check.rounding import Fit, agrees, fit_of
from jimo_cli.figures.amount import printed_amount

AGREES, OPEN, VALUE = Fit.AGREES, Fit.OPEN, Fit.VALUE
UNIT, MAGNITUDE, QUALIFIER = Fit.UNIT, Fit.MAGNITUDE, Fit.QUALIFIER

# What a draft writes, what the fact is, and how they fit.
ROWS: list[tuple[str, str, Fit]] = [
    # the same
    ("345亿元", "345亿元", AGREES), ("345.0亿元", "345亿元", AGREES), ("7.70%", "7.7%", AGREES),
    ("1,234家", "1234家", AGREES), ("三百人", "300人", AGREES), ("百分之七点七", "7.7%", AGREES),
    # rounded to the digits that are written
    ("42%", "42.4%", AGREES), ("43%", "42.5%", AGREES), ("42%", "42.5%", AGREES), ("42%", "42.6%", VALUE),
    ("41%", "42.4%", VALUE), ("345亿元", "345.2亿元", AGREES), ("345亿元", "345.6亿元", VALUE),
    ("345.3亿元", "345.2亿元", VALUE), ("1.3万亿元", "12906亿元", AGREES), ("1.2万亿元", "12906亿元", VALUE),
    ("24亿元", "24.4亿元", AGREES), ("24.4亿元", "244123万元", AGREES), ("24.5亿元", "244123万元", VALUE),
    ("42.40%", "42.4%", AGREES),
    # other units of the same thing
    ("244000万元", "24.4亿元", AGREES), ("24.4亿元", "244000万元", AGREES), ("0.0345万亿元", "345亿元", AGREES),
    ("34.5 billion yuan", "345亿元", AGREES), ("7.7 percent", "7.7%", AGREES), ("1.5小时", "90分钟", AGREES),
    ("1200公斤", "1.2吨", AGREES),
    # another magnitude
    ("345万元", "345亿元", MAGNITUDE), ("34.5亿元", "345亿元", MAGNITUDE), ("3450亿元", "345亿元", MAGNITUDE),
    ("1.68%", "16.8%", MAGNITUDE), ("168%", "16.8%", MAGNITUDE), ("2440万元", "24.4亿元", MAGNITUDE),
    ("112万家", "112家", MAGNITUDE),
    # another unit
    ("17天", "17个月", Fit.UNIT), ("345亿美元", "345亿元", UNIT), ("7.7个百分点", "7.7%", UNIT),
    ("345亿英镑", "345亿澳元", UNIT), ("A$34.5 billion", "345亿澳元", AGREES), ("A$34.5 billion", "345亿美元", UNIT),
    ("20吨", "20公里", UNIT), ("21天", "17个月", OPEN), ("400亿美元", "345亿元", OPEN),
    # what counts things may be any word
    ("4种", "4大", AGREES), ("20家", "20个", AGREES), ("50个", "50所", AGREES), ("21家", "20个", VALUE),
    # about
    ("约345亿元", "345.2亿元", AGREES), ("约350亿元", "345亿元", AGREES), ("350亿元左右", "345亿元", AGREES),
    ("约340亿元", "345亿元", AGREES), ("约300亿元", "345亿元", VALUE), ("约400亿元", "345亿元", VALUE),
    ("约42%", "42.4%", AGREES), ("约50所", "50余所", AGREES),
    # nearly, under
    ("近350亿元", "345亿元", AGREES), ("不到350亿元", "345亿元", AGREES), ("近345亿元", "345亿元", AGREES),
    ("近万人", "超过1万人", QUALIFIER), ("近900亿元", "345亿元", VALUE),
    # over
    ("超过300亿元", "345亿元", AGREES), ("超过345亿元", "345亿元", QUALIFIER), ("超过350亿元", "345亿元", VALUE),
    ("340多亿元", "345亿元", AGREES), ("超过100亿元", "345亿元", OPEN), ("50余所", "50余所", AGREES),
    ("超过50所", "50余所", AGREES), ("60余所", "50余所", VALUE), ("40余所", "50余所", AGREES),
    # the hedge of the fact left out
    ("50所", "50余所", QUALIFIER), ("1万人", "超过1万人", QUALIFIER), ("60所", "50余所", OPEN),
    ("90所", "50余所", VALUE), ("49所", "50余所", VALUE), ("345亿元", "约345亿元", AGREES),
    ("100人", "不到100人", QUALIFIER), ("90人", "不到100人", OPEN),
    # ranges
    ("5至6个月", "5至6个月", AGREES), ("5-6个月", "5至6个月", AGREES), ("5至7个月", "5至6个月", VALUE),
    ("4至6个月", "5至6个月", VALUE), ("5个月", "5至6个月", OPEN), ("7个月", "5至6个月", VALUE),
    ("5至6个月", "6个月", VALUE),
    # the sign is not compared here
    ("13.5%", "下降13.5%", AGREES), ("13.6%", "下降13.5%", VALUE),
    # zero and large figures
    ("0%", "0%", AGREES), ("0%", "7.7%", VALUE), ("12345678901234567890元", "12345678901234567890元", AGREES),
    ("12345678901234567891元", "12345678901234567890元", VALUE),
]  # fmt: skip


@pytest.mark.parametrize(("drafted", "stated", "fit"), ROWS)
def test_a_figure_fits_a_fact_as_far_as_its_digits_unit_and_words_allow(drafted: str, stated: str, fit: Fit) -> None:
    own, fact = printed_amount(drafted), printed_amount(stated)
    assert own is not None
    assert fact is not None
    assert fit_of(own, fact) is fit


@pytest.mark.parametrize(("drafted", "stated"), [("684万辆", "684万吨"), ("20个", "20公里"), ("17家", "17个月")])
def test_a_word_that_counts_things_is_no_unit_of_another_kind(drafted: str, stated: str) -> None:
    own, fact = printed_amount(drafted), printed_amount(stated)
    assert own is not None
    assert fact is not None
    assert fit_of(own, fact) is UNIT


def test_there_are_rows_of_every_fit() -> None:
    assert {fit for *_, fit in ROWS} == {*Fit}
    assert len(ROWS) >= 60


_HEDGES = st.sampled_from(["", "约", "近", "超过", "不足", "不到", "至少"])
_NUMBERS = st.decimals("0.1", "99999", places=1).map(lambda value: f"{value:f}".removesuffix(".0"))


@given(_HEDGES, _NUMBERS, _HEDGES, _NUMBERS, st.sampled_from(["亿元", "万元", "个", "%"]))
def test_what_is_told_at_once_to_disagree_never_agrees(
    hedge: str, number: str, other_hedge: str, other: str, unit: str
) -> None:
    own, fact = printed_amount(f"{hedge}{number}{unit}"), printed_amount(f"{other_hedge}{other}{unit}")
    assert own is not None
    assert fact is not None
    assert agrees(own, fact) is (fit_of(own, fact) is Fit.AGREES)
