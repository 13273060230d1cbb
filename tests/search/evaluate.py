"""Print how well queries of every kind are answered.

    python evaluate.py                        the labelled queries over the facts of the package
    python evaluate.py --labels 10000         made-up labels, made-up queries
    python evaluate.py --labels 100000 --periods 10 --seed 11 --file big.db
    python evaluate.py --pack DIR             made-up queries over a pack

"right first" counts a query whose best hit is right *and* is shown as an answer;
"in five" one with a right hit among the first five; "wrongly" one that is answered
with something else (for what is not there: at all). Times are wall clock in process.
"""

from __future__ import annotations

import argparse
import gc
import sqlite3
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

import made_up
import packs
import tomli
from labelled import HELD_OUT, Asked

from jimo_cli.grams import Grams
from jimo_cli.matcher import ANSWER, search

if TYPE_CHECKING:
    from collections.abc import Sequence


HERE = Path(__file__).parent
FACTS = HERE.parents[1] / "facts"


def written(rows: Sequence[packs.Row], path: Path = HERE.parent / "queries.toml") -> list[Asked]:
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


def ask(index: Grams, rows: Sequence[packs.Row], asked: Asked) -> Outcome:
    """Return what becomes of a query."""
    begun = time.perf_counter()
    matches = search(index, asked.text)
    spent = 1000 * (time.perf_counter() - begun)
    answered = matches.decision == ANSWER
    shown = "; ".join(map(repr, matches.hits[:2]))
    if asked.right is None:
        return Outcome(first=False, in_five=False, wrongly=answered, milliseconds=spent, shown=shown)
    right = [asked.right(rows[hit.label_id - 1]) for hit in matches.hits[:5]]
    first = bool(right) and right[0]
    return Outcome(first and answered, any(right), answered and not first, spent, shown)


def table(index: Grams, rows: Sequence[packs.Row], queries: Sequence[Asked], misses: int) -> dict[str, list[Outcome]]:
    """Print and return the outcomes by kind."""
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    gc.collect()
    gc.freeze()  # the made-up rows are not part of a search
    for asked in queries:
        outcome = ask(index, rows, asked)
        kind = asked.kind if asked.right else f"~ {asked.kind}"
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
    return outcomes


def _line(name: str, found: Sequence[Outcome]) -> str:
    count = len(found)
    if not count:
        return name
    times = sorted(outcome.milliseconds for outcome in found)
    shares = [
        sum(column) / count
        for column in ((o.first for o in found), (o.in_five for o in found), (o.wrongly for o in found))
    ]
    first, five = ("", "") if name[0] == "~" else (f"{shares[0]:.3f}", f"{shares[1]:.3f}")
    return (
        f"{name:16} {count:5} {first:>6} {five:>7} {shares[2]:7.3f}"
        f" {times[count // 2]:7.2f} {times[min(count - 1, int(count * 0.99))]:7.2f}"
    )


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
    options = parser.parse_args()
    rows = made_up.make(options.labels) if options.labels else packs.read_pack(options.pack or options.facts)
    begun = time.perf_counter()
    if options.file != ":memory:" and Path(options.file).exists():
        db = sqlite3.connect(f"file:{options.file}?mode=ro&immutable=1", uri=True)
    else:
        db = packs.index_rows(rows, options.file, options.periods)
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
    table(Grams(db), rows, queries, options.misses)


if __name__ == "__main__":
    main()
