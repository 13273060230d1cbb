"""What facts, queries, names and errors hold is only shown: nothing of it acts on a terminal or in a spreadsheet.

`JIMO_FUZZ=full` runs the full number of trials; without it a short run with the same seeds. A trial
that fails names its seed: `hostile(Random(seed))` begins with the same text.
"""

import csv
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import time
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from builders import Run, csv_rows, lines_of, make_pack
from trials import FULL, Record, counted

from jimo_cli import Catalog
from jimo_cli.fields import FIELDS, SEPARATOR
from jimo_cli.output.lines import FORMATS
from jimo_cli.packs import values

TRIALS = 10_000 if FULL else 80
PACKS = 50 if FULL else 1
CELLS = 100_000 if FULL else 2_000
WIDTHS = (120, 80, 40)

# ---- what may stand in a text

MARKUP = (
    "[red]",
    "[/red]",
    "[/]",
    "[bold red on blue]x[/]",
    "[link=https://a.example]b[/link]",
    ":smile:",
    "[",
    "\\[a]",
)
HARMFUL = (
    "\x1b[31m",
    "\x1b[5;8;41m",
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]8;;https://a.example\x1b\\link\x1b]8;;\x1b\\",
    "\x1bP1$r0m\x1b\\",
    "\x1b(0",
    "\x1bc",
    "\x1b",
    "\x9b31m",
    "\x90q\x9c",
    "\x85",
    "\x7f",
    "\x07",
    "\x08\x08\x08",
    "\r",
    "\r\n",
    "\n",
    "\t",
    "\v\f",
    "\x00",
    "\x0e\x0f",
    "\u2028",
    "\u2029",
    "\u202a\u202b\u202d\u202e",
    "\u202e",
    "\u202c",
    "\u2066\u2067\u2068",
    "\u2069",
    "\u200e\u200f\u061c",
)
ODD = (
    "\u200b\u200c\u200d\u2060\ufeff",
    "\U000e0001\U000e0041\U000e007f",
    "\ufe0e\ufe0f\U000e0100",
    "a" + "\u0301\u0489\u20dd" * 8,
    "👩‍👩‍👧‍👦",
    "🇨🇳🇨",
    "ﷺ꧅𒐫",
    "שלום",
    "ｶﾞ",
    "각",
    "ไทย",
    "\u00ad\u034f\u115f\u3164\uffa0",
    "\ufff9\ufffa\ufffb\ufffc",
)
PLAIN = ("海洋", "Marine output", "345", "-7", "a b", "=1+1", "'", '"', "|", "\\", "%s", "{0}", "货物吞吐量" * 8)


def hostile(rng: Random) -> str:
    """Return a text that tries to act on what shows it; never blank."""
    parts = [rng.choice((PLAIN, HARMFUL, HARMFUL, ODD, MARKUP)) for _ in range(rng.randrange(1, 5))]
    return "x" + "".join(rng.choice((rng.choice(each), "")) for each in parts) + rng.choice(HARMFUL)


STYLES = re.compile(r"\x1b\[(?:[01234]|3[56]|[12];3[56])(?:;[01234])*m")
"""The styles of our tables: bold, dim, italic, underlined, cyan, magenta, and back."""


def acts(char: str) -> bool:
    """Whether a character may do something else to a terminal than stand there."""
    turns = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return (
        unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(char) in turns
        or char in "\u200e\u200f\u061c"
    )


def what_acts(written: str, *, fields: bool = False) -> str:
    """Return the characters of what was written that act, without line ends and, between `fields`, tabs."""
    rest = STYLES.sub("", written).replace("\n", "")
    return "".join(dict.fromkeys(filter(acts, rest.replace("\t", "") if fields else rest)))


def cells_of(line: str) -> int:
    """Return how wide a line is on a terminal.

    What a joiner joins to an emoji takes no room of its own, nor do fillers, which Unicode has ignored.
    """
    shown = re.sub("\u200d[^ -~]|[\u3164\uffa0]", "", STYLES.sub("", line))
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in shown
        if unicodedata.category(char) not in {"Mn", "Me", "Cf"} and not "\u1160" <= char <= "\u11ff"
    )


def _toml(value: str) -> str:
    return '"' + "".join(f"\\U{ord(char):08x}" for char in value) + '"'


def _texts(rng: Random) -> str:
    return f"[{', '.join(_toml(hostile(rng)) for _ in range(rng.randrange(1, 3)))}]"


