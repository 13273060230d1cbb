"""A measure in one line: its figures as blocks, with blanks where a period is missing."""

from decimal import Decimal
from pathlib import Path

import pytest
from builders import HEAD, Run, make_pack
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli.charts.spark import follow_each_other, sparkline

SERIES = (
    '[series.output]\nlabel = "产值"\nlabel_en = "Output"\nunit = "亿元"\n'
    'columns = ["reference_area", "time_period", "value"]\nrows = [\n'
)


def _facts(directory: Path, rows: list[tuple[str, str, int]]) -> str:
    body = "".join(f'["{place}", "{period}", {value}],\n' for place, period, value in rows)
    return str(make_pack(directory / "facts", {"marine.toml": HEAD + SERIES + body + "]\n"}))


def _line(**figures: str) -> str:
    known: dict[str | None, Decimal] = {period[1:]: Decimal(value) for period, value in figures.items()}
    return sparkline(known, known)


def test_a_line_goes_from_the_lowest_to_the_highest_and_has_a_blank_for_what_is_missing() -> None:
    assert _line(y2019="-5", y2020="0", y2023="9", y2024="2") == "▁▃  █▅"
    assert _line(y2019="7", y2020="7") == "▁▁"
    assert _line(y2019="7") == ""
    assert _line(y2019="9" * 500, y2020="1e-400") == "█▁"


def test_periods_that_overlap_or_are_not_known_make_no_line() -> None:
    assert follow_each_other(["2021", "2019", "2020"])
    assert not follow_each_other(["2021", "2021-Q1"])
    assert not follow_each_other(["2021", "2022", None])
    assert not follow_each_other(["2021"])


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=2, max_size=300))
def test_a_line_of_any_figures_fits(values: list[Decimal]) -> None:
    known: dict[str | None, Decimal] = {str(1700 + at): value for at, value in enumerate(values)}
    assert 2 <= len(sparkline(known, known)) <= 24


@pytest.mark.parametrize(("width", "has_line"), [(120, True), (40, False)])
def test_a_measure_of_many_periods_has_its_line_in_stats_that_of_the_widest_place(
    run: Run, tmp_path: Path, width: int, *, has_line: bool
) -> None:
    rows = [("青岛市", str(year), 5000 - year) for year in range(2018, 2024)]
    rows += [("全国", str(year), year) for year in range(2018, 2024) if year != 2020]
    facts = _facts(tmp_path, rows)
    assert ("▁▂ ▅▇█" in run("stats", "--facts", facts, terminal=True, width=width).out) == has_line
    assert "▁" not in run("stats", "--facts", facts).out


def test_a_measure_of_many_places_in_one_period_has_no_line(run: Run, tmp_path: Path) -> None:
    facts = _facts(tmp_path, [(f"第{at}村", "2023", at) for at in range(20)])
    out = run("stats", "--facts", facts, terminal=True, width=120).out
    assert "20 个地区" in out
    assert "走势" not in out
