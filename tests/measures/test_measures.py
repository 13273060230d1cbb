"""Measures: names, relations, and the table itself."""

from __future__ import annotations

import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from jimo_cli import measures
from jimo_cli.text import fold, key, table
from jimo_cli.text.table import Table

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "tests" / "tools"
TABLE = ROOT / "jimo_cli" / "measures" / "measures.tsv"
LINES = TABLE.read_bytes().split(b"\n")
ROWS = [line.decode().split("\t") for line in LINES if line]
LISTED: dict[str, Any] = tomllib.loads((TOOLS / "measures.toml").read_text(encoding="utf-8"))
IDS = [row[0][1:] for row in ROWS if row[0].startswith("=")]

sys.path.insert(0, str(TOOLS))


@pytest.mark.parametrize(
    ("written", "same", "loose"),
    [
        ("GDP", "gdp", ""), ("国内生产总值", "gdp", ""), ("地区生产总值", "gdp", ""), ("Gross Domestic Product", "gdp", ""), ("經濟總量", "", "gdp"),
        ("海洋GDP", "gop", ""), ("绿色GDP", "green-gdp", ""), ("人均GDP", "gdp-pc", ""), ("GDP per capita", "gdp-pc", ""), ("GDP增速", "gdp-growth", ""),
        ("社零", "retail", ""), ("社会消费品零售总额", "retail", ""), ("total retail sales of consumer goods", "retail", ""), ("retail sales", "", "retail"),
        ("出口额", "exports", ""), ("出口", "", "exports"), ("exports", "", "exports"), ("进口额", "imports", ""), ("货物和服务出口", "exports-gs", ""),
        ("一般公共预算收入", "pub-rev", ""), ("地方一般公共预算收入", "pub-rev-local", ""), ("财政收入", "", "pub-rev"),
        ("城镇登记失业率", "unemp-registered", ""), ("城镇调查失业率", "unemp-surveyed", ""), ("失业率", "unemp", "unemp-surveyed"), ("PMI", "pmi", "pmi-manuf"), ("人口", "", "pop"), ("常住人口", "pop-resident", ""),
        ("integrated circuits output", "ic", ""), ("production of pork", "pork", ""), ("labour force", "labor-force", ""), ("Gini indices", "gini", ""), ("GDP per head", "gdp-pc", ""), ("doctors per thousand people", "doctors-1000", ""),
        ("output of sea", "", ""), ("primary school enrolment", "", ""),
        ("money sent home by migrants", "remittances", ""), ("adults who can read and write", "literacy", ""), ("foreign tourist arrivals", "tour-inbound", ""), ("mobile phones per 100 people", "mobile-rate", ""), ("手机用户数", "mobile-users", ""), ("手机普及率", "mobile-rate", ""),
        ("青年失业率", "unemp-youth", "unemp-youth-survey unemp-youth-nostud"), ("农村低保人数", "dibao-rural", ""), ("R&D 经费", "rd", ""), ("PM2.5", "pm25", ""), ("G D P", "gdp", ""), ("大学数量", "", "universities"), ("高校毕业生", "", "grad-ug"),
        ("收入", "", ""), ("增加值", "", ""), ("海洋", "", ""), ("海洋GDP增速", "", ""), ("即墨区GDP", "", ""), ("汽车出口额", "", ""), ("", "", ""), ("=gdp", "gdp", ""), ("|", "", ""), ("\t", "", ""), ("gdp\tgop", "", ""), ("\ud800", "", ""), ("\U0010ffff", "", ""),
    ],
)  # fmt: skip
def test_a_whole_name_says_which_measure_it_is_and_how(written: str, same: str, loose: str) -> None:
    expected = [(measure, measures.SAME) for measure in same.split()]
    expected += [(measure, measures.LOOSE) for measure in loose.split()]
    assert measures.ids_of(fold(written)) == tuple(expected)


@pytest.mark.parametrize(
    ("written", "is_generic"),
    [
        ("增速", True), ("数量", True), ("收入", True), ("增加值", True), ("占GDP比重", True), ("% of GDP", True), ("总投资", True), ("Growth Rate", True), ("revenue", True),
        ("GDP", False), ("出口额", False), ("人口", False), ("常住人口", False), ("大学数量", False), ("海洋", False), ("", False), ("=gdp", False), ("\ud800", False),
    ],
)  # fmt: skip
def test_a_word_that_needs_a_subject_is_generic(written: str, is_generic: bool) -> None:  # noqa: FBT001
    assert measures.is_generic(fold(written)) is is_generic


def test_names_come_with_the_official_one_first_and_loose_ones_apart() -> None:
    names = measures.names_of("retail")
    assert names[0] == "社会消费品零售总额"
    assert "total retail sales of consumer goods" in names
    assert "retail sales" not in names
    assert "retail sales" in measures.loose_names_of("retail")
    assert measures.loose_names_of("gdp-real") == ()


