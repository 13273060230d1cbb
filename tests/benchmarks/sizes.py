"""What jimo costs over a pack of one size: `measured` returns each figure of `FIGURES` that applies."""

from __future__ import annotations

import gc
import itertools
import json
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "search"), str(HERE.parents[1])]

import made_up  # noqa: E402
from asked import Asker  # noqa: E402
from labelled import HELD_OUT  # noqa: E402
from make_pack import FIRST_YEAR  # noqa: E402
from processes import JIMO, Command, apart, cpu, environment, peak_mb, ratios  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from labelled import Asked

PERIODS = 10
FACTS_A_FILE = 1_000
EVERY = 0
"""In place of a size: an aim that holds at each."""

_OF_EACH_KIND = 20
_CHECKS, _CHANGES = 20, 5
_FEW, _MANY = 50, 1_000


class Figure(NamedTuple):
    """A figure of a pack: with what of it the figure is to grow, the decimals that are printed, the aim by size."""

    name: str
    grows_with: str
    decimals: int
    aims: Mapping[int, str]


FIGURES = [
    Figure("build, facts a second", "-", 0, {EVERY: ">= 35000"}),
    Figure("build, CPU µs a fact", "-", 1, {}),
    Figure("build, peak of the process, MB", "log facts", 0, {EVERY: "<= 300"}),
    Figure("build, peak of a worker, MB", "facts of a file", 0, {EVERY: "<= 300"}),
    Figure("index, bytes a fact", "-", 1, {EVERY: "<= 105"}),
    Figure("check of unchanged files, ms", "files", 2, {10_000_000: "<= 30"}),
    Figure("one file changed, s", "bytes of the index", 3, {EVERY: "<= 1"}),
    Figure("get, x python", "files", 2, {EVERY: "<= 5"}),
    Figure("search, exact, x python", "files", 2, {EVERY: "<= 5"}),
    Figure("search, fuzzy, x python", "files", 2, {}),
    Figure("search --batch, one line, x python", "files", 2, {}),
    Figure("get -, one line, x python", "files", 2, {}),
    Figure("a wrong id, x python", "files", 2, {}),
    Figure("list --period, 5 rows, x python", "files", 2, {}),
    Figure("a topic that may be several, x python", "files", 2, {}),
    Figure("a table of 20 rows, x python", "files", 2, {}),
    Figure("search of any kind, p50 ms", "log facts", 2, {EVERY: "<= 1.5"}),
    Figure("search of any kind, p99 ms", "log facts", 1, {1_000_000: "<= 10", 10_000_000: "<= 25"}),
    Figure("search of any kind, slowest ms", "log facts", 1, {EVERY: "<= 60"}),
    Figure("memory taken by the searches, MB", "log facts", 0, {EVERY: "<= 40"}),
    Figure("fuzzy queries a CPU-second", "log labels", 0, {100_000: ">= 700", 1_000_000: ">= 300"}),
    Figure("fuzzy queries a second, all cores", "log labels", 0, {}),
    Figure("export, facts a second", "-", 0, {EVERY: ">= 124000"}),
    Figure("export, peak MB", "-", 0, {EVERY: "<= 60"}),
]


