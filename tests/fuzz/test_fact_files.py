"""Hostile fact files: whatever their bytes, a problem or an answer, in time and in bounded memory.

`JIMO_FUZZ=full` runs the full number of trials; without it a short run with the same seeds. A trial
that fails names its seed: `mutated(seed)` gives the file again.
"""

import faulthandler
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from builders import HEAD, SOURCES, fact_text, lines_of, make_pack
from trials import FULL, MEGABYTES, PATIENCE_S, SECONDS, Record, counted, failures_of, peak_mb

from jimo_cli import Catalog, lint
from jimo_cli.errors import JimoError
from jimo_cli.fields import FIELDS
from jimo_cli.output.lines import FORMATS
from jimo_cli.packs import find, load
from jimo_cli.packs.read import LARGEST
from jimo_cli.packs.table import MOST_PROBLEMS

TRIALS = 10_000 if FULL else 80
# Of this size a file shows already what grows by the square.
LARGE = 60_000 if FULL else 30_000
HUGE = 100_000_000
EVERY = 100
BATCH = 500
PAUSE_S = 0.005
REWRITING_S = 10.0 if FULL else 0.5

# ---- what a file may be turned into

SMALL = (
    HEAD + fact_text("a", unit="亿元", value=Decimal("6.8")) + fact_text("b", of="a", aspect="share", value=5, unit="%")
)
BASES = [
    *(Path(path).read_bytes() for path, *_ in find.files(find.bundled())),
    SMALL.encode(),
    SMALL.encode(),
    SMALL.encode(),
    '[place.a]\nlabel = "鳌山湾"\naliases = ["湾区"]\ncode = "1"\nwithin = "b"\n[place.b]\nlabel = "即墨区"\n'.encode(),
    '[term.a]\nwords = ["泊位数"]\nbroader = ["量"]\ncontrast = ["GDP"]\n[term.b]\nwords = ["量"]\n'.encode(),
]
VALUES = (
    """
1979-05-27T07:32:00Z|1979-05-27|07:32:00|1979-13-45|true|false|inf|-inf|nan|+nan|-0|-0.0|0x7f|0o17|0b1|1_000|01|1__0
1e5|1e400|1e-400|1e999999999|-1e-999999999|1e9999999999999999999|.5|5.|1.2.3|+1|[]|[[]]|[1, "a"]|{}|{ a = 1 }|""|" "
"\\u0000"|"\\ud800"|"\\U00110000"|"\\x1b[31m"|"\\u202e"|"\\u2028"|"=1+1"|'a'|'''a'''|\"\"\"a\"\"\"|"a|a|[1,|{ a = 1|"\\q"
"2024-S3"|"P0Y/2024"|"0000"|"9999-12-31/.."|"2024/2023"|"growth"|"range"|"of"|"t.a"|"a"|"b"|"statistic"|"policy"
{ section = 1 }|{ paragraph = 0 }|{ paragraph = 99999999999999999999 }|{ section = "x", paragraph = true }|{ "" = 1 }
""".strip()
    .replace("\n", "|")
    .split("|")
)
KEYS = [
    '""',
    "''",
    "a.b",
    '"a b"',
    "kind",
    "label",
    "value",
    "of",
    "é",
    "海",
    '"\\u0000"',
    "-",
    "1",
    "value.value",
    "=",
    "",
]
SLUGS = [
    "海",
    "a.b",
    '""',
    '"\\u202e"',
    "A",
    "a--b",
    "-",
    "a" * 300,
    "a" * 1_000_000,
    '"a\\nb"',
    "con",
    "topic",
    "٣",
    "a]",
]
ODD_BYTES = """
00 | ef bb bf | ff fe | fe ff | ed a0 80 | c0 af | f4 90 80 80 | e2 80 a8 | e2 80 ae | 1b 5b 33 31 6d | 0d | 0d 0a | 85
c2 85 | c2 9b | f3 a0 80 81 | ef b8 8f | cc 81 | 7f | 08 | 22 22 22 | 27 27 27 | 5b 5b | 5d | 7b | 23 | 3d | 5c
""".replace("\n", "|").split("|")


