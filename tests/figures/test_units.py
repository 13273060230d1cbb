"""The table of units."""

from __future__ import annotations

import re
import subprocess
import sys
from fractions import Fraction

import pytest

from jimo_cli import text
from jimo_cli.figures import units


def test_every_row_of_the_table_is_a_unit_with_all_its_columns() -> None:
    assert all(len(cells) == 4 for _, cells in units._ROWS)
    assert len(units.NAMES) == len(units._ROWS)
    assert {counts for _, (_, _, counts, _) in units._ROWS} == {"", "things", "people", "times", units.NOUN}


def test_every_multiple_is_of_a_unit_of_the_table_and_names_have_no_case() -> None:
    for name, meanings in units.meanings().items():
        assert name == name.lower()
        assert meanings.keys() <= units.NAMES.keys() | units.currencies().keys()
        assert all(times > 0 for times in meanings.values())


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("亩", {"平方米": Fraction(2000, 3)}), ("twh", {"千瓦时": Fraction(10**9)}), ("week", {"秒": Fraction(604800)}),
        ("year", {"个月": Fraction(12), "岁": Fraction(1)}), ("¥", {"元": Fraction(1), "日元": Fraction(1)}),
        ("square kilometres", {"平方米": Fraction(10**6)}), ("people per square kilometer", {"人/平方公里": Fraction(1)}),
    ],
)  # fmt: skip
def test_a_name_means_one_or_more_units(name: str, meaning: dict[str, Fraction]) -> None:
    assert units.meanings()[name] == meaning


def test_each_currency_is_known_by_its_name_its_english_name_and_what_stands_before_a_number() -> None:
    for name, (code, english, signs) in units.currencies().items():
        assert re.fullmatch("[A-Z]{3}", code)
        for word in (name, english, *filter(None, signs.split("|"))):
            assert name in units.meaning_of(word), word


@pytest.mark.parametrize(
    ("one", "other", "times"),
    [
        ("英镑", "澳元", None), ("澳门元", "元", None), ("卢比", "印度卢比", 1), ("印度卢比", "巴基斯坦卢比", None), ("港币", "港元", 1),
        ("dollars", "加元", 1), ("元新台币", "元", None),
    ],
)  # fmt: skip
def test_money_of_one_name_is_no_money_of_another(one: str, other: str, times: int | None) -> None:
    assert units.ratio(one, other) == times


@pytest.mark.parametrize(
    ("unit", "power", "name"),
    [
        ("£m", 6, "£"),
        ("A$ bn", 9, "a$"),
        ("$tn", 12, "美元"),
        ("€m", 6, "€"),
        ("m", 0, "m"),
        ("$", 0, "美元"),
        ("$/m", 0, "$/m"),
    ],
)
def test_a_letter_behind_a_sign_of_money_multiplies_it(unit: str, power: int, name: str) -> None:
    assert units.split_unit(unit) == (power, name)


def test_what_people_type_is_one_unit() -> None:
    assert units.TYPED["kwh"] == units.TYPED["度"] == "千瓦时"
    assert units.TYPED["块"] == "元"
    assert "renminbi" not in units.TYPED


def test_what_only_checks_need_is_not_loaded_for_a_typed_figure() -> None:
    code = "import sys, jimo_cli.figures.typed; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"fractions", "typing", "unicodedata", "jimo_cli.figures.printed"}.isdisjoint(loaded)


@pytest.mark.parametrize(
    "unit", sorted({*units.NAMES, *units.currencies(), *units.TYPED, "人鱼", "亿个百分点", "USD billion"})
)
@pytest.mark.parametrize("behind", ["", "余", "多", "整", "以上", "之多", "以下", "以内", "左右", "上下", "!"])
def test_no_figure_is_taken_for_something_else_by_its_end(unit: str, behind: str) -> None:
    assert units.may_end_figure(f"345{text.fold(unit)}{behind}", ["亿元", unit])


@pytest.mark.parametrize("figure", ["345", "六百五十", "百分之七点七", "七成", "345亿", "¥345颜色", "345 million", ""])
def test_a_number_alone_and_money_may_be_a_figure_too(figure: str) -> None:
    assert units.may_end_figure(figure, ())


@pytest.mark.parametrize("name", ["2024年海洋生产总值", "2024年出口额", "山东省2020年城镇化率", "第3产业增加值"])
def test_what_ends_in_no_unit_is_no_figure(name: str) -> None:
    assert not units.may_end_figure(name, ["亿元", "%", "家"])
