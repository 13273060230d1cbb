"""From a query to hits."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import index_rows, period_asked
from small_base import ROWS, make_row

from jimo_cli.search import find as search
from jimo_cli.search.match import ANSWER
from jimo_cli.store.sqlite.names import SqliteNames

if TYPE_CHECKING:
    import sqlite3

FOUND = [
    ("海洋生产总值", 1, "label/exact"),
    ("海洋GDP", 1, "alias/exact"),
    ("gross marine product", 1, "label_en/exact"),
    ("海洋生产总值是多少", 1, "label/exact"),
    ("海洋生產總值", 1, "label/exact"),
    ("ｏｃｅａｎ　ＧＤＰ", 1, "alias/exact"),
    ("即墨海洋生产总值", 1, "label/exact"),
    ("生产总值海洋", 1, "label/order"),
    ("hai yang sheng chan zong zhi", 1, "label/pinyin"),
    ("hǎiyángshēngchǎnzǒngzhí", 1, "label/pinyin"),
    ("haiyangsengcanzongzi", 1, "label/pinyin"),
    ("haiyangshengchnzongzhi", 1, "label/pinyin"),
    ("hysczz", 1, "label/initials"),
    ("海羊生产总值", 1, "label/homophone"),
    ("海羊生产总直", 1, "label/homophone"),
    ("海洋产生总值", 1, "label/order"),
    ("海洋生产值", 1, "label/part"),
    ("海洋海生产总值", 1, "label/typo"),
    ("海洋增速", 2, "alias/part"),
    ("marine growth", 2, "label_en/part"),
    ("海洋占比", 3, "alias/part"),
    ("轻罪冶理", 8, "alias/lookalike"),
    ("法治化营商坏境", 8, "alias/lookalike"),
    ("inovation platform", 4, "label_en/typo"),
    ("platforms innovation", 4, "label_en/part"),
    ("Cherry", 12, "label_en/typo"),
    ("how many innovation platforms", 4, "label_en/part"),
    ("qirui 工厂", 7, "alias/mixed"),
    ("hy 生产总值", 1, "label/mixed"),
    ("地铁七号线", 9, None),
    ("345亿", 1, "value"),
    ("345亿元", 1, "value"),
    ("34.5 billion yuan", 1, "value"),
    ("8600余人次", 5, "value"),
    ("112家高端创新平台", 4, "label/exact"),
    ("如何推进轻罪治理", 8, None),
    ("关于口袋公园", 11, "label/exact"),
    ("高端创新平台总共有多少家", 4, "label/exact"),
    ("长护险到底惠及了多少人次", 5, None),
    ("口袋公园什么时候建成", 11, None),
    ("when did the pocket parks open", 11, "label_en/exact"),
    ("who runs the Laoshan Laboratory", 10, "label_en/exact"),
    ("gross marine product of Jimo", 1, "label_en/exact"),
    ("Jimo District's ocean GDP", 1, "alias/exact"),
    ("jimo haiyang shengchan zongzhi", 1, "label/pinyin"),
    ("即墨区口袋公园", 11, "label/exact"),
    ("2024年下半年海洋生产总值", 1, "label/exact"),
    ("海洋GDP同比", 2, None),
    ("海洋GDP涨了多少", 2, None),
    ("海洋占GDP多少", 3, None),
    ("海洋生产总值占全区GDP", 3, "label/part"),
    ("什么是海洋生产总值占全区GDP比重", 3, "label/exact"),
    ("街头公园 口袋", 11, None),
    ("治理 体系 轻罪", 8, None),
    ("长护险 8600", 5, None),
    ("奇瑞 13个", 7, None),
    ("海洋增速7.7%", 2, None),
    ("海洋增速百分之多少", 2, None),
    ("海洋GDP涨了几个点", 2, None),
    ("海洋GDP增长了百分之几", 2, None),
    ("口袋公园是谁建的", 11, "label/exact"),
    ("地铁7号线能到哪里", 9, "label/exact"),
    ("三年口袋公园", 11, None),
    ("who set up the pocket parks", 11, None),
    ("what does the Laoshan Laboratory belong to", 10, None),
    ("how large is the gross marine product", 1, "label_en/exact"),
    ("长护险帮了多少人", 5, "alias/part"),
    ("长护险多少人", 5, "alias/part"),
]


@pytest.mark.parametrize(("query", "label_id", "matched"), FOUND)
def test_it_is_found_however_it_is_typed(index: SqliteNames, query: str, label_id: int, matched: str | None) -> None:
    best = search(index, query).hits[0]
    assert (best.label_id, best.decision) == (label_id, ANSWER)
    assert matched in (None, best.matched)


@pytest.mark.parametrize(
    "query",
    ["", "   ", "🎉🎉", "!!!", "\x00", "今天天气怎么样", "asdfghjkl", "hello world", "北京海洋生产总值", "蓝谷海洋生产总值",
     "beijing gross marine product", "beijinghaiyangshengchanzongzhi", "地铁8号线", "metro line 8", "即墨GDP", "海洋人口",
     "what time is it", "how much time", "海洋生产总值下降", "decline of gross marine product", "北京即墨海洋生产总值",
     "口袋公园面积", "如何学习口袋", "奇瑞什么时候破产", "长护险 8700", "346亿元", "345万", "113家高端创新平台", "中国GDP", "奇瑞股价", "привет", "こんにちは", "' OR 1=1 --", 'NEAR("a" b)', "gram:*", "龘龘龘"],
)  # fmt: skip
def test_what_is_not_there_is_not_answered(index: SqliteNames, query: str) -> None:
    assert search(index, query).decision != ANSWER


def test_a_growth_asked_for_comes_before_its_figure_and_not_without_being_asked(index: SqliteNames) -> None:
    assert search(index, "海洋增速").hits[0].label_id == 2
    assert search(index, "海洋总值").hits[0].label_id == 1


@pytest.mark.parametrize("whole", ["全国", "全省", "全市", "全球", "青岛", "财政收入"])
@pytest.mark.parametrize("asked", ["海洋生产总值占{}比重", "海洋GDP占{}的比例", "海洋生产总值占{}多少"])
def test_a_share_of_another_whole_is_not_answered(index: SqliteNames, asked: str, whole: str) -> None:
    assert search(index, asked.format(whole)).decision != ANSWER


@pytest.mark.parametrize("whole", ["全区", "GDP", "全区GDP", " quanqu GDP", " qq GDP"])
def test_a_share_of_the_whole_of_a_name_is_answered(index: SqliteNames, whole: str) -> None:
    best = search(index, f"海洋生产总值占{whole}比例").hits[0]
    assert (best.label_id, best.decision) == (3, ANSWER)


def test_a_share_whose_names_tell_no_whole_is_answered() -> None:
    label = make_row(1, "民营企业出口比重", "", ("民营企业出口占比",), value=60, unit="%")
    with closing(index_rows([label])) as connection:
        assert search(SqliteNames(connection), "民营企业占出口比重").decision == ANSWER


@pytest.mark.parametrize(
    ("query", "answered"),
    [("增长4%", False), ("同比增长4%", False), ("出口额增长4%", False), ("出口额同比增长4%", False),
     ("增长-4%", True), ("下降4%", True), ("出口额4%", True), ("出口额同比增长-4%", True)],
)  # fmt: skip
def test_a_fall_is_no_rise_of_the_same_size(query: str, *, answered: bool) -> None:
    label = make_row(1, "出口额同比增长", value=-4, unit="%")
    with closing(index_rows([label])) as connection:
        assert (search(SqliteNames(connection), query).decision == ANSWER) is answered


def test_the_place_and_the_year_that_were_named_are_reported(index: SqliteNames) -> None:
    matches = search(index, "2024年即墨海洋生产总值")
    assert (period_asked(matches), matches.area) == ("2024", "即墨区")
    assert matches.hits[0].label_id == 1


@pytest.mark.parametrize(
    ("query", "period"),
    [("海洋生产总值", None), ("2023年海洋生产总值", "2023"), ("2024年下半年海洋生产总值", "2024-S2"), ("H2 2024 marine GDP", "2024-S2"),
     ("ocean GDP second half of 2024", "2024-S2"), ("2024年一季度海洋GDP", "2024-Q1"), ("2024年6月海洋GDP", "2024-06"),
     ("海洋GDP 2024-06", "2024-06"), ("ocean GDP june 2024", "2024-06"), ("下半年海洋GDP", "Y-S2"), ("第三季度海洋GDP", "Y-Q3"),
     ("ocean GDP in the first half", "Y-S1"), ("今年海洋GDP", "2026"), ("目前海洋GDP", None), ("2024家", None),
     ("前三季度海洋GDP", "Y-01/Y-09"), ("2024年前三季度海洋GDP", "2024-01/2024-09"), ("3月海洋GDP", "Y-03"),
     ("2024年1-11月海洋GDP", "2024-01/2024-11"), ("2024年1至11月份海洋GDP", "2024-01/2024-11"),
     ("2024年前11个月海洋GDP", "2024-01/2024-11"), ("2024年11月份海洋GDP", "2024-11"), ("2024年1月海洋GDP", "2024-01"),
     ("2024-S1海洋GDP", "2024-S1"), ("2024Q1海洋GDP", "2024-Q1"), ("21年海洋GDP", "2021"), ("21年前三季度海洋GDP", "2021-01/2021-09"),
     ("二〇二二年海洋GDP", "2022"), ("二零二二年上半年海洋GDP", "2022-S1"), ("FY2023 marine GDP", "2023"),
     ("Q1 2024 marine GDP", "2024-Q1"), ("first half of 2024 marine GDP", "2024-S1"), ("first 9 months of 2024 marine GDP", "2024-01/2024-09"),
     ("what may marine GDP be", None), ("60年代海洋GDP", None), ("20年来海洋GDP", None), ("地铁S1线", None)],
)  # fmt: skip
def test_the_period_that_was_named_is_reported(index: SqliteNames, query: str, period: str | None) -> None:
    assert period_asked(search(index, query)) == period


def test_a_year_or_a_place_that_is_part_of_a_name_is_no_period_and_no_place() -> None:
    rows = [
        make_row(1, "数字海洋2024年行动方案"),
        make_row(2, "奇瑞青岛基地", area="即墨区"),
        make_row(3, "青岛港", area="青岛市"),
    ]
    index = SqliteNames(index_rows(rows))
    for query, label_id in (("数字海洋2024年行动方案", 1), ("2024年行动方案", 1), ("青岛基地", 2)):
        matches = search(index, query)
        assert (matches.hits[0].label_id, matches.decision, period_asked(matches), matches.area) == (
            label_id,
            ANSWER,
            None,
            None,
        )


@pytest.mark.parametrize("query", ["shuzi haiyang qingdao", "shu zi hai yang qing dao", "shùzì hǎiyáng qīngdǎo"])
def test_a_name_that_ends_in_a_place_is_found_in_spaced_pinyin(query: str) -> None:
    rows = [make_row(1, "数字海洋"), make_row(2, "数字海洋青岛"), make_row(3, "青岛港", area="青岛市")]
    assert search(SqliteNames(index_rows(rows)), query).hits[0].label_id == 2


def test_people_are_counted_only_where_a_name_says_no_more_than_that() -> None:
    rows = [make_row(1, "长护险"), make_row(2, "长护险服务机构从业人数", value=30, unit="人")]
    assert search(SqliteNames(index_rows(rows)), "长护险多少人").hits[0].label_id == 1


@pytest.mark.parametrize("query", ["纺织外贸跌了多少", "纺织外贸跌多少", "纺织外贸降了几个点"])
def test_a_fall_is_asked_for_in_plain_words(query: str) -> None:
    rows = [make_row(1, "纺织外贸额", value=52, unit="亿元"), make_row(2, "纺织外贸降幅", value="-13.5", unit="%")]
    assert search(SqliteNames(index_rows(rows)), query).hits[0].label_id == 2


@pytest.mark.parametrize(
    "query",
    ["海洋GDP跌了多少", "how big is the Blue Valley", "海洋增速和人口几个点", "口袋百分之多少", "三年级口袋公园"],
)
def test_words_of_a_question_make_no_answer(index: SqliteNames, query: str) -> None:
    assert search(index, query).decision != ANSWER


def test_the_last_place_of_an_address_counts() -> None:
    rows = [make_row(1, "生产总值"), make_row(2, "生产总值", "", (), area="青岛市"), make_row(3, "口袋公园")]
    index = SqliteNames(index_rows(rows))
    assert search(index, "青岛市即墨区生产总值").area == "即墨区"
    assert search(index, "Qingdao Jimo shengchanzongzhi").area == "即墨区"
    assert search(index, "青岛口袋公园").decision != ANSWER
    assert search(index, "青岛市即墨区口袋公园").hits[0].label_id == 3


def test_a_figure_names_the_fact_that_has_it(index: SqliteNames, database: sqlite3.Connection) -> None:
    hit = search(index, "345亿元").hits[0]
    row = database.execute("SELECT label FROM fact WHERE position = ?", (hit.fact,)).fetchone()
    assert row == (1,)


def test_hits_come_best_first_and_scores_are_from_0_to_100(index: SqliteNames) -> None:
    for query in ("海洋", "海洋生产", "奇瑞", "marine", "haiyang"):
        scores = [hit.score for hit in search(index, query).hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)


def test_the_same_query_gives_the_same_hits_whatever_was_asked_before(database: sqlite3.Connection) -> None:
    queries = [query for query, _, _ in FOUND]
    used = SqliteNames(database)
    first = [repr(search(used, query).hits) for query in queries]
    again = [repr(search(used, query).hits) for query in reversed(queries)]
    fresh = [repr(search(SqliteNames(database), query).hits) for query in queries]
    assert first == list(reversed(again)) == fresh


def test_labels_that_match_as_well_keep_the_order_of_their_ids() -> None:
    index = SqliteNames(index_rows([make_row(number, f"海洋{name}") for number, name in enumerate("甲乙丙丁", 1)]))
    assert [hit.label_id for hit in search(index, "海洋").hits] == [1, 2, 3, 4]


def test_no_more_hits_than_asked(index: SqliteNames) -> None:
    assert len(search(index, "海洋", limit=2).hits) == 2


def test_a_decision_does_not_depend_on_how_many_hits_are_wanted(index: SqliteNames) -> None:
    for query in ("海洋", "海洋鸟产总值", "奇瑞股价", "marine", "haiyang", "hyzz"):
        assert search(index, query, limit=1).decision == search(index, query).decision


def test_an_empty_base_answers_nothing() -> None:
    assert search(SqliteNames(index_rows([])), "海洋").hits == []


@pytest.mark.parametrize("piece", ["海", "haiyang", "a", "1", "🎉", "\x00", '"', "的", "海洋 ", "ab ", "(", "*"])
def test_very_long_queries_are_quick(index: SqliteNames, piece: str) -> None:
    begun = time.perf_counter()
    search(index, piece * (10_000 // len(piece)))
    assert time.perf_counter() - begun < 1


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_query(query: str) -> None:
    matches = search(SqliteNames(DATABASE), query)
    assert matches.decision in {"answer", "suggest", "none"}


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='海洋生产總值haiyng 345亿%."*()-+:^NEARODT', max_size=20))
def test_any_mixture_of_known_pieces_and_syntax_is_a_query(query: str) -> None:
    known = {row.label_id for row in ROWS}
    assert {hit.label_id for hit in search(SqliteNames(DATABASE), query).hits} <= known


DATABASE = index_rows(ROWS)


_LONG = "1234567890123456789012345678901234567890"  # more digits than a context of decimals keeps


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("9007199254740992", "9007199254740993"),  # one binary fraction for both
        ("0.1", "0.10000000000000001"),
        ("100000000.000001", "100000000.00000100001"),
        (_LONG, f"{_LONG[:-1]}1"),
        (f"{_LONG}.5", f"{_LONG}.25"),
        ("-13.5", "-13.500000000000001"),
    ],
)
@pytest.mark.parametrize("unit", ["", "亿元", "%"])
def test_a_figure_is_found_to_its_last_digit_and_its_neighbour_is_not(one: str, other: str, unit: str) -> None:
    index = SqliteNames(
        index_rows([make_row(1, "甲", value=one, unit=unit), make_row(2, "乙", value=other, unit=unit)])
    )
    assert [hit.label_id for hit in search(index, one + unit).hits] == [1]
    assert [hit.label_id for hit in search(index, other + unit).hits] == [2]
    near = SqliteNames(index_rows([make_row(1, "甲", value=one, unit=unit)]))
    assert search(near, other + unit).hits == []


def test_a_figure_is_the_same_in_other_magnitudes_to_its_last_digit() -> None:
    index = SqliteNames(index_rows([make_row(1, "甲", value="90071992.54740993", unit="亿元")]))
    assert [hit.label_id for hit in search(index, "9007199254740993元").hits] == [1]
    assert search(index, "9007199254740992元").hits == []
    assert search(index, "90071992.54740992亿元").hits == []


def test_both_ends_of_a_range_are_found_to_their_last_digits() -> None:
    row = make_row(1, "甲", value="9007199254740991", unit="吨")._replace(
        value_max="9007199254740993", qualifier="range"
    )
    index = SqliteNames(index_rows([row]))
    assert [hit.label_id for hit in search(index, "9007199254740991至9007199254740993吨").hits] == [1]
    for typed in ("9007199254740990至9007199254740993吨", "9007199254740991至9007199254740992吨", "9007199254740992吨"):
        assert search(index, typed).hits == []


def test_a_range_across_zero_is_no_range_above_it() -> None:
    row = make_row(1, "甲", value="-3", unit="%")._replace(value_max="5", qualifier="range")
    fall = make_row(2, "乙", value="-5", unit="%")._replace(value_max="-3", qualifier="range")
    index = SqliteNames(index_rows([row, fall]))
    assert [hit.label_id for hit in search(index, "-3至5%").hits] == [1]
    assert [hit.label_id for hit in search(index, "-3..5%").hits] == [1]
    assert [hit.label_id for hit in search(index, "3至5%").hits] == [2]
    assert [hit.label_id for hit in search(index, "-5至-3%").hits] == [2]
