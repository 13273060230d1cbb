"""Cells: the digits that come out stand in the cell, and what is no figure is refused with a reason."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.imports import cells
from jimo_cli.imports.times import when


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("7.70", "7.70"),
        ("1,234.50", "1234.50"),
        ("1 234.5", "1234.5"),
        ("１２３．５", "123.5"),
        ("−3", "-3"),
        ("▲3.2", "-3.2 ▲3.2"),
        ("负5", "-5 负5"),
        ("7.0%", "7.0 %"),
        ("5-10%", "5 10 range % 5-10%"),
        ("50余", "50 over 50余"),
        ("约300", "300 about 约300"),
        ("1.2万", "1.2 万 1.2万"),
        ("300p", "300 preliminary"),
        ("300 (e)", "300 estimated"),
        ("300（预计）", "300 forecast"),
        ("12.3①", "12.3 ①"),
        ("12.3¹", "12.3 ¹"),
        ("345*", "345 *"),
        ("5.1E-05", "0.000051"),
    ],
)
def test_a_figure_is_read_as_it_is_shown(shown: str, read: str) -> None:
    assert " ".join(part for part in cells.read(shown) if isinstance(part, str) and part) == read


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        ("", "blank"),
        ("…", "not available"),
        ("..", "not available"),
        ("－", "nil"),
        ("—", "nil"),
        ("x", "suppressed"),
        ("3,5", "a comma that may part decimals or thousands"),
        ("007", "a code: it begins with 0"),
        ("2019-2020", "may be years"),
        ("2023年", "may be years"),
        ("10³", "no figure"),
        ("1.5E+10", "no figure that can be read"),
        ("2023-05-01", "no figure that can be read"),
        ("(5)", "in brackets, which may mean below zero"),
        ("#DIV/0!", "an error of the spreadsheet"),
        ("①0", "a sign among the digits"),
        ("12abc", "abc is no known unit"),
    ],
)
def test_what_is_no_figure_has_a_reason(shown: str, why: str) -> None:
    found = cells.read(shown)
    assert (found.value, found.why) == (None, why)


def test_brackets_mean_below_zero_where_the_table_says_so() -> None:
    assert cells.read("(1,234)", in_brackets=True).value == "-1234"


def _digits(shown: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", shown) if char in "0123456789")


@given(
    st.one_of(
        st.text("0123456789.,-+% ()（）万亿余约负▲①*¹pe年至~eE/元", max_size=12),
        st.from_regex(r"[-−]?[0-9]{1,3}(,[0-9]{3}){0,3}(\.[0-9]{1,4})?[%①*p]?", fullmatch=True),
    )
)
def test_whatever_digits_come_out_stand_in_the_cell(shown: str) -> None:
    found = cells.read(shown, in_brackets=True)
    assert (found.value is None) == bool(found.why)
    for value in (found.value, found.value_max):
        if value is not None and "e" not in shown.lower():
            assert _digits(value).removeprefix("0" if shown.lstrip("-−+ ").startswith(".") else "") in _digits(shown)
            assert cells.PLAIN(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_plain_figure_keeps_its_digits(value: object) -> None:
    assert cells.read(str(value)).value == str(value)
    assert cells.read(f"{value:,}").value == str(value)


@pytest.mark.parametrize(
    ("shown", "period"),
    [
        *(("2023", "2023"), ("2023年", "2023"), ("2023 年", "2023"), ("2023Q1", "2023-Q1"), ("Q1 2023", "2023-Q1")),
        *(("2023年一季度", "2023-Q1"), ("2023M05", "2023-05"), ("May 2023", "2023-05"), ("Jan-2023", "2023-01")),
        *(
            ("2023年1-5月", "2023-01/2023-05"),
            ("2023年上半年", "2023-S1"),
            ("2023H1", "2023-S1"),
            ("202305", "2023-05"),
        ),
        *(("2023/5/31", "2023-05-31"), ("2023-05-31 00:00:00", "2023-05-31"), ("2023.05", "2023-05")),
        *(("令和5年", "2023"), ("民国112年", "2023"), ("2023 [YR2023]", "2023"), ("2019-2023", "2019/2023")),
    ],
)
def test_a_period_is_read_in_every_usual_form(shown: str, period: str) -> None:
    found = when(shown)
    assert found is not None
    assert found.period == period


@pytest.mark.parametrize(
    ("shown", "status"), [("2023年(初步核算)", "preliminary"), ("2023e", "estimated"), ("2023*", "")]
)
def test_a_period_may_have_a_status(shown: str, status: str) -> None:
    found = when(shown)
    assert found is not None
    assert (found.period, found.status) == ("2023", status)


@pytest.mark.parametrize(
    "shown",
    ["FY2023", "2023/24", "2011/12", "2023/2024", "令和元年", "令和5年度", "Jan-23", "一季度", "2023.1", "2023学年"],
)
def test_a_period_that_cannot_be_told_has_a_reason(shown: str) -> None:
    found = when(shown)
    assert found is not None
    assert found.period == ""
    assert found.why


@pytest.mark.parametrize("shown", ["", "GDP", "山东", "12", "2023年GDP", "1.5", "43760.7", "110000"])
def test_no_period_is_none(shown: str) -> None:
    assert when(shown) is None


@pytest.mark.parametrize(
    ("shown", "value", "status"),
    [
        ("12.3 b", "12.3", None),
        ("12.3 ep", "12.3", "estimated"),
        ("12.3 bp", "12.3", "preliminary"),
        ("12.3 bd", "12.3", None),
        ("12.3 (r)", "12.3", "revised"),
        ("12.3 u", "12.3", None),
        ("12 k", None, None),
        ("12 zq", None, None),
    ],
)
def test_letters_behind_a_figure_are_flags_unless_they_may_be_a_unit(
    shown: str, value: str | None, status: str | None
) -> None:
    found = cells.read(shown)
    assert (found.value, found.status) == (value, status)
    assert found.unit is None
    assert cells.read("12 t").unit == "t"
