"""What a query says of time: this and last year, ranges, the latest, several, and what is no period."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Ran, Run, Spawn, fact_text, make_pack
from hypothesis import given
from hypothesis import strategies as st
from rows import TODAY

from jimo_cli import Catalog, text
from jimo_cli.figures.period import Period
from jimo_cli.search.periods_asked import asked
from jimo_cli.search.times import times

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Ask = Callable[..., Ran]

_QINGDAO = ("2018", "2019", "2021", "2022", "2023", "2024", "2025", "2026-S1", "2026-Q3", "2026-10", "2024-S2")
_JIMO = ("2021", "2022", "2023")


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Figures of several years and places, and names that hold words for times."""
    rows: list[tuple[str, str | None, str, dict[str, object]]] = [
        ("平均气温", "2019/2023", "青岛市", {}),
        ("平均气温", "2021", "青岛市", {}),
        ("财政收入", "2025-S1", "青岛市", {}),
        ("财政收入", "2023", "青岛市", {}),
        ("产量", None, "青岛市", {}),
        ("惠及人次", "P3Y/2024", "青岛市", {}),
        ("目标产值", "2035", "青岛市", {}),
        ("目标产值", "2024", "青岛市", {}),
        ("上年结转资金", "2024", "青岛市", {}),
        ("今年重点项目数", "2024", "青岛市", {"label_en": "Projects of this year"}),
        ("最近医院距离", "2024", "青岛市", {}),
        ("Backlog of last year", "2024", "青岛市", {}),
        ("线上月活用户", "2024", "青岛市", {}),
        ("上半年出口额", "2024-S1", "青岛市", {}),
        ("上半年出口额", "2023-S1", "青岛市", {}),
        *(("Consumer price index (2010 = 100)", year, "Japan", {}) for year in ("2015", "2019")),
        *(("Poverty gap at $3.20 a day (2011 PPP)", year, "Japan", {}) for year in ("2015", "2019")),
        ("Poverty gap at $5.50 a day (2011 PPP)", "2019", "Japan", {}),
    ]
    rows += [("用电量", period, "青岛市", {"label_en": "Power demand"}) for period in _QINGDAO]
    rows += [("用电量", period, "即墨区", {"label_en": "Power demand"}) for period in _JIMO]
    facts = [
        fact_text(f"f{at}", label=label, value=at, time_period=period, reference_area=area, **more)
        for at, (label, period, area, more) in enumerate(rows)
    ]
    facts.append(fact_text("park", kind="project", label="口袋公园", time_period="2022/2024", reference_area="青岛市"))
    return make_pack(tmp_path_factory.mktemp("periods") / "pack", {"t.toml": HEAD + "".join(facts)})


@pytest.fixture
def ask(run: Run, pack: Path) -> Ask:
    """Search the pack on a day in November 2026."""

    def ask(query: str, *options: str) -> Ran:
        fields = ("--fields", "label,time_period,reference_area,fit")
        return run("search", query, "--facts", str(pack), *fields, *options, env={"JIMO_TODAY": TODAY})

    return ask


def _periods(done: Ran) -> list[str]:
    return [row[1] for row in done.rows]


# ---- the words alone