def test_relations_lead_up_and_down_and_across() -> None:
    assert measures.broader("pop-urban") == ("pop",)
    assert "pop-urban" in measures.narrower("pop")
    assert measures.broader("gop") == ()
    assert "gdp" in measures.contrasts("gop")
    assert "gop" in measures.contrasts("gdp")
    assert "imports" in measures.contrasts("exports")
    assert measures.narrower("gop") == ("va-marine",)


@pytest.mark.parametrize("unknown", ["", "nothing", "国内生产总值", "=gdp", "gdp\t", "\ud800"])
def test_what_is_no_id_has_no_names_and_no_relations(unknown: str) -> None:
    of = (measures.names_of, measures.loose_names_of, measures.broader, measures.narrower, measures.contrasts)
    assert [look_up(unknown) for look_up in of] == [()] * 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GDP", "海洋GDP"), ("GDP", "GDP增速"), ("GDP", "人均GDP"), ("GDP", "GNI"), ("出口额", "进口额"), ("城镇人口", "乡村人口"), ("常住人口", "户籍人口"),
        ("城镇登记失业率", "城镇调查失业率"), ("贸易顺差", "贸易逆差"), ("一般公共预算收入", "一般公共预算支出"), ("汽车产量", "汽车销量"), ("专利申请量", "专利授权量"),
        ("发电量", "用电量"), ("商品房销售面积", "商品房销售额"), ("生猪存栏", "生猪出栏"), ("出生率", "死亡率"), ("社会融资规模存量", "社会融资规模增量"),
        ("CPI", "PPI"), ("规模以上工业企业数", "规模以下工业企业"), ("入境游客", "出境游客人次"), ("农林牧渔业总产值", "农林牧渔业增加值"), ("固定资产投资", "固定资本形成总额"),
        ("太阳能发电量", "太阳能发电装机容量"), ("移动电话普及率", "移动电话用户"), ("服务出口额", "服务进口额"), ("侨汇收入", "侨汇支出"), ("农村特困人员救助供养人数", "农村低保人数"),
        ("16-24岁人口城镇调查失业率", "不包含在校生的16-24岁劳动力失业率"), ("森林覆盖率", "森林面积"), ("煤炭消费占比", "煤炭消费量"), ("冰箱产量", "冰柜产量"),
        ("商标注册量", "有效注册商标"), ("研究人员", "每百万人研究人员"),
    ],
)  # fmt: skip
def test_look_alikes_are_two_measures_that_contrast(one: str, other: str) -> None:
    [(first, _)], [(second, _)] = measures.ids_of(fold(one)), measures.ids_of(fold(other))
    assert first != second
    assert second in measures.contrasts(first)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [("地方一般公共预算收入", "一般公共预算收入"), ("规模以上工业总产值", "工业总产值"), ("超长期特别国债", "特别国债"), ("大陆海岸线长度", "海岸线长度"), ("第二产业增加值", "总增加值"), ("实际使用外资", "外国直接投资")],
)  # fmt: skip
def test_a_part_is_another_measure_than_its_whole(narrow: str, wide: str) -> None:
    [(part, _)], [(whole, _)] = measures.ids_of(fold(narrow)), measures.ids_of(fold(wide))
    assert whole in measures.broader(part)
    assert part in measures.narrower(whole)


def test_rows_are_sorted_and_no_two_have_one_key() -> None:
    assert LINES[-1] == b""
    assert LINES[:-1] == sorted(LINES[:-1])
    keys = [row[0] for row in ROWS]
    assert measures.keys() == set(keys)
    assert len(set(keys)) == len(keys)
    assert all(keys)


def test_every_name_leads_to_its_measures_and_back() -> None:
    named: dict[str, list[str]] = {}
    for measure in IDS:
        for name in measures.names_of(measure):
            named.setdefault(key(fold(name)), []).append(measure)
            assert (measure, measures.SAME) in measures.ids_of(fold(name)), name
        for name in measures.loose_names_of(measure):
            assert (measure, measures.LOOSE) in measures.ids_of(fold(name)), name
            assert not measures.is_generic(fold(name)), name
    assert all(len(having) == 1 for having in named.values()), "no name is the same as those of two measures"
    for row in ROWS:
        if row[0][0] == "~":
            assert "generic" not in row
            assert all(measure in IDS for measure in (*row[1:2], *"|".join(row[2:3]).split("|")) if measure), row
        elif row[0][0] != "=":
            assert key(row[0]) == row[0]
            assert measures.is_generic(row[0]) or measures.ids_of(row[0]), row
            assert not (measures.is_generic(row[0]) and measures.ids_of(row[0])), row


