"""Whatever befalls the cache, the answer is right, with one warning at most."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Run, fact_text, settle
from builders import make_pack as small_pack
from conftest import process_env
from trials import FULL, JIMO, SEED, Count, Done, Record, jimo, some, trials

from jimo_cli.__main__ import main
from jimo_cli.fields import FIELDS
from jimo_cli.packs import find, load
from jimo_cli.store import integrity, open_store
from jimo_cli.store.sqlite import build, schema
from jimo_cli.store.sqlite.facts import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jimo_cli.store.interface import Store

ROOT = Path(__file__).parents[2]
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY = 65534
FACT = "marine.gross-product"
ANSWER = b"345\n"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals, links and owners are those of Unix")


def _right(done: Done, warnings: int = 1) -> bool:
    return done.is_right(ANSWER, warnings=warnings)


def _get(home: Path) -> Done:
    return jimo(home, "get", FACT)


def _cache(home: Path) -> Path:
    return home / "cache" / "jimo"


def _kept(cache: Path) -> Path:
    (kept,) = cache.glob("*.sqlite")
    return kept


def _litter(cache: Path) -> list[str]:
    """What a build has left that is neither an index nor belongs to one."""
    return [path.name for path in cache.iterdir() if path.suffix not in {".sqlite", ".lock", ".note"}]


# ---- killed


def _many(pack: Path, labels: int) -> Path:
    """A pack that takes about a second to read, of more than four megabytes in forty files."""
    make_pack = ROOT / "tests" / "benchmarks" / "make_pack.py"
    sizes = ["--labels", str(labels), "--periods", "10", "--files", "40"]
    subprocess.run([sys.executable, make_pack, pack, *sizes], check=True, capture_output=True)
    return pack


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _many(tmp_path_factory.mktemp("many") / "pack", trials(1200, 1500))


def _begun(home: Path, *argv: str) -> subprocess.Popen[bytes]:
    env = process_env(home)
    return subprocess.Popen(
        [*JIMO, *argv], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _killed(process: subprocess.Popen[bytes]) -> bool:
    """Kill a process; whether those that it began were gone soon after it."""
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    return False


def _spent(begin: Callable[[], subprocess.Popen[bytes]]) -> float:
    """How long it takes if it is let be."""
    begun = time.monotonic()
    begin().communicate()
    return time.monotonic() - begun


def test_a_build_killed_at_any_moment_changes_no_answer(tmp_path: Path, many: Path, record_property: Record) -> None:
    fact = load.load([str(many)]).facts[-1]
    argv, rnd = ("get", fact.id, "--facts", str(many)), random.Random(SEED)
    takes = _spent(lambda: _begun(tmp_path / "timed", *argv)) if FULL else 1.0
    with Count("index build killed", record_property) as count:
        for number in range(trials(1, 200)):
            home = tmp_path / f"home-{number // 10}"  # what ten killed builds leave behind comes together
            for kept in _cache(home).glob("*.sqlite"):
                kept.unlink()
            process = _begun(home, *argv)
            after = rnd.uniform(0, takes)
            time.sleep(after)
            alone = _killed(process)
            done = jimo(home, *argv)
            right = done.is_right(f"{fact.value}\n".encode(), warnings=0)
            count.see(alone and right and not _litter(_cache(home)), (after, alone, done, _litter(_cache(home))))


def test_a_refresh_killed_at_any_moment_changes_no_answer(tmp_path: Path, many: Path, record_property: Record) -> None:
    pack = shutil.copytree(many, tmp_path / "pack")
    file = pack / "table-0007.toml"
    text = file.read_text(encoding="utf-8")
    first = text.split("[fact.")[1].partition("]")[0]
    value = next(line for line in text.splitlines() if line.startswith("value = "))
    argv, rnd = ("get", f"table-0007.{first}", "--facts", str(pack)), random.Random(SEED)

    def change(number: int) -> None:
        file.write_text(text.replace(value, f"value = {number}", 1), encoding="utf-8")

    jimo(tmp_path, *argv)
    change(1)
    takes = _spent(lambda: _begun(tmp_path, *argv)) if FULL else 0.3
    with Count("index refresh killed", record_property) as count:
        for number in range(trials(1, 200)):
            change(number + 2)
            process = _begun(tmp_path, *argv)
            after = rnd.uniform(0, takes)
            time.sleep(after)
            alone = _killed(process)
            done = jimo(tmp_path, *argv)
            right = done.is_right(f"{number + 2}\n".encode(), warnings=0)
            count.see(alone and right and not _litter(_cache(tmp_path)), (after, alone, done))


_STEPS = """
import os, sys
left = int(sys.argv.pop(1))
def step(event, args):
    global left
    if event.partition(".")[0] in ("open", "os", "sqlite3", "shutil") and "jimo" in repr(args):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), 9)
