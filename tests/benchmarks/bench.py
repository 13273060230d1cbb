"""Print how fast jimo is: `python bench.py [--sizes 1e4,1e5,1e6] [--runs N] [--queries N] [--peers] [--keep DIR]`.

One look-up in the bundled facts, then what every figure comes to as a pack grows, one column a size (`--sizes 1e4,1e7`
takes minutes, 24 GB of memory and 6 of disk). The exponent behind them is that of the growth from the first size to
the last: 0 does not grow, 1 grows as the facts do. Then a million observations in tables, and a million rows imported.

Times of whole processes, by the installed command, are CPU seconds (user and system), as ratios to
`python -c pass` of the same interpreter, taken in turn with it; medians. What happens within a process is wall clock.
Nothing is asserted: machines differ, and a busy one has slow moments. With `--peers` others look up beside it what
jimo does, in the same run: programs in the bundled facts, and search engines the same queries over the same names,
where they are installed (`tests/search/peers.py` says which and how).
"""

from __future__ import annotations

import argparse
import itertools
import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "search"), str(HERE.parents[1])]

import made_up  # noqa: E402
import others  # noqa: E402
import sizes  # noqa: E402
from asked import Asker  # noqa: E402
from labelled import HELD_OUT  # noqa: E402
from make_pack import PLACES, YEARS, write_series  # noqa: E402
from processes import JIMO, Command, cpu, environment, peak_mb, ratios  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SERIES = 300
SMALL = {
    "get": (["get", "marine.gross-product"], 0, 2.0),
    "stats": (["stats", "marine"], 0, 2.0),
    "stats --period": (["stats", "marine", "--period", "2024"], 0, 3.0),
    "stats, a topic by a part of its name": (["stats", "海洋"], 0, 3.0),
    "search, exact": (["search", "海洋生产总值"], 0, 2.3),
    "search, fuzzy": (["search", "营伤环境"], 0, 2.5),
    "search, English with a slip": (["search", "gross ocean prodct"], 0, 3.0),
    "search, a figure": (["search", "345亿"], 0, 3.0),
    "a wrong id": (["get", "marine.gros-product"], 1, 3.0),
    "--version": (["--version"], 0, 3.0),
    "--help": (["--help"], 0, 3.0),
    "stats --help": (["stats", "--help"], 0, 3.0),
    "a usage error": (["stats", "--perod", "2024"], 2, 3.0),
    "a table": (["stats", "marine", "--format", "table"], 0, 7.0),
}
"""Look-ups in the bundled facts: the command line, its exit code, the aim as a multiple of an empty Python."""


def row(what: str, figure: str, goal: str = "") -> None:
    """Print a line of the table."""
    print(f"{what:52} {figure:>22}   {goal}", flush=True)


def one_look_up(env: Mapping[str, str], runs: int) -> None:
    """Print the ratios of the usual look-ups in the bundled facts, and of a key that a shell asks about."""
    commands = [Command([*JIMO, *argv], codes=(code,)) for argv, code, _ in SMALL.values()]
    for (what, (_, _, goal)), ratio in zip(SMALL.items(), ratios(commands, env, runs), strict=True):
        row(f"one look-up: {what}", f"{ratio:.2f} x python", f"<= {goal:g}")
    line = {"_JIMO_COMPLETE": "complete_bash", "COMP_WORDS": "jimo get marine.g", "COMP_CWORD": "2"}
    [ratio] = ratios([Command(JIMO)], {**env, **line}, runs)
    row("one key: completion of an id", f"{ratio:.2f} x python", "<= 3")


def many_look_ups(env: Mapping[str, str]) -> None:
    """Print how many fuzzy queries a second of CPU are answered over the bundled facts."""
    import tomli

    kinds = {"homophone-1", "homophone-2", "lookalike", "dropped", "added", "swapped", "replaced", "pinyin-letter"}
    written = tomli.loads((HERE.parent / "search" / "queries.toml").read_text(encoding="utf-8"))["query"]
    queries = [entry["text"] for entry in written if entry["kind"] in kinds]
    few, many = (
        cpu(Command([*JIMO, "search", "--batch"], "\n".join(asked)), env) for asked in (queries[:1], queries * 40)
    )
    row("fuzzy queries a CPU-second", f"{len(queries) * 40 / (many - few):.0f}", ">= 2000")


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


# ---- as a pack grows


def growth(chosen: Sequence[int], home: Path, runs: int) -> None:
    """Print each figure over packs of several sizes: what it is to grow with, and the exponent that it grew by."""
    found = {}
    for facts in chosen:
        print(f"measuring {facts} facts...", file=sys.stderr, flush=True)
        found[facts] = sizes.measured(facts, home, runs)
    print()
    columns = "".join(f"{facts:>13,}" for facts in chosen)
    print(f"{'facts':44}{columns}   {'exponent':>8}  {'grows with':20} aim")
    for figure in sizes.FIGURES:
        values = [found[facts][figure.name] for facts in chosen]
        cells = "".join(f"{value:>13.{figure.decimals}f}" for value in values)
        aims = [f"{aim}{f' at {facts:,}' if facts else ''}" for facts, aim in figure.aims.items()]
        exponent = _exponent(chosen, values)
        print(f"{figure.name:44}{cells}   {exponent:>8}  {figure.grows_with:20} {', '.join(aims)}", flush=True)


