"""Hostile queries: whatever is asked, an answer or an error with a hint, in time, and the index stays as it is.

`JIMO_FUZZ=full` runs the full number of trials; without it a short run with the same seeds. A trial
that fails names its seed: `query(seed)` gives the query again.
"""

import faulthandler
import resource
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest
from trials import FULL, PATIENCE_S, SECONDS, Record, counted, failures_of, peak_mb

from jimo_cli import Catalog
from jimo_cli.errors import JimoError

TRIALS = 10_000 if FULL else 120
LONG = 1_000_000
# The longest argument that Linux takes is 128 KiB.
ARGUMENT = 100_000
MESSAGE = 2_000
EVERY = 100
BATCH = 2_500

# ---- what may be asked

NAMES = (
    "海洋生产总值|海洋GDP|hyscz|haiyang shengchan|ocean GDP|345亿元|营商环境|即墨区|marine.gross-product|2024-S1".split(
        "|"
    )
)
SYNTAX = (
    """
"a" OR b*|NEAR(a b, 2)|label:海洋|^海洋|a AND NOT b|"|""|(|((|)|*|a*|- a|+a|{a b}:c|col : a|a NEAR b|"海洋" + "总值"
'; DROP TABLE fact; --|' OR '1'='1|%|_|%%|\\|\\\\|;|--|/*|*/|NULL|1e999|?|?1|:a|@a|$a|x'00'|0x7f|' UNION SELECT 1|,|[a]
[red]a[/red]|[/]|[link=https://a]b|:smile:|../../etc/passwd|$(id)|`id`|${HOME}|%s|%n|{0}|{}|--all|-1|-5%|−5|=1+1|~|<|>
多少|多少人|哪|几|占|占比|百分之|百分之多少|的|数|第|三年|下降|增长了多少|什么时候|为什么|how|what is the|how many|in|of
S1|2024-|/2024|P0Y/2024|2024/..|../2024|9999-12-31|0000|24-06|2024-13|2024-02-30|-S2|上半年|第一季度|5至|至6个月|万亿|亿|点
.|..|...|1.|.1|1..2|1.2.3|1,2|1,234|,1|一|〇|零|十|百十|一百百|两|千千万|九成|三成半|约|超|不足|余|hu4 li3|a1|1a|lü4
""".strip()
    .replace("\n", "|")
    .split("|")
)
BLOCKS = (
    (0x00, 0x20), (0x20, 0x7F), (0x7F, 0x180), (0x300, 0x370), (0x370, 0x600), (0x5D0, 0x700), (0x900, 0xE80),
    (0x1100, 0x1200), (0x1E00, 0x2000), (0x2000, 0x2070), (0x2070, 0x2C00), (0x2E80, 0x3100), (0x3400, 0x4DC0),
    (0x4E00, 0xA000), (0x4E00, 0xA000), (0xAC00, 0xD7B0), (0xD800, 0xE000), (0xE000, 0xF900), (0xF900, 0xFB00),
    (0xFB00, 0xFF00), (0xFE00, 0xFE10), (0xFF00, 0x10000), (0x10000, 0x11000), (0x1D400, 0x1D800), (0x1F000, 0x1FB00),
    (0x20000, 0x2A6E0), (0xE0000, 0xE0200), (0x10FF00, 0x110000), (0, 0x110000),
)  # fmt: skip
SPECIAL = (
    "\0\n\r\t\x1b\x7f\x85\xad\u061c\u200b\u200d\u200e\u202e\u2028\u2066\ufe0f\ufeff\ufffd\uffff\ud800\udfff\U000e0041"
)


def _characters(rng: Random) -> str:
    first, end = rng.choice(BLOCKS)
    return "".join(chr(rng.randrange(first, end)) for _ in range(rng.choice((1, 2, 3, 8, 40, 200))))


def _near_a_name(rng: Random) -> str:
    name = rng.choice(NAMES)
    at = rng.randrange(len(name) + 1)
    return name[:at] + rng.choice((rng.choice(SPECIAL), _characters(rng), "")) + name[at + rng.randrange(3) :]


def _numeral(rng: Random) -> str:
    return "".join(
        rng.choice("0123456789.,-%％０９零一二两九十百千万亿点成至到~余多年月个元") for _ in range(rng.randrange(1, 30))
    )


