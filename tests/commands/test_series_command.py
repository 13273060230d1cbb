"""A measure over time and places: `jimo series`, and what `get` and `show` do with a series."""

import json
from pathlib import Path

import pytest
from builders import HEAD, Run, fact_text, make_pack
from rich.cells import cell_len

from jimo_cli import Catalog
from jimo_cli.errors import AmbiguousError, NotFoundError

TABLE = """\
reference_area,time_period,value
江苏省,2023,128222.20
江苏省,2022,122089.30
江苏省,2021,117392.40
广东省,2023,135673.16
广东省,2022,129118.58
广东省,2020,111151.60
"""
SERIES = """\
[series.output]
label = "地区生产总值"
label_en = "Gross regional product"
unit = "亿元"
aliases = ["GDP"]
table = "output.csv"

[series.growth]
of = "output"
aspect = "growth"
label = "地区生产总值增长"
label_en = "Growth of gross regional product"
unit = "%"
columns = ["reference_area", "time_period", "value"]
rows = [["江苏省", "2023", 5.8], ["广东省", "2023", 4.8]]
"""
PORT = "".join(
    fact_text(f"port-{year}", label="货物吞吐量", label_en="Cargo", unit="亿吨", value=value, time_period=str(year))
    for year, value in ((2022, 6.58), (2021, 6.3), (2023, 6.84))
)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    files = {"province.toml": HEAD + SERIES, "output.csv": TABLE, "port.toml": HEAD.replace("海洋", "港口") + PORT}
    return make_pack(tmp_path / "provinces", files)


def test_in_a_pipe_there_is_a_figure_a_line_in_order_of_time(run: Run, made: Path) -> None:
    ran = run("series", "地区生产总值", "--facts", str(made))
    assert (ran.code, ran.err) == (0, "")
    assert [(row[0], row[2], row[4], row[5]) for row in ran.rows] == [
        ("province.output@广东省@2020", "111151.60", "2020", "广东省"),
        ("province.output@江苏省@2021", "117392.40", "2021", "江苏省"),
        ("province.output@江苏省@2022", "122089.30", "2022", "江苏省"),
        ("province.output@广东省@2022", "129118.58", "2022", "广东省"),
        ("province.output@江苏省@2023", "128222.20", "2023", "江苏省"),
        ("province.output@广东省@2023", "135673.16", "2023", "广东省"),
    ]


@pytest.mark.parametrize("measure", ["GDP", "gross regional product", "diqu shengchan zongzhi", "province.output"])
def test_a_measure_is_named_like_in_a_search_or_by_its_series(run: Run, made: Path, measure: str) -> None:
    ran = run("series", *measure.split(), "--area", "广东", "--period", "2022/2023", "--facts", str(made))
    assert [row[2] for row in ran.rows] == ["129118.58", "135673.16"]


def test_ordinary_facts_that_share_a_label_are_a_measure_too(run: Run, made: Path) -> None:
    ran = run("series", "货物吞吐量", "--facts", str(made), terminal=True)
    assert [line.split() for line in ran.out.splitlines()[4:10]] == [
        ["时期", "即墨区"],
        ["─" * 14],
        ["2021年", "6.3"],
        ["2022年", "6.58"],
        ["2023年", "6.84"],
        ["走势", "▁▅█"],
    ]


def test_what_may_be_several_measures_is_told_with_their_names(run: Run, made: Path) -> None:
    both = "".join(
        fact_text(slug, label=label, label_en=slug, aliases=["总量"], time_period="2023")
        for slug, label in (("one", "用电总量"), ("two", "用水总量"))
    )
    (made / "port.toml").write_text(HEAD + both, encoding="utf-8")
    ran = run("series", "总量", "--facts", str(made))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "jimo: '总量' is ambiguous: 用水总量 or 用电总量; name one of them\n"


@pytest.mark.parametrize("measure", ["完全不同的东西", "zzzz", "135673.16"])
def test_what_is_no_measure_is_not_found(run: Run, made: Path, measure: str) -> None:
    ran = run("series", measure, "--facts", str(made))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"jimo: no figures of '{measure}'; ")


