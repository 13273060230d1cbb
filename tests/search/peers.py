"""Other ways to look a name up, to hold jimo against.

Each peer takes the names of the rows (label, English label and aliases, one string each)
and then any number of queries, just as they are; it gives the first five strings that it
finds, best first. Settings:

rapidfuzz   `process.extract` with `WRatio` over all names, limit 5. `default_process` is
            applied to the names once and ahead, and to each query. Answered from a score of 75.
fts5        SQLite's FTS5 in memory, tokenizer `trigram`, ordered by bm25. The words of a query
            are quoted one by one, and all must be there. Where no word has three characters,
            the tokenizer sees nothing: then LIKE, the shortest name first. Answered when
            anything is found.
fzf         `fzf --filter` in its default extended mode (all words must be there, their letters
            in order), case ignored, matching the name only. Answered when anything is found.
ripgrep     `rg -i -F -m 5` over a file of the names: the first five lines that hold the query,
            the shortest of them first. Answered when anything is found.
tantivy     An index in memory, grams of 2 to 3 characters in lower case, ordered by bm25.
            Found is what holds at least half of the query's grams, as any two names have some
            in common. Answered when anything is found.

fzf and ripgrep are started anew for each query, as from a command line, and that is part of
their time; the others answer within the process.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rapidfuzz import fuzz, process, utils

if TYPE_CHECKING:
    from rows import Row


LIMIT = 5
ENOUGH = 75
"""From this score on rapidfuzz counts as answering."""

Names = Sequence[tuple[int, str]]
"""Each name behind the number of its row."""


class Found(NamedTuple):
    """What an engine gives for a query: row numbers with what shows them, best first; whether it is an answer."""

    hits: Sequence[tuple[int, object]]
    answered: bool


Find = Callable[[str], Found]


class NotInstalledError(Exception):
    """A peer is not there."""


def names_of(rows: Sequence[Row]) -> Names:
    """Return all names of the rows, as they are written."""
    return [(row.label_id, name) for row in rows for name in (row.label, row.label_en, *row.aliases) if name]


@contextmanager
def by_rapidfuzz(names: Names) -> Iterator[Find]:
    """Give a search with rapidfuzz."""
    choices = [utils.default_process(name) for _, name in names]

    def find(query: str) -> Found:
        best = process.extract(utils.default_process(query), choices, scorer=fuzz.WRatio, limit=LIMIT)
        return Found([names[at] for _, _, at in best], bool(best) and best[0][1] >= ENOUGH)

    yield find


@contextmanager
def by_fts5(names: Names) -> Iterator[Find]:
    """Give a search with the full-text search of SQLite."""
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        try:
            db.execute("CREATE VIRTUAL TABLE name USING fts5(label UNINDEXED, text, tokenize='trigram')")
        except sqlite3.OperationalError as error:
            raise NotInstalledError from error
        db.executemany("INSERT INTO name VALUES (?, ?)", names)
        db.execute("INSERT INTO name(name) VALUES ('optimize')")

        def find(query: str) -> Found:
            where, wanted = _sql(query)
            hits = db.execute(f"SELECT label, text FROM name WHERE {where} LIMIT {LIMIT}", (wanted,)).fetchall()
            return Found(hits, bool(hits))

        yield find


def _sql(query: str) -> tuple[str, str]:
    """Return the condition and order of a query, and the value that it takes."""
    if any(len(word) >= 3 for word in query.split()):
        return "name MATCH ? ORDER BY rank", " ".join('"' + word.replace('"', '""') + '"' for word in query.split())
    escaped = query
    for special in "\\%_":
        escaped = escaped.replace(special, "\\" + special)
    return "text LIKE ? ESCAPE '\\' ORDER BY length(text), rowid", f"%{escaped}%"


@contextmanager
def by_fzf(names: Names) -> Iterator[Find]:
    """Give a search with the filter of fzf."""
    command = [_program("fzf"), "-i", "--delimiter=\t", "--with-nth=2.."]

    def find(query: str) -> Found:
        with path.open("rb") as lines:
            shown = _output([*command, f"--filter={query}"], lines)
        hits = [(int(number), name) for number, _, name in (line.partition("\t") for line in shown[:LIMIT])]
        return Found(hits, bool(hits))

    with _written(f"{number}\t{name}" for number, name in names) as path:
        yield find


@contextmanager
def by_ripgrep(names: Names) -> Iterator[Find]:
    """Give a search with ripgrep."""
    command = [_program("rg"), "--no-config", "-i", "-F", "-m", str(LIMIT), "--line-number", "--color=never"]

    def find(query: str) -> Found:
        shown = _output([*command, "-e", query, str(path)])
        hits = [names[int(line.partition(":")[0]) - 1] for line in shown]
        hits.sort(key=lambda hit: len(hit[1]))
        return Found(hits, bool(hits))

    with _written(name for _, name in names) as path:
        yield find


def _program(name: str) -> str:
    """Return where a program is."""
    if path := shutil.which(name):
        return path
    raise NotInstalledError(name)


@contextmanager
def _written(lines: Iterator[str]) -> Iterator[Path]:
    """Give a file of the lines for as long as it is needed."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "names.txt")
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
        yield path


def _output(command: Sequence[str], lines: Any = subprocess.DEVNULL) -> list[str]:
    """Return the lines that a program prints; that it finds nothing is no error, anything worse is."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("FZF_")}
    ran = subprocess.run(command, stdin=lines, capture_output=True, env=environment, check=False)
    if ran.returncode > 1:
        ran.check_returncode()
    return ran.stdout.decode().split("\n")[:-1]


@contextmanager
def by_tantivy(names: Names) -> Iterator[Find]:
    """Give a search with tantivy."""
    try:
        tantivy = importlib.import_module("tantivy")
    except ImportError as error:
        raise NotInstalledError from error
    cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 3)).filter(tantivy.Filter.lowercase()).build()
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("at", stored=True)
    builder.add_text_field("name", tokenizer_name="grams", index_option="freq")
    schema = builder.build()
    index = tantivy.Index(schema)
    index.register_tokenizer("grams", cut)
    writer = index.writer(num_threads=1)
    for at, (_, name) in enumerate(names):
        writer.add_document(tantivy.Document(at=at, name=name))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def find(query: str) -> Found:
        grams = sorted(set(cut.analyze(query)))
        if not grams:
            return Found([], answered=False)
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "name", gram, index_option="freq"))
            for gram in grams
        ]
        wanted = tantivy.Query.boolean_query(terms, minimum_number_should_match=(len(terms) + 1) // 2)
        best = searcher.search(wanted, limit=LIMIT, count=False).hits
        hits = [names[searcher.doc(address)["at"][0]] for _, address in best]
        return Found(hits, bool(hits))

    yield find


PEERS: dict[str, Callable[[Names], AbstractContextManager[Find]]] = {
    "rapidfuzz": by_rapidfuzz,
    "fts5": by_fts5,
    "fzf": by_fzf,
    "ripgrep": by_ripgrep,
    "tantivy": by_tantivy,
}


@contextmanager
def opened(peer: str, names: Names) -> Iterator[Find | None]:
    """Give the search of a peer over the names, nothing if it is not installed."""
    with contextlib.ExitStack() as stack:
        find = None
        with contextlib.suppress(NotInstalledError):
            find = stack.enter_context(PEERS[peer](names))
        yield find