def _nested(rng: Random) -> str:
    depth = rng.choice((100, 500, 1_000, 10_000, 100_000))
    shape = rng.choice(("[%s]", "{a=%s}", "[%s", "[{a=%s}]", "dotted", "heading", "array"))
    if shape == "dotted":
        return f"a{'.a' * depth} = 1\n"
    if shape in {"heading", "array"}:
        path = f"fact{'.a' * depth}"
        return f"[{path}]\n" if shape == "heading" else f"[[{path}]]\n"
    before, after = shape.split("%s")
    return f"deep = {before * depth}1{after * depth}\n"


def _giant(rng: Random) -> str:
    size = rng.choice((5_000, 50_000))
    giants = (
        "9" * size,
        f"1.{'9' * size}",
        f"1e{'9' * size}",
        f"0x{'f' * size}",
        f'"{"海" * size}"',
        "1" + "_1" * size,
    )
    return f"value = {rng.choice((*giants, '[' + '1,' * size + ']'))}\n"


def _many(rng: Random) -> str:
    many = range(rng.choice((100, 2_000)))
    one = rng.choice(
        ("[fact.t{0}]\n", "[t{0}]\n", "a{0} = 1\n", '[fact.t{0}]\nkind = "policy"\nlabel = "x"\n', "[[a]]\n")
    )
    return "".join(one.format(number) for number in many)


def _line(lines: list[str], rng: Random) -> None:
    """Change one line of a file: its value, its key, or its place."""
    at = rng.randrange(len(lines))
    key, equals, value = lines[at].partition("=")
    lines[at] = rng.choice(
        (
            f"{key}={rng.choice(VALUES)}\n",
            f"{key}={rng.choice(VALUES)}\n",
            f"{rng.choice(KEYS)} {equals or '='}{value}",
            f"[fact.{rng.choice(SLUGS)}]\n",
            f"[{rng.choice(KEYS)}]\n",
            lines[at] * 2,
            lines[at].replace("[", "[["),
            lines[at].rstrip("\n"),
            rng.choice(lines),
            "",
            _nested(rng) if rng.random() < 0.2 else lines[at],
            _giant(rng) if rng.random() < 0.5 else lines[at],
            _many(rng) if rng.random() < 0.2 else lines[at],
        )
    )


def _bytes(content: bytes, rng: Random) -> bytes:
    """Change the bytes of a file, whatever they say."""
    at, until = sorted((rng.randrange(len(content) + 1), rng.randrange(len(content) + 1)))
    near = min(until, at + 40)
    odd = bytes.fromhex(rng.choice(ODD_BYTES))
    changed: Sequence[Callable[[], bytes]] = (
        lambda: content[:at] + bytes([rng.randrange(256)]) + content[at + 1 :],
        lambda: content[:at] + rng.randbytes(rng.randrange(1, 20)) + content[at:],
        lambda: content[:at] + odd + content[at:],
        lambda: content[:at] + odd + content[at:],
        lambda: content[:at] + content[near:],
        lambda: content[:at],
        lambda: content[:at] + content[at:near] * rng.randrange(2, 50) + content[near:],
        lambda: content[:at] + rng.choice(BASES)[at:],
        lambda: odd + content,
        lambda: content.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\r", b"\x0b", b"\xe2\x80\xa8"))),
        lambda: _recoded(content, rng.choice(("utf-16", "utf-16-be", "utf-32", "gbk", "utf-8-sig", "utf-7"))),
    )
    return rng.choice(changed)()


def _recoded(content: bytes, encoding: str) -> bytes:
    return content.decode(errors="replace").encode(encoding, errors="replace")


def mutated(seed: int) -> tuple[str, bytes]:
    """Return the name and the bytes of a broken fact file, the same ones for the same seed."""
    rng = Random(seed)
    content = rng.choice(BASES)
    for _ in range(rng.choice((1, 1, 2, 4, 8))):
        if rng.random() < 0.5:
            content = _bytes(content, rng)
        elif content:
            lines = content.decode(errors="surrogateescape").splitlines(keepends=True) or [""]
            _line(lines, rng)
            content = "".join(lines).encode(errors="surrogateescape")
    return (rng.choice(("sources.toml", "places.toml", "terms.toml")) if rng.random() < 0.2 else "t.toml"), content


