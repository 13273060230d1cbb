"""Print how well queries of every kind are answered.

    python evaluate.py                        the labelled queries over the facts of the package
    python evaluate.py --labels 10000         made-up labels, made-up queries
    python evaluate.py --labels 100000 --periods 10 --seed 11 --file big.db
    python evaluate.py --pack DIR             made-up queries over a pack
    python evaluate.py [...] --peers          the same of others (see peers.py), and who is best where

"right first" counts a query whose best hit is right *and* is shown as an answer;
"in five" one with a right hit among the first five; "wrongly" one that is answered
with something else (for what is not there: at all). Times are wall clock in process.

Over many names the peers are slow: then they are asked so many queries of each kind,
the same for all, and what they are compared with is jimo's outcome of these queries.
"""

from __future__ import annotations

import argparse
import gc
import random
import sqlite3
import sys
import time
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

import made_up
import peers
import rows as base
import tomli
from labelled import HELD_OUT, Asked
from peers import Found

from jimo_cli.search import find as search
from jimo_cli.search.match import ANSWER
from jimo_cli.store.sqlite.names import SqliteNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from peers import Find


HERE = Path(__file__).parent
FACTS = HERE.parents[1] / "facts"
MANY = 100_000
"""Over so many names the peers are asked only a sample."""


def written(rows: Sequence[base.Row], path: Path = HERE / "queries.toml") -> list[Asked]:
    """Return the labelled queries of a file; a fact that they expect and nobody knows is an error."""
    known = {row.key for row in rows}
    found = []
    for entry in tomli.loads(path.read_text(encoding="utf-8"))["query"]:
        expected = frozenset(entry["expect"])
        if unknown := expected - known:
            raise LookupError(", ".join(sorted(unknown)))
        right = (lambda row, expected=expected: row.key in expected) if expected else None
        found.append(Asked(entry["kind"], entry["text"], right, ", ".join(sorted(expected))))
    return found


class Outcome(NamedTuple):
    """What became of one query."""

    first: bool
    in_five: bool
    wrongly: bool
    milliseconds: float
    shown: str


def kind_of(asked: Asked) -> str:
    """Return the kind of a query as a table names it."""
    return asked.kind if asked.right else f"~ {asked.kind}"


def jimo(index: SqliteNames, query: str) -> Found:
    """Return what jimo finds."""
    matches = search(index, query)
    return Found([(hit.label_id, hit) for hit in matches.hits[:5]], matches.decision == ANSWER)


def ask(index: SqliteNames, rows: Sequence[base.Row], asked: Asked) -> Outcome:
    """Return what becomes of a query."""
    return judge(partial(jimo, index), rows, asked)


def judge(find: Find, rows: Sequence[base.Row], asked: Asked) -> Outcome:
    """Return what becomes of a query that any engine is asked."""
    begun = time.perf_counter()
    hits, answered = find(asked.text)
    spent = 1000 * (time.perf_counter() - begun)
    shown = "; ".join(repr(hit) for _, hit in hits[:2])
    if asked.right is None:
        return Outcome(first=False, in_five=False, wrongly=answered, milliseconds=spent, shown=shown)
    right = [asked.right(rows[number - 1]) for number, _ in hits]
    first = bool(right) and right[0]
    return Outcome(first and answered, any(right), answered and not first, spent, shown)


def table(find: Find, rows: Sequence[base.Row], queries: Sequence[Asked], misses: int = 0) -> list[Outcome]:
    """Print the outcomes by kind, return them in the order of the queries."""
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    in_order = []
    gc.collect()
    gc.freeze()  # the made-up rows are not part of a search
    for asked in queries:
        outcome = judge(find, rows, asked)
        in_order.append(outcome)
        kind = kind_of(asked)
        outcomes[kind].append(outcome)
        missed = [o for o in outcomes[kind] if o.wrongly or (asked.right and not o.first)]
        if outcome in missed and len(missed) <= misses:
            print(f"  {kind}: {asked.text!r} for {asked.source!r}: {outcome.shown}")
    print(f"{'kind':16} {'n':>5} {'first':>6} {'in five':>7} {'wrongly':>7} {'p50 ms':>7} {'p99 ms':>7}")
    for kind, found in outcomes.items():
        print(_line(kind, found))
    there = [o for kind, found in outcomes.items() if kind[0] != "~" for o in found]
    absent = [o for kind, found in outcomes.items() if kind[0] == "~" for o in found]
    print(_line("all", there))
    print(_line("~ all", absent))
    print(_line("everything", there + absent))
    return in_order


def _line(name: str, found: Sequence[Outcome]) -> str:
    count = len(found)
    if not count:
        return name
    shares = [
        sum(column) / count
        for column in ((o.first for o in found), (o.in_five for o in found), (o.wrongly for o in found))
    ]
    first, five = ("", "") if name[0] == "~" else (f"{shares[0]:.3f}", f"{shares[1]:.3f}")
    return (
        f"{name:16} {count:5} {first:>6} {five:>7} {shares[2]:7.3f} {_slow(found, 0.5):7.2f} {_slow(found, 0.99):7.2f}"
    )


