"""Fact files that change, are exchanged or cannot be read while they are looked up."""

from __future__ import annotations

import contextlib
import errno
import inspect
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from builders import HEAD, fact_text, make_pack, settle

from jimo_cli import Catalog
from jimo_cli.packs import find, load, read
from jimo_cli.store import cache as store_cache
from jimo_cli.store import states

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal
    from pathlib import Path
    from typing import Any

OF_A_MOMENT = (errno.EMFILE, errno.EIO, errno.ESTALE, errno.ENOMEM, errno.EACCES, errno.EINTR)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def _pack(directory: Path, value: int, *names: str) -> Path:
    """A pack of files with one fact each, all of the same value."""
    return make_pack(
        directory, {f"{name}.toml": HEAD + fact_text("a", value=value) for name in names or ("one", "two")}
    )


def _values(pack: Path, cache: Path | None = None) -> list[str]:
    with Catalog([pack], cache=cache) as catalog:
        return [str(fact.value) for fact in catalog.facts()]


def _problems(pack: Path, cache: Path) -> list[str]:
    with Catalog([pack], cache=cache) as catalog:
        return [str(problem) for problem in catalog.problems]


@contextmanager
def _failing(name: str, number: int, *, only: Callable[..., bool], after: int = 0) -> Iterator[None]:
    """Let a function of `os` fail with an error, where it is called as `only` says and so many times before."""
    real, calls = getattr(os, name), iter(range(1_000_000))

    def failing(*args: object, **more: object) -> object:
        if only(*args, **more) and next(calls) >= after:
            raise OSError(number, os.strerror(number))
        return real(*args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, name, failing)
        yield


def _is_fact_file(path: object, *_: object, **__: object) -> bool:
    return isinstance(path, str) and path.endswith(".toml")


# ---- errors of a moment


@pytest.mark.parametrize("number", OF_A_MOMENT, ids=map(errno.errorcode.get, OF_A_MOMENT))
@pytest.mark.parametrize("after", [0, 1, 2], ids=["the sources", "the first file", "the last file"])
def test_an_error_of_a_moment_is_gone_with_it(tmp_path: Path, cache: Path, number: int, after: int) -> None:
    pack = _pack(tmp_path / "pack", 1)
    settle()
    with _failing("open", number, only=_is_fact_file, after=after):
        assert os.strerror(number) in " ".join(_problems(pack, cache))
    assert _problems(pack, cache) == []
    assert _values(pack, cache) == ["1", "1"]


@pytest.mark.parametrize("number", OF_A_MOMENT, ids=map(errno.errorcode.get, OF_A_MOMENT))
@pytest.mark.parametrize("after", [0, 1], ids=["before", "within the build"])
def test_a_pack_that_could_not_be_listed_for_a_moment_is_listed_again(
    tmp_path: Path, cache: Path, number: int, after: int
) -> None:
    pack = _pack(tmp_path / "pack", 1)
    settle()
    with _failing("scandir", number, only=lambda _: True, after=after):
        assert os.strerror(number) in " ".join(_problems(pack, cache))
    assert _values(pack, cache) == ["1", "1"]


def test_a_file_that_fails_while_a_large_pack_is_updated_is_read_again(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "WORTH_UPDATING", 0)
    pack = _pack(tmp_path / "pack", 1)
    settle()
    assert _values(pack, cache) == ["1", "1"]
    _pack(pack, 2, "two")
    with _failing("open", errno.EIO, only=_is_fact_file):
        assert os.strerror(errno.EIO) in " ".join(_problems(pack, cache))
    assert _values(pack, cache) == ["1", "2"]


def test_a_file_that_will_never_be_readable_is_not_read_at_each_look_up(tmp_path: Path, cache: Path) -> None:
    pack = _pack(tmp_path / "pack", 1)
    (pack / "bytes.toml").write_bytes(b"\xff\xff")
    (pack / "deep.toml").write_text("a = " + "[" * 50_000, encoding="utf-8")
    (pack / "large.toml").write_bytes(b"#" * (read.LARGEST + 1))
    (pack / "pipe.toml").mkdir()
    (pack / "out.toml").symlink_to("/etc/hostname")
    settle()
    problems = _problems(pack, cache)
    assert len(problems) == 5
    with _failing("open", errno.EIO, only=_is_fact_file):
        assert _problems(pack, cache) == problems


