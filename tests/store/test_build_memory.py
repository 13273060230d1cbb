"""What a build holds in memory does not grow with the facts: they are sorted and their names kept on disk."""

from __future__ import annotations

import gc
import os
import sys
import tracemalloc
from pathlib import Path

import pytest
from builders import HEAD, fact_text, make_pack

from jimo_cli import Catalog
from jimo_cli.store.sqlite import write_facts
from jimo_cli.store.sqlite.write_facts import IndexWriter

OF_A_FILE = 50


def _peak(directory: Path, files: int) -> int:
    """Build a pack of so many files, each fact with names and a frame of its own; return the most bytes at a time."""
    made = {
        f"t{at}.toml": HEAD
        + "".join(fact_text(f"a{row}", label=f"货物{at}之{row}", unit=f"个{row}", value=at) for row in range(OF_A_FILE))
        for at in range(files)
    }
    pack = make_pack(directory, made)
    gc.collect()
    tracemalloc.start()
    Catalog([pack], cache=directory / "cache").close()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_the_names_of_all_facts_are_not_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_facts, "_NAMES_AT_HAND", 100)
    _peak(tmp_path / "first", 2)  # what is imported and remembered once
    few, many = (_peak(tmp_path / str(files), files) for files in (40, 120))
    assert many - few < 100 * 80 * OF_A_FILE


@pytest.mark.skipif(sys.platform != "linux", reason="open files are not listed here")
def test_what_is_sorted_is_in_a_file_beside_the_index_and_gone_with_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()
    finish = IndexWriter.finish

    def watched(writer: IndexWriter) -> None:
        links = (Path("/proc/self/fd", fd) for fd in os.listdir("/proc/self/fd"))
        seen.update(str(link.readlink()) for link in links if link.is_symlink())
        finish(writer)

    monkeypatch.setattr(IndexWriter, "finish", watched)
    rows = "".join(f"{at},{at}\n" for at in range(1000, 150_000))
    series = '[series.s]\nlabel = "x"\ntable = "s.csv"\n'
    pack = make_pack(tmp_path / "pack", {"t.toml": HEAD + series, "s.csv": f"reference_area,value\n{rows}"})
    cache = tmp_path / "that's a cache"
    Catalog([pack], cache=cache).close()
    assert [path for path in seen if path.startswith(f"{cache}/etilqs")]
    assert {path.suffix for path in cache.iterdir()} <= {".sqlite", ".lock", ".note"}
