"""What the tests of faults share: how many trials to run, how they are counted, how an answer is judged."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

from conftest import process_env

FULL = os.environ.get("JIMO_FUZZ") == "full"
REPORT = os.environ.get("JIMO_FUZZ_REPORT")  # a test finds no such variable in its environment
JIMO = [sys.executable, "-P", "-m", "jimo_cli"]
SEED = 20241123

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
        self._record("trials", self._trials)
        self._record("failures", len(self._failures))

        if REPORT:
            with Path(REPORT).open("a", encoding="utf-8") as file:
                file.write(f"{self._what}\t{self._trials}\t{len(self._failures)}\n")
        assert self._trials
        assert not self._failures, self._failures[:5]