@pytest.mark.parametrize("name", ["closed.toml", "sources.toml", "table.csv"])
@pytest.mark.parametrize("size", [0, states.WORTH_UPDATING], ids=["a large pack", "a small pack"])
def test_a_file_that_stays_closed_costs_a_look_up_no_build(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, name: str, size: int
) -> None:
    monkeypatch.setattr(states, "WORTH_UPDATING", size)
    pack = _pack(tmp_path / "pack", 1)
    _pack(pack, 2, "closed")
    series = '[series.s]\nlabel = "s"\nunit = "个"\ntable = "table.csv"\n'
    (pack / "three.toml").write_text(HEAD + series, encoding="utf-8")
    (pack / "table.csv").write_text("reference_area,time_period,value\n青岛市,2024,3\n", encoding="utf-8")
    settle()
    built = _counted(monkeypatch)
    with _failing("open", errno.EACCES, only=lambda path, *_, **__: os.path.basename(path) == name):
        closed = _problems(pack, cache)
        assert any(name in problem and os.strerror(errno.EACCES) in problem for problem in closed)
        assert len(built) == 1
        for _ in range(3):
            assert _problems(pack, cache) == closed
        assert len(built) == 1
    with _failing("open", errno.EIO, only=lambda path, *_, **__: os.path.basename(path) == name):
        assert os.strerror(errno.EIO) in " ".join(_problems(pack, cache))
    assert _problems(pack, cache) == []
    assert _values(pack, cache) == ["2", "1", "3", "1"]


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with each build or update of an index."""
    replace, built = store_cache._replace, []

    def counted(path: str, *more: Any) -> None:
        built.append(path)
        replace(path, *more)

    monkeypatch.setattr(store_cache, "_replace", counted)
    return built


def test_a_closed_file_beside_one_that_changed_does_not_hide_it(tmp_path: Path, cache: Path) -> None:
    pack = _pack(tmp_path / "pack", 1, "closed", "open")
    settle()
    with _failing("open", errno.EACCES, only=lambda path, *_, **__: os.path.basename(path) == "closed.toml"):
        assert _values(pack, cache) == ["1"]
        _pack(pack, 2, "open")
        assert _values(pack, cache) == ["2"]
        _pack(pack, 3, "closed")
        settle()
        assert _values(pack, cache) == ["2"]
    assert _values(pack, cache) == ["3", "2"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_is_read_once_it_has_it(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = _pack(tmp_path / "pack", 1)
    (pack / "two.toml").chmod(0)
    settle()
    built = _counted(monkeypatch)
    assert [_values(pack, cache) for _ in range(3)] == [["1"]] * 3
    assert len(built) == 1
    (pack / "two.toml").chmod(0o600)
    assert _values(pack, cache) == ["1", "1"]


# ---- changes that look like none


class _Entry:
    """An entry of a directory with other times than it has."""

    def __init__(self, entry: os.DirEntry[str], other: Callable[[os.stat_result], os.stat_result]) -> None:
        self._entry, self._other = entry, other

    def __getattr__(self, name: str) -> object:
        return getattr(self._entry, name)

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        return self._other(self._entry.stat(follow_symlinks=follow_symlinks))


def _give_times(monkeypatch: pytest.MonkeyPatch, time_of: Callable[[int], int]) -> None:
    """As if the system told other times of all files, whether they are listed or open."""
    scandir, stamp = os.scandir, find.stamp

    def other(status: os.stat_result) -> os.stat_result:
        times = {"st_mtime_ns": time_of(status.st_mtime_ns), "st_ctime_ns": time_of(status.st_ctime_ns)}
        return os.stat_result(tuple(status)[:10], times)

    @contextmanager
    def listed(directory: int | str) -> Iterator[Iterator[_Entry]]:
        with scandir(directory) as entries:
            yield (_Entry(entry, other) for entry in entries)

    monkeypatch.setattr(os, "scandir", listed)
    monkeypatch.setattr(find, "stamp", lambda status: stamp(other(status)))


@pytest.fixture
def _all_times_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all files had been written in one moment, long ago."""
    _give_times(monkeypatch, lambda _: 1)


@pytest.mark.usefixtures("_all_times_alike")
def test_a_pack_exchanged_by_a_link_is_seen_though_its_files_look_alike(tmp_path: Path, cache: Path) -> None:
    one, two = (_pack(tmp_path / f"v{value}", value) for value in (1, 2))
    current = tmp_path / "current"
    for pack, value in ((one, "1"), (two, "2"), (one, "1")):
        (tmp_path / "new").symlink_to(pack)
        (tmp_path / "new").replace(current)
        assert _values(current, cache) == [value, value]


@pytest.mark.usefixtures("_all_times_alike")
def test_a_pack_or_file_exchanged_by_rename_is_seen_though_it_looks_alike(tmp_path: Path, cache: Path) -> None:
    one, two = (_pack(tmp_path / f"v{value}", value) for value in (1, 2))
    current = tmp_path / "current"
    one.rename(current)
    assert _values(current, cache) == ["1", "1"]
    current.rename(one)
    two.rename(current)
    assert _values(current, cache) == ["2", "2"]
    (one / "one.toml").replace(current / "one.toml")
    assert _values(current, cache) == ["1", "2"]


