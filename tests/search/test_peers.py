"""The engines that jimo is held against: they find what is there, and what is missing is told."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

import evaluate
import pytest
from labelled import Asked
from peers import PEERS, names_of, opened
from small_base import ROWS, make_row

if TYPE_CHECKING:
    from pathlib import Path

    from rows import Row

    from jimo_cli.store.sqlite.names import SqliteNames

ODD = 'a"b* OR (c% \\d'
BASE = [*ROWS, make_row(15, "别的指标", ODD), make_row(16, "海水养殖面积同比增长"), make_row(17, "海水养殖面积")]


def exactly(row: Row) -> Asked:
    return Asked("exact", row.label, lambda r: r.label == row.label, row.label)


QUERIES = [
    *map(exactly, ROWS),
    Asked("english", "metro line 7", lambda r: r.label_id == 9, "地铁7号线"),
    Asked("nonsense", "量子纠缠", None, ""),
]


def found(peer: str, query: str) -> tuple[list[int], bool]:
    with opened(peer, names_of(BASE)) as find:
        if find is None:
            pytest.skip(f"{peer} is not installed")
        hits, answered = find(query)
    return [number for number, _ in hits], answered


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "tantivy", None)


def test_all_names_of_a_row_are_searched() -> None:
    assert names_of(ROWS[:1]) == [
        (1, "海洋生产总值"),
        (1, "Gross marine product"),
        (1, "海洋GDP"),
        (1, "ocean GDP"),
    ]


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize(("query", "row"), [("地铁7号线", 9), ("ocean GDP", 1), ("METRO LINE 7", 9), (ODD, 15)])
def test_a_peer_finds_an_exact_name(peer: str, query: str, row: int) -> None:
    hits, answered = found(peer, query)
    assert (hits[0], answered) == (row, True)


@pytest.mark.parametrize("peer", PEERS)
def test_a_name_comes_before_a_longer_one_that_holds_it(peer: str) -> None:
    assert found(peer, "海水养殖面积")[0][:2] == [17, 16]


@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_answers_nothing_when_nothing_is_alike(peer: str) -> None:
    assert not found(peer, "量子纠缠")[1]


@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_gives_five_strings_at_most(peer: str) -> None:
    hits, _ = found(peer, "海洋")
    assert 3 <= len(hits) <= 5
    assert set(hits) <= {1, 2, 3}


@pytest.mark.parametrize(("query", "rows"), [("7号", [9, 9]), ("%", [15]), ("_", []), ("a \\d", []), ("is on", [])])
def test_what_is_too_short_for_trigrams_is_found_as_it_is_written(query: str, rows: list[int]) -> None:
    assert found("fts5", query) == (rows, bool(rows))


def test_words_may_come_in_any_order() -> None:
    assert found("fts5", "product MARINE gross")[0][0] == 1


def test_the_shortest_line_is_the_best_of_ripgrep() -> None:
    assert found("ripgrep", "奇瑞")[0] == [12, 7, 12, 7]


def test_the_number_of_a_row_is_no_part_of_its_name() -> None:
    assert found("fzf", "15") == ([], False)


def test_a_few_grams_in_common_are_no_match_of_tantivy() -> None:
    assert found("tantivy", "海洋馆门票优惠") == ([], False)


def test_a_program_that_fails_is_no_empty_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "rg"
    program.write_text("#!/bin/sh\nexit 2\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(subprocess.CalledProcessError):
        found("ripgrep", "海洋")


@pytest.mark.usefixtures("nothing_installed")
def test_a_missing_peer_is_reported(capsys: pytest.CaptureFixture[str], index: SqliteNames) -> None:
    ours = evaluate.table(partial(evaluate.jimo, index), ROWS, QUERIES)
    evaluate.compare(ROWS, QUERIES, ours, 10, 1)
    lines = capsys.readouterr().out.splitlines()
    assert {"fzf: not installed", "ripgrep: not installed", "tantivy: not installed", "rapidfuzz"} <= set(lines)
    head = next(line for line in lines if line.startswith("right first"))
    asked = next(line for line in lines if line.startswith("queries asked"))
    assert head.split()[2:] == ["jimo", *PEERS]
    assert asked.split()[2] == asked.split()[3] == str(len(QUERIES))
    assert asked.count("not installed") >= 3


def test_the_summary_counts_by_kind_and_engine() -> None:
    good, bad = (
        evaluate.Outcome(first=good, in_five=good, wrongly=not good, milliseconds=ms, shown="")
        for good, ms in ((True, 1.0), (False, 9.0))
    )
    queries = [*QUERIES[:2], *QUERIES[-2:]]
    lines = evaluate.summary(queries, {"one": [good, bad, good, bad], "other": [good] * 4, "third": []})
    assert [line.split() for line in lines] == [
        ["right", "first", "one", "other", "third"],
        ["queries", "asked", "4", "4", "not", "installed"],
        ["exact", "0.500", "1.000"],
        ["english", "1.000", "1.000"],
        ["all", "0.667", "1.000"],
        ["~", "wrongly", "1.000", "0.000"],
        ["p50", "ms", "9.00", "1.00"],
        ["p99", "ms", "9.00", "1.00"],
    ]


def test_a_sample_is_the_same_for_the_same_seed_and_of_every_kind() -> None:
    places = evaluate.sample(QUERIES, 3, 11)
    assert places == sorted(evaluate.sample(QUERIES, 3, 11))
    assert [QUERIES[place].kind for place in places] == ["exact"] * 3 + ["english", "nonsense"]
    assert len({tuple(evaluate.sample(QUERIES, 3, seed)) for seed in range(20)}) > 1


def test_over_many_names_jimo_and_peers_are_held_to_the_same_sample(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, index: SqliteNames
) -> None:
    ours = evaluate.table(partial(evaluate.jimo, index), ROWS, QUERIES)
    capsys.readouterr()
    monkeypatch.setattr(evaluate, "MANY", len(names_of(ROWS)))
    evaluate.compare(ROWS, QUERIES, ours, 2, 11)
    lines = capsys.readouterr().out.splitlines()
    assert f"4 of {len(QUERIES)} queries" in "\n".join(lines)
    assert {line.split()[1] for line in lines if line.startswith("everything")} == {"4"}
    asked = next(line for line in lines if line.startswith("queries asked"))
    assert set(asked.split()[2:]) <= {"4", "not", "installed"}
