"""Rows go out as they are read: none waits for the last, no number of them takes memory, and damage costs none."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders import HEAD, Run, Stream, fact_text, make_pack, settle
from conftest import process_env

from jimo_cli.errors import StoreDamagedError
from jimo_cli.store import open_store
from jimo_cli.store.filters import Filters
from jimo_cli.store.sqlite import blocks
from jimo_cli.store.sqlite.facts import SqliteStore
from jimo_cli.store.sqlite.schema import BLOCK

COMMANDS = [["export"], ["list"], ["stats", "--format", "csv"], ["list", "--format", "json"]]


def _interrupted(monkeypatch: pytest.MonkeyPatch, after: int, do: Callable[[], None], times: int = 1) -> None:
    """Have something done once so many rows are read, as often as is said."""
    read, left = SqliteStore.stream, [do] * times

    def stream(self: SqliteStore, *args: object, **kwargs: object) -> Iterator[tuple[str | None, ...]]:
        for number, row in enumerate(read(self, *args, **kwargs)):  # type: ignore[arg-type]
            if number == after and left:
                left.pop()()
            yield row

    monkeypatch.setattr(SqliteStore, "stream", stream)


def _damaged() -> None:
    raise StoreDamagedError("a page is missing")


def _until_now() -> bytes:
    assert isinstance(sys.stdout, Stream)
    return sys.stdout.written.getvalue()


@pytest.mark.parametrize("argv", COMMANDS)
def test_the_first_row_goes_out_before_the_second_is_read(
    run: Run, monkeypatch: pytest.MonkeyPatch, argv: list[str]
) -> None:
    written: list[bytes] = []
    _interrupted(monkeypatch, 2, lambda: written.append(_until_now()))
    whole = run(*argv).out.encode()
    assert written[0]
    assert whole.startswith(written[0])
    assert len(written[0]) < len(whole)


@pytest.mark.parametrize("argv", COMMANDS)
@pytest.mark.parametrize("after", [0, 1, 9])
def test_damage_on_the_way_costs_a_rebuild_and_no_row(
    run: Run, monkeypatch: pytest.MonkeyPatch, argv: list[str], after: int
) -> None:
    expected = run(*argv)
    _interrupted(monkeypatch, after, _damaged)
    done = run(*argv)
    assert (done.code, done.out) == (0, expected.out)
    assert done.err == "jimo: the index was corrupt; rebuilding it (a page is missing)\n"


def test_rows_that_have_changed_by_then_are_an_error(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + "".join(fact_text(f"a{at}", value=at) for at in range(30))})
    file = pack / "t.toml"
    argv = ["export", "--facts", str(pack)]
    whole = run(*argv).out

    def changed() -> None:
        file.write_text(file.read_text(encoding="utf-8").replace("value = 3\n", "value = 333\n"), encoding="utf-8")
        _damaged()

    _interrupted(monkeypatch, 20, changed)
    done = run(*argv)
    assert done.code == 2
    assert whole.startswith(done.out)
    assert "too early: the fact files were changed while it was written; run it again" in done.err


def test_damage_again_and_again_is_an_error_and_no_row_comes_twice(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run("export").out
    _interrupted(monkeypatch, 20, _damaged, times=9)
    done = run("export")
    assert done.code == 2
    assert whole.startswith(done.out)
    assert "too early: the index was corrupt once more (a page is missing)" in done.err


def _table(rows: int, more: str = "") -> dict[str, str]:
    years = "".join(f'["{1000 + at % 1000}", "第{at // 1000}县", {at}],' for at in range(rows))
    columns = 'columns = ["time_period", "reference_area", "value"]'
    return {"t.toml": f'{HEAD}{more}[series.s]\nlabel = "x"\n{columns}\nrows = [{years}]\n'}


def test_memory_does_not_grow_with_the_number_of_rows(tmp_path: Path) -> None:
    script = (
        "import sys, tracemalloc; from jimo_cli.__main__ import main; tracemalloc.start(); main();"
        "print(tracemalloc.get_traced_memory()[1], file=sys.stderr)"
    )
    peaks = []
    for count in (5_000, 20_000):
        pack = str(make_pack(tmp_path / str(count), _table(count)))
        settle()
        for _ in range(2):  # the first builds the index
            command = [sys.executable, "-c", script, "export", "--facts", pack]
            done = subprocess.run(command, env=process_env(tmp_path), capture_output=True, encoding="utf-8", check=True)
        assert done.stdout.count("\n") == count
        peaks.append(int(done.stderr))
    assert peaks[1] < 1.5 * peaks[0]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(area=("青岛市",)),
        Filters(within=("青岛市", "火星")),
        Filters(days=(("0900-01-01", "0900-12-31"),)),
        Filters(kinds=("policy",)),
        Filters(area=("火星",)),
    ],
    ids=["area", "within", "period", "kind", "nothing"],
)
def test_few_facts_are_found_without_reading_the_others(tmp_path: Path, filters: Filters) -> None:
    rare = fact_text("rare", kind="policy", reference_area="青岛市", time_period="0900")
    steps = []
    for count in (1_000, 20_000):
        store = open_store([str(make_pack(tmp_path / str(count), _table(count, rare)))], None)
        assert isinstance(store, SqliteStore)
        done: list[int] = []
        store._db.set_progress_handler(lambda done=done: done.append(1), 10)  # type: ignore[misc]
        found = [row[0] for row in store.stream(["id"], filters)]
        assert found == ([] if "火星" in filters.area else ["t.rare"])
        steps.append(len(done))
        store.close()
    assert steps[1] <= 1.5 * steps[0] + 10


@pytest.mark.parametrize("step", [1, 2, 3, 7])
def test_many_blocks_apart_are_few_stretches_in_order_that_have_them_all(step: int) -> None:
    apart = set(range(0, 5_000 * step, step))
    found = blocks._joined(apart)
    assert len(found) <= blocks._MOST_STRETCHES
    ends = [end for stretch in found for end in stretch]
    assert ends == sorted(ends)
    covered = {at // BLOCK for first, last in found for at in range(first, last + 1, BLOCK)}
    assert apart <= covered
