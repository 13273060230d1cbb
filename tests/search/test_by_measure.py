"""A measure is found by all of its names, and is never taken for a measure of something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Run, fact_text, make_pack

if TYPE_CHECKING:
    from pathlib import Path

LABELS = {
    "retail": "社会消费品零售总额",
    "gdp": "地区生产总值",
    "gdp-growth": "地区生产总值同比增长",
    "cpi": "居民消费价格比上年上涨",
    "trade": "货物进出口总额",
    "asean": "对东盟进出口额",
    "wage-income": "人均工资性收入",
    "income": "居民人均可支配收入",
    "unemployment": "Unemployment, total (% of total labor force)",
    "gdp-usd": "GDP (current US$)",
    "gdp-head": "GDP per capita (current US$)",
    "life": "Life expectancy at birth, total (years)",
}


def _pack(path: Path, *slugs: str, place: str = "青岛市") -> str:
    facts = [fact_text(slug, label=LABELS[slug], value=1, reference_area=place, time_period="2023") for slug in slugs]
    return str(make_pack(path / "pack", {"t.toml": HEAD + "".join(facts)}))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("社零", "retail"),
        ("社消零总额是多少", "retail"),
        ("青岛社零2023", "retail"),
        ("retail sales of consumer goods", "retail"),
        ("GDP", "gdp"),
        ("青岛2023年GDP有多高", "gdp"),
        ("GDP增速", "gdp-growth"),
        ("GDP同比增长多少", "gdp-growth"),
        ("GDP growth rate", "gdp-growth"),
        ("CPI涨幅", "cpi"),
        ("外贸进出口总值", "trade"),
        ("进出口额", "trade"),
        ("社会消费品零售总值", "retail"),
        ("失业率", "unemployment"),
        ("life expectancy", "life"),
        ("平均预期寿命", "life"),
    ],
)
def test_a_measure_is_found_by_its_other_names(run: Run, tmp_path: Path, query: str, found: str) -> None:
    pack = _pack(tmp_path, *(slug for slug in LABELS if not slug.startswith("gdp-") or slug == "gdp-growth"))
    done = run("search", query, "--facts", pack)
    assert [row[0] for row in done.rows] == [f"t.{found}"]


def test_what_stands_in_brackets_is_not_part_of_a_measure(run: Run, tmp_path: Path) -> None:
    pack = _pack(tmp_path, "gdp-usd", "gdp-head", place="Kenya")
    assert [row[0] for row in run("search", "Kenya GDP", "--facts", pack).rows] == ["t.gdp-usd"]
    assert [row[0] for row in run("search", "人均GDP", "--facts", pack).rows] == ["t.gdp-head"]


@pytest.mark.parametrize(
    ("query", "slug"),
    [("进出口", "asean"), ("进出口额", "asean"), ("GDP", "gdp-head"), ("收入", "income"), ("收入", "wage-income"), ("增速", "gdp-growth")],
)  # fmt: skip
def test_a_measure_of_something_is_only_near_where_the_bare_measure_is_asked(
    run: Run, tmp_path: Path, query: str, slug: str
) -> None:
    done = run("search", query, "--facts", _pack(tmp_path, slug))
    assert (done.rows, done.code) == ([], 1)


@pytest.mark.parametrize(("query", "label"), [("进出口", "海关进出口协会"), ("人口", "人口普查办公室")])
def test_a_thing_is_found_by_a_part_of_its_name_that_is_a_measure(
    run: Run, tmp_path: Path, query: str, label: str
) -> None:
    thing = f'[fact.thing]\nkind = "organization"\nlabel = "{label}"\n'
    done = run("search", query, "--facts", str(make_pack(tmp_path / "pack", {"t.toml": HEAD + thing})))
    assert [row[0] for row in done.rows] == ["t.thing"]


def test_a_loose_name_answers_where_one_measure_fits_and_says_so(run: Run, tmp_path: Path) -> None:
    done = run("search", "人均收入", "--facts", _pack(tmp_path, "income"))
    assert [row[0] for row in done.rows] == ["t.income"]
    assert "is a loose name of 居民人均可支配收入" in done.err


def test_a_measure_of_another_place_is_near_under_any_of_its_names(run: Run, tmp_path: Path) -> None:
    done = run("search", "云南社零", "--facts", _pack(tmp_path, "retail"))
    assert (done.rows, done.code) == ([], 1)
    assert "社会消费品零售总额" in done.err


@pytest.mark.parametrize(
    ("query", "label"),
    [("总人口", "城镇人口"), ("城镇人口", "总人口"), ("失业人数", "就业人员数"), ("外商直接投资", "实际使用外资"), ("unemployment", "城镇登记失业率"), ("婴儿死亡率", "5岁以下儿童死亡率")],
)  # fmt: skip
def test_a_wider_narrower_or_contrasting_measure_is_only_near(run: Run, tmp_path: Path, query: str, label: str) -> None:
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + fact_text("a", label=label, value=1, time_period="2023")})
    done = run("search", query, "--facts", str(pack))
    assert (done.rows, done.code) == ([], 1)


@pytest.mark.parametrize(("query", "label"), [("总人口", "城镇人口"), ("失业率", "城镇登记失业率")])
def test_what_is_near_names_the_wider_and_the_narrower(run: Run, tmp_path: Path, query: str, label: str) -> None:
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + fact_text("a", label=label, value=1, time_period="2023")})
    assert f"did you mean {label} (" in run("search", query, "--facts", str(pack)).err


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("arable land %", ["Arable land (% of land area)"]),
        ("remittances", ["Personal remittances, received (current US$)", "Personal remittances, received (% of GDP)"]),
        ("GNI", ["GNI (current US$)", "GNI (constant 2010 US$)"]),
        ("mobile phones per 100 people", ["Mobile cellular subscriptions (per 100 people)"]), ("移动电话普及率", ["Mobile cellular subscriptions (per 100 people)"]),
        ("land area hectares of something", []),
    ],
)  # fmt: skip
def test_the_unit_in_brackets_tells_measures_apart(run: Run, tmp_path: Path, query: str, found: list[str]) -> None:
    labels = (
        "GNI (constant 2010 US$)", "GNI (current US$)", "Arable land (hectares)", "Arable land (% of land area)", "Personal remittances, received (% of GDP)",
        "Personal remittances, received (current US$)", "Mobile cellular subscriptions", "Mobile cellular subscriptions (per 100 people)", "Fertilizer consumption (kilograms per hectare of arable land)",
    )  # fmt: skip
    facts = [fact_text(f"s{at}", label=label, value=1, time_period="2023") for at, label in enumerate(labels)]
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)})
    assert [row[1] for row in run("search", query, "--facts", str(pack)).rows] == found


def test_what_only_stands_in_the_brackets_of_a_name_is_not_the_measure(run: Run, tmp_path: Path) -> None:
    label = "Fertilizer consumption (kilograms per hectare of arable land)"
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + fact_text("a", label=label, value=1)})
    assert run("search", "kilograms arable land", "--facts", str(pack)).rows == []


def test_a_word_at_the_edge_of_a_measure_is_part_of_its_name(run: Run, tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + fact_text("a", label="普通、职业本专科在校生", value=1)})
    assert [row[0] for row in run("search", "在校大学生有多少", "--facts", str(pack)).rows] == ["t.a"]


TERMS_TOML = """
[term.berths]
words = ["在建泊位数", "泊位", "berths under construction"]
loose = ["码头"]