def test_a_figure_of_another_period_is_not_given(run: Run, made: Path) -> None:
    assert run("series", "GDP", "--period", "2019", "--facts", str(made)).code == 1
    assert run("series", "GDP", "--area", "上海", "--facts", str(made)).code == 1


def test_a_change_is_computed_only_when_asked_exact_and_only_from_the_period_before(run: Run, made: Path) -> None:
    ran = run("series", "GDP", "--change", "--format", "json", "--facts", str(made))
    found = {(row["reference_area"], row["time_period"]): row["change"] for row in json.loads(ran.out)}
    # Guangdong has no figure of 2021, so that of 2022 has nothing to be compared with.
    assert found == {
        ("江苏省", "2021"): None,
        ("江苏省", "2022"): 4696.90,
        ("江苏省", "2023"): 6132.90,
        ("广东省", "2020"): None,
        ("广东省", "2022"): None,
        ("广东省", "2023"): 6554.58,
    }
    assert '"change": 4696.90' in ran.out
    plain = run("series", "GDP", "--format", "json", "--facts", str(made))
    assert {row["change"] for row in json.loads(plain.out)} == {None}
    assert [row[-1] for row in run("series", "GDP", "江苏", "--change", "--facts", str(made)).rows] == [
        "",
        "4696.90",
        "6132.90",
    ]


def test_a_table_of_one_place_tells_what_is_stated_from_what_is_computed(run: Run, made: Path) -> None:
    ran = run("series", "GDP", "江苏", "--change", "--facts", str(made), terminal=True)
    assert [line.split(maxsplit=2) for line in ran.out.splitlines()[6:10]] == [
        ["2021年", "117,392.40"],
        ["2022年", "122,089.30", "+4696.90 亿元*"],
        ["2023年", "128,222.20", "5.8%"],
        ["走势", "▁▄█"],
    ]
    assert "* 由两期数值相减得出，来源未说明" in ran.out
    without = run("series", "GDP", "江苏", "--facts", str(made), terminal=True)
    assert "*" not in without.out
    assert "5.8%" in without.out
    growth = run("series", "地区生产总值增长", "--lang", "en", "--facts", str(made), terminal=True)
    assert "5.8%" in growth.out


@pytest.mark.parametrize("width", [120, 80, 40, 20])
def test_every_place_and_period_is_in_the_table_at_any_width(run: Run, tmp_path: Path, width: int) -> None:
    places = [f"第{number}县" for number in range(1, 30)]
    rows = "".join(
        f"{place},{year},{at * 1000 + year}.50\n" for at, place in enumerate(places) for year in (2021, 2022)
    )
    pack = make_pack(
        tmp_path / "facts",
        {
            "province.toml": HEAD + SERIES.partition("\n[series.growth]")[0],
            "output.csv": TABLE[: TABLE.index("\n") + 1] + rows,
        },
    )
    ran = run("series", "GDP", "--facts", str(pack), terminal=True, width=width)
    assert all(place in ran.out for place in places)
    assert all(f"{at * 1000 + year}.50" in ran.out.replace(",", "") for at in range(29) for year in (2021, 2022))
    assert max(map(cell_len, ran.out.splitlines())) <= width


def test_no_line_is_drawn_where_the_periods_overlap_or_the_units_differ(run: Run, tmp_path: Path) -> None:
    table = "time_period,value,unit\n2022,1,亿元\n2022-Q1,5,亿元\n2023,2,亿元\n"
    series = SERIES.partition("\n[series.growth]")[0]
    pack = make_pack(tmp_path / "facts", {"province.toml": HEAD + series, "output.csv": table})
    assert "走势" not in run("series", "GDP", "--facts", str(pack), terminal=True).out
    (pack / "output.csv").write_text("time_period,value,unit\n2022,1,亿元\n2023,2,万元\n", encoding="utf-8")
    drawn = run("series", "GDP", "--facts", str(pack), terminal=True).out
    assert "▁" not in drawn
    assert "1 亿元" in drawn
    assert "2 万元" in drawn