def hostile_pack(directory: Path, seed: int) -> Path:
    """Write a pack of which every text is hostile; its figures are as plain as the schema has them."""
    rng = Random(seed)
    key = _toml(hostile(rng))
    lines = ["[topic]", f"label = {_toml(hostile(rng))}", f"label_en = {_toml(hostile(rng))}", f"source = {key}"]
    for slug in "abcd":
        lines += [f"[fact.{slug}]", 'kind = "statistic"', f"value = {rng.choice(('345', '-7.75', '1200000', '0.10'))}"]
        lines += [f"{name} = {_toml(hostile(rng))}" for name in ("label", "label_en", "unit", "reference_area")]
        lines += [f"{name} = {_toml(hostile(rng))}" for name in ("description", "description_en", "as_written")]
        lines += [f"aliases = {_texts(rng)}", f"parts = {_texts(rng)}", 'time_period = "2024-S1"']
        lines += [f"locator = {{ section = {_toml(hostile(rng))}, paragraph = 3 }}"]
        lines += ['of = "a"', 'aspect = "share"'] if slug == "b" else []
    work = [f"[{key}]", f"title = {_toml(hostile(rng))}", f"author = [{{ literal = {_toml(hostile(rng))} }}]"]
    work += [f"container-title = {_toml(hostile(rng))}", f"issued = {_toml(hostile(rng))}"]
    return make_pack(directory, {"t.toml": "\n".join(lines), "sources.toml": "\n".join(work)})


