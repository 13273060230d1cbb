"""The cached index beside other processes and other users."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from builders import HEAD, fact_text, make_pack, settle

from jimo_cli import Catalog
from jimo_cli.store import cache, integrity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    made = make_pack(tmp_path / "pack", {"marine.toml": HEAD + fact_text("a", value=345)})
    settle()
    return made


def _warning(pack: Path, cache: Path) -> str | None:
    with Catalog([pack], cache=cache) as catalog:
        assert str(catalog.get("a").value) == "345"
        return catalog.warning


def _edit(pack: Path, comment: str) -> None:
    """Make the index outdated, whatever it says."""
    (pack / "marine.toml").write_text(f"{HEAD}{fact_text('a', value=345)}# {comment}\n", encoding="utf-8")


# ---- locks

_HOLDER = """
import fcntl, os, signal, sys, time
file = os.open(sys.argv[1], os.O_RDWR)
fcntl.flock(file, fcntl.LOCK_EX)
os.ftruncate(file, 0)
os.pwrite(file, b"%d" % os.getpid(), 0)
print("held", flush=True)
time.sleep(1000)
"""


@contextmanager
def _held(lock: Path) -> Iterator[int]:
    """Let another process hold a lock, and yield its id."""
    with subprocess.Popen([sys.executable, "-c", _HOLDER, str(lock)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        try:
            yield process.pid
        finally:
            process.kill()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EIO])
def test_without_working_locks_the_index_is_cached_all_the_same(
    pack: Path, tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", flock)
    for comment in ("one", "two"):
        _edit(pack, comment)
        settle()
        assert _warning(pack, tmp_path / "cache") is None
        (index,) = (tmp_path / "cache").glob("*.sqlite")
        built = index.stat().st_ino
        assert _warning(pack, tmp_path / "cache") is None
        assert index.stat().st_ino == built


def test_a_stopped_process_is_not_waited_for(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_TIMEOUT_S", 3600.0)
    assert _warning(pack, tmp_path / "cache") is None
    (lock,) = (tmp_path / "cache").glob("*.lock")
    with _held(lock) as process:
        os.kill(process, signal.SIGSTOP)
        for comment in ("one", "two"):
            _edit(pack, comment)
            assert _warning(pack, tmp_path / "cache") is None
        assert len([*(tmp_path / "cache").glob("*.sqlite")]) == 1


def test_a_process_that_takes_too_long_is_waited_for_once(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_TIMEOUT_S", 0.1)
    assert _warning(pack, tmp_path / "cache") is None
    (lock,) = (tmp_path / "cache").glob("*.lock")
    with _held(lock):
        _edit(pack, "one")
        assert _warning(pack, tmp_path / "cache") is None
        monkeypatch.setattr(cache, "_TIMEOUT_S", 3600.0)
        _edit(pack, "two")
        assert _warning(pack, tmp_path / "cache") is None
    assert sorted(path.suffix for path in (tmp_path / "cache").iterdir()) == [".lock", ".sqlite"]


def test_a_process_that_works_is_waited_for(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _warning(pack, tmp_path / "cache") is None
    (lock,) = (tmp_path / "cache").glob("*.lock")
    waited: list[float] = []
    with _held(lock) as process:

        def sleep(seconds: float) -> None:
            waited.append(seconds)
            if len(waited) == 3:
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)

        monkeypatch.setattr(time, "sleep", sleep)
        _edit(pack, "one")
        assert _warning(pack, tmp_path / "cache") is None
    assert len(waited) >= 3


# ---- who can exchange the cache


def test_a_directory_that_everybody_can_exchange_holds_no_cache(pack: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    warning = _warning(pack, shared / "mine" / "jimo")
    assert warning
    assert "other users can write to its directory, or exchange it" in warning
    shared.chmod(0o1777)  # as /tmp is: everybody may add, only the owner may rename
    assert _warning(pack, shared / "mine" / "jimo") is None


@as_root
@pytest.mark.parametrize("by_link", [False, True])
def test_a_directory_below_that_of_another_user_holds_no_cache(pack: Path, tmp_path: Path, *, by_link: bool) -> None:
    home = tmp_path / "home"
    (home / "cache").mkdir(parents=True)
    (tmp_path / "link").symlink_to(home / "cache")
    directory = (tmp_path / "link" if by_link else home / "cache") / "jimo"
    assert _warning(pack, directory) is None
    assert integrity.is_private_directory(str(directory))
    os.chown(home, 12345, 12345)
    assert not integrity.is_private_directory(str(directory))
    warning = _warning(pack, directory)
    assert warning
    assert "exchange it" in warning


@as_root
def test_a_link_that_another_user_can_exchange_leads_to_no_cache(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "link").symlink_to(tmp_path / "mine")
    assert _warning(pack, theirs / "link" / "jimo") is None
    os.chown(theirs, 12345, 12345)
    assert not integrity.is_private_directory(str(theirs / "link" / "jimo"))


# ---- what is read of an index


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let every index be a large one, and note each that is read whole."""
    monkeypatch.setattr(integrity, "CHECKED_BYTES", 0)
    monkeypatch.setattr(integrity, "READ_IN_A_TICK", 0)
    found: list[int] = []
    has_its_checksum = integrity._has_its_checksum  # to count its calls

    def counted(file: int) -> bool:
        found.append(file)
        return has_its_checksum(file)

    monkeypatch.setattr(integrity, "_has_its_checksum", counted)
    return found


def test_a_large_index_that_was_just_written_is_not_read_whole(pack: Path, tmp_path: Path, checked: list[int]) -> None:
    assert [_warning(pack, tmp_path / "cache") for _ in range(2)] == [None, None]
    assert checked == []


def test_a_large_index_that_was_changed_since_it_was_written_is_read_whole(
    pack: Path, tmp_path: Path, checked: list[int]
) -> None:
    _warning(pack, tmp_path / "cache")
    [index] = (tmp_path / "cache").glob("*.sqlite")
    status = integrity.write_checksum(str(index))
    settle()
    content = index.read_bytes()
    index.write_bytes(content[:4096] + bytes(len(content) - 4096))
    settle()
    integrity.note_written(str(index), status)
    assert _warning(pack, tmp_path / "cache") is None
    assert checked
