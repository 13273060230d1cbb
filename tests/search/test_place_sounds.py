"""Names of places are found as they are read, also where a character is read otherwise in other words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Run, fact_text, make_pack

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("luan", "六安"), ("shanxian", "单县"), ("qianxian", "乾县"), ("yuli", "尉犁"), ("panyu", "番禺"), ("yuxian", "蔚县"), ("laoting", "乐亭"),
        ("xunxian", "浚县"), ("xingyang", "荥阳"), ("dong e", "东阿"), ("beng bu", "蚌埠"), ("jurong", "句容"), ("jingxing", "井陉"), ("mianchi", "渑池"),
    ],
)  # fmt: skip
def test_a_place_is_found_by_its_sound(run: Run, tmp_path: Path, typed: str, place: str) -> None:
    facts = fact_text("a", label=f"{place}水库蓄水量", value=1) + fact_text("b", label="青岛水库蓄水量", value=2)
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + facts})
    rows = run("search", f"{typed} shuiku xushuiliang", "--facts", str(pack)).rows
    assert [row[0] for row in rows][:1] == ["t.a"]
