"""A figure is of a measure, of a place, in a period: all three are those that were asked, or it is only near."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

import pytest
from builders import HEAD, Run, fact_text, make_pack

from jimo_cli import Catalog
from jimo_cli.search import time_words, times
from jimo_cli.search.period_fits import EXACT, NEAR, UNSTATED, WITHIN, period_fit

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("asked", "stated", "fit"),
    [
        (None, "2024", EXACT),
        ("2024", "2024", EXACT),
        ("2024", None, UNSTATED),
        ("2024", "2024-S1", WITHIN),
        ("2024", "2024-Q3", WITHIN),
        ("2024", "2024-12", WITHIN),
        ("2024", "2024-01-01/..", WITHIN),
        ("2024", "2023-S1", NEAR),
        ("2024", "2023", NEAR),
        ("2024", "P3Y/2024", NEAR),
        ("2024", "2023/2024", NEAR),
        ("2024", "2023-10/2024-03", NEAR),
        ("2024-S1", "2024-S1", EXACT),
        ("2024-S1", "2024-01/2024-06", EXACT),
        ("2024-S1", "2024", NEAR),
        ("2024-S1", "2024-Q1", NEAR),
        ("2024-S1", "2024-S2", NEAR),
        ("2024-03", "2024-Q1", NEAR),
        ("2024-03", "2024-01-01/..", NEAR),
        ("Y-Q1", "2023-Q1", EXACT),
        ("Y-Q1", "2023", NEAR),
        ("Y-01/Y-09", "2023-01/2023-09", EXACT),
        ("2023-01/2023-09", "2023", NEAR),
        ("2023-01/2023-03", "2023-Q1", EXACT),
        ("0000", "2023", NEAR),
    ],
)
def test_a_figure_fits_its_own_period_and_the_year_around_it(asked: str | None, stated: str | None, fit: str) -> None:
    assert period_fit(asked, stated, lasts=False) == fit


@pytest.mark.parametrize(
    ("asked", "stated", "fit"),
    [
        ("2024", "2023-06-01/..", EXACT),
        ("2022", "2023-06-01/..", NEAR),
        ("2024-Q1", "2024", EXACT),
        ("2024", "2021/2025", EXACT),
        ("2026", "2021/2025", NEAR),
        ("2024", None, UNSTATED),
    ],
)
def test_what_lasts_fits_every_period_that_it_reaches_into(asked: str, stated: str | None, fit: str) -> None:
    assert period_fit(asked, stated, lasts=True) == fit


# ---- a base of many places and periods

MEASURES = [
    "地区生产总值",
    "常住人口",
    "粮食产量",
    "社会消费品零售总额",
    "城镇化率",
    "货物进出口总额",
    "用电量",
    "财政收入",
]
PLACES = ["全国", "山东省", "青岛市", "即墨区", "广东省", "深圳市", "江苏省", "浙江省", "河南省", "四川省"]
PERIODS = ["2019", "2020", "2021", "2022", "2023", "2024-S1", "2024-Q1", "2023-Q4", "2023-12"]
SPOKEN = {"2024-S1": "2024年上半年", "2024-Q1": "2024年一季度", "2023-Q4": "2023年四季度", "2023-12": "2023年12月"}


class Cell(NamedTuple):
    """A measure of a place in a period."""

    measure: str
    place: str
    period: str

    @property
    def question(self) -> str:
        """How people ask for it."""
        place = self.place if self.place == "全国" else self.place.rstrip("省市区")
        return f"{SPOKEN.get(self.period, self.period + '年')}{place}{self.measure}"


@pytest.fixture(scope="module", params=[1, 2, 3])
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[Cell]]:
    """A pack in which a third of the cells are stated, more of one place."""
    rng = random.Random(request.param)
    every = [Cell(measure, place, period) for measure in MEASURES for place in PLACES for period in PERIODS]
    stated = {cell for cell in every if rng.random() < (0.8 if cell.place == "青岛市" else 0.3)}
    facts = [
        fact_text(f"f{at}", label=cell.measure, value=at, reference_area=cell.place, time_period=cell.period)
        for at, cell in enumerate(sorted(stated))
    ]
    pack = make_pack(tmp_path_factory.mktemp("cube") / "pack", {"cube.toml": HEAD + "".join(facts)})
    return pack, stated


def test_of_many_places_and_periods_only_the_one_that_was_asked_answers(base: tuple[Path, set[Cell]]) -> None:
    pack, stated = base
    wrong, missed = [], []
    with Catalog([pack], cache=pack.parent / "cache") as catalog:
        for cell in (Cell(measure, place, period) for measure in MEASURES for place in PLACES for period in PERIODS):
            hits = catalog.search(cell.question, limit=1)
            found = [Cell(hit.fact.label, str(hit.fact.reference_area), str(hit.fact.time_period)) for hit in hits]
            is_part = bool(hits) and hits[0].fit == "within" and (*found[0][:2], found[0].period[:4]) == tuple(cell)
            if found and found != [cell] and not is_part:
                wrong.append((cell.question, found))
            elif not found and cell in stated:
                missed.append(cell.question)
    assert wrong == []
    assert missed == []


def test_a_place_and_a_period_that_are_not_stated_together_name_what_is_near(run: Run, tmp_path: Path) -> None:
    cells = [Cell("粮食产量", "山东省", "2022"), Cell("粮食产量", "河南省", "2023")]
    facts = [
        fact_text(f"f{at}", label=cell.measure, value=at, reference_area=cell.place, time_period=cell.period)
        for at, cell in enumerate(cells)
    ]
    pack = make_pack(tmp_path / "pack", {"cube.toml": HEAD + "".join(facts)})
    found = run("search", "2023年山东粮食产量", "--facts", str(pack))
    assert (found.code, found.out) == (1, "")
    assert "did you mean 粮食产量 (cube.f0, 山东省, 2022), 粮食产量 (cube.f1, 河南省, 2023)?" in found.err
    both = run("search", "2023年河南粮食产量", "--facts", str(pack), "--fields", "id,fit")
    assert both.rows == [["cube.f1", "exact"]]


def test_a_part_answers_for_its_year_only_where_the_year_is_not_stated_and_says_so(run: Run, tmp_path: Path) -> None:
    facts = [
        fact_text(f"f{at}", label=measure, value=at, reference_area="青岛市", time_period=period)
        for at, (measure, period) in enumerate([("用电量", "2024-S1"), ("财政收入", "2024-S1"), ("财政收入", "2024")])
    ]
    pack = make_pack(tmp_path / "pack", {"cube.toml": HEAD + "".join(facts)})
    part = run("search", "2024年用电量", "--facts", str(pack))
    assert [row[4] for row in part.rows] == ["2024-S1"]
    assert part.err == "jimo: 用电量 is not stated for the whole year; 2024-S1 is a part of it\n"
    whole = run("search", "2024年财政收入", "--facts", str(pack))
    assert ([row[4] for row in whole.rows], whole.err) == (["2024"], "")


@pytest.mark.parametrize("width", [120, 80, 40])
@pytest.mark.parametrize("command", [["stats"], ["list"], ["search", "用电量"]])
def test_every_row_of_a_table_says_its_place_where_there_are_several(
    run: Run, tmp_path: Path, width: int, command: list[str]
) -> None:
    facts = [
        fact_text(f"f{at}", label="用电量", value=at, reference_area=place, time_period="2024")
        for at, place in enumerate(PLACES)
    ]
    pack = make_pack(tmp_path / "pack", {"cube.toml": HEAD + "".join(facts)})
    drawn = run(*command, "--facts", str(pack), terminal=True, width=width).out
    assert all(drawn.count(place) == 1 for place in PLACES)
    assert drawn.count("2024年") == len(PLACES)


@pytest.mark.parametrize("query", ["深圳常住人口", "2023年深圳常住人口", "shenzhen changzhurenkou"])
def test_a_name_that_is_stated_for_other_places_is_not_replaced_by_a_longer_one(
    run: Run, tmp_path: Path, query: str
) -> None:
    facts = [
        fact_text("a", label="常住人口", value=1, reference_area="青岛市", time_period="2023"),
        fact_text("b", label="常住人口城镇化率", value=2, unit="%", reference_area="深圳市", time_period="2023"),
    ]
    pack = make_pack(tmp_path / "pack", {"cube.toml": HEAD + "".join(facts)})
    found = run("search", query, "--facts", str(pack))
    assert (found.code, found.out) == (1, "")
    assert "did you mean 常住人口 (cube.a, 青岛市, 2023)" in found.err


def test_every_word_for_a_time_has_a_sign_by_which_it_is_looked_for() -> None:
    words = {word for entries in time_words._words().values() for word, *_ in entries} - time_words._ONLY_WITH_YEAR
    assert [word for word in words if not any(sign in word for sign in times.SIGNS)] == []


@pytest.mark.parametrize(
    ("query", "is_answered"),
    [
        ("出口同比增长", True),
        ("出口增长", True),
        ("出口环比增长", False),
        ("出口环比增速", False),
        ("export growth month-on-month", False),
        ("进口环比增长", True),
        ("进口同比增长", False),
        ("进口比上年增长", False),
        ("出口增长3.2%", False),
        ("出口下降3.2%", True),
        ("exports up 3.2%", False),
        ("exports up by 3.2%", False),
    ],
)
def test_a_rate_is_of_its_basis_and_direction(run: Run, tmp_path: Path, query: str, *, is_answered: bool) -> None:
    facts = [
        fact_text("a", label="出口同比增长", label_en="Growth of exports", value=-3.2, unit="%", time_period="2024"),
        fact_text("b", label="进口环比增长", label_en="Month-on-month growth of imports", value=1.5, unit="%"),
    ]
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)})
    assert (run("search", query, "--facts", str(pack)).code == 0) is is_answered


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("广东省GDP总额", ["a"]),
        ("广东GDP总额", ["a"]),
        ("广东省的GDP总额", ["a"]),
        ("2023年广东省GDP总额", ["a"]),
        ("GDP总额 广东省 2023", ["a"]),
        ("广西壮族自治区GDP总额", ["d"]),
        ("广西GDP总额", ["d"]),
        ("guangdong GDP总额", ["a"]),
        ("美国GDP总额", ["b"]),
        ("USA GDP总额", ["b"]),
        ("United States GDP总额", ["b"]),
        ("越南GDP总额", ["c"]),
        ("Vietnam GDP总额", ["c"]),
        ("云南省GDP总额", []),
        ("Peru GDP总额", []),
        ("GDP总额 Peru", []),
        ("2023年四川GDP总额", []),
        ("新疆维吾尔自治区GDP总额", []),
        ("欧盟GDP总额", []),
    ],
)
def test_a_place_is_known_by_its_other_names_and_another_one_is_near(
    run: Run, tmp_path: Path, query: str, found: list[str]
) -> None:
    places = [("a", "广东"), ("b", "United States"), ("c", "Viet Nam"), ("d", "广西")]
    facts = [
        fact_text(slug, label="GDP总额", value=1, reference_area=place, time_period="2023") for slug, place in places
    ]
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)})
    answered = run("search", query, "--facts", str(pack))
    assert [row[0] for row in answered.rows] == [f"t.{slug}" for slug in found]
    assert answered.code == (0 if found else 1)
    assert ("did you mean GDP总额" in answered.err) is not bool(found)


def test_a_word_that_holds_the_letters_of_a_place_does_not_name_it(run: Run, tmp_path: Path) -> None:
    facts = [
        fact_text(
            "a", label="Nitrous oxide emissions (thousand tons)", value=1, reference_area="Japan", time_period="2020"
        ),
        fact_text(
            "b",
            label="Nitrous oxide emissions (thousand tons)",
            value=2,
            reference_area="United States",
            time_period="2020",
        ),
    ]
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)})
    for place in ("United States", "USA", "美国"):
        found = run("search", f"Nitrous oxide emissions (thousand tons) {place} 2020", "--facts", str(pack))
        assert [row[0] for row in found.rows] == ["t.b"]


def test_a_name_that_holds_its_place_comes_before_a_shorter_one_of_other_places(run: Run, tmp_path: Path) -> None:
    cells = [("whole", "全国财政收入", "全国"), ("part", "财政收入", "山东省")]
    facts = [
        fact_text(slug, label=label, value=1, reference_area=area, time_period="2019") for slug, label, area in cells
    ]
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)})
    for query in ("2019年全国财政收入", "全国财政收入2019是多少", "全国2019年财政收入"):
        assert [row[0] for row in run("search", query, "--facts", str(pack)).rows] == ["t.whole"]


QUESTIONS_ZH = ["{a}{m}{y}", "{m} {a} {y}", "{y}{a}的{m}是多少", "{a}{y}{m}", "{m}（{a}，{y}）", "{a}的{m} {y}"]
QUESTIONS_EN = ["{m} in {a} in {y}", "{a}'s {m} {y}", "what was {m} of {a} in {y}", "{a} {y} {m}", "{m}, {a}, {y}"]


@pytest.mark.parametrize("question", QUESTIONS_EN)
@pytest.mark.parametrize("place", ["World", "Brazil", "India", "Peru", "USA"])
def test_however_a_question_is_put_the_place_in_it_is_found(
    run: Run, tmp_path: Path, question: str, place: str
) -> None:
    labels = ["Gini index (World Bank estimate)", "Physicians (per 1,000 people)", "GDP per capita (current US$)"]
    places = {"World": labels[1:], "Brazil": labels, "India": labels[2:], "United States": labels}
    cells = [(label, area) for area, held in places.items() for label in held]
    facts = [
        fact_text(f"f{at}", label=label, value=at, reference_area=area, time_period="2015")
        for at, (label, area) in enumerate(cells)
    ]
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)})
    for label in labels:
        found = run("search", question.format(m=label, a=place, y="2015"), "--facts", str(pack)).rows
        about = (label, {"USA": "United States"}.get(place, place))
        assert [row[0] for row in found] == ([f"t.f{cells.index(about)}"] if about in cells else [])


@pytest.mark.parametrize("question", QUESTIONS_ZH)
@pytest.mark.parametrize("place", ["山东", "东盟", "青岛", "云南"])
def test_a_place_within_a_name_is_not_the_one_that_is_asked(
    run: Run, tmp_path: Path, question: str, place: str
) -> None:
    labels = ["山东大学在校生数", "对东盟进出口额", "常住人口"]
    cells = [
        (label, area)
        for area in ("山东省", "东盟", "青岛市")
        for label in labels
        if (label, area) != (labels[2], "东盟")
    ]
    facts = [
        fact_text(f"f{at}", label=label, value=at, reference_area=area, time_period="2015")
        for at, (label, area) in enumerate(cells)
    ]
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)})
    full = {"山东": "山东省", "青岛": "青岛市"}.get(place, place)
    for label in labels:
        found = run("search", question.format(m=label, a=place, y="2015年"), "--facts", str(pack)).rows
        assert [row[0] for row in found] == ([f"t.f{cells.index((label, full))}"] if (label, full) in cells else [])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("GDP total Papua New Guinea", ["t.papua"]),
        ("GDP total of Guinea in 2015", ["t.guinea"]),
        ("Papua New Guinea's GDP total", ["t.papua"]),
        ("GDP total Chad 2015", []),
        ("GDP total, Georgia, 2015", []),
        ("Imports from the Arab World in World in 2015", []),
        ("World imports from the Arab World 2015", []),
        ("Imports from the Arab World Guinea 2015", ["t.arab"]),
        ("GDP total to Guinea", []),
        ("GDP total from Guinea in 2015", []),
        ("对几内亚GDP总量", []),
        ("arable land (hectares per person) in guinea in 2015", []),
        ("arable land (hectares per person) in World in 2015", ["t.person"]),
        ("Guinea's births (per 1,000 people) 2015", ["t.births"]),
        ("births (per 1,000 people) of Guinea", ["t.births"]),
    ],
)
def test_the_place_of_a_question_is_the_whole_name_that_stands_apart(
    run: Run, tmp_path: Path, query: str, found: list[str]
) -> None:
    cells = [
        ("guinea", "GDP total", "Guinea"),
        ("papua", "GDP total", "Papua New Guinea"),
        ("world", "GDP total", "World"),
        ("arab", "Imports from the Arab World", "Guinea"),
        ("hectares", "arable land (hectares)", "Guinea"),
        ("person", "arable land (hectares per person)", "World"),
        ("births", "births (per 1,000 people)", "Guinea"),
    ]
    facts = [
        fact_text(slug, label=label, value=at, reference_area=place, time_period="2015")
        for at, (slug, label, place) in enumerate(cells)
    ]
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)})
    assert [row[0] for row in run("search", query, "--facts", str(pack)).rows] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [("投资降幅", ["a"]), ("投资下降了多少", ["a"]), ("2023年投资下降", ["a"]), ("2022年投资下降了多少", []), ("投资增长了多少", ["a", "b"]), ("2022年投资同比增长", ["b"])],
)  # fmt: skip
def test_a_growth_below_zero_is_a_fall_and_one_above_is_none(
    run: Run, tmp_path: Path, query: str, found: list[str]
) -> None:
    facts = [
        fact_text(
            slug, label="房地产开发投资同比增长", value=value, unit="%", time_period=year, aliases=["投资同比增长"]
        )
        for slug, value, year in (("a", -9.6, "2023"), ("b", 3.1, "2022"))
    ]
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(facts)})
    assert [row[0].removeprefix("t.") for row in run("search", query, "--facts", str(pack)).rows] == found