@pytest.mark.parametrize(
    ("query", "periods"),
    [
        ("去年GDP", ["2025"]),
        ("上年GDP", ["2025"]),
        ("今年GDP", ["2026"]),
        ("本年度GDP", ["2026"]),
        ("今年以来GDP", ["2026"]),
        ("前年GDP", ["2024"]),
        ("大前年GDP", ["2023"]),
        ("明年GDP", ["2027"]),
        ("上月GDP", ["2026-10"]),
        ("本月GDP", ["2026-11"]),
        ("上季度GDP", ["2026-Q3"]),
        ("本季度GDP", ["2026-Q4"]),
        ("今年上半年GDP", ["2026-S1"]),
        ("去年三季度GDP", ["2025-Q3"]),
        ("去年12月GDP", ["2025-12"]),
        ("去年全年GDP", ["2025-01/2025-12"]),
        ("GDP last year", ["2025"]),
        ("last year's GDP", ["2025"]),
        ("GDP in the year before last", ["2024"]),
        ("GDP this year", ["2026"]),
        ("GDP last month", ["2026-10"]),
        ("GDP this quarter", ["2026-Q4"]),
        ("GDP last quarter", ["2026-Q3"]),
        ("GDP in the first half of last year", ["2025-S1"]),
        ("去年和今年GDP", ["2025", "2026"]),
        ("2019年和2023年GDP", ["2019", "2023"]),
        ("2023、2019年GDP", ["2023", "2019"]),
        ("2019, 2021 and 2023 GDP", ["2019", "2021", "2023"]),
        ("2024年一季度和二季度GDP", ["2024-Q1", "2024-Q2"]),
        ("Q1 and Q2 2024 GDP", ["2024-Q1", "2024-Q2"]),
        ("2024年青岛上半年GDP", ["2024-S1"]),
        ("2024年青岛全年GDP", ["2024-01/2024-12"]),
        ("annual GDP of 2024", ["2024-01/2024-12"]),
        ("full-year GDP 2024", ["2024-01/2024-12"]),
        ("2024年3-5月GDP", ["2024-03/2024-05"]),
        ("2024年1-3季度GDP", ["2024-01/2024-09"]),
        ("2024.1-6月GDP", ["2024-01/2024-06"]),
        ("2024年3月5日GDP", ["2024-03-05"]),
        ("GDP 2024-02-29", ["2024-02-29"]),
        ("2024年3月日均产量", ["2024-03"]),
        ("21年和23年GDP", ["2021", "2023"]),
        ("出口占比去年", ["2025"]),
    ],
)
def test_periods_are_read_in_the_order_in_which_they_are_asked(query: str, periods: list[str]) -> None:
    assert _read(query) == (periods, [])


@pytest.mark.parametrize(
    ("query", "series"),
    [
        ("2019到2023年GDP", "2019/2023"),
        ("2019年至2023年GDP", "2019/2023"),
        ("2019-2023年GDP", "2019/2023"),
        ("2019—2023年GDP", "2019/2023"),
        ("2019～2023年GDP", "2019/2023"),
        ("2019/2023 GDP", "2019/2023"),
        ("GDP from 2019 to 2023", "2019/2023"),
        ("GDP between 2019 and 2023", "2019/2023"),
        ("2019 through 2023 GDP", "2019/2023"),
        ("2019年到今年GDP", "2019/2026"),
        ("21年到23年GDP", "2021/2023"),
        ("2019年以来GDP", "2019/2026"),
        ("2019年至今GDP", "2019/2026"),
        ("GDP since 2019", "2019/2026"),
        ("2023年11月至2024年2月GDP", "2023-11/2024-02"),
        ("Q3 2023 to Q2 2024 GDP", "2023-Q3/2024-Q2"),
        ("十三五期间GDP", "2016/2020"),
        ("十四五GDP", "2021/2025"),
        ("近五年GDP", "2021/2025"),
        ("近5年来GDP", "2021/2025"),
        ("过去十年GDP", "2016/2025"),
        ("最近三年GDP", "2023/2025"),
        ("GDP last 5 years", "2021/2025"),
        ("GDP over the past decade", "2016/2025"),
        ("GDP in the last three years", "2023/2025"),
        ("近6个月GDP", "2026-05/2026-10"),
        ("历年GDP", None),
        ("各年GDP", None),
        ("GDP over the years", None),
        ("GDP in each year from 2019 to 2023", "2019/2023"),
    ],
)
def test_a_range_is_all_of_its_periods(query: str, series: str | None) -> None:
    assert _read(query) == ([], [series])


def _read(query: str) -> tuple[list[str | None], list[str | None]]:
    core = text.fold(query)
    found = asked(core, times(core), TODAY, ["2025", "2026-10", "2035", None])
    assert not found.unreadable
    single = [one.period for one in found.wanted if not one.unit]
    return single, [one.period for one in found.wanted if one.unit]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("13月GDP", "13月"),
        ("2024年13月GDP", "2024年13月"),
        ("2024年0月GDP", "2024年0月"),
        ("第五季度GDP", "第五季度"),
        ("2024年五季度GDP", "2024年五季度"),
        ("Q5 2024 GDP", "q5 2024"),
        ("2024-02-30 GDP", "2024-02-30"),
        ("2024-13 GDP", "2024-13"),
        ("2024年2月30日GDP", "2024年2月30日"),
        ("2023年2月29日GDP", "2023年2月29日"),
        ("GDP in the year 0", "0"),
        ("0年GDP", "0年"),
        ("2019-20 GDP", "2019-20"),
        ("2019/20 GDP", "2019/20"),
        ("2024/3 GDP", "2024/3"),
        ("2023到2019年GDP", "2023到2019年"),
        ("2019年和2021年上半年GDP", "2019年和2021年上半年"),
        ("去年同期GDP", "去年同期"),
        ("GDP same period last year", "same period last year"),
        ("2019年以前GDP", "2019年以前"),
        ("1990年代GDP", "1990年代"),
        ("GDP in the 1990s", "1990s"),
    ],
)
def test_what_is_no_period_or_may_be_several_never_becomes_one(query: str, words: str) -> None:
    core = text.fold(query)
    found = asked(core, times(core), TODAY)
    assert (found.unreadable, list(found.wanted)) == (words, [])