def test_where_times_are_whole_seconds_every_edit_of_a_second_is_seen(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _give_times(monkeypatch, lambda time: time // 10**9 * 10**9)
    for value in (1, 2, 3, 4):
        path = _pack(tmp_path / "pack", value, "one") / "one.toml"
        os.utime(path, (0, 0))
        settle()
        assert _values(tmp_path / "pack", cache) == [str(value)]


@pytest.mark.parametrize(
    "times",
    [
        [1_000_000_001, 1_000_000_001],
        [1_000_000_000, 1_000_000_000],
        [979_999_999, 1_015_000_000],
        [0, 0],  # whole seconds: one or two of them may look alike
    ],
)
def test_a_file_is_not_settled_while_its_times_may_stay_the_same(times: list[int]) -> None:
    assert find.changed_within(find.TICK_NS, 1_000_000_000, times)


@pytest.mark.parametrize("times", [[979_999_999], [5_000_000_000, 5_000_000_000], [5_000_000_000, 2]])
def test_a_file_is_settled_once_its_times_must_change(times: list[int]) -> None:
    assert not find.changed_within(find.TICK_NS, 1_000_000_000, times)


# ---- files that are written or exchanged while they are read

_WRITER = """
import sys, time
path, *versions = sys.argv[1:]
with open(path, "r+b", buffering=0) as file:
    print("ready", flush=True)
    while True:
        for version in versions:
            content = version.encode()
            file.seek(0)
            file.write(content[:len(content) // 2])
            time.sleep(0.008)
            file.write(content[len(content) // 2:])
            time.sleep(0.06)
"""
_SWITCHER = """
import itertools, os, sys, time
current, *packs = sys.argv[1:]
for number, pack in enumerate(itertools.cycle(packs)):
    os.symlink(pack, current + ".new")
    os.replace(current + ".new", current)
    if not number:
        print("ready", flush=True)
    time.sleep(0.0005)
"""
_RENAMER = """
import itertools, os, sys, time
current, one, two = sys.argv[1:]
os.rename(one, current)
print("ready", flush=True)
for old, new in itertools.cycle([(one, two), (two, one)]):
    os.rename(current, old)
    os.rename(new, current)
    time.sleep(0.002)
"""


@contextmanager
def _meanwhile(program: str, *args: object) -> Iterator[None]:
    """Let another process do something until the block is left."""
    with subprocess.Popen([sys.executable, "-c", program, *map(str, args)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        try:
            yield
        finally:
            process.kill()


def test_a_file_rewritten_in_place_is_read_as_one_of_its_versions(tmp_path: Path) -> None:
    versions = [
        HEAD + fact_text("a", value=n) + "#" * 3000 + f"\n[fact.b]\n{fact_text('b', value=n)[9:]}" for n in (1, 2)
    ]
    pack = make_pack(tmp_path / "pack", {"one.toml": versions[0]})
    seen: list[list[Decimal | None]] = []
    with _meanwhile(_WRITER, pack / "one.toml", *versions):
        until = time.monotonic() + 2
        while time.monotonic() < until:
            seen.append([fact.value for fact in load.load([str(pack)]).facts])
    assert [values for values in seen if len(set(values)) > 1] == []
    assert {values[0] for values in seen if values} == {1, 2}


@pytest.mark.parametrize("program", [_SWITCHER, _RENAMER], ids=["by a link", "by rename"])
def test_a_pack_that_is_switched_is_read_as_one_of_its_versions(tmp_path: Path, cache: Path, program: str) -> None:
    names = [f"t{number}" for number in range(12)]
    packs = [_pack(tmp_path / f"v{value}", value, *names) for value in (1, 2)]
    settle()
    current = tmp_path / "current"
    with _meanwhile(program, current, *packs):
        seen = [[str(fact.value) for fact in load.load([str(current)]).facts] for _ in range(60)]
        seen += [_values(current, cache) for _ in range(20)]
    assert [values for values in seen if len(set(values)) > 1] == []
    assert sum(len(values) == len(names) for values in seen) > len(seen) / 2


def test_a_pack_that_is_removed_while_it_is_read_is_read_anew(tmp_path: Path, cache: Path) -> None:
    packs = [_pack(tmp_path / f"v{value}", value) for value in (1, 2)]
    current = tmp_path / "current"
    current.symlink_to(packs[0])
    settle()
    real = read.read

    def switched(file: read.FactFile) -> read.Reading:
        if os.path.exists(packs[0]):
            (tmp_path / "new").symlink_to(packs[1])
            (tmp_path / "new").replace(current)
            for path in packs[0].iterdir():
                path.unlink()
            packs[0].rmdir()
        return real(file)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "read", switched)
        assert _values(current, cache) == ["2", "2"]
    assert _values(current, None) == ["2", "2"]


# ---- another thing in the place of a file

_OTHERS = "the-words-of-another"


def _exchanged(pack: Path, name: str, exchange: Callable[[Path], None]) -> pytest.MonkeyPatch:
    """Exchange a file of the pack between the listing and the reading of it."""
    patch, real = pytest.MonkeyPatch(), read.read

    def late(file: read.FactFile) -> read.Reading:
        if file.path.endswith(name):
            exchange(pack / name)
        return real(file)

    patch.setattr(read, "read", late)
    return patch


def _to_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _to_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _to_link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent.parent / "secret.toml")


def _to_link_by_another(path: Path) -> None:
    (path.parent / "other.toml").symlink_to("../secret.toml")
    path.unlink()
    path.symlink_to("other.toml")


def _to_link_below(path: Path) -> None:
    below = path.parent / "below"
    below.symlink_to("..")
    path.unlink()
    path.symlink_to("below/secret.toml")


def _to_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize(
    "exchange", [_to_pipe, _to_directory, _to_link, _to_link_by_another, _to_link_below, _to_device]
)
def test_what_takes_the_place_of_a_file_is_neither_waited_for_nor_read(
    tmp_path: Path, cache: Path, exchange: Callable[[Path], None]
) -> None:
    pack = _pack(tmp_path / "pack", 1)
    (tmp_path / "secret.toml").write_text(f"[topic]\n{_OTHERS} = {_OTHERS}\n", encoding="utf-8")
    settle()
    patch = _exchanged(pack, "two.toml", exchange)
    try:
        problems = _problems(pack, cache)
    finally:
        patch.undo()
    assert any("two.toml: cannot be read" in problem for problem in problems)
    assert _OTHERS not in " ".join(problems)
    assert _values(pack, cache) == ["1"]


def test_a_link_within_a_pack_is_followed_as_far_as_it_stays_there(tmp_path: Path, cache: Path) -> None:
    pack = _pack(tmp_path / "pack", 1, "one")
    (pack / "versions" / "new").mkdir(parents=True)
    (pack / "versions" / "new" / "two").write_text(HEAD + fact_text("a", value=2), encoding="utf-8")
    (pack / "two.toml").symlink_to("versions/new/two")
    (pack / "three.toml").symlink_to(pack / "two.toml")
    settle()
    assert _values(pack, cache) == ["1", "2", "2"]
    (tmp_path / "link").symlink_to(pack)
    assert _values(tmp_path / "link", cache) == ["1", "2", "2"]


# ---- what a review found


def test_a_pack_whose_links_are_switched_together_is_read_as_one_of_its_versions(tmp_path: Path, cache: Path) -> None:
    """As Kubernetes does: each file is a link through one link, which is switched."""
    names = ["one", "two", "three"]
    pack = tmp_path / "pack"
    for value in (1, 2):
        _pack(pack / f"..v{value}", value, *names)
    (pack / "..data").symlink_to("..v1")
    for name in (*names, "sources"):
        (pack / f"{name}.toml").symlink_to(f"..data/{name}.toml")
    settle()
    real, calls = read.read, iter(range(1000))

    def switched(file: read.FactFile) -> read.Reading:
        if next(calls) == 2:
            (pack / "..new").symlink_to("..v2")
            (pack / "..new").replace(pack / "..data")
        return real(file)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "read", switched)
        assert _values(pack, cache) == ["2", "2", "2"]
    assert _values(pack, cache) == ["2", "2", "2"]


def test_a_stack_that_was_full_is_no_property_of_a_file(tmp_path: Path) -> None:
    pack = _pack(tmp_path / "pack", 1)
    settle()

    def deep(calls: int, cache: Path) -> list[str]:
        return deep(calls - 1, cache) if calls else _problems(pack, cache)

    room = sys.getrecursionlimit() - len(inspect.stack())
    for calls in range(room - 60, room):
        cache = tmp_path / f"cache-{calls}"
        with contextlib.suppress(RecursionError):
            deep(calls, cache)
        assert _problems(pack, cache) == []


def test_any_number_of_packs_is_read_with_few_descriptors(tmp_path: Path, cache: Path) -> None:
    resource = pytest.importorskip("resource")
    packs = [_pack(tmp_path / f"p{number}", number, f"t{number}") for number in range(90)]
    settle()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    in_use = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 20
    resource.setrlimit(resource.RLIMIT_NOFILE, (in_use + 48, hard))
    try:
        with Catalog(packs, cache=cache) as catalog:
            assert [problem for problem in catalog.problems if "sources.toml" not in problem.path] == []
            assert [str(fact.value) for fact in catalog.facts()] == [str(number) for number in range(90)]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