@pytest.fixture
def _let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loader refuses control characters; here they come into the index all the same."""
    monkeypatch.setattr(values, "_CONTROL", re.compile(r"(?!)"))


class Asked(NamedTuple):
    """A command line and how wide the terminal is."""

    argv: tuple[str, ...]
    width: int = 80

    @property
    def has_fields(self) -> bool:
        return any(form in self.argv for form in ("tsv", "csv")) or self.argv[0] == "get"


def command_lines() -> Iterator[Asked]:
    """Yield every command in every format, language and width."""
    commands = (
        ("topics",),
        ("stats",),
        ("list",),
        ("search", "x"),
        ("search", "345"),
        ("show", "a", "t.b"),
        ("export",),
    )
    for command in commands:
        for form in FORMATS:
            for lang in ("en", "zh"):
                for width in WIDTHS if form == "table" else (80,):
                    yield Asked((*command, "--format", form, "--lang", lang), width)
    for width in WIDTHS:
        fields = ("label,as_written,source", ",".join(FIELDS))
        yield from (Asked(("list", "--format", "table", "--fields", each), width) for each in fields)
    for form in set(FORMATS) - {"table"}:
        yield from (
            Asked(("get", "a", field, "--format", form)) for field in ("label", "as_written", "aliases", "source")
        )


@pytest.mark.usefixtures("_let_through")
def test_no_text_of_a_fact_acts_on_a_terminal(run: Run, tmp_path: Path, record_property: Record) -> None:
    failures: list[object] = []
    trials = 0
    for seed in range(PACKS):
        pack = str(hostile_pack(tmp_path / str(seed), seed))
        for asked in command_lines():
            trials += 1
            env = {"TERM": "xterm-256color"}
            ran = run(*asked.argv, "--facts", pack, terminal=True, width=asked.width, env=env)
            found = what_acts(ran.out, fields=asked.has_fields) + what_acts(ran.err)
            if ran.code not in {0, 1} or found or not (ran.out or ran.err):
                failures.append((seed, asked, ran.code, found, ran.err))
            if "table" in asked.argv:
                wide = max(map(cells_of, ran.out.split("\n")))
                failures += [(seed, asked, f"{wide} wide")] if wide > asked.width else []
    counted(record_property, "answers out of hostile facts", trials, failures)
    assert not failures, failures[:3]


@pytest.mark.usefixtures("_let_through")
def test_no_markup_in_a_fact_is_taken_for_one(run: Run, tmp_path: Path, record_property: Record) -> None:
    failures = []
    for at, markup in enumerate(MARKUP):
        body = f'[topic]\nlabel = {_toml(markup)}\nsource = "s"\n[fact.a]\nkind = "policy"\nlabel = {_toml(markup)}\n'
        body += f"description = {_toml(markup)}\naliases = [{_toml(markup)}]\nreference_area = {_toml(markup)}\n"
        sources = f"[s]\ntitle = {_toml(markup)}\n"
        pack = str(make_pack(tmp_path / str(at), {"t.toml": body, "sources.toml": sources}))
        for argv, times in ((("list",), 3), (("topics",), 1), (("show", "a"), 5), (("search", markup), 2)):
            out = run(*argv, "--format", "table", "--facts", pack, terminal=True, width=200).out
            if out.count(markup) < times and (argv[0] != "search" or out):
                failures.append((argv, markup, out))
    counted(record_property, "markup in facts", 4 * len(MARKUP), failures)
    assert not failures, failures[:3]


# ---- errors

ERRORS: tuple[tuple[str, ...], ...] = (
    ("search", "{}"),
    ("search", "--all", "{}"),
    ("search", "海洋", "--topic", "{}"),
    ("search", "海洋", "--period", "{}"),
    ("search", "海洋", "--area", "{}"),
    ("search", "海洋", "--kind", "{}"),
    ("search", "海洋", "--limit", "{}"),
    ("search", "海洋", "--format", "{}"),
    ("search", "海洋", "--lang", "{}"),
    ("search", "海洋", "--fields", "id,{}"),
    ("search", "海洋", "--{}"),
    ("search", "海洋", "--{}=1"),
    ("stats", "{}"),
    ("stats", "marine", "{}"),
    ("stats", "--topic", "{}"),
    ("list", "{}"),
    ("show", "{}"),
    ("show", "marine.{}"),
    ("get", "{}"),
    ("get", "marine.gross-product", "{}"),
    ("help", "{}"),
    ("{}",),
    ("--{}",),
    ("-{}",),
    ("topics", "--facts", "{}"),
    ("topics", "--facts", "/nowhere/{}"),
)
VARIABLES = (
    "JIMO_LANG",
    "JIMO_FACTS",
    "LANG",
    "LC_ALL",
    "COLUMNS",
    "TERM",
    "NO_COLOR",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
)


def test_no_word_of_a_command_line_acts_on_a_terminal(run: Run, record_property: Record) -> None:
    failures = []
    for seed in range(TRIALS):
        rng = Random(seed)
        said = hostile(rng).replace("\0", "") + rng.choice(("", "\udc9b31m", "\udcff"))
        words = rng.choice(ERRORS)
        env = {rng.choice(VARIABLES): rng.choice(("", "/nowhere/")) + hostile(rng).replace("\0", "")}
        if rng.random() < 0.7:
            env = {}
        try:
            ran = run(*(word.replace("{}", said) for word in words), terminal=True, env=env)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for
            failures.append((seed, words, env, repr(error)))
            continue
        found = what_acts(ran.out, fields=True) + what_acts(ran.err)
        if found or ran.code not in {0, 1, 2, 3}:
            failures.append((seed, words, env, f"{ran.code} {found!r} {ran.err!r}"))
    counted(record_property, "errors out of hostile words and variables", TRIALS, failures)
    assert not failures, failures[:3]


def test_no_problem_of_a_fact_file_acts_on_a_terminal(run: Run, tmp_path: Path, record_property: Record) -> None:
    failures = []
    many = TRIALS // 5
    for seed in range(many):
        rng = Random(seed)
        said = _toml(hostile(rng))
        body = rng.choice(
            (
                f"{said} = 1\n",
                f'[topic]\nlabel = "x"\n{said} = 1\n',
                f"[topic]\nlabel = {said}\n",
                f'[topic]\nlabel = "x"\n[fact.{said}]\nkind = 1\n',
                f'[topic]\nlabel = "x"\n[fact.a]\nkind = {said}\nsource = {said}\nof = {said}\nvalue = {said}\n',
                f'[topic]\nlabel = "x"\n[fact.a]\nkind = "policy"\nlabel = "x"\nsource = "s"\nof = {said}\naspect = "share"\n',
                f'[topic]\nlabel = "x"\n[fact.a]\nlocator = {{ {said} = 1 }}\naliases = [{said}]\ntime_period = {said}\n',
                f'[topic]\nlabel = "x"\n# {hostile(rng)}\n',
                f"{hostile(rng)}\n",
            )
        )
        name = rng.choice(("t.toml", "t.toml", f"{hostile(rng)}.toml")).replace("/", "").replace("\0", "")[-60:]
        works = rng.choice(('[s]\ntitle = "x"\n', f'[{said}]\ntitle = "x"\n', f"[s]\ntitle = {said}\n{said} = 1\n"))
        directory = tmp_path / f"{seed}{hostile(rng)}".replace("\0", "").replace("/", "")[:60]
        pack = make_pack(directory, {name: body.encode(errors="replace"), "sources.toml": works})
        ran = run("list", "--format", "table", "--facts", str(pack), terminal=True)
        found = what_acts(ran.out) + what_acts(ran.err)
        if found or ran.code not in {1, 3}:
            failures.append((seed, f"{ran.code} {found!r} {ran.err!r}"))
    counted(record_property, "problems out of hostile fact files", many, failures)
    assert not failures, failures[:3]


# ---- a terminal as the system has it


def on_terminal(argv: Sequence[str], width: int, env: dict[str, str]) -> str:
    """Run a command line with stdout and stderr on a terminal; return what that one was sent."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    command = [sys.executable, "-m", "jimo_cli", *argv]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=env) as process:
        os.close(theirs)
        sent = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            sent += piece
        os.close(ours)
    assert process.returncode in {0, 1, 2, 3}
    return sent.decode(errors="surrogateescape").replace("\r\n", "\n")


