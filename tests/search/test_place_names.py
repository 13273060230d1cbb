"""Places under their nicknames, in pinyin that is joined or has an accent, and those that a name leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Run, fact_text, make_pack

if TYPE_CHECKING:
    from pathlib import Path

PLACES = [
    "全国",
    "深圳市",
    "武汉市",
    "昆明市",
    "重庆市",
    "青岛市",
    "南京市",
    "福建省",
    "湖南省",
    "陕西省",
    "山东省",
    "西安市",
]


def _area(run: Run, tmp_path: Path, query: str, *places: str) -> str | None:
    facts = "".join(
        fact_text(f"f{at}", label="常住人口", value=at, reference_area=place, time_period="2023")
        for at, place in enumerate(places or PLACES)
    )
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + facts})
    rows = run("search", query, "--facts", str(pack), "--fields", "reference_area").rows
    return rows[0][0] if rows else None


@pytest.mark.parametrize(
    ("nickname", "area"),
    [
        ("鹏城", "深圳市"), ("江城", "武汉市"), ("春城", "昆明市"), ("山城", "重庆市"), ("岛城", "青岛市"), ("金陵", "南京市"), ("八闽", "福建省"),
        ("三湘", "湖南省"), ("三秦", "陕西省"), ("齐鲁", "山东省"),
    ],
)  # fmt: skip
def test_a_place_is_known_by_its_nickname(run: Run, tmp_path: Path, nickname: str, area: str) -> None:
    assert _area(run, tmp_path, f"2023年{nickname}常住人口") == area


@pytest.mark.parametrize(
    ("nickname", "places"),
    [("春城", ["昆明市", "长春市"]), ("江城", ["武汉市", "吉林市"]), ("绿城", ["南宁市", "郑州市"]), ("榕城", ["福州市", "青岛市"]),
     ("蓉城", ["青岛市", "南京市"])],
)  # fmt: skip
def test_a_nickname_of_several_places_or_of_none_of_them_is_not_answered(
    run: Run, tmp_path: Path, nickname: str, places: list[str]
) -> None:
    assert _area(run, tmp_path, f"{nickname}常住人口", *places) is None


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("hunanchangzhurenkou", "湖南省"), ("hujian changzhu renkou", "福建省"), ("hu jian chang zhu ren kou", "福建省"), ("fujianchangzhurenkou", "福建省"),
        ("senzen changzhu renkou", "深圳市"), ("lanjing changzurenkou", "南京市"), ("qindao changzhu renkou", "青岛市"), ("congqin changzhu renkou", "重庆市"),
        ("kunmin changzhurenkou", "昆明市"), ("wuhang changzhu renkou", "武汉市"), ("changzhurenkou", "全国"),
    ],
)  # fmt: skip
def test_a_place_is_known_by_pinyin_that_is_joined_or_has_an_accent(
    run: Run, tmp_path: Path, typed: str, area: str
) -> None:
    assert _area(run, tmp_path, typed) == area


@pytest.mark.parametrize("typed", ["hulan changzhu renkou", "funan changzhu renkou", "hangzou changzhu renkou"])
def test_pinyin_of_another_place_is_not_taken_for_an_accent(run: Run, tmp_path: Path, typed: str) -> None:
    assert _area(run, tmp_path, typed) is None  # 呼兰 and 阜南 sound like 湖南 with an accent


@pytest.mark.parametrize(
    ("typed", "places", "area"),
    [
        ("suzhou changzhu renkou", ["苏州市", "宿州市"], None), ("suzhouchangzhurenkou", ["苏州市", "宿州市"], None), ("suzhou changzhu renkou", ["宿州市", "青岛市"], "宿州市"),
        ("shanxi changzhu renkou", ["山西省", "陕西省"], "山西省"), ("shaanxi changzhu renkou", ["山西省", "陕西省"], "陕西省"), ("jilin changzhu renkou", ["吉林市", "吉林省"], "吉林省"),
        ("yulin changzhu renkou", ["榆林市", "玉林市"], None),
    ],
)  # fmt: skip
def test_of_several_places_that_are_written_alike_the_widest_answers_or_none(
    run: Run, tmp_path: Path, typed: str, places: list[str], area: str | None
) -> None:
    assert _area(run, tmp_path, typed, *places) == area


@pytest.mark.parametrize(
    ("query", "found"),
    [("长沙小巨人企业数", True), ("长沙企业数", False), ("深圳小巨人企业数", False), ("长沙大巨人企业数", False)],
)
def test_what_a_name_quotes_is_a_name_beside_a_place(run: Run, tmp_path: Path, query: str, *, found: bool) -> None:
    facts = fact_text("a", label="专精特新“小巨人”企业数", value=1, reference_area="长沙市")
    facts += fact_text("b", label="常住人口", value=2, reference_area="深圳市")
    rows = run("search", query, "--facts", str(make_pack(tmp_path / "pack", {"t.toml": HEAD + facts}))).rows
    assert [row[0] for row in rows] == ["t.a"] * found