FACT = '[fact.f{0}]\nkind = "policy"\nlabel = "x"\n'
GIANTS: dict[str, tuple[str, str, str]] = {
    # What stands once, what is repeated until the file is large enough ({0} counts), what ends it.
    "one string": ('a = "', "x", '"\n'),
    "one label": (f'{HEAD}[fact.a]\nkind = "policy"\nlabel = "', "货", '"\n'),
    "a string without end": ('a = "', "x", ""),
    "a text without end": ('a = """', "x\n", ""),
    "brackets": ("", "[", ""),
    "arrays in arrays": ("a = ", "[", ""),
    "arrays with an end": ("a = [", "[],", "]"),
    "tables in tables": ("a = ", "{a=", ""),
    "a long path": ("a", ".a", " = 1"),
    "a long heading": ("[a", ".a", "]"),
    "long paths": ("[topic]\n", f"k{{0}}{'.a' * 500}=1\n", ""),
    "long paths in line": (f"{HEAD}x = [", f"{{k{'.a' * 200}=1}},", "]"),
    "keys": ("", "a{0}=1\n", ""),
    "keys of the topic": ("[topic]\n", "a{0}=1\n", ""),
    "tables": ("", "[t{0}]\n", ""),
    "empty facts": (HEAD, "[fact.t{0}]\n", ""),
    "one kind of array": ("", "[[a]]\n", ""),
    "comments": ("#", "#", ""),
    "lines": ("", "\n", ""),
    "blanks": ("", " ", ""),
    "blanks after a heading": ("[topic", " ", ""),
    "blanks after a key": ("[topic]\nlabel", " ", ' = "x"'),
    "blanks in an array": (f"{HEAD}x = [1,\n", " \t", "\n]\n"),
    "line feeds of old": ("", "\r", ""),
    "NUL": ("", "\0", ""),
    "digits": (f'{HEAD}[fact.a]\nkind = "statistic"\nlabel = "x"\nvalue = ', "9", ""),
    "decimals": (f'{HEAD}[fact.a]\nkind = "statistic"\nlabel = "x"\nvalue = 1.', "9", ""),
    "an exponent": ("a = 1e", "9", ""),
    "a hexadecimal": ("a = 0x", "f", ""),
    "digits in groups": ("a = 1", "_1", ""),
    "numbers": ("a = [", "1,", "]"),
    "days": ("a = [", "2024-01-01,", "]"),
    "names": (f'{HEAD}[fact.a]\nkind = "policy"\nlabel = "x"\naliases = [', '"a",', "]"),
    "escapes": ('a = "', "\\u0041", '"'),
    "quotes": ('a = """', '"', ""),
    "quotes as lines": (f"{HEAD}x = '''", '"""\n', "'''\n"),
    "quotes in a comment": (f"{HEAD}# ", "'''\"", "\n"),
    "quotes and brackets": (f'{HEAD}x = """\n', "[\"'", '\n"""\n'),
    "a slug with hyphens": (f"{HEAD}[fact.", "a-", ']\nkind = "policy"\nlabel = "x"\n'),
    "a slug": (f"{HEAD}[fact.", "a", ']\nkind = "policy"\nlabel = "x"\n'),
    "facts": (HEAD, FACT, ""),
    "facts in line": (f"{HEAD}[fact]\n", 'f{0} = {{ kind = "policy", label = "x" }}\n', ""),
    "a chain of shares": (
        HEAD,
        '[fact.f{0}]\nkind = "statistic"\nlabel = "x"\nvalue = 1\naspect = "share"\nof = "f{1}"\n',
        "",
    ),
    "shares of nothing": (
        HEAD,
        f'{FACT}value = 1\naspect = "share"\nof = "z{{0}}"\n'.replace("policy", "statistic"),
        "",
    ),
    "misspelt keys": (HEAD, f'{FACT}lable = "x"\n', ""),
    "periods": (HEAD, f'{FACT}time_period = "{{0:08}}"\n', ""),
    "figures in words": (f'{HEAD}[fact.a]\nkind = "statistic"\nvalue = 1\nlabel = "x"\nas_written = "', "九", '"'),
    "printed figures": (
        HEAD,
        '[fact.f{0}]\nkind = "statistic"\nvalue = 1\nlabel = "x"\nas_written = "1' + "\\t" * 90 + 'a b"\n',
        "",
    ),
    "works": (SOURCES, '[w{0}]\ntitle = "x"\n', ""),
    "places": ("", '[place.p{0}]\nlabel = "地{0}"\naliases = ["x{0}"]\nwithin = "p{1}"\n', ""),
    "places of one name": ("", '[place.p{0}]\nlabel = "地"\nwithin = "p0"\n', ""),
    "terms": ("", '[term.t{0}]\nwords = ["量{0}", "x{0}"]\nbroader = ["量{1}"]\n', ""),
    "terms of one word": ("", '[term.t{0}]\nwords = ["量"]\ncontrast = ["量"]\nbroader = ["{0}"]\n', ""),
    "words of a term": ('[term.a]\nwords = ["GDP"', ', "量{0}"', "]\n"),
}


