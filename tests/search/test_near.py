"""What is near a query is told with the reason why it is not the answer."""

from pathlib import Path

import pytest
from builders import HEAD, fact_text, make_pack

from jimo_cli import Catalog
from jimo_cli.search.near import _AGAINST
from jimo_cli.search.score import PENALTIES

FACTS = HEAD + "".join(
    [
        fact_text("trade", label="货物进出口额", value=52, unit="亿元", time_period="2023"),
        fact_text("exports", label="服装出口额", value=30, unit="亿元", time_period="2023"),
        fact_text("output", label="海洋生产总值", aliases=["海洋GDP"], value=345, unit="亿元", time_period="2024-S1"),
        fact_text(
            "growth", label="海洋生产总值同比增长", of="output", aspect="growth", basis="year_on_year", value=7.7, unit="%",
            time_period="2024-S1",
        ),
        fact_text("share", label="海洋生产总值占全市比重", of="output", aspect="share", value=12.9, unit="%", time_period="2024-S1"),
        fact_text("port", label="威海港货物吞吐量", value=5, unit="万吨", time_period="2023"),
        fact_text("catch", label="水产品产量", label_en="Catch of aquatic products", value=9, unit="万吨", time_period="2023", reference_area="青岛市"),
    ]
)  # fmt: skip


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog([make_pack(tmp_path / "pack", {"sea.toml": FACTS})], cache=tmp_path / "cache")


@pytest.mark.parametrize(
    ("query", "slug", "differs_in", "why"),
    [
        ("青岛海洋生产总值", "output", ("place",), "it is about 即墨区, not 青岛市"),
        ("北京海洋生产总值", "output", ("place",), "it is about 即墨区, and no fact is about 北京"),
        ("catch of aquatic products of Mexico", "catch", ("place",), "it is about 青岛市, and no fact is about Mexico"),
        ("2019年海洋生产总值", "output", ("period",), "it is of 2024-S1, not 2019"),
        ("2024年一季度海洋生产总值", "output", ("period",), "it is of 2024-S1, not 2024-Q1"),
        ("青岛2019年海洋生产总值", "output", ("place", "period"), "it is of 2024-S1, not 2019"),
        ("2019年威海港货物吞吐量", "port", ("period",), "it is of 2023, not 2019"),
        ("货物进口额", "trade", ("measure",), "it is of 进出口, not 进口"),
        ("服装进口额", "exports", ("measure",), "it is of 出口, not 进口"),
        (
            "GDP",
            "output",
            ("measure",),
            "it measures something else, or only a part of what was asked for: 海洋生产总值",
        ),
        ("海洋生产总值环比增长", "growth", ("basis",), "it is against another period, or in other prices"),
        ("水产品产量增速", "catch", ("aspect",), "it is no growth, which was asked for"),
        ("海洋生产总值占全国比重", "share", ("measure", "name"), "it is a share of another whole"),
    ],
)
def test_the_first_that_is_near_says_why_it_is_not_the_answer(
    catalog: Catalog, query: str, slug: str, differs_in: tuple[str, ...], why: str
) -> None:
    found = catalog.look_up(query)
    assert found.hits == []
    near = found.near[0]
    assert (near.fact.id, near.differs_in) == (f"sea.{slug}", differs_in)
    assert why in near.why


def test_a_place_that_no_fact_is_about_is_told_where_nothing_is_near(catalog: Catalog) -> None:
    found = catalog.look_up("北京失业率")
    assert (found.hits, found.near, found.notes) == ([], [], ["no fact is about 北京"])


@pytest.mark.parametrize(
    "query", ["北京和上海海洋生产总值", "青岛和北京海洋生产总值", "海洋生产总值和货物进口额", "x", "?", ""]
)
def test_whatever_is_asked_what_is_near_is_named_once_and_with_a_reason(catalog: Catalog, query: str) -> None:
    near = catalog.look_up(query).near
    assert len({one.fact.id for one in near}) == len(near)
    assert all(one.why and len(one.why) == len(one.differs_in) for one in near)


def test_where_there_is_an_answer_nothing_is_near(catalog: Catalog) -> None:
    found = catalog.look_up("2024年海洋生产总值")
    assert [(hit.fact.id, hit.fit) for hit in found.hits][:1] == [("sea.output", "within")]
    assert found.near == []
    assert found.notes == ["海洋生产总值 is not stated for the whole year; 2024-S1 is a part of it"]


def test_every_penalty_that_bars_an_answer_has_words() -> None:
    with_words_of_the_query = {"contrast", "no growth or share", "unasked growth or share"}
    assert {*_AGAINST, *with_words_of_the_query} == {*PENALTIES}