from jimo_cli.__main__ import main
from jimo_cli.__main__ import main
from jimo_cli.store import cache
from jimo_cli.store.sqlite import build, update
sys.addaudithook(step)
main()
"""


def test_a_build_killed_at_each_of_its_steps_changes_no_answer(tmp_path: Path, record_property: Record) -> None:
    with Count("index build killed at each step", record_property) as count:
        step = 0
        while True:
            step += 1 if FULL else 5
            shutil.rmtree(_cache(tmp_path), ignore_errors=True)
            command = [sys.executable, "-c", _STEPS, str(step), "get", FACT]
            killed = subprocess.run(command, env=process_env(tmp_path), capture_output=True, check=False)
            if killed.returncode != -signal.SIGKILL:
                break
            done = _get(tmp_path)
            count.see(_right(done, warnings=0) and not _litter(_cache(tmp_path)), (step, done))
    assert killed.stdout == ANSWER


# ---- damaged

QUERIES = ("海洋生产总值", "hyscz", "345亿", "海羊生产总值", "gross marine prodct", "营商环境", "nothing like it")


def _answers(directories: Sequence[str], cache: Path | None) -> tuple[object, ...]:
    """Everything that an index can be asked, and the warning."""
    found = open_store(directories, None if cache is None else str(cache))
    try:
        return _asked(found), found.warning
    finally:
        found.close()


def _asked(found: Store) -> object:
    from jimo_cli import search

    hits = [
        [(hit.label_id, hit.score, hit.matched) for hit in search.find(found.names(), query).hits] for query in QUERIES
    ]
    return found.rows(FIELDS), found.topics(), found.problems(), hits


def _flip(data: bytearray, rnd: random.Random) -> None:
    for _ in range(rnd.choice((1, 1, 3, 20))):
        data[rnd.randrange(len(data))] ^= 1 << rnd.randrange(8)


def _noise(data: bytearray, rnd: random.Random) -> None:
    start = rnd.randrange(len(data))
    size = rnd.choice((1, 2, 16, 512, 4096, 20_000))
    data[start : start + size] = rnd.randbytes(len(data[start : start + size]))


def _zero(data: bytearray, rnd: random.Random) -> None:
    start = rnd.randrange(0, len(data), 4096)
    data[start : start + 4096] = bytes(len(data[start : start + 4096]))


def _cut(data: bytearray, rnd: random.Random) -> None:
    del data[rnd.randrange(len(data)) :]


def _grow(data: bytearray, rnd: random.Random) -> None:
    data += rnd.randbytes(rnd.choice((1, 100, 4096)))


def _swap(data: bytearray, rnd: random.Random) -> None:
    pages = range(0, len(data) - 4095, 4096)
    one, two = rnd.choice(pages), rnd.choice(pages)
    data[one : one + 4096], data[two : two + 4096] = data[two : two + 4096], data[one : one + 4096]


def _digit(data: bytearray, rnd: random.Random) -> None:
    """Another digit in the place of one: still an index to SQLite, but of another figure."""
    digits = [at for at in rnd.sample(range(len(data)), min(len(data), 3000)) if 0x30 <= data[at] <= 0x39]
    for at in digits[:1]:
        data[at] = 0x30 + (data[at] - 0x30 + 1) % 10


DAMAGES = (_flip, _noise, _zero, _cut, _grow, _swap, _digit)


def _damage(path: Path, whole: bytes, rnd: random.Random) -> tuple[str, bool]:
    """Write a damaged index in place, at times with the time that it had; whether it is another one now."""
    how, before = rnd.choice(DAMAGES), path.stat()
    data = bytearray(whole)
    how(data, rnd)
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()
    if rnd.random() < 0.5:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return how.__name__, bytes(data) != whole


@pytest.mark.parametrize("size", ["small", "large"])
def test_damage_anywhere_in_the_index_changes_no_answer(
    tmp_path: Path, record_property: Record, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    if size == "large":
        monkeypatch.setattr(integrity, "CHECKED_BYTES", 0)
    directories, rnd = [find.bundled()], random.Random(SEED)
    right = (_answers(directories, None)[0], None)
    _answers(directories, tmp_path)
    kept = _kept(tmp_path)
    with Count(f"index damaged, {size}", record_property) as count:
        for _ in range(trials(6, 1000)):
            whole = kept.read_bytes()
            if size == "large":
                settle()
                assert _answers(directories, tmp_path) == right  # so that it is noted to be whole
                assert Path(integrity.note_path(str(kept))).exists()
            about = _damage(kept, whole, rnd)
            count.see(_answers(directories, tmp_path) == right, about)


def test_damage_to_what_lies_beside_the_index_changes_no_answer(
    tmp_path: Path, record_property: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integrity, "CHECKED_BYTES", 0)
    directories, rnd = [find.bundled()], random.Random(SEED)
    right = (_answers(directories, None)[0], None)
    with Count("notes and locks damaged", record_property) as count:
        for _ in range(trials(5, 200)):
            _answers(directories, tmp_path)
            settle()
            assert _answers(directories, tmp_path) == right
            for suffix in (".note", ".lock"):
                beside = Path(f"{_kept(tmp_path)}{suffix}")
                data = bytearray(beside.read_bytes() or b"lock")
                rnd.choice((_flip, _noise, _cut, _grow))(data, rnd)
                beside.write_bytes(data)
            if rnd.random() < 0.3:
                _damage(_kept(tmp_path), _kept(tmp_path).read_bytes(), rnd)
            count.see(_answers(directories, tmp_path) == right, "beside")


@pytest.mark.skipif(not FULL, reason="takes minutes")
def test_damage_in_an_index_of_megabytes_that_was_updated_changes_no_answer(
    tmp_path: Path, record_property: Record
) -> None:
    pack = _many(tmp_path / "pack", 4500)
    file = pack / "table-0007.toml"
    cache, directories = tmp_path / "cache", [str(pack)]
    open_store(directories, str(cache)).close()
    file.write_text(file.read_text(encoding="utf-8").replace("value = ", "value = 1", 1), encoding="utf-8")
    settle()
    open_store(directories, str(cache)).close()
    kept, rnd = _kept(cache), random.Random(SEED)
    assert kept.stat().st_size > 4_000_000
    whole = kept.read_bytes()
    right = (_asked(SqliteStore(build.in_memory(directories))), None)
    # Names are numbered otherwise in a mended index, so facts are compared, and hits by score.
    facts = right[0][0]  # type: ignore[index]
    with Count("index of megabytes damaged: noticed", record_property) as noticed:
        for number in range(1000):
            kept.write_bytes(whole)
            settle()
            assert integrity.is_sound(str(kept))
            how, changed = _damage(kept, whole, rnd)
            noticed.see(integrity.is_sound(str(kept)) != changed, how)
            if number % 50 == 0:
                found = open_store(directories, str(cache))
                noticed.see((found.rows(FIELDS), found.warning) == (facts, None), how)
                found.close()


# ---- no room, no leave to write


def _alone(line: str, home: Path) -> Done | None:
    """Run a shell line that may mount what nobody else sees; None where the system does not let one."""
    own = [] if IS_ROOT else ["--map-root-user"]
    command = ["unshare", "--mount", *own, "sh", "-e", "-c", line]
    try:
        done = subprocess.run(command, env=process_env(home), capture_output=True, timeout=120, check=False)
    except FileNotFoundError:
        return None
    return Done(done.returncode, done.stdout, done.stderr)


def _mounting(home: Path) -> bool:
    tried = _alone("mount -t tmpfs -o size=64k none /mnt", home)
    return tried is not None and tried.code == 0


_LOOK_UP = f"{sys.executable} -P -m jimo_cli get {FACT}"


def test_a_full_disk_under_the_cache_changes_no_answer(tmp_path: Path, record_property: Record) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    if not _mounting(tmp_path):
        pytest.skip("nothing can be mounted here")
    with Count("disk full under the cache", record_property) as count:
        for kib in some(range(4, 404, 4), 2):
            mount = f"mount -t tmpfs -o size={kib}k,mode=700 none {cache}"
            done = _alone(f"{mount}; {_LOOK_UP}; {_LOOK_UP}", tmp_path)
            count.see(done and done.is_right(ANSWER * 2, warnings=2), (kib, done))
            # It was full while there was an index of an earlier state of the files.
            filled = f"dd if=/dev/zero of={cache}/rest bs=1k 2>{os.devnull} || true"
            stale = f"{_LOOK_UP} 2>&1; {filled}; touch {tmp_path}/pack/marine.toml"
            small_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("gross-product", value=345)})
            where = f"export JIMO_FACTS={tmp_path}/pack"
            done = _alone(f"{mount.replace(f'{kib}k', '400k')}; {where}; {stale}; {_LOOK_UP}", tmp_path)
            count.see(done and done.is_right(ANSWER * 2), (kib, done))


def test_a_limit_on_the_size_of_files_changes_no_answer(tmp_path: Path, record_property: Record) -> None:
    with Count("files of the cache cut off by a limit", record_property) as count:
        for kib in some(range(0, 400, 4), 2):
            home = tmp_path / str(kib)
            line = ["bash", "-c", f"ulimit -f {kib}; {_LOOK_UP}"]
            done = subprocess.run(line, env=process_env(home), capture_output=True, timeout=60, check=False)
            count.see(_right(Done(done.returncode, done.stdout, done.stderr)), (kib, done))
            count.see(_right(_get(home), warnings=0), kib)


def test_a_cache_that_cannot_be_written_changes_no_answer(tmp_path: Path, record_property: Record) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    if not _mounting(tmp_path):
        pytest.skip("nothing can be mounted here")
    own = small_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("gross-product", value=345)})
    fixed = f"mount --bind {cache} {cache}; mount -o remount,ro,bind {cache}; export JIMO_FACTS={own}"
    with Count("cache read-only", record_property) as count:
        for change in some(["nothing", "an index that stands", "a file changed", "noise in the index", "cut"], 3):
            shutil.rmtree(_cache(tmp_path), ignore_errors=True)
            if change != "nothing":
                settle()
                jimo(tmp_path, "topics", "--facts", str(own))
            if change == "a file changed":
                small_pack(own, {"marine.toml": HEAD + fact_text("gross-product", value=346)})
                expected = b"346\n"
            else:
                small_pack(own, {"marine.toml": HEAD + fact_text("gross-product", value=345)})
                expected = ANSWER
            if change == "noise in the index":
                _kept(_cache(tmp_path)).write_bytes(b"\xa5" * 5000)
            if change == "cut":
                os.truncate(_kept(_cache(tmp_path)), 9000)
            done = _alone(f"{fixed}; {_LOOK_UP}", tmp_path)
            count.see(done and done.is_right(expected), (change, done))


# ---- something else in its place


def _in_place(path: Path, what: str, elsewhere: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    if what == "directory":
        (path / "within").mkdir(parents=True)
    elif what == "file":
        path.write_bytes(b"something else")
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "link to a file":
        path.symlink_to(elsewhere / "victim")
    elif what == "link to a directory":
        path.symlink_to(elsewhere)
    elif what == "link to itself":
        path.symlink_to(path)
    else:
        path.symlink_to(elsewhere / "not there")


THINGS = ("directory", "file", "pipe", "link to a file", "link to a directory", "link to itself", "link to nothing")


def test_something_else_in_the_place_of_the_cache_changes_no_answer(tmp_path: Path, record_property: Record) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "victim").write_bytes(b"precious")
    places = ("jimo", "index", ".lock", ".note", ".sqlite-journal")
    cases = [(place, what) for place in places for what in THINGS]
    with Count("something else in the place of a cache file", record_property) as count:
        for place, what in some(cases, 4):
            home = tmp_path / "home"
            shutil.rmtree(home, ignore_errors=True)
            _get(home)
            kept = _kept(_cache(home))
            path = {"jimo": _cache(home), "index": kept}.get(
                place, Path(f"{kept}{place}".replace(".sqlite.sqlite", ".sqlite"))
            )
            _in_place(path, what, elsewhere)
            if place in {".lock", ".note"}:
                kept.unlink()
            done = _get(home)
            untouched = (elsewhere / "victim").read_bytes() == b"precious"
            where = [each.name for each in elsewhere.iterdir()]
            may_use = place == "jimo" and what == "link to a directory"  # a user's own link is a user's choice
            count.see(_right(done) and untouched and (may_use or where == ["victim"]), (place, what, done, where))
            for each in elsewhere.iterdir():
                if each.name != "victim":
                    each.unlink()


# ---- somebody else's


def _forged(kept: Path) -> None:
    """Make the figure another one in an index that is whole otherwise."""
    with closing(sqlite3.connect(kept)) as connection:
        connection.execute("UPDATE fact SET value = '999' WHERE value = '345'")
        connection.commit()
    integrity.write_checksum(str(kept))


def _planted(cache: Path, *, mode: int, owner: int | None, directory: int) -> None:
    _forged(_kept(cache))
    for path in cache.iterdir():
        path.chmod(mode)
        if owner is not None:
            os.chown(path, owner, owner)
    cache.chmod(directory)


@pytest.mark.parametrize("large", [False, True])
def test_an_index_that_others_could_have_written_is_not_trusted(
    tmp_path: Path,
    record_property: Record,
    monkeypatch: pytest.MonkeyPatch,
    large: bool,  # noqa: FBT001
) -> None:
    if large:
        monkeypatch.setattr(integrity, "CHECKED_BYTES", 0)
    directories = [find.bundled()]
    right = _answers(directories, None)[0]
    owners = [None, NOBODY] if IS_ROOT else [None]
    cases = [
        (mode, owner, directory)
        for mode in (0o600, 0o620, 0o602, 0o666)
        for owner in owners
        for directory in (0o700, 0o755, 0o770, 0o777, 0o1777)
        if owner is not None or mode != 0o600 or directory & 0o022
    ]
    with Count("index planted by somebody else", record_property) as count:
        for mode, owner, directory in some(cases, 4):
            cache = tmp_path / "cache"
            shutil.rmtree(cache, ignore_errors=True)
            _answers(directories, cache)
            _planted(cache, mode=mode, owner=owner, directory=directory)
            answered, warning = _answers(directories, cache)
            count.see(answered == right and (warning is None or directory & 0o022), (mode, owner, directory, warning))


@pytest.mark.skipif(not IS_ROOT, reason="only root can give files away")
def test_a_cache_of_somebody_else_is_neither_read_nor_written(tmp_path: Path, record_property: Record) -> None:
    with Count("cache of somebody else", record_property) as count:
        for mode in some((0o700, 0o755, 0o777, 0o1777), 1):
            for filled in (False, True):
                home = tmp_path / f"{mode:o}-{filled}"
                if filled:
                    _get(home)
                    _forged(_kept(_cache(home)))
                else:
                    _cache(home).mkdir(parents=True)
                os.chown(_cache(home), NOBODY, NOBODY)
                _cache(home).chmod(mode)
                before = {path.name: path.read_bytes() for path in _cache(home).iterdir()}
                done = _get(home)
                after = {path.name: path.read_bytes() for path in _cache(home).iterdir()}
                count.see(_right(done) and done.noise == 1 and before == after, (mode, filled, done))


def _as_nobody(home: Path, *argv: str) -> Done:
    """Run a command line as another user; the program is in memory already, that user may not read it."""
    with (home / "out").open("w+b") as out, (home / "err").open("w+b") as err:
        child = os.fork()
        if child == 0:
            code = 99
            try:
                os.dup2(out.fileno(), 1)
                os.dup2(err.fileno(), 2)
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
                sys.argv, sys.stdout, sys.stderr = ["jimo", *argv], os.fdopen(1, "w"), os.fdopen(2, "w")
                code = main()
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        return Done(os.waitstatus_to_exitcode(status), out.read(), err.read())


@pytest.mark.skipif(not IS_ROOT, reason="only root can run as somebody else")
def test_another_user_with_the_cache_of_root_has_the_answer(
    record_property: Record, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("get", FACT, env={"XDG_CACHE_HOME": os.devnull})  # so that all of the program is in memory
    with Count("another user with the cache of root", record_property) as count:
        for mode, forged in some([*itertools.product((0o700, 0o755, 0o777, 0o1777), (False, True))], 4):
            home = Path(tempfile.mkdtemp())  # where another user may go
            try:
                home.chmod(0o755)
                pack = small_pack(home / "pack", {"marine.toml": HEAD + fact_text("gross-product", value=345)})
                env = {"XDG_CACHE_HOME": str(home / "cache"), "JIMO_FACTS": str(pack)}
                run("topics", env=env)
                if forged:
                    _planted(_cache(home), mode=0o644, owner=None, directory=0o755)
                _cache(home).chmod(mode)
                (home / "cache").chmod(0o755)
                for name, value in env.items():
                    monkeypatch.setenv(name, value)
                done = _as_nobody(home, "get", FACT)
                count.see(_right(done) and done.noise == 1, (mode, forged, done))
            finally:
                shutil.rmtree(home)


def test_what_the_cache_holds_is_for_its_user_alone_whatever_the_umask(tmp_path: Path, record_property: Record) -> None:
    with Count("umask", record_property) as count:
        for mask in some(["000", "002", "022", "027", "077", "177", "277"], 2):
            home = tmp_path / mask
            (home / "cache").mkdir(parents=True)
            line = ["bash", "-c", f"umask {mask}; {_LOOK_UP}; {_LOOK_UP}"]
            done = subprocess.run(line, env=process_env(home), capture_output=True, timeout=60, check=False)
            modes = {path.stat().st_mode & 0o777 for path in _cache(home).iterdir()}
            private = (_cache(home).stat().st_mode & 0o777, modes) == (0o700, {0o600})
            right = Done(done.returncode, done.stdout, done.stderr).is_right(ANSWER * 2, warnings=0)
            count.see(private and right, (mask, modes, done))


# ---- versions, clocks, many at once


def _version(directory: Path, version: str, tables: str) -> Path:
    """A copy of the program of another version, of which the tables are others too."""
    for name in ("jimo_cli", "facts"):
        shutil.copytree(ROOT / name, directory / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file, name, value in (("__init__.py", "__version__", version), ("store/sqlite/schema.py", "SCHEMA", tables)):
        path = directory / "jimo_cli" / file
        was = path.read_text(encoding="utf-8")
        lines = [f'{name} = "{value}"' if line.startswith(f"{name} = ") else line for line in was.splitlines()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    changes = {
        "schema.py": ("meta(key TEXT", "meta(added TEXT, key TEXT"),
        "write_facts.py": ("INTO meta VALUES(", "INTO meta VALUES('x', "),
    }
    for file, (was, now) in changes.items() if tables != schema.SCHEMA else ():
        path = directory / "jimo_cli" / "store" / "sqlite" / file
        path.write_text(path.read_text(encoding="utf-8").replace(was, now), encoding="utf-8")
    return directory


def test_versions_with_one_cache_do_not_disturb_each_other(tmp_path: Path, record_property: Record) -> None:
    pack = small_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("gross-product", value=345)})
    settle()
    versions = [
        _version(tmp_path / f"{version}-{tables}", version, tables)
        for version, tables in (("0.0.9", "1"), ("0.1.0", schema.SCHEMA), ("0.2.0", schema.SCHEMA), ("9.0.0", "99"))
    ]

    def begin(version: Path) -> subprocess.Popen[bytes]:
        env = process_env(tmp_path, {"PYTHONPATH": str(version), "JIMO_FACTS": str(pack)})
        command = [*JIMO, "get", FACT]
        return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def ended(process: subprocess.Popen[bytes]) -> Done:
        out, err = process.communicate()
        return Done(process.returncode, out, err)

    def built() -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in _cache(tmp_path).glob("*.sqlite")}

    with Count("versions at once and in turn", record_property) as count:
        for number in range(trials(1, 12)):
            shutil.rmtree(_cache(tmp_path), ignore_errors=True)
            together = [begin(version) for version in versions * trials(1, 4)]
            done = [ended(process) for process in together]
            first = built()
            count.see(len(first) == len(versions), first)
            done += [ended(begin(version)) for version in versions]
            for each in done:
                count.see(_right(each, warnings=0), each)
            count.see(built() == first, (number, first, built()))


def test_whatever_the_clocks_say_a_changed_file_is_seen(
    tmp_path: Path, record_property: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    rnd, real = random.Random(SEED), time.time_ns
    pack = small_pack(tmp_path / "pack", {})
    file = pack / "marine.toml"
    year = 365 * 24 * 3600 * 10**9
    with Count("clock set back and times of files set", record_property) as count:
        for number in range(trials(12, 500)):
            before = file.stat().st_mtime_ns if file.exists() else None
            value = 1000 + number  # of one size with all others
            file.write_text(HEAD + fact_text("a", value=value), encoding="utf-8")
            stamp = rnd.choice((None, before, before, 0, real() - year, real() + year))
            if stamp is not None:
                os.utime(file, ns=(stamp, stamp))
            skew = rnd.choice((0, 0, -3600 * 10**9, -year, year))
            with monkeypatch.context() as patch:
                patch.setattr(time, "time_ns", lambda skew=skew: real() + skew)
                patch.setattr(time, "time", lambda skew=skew: (real() + skew) / 10**9)
                found = open_store([str(pack)], str(tmp_path / "cache"))
            answer = (found.rows(("value",)), found.warning)
            found.close()
            count.see(answer == ([(str(value),)], None), (number, stamp, skew, answer))


def _at_once(homes: Sequence[Path], *argv: str) -> list[Done]:
    started = [
        subprocess.Popen([*JIMO, *argv], env=process_env(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for home in homes
    ]
    ended = [(process, *process.communicate()) for process in started]
    return [Done(process.returncode, out, err) for process, out, err in ended]


def test_many_processes_without_an_index_all_have_the_answer(tmp_path: Path, record_property: Record) -> None:
    many = trials(8, 64)
    with Count("64 processes at once without an index", record_property) as count:
        for number in range(trials(1, 5)):
            home = tmp_path / str(number)
            for done in _at_once([home] * many, "get", FACT):
                count.see(_right(done, warnings=0), done)
            kept = sorted(path.suffix for path in _cache(home).iterdir())
            count.see(kept == [".lock", ".sqlite"], kept)


_WRITER = """
import os, sys, time
path, head, tail = sys.argv[1:]
number = 1000
while True:
    number += 1
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(head + str(number) + tail)
    os.replace(path + ".new", path)
    print(number, flush=True)
    time.sleep(0.02)
"""


def test_many_processes_while_a_file_changes_answer_what_it_said_meanwhile(
    tmp_path: Path, record_property: Record
) -> None:
    pack = small_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("a", value=1000)})
    head, tail = (HEAD + fact_text("a", value="@")).split('"@"')
    argv = [sys.executable, "-c", _WRITER, str(pack / "marine.toml"), head, tail]

    def stated() -> int:
        text = (pack / "marine.toml").read_text(encoding="utf-8")
        return int(text.partition("value = ")[2].split()[0])

    with subprocess.Popen(argv, stdout=subprocess.DEVNULL) as writer:
        try:
            with Count("64 processes at once while a file changes", record_property) as count:
                for _ in range(trials(1, 5)):
                    before = stated()
                    many = _at_once([tmp_path] * trials(8, 64), "get", "marine.a", "--facts", str(pack))
                    after = stated()
                    for done in many:
                        right = done.is_right(done.out, warnings=0) and before <= int(done.out) <= after
                        count.see(right, (before, done, after))
        finally:
            writer.kill()
    done = jimo(tmp_path, "get", "marine.a", "--facts", str(pack))
    assert done.is_right(f"{stated()}\n".encode(), warnings=0)
    assert not _litter(_cache(tmp_path))