def query(seed: int) -> str:
    """Return a query, the same one for the same seed."""
    rng = Random(seed)
    kinds: tuple[Callable[[], str], ...] = (
        lambda: _characters(rng),
        lambda: _near_a_name(rng),
        lambda: _numeral(rng),
        lambda: rng.choice(SYNTAX),
        lambda: rng.choice(SPECIAL) * rng.choice((1, 3, 1000)),
    )
    parts = [rng.choice(kinds)() for _ in range(rng.choice((1, 1, 2, 3, 6)))]
    asked = rng.choice(("", " ", "\t", "。")).join(parts)
    return asked * rng.choice((2, 50, 1000)) if rng.random() < 0.05 else asked


AGAIN = [
    *'a19九〇 .-"(%的哪\t\0\ud800İﷺ🙂\u0301\u200d\u202e',
    *(
        "1.",
        "1,111,",
        "2024-",
        "2024-06/",
        "P3Y/2024 ",
        "百分之",
        "五至六",
        "千百",
        "请问",
        "是多少",
        "占",
        "即墨区",
        "hu4 li3 ",
    ),
    *(
        "海洋生产总值",
        "海洋生产总值 ",
        "haiyang",
        "gross marine ",
        "marine.gross-product",
        "a* OR ",
        "NEAR(",
        "'; --",
        "..",
        "/..",
    ),
]


