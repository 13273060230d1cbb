"""Exact decimals."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jimo_cli.figures.decimals import plain, shifted

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)


@given(DECIMALS, st.integers(-40, 40))
@example(Decimal("1." + "9" * 60), 8)
@example(Decimal(0), 12)
@example(Decimal("-0.10"), 1)
def test_moving_the_point_there_and_back_loses_no_digit(value: Decimal, places: int) -> None:
    moved = shifted(value, places)
    back = shifted(moved, -places)
    assert back == value
    assert [*map(int, moved.as_tuple().digits)][: len(value.as_tuple().digits)] == list(value.as_tuple().digits)


@given(DECIMALS, st.integers(-12, 12))
def test_moving_the_point_multiplies_by_a_power_of_ten(value: Decimal, places: int) -> None:
    numerator, denominator = value.as_integer_ratio()
    moved_numerator, moved_denominator = shifted(value, places).as_integer_ratio()
    up, down = (10**places, 1) if places >= 0 else (1, 10**-places)
    assert moved_numerator * denominator * down == numerator * up * moved_denominator


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_not_finite_has_no_point_to_move(value: str) -> None:
    with pytest.raises(TypeError, match="not a finite number"):
        shifted(Decimal(value), 2)


@given(DECIMALS)
def test_a_number_is_written_without_an_exponent_and_reads_back(value: Decimal) -> None:
    written = plain(value)
    assert "E" not in written.upper()
    assert Decimal(written) == value
