"""Print how fast jimo is: `python bench.py [--labels N] [--periods N] [--files N] [--runs N] [--queries N]
[--keep DIR] [--peers]`.

Times of whole processes, by the installed command, are CPU seconds (user and system), as ratios to
`python -c pass` of the same interpreter, taken in turn with it; medians. What happens within a process is wall clock. Nothing is
asserted: machines differ, and a busy one has slow moments. With `--peers` others are asked the same
queries over the same names, where they are installed (`tests/search/peers.py` says which and how).
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "search"), str(HERE.parents[1])]

import made_up  # noqa: E402
from asked import Asker  # noqa: E402
from labelled import HELD_OUT  # noqa: E402
from make_pack import PLACES, YEARS, write_pack, write_series  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from labelled import Asked

SERIES = 300
INSTALLED = Path(sys.executable).with_name("jimo")
JIMO = [str(INSTALLED)] if INSTALLED.exists() else [sys.executable, "-m", "jimo_cli"]
SMALL = [
    ("get", ["get", "marine.gross-product"], 2.0),
    ("stats", ["stats", "marine"], 2.0),
    ("search, exact", ["search", "海洋生产总值"], 2.3),
    ("search, fuzzy", ["search", "营伤环境"], 2.5),
    ("table", ["stats", "marine", "--format", "table"], 10.0),
]


def row(what: str, figure: str, goal: str) -> None:
    """Print a line of the table."""
    print(f"{what:44} {figure:>22}   {goal}", flush=True)


def cpu(command: Sequence[str], env: Mapping[str, str], stdin: str | None = None) -> float:
    """Return the CPU seconds of a process and those that it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=env, input=stdin, text=True, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratios(commands: Sequence[Sequence[str]], env: Mapping[str, str], runs: int) -> list[float]:
    """Return how many times the CPU of an empty Python each command takes, in the median of paired runs."""
    found: list[list[float]] = [[] for _ in commands]
    for command in commands:
        cpu(command, env)
    for _ in range(runs):
        floor = cpu([sys.executable, "-c", "pass"], env)
        for number, command in enumerate(commands):
            found[number].append(cpu(command, env) / floor)
    return [statistics.median(each) for each in found]


def one_look_up(env: Mapping[str, str], runs: int) -> list[float]:
    """Print and return the ratios of the usual look-ups in the bundled facts."""
    measured = ratios([[*JIMO, *argv] for _, argv, _ in SMALL], env, runs)
    for (what, _, goal), ratio in zip(SMALL, measured, strict=True):
        row(f"one look-up: {what}", f"{ratio:.2f} x python", f"<= {goal:g}")
    return measured


def many_look_ups(env: Mapping[str, str]) -> None:
    """Print how many fuzzy queries a second one process answers."""
    import tomli

    kinds = {"homophone-1", "homophone-2", "lookalike", "dropped", "added", "swapped", "replaced", "pinyin-letter"}
    written = tomli.loads((HERE.parent / "search" / "queries.toml").read_text(encoding="utf-8"))["query"]
    queries = [entry["text"] for entry in written if entry["kind"] in kinds]
    few, many = "\n".join(queries[:1]), "\n".join(queries * 40)
    spent = cpu([*JIMO, "search", "--batch"], env, many) - cpu([*JIMO, "search", "--batch"], env, few)
    row("fuzzy queries a second, one core", f"{len(queries) * 40 / spent:.0f}", ">= 2000")


def first_build(pack: Path, facts: int, env: Mapping[str, str], goal: int) -> None:
    """Print what building the index of a large pack costs; `goal` is how many facts a second."""
    script = (
        "import resource, sys, time\n"
        "from jimo_cli import Catalog\n"
        "begun = time.perf_counter()\n"
        "Catalog([sys.argv[1]]).close()\n"
        "spent = time.perf_counter() - begun\n"
        "own, others = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))\n"
        "print(spent, own, others)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(pack)], env=env, capture_output=True, text=True, check=True
    )
    spent, own, others = map(float, done.stdout.split())
    (index,) = Path(env["XDG_CACHE_HOME"], "jimo").glob("*.sqlite")
    row("index build, facts a second", f"{facts / spent:.0f}", f">= {goal}")
    row("index build, peak of the process", f"{own:.0f} MB", "<= 300")
    row("index build, peak of a helper process", f"{others:.0f} MB", "")
    row("index file, bytes a fact", f"{index.stat().st_size / facts:.1f}", "<= 120")


