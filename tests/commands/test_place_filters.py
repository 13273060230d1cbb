"""A place is filtered by under any of its names, and as that place; what lies in it, by --within."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Run, fact_text, make_pack

from jimo_cli import Catalog

if TYPE_CHECKING:
    from pathlib import Path

PLACES = {
    "sd": "山东省",
    "qd": "青岛市",
    "jm": "即墨区",
    "gd": "广东",
    "gz": "广州市",
    "jl": "吉林省",
    "jlc": "吉林市",
    "us": "United States",
    "vn": "Viet Nam",
    "cn": "全国",
    "beer": "青岛啤酒",
}


@pytest.fixture
def pack(tmp_path: Path) -> str:
    facts = (fact_text(slug, label="常住人口", value=1, reference_area=area) for slug, area in PLACES.items())
    return str(make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)}))


def _slugs(rows: list[list[str]]) -> list[str]:
    return [row[0].removeprefix("t.") for row in rows]


@pytest.mark.parametrize(
    ("area", "slug"),
    [
        ("山东省", "sd"), ("山东", "sd"), ("Shandong", "sd"), ("shan dong", "sd"), ("CN-SD", "sd"), ("370000", "sd"), ("山東省", "sd"),
        ("广东省", "gd"), ("广东", "gd"), ("Guangdong Province", "gd"), ("青岛", "qd"), ("Qingdao", "qd"), ("即墨", "jm"), ("370215", "jm"),
        ("US", "us"), ("USA", "us"), ("美国", "us"), ("Vietnam", "vn"), ("越南", "vn"), ("中国", "cn"), ("China", "cn"), ("CHN", "cn"), ("全国", "cn"),
        ("吉林省", "jl"), ("吉林市", "jlc"), ("青岛啤酒", "beer"), (" 青岛 ", "qd"),
    ],
)  # fmt: skip
def test_a_place_is_filtered_by_under_any_of_its_names(run: Run, pack: str, area: str, slug: str) -> None:
    done = run("stats", "--area", area, "--facts", pack)
    assert (_slugs(done.rows), done.err) == ([slug], "")


@pytest.mark.parametrize("area", ["山", "东", "省", "广州省", "火星", "秘鲁", "", "%", "United"])
def test_what_names_no_place_of_the_facts_passes_nothing_and_says_so(run: Run, pack: str, area: str) -> None:
    done = run("stats", "--area", area, "--facts", pack)
    assert (done.rows, done.code) == ([], 1)
    assert "no fact is about" in done.err


def test_a_name_of_two_places_is_ambiguous(run: Run, pack: str) -> None:
    done = run("stats", "--area", "吉林", "--facts", pack)
    assert (done.out, done.code) == ("", 2)
    assert "吉林省 or 吉林市" in done.err or "吉林市 or 吉林省" in done.err


@pytest.mark.parametrize(
    ("place", "slugs"),
    [("山东", "qd jm"), ("CN-SD", "qd jm"), ("青岛市", "jm"), ("中国", "sd qd jm gd gz jl jlc"), ("广东省", "gz"), ("秘鲁", ""), ("即墨区", "")],
)  # fmt: skip
def test_within_a_place_is_what_lies_in_it(run: Run, pack: str, place: str, slugs: str) -> None:
    done = run("stats", "--within", place, "--facts", pack)
    assert (_slugs(done.rows), done.code) == (slugs.split(), 0 if slugs else 1)


@pytest.mark.parametrize(("place", "code"), [("火星", 1), ("鼓楼区", 2), ("吉林", 2)])
def test_within_an_unknown_or_ambiguous_place_is_an_error(run: Run, pack: str, place: str, code: int) -> None:
    done = run("stats", "--within", place, "--facts", pack)
    assert (done.out, done.code) == ("", code)
    assert place in done.err


def test_both_filters_narrow_a_search_and_the_catalog(run: Run, pack: str) -> None:
    assert _slugs(run("search", "常住人口", "--within", "山东", "--facts", pack).rows) == ["qd", "jm"]
    assert run("search", "常住人口", "--within", "山东", "--area", "广州", "--facts", pack).rows == []
    with Catalog([pack]) as catalog:
        assert [fact.id for fact in catalog.facts(area=["US", "青岛"])] == ["t.qd", "t.us"]
        assert [fact.id for fact in catalog.facts(within="青岛")] == ["t.jm"]


PLACES_TOML = """
[place.bay]
label = "鳌山湾片区"
label_en = "Aoshan Bay Area"
aliases = ["湾区", "ABA"]
within = "370215"

[place.park]
label = "深海园"
within = "bay"
"""


@pytest.fixture
def own_places(tmp_path: Path) -> str:
    places = {"bay": "鳌山湾片区", "park": "深海园", "jm": "即墨区"}
    facts = (fact_text(slug, label="常住人口", value=1, reference_area=area) for slug, area in places.items())
    return str(make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts), "places.toml": PLACES_TOML}))


@pytest.mark.parametrize("name", ["鳌山湾片区", "湾区", "Aoshan Bay Area", "aba"])
def test_a_place_of_a_pack_goes_by_the_names_that_the_pack_gives_it(run: Run, own_places: str, name: str) -> None:
    assert _slugs(run("stats", "--area", name, "--facts", own_places).rows) == ["bay"]
    assert _slugs(run("search", f"{name}常住人口", "--facts", own_places).rows) == ["bay"]
    assert _slugs(run("search", f"常住人口 {name}", "--facts", own_places).rows) == ["bay"]


@pytest.mark.parametrize(
    ("place", "slugs"), [("湾区", "park"), ("即墨", "bay park"), ("青岛", "bay park jm"), ("山东", "bay park jm")]
)
def test_a_place_of_a_pack_lies_where_the_pack_says(run: Run, own_places: str, place: str, slugs: str) -> None:
    assert _slugs(run("stats", "--within", place, "--facts", own_places).rows) == slugs.split()
