"""Many look-ups in one process: a line in, a row out, at once and in order."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Self

import pytest
from builders import Run, Spawn
from conftest import process_env

from jimo_cli.errors import StoreDamagedError
from jimo_cli.resolve import MOST_SUGGESTED
from jimo_cli.store.sqlite.facts import SqliteStore
from jimo_cli.store.workers import processors


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


# ---- shared between processes

needs_two = pytest.mark.skipif(sys.platform != "linux" or processors() == 1, reason="no processes are started here")

_SHARED = """
import sys
from jimo_cli.commands import batch
from jimo_cli.__main__ import main
batch._WORTH_S, batch._SHARED_S = {worth}, 0.003
sys.argv[0] = "jimo"
sys.exit(main())
"""
_EVERYWHERE, _ALONE = _SHARED.format(worth="0"), _SHARED.format(worth="float('inf')")


def _batch(home: Path, script: str, argv: Sequence[str], stdin: bytes) -> tuple[int, bytes, bytes]:
    command = [sys.executable, "-c", script, *argv]
    done = subprocess.run(command, env=process_env(home), input=stdin, capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


def _mixed_lines(count: int) -> bytes:
    """Lines of every kind: ids with and without topic, wrong ones, names, figures, nothing, no text, too long."""
    kinds = [
        b"marine.gross-product", b"gross-product", b"marine.gross-produkt", b"nosuch.%d", b"", b"  ", b"\xff\xfe",
        "海洋生产总值".encode(), "营伤环境 %d".encode(), "345亿".encode(), b"business.chery\r", b"%d%%", b"a\tb",
    ]  # fmt: skip
    lines = [kind % number if b"%d" in kind else kind for number, kind in zip(range(count), cycle(kinds), strict=False)]
    lines[count // 2] = b"x" * 1_000_001
    lines[count // 3] = "很".encode() * 1_000_000
    return b"\xef\xbb\xbf" + b"\n".join(lines)


@needs_two
@pytest.mark.parametrize("argv", [["get", "-"], ["search", "--batch", "--format", "jsonl", "--limit", "3"]])
def test_processes_write_what_one_alone_does(tmp_path: Path, argv: list[str]) -> None:
    lines = _mixed_lines(5000 if argv[0] == "get" else 1000)
    alone = _batch(tmp_path, _ALONE, argv, lines)
    shared = _batch(tmp_path, _EVERYWHERE, argv, lines)
    assert shared == alone
    assert alone[0] == 0
    assert alone[2].count(b"is longer than 1000000 characters") == 1
    if argv[0] == "get":
        assert alone[2].count(b"the nearest are") <= MOST_SUGGESTED < alone[2].count(b"no fact has the id")


@needs_two
def test_the_first_wrong_ids_get_the_nearest_whoever_looks_them_up(tmp_path: Path) -> None:
    wrong = b"marine.gross-produkt\n" * (MOST_SUGGESTED + 5)
    lines = b"marine.gross-product\n" * 500 + wrong + b"marine.gross-product\n" * 500
    alone, shared = (_batch(tmp_path, script, ["get", "-"], lines) for script in (_ALONE, _EVERYWHERE))
    assert shared == alone
    assert shared[2].count(b"the nearest are") == MOST_SUGGESTED


class _Talk:
    """A batch that is talked to line by line."""

    def __init__(self, home: Path, script: str, *argv: str) -> None:
        command = [sys.executable, "-c", script, *argv]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, env=process_env(home), encoding="utf-8", **pipes)  # type: ignore[call-overload]

    def write(self, *lines: str) -> None:
        self.process.stdin.write("".join(f"{line}\n" for line in lines))
        self.process.stdin.flush()

    def read(self, count: int) -> list[str]:
        return [self.process.stdout.readline().rstrip("\n") for _ in range(count)]

    def helpers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text(encoding="utf-8").split()]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(60)


QUERIES = ["海洋生产总值", "口袋公园", "345亿", "hyscz", "量子引力波"]


@needs_two
def test_every_line_is_answered_at_once_also_where_others_are_shared(tmp_path: Path) -> None:
    with _Talk(tmp_path, _EVERYWHERE, "search", "--batch", "--fields", "id") as talk:
        for few in (QUERIES[:1], QUERIES * 40, QUERIES[1:2], QUERIES[2:3], QUERIES * 30, QUERIES[:2]):
            talk.write(*few)
            assert [line.partition("\t")[0] for line in talk.read(len(few))] == few
        assert talk.helpers()


@needs_two
@pytest.mark.parametrize("killed", [1, 99])
def test_killed_helpers_lose_no_line(tmp_path: Path, killed: int) -> None:
    lines = QUERIES * 40
    with _Talk(tmp_path, _EVERYWHERE, "search", "--batch", "--fields", "id") as talk:
        talk.write(*lines)
        expected = talk.read(len(lines))
        talk.write(*lines * 10)
        assert talk.read(100) == expected[:100]
        helpers = talk.helpers()
        for helper in helpers[:killed]:
            os.kill(helper, signal.SIGKILL)
        assert talk.read(len(lines) * 10 - 100) == (expected * 10)[100:]
        talk.write(QUERIES[0])
        assert talk.read(1) == expected[:1]
    assert helpers
    assert talk.process.returncode == 0


@needs_two
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL, None])
def test_no_helper_outlives_a_batch(tmp_path: Path, end: signal.Signals | None) -> None:
    with _Talk(tmp_path, _EVERYWHERE, "search", "--batch", "--fields", "id") as talk:
        talk.write(*QUERIES * 40)
        talk.read(len(QUERIES) * 40)
        helpers = talk.helpers()
        if end:
            talk.process.send_signal(end)
            talk.process.wait(60)
    assert helpers
    assert talk.process.returncode == (0 if end is None else 130 if end == signal.SIGINT else -end)
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{helper}").exists() for helper in helpers) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(Path(f"/proc/{helper}").exists() for helper in helpers)


@needs_two
def test_a_batch_goes_on_where_nobody_reads_on(tmp_path: Path) -> None:
    with _Talk(tmp_path, _EVERYWHERE, "search", "--batch", "--fields", "id") as talk:
        talk.write(*QUERIES * 200)
        talk.read(1)
        talk.process.stdout.close()
    assert talk.process.returncode == 0


@needs_two
@pytest.mark.parametrize("damage", ["elsewhere", "everywhere"])
def test_damage_that_a_helper_meets_costs_no_line(tmp_path: Path, damage: str) -> None:
    lines = "".join(f"{query}\n" for query in QUERIES * 40).encode()
    argv = ["search", "--batch", "--fields", "id"]
    expected = _batch(tmp_path, _ALONE, argv, lines)
    damaged = f"""