PIECES = (
    *(
        "2019",
        "2023",
        "21",
        "0",
        "13",
        "五",
        "十",
        "年",
        "月",
        "日",
        "季度",
        "第",
        "前",
        "近",
        "到",
        "和",
        "-",
        "/",
        ".",
        " ",
    ),
    *(
        "去年",
        "今年",
        "上月",
        "上半年",
        "全年",
        "同期",
        "以来",
        "以前",
        "历年",
        "最新",
        "十四五",
        "期间",
        "个月",
        "比",
        "GDP",
    ),
    *(
        "Q1",
        "Q5",
        "first half",
        "of",
        "since",
        "last",
        "years",
        "between",
        "and",
        "to",
        "annual",
        "may",
        "over the years",
    ),
)


@given(
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
    | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)
)
def test_whatever_is_put_together_of_such_words_is_a_time_period_or_none(query: str) -> None:
    core = text.fold(query)
    found = times(core)
    assert all(0 <= time.start < time.end <= len(core) for time in found)
    for one in asked(core, found, TODAY, ["2025", "2024-01-01/..", "P3Y/2024"]).wanted:
        if one.period is not None:
            Period.parse(one.period.replace("Y", "2024"))


@pytest.mark.parametrize(
    "query",
    [
        "比去年增长",
        "较上年同期下降",
        "与去年相比增加",
        "growth compared with last year",
        "higher than last year",
        "65岁以上年末人口",
        "以前年度损益",
        "基本年金",
        "昆明年末人口",
        "五年前年均产量",
        "各年龄人口",
        "附近三年级学生",
        "改革开放至今年均增长",
        "60年代产量",
        "3月龄体重",
        "地铁S1线",
        "奥迪Q5销量",
        "what may be",
        "2024家企业",
        "3.2019吨",
        "2019.5吨",
        "2024",
        "去年",
        "最新",
    ],
)
def test_a_word_that_only_looks_like_a_time_or_compares_with_one_asks_for_none(query: str) -> None:
    core = text.fold(query)
    assert list(asked(core, times(core), TODAY).wanted) == []


# ---- the facts that answer


@pytest.mark.parametrize(
    ("query", "periods", "told"),
    [
        ("去年青岛用电量", ["2025"], "去年 read as 2025"),
        ("power demand of Qingdao last year", ["2025"], "last year read as 2025"),
        ("青岛上季度用电量", ["2026-Q3"], "上季度 read as 2026-Q3"),
        ("青岛上月用电量", ["2026-10"], "上月 read as 2026-10"),
        ("今年上半年青岛用电量", ["2026-S1"], "今年上半年 read as 2026-S1"),
        ("青岛近三年用电量", ["2023", "2024", "2025"], "近三年 read as 2023 to 2025"),
        ("即墨近三年用电量", ["2021", "2022", "2023"], "近三年 read as 2021 to 2023"),
        ("十四五期间即墨用电量", ["2021", "2022", "2023"], "十四五期间 read as 2021 to 2025"),
        ("power demand Jimo last 2 years", ["2022", "2023"], "last 2 years read as 2022 to 2023"),
        ("近三年惠及人次", ["P3Y/2024"], "近三年 read as 2022 to 2024"),
    ],
)
def test_words_relative_to_today_are_resolved_and_stderr_says_how(
    ask: Ask, query: str, periods: list[str], told: str
) -> None:
    done = ask(query)
    assert (_periods(done), done.err) == (periods, f"jimo: {told}\n")


