"""A query for several figures at once is answered for each in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Run, fact_text, make_pack

from jimo_cli import Catalog
from jimo_cli.search import similar
from jimo_cli.search.gazetteer import Gazetteer
from jimo_cli.search.places import is_place
from jimo_cli.store.sqlite.facts import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

PLACES = {
    "cn": "全国",
    "gd": "广东省",
    "js": "江苏省",
    "qd": "青岛市",
    "jm": "即墨区",
    "us": "United States",
    "in": "India",
}
MEASURES = {
    "gdp": "地区生产总值",
    "pork": "猪肉产量",
    "beef": "牛肉产量",
    "mutton": "羊肉产量",
    "urban": "城镇居民人均可支配收入",
    "rural": "农村居民人均可支配收入",
    "im": "货物进口额",
    "ex": "货物出口额",
    "both": "教育和科学支出",
    "births": "Birth rate",
    "deaths": "Death rate",
}


@pytest.fixture
def pack(tmp_path: Path) -> str:
    facts = [
        fact_text(f"{measure}-{place}-{year}", label=label, value=1, reference_area=area, time_period=str(year))
        for measure, label in MEASURES.items()
        for place, area in PLACES.items()
        for year in (2019, 2023)
    ]
    return str(make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)}))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("2023年广东和江苏GDP", "gdp-gd-2023 gdp-js-2023"),
        ("广东和江苏2023年GDP哪个高", "gdp-gd-2023 gdp-js-2023"),
        ("2023年江苏、广东、青岛的GDP", "gdp-js-2023 gdp-gd-2023 gdp-qd-2023"),
        ("GDP 广东和江苏 2023", "gdp-gd-2023 gdp-js-2023"),
        ("广东 江苏 GDP 2023", "gdp-gd-2023 gdp-js-2023"),
        ("2019年广东和2023年江苏GDP", "gdp-gd-2019 gdp-js-2023"),
        ("India vs United States GDP 2019", "gdp-in-2019 gdp-us-2019"),
        ("GDP of India and USA in 2019", "gdp-in-2019 gdp-us-2019"),
        ("2023年青岛猪肉牛肉羊肉产量", "pork-qd-2023 beef-qd-2023 mutton-qd-2023"),
        ("2023年青岛猪肉、牛肉和羊肉产量", "pork-qd-2023 beef-qd-2023 mutton-qd-2023"),
        ("2019年广东城镇和农村居民人均可支配收入", "urban-gd-2019 rural-gd-2019"),
        ("青岛2023年货物进口额和货物出口额", "im-qd-2023 ex-qd-2023"),
        ("青岛2023年 货物进口额 货物出口额", "im-qd-2023 ex-qd-2023"),
        ("birth rate and death rate India 2023", "births-in-2023 deaths-in-2023"),
        ("青岛即墨2023年货物出口额", "ex-jm-2023"),
        ("2023年青岛, 即墨货物出口额", "ex-jm-2023"),
        ("2023年青岛和即墨货物出口额", "ex-qd-2023 ex-jm-2023"),
        ("2019年全国和广东GDP", "gdp-cn-2019 gdp-gd-2019"),
        ("US and India GDP 2019", "gdp-us-2019 gdp-in-2019"),
        ("2023年青岛教育和科学支出", "both-qd-2023"),
        ("教育和科学支出 2019 全国", "both-cn-2019"),
    ],
)
def test_each_figure_is_answered_in_turn(run: Run, pack: str, query: str, found: str) -> None:
    rows = run("search", query, "--facts", pack).rows
    assert [row[0].removeprefix("t.") for row in rows] == found.split()


@pytest.mark.parametrize("query", ["深圳人均地区生产总值", "云南人均国内生产总值2023"])
def test_one_name_is_not_taken_apart(run: Run, tmp_path: Path, query: str) -> None:
    cells = [("人均地区生产总值", "青岛市"), ("地区生产总值", "深圳市"), ("国内生产总值", "云南省")]
    facts = [
        fact_text(f"f{at}", label=label, value=1, reference_area=area, time_period="2023")
        for at, (label, area) in enumerate(cells)
    ]
    done = run("search", query, "--facts", str(make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)})))
    assert done.rows == []


def test_a_limit_holds_for_all_of_them_together(run: Run, pack: str) -> None:
    done = run("search", "2023年广东和江苏GDP", "--limit", "1", "--facts", pack)
    assert [row[0] for row in done.rows] == ["t.gdp-gd-2023"]
    assert "1 more are left out; --limit 2 prints them" in done.err


@pytest.mark.parametrize(
    ("written", "is_one"), [("usa", True), ("云南", True), ("it", False), ("ai", False), ("370215", False)]
)
def test_a_code_is_no_place_of_a_query(written: str, is_one: bool) -> None:  # noqa: FBT001  # a parameter of the test
    assert is_place(written, Gazetteer({}, None, ())) is is_one


def test_what_is_not_there_is_said(run: Run, pack: str) -> None:
    done = run("search", "2023年广东和云南GDP", "--facts", pack)
    assert [row[0] for row in done.rows] == ["t.gdp-gd-2023"]
    assert "nothing found for" in done.err
    assert "云南" in done.err


def test_where_no_place_is_asked_the_widest_comes_first_with_its_latest(run: Run, pack: str) -> None:
    rows = [row[0].removeprefix("t.gdp-") for row in run("search", "地区生产总值", "--facts", pack).rows]
    assert rows[0] in {"cn-2023", "us-2023", "in-2023"}
    assert {row[:2] for row in rows[:3]} == {"cn", "us", "in"}
    assert rows[3:7] == ["gd-2023", "js-2023", "qd-2023", "jm-2023"]
    assert all(row.endswith("2019") for row in rows[7:])
    scores = [row[-1] for row in run("search", "地区生产总值", "--facts", pack).rows]
    assert scores == ["100", *["99"] * 9]
    assert [row[-1] for row in run("search", "2023年广东和江苏GDP", "--facts", pack).rows] == ["100", "100"]
    of_year = [row[0].removeprefix("t.gdp-")[:2] for row in run("search", "2019年地区生产总值", "--facts", pack).rows]
    assert of_year[3:] == ["gd", "js", "qd", "jm"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("您好，我在写一篇稿子，麻烦帮忙查一下2023年广东的GDP是多少，谢谢！", "gdp-gd-2023"),
        ("请问能不能帮我查一下2019年青岛货物出口额？非常感谢", "ex-qd-2019"),
        ("不好意思打扰了，2023年全国猪肉产量，报告里要用，辛苦了", "pork-cn-2023"),
        ("Could you kindly look up the birth rate of India in 2019? Many thanks.", "births-in-2019"),
        ("Hello, can you tell me what was the death rate in India in 2023, please", "deaths-in-2023"),
    ],
)
def test_a_polite_sentence_is_answered_by_what_it_asks(run: Run, pack: str, query: str, found: str) -> None:
    rows = run("search", query, "--facts", pack).rows
    assert [row[0].removeprefix("t.") for row in rows] == [found]


@pytest.mark.parametrize(
    "query",
    [
        "我在写猪肉的稿子，谢谢",
        "地区生产总值，秘鲁，2019",
        "Birth rate, Peru",
        "地区生产总值, 2011",
        "写云南的稿子，要地区生产总值",
        "我喜欢青岛，也喜欢广东，你呢",
        "这篇稿子，写得不好",
    ],
)
def test_a_sentence_that_asks_for_nothing_is_not_answered(run: Run, pack: str, query: str) -> None:
    assert run("search", query, "--facts", pack).rows == []


@pytest.mark.parametrize("query", ["2023年广东和江苏GDP", "广东、江苏和青岛的GDP", "India vs United States GDP 2019"])
def test_a_list_of_places_is_not_looked_for_as_one_name(pack: str, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    compared: list[str] = []
    most_like = similar.most_like

    def counted(index: Any, asked: Any, limit: int, **how: bool) -> Any:
        compared.append(asked.core)
        return most_like(index, asked, limit, **how)

    monkeypatch.setattr(similar, "most_like", counted)
    with Catalog([pack]) as catalog:
        assert len(catalog.search(query)) >= 2
        assert compared == []
        assert catalog.search("地区生产总直")
        assert len(compared) == 1


def test_of_a_place_that_is_asked_the_facts_of_others_are_not_read(pack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    placed = SqliteStore.placed

    def counted(store: SqliteStore, *filters: Any, **which: Any) -> Any:
        rows = placed(store, *filters, **which)
        read.append(len(rows))
        return rows

    monkeypatch.setattr(SqliteStore, "placed", counted)
    with Catalog([pack]) as catalog:
        assert [hit.fact.id for hit in catalog.search("广东2023年地区生产总值")] == ["t.gdp-gd-2023"]
        assert sum(read) == 2
        read.clear()
        assert catalog.search("广东2024年地区生产总值") == []
        assert sum(read) >= len(PLACES) * 2


def test_a_fact_that_states_no_place_is_read_with_those_of_the_place(tmp_path: Path) -> None:
    head = HEAD.replace('reference_area = "即墨区"\n', "")
    placed = fact_text("a", label="办件量", value=1, reference_area="青岛市", time_period="2023")
    anywhere = fact_text("b", label="办件量", value=2, time_period="2022").replace('reference_area = "即墨区"\n', "")
    with Catalog([make_pack(tmp_path / "pack", {"t.toml": head + placed + anywhere})]) as catalog:
        assert {fact.reference_area for fact in catalog.facts()} == {"青岛市", None}
        assert [hit.fact.id for hit in catalog.search("青岛2022年办件量")] == ["t.b"]
