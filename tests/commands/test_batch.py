"""Many look-ups in one process: a line in, a row out, at once and in order."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from builders import Run, Spawn

from jimo_cli.errors import StoreDamagedError
from jimo_cli.store.sqlite.facts import SqliteStore


def test_every_query_gets_a_row_in_order_the_unanswered_too(spawn: Spawn) -> None:
    done = spawn("search", "--batch", stdin="海洋生产总值\n量子引力波\n\n345亿\n")
    assert [(row[0], row[1]) for row in done.rows] == [
        ("海洋生产总值", "marine.gross-product"),
        ("量子引力波", ""),
        ("", ""),
        ("345亿", "marine.gross-product"),
    ]
    assert {len(row) for row in done.rows} == {8}
    assert (done.code, done.err) == (0, "")


def test_json_lines_carry_the_query_and_null_for_no_answer(spawn: Spawn) -> None:
    done = spawn("search", "--batch", "--format", "jsonl", stdin="hyscz\nqqqq\n")
    first, second = map(json.loads, done.out.splitlines())
    assert (first["query"], first["id"], first["matched"]) == ("hyscz", "marine.gross-product", "label/initials")
    assert second["query"] == "qqqq"
    assert set(second.values()) == {"qqqq", None}


def test_more_hits_a_query_with_a_limit(spawn: Spawn) -> None:
    rows = spawn("search", "--batch", "--limit", "3", "--fields", "id,score", stdin="海洋\n共富\n").rows
    assert [row[0] for row in rows] == ["海洋"] * 3 + ["共富"] * 3


def test_ids_are_looked_up_likewise_and_an_unknown_one_is_reported(spawn: Spawn) -> None:
    done = spawn("get", "-", "unit", stdin="gross-product\nnosuch.fact\nmarine.gross-product-growth\n")
    assert done.rows == [["gross-product", "亿元"], ["nosuch.fact", ""], ["marine.gross-product-growth", "%"]]
    assert "nosuch.fact" in done.err
    assert done.code == 0


def test_nothing_answered_at_all_ends_with_1(spawn: Spawn) -> None:
    assert spawn("search", "--batch", stdin="qqqq\n").code == 1
    assert spawn("get", "-", stdin="").code == 1


@pytest.mark.parametrize("command", [["search", "--batch", "--fields", "id"], ["get", "-", "id"]])
def test_a_byte_order_mark_is_no_part_of_the_first_line(spawn: Spawn, command: list[str]) -> None:
    lines = "marine.gross-product\nbusiness.chery\n"
    marked = spawn(*command, stdin=f"\ufeff{lines}")
    assert marked.rows[0] == ["marine.gross-product"] * 2
    assert marked.out == spawn(*command, stdin=lines).out


def test_what_counted_is_told_of_every_query(spawn: Spawn) -> None:
    explained = ("search", "--batch", "--explain")
    assert spawn(*explained, stdin="345亿\n").rows[0][-1] == "figure: value"
    asked = spawn(*explained, "--fields", "explanation", stdin="345亿\n").rows
    assert asked == [["345亿", "figure: value"]]


@pytest.mark.parametrize("command", [["search", "--batch"], ["get", "-"]], ids=["search", "get"])
def test_an_index_damaged_in_mid_batch_costs_no_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    ids = ["marine.gross-product", "livelihood.pocket-parks", "business.chery"]
    lines = "".join(f"{line}\n" for line in ids)
    name = "rows_at" if command[0] == "search" else "rows_with_ids"
    read, calls = getattr(SqliteStore, name), []

    def damaged_once(self: SqliteStore, *args: object, **kwargs: object) -> object:
        calls.append(name)
        if len(calls) == 2:
            raise StoreDamagedError("a page is missing")
        return read(self, *args, **kwargs)

    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    expected = run(*command)
    monkeypatch.setattr(SqliteStore, name, damaged_once)
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    done = run(*command)
    assert len(calls) > 3
    assert (done.code, done.out) == (0, expected.out)
    assert "the index was corrupt; rebuilding it (a page is missing)" in done.err


def test_a_query_beside_the_batch_or_a_table_of_it_is_refused(run: Run) -> None:
    assert run("search", "海洋", "--batch").code == 2
    assert run("search", "--batch", "--format", "table").code == 2


def test_filters_hold_for_every_query(spawn: Spawn) -> None:
    rows = spawn("search", "--batch", "--topic", "business", "--fields", "id", stdin="海洋生产总值\n奇瑞\n").rows
    assert rows == [["海洋生产总值", ""], ["奇瑞", "business.chery"]]


def test_the_first_answer_comes_before_the_second_query() -> None:
    command = [sys.executable, "-m", "jimo_cli", "search", "--batch", "--fields", "id"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("海洋生产总值\n")
        process.stdin.flush()
        assert process.stdout.readline() == "海洋生产总值\tmarine.gross-product\n"
        process.stdin.write("口袋公园\n")
        process.stdin.close()
        assert process.stdout.readline() == "口袋公园\tlivelihood.pocket-parks\n"


def test_memory_does_not_grow_with_the_number_of_queries(tmp_path: Path) -> None:
    script = (
        "import resource, sys; from jimo_cli.__main__ import main; sys.argv = ['jimo', 'search', '--batch']; main();"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    peaks = []
    for count in (300, 3000):
        queries = tmp_path / f"{count}.txt"
        queries.write_text("".join(f"海洋{number}号项目\n" for number in range(count)), encoding="utf-8")
        with queries.open(encoding="utf-8") as file:
            done = subprocess.run(
                [sys.executable, "-c", script], stdin=file, capture_output=True, encoding="utf-8", check=True
            )
        peaks.append(int(done.stderr))
    assert peaks[1] < peaks[0] + 20_000  # KiB


def test_no_stdin_at_all_is_an_error_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    done = run("search", "--batch")
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
