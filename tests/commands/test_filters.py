"""A filter keeps facts out; it never keeps out what it lets through."""

from pathlib import Path

import pytest
from builders import HEAD, Run, make_pack


@pytest.fixture
def alike(tmp_path: Path) -> str:
    """Two hundred facts whose names begin alike, each of a place of its own."""
    facts = "".join(
        f'[fact.n{number}]\nkind = "statistic"\nlabel = "生产总值第{number}号"\nvalue = {number}\nunit = "家"\n'
        f'reference_area = "地{number}"\n'
        for number in range(1, 201)
    )
    return str(make_pack(tmp_path / "alike", {"marine.toml": HEAD + facts}))


@pytest.mark.parametrize("number", [1, 77, 190, 200])
def test_a_place_far_down_is_found_by_what_is_common_to_all(run: Run, alike: str, number: int) -> None:
    rows = run("search", "生产总值", "--area", f"地{number}", "--facts", alike).rows
    assert f"marine.n{number}" in [row[0] for row in rows]
    assert all(f"地{number}" in row[5] for row in rows)


def test_an_exact_name_elsewhere_is_not_found_here(run: Run, alike: str) -> None:
    done = run("search", "生产总值第7号", "--area", "地8", "--facts", alike)
    assert "marine.n7" not in [row[0] for row in done.rows]
