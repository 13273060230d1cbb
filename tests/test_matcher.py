"""From a query to hits."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import index_rows
from small_base import ROWS, make_row

from jimo_cli.grams import Grams
from jimo_cli.matcher import ANSWER, search

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
    ("海洋增速7.7%", 2, None),
]


@pytest.mark.parametrize(("query", "label_id", "matched"), FOUND)
def test_it_is_found_however_it_is_typed(index: Grams, query: str, label_id: int, matched: str | None) -> None:
    best = search(index, query).hits[0]
    assert (best.label_id, best.decision) == (label_id, ANSWER)
    assert matched in (None, best.matched)


@pytest.mark.parametrize(
    "query",
    ["", "   ", "🎉🎉", "!!!", "\x00", "今天天气怎么样", "asdfghjkl", "hello world", "北京海洋生产总值", "蓝谷海洋生产总值",
     "beijing gross marine product", "beijinghaiyangshengchanzongzhi", "地铁8号线", "metro line 8", "即墨GDP", "海洋人口",
     "346亿元", "345万", "113家高端创新平台", "中国GDP", "奇瑞股价", "привет", "こんにちは", "' OR 1=1 --", 'NEAR("a" b)', "gram:*", "龘龘龘"],
)  # fmt: skip
def test_what_is_not_there_is_not_answered(index: Grams, query: str) -> None:
    assert search(index, query).decision != ANSWER


def test_a_growth_asked_for_comes_before_its_figure_and_not_without_being_asked(index: Grams) -> None:
    assert search(index, "海洋增速").hits[0].label_id == 2
    assert search(index, "海洋总值").hits[0].label_id == 1


def test_the_place_and_the_year_that_were_named_are_told(index: Grams) -> None:
    matches = search(index, "2024年即墨海洋生产总值")
    assert (matches.period, matches.area) == ("2024", "即墨区")
    assert matches.hits[0].label_id == 1


def test_a_figure_names_the_fact_that_has_it(index: Grams, database: sqlite3.Connection) -> None:
    hit = search(index, "345亿元").hits[0]
    row = database.execute("SELECT label FROM fact WHERE position = ?", (hit.fact,)).fetchone()
    assert row == (1,)


def test_hits_come_best_first_and_scores_are_from_0_to_100(index: Grams) -> None:
    for query in ("海洋", "海洋生产", "奇瑞", "marine", "haiyang"):
        scores = [hit.score for hit in search(index, query).hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)


def test_the_same_query_gives_the_same_hits_whatever_was_asked_before(database: sqlite3.Connection) -> None:
    queries = [query for query, _, _ in FOUND]
    used = Grams(database)
    first = [repr(search(used, query).hits) for query in queries]
    again = [repr(search(used, query).hits) for query in reversed(queries)]
    fresh = [repr(search(Grams(database), query).hits) for query in queries]
    assert first == list(reversed(again)) == fresh


def test_labels_that_match_as_well_keep_the_order_of_their_ids() -> None:
    index = Grams(index_rows([make_row(number, f"海洋{name}") for number, name in enumerate("甲乙丙丁", 1)]))
    assert [hit.label_id for hit in search(index, "海洋").hits] == [1, 2, 3, 4]


def test_no_more_hits_than_asked(index: Grams) -> None:
    assert len(search(index, "海洋", limit=2).hits) == 2


def test_a_decision_does_not_depend_on_how_many_hits_are_wanted(index: Grams) -> None:
    for query in ("海洋", "海洋鸟产总值", "奇瑞股价", "marine", "haiyang", "hyzz"):
        assert search(index, query, limit=1).decision == search(index, query).decision


def test_an_empty_base_answers_nothing() -> None:
    assert search(Grams(index_rows([])), "海洋").hits == []


@pytest.mark.parametrize("piece", ["海", "haiyang", "a", "1", "🎉", "\x00", '"', "的", "海洋 ", "ab ", "(", "*"])
def test_very_long_queries_are_quick(index: Grams, piece: str) -> None:
    begun = time.perf_counter()
    search(index, piece * (10_000 // len(piece)))
    assert time.perf_counter() - begun < 1


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_query(query: str) -> None:
    matches = search(Grams(DATABASE), query)
    assert matches.decision in {"answer", "suggest", "none"}


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='海洋生产總值haiyng 345亿%."*()-+:^NEARODT', max_size=20))
def test_any_mixture_of_known_pieces_and_syntax_is_a_query(query: str) -> None:
    known = {row.label_id for row in ROWS}
    assert {hit.label_id for hit in search(Grams(DATABASE), query).hits} <= known


DATABASE = index_rows(ROWS)
