"""Processes that share the work of a build: losing them costs time and nothing else."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from multiprocessing import active_children, current_process
from pathlib import Path

import pytest

from jimo_cli.store.workers import WORTH_PROCESSES, shared, spread

pytestmark = pytest.mark.skipif(sys.platform != "linux" or os.cpu_count() == 1, reason="no processes are begun here")

LARGE = "x" * 300_000  # more than a pipe takes at once


def _who(item: int) -> tuple[int, int, str]:
    return item, os.getpid(), LARGE


def _fatal(item: int) -> tuple[int, str]:
    """Ends the process that works on the third item, unless that is the one that the test runs in."""
    if item == 3 and current_process().name != "MainProcess":
        os.kill(os.getpid(), signal.SIGKILL)
    return item, LARGE


def test_what_is_shared_comes_back_in_order_from_other_processes() -> None:
    found = list(shared(_who, range(20), WORTH_PROCESSES))
    assert [item for item, _, _ in found] == list(range(20))
    assert os.getpid() not in {process for _, process, _ in found}
    assert len({process for _, process, _ in found}) == os.cpu_count()
    assert active_children() == []


def test_little_work_is_not_shared() -> None:
    assert {process for _, process, _ in shared(_who, range(3), WORTH_PROCESSES - 1)} == {os.getpid()}


@pytest.mark.parametrize("items", [1, 4, 50])
def test_a_worker_that_the_system_ends_blocks_nothing(items: int) -> None:
    assert [item for item, _ in shared(_fatal, range(items), WORTH_PROCESSES)] == list(range(items))
    assert active_children() == []


def test_workers_killed_at_any_moment_hold_nothing_up() -> None:
    seen = []
    for number, (item, _, _) in enumerate(shared(_who, range(60), WORTH_PROCESSES)):
        seen.append(item)
        for helper in active_children() if number in {10, 30} else []:
            assert helper.pid
            os.kill(helper.pid, signal.SIGKILL)
    assert seen == list(range(60))


@pytest.mark.parametrize("allowed", [0, 1])
def test_where_no_process_can_be_begun_the_work_is_done_all_the_same(
    monkeypatch: pytest.MonkeyPatch, allowed: int
) -> None:
    left, fork = iter(range(allowed)), os.fork

    def limited() -> int:
        if next(left, None) is None:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return fork()

    monkeypatch.setattr(os, "fork", limited)
    assert [item for item, _, _ in shared(_who, range(20), WORTH_PROCESSES)] == list(range(20))
    assert active_children() == []


def test_an_error_of_the_work_is_raised() -> None:
    with pytest.raises(ZeroDivisionError), closing(shared(_inverse, [2, 1, 0, 3], WORTH_PROCESSES)) as found:
        list(found)
    assert active_children() == []


def _waiting(item: int, mark: Path) -> bool:
    """Works on the first item until another process has done the fourth."""
    if item == 3:
        mark.touch()
    deadline = time.monotonic() + 60
    while item == 0 and not mark.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    return mark.exists()


def test_a_long_item_keeps_no_other_worker_from_its_work(tmp_path: Path) -> None:
    work = partial(_waiting, mark=tmp_path / "mark")
    assert next(shared(work, range(10), WORTH_PROCESSES)) is True


def test_all_items_are_yielded_before_one_that_has_to_be_waited_for() -> None:
    seen: list[int] = []

    def items() -> Iterator[int | None]:
        for item in range(9):
            yield item
            if item % 3 == 2:
                yield None
                assert seen == [*range(item + 1)]

    for item, result in spread(_who, items()):
        assert result
        assert result[0] == item
        seen.append(item)
    assert seen == [*range(9)]


def test_a_worker_that_cannot_begin_leaves_all_items_undone() -> None:
    assert [*spread(_who, range(9), lambda: 1 / 0)] == [(item, None) for item in range(9)]
    assert active_children() == []


def _inverse(item: int) -> float:
    if item == 0 and current_process().name != "MainProcess":
        sys.stderr = None  # that a worker failed as well need not be seen
    return 1 / item


def test_an_interrupted_build_leaves_no_process() -> None:
    def interrupted() -> Iterator[int]:
        yield from range(5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), closing(shared(_who, interrupted(), WORTH_PROCESSES)) as found:
        list(found)
    assert active_children() == []
