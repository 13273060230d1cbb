"""What whole processes cost: CPU seconds, user and system, which another program on the machine disturbs least."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INSTALLED = Path(sys.executable).with_name("jimo")
JIMO = [str(INSTALLED)] if INSTALLED.exists() else [sys.executable, "-m", "jimo_cli"]
ROOT = Path(__file__).parents[2]


class Command(NamedTuple):
    """A command line, with what is written into its stdin, and how it may end."""

    argv: Sequence[str]
    stdin: str = ""
    codes: Sequence[int] = (0,)


def environment(cache: Path) -> dict[str, str]:
    """Return the environment of a process: this one's without what changes Python or jimo, and the cache."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JIMO_"))}
    return {**kept, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)}


def cpu(command: Command, env: Mapping[str, str]) -> float:
    """Return the CPU seconds of a process and those that it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command.argv, env=env, input=command.stdin, encoding="utf-8", stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    if done.returncode not in command.codes:
        raise subprocess.CalledProcessError(done.returncode, command.argv, stderr=done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratios(commands: Sequence[Command], env: Mapping[str, str], runs: int) -> list[float]:
    """Return how many times the CPU of `python -c pass` each command takes, in the median of paired runs."""
    floor = Command([sys.executable, "-c", "pass"])
    found: list[list[float]] = [[] for _ in commands]
    for command in commands:
        cpu(command, env)
    for _ in range(runs):
        least = cpu(floor, env)
        for number, command in enumerate(commands):
            found[number].append(cpu(command, env) / least)
    return [statistics.median(each) for each in found]


def apart(argv: Sequence[str]) -> list[str]:
    """Return a command line that starts another from a small process: its peak memory is else that of its parent."""
    return ["sh", "-c", '"$@"; exit $?', "sh", *argv]


def peak_mb(command: Command, env: Mapping[str, str]) -> tuple[float, float]:
    """Return the seconds that a command took by the clock, and its peak memory in MB."""
    script = (
        "import resource, subprocess, sys, time\n"
        "begun = time.perf_counter()\n"
        "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n"
        "spent = time.perf_counter() - begun\n"
        "print(spent, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, code)"
    )
    argv = apart([sys.executable, "-c", script, *command.argv])
    done = subprocess.run(argv, env=env, capture_output=True, text=True, check=True)
    spent, peak, code = done.stdout.split()
    if int(code) not in command.codes:
        raise subprocess.CalledProcessError(int(code), command.argv)
    return float(spent), float(peak)