def test_every_measure_has_names_and_relations_to_measures_that_there_are() -> None:
    known = set(IDS)
    assert known == set(LISTED["term"])
    for measure in IDS:
        names = measures.names_of(measure)
        related = {*measures.broader(measure), *measures.narrower(measure), *measures.contrasts(measure)}
        assert names
        assert all(name == name.strip() and name for name in (*names, *measures.loose_names_of(measure)))
        assert len(names) > 1 or related or measures.loose_names_of(measure), f"{measure} says nothing"
        assert related <= known - {measure}
        assert all(measure in measures.contrasts(other) for other in measures.contrasts(measure)), measure
        assert all(measure in measures.narrower(other) for other in measures.broader(measure)), measure
        assert all(measure in measures.broader(other) for other in measures.narrower(measure)), measure


def _above(measure: str) -> set[str]:
    found: set[str] = set()
    waiting = [measure]
    while waiting:
        higher = set(measures.broader(waiting.pop())) - found
        found |= higher
        waiting += higher
    return found


def test_no_measure_lies_above_itself_or_contrasts_with_one_above_it() -> None:
    for measure in IDS:
        assert measure not in _above(measure)
        assert not _above(measure) & set(measures.contrasts(measure)), measure


def test_words_in_another_order_never_stand_for_two_measures() -> None:
    """Where the same words name two measures, in whatever order, only the names as they are written are known."""
    assert measures.ids_of("enrollment in primary schools") == (("pupils-primary", measures.SAME),)
    assert measures.ids_of("primary school enrollment") == (("ger-primary", measures.SAME),)
    assert measures.ids_of("enrollment in the primary school") == ()


def test_the_table_is_what_the_list_says() -> None:
    import make_measures_table

    assert make_measures_table.table() == TABLE.read_bytes()
    assert make_measures_table.notices() == TABLE.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"b": {"words": ["A"]}}, "'a' is a name of ['a', 'b']"),
        ({"b": {"words": ["……"], "loose": ["x"]}}, "'' is a name of ['b']"),
        ({"b": {"words": ["b"]}}, "b says nothing"),
        ({"b": {"words": ["b"], "contrast": ["c"]}}, "b: no measure c"),
        ({"b": {"words": ["b"], "broader": ["b"]}}, "b is related to itself"),
        ({"b": {"words": ["b"], "broader": ["a"], "contrast": ["a"]}}, "b: a is related twice"),
        ({"b": {"words": ["b"], "broader": ["c"]}, "c": {"words": ["c"], "broader": ["b"]}}, "b is broader than itself"),
        ({"b": {"words": ["b"], "broader": ["c"]}, "c": {"words": ["c"], "contrast": ["b"]}}, "b contrasts with c"),
        ({"b": {"words": ["b"], "loose": ["A"]}}, "b: the loose 'a' is a name of ['a']"),
        ({"b": {"words": ["b"], "loose": ["x", "X"]}}, "b: the loose 'x' is listed twice"),
        ({"b": {"words": ["b"], "loose": ["much"]}}, "generic 'much' is a name"),
        ({"b": {"words": ["b"], "contrasts": ["a"], "contrast": ["a"]}}, "b: unknown keys"),
    ],
)  # fmt: skip
def test_a_wrong_list_makes_no_table(change: dict[str, dict[str, list[str]]], wrong: str) -> None:
    import make_measures_table

    found = list(make_measures_table.problems({"a": {"words": ["a", "aa"]}} | change, ["much"]))
    assert any(wrong in problem for problem in found), found


def test_a_look_up_imports_nothing_and_reads_nothing_before_it() -> None:
    code = (
        "import sys, jimo_cli.text; before = set(sys.modules); from jimo_cli import measures; "
        "assert not measures._table._content; measures.ids_of('gdp'); measures.names_of('gdp'); "
        "print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "['jimo_cli.measures', 'jimo_cli.text.table']"


def test_a_look_up_takes_tens_of_microseconds() -> None:
    measures.ids_of("gdp")
    best = min(_seconds() for _ in range(5))
    assert best < 100e-6


def _seconds() -> float:
    began = time.perf_counter()
    for _ in range(200):
        measures.ids_of("社会消费品零售总额")
        measures.names_of("retail")
    return (time.perf_counter() - began) / 400


def test_where_many_are_looked_up_what_is_no_name_is_not_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["gdp", "没有", "城镇化率", "=gdp", "", "\ud800"]
    once, often = Table(vars(measures), "measures.tsv"), Table(vars(measures), "measures.tsv")
    for number in range(table._MANY):
        assert often.row(f"没有{number}") == []
    searched: list[bytes] = []
    position = table._position

    def noted(content: bytes, wanted: bytes) -> int:
        searched.append(wanted)
        return position(content, wanted)

    found = [once.row(name) for name in names]
    monkeypatch.setattr(table, "_position", noted)
    assert [often.row(name) for name in names] == found
    assert len(searched) == sum(map(bool, found)) > 0