STEMS = {"works": "sources", "places": "places", "terms": "terms", "term": "terms"}
"""What the files of some giants must be called."""


def giant(name: str, size: int) -> bytes:
    """Return a fact file of so many bytes at most, most of it the same again and again."""
    first, again, last = GIANTS[name]
    left = size - len((first + last).encode())
    if "{0" not in again:
        return (first + again * (left // len(again.encode())) + last).encode()
    middle: list[str] = []
    while left > 0:
        middle.append(again.format(len(middle), len(middle) + 1))
        left -= len(middle[-1].encode())
    return (first + "".join(middle[:-1]) + last).encode()


# ---- trials in a process of their own


class Trial(NamedTuple):
    """A file to be tried: a seed, or the name of a giant and its size."""

    what: int | str
    size: int = 0

    def file(self) -> tuple[str, bytes]:
        if isinstance(self.what, int):
            return mutated(self.what)
        stem = next((stem for word, stem in STEMS.items() if word in self.what.split()), "t")
        return f"{stem}.toml", giant(self.what, self.size)


def asked_of(pack: Path, cache: Path) -> None:
    """Ask a pack for everything; AssertionError tells where an answer is not that of the files."""
    loaded = load.load([str(pack)])
    assert loaded.topics or loaded.problems
    for problem in loaded.problems:
        assert problem.message
        assert problem.hint
    assert {each.path for each in lint.check([str(pack)])} >= {each.path for each in loaded.problems}
    with Catalog([pack], cache=cache) as catalog:
        assert {str(each) for each in catalog.problems} == {str(each) for each in loaded.problems}
        facts = {fact.id: fact for fact in catalog.facts()}
        assert facts == {fact.id: fact for fact in loaded.facts}
        for fact in loaded.facts[:3]:
            assert catalog.get(fact.id) == fact
            catalog.search(fact.label)
        for ask in (catalog.search, catalog.get, lambda name: catalog.stats(topic=name)):
            try:
                ask("海洋a")
            except JimoError as error:
                assert str(error)  # noqa: PT017  # any of these errors is an answer
        rows = catalog._store.rows(FIELDS, limit=50)
        for form in set(FORMATS) - {"table"}:
            assert all(isinstance(line, str) for line in lines_of(rows, FIELDS, form))


def work(trials: Sequence[Trial], told: Connection) -> None:
    """Run trials one after another and tell of each its error, "" for none, and the peak of memory in MB."""
    for trial in trials:
        with tempfile.TemporaryDirectory() as directory:
            name, content = trial.file()
            pack = make_pack(Path(directory) / "p", {"t.toml": SMALL, name: content})
            error, begun = "", time.process_time()
            faulthandler.dump_traceback_later(PATIENCE_S, exit=True)
            try:
                asked_of(pack, Path(directory) / "c")
            except Exception:  # noqa: BLE001  # whatever it is, it is what is looked for
                error = traceback.format_exc()
            finally:
                faulthandler.cancel_dump_traceback_later()
            if (took := time.process_time() - begun) > SECONDS:
                error += f"took {took:.1f} s"
        told.send((error, peak_mb()))


def test_no_broken_fact_file_ends_in_a_traceback_a_hang_or_a_flood(record_property: Record) -> None:
    failures = list(failures_of([Trial(seed) for seed in range(TRIALS)], work, BATCH))
    counted(record_property, "mutated fact files", TRIALS, failures)
    assert not failures, "\n".join(failures[:5])


def test_no_large_fact_file_takes_more_time_or_memory_than_its_size_is_worth(record_property: Record) -> None:
    failures = list(failures_of([Trial(name, LARGE) for name in GIANTS], work, BATCH))
    counted(record_property, "large fact files", len(GIANTS), failures)
    assert not failures, "\n".join(failures[:5])


# ---- the command line


class Ended(NamedTuple):
    """How a process ended, what it wrote, how many seconds it computed and how many MB it had at most."""

    code: int
    out: str
    err: str
    seconds: float
    peak: int

    def is_fine(self) -> bool:
        in_bounds = self.seconds < SECONDS and self.peak < MEGABYTES
        return self.code in {0, 1, 2, 3} and "Traceback" not in self.err and in_bounds


# A new process counts as its own what the one that began it had taken, unless it is asked itself.
_TELLING_ITS_PEAK = """
import atexit, re, sys
from jimo_cli.__main__ import main

def tell(status="/proc/self/status", peak=sys.argv.pop(1)):
    with open(status) as asked, open(peak, "w") as told:
        told.write(re.search("VmHWM:[^0-9]*([0-9]+)", asked.read())[1])

atexit.register(tell)
sys.exit(main())
"""


def jimo(*argv: str, cache: Path) -> Ended:
    """Run a command line."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.NamedTemporaryFile() as peak:
        process = subprocess.Popen(
            [sys.executable, "-c", _TELLING_ITS_PEAK, peak.name, *argv],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            env={**os.environ, "XDG_CACHE_HOME": str(cache), "LANG": "C.UTF-8"},
        )
        killer = threading.Timer(PATIENCE_S, process.kill)
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        killer.cancel()
        seconds = usage.ru_utime + usage.ru_stime
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode(errors="replace"))
        kilobytes = int(peak.read() or 0)
    return Ended(process.returncode, said[0], said[1], seconds, kilobytes // 1024)


COMMANDS = (
    ["topics"],
    ["stats", "--format", "table"],
    ["search", "海洋", "--format", "csv"],
    ["get", "a"],
    ["show", "t.a", "--format", "table"],
    ["export"],
    ["lint"],
)


def test_the_command_line_tells_a_broken_fact_file_by_its_exit_code(tmp_path: Path, record_property: Record) -> None:
    trials = range(0, TRIALS, EVERY)
    failures = []
    for seed in trials:
        name, content = mutated(seed)
        pack = make_pack(tmp_path / str(seed), {"t.toml": SMALL, name: content})
        for argv in COMMANDS:
            ended = jimo(*argv, "--facts", str(pack), cache=tmp_path / "cache")
            if not ended.is_fine():
                failures.append((seed, argv, ended._replace(out=ended.out[-200:], err=ended.err[-2000:])))
        shutil.rmtree(pack)
    counted(record_property, "command lines over mutated fact files", len(trials) * len(COMMANDS), failures)
    assert not failures, failures[:3]


def test_a_giant_file_is_read_or_refused_in_time(tmp_path: Path, record_property: Record) -> None:
    trials = [Trial(name, LARGEST) for name in GIANTS] if FULL else []
    trials += [Trial(name, HUGE) for name in ("one string", "brackets", "keys")[: None if FULL else 1]]
    failures = []
    for at, trial in enumerate(trials):
        name, content = trial.file()
        pack = make_pack(tmp_path / str(at), {"t.toml": SMALL, name: content})
        for command in ("topics", "lint"):
            ended = jimo(command, "--facts", str(pack), cache=tmp_path / "cache")
            if not ended.is_fine() or (trial.size == HUGE and "split" not in ended.err + ended.out):
                failures.append((trial, ended._replace(out=ended.out[-200:], err=ended.err[:200] + ended.err[-2000:])))
        shutil.rmtree(pack)
    counted(record_property, "giant fact files", 2 * len(trials), failures)
    assert not failures, failures[:3]


# ---- what is no plain file, and what does not keep still


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _long_loop(path: Path) -> None:
    path.symlink_to("other")
    (path.parent / "other").symlink_to(path.name)


def _linked(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


ODD_FILES: dict[str, Callable[[Path], None]] = {
    "a pipe": _fifo,
    "a link to itself": _loop,
    "a circle of links": _long_loop,
    "a link to nothing": _linked("nothing"),
    "a directory": Path.mkdir,
    "a link to its directory": _linked("."),
    "a device without end": _linked("/dev/zero"),
    "a device of noise": _linked("/dev/random"),
    "a terminal": _linked("/dev/tty"),
    "memory": _linked("/proc/self/mem"),
    "a socket": _socket,
}


def test_what_is_no_file_is_reported_and_the_rest_is_answered(tmp_path: Path, record_property: Record) -> None:
    failures = []
    names = ("odd.toml", "sources.toml") if FULL else ("odd.toml",)
    for at, (what, make) in enumerate(ODD_FILES.items()):
        for name in names:
            sources = None if name == "sources.toml" else SOURCES
            pack = make_pack(tmp_path / f"{at}{name[0]}", {"t.toml": SMALL, "sources.toml": sources})
            make(pack / name)
            ended = jimo("get", "t.a", "--facts", str(pack), cache=tmp_path / "cache")
            told = ended.code == 3 and f"{name}: " in ended.err and "; " in ended.err
            answered = name == "sources.toml" or ended.out == "6.8\n"
            if not (ended.is_fine() and told and answered):
                failures.append((what, name, ended))
    counted(record_property, "what is no file", len(names) * len(ODD_FILES), failures)
    assert not failures, failures[:3]


@contextmanager
def _as_nobody() -> Iterator[None]:
    """Be no super-user, whom permissions do not stop."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("closed", ["t.toml", "sources.toml", ""])
def test_what_may_not_be_read_is_reported_and_the_rest_is_answered(closed: str, record_property: Record) -> None:
    with tempfile.TemporaryDirectory() as directory:
        Path(directory).chmod(0o755)
        pack = make_pack(Path(directory) / "p", {"t.toml": SMALL, "u.toml": SMALL})
        load.load([str(pack)])  # so that everything is imported that it takes
        (pack / closed).chmod(0)
        with _as_nobody():
            loaded = load.load([str(pack)])
        (pack / closed).chmod(0o755)
    counted(record_property, "what may not be read", 1, [])
    told = [problem for problem in loaded.problems if "Permission denied" in problem.message]
    assert [Path(problem.path) for problem in told] == [pack / closed]
    assert {fact.id for fact in loaded.facts} == ({"u.a", "u.b"} if closed == "t.toml" else set())


def _replaced(path: Path, content: bytes) -> None:
    beside = path.with_suffix(".new")
    beside.write_bytes(content)
    beside.replace(path)


def _in_place(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    time.sleep(PAUSE_S)


def _removed_first(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    time.sleep(PAUSE_S)


@contextmanager
def _rewriting(path: Path, write: Callable[[Path, bytes], None], versions: Sequence[bytes]) -> Iterator[None]:
    """Write one version after another, as fast as it goes, while the block runs."""
    ended = threading.Event()

    def rewrite() -> None:
        while not ended.is_set():
            for version in versions:
                write(path, version)

    writer = threading.Thread(target=rewrite)
    writer.start()
    try:
        yield
    finally:
        ended.set()
        writer.join()


def _look_ups(pack: Path, cache: Path, until: float) -> Iterable[dict[str, Decimal | None]]:
    while time.monotonic() < until:
        with Catalog([pack], cache=cache) as catalog:
            yield {fact.id: fact.value for fact in catalog.facts()}


@pytest.mark.parametrize("write", [_replaced, _in_place, _removed_first])
def test_no_figure_is_made_of_two_versions_of_a_file(
    tmp_path: Path, record_property: Record, write: Callable[[Path, bytes], None]
) -> None:
    figures = [str(digit) * 40 for digit in (1, 2)]
    versions = [
        (HEAD + "".join(fact_text(f"f{at}", value=int(figure), label=f"货{at}") for at in range(400))).rstrip().encode()
        for figure in figures
    ]
    pack = make_pack(tmp_path / "p", {"t.toml": versions[0]})
    stated = {Decimal(figure) for figure in figures}
    failures: list[object] = []
    trials = 0
    with ExitStack() as running:
        running.enter_context(_rewriting(pack / "t.toml", write, versions))
        for found in _look_ups(pack, tmp_path / "c", time.monotonic() + REWRITING_S):
            trials += 1
            failures += [value for value in found.values() if value not in stated]
            if write is _replaced and len(set(found.values())) != 1:
                failures.append(found)
    counted(record_property, "look-ups while a file is rewritten", trials, failures)
    assert trials
    assert not failures, failures[:3]
    with Catalog([pack], cache=tmp_path / "c") as catalog:
        assert {fact.value for fact in catalog.facts()} == {Decimal(figures[1])}


# ---- what such trials have found


def _of(tmp_path: Path, content: str | bytes) -> load.Loaded:
    return load.load([str(make_pack(tmp_path / "p", {"t.toml": content}))])


def test_a_line_of_blanks_does_not_hold_up_the_rest(tmp_path: Path) -> None:
    begun = time.process_time()
    (problem,) = _of(tmp_path, " " * 200_000 + "\n[topic]\n").problems
    assert (problem.line, time.process_time() - begun < SECONDS) == (2, True)


def test_a_file_that_is_too_large_is_reported_with_its_size_and_what_to_do(tmp_path: Path) -> None:
    body = SMALL.encode().ljust(LARGEST - 1) + b"\n"
    assert not _of(tmp_path, body).problems
    (problem,) = _of(tmp_path, body + b"#" * 100_000).problems
    assert str(problem) == f"{problem.path}: is too large (3.1 MB, 3.0 MB at most); split the file"


def test_a_file_that_grows_while_it_is_looked_at_is_not_read_on_and_on(tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    path.write_text(SMALL.ljust(LARGEST + 1), encoding="utf-8")
    with load.opened_files([str(tmp_path)]) as files:
        (problem,) = load.read_document(files.topics[0]._replace(size=10)).problems
    assert "is too large" in problem.message


def test_of_very_many_problems_the_first_are_reported_and_the_others_counted(tmp_path: Path) -> None:
    for name in ("t.toml", "sources.toml", "places.toml", "terms.toml"):
        wrong = "".join(f"a{at} = 1\n" for at in range(MOST_PROBLEMS + 5))
        problems = load.load([str(make_pack(tmp_path / name, {"t.toml": SMALL, name: wrong + SOURCES}))]).problems
        told = [problem for problem in problems if Path(problem.path).name == name]
        assert len(told) > MOST_PROBLEMS
        assert told[MOST_PROBLEMS].message.endswith(" more problems in this file")


def test_a_fact_with_a_problem_that_is_only_counted_is_left_out_as_well(tmp_path: Path) -> None:
    wrong = "".join(f"a{at} = 1\n" for at in range(MOST_PROBLEMS))
    body = SMALL.replace("[topic]", f"[topic]\n{wrong}") + fact_text("c", unit=5) + fact_text("d")
    assert [fact.id for fact in _of(tmp_path, body).facts] == ["t.a", "t.b", "t.d"]


@pytest.mark.parametrize(
    "wrong",
    ["[fact.{0}]\n", "[fact.a]\n{0} = 1\n", '[fact.a]\nsource = "{0}"\n', '[fact.a]\nof = "{0}"\n', "{0} = 1\n"],
)  # fmt: skip
def test_what_is_a_megabyte_long_is_not_said_in_full(tmp_path: Path, wrong: str) -> None:
    problems = _of(tmp_path, wrong.format("a-" * 500_000) + HEAD).problems
    assert problems
    assert max(len(str(problem)) for problem in problems) < 1500


def test_tables_in_tables_by_the_hundred_thousand_are_reported_and_not_built(tmp_path: Path) -> None:
    deep = "".join(f"k{at}{'.a' * 200} = 1\n" for at in range(600))
    (problem,) = _of(tmp_path, f"{HEAD}{deep}").problems
    assert "nested too deeply, or too many tables; two levels are enough" in str(problem)
    assert not _of(tmp_path, f'{SMALL}description = "{"." * 200_000}" # {"." * 200_000}\n').problems


def test_a_file_that_is_half_written_is_read_when_it_is_whole(tmp_path: Path) -> None:
    path = make_pack(tmp_path / "p", {"t.toml": None}) / "t.toml"
    whole = HEAD + fact_text("a", value=345)
    half = whole[: whole.index("345") + 1]
    path.write_text(half, encoding="utf-8")
    rest = threading.Timer(0.01, path.write_text, (whole,), {"encoding": "utf-8"})
    rest.start()
    (fact,) = load.load([str(path.parent)]).facts
    rest.join()
    assert fact.value == Decimal(345)


def test_a_file_that_is_written_all_the_time_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = make_pack(tmp_path / "p", {"t.toml": SMALL.rstrip(), "u.toml": SMALL})

    def write(_: float) -> None:
        with (pack / "t.toml").open("a", encoding="utf-8") as file:
            file.write(" ")

    monkeypatch.setattr(time, "sleep", write)
    loaded = load.load([str(pack)])
    (problem,) = loaded.problems
    assert "t.toml: cannot be read (it keeps changing while being read); " in str(problem)
    assert [fact.id for fact in loaded.facts] == ["u.a", "u.b"]


def test_what_is_meant_by_a_misspelt_of_is_the_same_each_time(tmp_path: Path) -> None:
    many = "".join(fact_text(f"f{at}3") for at in range(10, 99))
    (problem,) = _of(tmp_path, HEAD + many + fact_text("a", of="f7733", aspect="share")).problems
    assert problem.hint == "did you mean t.f733?"


@pytest.mark.parametrize(
    "name", [b"a\tb\tc\nz", b"\n", b"x\xff", b"t.toml\t1\t-1\n", b"\x1b[31m", b"'; --", b"%s%n", b"a" * 250]
)
def test_a_file_with_an_odd_name_is_reported_however_often_it_is_looked_at(tmp_path: Path, name: bytes) -> None:
    pack = make_pack(tmp_path / "p", {"t.toml": SMALL})
    (pack / os.fsdecode(name + b".toml")).write_text(SMALL, encoding="utf-8")
    for changed in range(3):
        (pack / "t.toml").write_text(SMALL + "#" * changed, encoding="utf-8")
        with Catalog([pack], cache=tmp_path / "c") as catalog:
            assert [fact.id for fact in catalog.facts(topic="t")] == ["t.a", "t.b"]
            assert len(catalog.problems) == (name.strip(b"a") != b"")


def test_a_key_with_very_many_parts_is_reported_without_going_through_them(tmp_path: Path) -> None:
    begun = time.process_time()
    pack = make_pack(tmp_path / "p", {"t.toml": f"{HEAD}a{'.a' * 90_000} = 1\n"})
    assert any("nested too deeply" in each.message for each in lint.check([str(pack)]))
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize(
    "as_written", ["1" + "\t" * 90 + "a b", "1" + " " * 90 + "a!", "1" + "\u200b " * 90 + "a b", "1" * 200_000 + "\nx"]
)
def test_no_printed_figure_holds_up_a_check(tmp_path: Path, as_written: str) -> None:
    begun = time.process_time()
    pack = make_pack(tmp_path / "p", {"t.toml": HEAD + fact_text("a", as_written=as_written)})
    lint.check([str(pack)])
    assert time.process_time() - begun < SECONDS


def test_blanks_within_a_line_do_not_hold_up_a_check(tmp_path: Path) -> None:
    begun = time.process_time()
    pack = make_pack(tmp_path / "p", {"t.toml": f"{SMALL}description{' ' * 200_000}= 'x'\n"})
    assert not [each for each in lint.check([str(pack)]) if each.code == "F122"]
    assert time.process_time() - begun < SECONDS
