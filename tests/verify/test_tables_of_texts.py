"""Figures in the rows of a table: named by its heads and its titles, of the period above them."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

import pytest
from builders import make_fact

from jimo_cli.verify import Verdict, verify
from jimo_cli.verify.texts import Text

CONTENT = """云泽市统计公报

云泽市的发展稳定。

表1 分地区情况
| 地区 | 产值（万元） | 2022年 | 2023年 |
|---|---|---|---|
| 沈阳市 | 1,204 | 10.5 | 12.40 |
| 大连市 | 998.5 | 11.5 | 13.40 |

全市的情况稳定。

| 地区 | 人口（万人） |
|---|---|
| 沈阳市 | 903.1 |
"""
TEXT = Text("a.md", hashlib.sha256(CONTENT.encode()).hexdigest(), CONTENT)


def verdict(figure: str, **fields: Any) -> Verdict:
    """Return what comes of a fact with a figure of the table."""
    plain = {"label": "产值", "unit": "万元", "time_period": None, "locator": None}
    fact = make_fact(value=Decimal(figure.replace(",", "")), as_written=figure, **{**plain, **fields})
    return verify([fact], {"daily": TEXT.sha256}, [TEXT])[0]


def test_the_head_of_a_table_names_the_figures_in_its_rows() -> None:
    assert verdict("1,204", label_en=None, reference_area="沈阳市").result == "found"
    assert verdict("1,204", label="分地区情况", label_en=None, reference_area="沈阳市").result == "found"


def test_a_name_that_stands_in_another_table_is_none_of_a_row() -> None:
    assert verdict("903.1", label_en=None, reference_area="沈阳市").result == "not found"


def test_the_figure_of_another_place_in_a_table_is_told() -> None:
    found = verdict("1,204", label_en=None, reference_area="大连市")
    assert (found.result, found.detail) == ("found, but", "the figure is of 沈阳市 there, not of 大连市")


@pytest.mark.parametrize(("period", "result"), [("2022", "found"), ("2023", "found, but")])
def test_the_figure_below_another_period_is_told(period: str, result: str) -> None:
    found = verdict("10.5", label_en=None, reference_area="沈阳市", time_period=period)
    assert found.result == result
    assert result == "found" or found.detail == "the figure is of 2022 there, not of 2023"