[term.trade]
words = ["货物进出口总额", "外贸盘子"]
"""


@pytest.mark.parametrize(
    ("query", "found"),
    [("泊位", "b"), ("berths under construction", "b"), ("码头有多少", "b"), ("外贸盘子", "c"), ("外贸进出口总值", "c"), ("青岛外贸盘子2023", "c")],
)  # fmt: skip
def test_a_pack_adds_words_for_measures(run: Run, tmp_path: Path, query: str, found: str) -> None:
    facts = [
        fact_text(slug, label=label, value=1, reference_area="青岛市", time_period="2023")
        for slug, label in (("a", "泊位总长"), ("b", "在建泊位数"), ("c", "货物进出口总额"))
    ]
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts), "terms.toml": TERMS_TOML})
    assert [row[0] for row in run("search", query, "--facts", str(pack)).rows] == [f"t.{found}"]


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("货物进口总额度", "货物出口总额度"), ("贸易逆差额", "贸易顺差额"), ("农村居民家庭恩格尔数", "城镇居民家庭恩格尔数"), ("规模以下工业企业户", "规模以上工业企业户"),
        ("goods imports volume index", "goods exports volume index"), ("literacy female adult", "literacy male adult"), ("普通高中在校生", "普通高中招生"),
    ],
)  # fmt: skip
def test_a_measure_is_never_taken_for_its_opposite(run: Run, tmp_path: Path, query: str, label: str) -> None:
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + fact_text("a", label=label, value=1)})
    assert run("search", query, "--facts", str(pack)).rows == []
    assert [row[1] for row in run("search", label, "--facts", str(pack)).rows] == [label]


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("国家数据局是什么单位", "国家数据局"), ("港珠澳大桥是什么项目", "港珠澳大桥"), ("关于冷链物流有哪些政策", "加快冷链物流发展的意见"), ("截至年底一共有多少辆民用汽车", "民用汽车保有量"),
        ("统计局公布的城镇登记失业率是多少", "城镇登记失业率"), ("一共建了多少口袋公园", "口袋公园"), ("what was the arable land", "arable land"),
    ],
)  # fmt: skip
def test_what_frames_a_question_is_no_part_of_the_name(run: Run, tmp_path: Path, query: str, label: str) -> None:
    pack = make_pack(
        tmp_path / "pack", {"t.toml": HEAD + fact_text("a", label=label, value=1) + fact_text("b", label="海洋")}
    )
    assert [row[1] for row in run("search", query, "--facts", str(pack)).rows] == [label]


@pytest.mark.parametrize(
    "query",
    [
        "截至2023年底全国高速公路里程一共有多少公里", "领导问全国高速公路里程", "想了解一下全国高速公路里程达到多少公里",
        "同事要2023年高速公路里程", "高速公路里程完成多少万元",
    ],
)  # fmt: skip
def test_who_asks_and_in_which_unit_is_no_part_of_the_name(run: Run, tmp_path: Path, query: str) -> None:
    roads = fact_text(
        "roads", label="高速公路里程", value=18.4, unit="万公里", reference_area="全国", time_period="2023"
    )
    pack = str(make_pack(tmp_path, {"t.toml": HEAD + roads}))
    assert [row[0] for row in run("search", query, "--facts", pack).rows] == ["t.roads"]


def test_women_are_female_in_the_name_of_a_measure(run: Run, tmp_path: Path) -> None:
    life = fact_text(
        "life", label="Life expectancy at birth, female (years)", value=84, reference_area="Japan", time_period="2015"
    )
    pack = str(make_pack(tmp_path, {"t.toml": HEAD + life}))
    assert [
        row[0] for row in run("search", "what was the life expectancy for women in Japan in 2015", "--facts", pack).rows
    ] == ["t.life"]


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("服装出口额", "纺织服装业进出口额"), ("机电产品出口", "机电产品进出口"), ("机电产品进口", "机电产品进出口"),
        ("textile exports", "Textile imports and exports"), ("textile imports", "Textile exports and imports"), ("grain import volume", "Grain import and export volume"), ("grain export volume", "Grain export and import volume"),
        ("外币贷款余额", "本外币存贷款余额"), ("汽车销量", "新能源汽车产销量"), ("口岸入境人次", "口岸出入境人次"),
    ],
)  # fmt: skip
def test_a_sum_is_never_taken_for_one_of_its_terms(run: Run, tmp_path: Path, query: str, label: str) -> None:
    pack = str(make_pack(tmp_path / "pack", {"t.toml": HEAD + fact_text("a", label=label)}))
    done = run("search", query, "--facts", pack)
    assert (done.rows, done.code) == ([], 1)
    assert run("search", label, "--facts", pack).rows