def _slow(found: Sequence[Outcome], share: float) -> float:
    """Return the milliseconds within which that share of the queries was done."""
    times = sorted(outcome.milliseconds for outcome in found)
    return times[min(len(times) - 1, int(len(times) * share))]


def sample(queries: Sequence[Asked], per: int, seed: int) -> list[int]:
    """Return the places of so many queries of each kind, in order, the same for the same seed."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, asked in enumerate(queries):
        places[kind_of(asked)].append(place)
    rnd = random.Random(seed)
    return sorted(place for found in places.values() for place in rnd.sample(found, min(per, len(found))))


def summary(queries: Sequence[Asked], engines: Mapping[str, Sequence[Outcome]]) -> list[str]:
    """Return the lines of a table of the right first by kind and engine; no outcomes: the engine is not installed."""
    there = [kind_of(asked) for asked in queries if asked.right]
    columns = [_column(queries, outcomes) for outcomes in engines.values()]
    names = ["queries asked", *dict.fromkeys(there), "all", "~ wrongly", "p50 ms", "p99 ms"]
    return [
        _cells("right first", engines),
        *(_cells(name, [column.get(name, "") for column in columns]) for name in names),
    ]


def _cells(name: str, cells: Iterable[str]) -> str:
    return f"{name:16}" + "".join(f" {cell:>13}" for cell in cells)


def _column(queries: Sequence[Asked], outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Return the cells of one engine by the name of their line."""
    if not outcomes:
        return {"queries asked": "not installed"}
    firsts: dict[str, list[bool]] = defaultdict(list)
    for asked, outcome in zip(queries, outcomes, strict=True):
        if asked.right:
            firsts[kind_of(asked)].append(outcome.first)
            firsts["all"].append(outcome.first)
        else:
            firsts["~ wrongly"].append(outcome.wrongly)
    return {
        "queries asked": str(len(outcomes)),
        **{name: f"{sum(found) / len(found):.3f}" for name, found in firsts.items()},
        "p50 ms": f"{_slow(outcomes, 0.5):.2f}",
        "p99 ms": f"{_slow(outcomes, 0.99):.2f}",
    }


def compare(rows: Sequence[base.Row], queries: Sequence[Asked], ours: Sequence[Outcome], per: int, seed: int) -> None:
    """Print the tables of the peers, and one of all; over many names only so many queries of each kind are asked."""
    names = peers.names_of(rows)
    places = range(len(queries)) if len(names) < MANY else sample(queries, per, seed)
    chosen = [queries[place] for place in places]
    engines = {"jimo": [ours[place] for place in places]}
    for peer in peers.PEERS:
        with peers.opened(peer, names) as find:
            print(f"\n{peer}{'' if find else ': not installed'}", flush=True)
            engines[peer] = table(find, rows, chosen) if find else []
    print(f"\n{len(names)} names, {len(chosen)} of {len(queries)} queries")
    print(*summary(chosen, engines), sep="\n", flush=True)


def main() -> None:
    """Read the arguments, make or open the index, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=int)
    parser.add_argument("--periods", type=int, default=1)
    parser.add_argument("--pack", type=Path)
    parser.add_argument("--facts", type=Path, default=FACTS, help="what queries.toml is about")
    parser.add_argument("--seed", type=int, default=HELD_OUT)
    parser.add_argument("--per", type=int, default=40)
    parser.add_argument("--file", default=":memory:")
    parser.add_argument("--misses", type=int, default=0, help="print so many misses of each kind")
    parser.add_argument("--peers", action="store_true", help="ask others as well")
    parser.add_argument("--sample", type=int, default=10, help=f"queries of each kind for peers over {MANY} names")
    options = parser.parse_args()
    rows = made_up.make(options.labels) if options.labels else base.read_pack(options.pack or options.facts)
    begun = time.perf_counter()
    if options.file != ":memory:" and Path(options.file).exists():
        db = sqlite3.connect(f"file:{options.file}?mode=ro&immutable=1", uri=True)
    else:
        db = base.index_rows(rows, options.file, options.periods)
    print(f"{len(rows)} labels, index in {time.perf_counter() - begun:.1f} s", flush=True)
    if options.file != ":memory:":
        size = Path(options.file).stat().st_size
        print(f"{size / 1e6:.1f} MB, {size / len(rows) / options.periods:.1f} bytes a fact")
    if options.labels or options.pack:
        from asked import Asker  # needs pypinyin and OpenCC

        asker = Asker(rows, options.seed, options.periods)
        queries = asker.there(options.per) + asker.absent(options.per)
    else:
        queries = written(rows)
    print(f"{len(queries)} queries", flush=True)
    ours = table(partial(jimo, SqliteNames(db)), rows, queries, options.misses)
    if options.peers:
        compare(rows, queries, ours, options.sample, options.seed)


if __name__ == "__main__":
    main()