def long_queries(size: int) -> Iterator[str]:
    """Yield queries of so many characters: one thing again and again, and noise."""
    for part in AGAIN:
        yield (part * (size // len(part) + 1))[:size]
    for first, end in BLOCKS:
        noise = Random(first)
        block = "".join(chr(noise.randrange(first, end)) for _ in range(1000))
        yield (block * (size // len(block) + 1))[:size]


# ---- asking, in a process of its own


def ways(catalog: Catalog) -> dict[str, Callable[[str], object]]:
    """Return everything of the Python interface that takes a text of the user's."""
    return {
        "search": catalog.search,
        "search all": lambda asked: catalog.search(asked, below=True, limit=None),
        "search in a topic": lambda asked: catalog.search("海洋", topic=asked),
        "search in a period": lambda asked: catalog.search("海洋", period=asked),
        "search in a place": lambda asked: catalog.search("海洋", area=asked),
        "search among kinds": lambda asked: catalog.search("海洋", kinds=(asked,)),
        "get": catalog.get,
        "stats of a topic": lambda asked: catalog.stats(topic=asked),
        "stats of a period": lambda asked: catalog.stats(period=asked),
        "stats of a place": lambda asked: catalog.stats(area=asked),
        "rows of an id": lambda asked: catalog._store.rows_with_ids(("id",), (asked,)),
        "source": catalog.source,
    }


def wrong_with(ask: Callable[[str], object], asked: str) -> str:
    """Return what goes wrong with a query, "" for an answer or an error with its hint."""
    try:
        ask(asked)
    except JimoError as error:
        fine = error.message and error.hint and len(str(error)) < MESSAGE
        return "" if fine else f"an error of {len(str(error))} characters: {error!s:.200}"
    except Exception:  # noqa: BLE001  # whatever it is, it is what is looked for
        return traceback.format_exc()
    return ""


def work(trials: Sequence[int], cache: str, told: Connection) -> None:
    """Ask the queries of those seeds, or the long ones of those places before 0; tell of each what is wrong."""
    with Catalog(cache=cache) as catalog:
        for trial in trials:
            asked = query(trial) if trial >= 0 else next(islice(long_queries(LONG), -trial - 1, None))
            found = []
            for way, ask in ways(catalog).items():
                faulthandler.dump_traceback_later(PATIENCE_S, exit=True)
                begun = time.process_time()
                if wrong := wrong_with(ask, asked):
                    found.append(f"{way}: {wrong}")
                faulthandler.cancel_dump_traceback_later()
                if (took := time.process_time() - begun) > SECONDS:
                    found.append(f"{way}: took {took:.1f} s")
            told.send(("\n".join(found), peak_mb()))


def _kept(cache: Path) -> dict[str, str]:
    with Catalog(cache=cache):
        return {path.name: sha256(path.read_bytes()).hexdigest() for path in cache.iterdir()}


def test_no_query_ends_in_a_traceback_or_a_hang_or_changes_the_index(tmp_path: Path, record_property: Record) -> None:
    before = _kept(tmp_path)
    failures = list(failures_of(range(TRIALS), work, BATCH, str(tmp_path)))
    counted(record_property, "queries, each asked in 12 ways", TRIALS, failures)
    assert not failures, "\n".join(failures[:5])
    assert _kept(tmp_path) == before


def test_no_query_is_too_long(tmp_path: Path, record_property: Record) -> None:
    before = _kept(tmp_path)
    trials = range(-1, -1 - len(AGAIN) - len(BLOCKS), -1 if FULL else -9)
    failures = list(failures_of(trials, work, BATCH, str(tmp_path)))
    counted(record_property, "queries of 1,000,000 characters", len(trials), failures)
    assert not failures, "\n".join(failures[:5])
    assert _kept(tmp_path) == before


# ---- the command line


def jimo(*argv: bytes, stdin: bytes = b"") -> tuple[int, str, float]:
    """Run a command line; return its exit code, what it wrote to stderr, and the seconds that it computed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"jimo_cli", *argv],
        input=stdin,
        capture_output=True,
        timeout=PATIENCE_S * 4,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.returncode, done.stderr.decode(errors="replace"), seconds


def _is_fine(ended: tuple[int, str, float], argv: Sequence[bytes] = ()) -> bool:
    code, err, seconds = ended
    # A directory of facts that is not there is a broken pack.
    return code in {0, 1, 2, *([3] if b"--facts" in argv else [])} and "Traceback" not in err and seconds < SECONDS


COMMANDS: list[list[str | None]] = [
    ["search", "--", None],
    ["search", "--batch"],
    ["get", "--", None],
    ["get", "-"],
    ["show", "--", None],
    ["stats", "--", None],
    ["stats", "--period", None],
    ["list", "--area", None],
    ["list", "--kind", None],
    ["search", "海洋", "--topic", None],
    ["export", "--fields", None],
    ["search", "海洋", "--limit", None],
    ["help", None],
    ["stats", "--facts", None],
    [None],
    ["stats", None],
]


def test_any_words_on_the_command_line_end_in_an_exit_code(record_property: Record) -> None:
    rng = Random(0)
    many = TRIALS // 10 if FULL else 8
    failures = []
    for seed in range(many):
        asked = query(seed).encode(errors="surrogatepass")
        asked = asked if rng.random() < 0.8 else rng.randbytes(30)
        words = rng.choice(COMMANDS)
        argv = [asked.replace(b"\0", b"\x01")[:ARGUMENT] if word is None else word.encode() for word in words]
        ended = jimo(*argv, stdin=asked)
        if not _is_fine(ended, argv):
            failures.append((seed, argv, ended))
    counted(record_property, "command lines of any words", many, failures)
    assert not failures, failures[:3]


def test_long_words_on_the_command_line_end_in_an_exit_code(record_property: Record) -> None:
    failures: list[object] = []
    trials = 0
    for asked in list(long_queries(ARGUMENT))[:: 1 if FULL else 30]:
        argument = asked.replace("\0", "\1").encode(errors="surrogatepass")[:ARGUMENT]
        for words in COMMANDS[0], COMMANDS[2], COMMANDS[6]:
            trials += 1
            ended = jimo(*(argument if word is None else word.encode() for word in words))
            failures += [] if _is_fine(ended) else [(words, asked[:20], ended)]
    counted(record_property, "command lines of 100,000 bytes", trials, failures)
    assert not failures, failures[:3]


@pytest.mark.parametrize("command", [("search", "--batch"), ("get", "-")])
def test_a_line_of_a_batch_may_be_a_megabyte_long(command: tuple[str, ...], record_property: Record) -> None:
    lines = [line for line in long_queries(LONG) if "\n" not in line and "\r" not in line][:: 1 if FULL else 25]
    stdin = "".join(f"{line}\n" for line in [*lines, "海洋生产总值", "marine.gross-product"])
    code, err, seconds = jimo(*(word.encode() for word in command), stdin=stdin.encode(errors="surrogatepass"))
    failures = [] if code == 0 and "Traceback" not in err and seconds < SECONDS * len(lines) else [(code, err[-2000:])]
    counted(record_property, f"lines of a megabyte to jimo {' '.join(command)}", len(lines), failures)
    assert not failures, failures
