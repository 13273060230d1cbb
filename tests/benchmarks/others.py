"""Others beside jimo: programs that look a name up in the bundled facts, and search engines over the same names."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from processes import ROOT, Command, ratios

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST_LABELS = 100_000
"""Over more names some of the engines take minutes a query."""

_RAPIDFUZZ = """
import sys, tomli
from pathlib import Path
from rapidfuzz import fuzz, process
facts = [
    (fact.get("label"), key, fact.get("value"))
    for path in Path(sys.argv[1]).glob("*.toml")
    for key, fact in tomli.loads(path.read_text(encoding="utf-8")).get("fact", {}).items()
]
print(process.extract(sys.argv[2], facts, scorer=fuzz.WRatio, processor=lambda fact: fact[0] if isinstance(fact, tuple) else fact, limit=5))
"""


def look_ups(env: Mapping[str, str], runs: int) -> None:
    """Print what a name costs that other programs look up in the files of the bundled facts."""
    facts, name = ROOT / "facts", "海洋生产总值"
    files = sorted(map(str, facts.glob("*.toml")))
    programs = {
        "grep -F": ["grep", "-F", "-A", "5", name, *files],
        "rg -F": ["rg", "--no-config", "-F", "-A", "5", name, *files],
        "awk": ["awk", f"/{name}/ {{ print FILENAME, $0 }}", *files],
        "fzf --filter": ["sh", "-c", f"cat {facts}/*.toml | fzf --filter={name}"],
        "a script with rapidfuzz and tomli": [sys.executable, "-c", _RAPIDFUZZ, str(facts), name],
    }
    there = {what: argv for what, argv in programs.items() if shutil.which(argv[0]) and _runs(argv)}
    commands = [Command(argv, codes=(0, 1)) for argv in there.values()]
    for what, ratio in zip(there, ratios(commands, env, runs), strict=True):
        print(f"{'beside it: ' + what:52} {ratio:>13.2f} x python", flush=True)
    for what in programs.keys() - there.keys():
        print(f"{'beside it: ' + what:52} {'not installed':>22}", flush=True)


def _runs(argv: Sequence[str]) -> bool:
    return subprocess.run(argv, capture_output=True, check=False).returncode in {0, 1}


def engines(labels: Sequence[int]) -> None:
    """Print how right and how fast search engines are with the same queries over the same names."""
    evaluate = str(ROOT / "tests" / "search" / "evaluate.py")
    for count in labels:
        if count <= _MOST_LABELS:
            print(f"\n{count} labels", flush=True)
            subprocess.run([sys.executable, evaluate, f"--labels={count}", "--peers"], check=True)
