"""Chinese numerals, as typed and printed figures share them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.figures.numerals import DIGITS, MAGNITUDES, NUMERALS, STEPS, below_myriad, in_digits, leading_numeral


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("", 0), ("零", 0), ("两", 2), ("十", 10), ("十五", 15), ("二十", 20), ("一百零五", 105), ("两千三百一十", 2310), ("百二十", 120)],
)  # fmt: skip
def test_a_numeral_below_a_myriad_is_its_number(numeral: str, number: int) -> None:
    assert below_myriad(numeral) == number


def test_digits_are_replaced_one_by_one() -> None:
    assert in_digits("四〇两") == "402"


@pytest.mark.parametrize(
    ("text", "numeral", "rest"),
    [
        ("六百五十家", "650", "家"), ("四十二点四亿", "42.4", "亿"), ("三点", "3", "点"), ("七", "7", ""), ("零五个", "5", "个"),
        ("七二五所", "", "七二五所"), ("家", "", "家"), ("", "", ""), ("三万", "3", "万"),
    ],
)  # fmt: skip
def test_the_numeral_that_text_begins_with_is_reported_from_the_rest(text: str, numeral: str, rest: str) -> None:
    assert leading_numeral(text) == (numeral, rest)


@given(st.text(st.sampled_from(f"{NUMERALS}点家5"), max_size=12))
def test_no_character_is_lost_before_the_rest(text: str) -> None:
    numeral, rest = leading_numeral(text)
    assert text.endswith(rest)
    assert bool(numeral) == (len(rest) < len(text))
    assert set(text[: len(text) - len(rest)]) <= {*DIGITS, *STEPS, "点"}


def test_a_magnitude_that_begins_like_another_comes_first() -> None:
    words = list(MAGNITUDES)
    assert not [(one, other) for at, one in enumerate(words) for other in words[at + 1 :] if other.startswith(one)]
