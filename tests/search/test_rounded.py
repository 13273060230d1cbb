"""A figure that was rounded is found where no fact has it exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Run, fact_text, make_pack

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("47.1万亿", ["a"]), ("47万亿元", ["a", "b"]), ("471495亿元", ["a"]), ("社零47万亿", ["a"]), ("M2 292万亿", ["e"]), ("M2余额292.3万亿元", ["e"]), ("14.3 trillion dollars", ["c"]),
        ("$14.28 trillion", ["c"]), ("12.6%", ["d"]), ("47", []), ("5万亿", []), ("50万亿", []), ("超过47万亿", []), ("增长12.6%", []), ("47.3万亿", []),
    ],
)  # fmt: skip
def test_a_rounded_figure_is_found_below_exact_ones(run: Run, tmp_path: Path, query: str, found: list[str]) -> None:
    facts = [
        fact_text("a", label="社会消费品零售总额", value=471495, unit="亿元"),
        fact_text("b", label="固定资产投资", value=468111, unit="亿元"),
        fact_text("c", label="GDP", value=14279.94, unit="billion US$"),
        fact_text("e", label="广义货币（M2）余额", value=292.3, unit="万亿元"),
        fact_text("d", label="占比", value=12.55, unit="%"),
    ]
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)})
    rows = run("search", query, "--facts", str(pack), "--fields", "id,matched,score").rows
    assert sorted(row[0].removeprefix("t.") for row in rows) == found
