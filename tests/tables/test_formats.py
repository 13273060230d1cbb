"""Numbers of a spreadsheet as they are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.tables.formats import BUILT_IN, general, shower


@pytest.mark.parametrize(
    ("code", "digits", "shown"),
    [
        ("0.00", "7.7", "7.70"),
        ("0.0%", "0.07", "7.0%"),
        ("0%", "0.07000000000000001", "7%"),
        ("0.0%", "-0.135", "-13.5%"),
        ("#,##0", "1234567", "1,234,567"),
        ("#,##0.00", "-1234.5", "-1,234.50"),
        ("#,##0", "12", "12"),
        ("0", "1586.5", "1587"),
        ("0.00", "2.6749999999999998", "2.68"),
        ("0.##", "7.5", "7.5"),
        ("0.##", "7", "7"),
        ("000000", "15", "000015"),
        ("0.0,", "12345", "12.3"),
        ("0.00E+00", "12345", "1.23E+04"),
        ('0.0"亿元"', "7.7", "7.7亿元"),
        ("[$¥-804]#,##0.00", "12", "¥12.00"),
        ("0.00_ ", "7.7", "7.70"),
        ("\\约0", "7", "约7"),
        ("[Red]0.0", "7", "7.0"),
        ('General"年"', "2024", "2024年"),
        ("G/通用格式", "7.7", "7.7"),
        ("@", "7.70", "7.70"),
        ("0.0", "1E-3", "0.0"),
        ("0.0", "n/a", "n/a"),
        ("0.0", "NaN", "NaN"),
        ("0.0", "1e400", "1e400"),
        ("0.0", "1e-400", "0.0"),
        ("General%", "1e-999999", "1E-999997%"),
        ("General%", "0e-999999", "0E-999997%"),
    ],
)
def test_a_number_has_the_digits_that_are_shown(code: str, digits: str, shown: str) -> None:
    show, is_known = shower(code)
    assert is_known
    assert show(digits) == shown


@pytest.mark.parametrize(
    ("code", "digits", "shown"),
    [
        ("#,##0_);(#,##0)", "-1234", "(1,234)"),
        ("#,##0;[Red]#,##0", "-1234", "-1,234"),  # red alone would lose the sign
        ("0.0;▲0.0", "-7.7", "▲7.7"),
        ("0.0;负0.0", "-7.7", "负7.7"),
        ('0;-0;"－"', "0", "－"),
        ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0", "-"),
        ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-7.7", "-7.70"),
    ],
)
def test_the_parts_of_a_format_are_those_of_the_sign(code: str, digits: str, shown: str) -> None:
    assert shower(code)[0](digits) == shown


@pytest.mark.parametrize(
    ("code", "digits", "shown"),
    [
        ("yyyy-mm-dd", "45292", "2024-01-01"),
        ('yyyy"年"m"月"d"日";@', "45292", "2024-01-01"),
        ('yyyy"年"m"月"', "45292", "2024-01"),
        ("mmm-yy", "45292", "2024-01"),
        ("yyyy", "45292", "2024"),
        ("[$-804]d/m/yy", "45292.9", "2024-01-01"),
        ("yyyy/m/d h:mm", "45292.75", "2024-01-01T18:00"),
        ("h:mm:ss", "0.5", "12:00:00"),
        ("h:mm AM/PM", "0.75", "18:00"),
        ("[h]:mm", "1.5", "36:00"),
        ("yyyy-mm-dd", "1", "1900-01-01"),
        ("yyyy-mm-dd", "60", "1900-02-29"),
        ("yyyy-mm-dd", "61", "1900-03-01"),
        ("yyyy-mm-dd", "-1", "-1"),
        ("yyyy-mm-dd", "99999999", "99999999"),
    ],
)
def test_days_and_times_are_iso_8601_as_precise_as_they_are_shown(code: str, digits: str, shown: str) -> None:
    assert shower(code)[0](digits) == shown


def test_days_may_count_from_1904() -> None:
    assert shower("yyyy-mm-dd", is_1904=True)[0]("43830") == "2024-01-01"


@pytest.mark.parametrize("code", ["# ?/?", "[>100]0;0.0", "000-0000", "0" + "%" * 99, "0" * 999])
def test_what_cannot_be_followed_gives_what_is_stored(code: str) -> None:
    show, is_known = shower(code)
    assert not is_known
    assert show("0.5") == "0.5"


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("7.70", "7.70"),
        ("0.07000000000000001", "0.07"),
        ("0.30000000000000004", "0.3"),
        ("4283.724897629831", "4283.72489762983"),
        ("16297.180000000000", "16297.18"),
        ("1E-3", "0.001"),
        ("1.2345E+3", "1234.5"),
        ("123456789012345", "123456789012345"),
        ("1E+300", "1E+300"),
    ],
)
def test_a_number_without_a_format_keeps_the_digits_of_the_file(digits: str, shown: str) -> None:
    assert general(digits) == shown


def test_every_built_in_format_can_be_followed_but_fractions() -> None:
    assert [code for code in BUILT_IN.values() if not shower(code)[1]] == ["# ?/?", "# ??/??"]


@given(
    code=st.text('0#?.,%E+-;ymdhs"\\[]$@_* 年', max_size=20),
    digits=st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,20})?(E[+-]?[0-9]{1,4})?", fullmatch=True),
)
def test_any_format_shows_something(code: str, digits: str) -> None:
    assert len(shower(code)[0](digits)) < 200
