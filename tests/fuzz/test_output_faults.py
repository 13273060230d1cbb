"""Whatever stdout and stderr are connected to, nothing crashes; and a look-up writes and runs nothing else."""

import codecs
import itertools
import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from builders import HEAD, fact_text, make_pack
from conftest import process_env
from trials import JIMO, SEED, Count, Done, Record, jimo, some, trials

from jimo_cli.commands.help_topics import TOPICS
from jimo_cli.output.lines import FORMATS

FACT = "marine.gross-product"
LOOK_UPS = [
    ["topics"],
    ["stats", "marine"],
    ["stats"],
    ["list", "business", "--kind", "mechanism"],
    ["search", "海洋生产总值"],
    ["search", "haiyang shengchan zongzhi", "--all"],
    ["show", FACT, "approval-reform"],
    ["get", FACT],
    ["get", FACT, "label"],
    ["export"],
]
EVERY_LOOK_UP = [[*look_up, "--format", form] for look_up in LOOK_UPS for form in FORMATS]
HELP = [
    ["--help"],
    ["--version"],
    ["help"],
    *(["help", topic] for topic in TOPICS),
    *([name, "--help"] for name in ("topics", "stats", "list", "search", "show", "get", "export", "help")),
    *(["--show-completion", shell] for shell in ("bash", "zsh", "fish")),
]
MISSES = [["search", "zzzzqq 海"], ["get", "无此"], ["nosuch"], ["stats", "--limit", "0"], ["topics", "--format", "海"]]
BATCHES = [["search", "--batch"], ["get", "-"]]
EVERY = [*EVERY_LOOK_UP, *HELP]
COMPLETING: Mapping[str, str | None] = {
    "_JIMO_COMPLETE": "complete_bash",
    "COMP_WORDS": "jimo stats ",
    "COMP_CWORD": "2",
}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the shell is that of Unix")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an index."""
    made = tmp_path_factory.mktemp("home")
    jimo(made, "topics")
    return made


@cache
def _usual(home: Path, *argv: str) -> Done:
    """What a command line does where nothing is wrong."""
    return jimo(home, *argv)