def test_get_picks_an_observation_by_place_and_period(run: Run, made: Path) -> None:
    facts = "--facts", str(made)
    for area in ("广东省", "广东", "Guangdong", "guangdong"):
        assert run("get", "output", "--area", area, "--period", "2023", *facts) == (0, "135673.16\n", "")
    assert run("get", "province.output@广东省@2022", *facts).out == "129118.58\n"
    assert run("get", "OUTPUT@广东省@2022", "time_period", *facts).out == "2022\n"
    assert run("get", "province.output", "--period", "2021", *facts).out == "117392.40\n"
    assert run("get", "port-2022", "--period", "2022", *facts).out == "6.58\n"


@pytest.mark.parametrize(
    ("argv", "what"),
    [
        (["output"], "province.output has 6 observations like that; pick one"),
        (["output", "--area", "江苏"], "province.output has 3 observations like that; pick one"),
        (
            ["output", "--area", "上海"],
            "no fact is about '上海'\njimo: province.output has no observation like that; there is province.output@",
        ),
        (["output", "--area", "江苏", "--period", "2023-Q1"], "province.output has no observation like that"),
        (["output", "--area", "江苏", "--period", "2022/2023"], "province.output has no observation like that"),
        (["port-2022", "--period", "2023"], "port.port-2022 has no observation like that; there is port.port-2022"),
        (
            ["port-2022", "--area", "上海"],
            "no fact is about '上海'\njimo: port.port-2022 has no observation like that; there is port.port-2022",
        ),
    ],
)
def test_get_of_what_is_not_one_value_is_an_error_that_lists_what_there_is(
    run: Run, made: Path, argv: list[str], what: str
) -> None:
    ran = run("get", *argv, "--facts", str(made))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"jimo: {what}")
    assert ran.err.count("\n") == 1 + what.count("\n")


def test_a_place_or_period_that_a_series_has_not_is_told_with_those_that_it_has(run: Run, made: Path) -> None:
    ran = run("get", "output@上海市@2023", "--facts", str(made))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(
        "jimo: province.output has no observation '上海市@2023'; it has province.output@江苏省@2023,"
    )


def test_a_whole_id_names_an_observation_though_a_part_does_not_vary(run: Run, tmp_path: Path) -> None:
    table = "reference_area,time_period,value\n广东省,2023,1\n江苏省,2023,2\n"
    series = SERIES.partition("\n[series.growth]")[0]
    pack = make_pack(tmp_path / "facts", {"province.toml": HEAD + series, "output.csv": table})
    for name in ("output@江苏省", "output@江苏省@2023", "province.output@江苏省@2023"):
        assert run("get", name, "--facts", str(pack)) == (0, "2\n", "")


def test_show_has_the_series_once_and_its_observations_in_a_table(run: Run, made: Path) -> None:
    ran = run("show", "output", "--facts", str(made), terminal=True)
    lines = ran.out.splitlines()
    assert lines[0] == "地区生产总值"
    assert sum("province.output" in line for line in lines) == 1
    assert [line.split() for line in lines if line.startswith("20")] == [
        ["2020年", "111,151.60"],
        ["2021年", "117,392.40"],
        ["2022年", "122,089.30", "129,118.58"],
        ["2023年", "128,222.20", "135,673.16"],
    ]
    assert len(run("show", "output", "--facts", str(made)).rows) == 6
    one = run("show", "output@广东省@2023", "--facts", str(made), terminal=True)
    assert "135,673.16 亿元" in one.out
    assert "province.growth@广东省\n" in one.out


def test_rows_are_facts_to_every_command(run: Run, made: Path) -> None:
    facts = "--facts", str(made)
    assert [row[:3] for row in run("topics", *facts).rows] == [["port", "港口", "3"], ["province", "海洋", "8"]]
    assert len(run("export", *facts).out.splitlines()) == 11
    assert len(run("list", "province", "--area", "江苏", *facts).rows) == 4
    assert len(run("stats", "--period", "2023", *facts).rows) == 5
    assert run("search", "GDP", "广东", "2022", *facts).rows[0][0] == "province.output@广东省@2022"
    assert run("search", "129118.58", *facts).rows[0][0] == "province.output@广东省@2022"
    batch = run("get", "output@江苏省@2021", "of", *facts)
    assert (batch.code, batch.out) == (1, "")


def test_a_growth_is_indented_only_under_its_own_figure(run: Run, made: Path) -> None:
    drawn = run("stats", "province", "--facts", str(made), terminal=True, width=100).out
    assert "└" not in drawn


