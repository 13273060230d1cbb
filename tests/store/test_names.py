"""The gram index: building and reading."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import index_rows
from small_base import ROWS, make_row

from jimo_cli import text
from jimo_cli.store.sqlite import connection
from jimo_cli.store.sqlite.names import SqliteNames
from jimo_cli.store.sqlite.write_names import build
from jimo_cli.store.workers import WORTH_PROCESSES

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_every_name_of_a_label_is_found_exactly(index: SqliteNames) -> None:
    for row in ROWS:
        for name in (row.label, row.label_en, *row.aliases):
            found = index.exact(text.key(text.fold(name)))
            assert row.label_id in [names.label_id for names in found]


def test_a_name_that_is_not_there_is_not_found(index: SqliteNames) -> None:
    assert index.exact(text.key("海洋总值")) == []
    assert index.exact("") == []


def test_a_hash_is_held_against_the_name() -> None:
    db = index_rows([make_row(1, "海洋生产总值")])
    db.execute("UPDATE label SET label = '别的'")
    assert SqliteNames(db).exact("海洋生产总值") == []


def test_terms_are_counted_and_combined(index: SqliteNames) -> None:
    assert index.count("海洋") == 3
    assert index.count("hai_yan") == 3
    assert index.count("没有") == 0
    assert index.ids_with([("海洋",), ("9growth",)], 2, 10) == [2]
    assert index.ids_with([("口袋",), ("奇瑞",)], 1, 10) == [7, 11, 12]
    assert index.ids_with([("没有", "口袋")], 1, 10) == [11]


def test_learning_counts_the_same_as_counting(database: sqlite3.Connection) -> None:
    terms = ["海洋", "奇瑞", "1hys", "2platform", "没有", "37"]
    one, other = SqliteNames(database), SqliteNames(database)
    one.load_counts(terms)
    assert [one.count(term) for term in terms] == [other.count(term) for term in terms]


def test_names_have_some_of_several_groups_of_terms(index: SqliteNames) -> None:
    groups = [("海洋",), ("口袋", "奇瑞"), ("9growth",)]
    index.load_counts(term for group in groups for term in group)
    assert index.ids_with(groups[:1], 1, 10) == [1, 2, 3]
    assert index.ids_with(groups, 2, 10) == [2]
    assert index.ids_with(groups, 3, 10) == []
    assert index.ids_with(groups, 1, 4) == [1, 2, 3, 7]
    assert index.ids_with(groups, 1, 10, first=1) == [1, 2, 3]


def test_remembered_terms_are_combined_as_those_that_are_not(database: sqlite3.Connection) -> None:
    groups = [("海洋", "奇瑞"), ("hai_yan", "2platform"), ("生产", "总值"), ("9growth",)]
    known, new = SqliteNames(database), SqliteNames(database)
    known.load_counts(term for group in groups for term in group)
    asked = [(least, first) for least in (1, 2, 3, 4) for first in (1, 2, None)]
    found = [known.ids_with(groups, least, 10, first=first) for least, first in asked]
    assert found == [new.ids_with(groups, least, 10, first=first) for least, first in asked]
    assert found[0] == [1, 2, 3, 7, 12]
    assert found[-1] == [2]


WORDS = ("海洋", "港口", "渔业", "旅游", "能源", "运输")


@pytest.fixture
def crossed() -> sqlite3.Connection:
    """Names that have some of six words each, so that a word is in a half of them."""
    names = []
    for number in range(1, 321):
        held = [word for place, word in enumerate(WORDS) if number >> place & 1]
        names.append((number, f"{'、'.join(held)}、{number}", "", ()))
    db = sqlite3.connect(":memory:")
    build(db, names)
    return db


@pytest.mark.parametrize("most_read", [0, 150, 160, 1000])
def test_names_have_some_of_many_groups_whatever_is_read_of_each(
    crossed: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, most_read: int
) -> None:
    monkeypatch.setattr("jimo_cli.store.sqlite.names._PART_READ", 1)
    monkeypatch.setattr("jimo_cli.store.sqlite.names._MOST_READ", most_read)
    names = SqliteNames(crossed)
    groups = [(WORDS[0], "没有"), *((word,) for word in WORDS[1:]), ("37", "38")]
    held = [{*crossed_ids} for group in groups if (crossed_ids := SqliteNames(crossed).ids_with([group], 1, -1))]
    assert len(held) == len(groups)
    for least in range(7, 0, -1):
        for first in (1, 3, 7, None):
            found = [
                label_id
                for label_id in range(1, 321)
                if sum(label_id in ids for ids in held) >= least
                and (first is None or any(label_id in ids for ids in held[:first]))
            ]
            assert names.ids_with(groups, least, 50, first=first) == found[:50]


@pytest.mark.parametrize("most_read", [150, 160])
def test_fewer_and_fewer_of_some_groups_take_a_statement_for_each_group(
    crossed: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, most_read: int
) -> None:
    monkeypatch.setattr("jimo_cli.store.sqlite.names._PART_READ", 1)
    monkeypatch.setattr("jimo_cli.store.sqlite.names._MOST_READ", most_read)
    names = SqliteNames(crossed)
    names.load_counts(WORDS)
    groups = sorted([(word,) for word in WORDS], key=lambda group: names.count(group[0]))
    assert [names.count(word) > most_read for (word,) in groups[-1:]] == [most_read == 150]
    asked: list[str] = []
    fetch = connection.fetch

    def counted(db: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> list[object]:
        asked.append(sql)
        return fetch(db, sql, values)

    monkeypatch.setattr("jimo_cli.store.sqlite.names.fetch", counted)
    for least in range(5, 1, -1):
        assert names.ids_with(groups, least, 50, first=3 if least == 2 else 6)
    assert 0 < len(asked) <= len(groups)


def test_a_reader_that_is_asked_much_answers_as_a_new_one() -> None:
    names = [(number, f"第{number}号海洋项目", f"project {number}", (f"{number}号工厂",)) for number in range(1, 61)]
    db = sqlite3.connect(":memory:")
    build(db, names)
    terms = ["海洋", "工厂", "hai_yan", "2project", "3007", "37", "没有", "2projec", "1hyx"]
    groups = [("海洋",), ("37", "38", "没有"), ("3工",), ("2project",)]
    used = SqliteNames(db)
    used.load_counts(f"3{number}" for number in range(1000))
    fresh = SqliteNames(db)
    assert [used.count(term) for term in terms] == [fresh.count(term) for term in terms]
    assert used.ids_with(groups[:2], 2, 10) == fresh.ids_with(groups[:2], 2, 10) == [7, 8]
    assert used.ids_with(groups, 3, 10) == fresh.ids_with(groups, 3, 10) == [7, 8]


def test_what_a_reader_remembers_is_bounded() -> None:
    names = [(number, f"{number}号海洋项目", "", ()) for number in range(1, 1200)]
    db = sqlite3.connect(":memory:")
    build(db, names)
    index = SqliteNames(db)
    for start in range(0, 60_000, 1000):
        index.load_counts(f"3{number}" for number in range(start, start + 1000))
    assert len(index._counts) <= 51_000
    assert len(index._held) <= 11_000
    assert [index.count(term) for term in ("37", "31199", "31200")] == [1, 1, 0]


def test_the_lowest_ids_come_first_and_no_more_than_asked(index: SqliteNames) -> None:
    assert index.ids_with([("海洋",)], 1, 2) == [1, 2]


def test_words_are_found_with_a_letter_wrong(index: SqliteNames) -> None:
    assert "innovation" in index.words_near("inovation")
    assert "platform" in index.words_near("paltform")
    assert index.words_near("abc") == []


def test_a_place_that_most_facts_are_about_counts_for_all(index: SqliteNames) -> None:
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
        expected = [number for number in SqliteNames(small).ids_with([(term,)], 1, 5000) if number > 20_000]
        found = [number for number in SqliteNames(built).ids_with([(term,)], 1, 50_000) if number > 20_000]
        assert found == expected
    assert SqliteNames(built).size == len(names)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_any_text_can_be_indexed_and_found_again(labels: list[str]) -> None:
    db = sqlite3.connect(":memory:")
    build(db, [(number, label, "", ()) for number, label in enumerate(labels, 1)])
    index = SqliteNames(db)
    for number, label in enumerate(labels, 1):
        key = text.key(text.fold(label))
        assert not key or number in [names.label_id for names in index.exact(key)]