def in_process(pack: Path, asker: Asker, env: Mapping[str, str]) -> None:
    """Print what looking up in a large pack costs within a process."""
    from jimo_cli import Catalog
    from jimo_cli.search import answers
    from jimo_cli.store.filters import EVERY_FACT

    cache = Path(env["XDG_CACHE_HOME"], "jimo")
    times = []
    for _ in range(20):
        begun = time.perf_counter()
        catalog = Catalog([pack], cache=cache)
        catalog.close()
        times.append(time.perf_counter() - begun)
    row("check of files that did not change", f"{1000 * statistics.median(times):.1f} ms", "<= 10")
    files = sorted(pack.glob("table-*.toml"))
    file = files[len(files) // 2]
    text = file.read_text(encoding="utf-8")
    times = []
    for number in range(5):
        file.write_text(text.replace("value = ", f"value = {number + 1}", 1), encoding="utf-8")
        begun = time.perf_counter()
        Catalog([pack], cache=cache).close()
        times.append(time.perf_counter() - begun)
        time.sleep(0.1)
    row("one of the files changed", f"{statistics.median(times):.2f} s", "<= 1")
    queries = [asked.text for asked in [*asker.there(20), *asker.absent(20)]]
    with Catalog([pack], cache=cache) as catalog:
        answers.ranked(catalog._store, "海洋", EVERY_FACT, today="2026-01-01")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        times = []
        for query in queries:
            begun = time.perf_counter()
            answers.ranked(catalog._store, query, EVERY_FACT, today="2026-01-01")
            times.append(1000 * (time.perf_counter() - begun))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    times.sort()
    row(f"search of any kind, p50 of {len(times)}", f"{times[len(times) // 2]:.1f} ms", "<= 1.5")
    row("search of any kind, p99", f"{times[int(len(times) * 0.99)]:.1f} ms", "<= 25")
    row("memory that the queries took", f"{grown:.0f} MB", "<= 40")


def large_against_small(pack: Path, env: Mapping[str, str], runs: int) -> None:
    """Print what a look-up costs in a large pack against the same in a pack of a hundred facts."""
    with tempfile.TemporaryDirectory() as small:
        write_pack(Path(small), labels=10, periods=10, files=1)
        commands = []
        for facts in (small, str(pack)):
            where = ["--facts", facts]
            first = subprocess.run(
                [*JIMO, "list", "--limit", "1", *where], env=env, capture_output=True, encoding="utf-8", check=True
            ).stdout.split("\t")
            commands += [[*JIMO, "get", first[0], *where], [*JIMO, "search", first[1], *where]]
        get, search, large_get, large_search = ratios(commands, env, runs)
    row("get, in all these facts against 100", f"{large_get / get:.2f} x", "<= 1.3")
    row("search of a name, likewise", f"{large_search / search:.2f} x", "<= 1.3")


def of_series(pack: Path, env: Mapping[str, str], runs: int) -> None:
    """Print what a million observations in tables cost."""
    count = SERIES * PLACES * YEARS
    if not pack.exists():
        write_series(pack, SERIES)
    print(f"\n{count} observations of {SERIES} series")
    first_build(pack, count, env, 100_000)
    get = [*JIMO, "get", "series-150", "--area", "第7县", "--period", "2020", "--facts", str(pack)]
    by_id = [*JIMO, "get", "topic-15.series-150@第7县@2020", "--facts", str(pack)]
    for what, ratio in zip(
        ("get, by its id", "get, by place and period"), ratios([by_id, get], env, runs), strict=True
    ):
        row(what, f"{ratio:.2f} x python", "<= 2" if what.endswith("id") else "")


def fuzzy(asker: Asker, count: int) -> Iterator[str]:
    """Yield so many queries, all different, of the kinds that `many_look_ups` asks."""
    makers: list[Callable[[], Asked]] = [
        partial(asker.homophone, 1), partial(asker.homophone, 2), asker.lookalike, asker.dropped,
        asker.added, asker.swapped, asker.replaced, asker.letter,
    ]  # fmt: skip
    seen: set[str] = set()
    for make in itertools.cycle(makers):
        if len(seen) == count:
            return
        query = make().text
        if query not in seen:
            seen.add(query)
            yield query


def memory_over(pack: Path, queries: Iterator[str], every: int, env: Mapping[str, str]) -> Iterator[float]:
    """Yield the memory, in MB, of one process after each so many queries."""
    command = [*JIMO, "search", "--batch", "--facts", str(pack)]
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin
        assert process.stdout
        asked = 0
        while few := list(itertools.islice(queries, min(100, every))):
            process.stdin.write("\n".join([*few, ""]))
            process.stdin.flush()
            for _ in few:
                process.stdout.readline()
            asked += len(few)
            if asked % every == 0:
                status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
                yield int(status.partition("VmRSS:")[2].split()[0]) / 1024
        process.stdin.close()


def memory_of_many(pack: Path, asker: Asker, count: int, env: Mapping[str, str]) -> None:
    """Print what the memory of a process comes to that answers so many queries."""
    if not Path("/proc/self/status").exists():
        return
    tenth, *_, last = memory_over(pack, fuzzy(asker, count // 10 * 10), count // 10, env)
    row(f"memory after {count} queries, against a tenth", f"{last:.0f} MB, {last / tenth:.2f} x", "<= 1.1")


def at_once(env: Mapping[str, str]) -> None:
    """Print how ten processes fare that meet without an index."""
    with tempfile.TemporaryDirectory() as cache:
        cold = {**env, "XDG_CACHE_HOME": cache}
        command = [*JIMO, "get", "marine.gross-product"]
        started = [subprocess.Popen(command, env=cold, stdout=subprocess.PIPE, text=True) for _ in range(10)]
        answers = [process.communicate()[0] for process in started]
        kept = list(Path(cache, "jimo").glob("*.sqlite"))
    right = answers.count("345\n")
    row("ten processes without an index at once", f"{right} right, {len(kept)} index", "10, 1")


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=int, default=100_000)
    parser.add_argument("--periods", type=int, default=10)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--queries", type=int, default=50_000, help="how many one process answers to see its memory")
    parser.add_argument("--peers", action="store_true", help="ask others as well, over the same names")
    parser.add_argument("--keep", type=Path, help="where to make the pack and the index, and leave them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = options.keep or Path(scratch)
        pack, cache = home / "pack", home / "cache"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JIMO_"))}
        env = {**kept, "XDG_CACHE_HOME": str(home / "cache-small"), "PYTHONPATH": str(HERE.parents[1])}
        one_look_up(env, options.runs)
        many_look_ups(env)
        at_once(env)
        facts = options.labels * options.periods
        if not pack.exists():
            write_pack(pack, labels=options.labels, periods=options.periods, files=options.files)
        print(f"\n{facts} facts over {options.labels} labels in {options.files} files")
        large = {**env, "XDG_CACHE_HOME": str(cache)}
        first_build(pack, facts, large, 20_000)
        asker = Asker(made_up.make(options.labels), HELD_OUT, options.periods)
        in_process(pack, asker, large)
        memory_of_many(pack, asker, options.queries, large)
        large_against_small(pack, large, options.runs)
        of_series(home / "series", env | {"XDG_CACHE_HOME": str(home / "cache-series")}, options.runs)
    if options.peers:
        size = [f"--labels={options.labels}", f"--periods={options.periods}"]
        subprocess.run([sys.executable, str(HERE.parent / "search" / "evaluate.py"), *size, "--peers"], check=True)


if __name__ == "__main__":
    main()