def _exponent(chosen: Sequence[int], values: Sequence[float]) -> str:
    """Return the power of the number of facts that a figure grew by from the first size to the last."""
    if len(chosen) == 1 or min(values[0], values[-1]) <= 0:
        return ""
    return f"{math.log(values[-1] / values[0]) / math.log(chosen[-1] / chosen[0]):.2f}"


# ---- in tables, and for long


def of_series(home: Path, runs: int) -> None:
    """Print what a million observations in tables cost."""
    count, pack, cache = SERIES * PLACES * YEARS, home / "series", home / "cache-series"
    if not pack.exists():
        write_series(pack, SERIES)
    env = environment(cache)
    print(f"\n{count} observations of {SERIES} series")
    aims = {figure.name: figure.aims.get(sizes.EVERY, "") for figure in sizes.FIGURES}
    for name, value in sizes.built(pack, count, cache, env).items():
        row(name, f"{value:.1f}", ">= 100000" if name == "build, facts a second" else aims[name])
    where = ["--facts", str(pack)]
    looked_up = {
        "get, by its id": ["get", "topic-15.series-150@第7县@2020", *where],
        "get, by place and period": ["get", "series-150", "--area", "第7县", "--period", "2020", *where],
        "list of a place, 5 rows": ["list", "--area", "第7县", "--limit", "5", *where],
    }
    measured = ratios([Command([*JIMO, *argv]) for argv in looked_up.values()], env, runs)
    for name, ratio in zip(looked_up, measured, strict=True):
        row(name, f"{ratio:.2f} x python", "<= 2" if name.endswith("id") else "")
    spent, peak = peak_mb(Command([*JIMO, "export", *where]), env)
    row("export, facts a second", f"{count / spent:.0f}", ">= 124000")
    row("export, peak MB", f"{peak:.0f}", "<= 60")


def importing(home: Path) -> None:
    """Print what the import of a million rows costs, and the second one of the same rows."""
    source, facts = home / "rows.csv", home / "imported"
    series, years = 1_000, range(1024, 2024)
    with source.open("w", encoding="utf-8") as file:
        file.write("指标,地区,年份,单位,数值\n")
        for of, year in itertools.product(range(series), years):
            file.write(f"指标{of}产量,北京市,{year},万吨,{year * of % 9973}.{of % 90 + 10}\n")
    count, env = series * len(years), environment(home / "cache-imported")
    print(f"\n{count} rows imported")
    for what in ("the first time", "the second time"):
        command = Command([*JIMO, "import", str(source), "-o", str(facts / "rows.toml")])
        spent = cpu(command, env)
        row(f"import, {what}, rows a second of CPU", f"{count / spent:.0f}", ">= 100000" if "first" in what else "")
        if "first" in what:
            shutil.rmtree(facts)
        _, peak = peak_mb(command, env)
        row(f"import, {what}, peak MB", f"{peak:.0f}", "<= 150")
    shutil.rmtree(facts)


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


def memory_of_many(home: Path, facts: int, count: int) -> None:
    """Print what the memory of a process comes to that answers so many queries over a pack that was measured."""
    if not Path("/proc/self/status").exists():
        return
    asker = Asker(made_up.make(facts // sizes.PERIODS), HELD_OUT, sizes.PERIODS)
    queries, tenth = sizes.fuzzy(asker, count), count // 10
    taken = [*memory_over(home / f"pack-{facts}", queries, tenth, environment(home / f"cache-{facts}"))]
    if len(taken) > 1:
        asked = len(taken) * tenth
        row(
            f"memory after {asked} queries, against a tenth",
            f"{taken[-1]:.0f} MB, {taken[-1] / taken[0]:.2f} x",
            "<= 1.1",
        )


def _sizes(text: str) -> list[int]:
    return sorted(int(float(size)) for size in text.split(","))


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=_sizes, default=[10_000, 100_000, 1_000_000], help="facts of each pack")
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--queries", type=int, default=50_000, help="how many one process answers to see its memory")
    parser.add_argument("--peers", action="store_true", help="let others look up the same")
    parser.add_argument("--keep", type=Path, help="where to make the packs and their indexes, and leave them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = options.keep or Path(scratch)
        env = environment(home / "cache-small")
        one_look_up(env, options.runs)
        if options.peers:
            others.look_ups(env, options.runs)
        many_look_ups(env)
        at_once(env)
        growth(options.sizes, home, options.runs)
        if options.peers:
            others.engines([facts // sizes.PERIODS for facts in options.sizes])
        print()
        memory_of_many(home, options.sizes[-1], options.queries)
        of_series(home, options.runs)
        importing(home)


if __name__ == "__main__":
    main()