def test_a_series_in_python(made: Path, tmp_path: Path) -> None:
    with Catalog([made], cache=tmp_path / "cache", env={}) as catalog:
        assert len(catalog.series("output")) == 6
        assert [str(fact.value) for fact in catalog.series("port-2022")] == ["6.58"]
        assert str(catalog.get("output@广东省@2022").value) == "129118.58"
        assert len(catalog.ids()) == 11
        with pytest.raises(AmbiguousError, match="has 6 observations; name one of"):
            catalog.get("output")
        with pytest.raises(NotFoundError):
            catalog.series("nothing")


STATED = """\
reference_area,time_period,value,status
江苏省,2023,128222.2,preliminary
江苏省,2022,122089.30,
广东省,2023,135673.16,final
广东省,2024,141000,target
"""


@pytest.mark.parametrize(
    ("lang", "legend", "figure"), [("zh", "t 目标 · p 初步", " p"), ("en", "t target · p preliminary", " p")]
)
def test_a_figure_that_is_not_final_is_marked_and_the_mark_explained(
    run: Run, made: Path, lang: str, legend: str, figure: str
) -> None:
    (made / "output.csv").write_text(STATED, encoding="utf-8")
    ran = run("series", "GDP", "--facts", str(made), "--lang", lang, terminal=True)
    lines = ran.out.splitlines()
    assert legend in [line.strip() for line in lines]
    [of_2023] = [line for line in lines if line.startswith("2023")]
    [of_2022] = [line for line in lines if line.startswith("2022")]
    assert (of_2023.count(figure), of_2022.count(figure)) == (1, 0)
    if lang == "zh":
        assert of_2023.index(".") == of_2022.index(".")


def test_without_a_status_nothing_is_marked(run: Run, made: Path) -> None:
    ran = run("series", "GDP", "--facts", str(made), terminal=True)
    assert "初步" not in ran.out


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("stats",), "目标"),
        (("list",), "目标"),
        (("search", "广东省2024年地区生产总值"), "目标"),
        (("show", "province.output@广东省@2024"), "目标"),
        (("show", "province.output@广东省@2024", "--lang", "en"), "target"),
    ],
)
def test_a_target_never_passes_for_a_figure_in_a_table(
    run: Run, made: Path, words: tuple[str, ...], shown: str
) -> None:
    (made / "output.csv").write_text(STATED, encoding="utf-8")
    for width in (40, 80):
        ran = run(*words, "--facts", str(made), terminal=True, width=width)
        assert (ran.code, shown in ran.out) == (0, True)


def test_the_status_is_a_field_and_null_where_none_is_stated(run: Run, made: Path) -> None:
    (made / "output.csv").write_text(STATED, encoding="utf-8")
    ran = run("series", "GDP", "--facts", str(made), "--format", "json")
    assert [row["status"] for row in json.loads(ran.out)] == [None, "preliminary", "final", "target"]
    assert (
        run("get", "output", "status", "--area", "江苏", "--period", "2023", "--facts", str(made)).out
        == "preliminary\n"
    )
    assert run("get", "output", "status", "--area", "江苏", "--period", "2022", "--facts", str(made)).code == 1
    ran = run("export", "--fields", "id,status", "--format", "tsv", "--facts", str(made))
    assert ["province.output@广东省@2024", "target"] in ran.rows


RELEASED = """\
reference_area,time_period,value,status
江苏省,2023,128222.20,
广东省,2022,129000.5,preliminary
广东省,2023,135673.16,preliminary
广东省,2022,129118.58,final
广东省,2022,129100,revised
"""
OF_2022 = "province.output@广东省@2022"