def _redirected(home: Path, argv: Sequence[str], where: str, env: Mapping[str, str | None] | None = None) -> Done:
    """Run a command line with its streams redirected as a shell has it."""
    command = ["bash", "-c", f'exec "$@" {where}', "bash", *JIMO, *argv]
    done = subprocess.run(
        command,
        env=process_env(home, env),
        input=b"marine.gross-product\n" * 500,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


# ---- full and closed

_TOLD = b"jimo: the output could not be written (No space left on device); free some space, or write elsewhere\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_under_stdout_is_reported_by_every_command(home: Path, record_property: Record) -> None:
    with Count("stdout on a full disk", record_property) as count:
        for argv, buffered in some(list(itertools.product([*EVERY, *BATCHES], ("", "1"))), 6):
            done = _redirected(home, argv, ">/dev/full", {"PYTHONUNBUFFERED": buffered})
            count.see((done.code, done.err) == (2, _TOLD), (argv, buffered, done))
        for buffered in ("", "1"):
            done = _redirected(home, [], ">/dev/full", {**COMPLETING, "PYTHONUNBUFFERED": buffered})
            count.see((done.code, done.err) == (2, _TOLD), ("completion", done))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_under_stderr_changes_no_answer(home: Path, record_property: Record) -> None:
    with Count("stderr on a full disk", record_property) as count:
        for argv in some([*EVERY, *MISSES], 3):
            plain, done = _usual(home, *argv), _redirected(home, argv, "2>/dev/full")
            count.see((done.code, done.out) == (plain.code, plain.out), (argv, done))
        for argv in some([*EVERY, *MISSES], 3):
            plain, done = _usual(home, *argv), _redirected(home, argv, ">/dev/full 2>/dev/full")
            count.see(done.code == (2 if plain.out else plain.code), (argv, done))


def test_a_closed_pipe_ends_every_command_quietly(home: Path, record_property: Record) -> None:
    with Count("pipe closed", record_property) as count:
        for argv, buffered in some(list(itertools.product([*EVERY, *BATCHES, []], ("", "1"))), 6):
            reading, writing = os.pipe()
            os.close(reading)
            env = process_env(home, {"PYTHONUNBUFFERED": buffered, **({} if argv else COMPLETING)})
            with os.fdopen(writing, "wb") as pipe:
                done = subprocess.run(
                    [*JIMO, *argv],
                    env=env,
                    input=b"marine.gross-product\n",
                    stdout=pipe,
                    stderr=subprocess.PIPE,
                    check=False,
                )
            count.see((done.returncode, done.stderr) == (0, b""), (argv, buffered, done))


def test_a_reader_that_leaves_after_any_byte_is_no_error(home: Path, record_property: Record) -> None:
    pack = make_pack(
        home / "pack",
        {"marine.toml": HEAD + "".join(fact_text(f"a{at}", description="很长的说明" * 60) for at in range(300))},
    )
    argv, rnd = ["export", "--facts", str(pack)], random.Random(SEED)
    whole = jimo(home, *argv).out
    with Count("reader gone after some bytes", record_property) as count:
        for _ in range(trials(3, 200)):
            size = rnd.randrange(1, len(whole) - 70_000)
            line = ["bash", "-o", "pipefail", "-c", f'"$@" | head -c {size}', "bash", *JIMO, *argv]
            done = subprocess.run(line, env=process_env(home), capture_output=True, timeout=60, check=False)
            count.see((done.returncode, done.stdout, done.stderr) == (0, whole[:size], b""), size)


CLOSED = ("<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-")


def test_closed_streams_crash_nothing_and_lose_no_answer_in_silence(home: Path, record_property: Record) -> None:
    with Count("streams closed", record_property) as count:
        for argv, where in some(list(itertools.product([*EVERY, *MISSES], CLOSED)), 6):
            plain, done = _usual(home, *argv), _redirected(home, argv, where)
            if argv[0] == "--show-completion" and " >&-" in f" {where}":
                right = done.code in {0, 2}  # the framework writes it, and says nothing where it cannot
            elif " >&-" in f" {where}" and plain.out:
                told = "2>&-" in where or (done.noise == 1 and b"no stdout" in done.err)
                right = done.code == 2 and told
            else:
                right = (done.code, done.out) == (plain.code, plain.out)
            count.see(right and b"Traceback" not in done.err, (argv, where, done))
        for argv, where in some(list(itertools.product(BATCHES, CLOSED)), 3):
            done = _redirected(home, argv, where)
            right = done.code == 0 if where == "2>&-" else done.code == 2
            count.see(right and b"Traceback" not in done.err and done.noise <= 1, (argv, where, done))


def test_closed_streams_harm_no_index_that_is_built_meanwhile(tmp_path: Path, record_property: Record) -> None:
    with Count("streams closed during a build", record_property) as count:
        for number, where in enumerate(some(CLOSED, 2)):
            cold = tmp_path / str(number)
            done = _redirected(cold, ["get", FACT], where)
            right = done.code == 2 if " >&-" in f" {where}" else done.out == b"345\n"
            (kept,) = (cold / "cache" / "jimo").glob("*.sqlite")
            before = kept.read_bytes()
            count.see(right and jimo(cold, "get", FACT).is_right(b"345\n", warnings=0), (where, done))
            count.see(kept.read_bytes() == before, where)


# ---- encodings

ENCODINGS = ("ascii", "latin-1", "gbk", "gb18030", "big5", "cp1252", "shift_jis", "utf-8")
LOCALES = ("C", "POSIX", "C.UTF-8", "en_US.ISO-8859-1", "zh_CN.GBK", "nonsense")


_DRAWN = re.compile("[\u2500-\u257f…]|\\\\u25[0-7][0-9a-f]")


def _same_text(argv: Sequence[str], out: bytes, utf8: bytes, encoding: str) -> bool:
    """Whether what was written in an encoding says the same as what UTF-8 says."""
    text = out.decode(encoding)  # strict: a byte that is no character would be a fault
    if argv[-1] == "json":
        return bool(json.loads(text) == json.loads(utf8))
    if argv[-1] == "jsonl":
        return [json.loads(line) for line in text.splitlines()] == [json.loads(line) for line in utf8.splitlines()]
    # The byte order mark of csv is one of UTF-8 alone.
    expected = utf8.decode("utf-8-sig").encode(encoding, "backslashreplace")
    if argv[-1] == "table":  # what lines are drawn with depends on the encoding
        drawn = _DRAWN.sub("", utf8.decode()).encode(encoding, "backslashreplace").decode(encoding)
        return re.sub(r"\W", "", drawn) == re.sub(r"\W", "", _DRAWN.sub("", text))
    return out.removeprefix(codecs.BOM_UTF8) == expected


def test_characters_that_an_encoding_lacks_are_escaped_in_every_format(home: Path, record_property: Record) -> None:
    with Count("encodings of the output", record_property) as count:
        for argv, encoding in some(list(itertools.product(EVERY, ENCODINGS)), 4):
            plain, done = _usual(home, *argv), jimo(home, *argv, env={"PYTHONIOENCODING": encoding})
            count.see(
                done.code == 0 and not done.err and _same_text(argv, done.out, plain.out, encoding),
                (argv, encoding, done.err),
            )
        for argv, encoding in some(list(itertools.product(MISSES, ENCODINGS)), 2):
            plain, done = _usual(home, *argv), jimo(home, *argv, env={"PYTHONIOENCODING": encoding})
            expected = plain.err.decode().encode(encoding, "backslashreplace")
            count.see((done.code, done.out, done.err) == (plain.code, b"", expected), (argv, encoding, done))


def test_no_locale_crashes_anything(home: Path, record_property: Record) -> None:
    with Count("locales", record_property) as count:
        for argv, locale, variable in some(list(itertools.product(EVERY, LOCALES, ("LANG", "LC_ALL"))), 4):
            env = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LANG": "", variable: locale, "JIMO_LANG": "zh"}
            done, plain = jimo(home, *argv, env=env), _usual(home, *argv)
            if "海洋生产总值" in argv:  # where the locale takes these bytes for other words, those are not found
                right = done.code in {0, 1} and done.noise == done.code and b"Traceback" not in done.err
            else:
                said = _same_text(argv, done.out, plain.out, _written_in(done.out))
                right = said and (done.code, done.err) == (0, b"")
            count.see(right, (argv, locale, variable, done))


def _written_in(out: bytes) -> str:
    try:
        out.decode("ascii")
    except UnicodeDecodeError:
        return "utf-8"
    return "ascii"


# ---- what is written and run

_WATCH = """
import os, sys
log = int(os.environ["JIMO_LOG"])
change = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
changes = {"os." + name for name in (
    "mkdir rename remove rmdir link symlink chmod chown lchown truncate utime setxattr removexattr mkfifo mknod"
).split()}
runs = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn", "import", "compile", "exec"}
def watch(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        kind = "write" if (args[2] or 0) & change else "read"
        args = args[:1]
    elif event == "sqlite3.connect":
        name = args[0].partition("?")[0].removeprefix("file:")
        kind, args = ("read" if "mode=ro" in args[0] or name == ":memory:" else "write"), (name,)
    elif event in changes:
        kind, args = "write", [arg for arg in args if isinstance(arg, (str, bytes))]
    elif event.startswith("socket."):
        kind, args = "net", (event,)
    elif event in runs:
        kind = "run"
        args = (args[0].co_filename,) if event == "exec" else [arg for arg in args if isinstance(arg, str) and len(arg) < 500]
    else:
        return
    os.write(log, "".join(f"{kind}\\t{os.fsdecode(arg)}\\n" for arg in args).encode("utf-8", "backslashreplace"))
sys.addaudithook(watch)
"""


def _watched(tmp_path: Path, argv: Sequence[str], env: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """What a command line reads, writes and runs: pairs of the kind and the name."""
    watcher = tmp_path / "watcher"
    watcher.mkdir(exist_ok=True)
    (watcher / "sitecustomize.py").write_text(_WATCH, encoding="utf-8")
    above = os.pathsep.join(filter(None, (str(watcher), os.environ.get("PYTHONPATH"))))
    with (tmp_path / "log").open("w+", encoding="utf-8") as log:
        given = process_env(
            tmp_path, {"PYTHONPATH": above, "JIMO_LOG": str(log.fileno()), "PYTHONDONTWRITEBYTECODE": "1", **env}
        )
        subprocess.run(
            [*JIMO, *argv],
            env=given,
            input=b"marine.gross-product\n",
            capture_output=True,
            pass_fds=[log.fileno()],
            timeout=60,
            check=False,
        )
        log.seek(0)
        seen = [line.rstrip("\n").split("\t", 1) for line in log]
    assert seen
    return [(kind, name) for kind, name in seen]


def test_no_command_writes_outside_the_cache_directory(tmp_path: Path, record_property: Record) -> None:
    allowed = (str(tmp_path / "cache"), os.devnull, str(tmp_path / "log"))
    with Count("commands that write outside the cache", record_property) as count:
        for argv, cold in some(list(itertools.product([*EVERY, *BATCHES, *MISSES, []], (True, False))), 4):
            if cold:
                shutil.rmtree(tmp_path / "cache", ignore_errors=True)
            seen = _watched(tmp_path, argv, {} if argv else COMPLETING)
            outside = [name for kind, name in seen if kind in {"write", "net"} and not name.startswith(allowed)]
            count.see(not outside, (argv, cold, outside))
    left = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")}
    assert left <= {"cache", "watcher", "log"}


_CHANGES = re.compile(
    r'(?:open|openat|creat)\(.*"(?P<opened>[^"]*)", [^)]*(?:O_WRONLY|O_RDWR|O_CREAT)|'
    r'\b(?:mkdir|rename|unlink|rmdir|link|symlink|chmod|chown|truncate|utime|mknod)\w*\([^"]*"(?P<named>[^"]*)"'
)


@pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace here")
def test_no_command_has_the_system_write_outside_the_cache_directory(tmp_path: Path, record_property: Record) -> None:
    log = tmp_path / "strace.log"
    strace = ["strace", "-f", "-qq", "-s", "4096", "-e", "trace=%file", "-o", str(log)]
    if subprocess.run([*strace, "true"], capture_output=True, check=False).returncode:
        pytest.skip("nothing can be traced here")
    env = process_env(tmp_path, {"PYTHONDONTWRITEBYTECODE": "1"})
    allowed = (str(tmp_path / "cache"), os.devnull, "/dev/tty")
    with Count("system calls that write outside the cache", record_property) as count:
        for argv, cold in some(list(itertools.product([*EVERY, *BATCHES], (True, False))), 2):
            if cold:
                shutil.rmtree(tmp_path / "cache", ignore_errors=True)
            subprocess.run(
                [*strace, *JIMO, *argv],
                env=env,
                input=b"marine.gross-product\n",
                capture_output=True,
                timeout=60,
                check=False,
            )
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
            named = [found["opened"] or found["named"] for line in lines if (found := _CHANGES.search(line))]
            assert named or not cold or argv in HELP  # which looks nothing up
            outside = [name for name in named if not name.startswith(allowed)]
            count.see(not outside, (argv, cold, outside))


_BAIT = "import os; os.write(2, b'executed')\n"


def test_nothing_in_a_pack_is_run_and_nothing_outside_it_is_read(tmp_path: Path, record_property: Record) -> None:
    outside = tmp_path / "outside"
    secret = (
        make_pack(outside, {"secret.toml": HEAD + fact_text("hidden", label="机密数字", value=987654)}) / "secret.toml"
    )
    targets: list[str | Path] = [
        secret,
        Path("..", "outside", "secret.toml"),
        Path("within", "secret.toml"),  # `within` is a link to the directory outside
        Path("first-link"),  # a link to a link
        Path("/proc/self/environ"),
        Path("/dev/zero"),
        Path("/etc/passwd"),
        Path("/proc/self/cwd/../outside/secret.toml"),
    ]
    with Count("links that lead out of a pack, and code in it", record_property) as count:
        for target, name, look_up in some(
            list(itertools.product(targets, ("marine.toml", "sources.toml"), LOOK_UPS)), 8
        ):
            pack = tmp_path / "pack"
            shutil.rmtree(pack, ignore_errors=True)
            make_pack(pack, {"land.toml": HEAD + fact_text("a"), "sources.toml": None})
            for bait in ("sitecustomize.py", "jimo_cli.py", "tomli.py", "conftest.py", "land.py", "__init__.py"):
                (pack / bait).write_text(_BAIT, encoding="utf-8")
            (pack / "within").symlink_to(outside)
            (pack / "first-link").symlink_to(secret)
            (pack / name).symlink_to(target)
            seen = _watched(tmp_path, [*look_up, "--facts", str(pack)], {})
            done = jimo(tmp_path, *look_up, "--facts", str(pack))
            said = (done.out + done.err).decode()
            own = [entry for kind, entry in seen if kind == "run" and entry.startswith(str(pack))]
            read = [entry for kind, entry in seen if kind == "read" and entry in {str(secret), str(pack / name)}]
            refused = f"{pack / name}: cannot be read (" in said
            kept = "987654" not in said and "机密" not in said and "executed" not in said
            count.see(refused and kept and not own and not read, (target, name, look_up, done, own, read))
