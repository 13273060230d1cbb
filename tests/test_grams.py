"""The gram index: building and reading."""

from __future__ import annotations

import sqlite3

from hypothesis import given, settings
from hypothesis import strategies as st
from packs import index_rows
from small_base import ROWS, make_row

from jimo_cli import text
from jimo_cli.grams import Grams, all_of, any_of, either
from jimo_cli.index.helpers import WORTH_PROCESSES
from jimo_cli.index.names import build


def test_every_name_of_a_label_is_found_exactly(index: Grams) -> None:
    for row in ROWS:
        for name in (row.label, row.label_en, *row.aliases):
            found = index.exact(text.key(text.fold(name)))
            assert row.label_id in [names.label_id for names in found]


def test_a_name_that_is_not_there_is_not_found(index: Grams) -> None:
    assert index.exact(text.key("海洋总值")) == []
    assert index.exact("") == []


def test_a_hash_is_held_against_the_name() -> None:
    db = index_rows([make_row(1, "海洋生产总值")])
    db.execute("UPDATE label SET label = '别的'")
    assert Grams(db).exact("海洋生产总值") == []


def test_terms_are_counted_and_combined(index: Grams) -> None:
    assert index.count("海洋") == 3
    assert index.count("hai_yan") == 3
    assert index.count("没有") == 0
    assert index.match(all_of([any_of(["海洋"]), any_of(["9growth"])]), 10) == [2]
    assert index.match(either([any_of(["口袋"]), any_of(["奇瑞"])]), 10) == [7, 11, 12]
    assert index.match(any_of(["没有", "口袋"]), 10) == [11]


def test_learning_counts_the_same_as_counting(database: sqlite3.Connection) -> None:
    terms = ["海洋", "奇瑞", "1hys", "2platform", "没有", "37"]
    one, other = Grams(database), Grams(database)
    one.learn(terms)
    assert [one.count(term) for term in terms] == [other.count(term) for term in terms]


def test_the_lowest_ids_come_first_and_no_more_than_asked(index: Grams) -> None:
    assert index.match(any_of(["海洋"]), 2) == [1, 2]


def test_words_are_found_with_a_letter_wrong(index: Grams) -> None:
    assert "innovation" in index.words_near("inovation")
    assert "platform" in index.words_near("paltform")
    assert index.words_near("abc") == []


def test_a_place_that_most_facts_are_about_counts_for_all(index: Grams) -> None:
    assert index.is_about(4, "即墨区")
    assert index.is_about(4, "蓝谷")
    assert not index.is_about(1, "蓝谷")
    assert not index.is_about(1, "北京市")


def test_a_large_build_by_processes_equals_a_small_one_term_for_term() -> None:
    names = [(number, f"第{number}号海洋项目", f"project {number}", (f"项目{number}",)) for number in range(1, 21_501)]
    built = sqlite3.connect(":memory:")
    assert build(built, iter(names), size=WORTH_PROCESSES) == len(names)
    small = sqlite3.connect(":memory:")
    build(small, names[20_000:])
    for term in ("海洋", "第", "321501", "2project", "hai_yan"):
        expected = [number for number in Grams(small).match(any_of([term]), 5000) if number > 20_000]
        found = [number for number in Grams(built).match(any_of([term]), 50_000) if number > 20_000]
        assert found == expected
    assert Grams(built).size == len(names)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_any_text_can_be_indexed_and_found_again(labels: list[str]) -> None:
    db = sqlite3.connect(":memory:")
    build(db, [(number, label, "", ()) for number, label in enumerate(labels, 1)])
    index = Grams(db)
    for number, label in enumerate(labels, 1):
        key = text.key(text.fold(label))
        assert not key or number in [names.label_id for names in index.exact(key)]