@pytest.mark.usefixtures("_let_through")
def test_a_real_terminal_gets_nothing_but_our_own_styles(tmp_path: Path, record_property: Record) -> None:
    failures = []
    pack = str(hostile_pack(tmp_path / "p\x1b[31m\u202e", 1))
    cache = tmp_path / "c"
    env = {**os.environ, "XDG_CACHE_HOME": str(cache), "LANG": "C.UTF-8", "COLORTERM": "truecolor"}
    time.sleep(0.1)  # what was written just now is read again by the next process
    with Catalog([pack], cache=cache / "jimo") as catalog:  # this process lets hostile text into the index
        assert not catalog.problems
    lines = [
        *command_lines(),
        *(Asked(tuple(word.replace("{}", "\x1b[31mx\u202e") for word in each)) for each in ERRORS),
    ]
    styled = 0
    for asked in lines if FULL else lines[:: len(lines) // 6]:
        sent = on_terminal([*asked.argv, "--facts", pack], asked.width, env)
        styled += "\x1b[" in sent
        if found := what_acts(sent, fields=asked.has_fields):
            failures.append((asked, found, sent))
        if "table" in asked.argv and (wide := max(map(cells_of, sent.split("\n")))) > asked.width:
            failures.append((asked, f"{wide} wide", sent))
    counted(record_property, "answers on a real terminal", len(lines) if FULL else 6, failures)
    assert styled
    assert not failures, failures[:3]


# ---- spreadsheets

LEADS = (
    "",
    " ",
    "  ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    '"',
    "'",
    "''",
    "\u3000",
    "\xa0",
    "\ufeff",
    "\u200b",
    " '",
    '" ',
    "; ",
    "a",
)
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%", "")
FORMULAS = (
    "1+1",
    'HYPERLINK("https://a.example","b")',
    "cmd|' /C calc'!A0",
    "SUM(A1:A9)",
    "1",
    "13.5",
    "1.2.3",
    "1e5",
    "7..5",
    "-1",
    "٣",
    "²",
    ".",
    "",
)  # fmt: skip


def _may_run(cell: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula: what OWASP lists, after blanks and quotes too."""
    if re.fullmatch(r"-[0-9]+(\.[0-9]*)?|-\.[0-9]+", cell):
        return False
    return bool(re.match("[\\s\"'\u200b\u200c\u200d\u2060\ufeff]*[=+\\-@＝＋－＠]|[\t\r\n]", cell))


def _led(cell: str) -> str:
    """A cell with an apostrophe before each part that may run, whatever a spreadsheet splits it at."""
    for separator in "\t\r\n":
        first, *rest = cell.split(separator)
        cell = separator.join([first, *(f"'{part}" if _may_run(part) else part for part in rest)])
    return ";".join(f"'{part}" if _may_run(part) else part for part in cell.split(";"))


def test_no_cell_of_a_csv_runs_and_none_is_changed_elsewhere(record_property: Record) -> None:
    rng = Random(0)
    failures = []
    cells = [lead + sign + formula for lead in LEADS for sign in SIGNS for formula in FORMULAS]
    cells += [rng.choice(LEADS) + hostile(rng) for _ in range(CELLS)]
    for cell in filter(None, cells):
        names = ("label", "value", "aliases")
        row = (cell, "-13.5", f"{cell}{SEPARATOR}b")
        _, read = csv.reader(
            io.StringIO("".join(f"{line}\r\n" for line in lines_of([row], names, "csv")), newline=""), strict=True
        )
        led = [_led(each) for each in (cell, "-13.5", f"{cell}; b")]
        jsonl = json.loads(lines_of([row], names, "jsonl")[0], parse_float=Decimal)
        exact = {"label": cell, "value": Decimal("-13.5"), "aliases": [cell, "b"]}
        tsv = lines_of([row], names, "tsv")[0].split("\t")
        as_it_is = re.sub("[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", " ", cell)
        if read != led or jsonl != exact or tsv != [as_it_is, "-13.5", f"{as_it_is}; b"]:
            failures.append((cell, read, jsonl, tsv))
    counted(record_property, "cells of spreadsheets", len(cells), failures)
    assert not failures, failures[:3]


def test_a_query_that_is_a_formula_is_defused_where_a_batch_answers_in_csv(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("=1+1\n\t=2\n-13.5\n"))
    out = run("search", "--batch", "--format", "csv", "--fields", "id").out
    assert [row[0] for row in csv_rows(out)] == ["query", "'=1+1", "'\t'=2", "-13.5"]
