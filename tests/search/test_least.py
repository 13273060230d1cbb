"""What is not wanted is not compared, and changes nothing of what is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rows import index_rows
from small_base import make_row

from jimo_cli import Catalog
from jimo_cli.search import answers, by_figure, evidence, find, fits, similar
from jimo_cli.search.align import Aligner
from jimo_cli.search.match import NONE
from jimo_cli.search.weights import SUGGESTION
from jimo_cli.store.filters import EVERY_FACT
from jimo_cli.store.sqlite import connection
from jimo_cli.store.sqlite.names import SqliteNames
from jimo_cli.text import concepts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from jimo_cli.search.match import Matches
    from jimo_cli.store.interface import Store


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Catalog() as catalog:
        yield catalog._store


def wanted(found: Matches) -> list[tuple[int, float, str, str]]:
    return [(hit.label_id, hit.score, hit.matched, hit.decision) for hit in found.hits if hit.decision != NONE]


QUERIES = (
    "haiyangshegnchanzongzhi", "zhegnwuzixun", "1q2w3e", "haixngchanyezengsu", "marin product growth rate", "营伤环境",
    "青岛海羊生产总值", "海洋生产总值的颜色", "shi yi ji zhi li", "mechine gun rate", "hysczz", "海外共享工厂",
)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_wanted_is_the_same_with_and_without_the_rest(store: Store, query: str) -> None:
    names = store.names(EVERY_FACT)
    every, some = find(names, query), find(names, query, least=SUGGESTION)
    assert wanted(some) == wanted(every)
    assert [hit.label_id for hit in some.hits[:1]] == [hit.label_id for hit in every.hits[:1]]
    assert (some.stage, some.area) == (every.stage, every.area)


def test_a_name_that_cannot_be_suggested_is_not_aligned(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    aligned: list[str] = []
    align = Aligner.align

    def counted(self: Aligner, name: str) -> Any:
        aligned.append(name)
        return align(self, name)

    monkeypatch.setattr(Aligner, "align", counted)
    names = store.names(EVERY_FACT)
    counts = []
    for least in (0.0, SUGGESTION):
        aligned.clear()
        for query in ("chengshi tiankong", "shehui tianqi yubao", "hangliuguanli", "海底捞火锅加盟费用"):
            find(names, query, least=least)
        counts.append(len(aligned))
    assert 2 * counts[1] < counts[0]


def test_what_the_query_says_is_looked_at_once_however_many_labels(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    contrasts_of = concepts.contrasts_of

    def counted(folded: str) -> Any:
        asked.append(folded)
        return contrasts_of(folded)

    monkeypatch.setattr("jimo_cli.search.query.contrasts_of", counted)
    find(store.names(EVERY_FACT), "haixngchanyezengsu")
    assert 0 < len(asked) <= 3


def test_a_label_is_judged_once_however_many_readings_find_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[int] = []
    is_contrast = fits.is_contrast

    def counted(names: Any, query: Any) -> bool:
        judged.append(names.label_id)
        return is_contrast(names, query)

    monkeypatch.setattr(evidence, "is_contrast", counted)
    find(store.names(EVERY_FACT), "shi yi ji zhi li")
    assert judged
    assert len(judged) == len(set(judged))


def test_facts_of_suggestions_are_read_until_enough_are_near(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    of_label = answers._of_label

    def counted(*args: Any) -> Any:
        read.append(1)
        return of_label(*args)

    monkeypatch.setattr(answers, "_of_label", counted)
    found = answers.ranked(store, "海洋生产总值的颜色", EVERY_FACT, today="2026-01-01")
    assert not found.hits
    assert 0 < len(read) <= len(found.near)


def test_what_no_pair_answers_counts_against_a_name_before_it_is_compared(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    aligned: list[str] = []
    align = Aligner.align

    def counted(self: Aligner, name: str) -> Any:
        aligned.append(name)
        return align(self, name)

    monkeypatch.setattr(Aligner, "align", counted)
    names = store.names(EVERY_FACT)
    queries = ("chengshi tiankong", "shehui tianqi yubao", "海洋生产总值的颜色", "海外共享工厂", "zhegnwuzixun")
    found = [wanted(find(names, query, least=SUGGESTION)) for query in queries]
    with_it = len(aligned)
    aligned.clear()
    monkeypatch.setattr(evidence.Witness, "certain", lambda *_: ())
    assert [wanted(find(names, query, least=SUGGESTION)) for query in queries] == found
    assert with_it < len(aligned)


@pytest.mark.parametrize("query", ["haiyangshegnchanzongzhi", "zhegnwuzixun", "营伤环境", "hysczz"])
def test_what_cannot_be_wanted_is_not_compared_where_something_is(
    store: Store, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    most: list[float] = []
    best_candidate = similar._best_candidate

    def noted(names: Any, bounds: Any, witness: Any) -> Any:
        most.append(-bounds[0][0])
        return best_candidate(names, bounds, witness)

    monkeypatch.setattr(similar, "_best_candidate", noted)
    found = find(store.names(EVERY_FACT), query, least=SUGGESTION)
    assert found.hits[0].score > 100 * SUGGESTION
    assert most
    assert min(most) > SUGGESTION - 0.01


def test_figures_are_read_at_once_however_many_facts_state_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    fetch = connection.fetch

    def counted(db: Any, sql: str, values: Any = ()) -> Any:
        asked.append(sql)
        return fetch(db, sql, values)

    monkeypatch.setattr("jimo_cli.store.sqlite.names.fetch", counted)
    statements = []
    for facts in (3, 120):
        names = SqliteNames(index_rows([make_row(at, f"第{at}项", value="5.5", unit="亿元") for at in range(1, facts)]))
        for typed, find_facts in (("5.5亿元", by_figure.facts_with_figure), ("5.5亿", by_figure.facts_rounding_to)):
            asked.clear()
            assert len(find_facts(names, typed)) == facts - 1
            statements.append(len(asked))
    assert statements[:2] == statements[2:]


def test_a_word_is_held_against_each_word_of_names_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[int, str]] = []
    likeness = evidence._likeness

    def noted(word: Any, other: str) -> float:
        compared.append((id(word), other))
        return likeness(word, other)

    monkeypatch.setattr(evidence, "_likeness", noted)
    find(store.names(EVERY_FACT), "paltform for inovation and insurence")
    assert compared
    assert len(compared) == len(set(compared))


def test_another_way_to_read_a_query_is_compared_only_as_far_as_it_may_answer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool]] = []
    most_like = similar.most_like

    def noted(index: Any, query: Any, limit: int, *, only_wanted: bool = False) -> Any:
        asked.append((query.core, only_wanted))
        return most_like(index, query, limit, only_wanted=only_wanted)

    monkeypatch.setattr(similar, "most_like", noted)
    find(store.names(EVERY_FACT), "qingdao zhegnwuzi gongsi xin", least=SUGGESTION)
    assert asked == [("qingdao zhegnwuzi gongsi xin", False), ("zhegnwuzi gongsi xin", True)]