def measured(facts: int, home: Path, runs: int) -> dict[str, float]:
    """Return the figures of a pack of so many facts, which is made in `home` where it is not there yet.

    The index is built anew.
    """
    pack = home / f"pack-{facts}"
    labels = facts // PERIODS
    if not pack.exists():
        subprocess.run(
            [sys.executable, str(HERE / "make_pack.py"), str(pack), f"--labels={labels}", f"--periods={PERIODS}",
             f"--files={max(1, facts // FACTS_A_FILE)}"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    cache = home / f"cache-{facts}"
    env = environment(cache)
    asker = Asker(made_up.make(labels), HELD_OUT, PERIODS)
    queries = [asked.text for asked in [*asker.there(_OF_EACH_KIND), *asker.absent(_OF_EACH_KIND)]]
    return {
        **built(pack, facts, cache, env),
        **_of_files(pack, cache),
        **_of_processes(pack, env, runs),
        **_exported(pack, facts, env),
        **_of_searches(pack, queries, cache, env),
        **_of_batches(pack, asker, env),
    }


def built(pack: Path, facts: int, cache: Path, env: Mapping[str, str]) -> dict[str, float]:
    """Return what building the index of a pack costs."""
    for earlier in (cache / "jimo").glob("index-*"):
        earlier.unlink()
    script = (
        "import resource, sys, time\n"
        "from jimo_cli import Catalog\n"
        "begun = time.perf_counter()\n"
        "Catalog([sys.argv[1]]).close()\n"
        "spent = time.perf_counter() - begun\n"
        "own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))\n"
        "cpu = sum(used.ru_utime + used.ru_stime for used in (own, others))\n"
        "print(spent, cpu, own.ru_maxrss / 1024, others.ru_maxrss / 1024)"
    )
    done = subprocess.run(
        apart([sys.executable, "-c", script, str(pack)]), env=env, capture_output=True, text=True, check=True
    )
    spent, used, own, others = map(float, done.stdout.split())
    (index,) = (cache / "jimo").glob("*.sqlite")
    return {
        "build, facts a second": facts / spent,
        "build, CPU µs a fact": 1e6 * used / facts,
        "build, peak of the process, MB": own,
        "build, peak of a worker, MB": others,
        "index, bytes a fact": index.stat().st_size / facts,
    }


def _of_processes(pack: Path, env: Mapping[str, str], runs: int) -> dict[str, float]:
    """Return what whole processes cost that look something up."""
    where = ["--facts", str(pack)]
    first = subprocess.run(
        [*JIMO, "list", "--limit", "1", "--fields", "id,label", *where],
        env=env, capture_output=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    fact_id, label = first.rstrip("\n").split("\t")
    misspelt = label[:2] + "鸟" + label[3:]
    year = str(FIRST_YEAR)

    def jimo(*argv: str, stdin: str = "", codes: Sequence[int] = (0,)) -> Command:
        return Command([*JIMO, *argv, *where], stdin, codes)

    commands = {
        "get, x python": jimo("get", fact_id),
        "search, exact, x python": jimo("search", label),
        "search, fuzzy, x python": jimo("search", misspelt, codes=(0, 1)),
        "search --batch, one line, x python": jimo("search", "--batch", stdin=f"{label}\n"),
        "get -, one line, x python": jimo("get", "-", stdin=f"{fact_id}\n"),
        "a wrong id, x python": jimo("get", f"{fact_id}x", codes=(1,)),
        "list --period, 5 rows, x python": jimo("list", "--period", year, "--limit", "5"),
        "a topic that may be several, x python": jimo("list", "统计表", "--limit", "5", codes=(0, 1, 2)),
        "a table of 20 rows, x python": jimo("list", "--format", "table", "--limit", "20"),
    }
    return dict(zip(commands, ratios([*commands.values()], env, runs), strict=True))


def _exported(pack: Path, facts: int, env: Mapping[str, str]) -> dict[str, float]:
    command = Command([*JIMO, "export", "--facts", str(pack)])
    spent, peak = peak_mb(command, env)
    return {"export, facts a second": facts / spent, "export, peak MB": peak}


def _of_searches(pack: Path, queries: Sequence[str], cache: Path, env: Mapping[str, str]) -> dict[str, float]:
    """Return what searches cost within a process."""
    done = subprocess.run(
        apart([sys.executable, str(HERE / "in_process.py"), str(pack), str(cache / "jimo")]),
        env=env, input="\n".join(queries), capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    spent = json.loads(done.stdout)
    times = sorted(spent["ms"])
    return {
        "search of any kind, p50 ms": times[len(times) // 2],
        "search of any kind, p99 ms": times[int(len(times) * 0.99)],
        "search of any kind, slowest ms": times[-1],
        "memory taken by the searches, MB": spent["mb"],
    }


def _of_files(pack: Path, cache: Path) -> dict[str, float]:
    """Return what it costs to see that no file changed, and to take up one that did."""
    from jimo_cli import Catalog

    def look_up() -> None:
        Catalog([pack], cache=cache / "jimo").close()

    gc.collect()
    gc.freeze()
    opened = [_seconds(look_up) for _ in range(_CHECKS)]
    return {
        "check of unchanged files, ms": 1000 * statistics.median(opened),
        "one file changed, s": _changed(pack, look_up),
    }


def _seconds(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def _changed(pack: Path, look_up: Callable[[], object]) -> float:
    """Return the seconds that a look-up takes after one file changed, which is left as it was."""
    files = sorted(pack.glob("table-*.toml"))
    file = files[len(files) // 2]
    text = file.read_text(encoding="utf-8")
    times = []
    try:
        for number in range(_CHANGES):
            file.write_text(text.replace("value = ", f"value = {number + 1}", 1), encoding="utf-8")
            times.append(_seconds(look_up))
            time.sleep(0.1)
    finally:
        file.write_text(text, encoding="utf-8")
        look_up()
    return statistics.median(times)


def _of_batches(pack: Path, asker: Asker, env: Mapping[str, str]) -> dict[str, float]:
    """Return how many fuzzy queries a batch answers, as the difference between many and few."""
    queries = list(fuzzy(asker, _MANY))
    few, many = (
        Command([*JIMO, "search", "--batch", "--facts", str(pack)], "\n".join(asked), (0, 1))
        for asked in (queries[:_FEW], queries)
    )
    used = cpu(many, env) - cpu(few, env)
    spent = _seconds(lambda: cpu(many, env)) - _seconds(lambda: cpu(few, env))
    count = len(queries) - _FEW
    return {"fuzzy queries a CPU-second": count / used, "fuzzy queries a second, all cores": count / spent}


def fuzzy(asker: Asker, count: int) -> Iterator[str]:
    """Yield so many queries of the harder kinds, all different; fewer where the labels give no more."""
    makers: list[Callable[[], Asked]] = [
        partial(asker.homophone, 1), partial(asker.homophone, 2), asker.lookalike, asker.dropped,
        asker.added, asker.swapped, asker.replaced, asker.letter,
    ]  # fmt: skip
    seen: set[str] = set()
    for make in itertools.islice(itertools.cycle(makers), 20 * count):
        if len(seen) == count:
            return
        query = make().text
        if query not in seen:
            seen.add(query)
            yield query