@pytest.mark.parametrize(
    ("query", "periods"),
    [
        ("2018到2022年青岛用电量", ["2018", "2019", "2021", "2022"]),
        ("power demand of Qingdao from 2018 to 2019", ["2018", "2019"]),
        ("青岛历年用电量", ["2018", "2019", "2021", "2022", "2023", "2024", "2025", "2026-S1", "2026-Q3", "2026-10"]),
        ("2019-2023年平均气温", ["2019/2023", "2021"]),
        ("2022年到2025年财政收入", ["2023", "2025-S1"]),
        ("2018到2022年产量", [""]),
        ("2019年和2018年青岛用电量", ["2019", "2018"]),
        ("即墨2023、2021年用电量", ["2023", "2021"]),
        ("2021到2030年口袋公园", ["2022/2024"]),
    ],
)
def test_a_range_answers_in_order_of_time_and_several_periods_as_they_are_asked(
    ask: Ask, query: str, periods: list[str]
) -> None:
    assert _periods(ask(query)) == periods


def test_a_range_of_several_places_gives_one_place_after_the_other(ask: Ask) -> None:
    rows = [(row[2], row[1]) for row in ask("2021到2022年用电量").rows]
    assert sorted(rows) == sorted((place, year) for place in ("青岛市", "即墨区") for year in ("2021", "2022"))
    assert [year for _, year in rows] == ["2021", "2022", "2021", "2022"]


def test_what_the_limit_leaves_out_of_a_range_is_told(ask: Ask) -> None:
    done = ask("青岛2018到2025年用电量", "--limit", "3")
    assert _periods(done) == ["2018", "2019", "2021"]
    assert done.err == "jimo: 4 more are left out; --limit 7 prints them\n"


def test_one_of_several_periods_that_is_not_stated_is_told(ask: Ask) -> None:
    done = ask("2019年和2020年青岛用电量")
    assert (_periods(done), done.err) == (["2019"], "jimo: 2020 is not stated\n")


@pytest.mark.parametrize(
    "query", ["最新用电量", "最近用电量", "最近一期用电量", "latest power demand", "most recent power demand"]
)
def test_the_latest_of_each_place_comes_first(ask: Ask, query: str) -> None:
    done = ask(query)
    assert {(row[1], row[2]) for row in done.rows[:2]} == {("2026-10", "青岛市"), ("2023", "即墨区")}
    assert done.err == ""


def test_the_latest_is_not_what_is_yet_to_come(ask: Ask) -> None:
    assert _periods(ask("最新目标产值"))[0] == "2024"


@pytest.mark.parametrize("query", ["现在青岛用电量", "青岛目前用电量", "power demand of Qingdao currently"])
def test_words_for_now_carry_nothing(ask: Ask, query: str) -> None:
    assert ask(query).out == ask("青岛用电量").out


@pytest.mark.parametrize(
    "query",
    [
        "2025年全年财政收入",
        "2025全年财政收入",
        "全年2025年财政收入",
        "2025年青岛全年财政收入",
        "去年全年财政收入",
        "annual 2025 财政收入",
        "2025 财政收入 annual",
        "2025 full year 财政收入",
        "full-year 2025 财政收入",
        "财政收入 whole year 2025",
    ],
)
def test_a_part_does_not_answer_for_the_whole_year(ask: Ask, query: str) -> None:
    done = ask(query)
    assert (done.code, done.out) == (1, "")
    assert "did you mean 财政收入" in done.err


@pytest.mark.parametrize(
    "query",
    ["13月青岛用电量", "第五季度青岛用电量", "2024-02-30 青岛用电量", "青岛去年同期用电量", "2019-20 青岛用电量"],
)
def test_what_names_no_period_is_refused_and_told(ask: Ask, query: str) -> None:
    done = ask(query)
    assert (done.code, done.out) == (1, "")
    assert "is no period, or may be one of several" in done.err.splitlines()[0]
    assert "did you mean 用电量" in done.err


# ---- names that hold such words


