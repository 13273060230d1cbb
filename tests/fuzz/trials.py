"""What the tests in this directory share: how many trials to run, how they are counted and judged."""

import os
import random
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

from conftest import process_env

FULL = os.environ.get("JIMO_FUZZ") == "full"
REPORT = os.environ.get("JIMO_FUZZ_REPORT")  # a test finds no such variable in its environment
JIMO = [sys.executable, "-P", "-m", "jimo_cli"]
SEED = 20241123
SECONDS = 5
# On a busy machine a process waits for others as well.
PATIENCE_S = SECONDS * 8
MEGABYTES = 500

T = TypeVar("T")
Record = Callable[[str, object], None]


def trials(short: int, full: int) -> int:
    """Return how many trials to run now."""
    return full if FULL else short


def some(cases: Sequence[T], short: int) -> list[T]:
    """Return all cases, or so many of them picked for a short run."""
    return list(cases) if FULL or len(cases) <= short else random.Random(SEED).sample(cases, short)


class Done(NamedTuple):
    """How a process ended."""

    code: int
    out: bytes
    err: bytes

    @property
    def noise(self) -> int:
        """How many lines stderr got."""
        return self.err.count(b"\n")

    def is_right(self, expected: bytes, *, warnings: int = 1, code: int = 0) -> bool:
        """Whether this is the answer, with no more warnings than that."""
        return (self.code, self.out) == (code, expected) and self.noise <= warnings and b"Traceback" not in self.err


def jimo(home: Path, *argv: str, env: Mapping[str, str | None] | None = None) -> Done:
    """Run a command line with that home."""
    done = subprocess.run([*JIMO, *argv], env=process_env(home, env), capture_output=True, timeout=120, check=False)
    return Done(done.returncode, done.stdout, done.stderr)


def counted(record: Record, what: str, trials: int, failures: Sequence[object]) -> None:
    """Tell how many trials there were, to pytest and to the file that gathers the counts."""
    record("trials", trials)
    record("failures", len(failures))
    if REPORT:
        with Path(REPORT).open("a", encoding="utf-8") as file:
            file.write(f"{what}\t{trials}\t{len(failures)}\n")


def peak_mb() -> int:
    """How many MB this process took at most; `ru_maxrss` counts that of the process it was forked from too."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s*([0-9]+) kB", status.read_text(encoding="ascii"))
        if found:
            return int(found[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def failures_of(trials: Sequence[T], work: Callable[..., None], batch: int, *given: object) -> Iterator[str]:
    """Yield what went wrong in trials that a process of their own makes: an error, a hang or too much memory.

    `work` takes so many of them at once, what is `given`, and a line on which it tells of each what
    went wrong, "" if nothing did, and how many MB it took so far. What it is at when it ends, or is
    ended, has failed; the rest goes on in another process.
    """
    waiting = list(trials)
    while waiting:
        now, listener, told = waiting[:batch], *get_context("spawn").Pipe(duplex=False)
        worker = get_context("spawn").Process(target=work, args=(now, *given, told))
        worker.start()
        told.close()
        done = 0
        with listener:
            while done < len(now):
                try:
                    error, peak = listener.recv()
                except EOFError:
                    yield f"{now[done]}: ended, or took longer than {PATIENCE_S} s"
                    done += 1
                    break
                if error or peak > MEGABYTES:
                    yield f"{now[done]}: {error or f'took {peak} MB'}"
                done += 1
                if peak > MEGABYTES:
                    worker.kill()
                    break
        worker.join()
        waiting = waiting[done:]


class Count:
    """Counts the trials of one kind of fault, and tells at the end of the `with` how many failed."""

    def __init__(self, what: str, record_property: Record) -> None:
        self._what, self._record = what, record_property
        self._trials = 0
        self._failures: list[str] = []

    def see(self, right: object, about: object) -> None:
        """Take the outcome of a trial; what it was about is told where it failed."""
        self._trials += 1
        if not right:
            self._failures.append(str(about))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: object, *_: object) -> None:
        if error is not None:
            return
        counted(self._record, self._what, self._trials, self._failures)
        assert self._trials
        assert not self._failures, self._failures[:5]
