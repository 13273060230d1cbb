"""Search a pack for the queries on stdin, within one process that holds nothing else: `python in_process.py PACK CACHE`.

Prints, as JSON, the milliseconds that each search took by the clock, and the memory in MB that all of them took.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from jimo_cli import Catalog
from jimo_cli.search import answers
from jimo_cli.store.filters import EVERY_FACT

_TODAY = "2026-01-01"
_FIRST = "海洋"
"""A query that loads what every search needs."""


def main() -> None:
    """Read the queries, search for each, print what it cost."""
    pack, cache = sys.argv[1:]
    queries = sys.stdin.read().split("\n")
    with Catalog([pack], cache=cache) as catalog:
        answers.ranked(catalog._store, _FIRST, EVERY_FACT, today=_TODAY)
        gc.collect()
        gc.freeze()  # what was loaded is no part of a search
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        times = []
        for query in queries:
            begun = time.perf_counter()
            answers.ranked(catalog._store, query, EVERY_FACT, today=_TODAY)
            times.append(1000 * (time.perf_counter() - begun))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"ms": times, "mb": grown / 1024}))


if __name__ == "__main__":
    main()
