"""What a build holds in memory does not grow with the facts: they are sorted and their names kept on disk."""

from __future__ import annotations

import gc
import os
import sys
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builders import HEAD, fact_text, make_pack

from jimo_cli import Catalog
from jimo_cli.store.sqlite import write_facts
from jimo_cli.store.sqlite.write_facts import IndexWriter
from jimo_cli.store.sqlite.write_series import SeriesWriter

if TYPE_CHECKING:
    from jimo_cli.model import Problem

OF_A_FILE = 50


def _peak(directory: Path, files: int) -> int:
    """Build a pack of so many files and return the most bytes at a time.

    Each fact has names and a frame of its own; all but the first of a file belong to that one.
    """
    made = {
        f"t{at}.toml": HEAD
        + "".join(
            fact_text(
                f"a{row}",
                label=f"货物{at}之{row}",
                unit=f"个{row}",
                value=at,
                **({"of": "a0", "aspect": "share"} if row else {}),
            )
            for row in range(OF_A_FILE)
        )
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


def test_the_links_of_all_facts_are_not_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    peaks = []
    link_facts, check_links = SeriesWriter.link_facts, SeriesWriter.check_links

    def linked(writer: SeriesWriter) -> list[Problem]:
        found = link_facts(writer)
        tracemalloc.reset_peak()
        peaks.append(-tracemalloc.get_traced_memory()[0])
        return found

    def checked(writer: SeriesWriter, *args: Any) -> None:  # as they are
        check_links(writer, *args)
        peaks[-1] += tracemalloc.get_traced_memory()[1]

    monkeypatch.setattr(SeriesWriter, "link_facts", linked)
    monkeypatch.setattr(SeriesWriter, "check_links", checked)
    for files in (2, 10, 40):
        _peak(tmp_path / str(files), files)
    assert peaks[2] - peaks[1] < 50 * 30 * OF_A_FILE, peaks


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