def test_a_superseded_figure_is_shown_by_series_with_all_and_by_its_id_alone(run: Run, made: Path) -> None:
    (made / "output.csv").write_text(RELEASED, encoding="utf-8")
    facts = ("--facts", str(made))
    plain = [(OF_2022, "129118.58"), ("province.output@江苏省@2023", "128222.20")]
    plain.append(("province.output@广东省@2023", "135673.16"))
    earlier = [(f"{OF_2022}@preliminary", "129000.5"), (f"{OF_2022}@revised", "129100")]
    assert [(row[0], row[2]) for row in run("series", "GDP", *facts).rows] == plain
    assert [(row[0], row[2]) for row in run("series", "GDP", "--all", *facts).rows] == [plain[0], *earlier, *plain[1:]]
    for fact_id, value in earlier:
        assert run("get", fact_id, *facts).out.strip() == value
        assert run("search", value, *facts).code == 1
        for command in (("list",), ("export",), ("stats",), ("show", "province.output"), ("search", "广东省GDP")):
            assert fact_id not in run(*command, *facts, "--format", "jsonl").out
    assert run("get", "output", "--area", "广东", "--period", "2022", *facts).out.strip() == "129118.58"
    assert run("topics", *facts).rows[1][:3] == ["province", "海洋", "5"]
    assert run("get", f"{OF_2022}@target", *facts).code == 1


def test_of_two_facts_with_a_status_the_later_one_answers_and_series_shows_both_with_all(
    run: Run, tmp_path: Path
) -> None:
    said = {"label": "货物吞吐量", "unit": "亿吨", "time_period": "2023"}
    body = fact_text("settled", value=6.84, **said) + fact_text("first", value=6.8, status="preliminary", **said)
    body += fact_text("plan", value=7, status="target", aliases=["吞吐量目标"], **said)
    body += fact_text("other", value=6.9, **{**said, "time_period": "2024"}, status="preliminary")
    pack = make_pack(tmp_path / "port", {"port.toml": HEAD + body})
    facts = ("--facts", str(pack))
    for query in ("货物吞吐量", "2023年货物吞吐量"):
        ids = [row[0] for row in run("search", query, *facts).rows]
        assert {"port.settled"} <= {*ids} <= {"port.settled", "port.other"}
    assert [row[0] for row in run("series", "货物吞吐量", *facts).rows] == ["port.settled", "port.other"]
    with_all = [row[0] for row in run("series", "货物吞吐量", "--all", *facts).rows]
    assert (with_all[0], {*with_all[1:3]}, with_all[3:]) == (
        "port.settled",
        {"port.first", "port.plan"},
        ["port.other"],
    )
    assert run("get", "first", *facts).out == "6.8\n"
    assert run("lint", str(pack), *facts, "--format", "json").out.count("S203") == 0


def test_with_all_the_line_and_the_change_are_those_of_the_figures_that_count(run: Run, made: Path) -> None:
    (made / "output.csv").write_text(RELEASED.replace("129000.5,", "999999,"), encoding="utf-8")
    facts = ("--facts", str(made))
    lines = run("series", "GDP", "广东", "--all", *facts, terminal=True).out.splitlines()
    assert [line.split() for line in lines if line.startswith(("2022", "走势"))] == [
        ["2022年", "129,118.58", "/", "999,999", "p", "/", "129,100", "r"],
        ["走势", "▁█"],
    ]
    rows = run("series", "GDP", "广东", "--all", "--change", "--fields", "id,change", *facts).rows
    assert rows[-1] == ["province.output@广东省@2023", "6554.58"]
    assert {row[1] for row in rows[:-1]} == {""}


def test_without_superseded_figures_all_adds_none(run: Run, made: Path) -> None:
    assert run("series", "GDP", "--all", "--facts", str(made)) == run("series", "GDP", "--facts", str(made))


@pytest.mark.parametrize("edit", ["RELEASED", "TABLE"])
def test_a_table_that_changes_is_answered_as_it_is_now(tmp_path: Path, made: Path, edit: str) -> None:
    tables = {"RELEASED": RELEASED, "TABLE": TABLE}
    (made / "output.csv").write_text(tables["TABLE" if edit == "RELEASED" else "RELEASED"], encoding="utf-8")
    with Catalog([made], cache=tmp_path / "cache", env={}) as catalog:
        before = catalog.facts()
        (made / "output.csv").write_text(tables[edit], encoding="utf-8")
        catalog.refresh()
        now = catalog.facts()
    with Catalog([made], cache=tmp_path / "other", env={}) as catalog:
        assert now == catalog.facts()
        assert now != before
        assert catalog.search("129000.5亿元") == []
