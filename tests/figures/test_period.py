"""Time periods, as days and in words."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.figures import period
from jimo_cli.figures.period import Period

DAYS = {
    "2024": ("2024-01-01", "2024-12-31"),
    "2024-06": ("2024-06-01", "2024-06-30"),
    "2024-12": ("2024-12-01", "2024-12-31"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2023-02": ("2023-02-01", "2023-02-28"),
    "2024-06-30": ("2024-06-30", "2024-06-30"),
    "2024-S1": ("2024-01-01", "2024-06-30"),
    "2024-S2": ("2024-07-01", "2024-12-31"),
    "2024-Q1": ("2024-01-01", "2024-03-31"),
    "2024-Q4": ("2024-10-01", "2024-12-31"),
    "2023/2024": ("2023-01-01", "2024-12-31"),
    "2023-03/2024-S1": ("2023-03-01", "2024-06-30"),
    "P3Y/2024": ("2022-01-01", "2024-12-31"),
    "P1Y/2024": ("2024-01-01", "2024-12-31"),
    "9999": ("9999-01-01", "9999-12-31"),
    "9999-12": ("9999-12-01", "9999-12-31"),
}


@pytest.mark.parametrize("text", DAYS)
def test_a_period_reaches_from_its_first_day_to_its_last(text: str) -> None:
    first, last = DAYS[text]
    assert Period.parse(text) == Period(date.fromisoformat(first), date.fromisoformat(last))
    assert Period.parse(text).until == date.fromisoformat(last)


@pytest.mark.parametrize("text", ["2024-01-01/..", "2024/..", "2024-S1/.."])
def test_a_period_since_a_day_has_no_end_but_lies_in_its_first_year(text: str) -> None:
    since = Period.parse(text)
    assert since == Period(date(2024, 1, 1), None)
    assert since.until == date(2024, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "2024-13",
        "2024-01-00",
        "2024-00",
        "2024-6",
        "2024-02-30",
        "2023-02-29",
        "0000",
        "2024-S3",
        "2024-S0",
        "2024-Q5",
        "2024-Q",
        "20240101",
        "P0Y/2024",
        "P3Y",
        "P3M/2024",
        "P99Y/0001",
        "2024/",
        "/2024",
        "../2024",
        "..",
        "2024/2025/2026",
        "2024 ",
        "2024\n",
        "２０２４",
        "今年",
        "2024-s1",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Period.parse(text)


@pytest.mark.parametrize("text", ["2024/2023", "2024-S2/2024-S1", "2024-06-02/2024-06-01"])
def test_a_period_that_ends_before_it_starts_is_refused_for_that(text: str) -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2024", "2024年", "2024"),
        ("2024-06", "2024年6月", "2024-06"),
        ("2024-06-03", "2024年6月3日", "2024-06-03"),
        ("2024-S1", "2024年上半年", "first half of 2024"),
        ("2024-S2", "2024年下半年", "second half of 2024"),
        ("2024-Q1", "2024年第一季度", "first quarter of 2024"),
        ("2024-Q4", "2024年第四季度", "fourth quarter of 2024"),
        ("P3Y/2024", "至2024年的3年", "3 years to 2024"),
        ("2023/..", "2023年以来", "since 2023"),
        ("2024-01-01/..", "2024年1月1日以来", "since 2024-01-01"),
        ("2023/2024", "2023年–2024年", "2023–2024"),
        ("someday", "someday", "someday"),
    ],
)
def test_a_period_is_said_in_the_language_of_the_reader(text: str, zh: str, en: str) -> None:
    assert (period.in_words(text, "zh"), period.in_words(text, "en")) == (zh, en)


@given(st.dates(), st.dates())
def test_any_two_days_in_order_are_a_period(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert Period.parse(f"{first.isoformat()}/{last.isoformat()}") == Period(first, last)


@given(st.integers(1, 9999), st.sampled_from(["", "-S1", "-S2", "-Q1", "-Q2", "-Q3", "-Q4", "-02", "-12"]))
def test_a_period_within_a_year_lies_in_the_year(year: int, part: str) -> None:
    start, end = Period.parse(f"{year:04}{part}")
    assert end is not None
    assert date(year, 1, 1) <= start < end <= date(year, 12, 31)


@given(st.text(max_size=20))
def test_any_text_is_a_period_or_a_value_error(text: str) -> None:
    try:
        read = Period.parse(text)
    except ValueError:
        return
    assert read.end is None or read.start <= read.end


@pytest.mark.parametrize(
    ("text", "a_year_before", "just_before"),
    [
        ("2024", "2023", "2023"),
        ("2024-S2", "2023-S2", "2024-S1"),
        ("2024-S1", "2023-S1", "2023-S2"),
        ("2024-Q1", "2023-Q1", "2023-Q4"),
        ("2024-10", "2023-10", "2024-09"),
        ("2024-01", "2023-01", "2023-12"),
        ("0002-Q1", "0001-Q1", "0001-Q4"),
        ("0001", None, None),
        ("0001-02", None, "0001-01"),
        *((text, None, None) for text in ("2024-01-01", "2024/..", "2023/2024", "P3Y/2024", "", "去年")),
    ],
)
def test_the_period_before_a_year_or_a_part_of_one(
    text: str, a_year_before: str | None, just_before: str | None
) -> None:
    assert (period.earlier(text, years=1), period.earlier(text, parts=1)) == (a_year_before, just_before)


@given(st.integers(2, 9999), st.sampled_from(["", "-S1", "-S2", "-Q1", "-Q4", "-01", "-02", "-12"]))
def test_the_period_before_ends_the_day_before_it_starts(year: int, part: str) -> None:
    text = f"{year:04}{part}"
    before, earlier = period.earlier(text, parts=1), period.earlier(text, years=1)
    assert before is not None
    assert earlier is not None
    assert Period.parse(before).until + timedelta(days=1) == Period.parse(text).start
    assert Period.parse(earlier).start == Period.parse(text).start.replace(year=year - 1)


@given(
    st.text(st.sampled_from("0123456789-/.SQPY"), max_size=21)
    | st.sampled_from([*DAYS, "2024-13", "2024-02-30", "2024-01-00"])
)
def test_the_pattern_takes_every_period_and_little_else(text: str) -> None:
    matches = re.fullmatch(period.PATTERN, text) is not None
    try:
        Period.parse(text)
    except ValueError as error:
        assert not matches or "no such day" in str(error) or "ends before" in str(error) or "year" in str(error)  # noqa: PT017
    else:
        assert matches
