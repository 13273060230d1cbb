"""A measure of many places and periods is one line of the table of statistics; a pipe has every row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Run, fact_text, make_pack

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def pack(tmp_path: Path) -> str:
    places = ("山东省", "全国", "青岛市")
    facts = [
        fact_text(
            f"gdp-{at}-{year}",
            label="生产总值",
            value=10_000 * (at + 1) + year,
            unit="亿元",
            reference_area=area,
            time_period=str(year),
        )
        for at, area in enumerate(places)
        for year in range(2019, 2024)
    ]
    facts += [
        fact_text(
            f"growth-{year}",
            label="生产总值增长",
            value=5,
            unit="%",
            reference_area="全国",
            time_period=str(year),
            of=f"gdp-1-{year}",
            aspect="growth",
        )
        for year in range(2021, 2024)
    ]
    facts += [fact_text("few", label="港口数", value=7, unit="个", reference_area="青岛市", time_period="2023")]
    return str(make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)}))


@pytest.mark.parametrize("width", [120, 80, 40])
def test_a_measure_of_many_is_one_line_with_its_latest(run: Run, pack: str, width: int) -> None:
    out = run("stats", "--format", "table", "--facts", pack, width=width, terminal=True).out
    assert out.replace(",", "").count("22023") == 1
    assert all(str(other) not in out.replace(",", "") for other in (12021, 12023, 22021, 22022, 32023))
    assert "全国" in out
    assert "2023" in out
    assert ("3 个地区 · 2019–2023" in out) == (width > 40)
    assert out.count("港口数") == 1
    assert out.count("├ ") + out.count("└ ") == 0  # the growth of another year is none of the figure above


def test_a_few_facts_of_one_measure_are_all_shown(run: Run, tmp_path: Path) -> None:
    facts = [fact_text(f"a{year}", label="产量", value=year, time_period=str(year)) for year in range(2019, 2024)]
    out = run(
        "stats", "--format", "table", "--facts", str(make_pack(tmp_path / "p", {"t.toml": HEAD + "".join(facts)}))
    ).out
    assert all(out.count(str(year)) >= 1 for year in range(2019, 2024))


def test_a_pipe_has_every_fact(run: Run, pack: str) -> None:
    assert len(run("stats", "--facts", pack).rows) == 19