import os
from jimo_cli.errors import StoreDamagedError
from jimo_cli.store.sqlite.facts import SqliteStore
read, own, here = SqliteStore.rows_at, os.getpid(), {damage == "everywhere"}
def damaged(self, *args, **kwargs):
    global here
    if os.getpid() != own or (here and args):
        here = False
        raise StoreDamagedError("a page is missing")
    return read(self, *args, **kwargs)
SqliteStore.rows_at = damaged
"""
    code, out, err = _batch(tmp_path, damaged + _EVERYWHERE, argv, lines)
    assert (code, out) == expected[:2]
    assert err.count(b"\n") == (1 if damage == "everywhere" else 0)


def test_a_short_batch_starts_no_process(tmp_path: Path) -> None:
    forbidden = "import os\ndel os.fork\n"
    lines = "".join(f"{query}\n" for query in QUERIES * 4).encode()
    script = forbidden + _SHARED.format(worth="batch._WORTH_S")
    code, out, err = _batch(tmp_path, script, ["search", "--batch"], lines)
    assert (code, out.count(b"\n"), err) == (0, len(QUERIES) * 4, b"")


@pytest.mark.parametrize("length", [1_000_000, 1_000_001])
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_only_a_line_that_is_longer_than_the_longest_is_cut(tmp_path: Path, length: int, end: str) -> None:
    lines = f"海洋\r{'很' * length}{end}".encode()
    code, out, err = _batch(tmp_path, _ALONE, ["get", "-"], lines)
    assert code == 1
    assert [len(line) for line in out.decode().splitlines()][1] == (length + 1 if length == 1_000_000 else 502)
    assert ("line 2 of stdin is longer" in err.decode()) == (length > 1_000_000)
