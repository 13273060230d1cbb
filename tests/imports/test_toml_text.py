"""TOML that is written is read as it was meant, digits and checks included."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.imports.toml_text import Digits, check, table, text_of
from jimo_cli.packs import load

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
_VALUES = st.recursive(
    _TEXTS
    | st.integers(-(10**30), 10**30)
    | st.booleans()
    | st.decimals(allow_nan=False, allow_infinity=False, places=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(_VALUES)
def test_whatever_is_written_is_read_the_same(value: Any) -> None:
    assert load.parsed(f"x = {text_of(value)}") == {"x": value}


@pytest.mark.parametrize("digits", ["7.70", "0", "-0.50", "12345678901234567890.10"])
def test_digits_stay_as_they_are(digits: str) -> None:
    assert text_of(Digits(digits)) == digits
    assert str(load.parsed(f"x = {digits}")["x"]) == str(Decimal(digits))


def test_a_table_has_its_keys_in_order_its_rows_on_lines_and_its_checks_behind() -> None:
    lines = table(
        ("series", "cargo"),
        {"unit": "亿吨", "label": "吞吐量", "locator": {"section": "概况", "paragraph": 2}},
        ("label", "unit", "locator"),
        {"unit": "（亿吨）", "": "表1", "time_period": "去年"},
        [["青岛市", Digits("6.80")]],
    )
    assert list(lines) == [
        "[series.cargo]  # check: 表1; time_period: 去年",
        'label = "吞吐量"',
        'unit = "亿吨"  # check: （亿吨）',
        'locator = { section = "概况", paragraph = 2 }',
        "rows = [",
        '  ["青岛市", 6.80],',
        "]",
    ]


@given(_TEXTS)
def test_no_words_of_a_check_leave_their_line(words: str) -> None:
    comment = check(words)
    assert load.parsed(f"x = 1  {comment}\n") == {"x": 1}
    assert len(comment) < 250