@pytest.mark.parametrize(
    ("query", "label", "period"),
    [
        ("上年结转资金", "上年结转资金", "2024"),
        ("青岛上年结转资金", "上年结转资金", "2024"),
        ("2024年上年结转资金", "上年结转资金", "2024"),
        ("上年结转资金是多少", "上年结转资金", "2024"),
        ("今年重点项目数", "今年重点项目数", "2024"),
        ("Projects of this year", "今年重点项目数", "2024"),
        ("backlog of last year", "Backlog of last year", "2024"),
        ("backlog of last year Qingdao", "Backlog of last year", "2024"),
        ("最近医院距离", "最近医院距离", "2024"),
        ("2024年线上月活用户", "线上月活用户", "2024"),
        ("2024年上半年出口额", "上半年出口额", "2024-S1"),
        ("2023年上半年出口额", "上半年出口额", "2023-S1"),
        ("Consumer price index (2010 = 100)", "Consumer price index (2010 = 100)", "2019"),
        ("Consumer price index (2010 = 100) Japan 2015", "Consumer price index (2010 = 100)", "2015"),
        ("2015 Consumer price index (2010 = 100)", "Consumer price index (2010 = 100)", "2015"),
        ("consumer price index 2010=100 Japan", "Consumer price index (2010 = 100)", "2019"),
        ("Poverty gap at $3.20 a day (2011 PPP)", "Poverty gap at $3.20 a day (2011 PPP)", "2019"),
        ("Poverty gap at $3.20 a day (2011 PPP) 2015", "Poverty gap at $3.20 a day (2011 PPP)", "2015"),
        ("Poverty gap at $5.50 a day (2011 PPP) Japan 2019", "Poverty gap at $5.50 a day (2011 PPP)", "2019"),
    ],
)
def test_a_word_for_a_time_that_is_part_of_a_name_asks_for_no_period(
    ask: Ask, query: str, label: str, period: str
) -> None:
    done = ask(query)
    assert done.rows[0][:2] == [label, period]
    assert "read as" not in done.err


@pytest.mark.parametrize(
    "query",
    [
        "Consumer price index (2010 = 100) Japan 2016",
        "Consumer price index 2010",
        "2019年上年结转资金",
        "Poverty gap at $5.50 a day (2011 PPP) 2015",
    ],
)
def test_the_year_beside_a_name_that_holds_one_counts(ask: Ask, query: str) -> None:
    done = ask(query)
    assert (done.code, done.out) == (1, "")
    assert "did you mean" in done.err


# ---- the clock


def test_a_catalog_takes_the_day_by_which_it_reads(pack: Path, tmp_path: Path) -> None:
    found = []
    for today in (date(2024, 1, 1), date(2025, 12, 31), date(2026, 7, 1)):
        with Catalog([pack], cache=tmp_path / "cache", today=today) as catalog:
            found += [hit.fact.time_period for hit in catalog.search("去年即墨用电量")]
            found += [hit.fact.time_period for hit in catalog.search("青岛去年用电量")]
    assert found == ["2023", "2023", "2024", "2025"]


def test_without_a_day_the_clock_is_asked(run: Run, pack: Path) -> None:
    done = run("search", "去年青岛用电量", "--facts", str(pack))
    assert f"去年 read as {date.today().year - 1}" in done.err  # noqa: DTZ011  # the command's own clock


@pytest.mark.parametrize("day", ["2026", "2026-13-01", "20261127", "tomorrow", "2026-11-27/.."])
def test_a_day_that_is_none_is_reported(run: Run, pack: Path, day: str) -> None:
    done = run("search", "去年青岛用电量", "--facts", str(pack), env={"JIMO_TODAY": day})
    assert (done.code, done.out) == (2, "")
    assert done.err == f"jimo: JIMO_TODAY is '{day}'; give a day, as in 2024-06-30\n"


def test_a_batch_reports_a_day_that_is_none_before_it_reads(spawn: Spawn, pack: Path) -> None:
    done = spawn("search", "--batch", "--facts", str(pack), env={"JIMO_TODAY": "tomorrow"}, stdin="用电量\n")
    assert (done.code, done.out) == (2, "")
    assert done.err == "jimo: JIMO_TODAY is 'tomorrow'; give a day, as in 2024-06-30\n"


def test_a_batch_reads_the_same_words_and_writes_the_same_rows(spawn: Spawn, pack: Path) -> None:
    queries: Sequence[str] = ("去年青岛用电量", "2018到2019年青岛用电量", "13月青岛用电量")
    done = spawn(
        *("search", "--batch", "--facts", str(pack), "--fields", "time_period"),
        env={"JIMO_TODAY": TODAY},
        stdin="\n".join(queries) + "\n",
    )
    assert done.rows == [[queries[0], "2025"], [queries[1], "2018"], [queries[2], ""]]
    assert done.err == ""
