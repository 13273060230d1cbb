"""How much is found, and how little is answered wrongly: below these figures nothing ships."""

from __future__ import annotations

import itertools
from pathlib import Path

import made_up
import pytest
import rows as base
from evaluate import FACTS, ask, written
from labelled import HELD_OUT, Asked

from jimo_cli.store.sqlite.names import SqliteNames

EVERY_KIND, OVERALL, WRONGLY = 0.90, 0.97, 0.01


def check(index: SqliteNames, rows: list[base.Row], queries: list[Asked]) -> None:
    """Hold the outcomes of the queries to the figures."""
    outcomes = [(asked, ask(index, rows, asked)) for asked in queries]
    there = sorted((pair for pair in outcomes if pair[0].right), key=lambda pair: pair[0].kind)
    absent = [outcome for asked, outcome in outcomes if not asked.right]
    for kind, pairs in itertools.groupby(there, key=lambda pair: pair[0].kind):
        found = [outcome.first for _, outcome in pairs]
        assert sum(found) >= EVERY_KIND * len(found), kind
    assert sum(outcome.first for _, outcome in there) >= OVERALL * len(there)
    assert sum(outcome.wrongly for outcome in absent) <= WRONGLY * len(absent)


def test_written_queries_are_many_and_of_every_kind() -> None:
    text = (Path(__file__).parent / "queries.toml").read_text(encoding="utf-8")
    assert text.count("[[query]]") >= 300
    assert text.count("expect = []") >= 60


@pytest.mark.skipif(not FACTS.is_dir(), reason="the facts of the package are not here")
def test_written_queries_over_the_facts_of_the_package_are_answered() -> None:
    rows = base.read_pack(FACTS)
    check(SqliteNames(base.index_rows(rows)), rows, written(rows))


@pytest.mark.parametrize("labels", [100, 3000])
def test_held_out_queries_over_made_up_labels_are_answered(labels: int) -> None:
    pytest.importorskip("opencc")
    pytest.importorskip("pypinyin")
    from asked import Asker

    rows = made_up.make(labels)
    asker = Asker(rows, HELD_OUT)
    check(SqliteNames(base.index_rows(rows)), rows, asker.there(20) + asker.absent(20))
